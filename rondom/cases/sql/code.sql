-- A case's code is short, can be said over the phone and gives nothing away: five signs and a check sign, out of 23
-- without vowels and look-alikes. Numbers are scattered over all 23^5 codes, each used once, so that no unique
-- constraint is needed and nobody can learn by trying which codes exist. The check sign (weights 1 to 5, modulo the
-- prime 23) finds every wrong sign and every swap of neighbours.
CREATE FUNCTION case_code(number bigint) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT SET search_path = pg_catalog AS $$
DECLARE
    signs CONSTANT text := '23456789CDFGHJKMNPRTVWX';
    scattered bigint := (number * 2654435761 + 1234577) % 6436343;
    code text := '';
    weighed bigint := 0;
    digit bigint;
BEGIN
    FOR place IN 1..5 LOOP
        digit := scattered % 23;
        scattered := scattered / 23;
        weighed := weighed + place * digit;
        code := code || substr(signs, digit::int + 1, 1);
        IF place = 3 THEN code := code || '-'; END IF;
    END LOOP;
    RETURN code || substr(signs, (weighed % 23)::int + 1, 1);
END $$;
REVOKE ALL ON FUNCTION case_code(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION case_code(bigint) TO rondom_app;

ALTER TABLE cases_case ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY;
ALTER TABLE cases_case ADD COLUMN code text GENERATED ALWAYS AS (case_code(number)) STORED;
CREATE INDEX case_code ON cases_case (code);
