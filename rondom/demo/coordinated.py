"""What the demo tells about coordinators: profiles, a wish, an absence to come, and how a case was closed."""

from datetime import timedelta
from typing import TYPE_CHECKING

from rondom.cases.actions import contact_wishes, dossier
from rondom.cases.models import Case
from rondom.coordination.actions import absences
from rondom.coordination.actions.closing import Checklist
from rondom.coordination.models import Closing
from rondom.organisations.actions import coordinating
from rondom.organisations.models import Membership, Role

if TYPE_CHECKING:
    from rondom.demo.history import History

SEEN_TO = Checklist(Closing.Safety.CONFIRMED, Closing.Told.YES, settled=True, months=(3, 6, 12))
WISHES = {"DH-08": "Liever een vrouw, en steeds dezelfde."}
_PROFILES = {
    "regie-csg": (
        "Werkt veel met jongeren en hun ouders.",
        "Nederlands, Engels",
        "maandag tot en met donderdag",
    ),
    "regie-vt": ("Ervaring met geweld in het gezin.", "Nederlands, Arabisch", "dinsdag tot en met vrijdag"),
    "regie-shn": ("Kent de weg bij aangifte en rechtszaak.", "Nederlands", "maandag, woensdag, vrijdag"),
}


def profiles(history: "History") -> None:
    """What each organisation writes about its coordinators."""
    with history.as_person("beheerder", history.now) as actor:
        found = Membership.objects.in_force(actor.at).filter(role=Role.COORDINATOR)
        for one in found.select_related("user", "organisation").order_by("user__username"):
            does, languages, days = _PROFILES[one.user.username.rsplit("-", 1)[0]]
            coordinating.describe(
                actor=actor, organisation=one.organisation, user=one.user, does=does, languages=languages, days=days
            )  # fmt: skip


def wish(history: "History", key: str, case: Case, file: str) -> None:
    """What the person wishes about their coordinator, noted by who registered the case."""
    if file in WISHES:
        with history.as_person(key, history.now) as actor:
            contact_wishes.note(actor=actor, case=dossier.locked(actor, case.pk), text=WISHES[file])


def away(history: "History") -> None:
    """A coordinator is away in some days, and a colleague covers, as their manager set it."""
    people = history.people
    with history.as_person("beheer-csg-dh", history.now) as actor:
        assert actor.organisation
        absences.set_away(
            actor=actor, organisation=actor.organisation, user=people["regie-csg-dh"], cover=people["csg-dh"],
            starts_at=actor.at + timedelta(days=3), ends_at=actor.at + timedelta(days=10),
        )  # fmt: skip
