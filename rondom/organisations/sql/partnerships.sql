-- Every organisation of the regions in which one organisation works, with its place in the MDT at a moment. Written
-- out, because every report asks it, and building it took longer than answering it.
SELECT
    partner.id, partner.slug, partner.name, partner.short_name, partner.kind, partner.phone,
    region.id AS region_id, region.slug AS region_slug, region.name AS region_name, region.kind AS region_kind,
    region.meets_on_holidays AS region_meets_on_holidays, region.coordinating_kinds AS region_coordinating_kinds,
    coalesce(bool_or(seat.fixed), false) AS fixed_seat,
    (array_agg(seat.user_id ORDER BY seat.starts_at, seat.id) FILTER (WHERE seat.chair))[1] AS chair_id
FROM organisations_organisation_works_in mine
JOIN organisations_region region ON region.id = mine.region_id
JOIN organisations_organisation_works_in theirs ON theirs.region_id = mine.region_id
JOIN organisations_organisation partner ON partner.id = theirs.organisation_id
LEFT JOIN organisations_seat seat ON seat.region_id = region.id AND seat.organisation_id = partner.id
    AND seat.starts_at <= %(at)s AND (seat.ends_at IS NULL OR seat.ends_at > %(at)s)
WHERE mine.organisation_id = %(organisation)s
GROUP BY region.id, partner.id
ORDER BY region.name, partner.name
