"""Views as HTML pages, in Arabic or English.

Everything that comes from outside is escaped by Jinja2 (autoescape is on for every template),
addresses are links only when they are plain web addresses, and no page has script or inline
style, so the strictest Content-Security-Policy fits. The one exception is the standalone file
of ``render_compare``, which carries its stylesheet with it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any

import jinja2
import regex
from markupsafe import Markup, escape

from tawatur import wording
from tawatur.model import Dossier, Failure, SearchHit, Source, Watch
from tawatur.publish import strings
from tawatur.publish.views import (
    STANDINGS,
    ArticleView,
    DevelopmentBrief,
    FrontView,
    Kinship,
    OriginBrief,
    OriginView,
    OutletLink,
    StorySummary,
    StoryView,
    TimeView,
    TreeNode,
    Words,
    name_words,
    story_view,
    words_of,
)

STATIC = Path(__file__).parent / "static"
_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Site:
    """Where a page stands: what it may link to and offer.

    ``linked`` is False for a standalone file, which has no other pages. ``now`` decides which
    times are shown without their day.
    """

    language: str
    now: datetime
    path: str = "/"  # of this page, without the language prefix
    linked: bool = True
    watch_form: bool = False
    inbox: bool = False
    live: bool = False
    first_seen: bool = True  # False where all was read at once and first sight tells nothing

    def url(self, *parts: str) -> str:
        """A path of this site in this page's language."""
        return ("/ar" if self.language == "ar" else "") + "/" + "/".join(parts)

    @property
    def other_language(self) -> str:
        return "en" if self.language == "ar" else "ar"

    @property
    def other_url(self) -> str:
        return ("/ar" if self.other_language == "ar" else "") + self.path


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
        "moment": lambda at, near=None: _time(at, language, near or site.now.date()),
        "joined": lambda parts: strings.joined(list(parts), language),
        "gloss": lambda time: _gloss(time, language),
        "kin": lambda kinship: _kin(kinship, language),
        "edge": lambda kinship: _edge(kinship, language),
        "count_sentence": lambda summary: _count_sentence(summary, language),
        "graph": lambda origins: graph(origins, language, site),
        "value": lambda conflict, side: _value(conflict.kind, side, language),
        "subject": lambda conflict: _subject(conflict, language),
        "brief_value": lambda dispute, shown: _brief_value(dispute.kind, shown, language),
        "lag": lambda entry: _lag(entry.when, entry.first_reported_at, language),
        "development": lambda brief: _development(brief, language),
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


def _time(at: datetime, language: str, near: date) -> Markup:
    return Markup('<time datetime="{}">{}</time>').format(
        at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), wording.moment(at, language, near=near)
    )


def _gloss(time: TimeView, language: str) -> str | None:
    """What stands in brackets behind a date expression; None when it would only repeat it."""
    if time.kind not in ("date", "time"):
        return None
    if time.settled_value:
        return f"{wording.timex(time.settled_value, language)}{strings.say('sep', language)}" + (
            strings.say("settled-in-story", language)
        )
    if time.value is None:
        shown = [wording.timex(c, language) for c in time.candidates]
        return strings.say("or", language).join(shown) or None
    shown_value = wording.timex(time.value, language)
    if shown_value == time.text:
        return None
    if time.anchor == "speech":
        shown_value += strings.say("sep", language) + strings.say("from-speech", language)
    return shown_value


def _name(words: Words | None, language: str) -> Markup:
    if words is None:
        return Markup(escape(strings.say("unnamed-outlet", language)))
    if words.language == "und":
        return Markup('<bdi dir="{}">{}</bdi>').format(words.direction, words.text)
    return Markup('<bdi lang="{}" dir="{}">{}</bdi>').format(
        words.language, words.direction, words.text
    )


def _kin(kinship: Kinship, language: str) -> Markup:
    """How an article stands to its origin, in a few words."""
    text = Markup(escape(strings.say(f"kin-{kinship.kind}", language)))
    return text.format(source=_name(kinship.source_name, language))


def kinship_text(kinship: Kinship, language: str) -> str:
    """The same without markup, for the terminal."""
    source = kinship.source_name
    return strings.say(f"kin-{kinship.kind}", language).format(
        source=source.text if source else strings.say("unnamed-outlet", language)
    )


def _count_sentence(summary: StorySummary, language: str) -> Markup:
    return strings.count_sentence(
        [_name(o.name, language) for o in summary.origins],
        unknown=summary.unknown_articles,
        copies=summary.copies,
        language=language,
    )


def count_sentence(summary: StorySummary, language: str) -> str:
    """The count in one sentence that names the origins, without markup."""
    return strings.count_sentence_plain(
        [
            o.name.text if o.name else strings.say("unnamed-outlet", language)
            for o in summary.origins
        ],
        unknown=summary.unknown_articles,
        copies=summary.copies,
        language=language,
    )


