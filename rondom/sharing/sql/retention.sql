-- Destruction of what a closed case held. The database itself refuses what is not due, on hold or open. May be run again:
-- a migration that adds a table to the list runs it.

-- Which rows go with which category, in the order in which they can go; 0 is the row's own category. What is not here
-- stays: the case's row, who could see it (identifiers alone), and that it was destroyed.
CREATE OR REPLACE FUNCTION perishable() RETURNS TABLE (place integer, name text, part integer)
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, public, pg_temp AS $$
    VALUES (1, 'cases_steptext', 0), (2, 'triage_decisionline', 0), (3, 'triage_view', 0), (4, 'cases_entry', 0),
        (5, 'cases_person', 0), (6, 'first_contact_report', 4), (7, 'sharing_consent', 2), (8, 'rights_request', 1),
        (9, 'cases_emergency', 1), (10, 'triage_decision', 1), (11, 'coordination_assignment', 1), (12, 'cases_step', 1),
        (13, 'sharing_notice', 1), (14, 'sharing_restriction', 1), (15, 'first_contact_safetycheck', 0),
        (16, 'first_contact_windowstep', 0), (17, 'first_contact_reception', 4), (18, 'cases_document', 0),
        (19, 'cases_retelling', 1), (20, 'cases_caselink', 0), (2, 'triage_decisionroute', 0), (2, 'triage_wish', 4),
        (2, 'triage_dissent', 0), (2, 'triage_invited', 1), (21, 'triage_move', 1), (22, 'triage_escalation', 1),
        (23, 'triage_itemmember', 1), (24, 'triage_itemtime', 1), (25, 'triage_inquiry', 1), (26, 'triage_question', 0),
        (2, 'coordination_vacancy', 1), (2, 'coordination_cover', 1), (2, 'coordination_aftercare', 1),
        (3, 'coordination_closing', 1), (2, 'cases_goal', 0), (2, 'cases_stepchange', 0), (2, 'coordination_referral', 0),
        (2, 'coordination_nudge', 0), (2, 'coordination_insistence', 0), (2, 'coordination_overlap', 0),
        (2, 'coordination_contact', 2), (2, 'coordination_rhythm', 2), (2, 'coordination_rightsaid', 2),
        (2, 'coordination_routestep', 0), (2, 'cases_personchange', 0), (2, 'first_contact_eventmoment', 4),
        (27, 'triage_addition', 0), (28, 'triage_notdiscussed', 1), (29, 'coordination_guestquestion', 0),
        (2, 'coordination_contactrequest', 2), (2, 'coordination_look', 1), (3, 'coordination_contactcode', 2),
        (40, 'first_contact_draft', 1)
$$;

-- How a row is known to be of a case. A link goes with whichever of its two cases goes first.
CREATE OR REPLACE FUNCTION of_one_case(name text) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT CASE name WHEN 'cases_caselink' THEN '(case_id = $1 OR other_id = $1)' ELSE 'case_id = $1' END
$$;

-- How many rows a case has left of these parts, by table.
CREATE OR REPLACE FUNCTION left_of(of_case uuid, parts integer) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    one record;
    many bigint;
    found jsonb := '{}';
BEGIN
    FOR one IN SELECT * FROM perishable() WHERE part = 0 OR part & parts <> 0 ORDER BY place LOOP
        IF to_regclass('public.' || one.name) IS NOT NULL THEN
            EXECUTE format('SELECT count(*) FROM public.%I WHERE %s', one.name, of_one_case(one.name))
                || CASE WHEN one.part = 0 THEN ' AND category & $2 <> 0' ELSE ' AND $2 IS NOT NULL' END
                INTO many USING of_case, parts;
            IF many > 0 THEN found := found || jsonb_build_object(one.name, many); END IF;
        END IF;
    END LOOP;
    RETURN found;
END $$;

-- Destroy the rows of a case that are due, and leave the proof with this key; gives the categories. The keys follow, outside.
CREATE OR REPLACE FUNCTION destroy_due(of_case uuid, key uuid) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    gone integer;
    waiting integer;
    one record;
    counted jsonb;
BEGIN
    -- Whoever opens the case again, or puts a hold on it, is waited for.
    PERFORM 1 FROM cases_case WHERE id = of_case AND status = 'closed' FOR UPDATE;
    IF NOT FOUND THEN RAISE EXCEPTION 'this case is not closed' USING ERRCODE = 'insufficient_privilege'; END IF;
    IF EXISTS (SELECT 1 FROM sharing_hold WHERE case_id = of_case AND lifted_at IS NULL AND until > now()) THEN
        RAISE EXCEPTION 'this case is on hold' USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT coalesce(bit_or(category) FILTER (WHERE due_at <= now()), 0), coalesce(bit_or(category) FILTER (WHERE due_at > now()), 0)
        INTO gone, waiting
        FROM sharing_due WHERE case_id = of_case AND ended_at IS NULL AND destroyed_at IS NULL;
    IF waiting <> 0 THEN gone := gone & ~1; END IF; -- the case itself goes last
    IF gone = 0 THEN RAISE EXCEPTION 'nothing of this case is due' USING ERRCODE = 'insufficient_privilege'; END IF;
    counted := left_of(of_case, gone);
    UPDATE cases_grant SET consent_id = NULL WHERE case_id = of_case AND gone & 2 <> 0 AND consent_id IS NOT NULL;
    FOR one IN SELECT * FROM perishable() WHERE part = 0 OR part & gone <> 0 ORDER BY place LOOP
        IF to_regclass('public.' || one.name) IS NOT NULL THEN
            EXECUTE format('DELETE FROM public.%I WHERE %s', one.name, of_one_case(one.name))
                || CASE WHEN one.part = 0 THEN ' AND category & $2 <> 0' ELSE ' AND $2 IS NOT NULL' END
                USING of_case, gone;
        END IF;
    END LOOP;
    -- A shield goes on, without why: that could tell who someone was.
    UPDATE cases_shield SET reason = 'asked' WHERE case_id = of_case AND gone & 2 <> 0;
    INSERT INTO sharing_destruction (id, case_id, code, organisation_id, categories, rules, rows, destroyed_at)
    SELECT key, of_case, min(code), min(organisation_id::text)::uuid, gone, array_agg(DISTINCT rule), counted, now()
    FROM sharing_due WHERE case_id = of_case AND ended_at IS NULL AND destroyed_at IS NULL AND category & gone <> 0;
    UPDATE sharing_due SET destroyed_at = now()
    WHERE case_id = of_case AND ended_at IS NULL AND destroyed_at IS NULL AND category & gone <> 0;
    RETURN gone;
END $$;

-- Whether whoever acts watches over privacy for the organisation that registered this case, or for all of Rondom.
CREATE OR REPLACE FUNCTION i_supervise(of_case uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM cases_case WHERE id = of_case AND registered_for_id = ANY (my_supervision()))
$$;
REVOKE ALL ON FUNCTION perishable(), of_one_case(text), left_of(uuid, integer), destroy_due(uuid, uuid), i_supervise(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION left_of(uuid, integer), destroy_due(uuid, uuid) TO rondom_worker;
GRANT EXECUTE ON FUNCTION i_supervise(uuid) TO rondom_app;
