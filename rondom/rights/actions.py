"""Open a case for a request of the person, and give what they ask."""

from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from rondom.audit.log import record
from rondom.cases.actions import dossier
from rondom.cases.models import Case, Category, Entry, Regime, in_mask
from rondom.coordination.actions import contacts
from rondom.coordination.models import Contact
from rondom.core.db import uuid7
from rondom.core.errors import NotThere, WrongStep
from rondom.organisations.actor import Actor
from rondom.organisations.models import Organisation
from rondom.rights import agreed, held, policies
from rondom.rights.models import Request
from rondom.rights.verbs import RightsVerb
from rondom.sharing.actions import grants
from rondom.sharing.decide import Flow, decide
from rondom.sharing.models import Notice, Restriction
from rondom.sharing.policies import must_supervise
from rondom.sharing.terms import Condition, Party, Purpose
from rondom.sharing.verbs import SharingVerb

OWN_DATA = "own-data"  # the row of the privacy protocol
_OPEN = "SELECT open_request(%s, %s, %s, %s, %s, %s, %s)"
_CLOSE = "SELECT close_request(%s, %s, %s, %s, %s)"


def _lanes() -> int:
    """What the protocol lets people see of their own data, by regime."""
    facts = frozenset({Condition.VICTIM_REQUEST, Condition.NOT_REFUSED})
    return sum(
        regime.lane(category)
        for category in Category
        for regime in Regime
        if decide(
            Flow(
                Organisation.Kind.PLATFORM,
                Party.PERSON,
                category,
                regime.name.lower(),
                Purpose.INSIGHT,
                facts,
            )
        ).allowed
    )


@transaction.atomic
def open_request(
    *, actor: Actor, code: str, kind: Request.Kind, how: Request.Identity, checked_by: str, checked_on: date
) -> Case:
    """See the case with this code for two weeks, for a request of the person. Coordinator and who registered it are told.

    Raises Denied for who does not watch over privacy; NotThere for no such code, a case of others or a shield: one answer;
    WrongStep when a request about it is open already.
    """
    must_supervise(actor)
    key = uuid7()
    asked: list[Any] = [key, code, actor.organisation_id, kind.value, how.value, checked_on, _lanes()]
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, asked)
        found = cursor.fetchone()[0]
    if found is None:
        raise NotThere("case")
    request = Request.objects.filter(pk=key).first()
    if request is None:
        raise WrongStep(_("You have a request about this case open already."), case_id=found)
    request.identity_by = checked_by.strip()
    request.save(update_fields=["identity_by"])
    case = dossier.locked(actor, found)
    for user_id in {case.coordinator_id, case.registered_by_id} - {None}:
        grants.tell(actor, case, user_id, Notice.Kind.REQUEST)
    record(
        actor,
        RightsVerb.OPENED,
        case_id=case.pk,
        subject=("request", key),
        purpose=Purpose.INSIGHT,
        decision=OWN_DATA,
        data={"kind": kind.value, "identity": how.value, "until": request.ends_at.isoformat()},
    )
    return case


@transaction.atomic
def export(*, actor: Actor, case: Case, left_out: set[str], form: str) -> dict[str, Any]:
    """Everything held about the person, as the protocol allows; texts in `left_out` touch others. Recorded as an export.

    Raises NotThere without an open request.
    """
    request = policies.must_serve(actor, case)
    found = held.gather(actor, case, request, left_out)
    record(
        actor,
        RightsVerb.EXPORTED,
        case_id=case.pk,
        subject=("request", request.pk),
        purpose=Purpose.INSIGHT,
        decision=OWN_DATA,
        data={"form": form, "left_out": sorted(left_out)},
    )
    return found


@transaction.atomic
def correct(*, actor: Actor, case: Case, entry: Entry, text: str) -> Entry:
    """Put what the person says beside a text they dispute; the text itself stays. The case must be locked."""
    policies.must_serve(actor, case)
    policies.must_be_a_text(entry, case)
    note = dossier.write(
        actor=actor, case=case, kind=Entry.Kind.CORRECTION, category=Category(entry.category), text=text.strip(),
        about_id=entry.pk, regime=Regime(entry.regime),
    )  # fmt: skip
    record(actor, RightsVerb.CORRECTED, case_id=case.pk, subject=("entry", entry.pk), purpose=Purpose.INSIGHT)
    return note


