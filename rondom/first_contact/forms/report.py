"""The report form: one page in short sections, any order; only the channel and one sentence are required."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rondom.cases.models import Person
from rondom.first_contact.answers import RECEIVERS, ConsentForm
from rondom.first_contact.forms.choices import MEANING, MunicipalityField, ask, birth_year, year_of_birth
from rondom.first_contact.forms.involved import InvolvedFormSet
from rondom.first_contact.forms.moment import moment_field
from rondom.first_contact.forms.safety import SafetyForm
from rondom.first_contact.forms.windows import NotApplicableForm, of_form
from rondom.first_contact.intake import Incident, Intake
from rondom.first_contact.models import (
    Channel,
    DependencyRelation,
    Explained,
    PlaceKind,
    ReporterRole,
    ViolenceType,
)
from rondom.first_contact.watch import Watched
from rondom.organisations.partners import Partnership
from rondom.sharing.forms.consents import HowForm
from rondom.sharing.models import Consent
from rondom.sharing.policies import is_surely_a_child

NEEDS = [
    ("interpreter", _("interpreter")),
    ("sign_language_interpreter", _("sign language interpreter")),
    ("hearing_impairment", _("help with hearing")),
    ("easy_language", _("plain language")),
    ("written_information", _("information on paper")),
    ("support_person", _("someone along")),
    ("female_professional", _("a female professional")),
    ("male_professional", _("a male professional")),
    ("shelter", _("a safe place to sleep")),
    ("wheelchair", _("wheelchair access")),
    ("childcare", _("care for children at home")),
    ("pets", _("care for pets")),
    ("transport", _("transport")),
]
LANGUAGES = [
    ("nl", _("Dutch")),
    ("en", _("English")),
    ("ar", _("Arabic")),
    ("dse", _("Dutch Sign Language")),
    ("fa", _("Persian")),
    ("fr", _("French")),
    ("pl", _("Polish")),
    ("so", _("Somali")),
    ("es", _("Spanish")),
    ("ti", _("Tigrinya")),
    ("tr", _("Turkish")),
    ("uk", _("Ukrainian")),
]


def _text(
    label: Any, *, rows: int = 2, help_text: Any = "", required: bool = False, most: int = 20_000
) -> Any:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label,
        required=required,
        widget=widget,
        help_text=help_text,
        max_length=most,
        error_messages={"required": _("Write one sentence.")},
    )


class ReportForm(forms.Form):
    """A first report, noted while the person sits opposite."""

    region = forms.ChoiceField(label=_("Region"))
    channel = forms.ChoiceField(
        label=_("How did this reach you?"),
        choices=Channel,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )
    sentence = _text(
        _("What is it about, in one sentence?"),
        help_text=_("Only what you know now. No names."),
        required=True,
        most=500,
    )
    reporter_role = forms.ChoiceField(
        label=_("Who reports?"), choices=ReporterRole, required=False, widget=forms.RadioSelect
    )
    reporter_note = _text(
        _("About who reports, if it is someone else"),
        help_text=_(
            "For instance a name, and how to reach them. It is shown with the story, not to the person."
        ),
        most=2000,
    )
    reporter_may_be_known = ask(_("May the person know who reported?"))
    event_earliest = moment_field(_("At the earliest"))
    event_latest = moment_field(_("At the latest"))
    ongoing = ask(_("Is it still going on?"))
    place_kind = forms.ChoiceField(
        label=_("What kind of place?"), choices=PlaceKind, required=False, initial=PlaceKind.UNKNOWN
    )
    municipality = MunicipalityField(_("In which municipality was it?"))
    violence_types = forms.MultipleChoiceField(
        label=_("What is it about? Several are possible"),
        choices=ViolenceType,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    dependency_relation = forms.ChoiceField(
        label=_("Does the person depend on someone involved?"),
        choices=[("", _("No, or don't know")), *DependencyRelation.choices],
        required=False,
    )
    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=120,
        help_text=_("May stay empty; another name is fine too."),
    )
    birth_year = birth_year()
    gender = forms.ChoiceField(
        label=_("Gender"), choices=[("", _("Don't know")), *Person.Gender.choices], required=False
    )
    residence = MunicipalityField(_("In which municipality does the person live?"))
    language = forms.ChoiceField(
        label=_("Language of the conversation"), choices=[("", _("Don't know")), *LANGUAGES], required=False
    )
    needs = forms.MultipleChoiceField(
        label=_("What does the person need?"),
        choices=NEEDS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    phone = forms.CharField(
        label=_("Phone number"), required=False, max_length=30, widget=forms.TextInput(attrs={"type": "tel"})
    )
    contact_hours = forms.CharField(label=_("When, and when not?"), required=False, max_length=200)
    phone_ok = ask(_("May we call?"))
    text_ok = ask(_("May we send a text message?"))
    voicemail_ok = ask(_("May we leave a voicemail?"))
    shared_device = ask(_("Does someone else use this phone too?"))
    contact_others = forms.CharField(
        label=_("With whom else may you talk about this, and with whom not?"), required=False, max_length=200
    )
    code_word = forms.CharField(label=_("Code word (may stay empty)"), required=False, max_length=60)
    story = _text(
        _("What did they tell?"),
        rows=6,
        help_text=_("In their own words if you can. Do not ask for details: it is told once."),
    )
    wishes = _text(_("What does the person want, and what not?"), rows=3)
    explained = forms.MultipleChoiceField(
        label=_("What did you explain?"),
        choices=Explained,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    works_at = forms.MultipleChoiceField(
        label=_("Does someone in this case work at one of these organisations?"),
        required=False,
        help_text=_(
            "Then this organisation does not see the case, from the start. Of your own, only you do."
        ),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose from the list.")},
    )

    def __init__(self, *args: Any, partnerships: Sequence[Partnership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regions = [partnership.region for partnership in partnerships]
        self.regions = {one.slug: one for one in regions}
        self.partners = {
            str(partner.organisation.pk): partner.organisation
            for partnership in partnerships
            for partner in partnership.partners
        }
        by_name = sorted(self.partners.items(), key=lambda one: one[1].name)
        self.fields["works_at"].choices = [(key, one.name) for key, one in by_name]  # type: ignore[attr-defined]
        region = self.fields["region"]
        region.choices = [(one.slug, one.name) for one in regions]  # type: ignore[attr-defined]
        region.initial = regions[0].slug if regions else None
        if len(regions) == 1:
            region.widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        earliest, latest = data.get("event_earliest"), data.get("event_latest")
        if earliest and latest and earliest > latest:
            self.add_error("event_latest", _("This is before the earliest moment."))
        return data

    def clean_birth_year(self) -> int | None:
        return year_of_birth(self.cleaned_data["birth_year"])

    def clean_event_latest(self) -> datetime | None:
        return self._not_in_future("event_latest")

    def clean_event_earliest(self) -> datetime | None:
        return self._not_in_future("event_earliest")

    def _not_in_future(self, name: str) -> datetime | None:
        moment: datetime | None = self.cleaned_data[name]
        if moment and self.at and moment > self.at:
            raise forms.ValidationError(_("This moment is still to come."))
        return moment

    at: datetime | None = None

    def person(self) -> dict[str, Any] | None:
        """The person it is about, when anything is known of them."""
        data = self.cleaned_data
        plain = [
            "name", "birth_year", "gender", "needs", "phone", "contact_hours", "contact_others", "code_word",
        ]  # fmt: skip
        asked = ["phone_ok", "text_ok", "voicemail_ok", "shared_device"]
        person = {key: data[key] for key in plain} | {key: MEANING.get(data[key]) for key in asked}
        person |= {
            "municipality": data["residence"],
            "languages": [data["language"]] if data["language"] else [],
        }
        if all(value in ("", None, []) for value in person.values()):
            return None
        return {"roles": [Person.Role.VICTIM], **person}

    def incident(self) -> Incident:
        """When and where, as far as filled in."""
        data = self.cleaned_data
        earliest, latest = data["event_earliest"], data["event_latest"]
        return Incident(
            earliest=earliest,
            latest=latest,
            uncertain=not (earliest and latest and earliest == latest),
            place_kind=data["place_kind"] or PlaceKind.UNKNOWN,
            violence_types=data["violence_types"],
            dependency_relation=data["dependency_relation"],
            ongoing=MEANING.get(data["ongoing"]),
            municipality=data["municipality"],
        )


@dataclass(frozen=True)
class Section:
    """A part of the page with its own heading; `state` is empty, begun, done or wrong."""

    key: str
    title: Any
    state: str

    @property
    def template(self) -> str:
        return f"first_contact/parts/{self.key}.html"


_SECTIONS = {
    "start": (_("Start"), ["channel", "sentence", "reporter_role", "reporter_note", "reporter_may_be_known"]),
    "when": (
        _("When and where"),
        ["event_earliest", "event_latest", "ongoing", "place_kind", "municipality"],
    ),
    "contact": (
        _("Safe contact"),
        [
            "phone",
            "contact_hours",
            "phone_ok",
            "text_ok",
            "voicemail_ok",
            "shared_device",
            "contact_others",
            "code_word",
        ],
    ),
    "people": (_("People"), ["name", "birth_year", "gender", "residence", "language", "needs", "works_at"]),
    "story": (
        _("What happened"),
        ["violence_types", "dependency_relation", "story"],
    ),
    "wishes": (_("Wishes"), ["wishes"]),
    "safety": (_("Immediate safety"), []),
    "consent": (_("Consent"), ["explained"]),
}


class ReportForms:
    """The whole page: the report, the other people, and the consents, checked together."""

    def __init__(self, data: Any, partnerships: Sequence[Partnership], at: datetime) -> None:
        self.report = ReportForm(data, partnerships=partnerships)
        self.report.at = at
        self.involved = InvolvedFormSet(data, prefix="involved")
        self.safety = SafetyForm(data)
        self.consents = [ConsentForm(data, kind=kind) for kind in RECEIVERS]
        self.how = HowForm(data, at=at, prefix="how")
        self.windows = NotApplicableForm(data)

    @property
    def every(self) -> list[Any]:
        return [self.report, self.involved, self.safety, *self.consents, self.how, self.windows]

    @property
    def more_people(self) -> bool:
        """Whether something was typed past the rows that are in sight."""
        return self.report.is_bound and any(form.has_changed() for form in self.involved.forms[3:])

    @property
    def watched(self) -> list[Watched]:
        """The acute windows, as far as they follow from what is filled in."""
        return of_form(self.report, self.report.at) if self.report.at else []

    @property
    def sections(self) -> list[Section]:
        """The parts of the page in order, each with what it holds."""
        return [Section(key, title, self._state(key, names)) for key, (title, names) in _SECTIONS.items()]

    def _state(self, key: str, names: Sequence[str]) -> str:
        """What a part holds; before anything was sent, nothing."""
        if not self.report.is_bound:
            return ""
        parts: dict[str, Sequence[forms.Form]] = {
            "people": self.involved.forms, "safety": [self.safety], "consent": self.consents,
        }  # fmt: skip
        more = parts.get(key, [])
        fields = [self.report[name] for name in names]
        fields += [form[name] for form in more for name in form.fields]
        amiss = {
            "people": self.involved.non_form_errors(),
            "consent": self.how.errors,
            "when": self.windows.errors,
        }.get(key)
        if amiss or any(field.errors for field in fields):
            return "wrong"
        filled = [field.value() not in ("", None, [], field.initial) for field in fields]
        return "done" if all(filled) else "begun" if any(filled) else ""

    def is_valid(self) -> bool:
        whole = all([form.is_valid() for form in self.every])  # noqa: C419 - check all, to show every fault at once
        return whole and self._may_answer()

    def quiet(self) -> None:
        """Show what was typed as it stands: nothing was handed in yet, so that nothing is missing."""
        self.is_valid()
        for form in (self.report, *self.involved.forms, *self.consents, self.how):
            for name in list(form.errors):
                del form.errors[name]

    def _may_answer(self) -> bool:
        """For a child under twelve a representative says yes."""
        yes = any(form.cleaned_data["scope"] in {"all", "name"} for form in self.consents)
        alone = self.how.manner()["given_by"] == Consent.By.PERSON
        year, at = self.report.cleaned_data["birth_year"], self.report.at
        if not (yes and alone and at and is_surely_a_child(year, at)):
            return True
        self.how.must_be_represented()
        return False

    def intake(self, at: datetime) -> Intake:
        """The report as it will be registered."""
        data = self.report.cleaned_data
        people = [self.report.person(), *(form.person() for form in self.involved)]
        answers = [form.answer(self.how.manner()) for form in self.consents]
        return Intake(
            region=self.report.regions[data["region"]],
            channel=data["channel"],
            sentence=data["sentence"],
            reported_at=at,
            reporter_role=data["reporter_role"],
            reporter_note=data["reporter_note"],
            reporter_may_be_known=MEANING.get(data["reporter_may_be_known"]),
            story=data["story"],
            wishes=data["wishes"],
            incident=self.report.incident(),
            people=[person for person in people if person],
            answers=[answer for answer in answers if answer],
            explained=data["explained"],
            safety=self.safety.answers(),
            safety_note=self.safety.cleaned_data["note"],
            works_at=[self.report.partners[key] for key in data["works_at"]],
            windows_not_applicable=self.windows.judged,
        )
