"""Articles cut into statements: the units that are laid side by side.

A statement is a sentence; a long one is cut where a new clause with its own news begins.
Posts embedded in an article count as its words (``Place.post``); the title counts only where
an article has nothing else.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Any

import regex

from tawatur.align.words import CORRECTIONS, NEGATIONS
from tawatur.model import (
    Annotations,
    Figure,
    NameMention,
    Place,
    Quote,
    Reading,
    TimeMention,
)
from tawatur.text import fold, fold_word, word_spans

# A sentence of up to this many words is one statement: in the news of the seven languages that
# the account bench and the seeds hold, sentences with two separate facts begin about here.
LONG_SENTENCE_WORDS = 18
# A clause shorter than this says too little to stand in a row of its own.
SHORT_CLAUSE_WORDS = 6
# Fewer words than this are a heading or a remnant, not a statement.
SHORT_STATEMENT_WORDS = 3

# Where a long sentence may be cut: after a semicolon, or before a conjunction that opens a
# clause of its own. Arabic joins main clauses by a comma and a prefixed waw before a verb or a
# particle; relative clauses stay with what they describe.
_CLAUSE_BREAK = regex.compile(
    r"(?:[;؛]\s+)|"
    r"(?:\s?[,،]\s+)(?="
    r"(?:ولن|ولم|ولا|وقد|وبحسب|وأن|وأنه|وإن|ويتم|وتم|فيما|بينما|في حين|لكن|لكنه|إلا أن|غير أن|وسوف|"
    r"and|but|while|whereas|although|"
    r"а|но|однако|тогда как|при этом|"
    r"tandis que|alors que|mais|mientras|pero|aunque|während|aber|ancak|ama|fakat|ise)\s"
    r"|و(?:س)?[يتن]\p{Arabic}{3,}\s)"
)

_ADDRESS = regex.compile(r"(?:https?://|pic\.twitter\.com/)\S+")

_AFFIXES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    # Light10 of Larkey, Ballesteros and Connell (2002) with the future prefix and pronouns.
    "ar": (
        ("وبال", "ولل", "وال", "بال", "فال", "كال", "لل", "ال", "وس", "و", "ف", "ب", "ل"),
        ("هما", "ها", "هم", "ات", "ون", "ين", "ان", "يه", "نا", "ه", "ي", "ا"),
    ),
    "en": ((), ("'s", "ings", "ing", "ies", "ied", "ers", "ed", "es", "er", "s")),
    "fr": ((), ("ements", "ement", "ees", "ee", "es", "er", "e", "s")),
    "es": ((), ("aciones", "acion", "ados", "adas", "ado", "ada", "os", "as", "es", "o", "a", "s")),
    "de": ((), ("ungen", "ung", "en", "er", "es", "em", "e", "s", "n")),
    "ru": (
        (),
        ("иями", "ями", "ами", "ого", "его", "ому", "ему", "ыми", "ими", "иях", "ение", "ения",
         "ов", "ев", "ах", "ях", "ый", "ий", "ая", "яя", "ое", "ее", "ые", "ие", "ую", "юю", "ой",
         "ей", "ом", "ем", "ам", "ям", "ии", "ия", "ию", "а", "я", "о", "е", "ы", "и", "у", "ю", "ь"),
    ),
    "tr": (
        (),
        ("larinin", "lerinin", "larini", "lerini", "larin", "lerin", "lari", "leri", "lar", "ler",
         "nin", "nun", "sinda", "sinde", "inda", "inde", "da", "de", "ta", "te", "dan", "den",
         "in", "un", "yi", "yu", "si", "su", "i", "u", "a", "e"),
    ),
}  # fmt: skip
_SHORTEST_STEM = 3


@lru_cache(maxsize=60_000)
def stem(word: str, language: str) -> str:
    """A folded word without its commonest prefixes and endings; for comparing only."""
    prefixes, suffixes = _AFFIXES.get(language, ((), ()))
    for prefix in prefixes:
        if word.startswith(prefix) and len(word) - len(prefix) >= _SHORTEST_STEM:
            word = word[len(prefix) :]
            break
    for suffix in suffixes:
        if word.endswith(suffix) and len(word) - len(suffix) >= _SHORTEST_STEM:
            word = word[: -len(suffix)]
            break
    return word


# Turkish negates inside the verb: -ma-/-me- before tense and person.
_TURKISH_NEGATED = regex.compile(
    r"\w{2,}m(?:[ae](?:di|yacak|yecek|z|mis|makta|mekte|sin|yan|yen)|[iu]yor)\w*$"
)


@dataclass(slots=True, eq=False)
class Statement:
    """One stretch of one account, with what was read off it.

    ``position`` is 0 at the start of the article's text and 1 at its end. Offsets of ``words``
    and of the annotations point into the text that ``place`` points into.
    """

    number: int  # among all statements of the sheet
    article: int  # index among the readings
    local: int  # among the statements of its article
    place: Place
    text: str
    language: str
    position: float
    sentence: int  # index of the sentence it was cut from
    names: list[NameMention] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    times: list[TimeMention] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
    # What was found out about it, by question; shared by its copies in all sheets.
    known: dict[str, Any] = field(default_factory=dict)

    def once(self, question: str, answer: Callable[[], Any]) -> Any:
        """The answer to a question that rests on the statement alone, asked once."""
        if question not in self.known:
            self.known[question] = answer()
        return self.known[question]

    @property
    def words(self) -> list[tuple[int, int, str]]:
        """start, end and folded form of each word."""
        found: list[tuple[int, int, str]] | None = self.known.get("words")
        if found is None:
            start = self.place.start
            found = [
                (start + a, start + b, fold_word(self.text[a:b])) for a, b in word_spans(self.text)
            ]
            self.known["words"] = found
        return found

    @property
    def stems(self) -> list[str]:
        """The words without their commonest prefixes and endings."""
        found: list[str] | None = self.known.get("stems")
        if found is None:
            found = self.known["stems"] = [stem(w, self.language) for _, _, w in self.words]
        return found

    @property
    def key(self) -> str:
        """What is said, for ids: the same in all spelling variants."""
        found: str | None = self.known.get("key")
        if found is None:
            found = self.known["key"] = f"{self.language} {fold(self.text)}"
        return found


def clause_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The sentence as one span, or as several when it is long and has clauses of its own."""
    if text.count(" ", start, end) < LONG_SENTENCE_WORDS:
        return [(start, end)]
    cuts = [start]
    for found in _CLAUSE_BREAK.finditer(text, start, end):
        cut = found.end()
        quoted = text[cuts[-1] : cut]
        # never inside quotation marks: an utterance is cut by whoever cuts it, not by us
        if quoted.count("«") != quoted.count("»") or quoted.count("“") != quoted.count("”"):
            continue
        if text[start:cut].count('"') % 2:
            continue
        before, after = (_ADDRESS.sub("", part) for part in (text[cuts[-1] : cut], text[cut:end]))
        if min(len(word_spans(before)), len(word_spans(after))) >= SHORT_CLAUSE_WORDS:
            cuts.append(cut)
    cuts.append(end)
    return [
        (a + len(part) - len(part.lstrip()), a + len(part.rstrip()))
        for a, b in pairwise(cuts)
        if (part := text[a:b])
    ]


