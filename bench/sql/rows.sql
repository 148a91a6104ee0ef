-- What belongs to a case: access, people, texts, the MDT's work. In the order of time, as a real database grows.
INSERT INTO cases_naming (id, case_id, organisation_id, user_id, named_by_id, starts_at)
SELECT bench.id('naming', n * 4 + i, at), id, organisation, who, named_by, at FROM bench.case
CROSS JOIN LATERAL (VALUES (0, registrar_org, registrar, registrar, reported_at),
    (1, coordinator_org, coordinator, chair, decided_at), (2, doer_org, doer, coordinator, decided_at)
) AS naming (i, organisation, who, named_by, at)
WHERE i = 0 OR decided ORDER BY at, n, i;

-- The one who registers sees all, the others what the person allowed; the coordinator's organisation always enough.
INSERT INTO cases_grant (id, case_id, organisation_id, categories, by_regime, rows, purpose, basis, granted_by_id,
    starts_at)
SELECT bench.id('grant', n * 8 + k, reported_at), c.id, organisation.id,
    mask, mask::bigint * 4311810305, '{partners-consent}', -- every regime
    CASE WHEN k = rk THEN 'first_contact' ELSE 'mdt' END,
    CASE WHEN k = rk THEN 'registration' WHEN asked AND k NOT IN (ck, dk) THEN 'mdt_agenda' ELSE 'consent' END,
    registrar, reported_at
FROM bench.case c JOIN bench.organisation USING (r)
CROSS JOIN LATERAL (SELECT bench.throw(n * 8 + k, 'asked', 3) = 0 AS asked) AS chance
CROSS JOIN LATERAL (SELECT CASE WHEN k = rk THEN 255 WHEN k IN (ck, dk) THEN 127 WHEN asked THEN 1
    ELSE (ARRAY[67, 79, 31, 127, 19])[1 + k] END AS mask) AS shown
WHERE k < 4 OR bench.throw(n, 'prosecution', 5) = 0 ORDER BY n, k;

INSERT INTO cases_person (id, case_id, category, roles, name, birth_year, gender, relation, languages, needs, phone,
    phone_ok, text_ok, voicemail_ok, shared_device, contact_hours, code_word)
SELECT bench.id('person', n * 4 + i, reported_at), id, category, ARRAY[role], 'Testpersoon ' || n || '-' || i,
    1950 + bench.throw(n * 4 + i, 'born', 60), (ARRAY['f', 'f', 'm', 'x'])[1 + bench.throw(n * 4 + i, 'gender', 4)],
    CASE i WHEN 0 THEN '' ELSE 'acquaintance' END, '{nl}', '{}', '06 00 00 00 00', true, true, false, false, '', ''
FROM bench.case
CROSS JOIN LATERAL (VALUES (0, 2, 'victim', 100), (1, 128, 'possible_perpetrator', 60), (2, 2, 'relative', 40))
    AS someone (i, category, role, often)
WHERE people < often ORDER BY n, i;

INSERT INTO cases_entry (id, case_id, category, regime, kind, text, about_id, told_by, author_id, organisation_id, written_at)
SELECT bench.id('entry', n * 16 + i, at), id, category, 0, kind, bench.words(length),
    CASE WHEN kind = 'consent_words' THEN bench.id('consent', n * 4, reported_at) END,
    CASE WHEN i < 4 THEN 'victim' ELSE '' END,
    CASE WHEN i < 4 THEN registrar ELSE coordinator END,
    CASE WHEN i < 4 THEN registrar_org ELSE coordinator_org END, at
FROM bench.case
CROSS JOIN LATERAL generate_series(0, CASE WHEN decided THEN entries ELSE 4 END - 1) AS i
CROSS JOIN LATERAL (SELECT
    (ARRAY['summary', 'story', 'wishes', 'consent_words'])[1 + i] AS given,
    (ARRAY[4, 4, 4, 2, 1, 8, 64, 32])[1 + i] AS category,
    (ARRAY[90, 1100, 300, 90, 160, 240, 200, 320])[1 + i] + bench.throw(n * 16 + i, 'length', 60) AS length,
    CASE WHEN i < 4 THEN reported_at
        ELSE decided_at + (coalesce(closed_at, decided_at + interval '9 hours') - decided_at) * (i - 3) / 5 END AS at
) AS text0
CROSS JOIN LATERAL (SELECT coalesce(given, CASE WHEN i = entries - 1 AND closed_at IS NOT NULL
    THEN 'closing' ELSE 'note' END) AS kind) AS text1
