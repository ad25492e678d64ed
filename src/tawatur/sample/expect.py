"""What a careful reader makes of the sample stream; kept as ``expected.json`` beside it.

Written anew with ``python -m tawatur.sample`` after the stream was changed; a test says
when it is out of date.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tawatur.sample.pages import render
from tawatur.sample.stream import SampleArticle, SampleStory, sites, stories

# These print a time without its zone and say it nowhere else; such a time counts as UTC.
_ZONELESS = frozenset({"alshati"})

FILE = Path(__file__).with_name("expected.json")


def expected() -> dict[str, Any]:
    """The expected result: ``articles`` and ``stories``, each by id."""
    result: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return result


def gather() -> dict[str, Any]:
    """The expected result, put together from the stream's own statements."""
    return {
        "articles": {a.id: _article(a) for story in stories() for a in story.articles},
        "stories": {story.id: _story(story) for story in stories()},
    }


def _article(article: SampleArticle) -> dict[str, Any]:
    first = article.sightings[0]
    _, furniture = render(article, article.sightings[-1])
    published = article.published
    if published and article.site.id in _ZONELESS:
        published = published.replace(tzinfo=UTC)
    return {
        "url": article.url,
        "outlet": article.site.name,
        "outlet_id": article.site.id if article.site.name else None,
        "language": article.language,
        "title": first.title,
        "published": _instant(published if article.show_date else None),
        "published_zone": "unstated" if article.site.id in _ZONELESS else "stated",
        "seen_at": _instant(first.seen_at),
        "story": article.story,
        "origin": _origin(article.origin),
        "derivation": (
            {"article": article.derived_from, "kind": article.derivation}
            if article.derived_from
            else None
        ),
        "translation": article.translation,
        "posts": [post["account"] for post in article.posts],
        "caption": article.photo[0] if article.photo else None,
        "must_not_appear": list(furniture),
        "versions": [
            {
                "number": s.number,
                "seen_at": _instant(s.seen_at),
                "updated": _instant(s.updated),
                "title": s.title,
                "substantive": s.substantive,
                "announced": s.announced,
            }
            for s in article.sightings[1:]
        ],
    }


def _story(story: SampleStory) -> dict[str, Any]:
    origins = list(dict.fromkeys(a.origin for a in story.articles if a.origin != "unknown"))
    return {
        "about": story.about,
        "articles": [a.id for a in story.articles],
        "independent_origins": [_origin(o) for o in origins],
        "unknown_origin": [a.id for a in story.articles if a.origin == "unknown"],
        "conflicts": [{"relation": "conflict", **c} for c in story.conflicts],
        "quotations": [{"differs": [], "cut": [], **q} for q in story.quotations],
        "developments": list(story.developments),
    }


def _origin(origin: str) -> dict[str, str | None]:
    if origin == "unknown":
        return {"kind": "unknown", "id": None, "name": None}
    kind, site_id = origin.split(":")
    return {"kind": kind, "id": site_id, "name": sites()[site_id].name}


def _instant(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z") if moment else None


def write() -> None:
    """Write ``expected.json`` anew."""
    FILE.write_text(json.dumps(gather(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
