-- Whoever sees a case may keep it from themselves, for good; whoever keeps it from another must know who it is about, and
-- not in an emergency alone.
CREATE POLICY stepped_back ON cases_shield FOR INSERT TO rondom_app
    WITH CHECK (user_id = (SELECT rondom_actor()) AND set_by_id = (SELECT rondom_actor()) AND organisation_id IS NULL
        AND case_id = ANY ((SELECT my_cases())::uuid[]));
DROP POLICY lasting ON cases_shield;
CREATE POLICY lasting ON cases_shield AS RESTRICTIVE FOR INSERT TO rondom_app
    WITH CHECK (user_id = (SELECT rondom_actor()) OR my_lasting_regimes(case_id) & {identity} <> 0);
