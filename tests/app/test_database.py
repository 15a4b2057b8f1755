"""The application tests run on the databases that production runs on."""

from pathlib import Path

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db


def test_the_database_answers():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)


@pytest.mark.only_on("sqlite")
def test_sqlite_is_a_file_so_that_locks_behave_as_in_production():
    assert Path(connection.settings_dict["NAME"]).is_file()


@pytest.mark.only_on("postgresql")
def test_postgresql_speaks_utf8():
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_encoding")
        assert cursor.fetchone() == ("UTF8",)
