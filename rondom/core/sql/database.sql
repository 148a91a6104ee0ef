-- Who may do what in one database of Rondom; run as superuser inside it, may be run again at any time.
DO $$
BEGIN
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO rondom_app, rondom_worker', current_database());
END
$$;

ALTER SCHEMA public OWNER TO rondom_owner;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO rondom_app, rondom_worker;
