"""The plain types that flow through the pipeline.

    Page -> Article -> Annotations, Vector -> Derivation, Origin -> StoryChange -> Story
         -> Sheet -> Development -> Notice -> Delivery
    any stage -> Failure

Rules that hold for all of them:

* Offsets (``start``, ``end``) count Unicode code points, ``end`` is exclusive. Unless said
  otherwise they point into ``Article.text``.
* Instants (``…_at``) are timezone-aware datetimes in UTC.
* Times found in text are TIMEX3-like strings: ``2025``, ``2025-02``, ``2025-02-27``,
  ``2025-02-27T12:05``, ``2025-W09``, ``2025-Q1``, ``2025-H1``, ``2025-SU``.
* Languages are BCP 47 primary subtags (``ar``, ``en``, …); ``und`` when unknown.
* A value nobody knows is ``None``, never an empty string.
* Everything here is frozen and turns to JSON and back by msgspec without loss.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Literal

import msgspec
import numpy as np


class Plain(msgspec.Struct, frozen=True, kw_only=True):
    """Base of every record: immutable, keyword-only, JSON both ways."""


class Span(Plain, frozen=True, kw_only=True):
    """A stretch of text, in code points."""

    start: int
    end: int


class Finding(Plain, frozen=True, kw_only=True):
    """A piece of metadata with where it was found and how sure we are (0..1)."""

    value: str
    where: str  # "json-ld", "meta og:title", "text", "handle", "credit line", "feed", "url", "operator"
    confidence: float


class Stamp(Plain, frozen=True, kw_only=True):
    """A claimed time of publication or update.

    ``day`` is the calendar day as the publisher wrote it (its own offset), which relative
    expressions count from; ``at`` is the instant in UTC (midnight UTC of ``day`` when only
    the day is known).
    """

    at: datetime
    day: date
    precision: Literal["minute", "day"]
    where: str
    confidence: float


# --------------------------------------------------------------------------- input


class Hints(Plain, frozen=True, kw_only=True):
    """What came beside a page: from its feed entry, its JSONL record, or the operator.

    Times are as written there, unparsed.
    """

    title: str | None = None
    outlet: str | None = None
    language: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    updated: str | None = None
    credited_source: str | None = None  # a feed entry's own <source>
    text: str | None = None  # full text given ready-made (JSONL, full-text feeds)
    carried_by_feed: bool = False  # the page's body is what its feed holds of it


class Page(Plain, frozen=True, kw_only=True):
    """One thing as it was fetched or found on disk. ``body`` is decompressed, not decoded."""

    name: str  # what to call it in messages: a path, an address, "file.jsonl line 7"
    body: bytes
    media_type: (
        str  # "text/html", "text/plain", "application/json" (one ready-made record in hints)
    )
    seen_at: datetime
    url: str | None = None
    charset: str | None = None  # as declared by the transport; may be wrong
    hints: Hints = Hints()


class Failure(Plain, frozen=True, kw_only=True):
    """Something that could not be done, with its reason; a row, not an exception."""

    stage: str
    item: str
    kind: str
    detail: str
    at: datetime
    retry_after_seconds: float | None = None


# --------------------------------------------------------------------------- article


class Removal(Plain, frozen=True, kw_only=True):
    """Furniture taken out of ``Article.raw_text``; offsets point into ``raw_text``."""

    start: int
    end: int
    text: str
    reason: str  # stable word: "headline-repeated", "photo-credit", "follow-us", "newsletter", …


class Post(Plain, frozen=True, kw_only=True):
    """A post of a social network that was embedded in the page."""

    text: str
    account: str | None  # "@sputnik_ar"
    account_name: str | None  # "Sputnik Arabic"
    posted: Stamp | None
    links: tuple[str, ...]
    spans: tuple[Span, ...]  # where it stood, in raw_text


class Credit(Plain, frozen=True, kw_only=True):
    """A byline, dateline, credit or contributor line: on whose work the text rests."""

    kind: Literal["byline", "dateline", "credit", "contributor", "photo", "source"]
    text: str
    agency: str | None = None  # id in data/agencies.toml, "ap"
    people: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    where: str = "text"
    span: Span | None = None  # in raw_text; None when it came from page metadata


class Article(Plain, frozen=True, kw_only=True):
    """One outlet's text. ``text`` is what a person would read; paragraphs end in ``\\n``.

    ``raw_text`` is the text before ``clean``; ``kept`` are the pieces of ``raw_text`` that,
    joined in order, make ``text`` (so an offset in ``text`` maps back).
    """

    id: str
    url: str | None
    page_name: str
    seen_at: datetime  # first seen, by us
    title: Finding | None
    outlet: Finding | None
    text: str
    raw_text: str
    kept: tuple[Span, ...] = ()
    removed: tuple[Removal, ...] = ()
    posts: tuple[Post, ...] = ()
    captions: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()  # lines of raw_text that the page marks as sub-headings
    sentences: tuple[str, ...] = ()  # short ones that stand among its paragraphs, marked alike
    authors: tuple[Finding, ...] = ()
    credits: tuple[Credit, ...] = ()
    published: Stamp | None = None
    updated: Stamp | None = None
    section: Finding | None = None
    language_hint: str | None = None  # <html lang>, feed or record; a claim
    version: int = 1


# --------------------------------------------------------------------------- annotations


class Sentence(Plain, frozen=True, kw_only=True):
    start: int
    end: int
    paragraph: int


class TimeMention(Plain, frozen=True, kw_only=True):
    """A date expression and what it means.

    ``value`` is None while several ``candidates`` are open. ``anchor`` says what a relative
    expression was counted from.
    """

    start: int
    end: int
    text: str
    value: str | None
    candidates: tuple[str, ...] = ()
    granularity: str = (
        "day"  # "minute", "hour", "day", "week", "month", "quarter", "season", "year", …
    )
    kind: Literal["date", "time", "duration", "set"] = "date"
    anchor: Literal["none", "publication", "speech", "text"] = "none"
    anchor_value: str | None = None
    direction: Literal["past", "present", "future"] | None = None


class NameMention(Plain, frozen=True, kw_only=True):
    """A person, place, organisation or other named thing.

    ``identity`` is equal for every spelling and script of one name that our tables know
    ("Q-like" ids are not used: ``place:istanbul``, ``person:lavrov``); else it is the
    cross-script skeleton of the name ("~" + skeleton), to be compared by ``naming.alike``.
    """

    start: int
    end: int
    text: str
    kind: Literal["person", "place", "organisation", "other"]
    identity: str
    canonical: str | None = None  # a readable form, in the language of the text if known
    role: str | None = None  # "وزير الخارجية الروسي"
    country: str | None = None  # ISO 3166 alpha-2, for places, and for adjectives tied to a place
    confidence: float = 1.0
    stands_for: str | None = None  # of a metonym: "government:us" for "Washington said"


class Speaker(Plain, frozen=True, kw_only=True):
    """Who is said to have said it.

    ``name`` is what a reader would name (pronouns and bare verbs resolved); for an unnamed
    source, its description. ``span`` is where the full mention stands, ``mention`` the words
    beside the cue ("he", none for a bare verb).
    """

    name: str | None
    kind: Literal["person", "organisation", "unnamed", "document", "media", "unknown"]
    identity: str | None = None
    role: str | None = None
    span: Span | None = None
    mention: Span | None = None
    resolved_by: Literal["named", "pronoun", "bare-verb", "context", "none"] = "named"


class Quote(Plain, frozen=True, kw_only=True):
    """Reported speech: the words, the cue, the speaker, and the chain it came by."""

    content: tuple[Span, ...]
    kind: Literal["direct", "indirect", "mixed"]
    speaker: Speaker | None
    cue: Span | None = None
    strength: str = (
        "said"  # said, announced, confirmed, denied, claimed, warned, demanded, accused, …
    )
    hedge: Span | None = None
    addressee: str | None = None  # "للصحفيين"
    occasion: str | None = None  # "خلال زيارة إلى قطر"
    chain: tuple[
        str, ...
    ] = ()  # intermediaries between speaker and outlet: agency, paper, correspondent
    spoken_on: str | None = None  # TIMEX day of speech when the text states it


class Figure(Plain, frozen=True, kw_only=True):
    """A number with what it counts. ``low == high`` unless a range; open ends are None."""

    start: int
    end: int
    text: str
    low: float | None
    high: float | None
    unit: str | None  # canonical: "hour", "percent", "USD", "km", …; None for plain counts
    counted: str | None  # the words counted: "مصابا", "passengers"
    sense: str | None = (
        None  # canonical class of what is counted: "killed", "injured", "missing", …
    )
    bound: Literal["exact", "at-least", "at-most", "about", "range"] = "exact"


class TranslationMark(Plain, frozen=True, kw_only=True):
    start: int
    end: int
    kind: str  # "space-before-comma", "calque", "untranslated-word", …


class TranslationSigns(Plain, frozen=True, kw_only=True):
    """Does the text read like a (machine) translation? ``score`` 0..1."""

    score: float
    suspected: bool
    from_language: str | None
    marks: tuple[TranslationMark, ...]


class Annotations(Plain, frozen=True, kw_only=True):
    """Everything read off one text."""

    language: str
    language_confidence: float
    direction: Literal["ltr", "rtl"]
    sentences: tuple[Sentence, ...]
    times: tuple[TimeMention, ...] = ()
    names: tuple[NameMention, ...] = ()
    quotes: tuple[Quote, ...] = ()
    figures: tuple[Figure, ...] = ()
    translation: TranslationSigns | None = None


class Vector(Plain, frozen=True, kw_only=True):
    """A unit vector, float32 little-endian, and the id of the model that made it."""

    model: str
    data: bytes


DIRECTLY_ENCODED = frozenset(
    {"ar", "de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr", "zh"}
)
"""Languages whose vectors come from the encoder that defines the space; those of all others are
mapped into it (see ``embed``)."""


def cosine_scale(language: str, other: str) -> float:
    """By what to multiply the cosine of two texts' vectors so that it means the same everywhere.

    A map into a space loses a part of each vector: translations stand at .69 between two directly
    encoded languages, at .45 where one is mapped, and two mapped ones are too like each other.
    Fitted on translated pairs of twelve languages so that one threshold serves all.
    """
    mapped = (language not in DIRECTLY_ENCODED) + (other not in DIRECTLY_ENCODED)
    return (1.0, 1.5, 0.85)[mapped]


def _reading_from(data: bytes) -> Reading:
    return msgspec.msgpack.decode(data, type=Reading)


class Reading(Plain, frozen=True, kw_only=True):
    """One article as read: the article, its annotations, those of its title and posts, its vector.

    ``post_annotations[i]`` belongs to ``article.posts[i]``; its offsets point into that post.
    """

    article: Article
    annotations: Annotations
    title_annotations: Annotations | None = None
    post_annotations: tuple[Annotations, ...] = ()
    vector: Vector | None = None

    def __reduce__(self) -> tuple[Callable[[bytes], Reading], tuple[bytes]]:
        """How it goes from one process to another: an eighth of the time that its hundreds of
        small values take one by one."""
        return _reading_from, (msgspec.msgpack.encode(self),)

    def text_of(self, place: Place) -> str:
        """The whole text that ``place`` points into: the body, the title or a post."""
        if place.in_title:
            return self.article.title.value if self.article.title else ""
        return self.article.text if place.post is None else self.article.posts[place.post].text

    def annotations_of(self, place: Place) -> Annotations | None:
        """The annotations of the text that ``place`` points into, if it has any."""
        if place.in_title:
            return self.title_annotations
        if place.post is None:
            return self.annotations
        known = self.post_annotations
        return known[place.post] if place.post < len(known) else None


# --------------------------------------------------------------------------- origins and stories


class Passage(Plain, frozen=True, kw_only=True):
    """A stretch of a copy and the stretch of its source that it renders."""

    start: int
    end: int
    source_start: int
    source_end: int


class Derivation(Plain, frozen=True, kw_only=True):
    """``article_id`` was made from ``source_id``, wholly or in part.

    ``share_of_copy`` (0..1) is the share of the copy's words that the source accounts for.
    ``added`` are the spans of the copy that its source does not have.
    """

    article_id: str
    source_id: str
    kind: Literal["verbatim", "edited", "translation", "rewrite", "partial"]
    share_of_copy: float
    confidence: float
    passages: tuple[Passage, ...] = ()
    added: tuple[Span, ...] = ()
    evidence: tuple[
        str, ...
    ] = ()  # each a short statement: "same credit: AP", "31 of 33 sentences"


class Origin(Plain, frozen=True, kw_only=True):
    """One independent root of a story's articles, or the unknown.

    ``article_ids`` in order of first sight, the first being the earliest carrier we saw.
    Only origins of a known kind count as independent.
    """

    id: str
    kind: Literal["agency", "outlet", "unknown"]
    name: str | None  # "Associated Press", "Sputnik Arabic"
    article_ids: tuple[str, ...]
    evidence: tuple[str, ...] = ()

    @property
    def counts(self) -> bool:
        return self.kind != "unknown"


class EdgeEvidence(Plain, frozen=True, kw_only=True):
    """One thing that bears an edge of an origin graph, as data: words are made where it is shown.

    ``part`` of ``whole``, where there is something to count: words (``passages``), sentences
    (``sentences``), numbers (``numbers``). ``text`` are words of a page (a credit line) or a name.
    """

    kind: Literal[
        "passages",  # words that stand in the source word by word; ``text`` is the longest passage
        "sentences",  # sentences of the copy that render sentences of the source in like order
        "numbers",  # numbers of the copy that stand in the source
        "credits-source",  # the copy's own credit line names the source (``text``)
        "same-credit",  # both credit one agency (``text``)
        "credit-line",  # the article credits an agency whose own text we did not see (``text``)
        "agency-text",  # direction: the source is an agency's own (``text``)
        "one-family",  # one publisher (``text`` is the family's id)
        "seen-later",  # direction: ``part`` seconds between first sights
        "published-later",  # direction: ``part`` seconds between the times they state
        "reads-translated",  # direction: the copy has the marks of a translation
        "direction-unknown",  # both were seen at one time, and nothing else tells
    ]
    part: float | None = None
    whole: float | None = None
    text: str | None = None


class OriginNode(Plain, frozen=True, kw_only=True):
    """An article of the story, or an agency whose own text nobody saw (``article_id`` None).

    ``depth`` counts the steps from the root of its origin: 0 the root, 1 its first carriers,
    2 the carriers of those.
    """

    id: str  # the article's id, or "agency:" + the agency's id
    kind: Literal["article", "agency"]
    article_id: str | None
    origin_id: str | None  # None: an agency that is only quoted, and no origin of this story
    name: str | None  # outlet or agency; None when unknown
    language: str | None
    seen_at: datetime | None
    depth: int = 0


class OriginEdge(Plain, frozen=True, kw_only=True):
    """``copy`` has something from ``source`` (ids of nodes), and by what we know it.

    ``main`` edges are the forest that origins are counted by: at most one ends in each node. The
    others say whence an article has a part, or another text that it agrees with.
    """

    source: str
    copy: str
    kind: Literal["verbatim", "edited", "translation", "rewrite", "partial", "credit", "family"]
    main: bool
    share_of_copy: float | None = None
    confidence: float = 1.0
    evidence: tuple[EdgeEvidence, ...] = ()


class OriginGraph(Plain, frozen=True, kw_only=True):
    """Who carried whom in one story: nodes in order of first sight (agencies nobody saw first),
    edges in the order of their copies."""

    nodes: tuple[OriginNode, ...]
    edges: tuple[OriginEdge, ...]


class Reason(Plain, frozen=True, kw_only=True):
    """One feature that spoke for or against an article's place in a story."""

    feature: str  # "vector", "shared-names", "copy", "hours-apart", …
    value: float
    weight: float  # contribution to the log-odds
    words: tuple[str, ...] = ()  # e.g. the shared names


