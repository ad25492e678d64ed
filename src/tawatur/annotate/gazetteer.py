"""The packaged gazetteer: what we know of single words and of names of several words.

``data/gazetteer.bin`` is zstandard-compressed msgpack, made by ``scripts/build_gazetteer.py``:
``keys`` (normalised names, one a line), ``flags`` (two bytes each), ``place_numbers`` (three bytes
each, 1-based into ``places``, 0 for none), ``places`` (slug, country, English name by tabs),
``nationalities`` (adjective -> country), ``common`` (language -> words, commonest first) and
``classes`` (language -> one byte of meaning class for each common word), ``skeletons`` (consonants of
Latin names -> flags) and ``letters`` (script -> three letters -> log ratios person and place).
Loaded once, in about a third of a second.
"""

from __future__ import annotations

import re
import tomllib
from enum import IntEnum
from functools import lru_cache
from importlib.resources import files
from typing import Any

import msgspec
import numpy as np
import regex
import zstandard

from tawatur import knowledge
from tawatur.text import fold


class Flag(IntEnum):
    """What a name may be. One name may be many things (Jordan, وفا, Paris): bits of a number.

    No ``IntFlag``: its ``&`` makes a new object each time, at twenty times the cost.
    """

    GIVEN = 1
    FAMILY = 2
    BIG_CITY = 4  # 300,000 people or more, or a capital
    CITY = 8  # 60,000 or more
    TOWN = 16
    COUNTRY = 32
    REGION = 64
    NATIONALITY = 128
    ORGANISATION = 256
    PERSON = 512  # a well-known person's full name
    PATRONYMIC = 1024
    RUSSIAN_PLACE = 2048
    CLUB = 4096


PLACE_FLAGS = (
    Flag.BIG_CITY | Flag.CITY | Flag.TOWN | Flag.COUNTRY | Flag.REGION | Flag.RUSSIAN_PLACE
)

_SPACES = regex.compile(r"[\s\-‐‑–_]+")
_NOISE = regex.compile(r"[.'’ʼ`ʻ‘\"]")
_PLAIN = re.compile("[a-z0-9а-я\u0621-\u063a\u0641-\u064a]+")  # holds neither


def normal(name: str) -> str:
    """The form in which names are looked up: folded, hyphens as spaces, no dots or apostrophes."""
    return normal_folded(fold(name))


def normal_folded(folded: str) -> str:
    """As ``normal``, for what is folded already."""
    if _PLAIN.fullmatch(folded):
        return folded
    return _SPACES.sub(" ", _NOISE.sub("", folded)).strip()


class PlaceRow(msgspec.Struct, frozen=True):
    slug: str
    country: str | None
    name: str


