"""The shape of a line among its neighbours: the third witness of furniture in ``clean``.

A logistic regression over features that hold no word of any page. The weights lie in
``data/line_shape.toml``, one readable number a feature, learnt by ``scripts/train_line_shape.py``;
the word lists behind the lexical features in ``data/line_words.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from math import log
from typing import Any

import msgspec
import regex
from ahocorasick_rs import AhoCorasick

from tawatur.text import POST_SIGNATURE
from tawatur.text import fold as _fold_text

fold_line = lru_cache(maxsize=2048)(_fold_text)  # each witness asks for the same lines again

# Shape decides only among lines of an article that has a body: this many paragraphs at least.
PARAGRAPHS_NEEDED = 3
PARAGRAPH_WORDS = 14
MAX_LINES = 600  # a longer page is a list or a forum, and no article to judge lines by
_LONG_LINE_WORDS = 30
_SHORT_LINE_WORDS = 10
_HINT_LINE_WORDS = 25
_SENTENCE_WORDS, _SHORT_SENTENCE_WORDS = 8, 4
_HEADING_MAX_WORDS = 5
_VERSES = 16  # lines of a poem or a list that a paragraph precedes and another follows
_APPEAL_MAX_WORDS = 60  # appeals to readers are shorter; longer prose is never judged
_NEAR_LINES = 4
# A line of which this much stands in longer lines is repeated there; crawlers often leave an
# article twice, once in paragraphs and once in one piece.
_REPEATED = 0.8
_ENDS_SENTENCE = regex.compile(r"[.!?؟。！？…۔।]\s*[\"”»’')\]“]*$")
_WORD = regex.compile(r"[\p{L}\p{N}]+")
_LETTER = regex.compile(r"\p{L}")
_EAST_ASIAN = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Myanmar}\p{Khmer}\p{Lao}]")
# From Thai on; what lies below is written with spaces.
_MAYBE_EAST_ASIAN = re.compile("[\u0e00-\U0010ffff]")
_YEAR = regex.compile(r"(?:19|20)\d\d")
_LINK = regex.compile(r"https?://|www\.|@\w|\w\.(?:com|org|net|de)\b|#\w")
# 3. What the harbour paid / 14.56 Uhr: Fähre legt an
_BULLETS = frozenset("-–•*·●▪")
_NUMBERED = regex.compile(r"\d{1,2}(?:[.)]|[.:]\d\d\s*(?:Uhr|h|GMT)?\s*[:|–-])\s*\D")
_SIGNATURE = regex.compile(rf"\W{{0,3}}{POST_SIGNATURE.pattern}")


def ends_sentence(line: str) -> bool:
    """Whether the line ends as a sentence does, closing quotation marks and brackets aside."""
    return bool(_ENDS_SENTENCE.search(line.rstrip()[-12:]))


@lru_cache(maxsize=2)
def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((files("tawatur") / "data" / name).read_text("utf-8"))


@lru_cache(maxsize=1)
def _hints() -> dict[str, regex.Pattern[str]]:
    """Of each word list one pattern over folded text; a star at the end stands for any ending."""
    patterns = {}
    for name, words in _table("line_words.toml").items():
        exact = sorted({regex.escape(fold_line(w)) for w in words if not w.endswith("*")})
        stems = sorted({regex.escape(fold_line(w[:-1])) for w in words if w.endswith("*")})
        either = "|".join([*exact, *(rf"{stem}\p{{L}}*" for stem in stems)])
        patterns[name] = regex.compile(rf"(?<![\p{{L}}\p{{N}}])(?:{either})(?![\p{{L}}\p{{N}}])")
    return patterns


class _Search(msgspec.Struct, frozen=True):
    """All words of the lists in one automaton: what most lines hold none of is found in one pass."""

    words: AhoCorasick
    lists: tuple[tuple[str, bool], ...]  # of each word its list, and whether any ending may follow


@lru_cache(maxsize=1)
def _search() -> _Search:
    words: dict[tuple[str, str], bool] = {}
    for name in ("reader", "web", "page"):
        for word in _table("line_words.toml")[name]:
            words[name, fold_line(word.removesuffix("*"))] = word.endswith("*")
    return _Search(
        AhoCorasick([word for _, word in words]), tuple((n, stem) for (n, _), stem in words.items())
    )


def _appeals(line: str) -> bool:
    """Whether a whole sentence has a ring of furniture, without which shape has no say in it.

    It speaks to its reader or of accounts and mail, begins with an invitation, or names two
    parts of a page.
    """
    folded, search, pages = fold_line(line), _search(), 0
    for number, start, end in search.words.find_matches_as_indexes(folded, overlapping=True):
        name, stem = search.lists[number]
        if folded[start - 1 : start].isalnum() or (not stem and folded[end : end + 1].isalnum()):
            continue  # inside another word
        pages += 1
        if name != "page" or pages > 1:
            return True
    opening = " ".join(_WORD.findall(folded[:60])[:1])
    return bool(_hints()["invite"].match(opening))


def _is_east_asian(line: str) -> bool:
    """Written without spaces between words, for the greater part."""
    if not _MAYBE_EAST_ASIAN.search(line, 0, 200):
        return False
    start = line[:200]
    return len(_EAST_ASIAN.findall(start)) * 2 > len(start)


def count_words(line: str) -> int:
    """Words of a line; two letters count as one where no spaces stand between words."""
    if _is_east_asian(line):
        return max(1, len(_LETTER.findall(line)) // 2)
    return len(line.split())


def _tokens(line: str, folded: str) -> list[str]:
    """Words, or overlapping pairs of letters where no spaces stand between words."""
    tokens: list[str] = _WORD.findall(folded)
    if not _is_east_asian(line):
        return tokens
    letters = "".join(tokens)
    return [letters[i : i + 2] for i in range(len(letters) - 1)] or [letters]


def _share(hits: int, of: int) -> float:
    return hits / of if of else 0.0


class _Page:
    """What the lines of one page say together; computed once, asked for each line."""

    def __init__(self, lines: Sequence[str], reasons: Sequence[str | None]) -> None:
        self.lines = [line.strip() for line in lines]
        self.reasons = reasons
        self.count = len(lines)
        self.words = [max(1, count_words(line)) for line in self.lines]
        self.ends = [ends_sentence(line) for line in self.lines]
        self.prose = [
            n >= PARAGRAPH_WORDS and end for n, end in zip(self.words, self.ends, strict=True)
        ]
        self.paragraphs = [i for i, is_prose in enumerate(self.prose) if is_prose]
        self._find_runs()

    def compare(self) -> None:
        """The dearer half: words and word triples that lines share."""
        tokens = [_tokens(line, fold_line(line)) for line in self.lines]
        self.letters = [sum(map(len, line_tokens)) for line_tokens in tokens]
        self.content = [
            {w for w in line_tokens if len(w) > 3 or not (w.isascii() or len(w) != 2)}
            for line_tokens in tokens
        ]
        # in how many paragraphs a word stands: body lines share their words, teasers do not
        self.vocabulary = Counter(w for i in self.paragraphs for w in self.content[i])
        # a line of one or two words is a triple of its own
        triples: list[set[tuple[str, ...]]] = [
            {*zip(t, t[1:], t[2:], strict=False)} if len(t) > 2 else {tuple(t)} for t in tokens
        ]
        holder: dict[tuple[str, ...], int] = {}  # the longest line that has the triple
        times: Counter[tuple[str, ...]] = Counter()
        for i in sorted(range(self.count), key=lambda i: (-self.words[i], i)):
            times.update(triples[i])
            for triple in triples[i]:
                holder.setdefault(triple, i)
        self.repeated = [_share(sum(times[t] > 1 for t in ts), len(ts)) for ts in triples]
        self.covered: list[float] = []
        held: Counter[int] = Counter()
        for i, ts in enumerate(triples):
            longer = [h for t in ts if self.words[h := holder[t]] > 1.2 * self.words[i]]
            self.covered.append(len(longer) / len(ts))
            if self.covered[i] >= _REPEATED:
                held[Counter(longer).most_common(1)[0][0]] += self.words[i]
        self.holds = [min(1.0, held[i] / self.words[i]) for i in range(self.count)]
        prose_twice = sum(self.words[i] * self.covered[i] for i in self.paragraphs)
        self.stands_twice = prose_twice > 0.25 * sum(self.words)
        self.last_long = max(
            (i for i, n in enumerate(self.words) if n >= _LONG_LINE_WORDS), default=-1
        )
        self._find_sections()

    def _find_runs(self) -> None:
        """For each line that is no paragraph, where the run of such lines starts and ends."""
        self.bounds = [(0, 0)] * self.count
        start = 0
        for i in range(self.count + 1):
            if i == self.count or self.prose[i]:
                self.bounds[start:i] = [(start, i)] * (i - start)
                start = i + 1

    def _find_sections(self) -> None:
        """The reason of the nearest furniture above, unless a full paragraph stands between."""
        self.section: list[str | None] = []
        above: str | None = None
        for i in range(self.count):
            self.section.append(above)
            if self.reasons[i]:
                above = self.reasons[i]
            elif self.prose[i] and self.words[i] >= _HINT_LINE_WORDS:
                above = None

    def is_table_row(self, i: int) -> bool:
        """A line with bars next to one with as many: a row of the article's own table."""
        bars = self.lines[i].count("|")
        return bars > 0 and any(
            0 <= j < self.count and self.lines[j].count("|") == bars for j in (i - 1, i + 1)
        )

    def is_among_paragraphs(self, i: int) -> bool:
        """A sub-heading of a few words with a paragraph above and below, or a short sentence
        with one beside it.
        """
        above, below = (
            0 <= j < self.count and self.ends[j] and self.words[j] >= _SENTENCE_WORDS
            for j in (i - 1, i + 1)
        )
        if self.ends[i]:
            return self.words[i] >= _SHORT_SENTENCE_WORDS and (above or below)
        return above and below and self.words[i] <= _HEADING_MAX_WORDS

    def is_caseless_prose(self, i: int) -> bool:
        """Of scripts without capitals, where the final stop is often left out: a line as long as
        a paragraph, or one of some short lines between two paragraphs, as verses stand.
        """
        line = self.lines[i]
        if line.upper() != line.lower() or "|" in line:
            return False
        if self.words[i] >= PARAGRAPH_WORDS:
            return line[-1:] not in {".", "…", "]"}  # cut short, it is an excerpt
        start, end = self.bounds[i]
        inside = start > 0 and end < self.count and end - start <= _VERSES
        return inside and not any(self.reasons[start:end])

    def is_followed(self, i: int) -> bool:
        return i + 1 < self.count and not self.reasons[i + 1]

    def is_list_item(self, i: int) -> bool:
        """A line that goes on where the one above ended in a colon or a comma, or that bears the
        same bullet as the next one.
        """
        line = self.lines[i]
        if i > 0 and line[:1].islower() and self.lines[i - 1][-1:] in {":", ",", ";"}:
            return True
        return line[:1] in _BULLETS and any(
            0 <= j < self.count and self.lines[j][:1] == line[:1] and not self.reasons[j]
            for j in (i - 1, i + 1)
        )

    def is_numbered_heading(self, i: int) -> bool:
        """A number or a clock time, a heading, and the paragraph it heads."""
        heads = i + 1 < self.count and self.prose[i + 1]
        return heads and i > self.paragraphs[0] and bool(_NUMBERED.match(self.lines[i]))

    def is_settled(self, i: int) -> bool:
        """Lines that shape has no say in.

        A whole sentence of some length is not taken for its looks alone: losing a line of
        news costs more than leaving a teaser. Signatures belong to posts, rows to tables.
        """
        if self.reasons[i] or _SIGNATURE.match(self.lines[i]):
            return True
        if self.is_table_row(i) or self.is_list_item(i) or self.is_numbered_heading(i):
            return True
        calm = self.is_among_paragraphs(i) or self.is_caseless_prose(i)
        if calm and (self.words[i] > _APPEAL_MAX_WORDS or not _appeals(self.lines[i])):
            return True
        if self.lines[i][-1:] in {":", "："} and self.is_followed(i):
            return True  # what it announces stands below
        if not self.ends[i] or self.words[i] < _SENTENCE_WORDS:
            return False
        return self.words[i] > _APPEAL_MAX_WORDS or not _appeals(self.lines[i])

    def features(self, i: int) -> dict[str, float]:
        line, n = self.lines[i], self.words[i]
        folded = fold_line(line)
        own = 1 if self.prose[i] else 0
        content = self.content[i]
        shared = _share(sum(self.vocabulary[w] > own for w in content), len(content))
        capitals = sum(word[:1].isupper() for word in line.split()) / n
        around = [j for j in range(max(0, i - 2), min(self.count, i + 3)) if j != i]
        near = [
            j for j in range(max(0, i - _NEAR_LINES), min(self.count, i + _NEAR_LINES + 1)) if j != i
        ]  # fmt: skip
        away = min((abs(i - j) for j in self.paragraphs if j != i), default=10)
        hint = {k: min(3, len(p.findall(folded))) / 3 for k, p in _hints().items()}
        outside = self.stands_twice and self.covered[i] < 0.5 and self.holds[i] < 0.3
        start, end = self.bounds[i]
        run = log(end - start) if start < end else 0.0
        section = self.section[i]
        before, after = i > 0, i + 1 < self.count
        return {
            # the line by itself
            "one_or_two_words": n <= 2,
            "over_35_words": n > 35,
            "log_words": log(n),
            "letters_a_word": self.letters[i] / n / 10,
            "ends_sentence": self.ends[i],
            "ends_bracket": line.endswith(")"),
            "starts_with_mark": not line[:1].isalnum(),
            "capitals": capitals,
            "capitals_long": capitals * (n >= 5),
            "divider": "|" in line or " / " in line or "•" in line,
            "colon_inside": ":" in line[:-1] and n < _HINT_LINE_WORDS,
            "year_short": n < 16 and bool(_YEAR.search(line)),
            "commas": min(3, line.count(",") + line.count("،")) / 3,
            "quotation_mark": any(c in line for c in '"“”„«»'),
            "link": bool(_LINK.search(line)),
            "page_words": hint["page"],
            "offer_words_short": hint["offer"] * (n < PARAGRAPH_WORDS),
            # its words and the paragraphs'
            "shared_words": shared,
            "shared_words_long": shared * (n >= PARAGRAPH_WORDS),
            "web_words_unshared": hint["web"] * (1 - shared),
            # its place
            "first": i == 0,
            "far_down": (i / self.count) ** 2,
            "above_first_paragraph": i < self.paragraphs[0],
            "below_last_long_line": i > self.last_long,
            "before_paragraph": after and self.prose[i + 1],
            "distance_to_paragraph": min(10, away) / 10,
            # its neighbours
            "short_neighbours": _share(
                sum(self.words[j] < _SHORT_LINE_WORDS for j in around), len(around)
            ),
            "previous_ends_sentence": before and self.ends[i - 1],
            "next_ends_sentence": after and self.ends[i + 1],
            "previous_is_furniture": before and bool(self.reasons[i - 1]),
            "furniture_near": sum(bool(self.reasons[j]) for j in near) / (2 * _NEAR_LINES),
            "under_furniture": section is not None,
            "under_advertisement": section in {"advertisement", "shortcode"},
            "under_furniture_to_reader": hint["reader"] * (section is not None),
            # the page standing twice
            "repeated": self.repeated[i],
            "repeated_in_run": self.repeated[i] * run,
            "holds_other_lines": self.holds[i],
            "only_once": outside,
            "only_once_invites": outside * hint["invite"],
        }


