-- Planning a case in a meeting counts every case that waits, also those that whoever acts may not see: it answers with a
-- moment and tells nothing else. May be run again.

-- The first of these meetings of a region that has room beside one case; else the last extraordinary one that is in time.
CREATE OR REPLACE FUNCTION meeting_with_room(
    of_region uuid, besides uuid, meetings timestamptz[], rooms integer[], after timestamptz, until timestamptz
) RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH waiting AS (SELECT mdt_at FROM cases_case
        WHERE mdt_region_id = of_region AND status IN ('reported', 're_triage') AND id <> besides)
    SELECT coalesce(
        (SELECT slot.at FROM unnest(meetings, rooms) AS slot (at, room)
            WHERE (SELECT count(*) FROM waiting WHERE mdt_at = slot.at) < slot.room ORDER BY slot.at LIMIT 1),
        (SELECT max(mdt_at) FROM waiting WHERE mdt_at > after AND mdt_at <= until AND mdt_at <> ALL (meetings)))
    WHERE rondom_actor() IS NOT NULL
$$;

-- The moments of all that waits in a region, for whoever plans there: no case, only when it is planned and due.
CREATE OR REPLACE FUNCTION waiting_moments(of_region uuid) RETURNS TABLE (planned timestamptz, due timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT mdt_at, mdt_due_at FROM cases_case
    WHERE mdt_region_id = of_region AND status IN ('reported', 're_triage') AND i_plan(of_region)
    ORDER BY mdt_due_at, id
$$;

-- Plan anew what waits in a region with this planned and due moment, for whoever plans there. The moments are worked out
-- in clock.py; what someone moved meanwhile stays where it was moved.
CREATE OR REPLACE FUNCTION plan_waiting(
    of_region uuid, planned timestamptz[], due timestamptz[], becomes timestamptz[]
) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT 1 FROM cases_case WHERE mdt_region_id = of_region AND mdt_at = ANY (planned) AND i_plan(of_region)
    ORDER BY id FOR UPDATE; -- in one order, so that two who plan wait for each other and do not lock up
    UPDATE cases_case held SET mdt_at = one.becomes
    FROM unnest(planned, due, becomes) AS one (planned, due, becomes)
    WHERE held.mdt_region_id = of_region AND held.status IN ('reported', 're_triage') AND held.mdt_at = one.planned
        AND held.mdt_due_at = one.due AND i_plan(of_region)
$$;
REVOKE ALL ON FUNCTION meeting_with_room(uuid, uuid, timestamptz[], integer[], timestamptz, timestamptz),
    waiting_moments(uuid), plan_waiting(uuid, timestamptz[], timestamptz[], timestamptz[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION meeting_with_room(uuid, uuid, timestamptz[], integer[], timestamptz, timestamptz),
    waiting_moments(uuid), plan_waiting(uuid, timestamptz[], timestamptz[], timestamptz[]) TO rondom_app;
