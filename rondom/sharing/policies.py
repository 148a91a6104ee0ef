"""Who may share, stop, shield, and open in an emergency; who watches over it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from rondom.cases.models import (
    OPEN_STATES,
    Case,
    Category,
    Emergency,
    Grant,
    Person,
    Shield,
    Step,
    any_lane,
)
from rondom.cases.policies import is_named, lasting
from rondom.core.errors import Denied, WrongStep
from rondom.organisations.actor import Actor
from rondom.organisations.models import Organisation, Role
from rondom.sharing.models import Consent, Decision20, Destruction, Due, Hold, Notice, Restriction
from rondom.sharing.proposal import STATABLE, live_decisions
from rondom.sharing.retention import SHORTEST
from rondom.sharing.terms import Condition


class Answer(Protocol):
    """What of an answer decides who must give it."""

    @property
    def given(self) -> bool: ...
    @property
    def given_by(self) -> str: ...
    @property
    def representative(self) -> str: ...


SHORTEST_REASON = 30
LONGEST_HOLD = 366
REPRESENTED_UNTIL = 12  # Wmo 2015 article 5.3.3, as in design/privacy.md; not yet legally confirmed


def shares(actor: Actor, case: Case) -> bool:
    """Whether the actor coordinates the case, or is on it for who registered it."""
    coordinates = case.coordinator_id is not None and case.coordinator_id == actor.user_id
    return coordinates or (case.registered_for_id == actor.organisation_id and is_named(actor, case))


def may_share(actor: Actor, case: Case) -> None:
    """Sharing is widened and stopped by the coordinator, or by whoever is on the case for who registered it."""
    if not shares(actor, case):
        raise Denied(
            _(
                "Only the coordinator, or the organisation that registered this case, can change what is shared."
            ),
            case_id=case.pk,
        )


def may_state(stated: Iterable[str], words: str, case: Case) -> None:
    """A person states what they can judge; consent, decisions and seats are looked up. Acute danger takes a reason."""
    said = set(stated)
    if said - STATABLE:
        raise Denied(_("Nobody can state this: it is looked up."), case_id=case.pk)
    if Condition.ACUTE_DANGER in said:
        must_explain(words)


def may_bring_in(actor: Actor, case: Case) -> None:
    """Police bring police data into a case only while a decision under Wpg article 20 holds in its region."""
    sentence = barred(actor, case)
    if sentence:
        raise Denied(sentence, case_id=case.pk)


def barred(actor: Actor, case: Case) -> str:
    """Why the actor's organisation brings nothing into this case now; empty when it may."""
    of_police = actor.organisation is not None and actor.organisation.kind == Organisation.Kind.POLICE
    return no_decision(case) if of_police and undecided(case, actor.at) else ""


def no_decision(case: Case) -> str:
    """The sentence that says why police data are not shared."""
    return _(
        "There is no decision as meant in Wpg article 20 that holds now in the region %(region)s. Until there is one, "
        "police data are not shared in this case."
    ) % {"region": case.region.name}


def undecided(case: Case, at: datetime) -> bool:
    """Whether no decision under Wpg article 20 holds in the region of the case."""
    return not live_decisions(at).filter(region_id=case.region_id).exists()


def must_be_free(organisation: Organisation, case: Case) -> None:
    """Sharing with an organisation stops only when nobody waits for it: else nobody who sees the case is next."""
    waiting = Step.objects.filter(case=case, organisation=organisation, state__in=OPEN_STATES).exists()
    if waiting or organisation.pk in {case.coordinator_organisation_id, case.next_organisation_id}:
        raise WrongStep(
            _("%(organisation)s still has something to do in this case.")
            % {"organisation": organisation.name},
            instead=_("Withdraw its open actions first, or lay them with someone else."),
            case_id=case.pk,
        )


def may_answer_for(actor: Actor, case: Case) -> None:
    """What the person says about sharing is noted by anyone who knows who they are; nobody has to be asked first."""
    if not case.held & Category.IDENTITY:
        raise Denied(
            _("You may not see who this is, so you cannot note what they say about sharing."), case_id=case.pk
        )


