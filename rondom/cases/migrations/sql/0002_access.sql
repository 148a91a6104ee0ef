-- The rule, worked out: cases_access is case_access kept as a table, rewritten for whom or what a change concerns.
-- These statement triggers are the only triggers there are.
--
-- Changes of a case's own rows share a lock and take the case's row; changes of memberships and seats take the lock
-- alone, so that neither misses what the other has not committed yet.
ALTER TABLE cases_access DROP CONSTRAINT cases_access_pkey;
ALTER TABLE cases_access ADD PRIMARY KEY (user_id, case_id, starts_at, ends_at) INCLUDE (categories);

CREATE FUNCTION access_of_cases(cases uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF cases IS NULL THEN RETURN; END IF;
    PERFORM pg_advisory_xact_lock_shared(24001);
    PERFORM 1 FROM cases_case WHERE id = ANY (cases) ORDER BY id FOR UPDATE;
    DELETE FROM cases_access WHERE case_id = ANY (cases);
    INSERT INTO cases_access (user_id, case_id, categories, starts_at, ends_at)
    SELECT user_id, case_id, categories, starts_at, ends_at FROM case_access WHERE case_id = ANY (cases);
END $$;

CREATE FUNCTION access_of_users(users uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF users IS NULL THEN RETURN; END IF;
    PERFORM pg_advisory_xact_lock(24001);
    DELETE FROM cases_access WHERE user_id = ANY (users);
    INSERT INTO cases_access (user_id, case_id, categories, starts_at, ends_at)
    SELECT user_id, case_id, categories, starts_at, ends_at FROM case_access WHERE user_id = ANY (users);
END $$;

CREATE FUNCTION access_after_case_rows() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM access_of_cases((SELECT array_agg(DISTINCT case_id) FROM before));
    ELSIF TG_OP = 'INSERT' THEN
        PERFORM access_of_cases((SELECT array_agg(DISTINCT case_id) FROM after));
    ELSE
        PERFORM access_of_cases((
            SELECT array_agg(DISTINCT case_id)
            FROM (SELECT case_id FROM before UNION SELECT case_id FROM after) changed
        ));
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION access_after_person_rows() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM access_of_users((SELECT array_agg(DISTINCT user_id) FROM before));
    ELSIF TG_OP = 'INSERT' THEN
        PERFORM access_of_users((SELECT array_agg(DISTINCT user_id) FROM after));
    ELSE
        PERFORM access_of_users((
            SELECT array_agg(DISTINCT user_id)
            FROM (SELECT user_id FROM before UNION SELECT user_id FROM after) changed
        ));
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION access_after_agenda() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM access_of_cases((
        SELECT array_agg(after.id) FROM after JOIN before USING (id)
        WHERE after.mdt_region_id IS DISTINCT FROM before.mdt_region_id
    ));
    RETURN NULL;
END $$;

DO $$
DECLARE
    kept record;
BEGIN
    FOR kept IN SELECT * FROM (VALUES
        ('cases_grant', 'access_after_case_rows'), ('cases_naming', 'access_after_case_rows'),
        ('organisations_membership', 'access_after_person_rows'), ('organisations_seat', 'access_after_person_rows')
    ) AS tables (name, doer) LOOP
        EXECUTE format('CREATE TRIGGER access_added AFTER INSERT ON %I REFERENCING NEW TABLE AS after
            FOR EACH STATEMENT EXECUTE FUNCTION %I()', kept.name, kept.doer);
        EXECUTE format('CREATE TRIGGER access_changed AFTER UPDATE ON %I REFERENCING OLD TABLE AS before NEW TABLE AS after
            FOR EACH STATEMENT EXECUTE FUNCTION %I()', kept.name, kept.doer);
        EXECUTE format('CREATE TRIGGER access_removed AFTER DELETE ON %I REFERENCING OLD TABLE AS before
            FOR EACH STATEMENT EXECUTE FUNCTION %I()', kept.name, kept.doer);
    END LOOP;
END $$;

CREATE TRIGGER access_of_agenda AFTER UPDATE ON cases_case
    REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION access_after_agenda();

-- What the policies ask. Owned by the owner, so that reading the access table does not ask the policies again.
CREATE FUNCTION my_cases() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT case_id), '{}') FROM cases_access
    WHERE user_id = rondom_actor() AND starts_at <= now() AND ends_at > now()
$$;

CREATE FUNCTION my_categories(of_case uuid) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(bit_or(categories), 0) FROM cases_access
    WHERE user_id = rondom_actor() AND case_id = of_case AND starts_at <= now() AND ends_at > now()
$$;

-- A case nobody can see yet, opened by who acts now: its first grants and namings may still be written.
CREATE FUNCTION opened_by_me(of_case uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM cases_case WHERE id = of_case AND registered_by_id = rondom_actor())
        AND NOT EXISTS (SELECT 1 FROM cases_access WHERE case_id = of_case)
$$;

REVOKE ALL ON FUNCTION access_of_cases(uuid[]), access_of_users(uuid[]), access_after_case_rows(),
    access_after_person_rows(), access_after_agenda(), my_cases(), my_categories(uuid), opened_by_me(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION my_cases(), my_categories(uuid), opened_by_me(uuid) TO rondom_app;
