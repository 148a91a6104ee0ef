"""Whether who coordinated before stays on the case."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rondom.coordination.models import Assignment

LEAVES = "leaves"


class FormerForm(forms.Form):
    """Why they stay, or that they leave now."""

    stays = forms.ChoiceField(
        label=_("Do they stay on the case?"),
        choices=[
            *((one.value, _("Yes: %(why)s") % {"why": one.label}) for one in Assignment.StaysFor),
            (LEAVES, _("No: handing over is done")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )
