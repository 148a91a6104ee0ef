-- What signing in needs is seen and changed only where the application says that it is at the door (core/db.py:
-- confirmed): SQL that is slipped in elsewhere cannot say that, and finds these tables empty. Of second factors one sees
-- and changes one's own alone.
DO $$
DECLARE
    name text;
    rule text;
BEGIN
    FOREACH name IN ARRAY ARRAY['axes_accessattempt', 'axes_accessattemptexpiration', 'mfa_authenticator'] LOOP
        rule := '(SELECT rondom_confirmed(''door''))';
        IF name = 'mfa_authenticator' THEN
            rule := rule || ' AND user_id = (SELECT rondom_actor())';
        END IF;
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY seen ON %I FOR SELECT TO rondom_app USING (%s)', name, rule);
        EXECUTE format('CREATE POLICY added ON %I FOR INSERT TO rondom_app WITH CHECK (%s)', name, rule);
        EXECUTE format('CREATE POLICY changed ON %I FOR UPDATE TO rondom_app USING (%s)', name, rule);
        EXECUTE format('CREATE POLICY removed ON %I FOR DELETE TO rondom_app USING (%s)', name, rule);
        EXECUTE format('GRANT SELECT, INSERT, DELETE ON %I TO rondom_app', name);
    END LOOP;
END $$;

GRANT UPDATE (user_agent, ip_address, username, http_accept, path_info, attempt_time, get_data, post_data,
    failures_since_start) ON axes_accessattempt TO rondom_app;
GRANT UPDATE (user_id, type, data, created_at, last_used_at) ON mfa_authenticator TO rondom_app;
GRANT USAGE ON SEQUENCE axes_accessattempt_id_seq, mfa_authenticator_id_seq TO rondom_app;
