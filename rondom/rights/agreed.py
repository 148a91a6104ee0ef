"""What was agreed with the person, for one sheet of paper or to read out: whom to call, what comes next, who knows what.

Little on purpose, as someone else may find it: no name of the person or of anyone else around, no word for what happened,
nothing that was refused, and no organisation by name unless the professional chose so with the person. It stands in this
room because a refusal that was recorded on a request of the person holds on paper too.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rondom.accounts.models import User
from rondom.cases.models import FOR_THE_MDT, OPEN_STATES, Case, Category, Grant, Person, Regime, Step, in_mask
from rondom.cases.policies import live_grants
from rondom.core.moments import absolute, day
from rondom.first_contact.models import DependencyRelation, Report
from rondom.organisations.actor import Actor
from rondom.organisations.models import Organisation
from rondom.rights import explained
from rondom.rights.models import Request
from rondom.sharing.decide import Flow, decide
from rondom.sharing.models import Consent
from rondom.sharing.terms import Condition, Party, Purpose

SAFE = "yes"
MOST_STEPS = 4
_CLOSE = {
    "partner", "husband", "wife", "boyfriend", "girlfriend", "son", "daughter", "mother", "father", "sister", "brother",
    "carer", "landlord_and_foreman", "mother_and_mentor",
}  # fmt: skip
_AT_HOME = {
    DependencyRelation.PARTNER, DependencyRelation.FAMILY, DependencyRelation.PARENT, DependencyRelation.ADULT_CHILD,
    DependencyRelation.CARER, DependencyRelation.LANDLORD, DependencyRelation.LANDLORD_AND_EMPLOYER,
}  # fmt: skip
# Stems of words that say what happened, in both languages; and of those that say with whom someone speaks about it.
_HAPPENED = re.compile(
    r"geweld|seks|misbruik|verkracht|aanrand|mishandel|dader|pleger|slachtoffer(?!hulp)|incest|mensenhandel|stalk|"
    r"zwanger|pregnan|\bpep\b|\bhiv\b|\bsoa|anticoncep|hepatitis|sporen|forensi|"
    r"uitbuit|bedreig|loverboy|\bviolen|sexual|\babus|\brape|assault|perpetrator|\bvictim(?! support)|traffick|harass",
    re.IGNORECASE,
)
_WHO = re.compile(
    r"politie|\bpolice|\bcsg\b|veilig thuis|slachtofferhulp|victim support|openbaar ministerie|prosecut|officier|"
    r"aangifte|zeden",
    re.IGNORECASE,
)
_SMALL = 3  # letters: shorter words of a name, and these, are in many names
_IN_MANY = {"van", "den", "der", "het", "ten", "ter"}


@dataclass(frozen=True)
class Wanted:
    """What the professional and the person chose: is paper safe, who may be named, what stands on it."""

    safe: str
    asked: bool
    names: bool = False
    language: str = "nl"
    phone: str = ""
    steps: Sequence[str] = ()
    more: str = ""
    rights: Sequence[str] = ()
    route: bool = False
    code: bool = False
    letter: bool = False
    by_post: bool = False


@dataclass(frozen=True)
class Part:
    """A heading with sentences."""

    title: str
    lines: list[str]


@dataclass(frozen=True)
class Sheet:
    """All that stands on the paper, in the language of the person."""

    language: str
    title: str
    head: str
    parts: list[Part]
    danger: str
    opening: Sequence[str] = ()
    closing: Sequence[str] = ()


def contact(case: Case) -> tuple[User, Organisation]:
    """The one contact of the person: who coordinates, until then who registered the report."""
    if case.coordinator and case.coordinator_organisation:
        return case.coordinator, case.coordinator_organisation
    return case.registered_by, case.registered_for


def warnings(case: Case) -> list[str]:
    """What was recorded that can make paper at home unsafe, as far as the actor may see it."""
    people = list(Person.objects.filter(case=case))
    victims = [one for one in people if Person.Role.VICTIM in one.roles]
    others = [one for one in people if Person.Role.POSSIBLE_PERPETRATOR in one.roles]
    depends = Report.objects.filter(case=case, dependency_relation__in=_AT_HOME).exists()
    found = []
    if depends or any((one.relation or "") in _CLOSE for one in others):
        found.append(_("Someone from whom it must stay hidden may live in the same home, or come there."))
    if any((one.relation or "") in _CLOSE for one in people if one not in others):
        found.append(_("Someone close may live in the same home. Do they know, and may they?"))
    if any(one.shared_device for one in victims):
        found.append(_("Someone else uses the person's telephone: do not send a picture of the paper."))
    if any("childcare" in (one.needs or []) for one in victims) or any(
        (one.relation or "") in {"son", "daughter"} for one in people
    ):
        found.append(_("There are children at home: they can find it and talk about it."))
    return found


def offered(actor: Actor, case: Case) -> list[Step]:
    """The open actions whose words the actor may read and the person may know, what is due first on top."""
    open_to = _open_to_person(case, actor)
    steps = Step.objects.filter(case=case, kind=Case.NextKind.ACTION, state__in=OPEN_STATES)
    found = sorted(steps.select_related("organisation", "words"), key=attrgetter("due_at", "pk"))
    return [
        step
        for step in found
        if hasattr(step, "words") and step.words.category & open_to(step.organisation.kind)
    ]


def gives_away(case: Case, text: str, *, names: bool) -> bool:
    """Whether words say what happened or name someone of the case; without `names` also an organisation."""
    if _HAPPENED.search(text) or (not names and _WHO.search(text)):
        return True
    said = [word for one in Person.objects.filter(case=case) for word in _words(one.name or "")]
    if not names:
        grants = Grant.objects.filter(case=case).select_related("organisation")
        said += [" ".join(_words(one.organisation.short_name)) for one in grants]
    spoken = " ".join(["", *_words(text), ""])
    return any(f" {word} " in spoken for word in said if len(word) >= _SMALL and word not in _IN_MANY)


def _words(text: str) -> list[str]:
    return [word.casefold() for word in re.findall(r"\w+", text)]


def gather(actor: Actor, case: Case, wanted: Wanted) -> Sheet:
    """What stands on the sheet, in the language of the person. Only inside `acting`."""
    with translation.override(wanted.language):
        on = day(timezone.localdate(actor.at))
        return Sheet(
            language=wanted.language,
            title=_("What we agreed"),
            head=_("Written on %(day)s. Your number: %(code)s. Say it when you call.") % {"day": on, "code": case.code},
            parts=[
                Part(_("Your contact"), _contact(case, wanted)),
                Part(_("What happens next"), _next(actor, case, wanted)),
                *_explained(actor, case, wanted),
                *_sharing(actor, case, wanted),
                Part(_("What you can ask"), _asks()),
            ],
            danger=_("Are you in danger? Call 112."),
            opening=[_("Good day,"), _("We spoke with each other. This is what we agreed, so that you can read it again.")] * wanted.letter,
            closing=[_("Is something not right, or did it change? Tell me."), _("Kind regards,"), contact(case)[0].display_name]
            * wanted.letter,
        )  # fmt: skip


def _explained(actor: Actor, case: Case, wanted: Wanted) -> list[Part]:
    """Their rights, where it stands with the law, and their code, as far as they were chosen."""
    rights = explained.rights(explained.chosen(actor, case, wanted.rights))
    route = explained.route(case) if wanted.route else []
    found = [
        (_("Your rights"), [*rights, *explained.unconfirmed(rights)]),
        (_("Where it stands"), [*route, *explained.unconfirmed(route)]),
        (_("I have a coordinator"), explained.code(case) if wanted.code else []),
    ]
    return [Part(title, lines) for title, lines in found if lines]


def chosen(actor: Actor, case: Case, wanted: Wanted) -> dict[str, list[str]]:
    """The sentences that were chosen for the paper, by the field they were chosen in, in both languages."""
    found: dict[str, list[str]] = {
        "steps": [step.words.text for step in offered(actor, case) if str(step.pk) in wanted.steps],
        "more": [wanted.more],
        "rights": [],
        "route": [],
    }
    rights = explained.chosen(actor, case, wanted.rights)
    for language in ("nl", "en"):
        with translation.override(language):
            found["rights"] += explained.rights(rights)
            found["route"] += explained.route(case) if wanted.route else []
    return found


def _open_to_person(case: Case, actor: Actor) -> Any:
    """The categories of the person's own data that an organisation of a kind may give them now, as a mask."""
    refused = 0
    for one in Request.objects.filter(case=case, refused__gt=0, refused_until__gt=actor.at):
        refused |= one.refused

    def mask(kind: str) -> int:
        found = 0
        for category in Category:
            facts = {Condition.VICTIM_REQUEST} | (
                {Condition.NOT_REFUSED} if not refused & category else set()
            )
            regime = Regime.of(kind, category).name.lower()
            if decide(Flow(kind, Party.PERSON, category, regime, Purpose.INSIGHT, frozenset(facts))).allowed:
                found |= category
        return found

    return mask


