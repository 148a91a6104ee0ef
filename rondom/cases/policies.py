"""Who may do what with a case, now."""

from collections.abc import Iterable
from datetime import datetime
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from rondom.cases.models import (
    Access,
    Case,
    CaseLink,
    Category,
    Document,
    Domain,
    Emergency,
    Entry,
    Grant,
    Naming,
    Person,
    Regime,
    Status,
    Step,
    any_lane,
    in_mask,
)
from rondom.cases.wishes import wish_of
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


def category_of(case: Case, step: Step) -> Category:
    """In which category something is written about an action: of its domain.

    A coordinator who may not see that domain knows nothing of it, and writes to everyone on the case.
    """
    own = Domain(step.domain).category
    return own if case.held & own else Category.CASE


def must_be_own(entry: Entry, actor: Actor, case: Case) -> None:
    """Only the organisation that wrote a text says under which law it falls."""
    if entry.case_id != case.pk or entry.organisation_id != actor.organisation_id:
        raise Denied(
            _("Only the organisation that wrote this can change under which law it falls."), case_id=case.pk
        )


def may_fall_under(entry: Entry, regime: Regime, case: Case) -> None:
    """Police data fall under Wpg article 8 or 9, and only police data do; no other text changes its law."""
    if not {Regime(entry.regime), regime} <= Regime.of_police():
        raise Denied(_("This text cannot fall under another law."), case_id=case.pk)


def must_be_open(case: Case) -> None:
    """Nothing is added to a case that is closed."""
    if case.status == Status.CLOSED:
        raise WrongStep(
            _("This case is closed."), instead=_("Is there something new? Reopen it first."), case_id=case.pk
        )


MOST_DOCUMENTS = 50  # of one organisation in one case


def may_add_document(actor: Actor, case: Case) -> None:
    """An organisation keeps a bounded number of files in a case; the dossier is not an archive."""
    kept = Document.objects.filter(case=case, organisation=actor.organisation, withdrawn_at__isnull=True)
    if kept.count() >= MOST_DOCUMENTS:
        raise WrongStep(
            _("Your organisation has %(most)s files in this case already.") % {"most": MOST_DOCUMENTS},
            instead=_("Withdraw one that is not needed, or put several letters in one."),
            case_id=case.pk,
        )


def must_be_own_document(document: Document, actor: Actor, case: Case) -> None:
    """Only the organisation that added a file says whether it may be shared, or withdraws it."""
    if document.case_id != case.pk or not document.is_of(actor):
        raise Denied(_("Only the organisation that added this file can do that."), case_id=case.pk)


def must_be_there(document: Document, case: Case) -> None:
    """A file that was withdrawn is no longer there."""
    if document.withdrawn_at is not None:
        raise WrongStep(
            _("This file was withdrawn; its content is destroyed."),
            instead=_("Ask who added it, if you need it."),
            case_id=case.pk,
        )


def live_grants(case: Case, actor: Actor) -> "Q":
    """The grants of a case that hold at this moment."""
    return grants_at(case, actor.at)


def grants_at(case: Case | UUID, at: datetime) -> "Q":
    """The same, of a case or its key, at a moment."""
    return Q(case=case, starts_at__lte=at, revoked_at__isnull=True) & (
        Q(ends_at__isnull=True) | Q(ends_at__gt=at)
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


def lasting(actor: Actor, case: Case) -> int:
    """What the actor sees of a case by regime, not counting an emergency of their own: all that they can hand on."""
    opened = Emergency.objects.filter(
        case=case, user_id=actor.key, starts_at__lte=OuterRef("starts_at"), ends_at__gte=OuterRef("ends_at")
    )
    held = Access.objects.filter(
        user_id=actor.key, case_id=case.pk, starts_at__lte=actor.at, ends_at__gt=actor.at
    ).exclude(Exists(opened))
    return reduce(or_, held.values_list("by_regime", flat=True), 0)


def may_link(actor: Actor, case: Case, other: Case, kind: str) -> None:
    """Two cases are linked by who helps people and sees of both what the link tells, not in an emergency alone."""
    must_give_help(actor)
    if case.pk == other.pk:
        raise WrongStep(_("This is the same case."), instead=_("Give the code of the other case."))
    must_see_both(actor, case, other, CaseLink.category_for(kind))
    if CaseLink.objects.in_force(case.pk).filter(Q(case=other) | Q(other=other), kind=kind).exists():
        raise WrongStep(
            _("These cases are linked in this way already."), instead=_("Look at the link on the case.")
        )


def must_see_both(actor: Actor, case: Case, other: Case, category: Category) -> None:
    """What links two cases is for who sees it in both. The refusal names neither case, as others read their logs."""
    for one in (case, other):
        if not any_lane(lasting(actor, one)) & category:
            raise Denied(
                _("Of both cases you must see this part, and not in an emergency alone: %(part)s.")
                % {"part": category.label}
            )


def may_unlink(actor: Actor, link: CaseLink) -> None:
    """A link is undone once, by who could make it."""
    must_give_help(actor)
    must_see_both(actor, link.case, link.other, Category(link.category))
    if link.undone_at:
        raise WrongStep(_("This link was undone already."))


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


MOST_PEOPLE = 60  # in one case


def may_note_people(actor: Actor, case: Case, category: int) -> None:
    """Who is on an open case adds and changes people, as far as they may know of them."""
    must_hold(case.held, [Category(category)], case)
    must_be_open(case)
    if not is_named(actor, case):
        raise Denied(_("Only people on this case can note this."), case_id=case.pk)


def must_be_few_people(case: Case) -> None:
    """A case holds no more people than can be overseen."""
    if Person.objects.filter(case=case).count() >= MOST_PEOPLE:
        raise WrongStep(
            _("There are %(most)s people in this case already.") % {"most": MOST_PEOPLE}, case_id=case.pk
        )


def may_note_wish(actor: Actor, case: Case) -> None:
    """Who is on an open case, and may know who it is about, notes what the person wishes about their coordinator."""
    must_be_open(case)
    must_hold(case.held, [Category.IDENTITY], case)
    if not is_named(actor, case):
        raise Denied(_("Only people on this case can note this."), case_id=case.pk)


def must_weigh(case: Case, weighed: str) -> Entry | None:
    """Nobody is chosen past what the person wishes: who may see the wish says how it was weighed."""
    wish = wish_of(case)
    if wish and not weighed.strip():
        raise WrongStep(
            _("The person wishes something about their coordinator."),
            instead=_("Say how that was weighed."),
            case_id=case.pk,
        )
    return wish
