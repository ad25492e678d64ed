"""Named SQL and plain values: what the parts of the store are written over."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from typing import Any, Self, TypeVar

import msgspec
import regex
import zstandard

T = TypeVar("T")
Row = Mapping[str, Any]


def named_queries(file_name: str) -> dict[str, str]:
    """The queries of a ``.sql`` file of this package, by the name in their ``-- :name`` line."""
    source = resources.files(__package__).joinpath(file_name).read_text(encoding="utf-8")
    pieces = regex.split(r"(?m)^-- :name (\w+)\s*$", source)
    return {name: body.strip() for name, body in zip(pieces[1::2], pieces[2::2], strict=True)}


def written(instant: datetime) -> str:
    """An instant as text that sorts by time: UTC, microseconds, ``Z``."""
    return instant.astimezone(UTC).isoformat(timespec="microseconds")[:26] + "Z"


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def compress(data: bytes) -> bytes:
    return _zstandard().compressor.compress(data)


def decompress(blob: bytes) -> bytes:
    return _zstandard().decompressor.decompress(blob)


def pack(value: Any) -> bytes:
    return compress(msgspec.json.encode(value))


def unpack(blob: bytes, kind: type[T]) -> T:
    return msgspec.json.decode(decompress(blob), type=kind)


class _Zstandard(threading.local):
    """To make these anew for each value costs more than small values take; threads cannot share
    them."""

    def __init__(self) -> None:
        self.compressor = zstandard.ZstdCompressor(level=3)
        self.decompressor = zstandard.ZstdDecompressor()


@cache
def _zstandard() -> _Zstandard:
    return _Zstandard()


def as_json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


class Rows(ABC):
    """What a database gives: named queries and transactions."""

    @abstractmethod
    def rows(self, query: str, **parameters: Any) -> list[Row]:
        """All rows of a named query."""

    @abstractmethod
    def changed(self, query: str, **parameters: Any) -> int:
        """Run a named query that writes; the number of rows it touched."""

    @abstractmethod
    def transaction(self) -> AbstractContextManager[None]:
        """All or nothing. Not nestable."""

    @abstractmethod
    def close(self) -> None: ...

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
