-- Who sees a case in an emergency alone gives nobody a lasting view of it: neither their organisation, nor themselves.
CREATE OR REPLACE FUNCTION my_lasting_regimes(of_case uuid) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(bit_or(held.by_regime), 0) FROM cases_access held
    WHERE held.user_id = rondom_actor() AND held.case_id = of_case AND held.starts_at <= now() AND held.ends_at > now()
        AND NOT EXISTS (SELECT 1 FROM cases_emergency glass
            WHERE glass.case_id = held.case_id AND glass.user_id = held.user_id
                AND held.starts_at >= glass.starts_at AND held.ends_at <= glass.ends_at)
$$;
-- What someone gave as reason is written once, by themselves: a stable function sees the row as it was before.
CREATE OR REPLACE FUNCTION same_words(which uuid, now_said bytea) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT words IS NOT DISTINCT FROM now_said OR user_id = rondom_actor() FROM cases_emergency WHERE id = which
$$;
REVOKE ALL ON FUNCTION my_lasting_regimes(uuid), same_words(uuid, bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION my_lasting_regimes(uuid), same_words(uuid, bytea) TO rondom_app;
