"""4  Everything read off an article's text: language, sentences, names, quotations, times, figures.

Each reader is a pure function over text in a module of its own; this one puts them in order. The
order matters twice: names help to find speakers, and the day on which somebody spoke is what
"tomorrow" inside his words counts from.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from tawatur.annotate.credits import find_credits
from tawatur.annotate.figures import find_figures
from tawatur.annotate.language import detect_language, direction_of
from tawatur.annotate.names import find_names
from tawatur.annotate.quotes import find_quotes
from tawatur.annotate.sentences import split_sentences
from tawatur.annotate.times import find_times, with_days_of_speech
from tawatur.annotate.translation import translation_signs
from tawatur.model import Annotations, Article, NameMention

__all__ = ["annotate_article", "annotate_text"]


def annotate_text(
    text: str,
    *,
    language_hint: str | None = None,
    published: date | None = None,
    outlet: str | None = None,
    known_names: Sequence[NameMention] = (),
) -> Annotations:
    """Reads one text. Offsets are code points of ``text``; an empty text gives empty annotations.

    ``published`` is the publisher's own calendar day, which relative dates count from; ``outlet``
    is whose page it is, for "our correspondent"; ``known_names`` come from the text around this
    one (a headline's from its article).
    """
    language, confidence = detect_language(text, language_hint)
    sentences = split_sentences(text, language)
    names = find_names(text, language, sentences=sentences, known=known_names)
    quotes = find_quotes(text, language, sentences=sentences, names=names, outlet=outlet)
    times = find_times(text, language, published=published, sentences=sentences)
    if quotes:
        # Whoever spoke yesterday and said "tomorrow" meant today: once the day of speech is
        # read off the times, the times inside the quotation are read again from that day.
        spoken = with_days_of_speech(text, quotes, times, sentences)
        if spoken != quotes:
            quotes = spoken
            times = find_times(
                text, language, published=published, sentences=sentences, quotes=quotes
            )
    figures = find_figures(text, language, sentences=sentences, times=times)
    return Annotations(
        language=language,
        language_confidence=confidence,
        direction=direction_of(language),
        sentences=sentences,
        times=times,
        names=names,
        quotes=quotes,
        figures=figures,
        translation=translation_signs(text, language),
    )


def annotate_article(
    article: Article,
) -> tuple[Article, Annotations, Annotations | None, tuple[Annotations, ...]]:
    """Reads an article's body, title and posts.

    Returns the article (with its credits), and the annotations of body, title (None without one)
    and posts; a post's dates count from its own day, not the article's.
    """
    day = article.published.day if article.published else None
    outlet = article.outlet.value if article.outlet else None
    body = annotate_text(
        article.text, language_hint=article.language_hint, published=day, outlet=outlet
    )
    title = None
    if article.title is not None:
        # A headline alone is too short to tell its language by; it is that of its text.
        hint = article.language_hint if body.language == "und" else body.language
        title = annotate_text(article.title.value, language_hint=hint, published=day, outlet=outlet)
    posts = tuple(
        annotate_text(
            post.text,
            language_hint=article.language_hint,
            published=post.posted.day if post.posted else day,
            outlet=outlet,
            known_names=body.names,
        )
        for post in article.posts
    )
    return msgspec.structs.replace(article, credits=find_credits(article)), body, title, posts
