"""Share something: with whom, what, what for, until when, and what is so; and who of them it is for."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from rondom.accounts.models import User
from rondom.cases.models import Category, in_mask
from rondom.core import moments
from rondom.organisations.models import Organisation
from rondom.sharing.policies import SHORTEST_REASON
from rondom.sharing.terms import Condition, Purpose

PURPOSES = (Purpose.COORDINATION, Purpose.MDT, Purpose.HELP, Purpose.PROTECTION, Purpose.INVESTIGATION)


def day(label: Any, help_text: Any = "", *, required: bool = False) -> forms.DateField:
    """A day, chosen or typed; may stay empty unless it is `required`."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=widget,
        input_formats=["%Y-%m-%d", "%d-%m-%Y"],
        error_messages={"invalid": _("Write a day, such as 31-12-2027.")},
    )


def several(label: Any, choices: Any, help_text: Any = "") -> forms.MultipleChoiceField:
    """Any of these, or none."""
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        required=False,
        help_text=help_text,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose from the list.")},
    )


class Lasting(forms.Form):
    """Something that holds until a day; `at` is now."""

    at: datetime

    def clean_until(self) -> date | None:
        until: date | None = self.cleaned_data["until"]
        if until and until < timezone.localdate(self.at):
            raise forms.ValidationError(_("This day has passed."))
        return until


class ShareForm(Lasting):
    """What will be shared; before it is, a page shows exactly what the receiver will see."""

    organisation = forms.ChoiceField(
        label=_("With whom?"),
        error_messages={
            "required": _("Choose an organisation."),
            "invalid_choice": _("Choose from the list."),
        },
    )
    categories = several(_("What?"), [])
    purpose = forms.ChoiceField(
        label=_("What for?"),
        choices=[(purpose.value, capfirst(purpose.label)) for purpose in PURPOSES],
        widget=forms.RadioSelect,
        initial=Purpose.COORDINATION,
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose from the list.")},
    )
    until = day(
        _("Until and including (may stay empty)"),
        _("It then stops by itself. Without a day it ends with the consent or decision it rests on."),
    )
    stated = several(
        _("Is one of these so?"),
        [],
        _("Only what you know yourself. It is recorded that you said so."),
    )
    reason = forms.CharField(
        label=_("Why is there acute danger?"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self, *args: Any, organisations: Sequence[Organisation], held: int, at: datetime, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.at = at
        self.organisations = {str(one.pk): one for one in organisations}
        choices = [(key, one.name) for key, one in self.organisations.items()]
        self.fields["organisation"].choices = [("", "–"), *choices]  # type: ignore[attr-defined]
        mine = [one for one in in_mask(held) if one != Category.CASE]
        self.fields["categories"].choices = [(one.value, capfirst(one.label)) for one in mine]  # type: ignore[attr-defined]
        self.may_state([])

    def may_state(self, conditions: Sequence[Condition]) -> None:
        """What could be stated for this; nothing known yet means anything that exists."""
        known = conditions or list(Condition)
        self.open = list(conditions)
        self.fields["stated"].choices = [(one.value, capfirst(one.label)) for one in known]  # type: ignore[attr-defined]

    def clean_categories(self) -> list[Category]:
        chosen = [Category(int(value)) for value in self.cleaned_data["categories"]]
        if not chosen:
            raise forms.ValidationError(_("Choose what you want to share."))
        return chosen

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if Condition.ACUTE_DANGER in data.get("stated", []) and len(data.get("reason", "")) < SHORTEST_REASON:
            self.add_error(
                "reason", _("Write in at least %(n)d signs why this cannot wait.") % {"n": SHORTEST_REASON}
            )
        return data

    @property
    def receiver(self) -> Organisation:
        """The organisation that was chosen."""
        return self.organisations[self.cleaned_data["organisation"]]

    @property
    def ends_at(self) -> datetime | None:
        until = self.cleaned_data.get("until")
        return moments.end_of(until) if until else None

    def must_end_before(self, until: datetime | None) -> bool:
        """Whether the day that was chosen lies within what sharing rests on; says so at the day when not."""
        ends_at = self.ends_at
        if ends_at is None or until is None or ends_at <= until:
            return True
        self.add_error(
            "until",
            _("What this rests on ends earlier: %(moment)s. Choose an earlier day, or leave it empty.")
            % {"moment": moments.absolute(until)},
        )
        return False


class WhoForm(forms.Form):
    """Who of the organisation is put on the case: without a name nobody there sees it."""

    who = forms.ChoiceField(
        label=_("For whom there?"),
        help_text=_("Only who is on the case sees it."),
        error_messages={"required": _("Choose someone."), "invalid_choice": _("Choose from the list.")},
    )

    def __init__(self, *args: Any, people: Sequence[User], named: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in people}
        field = self.fields["who"]
        assert isinstance(field, forms.ChoiceField)
        field.required = bool(people) and not named
        nobody = _("nobody else") if named else "–"
        field.choices = [("", nobody), *((key, one.display_name) for key, one in self.people.items())]

    @property
    def person(self) -> User | None:
        return self.people.get(self.cleaned_data["who"])
