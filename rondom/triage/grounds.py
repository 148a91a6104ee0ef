"""On which ground an organisation brings something in, and a party may be told: rows of the privacy protocol, in words."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from rondom.cases.actions.dossier import OWN_REGISTRATION
from rondom.cases.models import Case, Category, Grant, Regime, Shield
from rondom.cases.policies import categories_of, live_grants
from rondom.organisations.actor import Actor
from rondom.organisations.models import Organisation
from rondom.sharing.decide import ROWS, Flow, decide
from rondom.sharing.proposal import for_case
from rondom.sharing.terms import Condition, Party, Purpose

_BY_ID = {row.id: row for row in ROWS}


def words(ground: str) -> str:
    """What the row of the privacy protocol says, in the language of the reader; empty for none."""
    return _BY_ID[ground].words if ground in _BY_ID else ground


def brings_in(actor: Actor, case: Case, category: Category) -> str:
    """The row on which the actor's organisation brings a view of this category into the MDT; empty when none is found.

    Police data by the decision under Wpg article 20; else what the organisation registered itself, what the person agreed
    to (as the grant says by which it sees the category), or that the case is on the agenda.
    """
    assert actor.organisation is not None
    kind = actor.organisation.kind
    regime = Regime.of(kind, category)
    grants = Grant.objects.filter(live_grants(case, actor), organisation=actor.organisation)
    found = [grant for grant in sorted(grants, key=lambda one: one.pk) if grant.categories & category]
    if regime in Regime.of_police():
        flow = Flow(kind, Party.COOPERATION_BODY, category, regime.name.lower(), Purpose.MDT)
        return _row(flow, Condition.ART20_DECISION)
    bases = {grant.basis for grant in found}
    if Grant.Basis.REGISTRATION in bases:
        return _row(Flow(kind, kind, category, regime.name.lower(), Purpose.MDT), Condition.OWN_REGISTRATION)
    flow = Flow(kind, case.registered_for.kind, category, regime.name.lower(), Purpose.MDT)
    if Grant.Basis.CONSENT in bases:
        return _row(flow, Condition.CONSENT)
    if Grant.Basis.MDT_AGENDA in bases:
        return _row(flow, Condition.MDT_SEAT)
    return next((row for grant in found for row in grant.rows), "")


def _row(flow: Flow, fact: Condition) -> str:
    answer = decide(flow._replace(facts=frozenset({fact})))
    return answer.row.id if answer.allowed and answer.row else ""


def invites(actor: Actor, case: Case, organisation: Organisation, purpose: str) -> tuple[str, str]:
    """The row on which a party may be told who it is about, for a purpose; or nothing, and what is missing in a sentence."""
    if Shield.objects.filter(case=case, organisation=organisation, lifted_at__isnull=True).exists():
        return "", _("This case is shielded from %(organisation)s.") % {"organisation": organisation.name}
    if categories_of(organisation, case, actor) & Category.IDENTITY:
        grants = Grant.objects.filter(live_grants(case, actor), organisation=organisation)
        rows = {row for grant in grants if grant.categories & Category.IDENTITY for row in grant.rows}
        return _telling(case, rows), ""
    if not case.held & Category.IDENTITY:
        return "", _("You may not see who it is about, so you cannot invite anyone.")
    found = for_case(actor, case, organisation, [Category.IDENTITY], purpose)
    if found.categories & Category.IDENTITY:
        return _telling(case, found.rows), ""
    if found.facts.refused:
        return "", _("The person does not want this to be shared with this organisation.")
    missing = found.reasons.get(Category.IDENTITY)
    return "", str(missing or _("The privacy protocol does not allow this."))


def _telling(case: Case, rows: Iterable[str]) -> str:
    """Of the rows by which something is shared, the one that lets tell who it is about, under the law of who registered it."""
    law = Regime.of(case.registered_for.kind, Category.IDENTITY).name.lower()
    known = [_BY_ID[row] for row in sorted(rows) if row in _BY_ID]
    fit = [row for row in known if Category.IDENTITY in row.categories and law in row.regimes]
    return next((row.id for row in [*fit, *known]), OWN_REGISTRATION)
