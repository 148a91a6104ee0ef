"""What the manager of an organisation does for the people who work there, beside ending what has ended."""

from django.db import connection, transaction

from rondom.accounts.confirm import Fresh, saying
from rondom.accounts.models import User
from rondom.audit.log import record
from rondom.organisations import policies
from rondom.organisations.actor import Actor
from rondom.organisations.models import Organisation, Review
from rondom.organisations.verbs import OrganisationVerb


@transaction.atomic
def mark_reviewed(*, actor: Actor, organisation: Organisation) -> Review:
    """Someone went through everyone who works for the organisation; the next time is due in ninety days."""
    policies.must_manage(actor, organisation)
    review = Review(organisation=organisation, done_at=actor.at, done_by=actor.user)
    review.save(force_insert=True)
    record(actor, OrganisationVerb.REVIEWED, subject=("organisation", organisation.pk))
    return review


@transaction.atomic
def forget_second_factors(*, actor: Actor, fresh: Fresh, user: User) -> None:
    """Someone lost their phone or key: they set up a second factor anew when they next sign in."""
    policies.must_administer(actor)
    with saying(fresh, "forget second factors"), connection.cursor() as cursor:
        cursor.execute("SELECT forget_second_factors(%s)", [user.pk])
    record(actor, OrganisationVerb.FACTORS_FORGOTTEN, subject=("user", user.pk))
