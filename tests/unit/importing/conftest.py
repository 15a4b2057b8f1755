"""The seed articles are third-party texts: read where they lie, never copied into the repository."""

import os
from pathlib import Path

import pytest

SEEDS = Path(__file__).parents[3].parent / "shared" / "seeds"


@pytest.fixture(scope="session")
def seeds() -> Path:
    if not SEEDS.is_dir():
        message = f"The seed articles are missing: {SEEDS.name} is not beside the repository."
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return SEEDS
