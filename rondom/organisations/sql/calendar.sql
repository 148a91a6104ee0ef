-- When the MDT of a region meets. Everyone may read it; who chairs that MDT now, or an administrator, changes it.
CREATE FUNCTION i_plan(of_region uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT i_am_administrator() OR EXISTS (SELECT 1 FROM organisations_seat WHERE user_id = rondom_actor()
        AND region_id = of_region AND chair AND starts_at <= now() AND (ends_at IS NULL OR ends_at > now()))
$$;
REVOKE ALL ON FUNCTION i_plan(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION i_plan(uuid) TO rondom_app;

ALTER TABLE organisations_meetingtime ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON organisations_meetingtime FOR SELECT TO rondom_app USING (true);
CREATE POLICY added ON organisations_meetingtime FOR INSERT TO rondom_app WITH CHECK (i_plan(region_id));
CREATE POLICY changed ON organisations_meetingtime FOR UPDATE TO rondom_app USING (i_plan(region_id));
GRANT SELECT, INSERT, UPDATE (capacity, starts_on, ends_on) ON organisations_meetingtime TO rondom_app;

CREATE POLICY planned ON organisations_region FOR UPDATE TO rondom_app USING (i_plan(id));
GRANT UPDATE (meets_on_holidays) ON organisations_region TO rondom_app;
