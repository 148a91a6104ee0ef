-- What the application checked for whoever acts, such as that they are who they say, just now.
-- The setting `rondom.confirmed` is "confirmed|user|backend|issued|what|code", signed and bound as `rondom.actor` is
-- (actor.sql); the user is empty at the door, where nobody acts yet. True for exactly this `what` and whoever acts.
CREATE FUNCTION rondom_confirmed(what text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    parts text[] := string_to_array(nullif(current_setting('rondom.confirmed', true), ''), '|');
    pads record;
BEGIN
    IF parts IS NULL THEN
        RETURN false;
    END IF;
    SELECT inner_pad, outer_pad INTO pads FROM public.core_actorkey;
    IF array_length(parts, 1) IS DISTINCT FROM 6
        OR parts[1] <> 'confirmed'
        OR parts[6] IS DISTINCT FROM encode(sha256(pads.outer_pad || sha256(
            pads.inner_pad || convert_to(array_to_string(parts[1:5], '|'), 'UTF8'))), 'hex')
        OR parts[3] <> pg_backend_pid()::text
        OR abs(extract(epoch FROM transaction_timestamp()) - parts[4]::bigint) > 300
    THEN
        RAISE EXCEPTION 'what was confirmed in this transaction is not signed' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN parts[5] = what AND parts[2] = coalesce(public.rondom_actor()::text, '');
END $$;

REVOKE ALL ON FUNCTION rondom_confirmed(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION rondom_confirmed(text) TO rondom_app;
