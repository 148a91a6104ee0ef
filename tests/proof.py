"""What a proof needs: seeing every row there is, inside the transaction of a test, and expecting a refusal."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection

# Laid in the databases of the tests alone: the serving role cannot see what it must not see, so the proof that a
# refused action wrote nothing asks the owner, in the same transaction.
DIGEST = """
CREATE SCHEMA proof;
CREATE FUNCTION proof.everything() RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    found jsonb := '{}';
    one text;
    rows text;
BEGIN
    FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1 LOOP
        EXECUTE format('SELECT count(*) || '' '' || coalesce(md5(string_agg(t::text, '','' ORDER BY t::text)), '''')
            FROM %I t', one) INTO rows;
        found := found || jsonb_build_object(one, rows);
    END LOOP;
    RETURN found;
END $$;
GRANT USAGE ON SCHEMA proof TO rondom_app;
GRANT EXECUTE ON FUNCTION proof.everything() TO rondom_app;
"""


def everything() -> str:
    """Number and digest of all rows of every table, seen past every policy."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT proof.everything()")
        return cursor.fetchone()[0]


@contextmanager
def nothing_written() -> Iterator[None]:
    """Whatever happens in the block, no row of any table is another afterwards."""
    before = everything()
    yield
    assert everything() == before


@contextmanager
def refused(error: type[Exception], words: str | None = None) -> Iterator[None]:
    """The block is refused, for this reason, and wrote nothing."""
    with nothing_written(), pytest.raises(error, match=words):
        yield
