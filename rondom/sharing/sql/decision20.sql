-- End a decision under Wpg article 20. Whoever ends it sees none of the cases, so that the database itself stops what was
-- shared on it: in a case that police registered all of it, in another the police data only. Coordinators are told.
CREATE OR REPLACE FUNCTION end_decision20(which uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me uuid := rondom_actor();
    police constant bigint := (255::bigint << 8) | (255::bigint << 16);
    stopped uuid[];
BEGIN
    IF NOT EXISTS (SELECT 1 FROM organisations_membership WHERE user_id = me
        AND role IN ('administrator', 'privacy_officer')
        AND starts_at <= now() AND (ends_at IS NULL OR ends_at > now())) THEN
        RAISE EXCEPTION 'only an administrator or privacy officer' USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE sharing_decision20 SET ended_at = now(), ended_by_id = me WHERE id = which AND ended_at IS NULL;
    IF NOT FOUND THEN RETURN false; END IF;
    SELECT array_agg(id) INTO stopped FROM cases_grant
    WHERE decision_id = which AND revoked_at IS NULL AND (ends_at IS NULL OR ends_at > now());
    IF stopped IS NULL THEN RETURN true; END IF;
    INSERT INTO cases_grant (id, case_id, organisation_id, categories, by_regime, rows, consent_id, decision_id, purpose,
        basis, granted_by_id, starts_at, ends_at)
    SELECT gen_random_uuid(), old.case_id, old.organisation_id,
        (rest | (rest >> 8) | (rest >> 16) | (rest >> 24) | (rest >> 32)) & 255, rest, old.rows, old.consent_id, NULL, old.purpose,
        old.basis, old.granted_by_id, now(), old.ends_at
    FROM cases_grant old
    JOIN cases_case held ON held.id = old.case_id
    JOIN organisations_organisation origin ON origin.id = held.registered_for_id AND origin.kind <> 'police'
    CROSS JOIN LATERAL (SELECT old.by_regime & ~police AS rest) narrowed
    WHERE old.id = ANY (stopped);
    UPDATE cases_grant SET revoked_at = now(), revoked_by_id = me WHERE id = ANY (stopped);
    INSERT INTO sharing_notice (id, case_id, user_id, kind, at)
    SELECT gen_random_uuid(), held.id, coalesce(held.coordinator_id, held.registered_by_id), 'decision_ended', now()
    FROM cases_case held WHERE held.id IN (SELECT case_id FROM cases_grant WHERE id = ANY (stopped));
    RETURN true;
END $$;
REVOKE ALL ON FUNCTION end_decision20(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION end_decision20(uuid) TO rondom_app;

-- Decisions are no secret: everyone who shares must know what holds. Only an administrator or privacy officer adds one.
CREATE OR REPLACE FUNCTION i_record_decisions() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM organisations_membership WHERE user_id = rondom_actor()
        AND role IN ('administrator', 'privacy_officer')
        AND starts_at <= now() AND (ends_at IS NULL OR ends_at > now()))
$$;
REVOKE ALL ON FUNCTION i_record_decisions() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION i_record_decisions() TO rondom_app;
ALTER TABLE sharing_decision20 ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON sharing_decision20 FOR SELECT TO rondom_app USING (true);
CREATE POLICY added ON sharing_decision20 FOR INSERT TO rondom_app
    WITH CHECK ((SELECT i_record_decisions()) AND recorded_by_id = (SELECT rondom_actor()) AND ended_at IS NULL);
GRANT SELECT, INSERT ON sharing_decision20 TO rondom_app;
