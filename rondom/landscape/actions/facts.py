"""What is known about a service changes, or is checked again: the editor."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from rondom.audit.log import record
from rondom.core.errors import WrongStep
from rondom.landscape import directory, facts, policies
from rondom.landscape.importing import Row
from rondom.landscape.models import Fact, Service
from rondom.landscape.verbs import LandscapeVerb
from rondom.organisations.actor import Actor

_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('landscape'))"


@transaction.atomic
def change(
    *,
    actor: Actor,
    service: Service | None,
    slug: str,
    changes: Mapping[str, Any],
    source: str,
    verified_on: date | None,
) -> Service:
    """The editor says what is known from now on, by field; None is no longer known. Without a service it is a new one.

    Raises Denied for others, WrongStep for what cannot be said.
    """
    policies.must_edit(actor)
    policies.must_be_right(slug, changes, new=service is None)
    policies.must_have_been(verified_on, actor)
    service = lay_down(
        actor=actor, service=service, slug=slug, changes=changes, source=source, verified_on=verified_on
    )
    record(
        actor,
        LandscapeVerb.CHANGED,
        subject=("service", service.pk),
        data={"fields": sorted(changes), "slug": slug},
    )
    return service


@transaction.atomic
def confirm(*, actor: Actor, service: Service, fields: Sequence[str], verified_on: date) -> None:
    """The editor looked at the source of these facts again, and they still hold."""
    policies.must_edit(actor)
    policies.must_have_been(verified_on, actor)
    held = Fact.objects.filter(service=service, ends_at__isnull=True, field__in=fields, value__isnull=False)
    found = list(held)
    if not found:
        raise WrongStep(_("Choose at least one fact."))
    for source in dict.fromkeys(fact.source for fact in found):
        same = {fact.field: fact.value for fact in found if fact.source == source}
        lay_down(
            actor=actor,
            service=service,
            slug=service.slug,
            changes=same,
            source=source,
            verified_on=verified_on,
        )
    record(
        actor,
        LandscapeVerb.CONFIRMED,
        subject=("service", service.pk),
        data={"fields": sorted(fact.field for fact in found), "slug": service.slug},
    )


@transaction.atomic
def take_in(*, actor: Actor, rows: Iterable[Row]) -> None:
    """The editor takes in the rows of a sheet that are right and say something new; the others are left out."""
    policies.must_edit(actor)
    done = []
    known = {service.slug: service for service in Service.objects.all()}
    for row in rows:
        if row.fault or not (row.checked or row.unchecked):
            continue
        service = known.get(row.slug)
        policies.must_be_right(row.slug, {**row.checked, **row.unchecked}, new=service is None)
        for said, day in ((row.checked, row.verified_on), (row.unchecked, None)):
            if said:
                service = lay_down(
                    actor=actor,
                    service=service,
                    slug=row.slug,
                    changes=said,
                    source=row.source,
                    verified_on=day,
                )
        done.append(row.slug)
    if not done:
        raise WrongStep(_("No row of this sheet says something new that is right."))
    record(actor, LandscapeVerb.TAKEN_IN, data={"services": done})


def lay_down(
    *,
    actor: Actor,
    service: Service | None,
    slug: str,
    changes: Mapping[str, Any],
    source: str,
    verified_on: date | None,
) -> Service:
    """End the facts that held and lay down the new ones, one editor at a time, each later than all before."""
    with connection.cursor() as cursor:
        cursor.execute(_ONE_AT_A_TIME)
    at = _later(actor.at)
    if service is None:
        if Service.objects.filter(slug=slug).exists():
            raise WrongStep(_("There is a service with this address already."))
        service = Service(slug=slug, added_at=at)
        service.save(force_insert=True)
    Fact.objects.filter(service=service, field__in=list(changes), ends_at__isnull=True).update(ends_at=at)
    for field, value in changes.items():
        day = verified_on if value is not None else None
        Fact(
            service=service,
            field=field,
            value=value,
            source=source,
            verified_on=day,
            verified_by=actor.user if day else None,
            expires_on=facts.expires(field, day) if day else None,
            entered_by=actor.user,
            starts_at=at,
        ).save(force_insert=True)
    return service


def _later(at: datetime) -> datetime:
    last = directory.edition()
    return max(at, last + timedelta(microseconds=1)) if last else at
