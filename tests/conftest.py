"""Fixtures shared by all tests."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tawatur import knowledge


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The folder with the two seed documents and the bench; tests that need it skip without it."""
    named = os.environ.get("TAWATUR_SHARED")
    folder = Path(named) if named else Path(__file__).resolve().parents[2] / "shared"
    if not (folder / "seeds").is_dir():
        pytest.skip(
            "the folder with the seed documents and the bench is not here (set TAWATUR_SHARED)"
        )
    return folder


@pytest.fixture(scope="module", autouse=True)
def only_packaged_outlets() -> Iterator[None]:
    """What a test module adds to the tables of outlets is gone after it."""
    yield
    knowledge.forget_extra()