def _contact(case: Case, wanted: Wanted) -> list[str]:
    user, organisation = contact(case)
    name = f"{user.display_name}, {_named(organisation)}" if wanted.names else user.display_name
    lines = [name] if case.coordinator else [_("For now: %(name)s") % {"name": name}]
    if wanted.phone:
        lines.append(_("Phone: %(phone)s") % {"phone": wanted.phone})
    return lines


def _next(actor: Actor, case: Case, wanted: Wanted) -> list[str]:
    """What comes next and when: the meeting, the contact, whose turn it is, and what both chose to write down."""
    lines = []
    if case.status in FOR_THE_MDT:
        if case.mdt_at and case.mdt_at > actor.at:
            lines.append(_("We talk together about how to help you: %(at)s.") % {"at": absolute(case.mdt_at)})
        else:
            lines.append(_("We talk together about how to help you."))
        if case.mdt_due_at > actor.at:
            lines.append(_("At the latest %(at)s.") % {"at": absolute(case.mdt_due_at)})
    else:
        lines += _turn(actor, case, wanted)
    chosen = [step for step in offered(actor, case) if str(step.pk) in wanted.steps]
    for step in chosen[:MOST_STEPS]:
        who = f"{_named(step.organisation)}: " if wanted.names else ""
        by = _("at the latest %(at)s") % {"at": absolute(step.due_at)}
        lines.append(f"{who}{step.words.text.strip().rstrip('.')} ({by}).")
    return [*lines, *[line.strip() for line in wanted.more.splitlines() if line.strip()]]


