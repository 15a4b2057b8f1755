"""What every part of the tests shares."""

import pytest
from django.db import connection
from hypothesis import settings

# On a busy machine an example may take any time; how long things take is the benchmarks' business.
settings.register_profile("corpus", deadline=None)
settings.load_profile("corpus")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what belongs to the other database; the part that runs on that one counts it."""
    config.hook.pytest_deselected(items=[item for item in items if not belongs_here(item)])
    items[:] = [item for item in items if belongs_here(item)]


def belongs_here(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("only_on")
    return marker is None or marker.args == (connection.vendor,)
