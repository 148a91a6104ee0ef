"""Everything that is held about a person in a case, as the privacy protocol lets them see it, and what was left out and why.

Never of others: not the possible perpetrator, not people around, not the words of who reported and must stay unknown. Nor
that a professional linked this case to another: it would tell that someone else reported, or sought help (AVG 15(4)).
Professionals are named by organisation and role, not by name: who worked under the authority of an organisation is no
receiver of their own (CJEU C-579/21, Pankki S, 22 June 2023; not yet legally confirmed for this).
"""

from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rondom.audit.log import sentence_of
from rondom.audit.models import Event
from rondom.cases.logbook import PURPOSES
from rondom.cases.models import Case, Category, Entry, Grant, Person, Regime, Step, in_mask
from rondom.core.moments import absolute, day
from rondom.first_contact.models import Explained, Report, ReporterRole
from rondom.organisations.actor import Actor
from rondom.organisations.models import Organisation, Role
from rondom.rights import care, coordinated, entitled, outside, planned, steered, told, weighed
from rondom.rights.models import Request
from rondom.sharing import retention
from rondom.sharing.decide import ROWS, Flow, decide
from rondom.sharing.models import Consent, Due, Restriction
from rondom.sharing.terms import Condition, Party, Purpose
from rondom.triage.models import View

FORMAT = "rondom-own-data/1"
# What each key of the machine-readable copy holds.
KEYS = {
    "case": "the case: code, region, where it stands, when it was reported and closed",
    "about_you": "what is noted about you, and how to reach you safely",
    "known_before": "what was noted about you before it was changed, and when it is said to have been",
    "report": "the report as it came in, in words",
    "safety": "what you said about safety, and when",
    "windows": "acute care: what was offered to you, what you said and what was done",
    "texts": "what was written, by which organisation, under which law, with your corrections",
    "files": "the files that are kept: what they are, not the files themselves, which you can get beside this copy",
    "retellings": "how often it was noted that you told your story, for whom, and whether that was needed",
    "views": "how organisations saw it before the meeting (MDT)",
    "table": "who was called to the meeting (MDT) for you, or stepped back from it",
    "planned": "when the meeting (MDT) about you was moved, or was too late, and why",
    "decisions": "what the meeting (MDT) decided, with what you wanted and how that was weighed",
    "discussed": "when a meeting (MDT) talked about it",
    "questions": "open questions about your case, and the answers",
    "guests": "what was asked about you of someone without an account in Rondom, and what they answered",
    "codes": "the codes that you were given to show elsewhere, and which organisations asked for contact with one",
    "added_to_minutes": "what was added to the minutes of the meeting (MDT), or said to be wrong in them",
    "actions": "what was agreed that someone would do",
    "coordinators": "which organisation was asked to be your one contact, for how long, and why it ended",
    "closings": "when your case was closed, why, and what was seen to",
    "aftercare": "when someone asks, or asked, how you are after your case was closed",
    "goals": "what the plan worked towards, and how it ended",
    "steered": "what happened with what was agreed: changes with their reasons, waiting, reminders",
    "rights_said": "which of your rights were explained, and what you want",
    "criminal_route": "where it stood with police and prosecutor, as it was noted",
    "contacts": "who had contact with you, when and how, and how often you agreed to hear something",
    "consents": "what you said about sharing",
    "receivers": "which organisations may or might see which parts, what for, on which ground",
    "kept": "until when data are kept in Rondom, and at the organisations themselves",
    "log": "who saw or did what, when and what for: organisation and role",
    "requests": "your requests, and the answers",
    "restrictions": "when less might be done with your data",
    "left_out": "what is not in this copy, and why",
    "rights": "what you can do",
}


