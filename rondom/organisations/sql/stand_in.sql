-- The manager of an organisation lets one of its people stand in for a seat that it has, for at most a year: never
-- themselves, never as regional lead, and never as more than the seat is.
CREATE OR REPLACE FUNCTION stands_in_rightly(seat organisations_seat) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT seat.organisation_id = ANY (i_manage()) AND seat.user_id <> rondom_actor() AND NOT seat.lead
        AND seat.ends_at > seat.starts_at AND seat.ends_at <= seat.starts_at + interval '366 days'
        AND EXISTS (SELECT 1 FROM organisations_seat own
            WHERE own.id = seat.stands_in_for_id AND own.stands_in_for_id IS NULL
                AND own.organisation_id = seat.organisation_id AND own.region_id = seat.region_id
                AND own.fixed = seat.fixed AND (own.chair OR NOT seat.chair) AND own.user_id <> seat.user_id
                AND (own.ends_at IS NULL OR own.ends_at > now()))
        AND EXISTS (SELECT 1 FROM organisations_membership works
            WHERE works.user_id = seat.user_id AND works.organisation_id = seat.organisation_id
                AND works.role IN ('professional', 'coordinator')
                AND works.starts_at <= now() AND (works.ends_at IS NULL OR works.ends_at > now()))
$$;
REVOKE ALL ON FUNCTION stands_in_rightly(organisations_seat) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION stands_in_rightly(organisations_seat) TO rondom_app;
CREATE POLICY stood_in ON organisations_seat FOR INSERT TO rondom_app WITH CHECK (stands_in_rightly(organisations_seat));
