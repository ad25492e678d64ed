"""The sample stream as written: stories, articles and their later versions.

The news lies in ``stream/*.toml``, one file per story, written by hand; every outlet, agency,
person and most towns are invented. The form of an article::

    id, outlet, language, seen, published, title, byline, dateline, section, credit,
    photo = [caption, credit], body (paragraphs apart by an empty line; ``[[post]]`` marks an
    embedded post, ``## `` a subheading)
    like = "other-id"       the body is that article's, changed by edits / keep / add_before / add_after
    origin = "agency:northline" | "outlet:ufuq" | "unknown"      what a careful reader concludes
    from, how               the article it was made from, and the kind of derivation
    [[article.version]]     the same address seen again later, with other text

``origin``, ``from``, ``how``, ``translation``, ``substantive``, ``announced`` and the ``[story]``
tables are the expected result and never reach a page.
"""

from __future__ import annotations

import tomllib
import unicodedata
import zlib
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import quote

import regex


@dataclass(frozen=True, kw_only=True)
class Site:
    """How an outlet builds its pages. ``name`` is None for the page of nobody."""

    id: str
    name: str | None
    host: str
    handle: str | None
    layout: str
    path: str
    feed: str
    languages: tuple[str, ...]
    encoding: str = "utf-8"
    months: str = "gulf"
    tz: str | None = None


@dataclass(frozen=True, kw_only=True)
class Sighting:
    """What an article's address showed from ``seen_at`` on."""

    number: int
    seen_at: datetime
    title: str
    body: str
    updated: datetime | None
    substantive: bool = True
    announced: bool = False


@dataclass(frozen=True, kw_only=True)
class SampleArticle:
    id: str
    story: str
    site: Site
    language: str
    published: datetime | None
    url: str
    path: str
    sightings: tuple[Sighting, ...]
    origin: str
    byline: str | None = None
    dateline: str | None = None
    credit: str | None = None
    section: str | None = None
    photo: tuple[str, str] | None = None
    posts: tuple[dict[str, str], ...] = ()
    derived_from: str | None = None
    derivation: str | None = None
    translation: str | None = None
    show_date: bool = True

    @property
    def seen_at(self) -> datetime:
        return self.sightings[0].seen_at


@dataclass(frozen=True, kw_only=True)
class SampleStory:
    id: str
    about: str
    conflicts: tuple[dict[str, Any], ...] = ()
    quotations: tuple[dict[str, Any], ...] = ()
    developments: tuple[dict[str, Any], ...] = ()
    articles: tuple[SampleArticle, ...] = field(default=())


def read_toml(name: str) -> dict[str, Any]:
    """One of the tables beside this module."""
    return tomllib.loads((files("tawatur.sample") / name).read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def sites() -> dict[str, Site]:
    """All sites by id, in the order of ``sites.toml``."""
    tables = read_toml("outlets.toml")
    outlets = tables["agencies"] | tables["outlets"]
    found = {}
    for site_id, row in read_toml("sites.toml").items():
        outlet = outlets.get(site_id, {"name": None, "hosts": [row.get("host")], "languages": []})
        found[site_id] = Site(
            id=site_id,
            name=outlet["name"],
            host=outlet["hosts"][0],
            handle=next((f"@{handle}" for handle in outlet.get("handles", ())), None),
            languages=tuple(outlet["languages"]),
            **{k: v for k, v in row.items() if k != "host"},
        )
    return found


@lru_cache(maxsize=1)
def stories() -> tuple[SampleStory, ...]:
    """All stories with their articles in order of first sight, as the files are numbered."""
    folder = files("tawatur.sample") / "stream"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))
    tables = [read_toml(f"stream/{name}") for name in names]
    rows = {row["id"]: row for table in tables for row in table["article"]}
    return tuple(_story(table, rows) for table in tables)


def articles() -> tuple[SampleArticle, ...]:
    """All articles in order of first sight."""
    return tuple(
        sorted((a for story in stories() for a in story.articles), key=lambda a: (a.seen_at, a.id))
    )


def _story(table: dict[str, Any], rows: dict[str, dict[str, Any]]) -> SampleStory:
    about = table["story"]
    made = (_article(row, about["id"], rows) for row in table["article"])
    return SampleStory(
        id=about["id"],
        about=about["about"],
        conflicts=tuple(about.get("conflict", ())),
        quotations=tuple(about.get("quotation", ())),
        developments=tuple(about.get("development", ())),
        articles=tuple(sorted(made, key=lambda a: (a.seen_at, a.id))),
    )


def _article(row: dict[str, Any], story: str, rows: dict[str, dict[str, Any]]) -> SampleArticle:
    site = sites()[row["outlet"]]
    day = row.get("published") or row["seen"]
    written = site.path.format(
        y=f"{day:%Y}",
        m=f"{day:%m}",
        d=f"{day:%d}",
        n=20_000 + zlib.crc32(row["id"].encode()) % 900_000,
        slug=row.get("slug") or _slug(row["title"]),
    )
    path = quote(written, safe=":/?=&#%-._~")  # as browsers and servers exchange it
    first = Sighting(
        number=1,
        seen_at=row["seen"],
        title=row["title"],
        body=_body(row, rows),
        updated=row.get("updated"),
    )
    sightings = [first]
    for number, version in enumerate(row.get("version", ()), start=2):
        last = sightings[-1]
        sightings.append(
            replace(
                last,
                number=number,
                seen_at=version["seen"],
                title=version.get("title", last.title),
                body=_edited(version.get("body", last.body).strip(), version),
                updated=version.get("updated", last.updated),
                substantive=version["substantive"],
                announced=version["announced"],
            )
        )
    return SampleArticle(
        id=row["id"],
        story=story,
        site=site,
        language=row["language"],
        published=row.get("published"),
        url=f"https://{site.host}{path}",
        path=path,
        sightings=tuple(sightings),
        origin=row["origin"],
        byline=row.get("byline"),
        dateline=row.get("dateline"),
        credit=row.get("credit"),
        section=row.get("section"),
        photo=tuple(row["photo"]) if "photo" in row else None,
        posts=tuple(row.get("post", ())),
        derived_from=row.get("from"),
        derivation=row.get("how"),
        translation=row.get("translation"),
        show_date=row.get("show_date", True),
    )


def _body(row: dict[str, Any], rows: dict[str, dict[str, Any]]) -> str:
    source = row["body"] if "body" in row else _body(rows[row["like"]], rows)
    return _edited(source.strip(), row)


def _edited(body: str, change: dict[str, Any]) -> str:
    for old, new in change.get("edits", ()):
        if old not in body:
            raise ValueError(f"sample stream: {old!r} is not in the text that is to be edited")
        body = body.replace(old, new, 1)
    paragraphs = body.split("\n\n")
    if "keep" in change:
        paragraphs = [paragraphs[index] for index in change["keep"]]
    before, after = change.get("add_before", "").strip(), change.get("add_after", "").strip()
    return "\n\n".join(part for part in (before, *paragraphs, after) if part)


_LATIN = str.maketrans({"ı": "i", "ß": "ss", "œ": "oe", "æ": "ae", "ø": "o"})


def _slug(title: str) -> str:
    """As content systems make them: Latin letters bare, Arabic kept, Cyrillic dropped to words."""
    plain = unicodedata.normalize("NFKD", title.casefold().translate(_LATIN))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return "-".join(regex.findall(r"[\p{L}\p{N}]+", plain)[:8])


def outlets_file() -> Path:
    """The outlets of the sample, in the form that ``knowledge.load_extra`` reads."""
    return Path(__file__).with_name("outlets.toml")
