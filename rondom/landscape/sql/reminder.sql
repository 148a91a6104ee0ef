-- The editor is reminded of what expires within some days: rows without content, laid by the background worker. May be run
-- again and again, and by two at once: nobody is reminded twice of the same day.
CREATE FUNCTION remind_of_expiring(days integer) RETURNS TABLE (of_service uuid, first date)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    INSERT INTO landscape_reminder AS made (id, service_id, first_on, at)
    SELECT gen_random_uuid(), fact.service_id, min(fact.expires_on), now() FROM landscape_fact fact
    WHERE fact.ends_at IS NULL AND fact.value IS NOT NULL AND fact.expires_on <= current_date + remind_of_expiring.days
    GROUP BY fact.service_id
    ON CONFLICT DO NOTHING RETURNING made.service_id, made.first_on
$$;
REVOKE ALL ON FUNCTION remind_of_expiring(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION remind_of_expiring(integer) TO rondom_worker;

ALTER TABLE landscape_reminder ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON landscape_reminder FOR SELECT TO rondom_app USING ((SELECT i_edit_landscape()));
GRANT SELECT ON landscape_reminder TO rondom_app;
