"""Opening hours as data, which can be asked: is it open at this minute, and when does it open.

{"always": true}                                                            around the clock, every day
{"weekly": [{"days": [0, 1], "from": "09:00", "to": "17:00"}], "holidays": "closed"}
                                                                            days from Monday, 0; `to` before `from` ends
                                                                            the next day; `holidays` closed, same or unknown
{"roughly": "office"}                                                       no exact times are known

Times are those of Amsterdam; public holidays those of the Dutch list (python-holidays). Not known is not known: the
answer is then None, never a guess.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import holidays
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rondom.landscape.terms import Roughly

LOCAL = ZoneInfo("Europe/Amsterdam")
DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
IN_DUTCH = dict(zip(("ma", "di", "wo", "do", "vr", "za", "zo"), DAYS, strict=True))
END_OF_DAY = "24:00"
_SPAN = re.compile(r"([a-z]{2})(?:-([a-z]{2}))? (\d\d:\d\d)-(\d\d:\d\d)")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_AHEAD = 8  # days: a week and the day itself

Hours = Mapping[str, Any]


@lru_cache(maxsize=16)
def _year(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("NL", years=year))


def is_holiday(day: date) -> bool:
    """Whether a day is a Dutch public holiday."""
    return day in _year(day.year)


def check(value: Any) -> str:
    """What is wrong with these hours; empty when they can be used."""
    if value == {"always": True}:
        return ""
    fine = isinstance(value, dict)
    if fine and value.keys() == {"roughly"}:
        fine = value["roughly"] in Roughly.values
    elif fine:
        fine = not value.keys() - {"weekly", "holidays"} and value.get("holidays", "closed") in {
            "closed",
            "same",
        }
        weekly = value.get("weekly")
        fine = fine and isinstance(weekly, list) and bool(weekly) and all(_is_span(span) for span in weekly)
    return "" if fine else _("Write hours like this: mo-fr 09:00-17:00; sa 10:00-14:00")


def _is_span(span: Any) -> bool:
    if (
        not isinstance(span, dict)
        or span.keys() != {"days", "from", "to"}
        or not isinstance(span["days"], list)
    ):
        return False
    days = span["days"]
    times = all(isinstance(span[name], str) for name in ("from", "to"))
    return (
        times
        and bool(days)
        and type(days[0]) is int
        and days == [(days[0] + step) % 7 for step in range(len(days))]  # days that follow each other
        and len(days) <= len(DAYS)
        and bool(_TIME.fullmatch(span["from"]))
        and (span["to"] == END_OF_DAY or bool(_TIME.fullmatch(span["to"])))
        and span["from"] != span["to"]
    )


def open_at(value: Hours | None, at: datetime) -> bool | None:
    """Whether it is open at this minute; None when that is not known."""
    if value is None or "roughly" in value:
        return None
    if value.get("always"):
        return True
    local = at.astimezone(LOCAL)
    answers = {
        _opens(value, day, start, end, local) for day, start, end in _spans(value, local.date(), 2, back=1)
    }
    return True if True in answers else None if None in answers else False


def opens_at(value: Hours | None, at: datetime) -> datetime | None:
    """When it opens next, of what is known for sure within a week; None when that is not known."""
    if value is None or "weekly" not in value:
        return None
    coming = [
        start
        for day, start, _end in _spans(value, at.astimezone(LOCAL).date(), _AHEAD)
        if start > at and (not is_holiday(day) or value.get("holidays") == "same")
    ]
    return min(coming, default=None)


def _opens(value: Hours, day: date, start: datetime, end: datetime, at: datetime) -> bool | None:
    if not start <= at < end:
        return False
    if is_holiday(day):
        return {"same": True, "closed": False}.get(value.get("holidays", ""))
    return True


def _spans(value: Hours, first: date, days: int, back: int = 0) -> Iterator[tuple[date, datetime, datetime]]:
    for offset in range(-back, days):
        day = first + timedelta(days=offset)
        for span in value["weekly"]:
            if day.weekday() in span["days"]:
                late = span["to"] == END_OF_DAY or span["to"] < span["from"]
                start = datetime.combine(day, time.fromisoformat(span["from"]), LOCAL)
                until = time.min if span["to"] == END_OF_DAY else time.fromisoformat(span["to"])
                yield day, start, datetime.combine(day + timedelta(days=late), until, LOCAL)


def parse(text: str) -> dict[str, Any]:
    """Hours as they stand in a sheet: "24/7", "mo-fr 09:00-17:00; sa 10:00-14:00; holidays closed", "roughly office".

    Days may be Dutch too (ma-vr). Raises ValueError.
    """
    said = " ".join(text.split()).lower()
    if said == "24/7":
        return {"always": True}
    if said.startswith("roughly "):
        return {"roughly": said.removeprefix("roughly ")}
    found: dict[str, Any] = {"weekly": []}
    for part in said.split(";"):
        one = part.strip()
        if one.startswith("holidays "):
            found["holidays"] = one.removeprefix("holidays ")
            continue
        match = _SPAN.fullmatch(one)
        ends = [IN_DUTCH.get(day, day) for day in (match[1], match[2] or match[1])] if match else []
        if not match or set(ends) - set(DAYS):
            raise ValueError(_("Write hours like this: mo-fr 09:00-17:00; sa 10:00-14:00"))
        first, last = (DAYS.index(day) for day in ends)
        days = list(range(first, last + 1)) if first <= last else [*range(first, 7), *range(last + 1)]
        found["weekly"].append({"days": days, "from": match[3], "to": match[4]})
    return found


def written(value: Hours) -> str:
    """Hours as they stand in a sheet; `parse` reads them."""
    if value.get("always"):
        return "24/7"
    if "roughly" in value:
        return f"roughly {value['roughly']}"
    parts = [f"{_days(span['days'], DAYS)} {span['from']}-{span['to']}" for span in value["weekly"]]
    return "; ".join(parts + ([f"holidays {value['holidays']}"] if "holidays" in value else []))


def _days(days: list[int], names: tuple[str, ...], joint: str = "-") -> str:
    first, last = days[0], days[-1]
    return names[first] if len(days) == 1 else f"{names[first]}{joint}{names[last]}"


def words(value: Hours) -> str:
    """Hours for a person, in the language that is on."""
    if value.get("always"):
        return _("day and night")
    if "roughly" in value:
        return str(Roughly(value["roughly"]).label)
    names = (
        _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"),
    )  # fmt: skip
    return ", ".join(_span_words(span, names) for span in value["weekly"])


def _span_words(span: dict[str, Any], names: tuple[str, ...]) -> str:
    if len(span["days"]) == len(DAYS):
        days = _("every day")
    else:
        days = _days(span["days"], names, pgettext("days", " to "))
    clock = {name: _clock(span[name]) for name in ("from", "to")}
    return _("%(days)s %(from)s–%(to)s") % {"days": days, **clock}


def _clock(text: str) -> str:
    hour, minute = text.split(":")
    return f"{int(hour)}.{minute}"
