"""The pieces that views are made of: other people's words, headlines, links, a story's summary."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

import regex

from tawatur.model import (
    Article,
    Dossier,
    Plain,
    Reading,
)
from tawatur.settings import Settings
from tawatur.text import fold, is_rtl

InterfaceLanguage = Literal["ar", "en"]
Standing = Literal["all", "several", "one", "disputed", "withdrawn"]


class Words(Plain, frozen=True, kw_only=True):
    """A string of somebody else's, with its language (``und`` if unknown) and direction."""

    text: str
    language: str
    direction: Literal["ltr", "rtl"]


class Segment(Plain, frozen=True, kw_only=True):
    """A piece of a sentence; ``marked`` when it is the part that bears the evidence."""

    text: str
    marked: bool = False


class Headline(Plain, frozen=True, kw_only=True):
    words: Words
    outlet: Words | None
    article_id: str
    kind: Literal["headline", "first-sentence"] = "headline"
    lede: Words | None = None  # the first sentence of the article under it


class OutletLink(Plain, frozen=True, kw_only=True):
    """An article, named by its outlet. ``url`` is None unless it is a plain web address."""

    name: Words | None
    article_id: str
    url: str | None
    page_name: str


class OriginBrief(Plain, frozen=True, kw_only=True):
    """An origin, how many articles carry it, and whether any of its own was seen."""

    id: str
    kind: Literal["agency", "outlet", "unknown"]
    name: Words | None
    carriers: int
    seen: bool = True


class DisputeBrief(Plain, frozen=True, kw_only=True):
    kind: str
    subject: Words
    values: tuple[str, ...]
    unit: str | None = None  # of figures


class DevelopmentBrief(Plain, frozen=True, kw_only=True):
    """What became known, in the words of the source that brought it."""

    key: str
    kind: str
    at: datetime
    words: Words | None
    outlet: Words | None
    article_id: str
    values: dict[str, str]
    independent_origins: int


class StorySummary(Plain, frozen=True, kw_only=True):
    """A story as the list shows it; the same for readers of both interface languages."""

    id: str
    opened_at: datetime
    newest_at: datetime
    headlines: tuple[Headline, ...]  # one per language, in order of first sight
    independent_origins: int
    independent_since: tuple[datetime, ...]
    unknown_articles: int
    article_count: int
    languages: tuple[str, ...]
    origins: tuple[OriginBrief, ...]  # those that count, in order of first sight
    outlets: tuple[OutletLink, ...]
    developments: tuple[DevelopmentBrief, ...]  # newest first
    disputed: tuple[DisputeBrief, ...]

    @property
    def copies(self) -> int:
        """Articles that carry one of the origins that count, word for word, edited or translated,
        beyond the one that brought it: its own, or the first carrier of an agency not seen itself."""
        return sum(o.carriers - (not o.seen) for o in self.origins)

    @property
    def further_reports(self) -> int:
        """Articles of the origins' own beyond the first of each: a partition of the story's
        articles, with the origins that count, the copies and those of unknown origin."""
        counted = self.independent_origins + self.unknown_articles + self.copies
        return max(0, self.article_count - counted)

    def headline(self, language: str) -> Headline | None:
        """The headline in the reader's language if an outlet has one, else the first seen."""
        return next((h for h in self.headlines if h.words.language == language), None) or next(
            iter(self.headlines), None
        )

    def breaking(self, now: datetime, settings: Settings) -> bool:
        """Did enough independent origins come in within the short clock before ``now``?"""
        since = now - timedelta(hours=settings.breaking_window_hours)
        fresh = sum(since < at <= now for at in self.independent_since)
        return fresh >= settings.breaking_min_origins


# Latest developments kept in a summary: what the breaking story's margin has room for.
DEVELOPMENTS_SHOWN = 6

