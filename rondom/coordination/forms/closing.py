"""What is said when a case closes, and afterwards."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rondom.cases.models import Case
from rondom.coordination.actions.closing import Checklist
from rondom.coordination.models import Aftercare, Closing


def _words(label: Any, most: int, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=most, widget=forms.Textarea(attrs={"rows": 3}), **options
    )


def _moments() -> list[tuple[int, str]]:
    return [(n, gettext("after %(n)d months") % {"n": n}) for n in Aftercare.MONTHS]


class CloseForm(forms.Form):
    """Why the case is closed, and that all was seen to. As the same as another it closes from its link to that one."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[one for one in Case.ClosingReason.choices if one[0] != Case.ClosingReason.DUPLICATE],
        widget=forms.RadioSelect,
    )
    drop_out = _words(
        _("How did the person stop, or what did you try to reach them?"),
        500,
        help_text=_("Only when the person wishes to stop, or contact was lost. No blame."),
    )
    safety = forms.ChoiceField(
        label=_("Is the person safe?"), choices=Closing.Safety, widget=forms.RadioSelect
    )
    settled = forms.BooleanField(
        label=_("What was agreed is done, or handed over to someone who knows it."),
        error_messages={"required": _("Confirm this. Is something still open? Then the case stays open.")},
    )
    told = forms.ChoiceField(
        label=_("Does the person know that the case closes?"), choices=Closing.Told, widget=forms.RadioSelect
    )
    months = forms.TypedMultipleChoiceField(
        label=_("When do you ask how it is?"),
        coerce=int,
        required=False,
        choices=_moments,  # asked for each form, in the language of who reads it
        initial=list(Aftercare.MONTHS),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Your organisation takes these on. They come up in Today by themselves."),
    )
    no_aftercare = _words(
        _("Why is there no aftercare?"), 300, help_text=_("Only when you choose no moment.")
    )
    note = _words(
        _("Remark (may stay empty)"),
        500,
        help_text=_("Everyone on this case reads this. No names, no details of the story."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        drops = data.get("reason") in Closing.DROPPED_OUT
        if drops and not data.get("drop_out", "").strip():
            self.add_error("drop_out", _("Say how that went."))
        if data.get("reason") and not drops:
            data["drop_out"] = ""
        if not data.get("months") and not data.get("no_aftercare", "").strip():
            self.add_error("no_aftercare", _("Choose a moment, or say why there is none."))
        if data.get("months"):
            data["no_aftercare"] = ""
        return data

    def checklist(self) -> Checklist:
        """What was seen to, in the words of the action."""
        data = self.cleaned_data
        return Checklist(
            Closing.Safety(data["safety"]),
            Closing.Told(data["told"]),
            settled=data["settled"],
            months=data["months"],
            no_aftercare=data["no_aftercare"],
            drop_out=data["drop_out"],
        )


class AftercareForm(forms.Form):
    """How a moment of aftercare went."""

    outcome = forms.ChoiceField(
        label=_("How did it go?"), choices=Aftercare.Outcome, widget=forms.RadioSelect
    )
    note = _words(
        _("In a few words"),
        500,
        help_text=_("Needed when the case is opened again, or when the person could not be reached. Everyone on this case reads this."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        done = Aftercare.Outcome.DONE
        if data.get("outcome", done) != done and not data.get("note", "").strip():
            self.add_error(
                "note", _("Say why the case is opened again, or what was tried to reach the person.")
            )
        return data