# "KARADERE, March 2 (Agency) — ", "القضارف - 3 مارس 2026 (وكالة) - ": where and when it was
# written, not what happened.
_DATELINE = regex.compile(
    r"\s*[^\n—–]{2,60}?(?:\([^()\n]{2,40}\)|\d{4}\.?|\d{1,2}|[\p{Lu}/ ]{3,})\s*(?:[—–]|-(?=\s))\s+"
    r"(?:[^\n()—–]{2,40}\([^()\n]{2,40}\)\s*[—–-]\s+)?"
)


def dateline_end(text: str) -> int:
    """Where the news begins: after the dateline, if the text opens with one."""
    found = _DATELINE.match(text)
    # "Talks of 12 - 15 March": a dateline names a source in brackets or is in capitals
    if found is None or not ("(" in found.group() or _CAPITALS.match(text)):
        return 0
    return found.end()


_CAPITALS = regex.compile(r"\s*[\p{Lu}][\p{Lu} ,/.-]{2,}[—–,(]")


def cut_reading(
    reading: Reading, *, clauses: bool = True, keep_short: bool = False
) -> list[Statement]:
    """The statements of one reading, in the order of its text, ``article`` and ``number`` as if
    it were alone.

    ``clauses=False`` keeps whole sentences; ``keep_short`` keeps those of one or two words.
    """
    article = reading.article
    parts: list[tuple[str, Annotations, int | None, bool]] = [
        (article.text, reading.annotations, None, False)
    ]
    parts += [
        (post.text, annotations, index, False)
        for index, (post, annotations) in enumerate(
            zip(article.posts, reading.post_annotations, strict=False)
        )
    ]
    if not article.text.strip() and article.title and reading.title_annotations:
        parts.append((article.title.value, reading.title_annotations, None, True))
    found: list[Statement] = []
    offset = 0
    for text, read, post, in_title in parts:
        length = max(len(text), 1)
        part: list[Statement] = []
        for index, start, end in _stretches(text, read, clauses):
            said = text[start:end]
            if (
                not keep_short
                and said.count(" ") < 2 * SHORT_STATEMENT_WORDS
                and len(word_spans(said)) < SHORT_STATEMENT_WORDS
            ):
                continue
            part.append(
                Statement(
                    number=len(found) + len(part),
                    article=0,
                    local=len(found) + len(part),
                    place=Place(
                        article_id=article.id, start=start, end=end, post=post, in_title=in_title
                    ),
                    text=said,
                    language=read.language,
                    position=start / length,
                    sentence=offset + index,
                )
            )
        _hand_out(part, read)
        found += part
        offset += len(read.sentences)
    return found


