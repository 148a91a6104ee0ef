"""Note what is assumed, needed, in the way or learned; settle it; take it back."""

from django.db import connection, transaction

from rondom.audit.log import record
from rondom.organisations.actor import Actor
from rondom.programme import policies
from rondom.programme.models import Finding, Initiative
from rondom.programme.verbs import ProgrammeVerb


@transaction.atomic
def note(*, actor: Actor, kind: Finding.Kind, text: str, initiative: Initiative | None = None) -> Finding:
    """Note what someone of an organisation found, about an initiative or about all. Raises Denied."""
    assert actor.user
    finding = Finding(
        initiative=initiative,
        kind=kind,
        text=text,
        organisation=policies.may_note(actor),
        written_at=actor.at,
        written_by=actor.user,
    )
    finding.save(force_insert=True)
    record(actor, ProgrammeVerb.FOUND, subject=("finding", finding.pk), data={"kind": kind.value})
    return finding


@transaction.atomic
def settle(*, actor: Actor, finding: Finding, answer: str) -> None:
    """Say how a locked finding was settled: looked into, arranged, solved. Raises WrongStep."""
    policies.may_settle(finding)
    finding.answer, finding.settled_at, finding.settled_by = answer, actor.at, actor.user
    finding.save(update_fields=["answer", "settled_at", "settled_by"])
    record(actor, ProgrammeVerb.SETTLED, subject=("finding", finding.pk))


@transaction.atomic
def take_back(*, actor: Actor, finding: Finding) -> None:
    """Take a locked finding back: its words are gone. Raises Denied or WrongStep."""
    policies.may_take_back(actor, finding)
    with connection.cursor() as cursor:
        cursor.execute("SELECT take_back_finding(%s)", [finding.pk])
    finding.text = finding.answer = ""
    finding.taken_back_at = actor.at
    record(actor, ProgrammeVerb.TAKEN_BACK, subject=("finding", finding.pk))
