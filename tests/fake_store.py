"""A store in memory for the tests of the service: a list of dossiers and what was asked of it."""

from __future__ import annotations

from tawatur.model import Dossier, Failure, Notice, Reading, SearchHit, Source, Topic
from tawatur.publish.views import StorySummary, summarise


class FakeStore:
    def __init__(self, *dossiers: Dossier, sources: tuple[Source, ...] = ()) -> None:
        self.dossiers = {d.story.id: d for d in dossiers}
        self.redirects: dict[str, str] = {}
        self.failed: list[Failure] = []
        self._sources = list(sources)
        self.known_topics: list[Topic] = []

    def stories(
        self,
        *,
        limit: int = 30,
        offset: int = 0,
        language: str | None = None,
        order: str = "newest",
    ) -> list[StorySummary]:
        found = [summarise(d) for d in self.dossiers.values()]
        found = [s for s in found if language is None or language in s.languages]
        if order == "origins":
            found.sort(key=lambda s: -s.independent_origins)
        else:
            found.sort(key=lambda s: s.newest_at, reverse=True)
        return found[offset : offset + limit]

    def dossier(self, story_id: str) -> Dossier | None:
        return self.dossiers.get(self.redirects.get(story_id, story_id))

    def reading(self, article_id: str) -> Reading | None:
        return next((r for d in self.dossiers.values() if (r := d.reading(article_id))), None)

    def story_of(self, article_id: str) -> str | None:
        return next((i for i, d in self.dossiers.items() if d.reading(article_id)), None)

    def search(
        self, query: str, *, limit: int = 30, language: str | None = None
    ) -> list[SearchHit]:
        return [
            SearchHit(
                article_id=r.article.id,
                story_id=story_id,
                title=r.article.title.value if r.article.title else None,
                outlet=r.article.outlet.value if r.article.outlet else None,
                language=r.annotations.language,
                seen_at=r.article.seen_at,
                snippet=r.article.text[:80],
                score=1.0,
            )
            for story_id, d in self.dossiers.items()
            for r in d.readings
            if query in r.article.text and language in (None, r.annotations.language)
        ][:limit]

    def sources(self) -> list[Source]:
        return self._sources

    def failures(self, limit: int = 50) -> list[Failure]:
        return self.failed[:limit]

    def notices(self, limit: int = 50) -> list[Notice]:
        return []

    def summary(self, story_id: str) -> StorySummary | None:
        found = self.dossiers.get(story_id)
        return summarise(found) if found else None

    def topics(self, limit: int = 30) -> list[Topic]:
        return self.known_topics[:limit]

    def topic(self, topic_id: str) -> Topic | None:
        return next((t for t in self.known_topics if t.id == topic_id), None)

    def topic_of(self, story_id: str) -> Topic | None:
        return next((t for t in self.known_topics if story_id in t.story_ids), None)

    def counts(self) -> dict[str, int]:
        return {
            "articles": sum(len(d.readings) for d in self.dossiers.values()),
            "stories": len(self.dossiers),
        }