def must_be_represented(answer: Answer, case: Case, at: datetime) -> None:
    """For a child under twelve the legal representative says yes; anyone may say no.

    Source: Wmo 2015 article 5.3.3(1), not yet legally confirmed.
    """
    by_others = answer.given_by != Consent.By.PERSON
    if by_others and not answer.representative.strip():
        raise WrongStep(_("Write the name of the representative."), case_id=case.pk)
    if answer.given and not by_others and surely_a_child(case, at):
        raise WrongStep(
            _("The person is younger than twelve: a legal representative decides."),
            instead=_("Note who decides, together with the child or for the child."),
            case_id=case.pk,
        )


def surely_a_child(case: Case, at: datetime) -> bool:
    """Whether someone whom the case is about is surely under twelve, by the year of birth."""
    victims = Person.objects.filter(case=case, roles__contains=[Person.Role.VICTIM])
    return any(is_surely_a_child(victim.birth_year, at) for victim in victims)


def is_surely_a_child(birth_year: int | None, at: datetime) -> bool:
    """Whether someone born in a year is under twelve whatever the day; an unknown year says nothing."""
    return birth_year is not None and timezone.localtime(at).year - birth_year < REPRESENTED_UNTIL


def must_hold_still(consent: Consent, case: Case) -> None:
    """An answer is withdrawn once, and only a yes."""
    if consent.case_id != case.pk:
        raise Denied(_("This answer belongs to another case."), case_id=case.pk)
    if not consent.given or consent.withdrawn_at:
        raise WrongStep(_("There is no consent here any more that could be withdrawn."), case_id=case.pk)


def must_end_later(ends_at: datetime | None, actor: Actor, case: Case) -> None:
    """Sharing and consent end in the future."""
    if ends_at is not None and ends_at <= actor.at:
        raise WrongStep(_("The end must be later than now."), case_id=case.pk)


def must_not_outlast(ends_at: datetime | None, until: datetime | None, case: Case) -> None:
    """Nothing is shared for longer than the consent or decision it rests on."""
    if until is not None and (ends_at is None or ends_at > until):
        raise WrongStep(
            _("This would be shared for longer than the consent or decision it rests on."),
            instead=_("Choose an earlier end, or ask the person again."),
            case_id=case.pk,
        )


def must_not_be_shielded(organisation: Organisation, case: Case) -> None:
    """Nothing is shared with an organisation from which the case is shielded."""
    if Shield.objects.filter(case=case, organisation=organisation, lifted_at__isnull=True).exists():
        raise Denied(
            _("This case is shielded from %(organisation)s.") % {"organisation": organisation.name},
            case_id=case.pk,
        )


def shields(actor: Actor, case: Case) -> bool:
    """Whether the actor knows who the person is, and not in an emergency alone."""
    return bool(any_lane(lasting(actor, case)) & Category.IDENTITY)


def may_shield(actor: Actor, case: Case) -> None:
    """A shield is set by whoever knows who the person is, not in an emergency alone; it can only narrow."""
    may_answer_for(actor, case)
    if not shields(actor, case):
        raise Denied(_("You see this case in an emergency. You cannot change who sees it."), case_id=case.pk)


def must_shield_another(user_id: UUID | None, actor: Actor, case: Case) -> None:
    """Nobody shields a case from themselves, its coordinator, or who registered it: someone must be left to be next."""
    if user_id is not None and user_id in {actor.user_id, case.coordinator_id, case.registered_by_id}:
        raise WrongStep(
            _("This is you, the coordinator, or whoever registered the case."),
            instead=_("Let someone else take over the case first."),
            case_id=case.pk,
        )


def must_explain(words: str) -> None:
    """Opening in an emergency takes a reason of at least thirty signs."""
    if len(words.strip()) < SHORTEST_REASON:
        raise WrongStep(
            _("Write in at least %(n)d signs why this cannot wait.") % {"n": SHORTEST_REASON},
        )


def must_supervise(actor: Actor) -> None:
    """Emergencies are reviewed by who watches over privacy."""
    if not actor.has_role(Role.PRIVACY_OFFICER):
        raise Denied(_("Only a privacy officer reviews this."))


def must_be_unreviewed(emergency: Emergency) -> None:
    """An emergency is reviewed once."""
    if emergency.reviewed_at:
        raise WrongStep(_("This was reviewed already."))


def may_decide_for_police(actor: Actor) -> None:
    """A decision under Wpg article 20 is recorded by an administrator or a privacy officer, as it was taken elsewhere."""
    if not records_decisions(actor):
        raise Denied(_("Only an administrator or privacy officer records such a decision."))


