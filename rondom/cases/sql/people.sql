-- The people with at least so many of these codes, or any of those that are `enough` by themselves, or one and at most
-- `short` codes in all (a name of one word): of those whom the access rule lets through, the best first. It goes from
-- whoever acts to their cases and from there to people, and never through the codes: what they may not know of is not even
-- passed by. The policies say the same, row by row, which takes longer; what comes out is read under them. May be run again.
CREATE OR REPLACE FUNCTION people_with(
    wanted smallint[], fewest integer, enough smallint[], short integer, most integer
) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT found.id
    FROM (
        SELECT DISTINCT person.id, person.codes,
            (SELECT count(*) FROM unnest(person.codes) code WHERE code = ANY (wanted || enough)) AS fit
        FROM cases_access held JOIN cases_person person ON person.case_id = held.case_id
        WHERE held.user_id = (SELECT rondom_actor()) AND held.starts_at <= now() AND held.ends_at > now()
            AND held.categories & person.category <> 0
            AND person.codes && (wanted || enough)
    ) found
    WHERE found.fit >= fewest OR found.codes && enough OR cardinality(found.codes) <= short
    ORDER BY found.fit DESC, found.id
    LIMIT most
$$;
REVOKE ALL ON FUNCTION people_with(smallint[], integer, smallint[], integer, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION people_with(smallint[], integer, smallint[], integer, integer) TO rondom_app;
