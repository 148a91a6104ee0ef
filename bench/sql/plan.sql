-- The tools of the load: one row that says how much, chance that is the same every time, identifiers, and words.
CREATE SCHEMA bench;

CREATE TABLE bench.plan AS
SELECT {size}::bigint AS size, {seed}::bigint AS seed, date_trunc('day', now()) AS today,
    greatest({size} / 50, 25 * 24)::bigint AS waiting, timestamptz '2020-01-06 08:00+00' AS founded;

-- A throw from 0 to sides - 1 for case or person `n`; another `what` is another die.
CREATE FUNCTION bench.throw(n bigint, what text, sides int) RETURNS int LANGUAGE sql IMMUTABLE AS $$
    SELECT ((hashint8extended(n, {seed} + hashtext(what)) & 9223372036854775807) % sides)::int
$$;

-- An identifier of version 7, as the application makes them: it starts with the moment.
CREATE FUNCTION bench.id(what text, n bigint, at timestamptz) RETURNS uuid LANGUAGE sql STABLE AS $$
    SELECT (lpad(to_hex((date_part('epoch', at) * 1000)::bigint), 12, '0') || '7'
        || substr(md5(what || '-' || n), 1, 3) || '8' || substr(md5(what || '-' || n), 4, 15))::uuid
$$;

CREATE FUNCTION bench.words(length int) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT left(repeat('Fictieve tekst voor de snelheidsmeting; zij gaat over niemand. ', 1 + length / 62), length)
$$;
