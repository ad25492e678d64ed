"""Start here: the order of the work, and the only place where stages, store and engine meet.

What happens to a page:

    reading.py      extract   page -> article: main text, title, dates, outlet
                    clean     furniture out, embedded posts apart, each removal with its reason
                    annotate  language, sentences, names, quotations, times, figures, credits
                    embed     headline and lead -> vector
    Desk.take       versions  seen before? then a new version of the article, not a new article
                    trace     copied or translated from what?
                    cluster   which story does it belong to?
    dossiers.py     align     the story's account sheet: points, conflicts, quotations, timeline
                    develop   what is new in the story?
    Desk._keep      alert     who wanted to know?
    Desk.deliver    outbox    from the outbox to the inbox (outbox/)

Reading one page needs nothing but the page, so it runs in as many processes as there are cores.
Placing it is one ordered loop, so the result does not depend on their number. Everything one
page changes is written in one transaction (an archive's pages in lots): killed at any instruction,
a page is either wholly in or not at all, and a development is stored together with the notices it caused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from tawatur import cluster, trace
from tawatur.alert import make_watch
from tawatur.clean import RECURRING_PAGES
from tawatur.dossiers import Step, step_between, steps_since, with_dates_resolved
from tawatur.engine import LocalEngine
from tawatur.errors import SettingError
from tawatur.fetch.post import Poster
from tawatur.model import (
    ArticleJoined,
    ArticleMoved,
    Derivation,
    Dossier,
    Failure,
    Gone,
    Membership,
    Page,
    Reading,
    Source,
    SourceKind,
    StoriesMerged,
    StoryOpened,
    StorySplit,
    StoryWoken,
    TopicJoined,
    Watch,
)
from tawatur.outbox import Alerts, Outbox
from tawatur.publish.json import export_json
from tawatur.publish.views import summarise
from tawatur.reading import STAGES, encoder, identities, read_batch, read_page
from tawatur.settings import Settings
from tawatur.store import SqliteStore, Store
from tawatur.versions import compare_versions, deleted
from tawatur.watching import LOOK_AGAIN_AFTER, Watcher

# Of an archive, so many articles are written in one transaction: less than a second's work is lost
# to a kill, and the search index takes them in at once.
PLACED_TOGETHER = 32


@dataclass
class Tally:
    """What one round of work did."""

    articles: int = 0
    versions: int = 0
    unchanged: int = 0
    failures: list[Failure] = field(default_factory=list)
    story_ids: dict[str, None] = field(default_factory=dict)  # touched, in order
    notices: int = 0
    delivered: int = 0

    def touch(self, story_id: str) -> None:
        self.story_ids[story_id] = None

    def add(self, other: Tally) -> None:
        self.articles += other.articles
        self.versions += other.versions
        self.unchanged += other.unchanged
        self.failures += other.failures
        self.notices += other.notices
        self.delivered += other.delivered
        self.story_ids |= other.story_ids


class Desk:
    """A store with the open window over it. One desk at a time assigns to stories.

    ``now`` of its methods is a datetime or an ISO time (without a zone: UTC); left out, the
    present. Nothing else tells a desk the time, so days can pass in seconds.
    """

    def __init__(
        self,
        store: Store,
        *,
        settings: Settings | None = None,
        engine: LocalEngine | None = None,
        base_url: str | None = None,
        maildir: Path | None = None,
    ) -> None:
        self.store = store
        self.settings = settings or Settings()
        self.engine = engine or LocalEngine()
        self.base_url = base_url or "http://127.0.0.1:8470"
        self.maildir = maildir or store.outbox_path
        self.watcher = Watcher(store, self.settings)
        self._opened_here = False
        self.alerts = Alerts(store, self.settings, encoder, identities)
        self._restore()

    def close(self) -> None:
        """Let go of connections; the store stays open, unless the desk opened it itself."""
        self.watcher.close()
        if self._opened_here:
            self.engine.close()
            self.store.close()

    @classmethod
    def open(
        cls,
        path: str | Path,
        settings: Settings,
        *,
        base_url: str | None = None,
        processes: int = 1,
    ) -> Desk:
        """A desk on a database file of its own, made if it is not there.

        Raises:
            StoreError: the file cannot be opened, or is no database of ours.
        """
        desk = cls(
            SqliteStore(path), settings=settings, engine=LocalEngine(processes), base_url=base_url
        )
        desk._opened_here = True
        return desk

    def __enter__(self) -> Desk:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _restore(self) -> None:
        """The open window and the index of copies are no more than what the store holds."""
        self._decided = self.store.constraints_stamp()
        self.window = cluster.OpenWindow(self.settings, constraints=self.store.constraints())
        self.copies = trace.CopyIndex()
        latest = datetime.min.replace(tzinfo=UTC)
        for reading, membership in self.store.open_articles():
            self.copies.add(reading)
            self.window.add_known(reading, membership)
            latest = max(latest, reading.article.seen_at)
        asleep = timedelta(hours=self.settings.open_window_hours) + cluster.LONGEST_SLEEP
        since = latest - asleep if latest.year > 1 else latest  # nothing open: all that sleeps
        for sleeper in self.store.sleepers(since):
            self.window.add_sleeper(sleeper)
        for story_id, topic_id in self.store.open_story_topics():
            self.window.note_topic(story_id, topic_id)

    def take(
        self,
        pages: Iterable[Page | Failure | Gone],
        on_progress: Callable[[Reading | Failure], None] | None = None,
        *,
        as_published: bool = False,
        settle_at_once: bool = True,
    ) -> Tally:
        """Read pages and place them, in their order. What cannot be read becomes a row.

        ``as_published`` is for archives: an article counts as first seen when it says it was
        published; one that does not say, right after the one before it. Without
        ``settle_at_once``, sheets, developments and notices wait for ``settle``: an archive is
        read and put into stories without being held up by them.
        """
        tally = Tally()
        latest: datetime | None = None
        read_pages: list[Page | Failure] = []  # those under way, in order

        def noted() -> Iterator[Page | Failure]:
            for page in pages:
                if isinstance(page, Gone):
                    self._place_gone(page, tally)
                    continue
                read_pages.append(page)
                yield page

        results = iter(self.engine.map_batches(read_batch, noted()))
        while lot := list(islice(results, 1 if settle_at_once else PLACED_TOGETHER)):
            self.window.look_ahead([result for result in lot if isinstance(result, Reading)])
            try:
                with self.store.transaction():
                    for result in lot:
                        page = read_pages.pop(0)
                        if isinstance(result, Failure) or isinstance(page, Failure):
                            failure = result if isinstance(result, Failure) else page
                            assert isinstance(failure, Failure)
                            self._note_failure(page, failure, tally)
                            continue
                        if as_published:
                            result = _seen_when_published(result, latest)
                            latest = result.article.seen_at
                            page = msgspec.structs.replace(page, seen_at=latest)
                        self._place(page, result, tally, settle_at_once)
            except BaseException:
                self._restore()  # the window must not know what the store does not
                raise
            if on_progress:
                for result in lot:
                    on_progress(result)
        return tally

    def _note_failure(self, page: Page | Failure, failure: Failure, tally: Tally) -> None:
        self.store.save_failure(failure)
        if isinstance(page, Page) and page.url:
            self.watcher.link_failed(page.url, failure, page.seen_at)
        tally.failures.append(failure)

    def _place(self, page: Page, reading: Reading, tally: Tally, settle_at_once: bool) -> None:
        """One page into the store, within the transaction of its lot."""
        known = self.store.reading(reading.article.id)
        if self.store.constraints_stamp() != self._decided:
            self._restore()  # an analyst decided something, maybe in another process
        reading = self._without_template(page, reading, is_new=known is None)
        self.watcher.placed(page, reading.article.id)
        if known is not None:
            self._place_version(page, known, reading, tally)
            return
        for story_id in self._place_new(page, reading):
            tally.touch(story_id)
            if settle_at_once:
                self._settle(story_id, tally)
        tally.articles += 1

    def _without_template(self, page: Page, reading: Reading, *, is_new: bool) -> Reading:
        """The article without lines that this outlet prints on page after page, and a note of its
        own lines for the pages to come. Hardly ever has such a line got this far."""
        article = reading.article
        if article.outlet is None or page.media_type == "application/json":
            return reading  # whose template is not known; or a text without one
        outlet = article.outlet.value
        lines = sorted({line.strip() for line in article.text.splitlines() if line.strip()})
        counted = self.store.pages_with_lines(outlet, lines)
        pages = {line: count - (not is_new) for line, count in counted.items()}  # other pages
        if max(pages.values(), default=0) >= RECURRING_PAGES:
            again = read_page(page, self.settings, recurring_lines=lambda line: pages.get(line, 0))
            if isinstance(again, Reading) and again.article.text.strip():
                reading = msgspec.structs.replace(
                    again,
                    article=msgspec.structs.replace(again.article, seen_at=article.seen_at),
                )
        if is_new:
            self.store.note_lines(outlet, lines)
        return reading

    def _place_new(self, page: Page, reading: Reading) -> list[str]:
        """A new article: what it was made from, which story it belongs to.

        Returns the stories it touched; what is new in them is still to be settled.
        """
        article = reading.article
        horizon = article.seen_at - timedelta(hours=self.settings.open_window_hours)
        for sleeper in self.window.fall_asleep_before(horizon):
            self.store.close_story(sleeper.story_id)
            self.store.save_sleeper(sleeper)
        self.copies.forget_before(horizon)
        prints = trace.archive_prints(reading)
        old = self.store.articles_sharing_prints(prints, trace.MAX_ARCHIVE_CANDIDATES)
        candidates = [
            known
            for candidate in dict.fromkeys((*self.copies.candidates(reading), *old))
            if (known := self.store.reading(candidate)) is not None
        ]
        derivations = trace.trace_article(reading, candidates, encoder().encode)
        changes = self.window.propose(reading, derivations)
        self._save(page, reading, derivations)
        self.store.save_prints(article.id, prints)
        touched: dict[str, None] = {}  # in order
        for change in changes:
            match change:
                case StoryOpened(story_id=story_id, membership=membership):
                    self.store.open_story(story_id, article.seen_at)
                    self._join(reading, membership)
                    touched[story_id] = None
                case ArticleJoined(membership=membership):
                    self._join(reading, membership)
                    touched[membership.story_id] = None
                case ArticleMoved(from_story_id=left, membership=membership):
                    moved = self.store.reading(membership.article_id)
                    assert moved is not None
                    self._join(moved, membership)
                    touched[membership.story_id] = None
                    if self.store.has_members(left):
                        touched[left] = None
                    else:
                        self.store.merge_stories(membership.story_id, left)
                        touched.pop(left, None)
                case StoriesMerged(story_id=story_id, gone_id=gone_id):
                    self.store.merge_stories(story_id, gone_id)
                    touched[story_id] = None
                    touched.pop(gone_id, None)
                case StorySplit(from_story_id=left, story_id=story_id, memberships=leaving):
                    self._split(left, story_id, leaving)
                    touched[story_id] = touched[left] = None
                case StoryWoken(story_id=story_id):
                    self._wake(story_id)
                case TopicJoined(topic_id=topic_id, story_ids=joined, label=label, score=score):
                    title = article.title.value if article.title else ""
                    label = cluster.whole_names(label, f"{title}\n{article.text}")
                    self.store.save_topic(topic_id, joined, label, score)
            self.window.apply(change, reading)
        self.copies.add(reading)
        return list(touched)

    def _split(self, left: str, story_id: str, leaving: Sequence[Membership]) -> None:
        self.store.open_story(story_id, leaving[0].joined_at)
        self.store.unmerge_story(story_id)  # the same split may have been merged back before
        for membership in leaving:
            known = self.store.reading(membership.article_id)
            assert known is not None
            self._join(known, membership)
            self.store.move_developments_of(membership.article_id, story_id, left)

    def _wake(self, story_id: str) -> None:
        """A sleeping story's articles come back into the window, as a restored one has them."""
        dossier = self.store.dossier(story_id)
        assert dossier is not None
        for reading, membership in zip(dossier.readings, dossier.memberships, strict=True):
            self.copies.add(reading)
            self.window.add_known(reading, membership)
        self.store.forget_sleeper(story_id)

    def _join(self, reading: Reading, membership: Membership) -> None:
        self.store.save_membership(
            membership, reading.annotations.language, reading.article.seen_at
        )

    def _place_version(self, page: Page, before: Reading, after: Reading, tally: Tally) -> None:
        """An article seen before: the same, or a new version of it. Never a new article."""
        after = _as_next_version(before, after)
        change = compare_versions(before, after)
        if change is None:
            tally.unchanged += 1
            return
        story_id = self.store.story_of(after.article.id)
        assert story_id is not None
        self._settle(story_id, tally)  # what came before the edit was news before it
        story_before = self.store.dossier(story_id)
        assert story_before is not None
        change = msgspec.structs.replace(change, number=after.article.version, seen_at=page.seen_at)
        self.store.save_version(change, before)
        derivations: Sequence[Derivation] = self.store.derivations(after.article.id)
        if change.substantive and derivations:
            sources = (self.store.reading(derivation.source_id) for derivation in derivations)
            known = [source for source in sources if source is not None]
            derivations = trace.trace_article(after, known, encoder().encode)
        self._save(page, after, derivations)
        # What comes from now on is held against what stands there now.
        self.window.refresh(after)
        self.copies.refresh(after)
        self.store.save_prints(after.article.id, trace.archive_prints(after))
        story_after = self.store.dossier(story_before.story.id)
        assert story_after is not None
        self._keep(step_between(story_before, story_after), tally)
        tally.versions += 1
        tally.touch(story_before.story.id)

    def _place_gone(self, gone: Gone, tally: Tally) -> None:
        """A page that is there no more: a version of its article without a text of its own."""
        with self.store.transaction():
            reading = self.store.reading(gone.article_id)
            story_id = self.store.story_of(gone.article_id)
            if reading is None or story_id is None:
                return
            self._settle(story_id, tally)
            before = self.store.dossier(story_id)
            assert before is not None
            self.store.save_version(deleted(reading, gone.at), reading)
            page_id = self.store.page_of(gone.article_id)
            assert page_id is not None
            self.store.save_reading(
                _as_next_version(reading, reading),
                page_id=page_id,
                stages=STAGES,
                page_url=gone.url,
            )
            after = self.store.dossier(story_id)
            assert after is not None
            self._keep(step_between(before, after), tally)
        tally.versions += 1
        tally.touch(story_id)

    def _save(self, page: Page, reading: Reading, derivations: Sequence[Derivation]) -> None:
        article = reading.article
        page_id = self.store.save_page(page, article.id)
        self.store.save_reading(
            reading,
            page_id=page_id,
            stages=STAGES,
            page_url=page.url,
            look_at=article.seen_at + LOOK_AGAIN_AFTER[0] if page.url else None,
        )
        self.store.save_derivations(article.id, derivations)

    # ------------------------------------------------------------------ what is new

    def settle(
        self, tally: Tally | None = None, on_progress: Callable[[object], None] | None = None
    ) -> Tally:
        """Bring the sheets of all stories up to their articles, with all that was new on the
        way. Stories are worked out in as many processes as the engine has; each is stored in
        one transaction."""
        tally = tally or Tally()
        stories = (self._unsettled(story_id) for story_id in self.store.stale_stories())
        for steps in self.engine.map(steps_since, stories):
            with self.store.transaction():
                for step in steps:
                    self._keep(step, tally)
            tally.touch(steps[-1].after.story.id)
            if on_progress:
                on_progress(steps)
        return tally

    def _settle(self, story_id: str, tally: Tally) -> None:
        """The same for one story, within the transaction that changed it."""
        if self.store.is_stale(story_id):
            for step in steps_since(self._unsettled(story_id)):
                self._keep(step, tally)

    def _unsettled(self, story_id: str) -> tuple[Dossier, dict[str, int]]:
        dossier = self.store.dossier(story_id)
        assert dossier is not None and dossier.readings
        return dossier, self.store.pending(story_id)

    def _keep(self, step: Step, tally: Tally) -> None:
        """Sheet, developments and notices of a story that changed."""
        new = [d for d in step.new if self.store.save_development(d)]
        after = step.after
        known = self.store.developments(after.story.id)
        after = msgspec.structs.replace(after, developments=tuple(known))
        moved_at = max((d.at for d in after.developments), default=after.story.newest_at)
        self.store.save_sheet(
            after.story.id, after.origins, after.sheet, summarise(after), moved_at
        )
        tally.notices += self.alerts.tell(after, new, step.spoken)

    # ------------------------------------------------------------------ live

    def add_source(
        self,
        url: str,
        now: datetime | str | None = None,
        outlet: str | None = None,
        kind: SourceKind | None = None,
    ) -> Source:
        """Watch an address: a feed, a sitemap, a listing, a page, or a site whose feed is then
        looked for. Adding it twice changes nothing. Nothing is asked yet: what stands there, or
        why it cannot be watched, is found at the next poll and said by the source's state.

        Raises:
            SettingError: ``now`` is no time.
        """
        return self.watcher.add_source(url, _moment(now), outlet, kind)

    def add_watch(
        self, watch: Watch | None = None, *, now: datetime | str | None = None, **choices: Any
    ) -> Watch:
        """Tell somebody when something moves. The choices are those of ``make_watch``, e.g.
        ``breaking=True, min_origins=3, email="desk@example.org"``. A watch that is made here is
        the operator's and needs no confirmation.

        Raises:
            SettingError: a choice has an impossible value; names it.
        """
        watch = watch or make_watch(now=_moment(now), **choices)
        with self.store.transaction():
            self.store.add_watch(watch)
        return watch

    def gather(self, now: datetime | str | None = None) -> Tally:
        """Ask every source that is due, take in what is new, look again at what is due."""
        moment = _moment(now)
        tally = self.settle()  # what an interrupted reading of an archive left
        tally.add(self.take(self.watcher.new_pages(moment)))
        tally.add(self.take(self.watcher.pages_looked_at_again(moment)))
        return tally

    def deliver(self, now: datetime | str | None = None) -> int:
        """Send what may go at ``now``: mails to the mail server of the settings, else into the
        Maildir; webhooks and the rest to where they go. Returns how many mails and messages."""
        return send(self.store, self.settings, self.base_url, self.maildir, _moment(now))

    def poll(self, now: datetime | str | None = None) -> Tally:
        """``gather`` and ``deliver``."""
        moment = _moment(now)
        tally = self.gather(moment)
        tally.delivered = self.deliver(moment)
        return tally

    def export(self) -> dict[str, Any]:
        """Everything, as ``tawatur export --json`` gives it: articles, stories, notices."""
        dossiers = (self.store.dossier(story_id) for story_id in self.store.story_ids())
        return export_json(
            [with_dates_resolved(dossier) for dossier in dossiers if dossier],
            self.store.notices(limit=1_000_000),
        )


def _moment(now: datetime | str | None) -> datetime:
    """
    Raises:
        SettingError: ``now`` is no time.
    """
    if now is None:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(now) if isinstance(now, str) else now
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise SettingError(f"now: {now!r} is not a time such as 2026-03-12T19:00Z") from error


def send(store: Store, settings: Settings, base_url: str, maildir: Path, now: datetime) -> int:
    """``Desk.deliver`` for a process that delivers and does not assign: it needs no window."""
    with Poster(settings) as poster:
        return Outbox(store, settings, base_url, post=poster.post).deliver(maildir, now)


def _seen_when_published(reading: Reading, latest: datetime | None) -> Reading:
    published = reading.article.published
    seen_at = published.at if published else latest or reading.article.seen_at
    article = msgspec.structs.replace(reading.article, seen_at=seen_at)
    return msgspec.structs.replace(reading, article=article)


def _as_next_version(before: Reading, after: Reading) -> Reading:
    """The same article one version on: it keeps its id and its first sight."""
    article = msgspec.structs.replace(
        after.article, seen_at=before.article.seen_at, version=before.article.version + 1
    )
    return msgspec.structs.replace(after, article=article)
