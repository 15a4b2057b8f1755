"""What every part of the tests shares."""

import pytest
from django.db import connection


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what belongs to the other database; the part that runs on that one counts it."""
    here = [item for item in items if belongs(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in here])
    items[:] = here


def belongs(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("only_on")
    return marker is None or marker.args == (connection.vendor,)
