"""What people fill in about agreements, officers, gatherings, updates and experts by experience."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rondom.programme import keeping
from rondom.programme.actions.experts import Told
from rondom.programme.cells import TargetGroup
from rondom.programme.forms.fields import (
    CHOOSE,
    DayField,
    MomentField,
    MunicipalitiesField,
    WithParties,
    in_order,
    line,
    lines,
    one_of,
    some_of,
)
from rondom.programme.models import Agreement, Gathering, Initiative, Registration


class AgreementForm(WithParties):
    """What was agreed, where, by whom, and when it is looked at again."""

    kind = one_of(_("What is it?"), Agreement.Kind.choices)
    title = line(_("What is it called?"), 120)
    about = lines(_("What was agreed?"), 1000)
    municipalities = MunicipalitiesField(
        label=_("In which municipalities?"), max_length=4000, help_text=_("Names with commas between them.")
    )
    starts_on = DayField(label=_("From"))
    ends_on = DayField(label=_("Until (may stay empty)"), required=False)
    evaluate_on = DayField(label=_("When is it evaluated?"))
    field_order = [
        "kind",
        "title",
        "about",
        "municipalities",
        "parties",
        "others",
        "starts_on",
        "ends_on",
        "evaluate_on",
    ]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        in_order(self, data, "starts_on", "ends_on")
        in_order(self, data, "starts_on", "evaluate_on")
        return data


class EvaluateForm(forms.Form):
    """How it was evaluated."""

    evaluation = lines(_("What came out of the evaluation?"), 1000)
    again_on = DayField(label=_("When is it evaluated again?"))


class OfficerForm(forms.Form):
    """Who is designated."""

    user = forms.ChoiceField(label=_("Who?"), error_messages=CHOOSE)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["user"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "–"), *people]


class GatheringForm(forms.Form):
    """What kind of gathering, about what, where and when."""

    kind = one_of(_("What is it?"), Gathering.Kind.choices)
    title = line(_("What is it called?"), 120)
    about = lines(_("What is it about?"), 1000)
    place = line(_("Where?"), 200, help_text=_("An address, or how to join from afar."))
    starts_at = MomentField(label=_("Begins"))
    ends_at = MomentField(label=_("Ends"))
    seats = forms.IntegerField(
        label=_("How many can come? (may stay empty)"), required=False, min_value=1, max_value=9999
    )
    material = lines(
        _("What is there to read or bring?"), 1000, required=False, help_text=_("Say where it can be found.")
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        in_order(self, data, "starts_at", "ends_at", equal=False)
        return data


class RegisterForm(forms.Form):
    """Whether they want to be told by mail."""

    address = forms.EmailField(
        label=_("Your e-mail address (may stay empty)"),
        required=False,
        max_length=254,
        help_text=_("Only to tell you that it is cancelled or moved."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class HeldForm(forms.Form):
    """Who was there."""

    present = some_of(_("Who of those who registered was there?"), required=False)
    others = forms.IntegerField(
        label=_("How many others were there?"),
        min_value=0,
        max_value=9999,
        help_text=_("Without a registration; no names."),
    )

    def __init__(self, *args: Any, coming: list[Registration], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["present"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(str(one.pk), one.user.display_name) for one in coming]
        if not coming:
            del self.fields["present"]

    def who(self) -> set[UUID]:
        """The registrations of who was there."""
        return {UUID(key) for key in self.cleaned_data.get("present", [])}


class CancelForm(forms.Form):
    """Why it does not go on."""

    why = line(_("Why does it not go on?"), 300, help_text=_("Everyone who registered reads this."))


class UpdateForm(forms.Form):
    """A message to everyone."""

    title = line(_("Title"), 120)
    text = lines(
        _("Text"),
        4000,
        rows=10,
        help_text=_(
            "Everyone can read it once it is published, without an account too. Nothing about a case."
        ),
    )
    about = forms.ChoiceField(
        label=_("About which initiative?"),
        required=False,
        error_messages={"invalid_choice": _("Choose from the list.")},
    )

    def __init__(self, *args: Any, initiatives: list[Initiative], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initiatives = {str(one.pk): one for one in initiatives}
        field = self.fields["about"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "–"), *((key, one.title) for key, one in self.initiatives.items())]

    def said(self) -> dict[str, Any]:
        """What was filled in, for the action."""
        data = self.cleaned_data
        return {
            "title": data["title"],
            "text": data["text"],
            "initiative": self.initiatives.get(data["about"]),
        }


class SubscribeForm(forms.Form):
    """Where the mail goes."""

    address = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("It is kept sealed, for this alone, until you stop."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class ExpertForm(forms.Form):
    """Who it is, what they want to speak about, when, and what was agreed."""

    name = line(
        _("What do they want to be called?"), 80, help_text=_("A first name or another name is enough.")
    )
    contact = line(_("How do you reach them?"), 200, help_text=_("In the way that they said is safe."))
    groups = some_of(_("What do they want to speak about?"), TargetGroup.choices)
    topics = line(
        _("In their own words (may stay empty)"),
        300,
        required=False,
        help_text=_("Never what happened to them."),
    )
    availability = line(_("When can they be asked?"), 200)
    agreement = lines(
        _("What was agreed?"), 500, help_text=_("Such as fee, who comes along, and what they do not want.")
    )
    agreed_on = DayField(label=_("Agreed on"))
    until = DayField(label=_("Until"))
    consented = forms.BooleanField(
        label=_(
            "They know what stands here, when it is erased by itself, and that they can have it erased at any moment."
        ),
        error_messages={"required": _("Only with their consent.")},
    )

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = timezone.localdate(at)
        term = keeping.EXPERTS
        erased = gettext(
            "Everything that stands here is erased %(months)s months %(after)s, unless it is agreed anew."
        )
        self.fields["until"].help_text = " ".join(
            [
                gettext("Ask then whether they want to go on, or erase them."),
                erased % {"months": term.months, "after": term.after},
            ]
            + (
                []
                if term.confirmed_by
                else [gettext("This term is not confirmed yet by who is responsible.")]
            )
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        in_order(self, data, "agreed_on", "until")
        if data.get("until") and data["until"] < self.today:
            self.add_error("until", gettext("This day has passed."))
        return data

    def said(self) -> dict[str, Any]:
        """What was filled in, for the action."""
        data = self.cleaned_data
        told = Told(data["name"], data["contact"], data["topics"], data["availability"], data["agreement"])
        return {"told": told, **{name: data[name] for name in ("groups", "agreed_on", "until")}}