class Membership(Plain, frozen=True, kw_only=True):
    """An article's place in a story. ``score`` is a probability."""

    article_id: str
    story_id: str
    joined_at: datetime
    score: float
    nearest: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()


class StoryOpened(Plain, frozen=True, kw_only=True, tag="opened"):
    story_id: str
    membership: Membership


class ArticleJoined(Plain, frozen=True, kw_only=True, tag="joined"):
    membership: Membership


class ArticleMoved(Plain, frozen=True, kw_only=True, tag="moved"):
    """A later pass moves an article; the story it leaves lives on if it has others."""

    from_story_id: str
    membership: Membership


class StoriesMerged(Plain, frozen=True, kw_only=True, tag="merged"):
    """``gone_id`` redirects to ``story_id`` from now on."""

    story_id: str
    gone_id: str
    reasons: tuple[Reason, ...] = ()


class StorySplit(Plain, frozen=True, kw_only=True, tag="split"):
    """Some articles of ``from_story_id`` are a story of their own from now on."""

    from_story_id: str
    story_id: str
    memberships: tuple[Membership, ...]  # of the articles that leave, in order of first sight
    reasons: tuple[Reason, ...] = ()


class StoryWoken(Plain, frozen=True, kw_only=True, tag="woken"):
    """A sleeping story takes part again; comes before the ``ArticleJoined`` that woke it."""

    story_id: str
    reasons: tuple[Reason, ...] = ()


