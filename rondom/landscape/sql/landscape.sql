-- Who keeps the landscape: the editor, now.
CREATE FUNCTION i_edit_landscape() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM organisations_membership WHERE user_id = rondom_actor() AND role = 'landscape_editor'
        AND starts_at <= now() AND (ends_at IS NULL OR ends_at > now()))
$$;
REVOKE ALL ON FUNCTION i_edit_landscape() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION i_edit_landscape() TO rondom_app;

-- Services and facts are open data: who holds no account reads them too. Only the editor adds, and ends what held.
ALTER TABLE landscape_service ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON landscape_service FOR SELECT TO rondom_app USING (true);
CREATE POLICY added ON landscape_service FOR INSERT TO rondom_app WITH CHECK ((SELECT i_edit_landscape()));
GRANT SELECT, INSERT ON landscape_service TO rondom_app;

ALTER TABLE landscape_fact ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON landscape_fact FOR SELECT TO rondom_app USING (true);
CREATE POLICY added ON landscape_fact FOR INSERT TO rondom_app
    WITH CHECK ((SELECT i_edit_landscape()) AND entered_by_id = (SELECT rondom_actor())
        AND (verified_by_id IS NULL OR verified_by_id = (SELECT rondom_actor())));
CREATE POLICY ended ON landscape_fact FOR UPDATE TO rondom_app
    USING ((SELECT i_edit_landscape()) AND ends_at IS NULL) WITH CHECK ((SELECT i_edit_landscape()) AND ends_at IS NOT NULL);
GRANT SELECT, INSERT, UPDATE (ends_at) ON landscape_fact TO rondom_app;

-- A proposal is seen by the organisation that made it and by the editor, who decides on it once.
ALTER TABLE landscape_proposal ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON landscape_proposal FOR SELECT TO rondom_app
    USING (organisation_id = ANY ((SELECT my_organisations())::uuid[]) OR (SELECT i_edit_landscape()));
CREATE POLICY added ON landscape_proposal FOR INSERT TO rondom_app
    WITH CHECK (proposed_by_id = (SELECT rondom_actor()) AND organisation_id = ANY ((SELECT my_organisations())::uuid[])
        AND decided_at IS NULL);
CREATE POLICY decided ON landscape_proposal FOR UPDATE TO rondom_app
    USING ((SELECT i_edit_landscape()) AND decided_at IS NULL) WITH CHECK (decided_by_id = (SELECT rondom_actor()));
GRANT SELECT, INSERT, UPDATE (service_id, decided_at, decided_by_id, accepted, answer) ON landscape_proposal TO rondom_app;
