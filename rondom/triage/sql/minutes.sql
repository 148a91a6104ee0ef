-- Minutes hold no case: everyone signed in may see that a meeting has them, as they may see the meeting. Who chairs the
-- region's MDT lays them down once it is closed, and signs them once, in their own name.
ALTER TABLE triage_minutes ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON triage_minutes FOR SELECT TO rondom_app USING ((SELECT rondom_actor()) IS NOT NULL);
CREATE POLICY added ON triage_minutes FOR INSERT TO rondom_app WITH CHECK (signed_at IS NULL AND EXISTS (
    SELECT 1 FROM triage_meeting held WHERE held.id = meeting_id AND held.closed_at IS NOT NULL AND i_chair(held.region_id)
));
CREATE POLICY changed ON triage_minutes FOR UPDATE TO rondom_app
    USING (signed_at IS NULL AND EXISTS (
        SELECT 1 FROM triage_meeting held WHERE held.id = meeting_id AND i_chair(held.region_id)
    ))
    WITH CHECK (signed_by_id = (SELECT rondom_actor()));
GRANT SELECT, INSERT, UPDATE (signed_at, signed_by_id) ON triage_minutes TO rondom_app;

-- What was planned in a meeting that was just closed, and not decided: noted before it is planned anew, and afterwards with
-- where it went, also of a case that a shield keeps from the chair. Both say nothing, so tell nothing; once the minutes are
-- laid down they do nothing. Whoever writes a decision down at this moment holds its case: they are waited for, so that it
-- counts as discussed.
CREATE FUNCTION closed_by_me_just_now(of_meeting uuid) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT region_id FROM triage_meeting held
    WHERE id = of_meeting AND closed_at IS NOT NULL AND closed_by_id = rondom_actor() AND i_chair(region_id)
        AND NOT EXISTS (SELECT 1 FROM triage_minutes WHERE meeting_id = held.id)
$$;
CREATE FUNCTION undiscussed_cases_noted(of_meeting uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    of_region uuid := closed_by_me_just_now(of_meeting);
BEGIN
    IF of_region IS NULL THEN RETURN; END IF;
    PERFORM 1 FROM cases_case WHERE mdt_region_id = of_region AND status IN ('reported', 're_triage')
        ORDER BY id FOR NO KEY UPDATE;
    INSERT INTO triage_notdiscussed (id, case_id, meeting_id, round, moved_to)
    SELECT gen_random_uuid(), waiting.id, of_meeting, waiting.mdt_round, waiting.mdt_at
    FROM cases_case waiting JOIN triage_meeting held ON held.id = of_meeting
    WHERE waiting.mdt_region_id = of_region AND waiting.status IN ('reported', 're_triage')
        AND waiting.mdt_at <= held.closed_at
    ON CONFLICT DO NOTHING;
END $$;
CREATE FUNCTION undiscussed_cases_moved(of_meeting uuid) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    UPDATE triage_notdiscussed SET moved_to = cases_case.mdt_at FROM cases_case
    WHERE meeting_id = of_meeting AND cases_case.id = case_id AND cases_case.mdt_at IS NOT NULL
        AND closed_by_me_just_now(of_meeting) IS NOT NULL
$$;
REVOKE ALL ON FUNCTION closed_by_me_just_now(uuid), undiscussed_cases_noted(uuid), undiscussed_cases_moved(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION undiscussed_cases_noted(uuid), undiscussed_cases_moved(uuid) TO rondom_app;

-- Meetings that were closed before there were minutes.
INSERT INTO triage_minutes (id, meeting_id, made_at)
SELECT gen_random_uuid(), id, closed_at FROM triage_meeting WHERE closed_at IS NOT NULL;