class TopicJoined(Plain, frozen=True, kw_only=True, tag="topic"):
    """Stories stand in a topic from now on: a war, a tournament, an affair with many events.

    ``label`` are the most telling names and words that the topic's stories share, as written.
    """

    topic_id: str
    story_ids: tuple[str, ...]
    label: tuple[str, ...]
    score: float  # how much the stories share with the topic, 0..1


StoryChange = (
    StoryOpened
    | ArticleJoined
    | ArticleMoved
    | StoriesMerged
    | StorySplit
    | StoryWoken
    | TopicJoined
)


class SleptOccasion(Plain, frozen=True, kw_only=True):
    """What a sleeping story's articles say of its event, by which like events are told apart."""

    days: tuple[str, ...] = ()  # ISO
    places: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    magnitudes: tuple[float, ...] = ()
    scores: tuple[tuple[int, int], ...] = ()


class Sleeper(Plain, frozen=True, kw_only=True):
    """What is remembered of a story that fell asleep, so that a follow-up can wake it: its most
    telling words and names with the share of its articles that have them, and its direction."""

    story_id: str
    opened_at: datetime
    newest_at: datetime
    size: int
    keys: dict[str, float]
    names: tuple[str, ...]  # those of the keys that are names
    vector: Vector | None
    languages: tuple[str, ...]
    countries: tuple[str, ...] = ()
    instances: tuple[int, ...] = ()
    occasions: dict[str, SleptOccasion] = {}  # by kind of event
    topic_id: str | None = None