class _Sieve:
    """What may go to the person, and what was left out on which ground."""

    def __init__(self, case: Case, actor: Actor, left_out: set[str]) -> None:
        self.chosen = left_out
        self.refusals = list(Request.objects.filter(case=case, refused__gt=0, refused_until__gt=actor.at))
        self.notes: dict[str, int] = {}

    def passes(self, kind: str, category: int, regime: int, key: Any = None) -> bool:
        """Whether the protocol lets this go to the person now; when not, it is noted why."""
        refusal = next((one for one in self.refusals if one.refused & category), None)
        facts = {Condition.VICTIM_REQUEST} if refusal else {Condition.VICTIM_REQUEST, Condition.NOT_REFUSED}
        flow = Flow(
            kind, Party.PERSON, category, Regime(regime).name.lower(), Purpose.INSIGHT, frozenset(facts)
        )
        answer = decide(flow)
        if not answer.allowed:
            why = str(answer.reason)
            if refusal and refusal.refused_until:
                why = f"{refusal.get_ground_display()}; {_('until')} {day(timezone.localdate(refusal.refused_until))}"
            return self.leave_out(f"{Category(category).label}: {why}")
        if key is not None and str(key) in self.chosen:
            return self.leave_out(
                _("a text in which others can be recognised: the rights of others (AVG 15(4))")
            )
        return True

    def leave_out(self, why: str) -> bool:
        self.notes[why] = self.notes.get(why, 0) + 1
        return False


def gather(actor: Actor, case: Case, request: Request, left_out: set[str]) -> dict[str, Any]:
    """All of it, in the language that is active; moments in words. Only inside `acting`, with an open request."""
    sieve = _Sieve(case, actor, left_out)
    found = {
        "format": FORMAT,
        "language": (get_language() or "nl")[:2],
        "made_at": actor.at.isoformat(),
        "keys": KEYS,
        "case": _case(case),
        "about_you": _people(case, sieve),
        "known_before": told.known_before(case, sieve),
        "report": _report(case, sieve),
        "safety": care.safety(case, sieve),
        "windows": care.windows(case, sieve),
        "texts": _texts(case, sieve),
        "files": told.files(case, sieve),
        "retellings": told.retellings(case),
        "views": _views(case, sieve),
        "table": told.table(case),
        "planned": planned.planned(case, sieve),
        "decisions": weighed.decisions(case, sieve),
        "discussed": told.discussed(case),
        "questions": weighed.questions(case, sieve),
        "guests": outside.guests(case, sieve),
        "codes": outside.codes_shown(actor, case),
        "added_to_minutes": told.added_to_minutes(case, sieve),
        "actions": _actions(case, sieve),
        "coordinators": coordinated.coordinators(case, sieve),
        "closings": coordinated.closings(case),
        "aftercare": coordinated.aftercare(case),
        "goals": steered.goals(case, sieve),
        "steered": steered.steered(case, sieve),
        "rights_said": entitled.said(case, sieve),
        "criminal_route": entitled.route(case, sieve),
        "contacts": steered.contacts(case, sieve),
        "consents": _consents(case),
        "receivers": _receivers(case),
        "kept": _kept(case),
        "log": _log(case),
        "requests": _requests(case),
        "restrictions": [
            {
                "ground": one.get_ground_display(),
                "from": absolute(one.set_at),
                "until": absolute(one.lifted_at or one.ends_at),
            }
            for one in Restriction.objects.filter(case=case).order_by("set_at")
        ],
    }
    sieve.leave_out(
        _("data of or about others, such as a possible perpetrator: the rights of others (AVG 15(4))")
    )
    found["left_out"] = [{"why": why, "times": times} for why, times in sieve.notes.items()]
    found["rights"] = rights()
    return found


def _requests(case: Case) -> list[dict[str, Any]]:
    """What the person asked before, and what came of it."""
    return [
        {
            "what": one.get_kind_display(),
            "opened": absolute(one.opened_at),
            "identity": one.get_identity_how_display(),
            "answer": one.get_outcome_display() if one.outcome else _("being dealt with"),
            "ground": one.get_ground_display() if one.ground else "",
            "until": day(timezone.localdate(one.refused_until)) if one.refused_until else "",
        }
        for one in Request.objects.filter(case=case).order_by("opened_at")
    ]