def records_decisions(actor: Actor) -> bool:
    """Whether the actor records and ends decisions under Wpg article 20."""
    return bool(actor.roles & {Role.PRIVACY_OFFICER, Role.ADMINISTRATOR})


def must_be_stoppable(grant: Grant, actor: Actor, case: Case) -> None:
    """A grant of this case that still holds and was not the organisation's own registration."""
    if grant.case_id != case.pk:
        raise Denied(_("This sharing belongs to another case."), case_id=case.pk)
    if not can_stop(grant):
        raise Denied(_("An organisation keeps what it registered itself."), case_id=case.pk)
    if grant.revoked_at or (grant.ends_at and grant.ends_at <= actor.at):
        raise WrongStep(_("This sharing has already ended."), case_id=case.pk)


def can_stop(grant: Grant) -> bool:
    """Whether a grant that holds can be stopped at all: an organisation keeps what it registered itself."""
    return grant.basis != Grant.Basis.REGISTRATION


def must_have_been_said(given_at: datetime | None, actor: Actor, case: Case) -> None:
    """Nobody has consented in the future."""
    if given_at is not None and given_at > actor.at:
        raise WrongStep(_("This moment is still to come."), case_id=case.pk)


def must_be_set(shield: Shield, case: Case) -> None:
    """A shield of this case that still holds."""
    if shield.case_id != case.pk:
        raise Denied(_("This shield belongs to another case."), case_id=case.pk)
    if shield.lifted_at:
        raise WrongStep(_("This shield was already lifted."), case_id=case.pk)


def must_be_another(user_id: UUID, actor: Actor) -> None:
    """Nobody reviews what they did themselves."""
    if user_id == actor.user_id:
        raise Denied(_("You cannot review what you did yourself."))


def must_still_stand(decision: Decision20, actor: Actor) -> None:
    """A decision ends once, by someone or by itself."""
    if decision.ended_at or decision.ends_at <= actor.at:
        raise WrongStep(_("This decision has already ended."))


def must_be_mine(notice: Notice, actor: Actor) -> None:
    """Only who was told can say they have seen it."""
    if notice.user_id != actor.user_id:
        raise Denied(_("This was told to someone else."), case_id=notice.case_id)


def must_be_shorter(days: int, longest: int) -> None:
    """An organisation may keep cases shorter than the file says, never longer, and not so short that a mistake is final."""
    if not SHORTEST <= days <= longest:
        raise WrongStep(
            _("Choose a term from %(shortest)d to %(longest)d days.")
            % {"shortest": SHORTEST, "longest": longest}
        )


def must_not_be_destroyed(case: Case) -> None:
    """What was destroyed cannot be opened again."""
    if Destruction.objects.filter(case=case).exists():
        raise WrongStep(
            _("What this case held was destroyed, so it cannot be opened again."),
            instead=_("Register a new report."),
            case_id=case.pk,
        )


def must_be_held_once(due: Due, actor: Actor) -> None:
    """A hold is set on what is still there and not held."""
    if due.destroyed_at or due.ended_at:
        raise WrongStep(_("This case is not waiting for destruction."), case_id=due.case_id)
    if Hold.objects.filter(case_id=due.case_id, lifted_at__isnull=True, until__gt=actor.at).exists():
        raise WrongStep(
            _("Destruction of this case is stopped already."),
            instead=_("Lift that first, when it must be for another reason or longer."),
            case_id=due.case_id,
        )


def must_hold_until_later(until: datetime, actor: Actor) -> None:
    """A hold ends, and in the future: who needs it longer sets it again."""
    if not actor.at < until <= actor.at + timedelta(days=LONGEST_HOLD):
        raise WrongStep(_("Choose a day after today, within %(days)d days.") % {"days": LONGEST_HOLD})


def must_still_hold(held: Hold) -> None:
    """A hold is lifted once."""
    if held.lifted_at:
        raise WrongStep(_("This was lifted already."), case_id=held.case_id)


def must_not_be_restricted(case: Case, actor: Actor) -> None:
    """While processing is restricted nothing more is shared."""
    if Restriction.objects.of(case, actor.at).exists():
        raise WrongStep(
            _("At the person's request nothing more is shared of this case for now."),
            instead=_("Ask the privacy officer until when, and on which ground."),
            case_id=case.pk,
        )