def _turn(actor: Actor, case: Case, wanted: Wanted) -> list[str]:
    """Whose turn it is, and before when; a moment that has passed helps nobody and is left out."""
    assert case.next_due_at is not None
    assert case.next_organisation is not None
    who = _named(case.next_organisation) if wanted.names else _("Someone who helps you")
    said = {
        Case.NextKind.ACCEPT: _("Someone was asked to be your contact."),
        Case.NextKind.PROPOSE: _("We look for someone to be your contact."),
        Case.NextKind.COORDINATE: _("Your contact decides with you what comes next."),
    }.get(Case.NextKind(case.next_kind)) or _("%(who)s does what is needed now.") % {"who": who}
    by = (
        [_("At the latest %(at)s.") % {"at": absolute(case.next_due_at)}]
        if case.next_due_at > actor.at
        else []
    )
    return [" ".join([said, *by])]


def _sharing(actor: Actor, case: Case, wanted: Wanted) -> list[Part]:
    """What the person said about sharing, and who knows something now; in numbers when no one is named."""
    answers, knows = _answers(case, actor), _knows(actor, case)
    if not wanted.names:
        yes = sum(_stands(one, actor) for one in answers)
        no = len(answers) - yes
        lines = [
            ngettext("You said yes to %(n)d organisation.", "You said yes to %(n)d organisations.", yes) % {"n": yes},
            *[ngettext("You said no to %(n)d organisation.", "You said no to %(n)d organisations.", no) % {"n": no}] * (no > 0),
            ngettext("%(n)d organisation knows something now.", "%(n)d organisations know something now.", len(knows))
            % {"n": len(knows)},
            _("Your contact can tell you which, and what they know."),
        ]  # fmt: skip
        return [Part(_("Who may know what"), lines)]
    said = [_answer(one, actor) for one in answers] or [_("You have not said anything about this yet.")]
    told = [f"{name}: {', '.join(parts)}." for name, parts in knows if parts]
    bare = [name for name, parts in knows if not parts]
    if bare:
        told.append(_("Only that we talk about how to help you: %(names)s.") % {"names": ", ".join(bare)})
    return [Part(_("What you said about sharing"), said), Part(_("Who knows what now"), told)]


