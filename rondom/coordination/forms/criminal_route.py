"""Where a case stands on the criminal route, and what was said about a right."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rondom.cases.models import Person
from rondom.coordination.actions.criminal_route import Stands
from rondom.coordination.criminal_route import CAUTIONED, Route
from rondom.coordination.forms.action import sentence
from rondom.coordination.models import TO_COME, RightSaid, RouteState, RouteStep


class RouteForm(forms.Form):
    """The state that is reached, since when, and who told it."""

    state = forms.ChoiceField(label=_("Where does it stand now?"), widget=forms.RadioSelect)
    since = forms.DateField(
        label=_("Since which day?"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=_("Time to think until, as agreed with the person (may stay empty)"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    told_by = forms.ChoiceField(
        label=_("Who told this?"), choices=RouteStep.ToldBy, widget=forms.RadioSelect, initial="own"
    )
    cautioned = forms.BooleanField(
        label=_("The person was told that the prosecutor can also go on without a complaint"), required=False
    )
    person = forms.ChoiceField(label=_("Whom is it about?"), required=False)
    note = sentence(_("What others who help must know (may stay empty)"), needed=False)

    def __init__(self, *args: Any, route: Route, people: Sequence[Person], today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        follows = route.follows
        self.people = {str(one.pk): one for one in people}
        if people:
            named = [(key, one.name or str(_("possible perpetrator"))) for key, one in self.people.items()]
            unsaid = [] if route.person else [("", _("Not known, or not said"))]
            self.fields["person"].choices = [*unsaid, *named]  # type: ignore[attr-defined]
            self.fields["person"].initial = str(route.person.pk) if route.person else ""
        else:
            del self.fields["person"]
        self.today = today
        self.fields["state"].choices = [(state.value, state.label) for state in follows]  # type: ignore[attr-defined]
        self.fields["since"].initial = today

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        state, since, until = data.get("state"), data.get("since"), data.get("until")
        if since and since > self.today and state not in TO_COME:
            self.add_error("since", _("This day is still to come."))
        if until and (state != RouteState.REFLECTION or (since and until < since)):
            self.add_error("until", _("Only time to think lasts until a day, and one that is later."))
        if state in CAUTIONED and not data.get("cautioned"):
            self.add_error(
                "cautioned",
                _("First tell the person that the prosecutor can also go on without a complaint."),
            )
        return data

    def stands(self) -> Stands:
        """What was filled in."""
        data = self.cleaned_data
        return Stands(
            RouteState(data["state"]), data["since"], RouteStep.ToldBy(data["told_by"]), data["until"],
            data["cautioned"], data["note"], self.people.get(data.get("person", "")),
        )  # fmt: skip


class RouteWithdrawForm(forms.Form):
    """Why a state is withdrawn."""

    why = sentence(_("What was wrong?"), most=300)


class RightForm(forms.Form):
    """What was said about a right."""

    state = forms.ChoiceField(label=_("What was agreed?"), choices=RightSaid.Stand, widget=forms.RadioSelect)
    understood = forms.ChoiceField(
        label=_("Did the person say in their own words what it means?"),
        choices=RightSaid.Understood,
        widget=forms.RadioSelect,
        initial=RightSaid.Understood.NOT_ASKED,
    )
    note = sentence(_("What others who help must know (may stay empty)"), needed=False, most=300)
