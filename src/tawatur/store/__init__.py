"""The memory: base.py says what it does, sqlite.py how one file does it."""

from tawatur.store.base import Store
from tawatur.store.sqlite import SqliteStore

__all__ = ["SqliteStore", "Store"]
