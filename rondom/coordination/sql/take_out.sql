-- Take someone out of a case for good: what is known of them, what stood there before, and what they are found by. Nobody may
-- delete such a row themselves; this does it for who is on the case and may know of them, while the case is open, never for the
-- person whom it is about. Says why not: of who is not theirs no more than that there is none. May be run again.
CREATE OR REPLACE FUNCTION take_out(of_person uuid) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    gone record;
BEGIN
    SELECT known.id, known.case_id INTO gone FROM cases_person known JOIN cases_case held ON held.id = known.case_id
    WHERE known.id = of_person AND held.status <> 'closed' AND NOT known.roles @> ARRAY['victim']::varchar[]
        AND my_categories(known.case_id) & known.category <> 0
        AND EXISTS (SELECT 1 FROM cases_naming named WHERE named.case_id = known.case_id AND named.user_id = rondom_actor()
            AND named.starts_at <= now() AND (named.ends_at IS NULL OR named.ends_at > now()))
    FOR UPDATE OF known;
    IF NOT FOUND THEN RETURN 'not_there'; END IF;
    -- What must be kept, or may only be stored for now (AVG 17(3) and 18(2)), is not destroyed.
    IF EXISTS (SELECT 1 FROM sharing_hold WHERE case_id = gone.case_id AND lifted_at IS NULL AND until > now())
        OR EXISTS (SELECT 1 FROM sharing_restriction WHERE case_id = gone.case_id AND lifted_at IS NULL AND ends_at > now())
    THEN RETURN 'kept'; END IF;
    IF EXISTS (SELECT 1 FROM coordination_routestep WHERE person_id = gone.id AND withdrawn_at IS NULL) THEN RETURN 'route'; END IF;
    UPDATE coordination_routestep SET person_id = NULL WHERE person_id = gone.id;
    DELETE FROM cases_personchange WHERE person_id = gone.id;
    DELETE FROM cases_person WHERE id = gone.id;
    RETURN 'gone';
END $$;
REVOKE ALL ON FUNCTION take_out(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION take_out(uuid) TO rondom_app;
