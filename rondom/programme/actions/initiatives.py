"""Begin an initiative, change what it says, and move it on."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rondom.audit.log import record
from rondom.core.errors import WrongStep
from rondom.organisations.actor import Actor
from rondom.programme import policies
from rondom.programme.models import Initiative, Move, Stage
from rondom.programme.verbs import ProgrammeVerb

TEXTS = ("title", "goal", "impact")


@dataclass(frozen=True)
class Parts:
    """What an initiative says; `parties` are organisations, `others` names of parties without an account."""

    title: str
    goal: str
    impact: str
    cells: list[str]
    starts_on: date
    ends_on: date
    parties: list[UUID]
    others: str = ""
    follows: Initiative | None = None

    def fill(self, initiative: Initiative) -> None:
        """Let the initiative say this."""
        for name, value in {**asdict(self), "follows": self.follows}.items():
            setattr(initiative, name, value)
        initiative.parties = policies.must_exist(self.parties)


@transaction.atomic
def begin(*, actor: Actor, parts: Parts) -> Initiative:
    """An idea for an improvement, by who works for the programme. Raises Denied."""
    policies.must_run(actor)
    assert actor.user
    initiative = Initiative(moved_at=actor.at, changed_at=actor.at, changed_by=actor.user)
    parts.fill(initiative)
    initiative.save(force_insert=True)
    Move(initiative=initiative, stage=Stage.IDEA, at=actor.at, by=actor.user).save(force_insert=True)
    record(actor, ProgrammeVerb.BEGUN, subject=("initiative", initiative.pk))
    return initiative


@transaction.atomic
def change(*, actor: Actor, initiative: Initiative, parts: Parts, seen: str) -> None:
    """Change what a locked initiative says, whose version was `seen`. Raises Denied, or WrongStep when it ended or changed since."""
    policies.must_run(actor)
    policies.must_still_go_on(initiative)
    if initiative.version != seen:
        raise WrongStep(
            _("Someone else changed this while you were typing. Nothing of yours was saved yet."),
            instead=_("Copy what is yours, go back, and put both together."),
            beside=[
                (_("What you typed"), _texts(parts)),
                (_("What stands there now"), _texts(initiative)),
            ],
        )
    parts.fill(initiative)
    initiative.changed_at, initiative.changed_by = actor.at, actor.user  # type: ignore[assignment]
    initiative.save(update_fields=[*asdict(parts), "changed_at", "changed_by"])
    record(actor, ProgrammeVerb.CHANGED, subject=("initiative", initiative.pk))


@transaction.atomic
def move(*, actor: Actor, initiative: Initiative, stage: Stage, learned: str) -> None:
    """Move a locked initiative to another stage, with what was learned in this one. Raises Denied or WrongStep."""
    policies.may_move(actor, initiative, stage)
    went(actor, initiative, stage, learned)
    record(actor, ProgrammeVerb.MOVED, subject=("initiative", initiative.pk), data={"stage": stage.value})


def went(actor: Actor, initiative: Initiative, stage: Stage, learned: str) -> None:
    """The initiative is in another stage now. Raises WrongStep."""
    initiative.move_to(stage)
    initiative.moved_at = actor.at
    initiative.save(update_fields=["stage", "moved_at"])
    assert actor.user
    Move(initiative=initiative, stage=stage, learned=learned, at=actor.at, by=actor.user).save(
        force_insert=True
    )


def _texts(said: Any) -> list[str]:
    return [str(getattr(said, name)) for name in TEXTS]
