"""Worlds that nobody thought of: random periods, masks and seats."""

from datetime import UTC, datetime
from itertools import product
from uuid import UUID

from hypothesis import strategies as st

from tests.random_rows import Hours, Laid

USERS, ORGANISATIONS, REGIONS, CASES = 3, 2, 2, 3
OVER, TO_COME, OF_NO_LENGTH = (-72, -24), (24, None), (-1, -1)
HOLDS: list[Hours] = [(-48, None), (-48, 24)]
# Whether there is a row at all for each of all possible pairs, and how long it holds.
usual = st.sampled_from([None, *HOLDS * 4, OVER, OVER, TO_COME, OF_NO_LENGTH])
rare = st.sampled_from([None, None, None, *HOLDS * 2, OVER, TO_COME])
# A grant always holds the case itself (bit 1), and any of the other seven categories under any of five regimes.
masks = st.lists(st.integers(0, 127), min_size=5, max_size=5).map(
    lambda lanes: sum(
        (bits * 2 + 1 if place == 0 else bits) << (8 * place) for place, bits in enumerate(lanes)
    )
)
decided = st.sampled_from([None, None, None, -3, 12])  # in how many hours a decision about police data ends
often_fixed = st.sampled_from([True, True, False])
seldom = st.sampled_from([False] * 9 + [True])
revocations = st.sampled_from([None, None, None, None, -12, 12])


@st.composite
def worlds(draw: st.DrawFn) -> Laid:
    """Users, organisations and regions; who works, sits, is named and holds a grant; and rows in every category."""
    laid = Laid(datetime.now(UTC).replace(microsecond=0))
    users = [laid.user() for _ in range(USERS)]
    places = [laid.organisation() for _ in range(ORGANISATIONS)]
    regions = [laid.region() for _ in range(REGIONS)]
    for user, place in product(users, places):
        _employ(draw, laid, user, place, regions)
    for _ in range(CASES):
        case = laid.case(draw(st.sampled_from([None, *regions])))
        for place in places:
            _share(draw, laid, case, place, users)
        laid.fill(case)
    return laid


def _employ(draw: st.DrawFn, laid: Laid, user: UUID, place: UUID, regions: list[UUID]) -> None:
    if hours := draw(usual):
        laid.member(user, place, hours)
    for region in regions:
        if hours := draw(rare):
            laid.seat(user, place, region, hours, fixed=draw(often_fixed))


def _share(draw: st.DrawFn, laid: Laid, case: UUID, place: UUID, users: list[UUID]) -> None:
    for often in (usual, rare):
        if hours := draw(often):
            laid.grant(case, place, draw(masks), hours, revoked=draw(revocations), police=draw(decided))
    for user in users:
        if hours := draw(rare):
            laid.naming(case, place, user, hours)
        if draw(seldom):
            laid.emergency(case, place, user, draw(st.sampled_from([(-1, 3), (-5, -1), (1, 4)])))
        if draw(seldom):
            laid.shield(case, user=user, lifted=draw(st.booleans()))
    if draw(seldom):
        cleared = draw(st.lists(st.sampled_from(users), max_size=2, unique=True))
        laid.shield(case, place=place, cleared=cleared, lifted=draw(seldom))
