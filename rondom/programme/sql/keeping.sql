-- Whoever comes may leave an address; that they were told stands beside it.
GRANT UPDATE (sealed_address, told_at) ON programme_registration TO rondom_app;
GRANT UPDATE (moved_at) ON programme_gathering TO rondom_app;

-- Who registered is destroyed some months after a gathering; how many came stays, among those without a registration.
CREATE FUNCTION forget_registrations(a_moment timestamptz, term integer) RETURNS TABLE (gatherings bigint, registrations bigint)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH gone AS (
        DELETE FROM programme_registration one USING programme_gathering met
        WHERE met.id = one.gathering_id AND met.ends_at < a_moment - make_interval(months => term)
        RETURNING one.gathering_id, one.present
    ), counted AS (
        UPDATE programme_gathering met SET others_present = others_present + came.people
        FROM (SELECT gathering_id, count(*) FILTER (WHERE present) AS people FROM gone GROUP BY gathering_id) came
        WHERE met.id = came.gathering_id
    )
    SELECT count(DISTINCT gathering_id), count(*) FROM gone
$$;
-- Of experts by experience nothing is kept when an agreement was not renewed in time.
CREATE FUNCTION erase_lapsed_experts(a_day date, term integer) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    gone integer;
BEGIN
    DELETE FROM programme_expert WHERE until < a_day - make_interval(months => term);
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;
REVOKE ALL ON FUNCTION forget_registrations(timestamptz, integer), erase_lapsed_experts(date, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION forget_registrations(timestamptz, integer), erase_lapsed_experts(date, integer) TO rondom_worker;
