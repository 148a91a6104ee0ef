-- A privacy officer sees a case only for a request of the person: by its code, with how the person's identity was checked,
-- for two weeks, all but what is known of others. Gives the case, or nothing: no such code, a shield, or a case over which
-- they do not watch are one answer. The only way to write a request, so that none goes without a row and without access.
CREATE OR REPLACE FUNCTION open_request(key uuid, said text, place uuid, what text, how text, seen_on date, lanes bigint)
RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me uuid := rondom_actor();
    found uuid;
    others constant bigint := 128 | (128::bigint << 8) | (128::bigint << 16) | (128::bigint << 24) | (128::bigint << 32);
    own bigint := lanes & ~others;
    last timestamptz := now() + interval '14 days';
BEGIN
    SELECT asked.id INTO found FROM cases_case asked
    JOIN organisations_membership member ON member.user_id = me AND member.organisation_id = place
        AND member.role = 'privacy_officer' AND member.starts_at <= now() AND (member.ends_at IS NULL OR member.ends_at > now())
    WHERE asked.code = said AND asked.registered_for_id = ANY (my_supervision())
        AND NOT EXISTS (SELECT 1 FROM sharing_destruction gone WHERE gone.case_id = asked.id AND gone.categories & 1 = 1)
    LIMIT 1;
    IF found IS NULL THEN RETURN NULL; END IF;
    IF EXISTS (SELECT 1 FROM rights_request WHERE case_id = found AND officer_id = me AND closed_at IS NULL AND ends_at > now())
    THEN RETURN found; END IF;
    INSERT INTO rights_request (id, case_id, kind, identity_how, identity_on, officer_id, organisation_id, opened_at, ends_at,
        outcome, ground, refused)
    VALUES (key, found, what, how, seen_on, me, place, now(), last, '', '', 0);
    INSERT INTO cases_grant (id, case_id, organisation_id, categories, by_regime, rows, purpose, basis, granted_by_id, starts_at, ends_at)
    VALUES (key, found, place, (own | (own >> 8) | (own >> 16) | (own >> 24) | (own >> 32)) & 255, own, '{own-data}', 'insight',
        'law', me, now(), last);
    INSERT INTO cases_naming (id, case_id, organisation_id, user_id, named_by_id, starts_at, ends_at)
    VALUES (key, found, place, me, me, now(), last);
    -- What a shield keeps from me stays so: then it never happened.
    IF NOT EXISTS (SELECT 1 FROM cases_access WHERE case_id = found AND user_id = me
        AND starts_at <= now() AND ends_at > now()) THEN
        DELETE FROM cases_naming WHERE id = key;
        DELETE FROM cases_grant WHERE id = key;
        DELETE FROM rights_request WHERE id = key;
        RETURN NULL;
    END IF;
    RETURN found;
END $$;

-- The answer to a request: the officer who opened it sees the case no more.
CREATE OR REPLACE FUNCTION close_request(key uuid, came_of_it text, why text, parts integer, until timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me uuid := rondom_actor();
BEGIN
    UPDATE rights_request SET closed_at = now(), closed_by_id = me, outcome = came_of_it, ground = why, refused = parts,
        refused_until = until
    WHERE id = key AND officer_id = me AND closed_at IS NULL;
    IF NOT FOUND THEN RETURN false; END IF;
    UPDATE cases_grant SET revoked_at = now(), revoked_by_id = me WHERE id = key AND revoked_at IS NULL;
    UPDATE cases_naming SET ends_at = now() WHERE id = key AND ends_at > now();
    RETURN true;
END $$;
REVOKE ALL ON FUNCTION open_request(uuid, text, uuid, text, text, date, bigint),
    close_request(uuid, text, text, integer, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION open_request(uuid, text, uuid, text, text, date, bigint),
    close_request(uuid, text, text, integer, timestamptz) TO rondom_app;