def shape_features(
    lines: Sequence[str], reasons: Sequence[str | None]
) -> list[dict[str, float] | None]:
    """Of each line of a page what shape goes by; None where shape has no say.

    Args:
        lines: the page's lines in order, none empty.
        reasons: what the other witnesses found, None for each line they would keep.
    """
    if not PARAGRAPHS_NEEDED <= len(lines) <= MAX_LINES:
        return [None] * len(lines)
    page = _Page(lines, reasons)
    if len(page.paragraphs) < PARAGRAPHS_NEEDED:
        return [None] * len(lines)
    open_lines = [i for i in range(page.count) if not page.is_settled(i)]
    found: list[dict[str, float] | None] = [None] * page.count
    if open_lines:  # most articles of an agency have none
        page.compare()
        for i in open_lines:
            found[i] = {name: float(value) for name, value in page.features(i).items()}
    return found


def judge_shapes(lines: Sequence[str], reasons: Sequence[str | None]) -> list[bool]:
    """Which lines, not yet judged by another witness, have the shape of furniture."""
    filled = [i for i, line in enumerate(lines) if line.strip()]
    found = [False] * len(lines)
    shape = _table("line_shape.toml")
    bar = log(shape["threshold"] / (1 - shape["threshold"])) - shape["bias"]
    features = shape_features([lines[i] for i in filled], [reasons[i] for i in filled])
    for i, values in zip(filled, features, strict=True):
        if values is not None:
            found[i] = sum(w * values[name] for name, w in shape["weights"].items()) > bar
    return found
