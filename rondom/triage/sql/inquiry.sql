-- Who is asked for a view before the meeting, and who is reminded: rows without content, laid by the background worker,
-- which sees no case and reads nothing back but how many. May be run again and again, and by two at once.
--
-- Asked: every organisation with a fixed seat in the MDT whose agenda holds a waiting case, that may see it now. Before
-- when: two hours before the meeting it is planned in (Rondom's own default; no source says so), or by that meeting when
-- less is left. Reminded once, when that moment has passed without an answer.
CREATE FUNCTION inquire(OUT asked bigint, OUT chased bigint)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    WITH laid AS (
        INSERT INTO triage_inquiry (id, case_id, round, organisation_id, asked_at, answer_before)
        SELECT gen_random_uuid(), held.id, held.mdt_round, place.organisation_id, now(),
            CASE WHEN held.mdt_at - interval '2 hours' > now() THEN held.mdt_at - interval '2 hours' ELSE held.mdt_at END
        FROM cases_case held
        JOIN LATERAL (SELECT DISTINCT seat.organisation_id FROM organisations_seat seat
            WHERE seat.region_id = held.mdt_region_id AND seat.fixed
                AND seat.starts_at <= now() AND (seat.ends_at IS NULL OR seat.ends_at > now())) place ON true
        WHERE held.mdt_region_id IS NOT NULL AND held.status IN ('reported', 're_triage')
            AND EXISTS (SELECT 1 FROM cases_grant shared WHERE shared.case_id = held.id
                AND shared.organisation_id = place.organisation_id AND shared.starts_at <= now()
                AND shared.revoked_at IS NULL AND (shared.ends_at IS NULL OR shared.ends_at > now()))
            AND NOT EXISTS (SELECT 1 FROM cases_shield kept WHERE kept.case_id = held.id
                AND kept.organisation_id = place.organisation_id AND kept.lifted_at IS NULL)
            AND NOT EXISTS (SELECT 1 FROM triage_inquiry known WHERE known.case_id = held.id
                AND known.round = held.mdt_round AND known.organisation_id = place.organisation_id)
        ON CONFLICT DO NOTHING RETURNING 1)
    SELECT count(*) INTO asked FROM laid;
    -- The meeting moved: so did the moment, for who was not reminded yet.
    UPDATE triage_inquiry late SET answer_before = held.mdt_at - interval '2 hours'
    FROM cases_case held
    WHERE held.id = late.case_id AND held.mdt_round = late.round AND late.answered_at IS NULL AND late.chased_at IS NULL
        AND held.mdt_region_id IS NOT NULL AND held.status IN ('reported', 're_triage')
        AND held.mdt_at - interval '2 hours' > greatest(now(), late.answer_before);
    WITH reminded AS (
        UPDATE triage_inquiry late SET chased_at = now() FROM cases_case held
        WHERE held.id = late.case_id AND held.mdt_round = late.round AND held.status IN ('reported', 're_triage')
            AND late.answered_at IS NULL AND late.chased_at IS NULL
            AND late.answer_before <= now() AND late.asked_at < now()
        RETURNING 1)
    SELECT count(*) INTO chased FROM reminded;
END $$;
REVOKE ALL ON FUNCTION inquire() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION inquire() TO rondom_worker;

-- How many open cases people coordinate: shown beside their names when the MDT looks for a coordinator, never ranked. For
-- who has a seat in an MDT; it says how many, not which.
CREATE FUNCTION cases_held_by(people uuid[]) RETURNS TABLE (user_id uuid, held bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coordinator_id, count(*) FROM cases_case
    WHERE coordinator_id = ANY (people) AND status <> 'closed'
        AND EXISTS (SELECT 1 FROM organisations_seat seat WHERE seat.user_id = rondom_actor()
            AND seat.starts_at <= now() AND (seat.ends_at IS NULL OR seat.ends_at > now()))
    GROUP BY coordinator_id
$$;
REVOKE ALL ON FUNCTION cases_held_by(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cases_held_by(uuid[]) TO rondom_app;