_WEB_ADDRESS = regex.compile(r"https?://[^\s<>\"']+", regex.IGNORECASE)
_RTL_LETTER = regex.compile(r"[\p{Arabic}\p{Hebrew}\p{Syriac}\p{Thaana}]")
_CYRILLIC_LETTER = regex.compile(r"\p{Cyrillic}")
_CYRILLIC_LANGUAGES = frozenset({"ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "mn", "tg", "tt"})


def safe_url(url: str | None) -> str | None:
    """``url`` if it is an ordinary web address (http or https, no blanks), else None."""
    return url if url and _WEB_ADDRESS.fullmatch(url) else None


def words_of(text: str, language: str) -> Words:
    """``text`` in a known language."""
    return Words(text=text, language=language, direction="rtl" if is_rtl(language) else "ltr")


def name_words(text: str, language: str) -> Words:
    """A name found in a text of ``language``: its own script decides when it is another one
    ("Sputnik Arabic" in an Arabic article is not Arabic)."""
    rtl = bool(_RTL_LETTER.search(text))
    cyrillic = bool(_CYRILLIC_LETTER.search(text))
    fits = rtl == is_rtl(language) and (rtl or cyrillic == (language in _CYRILLIC_LANGUAGES))
    own = language if fits else "ar" if rtl else "ru" if cyrillic else "und"
    return Words(text=text, language=own, direction="rtl" if rtl else "ltr")


def readable_in(text: str, language: str) -> bool:
    """Is ``text`` written in the script of the interface's language, Arabic or Latin?"""
    if language == "ar":
        return bool(_RTL_LETTER.search(text))
    return not _RTL_LETTER.search(text) and bool(regex.search(r"\p{Latin}", text))


def outlet_of(reading: Reading) -> Words | None:
    """The outlet's name, if known."""
    outlet = reading.article.outlet
    return name_words(outlet.value, reading.annotations.language) if outlet else None


def outlet_link(reading: Reading) -> OutletLink:
    article = reading.article
    return OutletLink(
        name=outlet_of(reading),
        article_id=article.id,
        url=safe_url(article.url),
        page_name=short_page_name(article),
    )


def short_page_name(article: Article) -> str:
    """What to call an article without an outlet: the host of its address, else its file name."""
    if article.url and (host := regex.match(r"https?://(?:www\.)?([^/:?#]+)", article.url)):
        return str(host.group(1))
    return article.page_name.rsplit("/", 1)[-1] or article.page_name


def title_words(reading: Reading) -> Words | None:
    """The article's headline with its language."""
    article, annotations = reading.article, reading.annotations
    if not article.title:
        return None
    # A headline is too short for a sure guess; the article's language wins unless the script
    # speaks against it.
    words = name_words(article.title.value, annotations.language)
    if words.language == "und":
        language = (reading.title_annotations or annotations).language
        words = words_of(article.title.value, language)
    return words


def headline_of(reading: Reading) -> Headline | None:
    """The article's headline, or its first sentence, marked as such, when it has none."""
    article, annotations = reading.article, reading.annotations
    if words := title_words(reading):
        return Headline(
            words=words,
            outlet=outlet_of(reading),
            article_id=article.id,
            lede=_lede(reading, words.text),
        )
    if not annotations.sentences:
        return None
    first = annotations.sentences[0]
    return Headline(
        words=words_of(article.text[first.start : first.end], annotations.language),
        outlet=outlet_of(reading),
        article_id=article.id,
        kind="first-sentence",
    )


# Under this a first sentence tells nothing ("Agencies"); over it, it is no longer a glance.
_LEDE_CODE_POINTS = (40, 320)


def _lede(reading: Reading, title: str) -> Words | None:
    """The first sentence of the text, unless it only repeats the headline."""
    if not reading.annotations.sentences:
        return None
    first = reading.annotations.sentences[0]
    text = reading.article.text[first.start : first.end].strip()
    shortest, longest = _LEDE_CODE_POINTS
    if not shortest <= len(text) <= longest or fold(title) in fold(text):
        return None
    return words_of(text, reading.annotations.language)


def headlines_of(dossier: Dossier) -> tuple[Headline, ...]:
    """One headline per language, that of the most central article in it; the languages in order
    of first sight. A first sentence only when no article of the story has a headline."""
    titled = {r.article.id: words for r in dossier.readings if (words := title_words(r))}
    chosen: dict[str, Reading] = {}
    for reading in dossier.by_centrality():
        if words := titled.get(reading.article.id):
            chosen.setdefault(words.language, reading)
    languages = dict.fromkeys(words.language for words in titled.values())
    readings = [chosen[language] for language in languages] or list(dossier.readings)
    headlines = [headline for r in readings if (headline := headline_of(r))]
    return tuple(headlines) if titled else tuple(headlines[:1])
