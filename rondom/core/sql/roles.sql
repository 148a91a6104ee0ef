-- The roles of Rondom, for a whole PostgreSQL cluster; may be run again at any time.
-- In production run it as superuser once, then give each role a password or a certificate.
DO $$
DECLARE
    missing text;
BEGIN
    FOREACH missing IN ARRAY ARRAY['rondom_owner', 'rondom_app', 'rondom_worker'] LOOP
        IF to_regrole(missing) IS NULL THEN
            EXECUTE format('CREATE ROLE %I', missing);
        END IF;
    END LOOP;
END
$$;

-- Owns the tables and migrates; never serves a page.
ALTER ROLE rondom_owner LOGIN CREATEDB NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS;
-- Serves the pages: owns nothing and cannot pass row-level security.
ALTER ROLE rondom_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
-- Does the work in the background: sees no content.
ALTER ROLE rondom_worker LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;

-- A page that hangs in its transaction gives its locks back, and no single question takes the database long.
ALTER ROLE rondom_app SET statement_timeout = '30s';
ALTER ROLE rondom_app SET idle_in_transaction_session_timeout = '60s';
ALTER ROLE rondom_worker SET idle_in_transaction_session_timeout = '60s';

-- A statement may carry what someone told: other sessions of the same role do not see it, and neither a failing
-- one nor its error, which may quote a value, lands in the server's log.
ALTER ROLE rondom_app SET track_activities = off;
ALTER ROLE rondom_app SET log_min_error_statement = 'panic';
ALTER ROLE rondom_app SET log_error_verbosity = 'terse';
ALTER ROLE rondom_app SET log_min_messages = 'fatal';
ALTER ROLE rondom_worker SET track_activities = off;
ALTER ROLE rondom_worker SET log_min_error_statement = 'panic';
ALTER ROLE rondom_worker SET log_error_verbosity = 'terse';
ALTER ROLE rondom_worker SET log_min_messages = 'fatal';

-- The triggers of the access rule run the same few plans again and again: planned once a session, not at each change.
ALTER ROLE rondom_app SET plan_cache_mode = force_generic_plan;
