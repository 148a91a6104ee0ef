"""What happens to an acute window in a case: judged, offered, accepted, declined, done; and taken back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from rondom.audit.log import record
from rondom.cases.models import Case, Category, Regime
from rondom.first_contact import policies, watch
from rondom.first_contact.models import WindowStep
from rondom.first_contact.verbs import WindowVerb
from rondom.organisations.actor import Actor


@transaction.atomic
def note(
    *,
    actor: Actor,
    case: Case,
    code: str,
    kind: WindowStep.Kind,
    reason: str = "",
    at: datetime | None = None,
) -> WindowStep:
    """Note one step with one window; `at` is when it happened, if not now. The case must be locked.

    Raises Denied without the medical data, WrongStep for a closed case, a step that cannot follow, a judgement without a
    reason, or a moment to come.
    """
    policies.may_note_window(case)
    watched = {one.window.key: one for one in watch.of_case(case, actor.at)}
    policies.must_follow(watched.get(code), kind, case)
    policies.must_have_reason(kind, reason, case)
    policies.must_have_been(at or actor.at, actor, case)
    step = _step(actor, case, code=code, kind=kind, reason=reason.strip(), at=at or actor.at)
    step.save(force_insert=True)
    record(actor, WindowVerb.NOTED, case_id=case.pk, subject=("window", step.pk), purpose="help")
    return step


def begin(actor: Actor, case: Case, not_applicable: Mapping[str, str]) -> None:
    """Lay down what a person judged while reporting, by code with why, as part of registering, which records it."""
    kind = WindowStep.Kind.NOT_APPLICABLE
    WindowStep.objects.bulk_create(
        _step(actor, case, code=code, kind=kind, reason=reason, at=actor.at)
        for code, reason in not_applicable.items()
    )


def _step(actor: Actor, case: Case, **fields: Any) -> WindowStep:
    assert actor.organisation is not None
    return WindowStep(
        case=case,
        regime=Regime.of(actor.organisation.kind, Category.MEDICAL),
        noted_at=actor.at,
        noted_by=actor.user,
        organisation=actor.organisation,
        **fields,
    )


@transaction.atomic
def take_back(*, actor: Actor, case: Case, step: WindowStep) -> None:
    """What was noted by mistake counts no more, and stays to be read. The case must be locked.

    Raises Denied for what another organisation noted, WrongStep when something was noted after it.
    """
    policies.may_note_window(case)
    last = (
        WindowStep.objects.filter(case=case, code=step.code, undone_at__isnull=True)
        .order_by("-noted_at", "-pk")
        .first()
    )
    policies.may_take_back(step, last, actor, case)
    step.undone_at, step.undone_by = actor.at, actor.user
    step.save(update_fields=["undone_at", "undone_by"])
    record(actor, WindowVerb.UNDONE, case_id=case.pk, subject=("window", step.pk), purpose="help")
