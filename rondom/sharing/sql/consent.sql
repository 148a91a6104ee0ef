-- A grant that rests on a consent of the same case is not given when that was withdrawn, and does not outlast it. Whoever
-- may note what the person says may end what rests on it, whoever shared it.
ALTER TABLE cases_grant ADD CONSTRAINT grant_consent_same_case
    FOREIGN KEY (case_id, consent_id) REFERENCES sharing_consent (case_id, id);
CREATE FUNCTION consent_holds(which uuid, of_case uuid, until timestamptz) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM sharing_consent WHERE id = which AND case_id = of_case AND given
        AND withdrawn_at IS NULL AND (ends_at IS NULL OR ends_at >= until))
$$;
CREATE FUNCTION decision20_holds(which uuid, until timestamptz) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM sharing_decision20 WHERE id = which AND ended_at IS NULL AND ends_at >= until)
$$;
REVOKE ALL ON FUNCTION consent_holds(uuid, uuid, timestamptz), decision20_holds(uuid, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION consent_holds(uuid, uuid, timestamptz), decision20_holds(uuid, timestamptz) TO rondom_app;
CREATE POLICY on_a_ground ON cases_grant AS RESTRICTIVE FOR INSERT TO rondom_app WITH CHECK (
    cardinality(rows) > 0
    AND (consent_id IS NULL OR consent_holds(consent_id, case_id, ends_at))
    AND (decision_id IS NULL OR decision20_holds(decision_id, police_until)));
CREATE POLICY withdrawn ON cases_grant FOR UPDATE TO rondom_app
    USING (revoked_at IS NULL AND basis <> 'registration' AND my_categories(case_id) & 2 = 2)
    WITH CHECK (revoked_at <= now() AND revoked_by_id = (SELECT rondom_actor()));
