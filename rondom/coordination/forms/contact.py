"""Contact with the person."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rondom.cases.models import Person
from rondom.coordination.actions.contacts import Meant, Went
from rondom.coordination.forms.action import sentence
from rondom.coordination.models import Contact
from rondom.coordination.safe import WITHOUT_HOURS
from rondom.first_contact.forms.moment import moment_field

Way, Result = Contact.Way, Contact.Result


class ContactForm(forms.Form):
    """How and when someone is about to contact the person, or did; `stops` says that it is not safe."""

    person = forms.ChoiceField(label=_("With whom?"), widget=forms.RadioSelect)
    way = forms.ChoiceField(label=_("How?"), choices=Way, widget=forms.RadioSelect)
    in_hours = forms.ChoiceField(
        label=_("Is that within the hours that the person named?"),
        required=False,
        choices=[("yes", _("Yes")), ("no", _("No"))],
        widget=forms.RadioSelect,
    )
    agreed = forms.BooleanField(label=_("For a visit or letter: the person agreed to it"), required=False)
    happened = moment_field(_("When?"))
    result = forms.ChoiceField(
        label=_("How did it go?"),
        required=False,
        choices=[("", "–"), *Result.choices],
    )
    note = sentence(
        _("What others who contact the person must know (may stay empty)"),
        needed=False,
        hint=_("No story. Who may know how to reach the person reads this."),
    )
    danger = sentence(_("Which danger leaves no time for another way?"), needed=False, most=300)

    def __init__(self, *args: Any, people: Sequence[Person], at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people, self.at = {str(person.pk): person for person in people}, at
        named = [(key, person.name or person.get_role()) for key, person in self.people.items()]
        self.fields["person"].choices = named  # type: ignore[attr-defined]
        self.fields["person"].initial = named[0][0] if len(named) == 1 else None
        self.hours = [person.contact_hours for person in people if person.contact_hours]
        self.fields["in_hours"].help_text = "; ".join(self.hours)
        if not self.hours:
            del self.fields["in_hours"]
        self.stops: Sequence[Contact.Rule] = ()
        if not self.is_bound or not self.data.get("asked_why"):
            self.fields["danger"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("happened") and data["happened"] > self.at:
            self.add_error("happened", _("This moment is still to come."))
        if data.get("happened") and not data.get("result"):
            self.add_error("result", _("Say how it went."))
        if not {"person", "way"} <= data.keys():
            return data
        person, way = self.people[data["person"]], Way(data["way"])
        if person.contact_hours and way not in WITHOUT_HOURS and not data.get("in_hours"):
            self.add_error("in_hours", _("Say whether it is within these hours."))
        if not self.errors:
            rules = self.meant().against
            if rules and not data.get("danger", "").strip():
                self._stop(rules)
        return data

    def _stop(self, rules: Sequence[Contact.Rule]) -> None:
        self.stops = rules
        self.fields["danger"].widget = forms.Textarea(attrs={"rows": 2})
        self.add_error(None, _("Stop: this contact is not safe."))

    def meant(self) -> Meant:
        """The contact as it was filled in."""
        data = self.cleaned_data
        return Meant(
            self.people[data["person"]],
            Way(data["way"]),
            data.get("happened") or self.at,
            in_hours=data.get("in_hours", "yes") != "no",
            agreed=data.get("agreed", False),
            danger=data.get("danger", ""),
        )

    def went(self) -> Went | None:
        """How it went, where it happened already."""
        data = self.cleaned_data
        return Went(Result(data["result"]), data["note"]) if data["happened"] else None


class WentForm(forms.Form):
    """How a contact went."""

    result = forms.ChoiceField(label=_("How did it go?"), choices=Result, widget=forms.RadioSelect)
    note = sentence(
        _("What others who contact the person must know (may stay empty)"),
        needed=False,
        hint=_("No story. Who may know how to reach the person reads this."),
    )

    def went(self) -> Went:
        """What was filled in."""
        return Went(Result(self.cleaned_data["result"]), self.cleaned_data["note"])


class RhythmForm(forms.Form):
    """How often the person wants to hear something, and until when."""

    every_days = forms.IntegerField(
        label=_("Every how many days does the person want to hear something?"), min_value=1, max_value=90
    )
    until = forms.DateField(
        label=_("Until which day?"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if until <= self.today:
            raise forms.ValidationError(_("This day has passed."))
        return until