class Topic(Plain, frozen=True, kw_only=True):
    """Stories of one large matter. ``story_ids`` in order of opening."""

    id: str
    story_ids: tuple[str, ...]
    label: tuple[str, ...]


class Constraint(Plain, frozen=True, kw_only=True):
    """What an analyst decided about stories; every later pass obeys it until it is undone.

    ``moved`` are the articles whose story it changed, each with the story it was in before;
    ``together`` must stay in one story, ``apart`` are sets of which no two may meet in one.
    """

    id: str
    kind: Literal["merge", "split", "move", "pin"]
    at: datetime
    story_id: str  # the story that the articles are in because of it
    together: tuple[str, ...]
    by: str | None = None
    note: str | None = None
    other_story_id: str | None = None  # merged away, split from, or moved out of
    apart: tuple[tuple[str, ...], ...] = ()
    moved: tuple[tuple[str, str], ...] = ()
    undone_at: datetime | None = None


class Story(Plain, frozen=True, kw_only=True):
    """Many articles about one event. ``article_ids`` in order of first sight."""

    id: str
    opened_at: datetime
    newest_at: datetime
    article_ids: tuple[str, ...]
    merged_into: str | None = None


# --------------------------------------------------------------------------- the account sheet


class Place(Plain, frozen=True, kw_only=True):
    """Where evidence stands: an article (or one of its posts, or its title) and a span in it."""

    article_id: str
    start: int
    end: int
    post: int | None = None  # index into article.posts; None: article.text
    in_title: bool = False
    version: int | None = None  # of the article, when it is not the text that stands now


