-- A report that is being typed: seen and changed by who types it alone, and only while they work at that organisation.
ALTER TABLE first_contact_draft ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON first_contact_draft FOR SELECT TO rondom_app
    USING (owner_id = (SELECT rondom_actor()) AND organisation_id = ANY ((SELECT my_organisations())::uuid[]));
CREATE POLICY added ON first_contact_draft FOR INSERT TO rondom_app
    WITH CHECK (owner_id = (SELECT rondom_actor()) AND organisation_id = ANY ((SELECT my_organisations())::uuid[]));
CREATE POLICY changed ON first_contact_draft FOR UPDATE TO rondom_app
    USING (owner_id = (SELECT rondom_actor()) AND organisation_id = ANY ((SELECT my_organisations())::uuid[]));
GRANT SELECT, INSERT ON first_contact_draft TO rondom_app;
-- Never whose it is, nor of which case it will be.
GRANT UPDATE (version, page, turn, content, saved_at, goes_at, thrown_away_at, registered_at)
    ON first_contact_draft TO rondom_app;

-- The worker reads which drafts are over, and nothing of them.
CREATE POLICY over ON first_contact_draft FOR SELECT TO rondom_worker USING (goes_at <= now());
GRANT SELECT (id, goes_at) ON first_contact_draft TO rondom_worker;

-- Take away a draft that is over; gives the case whose keys nothing needs any more, or nothing. The database itself
-- refuses a draft that is not over, and never gives a case that was registered or has another version left.
CREATE FUNCTION forget_draft(key uuid) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    of_case uuid;
BEGIN
    SELECT case_id INTO of_case FROM first_contact_draft WHERE id = key;
    -- All versions, so that whoever types, registers or forgets another one is waited for.
    PERFORM 1 FROM first_contact_draft WHERE case_id = of_case ORDER BY id FOR UPDATE;
    DELETE FROM first_contact_draft WHERE id = key AND goes_at <= now();
    IF NOT FOUND THEN RAISE EXCEPTION 'this draft is not over' USING ERRCODE = 'insufficient_privilege'; END IF;
    IF EXISTS (SELECT 1 FROM first_contact_draft WHERE case_id = of_case)
        OR EXISTS (SELECT 1 FROM cases_case WHERE id = of_case) THEN
        RETURN NULL;
    END IF;
    RETURN of_case;
END $$;
REVOKE ALL ON FUNCTION forget_draft(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION forget_draft(uuid) TO rondom_worker;
