"""What the person wishes about their coordinator."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ContactWishForm(forms.Form):
    """The wish, in the person's own words as far as possible."""

    text = forms.CharField(
        label=_("What does the person wish?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "In their own words. Nothing about what happened. It takes the place of an earlier wish."
        ),
        error_messages={"required": _("Write what the person wishes.")},
    )
