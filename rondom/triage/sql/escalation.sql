-- The last moment for the MDT comes near, or passes: found by the worker, which sees no case, and told to whoever may see
-- the case. A level that was reached while nothing ran is raised at once, and none is raised twice, whoever else runs.
-- What was moved past its last moment on purpose, and is still to be discussed, has its breach already.
CREATE OR REPLACE FUNCTION raise_escalations() RETURNS TABLE (of_case uuid, reached text)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    INSERT INTO triage_escalation (id, case_id, round, region_id, level, due_at, raised_at, reason)
    SELECT gen_random_uuid(), waiting.id, waiting.mdt_round, waiting.mdt_region_id, level.name, waiting.mdt_due_at, now(), ''
    FROM cases_case waiting
    JOIN (VALUES ('4h', interval '4 hours'), ('1h', interval '1 hour'), ('0', interval '0')) AS level (name, before)
        ON waiting.mdt_due_at <= now() + level.before
    WHERE waiting.mdt_region_id IS NOT NULL AND waiting.status IN ('reported', 're_triage')
        AND waiting.mdt_due_at <= now() + interval '4 hours'
        AND NOT (level.name = '0' AND waiting.mdt_at > greatest(waiting.mdt_due_at, now()) AND EXISTS (
            SELECT 1 FROM triage_escalation moved
            WHERE moved.case_id = waiting.id AND moved.round = waiting.mdt_round AND moved.level = 'moved'))
    ON CONFLICT (case_id, round, level) DO NOTHING
    RETURNING case_id, level
$$;
REVOKE ALL ON FUNCTION raise_escalations() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION raise_escalations() TO rondom_worker;
