-- What people who can be asked to coordinate have to do: numbers only, of cases that whoever asks need not see. Of
-- coordinators of organisations in the regions of the own organisation; it says how many, never which, and ranks nobody.
CREATE FUNCTION load_of(people uuid[]) RETURNS TABLE (user_id uuid, held bigint, waiting bigint, late bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT who.user_id, held.n, turn.n, turn.late
    FROM (
        SELECT DISTINCT member.user_id
        FROM organisations_membership member
        JOIN organisations_organisation_works_in theirs ON theirs.organisation_id = member.organisation_id
        JOIN organisations_organisation_works_in mine ON mine.region_id = theirs.region_id
        WHERE member.user_id = ANY (people) AND member.role = 'coordinator'
            AND member.starts_at <= now() AND (member.ends_at IS NULL OR member.ends_at > now())
            AND mine.organisation_id = ANY (my_organisations())
    ) who
    CROSS JOIN LATERAL (SELECT count(*) AS n FROM cases_case one
        WHERE one.coordinator_id = who.user_id AND one.status <> 'closed') held
    CROSS JOIN LATERAL (SELECT count(*) AS n, count(*) FILTER (WHERE one.next_due_at < now()) AS late FROM cases_case one
        WHERE one.next_user_id = who.user_id AND one.status <> 'closed') turn
$$;
REVOKE ALL ON FUNCTION load_of(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION load_of(uuid[]) TO rondom_app;
