"""An addition to the story, and that it was asked for again."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from rondom.cases.actions.telling import Told
from rondom.cases.forms.moments import WhenForm
from rondom.cases.models import Entry, Interpreter, Retelling, Teller
from rondom.organisations.models import Organisation

OTHER = "other"
_CHOOSE = {"required": _("Choose one.")}


def _sentence(label: Any, most: int, help_text: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=most, help_text=help_text)


class AdditionForm(WhenForm):
    """What was told later on, or by someone else; what stands there already stays as it is."""

    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=[(one.value, capfirst(one.label)) for one in (Entry.Kind.ADDITION, Entry.Kind.WISHES)],
        initial=Entry.Kind.ADDITION,
        widget=forms.RadioSelect,
        error_messages=_CHOOSE,
    )
    told_by = forms.ChoiceField(
        label=_("Who told this?"),
        choices=[(value, capfirst(label)) for value, label in Teller.choices],
        widget=forms.RadioSelect,
        error_messages=_CHOOSE,
    )
    teller = _sentence(
        _("Who exactly?"),
        120,
        _("Only when it is someone else, such as: her brother, or the manager of the home."),
    )
    text = forms.CharField(
        label=_("What was told?"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "Only what this one person said. Does someone else say otherwise? Make an addition for each of them."
        ),
        error_messages={"required": _("Write what was told.")},
    )
    told_to = _sentence(_("To whom?"), 120, _("Empty means: to you."))
    presence = _sentence(_("Who else was there?"), 200, _("May stay empty."))
    language = _sentence(_("In which language?"), 40, _("May stay empty."))
    interpreter = forms.ChoiceField(
        label=_("Was there an interpreter?"),
        choices=[("", _("Not noted")), *((value, capfirst(label)) for value, label in Interpreter.choices)],
        required=False,
    )
    field_order = [
        "kind", "told_by", "teller", "text", "day", "time", "told_to", "presence", "language", "interpreter",
    ]  # fmt: skip

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if not text.strip():
            raise forms.ValidationError(_("Write what was told."))
        return text

    def told(self) -> Told:
        """How it was told."""
        data = self.cleaned_data
        return Told(
            by=Teller(data["told_by"]),
            at=self.moment(),
            day_only=self.day_only(),
            teller=data["teller"].strip(),
            to=data["told_to"].strip(),
            presence=data["presence"].strip(),
            language=data["language"].strip(),
            interpreter=data["interpreter"],
        )


class RetellingForm(WhenForm):
    """Someone asked for the story again, or the person told it again."""

    asked_by = forms.ChoiceField(label=_("Who asked for it?"), error_messages=_CHOOSE)
    asked_by_other = _sentence(
        _("Someone else: who?"), 80, _("Only with “someone else”, such as: the school. No names.")
    )
    need = forms.ChoiceField(
        label=_("Was it needed to tell it again?"),
        choices=[
            (Retelling.Need.NEEDED.value, _("Yes, it was needed")),
            (Retelling.Need.NOT_NEEDED.value, _("No, it stood in Rondom or was not needed")),
            (Retelling.Need.CHOSEN.value, _("The person wanted to tell it")),
        ],
        widget=forms.RadioSelect,
        error_messages=_CHOOSE,
    )
    why = forms.CharField(
        label=_("Why?"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("In one sentence. Everyone who sees this case can read it: do not write what was told."),
    )
    field_order = ["asked_by", "asked_by_other", "day", "time", "need", "why"]

    def __init__(self, *args: Any, places: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = {str(place.pk): place for place in places}
        known = [(key, place.name) for key, place in self.places.items()]
        self.fields["asked_by"].choices = [("", "–"), *known, (OTHER, _("Someone else"))]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("asked_by") == OTHER and not data.get("asked_by_other", "").strip():
            self.add_error("asked_by_other", _("Write who it is."))
        if (
            data.get("need") == Retelling.Need.NEEDED
            and not data.get("why", "").strip()
            and "why" not in self.errors
        ):
            self.add_error("why", _("Write why it was needed."))
        return data

    def place(self) -> Organisation | None:
        """The organisation that asked; None for someone else."""
        return self.places.get(self.cleaned_data["asked_by"])

    def other(self) -> str:
        """Who else asked."""
        return "" if self.place() else self.cleaned_data["asked_by_other"].strip()
