"""The store in one SQLite file: what only SQLite does."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import Any

from tawatur.errors import StoreError
from tawatur.store.base import Store
from tawatur.store.rows import Row, named_queries

# Readers wait for a writer rather than fail; a story's transaction takes well under a second.
_BUSY_SECONDS = 30.0
_PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = NORMAL",
    "foreign_keys = ON",
    # Kibibytes of pages kept in memory. What articles are found by (fingerprints, words, lines)
    # lies all over its table: with the default of two megabytes each is read anew.
    "cache_size = -49152",
    # Pages of the log until it is written back (32 MB; the default is 4 MB, less than a lot of an
    # archive's pages changes): those that change again and again are written back once.
    "wal_autocheckpoint = 8192",
)


class SqliteStore(Store):
    """One file, write-ahead log, foreign keys on.

    Threads may share one store: calls take turns, and a transaction holds the turn to its end.
    Other processes may read and write the same file.

    Raises:
        StoreError: the file cannot be opened, is no database of ours, or is newer than we are.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = str(path)
        self._turn = threading.RLock()
        self._queries = named_queries("queries.sql")
        try:
            self._connection = sqlite3.connect(
                self.path,
                timeout=_BUSY_SECONDS,
                isolation_level=None,
                check_same_thread=False,
                cached_statements=len(self._queries),
            )
            self._connection.row_factory = sqlite3.Row
            for pragma in _PRAGMAS:
                self._connection.execute(f"PRAGMA {pragma}")
            self._migrate()
        except sqlite3.Error as error:
            raise StoreError(f"{self.path}: cannot be opened as a database: {error}") from error

    @property
    def outbox_path(self) -> Path:
        return Path(self.path + ".outbox")

    def _migrate(self) -> None:
        """Bring the file to the newest form, one numbered migration after another."""
        folder = resources.files(__package__).joinpath("migrations")
        scripts = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".sql"))
        (version,) = self._connection.execute("PRAGMA user_version").fetchone()
        (tables,) = self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if version == 0 and tables:
            raise StoreError(f"{self.path}: is a database of another program")
        if version > len(scripts):
            raise StoreError(
                f"{self.path}: made by a newer tawatur (form {version}; this one knows {len(scripts)})"
            )
        for number, name in enumerate(scripts, start=1):
            if number <= version:
                continue
            sql = folder.joinpath(name).read_text(encoding="utf-8")
            # executescript commits by itself, so the script carries its own transaction.
            self._connection.executescript(
                f"BEGIN IMMEDIATE;\n{sql}\nPRAGMA user_version = {number};\nCOMMIT;"
            )

    def rows(self, query: str, **parameters: Any) -> list[Row]:
        with self._turn, _ours(self.path):
            return self._connection.execute(self._queries[query], parameters).fetchall()

    def changed(self, query: str, **parameters: Any) -> int:
        with self._turn, _ours(self.path):
            return self._connection.execute(self._queries[query], parameters).rowcount

    @contextmanager
    def transaction(self) -> Iterator[None]:
        with self._turn:
            with _ours(self.path):
                self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            with _ours(self.path):
                self._connection.execute("COMMIT")

    def close(self) -> None:
        with self._turn:
            self._connection.close()


@contextmanager
def _ours(path: str) -> Iterator[None]:
    """Trouble with the file (full disk, no permission, damage) as our own error."""
    try:
        yield
    except sqlite3.ProgrammingError:
        raise  # a bug of ours
    except (sqlite3.OperationalError, sqlite3.DatabaseError) as error:
        raise StoreError(f"{path}: {error}") from error