def rights() -> list[str]:
    """What the person can do, each in a sentence."""
    return [
        _("You can have what is wrong corrected. Your words then stand beside the text."),
        _("You can ask that less is done with your data, or that they are erased."),
        _("You can take back consent at any time. Sharing on that ground then stops at once."),
        _("Is something not clear? Ask the privacy officer who gave you this copy."),
        _("You can complain to the Dutch Data Protection Authority (Autoriteit Persoonsgegevens), autoriteitpersoonsgegevens.nl."),
    ]  # fmt: skip


def _case(case: Case) -> dict[str, str]:
    return {
        "code": case.code,
        "region": case.region.name,
        "stands": str(case.get_status_display()),
        "reported": absolute(case.reported_at),
        "registered_by": case.registered_for.name,
        "closed": absolute(case.closed_at) if case.closed_at else "",
    }


def _people(case: Case, sieve: _Sieve) -> list[dict[str, Any]]:
    found = []
    for person in Person.objects.filter(case=case):
        if Person.Role.VICTIM not in person.roles:
            sieve.leave_out(_("someone else who is named: the rights of others (AVG 15(4))"))
        elif sieve.passes(case.registered_for.kind, person.category, Regime.AVG):
            found.append(
                {
                    "name": person.name,
                    "birth_year": person.birth_year,
                    "gender": str(person.get_gender_display()),
                    "languages": person.languages,
                    "needs": person.needs,
                    "phone": person.phone,
                    "contact_hours": person.contact_hours,
                    "contact_others": person.contact_others,
                    "code_word": person.code_word,
                    "municipality": care.place(person.municipality),
                }
            )
    return found


def _report(case: Case, sieve: _Sieve) -> list[dict[str, Any]]:
    return [
        {
            "channel": str(one.get_channel_display()),
            "place": str(one.get_place_kind_display()),
            "municipality": care.place(one.municipality),
            "explained": [str(Explained(one_of).label) for one_of in one.explained],
            "event_from": absolute(one.event_earliest) if one.event_earliest else "",
            "event_until": absolute(one.event_latest) if one.event_latest else "",
            "reported": absolute(one.reported_at),
            "registered_for": one.registered_for.name,
        }
        for one in Report.objects.filter(case=case).select_related("registered_for")
        if sieve.passes(
            one.registered_for.kind, Category.STORY, Regime.of(one.registered_for.kind, Category.STORY)
        )
    ]


def _texts(case: Case, sieve: _Sieve) -> list[dict[str, Any]]:
    """Texts, without those of who reported and is someone else."""
    own = not Report.objects.filter(case=case).exclude(reporter_role__in=["", ReporterRole.VICTIM]).exists()
    entries = list(
        Entry.objects.filter(case=case).select_related("organisation").order_by("written_at", "pk")
    )
    corrections: dict[Any, list[str]] = {}
    for entry in entries:
        if entry.kind == Entry.Kind.CORRECTION:
            corrections.setdefault(entry.about_id, []).append(entry.text)
    found = []
    for entry in entries:
        if entry.kind == Entry.Kind.CORRECTION:
            continue
        by_other = entry.told_by in {ReporterRole.RELATIVE, ReporterRole.BYSTANDER} or (
            entry.kind == Entry.Kind.REPORTER_NOTE and not own
        )
        if by_other:
            sieve.leave_out(_("what someone else told who reported: the rights of others (AVG 15(4))"))
        elif sieve.passes(entry.organisation.kind, entry.category, entry.regime, entry.pk):
            found.append(
                {
                    "what": str(entry.get_kind_display()),
                    "category": Category(entry.category).name.lower(),
                    "law": Regime(entry.regime).name.lower(),
                    "organisation": entry.organisation.name,
                    "written": absolute(entry.written_at),
                    "told_at": _told(entry),
                    "text": entry.text,
                    "corrections": corrections.get(entry.pk, []),
                }
            )
    return found


def _told(entry: Entry) -> str:
    """When it was told, where that was noted apart from when it was written down."""
    if entry.told_at is None:
        return ""
    return day(entry.told_day) if entry.told_day_only else absolute(entry.told_at)


