"""The own view, as it is filled in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rondom.cases.models import Category, in_mask

_OWN = {
    "police": Category.LEGAL,
    "veilig_thuis": Category.SAFETY,
    "victim_support": Category.RECOVERY,
    "csg": Category.MEDICAL,
}
WRITTEN = ("facts", "doing", "opinion", "offer", "advice")


def area(label: Any, rows: int = 2) -> forms.CharField:
    """A text of several lines that may stay empty."""
    return forms.CharField(
        label=label, required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": rows})
    )


class ViewForm(forms.Form):
    """The own organisation's view: facts apart from opinion, and what it does, offers and advises."""

    facts = area(_("Facts: what does your organisation know?"))
    doing = area(_("What does your organisation do already?"))
    opinion = area(_("Opinion: how do you see it?"))
    offer = area(_("Offer: what can your organisation do?"))
    advice = area(_("Advice: what should be done, by whom?"))
    category = forms.TypedChoiceField(
        label=_("Who may read this?"), coerce=int, help_text=_("Everyone who may see this part of the case.")
    )

    def __init__(self, *args: Any, held: int, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = [category for category in in_mask(held) if category != Category.PERPETRATOR]
        field = self.fields["category"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(category.value, category.label) for category in mine]
        field.initial = _OWN.get(kind) if _OWN.get(kind) in mine else Category.CASE

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        written = [name for name in WRITTEN if data.get(name, "").strip()]
        if "nothing_known" in self.data and written:
            self.add_error(written[0], _("You wrote something here. Save it, or empty it first."))
        elif "nothing_known" not in self.data and not written:
            self.add_error("facts", _("Write at least one of these, or choose that nothing is known."))
        return data
