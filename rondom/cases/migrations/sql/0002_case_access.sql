-- THE ACCESS RULE. Nobody sees a case because of code; a person sees a category of a case because rows say so:
--
--     active membership of an organisation
--   x live grant (case, organisation, categories, purpose, basis, period, not revoked)
--   x named on the case by that organisation, or holding its seat in the MDT whose agenda holds the case
--
-- One row per user, case and period. The view says nothing about "now": who reads it compares the period.
CREATE VIEW case_access AS
SELECT
    member.user_id,
    granted.case_id,
    bit_or(granted.categories) AS categories,
    together.starts_at,
    together.ends_at
FROM cases_grant granted
JOIN organisations_membership member ON member.organisation_id = granted.organisation_id
JOIN LATERAL (
    SELECT naming.starts_at, naming.ends_at
    FROM cases_naming naming
    WHERE naming.case_id = granted.case_id
        AND naming.organisation_id = granted.organisation_id
        AND naming.user_id = member.user_id
    UNION ALL
    SELECT seat.starts_at, seat.ends_at
    FROM organisations_seat seat
    JOIN cases_case held ON held.mdt_region_id = seat.region_id
    WHERE held.id = granted.case_id
        AND seat.organisation_id = granted.organisation_id
        AND seat.user_id = member.user_id
) present ON true
CROSS JOIN LATERAL (
    SELECT
        greatest(member.starts_at, granted.starts_at, present.starts_at) AS starts_at,
        coalesce(
            least(member.ends_at, granted.ends_at, granted.revoked_at, present.ends_at),
            '9999-12-31 00:00:00+00'
        ) AS ends_at
) together
WHERE together.starts_at < together.ends_at
GROUP BY member.user_id, granted.case_id, together.starts_at, together.ends_at;

REVOKE ALL ON case_access FROM PUBLIC;