class Member(Plain, frozen=True, kw_only=True):
    """One account's wording of a point."""

    place: Place
    voucher: str | None = None  # named speaker, "مسؤول في السفارة الأمريكية", "correspondent", …
    voucher_kind: Literal["named", "unnamed", "correspondent", "document", "media", "none"] = "none"
    score: float = 1.0  # similarity to the point's lead member
    hedge: Span | None = None  # words of doubt, or the source without a name; in the same text


class Point(Plain, frozen=True, kw_only=True):
    """One thing that is reported, with all who report it.

    ``members[0]`` is the lead: the wording shown. ``origin_ids`` are the independent origins
    behind it, in order of first sight.
    """

    id: str
    members: tuple[Member, ...]
    origin_ids: tuple[str, ...]
    standing: Literal["all", "several", "one", "disputed", "withdrawn"]
    first_seen_at: datetime
    background: bool = False
    withdrawn_at: datetime | None = (
        None  # when the edit that took it out, or its page gone, was seen
    )


class ConflictSide(Plain, frozen=True, kw_only=True):
    value: str  # normalised, for comparison and display: "17", "2025-02-18", "place:riyadh"
    members: tuple[Member, ...]
    origin_ids: tuple[str, ...]
    first_seen_at: datetime


class Conflict(Plain, frozen=True, kw_only=True):
    """Values of one point that cannot all be right as stated.

    ``relation``: ``conflict`` between sources; ``update`` when the same source replaced its
    own value later; ``within-source`` when one article carries both.
    """

    id: str
    kind: Literal["figure", "time", "place", "name", "polarity"]
    subject: str  # words of the source: "injured", "ساعات"
    relation: Literal["conflict", "update", "within-source"]
    sides: tuple[ConflictSide, ...]
    point_id: str | None = None