def _stretches(text: str, read: Annotations, clauses: bool) -> Iterator[tuple[int, int, int]]:
    """Index of the sentence, start and end of each statement."""
    if not clauses:
        for index, sentence in enumerate(read.sentences):
            yield index, sentence.start, sentence.end
        return
    news = dateline_end(text)
    notices = {
        sentence.paragraph
        for sentence in read.sentences
        if CORRECTIONS
        & {
            fold_word(w.rstrip(":"))
            for w in text[sentence.start : min(sentence.end, sentence.start + 40)].split()[:2]
        }
    }
    for index, sentence in enumerate(read.sentences):
        if sentence.paragraph not in notices:
            for start, end in clause_spans(text, sentence.start, sentence.end):
                yield index, news if start < news < end else start, end


def _hand_out(part: Sequence[Statement], read: Annotations) -> None:
    """Every annotation to the statements that it touches."""
    starts = [s.place.start for s in part]

    def touched(start: int, end: int) -> Iterator[Statement]:
        at = max(bisect_right(starts, start) - 1, 0)
        while at < len(part) and starts[at] < end:
            if part[at].place.end > start:
                yield part[at]
            at += 1

    for name in read.names:
        for s in touched(name.start, name.end):
            s.names.append(name)
    for figure in read.figures:
        for s in touched(figure.start, figure.end):
            s.figures.append(figure)
    for time in read.times:
        for s in touched(time.start, time.end):
            s.times.append(time)
    for quote in read.quotes:
        told: list[Statement] = []
        for span in quote.content:
            for s in touched(span.start, span.end):
                if not any(s is t for t in told):
                    told.append(s)
                    s.quotes.append(quote)


def numbered(cuts: Sequence[Sequence[Statement]]) -> list[Statement]:
    """The statements of several articles as those of one sheet."""
    found: list[Statement] = []
    for article, cut in enumerate(cuts):
        for statement in cut:
            found.append(
                Statement(
                    len(found),
                    article,
                    statement.local,
                    statement.place,
                    statement.text,
                    statement.language,
                    statement.position,
                    statement.sentence,
                    statement.names,
                    statement.figures,
                    statement.times,
                    statement.quotes,
                    statement.known,
                )
            )
    return found


def statements_of(
    readings: Sequence[Reading], *, clauses: bool = True, keep_short: bool = False
) -> list[Statement]:
    """All statements of all readings, in the order of the readings and of their texts."""
    return numbered([cut_reading(r, clauses=clauses, keep_short=keep_short) for r in readings])


def negated_words(statement: Statement) -> list[int]:
    """Positions (in ``statement.words``) of the words that carry or follow a negation."""
    cues = NEGATIONS.get(statement.language, frozenset())
    found = []
    for position, (_, _, word) in enumerate(statement.words):
        if (word in cues or (word.endswith(("n't", "n’t")) and statement.language == "en")) or (
            statement.language == "tr" and _TURKISH_NEGATED.match(word)
        ):
            found.append(position)
    return found
