"""Why someone is taken out of a case."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rondom.coordination.taking_out import Why


class TakeOutForm(forms.Form):
    """Why, and that one read what goes; `seen` says which version was looked at."""

    why = forms.ChoiceField(
        label=_("Why is this person taken out?"),
        choices=Why,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why.")},
    )
    sure = forms.BooleanField(
        label=_("I have read what goes and what stays"),
        error_messages={"required": _("Read what goes and what stays, and say so here.")},
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, version: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.version = version
        self.fields["seen"].initial = version

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("seen", "") != self.version:
            sent: Any = self.data
            sent = sent.copy()
            sent["seen"] = self.version
            self.data = sent
            self.add_error(
                None,
                _(
                    "Someone changed this person in the meantime. Look at what stands there now, and try again."
                ),
            )
        return data