class Rendering(Plain, frozen=True, kw_only=True):
    """One outlet's rendering of an utterance."""

    place: Place
    language: str
    kind: Literal["direct", "indirect", "mixed"]
    similarity: float  # to the fullest rendering
    differing: tuple[Span, ...] = ()  # spans (same text as place) that the others word otherwise
    cut: bool = False
    words_missing: int = 0


class QuoteGroup(Plain, frozen=True, kw_only=True):
    """One utterance of one speaker in all its renderings, the fullest first."""

    id: str
    speaker: str | None
    speaker_names: tuple[str, ...]  # spellings
    role: str | None
    renderings: tuple[Rendering, ...]
    addressee: str | None = None
    occasion: str | None = None


class SettledTime(Plain, frozen=True, kw_only=True):
    """A date that one account left open and others settled."""

    place: Place
    candidates: tuple[str, ...]
    value: str
    evidence: tuple[Place, ...]


class InferredDate(Plain, frozen=True, kw_only=True):
    """The publication day of an undated article, inferred from its story."""

    article_id: str
    day: date
    evidence: tuple[Place, ...]


class LostHedge(Plain, frozen=True, kw_only=True):
    """What ``source`` leaves to doubt or to somebody without a name, ``copy``, which was made from
    it, says flatly. ``hedge`` are those words, in the text that ``source`` points into."""

    point_id: str
    hedge: Span
    source: Place
    copy: Place


class TimelineEntry(Plain, frozen=True, kw_only=True):
    """When something happened (as far as known) and when it was first reported, by whom."""

    when: str | None  # TIMEX
    candidates: tuple[str, ...]
    point_id: str
    first_reported_at: datetime
    first_article_id: str


