"""What a colleague would warn for, from what was recorded: never from what people wrote in their own words.

Each rule is a function with its code, its sentence and why it is here; the order is that in which they are shown. Rules
warn and decide nothing. The letters are those of the case files in rondom/demo/casuistry whose `must_not` asks for it;
what such a file says about law or medicine is unverified.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from rondom.cases.models import Person
from rondom.first_contact.models import DependencyRelation, PlaceKind, ReporterRole, ViolenceType
from rondom.first_contact.recorded import Facts
from rondom.organisations.models import Organisation
from rondom.sharing.policies import REPRESENTED_UNTIL

Kind = Organisation.Kind
_TOGETHER_UNTIL, _OF_AGE = 16, 18
_LONGEST_WINDOW = timedelta(
    days=7
)  # HBV_7D and FMO_7D of domain.md 2.1, not yet medically confirmed: later, it matters less


Check = Callable[[Facts], bool | str]
RULES: list[tuple[str, Any, Check]] = []


def rule(code: str, sentence: Any, *, why: str) -> Callable[[Check], Check]:
    """Add a rule; `why` says which file or source asks for it. What the check gives as text fills `%(what)s`."""
    assert why

    def add(check: Check) -> Check:
        RULES.append((code, sentence, check))
        return check

    return add


def _names(kinds: Sequence[str]) -> str:
    words = dict(Kind.choices)
    return ", ".join(str(words.get(kind, _("someone else"))) for kind in kinds)


def _refused(facts: Facts) -> list[str]:
    return [kind for kind, yes in facts.answers.items() if not yes]


# Safe contact


@rule(
    "contact_not_said_safe",
    _("Do not contact the person yet: nobody said that calling, writing or leaving a message is safe."),
    why="OB-07, OB-12, DH-14",
)
def _contact_unknown(facts: Facts) -> bool:
    ways = [(one.phone_ok, one.text_ok, one.voicemail_ok) for one in facts.victims]
    return facts.knows_people and (not ways or any(way == (None, None, None) for way in ways))


@rule("do_not_call", _("Do not call the person."), why="DH-07, DH-09, DH-12, DH-15, OB-02")
def _no_call(facts: Facts) -> bool:
    return any(one.phone_ok is False for one in facts.victims)


@rule("do_not_text", _("Send the person no text messages."), why="DH-02, OB-01")
def _no_text(facts: Facts) -> bool:
    return any(one.text_ok is False for one in facts.victims)


@rule("no_voicemail", _("Leave no voicemail."), why="DH-01, DH-02, DH-15")
def _no_voicemail(facts: Facts) -> bool:
    return any(one.voicemail_ok is False for one in facts.victims)


@rule(
    "shared_device",
    _("Someone else uses this phone too: no message may tell what it is about."),
    why="DH-07, OB-02, OB-07, OB-15",
)
def _shared_device(facts: Facts) -> bool:
    return any(one.shared_device for one in facts.victims)


@rule(
    "contact_hours",
    _("Contact is only safe at the times and in the way that stand with safe contact."),
    why="DH-02, DH-09, DH-15, OB-01, OB-15",
)
def _hours(facts: Facts) -> bool:
    return any(bool(one.contact_hours) for one in facts.victims)


@rule(
    "code_word",
    _("A code word was agreed: go on only when the person says it."),
    why="DH-05, DH-15, OB-13, OB-15: a code word was agreed",
)
def _code_word(facts: Facts) -> bool:
    return any(bool(one.code_word) for one in facts.victims)


@rule(
    "contact_others_restricted",
    _("Contact with others in the case is not always safe either: look with each of them."),
    why="OB-12: the neighbour must not be seen as who reported; DH-12",
)
def _others_restricted(facts: Facts) -> bool:
    return any(False in (one.phone_ok, one.text_ok, one.voicemail_ok) for one in facts.around)


@rule(
    "do_not_approach_others",
    _("Do not approach or inform people around the person of whom nobody said that it is safe."),
    why="DH-02, DH-08, DH-14, OB-07",
)
def _others_unknown(facts: Facts) -> bool:
    return any((one.phone_ok, one.text_ok, one.voicemail_ok) == (None, None, None) for one in facts.around)


# The clock and the table


@rule(
    "mdt_term_passed",
    _("The 24 hours within which the MDT meets have already passed: call the chair now."),
    why="DH-05, DH-07, OB-07; seed 003: within 24 hours after the first report",
)
def _term_passed(facts: Facts) -> bool:
    return facts.waits and facts.due_at < facts.at


@rule(
    "police_at_the_table",
    _("The police sit in the MDT, and the person said no to the police. Discuss it without the police, or so that "
      "nobody can be recognised."),
    why="DH-01",
)  # fmt: skip
def _police(facts: Facts) -> bool:
    return facts.waits and Kind.POLICE in _refused(facts) and Kind.POLICE in facts.table


@rule(
    "refused_at_the_table",
    _("Also in the MDT, and the person said no to them: %(what)s. Discuss it without them, or so that nobody can be "
      "recognised."),
    why="OB-13, DH-09",
)  # fmt: skip
def _others_at_table(facts: Facts) -> str:
    kinds = [kind for kind in _refused(facts) if kind in facts.table and kind != Kind.POLICE]
    return _names(kinds) if facts.waits else ""


@rule(
    "said_no",
    _("The person said no to sharing with: %(what)s. They hear nothing, not even a name."),
    why="DH-01, DH-02, DH-05, DH-10, OB-01, OB-02",
)
def _said_no(facts: Facts) -> str:
    return _names(_refused(facts))


@rule(
    "works_at_partner",
    _("Someone in this case works at %(what)s. Nobody there may learn of it: not in the MDT, not as coordinator, not "
      "by a message to work. Consider the MDT of another region."),
    why="OB-13",
)  # fmt: skip
def _works_there(facts: Facts) -> str:
    return ", ".join(facts.works_at)


@rule(
    "possible_double",
    _(
        "Someone who looks alike is known in another case. Compare, and let a person decide; nothing is joined by itself."
    ),
    why="OB-12 and OB-15, DH-14",
)
def _double(facts: Facts) -> bool:
    return facts.similar > 0


# What was told, and by whom


@rule(
    "told_by_someone_else",
    _("Someone else told this: it is not the person's own story."),
    why="OB-12, DH-12",
)
def _not_own_story(facts: Facts) -> bool:
    return facts.report.get("reporter_role") in {
        ReporterRole.RELATIVE, ReporterRole.BYSTANDER, ReporterRole.PROFESSIONAL,
    }  # fmt: skip


@rule(
    "protect_who_reported",
    _("Tell nobody who reported this before it was agreed with them."),
    why="DH-07, OB-07, OB-12",
)
def _protect(facts: Facts) -> bool:
    return facts.report.get("reporter_role") in {ReporterRole.BYSTANDER, ReporterRole.PROFESSIONAL}


@rule(
    "event_time_unknown",
    _("Nobody knows when it happened: act as if it is urgent, and ask again."),
    why="DH-14, OB-07",
)
def _when_unknown(facts: Facts) -> bool:
    sides = (facts.report.get("earliest"), facts.report.get("latest"))
    return bool(facts.report) and _may_be_sexual(facts) and None in sides


@rule(
    "event_time_uncertain",
    _("It is not sure when it happened: reckon with both bounds, and look again when more is known."),
    why="OB-12, OB-15, DH-02, DH-05",
)
def _when_uncertain(facts: Facts) -> bool:
    sides = (facts.report.get("earliest"), facts.report.get("latest"))
    if None in sides or not _may_be_sexual(facts):
        return False
    recent = datetime.fromisoformat(str(facts.report["latest"])) > facts.at - _LONGEST_WINDOW
    return recent and bool(facts.report.get("uncertain"))


def _may_be_sexual(facts: Facts) -> bool:
    kinds = {ViolenceType.SEXUAL, ViolenceType.TRAFFICKING}
    return not facts.violence or bool(facts.violence & kinds)


@rule(
    "no_screening_yet",
    _("No trauma screening within four weeks after it happened."),
    why="DH-01; not yet medically confirmed",
)
def _screening(facts: Facts) -> bool:
    latest = facts.report.get("latest")
    recent = latest is not None and datetime.fromisoformat(latest) > facts.at - timedelta(weeks=4)
    return ViolenceType.SEXUAL in facts.violence and recent


# Safety


@rule(
    "goes_on_close_by",
    _("It still goes on, and the person depends on someone close by: weigh direct safety first. Send nothing to the "
      "house, and speak with the person alone."),
    why="DH-07, DH-15, OB-12, OB-15",
)  # fmt: skip
def _close_by(facts: Facts) -> bool:
    near = {
        DependencyRelation.PARTNER, DependencyRelation.FAMILY, DependencyRelation.PARENT, DependencyRelation.ADULT_CHILD,
        DependencyRelation.CARER, DependencyRelation.LANDLORD, DependencyRelation.LANDLORD_AND_EMPLOYER,
    }  # fmt: skip
    return bool(facts.report.get("ongoing")) and facts.depends_on in near


@rule("goes_on", _("It still goes on: weigh direct safety first."), why="DH-10, DH-12")
def _goes_on(facts: Facts) -> bool:
    return bool(facts.report.get("ongoing")) and not _close_by(facts)


@rule(
    "no_contact_with_who_they_depend_on",
    _(
        "No contact with the one the person depends on, or where that one works, unless the person asks for it."
    ),
    why="DH-02, OB-12",
)
def _depends(facts: Facts) -> bool:
    return bool(facts.depends_on)


@rule(
    "institution_stays_out",
    _("It happened in an institution: that institution does not read along, coordinate or inform, as it may be "
      "involved."),
    why="OB-02",
)  # fmt: skip
def _institution(facts: Facts) -> bool:
    return facts.report.get("place_kind") == PlaceKind.INSTITUTION


@rule(
    "mediation_after_safety",
    _("Offer mediation only after direct safety was discussed, and no contact before the person has said yes to it "
      "apart."),
    why="OB-09",
)  # fmt: skip
def _mediation(facts: Facts) -> bool:
    return Kind.MEDIATION in facts.answers and facts.answers[Kind.MEDIATION]


# Language, age, understanding


@rule(
    "interpreter_not_someone_close",
    _("Use a professional interpreter whom the person does not know; nobody close, no colleague, never a possible "
      "perpetrator."),
    why="DH-05, DH-15, OB-15",
)  # fmt: skip
def _interpreter(facts: Facts) -> bool:
    return facts.needs("interpreter", "sign_language_interpreter")


@rule(
    "check_understanding",
    _("Ask consent in plain language and note how you saw that it was understood. It says nothing about whether "
      "someone can be believed or can decide."),
    why="OB-01, OB-02, DH-07",
)  # fmt: skip
def _understanding(facts: Facts) -> bool:
    return facts.needs("easy_language", "mild_intellectual_disability", "cognitive_impairment", "aphasia")


@rule(
    "under_12_representative",
    _("The person may be younger than twelve: a legal representative decides about sharing. Think who that can safely "
      "be. Not yet legally confirmed."),
    why="sharing/policies.py: REPRESENTED_UNTIL; DH-12",
)  # fmt: skip
def _under_twelve(facts: Facts) -> bool:
    return any(age <= REPRESENTED_UNTIL for age in facts.ages())


@rule(
    "under_16_together",
    _("The person may be younger than sixteen: about medical care they decide together with a representative (WGBO). "
      "Not yet legally confirmed."),
    why="sharing/forms/consents.py: HowForm",
)  # fmt: skip
def _under_sixteen(facts: Facts) -> bool:
    return any(REPRESENTED_UNTIL <= age <= _TOGETHER_UNTIL for age in facts.ages())


@rule(
    "turns_18",
    _("The person becomes eighteen: decide again then what parents may see."),
    why="DH-10",
)
def _turns_eighteen(facts: Facts) -> bool:
    return any(_TOGETHER_UNTIL <= age <= _OF_AGE for age in facts.ages())


@rule(
    "parents_apart",
    _("Record neither parent as possible perpetrator or victim on what the other tells, and let neither see what the "
      "other told."),
    why="DH-12",
)  # fmt: skip
def _parents(facts: Facts) -> bool:
    relations = {one.relation for one in facts.around}
    return {"mother", "father"} <= relations and any(age < _OF_AGE for age in facts.ages())


# What is kept, and how


@rule(
    "no_images",
    _("Do not put images into Rondom, and do not describe them."),
    why="DH-10, OB-06",
)
def _images(facts: Facts) -> bool:
    return ViolenceType.ONLINE_SEXUAL in facts.violence


@rule(
    "perpetrators_apart",
    _("Keep what is known of each possible perpetrator apart."),
    why="OB-06",
)
def _apart(facts: Facts) -> bool:
    return sum(Person.Role.POSSIBLE_PERPETRATOR in one.roles for one in facts.people) > 1


@rule(
    "signals_no_verdict",
    _(
        "These are signals, no verdict: do not call someone a victim of human trafficking on the ground of them."
    ),
    why="OB-07",
)
def _signals(facts: Facts) -> bool:
    return ViolenceType.TRAFFICKING in facts.violence
