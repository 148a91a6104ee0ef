"""Write, publish and withdraw updates."""

from django.db import transaction

from rondom.audit.log import record
from rondom.organisations.actor import Actor
from rondom.programme import policies
from rondom.programme.models import Initiative, Update
from rondom.programme.verbs import ProgrammeVerb


@transaction.atomic
def write(
    *, actor: Actor, title: str, text: str, initiative: Initiative | None = None, update: Update | None = None
) -> Update:
    """Write an update, or write a draft of one anew; nobody else sees it yet. Raises Denied or WrongStep."""
    policies.must_run(actor)
    assert actor.user
    draft = update or Update()
    if update:
        policies.may_publish(actor, update)
    draft.title, draft.text, draft.initiative = title, text, initiative
    draft.written_at, draft.written_by = actor.at, actor.user
    if update:
        draft.save(update_fields=["title", "text", "initiative", "written_at", "written_by"])
    else:
        draft.save(force_insert=True)
    record(actor, ProgrammeVerb.WRITTEN, subject=("update", draft.pk))
    return draft


@transaction.atomic
def publish(*, actor: Actor, update: Update) -> None:
    """Everyone may read a locked draft from now on, without an account too. Raises Denied or WrongStep."""
    policies.may_publish(actor, update)
    policies.may_withdraw(actor, update)
    update.published_at, update.published_by = actor.at, actor.user
    update.save(update_fields=["published_at", "published_by"])
    record(actor, ProgrammeVerb.PUBLISHED, subject=("update", update.pk))


@transaction.atomic
def withdraw(*, actor: Actor, update: Update) -> None:
    """Nobody outside the programme sees a locked update any more. Raises Denied or WrongStep."""
    policies.may_withdraw(actor, update)
    update.withdrawn_at, update.withdrawn_by = actor.at, actor.user
    update.save(update_fields=["withdrawn_at", "withdrawn_by"])
    record(actor, ProgrammeVerb.WITHDRAWN, subject=("update", update.pk))