def _edge(kinship: Kinship, language: str) -> str:
    text = strings.say(f"edge-{kinship.kind}", language)
    if kinship.kind == "edited":
        if kinship.share_of_copy is None:
            return strings.say("edge-partial", language)
        return text.format(share=f"{kinship.share_of_copy:.0%}")
    if kinship.kind == "translation":
        return text.format(
            language=strings.language_name(kinship.source_language or "und", language)
        )
    return text


def _value(kind: str, side: Any, language: str) -> Markup:
    if side.shown is not None:
        return _name(side.shown, language)
    return Markup("<bdi>{}</bdi>").format(_brief_value(kind, side.value, language))


def _subject(conflict: Any, language: str) -> Words:
    """What a conflict is about: the source's words, or our own for what we count ourselves."""
    own = wording.figure_subject(conflict.subject.text, language)
    words = conflict.subject.text.strip()
    # A time or figure is not about itself: "at 4:17" over "04:17 ≠ 04:27" explains nothing.
    if not own and (not words or (conflict.kind in ("time", "figure") and _NUMBER.search(words))):
        key = f"about-{conflict.kind}"
        own = strings.say(key, language) if strings.known(key) else None
    return words_of(own, language) if own else conflict.subject


_NUMBER = regex.compile(r"\p{N}")


def subject_text(conflict: Any, language: str) -> str:
    """The same for the terminal."""
    return _subject(conflict, language).text


def _brief_value(kind: str, shown: str, language: str) -> str:
    return wording.value(kind, shown, language)


# A report more than a day after the event is background, and "+4000 min" tells nobody anything.
_LAG_SHOWN_MINUTES = 600


def _lag(when: str | None, reported_at: datetime, language: str) -> str | None:
    """Minutes from the event to its first report, when the event's hour is known (in UTC)."""
    found = regex.fullmatch(r"(\d{4}-\d\d-\d\dT\d\d:\d\d)Z", when or "")
    if not found:
        return None
    happened = datetime.fromisoformat(found[1]).replace(tzinfo=UTC)
    minutes = round((reported_at - happened).total_seconds() / 60)
    if not 0 <= minutes <= _LAG_SHOWN_MINUTES:
        return None
    return strings.count(minutes, "minute-later", language)


def _development(brief: DevelopmentBrief, language: str) -> Markup:
    """The kind of a development in words, with its old and new value where it has them."""
    if brief.kind == "confirmed":
        return escape(strings.count(brief.independent_origins, "confirmed", language))
    text = escape(strings.say(f"dev-{brief.kind}", language))
    old, new = brief.values.get("old"), brief.values.get("new")
    if brief.kind == "settled" and new:
        return Markup("{}: {}").format(text, wording.timex(new, language))
    if not old or not new:
        return text
    # A disputed value may be a day or a yes or no; those have their own shape.
    kind = "time" if regex.fullmatch(r"\d{4}-\d\d.*", new) else "figure"
    for own_kind, prefix in (("polarity", "polarity"), ("name", "cause")):
        if f"{prefix}-{new}" in wording.TEXTS:
            kind = own_kind
    before, after = (wording.value(kind, v, language) for v in (old, new))
    if brief.kind == "disputed":
        told = f"{before} / {after}"
    else:
        told = wording.say("earlier", language, old=before, new=after)
    subject = brief.values.get("subject", "")
    about = wording.figure_subject(subject, language)
    if about is None and subject and brief.words and not _NUMBER.search(subject):
        # The words of a source; which one's, the development does not say.
        return Markup("{}: {} ({})").format(text, told, _name(name_words(subject, "und"), language))
    if about is None:
        return Markup("{}: {}").format(text, told)
    return Markup("{}: {} ({})").format(text, told, about)


def development_text(brief: DevelopmentBrief, language: str) -> str:
    """The same without markup, for the terminal."""
    return _development(brief, language).striptags()


# ------------------------------------------------------------------------------- drawings

# More discs, ticks and rings than this nobody counts; a small plus says that there are more.
_MOST_DISCS, _MOST_TICKS, _MOST_RINGS = 10, 10, 6


