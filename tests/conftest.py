"""What every part of the tests shares."""

import gc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from django.db import connection, transaction
from django.test import TransactionTestCase
from hypothesis import settings
from pytest_django.plugin import DjangoDbBlocker

from tests.tooling import prepared

T = TypeVar("T")

# On a busy machine an example may take any time; how long things take is the benchmarks' business.
settings.register_profile("corpus", deadline=None)
settings.load_profile("corpus")

FILLED_BY_MIGRATIONS = {"django_content_type", "auth_permission"}

# What a test process has imported and collected stays until it ends; Python looked through it again and again.
gc.set_threshold(100_000, 50, 100)


def pytest_collection_finish() -> None:
    gc.freeze()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what belongs to the other database; the part that runs on that one counts it."""
    config.hook.pytest_deselected(items=[item for item in items if not belongs_here(item)])
    items[:] = [item for item in items if belongs_here(item)]


def belongs_here(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("only_on")
    return marker is None or marker.args == (connection.vendor,)


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    return prepared.is_given()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Start from a copy of the migrated database, where the run of all parts has made one."""
    if prepared.is_given():
        prepared.copy_database(Path(connection.settings_dict["TEST"]["NAME"]))


@pytest.fixture(scope="session", autouse=True)
def _emptied_quickly() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", empty)
        yield


def empty(case: TransactionTestCase) -> None:
    """After a test that commits: what has rows loses them, but for what migrations fill.

    Django truncates all sixty tables, and writes contents and permissions anew.
    """
    tables = sorted(set(connection.introspection.django_table_names()) - FILLED_BY_MIGRATIONS)
    quoted = [connection.ops.quote_name(table) for table in tables]
    asked = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in quoted)
    with transaction.atomic(), connection.cursor() as cursor:  # foreign keys are looked at in the end
        cursor.execute(asked)
        for name, in cursor.fetchall():
            cursor.execute(f"DELETE FROM {name}")


@pytest.fixture(scope="module")
def kept(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Callable[[Callable[[], T]], T]]:
    """Makes rows once for all tests of a module, which are rolled back to them after each; none may be transactional.

    A test that changes the model objects themselves takes a copy of them.
    """

    def make(maker: Callable[[], T]) -> T:
        with django_db_blocker.unblock():
            return maker()

    with django_db_blocker.unblock(), transaction.atomic():
        with django_db_blocker.block():
            yield make
        transaction.set_rollback(True)
