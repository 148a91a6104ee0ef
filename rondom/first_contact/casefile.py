"""A case file (JSON, the form of the casuistry) read into an intake: every fault named, nothing guessed."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from rondom.cases.models import Category, Person
from rondom.core.errors import Fault, Faulty
from rondom.first_contact.definitions import WINDOWS
from rondom.first_contact.intake import Incident, Intake
from rondom.first_contact.models import Channel, DependencyRelation, PlaceKind, ReporterRole, ViolenceType
from rondom.organisations.models import Organisation, Region
from rondom.sharing.actions.consents import Answer

CATEGORIES = {
    "identity": Category.IDENTITY,
    "story": Category.STORY,
    "safety": Category.SAFETY,
    "legal": Category.LEGAL,
    "medical": Category.MEDICAL,
    "recovery": Category.RECOVERY,
}
_CODE = re.compile(r"[a-z][a-z0-9_-]*")
_LONGEST = 20_000
_MISSING = object()


# What a file may hold and nobody reads: of the demo, which checks itself with it.
NOT_READ = ("id", "title_en", "known_to", "partner_information_nl", "later_events", "expected")
MOST = 50  # people, answers, or codes in one list


class BrokenFile(Faulty):
    """The file cannot be registered; `faults` has one sentence a fault, each starting with the field."""


class _Reader:
    """Takes fields out of a nested mapping and gathers what is wrong."""

    def __init__(self, data: Any, path: str, faults: list[Fault], *, strict: bool) -> None:
        self.path, self.faults, self.strict = path, faults, strict
        self.data: dict[str, Any] = data if isinstance(data, dict) else {}
        if not isinstance(data, dict):
            self.fault("", _("must be an object"))

    def fault(self, key: str, sentence: str) -> None:
        self.faults.append(Fault(self._path(key), sentence))

    def _path(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path and key else key or self.path

    def only(self, *known: str) -> "_Reader":
        """Where every field must be one we know: what is misspelled would be lost, be it a no."""
        for key in (str(key) for key in self.data if self.strict and key not in known):
            self.fault("", _("has a field that is not known: “%(field)s”") % {"field": key[:40]})
        return self

    def take(self, key: str, check: Callable[[Any], Any], *, default: Any = _MISSING) -> Any:
        """The checked value; `default` (when given) for a missing or null field."""
        value = self.data.get(key)
        if value is None:
            if default is _MISSING:
                self.fault(key, _("is required"))
                return None
            return default
        try:
            return check(value)
        except ValueError as error:
            self.fault(key, str(error))
            return default if default is not _MISSING else None

    def inside(self, key: str, *, optional: bool = False) -> "_Reader":
        value = self.data.get(key)
        value = {} if value is None and optional else value
        return _Reader(value, self._path(key), self.faults, strict=self.strict)

    def each(self, key: str) -> "list[_Reader]":
        value = self.data.get(key, [])
        if not isinstance(value, list):
            self.fault(key, _("must be a list"))
            return []
        if len(value) > MOST:
            self.fault(key, _("holds more than %(most)s") % {"most": MOST})
            return []
        prefix = self._path(key)
        return [
            _Reader(item, f"{prefix}[{index}]", self.faults, strict=self.strict)
            for index, item in enumerate(value)
        ]


def _storable(text: str) -> bool:
    return "\x00" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


def _text(longest: int = _LONGEST) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        if not isinstance(value, str):
            raise ValueError(_("must be text"))
        if not _storable(value):
            raise ValueError(_("holds a character that cannot be stored"))
        if len(value) > longest:
            raise ValueError(_("is longer than %(longest)s characters") % {"longest": longest})
        return value.strip()

    return check


def _filled(value: Any) -> str:
    text = _text(500)(value)
    if not text:
        raise ValueError(_("must not be empty"))
    return text


def _one_of(choices: Any) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        if value not in choices.values:
            known = ", ".join(choices.values)
            raise ValueError(
                _("unknown code “%(code)s”; known are: %(known)s") % {"code": value, "known": known}
            )
        return str(value)

    return check


def _number(lowest: float, highest: float) -> Callable[[Any], float]:
    def check(value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not lowest <= value <= highest:
            raise ValueError(
                _("must be a number from %(lowest)g to %(highest)g") % {"lowest": lowest, "highest": highest}
            )
        return value

    return check


def _yes_no(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(_("must be true or false"))
    return value


def _codes(known: Any = None, longest: int = 40) -> Callable[[Any], list[str]]:
    def check(value: Any) -> list[str]:
        if not isinstance(value, list) or not all(_is_code(code, longest) for code in value):
            raise ValueError(
                _("must be a list of codes of at most %(longest)s characters") % {"longest": longest}
            )
        if len(value) > MOST:
            raise ValueError(_("holds more than %(most)s") % {"most": MOST})
        for code in value:
            if known is not None:
                _one_of(known)(code)
        return value

    return check


def _is_code(value: Any, longest: int = 40) -> bool:
    return isinstance(value, str) and len(value) <= longest and _CODE.fullmatch(value) is not None


def _region(value: Any) -> Region:
    region = Region.objects.filter(slug=value).first() if _is_code(value) else None
    if region is None:
        known = ", ".join(Region.objects.order_by("slug").values_list("slug", flat=True))
        raise ValueError(_("unknown code “%(code)s”; known are: %(known)s") % {"code": value, "known": known})
    return region


def _partners(region: Region | None) -> Callable[[Any], list[Organisation]]:
    """The organisations of a region that are of these kinds."""

    def check(value: Any) -> list[Organisation]:
        kinds = _codes(Organisation.Kind)(value)
        found = (
            list(Organisation.objects.filter(works_in=region, kind__in=kinds).order_by("slug"))
            if region
            else []
        )
        for kind in kinds:
            if region and kind not in {organisation.kind for organisation in found}:
                raise ValueError(
                    _("no organisation of the kind “%(code)s” works in this region") % {"code": kind}
                )
        return found

    return check


_HOURS = _number(0, 24 * 365 * 100)


def read(data: Any, at: datetime, *, strict: bool = False) -> Intake:
    """The intake in a case file, `at` being now; `strict`: no field that is not known. Raises BrokenFile, a fault a line."""
    faults: list[Fault] = []
    file = _Reader(data, "", faults, strict=strict)
    file.only(
        "region", "channel", "title_nl", "reported_hours_ago", "reporter", "event", "story_nl", "wishes_nl", "persons",
        "consents", "works_at", "windows_not_applicable", *NOT_READ,
    )  # fmt: skip
    ago = file.take("reported_hours_ago", _number(0, 24 * 366 * 10))
    reported_at = at - timedelta(hours=ago or 0)
    reporter = file.inside("reporter").only("role", "note_nl")
    region = file.take("region", _region)
    fields = {
        "region": region,
        "channel": file.take("channel", _one_of(Channel)),
        "sentence": file.take("title_nl", _filled),
        "reported_at": reported_at,
        "reporter_role": reporter.take("role", _one_of(ReporterRole), default=""),
        "reporter_note": reporter.take("note_nl", _text(2000), default=""),
        "story": file.take("story_nl", _text(), default=""),
        "wishes": file.take("wishes_nl", _text(), default=""),
        "incident": _incident(file.inside("event"), reported_at),
        "people": [_person(person, at) for person in file.each("persons")],
        "answers": [_answer(consent) for consent in file.each("consents")],
        "works_at": file.take("works_at", _partners(region), default=[]),
        "windows_not_applicable": _judged(file.inside("windows_not_applicable", optional=True)),
    }
    if faults:
        raise BrokenFile(faults)
    return Intake(**fields)


def _incident(event: _Reader, reported_at: datetime) -> Incident:
    event.only(
        "earliest_hours_before_report", "latest_hours_before_report", "uncertain", "place_kind", "violence_types",
        "dependency_relation", "ongoing",
    )  # fmt: skip
    earliest = event.take("earliest_hours_before_report", _HOURS, default=None)
    latest = event.take("latest_hours_before_report", _HOURS, default=None)
    if earliest is not None and latest is not None and earliest < latest:
        event.fault("earliest_hours_before_report", _("must not be smaller than latest_hours_before_report"))
    return Incident(
        earliest=None if earliest is None else reported_at - timedelta(hours=earliest),
        latest=None if latest is None else reported_at - timedelta(hours=latest),
        uncertain=event.take("uncertain", _yes_no, default=True),
        place_kind=event.take("place_kind", _one_of(PlaceKind), default=PlaceKind.UNKNOWN),
        violence_types=event.take("violence_types", _codes(ViolenceType), default=[]),
        dependency_relation=event.take("dependency_relation", _one_of(DependencyRelation), default=""),
        ongoing=event.take("ongoing", _yes_no, default=None),
    )


def _judged(windows: _Reader) -> dict[str, str]:
    """The acute windows that do not apply, as a person judged: by code, with why."""
    for code in windows.data.keys() - WINDOWS.keys():
        known = ", ".join(WINDOWS)
        windows.fault(
            code, _("unknown code “%(code)s”; known are: %(known)s") % {"code": code, "known": known}
        )
    return {code: windows.take(code, _filled) for code in windows.data if code in WINDOWS}


def _roles(value: Any) -> list[str]:
    roles = value if isinstance(value, list) else [value]
    if not roles:
        raise ValueError(_("must not be empty"))
    if len(roles) > len(Person.Role):
        raise ValueError(_("holds more than %(most)s") % {"most": len(Person.Role)})
    return [_one_of(Person.Role)(role) for role in roles]


def _code(value: Any) -> str:
    return _codes()([value])[0]


def _person(person: _Reader, at: datetime) -> dict[str, Any]:
    person.only(
        "key",
        "role",
        "name",
        "birth_year",
        "gender",
        "relation_to_victim",
        "languages",
        "needs",
        "safe_contact",
    )
    contact = person.inside("safe_contact", optional=True).only(
        "phone", "phone_ok", "text_ok", "voicemail_ok", "shared_device", "hours_nl", "code_word"
    )
    return {
        "roles": person.take("role", _roles),
        "name": person.take("name", _text(120), default=""),
        "birth_year": person.take("birth_year", _year_until(at.year), default=None),
        "gender": person.take("gender", _one_of(Person.Gender), default=""),
        "relation": person.take("relation_to_victim", _code, default=""),
        "languages": person.take("languages", _codes(longest=8), default=[]),
        "needs": person.take("needs", _codes(), default=[]),
        "phone": contact.take("phone", _text(30), default=""),
        "phone_ok": contact.take("phone_ok", _yes_no, default=None),
        "text_ok": contact.take("text_ok", _yes_no, default=None),
        "voicemail_ok": contact.take("voicemail_ok", _yes_no, default=None),
        "shared_device": contact.take("shared_device", _yes_no, default=None),
        "contact_hours": contact.take("hours_nl", _text(200), default=""),
        "code_word": contact.take("code_word", _text(60), default=""),
    }


def _year_until(last: int) -> Callable[[Any], int]:
    def check(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise ValueError(_("must be a whole year"))
        return int(_number(1900, last)(value))

    return check


def _mask(value: Any) -> int:
    if not isinstance(value, list):
        raise ValueError(_("must be a list of codes"))
    if len(value) > MOST:
        raise ValueError(_("holds more than %(most)s") % {"most": MOST})
    mask = 0
    for code in value:
        if not isinstance(code, str) or code not in CATEGORIES:
            known = ", ".join(CATEGORIES)
            raise ValueError(
                _("unknown code “%(code)s”; known are: %(known)s") % {"code": code, "known": known}
            )
        mask |= CATEGORIES[code]
    return mask


def _receiver(value: Any) -> tuple[str, str]:
    text = _filled(value)
    if text.startswith("other:"):
        return "", _text(80)(text.removeprefix("other:")) or text
    return _one_of(Organisation.Kind)(text), ""


def _answer(consent: _Reader) -> Answer:
    consent.only("to", "categories", "given", "words_nl")
    kind, other = consent.take("to", _receiver) or ("", "")
    return Answer(
        receiver_kind=kind,
        receiver_other=other,
        categories=consent.take("categories", _mask, default=0),
        given=bool(consent.take("given", _yes_no)),
        words=consent.take("words_nl", _text(2000), default=""),
    )
