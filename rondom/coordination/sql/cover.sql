-- While a coordinator is away, the colleague who covers is on their open cases, for that period alone: they see what the
-- rule (cases/sql/case_access.sql) lets their organisation see, and never what is shielded from them. Makes what is what
-- the absences say: run by the worker every minute, and right after an absence or a case changed. Whoever runs it, and
-- however often, it does the same.
CREATE FUNCTION tend_covers() RETURNS TABLE (of_case uuid, began boolean)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    one record;
    named uuid;
BEGIN
    -- What ends before its time: the absence is over, or the case is no longer theirs.
    FOR one IN SELECT cover.id, cover.case_id, cover.naming_id FROM coordination_cover cover
        JOIN coordination_absence away ON away.id = cover.absence_id
        JOIN cases_case held ON held.id = cover.case_id
        WHERE cover.ends_at > now() AND (away.ends_at <= now() OR held.status = 'closed'
            OR held.coordinator_id IS DISTINCT FROM away.user_id
            OR held.coordinator_organisation_id IS DISTINCT FROM away.organisation_id)
        ORDER BY cover.case_id, cover.id
    LOOP
        UPDATE coordination_cover SET ends_at = now() WHERE id = one.id AND ends_at > now();
        CONTINUE WHEN NOT FOUND;
        UPDATE cases_naming SET ends_at = now() WHERE id = one.naming_id AND ends_at > now();
        of_case := one.case_id;
        began := false;
        RETURN NEXT;
    END LOOP;
    FOR one IN SELECT away.id, away.user_id, away.organisation_id, away.cover_id, away.ends_at, away.answered_by_id,
            held.id AS case_id
        FROM coordination_absence away
        JOIN cases_case held ON held.coordinator_id = away.user_id AND held.coordinator_organisation_id = away.organisation_id
        WHERE away.accepted AND away.starts_at <= now() AND away.ends_at > now() AND held.status <> 'closed'
            AND EXISTS (SELECT 1 FROM organisations_membership works WHERE works.user_id = away.cover_id
                AND works.organisation_id = away.organisation_id AND works.role IN ('professional', 'coordinator')
                AND works.starts_at <= now() AND (works.ends_at IS NULL OR works.ends_at > now()))
            AND NOT shielded_from(away.cover_id, held.id)
            AND NOT EXISTS (SELECT 1 FROM coordination_cover known WHERE known.case_id = held.id AND known.absence_id = away.id)
        ORDER BY held.id, away.id
    LOOP
        named := gen_random_uuid();
        INSERT INTO coordination_cover (id, case_id, absence_id, user_id, organisation_id, stands_for_id, naming_id, starts_at, ends_at)
        VALUES (gen_random_uuid(), one.case_id, one.id, one.cover_id, one.organisation_id, one.user_id, named, now(), one.ends_at)
        ON CONFLICT (case_id, absence_id) DO NOTHING;
        CONTINUE WHEN NOT FOUND;
        INSERT INTO cases_naming (id, case_id, organisation_id, user_id, named_by_id, starts_at, ends_at)
        VALUES (named, one.case_id, one.organisation_id, one.cover_id, one.answered_by_id, now(), one.ends_at);
        of_case := one.case_id;
        began := true;
        RETURN NEXT;
    END LOOP;
END $$;
REVOKE ALL ON FUNCTION tend_covers() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tend_covers() TO rondom_app, rondom_worker;

ALTER TABLE coordination_absence ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON coordination_absence FOR SELECT TO rondom_app
    USING (organisation_id = ANY ((SELECT my_organisations())::uuid[]));
-- One's own, still to be answered by the colleague; or, for who manages the organisation, set at once.
CREATE POLICY added ON coordination_absence FOR INSERT TO rondom_app
    WITH CHECK (set_by_id = (SELECT rondom_actor()) AND (
        (user_id = (SELECT rondom_actor()) AND organisation_id = ANY ((SELECT my_organisations())::uuid[]) AND accepted IS NULL)
        OR (organisation_id = ANY ((SELECT i_manage())::uuid[]) AND answered_by_id = (SELECT rondom_actor()))));
-- The colleague answers.
CREATE POLICY answered ON coordination_absence FOR UPDATE TO rondom_app
    USING (cover_id = (SELECT rondom_actor()) AND accepted IS NULL)
    WITH CHECK (answered_by_id = (SELECT rondom_actor()));
-- It ends sooner: by who is away, who covers, or the manager.
CREATE POLICY ended ON coordination_absence FOR UPDATE TO rondom_app
    USING (ends_at > now() AND ((SELECT rondom_actor()) IN (user_id, cover_id) OR organisation_id = ANY ((SELECT i_manage())::uuid[])))
    WITH CHECK (ends_at <= greatest(now(), starts_at));
GRANT SELECT, INSERT, UPDATE (accepted, answered_at, answered_by_id, ends_at) ON coordination_absence TO rondom_app;
