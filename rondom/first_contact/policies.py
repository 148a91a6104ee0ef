"""What is shared from the start: only what the person allowed, and what the MDT needs to plan."""

from collections.abc import Iterable, Sequence

from rondom.cases.actions.dossier import Share
from rondom.cases.models import Category, Grant
from rondom.first_contact.intake import Answer
from rondom.organisations.models import Organisation
from rondom.organisations.partners import Partner

# Police and prosecutor need the possible perpetrator's data for the criminal route, when that may be shared at all.
_CRIMINAL_ROUTE = {Organisation.Kind.POLICE, Organisation.Kind.PROSECUTION}


def sharing_of(answers: Iterable[Answer], partners: Sequence[Partner]) -> list[Share]:
    """Who gets to see what of a new report.

    1. Consent given: the categories of the consent, on that basis. The story names people, so that a yes to the story
       without the identity gives no story.
    2. Refused, by anyone who was asked: nothing at all, not even that the case exists.
    3. Not asked, with a fixed seat in the MDT: that the case exists and when it must be discussed, nothing more.
    4. The organisation that chairs the MDT gets at least what rule 3 gives, as every report must be weighed.

    The ground for rules 3 and 4 is not yet legally confirmed; the grant says so.
    """
    given: dict[str, int] = {}
    refused: set[str] = set()
    for answer in answers:
        if answer.given:
            given[answer.receiver_kind] = given.get(answer.receiver_kind, 0) | answer.categories
        else:
            refused.add(answer.receiver_kind)
    shares = []
    for partner in partners:
        kind = partner.organisation.kind
        if given.get(kind) and kind not in refused:
            shares.append(Share(partner.organisation, _agreed(kind, given[kind]), Grant.Basis.CONSENT))
        elif partner.chair_id or (partner.fixed_seat and kind not in refused):
            shares.append(Share(partner.organisation, Category.CASE, Grant.Basis.MDT_AGENDA))
    return shares


def _agreed(kind: str, categories: int) -> int:
    if not categories & Category.IDENTITY:
        categories &= ~Category.STORY
    if kind in _CRIMINAL_ROUTE and categories & Category.LEGAL:
        categories |= Category.PERPETRATOR
    return categories | Category.CASE
