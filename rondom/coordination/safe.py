"""Which rules of safe contact a contact would go against, before it happens."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from rondom.cases.models import Person
from rondom.coordination.models import Contact

Way, Rule = Contact.Way, Contact.Rule
_SAFE = {
    Way.CALL: ("phone_ok", Rule.CALLS),
    Way.VIDEO: ("phone_ok", Rule.CALLS),
    Way.MESSAGE: ("text_ok", Rule.MESSAGES),
}
WITHOUT_HOURS = [Way.HERE, Way.LETTER]  # the person comes to us, or it is read when they choose
INSTEAD = {
    Rule.CALLS: _("Do not call. Ask the coordinator, or who spoke to the person last, which way is safe."),
    Rule.MESSAGES: _("Do not send a message. Call, if that is safe, or wait until the person comes to you."),
    Rule.HOURS: _("Wait for an hour that the person named as safe."),
    Rule.UNKNOWN: _(
        "Nobody noted that this way is safe. Ask the person first, at a moment that is, and have it noted."
    ),
}


def against(person: Person, way: Contact.Way, *, in_hours: bool, agreed: bool) -> Sequence[Contact.Rule]:
    """The rules it would go against; none when it is safe.

    `in_hours`: it is within the hours that the person named, which are words of their own that a person must read.
    `agreed`: the person agreed to a way for which there is no rule of its own: a visit, a letter.
    """
    found = []
    if way in _SAFE:
        column, rule = _SAFE[way]
        answer = getattr(person, column)
        if not answer:
            found.append(Rule.UNKNOWN if answer is None else rule)
    elif way != Way.HERE and not agreed:
        found.append(Rule.UNKNOWN)
    if person.contact_hours and way not in WITHOUT_HOURS and not in_hours:
        found.append(Rule.HOURS)
    return found
