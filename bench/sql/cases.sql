-- Everything about a case that its rows rest on, worked out once; the rows follow in the other files.
-- Over five years; the newest wait for the MDT, spread evenly so that every region has a full agenda.
CREATE UNLOGGED TABLE bench.drawn AS
SELECT n, n > size - waiting AS waits, fate,
    CASE WHEN n > size - waiting THEN today - interval '30 hours' * (size - n) / waiting
            - CASE WHEN fate < 85 THEN interval '0' ELSE interval '20 days' END
        ELSE today - interval '36 hours' - interval '1820 days' * (size - waiting - n) / (size - waiting)
    END AS reported_at,
    CASE WHEN n > size - waiting THEN (n % 25)::int
        ELSE places.r[1 + bench.throw(n, 'region', cardinality(places.r))]
    END AS r,
    (ARRAY[0, 0, 0, 3, 3, 3, 1, 1, 1, 2])[1 + bench.throw(n, 'registers', 10)] AS rk,
    (ARRAY[3, 3, 1, 1, 2])[1 + bench.throw(n, 'coordinates', 5)] AS ck,
    1 + bench.throw(n, 'actions', 4) AS actions,
    bench.throw(n, 'people', 100) AS people,
    4 + bench.throw(n, 'entries', 5) AS entries,
    8 + bench.throw(n, 'events', 15) AS events
FROM bench.plan
-- A municipality is a lot: regions with more of them have more cases.
CROSS JOIN (SELECT array_agg(r ORDER BY r) AS r FROM bench.region, generate_series(1, municipalities)) AS places
CROSS JOIN generate_series(1, size) AS n
CROSS JOIN LATERAL (SELECT bench.throw(n, 'status', 98) AS fate) AS status;

CREATE UNLOGGED TABLE bench.case AS
SELECT drawn.*, bench.id('case', n, reported_at) AS id, region.id AS region_id, status,
    reported_at + interval '24 hours' + CASE WHEN status = 're_triage' THEN interval '20 days' ELSE interval '0' END
        AS due_at,
    reported_at + interval '20 hours' AS decided_at,
    CASE WHEN status = 'closed' THEN least(reported_at + interval '1 day' * (20 + fate), today - interval '1 hour') END
        AS closed_at,
    status <> 'reported' AS decided, status IN ('coordinated', 're_triage') AS coordinated,
    rp.id AS registrar, rp.organisation_id AS registrar_org,
    cp.id AS coordinator, cp.organisation_id AS coordinator_org,
    dp.id AS doer, dp.organisation_id AS doer_org, dk,
    chair.id AS chair, chair.organisation_id AS chair_org
FROM bench.drawn
CROSS JOIN bench.plan
CROSS JOIN LATERAL (
    SELECT CASE WHEN waits AND fate < 85 THEN 'reported' WHEN waits THEN 're_triage'
            WHEN fate < 70 THEN 'closed' WHEN fate < 72 THEN 'weighed' ELSE 'coordinated' END AS status,
        (ARRAY[1, 2, 3, 0])[1 + rk] AS dk
) AS follows
JOIN bench.region USING (r)
JOIN bench.person rp ON rp.r = drawn.r AND rp.k = rk AND rp.m = bench.throw(n, 'registrar', 10)
JOIN bench.person cp ON cp.r = drawn.r AND cp.k = ck AND cp.m = CASE
        WHEN bench.throw(n, 'light', 1000000) < least(1000000 / 6, 8036000000 / size) THEN 15  -- about thirty open cases, however many there are
        ELSE 10 + bench.throw(n, 'coordinator', 5) END
JOIN bench.person dp ON dp.r = drawn.r AND dp.k = dk AND dp.m = bench.throw(n, 'doer', 10)
JOIN bench.person chair ON chair.r = drawn.r AND chair.k = 3 AND chair.m = 2;
ALTER TABLE bench.case ADD PRIMARY KEY (n);
ANALYZE bench.case;

-- Steps first, because whose turn it is in a case follows from them. j = 0 is the MDT, 1 the question to
-- coordinate, from 2 the actions; the first action is the one that is due first.
CREATE UNLOGGED TABLE bench.step AS
SELECT n, j, c.id AS case_id, bench.id('step', n * 16 + j, asked_at) AS id, step.kind, step.domain, category,
    organisation, who, due_at, asked_at, asked_by, state,
    CASE WHEN state IN ('done', 'withdrawn') THEN coalesce(ended, c.closed_at) END AS ended_at,
    CASE WHEN state IN ('done', 'withdrawn') THEN who END AS ended_by
