"""Where the people of an organisation sign in, and which account is whom there."""

import base64
import secrets
from collections.abc import Mapping, Sequence
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from rondom.accounts.actions import DOOR, AtTheDoor
from rondom.accounts.models import User
from rondom.audit.log import record
from rondom.audit.models import Event
from rondom.core.db import acting, confirmed
from rondom.core.errors import WrongStep
from rondom.organisations import policies
from rondom.organisations.actor import Actor
from rondom.organisations.identities import digest
from rondom.organisations.models import Identity, Invitation, Organisation, Provider
from rondom.organisations.verbs import OrganisationVerb

INVITED_FOR = timedelta(days=7)
_HERE = {"127.0.0.1", "localhost"}


@transaction.atomic
def connect_provider(
    *,
    actor: Actor,
    organisation: Organisation,
    slug: str,
    issuer: str,
    client_id: str,
    secret: str,
    second_factor: Mapping[str, Sequence[str]],
) -> Provider:
    """From now on the people of an organisation may sign in at this OpenID Connect provider."""
    policies.must_administer(actor)
    parts = urlsplit(issuer)
    if parts.scheme != "https" and not (settings.DEMO and parts.hostname in _HERE):
        raise WrongStep(_("The address of a provider begins with https."))
    provider = Provider(
        organisation=organisation,
        slug=slug,
        issuer=issuer,
        client_id=client_id,
        second_factor={key: list(values) for key, values in second_factor.items()},
        starts_at=actor.at,
    )
    provider.secret = secret
    provider.save(force_insert=True)
    record(actor, OrganisationVerb.PROVIDER_CONNECTED, subject=("provider", provider.pk))
    return provider


@transaction.atomic
def end_provider(*, actor: Actor, provider: Provider) -> None:
    """Nobody signs in there any more."""
    policies.must_administer(actor)
    policies.must_still_hold(provider, actor)
    provider.ends_at = actor.at
    provider.save(update_fields=["ends_at"])
    record(actor, OrganisationVerb.PROVIDER_ENDED, subject=("provider", provider.pk))


@transaction.atomic
def link(*, actor: Actor, user: User, issuer: str, subject: str) -> Identity:
    """This account is that subject at that issuer, from now on."""
    policies.must_administer(actor)
    identity = Identity(user=user, issuer=issuer, subject=subject, starts_at=actor.at)
    identity.save(force_insert=True)
    record(actor, OrganisationVerb.LINKED, subject=("user", user.pk), data={"identity": str(identity.pk)})
    return identity


@transaction.atomic
def unlink(*, actor: Actor, identity: Identity) -> None:
    """This account is no longer that subject."""
    policies.must_administer(actor)
    policies.must_still_hold(identity, actor)
    identity.ends_at = actor.at
    identity.save(update_fields=["ends_at"])
    record(
        actor,
        OrganisationVerb.UNLINKED,
        subject=("user", identity.user_id),
        data={"identity": str(identity.pk)},
    )


@transaction.atomic
def invite(*, actor: Actor, user: User) -> str:
    """A code with which someone links their account themselves, once, within seven days; it is shown only now."""
    policies.must_administer(actor)
    code = base64.b32encode(secrets.token_bytes(15)).decode().lower()
    invitation = Invitation(
        user=user, digest=digest(code), made_at=actor.at, made_by=actor.user, ends_at=actor.at + INVITED_FOR
    )
    invitation.save(force_insert=True)
    record(actor, OrganisationVerb.INVITED, subject=("user", user.pk))
    return "-".join(code[start : start + 6] for start in range(0, len(code), 6))


def accept_invitation(*, actor: User, invitation: Invitation, issuer: str, subject: str) -> None:
    """`actor`, who has the code and just signed in at the issuer, is that subject there from now on."""
    with transaction.atomic(), acting(actor.pk) as at, confirmed(DOOR, actor.pk):
        used = Invitation.objects.filter(pk=invitation.pk, used_at__isnull=True, ends_at__gt=at).update(
            used_at=at
        )
        if used:
            Identity(user=actor, issuer=issuer, subject=subject, starts_at=at).save(force_insert=True)
        record(
            AtTheDoor(at, actor.pk),
            OrganisationVerb.INVITATION_ACCEPTED,
            outcome=Event.Outcome.DONE if used else Event.Outcome.REFUSED,
            subject=("user", actor.pk),
        )
