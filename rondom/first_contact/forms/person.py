"""What is known of someone in a case, after the report; and when it was."""

import json
from collections.abc import Sequence
from copy import deepcopy
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rondom.cases.models import Person, PersonChange, Teller
from rondom.cases.models.dossier import relation_word
from rondom.first_contact.forms.choices import MEANING, YES_NO_UNKNOWN, year_of_birth
from rondom.first_contact.forms.involved import InvolvedForm
from rondom.first_contact.forms.moment import moment_field
from rondom.first_contact.forms.report import LANGUAGES, NEEDS, ReportForm
from rondom.organisations import municipalities

ASKED = ("phone_ok", "text_ok", "voicemail_ok", "shared_device")
_OF_THE_PERSON = (
    "phone", "contact_hours", *ASKED, "contact_others", "code_word", "name", "birth_year", "gender", "residence",
    "language", "needs",
)  # fmt: skip
_OF_OTHERS = ("name", "relation", "birth_year", "phone")
_SAID = {None: "unknown", True: "yes", False: "no"}


class PersonForm(forms.Form):
    """What is known of someone, with the fields of the report; `seen` says which version was looked at."""

    told_by = forms.ChoiceField(
        label=_("Who told this?"), choices=Teller, widget=forms.RadioSelect, initial=Teller.VICTIM
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, person: Person, version: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person, self.version = person, version
        self.harmed = Person.Role.VICTIM in person.roles
        base = ReportForm.base_fields if self.harmed else InvolvedForm.base_fields
        self.names = _OF_THE_PERSON if self.harmed else _OF_OTHERS
        for name in self.names:
            self.fields[name] = deepcopy(base[name])
            self.fields[name].initial = self._stands(name)
        if self.harmed and (spoken := self._stands("language")) and spoken not in dict(LANGUAGES):
            self.fields["language"].choices += [(spoken, spoken)]  # type: ignore[attr-defined]
        self.order_fields([*self.names, "told_by", "seen"])
        self.fields["seen"].initial = version
        self.overtaken = False

    def _stands(self, name: str) -> Any:
        if name in ASKED:
            return _SAID[getattr(self.person, name)]
        if name == "residence":
            return _word("municipality", self.person.municipality) if self.person.municipality else ""
        if name == "language":
            return next(iter(self.person.languages or ()), "")
        if name == "relation":
            return self.person.relation_word()
        return getattr(self.person, name)

    def clean_birth_year(self) -> int | None:
        return year_of_birth(self.cleaned_data["birth_year"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.person.pk and data.get("seen", "") != self.version:
            self.overtaken = True
            sent: Any = self.data
            sent = sent.copy()
            sent["seen"] = self.version
            self.data = sent
            self.add_error(
                None,
                _("Someone changed this in the meantime. Look at what stands there now, and save again."),
            )
        return data

    def known(self) -> dict[str, Any]:
        """What is known now, by the fields of the person."""
        data = {name: self.cleaned_data[name] for name in self.names}
        if data.get("relation") == self.person.relation_word():
            data["relation"] = self.person.relation  # the code of a case file stays one
        if self.harmed:
            data["needs"] = [
                *data["needs"],
                *(one for one in self.person.needs or () if one not in dict(NEEDS)),
            ]
            language, rest = data.pop("language"), list(self.person.languages or ())[1:]
            data["languages"] = [language, *rest] if language else rest
            data["municipality"] = data.pop("residence")
            data |= {name: MEANING.get(data[name]) for name in ASKED}
        return data


class NewPersonForm(InvolvedForm):
    """Someone who is added to the case."""

    told_by = forms.ChoiceField(label=_("Who told this?"), choices=Teller, widget=forms.RadioSelect)

    def __init__(self, *args: Any, nobody: bool, held: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [
            (role.value, role.label)
            for role in Person.Role
            if held & Person.category_for([role]) and (nobody or role != Person.Role.VICTIM)
        ]
        self.fields["roles"].choices = roles  # type: ignore[attr-defined]
        self.fields["roles"].required = True

    def known(self) -> dict[str, Any]:
        """What is known of them."""
        return {name: self.cleaned_data[name] for name in _OF_OTHERS}


class MomentForm(forms.Form):
    """When it was, as it is known now."""

    earliest = moment_field(_("At the earliest"))
    latest = moment_field(_("At the latest"))
    told_by = forms.ChoiceField(label=_("Who told this?"), choices=Teller, widget=forms.RadioSelect)

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at = at

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        earliest, latest = data.get("earliest"), data.get("latest")
        for name, moment in (("earliest", earliest), ("latest", latest)):
            if moment and moment > self.at:
                self.add_error(name, _("This moment is still to come."))
        if earliest and latest and earliest > latest:
            self.add_error("latest", _("This is before the earliest moment."))
        if not earliest and not latest and not self.errors:
            self.add_error("earliest", _("Give at least one of the two."))
        return data


class Was:
    """One change: by whom and when, and each thing that was different before, in words."""

    def __init__(self, change: PersonChange) -> None:
        self.change = change
        self.added = change.before is None

    @property
    def before(self) -> Sequence[tuple[str, str]]:
        """What stood there, by the name of the field."""
        stood: dict[str, Any] = json.loads(self.change.before or "{}")
        return [(_label(name), _word(name, value)) for name, value in stood.items()]


def _label(name: str) -> str:
    names = {"municipality": "residence", "languages": "language"}
    key = names.get(name, name)
    field = ReportForm.base_fields.get(key) or InvolvedForm.base_fields[key]
    return str(field.label)


def _word(name: str, value: Any) -> str:
    """What stood in a field, as people read it."""
    if value in (True, False, None) and name in ASKED:
        return str(dict(YES_NO_UNKNOWN)[_SAID[value]])
    if value in ("", None, []):
        return str(_("nothing"))
    if name == "gender":
        return str(Person.Gender(value).label)
    if name == "municipality":
        found = municipalities.coded(value)
        return found.name if found else value
    if isinstance(value, list):
        known = dict(LANGUAGES if name == "languages" else NEEDS)
        return ", ".join(str(known.get(one, one)) for one in value)
    return relation_word(value) if name == "relation" else str(value)
