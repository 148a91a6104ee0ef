"""Who may be asked to coordinate: from which kinds of organisation, and what an organisation writes about its people."""

from collections.abc import Sequence

from django.db import connection, transaction

from rondom.accounts.models import User
from rondom.audit.log import record
from rondom.organisations import policies
from rondom.organisations.actor import Actor
from rondom.organisations.models import Organisation, Profile, Region
from rondom.organisations.verbs import OrganisationVerb


@transaction.atomic
def choose_kinds(*, actor: Actor, region: Region, kinds: Sequence[str]) -> None:
    """Say from which kinds of organisation coordinators come in a region. Only an administrator; raises Denied or WrongStep.

    Who coordinates already goes on; it counts for who is asked from now on.
    """
    policies.must_administer(actor)
    chosen = policies.may_be_kinds(kinds)
    with connection.cursor() as cursor:
        cursor.execute("SELECT choose_coordinating_kinds(%s, %s)", [region.pk, chosen])
    region.coordinating_kinds = chosen
    record(actor, OrganisationVerb.KINDS_CHOSEN, subject=("region", region.pk), data={"kinds": chosen})


@transaction.atomic
def describe(
    *, actor: Actor, organisation: Organisation, user: User, does: str, languages: str = "", days: str = ""
) -> Profile:
    """Write what someone of the organisation who coordinates cases does, speaks, and when they work. Raises Denied."""
    policies.must_manage(actor, organisation)
    policies.must_coordinate_there(actor, organisation, user)
    found = Profile.objects.filter(organisation=organisation, user=user).first()
    profile = found or Profile(organisation=organisation, user=user)
    profile.does, profile.languages, profile.days = does.strip(), languages.strip(), days.strip()
    assert actor.user
    profile.written_at, profile.written_by = actor.at, actor.user
    if found:
        profile.save(update_fields=["does", "languages", "days", "written_at", "written_by"])
    else:
        profile.save(force_insert=True)
    record(
        actor, OrganisationVerb.PROFILE_WRITTEN, subject=("profile", profile.pk), data={"user": str(user.pk)}
    )
    return profile
