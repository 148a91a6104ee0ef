-- What an organisation of this kind writes under a law of its own, as bits by regime (models/category.py: Regime.of): who
-- may see a category may always read there what their own kind of organisation writes.
CREATE OR REPLACE FUNCTION own_law(place uuid, categories integer) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT CASE kind
        WHEN 'police' THEN (categories::bigint << 8) | (categories::bigint << 16)
        WHEN 'prosecution' THEN categories::bigint << 24
        WHEN 'csg' THEN categories::bigint << 32
        WHEN 'care' THEN categories::bigint << 32
        ELSE 0 END
    FROM organisations_organisation WHERE id = place
$$;
REVOKE ALL ON FUNCTION own_law(uuid, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION own_law(uuid, integer) TO rondom_app;

-- The categories of which at least one regime is held.
CREATE OR REPLACE FUNCTION lanes_together(by_regime bigint) RETURNS integer
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT ((by_regime | (by_regime >> 8) | (by_regime >> 16) | (by_regime >> 24) | (by_regime >> 32)) & 255)::integer
$$;
REVOKE ALL ON FUNCTION lanes_together(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lanes_together(bigint) TO rondom_app;

-- Nobody shares more than they see, and nobody who sees a case in an emergency alone; but for that own law.
DROP POLICY added ON cases_grant;
CREATE POLICY added ON cases_grant FOR INSERT TO rondom_app WITH CHECK (
    (opened_by_me(case_id) OR (my_categories(case_id) & 1 = 1 AND categories & ~my_categories(case_id) = 0
        AND by_regime & ~(my_regimes(case_id) | own_law(organisation_id, categories)) = 0))
    AND granted_by_id = (SELECT rondom_actor()));
DROP POLICY lasting ON cases_grant;
CREATE POLICY lasting ON cases_grant AS RESTRICTIVE FOR INSERT TO rondom_app
    WITH CHECK (opened_by_me(case_id) OR (my_lasting_regimes(case_id) <> 0
        AND by_regime & ~(my_lasting_regimes(case_id) | own_law(organisation_id, categories)) = 0
        AND categories & ~lanes_together(my_lasting_regimes(case_id)) = 0));