@transaction.atomic
def restrict(*, actor: Actor, case: Case, ground: Restriction.Ground, until: datetime) -> Restriction:
    """Nothing more is shared of the case until a moment. The case must be locked. Raises NotThere, WrongStep."""
    policies.must_serve(actor, case)
    policies.must_end_in_time(until, actor, case)
    made = Restriction(case=case, ground=ground, set_at=actor.at, set_by=actor.user, ends_at=until)
    made.save(force_insert=True)
    record(
        actor,
        SharingVerb.RESTRICTED,
        case_id=case.pk,
        subject=("restriction", made.pk),
        data={"ground": ground.value, "until": until.isoformat()},
    )
    return made


@transaction.atomic
def lift(*, actor: Actor, case: Case, restriction: Restriction) -> None:
    """The restriction holds no more; the person is told first (AVG 18(3)). Raises NotThere, WrongStep."""
    policies.must_serve(actor, case)
    policies.must_be_lifted_once(restriction, case)
    restriction.lifted_at, restriction.lifted_by = actor.at, actor.user
    restriction.save(update_fields=["lifted_at", "lifted_by"])
    record(actor, SharingVerb.RESTRICTION_LIFTED, case_id=case.pk, subject=("restriction", restriction.pk))


@transaction.atomic
def close(
    *,
    actor: Actor,
    case: Case,
    outcome: Request.Outcome,
    ground: str = "",
    refused: int = 0,
    until: datetime | None = None,
) -> None:
    """Answer a request: done, or refused in part or whole on a ground until a moment. The case is closed to the officer.

    Raises NotThere without an open request, WrongStep for a refusal that is not whole.
    """
    request = policies.must_serve(actor, case)
    policies.may_refuse(outcome, ground, refused, until, case)
    if until:
        policies.must_end_in_time(until, actor, case)
    record(
        actor,
        RightsVerb.CLOSED,
        case_id=case.pk,
        subject=("request", request.pk),
        purpose=Purpose.INSIGHT,
        data={"outcome": outcome.value, "ground": ground, "refused": [int(one) for one in in_mask(refused)]},
    )
    with connection.cursor() as cursor:
        cursor.execute(_CLOSE, [request.pk, outcome.value, ground, refused, until])


@transaction.atomic
def note_list(*, actor: Actor) -> None:
    """Note that someone looked at the requests. Raises Denied for who does not watch over privacy."""
    must_supervise(actor)
    record(actor, RightsVerb.LISTED, purpose="accountability")


@transaction.atomic
def print_agreed(*, actor: Actor, case: Case, wanted: agreed.Wanted) -> agreed.Sheet:
    """What was agreed, for one sheet of paper that goes along with the person. The case must be locked.

    Raises Denied for who may not know who it is; WrongStep unless the person said that paper is safe, or for words that
    say too much.
    """
    policies.may_tell(actor, case)
    policies.must_be_safe_on_paper(wanted, actor, case)
    sheet = agreed.gather(actor, case, wanted)
    if wanted.by_post:
        person = policies.who_is_written_to(case)
        letter = contacts.Meant(person, Contact.Way.LETTER, actor.at, agreed=True)
        contacts.begin(actor=actor, case=case, meant=letter)
    record(
        actor,
        RightsVerb.PRINTED,
        case_id=case.pk,
        purpose=Purpose.INSIGHT,
        decision=OWN_DATA,
        data={
            "language": wanted.language,
            "names": wanted.names,
            "letter": wanted.letter,
            "by_post": wanted.by_post,
            "rights": sorted(wanted.rights),
        },
    )
    return sheet


@transaction.atomic
def read_agreed(*, actor: Actor, case: Case, wanted: agreed.Wanted) -> agreed.Sheet:
    """What was agreed, to read out where paper is not safe. The case must be locked. Raises Denied, WrongStep."""
    policies.may_tell(actor, case)
    sheet = agreed.gather(actor, case, wanted)
    record(
        actor, RightsVerb.READ_OUT, case_id=case.pk, purpose=Purpose.INSIGHT, decision=OWN_DATA,
        data={"safe": wanted.safe},
    )  # fmt: skip
    return sheet
