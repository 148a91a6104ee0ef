-- Decided cases leave the agenda when the MDT closes, and with it the view of who only sat there: also the case that a
-- shield keeps from the chair who closes it, and who therefore cannot see what leaves. Says nothing, so tells nothing.
CREATE OR REPLACE FUNCTION decided_cases_leave(of_region uuid) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    UPDATE cases_case SET mdt_region_id = NULL
    WHERE mdt_region_id = of_region AND status NOT IN ('reported', 're_triage') AND i_chair(of_region)
$$;
REVOKE ALL ON FUNCTION decided_cases_leave(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION decided_cases_leave(uuid) TO rondom_app;
