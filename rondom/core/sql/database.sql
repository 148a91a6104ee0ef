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

-- PostgreSQL runs comparisons that it calls leakproof before the policies, as they are cheaper, and then asks who acts
-- only if a row was left: so a query plan, or an error, would tell whether a text stands anywhere in the table. Texts,
-- bytes and small numbers are therefore compared after the policies. Identifiers (random) and moments stay as they
-- are: the indexes need them.
DO $$
DECLARE
    compared regprocedure;
BEGIN
    FOR compared IN
        SELECT oid::regprocedure FROM pg_proc
        WHERE proleakproof AND pronamespace = 'pg_catalog'::regnamespace
            AND proargtypes::oid[] && ARRAY['text', 'bpchar', 'name', 'bytea', 'int2', 'int4']::regtype[]::oid[]
    LOOP
        EXECUTE format('ALTER FUNCTION %s NOT LEAKPROOF', compared);
    END LOOP;
END
$$;

-- No storage beside the tables.
REVOKE EXECUTE ON FUNCTION lo_create(oid), lo_creat(integer), lo_from_bytea(oid, bytea) FROM PUBLIC;
