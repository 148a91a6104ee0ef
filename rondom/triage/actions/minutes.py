"""Sign the minutes of a meeting, add to them, note who read them."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from rondom.audit.log import record
from rondom.cases import policies as case_policies
from rondom.cases.models import Case, Category
from rondom.core.errors import WrongStep
from rondom.organisations.actor import Actor
from rondom.sharing import policies as sharing_policies
from rondom.triage import policies
from rondom.triage.models import Addition, Meeting, Minutes
from rondom.triage.verbs import TriageVerb


@transaction.atomic
def sign(*, actor: Actor, meeting: Meeting) -> Minutes:
    """Sign the minutes of a meeting that was closed, once. Raises Denied for who does not chair, or WrongStep."""
    policies.may_sign(actor, meeting)
    waiting = Minutes.objects.select_for_update(no_key=True).filter(meeting=meeting, signed_at__isnull=True)
    minutes = waiting.first()
    if minutes is None:  # someone else signed at this moment
        raise WrongStep(_("These minutes are signed already."))
    minutes.signed_at, minutes.signed_by = actor.at, actor.user
    minutes.save(update_fields=["signed_at", "signed_by"])
    record(actor, TriageVerb.MINUTES_SIGNED, subject=("meeting", meeting.pk), purpose="mdt")
    return minutes


@transaction.atomic
def add_to_minutes(
    *, actor: Actor, case: Case, meeting: Meeting, kind: Addition.Kind, category: Category, text: str
) -> Addition:
    """Add to the minutes of a case in a meeting, or say what is wrong in them; also once they are signed.

    What stood there stays. Raises Denied for who has no seat and does not work on the case, or may not see the
    category, and for police without a decision under Wpg article 20.
    """
    policies.may_add_to_minutes(actor, case, meeting)
    sharing_policies.may_bring_in(actor, case)
    case_policies.must_be_open(case)
    case_policies.must_hold(case.held, [category], case)
    addition = Addition(
        case=case,
        meeting=meeting,
        category=category,
        kind=kind,
        organisation=actor.organisation,
        author=actor.user,
        text=text,
        written_at=actor.at,
    )
    addition.save(force_insert=True)
    data = {"kind": kind.value, "meeting": str(meeting.pk)}
    record(
        actor, TriageVerb.MINUTES_ADDED, case_id=case.pk, subject=("addition", addition.pk),
        purpose="mdt", data=data,
    )  # fmt: skip
    return addition


@transaction.atomic
def note_minutes(*, actor: Actor, meeting: Meeting, cases: Sequence[Case], paper: bool = False) -> None:
    """Note that someone read the minutes of a meeting, on paper or not, and which cases they saw in them."""
    data = {"cases": [str(case.pk) for case in cases], "paper": paper}
    record(actor, TriageVerb.MINUTES_READ, subject=("meeting", meeting.pk), purpose="mdt", data=data)


@transaction.atomic
def note_rounds(*, actor: Actor, case: Case, paper: bool = False) -> None:
    """Note that someone read all that the MDT said of a case, on paper or not."""
    data = {"cases": [str(case.pk)], "paper": paper}
    record(actor, TriageVerb.MINUTES_READ, case_id=case.pk, purpose="mdt", data=data)
