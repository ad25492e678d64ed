"""Views as HTML pages, in Arabic or English.

Everything that comes from outside is escaped by Jinja2 (autoescape is on for every template),
addresses are links only when they are plain web addresses, and no page has script or inline
style, so the strictest Content-Security-Policy fits. The one exception is the standalone file
of ``render_compare``, which carries its stylesheet with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any

import jinja2
import regex
from markupsafe import Markup, escape

from tawatur import wording
from tawatur.model import Dossier, Failure, SearchHit
from tawatur.publish import phrases, strings
from tawatur.publish.drawing import graph, strand
from tawatur.publish.site import Site
from tawatur.publish.views import (
    STANDINGS,
    ArticleView,
    FrontView,
    OriginBrief,
    StorySummary,
    StoryView,
    TopicBrief,
    TopicView,
    Words,
    name_words,
    story_view,
    words_of,
)

STATIC = Path(__file__).parent / "static"
_TEMPLATES = Path(__file__).parent / "templates"


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.globals.update(
        standings=STANDINGS,
        language_name=strings.language_name,
        own_language_name=strings.own_language_name,
        known=strings.known,
        name_words=name_words,
        words_of=words_of,
        strand=strand,
    )
    return environment


def _render(template: str, site: Site, **values: Any) -> str:
    language = site.language

    def text(key: str, **inner: object) -> Markup:
        return Markup(escape(strings.say(key, language))).format(**inner)

    helpers: dict[str, Callable[..., Any]] = {
        "t": text,
        "n": lambda number, noun: strings.count(number, noun, language),
        "nb": lambda number, noun: strings.count_bold(number, noun, language),
        "digits": lambda number: wording.digits(number, language),
        "why_removed": lambda word: strings.reason(word, language),
        "timex": lambda value: wording.timex(value, language),
        "day": partial(wording.day, language=language),
        "long_day": lambda value: wording.day(value, language, both=True, weekday=True),
        "moment": lambda at, near=None: phrases.time_tag(at, language, near or site.now.date()),
        "joined": lambda parts: strings.joined(list(parts), language),
        "gloss": lambda time: phrases.gloss(time, language),
        "kin": lambda kinship: phrases.kin(kinship, language),
        "edge": lambda kinship: phrases.edge_words(kinship, language),
        "count_sentence": lambda summary: phrases.count_markup(summary, language),
        "graph": lambda view: graph(view.origins, view.edges, language, site),
        "edge_kind": lambda edge: phrases.edge_kind(edge, language),
        "origin_evidence": lambda lines: phrases.origin_evidence(lines, language),
        "feature": lambda reason: phrases.feature_words(reason.feature, language),
        "percent": lambda share: phrases.percent(share),
        "evidence": lambda evidence: phrases.evidence_words(evidence, language),
        "value": lambda conflict, side: phrases.conflict_value(conflict.kind, side, language),
        "subject": lambda conflict: phrases.subject(conflict, language),
        "brief_value": lambda dispute, shown: wording.value(
            dispute.kind, shown, language, unit=dispute.unit
        ),
        "lag": lambda entry: phrases.lag(entry.when, entry.first_reported_at, language),
        "development": lambda brief: phrases.development(brief, language),
    }
    return (
        _environment()
        .get_template(template)
        .render(
            site=site,
            language=language,
            direction="rtl" if language == "ar" else "ltr",
            **helpers,
            **values,
        )
    )


# ------------------------------------------------------------------------------- pages


def render_front(
    view: FrontView, site: Site, topics: Mapping[str, TopicBrief] | None = None
) -> str:
    """The list of stories. ``topics``: story -> its topic, where it has one."""
    example = (OriginBrief(id="", kind="outlet", name=None, carriers=3),)
    topics = topics or {}
    return _render(
        "front.html",
        site,
        view=view,
        topics=topics,
        topic_list=list({topic.id: topic for topic in topics.values()}.values()),
        example=example,
        title=strings.say("front", site.language),
    )


def render_story(view: StoryView, site: Site, topic: TopicView | None = None) -> str:
    """A story's page; ``topic`` is the one that it stands in."""
    return _render("story.html", site, view=view, topic=topic, title=_title(view, site.language))


