"""Register a report: the one thing that starts a case."""

from typing import Any

from django.db import transaction

from rondom.audit.log import record
from rondom.cases.actions import dossier, links
from rondom.cases.models import Case, CaseLink, Category, Entry
from rondom.cases.policies import may_register
from rondom.core.db import uuid7
from rondom.first_contact.actions import drafts, safety, windows
from rondom.first_contact.intake import Intake
from rondom.first_contact.models import Draft, Report
from rondom.first_contact.policies import sharing_of
from rondom.first_contact.verbs import ReportVerb
from rondom.organisations.actor import Actor
from rondom.organisations.models import Organisation
from rondom.organisations.partners import Partnership
from rondom.sharing.actions import grants
from rondom.sharing.actions.consents import noted
from rondom.sharing.models import Consent
from rondom.sharing.proposal import Proposal, live_decisions


@transaction.atomic
def register(
    *, actor: Actor, intake: Intake, repeat_of: Case | None = None, draft: Draft | None = None
) -> Case:
    """Register a first report and begin its case, and end the `draft` that it comes from.

    Raises Denied when the organisation does not work there. `repeat_of` is an earlier case about the same person: the new
    one has a clock of its own all the same, and is linked.
    """
    partnership = may_register(actor, intake.region)
    consents = [noted(actor, Case(), answer) for answer in intake.answers]
    case = dossier.begin(
        actor=actor,
        opening=dossier.Opening(
            case_id=draft.case_id if draft else uuid7(),
            partnership=partnership,
            reported_at=intake.reported_at,
            shielded=intake.works_at,
            people=intake.people,
            entries=_entries(intake, consents),
        ),
    )
    for consent in consents:
        consent.case = case
    Consent.objects.bulk_create(consents)
    shares = _share(actor, case, intake, consents, partnership)
    report = _report(actor, case, intake)
    report.save(force_insert=True)
    if intake.safety or intake.safety_note.strip():
        safety.noted(actor, case, intake.safety, intake.safety_note).save(force_insert=True)
    windows.begin(actor, case, intake.windows_not_applicable)
    if repeat_of:
        _link(actor, case, repeat_of)
    if draft:
        drafts.end(actor, draft)
    record(
        actor,
        ReportVerb.REGISTERED,
        case_id=case.pk,
        subject=("report", report.pk),
        purpose="first_contact",
        data={
            "channel": intake.channel,
            **({"draft": str(draft.pk)} if draft else {}),
            "shared_with": {str(place.pk): proposal.categories for place, proposal in shares},
        },
    )
    return case


def _report(actor: Actor, case: Case, intake: Intake) -> Report:
    """The report as it came in, not yet written."""
    incident = intake.incident
    return Report(
        case=case,
        channel=intake.channel,
        reporter_role=intake.reporter_role,
        reported_at=intake.reported_at,
        event_earliest=incident.earliest,
        event_latest=incident.latest,
        event_uncertain=incident.uncertain,
        place_kind=incident.place_kind,
        violence_types=list(incident.violence_types),
        dependency_relation=incident.dependency_relation,
        ongoing=incident.ongoing,
        municipality=incident.municipality,
        explained=list(intake.explained),
        reporter_may_be_known=intake.reporter_may_be_known,
        registered_by=actor.user,
        registered_for=actor.organisation,
    )


def _link(actor: Actor, case: Case, earlier: Case) -> None:
    grounds = [CaseLink.Ground.AT_REGISTRATION]
    links.add(actor=actor, case=case, other=earlier, kind=CaseLink.Kind.REPEAT, grounds=grounds)


def _share(
    actor: Actor, case: Case, intake: Intake, consents: list[Consent], partnership: Partnership
) -> list[tuple[Organisation, Proposal]]:
    """Give the organisations of the region what they may see from the start."""
    assert actor.organisation is not None
    others = [one for one in partnership.partners if one.organisation.pk != actor.organisation_id]
    decisions = live_decisions(actor.at).filter(region=intake.region)
    shielded = frozenset(organisation.pk for organisation in intake.works_at)
    shares = sharing_of(actor.organisation.kind, consents, others, decisions, actor.at, shielded=shielded)
    grants.begin(actor, case, shares)
    return shares


def _entries(intake: Intake, consents: list[Consent]) -> list[dict[str, Any]]:
    """The texts of the report, each in the category that protects it; empty ones are left out."""
    texts = [
        (Entry.Kind.SUMMARY, Category.STORY, intake.sentence, None),
        (Entry.Kind.REPORTER_NOTE, Category.STORY, intake.reporter_note, None),
        (Entry.Kind.STORY, Category.STORY, intake.story, None),
        (Entry.Kind.WISHES, Category.STORY, intake.wishes, None),
        *(
            (Entry.Kind.CONSENT_WORDS, Category.IDENTITY, answer.words, consent.pk)
            for answer, consent in zip(intake.answers, consents, strict=True)
        ),
    ]
    return [
        {"kind": kind, "category": category, "text": text, "about_id": about, "told_by": intake.reporter_role}
        for kind, category, text, about in texts
        if text.strip()
    ]
