"""What coordinators did in the demo with plan and person: a goal, a conversation, and how often was agreed."""

from datetime import timedelta

from rondom.cases.models import OPEN_STATES, Case, Domain, Person, Step
from rondom.coordination.actions import contacts, goals, nudges
from rondom.coordination.models import Contact
from rondom.organisations.actor import Actor

GOALS = {
    Domain.SAFETY: "Ik slaap thuis weer rustig.",
    Domain.LAW: "Ik weet wat er kan, en kies zelf of ik aangifte doe.",
    Domain.CARE: "Ik weet hoe het met mijn lichaam is.",
    Domain.RECOVERY: "Ik kan weer doen wat ik gewend was.",
}
EVERY_DAYS, FOR_DAYS = 7, 90


def steer(actor: Actor, case: Case) -> None:
    """The coordinator of a case that goes on sets a goal, talks to the person, and reminds of what is late."""
    waiting = list(
        Step.objects.filter(case=case, kind=Case.NextKind.ACTION, state__in=OPEN_STATES).order_by("due_at")
    )
    domains = [Domain(step.domain) for step in waiting if case.held & Domain(step.domain).category]
    for domain in domains[:1]:
        belongs = [step for step in waiting if step.domain == domain]
        goals.set_goal(actor=actor, case=case, domain=domain, text=GOALS[domain], belongs=belongs)
    person = Person.objects.filter(case=case, roles__contains=[Person.Role.VICTIM]).order_by("pk").first()
    if person:
        meant = contacts.Meant(person, Contact.Way.HERE, actor.at)
        went = contacts.Went(Contact.Result.REACHED, "Een gesprek op ons kantoor gaat het beste.")
        contacts.begin(actor=actor, case=case, meant=meant, went=went)
        until = (actor.at + timedelta(days=FOR_DAYS)).date()
        contacts.agree(actor=actor, case=case, every_days=EVERY_DAYS, until=until)
    if waiting and waiting[0].due_at < actor.at:
        nudges.nudge(actor=actor, case=case, step=waiting[0], sentence="Lukt dit vandaag nog?")
