"""Take someone out of a case who should not be in it."""

from django.db import connection, transaction

from rondom.audit.log import record
from rondom.cases.models import Case, Person
from rondom.coordination import taking_out
from rondom.coordination.taking_out import Why
from rondom.coordination.verbs import CoordinationVerb
from rondom.organisations.actor import Actor


@transaction.atomic
def take_out(*, actor: Actor, case: Case, person: Person, why: Why) -> None:
    """Destroy what is known of someone in a case, with what stood there before; that it was done, and why, is recorded.

    The case must be locked. Raises Denied for who may not and for the person whom the case is about, WrongStep while something
    rests on them, NotThere when they are gone already. What others wrote in which they are named stays.
    """
    taking_out.may_take_out(actor, case, person)
    with connection.cursor() as cursor:
        cursor.execute("SELECT take_out(%s)", [person.pk])
        (came,) = cursor.fetchone()
    taking_out.must_be_gone(came, person, case)
    record(
        actor,
        CoordinationVerb.TAKEN_OUT,
        case_id=case.pk,
        subject=("person", person.pk),
        data={"why": why.value},
    )
