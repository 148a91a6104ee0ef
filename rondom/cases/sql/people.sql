-- The people who have all of these codes, or any (those with most of them first), of those whom the access rule lets
-- through. It goes from whoever acts to their cases and from there to people, and never through the codes: what they may
-- not know of is not even passed by. The policies say the same, row by row, which takes three times as long for a
-- thousand people; what comes out is read under the policies. May be run again.
CREATE OR REPLACE FUNCTION people_with(wanted smallint[], every boolean, most integer) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT person.id
    FROM cases_access held JOIN cases_person person ON person.case_id = held.case_id
    WHERE held.user_id = (SELECT rondom_actor()) AND held.starts_at <= now() AND held.ends_at > now()
        AND held.categories & person.category <> 0
        AND CASE WHEN every THEN person.codes @> wanted ELSE person.codes && wanted END
    GROUP BY person.id, person.codes
    ORDER BY (SELECT count(*) FROM unnest(person.codes) code WHERE code = ANY (wanted)) DESC, person.id
    LIMIT most
$$;
REVOKE ALL ON FUNCTION people_with(smallint[], boolean, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION people_with(smallint[], boolean, integer) TO rondom_app;