def _views(case: Case, sieve: _Sieve) -> list[dict[str, Any]]:
    return [
        {
            "organisation": one.organisation.name,
            "written": absolute(one.written_at),
            "facts": one.facts,
            "doing": one.doing,
            "opinion": one.opinion,
            "offer": one.offer,
            "advice": one.advice,
        }
        for one in View.objects.filter(case=case).select_related("organisation").order_by("written_at")
        if sieve.passes(
            one.organisation.kind, one.category, Regime.of(one.organisation.kind, one.category), one.pk
        )
    ]


def _actions(case: Case, sieve: _Sieve) -> list[dict[str, Any]]:
    steps = Step.objects.filter(case=case, kind=Case.NextKind.ACTION).select_related("organisation", "words")
    return [
        {
            "domain": str(step.get_domain_display()),
            "organisation": step.organisation.name,
            "state": str(step.get_state_display()),
            "before": absolute(step.due_at),
            "text": step.words.text,
            "outcome": step.words.outcome,
        }
        for step in steps.order_by("due_at")
        if hasattr(step, "words")
        and sieve.passes(step.organisation.kind, step.words.category, Regime.AVG, step.pk)
    ]


def _consents(case: Case) -> list[dict[str, Any]]:
    kinds = dict(Organisation.Kind.choices)
    purposes = dict(Purpose.choices)
    return [
        {
            "receiver": str(kinds.get(one.receiver_kind) or one.receiver_other),
            "answer": _("yes") if one.given else _("no"),
            "parts": [str(category.label) for category in in_mask(one.categories)],
            "for": [str(purposes.get(purpose, purpose)) for purpose in one.purposes],
            "said": absolute(one.given_at),
            "how": str(one.get_how_display()),
            "until": absolute(one.ends_at) if one.ends_at else "",
            "withdrawn": absolute(one.withdrawn_at) if one.withdrawn_at else "",
        }
        for one in Consent.objects.filter(case=case).order_by("given_at")
    ]


def _receivers(case: Case) -> list[dict[str, Any]]:
    rows = {row.id: str(row.words) for row in ROWS}
    return [
        {
            "organisation": one.organisation.name,
            "parts": [str(category.label) for category in in_mask(one.categories)],
            "for": str(PURPOSES.get(one.purpose, one.purpose)),
            "ground": str(one.get_basis_display()),
            "rules": [rows.get(row, row) for row in one.rows],
            "from": absolute(one.starts_at),
            "until": absolute(end) if (end := one.revoked_at or one.ends_at) else "",
        }
        for one in Grant.objects.filter(case=case).select_related("organisation").order_by("starts_at", "pk")
    ]


def _kept(case: Case) -> list[dict[str, str]]:
    dues = Due.objects.filter(case=case, ended_at__isnull=True).order_by("category")
    found = [
        {"what": str(Category(due.category).label), "until": day(timezone.localdate(due.due_at))}
        for due in dues
    ]
    if not found:
        row = retention.row_of(case.registered_for.kind, Category.CASE)
        found = [{"what": _("everything in Rondom"), "until": str(row.words)}]
    kinds = Grant.objects.filter(case=case).values_list("organisation__kind", flat=True).distinct()
    rows = {row.id: row for kind in kinds for row in retention.at_source(kind)}
    return found + [
        {"what": _("in an organisation's own dossier"), "until": str(row.words)} for row in rows.values()
    ]


def _log(case: Case) -> list[dict[str, Any]]:
    """Who saw it, when and what for: organisation and role."""
    events = list(Event.objects.filter(case_id=case.pk).order_by("pk"))
    places = dict(
        Organisation.objects.filter(pk__in={e.organisation_id for e in events}).values_list("pk", "name")
    )
    roles = dict(Role.choices)
    return [
        {
            "at": absolute(event.at),
            "organisation": places[event.organisation_id]
            if event.organisation_id in places
            else _("Rondom itself"),
            "role": ", ".join(str(roles.get(role, role)) for role in event.roles.split()),
            "did": str(sentence_of(event.verb)),
            "for": str(PURPOSES.get(event.purpose, event.purpose)),
            "refused": event.outcome == Event.Outcome.REFUSED,
        }
        for event in events
    ]
