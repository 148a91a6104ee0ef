"""The stages that the loaded demo lacks, played by its own people through the ordinary actions."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from rondom.accounts.models import User
from rondom.cases.actions import dossier
from rondom.cases.actions.steps import Ask
from rondom.cases.models import OPEN_STATES, Case, Domain, Step
from rondom.coordination.actions import plan
from rondom.demo.history import History
from rondom.organisations.models import Organisation, Region
from rondom.triage import actions as triage
from rondom.triage.models import DecisionLine


def play(cases: dict[str, UUID]) -> None:
    """OB-15 is weighed, OB-13 comes back to the MDT, which is open; of DH-08 nothing is left to do."""
    now = timezone.now()
    people = {user.username: user for user in User.objects.all()}
    history = History(people, now)
    region = Region.objects.get(slug="oost-brabant")
    with history.as_person("voorzitter-ob", now) as actor:
        triage.open_meeting(actor=actor, region=region)
    with history.as_person("csg-ob", now) as actor:
        case = dossier.locked(actor, cases["OB-15"])
        helpers = Organisation.objects.get(slug="shn-ob")
        call = Ask(
            Case.NextKind.ACTION, helpers, people["shn-ob"], now + timedelta(days=1), Domain.RECOVERY, "Bellen, met tolk."
        )
        csg = Organisation.objects.get(slug="csg-ob")
        lines = [triage.Line(Domain.RECOVERY, DecisionLine.Need.NOW, "Steun.")]
        triage.decide(actor=actor, case=case, outcome=triage.Outcome(lines, people["regie-csg-ob"], csg, [call]))
    with history.as_person("voorzitter-ob", now) as actor:
        triage.close_meeting(actor=actor, region=region)
    with history.as_person("regie-csg-ob", now) as actor:
        triage.bring_back(actor=actor, case=dossier.locked(actor, cases["OB-13"]), reason="De man belde haar.")
    with history.as_person("voorzitter-ob", now) as actor:
        triage.open_meeting(actor=actor, region=region)
    with history.as_person("regie-csg-dh", now) as actor:
        case = dossier.locked(actor, cases["DH-08"])
        for step in Step.objects.filter(case=case, kind=Case.NextKind.ACTION, state__in=OPEN_STATES):
            plan.advance(actor=actor, case=case, step=step, state=Step.State.WITHDRAWN)
