-- A meeting holds no case. Everyone signed in may see that it is open; only who chairs the region's MDT now opens or
-- closes it, in their own name.
CREATE FUNCTION i_chair(of_region uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM organisations_seat WHERE user_id = rondom_actor() AND region_id = of_region AND chair
        AND starts_at <= now() AND (ends_at IS NULL OR ends_at > now()))
$$;
REVOKE ALL ON FUNCTION i_chair(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION i_chair(uuid) TO rondom_app;

ALTER TABLE triage_meeting ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON triage_meeting FOR SELECT TO rondom_app USING ((SELECT rondom_actor()) IS NOT NULL);
CREATE POLICY added ON triage_meeting FOR INSERT TO rondom_app
    WITH CHECK (opened_by_id = (SELECT rondom_actor()) AND i_chair(region_id));
CREATE POLICY changed ON triage_meeting FOR UPDATE TO rondom_app
    USING (i_chair(region_id) AND closed_at IS NULL)
    WITH CHECK (i_chair(region_id) AND closed_by_id = (SELECT rondom_actor()));
GRANT SELECT, INSERT, UPDATE (closed_at, closed_by_id) ON triage_meeting TO rondom_app;
