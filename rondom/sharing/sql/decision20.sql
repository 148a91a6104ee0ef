-- End a decision under Wpg article 20. Whoever ends it sees none of the cases, so that the database itself stops what was
-- shared on it: in a case that police registered all of it, in another the police data only. Coordinators are told.
CREATE OR REPLACE FUNCTION end_decision20(which uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me uuid := rondom_actor();
    told uuid[];
BEGIN
    IF NOT EXISTS (SELECT 1 FROM organisations_membership WHERE user_id = me
        AND role IN ('administrator', 'privacy_officer')
        AND starts_at <= now() AND (ends_at IS NULL OR ends_at > now())) THEN
        RAISE EXCEPTION 'only an administrator or privacy officer' USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE sharing_decision20 SET ended_at = now(), ended_by_id = me WHERE id = which AND ended_at IS NULL;
    IF NOT FOUND THEN RETURN false; END IF;
    SELECT array_agg(DISTINCT case_id) INTO told FROM cases_grant
    WHERE decision_id = which AND revoked_at IS NULL AND police_until > now() AND (ends_at IS NULL OR ends_at > now());
    UPDATE cases_grant shared SET revoked_at = now(), revoked_by_id = me
    FROM cases_case held JOIN organisations_organisation origin ON origin.id = held.registered_for_id
    WHERE held.id = shared.case_id AND origin.kind = 'police' AND shared.decision_id = which AND shared.revoked_at IS NULL
        AND (shared.ends_at IS NULL OR shared.ends_at > now());
    UPDATE cases_grant SET police_until = now()
    WHERE decision_id = which AND revoked_at IS NULL AND police_until > now();
    -- To the coordinator, or to who registered the case when the coordinator sees it no more.
    INSERT INTO sharing_notice (id, case_id, user_id, kind, at)
    SELECT gen_random_uuid(), held.id, CASE WHEN EXISTS (SELECT 1 FROM cases_access seen
            WHERE seen.case_id = held.id AND seen.user_id = held.coordinator_id
                AND seen.starts_at <= now() AND seen.ends_at > now())
        THEN held.coordinator_id ELSE held.registered_by_id END, 'decision_ended', now()
    FROM cases_case held WHERE held.id = ANY (told);
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
