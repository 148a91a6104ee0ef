"""Taking someone out of a case: who may, what must be settled first, and what goes and stays."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rondom.cases import names
from rondom.cases import policies as case_policies
from rondom.cases.models import Case, CaseLink, Person, PersonChange
from rondom.coordination.models import RouteStep
from rondom.core.errors import Denied, NotThere, WrongStep
from rondom.organisations.actor import Actor
from rondom.sharing.models import Consent


class Why(models.TextChoices):
    """Why someone is taken out of a case. AVG 5(1)(c) and (d), 16 and 17 (Regulation (EU) 2016/679), read 2026-11-29."""

    MISTAKE = "mistake", gettext_lazy("they were added by mistake")
    OTHER_CASE = "other_case", gettext_lazy("they do not belong to this case")
    TWICE = "twice", gettext_lazy("they stand in this case twice")
    ASKED = "asked", gettext_lazy("they asked to be taken out, and the privacy officer agreed")


@dataclass(frozen=True)
class Known:
    """Someone in a case, as the page shows them before they are taken out."""

    person: Person
    changes: Sequence[PersonChange]

    @property
    def version(self) -> str:
        """What tells whether someone changed it in the meantime."""
        return str(self.changes[-1].pk) if self.changes else ""


def of_person(case: Case, pk: UUID) -> Known:
    """Someone in a case, whom the reader may know of. Raises NotThere."""
    person = Person.objects.filter(case=case, pk=pk).first()
    if person is None:
        raise NotThere("person", pk, case_id=case.pk)
    return Known(person, list(PersonChange.objects.filter(person=person).order_by("changed_at", "pk")))


def can_be(person: Person) -> bool:
    """Whether someone is in the case beside the person whom it is about."""
    return Person.Role.VICTIM not in person.roles


def may_take_out(actor: Actor, case: Case, person: Person) -> None:
    """Who may change people takes someone out, once nothing rests on them; never the person whom the case is about."""
    case_policies.may_note_people(actor, case, person.category)
    if not can_be(person):
        raise Denied(_("The person whom this case is about cannot be taken out of it."), case_id=case.pk)
    _must_carry_no_consent(case, person, actor)
    _must_carry_no_link(case, person)
    if RouteStep.objects.filter(case=case, person=person, withdrawn_at__isnull=True).exists():
        raise WrongStep(
            _("A criminal route in this case is about this person."),
            instead=_("First withdraw what was noted of it, and note it again without them."),
            case_id=case.pk,
        )


def must_be_gone(came: str, person: Person, case: Case) -> None:
    """What only the database knows: that it must be kept for now, or that something unseen rests on them."""
    if came == "route":  # that there is one is not for who may not see it
        raise WrongStep(
            _("Something in this case that you may not see is about this person."),
            instead=_("Ask the police or the coordinator of this case to settle it first."),
            case_id=case.pk,
        )
    if came == "kept":
        raise WrongStep(
            _("Nothing may be destroyed in this case for now."),
            instead=_("Ask the privacy officer until when, and on which ground."),
            case_id=case.pk,
        )
    if came != "gone":
        raise NotThere("person", person.pk, case_id=case.pk)


def _must_carry_no_consent(case: Case, person: Person, actor: Actor) -> None:
    """Consent that someone gave as representative does not stay standing without them."""
    called = set(names.words(person.name or ""))
    by_others = Consent.objects.filter(case=case, given=True, withdrawn_at__isnull=True).exclude(
        given_by=Consent.By.PERSON
    )
    holds = by_others.filter(models.Q(ends_at__isnull=True) | models.Q(ends_at__gt=actor.at))
    if called and any(called == set(names.words(one.representative or "")) for one in holds):
        raise WrongStep(
            _("Consent in this case was given by someone of this name, as representative."),
            instead=_("First ask who may give consent now, or withdraw that consent."),
            case_id=case.pk,
        )


def _must_carry_no_link(case: Case, person: Person) -> None:
    """That two cases have the same possible perpetrator does not stay standing when the last one here goes."""
    role = Person.Role.POSSIBLE_PERPETRATOR
    if role not in person.roles:
        return
    others = Person.objects.filter(case=case, roles__contains=[role]).exclude(pk=person.pk)
    links = CaseLink.objects.in_force(case.pk).filter(kind=CaseLink.Kind.SAME_PERPETRATOR)
    if links.exists() and not others.exists():
        raise WrongStep(
            _("This case is linked to another because of the same possible perpetrator."),
            instead=_("Undo that link first."),
            case_id=case.pk,
        )
