"""Covenants and local alliances, and the officers that organisations designate."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rondom.accounts.models import User
from rondom.audit.log import record
from rondom.core.errors import Denied, WrongStep
from rondom.organisations import policies as organisation_policies
from rondom.organisations.actor import Actor
from rondom.organisations.models import Membership, Organisation
from rondom.programme import policies
from rondom.programme.models import Agreement, Officer
from rondom.programme.verbs import ProgrammeVerb

SAID = (
    "kind", "title", "about", "municipalities", "parties", "others", "starts_on", "ends_on", "evaluate_on",
)  # fmt: skip


def _say(actor: Actor, agreement: Agreement, said: Mapping[str, Any]) -> None:
    """Let an agreement say this, from now on. Raises WrongStep."""
    for name in SAID:
        setattr(agreement, name, said[name])
    agreement.parties = policies.must_exist(said["parties"])
    assert actor.user
    agreement.changed_at, agreement.changed_by = actor.at, actor.user


@transaction.atomic
def add(*, actor: Actor, said: Mapping[str, Any]) -> Agreement:
    """Add a covenant or a local alliance that was agreed; `said` has a value for each of SAID. Raises Denied."""
    policies.must_run(actor)
    agreement = Agreement()
    _say(actor, agreement, said)
    agreement.save(force_insert=True)
    record(actor, ProgrammeVerb.AGREED, subject=("agreement", agreement.pk), data={"kind": agreement.kind})
    return agreement


@transaction.atomic
def change(*, actor: Actor, agreement: Agreement, said: Mapping[str, Any]) -> None:
    """Change what a locked agreement says, such as the day on which it ends. Raises Denied."""
    policies.must_run(actor)
    _say(actor, agreement, said)
    agreement.save(update_fields=[*SAID, "changed_at", "changed_by"])
    record(actor, ProgrammeVerb.AGREEMENT_CHANGED, subject=("agreement", agreement.pk))


@transaction.atomic
def evaluate(*, actor: Actor, agreement: Agreement, evaluation: str, again_on: Any) -> None:
    """Write down how a locked agreement was evaluated, and when it is again. Raises Denied."""
    policies.must_run(actor)
    agreement.evaluation, agreement.evaluate_on = evaluation, again_on
    agreement.evaluated_at, agreement.evaluated_by = actor.at, actor.user
    agreement.save(update_fields=["evaluation", "evaluate_on", "evaluated_at", "evaluated_by"])
    record(actor, ProgrammeVerb.EVALUATED, subject=("agreement", agreement.pk))


@transaction.atomic
def designate(*, actor: Actor, organisation: Organisation, user: User) -> Officer:
    """The manager of an organisation designates someone who works there, from now on. Raises Denied or WrongStep."""
    organisation_policies.must_manage(actor, organisation)
    if not Membership.objects.in_force(actor.at).filter(organisation=organisation, user=user).exists():
        raise Denied(_("This person does not work at your organisation."))
    if Officer.objects.filter(organisation=organisation, user=user, ends_at__isnull=True).exists():
        raise WrongStep(_("This person is designated already."))
    officer = Officer(organisation=organisation, user=user, starts_at=actor.at)
    officer.save(force_insert=True)
    record(actor, ProgrammeVerb.DESIGNATED, subject=("officer", officer.pk), data={"user": str(user.pk)})
    return officer


@transaction.atomic
def end_officer(*, actor: Actor, officer: Officer) -> None:
    """Someone is an officer no longer. Raises Denied or WrongStep."""
    organisation_policies.must_manage(actor, officer.organisation)
    if officer.ends_at is not None:
        raise WrongStep(_("This has already ended."))
    officer.ends_at = actor.at
    officer.save(update_fields=["ends_at"])
    record(actor, ProgrammeVerb.OFFICER_ENDED, subject=("officer", officer.pk))
