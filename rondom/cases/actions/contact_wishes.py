"""What the person wishes about their coordinator: someone else, a woman, no more calls."""

from django.db import transaction

from rondom.audit.log import record
from rondom.cases import policies
from rondom.cases.actions import dossier
from rondom.cases.models import Case, Category, Entry
from rondom.cases.verbs import CaseVerb
from rondom.organisations.actor import Actor


@transaction.atomic
def note(*, actor: Actor, case: Case, text: str) -> Entry:
    """Note what the person wishes about their coordinator, in place of what they wished before; that stays to be read.

    By who is on the case and may know who it is about. Raises Denied or WrongStep.
    """
    policies.may_note_wish(actor, case)
    entry = dossier.write(
        actor=actor, case=case, kind=Entry.Kind.CONTACT_WISH, category=Category.IDENTITY, text=text.strip()
    )
    record(actor, CaseVerb.WISH_NOTED, case_id=case.pk, subject=("entry", entry.pk))
    return entry


def weigh(actor: Actor, case: Case, weighed: str) -> None:
    """How the wish was weighed when someone was chosen; part of deciding, of asking and of handing over.

    Nothing when there is no wish, or none that the actor may see. Raises WrongStep when nothing is said about one.
    """
    wish = policies.must_weigh(case, weighed)
    if wish:
        dossier.write(
            actor=actor,
            case=case,
            kind=Entry.Kind.WISH_WEIGHED,
            category=Category.IDENTITY,
            text=weighed.strip(),
            about_id=wish.pk,
        )