ORDER BY at, n, i;

INSERT INTO first_contact_report (id, case_id, channel, reporter_role, reported_at, event_earliest, event_latest,
    event_uncertain, place_kind, violence_types, dependency_relation, ongoing, registered_by_id, registered_for_id)
SELECT bench.id('report', n, reported_at), id, kind, 'victim', reported_at, reported_at - interval '30 hours',
    reported_at - interval '9 hours', false, 'home', '{sexual_violence}', '', false, registrar, registrar_org
FROM bench.case JOIN bench.kind ON k = rk ORDER BY n;
INSERT INTO sharing_consent (id, case_id, receiver_kind, receiver_other, categories, purposes, given, given_at, given_by,
    representative, how, explained, recorded_at, recorded_by_id)
SELECT bench.id('consent', n * 4 + row_number() OVER (PARTITION BY n ORDER BY k) - 1, reported_at), id, kind, '',
    79, '{mdt,coordination,help}', true, reported_at, 'person', '', 'spoken', true, reported_at, registrar
FROM bench.case JOIN bench.kind ON k < 4 AND k <> rk ORDER BY n, k;

INSERT INTO triage_meeting (id, region_id, opened_at, opened_by_id, closed_at, closed_by_id)
SELECT DISTINCT bench.id('meeting', r, day), region_id, day + interval '9.5 hours', chair, day + interval '10.5 hours',
    chair
FROM bench.case CROSS JOIN LATERAL (SELECT date_trunc('day', decided_at) AS day) AS held WHERE decided;
INSERT INTO triage_view (id, case_id, round, category, organisation_id, author_id, facts, opinion, offer,
    ground, nothing_known, written_at)
SELECT bench.id('view', n * 4 + person.k, at), c.id, 1, kind.category, person.organisation_id, person.id,
    bench.words(220), '', bench.words(60), '', false, at
FROM bench.case c JOIN bench.person ON person.r = c.r AND m = 0 AND person.k < 4
JOIN bench.kind ON kind.k = person.k
CROSS JOIN LATERAL (SELECT reported_at + interval '1 hour' * (1 + person.k) AS at) AS written
WHERE person.k <> n % 4 ORDER BY at, n;
INSERT INTO triage_decision (id, case_id, meeting_id, round, decided_at, decided_by_id, coordinator_id,
    coordinator_organisation_id, no_coordinator, quorum, look_again_where)
SELECT bench.id('decision', n, decided_at), id, bench.id('meeting', r, date_trunc('day', decided_at)), 1, decided_at,
    chair, coordinator, coordinator_org, '', true, ''
FROM bench.case WHERE decided ORDER BY decided_at, n;
INSERT INTO triage_decisionline (id, case_id, decision_id, category, domain, need, text)
SELECT bench.id('line', n * 4 + d, decided_at), id, bench.id('decision', n, decided_at), category, domain,
    CASE WHEN d < 3 THEN 'now' ELSE 'not' END, CASE WHEN d < 3 THEN bench.words(90) ELSE '' END
FROM bench.case
CROSS JOIN (VALUES (0, 8, 'safety'), (1, 16, 'law'), (2, 32, 'care'), (3, 64, 'recovery')) AS line (d, category, domain)
WHERE decided ORDER BY decided_at, n, d;

INSERT INTO coordination_assignment (id, case_id, user_id, organisation_id, state, reason, asked_at, answered_at,
    ended_at, ended_by_id)
SELECT bench.id('assignment', n, decided_at), id, coordinator, coordinator_org,
    CASE WHEN closed_at IS NULL THEN 'accepted' ELSE 'ended' END, '', decided_at, decided_at + interval '2 hours',
    closed_at, CASE WHEN closed_at IS NOT NULL THEN coordinator END
FROM bench.case WHERE decided AND status <> 'weighed' ORDER BY decided_at, n;
