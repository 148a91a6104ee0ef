-- From which kinds of organisation a case coordinator comes in a region: an administrator says so. A chair, who may say
-- when the MDT meets, may not: the serving role has no right to change the column.
CREATE FUNCTION choose_coordinating_kinds(of_region uuid, kinds text[]) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT i_am_administrator() THEN
        RAISE EXCEPTION 'only an administrator chooses who coordinates' USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE organisations_region SET coordinating_kinds = kinds WHERE id = of_region;
    RETURN FOUND;
END $$;
REVOKE ALL ON FUNCTION choose_coordinating_kinds(uuid, text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION choose_coordinating_kinds(uuid, text[]) TO rondom_app;

-- What an organisation writes about its coordinators: everyone who looks for one reads it, its manager writes it.
ALTER TABLE organisations_profile ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON organisations_profile FOR SELECT TO rondom_app USING (true);
CREATE POLICY added ON organisations_profile FOR INSERT TO rondom_app
    WITH CHECK (written_by_id = (SELECT rondom_actor())
        AND (organisation_id = ANY ((SELECT i_manage())::uuid[]) OR (SELECT i_am_administrator())));
CREATE POLICY changed ON organisations_profile FOR UPDATE TO rondom_app
    USING (organisation_id = ANY ((SELECT i_manage())::uuid[]) OR (SELECT i_am_administrator()))
    WITH CHECK (written_by_id = (SELECT rondom_actor()));
GRANT SELECT, INSERT, UPDATE (does, languages, days, written_at, written_by_id) ON organisations_profile TO rondom_app;

-- A region that is laid down past the application has the default too.
ALTER TABLE organisations_region ALTER COLUMN coordinating_kinds SET DEFAULT '{csg,veilig_thuis,victim_support}';
