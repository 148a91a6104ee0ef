"""Give the person a code to show elsewhere, end it, and answer who asked for contact with it."""

from django.db import transaction

from rondom.audit.log import record
from rondom.cases import policies as case_policies
from rondom.cases.models import Case, Category
from rondom.coordination import codes, policies
from rondom.coordination.models import ContactCode, ContactRequest
from rondom.coordination.verbs import CoordinationVerb
from rondom.organisations.actor import Actor


@transaction.atomic
def give(*, actor: Actor, case: Case) -> ContactCode:
    """Give the person a code; one that was given before works no longer. The case must be locked.

    Raises Denied for who does not coordinate, WrongStep in a closed case.
    """
    policies.must_coordinate(actor, case)
    case_policies.must_be_open(case)
    case_policies.must_hold(case.held, [Category.IDENTITY], case)
    before = codes.current(case)
    if before is not None:
        _end(actor, before)
    text = codes.new_code()
    code = ContactCode(
        case=case,
        code=text,
        digest=codes.digest(text),
        given_at=actor.at,
        given_by=actor.user,
        given_for=actor.organisation,
    )
    code.save(force_insert=True)
    record(
        actor,
        CoordinationVerb.CODE_GIVEN,
        case_id=case.pk,
        subject=("contact_code", code.pk),
        data={"instead_of": str(before.pk) if before else ""},
    )
    return code


@transaction.atomic
def end(*, actor: Actor, case: Case, code: ContactCode) -> None:
    """The code opens nothing any more, at once. The case must be locked. Raises Denied."""
    policies.must_coordinate(actor, case)
    _end(actor, code)
    record(actor, CoordinationVerb.CODE_ENDED, case_id=case.pk, subject=("contact_code", code.pk))


@transaction.atomic
def decide(*, actor: Actor, case: Case, request: ContactRequest, state: ContactRequest.State) -> None:
    """Say yes, and whoever asked sees who coordinates; or no, and they see what they saw before.

    The case must be locked. Raises Denied for who does not coordinate, WrongStep when it was answered.
    """
    policies.must_coordinate(actor, case)
    request.move_to(state)
    request.decided_at, request.decided_by = actor.at, actor.user
    request.save(update_fields=["state", "decided_at", "decided_by"])
    record(
        actor,
        CoordinationVerb.CONTACT_DECIDED,
        case_id=case.pk,
        subject=("contact_request", request.pk),
        data={"state": state.value},
    )


@transaction.atomic
def note(*, actor: Actor, case: Case, lines: list[codes.Line]) -> None:
    """Note that someone saw the code and who asked with it."""
    data = {"requests": sorted(str(line.request.pk) for line in lines)}
    record(actor, CoordinationVerb.CODE_READ, case_id=case.pk, purpose="coordination", data=data)


def _end(actor: Actor, code: ContactCode) -> None:
    code.ended_at, code.ended_by = actor.at, actor.user
    code.save(update_fields=["ended_at", "ended_by"])