class Sheet(Plain, frozen=True, kw_only=True):
    """The accounts of one story side by side."""

    story_id: str
    points: tuple[Point, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    quotes: tuple[QuoteGroup, ...] = ()
    settled: tuple[SettledTime, ...] = ()
    inferred: tuple[InferredDate, ...] = ()
    timeline: tuple[TimelineEntry, ...] = ()
    lost_hedges: tuple[LostHedge, ...] = ()


# --------------------------------------------------------------------------- versions, developments


class TextChange(Plain, frozen=True, kw_only=True):
    """One replaced stretch between two versions; either side may be empty."""

    old: str
    new: str
    old_start: int
    new_start: int
    kinds: tuple[
        str, ...
    ] = ()  # "figure", "name", "date", "quotation", "denial", "correction-notice", "wording"


class VersionChange(Plain, frozen=True, kw_only=True):
    """What changed between version ``number - 1`` and ``number`` of an article."""

    article_id: str
    number: int
    seen_at: datetime
    substantive: bool
    announced: bool  # the text itself says that it was corrected or updated
    title_changed: bool
    changes: tuple[TextChange, ...]
    deleted: bool = False  # the page is there no more; the text kept is the last that stood there
    old_title: str | None = None  # when it changed
    new_title: str | None = None


DevelopmentKind = Literal[
    "opened",
    "confirmed",
    "figure-changed",
    "new-statement",
    "denial",
    "disputed",
    "settled",
    "correction",
    "retraction",
]


class Development(Plain, frozen=True, kw_only=True):
    """A change of what is known in a story. ``key`` comes from its content."""

    story_id: str
    key: str
    kind: DevelopmentKind
    at: datetime  # when we first saw the article that brought it
    article_id: str
    evidence: tuple[Place, ...]
    values: dict[str, str] = {}  # e.g. {"subject": "injured", "old": "17", "new": "31"}
    independent_origins: int = 1
    content: str = ""  # as ``key``, but without the story: the same after a merge or a split


class Dossier(Plain, frozen=True, kw_only=True):
    """Everything known of one story: what pages, exports and comparisons are made from.

    ``readings`` in order of first sight.
    """

    story: Story
    readings: tuple[Reading, ...]
    memberships: tuple[Membership, ...]
    derivations: tuple[Derivation, ...]
    origins: tuple[Origin, ...]
    sheet: Sheet
    developments: tuple[Development, ...] = ()
    versions: tuple[VersionChange, ...] = ()
    # Articles whose page the server no longer has (it said so at two looks), and since when.
    gone: dict[str, datetime] = {}
    # What edited articles said before, each version as it was read; oldest first.
    replaced: tuple[Reading, ...] = ()
    # Articles of other stories, some maybe years old, that articles of this one carry as a whole.
    elsewhere: tuple[Reading, ...] = ()

    def reading(self, article_id: str) -> Reading | None:
        """The reading of one of the story's articles."""
        return next((r for r in self.readings if r.article.id == article_id), None)

    def reading_at(self, place: Place) -> Reading | None:
        """The reading whose text ``place`` points into: an earlier version where it says so."""
        if place.version is not None:
            return next(
                (
                    r
                    for r in self.replaced
                    if (r.article.id, r.article.version) == (place.article_id, place.version)
                ),
                None,
            )
        return self.reading(place.article_id)

    def by_centrality(self) -> tuple[Reading, ...]:
        """The readings, first the one that stands nearest to all the others in meaning. Copies come
        after those that they were made from; of equals the first seen comes first."""
        models = {r.vector.model for r in self.readings if r.vector}
        if len(self.readings) < 3 or len(models) != 1 or not all(r.vector for r in self.readings):
            return self.readings
        rows = np.stack([np.frombuffer(r.vector.data, "<f4") for r in self.readings if r.vector])
        nearness = np.round(rows @ rows.sum(axis=0) / len(rows), 2)
        copies = {d.article_id for d in self.derivations if d.kind != "partial"}
        copied = [r.article.id in copies for r in self.readings]
        order = sorted(range(len(rows)), key=lambda i: (copied[i], -nearness[i], i))
        return tuple(self.readings[i] for i in order)

    def headline(self, language: str) -> Reading | None:
        """Whose headline to show a reader of ``language``: the most central article in that
        language, else the most central of all; None when no article has a headline."""
        titled = [r for r in self.by_centrality() if r.article.title]
        return next((r for r in titled if r.annotations.language == language), None) or next(
            iter(titled), None
        )

    def independent_since(self) -> tuple[datetime, ...]:
        """When each origin that counts was first seen, in order: how fast the story is
        confirmed. Breaking means growth of this, not of the number of articles."""
        seen = {r.article.id: r.article.seen_at for r in self.readings}
        firsts = (
            min((seen[a] for a in origin.article_ids if a in seen), default=None)
            for origin in self.origins
            if origin.counts
        )
        return tuple(sorted(at for at in firsts if at is not None))


# --------------------------------------------------------------------------- alerts


WatchKind = Literal[
    "breaking",
    "topic",
    "person",
    "place",
    "organisation",
    "story",
    "quotation",
    "corrections",
]


class Watch(Plain, frozen=True, kw_only=True):
    """What somebody wants to be told of, where, and when. ``alert.watches.make_watch`` makes one
    from plain options and refuses impossible ones."""

    id: str
    kind: WatchKind
    query: str | None  # words, a name, a speaker, an outlet, or a story id
    address: str  # an e-mail address, a webhook's https address, an apprise address
    created_at: datetime
    channel: Literal["email", "webhook", "apprise", "feed"] = "email"
    min_origins: int | None = None  # independent; None: what is usual for the kind
    min_growth: float | None = None  # origins an hour, in multiples of what is usual for the desk
    languages: tuple[str, ...] = ()  # of the article that brings it; empty: any
    kinds: tuple[str, ...] = ()  # development kinds; empty: any
    quiet: str | None = None  # "22:00-07:00", in ``zone``: nothing is sent then
    zone: str = "UTC"  # IANA name
    daily_cap: int | None = None  # mails a day of ``zone``
    digest: str | None = None  # None: at once; "hourly"; "daily@7": each day at seven in ``zone``
    interface_language: Literal["ar", "en"] = "en"


class Notice(Plain, frozen=True, kw_only=True):
    """One thing to tell one watch, once. Unique per (watch, development).

    ``kind``: ``new`` when the watch first hears of the story, ``correction`` when something is
    taken back, else ``development``. ``message_id`` is that of the mail that carries it.
    """

    id: str
    watch_id: str
    story_id: str
    development_key: str
    kind: Literal["new", "development", "correction"]
    article_id: str
    at: datetime
    message_id: str
    subject: str
    content: str = ""  # the development's


class Delivery(Plain, frozen=True, kw_only=True):
    """One mail or message on its way: one notice, or several that gathered.

    ``sending``: taken by a process, whose lease ends it; ``waiting``: to be tried again;
    ``dead``: never again, unless the operator says so.
    """

    id: str
    message_id: str
    kind: Literal["notices", "digest", "confirmation"]
    channel: Literal["email", "webhook", "apprise", "feed"]
    address: str
    state: Literal["waiting", "sending", "delivered", "dead"]
    made_at: datetime
    watch_id: str | None = None
    story_id: str | None = None  # None when it tells of several
    attempts: int = 0
    next_try_at: datetime | None = None
    last_error: str | None = None
    delivered_at: datetime | None = None


class Subscriber(Plain, frozen=True, kw_only=True):
    """An e-mail address that watches send to."""

    id: str
    address: str
    confirmed_at: datetime
    by: Literal["operator", "confirmation"] = "operator"


# --------------------------------------------------------------------------- sources


SourceKind = Literal["unknown", "feed", "sitemap", "listing", "page", "folder"]
SourceState = Literal[
    "new",
    "answering",
    "no-dates",  # answers, but none of its entries says when it was published
    "slow",  # answers, but takes long; or did not answer in time
    "malformed",  # answers, but with nothing that we can read
    "refusing",  # an error of the server, or nobody there
    "blocked",  # robots.txt, a login, or our own rules keep us out
    "gone",  # the server says that it is there no more
]


class Source(Plain, frozen=True, kw_only=True):
    """An address we watch, and how it is doing.

    ``url`` is what the operator gave. ``asked_url`` is what is asked in its place when the feed
    was found from there or moved for good. ``kind`` is ``unknown`` until the first answer.
    """

    id: str
    url: str
    kind: SourceKind
    added_at: datetime
    outlet: str | None = None
    state: SourceState = "new"
    reason: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    polled_at: datetime | None = None
    next_poll_at: datetime | None = None
    failures_in_a_row: int = 0
    asked_url: str | None = None
    given_kind: SourceKind | None = None  # when the operator said what it is
    title: str | None = None  # its own name, as it says
    answered_at: datetime | None = None  # the last time that it answered well
    first_failed_at: datetime | None = None  # of the failures in a row
    body_hash: str | None = None  # of its last answer (of a single page: of its prose)
    new_at: tuple[datetime, ...] = ()  # when polls last found something new, oldest first
    hub: str | None = None  # where it offers WebSub, and under which address
    topic: str | None = None
    pushed_until: datetime | None = None  # end of the lease while its hub pushes to us

    @property
    def address(self) -> str:
        """What is asked."""
        return self.asked_url or self.url


class Gone(Plain, frozen=True, kw_only=True):
    """An article's page is there no more: the server said so at two looks, some time apart."""

    article_id: str
    url: str
    status: int  # 404 or 410, of the second look
    at: datetime
    first_at: datetime  # of the first look that did not find it


class SearchHit(Plain, frozen=True, kw_only=True):
    """An article found by a search; ``snippet`` are its own words around the first match."""

    article_id: str
    story_id: str | None
    title: str | None
    outlet: str | None
    language: str
    seen_at: datetime
    snippet: str
    score: float
