"""Who may do what with a case, now."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _

from rondom.cases.models import OPEN_STATES, Case, Category, Grant, Naming, Step, in_mask
from rondom.core.errors import Denied, WrongStep
from rondom.organisations.actor import Actor
from rondom.organisations.models import Organisation, Region, Role
from rondom.organisations.partners import Partnership


def must_give_help(actor: Actor) -> None:
    """Reports are taken by people who help people: not by research, administration or supervision."""
    if not actor.roles & {Role.PROFESSIONAL, Role.COORDINATOR}:
        raise Denied(_("Your role does not register reports."))


def may_register(actor: Actor, region: Region) -> Partnership:
    """The partnership of a region in which the actor's organisation works. Raises Denied where it does not."""
    must_give_help(actor)
    for partnership in actor.partnerships:
        if partnership.region.pk == region.pk:
            return partnership
    raise Denied(_("Your organisation does not work in the region %(region)s.") % {"region": region.name})


def must_hold(held: int, categories: Iterable[Category], case: Case) -> None:
    """Nobody writes or shares what they may not see themselves."""
    missing = [category.label for category in categories if not held & category]
    if missing:
        raise Denied(
            _("You may not see this part of the case: %(parts)s.") % {"parts": ", ".join(map(str, missing))},
            case_id=case.pk,
        )


def live_grants(case: Case, actor: Actor) -> "Q":
    """The grants of a case that hold at this moment."""
    return Q(case=case, starts_at__lte=actor.at, revoked_at__isnull=True) & (
        Q(ends_at__isnull=True) | Q(ends_at__gt=actor.at)
    )


def categories_of(organisation: Organisation, case: Case, actor: Actor) -> int:
    """The categories that an organisation may see of a case now, as a bit mask; 0 when it may see nothing."""
    mask = 0
    for categories in Grant.objects.filter(live_grants(case, actor), organisation=organisation).values_list(
        "categories", flat=True
    ):
        mask |= categories
    return mask


def may_take_part(organisation: Organisation, case: Case, category: Category, actor: Actor) -> None:
    """An organisation is asked for something only in a category it may see: otherwise consent comes first."""
    mask = categories_of(organisation, case, actor)
    if not mask & category:
        raise Denied(
            _(
                "%(organisation)s may not see this part of the case: %(part)s. Ask the person for consent first."
            )
            % {"organisation": organisation.name, "part": category.label},
            case_id=case.pk,
        )


def may_share(actor: Actor, case: Case) -> None:
    """Sharing is widened and stopped by the coordinator, or by whoever is on the case for who registered it."""
    coordinates = case.coordinator_id is not None and case.coordinator_id == actor.user_id
    registered = case.registered_for_id == actor.organisation_id and is_named(actor, case)
    if not (coordinates or registered):
        raise Denied(
            _(
                "Only the coordinator, or the organisation that registered this case, can change what is shared."
            ),
            case_id=case.pk,
        )


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


def is_named(actor: Actor, case: Case) -> bool:
    """Whether the actor is on the case for their organisation now."""
    return (
        Naming.objects.filter(case=case, user_id=actor.key, starts_at__lte=actor.at)
        .filter(Q(ends_at__isnull=True) | Q(ends_at__gt=actor.at))
        .exists()
    )


def parts(mask: int) -> list[str]:
    """The categories of a mask in words."""
    return [str(category.label) for category in in_mask(mask)]
