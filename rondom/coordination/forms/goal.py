"""What the plan works towards."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rondom.cases.models import Domain, Goal, Step
from rondom.coordination.forms.action import sentence


class GoalForm(forms.Form):
    """A goal in a domain, and the actions that are there for it."""

    domain = forms.ChoiceField(label=_("Domain"))
    text = forms.CharField(
        label=_("What do we want to reach?"),
        max_length=300,
        help_text=_("One sentence, as the person would say it."),
    )
    belongs = forms.MultipleChoiceField(
        label=_("Which actions are there for this goal?"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, held: int, steps: Sequence[Step], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.steps = {str(step.pk): step for step in steps}
        domains = [(domain.value, domain.label) for domain in Domain if held & domain.category]
        named = [(key, f"{step.get_domain_display()}: {step.words.text}") for key, step in self.steps.items()]
        self.fields["domain"].choices = [("", "–"), *domains]  # type: ignore[attr-defined]
        self.fields["belongs"].choices = named  # type: ignore[attr-defined]
        if not named:
            del self.fields["belongs"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        others = [key for key in data.get("belongs", ()) if self.steps[key].domain != data.get("domain")]
        if others and data.get("domain"):
            self.add_error("belongs", _("An action here is of another domain."))
        return data

    def chosen(self) -> list[Step]:
        """The actions that belong to it."""
        return [self.steps[key] for key in self.cleaned_data.get("belongs", ())]


class GoalEndForm(forms.Form):
    """How a goal ends."""

    state = forms.ChoiceField(
        label=_("How did it end?"),
        choices=[
            (Goal.State.REACHED.value, _("It is reached")),
            (Goal.State.DROPPED.value, _("We let it go")),
        ],
        widget=forms.RadioSelect,
    )
    reason = sentence(_("What was reached, or why let it go?"), needed=False, most=300)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("state") == Goal.State.DROPPED and not data.get("reason", "").strip():
            self.add_error("reason", _("Say why this goal is let go."))
        return data
