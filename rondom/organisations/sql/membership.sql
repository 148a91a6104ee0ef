-- What the policies ask about the person who acts. Owned by the owner, so that no policy asks itself.
CREATE FUNCTION my_organisations() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT organisation_id), '{}') FROM organisations_membership
    WHERE user_id = rondom_actor() AND starts_at <= now() AND (ends_at IS NULL OR ends_at > now())
$$;

CREATE FUNCTION i_am_administrator() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM organisations_membership WHERE user_id = rondom_actor() AND role = 'administrator'
        AND starts_at <= now() AND (ends_at IS NULL OR ends_at > now()))
$$;

REVOKE ALL ON FUNCTION my_organisations(), i_am_administrator() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION my_organisations(), i_am_administrator() TO rondom_app;

-- Everyone may read who works where; only an administrator changes it: these rows make access.
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['accounts_user', 'organisations_organisation', 'organisations_organisation_works_in',
        'organisations_region', 'organisations_region_covers', 'organisations_membership', 'organisations_seat'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY seen ON %I FOR SELECT TO rondom_app USING (true)', name);
        EXECUTE format('CREATE POLICY added ON %I FOR INSERT TO rondom_app
            WITH CHECK ((SELECT i_am_administrator()))', name);
        EXECUTE format('GRANT SELECT, INSERT ON %I TO rondom_app', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['organisations_membership', 'organisations_seat'] LOOP
        EXECUTE format('CREATE POLICY changed ON %I FOR UPDATE TO rondom_app
            USING ((SELECT i_am_administrator()))', name);
        EXECUTE format('GRANT UPDATE (ends_at) ON %I TO rondom_app', name);
    END LOOP;
END $$;
GRANT SELECT ON organisations_municipality TO rondom_app;

-- Signing in notes the moment and, when the hasher changed, a new hash; nothing else of an account changes here.
CREATE POLICY changed ON accounts_user FOR UPDATE TO rondom_app USING (true);
GRANT UPDATE (last_login, password) ON accounts_user TO rondom_app;
GRANT USAGE ON SEQUENCE organisations_organisation_works_in_id_seq, organisations_region_covers_id_seq TO rondom_app;
