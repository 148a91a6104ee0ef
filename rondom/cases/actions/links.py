"""Link two cases that have to do with each other, and undo it. Nothing is copied from one to the other."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from rondom.audit.log import record
from rondom.cases import policies
from rondom.cases.models import Case, CaseLink
from rondom.cases.verbs import CaseVerb
from rondom.organisations.actor import Actor


@transaction.atomic
def add(
    *,
    actor: Actor,
    case: Case,
    other: Case,
    kind: CaseLink.Kind,
    grounds: Sequence[str],
    before: dict[str, Any] | None = None,
) -> CaseLink:
    """Note that two cases have to do with each other, on these grounds; for a duplicate, `before` is where `case` stood.

    The event stands in the log of neither: whoever reads that may see one of the two alone. Raises Denied or WrongStep.
    """
    policies.may_link(actor, case, other, kind)
    link = CaseLink(
        case=case, other=other, kind=kind, category=CaseLink.category_for(kind), grounds=list(grounds), before=before,
        made_at=actor.at, made_by=actor.user,
    )  # fmt: skip
    link.save(force_insert=True)
    data = {"cases": sorted([str(case.pk), str(other.pk)]), "kind": kind.value}
    record(actor, CaseVerb.LINKED, subject=("link", link.pk), purpose="coordination", data=data)
    return link


@transaction.atomic
def undo(*, actor: Actor, link: CaseLink) -> None:
    """Undo a link: the row stays, with who undid it. Raises Denied or WrongStep."""
    policies.may_unlink(actor, link)
    link.undone_at, link.undone_by = actor.at, actor.user
    link.save(update_fields=["undone_at", "undone_by"])
    data = {"cases": sorted([str(link.case_id), str(link.other_id)]), "kind": link.kind}
    record(actor, CaseVerb.UNLINKED, subject=("link", link.pk), purpose="coordination", data=data)
