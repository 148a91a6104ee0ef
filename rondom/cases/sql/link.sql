-- A link shows only to who sees its category in both cases; ProtectByCase sees to `case_id`, this to `other_id`. May be
-- run again. Whoever sees one of the two learns nothing: no row, no count, and one refusal for a case that is not theirs
-- and one that is not there, since the policy comes before the foreign key.
DROP POLICY IF EXISTS both_sides ON cases_caselink;
CREATE POLICY both_sides ON cases_caselink AS RESTRICTIVE FOR ALL TO rondom_app
    USING (other_id = ANY ((SELECT my_cases())::uuid[])
        AND EXISTS (SELECT 1 FROM cases_access held WHERE held.user_id = (SELECT rondom_actor())
            AND held.case_id = cases_caselink.other_id AND held.categories & cases_caselink.category <> 0
            AND held.starts_at <= now() AND held.ends_at > now()));

-- Nobody links or unlinks by what they see in an emergency alone (4311810305 is bit 1 of each of the five regimes).
DROP POLICY IF EXISTS lasting ON cases_caselink;
CREATE POLICY lasting ON cases_caselink AS RESTRICTIVE FOR INSERT TO rondom_app
    WITH CHECK (my_lasting_regimes(case_id) & (category * 4311810305) <> 0
        AND my_lasting_regimes(other_id) & (category * 4311810305) <> 0);
DROP POLICY IF EXISTS lasting_undone ON cases_caselink;
CREATE POLICY lasting_undone ON cases_caselink AS RESTRICTIVE FOR UPDATE TO rondom_app
    USING (my_lasting_regimes(case_id) & (category * 4311810305) <> 0
        AND my_lasting_regimes(other_id) & (category * 4311810305) <> 0);
