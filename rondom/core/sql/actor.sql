-- Who acts, as far as the database believes it.
-- The setting `rondom.actor` is "user|backend|issued|code"; code = HMAC-SHA256 over the rest, under a key that the
-- serving role cannot read. Bound to this connection and to about one minute, so that a stolen value is worthless.
CREATE FUNCTION rondom_actor() RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    parts text[] := string_to_array(nullif(current_setting('rondom.actor', true), ''), '|');
    pads record;
BEGIN
    IF parts IS NULL THEN
        RETURN NULL;
    END IF;
    SELECT inner_pad, outer_pad INTO pads FROM public.core_actorkey;
    IF array_length(parts, 1) IS DISTINCT FROM 4
        OR parts[4] IS DISTINCT FROM encode(sha256(pads.outer_pad || sha256(
            pads.inner_pad || convert_to(array_to_string(parts[1:3], '|'), 'UTF8'))), 'hex')
        OR parts[2] <> pg_backend_pid()::text
        OR abs(extract(epoch FROM transaction_timestamp()) - parts[3]::bigint) > 300
    THEN
        RAISE EXCEPTION 'the actor of this transaction is not signed' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN parts[1]::uuid;
END $$;

REVOKE ALL ON FUNCTION rondom_actor() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION rondom_actor() TO rondom_app;
