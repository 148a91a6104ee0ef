"""Insist, answer, and settle that two do the same."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rondom.cases.models import Domain, Step
from rondom.cases.people import Circle
from rondom.coordination.actions.insistences import Asked
from rondom.coordination.forms.action import sentence
from rondom.coordination.models import Overlap

if TYPE_CHECKING:
    from rondom.organisations.models import Organisation


class InsistForm(forms.Form):
    """Who must answer, and why it cannot wait."""

    who = forms.ChoiceField(
        label=_("Who must answer?"),
        help_text=_(
            "Is it someone who may not see this case? Choose the organisation, call without content, and note the answer here."
        ),
    )
    reason = sentence(_("Why can this not wait?"))

    def __init__(self, *args: Any, circle: Circle, step: Step, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.circle = circle
        places: dict[str, Organisation] = {str(key): place for key, place in circle.organisations.items()}
        places.setdefault(str(step.organisation_id), step.organisation)
        self.places = places
        calls = [
            (key, _("%(organisation)s: I call") % {"organisation": place.name})
            for key, place in places.items()
        ]
        people = circle.choices(Domain(step.domain).category)
        self.fields["who"].choices = [("", "–"), (_("Someone without access"), calls), *people]  # type: ignore[attr-defined]

    def asked(self) -> Asked:
        """Who must answer."""
        key = self.cleaned_data["who"]
        member = self.circle.find(key)
        return Asked(member.organisation, member.user) if member else Asked(self.places[key])


class InsistAnswerForm(forms.Form):
    """How it goes on."""

    words = sentence(_("How does it go on, and before when?"))


class SettleForm(forms.Form):
    """Which of two actions goes on, or both."""

    keeps = forms.ChoiceField(label=_("Who goes on?"), widget=forms.RadioSelect)
    reason = sentence(_("Why?"), most=300)

    def __init__(self, *args: Any, first: Step, second: Step, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["keeps"].choices = [  # type: ignore[attr-defined]
            (Overlap.Keeps.FIRST.value, first.organisation.name),
            (Overlap.Keeps.SECOND.value, second.organisation.name),
            (Overlap.Keeps.BOTH.value, _("Both, each their own part")),
        ]
