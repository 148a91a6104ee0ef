"""Moments as people say them: relative ("in 3 hours") and absolute ("today 16:40"), in the current time zone."""

from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone
from django.utils.dates import MONTHS, MONTHS_AP, WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

SOON = timedelta(hours=4)

MINUTE, HOUR, DAY, MONTH = 60, 3600, 86400, 30


def _elapsed(moment: datetime, now: datetime) -> int:
    """Real seconds from now to the moment; two moments in one zone would subtract as wall clocks."""
    return int((moment.astimezone(UTC) - now.astimezone(UTC)).total_seconds())


def _calendar_days(moment: datetime, now: datetime) -> int:
    """Midnights between now and the moment, as people count days."""
    return (timezone.localtime(moment).date() - timezone.localtime(now).date()).days


def relative(moment: datetime, now: datetime) -> str:
    """How far away, rounded towards now: minutes, hours to two days, then days and months; late when passed."""
    seconds = _elapsed(moment, now)
    size = abs(seconds)
    if size < MINUTE:
        return _("now")
    late = seconds < 0
    if size < HOUR:
        return _minutes(size // MINUTE, late=late)
    if size < 2 * DAY:
        return _hours(size // HOUR, late=late)
    days = abs(_calendar_days(moment, now))
    return _months(days // MONTH, late=late) if days >= 2 * MONTH else _days(days, late=late)


# Each looks up one sentence, not both: pages show dozens of moments.
def _minutes(n: int, *, late: bool) -> str:
    if late:
        return ngettext("%(n)d minute late", "%(n)d minutes late", n) % {"n": n}
    return ngettext("in %(n)d minute", "in %(n)d minutes", n) % {"n": n}


def _hours(n: int, *, late: bool) -> str:
    if late:
        return ngettext("%(n)d hour late", "%(n)d hours late", n) % {"n": n}
    return ngettext("in %(n)d hour", "in %(n)d hours", n) % {"n": n}


def _days(n: int, *, late: bool) -> str:
    if late:
        return ngettext("%(n)d day late", "%(n)d days late", n) % {"n": n}
    return ngettext("in %(n)d day", "in %(n)d days", n) % {"n": n}


def _months(n: int, *, late: bool) -> str:
    if late:
        return ngettext("%(n)d month late", "%(n)d months late", n) % {"n": n}
    return ngettext("in %(n)d month", "in %(n)d months", n) % {"n": n}


def remaining(moment: datetime, now: datetime) -> str:
    """What is left of a clock, to the minute: "4 hours and 18 minutes"; passed means none."""
    minutes = max(0, _elapsed(moment, now)) // MINUTE
    hours, rest = divmod(minutes, 60)
    said = ngettext("%(n)d minute", "%(n)d minutes", rest) % {"n": rest}
    if not hours:
        return said
    whole = ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    return _("%(hours)s and %(minutes)s") % {"hours": whole, "minutes": said} if rest else whole


def clock_time(moment: datetime) -> str:
    """The time of day: 14:10, in Dutch 14.10 uur."""
    return _on_the_clock(timezone.localtime(moment))


def _on_the_clock(local: datetime) -> str:
    return _("%(hour)02d:%(minute)02d") % {"hour": local.hour, "minute": local.minute}


def day(value: date, today: date | None = None) -> str:
    """The day: today, tomorrow or yesterday, else weekday and date, with the year when it is another one."""
    away = (value - today).days if today else None
    if away == 0:
        return _("today")
    if away == 1:
        return _("tomorrow")
    if away == -1:
        return _("yesterday")
    month = str(MONTHS_AP[value.month]).removesuffix(".")
    said = f"{WEEKDAYS_ABBR[value.weekday()]} {value.day} {month}"
    return said if today and value.year == today.year else f"{said} {value.year}"


def in_full(value: date, at: datetime | None = None, now: datetime | None = None) -> str:
    """A day with its whole name, "Thursday 3 December", and the time of day when one was said; the year when it is another."""
    said = f"{WEEKDAYS[value.weekday()]} {value.day} {MONTHS[value.month]}"
    if now is None or value.year != timezone.localdate(now).year:
        said = f"{said} {value.year}"
    return _("%(day)s, %(time)s") % {"day": said, "time": clock_time(at)} if at else said


def start_of(value: date) -> datetime:
    """The first moment of a day here."""
    return timezone.make_aware(datetime.combine(value, time.min))


def end_of(value: date) -> datetime:
    """The end of a day here: the first moment of the next one."""
    return start_of(value + timedelta(days=1))


def absolute(moment: datetime, now: datetime | None = None) -> str:
    """The moment itself: "today 16:40", else "Wed 13 May, 22:00"; without now always the whole date."""
    local = timezone.localtime(moment)
    today = timezone.localtime(now).date() if now else None
    near = today is not None and abs((local.date() - today).days) <= 1
    pattern = _("%(day)s %(time)s") if near else _("%(day)s, %(time)s")
    return pattern % {"day": day(local.date(), today), "time": _on_the_clock(local)}


def state(moment: datetime, now: datetime) -> str:
    """`over` when passed, `soon` within four hours, else empty: a word for the style sheet."""
    seconds = _elapsed(moment, now)
    if seconds < 0:
        return "over"
    return "soon" if seconds < SOON.total_seconds() else ""
