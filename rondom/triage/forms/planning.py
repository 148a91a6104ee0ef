"""When the MDT meets, to which meeting an item goes, and why it was late."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from rondom.cases.forms.moments import DAYS, TIMES
from rondom.core.moments import absolute, clock_time
from rondom.organisations.models import MeetingTime, Region
from rondom.triage.actions import Added, Week
from rondom.triage.lengths import KINDS, LENGTHS, MEETING, MOST, own
from rondom.triage.models import Escalation
from rondom.triage.policies import AHEAD
from rondom.triage.roster import Gathering

EXTRA = "extra"


def _day(**options: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(
        widget=widget, input_formats=DAYS, error_messages={"invalid": _("Choose a day.")}, **options
    )


def _room(**options: Any) -> forms.IntegerField:
    return forms.IntegerField(min_value=1, max_value=99, **options)


def _minutes(most: int, least: int = 1, **options: Any) -> forms.IntegerField:
    return forms.IntegerField(min_value=least, max_value=most, **options)


def _empty_is(kind: str) -> str:
    """What holds when nothing is filled in: a choice of Rondom that nobody confirmed, or a confirmed one."""
    length = LENGTHS[kind]
    words = (
        _("Empty: %(n)d minutes.")
        if length.confirmed_by
        else _("Empty: %(n)d minutes, our own choice, not yet confirmed.")
    )
    return str(words) % {"n": length.minutes}


_LASTS = (480, 5)  # minutes, at most and at least; the database says the same


class WeekForm(forms.Form):
    """When the MDT of a region meets: what holds now, one time to add, public holidays, and how long it takes for a case."""

    holidays = forms.ChoiceField(
        label=_("On Dutch public holidays"),
        choices=[("yes", _("the MDT meets")), ("no", _("the MDT does not meet"))],
        widget=forms.RadioSelect,
    )
    weekdays = forms.MultipleChoiceField(
        label=_("Add a time on"),
        choices=WEEKDAYS.items(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    at = forms.TimeField(
        label=_("At what time?"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        input_formats=TIMES,
        error_messages={"invalid": _("Write a time, such as 14:30.")},
    )
    room = _room(label=_("For how many cases is there room?"), required=False)
    lasts = _minutes(*_LASTS, label=_("How many minutes does it last?"), required=False)
    minutes_first = _minutes(
        MOST, label=_("Minutes for a case that comes for the first time"), required=False
    )
    minutes_again = _minutes(MOST, label=_("Minutes for a case that comes again"), required=False)
    minutes_extraordinary = _minutes(
        MOST, label=_("Minutes for a case in an extraordinary meeting"), required=False
    )
    starts_on = _day(label=_("From"), required=False)
    ends_on = _day(
        label=_("Until"), required=False, help_text=_("May stay empty. On this day it is not held any more.")
    )

    def __init__(
        self, *args: Any, region: Region, times: Sequence[MeetingTime], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        for kind, minutes in own(region).items():
            self.fields[f"minutes_{kind}"].initial = minutes
            self.fields[f"minutes_{kind}"].help_text = _empty_is(kind)
        self.fields["lasts"].help_text = self.empty_lasts
        self.fields["holidays"].initial = "yes" if region.meets_on_holidays else "no"
        self.times = [one for one in times if one.ends_on is None or one.ends_on > today]
        for one in self.times:
            day = {
                "day": str(WEEKDAYS[one.weekday]).capitalize(),
                "at": clock_time(timezone.make_aware(datetime.combine(today, one.at))),
            }
            self.fields[f"room-{one.pk}"] = _room(
                label=_("%(day)s %(at)s: room for how many cases?") % day, initial=one.capacity
            )
            self.fields[f"lasts-{one.pk}"] = _minutes(
                *_LASTS,
                label=_("%(day)s %(at)s: how many minutes?") % day,
                initial=one.minutes,
                required=False,
            )
            self.fields[f"end-{one.pk}"] = forms.BooleanField(
                label=_("%(day)s %(at)s ends today") % day, required=False
            )

    def rows(self) -> list[tuple[MeetingTime, BoundField, BoundField, BoundField]]:
        """Each time that holds, with its three fields."""
        return [
            (one, self[f"room-{one.pk}"], self[f"lasts-{one.pk}"], self[f"end-{one.pk}"])
            for one in self.times
        ]

    @property
    def empty_lasts(self) -> str:
        """How long a meeting lasts of which nothing is said."""
        return _empty_is(MEETING)

    def lengths(self) -> list[BoundField]:
        """How long it takes for a case, by kind of item."""
        return [self[f"minutes_{kind}"] for kind in KINDS]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        wanted = [name for name in ("weekdays", "at", "room") if data.get(name)]
        if wanted and len(wanted) < 3:  # noqa: PLR2004 - all three
            self.add_error("weekdays", _("Say on which days, at what time, and for how many cases."))
        if data.get("ends_on") and data["ends_on"] <= (data.get("starts_on") or self.today):
            self.add_error("ends_on", _("This is not later than the first day."))
        return data

    def week(self) -> Week:
        """What is sent, in the words of the action."""
        data = self.cleaned_data
        added = None
        if data["weekdays"]:
            days = [int(day) for day in data["weekdays"]]
            added = Added(
                days,
                data["at"],
                data["room"],
                data["starts_on"] or self.today,
                data["ends_on"],
                data["lasts"],
            )
        return Week(
            meets_on_holidays=data["holidays"] == "yes",
            capacity={one.pk: data[f"room-{one.pk}"] for one in self.times},
            ended=frozenset(one.pk for one in self.times if data[f"end-{one.pk}"]),
            minutes={one.pk: data[f"lasts-{one.pk}"] for one in self.times},
            lengths={kind: data[f"minutes_{kind}"] for kind in KINDS},
            added=added,
        )


class LengthForm(forms.Form):
    """How many minutes the MDT plans for one case."""

    minutes = _minutes(MOST, label=_("How many minutes?"))


class MoveForm(forms.Form):
    """To which meeting an item goes, and why; past its last moment only when that is said."""

    to = forms.ChoiceField(label=_("To which meeting?"), widget=forms.RadioSelect)
    extra_at = forms.DateTimeField(
        label=_("When is the extraordinary meeting?"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        help_text=_("Only when you choose an extraordinary meeting."),
    )
    reason = forms.CharField(
        label=_("Why?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everyone on this case reads this. No names, no details of the story."),
    )
    late = forms.BooleanField(label=_("Yes, past the last moment"), required=False)

    def __init__(
        self, *args: Any, meetings: Sequence[Gathering], due_at: datetime, at: datetime, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.due_at, self.at = due_at, at
        self.moments = {one.at.isoformat(): one.at for one in meetings}
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            *((one.at.isoformat(), self._said(one)) for one in meetings),
            (EXTRA, _("an extraordinary meeting")),
        ]
        self.fields["late"].help_text = _(
            "Only needed after %(due)s. Then the case counts as late at once, and a reason is asked."
        ) % {"due": absolute(due_at, at)}

    def _said(self, one: Gathering) -> str:
        words = absolute(one.at, self.at)
        if one.extra:
            words = _("%(at)s, extraordinary") % {"at": words}
        elif len(one.items) >= one.capacity:
            words = _("%(at)s, full") % {"at": words}
        return _("%(at)s (past the last moment)") % {"at": words} if one.at > self.due_at else words

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "to" not in data or self.errors.get("extra_at"):
            return data
        if data["to"] == EXTRA and not data.get("extra_at"):
            self.add_error("extra_at", _("Say when the extraordinary meeting is."))
            return data
        data["at"] = data["extra_at"] if data["to"] == EXTRA else self.moments[data["to"]]
        if data["to"] == EXTRA and not timedelta() < data["at"] - self.at <= AHEAD:
            self.add_error("extra_at", _("Choose a moment that is still to come, within two weeks."))
        elif data["at"] > self.due_at and not data.get("late"):
            self.add_error(
                "late",
                _(
                    "This is past the last moment for the case. Say that you mean it, or choose an earlier one."
                ),
            )
        return data


class BreachForm(forms.Form):
    """Why a case was not discussed in time."""

    reason = forms.ChoiceField(
        label=_("Why was it not discussed in time?"),
        choices=Escalation.Reason.choices,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("In a few words"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("May stay empty. Everyone on this case reads this. No names, no details of the story."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("reason") == Escalation.Reason.OTHER and not data.get("note"):
            self.add_error("note", _("Say in a few words what it was."))
        return data
