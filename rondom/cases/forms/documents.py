"""A file of a case, and what is said about it."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from rondom.cases.actions.documents import About
from rondom.cases.forms.dossier import READING_PURPOSES
from rondom.cases.models import Category, Document, Teller, in_mask
from rondom.core import uploads
from rondom.core.uploads import Brought

_CHOOSE = {"required": _("Choose one.")}
_ENDINGS = ",".join(ending for kind in uploads.KINDS for ending in kind.endings)


def _may_be_shared() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("May other organisations see it?"),
        choices=[(value, capfirst(label)) for value, label in Document.Shareable.choices],
        initial=Document.Shareable.NOT_ASKED,
        widget=forms.RadioSelect,
        error_messages=_CHOOSE,
        help_text=_("Ask the person. With “no” and “not asked yet” only your own organisation sees it."),
    )


class AddDocumentForm(forms.Form):
    """Bring a file: what it tells, who gave it, and whether it may be shared."""

    category = forms.TypedChoiceField(
        label=_("What does it tell about?"), coerce=lambda value: Category(int(value)), error_messages=_CHOOSE
    )
    given_by = forms.ChoiceField(
        label=_("Who gave it?"),
        choices=[(value, capfirst(label)) for value, label in Teller.choices],
        widget=forms.RadioSelect,
        error_messages=_CHOOSE,
    )
    shareable = _may_be_shared()
    description = forms.CharField(
        label=_("What is on it?"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("In plain words, so that nobody opens it without need. May stay empty."),
    )
    # Last, so that all else has been read when a file turns out to be too large.
    file = forms.FileField(
        label=_("Which file?"),
        widget=forms.FileInput(attrs={"accept": _ENDINGS, "data-most": uploads.MOST_BYTES}),
        help_text=_(
            "A photograph (JPEG or PNG), a letter (PDF) or a recording of at most 10 minutes (MP3, OGG, WAV, FLAC), up to "
            "20 MB. No video. What the file tells of place, maker and time is taken out."
        ),
        max_length=None,
        allow_empty_file=True,  # the sentence for it is that of core/uploads.py
        error_messages={"required": _("Choose a file.")},
    )

    def __init__(self, *args: Any, held: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parts = sorted(in_mask(held), key=lambda one: (one == Category.CASE, one))
        choices = [(one.value, capfirst(one.label)) for one in parts]
        self.fields["category"].choices = [("", "–"), *choices]  # type: ignore[attr-defined]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        uploads.look(file.name, file.read())
        return file

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors:
            file = data["file"]
            file.seek(0)
            try:
                data["brought"] = uploads.take(file.name, file.read())
            except forms.ValidationError as unsafe:
                self.add_error("file", unsafe)
        return data

    def brought(self) -> Brought:
        """The file, made safe."""
        brought: Brought = self.cleaned_data["brought"]
        return brought

    def about(self) -> About:
        """What was said about it."""
        data = self.cleaned_data
        return About(
            category=data["category"],
            given_by=Teller(data["given_by"]),
            shareable=Document.Shareable(data["shareable"]),
            description=data["description"].strip(),
        )


class ReadDocumentForm(forms.Form):
    """Opening a file is a deliberate step, with a purpose."""

    purpose = forms.ChoiceField(
        label=_("Why do you open this file?"),
        choices=READING_PURPOSES,
        widget=forms.RadioSelect,
        error_messages=_CHOOSE,
    )


class ShareableForm(forms.Form):
    """Whether other organisations may see a file, once the person was asked."""

    shareable = _may_be_shared()
