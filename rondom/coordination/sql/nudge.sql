-- Whoever an action is asked of is reminded before and after its last moment: rows without content, laid by the background
-- worker, which sees no case. One statement a kind; may be run again and again, and by two at once: nobody is reminded twice
-- of the same moment. What was asked shorter before its last moment than these hours is not reminded before it.
CREATE FUNCTION nudge_due(hours integer) RETURNS TABLE (of_case uuid, of_step uuid, how text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    ahead interval := make_interval(hours => nudge_due.hours);
BEGIN
    RETURN QUERY INSERT INTO coordination_nudge AS made (id, case_id, category, step_id, kind, due_at, at)
    SELECT gen_random_uuid(), step.case_id, 1, step.id, 'before', step.due_at, now()
    FROM cases_step step
    WHERE step.ended_at IS NULL AND step.kind = 'action' AND step.due_at > now() AND step.due_at <= now() + ahead
        AND step.asked_at <= step.due_at - ahead
        AND NOT EXISTS (SELECT 1 FROM coordination_nudge known
            WHERE known.step_id = step.id AND known.kind = 'before' AND known.due_at = step.due_at)
    ON CONFLICT DO NOTHING RETURNING made.case_id, made.step_id, made.kind::text;

    RETURN QUERY INSERT INTO coordination_nudge AS made (id, case_id, category, step_id, kind, due_at, at)
    SELECT gen_random_uuid(), step.case_id, 1, step.id, 'after', step.due_at, now()
    FROM cases_step step
    WHERE step.ended_at IS NULL AND step.kind = 'action' AND step.due_at <= now()
        AND NOT EXISTS (SELECT 1 FROM coordination_nudge known
            WHERE known.step_id = step.id AND known.kind = 'after' AND known.due_at = step.due_at)
    ON CONFLICT DO NOTHING RETURNING made.case_id, made.step_id, made.kind::text;
END $$;
REVOKE ALL ON FUNCTION nudge_due(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION nudge_due(integer) TO rondom_worker;
