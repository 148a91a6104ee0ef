"""Whatever is typed into any field of any form of the programme: an answer of ours, never a fault of ours."""

import pytest
from django.urls import reverse

from rondom.programme.actions import agreements, experts, gatherings, updates
from rondom.programme.tests.test_agreements import SENT as AGREEMENT
from rondom.programme.tests.test_agreements import said as agreed
from rondom.programme.tests.test_experts import SENT as EXPERT
from rondom.programme.tests.test_experts import TODAY
from rondom.programme.tests.test_gatherings import SENT as GATHERING
from rondom.programme.tests.test_gatherings import said as met
from rondom.programme.tests.test_initiatives import SENT as INITIATIVE
from tests.browse import signed_in

ODD = [
    "", "\x00", "\u202e\ufeff", "\u0663", "\U0001f469" * 40, "x" * 30_000, "-1", "9" * 5000, "2026-13-45T99:99", "0001-01-01T00:00",
    "9999-12-31T23:59", "2026-03-29T02:30", "00000000-0000-0000-0000-000000000000", "<script>alert(1)</script>",
    "a@b.example\r\nBcc: c@d.example",
]  # fmt: skip
SENT = {
    "begin": INITIATIVE, "change": INITIATIVE | {"seen": "x"}, "agreement_add": AGREEMENT, "agreement_change": AGREEMENT, "plan": GATHERING,
    "gathering_change": GATHERING, "cancel": {"why": ""}, "expert_add": EXPERT, "expert_change": EXPERT,
    "write": {"title": "t", "text": "t", "about": ""}, "rewrite": {"title": "t", "text": "t", "about": ""},
    "evaluate": {"evaluation": "t", "again_on": "2027-01-01"}, "move": {"stage": "sharpen", "learned": "t"},
    "note": {"kind": "lesson", "text": "t"}, "subscription": {"address": "t"},
}  # fmt: skip
OF = {
    "change": "boat", "move": "boat", "agreement_change": "agreement", "evaluate": "agreement", "gathering_change": "gathering",
    "cancel": "gathering", "expert_change": "expert", "rewrite": "update",
}  # fmt: skip


@pytest.fixture
def things(world, dave, boat):
    with world.acting(dave) as actor:
        told = experts.Told("Robin", "Via Dave", "", "Dinsdag", "Nooit alleen.")
        return {
            "boat": boat.pk,
            "agreement": agreements.add(actor=actor, said=agreed(world)).pk,
            "gathering": gatherings.plan(actor=actor, said=met(actor.at)).pk,
            "update": updates.write(actor=actor, title="t", text="t").pk,
            "expert": experts.keep(actor=actor, told=told, groups=["other"], agreed_on=TODAY, until=TODAY).pk,
        }


@pytest.mark.parametrize("name", SENT)
def test_an_odd_value_in_a_field_is_answered(dave, things, name):
    client = signed_in(dave)
    url = reverse(f"programme:{name}", args=[things[OF[name]]] if name in OF else [])
    for field in SENT[name]:
        for odd in ODD:
            answer = client.post(url, SENT[name] | {field: odd})
            assert answer.status_code in {302, 409, 422}, (field, odd[:40])
            assert b"<script>alert" not in answer.content