FROM (SELECT id, n, status, decided, waits, actions, reported_at, decided_at, closed_at, due_at AS mdt_due_at,
        registrar, chair, chair_org, coordinator, coordinator_org, doer, doer_org FROM bench.case) AS c
CROSS JOIN bench.plan
CROSS JOIN LATERAL (
    SELECT 0 AS j, 'mdt' AS kind, NULL::int AS d, chair_org AS organisation, chair AS who, mdt_due_at AS due_at,
        reported_at AS asked_at, registrar AS asked_by, decided_at AS ended,
        CASE WHEN decided AND NOT waits THEN 'done' ELSE 'proposed' END AS state
    UNION ALL
    SELECT 1, 'accept', NULL, coordinator_org, coordinator, decided_at + interval '4 hours', decided_at, chair,
        decided_at + interval '2 hours', CASE WHEN status = 'weighed' THEN 'proposed' ELSE 'done' END
    WHERE decided
    UNION ALL
    SELECT a + 1, 'action', (n + a)::int % 4, CASE WHEN (n + a) % 2 = 0 THEN doer_org ELSE coordinator_org END,
        CASE WHEN (n + a) % 2 = 0 THEN doer ELSE coordinator END,
        CASE WHEN status = 'closed' THEN decided_at + interval '2 days' * a
            ELSE today + interval '7 minutes' * bench.throw(n, 'due', 2000) - interval '2 days' + interval '1 day' * a
        END,
        decided_at + interval '1 minute' * a, coordinator,
        CASE WHEN status = 'closed' THEN closed_at - interval '1 hour' * a ELSE decided_at + interval '9 hours' END,
        CASE WHEN status = 'closed' AND bench.throw(n * 8 + a, 'withdrawn', 10) = 0 THEN 'withdrawn'
            WHEN status = 'closed' OR (a > 1 AND bench.throw(n * 8 + a, 'done', 2) = 0) THEN 'done'
            ELSE (ARRAY['proposed', 'accepted', 'in_progress'])[1 + bench.throw(n * 8 + a, 'state', 3)] END
    FROM generate_series(1, actions) AS a WHERE decided
) AS step0(j, kind, d, organisation, who, due_at, asked_at, asked_by, ended, state)
CROSS JOIN LATERAL (
    SELECT step0.kind, coalesce((ARRAY['safety', 'law', 'care', 'recovery'])[1 + d], '') AS domain,
        (ARRAY[8, 16, 32, 64])[1 + d] AS category
) AS step;

CREATE UNLOGGED TABLE bench.turn AS
SELECT DISTINCT ON (n) n, kind, organisation, who, due_at FROM bench.step
WHERE state IN ('proposed', 'accepted', 'in_progress') ORDER BY n, due_at, j;
ANALYZE bench.turn;

INSERT INTO cases_case (
    id, region_id, status, reported_at, registered_by_id, registered_for_id, mdt_due_at, mdt_at, mdt_region_id,
    mdt_round, coordinator_id, coordinator_organisation_id, next_kind, next_organisation_id, next_user_id, next_due_at,
    closed_at, closed_by_id, closing_reason)
SELECT id, region_id, status, reported_at, registrar, registrar_org, c.due_at,
    date_trunc('day', reported_at) + interval '33.5 hours', CASE WHEN waits THEN region_id END,
    CASE WHEN status = 're_triage' THEN 2 ELSE 1 END,
    CASE WHEN coordinated THEN coordinator END, CASE WHEN coordinated THEN coordinator_org END,
    coalesce(turn.kind, ''), turn.organisation, turn.who, turn.due_at,
    closed_at, CASE WHEN closed_at IS NOT NULL THEN coordinator END,
    CASE WHEN closed_at IS NULL THEN '' ELSE (ARRAY['done', 'done', 'wish', 'lost_contact'])[1 + fate % 4] END
FROM bench.case c LEFT JOIN bench.turn USING (n) ORDER BY n;

INSERT INTO cases_step (id, case_id, kind, domain, organisation_id, user_id, due_at, state, asked_at, asked_by_id,
    ended_at, ended_by_id)
SELECT id, case_id, kind, domain, organisation, who, due_at, state, asked_at, asked_by, ended_at, ended_by
FROM bench.step ORDER BY asked_at, n, j;
INSERT INTO cases_steptext (id, case_id, category, step_id, text, outcome)
SELECT bench.id('words', n * 16 + j, asked_at), case_id, category, id, bench.words(60 + bench.throw(n, 'step', 90)),
    CASE WHEN state = 'done' THEN bench.words(80) ELSE '' END
FROM bench.step WHERE kind = 'action' ORDER BY asked_at, n, j;
