-- The live meeting: who is there, and what it discusses.

-- Whether whoever acts has a seat now in the MDT that this meeting is of.
CREATE FUNCTION i_sit_at(of_meeting uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM organisations_seat seat JOIN triage_meeting met ON met.region_id = seat.region_id
        WHERE met.id = of_meeting AND seat.user_id = rondom_actor()
            AND seat.starts_at <= now() AND (seat.ends_at IS NULL OR seat.ends_at > now()))
$$;

-- Whether whoever acts chairs this meeting, and it is open.
CREATE FUNCTION i_run(of_meeting uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM triage_meeting WHERE id = of_meeting AND closed_at IS NULL AND i_chair(region_id))
$$;

-- Whether the meeting discusses a case now, be it one that whoever acts may not see. Says no more than that.
CREATE FUNCTION meeting_discusses(of_meeting uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT i_sit_at(of_meeting)
        AND EXISTS (SELECT 1 FROM triage_itemtime WHERE meeting_id = of_meeting AND ended_at IS NULL)
$$;

-- What the meeting discusses is over: said by who chairs it, also of a case that is kept from them; or, of a case that
-- they see, by who decides on it or hands it over. Gives the moment from which the next can begin: periods of one
-- meeting do not overlap, whatever the order in which requests of one moment come.
CREATE FUNCTION item_ends(of_meeting uuid, of_case uuid, at timestamptz) RETURNS timestamptz
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    chairs boolean := EXISTS (SELECT 1 FROM triage_meeting WHERE id = of_meeting AND i_chair(region_id));
BEGIN
    UPDATE triage_itemtime SET ended_at = greatest(at, started_at)
    WHERE meeting_id = of_meeting AND ended_at IS NULL
        AND (chairs OR case_id = of_case AND of_case = ANY ((SELECT my_cases())::uuid[]));
    IF NOT chairs THEN RETURN at; END IF;
    RETURN greatest(at, (SELECT max(ended_at) FROM triage_itemtime WHERE meeting_id = of_meeting));
END $$;

REVOKE ALL ON FUNCTION i_sit_at(uuid), i_run(uuid), meeting_discusses(uuid), item_ends(uuid, uuid, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION i_sit_at(uuid), i_run(uuid), meeting_discusses(uuid), item_ends(uuid, uuid, timestamptz)
    TO rondom_app;

-- Who is there is seen by who sits at that table, and by colleagues. Everyone comes in their own name alone.
ALTER TABLE triage_attendance ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON triage_attendance FOR SELECT TO rondom_app USING (
    user_id = (SELECT rondom_actor()) OR organisation_id = ANY ((SELECT my_organisations())::uuid[]) OR i_sit_at(meeting_id));
CREATE POLICY added ON triage_attendance FOR INSERT TO rondom_app WITH CHECK (
    user_id = (SELECT rondom_actor()) AND organisation_id = ANY ((SELECT my_organisations())::uuid[]) AND i_sit_at(meeting_id)
    AND EXISTS (SELECT 1 FROM triage_meeting WHERE id = meeting_id AND closed_at IS NULL));
CREATE POLICY changed ON triage_attendance FOR UPDATE TO rondom_app
    USING (user_id = (SELECT rondom_actor())) WITH CHECK (user_id = (SELECT rondom_actor()));
GRANT SELECT, INSERT, UPDATE (last_seen_at) ON triage_attendance TO rondom_app;
