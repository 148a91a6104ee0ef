-- A guest: someone without an account, who answers one question through a link that works once (docs/adr/0027). Nobody acts then,
-- so that every policy shows nothing; these functions are all that a guest can do. Each asks that the application is at this
-- door (core/db.py: confirmed) and that who comes knows the link: SQL that is slipped in elsewhere can say neither.

-- The question of a link that opens something now, locked until the transaction ends, so that two who come at once come one after
-- the other. Nothing for one that was used, withdrawn, closed or has ended, in a closed case, once the consent it rests on no
-- longer holds, or while the person's data are restricted.
CREATE OR REPLACE FUNCTION guest_question(digest text) RETURNS SETOF coordination_guestquestion
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT rondom_confirmed('guest') THEN RETURN; END IF;
    RETURN QUERY
    SELECT asked.* FROM coordination_guestquestion asked
    JOIN cases_case about ON about.id = asked.case_id AND about.status <> 'closed'
    WHERE asked.token_digest = digest AND asked.state = 'open' AND asked.ends_at > now()
        AND (asked.consent_id IS NULL OR EXISTS (SELECT 1 FROM sharing_consent given WHERE given.id = asked.consent_id
            AND given.withdrawn_at IS NULL AND (given.ends_at IS NULL OR given.ends_at > now())))
        -- A later no takes the place of an earlier yes.
        AND NOT EXISTS (SELECT 1 FROM sharing_consent later WHERE later.case_id = asked.case_id
            AND later.receiver_kind = asked.receiver_kind AND NOT later.given AND later.recorded_at > asked.asked_at)
        AND NOT EXISTS (SELECT 1 FROM sharing_restriction held WHERE held.case_id = asked.case_id
            AND held.lifted_at IS NULL AND held.set_at <= now() AND held.ends_at > now())
    FOR UPDATE OF asked;
END $$;

-- Who asks, for which organisation, under which number: for who gave the right code.
CREATE OR REPLACE FUNCTION guest_asked_by(digest text) RETURNS TABLE (who text, place text, phone text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT person.display_name::text, organisation.name::text, organisation.phone::text
    FROM coordination_guestquestion asked
    JOIN accounts_user person ON person.id = asked.asked_by_id
    JOIN organisations_organisation organisation ON organisation.id = asked.asked_for_id
    WHERE asked.token_digest = digest AND asked.state = 'open' AND rondom_confirmed('guest')
$$;

-- Tell whoever coordinates the case now, else who asked.
CREATE OR REPLACE FUNCTION guest_tell(which uuid, what text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    INSERT INTO sharing_notice (id, case_id, user_id, kind, at)
    SELECT gen_random_uuid(), asked.case_id, coalesce(about.coordinator_id, asked.asked_by_id), what, now()
    FROM coordination_guestquestion asked JOIN cases_case about ON about.id = asked.case_id WHERE asked.id = which
$$;

-- What came of a code: the first time that a right one was given is kept, wrong ones are counted, and the fifth closes the link.
CREATE OR REPLACE FUNCTION guest_tried(digest text, fits boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    which uuid;
    times integer;
BEGIN
    SELECT id INTO which FROM guest_question(digest);
    IF which IS NULL THEN RETURN; END IF;
    IF fits THEN
        UPDATE coordination_guestquestion SET opened_at = coalesce(opened_at, now()) WHERE id = which;
        RETURN;
    END IF;
    UPDATE coordination_guestquestion SET wrong_codes = wrong_codes + 1 WHERE id = which RETURNING wrong_codes INTO times;
    IF times >= 5 THEN
        UPDATE coordination_guestquestion SET state = 'dead', dead_at = now() WHERE id = which;
        PERFORM guest_tell(which, 'link_dead');
    END IF;
END $$;

-- The answer, sealed, to a question of which the right code was given; says whether it was taken.
CREATE OR REPLACE FUNCTION guest_answered(digest text, said bytea, who bytea) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    which uuid;
BEGIN
    SELECT id INTO which FROM guest_question(digest) WHERE opened_at IS NOT NULL;
    IF which IS NULL THEN RETURN false; END IF;
    UPDATE coordination_guestquestion SET state = 'answered', answered_at = now(), answer = said, answered_as = who
        WHERE id = which;
    PERFORM guest_tell(which, 'guest_answered');
    RETURN true;
END $$;

REVOKE ALL ON FUNCTION guest_question(text), guest_asked_by(text), guest_tell(uuid, text), guest_tried(text, boolean),
    guest_answered(text, bytea, bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guest_question(text), guest_asked_by(text), guest_tried(text, boolean),
    guest_answered(text, bytea, bytea) TO rondom_app;

-- A question begins open and unanswered, asked by the coordinator or who covers: beside the rule, and so that nobody lays an answer.
CREATE POLICY begins_open ON coordination_guestquestion AS RESTRICTIVE FOR INSERT TO rondom_app
    WITH CHECK (state = 'open' AND answer IS NULL AND answered_as IS NULL AND wrong_codes = 0 AND opened_at IS NULL
        AND EXISTS (SELECT 1 FROM cases_case about WHERE about.id = coordination_guestquestion.case_id
            AND (about.coordinator_id = (SELECT rondom_actor()) OR EXISTS (SELECT 1 FROM coordination_cover held
                WHERE held.case_id = about.id AND held.user_id = (SELECT rondom_actor())
                    AND held.stands_for_id = about.coordinator_id AND held.starts_at <= now() AND held.ends_at > now()))));
