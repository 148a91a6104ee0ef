-- Whether a shield keeps a case from someone now, as the access rule says it (case_access.sql). Asked before anything is
-- written or locked, so that a shielded case takes no longer to deny than one that does not exist.
CREATE OR REPLACE FUNCTION shielded_from(who uuid, of_case uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM cases_shield shield WHERE shield.case_id = of_case AND shield.lifted_at IS NULL
        AND (shield.user_id = who OR (who <> ALL (shield.cleared) AND EXISTS (
            SELECT 1 FROM organisations_membership works WHERE works.user_id = who
                AND works.organisation_id = shield.organisation_id
                AND (works.ends_at IS NULL OR works.ends_at > now())))))
$$;
REVOKE ALL ON FUNCTION shielded_from(uuid, uuid) FROM PUBLIC;

-- The same for whoever sees the case: nobody becomes next who cannot see it.
CREATE OR REPLACE FUNCTION kept_from(who uuid, of_case uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT my_categories(of_case) <> 0 AND shielded_from(who, of_case)
$$;
REVOKE ALL ON FUNCTION kept_from(uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION kept_from(uuid, uuid) TO rondom_app;

-- Break-glass: open one case for four hours, by the code that was said over the phone. The only way to write an emergency,
-- so that nobody can try codes without leaving a row that is reviewed, and nobody at all without showing just before that
-- it is really them (rondom/accounts/confirm.py). Gives the case, or nothing: no such code, a shield,
-- or an organisation that does not work there are one answer.
CREATE OR REPLACE FUNCTION open_in_emergency(key uuid, said text, place uuid, why text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me uuid := rondom_actor();
    found uuid;
    days integer := 0;
    due timestamptz := now();
BEGIN
    SELECT opened.id INTO found
    FROM cases_case opened
    JOIN organisations_organisation_works_in works ON works.region_id = opened.region_id AND works.organisation_id = place
    JOIN organisations_membership member ON member.organisation_id = place AND member.user_id = me
        AND member.role IN ('professional', 'coordinator')
        AND member.starts_at <= now() AND (member.ends_at IS NULL OR member.ends_at > now())
    WHERE opened.code = said AND NOT shielded_from(me, opened.id) AND rondom_confirmed('emergency')
    LIMIT 1;
    IF found IS NULL THEN RETURN NULL; END IF;
    -- Two working days.
    WHILE days < 2 LOOP
        due := due + interval '1 day';
        IF extract(isodow FROM due AT TIME ZONE 'Europe/Amsterdam') < 6 THEN days := days + 1; END IF;
    END LOOP;
    INSERT INTO cases_emergency (id, case_id, user_id, organisation_id, reason, starts_at, ends_at, review_due_at, finding)
    VALUES (key, found, me, place, why, now(), now() + interval '4 hours', due, '');
    RETURN found;
END $$;
REVOKE ALL ON FUNCTION open_in_emergency(uuid, text, uuid, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION open_in_emergency(uuid, text, uuid, text) TO rondom_app;

-- Whoever watches over privacy for an organisation, or for all of Rondom.
CREATE OR REPLACE FUNCTION my_supervision() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT organisation.id), '{}')
    FROM organisations_membership member
    JOIN organisations_organisation own ON own.id = member.organisation_id
    JOIN organisations_organisation organisation ON organisation.id = own.id OR own.kind = 'platform'
    WHERE member.user_id = rondom_actor() AND member.role = 'privacy_officer'
        AND member.starts_at <= now() AND (member.ends_at IS NULL OR member.ends_at > now())
$$;
REVOKE ALL ON FUNCTION my_supervision() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION my_supervision() TO rondom_app;

-- The code of the case of an emergency, for whoever reviews it and may not see the case; nothing for anyone else.
CREATE OR REPLACE FUNCTION code_of_emergency(which uuid) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT opened.code FROM cases_emergency glass JOIN cases_case opened ON opened.id = glass.case_id
    WHERE glass.id = which AND glass.organisation_id = ANY (my_supervision())
$$;
REVOKE ALL ON FUNCTION code_of_emergency(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION code_of_emergency(uuid) TO rondom_app;