def strand(origins: Sequence[OriginBrief], unknown_articles: int) -> Markup:
    """The strand: a disc per independent origin, a tick per article carrying it, a broken ring
    per article of unknown origin."""
    discs, ticks, rings = [], [], []
    plus: list[float] = []
    x = 5.0
    right = 0.0
    for origin in origins[:_MOST_DISCS]:
        discs.append(f'<circle cx="{x:g}" cy="6" r="4.5" stroke="none"/>')
        right = x + 5
        for i in range(min(origin.carriers, _MOST_TICKS)):
            right = x + 8 + 5 * i
            ticks.append(f"M{right:g} 2v8")
        if origin.carriers > _MOST_TICKS:
            right += 6
            plus.append(right)
        x = max(right, x + 2) + 14
    if len(origins) > _MOST_DISCS:
        plus.append(x)
        right, x = x + 4, x + 13
    for _ in range(min(unknown_articles, _MOST_RINGS)):
        rings.append(
            f'<circle cx="{x:g}" cy="6" r="3.8" fill="none" stroke-width="1.4"'
            ' stroke-dasharray="2.2 1.8"/>'
        )
        right, x = x + 5, x + 13
    if unknown_articles > _MOST_RINGS:
        plus.append(x)
        right = x + 4
    if not right:
        return Markup("")
    width = f"{right + 3:g}"
    path = "".join(ticks) + "".join(f"M{p - 3:g} 6h6M{p:g} 3v6" for p in plus)
    return Markup(
        f'<svg class="strand" viewBox="0 0 {width} 12" width="{width}" height="12"'
        f' aria-hidden="true">{"".join(discs)}{"".join(rings)}'
        + (f'<path d="{path}" stroke-width="1.6" fill="none"/>' if path else "")
        + "</svg>"
    )


# Geometry of the graph of origins, in its own units (1080 wide): the columns' left edges and
# the height of a row. Right-angled, one row per article: labels never cross an edge.
_GRAPH_WIDTH = 1080.0
_COLUMNS = (4.0, 300.0, 565.0, 830.0)
_ROW = 45.0
# Letters that fit between two columns at the drawing's type sizes.
_LABEL_LETTERS = 22
_NOTE_LETTERS = 40

_EDGE_CLASS = {"verbatim": "e", "agency": "e", "own": "e", "translation": "e tr"}


class _Drawing:
    """Collects the pieces of the graph; mirrored for a right-to-left page."""

    def __init__(self, mirrored: bool) -> None:
        self.mirrored = mirrored
        self.pieces: list[Markup] = []

    def x(self, x: float) -> str:
        return f"{_GRAPH_WIDTH - x if self.mirrored else x:g}"

    def text(self, x: float, y: float, words: str, kind: str = "") -> None:
        self.pieces.append(
            Markup('<text class="{}" x="{}" y="{:g}">{}</text>').format(kind, self.x(x), y, words)
        )

    def line(self, kind: str, points: Sequence[tuple[float, float]]) -> None:
        path = "M" + "L".join(f"{self.x(x)} {y:g}" for x, y in points)
        self.pieces.append(Markup('<path class="{}" d="{}"/>').format(kind, path))

    def circle(self, x: float, y: float, radius: float, *, ring: bool, broken: bool) -> None:
        extra = Markup(' class="ring"') if ring else ""
        dashes = Markup(' stroke-dasharray="3 2.5"') if broken else ""
        self.pieces.append(
            Markup('<circle{} cx="{}" cy="{:g}" r="{:g}"{}/>').format(
                extra, self.x(x), y, radius, dashes
            )
        )


def graph(origins: Sequence[OriginView], language: str, site: Site) -> Markup:
    """Who carries whom, drawn: agencies, own reports, and those of unknown origin."""
    drawing = _Drawing(language == "ar")
    columns = _column_heads(origins, language)
    for x, head in zip(_COLUMNS, columns, strict=True):
        if head:
            drawing.text(x, 16, head, "n2")
    drawing.line("sep", [(0, 24), (_GRAPH_WIDTH, 24)])
    y = 24.0
    bands = (
        ("band-agency", [o for o in origins if o.kind == "agency"]),
        ("band-own", [o for o in origins if o.kind == "outlet"]),
        ("band-unknown", [o for o in origins if o.kind == "unknown"]),
    )
    for key, members in bands:
        roots = [(o, r) for o in members for r in o.roots]
        if not roots:
            continue
        if y > 24:
            drawing.line("sep", [(0, y), (_GRAPH_WIDTH, y)])
        drawing.text(4, y + 20, strings.say(key, language), "n2")
        row = y + 46
        for origin, root in roots:
            row = _draw(drawing, root, 0, row, language, site, broken=origin.kind == "unknown")
        y = row - _ROW + 35
    height = f"{y:g}"
    return Markup(
        '<svg class="map" viewBox="0 0 {:g} {}" aria-hidden="true" focusable="false">{}</svg>'
    ).format(_GRAPH_WIDTH, height, Markup("").join(drawing.pieces))


