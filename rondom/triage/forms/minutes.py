"""An addition to the minutes, as it is filled in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rondom.cases.models import in_mask
from rondom.triage.models import Addition


class ClosingForm(forms.Form):
    """Closing the MDT: of how many cases the chair knows that they were not discussed."""

    undiscussed = forms.IntegerField(required=False, min_value=0, max_value=10_000)

    @property
    def known(self) -> int:
        """The number that the chair saw when they said yes."""
        return (self.cleaned_data["undiscussed"] or 0) if self.is_valid() else 0


class AdditionForm(forms.Form):
    """What is missing or wrong in the minutes of a case, and who may read it."""

    kind = forms.ChoiceField(
        label=_("What do you add?"),
        choices=[
            (Addition.Kind.ADDITION.value, _("Something is missing")),
            (Addition.Kind.CORRECTION.value, _("Something is wrong")),
        ],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("What must stand beside the minutes?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What stands there stays. Your words stand below it, with your name and the date."),
    )
    category = forms.TypedChoiceField(
        label=_("Who may read this?"), coerce=int, help_text=_("Everyone who may see this part of the case.")
    )

    def __init__(self, *args: Any, held: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["category"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", _("Choose a part")), *((one.value, one.label) for one in in_mask(held))]
