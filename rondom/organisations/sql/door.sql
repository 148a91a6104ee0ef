-- Where organisations sign in, which account is whom there, and who manages an organisation.
CREATE FUNCTION i_manage() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT organisation_id), '{}') FROM organisations_membership
    WHERE user_id = rondom_actor() AND role = 'manager' AND starts_at <= now() AND (ends_at IS NULL OR ends_at > now())
$$;

-- Who of an organisation has a second factor: yes or no, for its manager and an administrator.
CREATE FUNCTION with_second_factor(organisation uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT DISTINCT factor.user_id FROM mfa_authenticator factor
    JOIN organisations_membership membership ON membership.user_id = factor.user_id
    WHERE factor.type IN ('totp', 'webauthn') AND membership.organisation_id = organisation
        AND (organisation = ANY (i_manage()) OR i_am_administrator())
$$;

-- Someone lost their phone or key: an administrator, who just showed who they are, lets them start anew.
CREATE FUNCTION forget_second_factors(of_user uuid) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    forgotten integer;
BEGIN
    IF NOT i_am_administrator() OR NOT rondom_confirmed('forget second factors') THEN
        RAISE EXCEPTION 'only an administrator who confirmed forgets second factors' USING ERRCODE = 'insufficient_privilege';
    END IF;
    DELETE FROM mfa_authenticator WHERE user_id = of_user;
    GET DIAGNOSTICS forgotten = ROW_COUNT;
    RETURN forgotten;
END $$;

REVOKE ALL ON FUNCTION i_manage(), with_second_factor(uuid), forget_second_factors(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION i_manage(), with_second_factor(uuid), forget_second_factors(uuid) TO rondom_app;

-- A manager ends what is in force in their own organisation, and no more than that.
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['organisations_membership', 'organisations_seat'] LOOP
        EXECUTE format('CREATE POLICY ended ON %I FOR UPDATE TO rondom_app
            USING (organisation_id = ANY ((SELECT i_manage())::uuid[]) AND (ends_at IS NULL OR ends_at > now()))
            WITH CHECK (organisation_id = ANY ((SELECT i_manage())::uuid[]) AND ends_at <= now())', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['organisations_provider', 'organisations_identity', 'organisations_invitation',
        'organisations_review'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('GRANT SELECT, INSERT ON %I TO rondom_app', name);
    END LOOP;
END $$;

-- The page to sign in names the providers before anyone acts; their secrets are sealed.
CREATE POLICY seen ON organisations_provider FOR SELECT TO rondom_app USING (true);
CREATE POLICY added ON organisations_provider FOR INSERT TO rondom_app WITH CHECK ((SELECT i_am_administrator()));
CREATE POLICY changed ON organisations_provider FOR UPDATE TO rondom_app USING ((SELECT i_am_administrator()));
GRANT UPDATE (ends_at) ON organisations_provider TO rondom_app;

CREATE POLICY seen ON organisations_identity FOR SELECT TO rondom_app
    USING ((SELECT rondom_confirmed('door')) OR user_id = (SELECT rondom_actor()) OR (SELECT i_am_administrator()));
CREATE POLICY added ON organisations_identity FOR INSERT TO rondom_app
    WITH CHECK ((SELECT i_am_administrator())
        OR user_id = (SELECT rondom_actor()) AND (SELECT rondom_confirmed('door')));
CREATE POLICY changed ON organisations_identity FOR UPDATE TO rondom_app USING ((SELECT i_am_administrator()));
GRANT UPDATE (ends_at) ON organisations_identity TO rondom_app;

CREATE POLICY seen ON organisations_invitation FOR SELECT TO rondom_app
    USING ((SELECT rondom_confirmed('door')) OR (SELECT i_am_administrator()));
CREATE POLICY added ON organisations_invitation FOR INSERT TO rondom_app
    WITH CHECK ((SELECT i_am_administrator()) AND made_by_id = (SELECT rondom_actor()));
CREATE POLICY changed ON organisations_invitation FOR UPDATE TO rondom_app
    USING ((SELECT rondom_confirmed('door')) AND user_id = (SELECT rondom_actor()));
GRANT UPDATE (used_at) ON organisations_invitation TO rondom_app;

CREATE POLICY seen ON organisations_review FOR SELECT TO rondom_app
    USING (organisation_id = ANY ((SELECT my_organisations())::uuid[]) OR (SELECT i_am_administrator()));
CREATE POLICY added ON organisations_review FOR INSERT TO rondom_app
    WITH CHECK (done_by_id = (SELECT rondom_actor())
        AND (organisation_id = ANY ((SELECT i_manage())::uuid[]) OR (SELECT i_am_administrator())));
