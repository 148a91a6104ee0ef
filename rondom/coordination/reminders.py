"""Of steps: the last reminder, and who insists, read with the steps themselves."""

from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import JSONObject

from rondom.cases.models import Step
from rondom.coordination.models import Insistence, Nudge, Overlap
from rondom.organisations.actor import Actor


def last_reminder() -> Subquery:
    """An annotation for steps: the last reminder of their present last moment, its kind and when."""
    found = Nudge.objects.filter(step=OuterRef("pk"), due_at=OuterRef("due_at")).order_by("-at", "-pk")
    return Subquery(found.values(told=JSONObject(kind="kind", at="at"))[:1])


def asked_of(actor: Actor) -> Subquery:
    """An annotation for steps: what someone insists on with the actor, and before when it must be answered."""
    found = Insistence.objects.filter(
        step=OuterRef("pk"), user_id=actor.key, answered_at__isnull=True
    ).order_by("answer_before")
    return Subquery(found.values(told=JSONObject(id="id", before="answer_before"))[:1])


def insisted_with(actor: Actor) -> Q:
    """The steps on which someone insists with the actor."""
    waiting = Insistence.objects.filter(user_id=actor.key, answered_at__isnull=True)
    return Q(pk__in=waiting.values("step_id"))


def settled_with() -> ArraySubquery:
    """An annotation for steps: the later steps with which an overlap was settled."""
    return ArraySubquery(Overlap.objects.filter(first=OuterRef("pk")).values("second_id"))


def reminded(step: Step | None) -> dict[str, Any]:
    """The last reminder of a step with `nudged`, in words; nothing when there is none."""
    found = getattr(step, "nudged", None)
    if not found:
        return {}
    return {
        "said": Nudge.Kind(found["kind"]).label,
        "at": datetime.fromisoformat(found["at"]),
        "kind": found["kind"],
    }
