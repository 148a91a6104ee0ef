"""Fields that several forms of the programme share."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from rondom.organisations import municipalities

CHOOSE = {"required": _("Choose one."), "invalid_choice": _("Choose from the list.")}
_FIRST, _LAST = 2000, 2100  # years; what lies outside is a slip of the keyboard


def line(label: Any, most: int, **more: Any) -> forms.CharField:
    """A line of text."""
    return forms.CharField(label=label, max_length=most, **more)


def lines(label: Any, most: int, rows: int = 3, **more: Any) -> forms.CharField:
    """A few lines of text."""
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **more)


def one_of(label: Any, choices: Iterable[tuple[str, Any]], **more: Any) -> forms.ChoiceField:
    """One of a few."""
    options = [(key, capfirst(word)) for key, word in choices]
    return forms.ChoiceField(
        label=label, choices=options, widget=forms.RadioSelect, error_messages=CHOOSE, **more
    )


def some_of(label: Any, choices: Iterable[tuple[str, Any]] = (), **more: Any) -> forms.MultipleChoiceField:
    """One or more of several."""
    options = [(key, capfirst(word)) for key, word in choices]
    return forms.MultipleChoiceField(
        label=label,
        choices=options,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one."), "invalid_choice": _("Choose from the list.")},
        **more,
    )


class DayField(forms.DateField):
    """A day in a year that can be meant."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def clean(self, value: Any) -> Any:
        found = super().clean(value)
        if found and not _FIRST <= found.year <= _LAST:
            raise forms.ValidationError(_now("This year cannot be right."))
        return found


class MomentField(forms.DateTimeField):
    """A day and a time in a year that can be meant."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def __init__(self, **more: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d-%m-%Y %H:%M"], **more)

    def to_python(self, value: Any) -> Any:
        found = super().to_python(value)
        if found and not _FIRST <= found.year <= _LAST:
            raise forms.ValidationError(_now("This year cannot be right."))
        return found


class MunicipalitiesField(forms.CharField):
    """Names of municipalities, each on a line or after a comma; gives their codes."""

    widget = forms.Textarea(attrs={"rows": 3})

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        names = [part.strip() for part in text.replace("\n", ",").split(",") if part.strip()]
        found = {name: municipalities.named(name) for name in names}
        unknown = [name for name, one in found.items() if one is None]
        if unknown:
            raise forms.ValidationError(
                _now("There is no municipality called “%(name)s”.") % {"name": unknown[0][:80]}
            )
        if not names:
            raise forms.ValidationError(_now("Name at least one."))
        return list(dict.fromkeys(one.pk for one in found.values() if one))


class WithParties(forms.Form):
    """Which organisations take part: those that are here, and the names of others."""

    parties = some_of(_("Which organisations take part?"), required=False)
    others = line(
        _("Other parties"),
        300,
        required=False,
        help_text=_("Names of organisations that are not in the list."),
    )

    def __init__(self, *args: Any, organisations: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["parties"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = organisations

    def clean_parties(self) -> list[UUID]:
        return [UUID(key) for key in self.cleaned_data["parties"]]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("parties") and not data.get("others") and "others" not in self.errors:
            self.add_error("parties", _now("Choose at least one, or name another party."))
        return data


def in_order(form: forms.Form, data: dict[str, Any], first: str, last: str, *, equal: bool = True) -> None:
    """The second day or moment is not before the first; the error stands at the second."""
    start, end = data.get(first), data.get(last)
    if start and end and (end < start or (not equal and end == start)):
        form.add_error(last, _now("This is before the beginning."))
