"""Who is called to the table, and why one steps back from it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rondom.cases.models import Shield
from rondom.organisations.models import Seat


class CallForm(forms.Form):
    """Who is called for a case, and what for."""

    seat = forms.ChoiceField(
        label=_("Who is called?"),
        help_text=_("They see of this case what their organisation may see, until it is decided."),
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose from the list.")},
    )
    why = forms.CharField(
        label=_("What for?"),
        max_length=300,
        help_text=_("Everyone on this case reads this. No names, no details of the story."),
        error_messages={"required": _("Say what they are called for.")},
    )

    def __init__(self, *args: Any, seats: Sequence[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seats = {str(one.pk): one for one in seats}
        choices = [
            (key, f"{one.organisation.name}: {one.user.display_name}") for key, one in self.seats.items()
        ]
        self.fields["seat"].choices = [("", "–"), *choices]  # type: ignore[attr-defined]


class StepBackForm(forms.Form):
    """Why someone steps back; the person in the case is not told who."""

    reason = forms.ChoiceField(
        label=_("Why do you step back?"),
        choices=[one for one in Shield.Reason.choices if one[0] != Shield.Reason.WORKS_THERE],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )
    understood = forms.BooleanField(
        label=_("I know that I see nothing of this case from now on, and cannot undo this myself."),
        error_messages={"required": _("Confirm that you know this.")},
    )
