"""New words of a main actor."""

from __future__ import annotations

from datetime import timedelta

import regex

from tawatur.develop.made import make, new_versions, seen
from tawatur.model import Development, Dossier, Place, QuoteGroup, Rendering
from tawatur.naming import alike
from tawatur.text import fold, folded_words

# A main actor speaks, or is spoken of, in at least this many of a story's articles (of at least
# two), or is named in a headline.
MAIN_ACTOR_ARTICLES = 2


# An utterance of fewer words says nothing that a reader needs to be told of.
STATEMENT_WORDS = 6


# A new utterance that shares this many of its words with an earlier one of the same speaker
# repeats it.
REPEATED_SHARE = 0.6


# Spellings of one family name are this alike; they are compared within one story only.
ONE_FAMILY_NAME = 0.85
# Within it words of one person are taken for one speech or one interview, told in parts.
SAME_SPEECH = timedelta(hours=3)


def find_statements(before: Dossier, after: Dossier) -> list[Development]:
    """New words of a main actor: an utterance that no article had before, not a repetition.

    Of all that an article quotes of one person the fullest is told, and nothing more of him for a
    while: a speech that thirty outlets quote in parts is one.
    """
    known_articles = {r.article.id for r in before.readings}
    edited = {v.article_id for v in new_versions(before, after)}
    known_ids = {group.id for group in before.sheet.quotes}
    actors = _main_actors(after)
    found: dict[tuple[str, str], tuple[int, Place, QuoteGroup]] = {}
    for group in after.sheet.quotes:
        if group.id in known_ids or not group.speaker or fold(group.speaker) not in actors:
            continue
        articles = [r.place.article_id for r in group.renderings]
        if any(a in known_articles and a not in edited for a in articles):
            continue
        rendering = group.renderings[0]
        words = _words(after, rendering)
        if len(words) < STATEMENT_WORDS or rendering.kind == "indirect":
            continue
        if not _is_said_by_somebody(after, rendering):
            continue
        if any(
            len(words & earlier) >= REPEATED_SHARE * len(words)
            for earlier in _words_of_speaker(before, group)
        ):
            continue
        first = min(group.renderings, key=lambda r: seen(after, r.place.article_id))
        key = (first.place.article_id, _family(group.speaker))
        if key not in found or found[key][0] < len(words):
            found[key] = (len(words), first.place, group)
    told = [
        (_family(d.values.get("speaker", "")), d.at)
        for d in before.developments
        if d.kind == "new-statement"
    ]
    made = []
    for (article_id, family), (_, place, group) in found.items():
        at = seen(after, article_id)
        if any(abs(at - then) < SAME_SPEECH and _is_one(family, who) for who, then in told):
            continue
        told.append((family, at))
        made.append(
            make(
                after,
                "new-statement",
                (group.id,),
                at=at,
                article_id=article_id,
                evidence=[place],
                values={"speaker": group.speaker or ""},
            )
        )
    return made


def _is_one(family: str, other: str) -> bool:
    return family == other or alike(family, other) >= ONE_FAMILY_NAME


def _family(name: str) -> str:
    """The last word of a name: titles and first names are written in many ways."""
    words = folded_words(name)
    return words[-1] if words else ""


_QUOTED = regex.compile(r"[«“„\"]([^«»“”„\"]+)[»”“\"]")


def _is_said_by_somebody(dossier: Dossier, rendering: Rendering) -> bool:
    """False for what a source without a name says, and for a few quoted words within a sentence of
    the outlet's."""
    reading = dossier.reading(rendering.place.article_id)
    read = reading.annotations_of(rendering.place) if reading else None
    if reading is None or read is None:
        return False
    place = rendering.place
    kinds = {
        quote.speaker.kind
        for quote in read.quotes
        if quote.speaker and any(s.start < place.end and place.start < s.end for s in quote.content)
    }
    if kinds and not kinds & {"person", "organisation"}:
        return False
    if rendering.kind == "direct":
        return True
    text = reading.text_of(place)[place.start : place.end]
    return sum(len(folded_words(part)) for part in _QUOTED.findall(text)) >= STATEMENT_WORDS


def _main_actors(dossier: Dossier) -> set[str]:
    """Folded spellings of those who speak in several articles or stand in a headline."""
    actors: set[str] = set()
    heads = [set(folded_words(r.article.title.value)) for r in dossier.readings if r.article.title]
    said_in: dict[str, set[str]] = {}
    for group in dossier.sheet.quotes:
        for name in group.speaker_names:
            said_in.setdefault(fold(name), set()).update(
                r.place.article_id for r in group.renderings
            )
    named_in: dict[str, set[str]] = {}
    for reading in dossier.readings:
        for mention in reading.annotations.names:
            if mention.kind == "person":
                named_in.setdefault(fold(mention.text), set()).add(reading.article.id)
    for name, articles in said_in.items():
        family = name.split()[-1] if name.split() else ""
        in_head = any(family in head for head in heads)
        everywhere = articles | named_in.get(name, set())
        if in_head or len(everywhere) >= MAIN_ACTOR_ARTICLES:
            actors.add(name)
    return actors


def _words(dossier: Dossier, rendering: Rendering) -> set[str]:
    reading = dossier.reading(rendering.place.article_id)
    if reading is None:
        return set()
    text = reading.text_of(rendering.place)
    return set(folded_words(text[rendering.place.start : rendering.place.end]))


def _words_of_speaker(dossier: Dossier, group: QuoteGroup) -> list[set[str]]:
    names = {fold(name) for name in group.speaker_names}
    return [
        _words(dossier, rendering)
        for earlier in dossier.sheet.quotes
        if names & {fold(name) for name in earlier.speaker_names}
        for rendering in earlier.renderings
    ]
