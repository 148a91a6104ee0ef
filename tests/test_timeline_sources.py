"""What the timeline is read from: every table of a case with a moment, or named here with why not; words for all it can hold."""

from itertools import product

import pytest
from django.apps import apps
from django.db import models

from rondom.cases.models import Access, CaseLink, Emergency, Naming, Shield
from rondom.coordination.models import Look
from rondom.coordination.timeline import SOURCES
from rondom.first_contact.models import Reception
from rondom.keys.sealed import SealedText
from rondom.rights.models import Request
from rondom.sharing.models import Destruction, Due, Hold, Notice, Restriction
from rondom.triage.models import Dissent, Escalation, Inquiry, Invited, ItemMember, ItemTime

NOT_HERE = {
    Access: "the rule itself, as a table",
    Naming: "who sees it follows from what they were asked",
    Shield: "from whom it is kept is for few to see",
    Emergency: "stands in the ledger and is looked into there",
    CaseLink: "tells of another case, which the reader may not see",
    Reception: "the report that came with it is there",
    Look: "when its reader last looked, and nobody else",
    Notice: "tells someone of something that is there",
    Restriction: "stands on top of the case for as long as it holds",
    Due: "when a case is destroyed, for who watches over privacy",
    Hold: "the same",
    Destruction: "of the case itself nothing is left",
    Request: "the person's rights are handled by who watches over privacy",
    Escalation: "that a moment nears or passed is on the agenda; what came of it is there",
    Inquiry: "that a view was written is there",
    ItemMember: "who was called to the table stands in the minutes",
    ItemTime: "how long was spoken stands in the minutes",
    Dissent: "stands in the minutes with the decision, which is there",
    Invited: "who was asked to come stands in the minutes",
}


def test_every_table_of_a_case_with_a_moment_is_on_the_timeline_or_named_with_why_not():
    moments = {
        model
        for model in apps.get_models()
        if {"case"} <= {field.name for field in model._meta.fields}
        and any(isinstance(field, models.DateTimeField) for field in model._meta.fields)
        and model._meta.app_label not in {"bench", "demo"}
    }
    assert moments == {source.model for source in SOURCES} | NOT_HERE.keys()


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: f"{source.model.__name__}.{source.at}")
def test_a_source_has_words_for_all_it_can_hold_and_opens_nothing_sealed(source):
    fields = [source.model._meta.get_field(name) for name in source.more]
    assert not any(isinstance(field, SealedText) for field in fields)
    values = [
        [value for value, _ in field.choices] + [""] * field.blank if field.choices else [False, None]
        for field in fields
    ]
    held = product(*values) if source.more != ["revoked_at"] else [(None,)]
    said = {str(source.words(dict(zip(source.more, one, strict=True)))) for one in held}
    assert any(said)
