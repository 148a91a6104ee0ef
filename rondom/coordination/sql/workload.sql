-- What the coordinators of an organisation have to do now, for its manager or an administrator: numbers only.
CREATE FUNCTION workload_of(place uuid) RETURNS TABLE (user_id uuid, held bigint, waiting bigint, late bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT who.user_id, held.n, turn.n, turn.late
    FROM (
        SELECT DISTINCT member.user_id FROM organisations_membership member
        WHERE member.organisation_id = place AND member.role = 'coordinator'
            AND member.starts_at <= now() AND (member.ends_at IS NULL OR member.ends_at > now())
            AND (place = ANY (i_manage()) OR i_am_administrator())
    ) who
    CROSS JOIN LATERAL (SELECT count(*) AS n FROM cases_case one WHERE one.coordinator_id = who.user_id
        AND one.coordinator_organisation_id = place AND one.status <> 'closed') held
    CROSS JOIN LATERAL (SELECT count(*) AS n, count(*) FILTER (WHERE one.next_due_at < now()) AS late FROM cases_case one
        WHERE one.next_user_id = who.user_id AND one.next_organisation_id = place AND one.status <> 'closed') turn
$$;

-- How many cases they coordinated at some time in each month since a moment. What was destroyed counts no more.
CREATE FUNCTION workload_by_month(place uuid, since date) RETURNS TABLE (month date, held bigint, begun bigint, ended bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT each.month::date, count(one.id),
        count(one.id) FILTER (WHERE one.answered_at >= each.begins),
        count(one.id) FILTER (WHERE one.ended_at < each.ends)
    FROM (SELECT month, month AT TIME ZONE 'Europe/Amsterdam' AS begins,
            (month + interval '1 month') AT TIME ZONE 'Europe/Amsterdam' AS ends
        FROM generate_series(since::timestamp, (now() AT TIME ZONE 'Europe/Amsterdam')::timestamp, interval '1 month') month) each
    LEFT JOIN coordination_assignment one ON one.organisation_id = place AND one.state IN ('accepted', 'ended')
        AND one.answered_at < each.ends AND (one.ended_at IS NULL OR one.ended_at >= each.begins)
        AND (place = ANY (i_manage()) OR i_am_administrator())
    GROUP BY each.month ORDER BY each.month
$$;
REVOKE ALL ON FUNCTION workload_of(uuid), workload_by_month(uuid, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION workload_of(uuid), workload_by_month(uuid, date) TO rondom_app;
