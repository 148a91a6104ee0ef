-- Until when who coordinated before stays on the case by name: decided by who coordinates now, or covers for them. `until` null:
-- for as long as the case is theirs to help in, with why. It touches only the naming that came with the question to coordinate,
-- never one that began for another reason, and takes nobody off who still has something to do there. Gives whether it did.
CREATE OR REPLACE FUNCTION former_stays(of_assignment uuid, until timestamptz, why text, at timestamptz) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    former record;
    named uuid;
BEGIN
    SELECT was.id, was.case_id, was.user_id, was.organisation_id, was.asked_at INTO former
    FROM coordination_assignment was JOIN cases_case held ON held.id = was.case_id
    WHERE was.id = of_assignment AND was.state = 'ended' AND was.end_why IN ('handed_over', 'replaced')
        AND held.status <> 'closed' AND held.coordinator_id <> was.user_id
        AND was.case_id = ANY (my_cases())
        AND (held.coordinator_id = rondom_actor() OR EXISTS (SELECT 1 FROM coordination_cover cover
            WHERE cover.case_id = held.id AND cover.user_id = rondom_actor() AND cover.stands_for_id = held.coordinator_id
                AND cover.starts_at <= now() AND cover.ends_at > now()))
    FOR UPDATE OF was;
    IF NOT FOUND OR until > now() + interval '31 days' OR (until IS NULL) = (why = '')
        OR why NOT IN ('', 'help', 'trust', 'knows') THEN RETURN false; END IF;
    IF until IS NOT NULL AND EXISTS (SELECT 1 FROM cases_step step WHERE step.case_id = former.case_id
        AND step.user_id = former.user_id AND step.organisation_id = former.organisation_id
        AND step.state IN ('proposed', 'accepted', 'in_progress')) THEN RETURN false; END IF;
    SELECT naming.id INTO named FROM cases_naming naming
    WHERE naming.case_id = former.case_id AND naming.user_id = former.user_id AND naming.organisation_id = former.organisation_id
        AND naming.starts_at >= former.asked_at AND (naming.ends_at IS NULL OR naming.ends_at > now())
        AND NOT EXISTS (SELECT 1 FROM coordination_cover cover WHERE cover.naming_id = naming.id)
    ORDER BY naming.ends_at DESC NULLS FIRST LIMIT 1 FOR UPDATE;
    IF NOT FOUND THEN RETURN false; END IF;
    UPDATE cases_naming SET ends_at = greatest(until, now()) WHERE id = named AND until IS NOT NULL;
    UPDATE cases_naming SET ends_at = NULL WHERE id = named AND until IS NULL;
    UPDATE coordination_assignment SET stays_until = greatest(until, now()), stays_for = why, stay_set_at = at,
        stay_set_by_id = rondom_actor() WHERE id = former.id AND until IS NOT NULL;
    UPDATE coordination_assignment SET stays_until = NULL, stays_for = why, stay_set_at = at,
        stay_set_by_id = rondom_actor() WHERE id = former.id AND until IS NULL;
    RETURN true;
END $$;
REVOKE ALL ON FUNCTION former_stays(uuid, timestamptz, text, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION former_stays(uuid, timestamptz, text, timestamptz) TO rondom_app;
