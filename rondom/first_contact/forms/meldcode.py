"""The answers someone gives to the meldcode guide: carried along from page to page, and kept nowhere."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rondom.first_contact.meldcode import DOUBT, GUIDE, NO, YES, Stand, Text, weigh

_ANSWERS = [
    (YES, pgettext_lazy("answer", "Yes")),
    (NO, pgettext_lazy("answer", "No")),
    (DOUBT, _("I am in doubt")),
]
_WORDS = dict(_ANSWERS)
DONE_FIRST = ("signs", "consult", "talk")  # the steps that come before weighing


class GuideForm(forms.Form):
    """For whom, what was done before, and an answer to each question that was reached.

    `asked` is the question that stood on the page, `back` one to answer anew: its answer and all later ones go.
    """

    sector = forms.ChoiceField(label=_("In which sector do you work?"), required=False)
    done = forms.MultipleChoiceField(
        label=_("What have you done already?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "May stay empty. The order may differ, but these three come before weighing and deciding."
        ),
    )
    asked = forms.CharField(required=False, widget=forms.HiddenInput)
    back = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sectors = [(one.id, one.title) for one in GUIDE["sector"].values()]
        steps = [(key, f"{place}. {GUIDE['step'][key].title}") for place, key in enumerate(DONE_FIRST, 1)]
        self.fields["sector"].choices = sectors  # type: ignore[attr-defined]
        self.fields["done"].choices = steps  # type: ignore[attr-defined]
        for question in GUIDE["question"].values():
            self.fields[question.id] = forms.ChoiceField(
                label=question.title, choices=_ANSWERS, required=False, widget=forms.RadioSelect, help_text=question.text
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        asked = data.get("asked", "")
        if (
            asked in GUIDE["question"]
            and not data.get("back")
            and not data.get(asked)
            and asked not in self.errors
        ):
            self.add_error(asked, _("Choose an answer."))
        return data

    @property
    def stand(self) -> Stand:
        """Where the answers lead to; those from `back` on are asked again."""
        answers = dict(self.cleaned_data)
        order = list(GUIDE["question"])
        if answers.get("back") in order:
            for name in order[order.index(answers["back"]) :]:
                answers[name] = ""
        return weigh(answers)

    @property
    def sector_chosen(self) -> Text:
        """The sector, or the one for everybody."""
        sectors = GUIDE["sector"]
        return sectors.get(self.cleaned_data.get("sector") or "", next(iter(sectors.values())))

    @property
    def not_done(self) -> list[Text]:
        """The steps before weighing that were not taken yet."""
        done = self.cleaned_data.get("done", [])
        return [GUIDE["step"][name] for name in DONE_FIRST if name not in done]

    @property
    def answered(self) -> list[tuple[Text, str, Any]]:
        """Each question that was answered, with the answer and its word."""
        return [(question, answer, _WORDS[answer]) for question, answer in self.stand.answered]

    @property
    def asks(self) -> Any:
        """The field of the question that is next."""
        question = self.stand.question
        return self[question.id] if question else None

    @property
    def begins(self) -> bool:
        """Whether the first page stands there still, or again."""
        return not self.is_bound or self.data.get("back") == "begin"
