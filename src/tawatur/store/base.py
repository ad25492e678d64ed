"""What the pipeline asks of its memory, written once over named SQL.

A concrete store gives four things: ``rows``, ``changed`` (run one named query), ``transaction``
and ``close``. Everything else is here, the same for every database. Plain values go in and out;
nobody outside this package sees SQL or a row.

Writing methods must run inside ``with store.transaction():``, which either keeps all or nothing.
"""

from __future__ import annotations

import json
from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

import msgspec

from tawatur.model import (
    Derivation,
    Development,
    Dossier,
    Hints,
    Membership,
    Origin,
    Page,
    Reading,
    SearchHit,
    Sheet,
    Story,
    Vector,
    VersionChange,
)
from tawatur.publish.views import StorySummary
from tawatur.store.alerting import AlertingRows
from tawatur.store.constraints import ConstraintRows
from tawatur.store.copies import CopyRows
from tawatur.store.rows import Row, as_json, compress, decompress, instant, pack, unpack, written
from tawatur.store.search import match_expression, name_terms, search_text, search_word
from tawatur.store.watching import WatchingRows
from tawatur.text import stable_id, word_spans

_ORDERS = {"newest": "stories_newest", "opened": "stories_opened", "origins": "stories_origins"}


class Store(WatchingRows, AlertingRows, ConstraintRows, CopyRows):
    """The memory of one desk."""

    @property
    @abstractmethod
    def outbox_path(self) -> Path:
        """The Maildir that mails go to when no mail server is set."""

    # ---------------------------------------------------------------- pages

    def save_page(self, page: Page, article_id: str | None) -> str:
        """Keep a raw capture; the same bytes at the same address are kept once. Returns its id."""
        page_id = stable_id(
            page.url or page.name, page.media_type, page.body.hex(), as_json(page.hints)
        )
        self.changed(
            "save_page",
            id=page_id,
            article_id=article_id,
            name=page.name,
            url=page.url,
            seen_at=written(page.seen_at),
            media_type=page.media_type,
            charset=page.charset,
            hints=as_json(page.hints),
            body=compress(page.body),
        )
        return page_id

    def page(self, page_id: str) -> Page | None:
        for row in self.rows("page", id=page_id):
            return Page(
                name=row["name"],
                body=decompress(row["body"]),
                media_type=row["media_type"],
                seen_at=instant(row["seen_at"]),
                url=row["url"],
                charset=row["charset"],
                hints=msgspec.json.decode(row["hints"], type=Hints),
            )
        return None

    def page_of(self, article_id: str) -> str | None:
        """The id of the capture that an article was read from."""
        return next((row["page_id"] for row in self.rows("page_of", id=article_id)), None)

    def pages_of(self, article_id: str) -> list[Page]:
        """The captures of one article, oldest first."""
        found = [
            self.page(row["id"]) for row in self.rows("pages_of_article", article_id=article_id)
        ]
        return [page for page in found if page is not None]

    # ---------------------------------------------------------------- articles

    def save_reading(
        self,
        reading: Reading,
        *,
        page_id: str,
        stages: Mapping[str, int],
        page_url: str | None = None,
        look_at: datetime | None = None,
    ) -> None:
        """Add an article, or put its newer version in the place of the older."""
        article = reading.article
        known = bool(self.rows("article", id=article.id))
        number = self.rows(
            "replace_article" if known else "add_article",
            id=article.id,
            url=article.url,
            page_url=page_url,
            outlet=article.outlet.value if article.outlet else None,
            language=reading.annotations.language,
            title=article.title.value if article.title else None,
            seen_at=written(article.seen_at),
            published_at=written(article.published.at) if article.published else None,
            version=article.version,
            page_id=page_id,
            stages=json.dumps(dict(stages), sort_keys=True),
            reading=pack(msgspec.structs.replace(reading, vector=None)),
            vector_model=reading.vector.model if reading.vector else None,
            vector=reading.vector.data if reading.vector else None,
            look_at=written(look_at) if look_at else None,
        )[0]["number"]
        if known:
            self.changed("unindex_article", number=number)
        self.changed(
            "index_article",
            number=number,
            title=search_text(article.title.value) if article.title else "",
            body=search_text(article.text),
            names=name_terms(reading),
        )

    @staticmethod
    def _reading(row: Row) -> Reading:
        reading = unpack(row["reading"], Reading)
        if row["vector"] is None:
            return reading
        vector = Vector(model=row["vector_model"], data=bytes(row["vector"]))
        return msgspec.structs.replace(reading, vector=vector)

    def reading(self, article_id: str) -> Reading | None:
        for row in self.rows("article", id=article_id):
            return self._reading(row)
        return None

    def readings(self) -> Iterator[Reading]:
        """All articles in order of first sight."""
        offset = 0
        while page := self.rows("all_articles", limit=200, offset=offset):
            offset += len(page)
            for row in page:
                reading = self.reading(row["id"])
                assert reading is not None
                yield reading

    def open_articles(self) -> Iterator[tuple[Reading, Membership]]:
        """The articles of all open stories, with their places, in order of first sight."""
        for row in self.rows("open_articles"):
            yield self._reading(row), msgspec.json.decode(row["membership"], type=Membership)

    def save_version(self, change: VersionChange, before: Reading) -> None:
        self.changed(
            "save_version",
            article_id=change.article_id,
            number=change.number,
            seen_at=written(change.seen_at),
            change=as_json(change),
            before=pack(before),
        )

    def versions(self, article_id: str) -> list[VersionChange]:
        return [
            msgspec.json.decode(row["change"], type=VersionChange)
            for row in self.rows("versions_of_article", article_id=article_id)
        ]

    def version_before(self, article_id: str, number: int) -> Reading | None:
        """The reading that version ``number`` replaced."""
        for row in self.rows("version_before", article_id=article_id, number=number):
            return unpack(row["before"], Reading)
        return None

    # ---------------------------------------------------------------- lines of templates

    def pages_with_lines(self, outlet: str, lines: Iterable[str]) -> dict[str, int]:
        """On how many articles of the outlet each line stands; lines never met are left out."""
        by_key = {stable_id(line): line for line in lines}
        rows = self.rows("lines", outlet=outlet, lines=json.dumps(list(by_key)))
        return {by_key[row["line"]]: int(row["pages"]) for row in rows}

    def note_lines(self, outlet: str, lines: Iterable[str]) -> None:
        """These lines stand on one more article of the outlet."""
        keys = [stable_id(line) for line in lines]
        self.changed("note_lines", outlet=outlet, lines=json.dumps(keys))

    # ---------------------------------------------------------------- derivations

    def save_derivations(self, article_id: str, derivations: Iterable[Derivation]) -> None:
        """What one article was made from; replaces what was said of it before. Among them may be
        one that says of an earlier article that it was made from this one."""
        self.changed("forget_derivations", article_id=article_id)
        for derivation in derivations:
            self.changed(
                "save_derivation",
                article_id=derivation.article_id,
                source_id=derivation.source_id,
                derivation=as_json(derivation),
            )

    def derivations(self, article_id: str) -> list[Derivation]:
        return [
            msgspec.json.decode(row["derivation"], type=Derivation)
            for row in self.rows("derivations_of_article", article_id=article_id)
        ]

    # ---------------------------------------------------------------- stories

    def open_story(self, story_id: str, at: datetime) -> None:
        self.changed("open_story", id=story_id, opened_at=written(at), newest_at=written(at))

    def save_membership(self, membership: Membership, language: str, seen_at: datetime) -> None:
        """Put an article into a story, out of the one it was in. The sheets of both are behind
        from now on, until ``save_sheet``."""
        self.changed("unsettle_story_of", article_id=membership.article_id)
        self.changed(
            "save_membership",
            article_id=membership.article_id,
            story_id=membership.story_id,
            membership=as_json(membership),
        )
        self.changed("touch_story", id=membership.story_id, newest_at=written(seen_at))
        self.changed("add_story_language", story_id=membership.story_id, language=language)

    def merge_stories(self, story_id: str, gone_id: str) -> None:
        """All that belonged to ``gone_id`` belongs to ``story_id``; its address redirects."""
        for row in self.rows("move_members", gone_id=gone_id):
            membership = msgspec.json.decode(row["membership"], type=Membership)
            moved = msgspec.structs.replace(membership, story_id=story_id)
            reading = self.reading(moved.article_id)
            assert reading is not None
            self.save_membership(moved, reading.annotations.language, reading.article.seen_at)
        self.changed("move_developments", story_id=story_id, gone_id=gone_id)
        self.changed("move_notices", story_id=story_id, gone_id=gone_id)
        self.changed("move_deliveries", story_id=story_id, gone_id=gone_id)
        self.changed("merge_story", story_id=story_id, gone_id=gone_id)
        self.changed("redirect_merged", story_id=story_id, gone_id=gone_id)

    def close_story(self, story_id: str) -> None:
        """The story sleeps: it no longer takes part in assigning, but can be read."""
        self.changed("close_story", id=story_id)

    def has_members(self, story_id: str) -> bool:
        return bool(self.rows("first_member", story_id=story_id))

    def stale_stories(self) -> list[str]:
        """Stories whose sheet does not know all their articles, by time of opening."""
        return [row["id"] for row in self.rows("stale_stories")]

    def is_stale(self, story_id: str) -> bool:
        return bool(self.rows("is_stale", story_id=story_id))

    def pending(self, story_id: str) -> dict[str, int]:
        """The articles that a story's sheet does not know yet, each with the number of the
        article by whose arrival it came."""
        rows = self.rows("pending_members", story_id=story_id)
        return {row["article_id"]: row["pending"] for row in rows}

    def story_of(self, article_id: str) -> str | None:
        for row in self.rows("story_of", article_id=article_id):
            return str(row["story_id"])
        return None

    def save_sheet(
        self,
        story_id: str,
        origins: Sequence[Origin],
        sheet: Sheet,
        summary: StorySummary,
        moved_at: datetime,
    ) -> None:
        """Keep what was worked out of all the articles that a story has."""
        self.changed("settle_members", story_id=story_id)
        self.changed(
            "save_sheet",
            id=story_id,
            origins=as_json(origins),
            sheet=as_json(sheet),
            summary=as_json(summary),
            moved_at=written(moved_at),
        )

    def dossier(self, story_id: str) -> Dossier | None:
        """Everything known of one story; a merged story's id leads to the one it went into."""
        for row in self.rows("story", id=story_id):
            if row["merged_into"]:
                return self.dossier(row["merged_into"])
            members = self.rows("members", story_id=story_id)
            readings = tuple(self._reading(member) for member in members)
            memberships = tuple(
                msgspec.json.decode(member["membership"], type=Membership) for member in members
            )
            derivations = tuple(
                msgspec.json.decode(found["derivation"], type=Derivation)
                for found in self.rows("derivations_of_story", story_id=story_id)
            )
            return Dossier(
                story=Story(
                    id=row["id"],
                    opened_at=instant(row["opened_at"]),
                    newest_at=instant(row["newest_at"]),
                    article_ids=tuple(reading.article.id for reading in readings),
                ),
                readings=readings,
                memberships=memberships,
                derivations=derivations,
                elsewhere=tuple(
                    known
                    for source_id in _sources_elsewhere(derivations, readings)
                    if (known := self.reading(source_id)) is not None
                ),
                origins=msgspec.json.decode(row["origins"], type=tuple[Origin, ...])
                if row["origins"]
                else (),
                sheet=msgspec.json.decode(row["sheet"], type=Sheet)
                if row["sheet"]
                else Sheet(story_id=story_id),
                developments=tuple(self.developments(story_id)),
                versions=tuple(
                    change
                    for reading in readings
                    if reading.article.version > 1
                    for change in self.versions(reading.article.id)
                ),
                gone={
                    found["article_id"]: instant(found["first_at"])
                    for found in self.rows("gone_of_story", story_id=story_id)
                },
                replaced=tuple(
                    before
                    for reading in readings
                    for number in range(2, reading.article.version + 1)
                    if (before := self.version_before(reading.article.id, number)) is not None
                ),
            )
        return None

    def stories(
        self,
        *,
        limit: int = 30,
        offset: int = 0,
        language: str | None = None,
        order: str = "newest",
    ) -> list[StorySummary]:
        """Cards of stories. ``order``: newest development, opened, or number of origins."""
        rows = self.rows(
            _ORDERS.get(order, "stories_newest"), limit=limit, offset=offset, language=language
        )
        return [msgspec.json.decode(row["summary"], type=StorySummary) for row in rows]

    def summary(self, story_id: str) -> StorySummary | None:
        """One story's card; None while nothing of it was worked out."""
        for row in self.rows("story_summary", id=story_id):
            return msgspec.json.decode(row["summary"], type=StorySummary)
        return None

    def story_ids(self) -> list[str]:
        """All stories that were not merged away, by time of opening."""
        return [row["id"] for row in self.rows("all_stories")]

    # ---------------------------------------------------------------- developments and alerts

    def save_development(self, development: Development) -> bool:
        """False when the story already has this development."""
        return bool(
            self.rows(
                "save_development",
                story_id=development.story_id,
                key=development.key,
                at=written(development.at),
                development=as_json(development),
            )
        )

    def developments(self, story_id: str) -> list[Development]:
        return [
            msgspec.json.decode(row["development"], type=Development)
            for row in self.rows("developments_of_story", story_id=story_id)
        ]

    # ---------------------------------------------------------------- search and counts

    def search(
        self, query: str, *, limit: int = 30, language: str | None = None
    ) -> list[SearchHit]:
        """Articles that have every word of ``query``, best first; nothing for a wordless query."""
        match = match_expression(query)
        if match is None:
            return []
        looked_up = {search_word(query[start:end]) for start, end in word_spans(query)}
        hits = []
        for row in self.rows("search", match=match, limit=limit, language=language):
            reading = unpack(row["reading"], Reading)
            hits.append(
                SearchHit(
                    article_id=row["id"],
                    story_id=row["story_id"],
                    title=row["title"],
                    outlet=row["outlet"],
                    language=row["language"],
                    seen_at=instant(row["seen_at"]),
                    snippet=_snippet(reading.article.text, looked_up),
                    score=-float(row["rank"]),
                )
            )
        return hits

    def counts(self) -> dict[str, int]:
        """How many of everything there are."""
        return {key: int(value) for key, value in dict(self.rows("counts")[0]).items()}


