"""What we know of the press: agencies, outlets, and who belongs to whom.

The tables are ``data/agencies.toml`` and ``data/outlets.toml``; their heads say how to extend
them. An operator's own table (same form, ``[agencies.ID]`` and ``[outlets.ID]``) is read from the
file named by the environment variable ``TAWATUR_KNOWLEDGE``, or given to :func:`load_extra`.

A *family* is the set of outlets and agencies with one owner: they never corroborate each other.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import msgspec
import regex

from tawatur.errors import SettingError
from tawatur.text import fold, fold_word

_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+")
# Letters that Arabic writes together with the next word: and, so, by, as, to.
_PROCLITICS = ("وال", "فال", "بال", "كال", "لل", "ال", "و", "ف", "ب", "ك", "ل")


class Agency(msgspec.Struct, frozen=True, kw_only=True):
    """A news agency. ``short`` spellings count only in credits."""

    id: str
    name: str
    family: str
    country: str | None
    spellings: tuple[str, ...]
    short: tuple[str, ...]
    hosts: tuple[str, ...]
    handles: tuple[str, ...]
    languages: tuple[str, ...]


class Outlet(msgspec.Struct, frozen=True, kw_only=True):
    """A paper, channel or site; agencies are outlets too (``is_agency``)."""

    id: str
    name: str
    names: tuple[str, ...]
    hosts: tuple[str, ...]
    handles: tuple[str, ...]
    family: str
    country: str | None
    languages: tuple[str, ...]
    is_agency: bool


class AgencySpan(msgspec.Struct, frozen=True, kw_only=True):
    """Where an agency is named in a text (code points)."""

    start: int
    end: int
    agency: str


class _Tables:
    """All tables and the ways to look into them."""

    def __init__(self) -> None:
        self.agencies: dict[str, Agency] = {}
        self.outlets: dict[str, Outlet] = {}
        data = files("tawatur") / "data"
        self.add(
            {
                "agencies": tomllib.loads((data / "agencies.toml").read_text("utf-8")),
                "outlets": tomllib.loads((data / "outlets.toml").read_text("utf-8")),
            },
            "the packaged tables",
        )

    def add(self, tables: dict[str, Any], origin: str) -> None:
        for section in tables:
            if section not in ("agencies", "outlets"):
                raise SettingError(f"{origin}: [{section}] is neither [agencies.…] nor [outlets.…]")
        for key, row in tables.get("agencies", {}).items():
            old = self.agencies.get(key)
            old_row = msgspec.to_builtins(old) if old else {}
            self.agencies[key] = _record(Agency, key, old_row, row, origin)
        for key, row in tables.get("outlets", {}).items():
            known = self.outlets.get(key)
            old_row = msgspec.to_builtins(known) if known else {}
            self.outlets[key] = _record(Outlet, key, old_row, row, origin)
        self._index()

    def _index(self) -> None:
        agencies_as_outlets = [
            Outlet(
                id=a.id, name=a.name, names=a.spellings + a.short, hosts=a.hosts, handles=a.handles,
                family=a.family, country=a.country, languages=a.languages, is_agency=True,
            )
            for a in self.agencies.values()
        ]  # fmt: skip
        self.by_host: dict[str, Outlet] = {}
        self.by_handle: dict[str, Outlet] = {}
        self.by_name: dict[str, Outlet] = {}
        # Outlets win over agencies of the same name: "سبوتنيك" as an outlet is Sputnik Arabic.
        for outlet in [*self.outlets.values(), *agencies_as_outlets]:
            for host in outlet.hosts:
                self.by_host.setdefault(host.lower(), outlet)
            for handle in outlet.handles:
                self.by_handle.setdefault(handle.lower(), outlet)
        for outlet in [*self.outlets.values(), *agencies_as_outlets]:
            for name in (outlet.name,):
                self.by_name.setdefault(_key(name), outlet)
        for outlet in [*self.outlets.values(), *agencies_as_outlets]:
            for name in (*outlet.names, outlet.id):
                self.by_name.setdefault(_key(name), outlet)
        # first folded word -> (folded words, spelling as written or None when case is free, id, short)
        self.spellings: dict[str, list[tuple[tuple[str, ...], str | None, str, bool]]] = {}
        for agency in self.agencies.values():
            for short, spellings in (
                (False, (agency.name, *agency.spellings)),
                (True, agency.short),
            ):
                for spelling in dict.fromkeys(spellings):
                    if not short and spelling == agency.name and spelling in agency.short:
                        continue
                    if (
                        not short
                        and spelling == agency.name
                        and len(spelling) <= 6
                        and spelling not in agency.spellings
                    ):
                        continue  # a short show name such as "SANA" or "Trend" is no spelling
                    found = tuple(_folded_words(spelling))
                    if not found:
                        continue
                    exact = None
                    if short and not regex.search(r"\p{Arabic}|\p{Han}|\p{Hebrew}", spelling):
                        exact = spelling
                    self.spellings.setdefault(found[0], []).append((found, exact, agency.id, short))
        for rows in self.spellings.values():
            rows.sort(key=lambda row: (-len(row[0]), row[3], row[2]))
        # The few lines above are cheap; a look at the first letters saves the word loop in prose.
        firsts = sorted(set(self.spellings), key=lambda w: (-len(w), w))
        self.any_first = regex.compile("|".join(map(regex.escape, firsts)))
        family_of.cache_clear()


def _record(kind: Any, key: str, old: dict[str, Any], row: Any, origin: str) -> Any:
    if not isinstance(row, dict):
        raise SettingError(f"{origin}: [{key}] is not a table")
    merged: dict[str, Any] = {"id": key, "family": key, "country": None, **old}
    for name, value in row.items():
        if name not in kind.__struct_fields__ or name in ("id", "is_agency"):
            raise SettingError(f"{origin}: [{key}] has an unknown entry {name!r}")
        if isinstance(value, list) and isinstance(merged.get(name), list | tuple):
            merged[name] = list(dict.fromkeys([*merged[name], *value]))
        else:
            merged[name] = value
    for name in kind.__struct_fields__:
        if name in ("spellings", "short", "hosts", "handles", "languages", "names"):
            merged.setdefault(name, ())
    if kind is Outlet:
        merged["is_agency"] = False
    merged["handles"] = [handle.lstrip("@") for handle in merged["handles"]]
    try:
        return msgspec.convert(merged, kind)
    except msgspec.ValidationError as error:
        raise SettingError(f"{origin}: [{key}]: {error}") from error


def _folded_words(text: str) -> list[str]:
    return [fold_word(word) for word in _WORD.findall(text)]


def _key(name: str) -> str:
    return " ".join(_folded_words(name))


@lru_cache(maxsize=1)
def _tables() -> _Tables:
    tables = _Tables()
    extra = os.environ.get("TAWATUR_KNOWLEDGE")
    if extra:
        tables.add(_read(Path(extra)), extra)
    return tables


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingError(
            f"{path}: cannot be read as a table of agencies and outlets: {error}"
        ) from error


def load_extra(path: str | Path) -> None:
    """Add the tables of a TOML file (``[agencies.ID]``, ``[outlets.ID]``) to those we have.

    Reading the same file twice changes nothing. Lists of an id we know are extended.

    Raises:
        SettingError: the file cannot be read, or a table has the wrong form.
    """
    _tables().add(_read(Path(path)), str(path))


def forget_extra() -> None:
    """Back to the packaged tables (and those of ``TAWATUR_KNOWLEDGE``)."""
    _tables.cache_clear()
    family_of.cache_clear()


# --------------------------------------------------------------------------- agencies


def agencies() -> tuple[Agency, ...]:
    """All agencies, in the order of the tables."""
    return tuple(_tables().agencies.values())


def agency_by_id(agency_id: str) -> Agency | None:
    """The agency with this id ("ap"), or None."""
    return _tables().agencies.get(agency_id)


def find_agency(text: str, *, context: Literal["credit", "prose"] = "credit") -> str | None:
    """Id of the first agency named in ``text``, or None.

    In a ``credit`` (what stands in the parentheses of a dateline, after a slash, on a line of
    its own) short spellings count ("أ ب", "AP", "واس"); in ``prose`` only those that cannot be
    anything else.
    """
    found = next(iter(_agency_spans(text, context)), None)
    return found.agency if found else None


def find_agencies(
    text: str, *, context: Literal["credit", "prose"] = "credit"
) -> tuple[AgencySpan, ...]:
    """All agencies named in ``text`` with where, in order, without overlaps."""
    return tuple(_agency_spans(text, context))


def _agency_spans(text: str, context: str) -> Iterator[AgencySpan]:
    tables = _tables()
    if tables.any_first.search(fold(text)) is None:
        return
    matches = list(_WORD.finditer(text))
    words = [fold_word(m.group()) for m in matches]
    i = 0
    while i < len(words):
        hit = None
        for first in _without_proclitics(words[i]):
            for spelling, exact, agency_id, short in tables.spellings.get(first, ()):
                if short and context != "credit":
                    continue
                if short and first != words[i] and len(first) < 4:
                    continue  # "لواس" is no credit
                if tuple(words[i + 1 : i + len(spelling)]) != spelling[1:]:
                    continue
                start, end = matches[i].start(), matches[i + len(spelling) - 1].end()
                if exact is not None and text[start:end] != exact:
                    continue
                if len(spelling) > 1 and regex.search(r"[\n،,;؛]", text[start:end]):
                    continue
                hit = (len(spelling), AgencySpan(start=start, end=end, agency=agency_id))
                break
            if hit:
                break
        if hit:
            yield hit[1]
            i += hit[0]
        else:
            i += 1


def _without_proclitics(word: str) -> Iterator[str]:
    yield word
    if len(word) < 4 or not "\u0600" <= word[0] <= "\u06ff":
        return
    for prefix in _PROCLITICS:
        if word.startswith(prefix) and len(word) - len(prefix) >= 3:
            yield word[len(prefix) :]
            if prefix in ("و", "ف"):
                for second in ("ل", "ب"):
                    if word[1:].startswith(second) and len(word) >= 5:
                        yield word[2:]
            if prefix == "لل":
                yield "ال" + word[2:]


# --------------------------------------------------------------------------- outlets


def outlets() -> tuple[Outlet, ...]:
    """All outlets of the tables, agencies not included."""
    return tuple(_tables().outlets.values())


def outlet_by_host(host: str, path: str = "") -> Outlet | None:
    """The outlet of a host name (subdomains count: ``m.apnews.com``), agencies included.

    With the ``path`` of the address, language services under one host are told apart
    (``bbc.com`` + ``/arabic/…``).
    """
    tables = _tables()
    host = host.lower().strip().rstrip(".")
    host = host.rsplit("@", 1)[-1].split(":", 1)[0]
    first = path.strip("/").split("/", 1)[0].lower()
    labels = host.split(".")
    for i in range(max(len(labels) - 1, 0)):
        candidate = ".".join(labels[i:])
        if first and (found := tables.by_host.get(f"{candidate}/{first}")):
            return found
        if found := tables.by_host.get(candidate):
            return found
    return None


def outlet_by_handle(handle: str) -> Outlet | None:
    """The outlet with this account ("@sputnik_ar"), or None."""
    return _tables().by_handle.get(handle.strip().lstrip("@").lower())


def outlet_by_name(name: str) -> Outlet | None:
    """The outlet or agency with this name or id in any of its spellings, or None."""
    return _tables().by_name.get(_key(name)) if name else None


@lru_cache(maxsize=4096)
def family_of(name: str) -> str | None:
    """Family id of an outlet (by name) or agency (by id or name); None when we do not know it."""
    tables = _tables()
    if name in tables.agencies:
        return tables.agencies[name].family
    outlet = outlet_by_name(name)
    return outlet.family if outlet else None
