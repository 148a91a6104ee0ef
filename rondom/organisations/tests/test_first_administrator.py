"""The first administrator is made by the owner of the database; every later one by an administrator."""

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError

from tests.proof import nothing_written


def test_there_is_one_first_administrator(db):
    with nothing_written(), pytest.raises(CommandError, match="administrator"):
        call_command("first_administrator", "second", "--name", "Second", "--no-password")


def test_the_serving_role_makes_none(own_database, owner):
    owner.execute("UPDATE organisations_membership SET role = 'professional' WHERE role = 'administrator'")
    with nothing_written(), pytest.raises(ProgrammingError, match="row-level security"):
        call_command("first_administrator", "mallory", "--name", "Mallory", "--no-password")