def render_topic(view: TopicView, site: Site) -> str:
    """A topic's page: its stories."""
    label = " · ".join(words.text for words in view.topic.label)
    return _render(
        "topic.html", site, view=view, title=label or strings.say("topic", site.language)
    )


def _title(view: StoryView, language: str) -> str:
    return view.headline.words.text if view.headline else strings.say("untitled", language)


def render_article(view: ArticleView, site: Site) -> str:
    """An article's page: its text and the margin."""
    title = view.title.text if view.title else strings.say("untitled", site.language)
    return _render("article.html", site, view=view, title=title)


def render_search(
    query: str,
    hits: Sequence[SearchHit],
    site: Site,
    *,
    filter_language: str | None = None,
    languages: Sequence[str] = (),
) -> str:
    """What a search found, or what to try next."""
    return _render(
        "search.html",
        site,
        query=query,
        hits=hits,
        filter_language=filter_language,
        languages=languages,
        title=query or strings.say("search", site.language),
    )


def render_sources(view: Any, failures: Sequence[Failure], site: Site) -> str:
    """The sources and how they are doing. ``view``: their ``counts`` by state, and ``sources``."""
    return _render(
        "sources.html",
        site,
        view=view,
        failures=failures,
        title=strings.say("sources", site.language),
    )


def render_inbox(mails: Sequence[Any], site: Site) -> str:
    """The list of mails of the local inbox."""
    return _render("inbox.html", site, mails=mails, title=strings.say("inbox", site.language))


def render_mail(mail: Any, site: Site) -> str:
    """One mail of the local inbox."""
    return _render("mail.html", site, mail=mail, title=mail.subject)


def render_plain(template: str, site: Site, **values: Any) -> str:
    """A page of few words: sign-up, confirmation, settings, leaving."""
    return _render(template, site, query="", **values)


def render_how_we_count(site: Site) -> str:
    """What an independent origin is, and how the counts come about."""
    example = (
        OriginBrief(id="1", kind="agency", name=None, carriers=6),
        OriginBrief(id="2", kind="outlet", name=None, carriers=2),
        OriginBrief(id="3", kind="outlet", name=None, carriers=0),
    )
    return _render(
        f"how.{site.language}.html",
        site,
        example=example,
        title=strings.say("how-we-count", site.language),
    )


def render_error(
    status: int, kind: str, heading: str, detail: str, site: Site, *, retry: bool = False
) -> str:
    """The one shape of every error page. ``kind`` is the stable word that the API gives too."""
    return _render(
        "error.html",
        site,
        status=status,
        kind=kind,
        heading=heading,
        detail=detail,
        retry=retry,
        title=heading,
    )


def render_compare(dossier: Dossier, language: str = "en") -> str:
    """One story as a standalone HTML file: its stylesheet inside, no links to other pages of
    ours, made to be printed or sent. ``language`` is "ar" or "en"."""
    now = max(
        (r.article.seen_at for r in dossier.readings), default=datetime(1970, 1, 1, tzinfo=UTC)
    )
    # Files read in one go are all "first seen" now, which would only look like a fact.
    told = len({r.article.seen_at for r in dossier.readings}) > 1
    site = Site(language=language, now=now, linked=False, first_seen=told)
    view = story_view(dossier, language)
    return _render(
        "compare.html", site, view=view, topic=None, style=_style(), title=_title(view, language)
    )


@cache
def _style() -> Markup:
    """The stylesheet without its font files, which would be 800 kB in every file."""
    css = (STATIC / "tawatur.css").read_text(encoding="utf-8")
    return Markup(regex.sub(r"@font-face\{[^}]*\}\n?", "", css))


def headline_words(summary: StorySummary, language: str) -> Words | None:
    """A story's headline for a reader of ``language``."""
    headline = summary.headline(language)
    return headline.words if headline else None
