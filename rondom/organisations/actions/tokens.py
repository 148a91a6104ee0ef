"""Let another system in with a token, take that back, and see at the door which token it shows."""

import hmac
from datetime import datetime, timedelta

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest
from django.utils import timezone

from rondom.accounts.actions import DOOR, AtTheDoor
from rondom.accounts.confirm import Fresh, saying
from rondom.accounts.models import User
from rondom.audit.log import record
from rondom.audit.models import Event
from rondom.core.db import confirmed
from rondom.organisations import policies, tokens
from rondom.organisations.actor import Actor
from rondom.organisations.models import Organisation, Token
from rondom.organisations.verbs import OrganisationVerb

_MINUTE = timedelta(minutes=1)
_NOBODY = {"username": "another system"}  # what wrong tokens are counted under, by address


@transaction.atomic
def make(
    *, actor: Actor, fresh: Fresh, organisation: Organisation, user: User, name: str, ends_at: datetime
) -> tuple[Token, str]:
    """Let another system register reports through an account; gives the token as it is shown, this once.

    Raises Denied for who does not manage the organisation, or an account that registers no reports there.
    """
    policies.must_run(actor, organisation)
    policies.must_be_able_to_act(user, organisation, actor)
    prefix, secret = tokens.random()
    token = Token(
        organisation=organisation,
        user=user,
        name=name,
        prefix=prefix,
        digest=tokens.digest(secret),
        scopes=[Token.Scope.CREATE_REPORTS],
        made_at=actor.at,
        made_by=actor.user,
        ends_at=min(ends_at, actor.at + tokens.LONGEST),
    )
    with saying(fresh, "make token"):
        token.save(force_insert=True)
    record(
        actor,
        OrganisationVerb.TOKEN_MADE,
        subject=("token", token.pk),
        data={"account": str(user.pk), "scopes": list(token.scopes)},
    )
    return token, secret


@transaction.atomic
def revoke(*, actor: Actor, token: Token) -> None:
    """The system is shut out at once. Raises WrongStep when its token no longer opened anything."""
    policies.must_manage(actor, token.organisation)
    policies.must_still_open(token, actor)
    token.revoked_at, token.revoked_by = actor.at, actor.user
    token.save(update_fields=["revoked_at", "revoked_by"])
    record(actor, OrganisationVerb.TOKEN_REVOKED, subject=("token", token.pk))


def show(*, actor: None = None, secret: str) -> tuple[Token | None, int]:
    """The token that was shown, if it opens something now, and in how many seconds again, when it came too often.

    What is then done with it is recorded there.
    """
    with transaction.atomic(), confirmed(DOOR, None):
        # Of a crash only the count of the last second would be lost: not worth waiting for the disk.
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit TO off")
        now = timezone.now()
        found = Token.objects.select_related("organisation", "user").select_for_update(of=("self",))
        token = found.filter(prefix=tokens.prefix_of(secret), revoked_at__isnull=True).first()
        kept = token.digest if token else ""
        if not hmac.compare_digest(tokens.digest(secret), kept) or token is None:
            return None, 0
        if not token.holds(now) or not token.user.is_active:
            return None, 0
        began = now.replace(second=0, microsecond=0)
        shown = token.minute_count if token.minute_at == began else 0
        if shown >= settings.TOKEN_MOST_A_MINUTE:
            return token, max(1, round((began + _MINUTE - now).total_seconds()))
        token.used_at, token.minute_at, token.minute_count = now, began, shown + 1
        token.save(update_fields=["used_at", "minute_at", "minute_count"])
        return token, 0


def refuse(*, actor: None = None, request: HttpRequest) -> bool:
    """Note that a token opened nothing; gives whether more may be tried from there. What was shown is not kept."""
    with transaction.atomic(), confirmed(DOOR, None):
        if not AxesProxyHandler.is_allowed(request, _NOBODY):
            return False
        AxesProxyHandler.user_login_failed(sender=__name__, credentials=_NOBODY, request=request)
        here = AtTheDoor(timezone.now())
        record(here, OrganisationVerb.TOKEN_REFUSED, outcome=Event.Outcome.REFUSED)
    return True