class Gazetteer:
    """Names with their flags; ``phrases`` are the names of several words, by first word."""

    def __init__(self, data: dict[str, Any]) -> None:
        keys: list[str] = data["keys"].split("\n")
        flags = np.frombuffer(data["flags"], "<u2").tolist()
        self.flags: dict[str, int] = dict(zip(keys, flags, strict=True))
        rows = (line.split("\t") for line in data["places"].split("\n"))
        self._places = [PlaceRow(slug, country or None, name) for slug, country, name in rows]
        self._by_slug = {row.slug: row for row in self._places}
        self._capitals: dict[str, str] = data["capitals"]
        low, middle, high = (
            np.frombuffer(data["place_numbers"], np.uint8).reshape(-1, 3).astype(np.int64).T
        )
        numbers = low + (middle << 8) + (high << 16)
        with_place = np.flatnonzero(numbers).tolist()
        self.place_number = {
            keys[i]: n - 1 for i, n in zip(with_place, numbers[with_place].tolist(), strict=True)
        }
        self._add_tables()
        self.phrases: dict[str, int] = {}  # first word -> most words a name with it has
        for key in self.flags:
            if " " in key:
                first = key[: key.index(" ")]
                count = key.count(" ") + 1
                if self.phrases.get(first, 0) < count:
                    self.phrases[first] = count
        self.nationalities: dict[str, str] = data["nationalities"]
        self.skeletons: dict[str, int] = data["skeletons"]
        self._letters: dict[str, dict[str, list[int]]] = data["letters"]
        self._common: dict[str, str] = data["common"]
        self._classes: dict[str, bytes] = data["classes"]

    def _add_tables(self) -> None:
        """Known people and organisations; ``exact`` holds those that count only as written."""
        data = files("tawatur") / "data"
        self.organisations: dict[str, str] = {}  # key -> id
        self.people: dict[str, str] = {}  # key, family names alone included -> id
        self.exact: dict[str, str] = {}  # key -> the one spelling in capitals that counts
        self.people_rows = tomllib.loads((data / "people.toml").read_text("utf-8"))
        self.organisation_rows = tomllib.loads((data / "organisations.toml").read_text("utf-8"))
        for key, spellings in self.organisation_rows.items():
            for spelling in spellings:
                self._add_organisation(key, spelling)
        for agency in knowledge.agencies():
            for spelling in (*agency.spellings, *(s for s in agency.short if s.isupper())):
                self._add_organisation(agency.id, spelling)
        for outlet in knowledge.outlets():
            for spelling in (outlet.name, *outlet.names):
                self._add_organisation(outlet.id, spelling)
        for key, row in self.people_rows.items():
            for spelling in row["names"]:
                name = normal(spelling)
                self.people[name] = key
                self.flags[name] = self.flags.get(name, 0) | Flag.PERSON
            for spelling in row.get("family", ()):
                name = normal(spelling)
                self.people[name] = key
                self.flags[name] = self.flags.get(name, 0) | Flag.PERSON | Flag.FAMILY

    def _add_organisation(self, key: str, spelling: str) -> None:
        name = normal(spelling)
        if len(name) < 2:
            return
        self.organisations.setdefault(name, key)
        self.flags[name] = self.flags.get(name, 0) | Flag.ORGANISATION
        if spelling.isupper() and len(spelling) <= 6:
            self.exact.setdefault(name, spelling)

    def place(self, key: str) -> PlaceRow | None:
        """The place that a normalised name means most often."""
        number = self.place_number.get(key)
        return None if number is None else self._places[number]

    def by_slug(self, slug: str) -> PlaceRow | None:
        """The place with this identity (without its ``place:``)."""
        return self._by_slug.get(slug)

    def country(self, code: str) -> PlaceRow | None:
        """The country with this code (ISO 3166 alpha-2)."""
        return self._by_slug.get(code.lower())

    def capital(self, code: str) -> PlaceRow | None:
        """The capital of the country with this code."""
        slug = self._capitals.get(code)
        return self._by_slug.get(slug) if slug else None

    def letters(self, word: str) -> tuple[float, float]:
        """How much likelier the letters of a folded word are in a person's and in a place's name
        than in a common word: natural logarithms, summed over its runs of three letters."""
        first = word[:1]
        script = (
            "ar"
            if "\u0600" <= first <= "\u06ff"
            else "ru"
            if "\u0400" <= first <= "\u04ff"
            else "latin"
        )
        table = self._letters[script]
        padded = f"^{word}$"
        person = place = 0
        for i in range(len(padded) - 2):
            found = table.get(padded[i : i + 3])
            if found:
                person += found[0]
                place += found[1]
        return person / 10, place / 10

    @lru_cache(maxsize=32)  # noqa: B019 - the gazetteer lives as long as the process
    def common(self, language: str) -> dict[str, tuple[int, int]]:
        """word -> (rank, class of meaning) for the commonest words of a language; empty if none."""
        text = self._common.get(language)
        if text is None:
            return {}
        words = text.split("\n")
        return {
            w: (i, c) for i, (w, c) in enumerate(zip(words, self._classes[language], strict=True))
        }


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The packaged gazetteer, loaded on first use."""
    body = (files("tawatur") / "data" / "gazetteer.bin").read_bytes()
    return Gazetteer(msgspec.msgpack.decode(zstandard.decompress(body)))
