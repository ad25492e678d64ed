"""Files and folders to pages: HTML, plain text, ready-made records, saved feeds, gzipped or not.

Whatever cannot be read becomes a ``Failure`` that names the item and the cause; the rest goes
on. A file is judged by its content, not by its name, since crawlers name what they please.
"""

from __future__ import annotations

import glob
import gzip
import json
import os
import zlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import regex

from tawatur.encodings import decode
from tawatur.errors import InputError, UnreadablePage
from tawatur.model import Failure, Hints, Page
from tawatur.settings import Settings
from tawatur.stamps import parse_stamp
from tawatur.text import whole_escapes

if TYPE_CHECKING:
    from tawatur.fetch.feeds import FeedEntry

__all__ = ["decode", "feed_hints", "read_inputs"]

# Parts of a saved page or of a site mirror that never hold an article: passed over silently in
# folders. Named on the command line, they are tried and fail with their cause.
_NOT_ARTICLES = frozenset(
    {".css", ".js", ".mjs", ".map", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg", ".ico", ".bmp", ".woff", ".woff2", ".ttf", ".otf", ".eot", ".mp3", ".mp4", ".m4a", ".webm", ".ogg", ".wav", ".avi", ".mov", ".db", ".sqlite", ".sqlite3", ".py", ".pyc", ".sh", ".toml", ".yaml", ".yml", ".lock", ".log", ".csv", ".tsv", ".parquet"}
)  # fmt: skip
_MAGIC = (
    (b"%PDF", "it is a PDF document, not a web page or text"),
    (b"PK\x03\x04", "it is a ZIP archive (or an office document); unpack it first"),
    (b"\x1f\x8b", "it is gzip inside gzip; unpack it first"),
    (b"\x28\xb5\x2f\xfd", "it is compressed with zstd; unpack it first"),
    (b"\xfd7zXZ", "it is compressed with xz; unpack it first"),
    (b"BZh", "it is compressed with bzip2; unpack it first"),
    (b"\x89PNG", "it is an image"),
    (b"\xff\xd8\xff", "it is an image"),
    (b"GIF8", "it is an image"),
    (b"\xd0\xcf\x11\xe0", "it is an office document"),
    (b"SQLite format 3", "it is a database"),
    (b"\x7fELF", "it is a program"),
)
_HTML = regex.compile(
    rb"<(?:!doctype\s+html|html|head|body|article|title|meta|div|p|span|table|script)\b", regex.I
)
_FEED = regex.compile(rb"<(?:rss|feed|rdf:RDF|atom:feed)\b", regex.I)


# --------------------------------------------------------------------------- the way in


def read_inputs(
    paths: Iterable[str | Path], *, seen_at: datetime, settings: Settings
) -> Iterator[Page | Failure]:
    """Every page behind these paths, in sorted order within each path.

    Args:
        paths: files, folders (read through, hidden names left out) and glob patterns.
        seen_at: when we first saw them; goes into every page and failure.
        settings: ``max_page_bytes`` bounds one page, one record and one feed, decompressed; a
            file of records may be of any length.
    """
    for given in paths:
        for path, named in _expand(str(given)):
            if isinstance(path, InputError):
                yield _failure(path, seen_at)
                continue
            try:
                yield from _read_file(path, seen_at, settings, named=named)
            except InputError as error:
                yield _failure(error, seen_at)


def _failure(error: InputError, at: datetime) -> Failure:
    return Failure(stage="input", item=error.item, kind=error.kind, detail=error.cause, at=at)


def _named(path: str | Path) -> str:
    """The name of a file as text that can be written anywhere, whatever bytes are in it."""
    return str(path).encode("utf-8", "backslashreplace").decode("utf-8")


def _expand(given: str) -> Iterator[tuple[Path | InputError, bool]]:
    """(file or error, whether it was named itself) for one path or pattern."""
    if not given.strip():  # Path("") would be the folder that we stand in
        yield UnreadablePage(repr(given), "a file without a name", kind="missing"), True
        return
    path = Path(given)
    try:
        is_folder, exists = path.is_dir(), path.exists()
    except OSError as error:
        yield _os_error(given, error), True
        return
    if is_folder:
        yield from ((found, False) for found in _walk(path))
    elif exists:
        yield path, True
    elif glob.has_magic(given):
        matches = sorted(glob.glob(given, recursive=True))
        if not matches:
            yield (
                UnreadablePage(_named(given), "no file matches this pattern", kind="missing"),
                True,
            )
        for match in matches:
            yield from _expand(glob.escape(match) if glob.has_magic(match) else match)
    else:
        yield _os_error(given, FileNotFoundError()), True


def _walk(folder: Path) -> Iterator[Path | InputError]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield _os_error(folder, error)
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        try:
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(Path(entry.path))
            elif entry.is_file() and Path(entry.name).suffix.lower() not in _NOT_ARTICLES:
                yield Path(entry.path)
        except OSError as error:
            yield _os_error(entry.path, error)


def _os_error(path: str | Path, error: OSError) -> UnreadablePage:
    item = _named(path)
    if isinstance(error, PermissionError):
        return UnreadablePage(item, "no permission to read it", kind="no-permission")
    if isinstance(error, FileNotFoundError):
        return UnreadablePage(item, "there is no such file or folder", kind="missing")
    return UnreadablePage(item, error.strerror or str(error), kind="unreadable")


# --------------------------------------------------------------------------- one file


def _read_file(
    path: Path, seen_at: datetime, settings: Settings, *, named: bool
) -> Iterator[Page | Failure]:
    item = _named(path)
    limit = settings.max_page_bytes
    try:
        with path.open("rb") as raw:
            head = raw.read(2)
            raw.seek(0)
            stream: Any = gzip.GzipFile(fileobj=raw) if head == b"\x1f\x8b" else raw
            plain_name = path.name.lower().removesuffix(".gz")
            if plain_name.endswith((".jsonl", ".ndjson")):
                yield from _read_records(item, stream, seen_at, limit)
                return
            body = stream.read(limit + 1)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise UnreadablePage(
            item, "the gzip data is cut off or damaged", kind="truncated"
        ) from error
    except OSError as error:
        raise _os_error(path, error) from error
    if len(body) > limit:
        raise UnreadablePage(item, f"larger than {limit:,} bytes (decompressed)", kind="too-large")
    yield from _read_body(item, plain_name, body, seen_at, limit)


def _read_body(
    item: str, name: str, body: bytes, seen_at: datetime, limit: int
) -> Iterator[Page | Failure]:
    """Pages in one whole file, by what its bytes are."""
    if not body.strip():
        raise UnreadablePage(item, "the file is empty", kind="empty")
    for magic, cause in _MAGIC:
        if body.startswith(magic):
            raise UnreadablePage(item, cause, kind="not-text")
    start = body[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if _FEED.search(start[:2048]) and not regex.match(rb"<(!doctype\s+)?html", start, regex.I):
        yield from _read_feed(item, body, seen_at)
    elif start[:1] in (b"{", b"[") and (records := _json_records(body)) is not None:
        for number, record in enumerate(records, 1):
            which = f"{item} record {number}" if len(records) > 1 else item
            yield from _record_pages(which, record, seen_at)
    elif start[:1] == b"{" and _is_json(body.lstrip().split(b"\n", 1)[0]):
        yield from _read_records(item, _Lines(body), seen_at, limit)
    else:
        if b"\0" in body[:65536] and not body.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise UnreadablePage(item, "it holds binary data, not text", kind="not-text")
        is_html = (
            bool(_HTML.search(start))
            or (
                name.endswith((".html", ".htm", ".xhtml", ".shtml", ".php", ".aspx"))
                and b"<" in body
            )
            or body.startswith((b"\xff\xfe<\0", b"\xfe\xff\0<"))
        )
        if start.startswith(b"<?xml") and not is_html:
            raise UnreadablePage(
                item, "it is XML, but neither a feed nor a page", kind="unknown-kind"
            )
        yield Page(
            name=item, body=body, media_type="text/html" if is_html else "text/plain", seen_at=seen_at
        )  # fmt: skip


class _Lines:
    """Bytes in memory, read line by line like a file."""

    def __init__(self, body: bytes) -> None:
        self._lines = iter(body.splitlines(keepends=True))

    def readline(self, _limit: int) -> bytes:
        return next(self._lines, b"")


def _loads(body: bytes) -> Any:
    if b"\\ud" in body or b"\\uD" in body:
        kept = "surrogateescape"  # bytes that are no UTF-8 stay what they are, for the error
        body = whole_escapes(body.decode("utf-8", kept)).encode("utf-8", kept)
    return json.loads(body)


def _is_json(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _json_records(body: bytes) -> list[Any] | None:
    """The records of a JSON document (one object, or an array of them), None if it is not one."""
    try:
        data = _loads(body)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, list) else [data]


# --------------------------------------------------------------------------- records


def _read_records(
    item: str, stream: Any, seen_at: datetime, limit: int
) -> Iterator[Page | Failure]:
    """Pages from JSON lines; a bad line costs that line only."""
    number, any_line = 0, False
    while True:
        try:
            line = stream.readline(limit + 1)
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise UnreadablePage(
                item, f"the gzip data is cut off or damaged after line {number}", kind="truncated"
            ) from error
        if not line:
            break
        number += 1
        which = f"{item} line {number}"
        if len(line) > limit:
            yield _failure(
                UnreadablePage(which, f"longer than {limit:,} bytes", kind="too-large"), seen_at
            )
            while line and not line.endswith(b"\n"):
                line = stream.readline(limit + 1)
            continue
        if not line.strip():
            continue
        any_line = True
        try:
            record = _loads(line.removeprefix(b"\xef\xbb\xbf"))
        except (ValueError, RecursionError) as error:
            cause = (
                f"not valid JSON: {error}" if isinstance(error, ValueError) else "nested too deep"
            )
            yield _failure(UnreadablePage(which, cause, kind="broken-line"), seen_at)
            continue
        yield from _record_pages(which, record, seen_at)
    if not any_line:
        raise UnreadablePage(item, "the file is empty", kind="empty")


def _text_of(record: dict[str, Any], *names: str) -> str | None:
    """The first of these fields that holds something, as text."""
    for name in names:
        value = record.get(name)
        if isinstance(value, dict):
            value = value.get("name") or value.get("title")
        if isinstance(value, int | float) and not isinstance(value, bool):
            value = str(int(value)) if float(value).is_integer() else str(value)
        if isinstance(value, str) and value.strip():
            return value.encode("utf-8", "replace").decode("utf-8").strip()
    return None


def _authors_of(record: dict[str, Any]) -> tuple[str, ...]:
    value = record.get("authors") or record.get("author") or record.get("byline")
    found = value if isinstance(value, list) else [value]
    names = (name.get("name") if isinstance(name, dict) else name for name in found)
    return tuple(name.strip() for name in names if isinstance(name, str) and name.strip())


def _record_pages(item: str, record: Any, seen_at: datetime) -> Iterator[Page | Failure]:
    """One ready-made record: fields by the names that archives use."""
    if not isinstance(record, dict):
        yield _failure(
            UnreadablePage(item, f"a record must be an object, this is {type(record).__name__}", kind="broken-line"),
            seen_at,
        )  # fmt: skip
        return
    html = _text_of(record, "html", "raw_html")
    hints = Hints(
        title=_text_of(record, "title", "headline"),
        outlet=_text_of(record, "outlet", "source", "publisher", "site_name"),
        language=_text_of(record, "language", "lang"),
        authors=_authors_of(record),
        published=_text_of(
            record, "published", "date", "published_at", "date_published", "pubDate"
        ),
        updated=_text_of(record, "updated", "modified", "updated_at", "date_modified"),
        text=None if html else _text_of(record, "text", "body", "content", "body_text"),
    )
    if not (hints.text or hints.title or html):
        yield _failure(
            UnreadablePage(item, "the record has neither text nor title", kind="empty"), seen_at
        )
        return
    for field, value in (("published", hints.published), ("updated", hints.updated)):
        if value and parse_stamp(value, where="record", language=hints.language) is None:
            # The article goes on, without that time: a wrong date would be worse than none.
            cause = f"the {field} time {value[:80]!r} has a form we do not know; the article goes on without it"
            yield _failure(UnreadablePage(item, cause, kind="unknown-date"), seen_at)
    url = _text_of(record, "url", "link", "uri")
    yield Page(
        name=item,
        body=html.encode() if html else json.dumps(record, ensure_ascii=False).encode("utf-8", "replace"),
        media_type="text/html" if html else "application/json",
        charset="utf-8",
        seen_at=_seen(record, seen_at),
        url=url if url and regex.match(r"https?://\S+$", url) else None,
        hints=hints,
    )  # fmt: skip


def _seen(record: dict[str, Any], seen_at: datetime) -> datetime:
    """A record may say itself when it was first seen (an exported archive, a recorded stream)."""
    stated = _text_of(record, "seen_at", "first_seen")
    stamp = parse_stamp(stated, where="record") if stated else None
    return stamp.at.astimezone(UTC) if stamp else seen_at


# --------------------------------------------------------------------------- feeds


def _read_feed(item: str, body: bytes, seen_at: datetime) -> Iterator[Page | Failure]:
    """The entries of a saved feed, each read from what the feed itself holds of it."""
    from tawatur.fetch.feeds import parse_feed  # the feed parser takes long to import

    try:
        entries = parse_feed(body, None, None)
    except UnreadablePage as error:
        raise UnreadablePage(item, error.cause, kind=error.kind) from error
    if not entries:
        raise UnreadablePage(item, "the feed has no entries", kind="empty")
    for number, entry in enumerate(entries, 1):
        which = f"{item} entry {number}"
        content = entry.content_html or entry.summary or ""
        if not (content.strip() or entry.title):
            yield _failure(
                UnreadablePage(which, "the entry has neither text nor title", kind="empty"), seen_at
            )
            continue
        yield Page(
            name=which, body=content.encode("utf-8", "replace"), media_type="text/html", charset="utf-8",
            seen_at=seen_at, url=entry.link, hints=feed_hints(entry),
        )  # fmt: skip


def feed_hints(entry: FeedEntry) -> Hints:
    """What a feed entry says about its page."""
    return Hints(
        title=entry.title, language=entry.language, authors=entry.authors,
        published=_as_text(entry.published), updated=_as_text(entry.updated),
        credited_source=entry.credited_source,
    )  # fmt: skip


def _as_text(when: datetime | str | None) -> str | None:
    return when.isoformat() if isinstance(when, datetime) else when
