"""A million people, of whom someone with 500 cases may know a thousand: where a search by name is measured."""

import random
from typing import Any

from bench import cluster

PEOPLE = 1_000_000
MINE = 500
_MANY = """
INSERT INTO cases_case (id, region_id, status, reported_at, registered_by_id, registered_for_id, mdt_due_at, mdt_round,
    next_kind, next_organisation_id, next_due_at, closing_reason, mdt_at, mdt_region_id)
SELECT gen_random_uuid(), r.id, 'weighed', now(), %(user)s, %(place)s, now(), 1, 'propose', %(place)s, now(), '', NULL, NULL
FROM generate_series(1, %(cases)s), (SELECT id FROM organisations_region LIMIT 1) r
"""
_PEOPLE = """
INSERT INTO cases_person (id, case_id, category, roles, gender, name, codes)
SELECT gen_random_uuid(), id, CASE n WHEN 1 THEN 2 ELSE 128 END,
    ARRAY[CASE n WHEN 1 THEN 'victim' ELSE 'possible_perpetrator' END], '',
    decode(repeat(md5(random()::text), 4), 'hex') || '\\x00'::bytea || decode(repeat('00', 8), 'hex'),
    ARRAY(SELECT (random() * 65535 - 32768)::int::smallint FROM generate_series(1, 4 + 0 * ascii(id::text)))
FROM cases_case CROSS JOIN generate_series(1, 2) AS n WHERE mdt_at IS NULL AND coordinator_id IS NULL
"""
_SOUNDS = ["ba", "di", "fe", "go", "ku", "la", "mi", "ne", "ro", "su", "ta", "vi", "wo", "ze"]
FIRST = [f"{a}{b}n".title() for a in _SOUNDS for b in _SOUNDS][:60]
LAST = [f"{a}{b}{c}rs".title() for a in _SOUNDS for b in _SOUNDS for c in _SOUNDS][::9]


def gather(database: str, user: Any, place: Any) -> list[Any]:
    """Lay down the people, none of them sealed for anyone, in 500,000 cases; gives the 500 that the user may see."""
    with cluster.connect(database, "postgres") as owner:
        owner.execute("SET session_replication_role = replica; SET synchronous_commit = off")
        owner.execute("CREATE TABLE public.bench_before AS SELECT id FROM cases_case")
        owner.execute(_MANY.strip(), {"user": user, "place": place, "cases": PEOPLE // 2})
        owner.execute(_PEOPLE.strip())
        owner.execute(
            "CREATE TABLE public.bench_mine AS SELECT id FROM cases_case"
            f" WHERE id NOT IN (SELECT id FROM bench_before) LIMIT {MINE}"
        )
        owner.execute(
            "INSERT INTO cases_access (user_id, case_id, categories, starts_at, ends_at, by_regime)"
            " SELECT %s, id, 255, now() - interval '1 day', 'infinity', (SELECT max(by_regime) FROM cases_access)"
            " FROM bench_mine",
            [user],
        )
        mine = [case for (case,) in owner.execute("SELECT id FROM bench_mine")]
        owner.execute("DELETE FROM cases_person WHERE case_id IN (SELECT id FROM bench_mine)")
        owner.execute("VACUUM ANALYZE")
    return mine


def settle(database: str, user: Any, mine: list[Any]) -> int:
    """Give the cases of the user two people each, with names, sealed; gives how many people there are in all."""
    from django.db import transaction  # noqa: PLC0415 - needs Django set up

    from rondom.cases.models import Case, Person  # noqa: PLC0415 - as above
    from rondom.core.db import acting  # noqa: PLC0415 - as above

    chance = random.Random(7)  # nosec B311 # noqa: S311 - made-up names
    with transaction.atomic(), acting(user.pk):
        for case in Case.objects.filter(pk__in=mine):
            Person.objects.bulk_create(
                Person(
                    case=case, category=category, roles=[role], birth_year=1950 + chance.randrange(60),
                    name=f"{chance.choice(FIRST)} {chance.choice(LAST)}",
                )
                for category, role in [(2, "victim"), (128, "possible_perpetrator")]
            )  # fmt: skip
    with cluster.connect(database, "postgres") as owner:
        owner.execute("VACUUM ANALYZE cases_person")
        (many,) = owner.execute("SELECT count(*) FROM cases_person").fetchone() or (0,)
    return int(many)