def _answers(case: Case, actor: Actor) -> list[Consent]:
    """The last answer of the person about each receiver."""
    last: dict[str, Consent] = {}
    for one in sorted(Consent.objects.filter(case=case), key=attrgetter("recorded_at", "pk")):
        last[one.receiver_kind or one.receiver_other] = one
    return list(last.values())


def _stands(consent: Consent, actor: Actor) -> bool:
    passed = consent.ends_at is not None and consent.ends_at <= actor.at
    return consent.given and consent.withdrawn_at is None and not passed


def _answer(consent: Consent, actor: Actor) -> str:
    names = dict(Organisation.Kind.choices) | {Organisation.Kind.CSG: "CSG"}
    who = str(names[consent.receiver_kind] if consent.receiver_kind else consent.receiver_other)
    if _HAPPENED.search(who):
        who = _("someone you named")
    who = who[:1].upper() + who[1:]
    if not _stands(consent, actor):
        return _("%(who)s: no.") % {"who": who}
    end = _(" Until %(day)s.") % {"day": day(timezone.localdate(consent.ends_at))} if consent.ends_at else ""
    parts = ", ".join(_parts(consent.categories)) or _("only that we talk about how to help you")
    return _("%(who)s: yes. They may know: %(parts)s.") % {"who": who, "parts": parts} + end


def _knows(actor: Actor, case: Case) -> list[tuple[str, list[str]]]:
    """The organisations that may see something now, with what, but for what may not be told to the person."""
    open_to = _open_to_person(case, actor)
    found: dict[Organisation, int] = {}
    for grant in Grant.objects.filter(live_grants(case, actor)).select_related("organisation"):
        seen = grant.categories & open_to(grant.organisation.kind)
        found[grant.organisation] = found.get(grant.organisation, 0) | seen
    return sorted((_named(organisation), _parts(mask)) for organisation, mask in found.items())


def _named(organisation: Organisation) -> str:
    """An organisation by its short name, unless that says what happened."""
    return (
        organisation.short_name
        if not _HAPPENED.search(organisation.short_name)
        else _("an organisation that helps")
    )


def _parts(mask: int) -> list[str]:
    words = {
        Category.IDENTITY: _("who you are and how to reach you"),
        Category.STORY: _("what you told"),
        Category.SAFETY: _("what you need to be safe"),
        Category.LEGAL: _("what has to do with the law"),
        Category.MEDICAL: _("your health"),
        Category.RECOVERY: _("what helps you on"),
    }
    return [words[category] for category in in_mask(mask) if category in words]


def _asks() -> list[str]:
    return [
        _("You can see what is written about you, and have it corrected."),
        _("You can stop sharing. Say so to your contact."),
        _("You can ask who looked at it, and why."),
    ]


def all_lines(sheet: Sheet) -> Iterable[str]:
    """Everything on the sheet, line by line."""
    yield from (sheet.title, sheet.head, *sheet.opening)
    for part in sheet.parts:
        yield from (part.title, *part.lines)
    yield from (sheet.danger, *sheet.closing)
