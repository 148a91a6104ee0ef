"""Back to the MDT, or to another region."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rondom.organisations.models import Region


class BringBackForm(forms.Form):
    """Why the MDT must look again."""

    reason = forms.CharField(
        label=_("What has changed?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everyone on this case reads this. No names, no details of the story."),
    )


class HandOverForm(forms.Form):
    """To which region, why, and what the person says about it."""

    region = forms.ChoiceField(label=_("To which region?"), widget=forms.RadioSelect)
    agreed = forms.ChoiceField(
        label=_("What does the person say about it?"),
        choices=[
            (
                "yes",
                _("The person knows, and agrees that the organisations there see what they may see here"),
            ),
            ("no", _("Not asked, or no: there they only see that a case waits for the MDT")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Why does it belong there?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everyone on this case reads this. No names, no details of the story."),
    )

    def __init__(self, *args: Any, regions: Sequence[Region], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.regions = {one.slug: one for one in regions}
        self.fields["region"].choices = [(one.slug, one.name) for one in regions]  # type: ignore[attr-defined]