# Some 25 words: two lines on a phone.
_SNIPPET_CHARACTERS = 160


def _snippet(text: str, looked_up: set[str]) -> str:
    """The text's own words around the first word that was looked for; its beginning if none."""
    first = next((s for s, e in word_spans(text) if search_word(text[s:e]) in looked_up), 0)
    start = max(0, first - _SNIPPET_CHARACTERS // 3)
    if start:
        start = text.find(" ", start, first) + 1 or first
    end = min(len(text), start + _SNIPPET_CHARACTERS)
    if end < len(text):
        end = max(text.rfind(" ", start, end), first + 1)
    return (
        ("…" if start else "")
        + " ".join(text[start:end].split())
        + ("…" if end < len(text) else "")
    )


# A long report that took in a short one of another event (.4 to .7 of it; four of six such pairs on
# two days of news) still has its own matter.
MOSTLY = 0.7


def _sources_elsewhere(
    derivations: Sequence[Derivation], readings: Sequence[Reading]
) -> tuple[str, ...]:
    """Ids of the articles of other stories that articles of this one carry as a whole, of those that
    carry none of this story."""
    members = {reading.article.id for reading in readings}
    whole = [d for d in derivations if d.kind != "partial" and d.article_id in members]
    at_home = {d.article_id for d in whole if d.source_id in members}
    return tuple(
        dict.fromkeys(
            d.source_id
            for d in whole
            if d.source_id not in members
            and d.article_id not in at_home
            and d.share_of_copy >= MOSTLY
        )
    )
