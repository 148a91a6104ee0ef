-- A question to coordinate that nobody answered in time lapses, and a search for a coordinator that takes too long is told
-- to the regional lead. Found by the worker, which sees no case. Correct after nothing ran for a while, and when two run at
-- once: a case that someone is busy with waits for the next time.
--
-- Of a case that the MDT decided on and that nobody coordinates, the chair of its MDT holds it meanwhile and must find
-- someone (who registered it, where nobody chairs who may see it: as cases/turn.py `chair_of` says). A case that was being
-- handed over stays with its coordinator, who decides how it goes on.
CREATE FUNCTION lapse_questions() RETURNS TABLE (of_case uuid, reached text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    one record;
    held cases_case;
    place uuid;
    who uuid;
    then_kind text;
    within interval;
BEGIN
    FOR one IN SELECT step.id, step.case_id, step.asked_by_id FROM cases_step step
        WHERE step.ended_at IS NULL AND step.kind = 'accept' AND step.due_at <= now() ORDER BY step.case_id, step.id
    LOOP
        SELECT * INTO held FROM cases_case WHERE id = one.case_id AND status IN ('weighed', 'coordinated')
            FOR UPDATE SKIP LOCKED;
        CONTINUE WHEN NOT FOUND;
        UPDATE cases_step SET state = 'lapsed', ended_at = now() WHERE id = one.id AND ended_at IS NULL;
        CONTINUE WHEN NOT FOUND;
        IF held.status = 'coordinated' THEN
            place := held.coordinator_organisation_id;
            who := held.coordinator_id;
            then_kind := 'coordinate';
            within := interval '1 day'; -- clock.DECIDE_WITHIN
        ELSE
            SELECT seat.organisation_id, seat.user_id INTO place, who FROM organisations_seat seat
            WHERE seat.region_id = held.region_id AND seat.chair
                AND seat.starts_at <= now() AND (seat.ends_at IS NULL OR seat.ends_at > now())
                AND sees_now(seat.organisation_id, held.id) AND NOT shielded_from(seat.user_id, held.id)
            ORDER BY seat.starts_at, seat.id LIMIT 1;
            IF NOT FOUND THEN
                place := held.registered_for_id;
                who := held.registered_by_id;
            END IF;
            then_kind := 'propose';
            within := interval '4 hours'; -- clock.ANSWER_WITHIN
            INSERT INTO coordination_vacancy (id, case_id, step_id, level, raised_at)
            VALUES (gen_random_uuid(), held.id, one.id, 'chair', now());
        END IF;
        INSERT INTO cases_step (id, case_id, kind, domain, organisation_id, user_id, due_at, state, asked_at, asked_by_id)
        VALUES (gen_random_uuid(), held.id, then_kind, '', place, who, now() + within, 'proposed', now(), one.asked_by_id);
        PERFORM put_on(held.id, place, who, one.asked_by_id);
        UPDATE cases_case SET (next_kind, next_organisation_id, next_user_id, next_due_at) = (
            SELECT step.kind, step.organisation_id, step.user_id, step.due_at FROM cases_step step
            WHERE step.case_id = held.id AND step.ended_at IS NULL
            ORDER BY step.due_at, array_position(ARRAY['accept', 'propose', 'mdt', 'action', 'coordinate'], step.kind::text),
                step.id LIMIT 1)
        WHERE id = held.id;
        of_case := held.id;
        reached := 'lapsed';
        RETURN NEXT;
    END LOOP;
    FOR one IN SELECT step.id, step.case_id, step.asked_by_id FROM cases_step step
        WHERE step.ended_at IS NULL AND step.kind = 'propose' AND step.due_at <= now()
            AND NOT EXISTS (SELECT 1 FROM coordination_vacancy told WHERE told.step_id = step.id)
        ORDER BY step.case_id, step.id
    LOOP
        SELECT * INTO held FROM cases_case WHERE id = one.case_id AND status = 'weighed' AND coordinator_id IS NULL
            FOR UPDATE SKIP LOCKED;
        CONTINUE WHEN NOT FOUND;
        CONTINUE WHEN NOT EXISTS (SELECT 1 FROM cases_step WHERE id = one.id AND ended_at IS NULL)
            OR EXISTS (SELECT 1 FROM coordination_vacancy WHERE step_id = one.id);
        reached := 'untold';
        FOR place, who IN SELECT seat.organisation_id, seat.user_id FROM organisations_seat seat
            WHERE seat.region_id = held.region_id AND seat.lead
                AND seat.starts_at <= now() AND (seat.ends_at IS NULL OR seat.ends_at > now())
                AND sees_now(seat.organisation_id, held.id) AND NOT shielded_from(seat.user_id, held.id)
        LOOP
            PERFORM put_on(held.id, place, who, one.asked_by_id);
            reached := 'lead';
        END LOOP;
        INSERT INTO coordination_vacancy (id, case_id, step_id, level, raised_at)
        VALUES (gen_random_uuid(), held.id, one.id, reached, now());
        of_case := held.id;
        RETURN NEXT;
    END LOOP;
END $$;

-- Whether something of a case is shared with an organisation now.
CREATE FUNCTION sees_now(place uuid, of_case uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM cases_grant shared WHERE shared.case_id = of_case AND shared.organisation_id = place
        AND shared.starts_at <= now() AND shared.revoked_at IS NULL AND (shared.ends_at IS NULL OR shared.ends_at > now()))
$$;

-- Someone of an organisation is on a case, once.
CREATE FUNCTION put_on(of_case uuid, place uuid, who uuid, by_whom uuid) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    INSERT INTO cases_naming (id, case_id, organisation_id, user_id, named_by_id, starts_at)
    SELECT gen_random_uuid(), of_case, place, who, by_whom, now()
    WHERE NOT EXISTS (SELECT 1 FROM cases_naming known WHERE known.case_id = of_case AND known.organisation_id = place
        AND known.user_id = who AND known.ends_at IS NULL)
$$;
REVOKE ALL ON FUNCTION lapse_questions(), sees_now(uuid, uuid), put_on(uuid, uuid, uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lapse_questions() TO rondom_worker;
