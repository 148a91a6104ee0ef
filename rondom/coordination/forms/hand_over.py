"""To whom a case is handed over, with what."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rondom.triage.forms import CoordinatorForm


class HandOverForm(CoordinatorForm):
    """Who is asked to take over, and a warm note for them."""

    note = forms.CharField(
        label=_("What should they know?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("How contact goes, what was promised, what helps. Who may know who it is about reads this. Not the story itself."),
        error_messages={"required": _("Write a few lines, so that the person need not tell it again.")},
    )  # fmt: skip
    field_order = ["coordinator", "weighed", "note"]
