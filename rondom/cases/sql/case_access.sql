-- THE ACCESS RULE. Nobody sees a case because of code; a person sees a category of a case because rows say so:
--
--     active membership of an organisation
--   x live grant (case, organisation, categories by origin regime, purpose, basis, period, not revoked)
--   x named on the case by that organisation, or holding its fixed seat in the MDT whose agenda holds the case
--     (whoever is on call is named on the case when called)
--
-- or, for a few hours, an emergency (break-glass) of their own; and never when a shield keeps the case from them, or
-- from an organisation where they work or will work, unless it names them as cleared.
--
-- One row per user, case and period. The view says nothing about "now": who reads it compares the period.
DROP VIEW IF EXISTS case_access;
CREATE VIEW case_access AS
SELECT
    free.user_id,
    free.case_id,
    bit_or(free.categories) AS categories,
    bit_or(free.by_regime) AS by_regime,
    free.starts_at,
    free.ends_at
FROM (
    SELECT
        ground.user_id,
        ground.case_id,
        ground.categories,
        ground.by_regime,
        greatest(ground.starts_at, kept.until) AS starts_at,
        ground.ends_at
    FROM (
        SELECT
            member.user_id,
            granted.case_id,
            ((shown.lanes | (shown.lanes >> 8) | (shown.lanes >> 16) | (shown.lanes >> 24) | (shown.lanes >> 32)) & 255)::integer
                AS categories,
            shown.lanes AS by_regime,
            greatest(member.starts_at, granted.starts_at, present.starts_at) AS starts_at,
            coalesce(
                least(member.ends_at, granted.ends_at, granted.revoked_at, present.ends_at, shown.until),
                '9999-12-31 00:00:00+00'
            ) AS ends_at
        FROM cases_grant granted
        -- Police data (the second and third eight bits) that show by a decision go when it does; the rest stays.
        CROSS JOIN LATERAL (
            SELECT granted.by_regime AS lanes, NULL::timestamptz AS until WHERE granted.police_until IS NULL
            UNION ALL
            SELECT granted.by_regime & ~16776960::bigint, NULL WHERE granted.police_until IS NOT NULL
            UNION ALL
            SELECT granted.by_regime & 16776960, granted.police_until WHERE granted.police_until IS NOT NULL
        ) shown
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
                AND seat.fixed
                AND seat.organisation_id = granted.organisation_id
                AND seat.user_id = member.user_id
        ) present ON true
        UNION ALL
        SELECT
            glass.user_id,
            glass.case_id,
            255,
            1099511627775, -- every category of all five regimes
            greatest(member.starts_at, glass.starts_at),
            least(member.ends_at, glass.ends_at)
        FROM cases_emergency glass
        JOIN organisations_membership member ON member.user_id = glass.user_id
            AND member.organisation_id = glass.organisation_id
    ) ground
    CROSS JOIN LATERAL (
        -- Until when shields keep this case from this person: for ever, or until they have left where it is shielded from.
        SELECT max(CASE WHEN shield.user_id IS NULL THEN coalesce(works.ends_at, 'infinity') ELSE 'infinity' END) AS until
        FROM cases_shield shield
        LEFT JOIN organisations_membership works ON works.organisation_id = shield.organisation_id
            AND works.user_id = ground.user_id
        WHERE shield.case_id = ground.case_id
            AND shield.lifted_at IS NULL
            AND (shield.user_id = ground.user_id OR (works.id IS NOT NULL AND ground.user_id <> ALL (shield.cleared)))
    ) kept
) free
WHERE free.starts_at < free.ends_at AND free.by_regime <> 0
GROUP BY free.user_id, free.case_id, free.starts_at, free.ends_at;

REVOKE ALL ON case_access FROM PUBLIC;
