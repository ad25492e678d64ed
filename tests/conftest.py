"""Fixtures shared by all tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


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
