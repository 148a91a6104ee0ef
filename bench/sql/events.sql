-- About fifteen events a case, in the order of time: half of them are somebody looking.
INSERT INTO audit_event (id, at, verb, outcome, actor_kind, actor_id, organisation_id, purpose, basis, case_id,
    subject_kind, data)
SELECT bench.id('event', n * 32 + i, at), at, verb, 'done', 'professional',
    CASE WHEN i < 4 OR NOT decided THEN registrar WHEN i % 3 = 0 THEN doer ELSE coordinator END,
    CASE WHEN i < 4 OR NOT decided THEN registrar_org WHEN i % 3 = 0 THEN doer_org ELSE coordinator_org END,
    'coordination', '', id, '', '{}'
FROM bench.case
CROSS JOIN LATERAL generate_series(0, CASE WHEN decided THEN events ELSE 4 END - 1) AS i
CROSS JOIN LATERAL (SELECT
    CASE WHEN i < 4 THEN reported_at + interval '9 minutes' * i
        ELSE decided_at + (coalesce(closed_at, decided_at + interval '9 hours') - decided_at) * (i - 3) / 20 END AS at,
    coalesce((ARRAY['case:opened', 'report:registered', 'case:viewed', 'mdt:view:written', 'mdt:decided',
        'coordination:accepted'])[1 + i],
        (ARRAY['case:viewed', 'case:viewed', 'case:step:moved', 'case:entry:written'])[1 + i % 4]) AS verb
) AS event
ORDER BY at, n, i;
