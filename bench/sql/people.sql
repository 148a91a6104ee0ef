-- The 25 safety regions, in each the five organisations of an MDT, in each sixteen people: 2,000 professionals.
-- Person 0 and 1 have a seat, person 2 of the CSG chairs; 10 to 15 of three kinds are case coordinators.
CREATE TABLE bench.region AS
SELECT (row_number() OVER (ORDER BY safety_region_code) - 1)::int AS r, safety_region_code AS code,
    safety_region AS name, count(*)::int AS municipalities,
    bench.id('region', row_number() OVER (ORDER BY safety_region_code), (SELECT founded FROM bench.plan)) AS id
FROM organisations_municipality GROUP BY safety_region_code, safety_region;

CREATE TABLE bench.kind (k int PRIMARY KEY, kind text, name text, category int);
INSERT INTO bench.kind VALUES (0, 'police', 'Politie', 16), (1, 'veilig_thuis', 'Veilig Thuis', 8),
    (2, 'victim_support', 'Slachtofferhulp', 64), (3, 'csg', 'CSG', 32), (4, 'prosecution', 'OM', 16);

CREATE TABLE bench.organisation AS
SELECT r, k, kind, kind.name AS short_name, region.name AS region_name, lower(code) AS code,
    region.id AS region_id, bench.id('organisation', r * 5 + k, (SELECT founded FROM bench.plan)) AS id
FROM bench.region CROSS JOIN bench.kind;

CREATE TABLE bench.person AS
SELECT r, k, m, (r * 5 + k) * 16 + m AS u, organisation.id AS organisation_id, region_id,
    bench.id('user', (r * 5 + k) * 16 + m, (SELECT founded FROM bench.plan)) AS id
FROM bench.organisation CROSS JOIN generate_series(0, 15) AS m;
CREATE UNIQUE INDEX ON bench.person (r, k, m);
ANALYZE bench.person;

INSERT INTO organisations_region (id, slug, name, kind, meets_on_holidays)
SELECT id, lower(code), name, 'safety_region', true FROM bench.region;
INSERT INTO organisations_meetingtime (id, region_id, weekday, at, capacity, starts_on)
SELECT gen_random_uuid(), id, day, time '10:30', 20, date '2000-01-01'
FROM bench.region CROSS JOIN generate_series(0, 6) AS day;
INSERT INTO organisations_region_covers (region_id, municipality_id)
SELECT region.id, municipality.code FROM bench.region
JOIN organisations_municipality municipality ON municipality.safety_region_code = region.code;
INSERT INTO organisations_organisation (id, slug, name, short_name, kind, phone)
SELECT id, replace(kind, '_', '-') || '-' || code, short_name || ' ' || region_name, short_name, kind, '010 555 01 00'
FROM bench.organisation;
INSERT INTO organisations_organisation_works_in (organisation_id, region_id)
SELECT id, region_id FROM bench.organisation;
INSERT INTO accounts_user (id, username, display_name, is_active, password)
SELECT id, 'bench-' || lpad(u::text, 4, '0'), 'Fictieve Collega ' || lpad(u::text, 4, '0'), true, '!'
FROM bench.person ORDER BY u;
INSERT INTO organisations_membership (id, user_id, organisation_id, role, starts_at)
SELECT bench.id('membership', u, founded), id, organisation_id,
    CASE WHEN k IN (1, 2, 3) AND m >= 10 THEN 'coordinator' ELSE 'professional' END, founded
FROM bench.person CROSS JOIN bench.plan ORDER BY u;
INSERT INTO organisations_seat (id, region_id, organisation_id, user_id, fixed, chair, lead, mandate, starts_at)
SELECT bench.id('seat', u, founded), region_id, organisation_id, id, k <> 4, k = 3 AND m = 2, false, 'decides', founded
FROM bench.person CROSS JOIN bench.plan WHERE m < 2 OR (k = 3 AND m = 2) ORDER BY u;
INSERT INTO triage_meeting (id, region_id, opened_at, opened_by_id)
SELECT bench.id('open meeting', r, today), region_id, today, person.id
FROM bench.person CROSS JOIN bench.plan WHERE k = 3 AND m = 2;
