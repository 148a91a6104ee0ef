"""A service as it should be known, what expires, and a sheet."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rondom.landscape import facts, importing, sheet
from rondom.landscape.directory import Directory, Place
from rondom.landscape.facts import LONGEST
from rondom.landscape.terms import CODES, GRADES, HOURS, NEEDED, Field, Reach

LARGEST = 1_000_000  # bytes of a sheet
REQUIRED = gettext_lazy("This must be filled in.")
LANGUAGES = {"nl": gettext_lazy("in Dutch"), "en": gettext_lazy("in English")}
HELP: dict[str, Any] = {
    **dict.fromkeys(
        HOURS.values(),
        gettext_lazy("Such as: 24/7, or mo-fr 09:00-17:00; sa 10:00-14:00. Roughly: roughly office."),
    ),
    Field.AGES: gettext_lazy("Such as 12-24, 18- or -25."),
    Field.LANGUAGES: gettext_lazy("Codes of two letters with ; between them, such as nl;en."),
    Field.PHONE: gettext_lazy("A number, or via: and the id of another service."),
    Field.CHAT: gettext_lazy("The address without https://."),
    Field.WEB: gettext_lazy("The address without https://."),
    "municipalities": gettext_lazy("Only for certain municipalities: their names with ; between them."),
    "phone_also": gettext_lazy("More numbers with ; between them."),
}
LABELS = {"municipalities": gettext_lazy("municipalities"), "phone_also": gettext_lazy("more numbers")}


def _label(column: str) -> Any:
    base, _underscore, language = column.rpartition("_")
    if language in LANGUAGES and base in Field.values:
        return f"{Field(base).label}, {LANGUAGES[language]}".capitalize()
    return str(LABELS.get(column) or Field(column).label).capitalize()


def _input(field: Field, column: str) -> forms.Field:
    label = _label(column)
    if field in CODES:
        return forms.MultipleChoiceField(
            label=label, choices=CODES[field].choices, required=False, widget=forms.CheckboxSelectMultiple
        )
    if column == field and (field in GRADES or field == Field.REACH):
        choices = GRADES.get(field, Reach).choices
        return forms.ChoiceField(label=label, choices=[("", _("not known")), *choices], required=False)
    widget = forms.Textarea(attrs={"rows": 2}) if column.endswith(("_nl", "_en")) else forms.TextInput()
    help_text = HELP.get(column, "")
    return forms.CharField(
        label=label, required=False, max_length=LONGEST, help_text=help_text, widget=widget
    )


class ServiceForm(forms.Form):
    """All that is known of a service, each fact to be changed; what is emptied is no longer known."""

    source = forms.CharField(
        label=gettext_lazy("Where did you find this?"),
        max_length=500,
        help_text=gettext_lazy("An address of a page, or who told you."),
        error_messages={"required": gettext_lazy("Say where this was found.")},
    )
    checked_on = forms.DateField(
        label=gettext_lazy("When did you look at it?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Say on which day."),
            "invalid": gettext_lazy("Write a day."),
        },
    )
    why = forms.CharField(
        label=gettext_lazy("What should the editor know?"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Any, *, place: Place | None, today: date) -> None:
        self.place, self.today = place, today
        self.known = {name: known.value for name, known in place.facts.items()} if place else {}
        row = sheet.row(place.slug, self.known) if place else {}
        first: dict[str, Any] = {
            name: sheet.items(row, name) if name in CODES else text for name, text in row.items()
        }
        super().__init__(data, initial={**first, "checked_on": today})
        if place is None:
            self.fields["id"] = forms.RegexField(
                r"^[a-z0-9]+(-[a-z0-9]+)*$",
                label=_("Id"),
                max_length=60,
                help_text=_("Small letters, digits and dashes, such as veilig-thuis."),
                error_messages={"required": REQUIRED, "invalid": _("Small letters, digits and dashes.")},
            )
        for fact in Field:
            for column in sheet.columns(fact):
                self.fields[column] = _input(fact, column)

    def clean_checked_on(self) -> date:
        day: date = self.cleaned_data["checked_on"]
        if not self.today - facts.LASTS < day <= self.today:
            raise forms.ValidationError(_("Choose today or a day in the past year."))
        return day

    def clean(self) -> dict[str, Any]:
        row = {**self.cleaned_data, "id": self.slug}
        self.values, faults = sheet.read(row)
        for needed in NEEDED:
            if needed not in self.values and needed not in faults:
                faults[needed.value] = str(REQUIRED)
        for name, sentence in faults.items():
            self.add_error(sheet.columns(name)[0], sentence)
        if not faults and not self.changes:
            raise forms.ValidationError(_("Nothing was changed."))
        return self.cleaned_data

    @property
    def slug(self) -> str:
        return self.place.slug if self.place else str(self.cleaned_data.get("id", ""))

    @property
    def changes(self) -> dict[str, Any]:
        """The fields that are to say something else; None is no longer known."""
        said = {name: self.values.get(name) for name in Field.values}
        return {name: value for name, value in said.items() if value != self.known.get(name)}

    def parts(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        """The fields in groups, in the order of the page."""
        for title, names in _PARTS.items():
            yield str(title), [self[column] for name in names for column in sheet.columns(name)]

    def wrong_parts(self) -> set[str]:
        """The groups with something wrong, to be open."""
        return {title for title, fields in self.parts() if any(field.errors for field in fields)}


_PARTS: Mapping[Any, list[Field]] = {
    gettext_lazy("Name, and for whom"): [
        Field.NAME, Field.ORGANISATION, Field.TARGET_GROUPS, Field.AUDIENCES, Field.VIOLENCE, Field.PHASES, Field.EXPERTISE,
        Field.FOR_WHOM, Field.AGES, Field.REACH, Field.ROLE,
    ],
    gettext_lazy("How to reach it"): [
        Field.PHONE, Field.PHONE_HOURS, Field.CHAT, Field.CHAT_HOURS, Field.WEB, Field.VISIT, Field.VISIT_HOURS,
        Field.LANGUAGES,
    ],
    gettext_lazy("What one can count on"): [
        Field.COST, Field.ANONYMITY, Field.TOLD, Field.FUNDING, Field.WAITING, Field.STOPPED,
    ],
}  # fmt: skip


class DecisionForm(forms.Form):
    """The editor takes a proposal over, or refuses it and says why."""

    accepted = forms.TypedChoiceField(
        label=gettext_lazy("What do you decide?"),
        choices=[("yes", gettext_lazy("Take it over")), ("no", gettext_lazy("Refuse"))],
        coerce=lambda text: text == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of the two.")},
    )
    answer = forms.CharField(
        label=gettext_lazy("Answer to who proposed it"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Needed when you refuse."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("accepted") is False and not self.cleaned_data.get("answer", "").strip():
            self.add_error("answer", _("Say why you refuse it."))
        return self.cleaned_data


class ConfirmForm(forms.Form):
    """Which facts still hold, on which day they were looked at."""

    fields_that_hold = forms.MultipleChoiceField(
        label=gettext_lazy("Which facts did you look up?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one fact.")},
    )
    checked_on = forms.DateField(
        label=gettext_lazy("When did you look at it?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Say on which day."),
            "invalid": gettext_lazy("Write a day."),
        },
    )

    def __init__(self, data: Any, *, choices: list[tuple[str, str]], today: date) -> None:
        self.today = today
        super().__init__(data, initial={"checked_on": today})
        self.fields["fields_that_hold"].choices = choices  # type: ignore[attr-defined]

    def clean_checked_on(self) -> date:
        day: date = self.cleaned_data["checked_on"]
        if not self.today - facts.LASTS < day <= self.today:
            raise forms.ValidationError(_("Choose today or a day in the past year."))
        return day


class SheetForm(forms.Form):
    """A sheet to take in, or first only to check."""

    sheet = forms.FileField(
        label=gettext_lazy("Sheet (CSV)"),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("This file is empty."),
        },
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}),
    )

    def __init__(self, data: Any, files: Any, *, known: Directory, today: date) -> None:
        self.known, self.today = known, today
        super().__init__(data, files)

    def clean_sheet(self) -> list[importing.Row]:
        file = self.cleaned_data["sheet"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("This file is too large: at most 1 MB."))
        try:
            return importing.read(file.read(), self.known, self.today)
        except importing.Unreadable as fault:
            raise forms.ValidationError(str(fault)) from fault
