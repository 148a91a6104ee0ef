"""What is noted of an acute window; and, while reporting, which windows do not apply."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rondom.first_contact.definitions import WINDOWS
from rondom.first_contact.forms.moment import moment_field
from rondom.first_contact.models import JUDGED, WindowStep
from rondom.first_contact.policies import next_kinds
from rondom.first_contact.watch import Watched, before_report
from rondom.first_contact.windows import Recorded

KINDS = {
    WindowStep.Kind.OFFERED: _("Offered"),
    WindowStep.Kind.ACCEPTED: _("Accepted: the person wants it"),
    WindowStep.Kind.DECLINED: _("Declined: the person does not want it"),
    WindowStep.Kind.DONE: _("Done"),
    WindowStep.Kind.NOT_APPLICABLE: _("Does not apply"),
    WindowStep.Kind.APPLIES: _("Does apply after all"),
}


class StepForm(forms.Form):
    """One step with one window of a case."""

    window = forms.ChoiceField(
        choices=[(code, code) for code in WINDOWS],
        widget=forms.HiddenInput,
        label=_("Window"),
        error_messages={"required": _("Choose a window."), "invalid_choice": _("Choose from the list.")},
    )
    kind = forms.ChoiceField(
        label=_("What happened?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose from the list.")},
    )
    when = moment_field(_("When was that? Empty: now"))
    reason = forms.CharField(
        label=_("Why does it apply, or not?"),
        required=False,
        max_length=500,
        help_text=_("Only then. In the person's own words if you can."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Any, *, watched: Watched) -> None:
        code = watched.window.key
        super().__init__(data, auto_id=f"id_{code}_%s", initial={"window": code})
        self.watched = watched
        self.kinds = next_kinds(watched)
        self.fields["kind"].choices = [(kind.value, KINDS[kind]) for kind in self.kinds]  # type: ignore[attr-defined]

    def clean_when(self) -> datetime | None:
        moment: datetime | None = self.cleaned_data["when"]
        if moment and moment > self.watched.at:
            raise forms.ValidationError(_("This moment is still to come."))
        return moment

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") in JUDGED and not data.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Write why."))
        return data

    @property
    def step(self) -> dict[str, Any]:
        """The step as it will be noted."""
        data = self.cleaned_data
        return {
            "code": data["window"],
            "kind": WindowStep.Kind(data["kind"]),
            "reason": data["reason"],
            "at": data["when"],
        }


class NotApplicableForm(forms.Form):
    """Which windows do not apply, as the person says while they report, and why."""

    codes = forms.MultipleChoiceField(
        label=_("Which of these does not apply?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose from the list.")},
    )
    reason = forms.CharField(label=_("Why does it not apply?"), required=False, max_length=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "prefix": "windows"})
        choices = [(window.key, window.name) for window in WINDOWS.values()]
        self.fields["codes"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("codes") and not data.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Write why."))
        if data.get("reason") and not data.get("codes") and "codes" not in self.errors:
            self.add_error("codes", _("Choose to which this belongs."))
        return data

    @property
    def judged(self) -> dict[str, str]:
        """The windows that do not apply, by code with why."""
        return dict.fromkeys(self.cleaned_data["codes"], self.cleaned_data["reason"])


def of_form(report: forms.Form, at: datetime) -> list[Watched]:
    """The windows that follow from what is filled in so far; none before a moment is entered, or when one is wrong."""
    if not report.is_bound:
        return []
    wrong = {"event_earliest", "event_latest"} & report.errors.keys()
    data = report.cleaned_data
    earliest, latest = data.get("event_earliest"), data.get("event_latest")
    if wrong or (earliest is None and latest is None):
        return []
    genders = [data["gender"]] if data.get("gender") else []
    recorded = Recorded(data.get("violence_types") or [], genders)
    return before_report(earliest=earliest, latest=latest, recorded=recorded, at=at)