def _column_heads(origins: Sequence[OriginView], language: str) -> list[str]:
    kinds: list[set[str]] = [set(), set(), set(), set()]

    def walk(node: TreeNode, column: int) -> None:
        kinds[column].add(node.kinship.kind)
        for child in node.children:
            walk(child, _column(child, column))

    for origin in origins:
        for root in origin.roots:
            walk(root, 0)
    translated = {"translation"}
    keys = (
        "col-origin",
        "col-same" if kinds[1] else "",
        ("col-translated" if kinds[2] == translated else "col-on") if kinds[2] else "",
        ("col-again" if kinds[3] == translated else "col-on") if kinds[3] else "",
    )
    return [strings.say(key, language) if key else "" for key in keys]


def _column(child: TreeNode, parent: int) -> int:
    return min(3, max(parent + 1, 2 if child.kinship.kind == "translation" else 1))


def _short(text: str, letters: int) -> str:
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"


def _label(node: TreeNode, language: str) -> str:
    if node.name:
        return node.name.text
    return node.outlet.page_name if node.outlet else strings.say("unnamed-outlet", language)


def _draw(
    drawing: _Drawing,
    node: TreeNode,
    column: int,
    y: float,
    language: str,
    site: Site,
    *,
    broken: bool,
) -> float:
    """Draw a node and what hangs on it from row ``y`` on; returns the next free row."""
    left = _COLUMNS[column]
    root = column == 0
    drawing.circle(
        left + 9, y, 8 if root and not broken else 7 if root else 4.5,
        ring=broken or not root, broken=broken and root,
    )  # fmt: skip
    drawing.text(
        left + 25, y - 1, _short(_label(node, language), _LABEL_LETTERS), "b" if root else ""
    )
    notes = [_edge(node.kinship, language)]
    if node.outlet is None:
        notes = [strings.say("agency-unseen", language)]
    elif broken and root:
        notes.append(strings.say("not-counted", language))
    elif node.seen_at is not None and site.first_seen:
        notes.append(wording.moment(node.seen_at, language, near=site.now.date()))
    drawing.text(left + 25, y + 16, _short(" · ".join(notes), _NOTE_LETTERS), "n2")
    trunk = _COLUMNS[min(column + 1, 3)] - 64 if column < 3 else left + 9
    row = y
    last = y
    for index, child in enumerate(node.children):
        target = _column(child, column)
        if index or target == column:
            row = max(row, y + _ROW)
        last = row
        kind = _EDGE_CLASS.get(child.kinship.kind, "e ed")
        drawing.line(kind, [(trunk, row), (_COLUMNS[target] + 4, row)])
        row = _draw(drawing, child, target, row, language, site, broken=broken)
    if node.children:
        start = left + 210 if root else left + 175
        corner = (
            [(start, y), (trunk, y), (trunk, last)]
            if column < 3
            else [(trunk, y + 5), (trunk, last)]
        )
        drawing.line("e", corner)
    return max(row, y + _ROW)


# ------------------------------------------------------------------------------- pages


def render_front(view: FrontView, site: Site) -> str:
    """The list of stories."""
    example = (OriginBrief(id="", kind="outlet", name=None, carriers=3),)
    return _render(
        "front.html", site, view=view, example=example, title=strings.say("front", site.language)
    )


def render_story(view: StoryView, site: Site) -> str:
    """A story's page."""
    return _render("story.html", site, view=view, title=_title(view, site.language))


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


def render_sources(sources: Sequence[Source], failures: Sequence[Failure], site: Site) -> str:
    """The sources and how they are doing."""
    return _render(
        "sources.html",
        site,
        sources=sources,
        failures=failures,
        title=strings.say("sources", site.language),
    )


def render_inbox(mails: Sequence[Any], site: Site) -> str:
    """The list of mails of the local inbox."""
    return _render("inbox.html", site, mails=mails, title=strings.say("inbox", site.language))


def render_mail(mail: Any, site: Site) -> str:
    """One mail of the local inbox."""
    return _render("mail.html", site, mail=mail, title=mail.subject)


def render_watched(watch: Watch, headline: Words | None, site: Site) -> str:
    """What stands after a watch was added."""
    return _render(
        "watched.html",
        site,
        watch=watch,
        headline=headline,
        title=strings.say("watch-added", site.language),
    )


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
    return _render("compare.html", site, view=view, style=_style(), title=_title(view, language))


@cache
def _style() -> Markup:
    """The stylesheet without its font files, which would be 800 kB in every file."""
    css = (STATIC / "tawatur.css").read_text(encoding="utf-8")
    return Markup(regex.sub(r"@font-face\{[^}]*\}\n?", "", css))


def outlet_name(link: OutletLink, language: str) -> Markup:
    """How an outlet is named on a page."""
    return _name(link.name or name_words(link.page_name, "und"), language)


def headline_words(summary: StorySummary, language: str) -> Words | None:
    """A story's headline for a reader of ``language``."""
    headline = summary.headline(language)
    return headline.words if headline else None
