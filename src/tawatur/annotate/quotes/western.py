"""Reported speech in English, Russian, French, Spanish and German.

One reader for all five; what differs stands in the tables of ``western_cues``. A verb of
reporting is looked up word by word; its subject is read to the left, or to the right where the
claim comes first ("…," said Smith); the claim is what that, a quotation, a colon or the verb
itself introduces, or what stood before.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import regex

from tawatur.annotate.quotes.marks import Marked
from tawatur.annotate.quotes.speakers import Spoken, Voice, Voices, overlapping_name, span_of
from tawatur.annotate.quotes.western_cues import Language
from tawatur.model import NameMention, Quote, Span, Speaker

# «said late on Monday in an interview with the broadcaster that»
LONGEST_WAY_TO_CLAIM_WORDS = 18
LONGEST_SUBJECT_WORDS = 12
MOST_APPOSITIONS = 4  # «, 52, of Northport, a retired nurse, who …»
LONGEST_APPOSITION_WORDS = 24  # «, a professor of communication at the University of …»

# Cues read in one sentence; the busiest one of 496 English news texts has 20. More is no prose,
# and each cue may look to the end of its sentence: without a bound that grows with the square.
MOST_CUES_IN_SENTENCE = 40

# A quotation without a cue goes to whoever spoke at most this far before it: two paragraphs.
FARTHEST_SPEAKER_CHARACTERS = 1_500
LONGEST_NAME_WORDS = 5  # of a signature under a quotation

# Before «, he said,»: fewer words than this are the head of a claim that goes on behind it.
_SHORT_CLAIM_WORDS = 6

_TOKEN = regex.compile(r"[\p{L}\p{N}][\p{L}\p{N}\p{M}]*(?:[-'’.][\p{L}\p{N}][\p{L}\p{N}\p{M}]*)*")
_EDGE = " \t\n\r\u00a0,;:–—-"


@dataclass(frozen=True, slots=True)
class Token:
    start: int
    end: int
    word: str  # lower case
    gap: str  # what stands before it, without blanks
    capital: bool


@dataclass(frozen=True, slots=True)
class Phrase:
    first: int
    last: int


def tokenise(text: str, language: str) -> list[Token]:
    tokens: list[Token] = []
    before = 0
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        raw = match.group()
        gap = text[before:start]
        squeezed = "" if gap == " " else ("\n" + gap.strip() if "\n" in gap else gap.strip())
        word = raw.lower().replace("’", "'")
        if language == "tr":
            word = raw.replace("İ", "i").replace("I", "ı").lower().replace("’", "'")
            if "'" in word:  # Kaya'nın: the case ending is not part of the name
                end = start + word.index("'")
                word = word[: word.index("'")]
        if (
            language == "fr"
            and "'" in word
            and word.split("'")[0] in {"l", "d", "qu", "n", "s", "j", "c"}
        ):
            cut = raw.replace("’", "'").index("'") + 1
            tokens.append(Token(start, start + cut, word[: cut - 1], squeezed, raw[0].isupper()))
            if cut < len(raw):
                tokens.append(Token(start + cut, end, word[cut:], "", raw[cut].isupper()))
            before = end
            continue
        if language == "en" and word.endswith("'s") and len(word) > 3:
            end -= 2
            word = word[:-2]
        tokens.append(Token(start, end, word, squeezed, raw[0].isupper()))
        before = match.end()
    return tokens


class WesternReader:
    def __init__(
        self,
        text: str,
        language: str,
        tables: Language,
        units: Sequence[tuple[int, int]],
        marked: Sequence[Marked],
        names: Sequence[NameMention],
    ) -> None:
        self.text = text
        self.language = language
        self.tables = tables
        self.units = units
        self.marked = [m for m in marked if not m.single or m.inner_end - m.inner_start > 20]
        self.mark_starts = [m.start for m in self.marked]
        self.mark_ends = sorted((m.end, i) for i, m in enumerate(self.marked))
        self.names = sorted(names, key=lambda n: (n.start, -n.end))
        self.name_starts = [n.start for n in self.names]
        self.full_names = {
            n.text.split()[-1].lower(): n
            for n in reversed(self.names)
            if n.kind == "person" and " " in n.text.strip()
        }
        self.tokens = tokenise(text, language)
        self.starts = [t.start for t in self.tokens]
        self.voices = Voices()
        self.found: list[tuple[Quote, Voice | None]] = []
        self.taken: set[tuple[int, int]] = set()
        self.cues_left = MOST_CUES_IN_SENTENCE

    def read(self) -> list[Quote]:
        for unit in range(len(self.units)):
            start, end = self.units[unit]
            first = bisect_left(self.starts, start)
            last = bisect_left(self.starts, end)
            index = first
            self.cues_left = MOST_CUES_IN_SENTENCE
            while index < last and self.cues_left:
                index = max(index + 1, self._at(index, first, last, start, end))
        self._loose_quotations()
        return [quote for quote, _ in self.found]

    # ------------------------------------------------------------------ one word

    def _at(self, index: int, first: int, last: int, start: int, end: int) -> int:
        word = self.tokens[index].word
        tables = self.tables
        for preposition in tables.according:
            if word == preposition[0] and self._follows(index, preposition, last):
                return self._according(index, len(preposition), first, last, start, end)
        if self.language == "de" and word == "zufolge":
            return self._zufolge(index, first, last, start, end)
        two = f"{word} {self.tokens[index + 1].word}" if index + 1 < last else ""
        for table, kind in (
            (tables.phrase, "phrase"), (tables.strong, "strong"), (tables.weak, "weak"), (tables.participles, "participle"),
        ):  # fmt: skip
            if two in table:
                return self._cue(index, index + 1, table[two], kind, first, last, start, end)
            if word in table:
                if kind == "phrase" and (word in tables.strong or word in tables.weak):
                    continue
                return self._cue(index, index, table[word], kind, first, last, start, end)
        return index + 1

    def _follows(self, index: int, words: tuple[str, ...], last: int) -> bool:
        return index + len(words) < last and all(
            self.tokens[index + i].word == w for i, w in enumerate(words)
        )

    def _cue(
        self,
        index: int,
        cue_last: int,
        strength: str,
        kind: str,
        first: int,
        last: int,
        start: int,
        end: int,
    ) -> int:
        self.cues_left -= 1
        tokens = self.tokens
        inside = self._mark_around(tokens[index].start)
        if inside is not None:
            first = max(first, bisect_left(self.starts, inside.start))
            last = min(last, bisect_left(self.starts, inside.inner_end))
            start, end = max(start, inside.inner_start), min(end, inside.inner_end)
        cue_last = self._with_particle(cue_last, last)
        after = cue_last + 1
        next_gap = tokens[after].gap if after < last else "."
        previous = index - 1
        while (
            previous >= first
            and tokens[previous].word in self.tables.adverbs
            and not _breaks(tokens[previous + 1].gap)
        ):
            previous -= 1
        cue_first = previous + 1 if previous + 1 <= index else index
        if inside is not None and not self._quotes_another(kind, previous, first, cue_last, last):
            return after
        rambling = (
            self.language == "en"
            and previous >= first
            and tokens[previous].word == "to"
            and self._introduction(cue_last, last) is not None
        )  # «went on to say that»
        if kind == "participle" or rambling:
            return self._claim_after(
                cue_first, cue_last, None, strength, kind, first, last, start, end, index
            )
        before_gap = tokens[previous + 1].gap if previous + 1 <= index else tokens[index].gap
        if before_gap in {")", "),", "]"}:  # «Rep. Ann Lowe (R-WI) said»
            for step in range(previous, max(first, previous - 6), -1):
                if "(" in tokens[step].gap or "[" in tokens[step].gap:
                    previous, before_gap = step - 1, before_gap[1:]
                    break
        quote_before = self._mark_ending_at(tokens[previous + 1].start, previous, first)
        # «"…", said Smith» / «…, said Smith» / «заявил министр»: the verb opens its clause
        opens = (
            previous < first
            or _breaks(before_gap)
            or tokens[previous].word in self.tables.boundaries
        )
        if previous >= first and tokens[previous].word in _RELAYS and kind == "strong":
            return self._relay(
                previous, cue_first, cue_last, strength, first, last, start, end, index
            )
        if self.tables.verb_second and not opens:
            opens = self._only_adjuncts(first, previous)
        subject: Phrase | None
        if opens and not (previous >= first and tokens[previous].word in self.tables.pronouns):
            subject = None
            appositive = None
            if previous >= first and "," in before_gap and quote_before is None:
                appositive = self._apposed_subject(previous, first)
            if appositive is not None:
                subject = appositive
            elif quote_before is not None or (
                self.tables.inverts
                # «and said the minister should resign»: English turns round only after the claim
                and not (self.language == "en" and previous >= first and "," not in before_gap)
            ):
                subject = self._subject_after(after, last)
            if subject is not None and subject.first > index:
                has_before = quote_before is not None or (previous >= first and "," in before_gap)
                introduced = self._introduction(subject.last, last)
                if (
                    has_before
                    and previous >= first
                    and not (introduced and introduced[1] == "that" and quote_before is None)
                ):
                    return self._claim_before(
                        cue_first,
                        cue_last,
                        subject,
                        strength,
                        first,
                        last,
                        start,
                        end,
                        quote_before,
                    )
                return self._claim_after(
                    cue_first,
                    max(cue_last, subject.last),
                    subject,
                    strength,
                    kind,
                    first,
                    last,
                    start,
                    end,
                    index,
                )
            if subject is None:
                if kind == "strong" and quote_before is not None:
                    return self._claim_before(
                        cue_first, cue_last, None, strength, first, last, start, end, quote_before
                    )
                if (
                    previous >= first
                    and tokens[previous].word
                    in {"and", "but", "then", "et", "y", "и", "und", "mais", "pero", "а", "но"}
                    and kind != "weak"
                ):
                    return self._claim_after(
                        cue_first, cue_last, None, strength, kind, first, last, start, end, index
                    )
                return after
        else:
            subject = self._subject_before(previous, first)
            if subject is None:
                return after
        assert subject is not None
        if tokens[subject.last].word in _SELF or (inside is not None and kind != "strong"):
            return after
        # subject before the verb: has the claim been made already?
        quote_before = self._mark_ending_at(tokens[subject.first].start, subject.first - 1, first)
        comma_before = subject.first > first and "," in tokens[subject.first].gap
        claim_follows = not _breaks(next_gap) or (
            after < last and (":" in next_gap or self._mark_in_gap(after) is not None)
        )
        if after < last and next_gap.startswith(",") and tokens[after].word in self.tables.that:
            claim_follows = True
        if (
            self.language in {"de", "ru"}
            and next_gap.startswith(",")
            and after < last
            and quote_before is None
            and not comma_before
        ):
            claim_follows = True
        if claim_follows and (quote_before is not None or comma_before):
            introduced = self._introduction(cue_last, last)
            if (introduced is None and self._adjunct_to_end(after, last)) or (
                quote_before is not None and (introduced is None or introduced[1] == "mark")
            ):
                claim_follows = False
        if (
            not claim_follows
            and (quote_before is not None or comma_before)
            and kind in {"strong", "weak"}
        ):
            return self._claim_before(
                cue_first, cue_last, subject, strength, first, last, start, end, quote_before
            )
        return self._claim_after(
            cue_first, cue_last, subject, strength, kind, first, last, start, end, index
        )

    def _quotes_another(
        self, kind: str, previous: int, first: int, cue_last: int, last: int
    ) -> bool:
        """Inside quotation marks: does the quoted one report a third party's words?

        "I say we wait" and "if people think that" are his own statement; «Lowe told me that», with
        a name, or words in inner marks are another's.
        """
        if kind == "participle":
            return False
        introduced = self._introduction(cue_last, last)
        if introduced is None or kind != "strong":
            return False
        named = previous >= first and (
            self.tokens[previous].capital and self.tokens[previous].word not in self.tables.pronouns
        )
        return introduced[1] == "mark" or (named and previous > first)

    def _relay(
        self, opening: int, cue_first: int, cue_last: int, strength: str,
        first: int, last: int, start: int, end: int, index: int,
    ) -> int:  # fmt: skip
        """«Как сообщил источник, расходы выросли»; «…, as the minister said»."""
        tokens = self.tokens
        subject = self._subject_after(cue_last + 1, last)
        if subject is None:
            return cue_last + 1
        if opening > first:
            if "," in tokens[opening].gap:
                self._keep(
                    [(start, tokens[opening].start)],
                    cue_first,
                    cue_last,
                    subject,
                    strength,
                    start,
                    index,
                )
            return subject.last + 1
        position = subject.last + 1
        while position < last and "," not in tokens[position].gap:
            position += 1
        if position < last:
            self._keep(
                [(tokens[position].start, self._claim_end(position, last, end))],
                cue_first,
                cue_last,
                subject,
                strength,
                start,
                index,
            )
        return subject.last + 1

    def _with_particle(self, cue_last: int, last: int) -> int:
        """«pointed out»; French «a-t-il dit» needs nothing."""
        return cue_last

    # ------------------------------------------------------------------ claims

    def _introduction(self, cue_last: int, last: int) -> tuple[int, str] | None:
        """(token, "that" | "mark" | "colon"): the first token of the claim and what introduced it."""
        tokens = self.tokens
        stop = min(last, cue_last + 1 + LONGEST_WAY_TO_CLAIM_WORDS)
        for position in range(cue_last + 1, stop):
            token = tokens[position]
            if token.gap:
                mark = self._mark_in_gap(position)
                if mark is not None:
                    words_inside = self.text.count(" ", mark.inner_start, mark.inner_end) + 1
                    near = position == cue_last + 1 or "," in token.gap or ":" in token.gap
                    if near or words_inside >= 4:
                        return position, "mark"
                if ":" in token.gap:
                    return position, "colon"
                if ";" in token.gap or "\n" in token.gap:
                    return None
            if position > cue_last and token.word in self.tables.that and position + 1 < last:
                if token.word in {"what", "how", "why", "whether", "if", "si", "ob", "wie", "как"}:
                    if position <= cue_last + 3:
                        return position, "that"
                    continue
                return position + 1, "that"
            if position > cue_last + 1 and (
                token.word in self.tables.strong or token.word in self.tables.participles
            ):
                return None
        return None

    def _claim_after(
        self, cue_first: int, cue_last: int, subject: Phrase | None, strength: str, kind: str,
        first: int, last: int, start: int, end: int, index: int,
    ) -> int:  # fmt: skip
        tokens = self.tokens
        after = cue_last + 1
        if after >= last:
            return after
        introduced = self._introduction(cue_last, last)
        if introduced is None and kind == "weak":
            zero = (
                subject is not None
                and tokens[after].word in self.tables.pronouns
                and not tokens[after].gap
            )
            if not zero:
                return after
        if introduced is None:
            claim = after
            if tokens[after].gap.startswith(",") and self.language not in {"de", "ru"}:
                return after
            if tokens[index].word in self.tables.telling:
                claim = self._past_addressee(claim, last)
            if kind == "strong":
                claim = self._past_adjunct(claim, last)
            if claim >= last:
                return after
            if self.language not in {"en", "de"} and kind == "strong":
                return after  # only a that-word or marks introduce claims there
            if self.language == "de" and kind == "strong" and "," not in tokens[claim].gap:
                comma = next(
                    (p for p in range(claim, min(last, claim + 16)) if "," in tokens[p].gap), None
                )
                if comma is None:
                    return after
                claim = comma
            if kind == "participle" and tokens[after].gap:
                return after
            begin = tokens[claim].start
            mark = self._mark_in_gap(claim)
            if mark is not None:
                begin = mark.start
            self._keep(
                [(begin, self._claim_end(claim, last, end))],
                cue_first,
                cue_last,
                subject,
                strength,
                start,
                index,
            )
            return after
        claim, how = introduced
        if how == "mark":
            mark = self._mark_in_gap(claim)
            assert mark is not None
            adjacent = claim == after or "," in tokens[claim].gap or ":" in tokens[claim].gap
            told = tokens[index].word in self.tables.telling and claim <= after + 4
            if (adjacent or told or self.language not in {"en"}) and (
                kind != "phrase"
                or ":" in tokens[claim].gap
                or mark.inner_end - mark.inner_start > 60
            ):
                tail = self._claim_end(claim, last, end)
                rest = self.text[mark.end : tail].strip(_EDGE + '.!?”"')
                if (
                    claim == after
                    and not _breaks(tokens[claim].gap.rstrip('“"«„‘'))
                    and rest
                    and len(rest) < 400
                    and not _looks_new(rest)
                ):
                    self._keep(
                        [(mark.start, tail)], cue_first, cue_last, subject, strength, start, index
                    )
                    return after
                self._keep(
                    [(mark.inner_start, mark.inner_end)],
                    cue_first,
                    cue_last,
                    subject,
                    strength,
                    start,
                    index,
                    marks=[mark],
                )
                return after
            begin_at = (
                self._past_addressee(after, last)
                if tokens[index].word in self.tables.telling
                else self._past_adjunct(after, last)
            )
            begin = tokens[min(begin_at, claim)].start if begin_at < claim else mark.start
            self._keep(
                [(begin, self._claim_end(min(begin_at, claim), last, end))],
                cue_first,
                cue_last,
                subject,
                strength,
                start,
                index,
            )
            return after
        mark = self._mark_in_gap(claim)
        begin = mark.start if mark is not None else tokens[claim].start
        self._keep(
            [(begin, self._claim_end(claim, last, end))],
            cue_first,
            cue_last,
            subject,
            strength,
            start,
            index,
        )
        return after

    def _claim_end(self, claim: int, last: int, end: int) -> int:
        """To the end of the sentence, or to where another reporting takes over."""
        tokens = self.tokens
        tables = self.tables
        position = claim + 1
        while position < last:
            token = tokens[position]
            around = self._mark_around(token.start)
            if around is not None and around.start >= tokens[claim].start - 3:
                position = max(position + 1, bisect_left(self.starts, around.end))
                continue
            if token.gap and "," in token.gap:
                if token.word in tables.participles:
                    return token.start
                if any(
                    token.word == p[0] and self._follows(position, p, last)
                    for p in tables.according
                ):
                    return token.start
                if token.word in {
                    "but",
                    "while",
                    "mais",
                    "но",
                    "aber",
                    "pero",
                    "а",
                    "though",
                    "although",
                }:
                    for step in range(position + 1, min(last, position + 7)):
                        if tokens[step].word in tables.strong:
                            return token.start
            if token.gap and "," in token.gap and self._trailing_attribution(position, last):
                return token.start
            if (
                token.word in {"and", "but", "et", "и", "y", "und"}
                and position + 1 < last
                and tokens[position + 1].word in tables.strong
            ):
                return token.start
            if any(
                token.word == p[0] and len(p) > 1 and self._follows(position, p, last)
                for p in tables.according
            ):
                return token.start
            position += 1
        return end

    def _trailing_attribution(self, position: int, last: int) -> bool:
        """Does «, an official said.» start here?"""
        tokens = self.tokens
        if tokens[position].word in self.tables.boundaries:
            return False
        for step in range(position + 1, min(last, position + 7)):
            if _breaks(tokens[step].gap):
                return False
            if tokens[step].word in self.tables.strong:
                return step + 1 >= last or _breaks(tokens[step + 1].gap)
        return False

    def _claim_before(
        self, cue_first: int, cue_last: int, subject: Phrase | None, strength: str,
        first: int, last: int, start: int, end: int, quoted: Marked | None,
    ) -> int:  # fmt: skip
        """«…, he said», with what may follow: «…, he said, "…"», «"…," he said. "…"»."""
        tokens = self.tokens
        head = min(cue_first, subject.first) if subject is not None else cue_first
        tail = max(cue_last, subject.last) if subject is not None else cue_last
        pieces: list[tuple[int, int]] = []
        marks: list[Marked] = []
        if quoted is not None:
            lead = self.text[start : quoted.start].strip(_EDGE)
            if (
                lead
                and len(lead) < 300
                and quoted.start > start
                and not self._taken_by_cue(start, quoted.start)
                and not lead.endswith((".", "?", "!"))
            ):
                pieces.append((start, quoted.end))
            else:
                pieces.append((quoted.inner_start, quoted.inner_end))
            marks.append(quoted)
        else:
            stop = tokens[head].start
            begin = start
            for position in range(head - 1, first, -1):
                if ";" in tokens[position].gap:
                    begin = tokens[position].start
                    break
            if stop - begin < 8:
                return tail + 1
            pieces.append((begin, stop))
        # the rest of a broken quotation
        following = tail + 1
        stop_at = min(len(tokens), following + 14)
        for position in range(following, stop_at):
            gap = tokens[position].gap
            if "\n" in gap:
                break
            mark = self._mark_in_gap(position)
            if mark is not None and quoted is not None:
                beside = "," in gap or "." in gap or ":" in gap or position == following
                if beside and not self._has_own_cue(mark):
                    pieces.append((mark.inner_start, mark.inner_end))
                    marks.append(mark)
                break
            if "." in gap:
                break
        parenthetic = (  # «The move, he added, was fair»
            len(pieces) == 1
            and quoted is None
            and following < last
            and tokens[following].gap.startswith(",")
            and not any(tokens[p].word in self.tables.strong for p in range(following, last))
        )
        if parenthetic and (
            tokens[following].word in self.tables.boundaries
            or self.text.count(" ", *pieces[0]) < _SHORT_CLAIM_WORDS
        ):
            pieces.append((tokens[following].start, end))
        self._keep(pieces, cue_first, cue_last, subject, strength, start, cue_last, marks=marks)
        return tail + 1

    def _has_own_cue(self, mark: Marked) -> bool:
        """Is this quotation followed by its own «, she said»?"""
        after = bisect_left(self.starts, mark.end)
        for position in range(after, min(len(self.tokens), after + 6)):
            ended = "." in self.tokens[position].gap or "\n" in self.tokens[position].gap
            if ended and (position > after or self.text[mark.inner_end - 1] in ".!?"):
                return False
            if self.tokens[position].word in self.tables.strong:
                return True
        return False

    def _taken_by_cue(self, start: int, end: int) -> bool:
        first = bisect_left(self.starts, start)
        last = bisect_left(self.starts, end)
        return any(t.word in self.tables.strong for t in self.tokens[first:last])

    # ------------------------------------------------------------------ subjects

    def _subject_before(self, previous: int, first: int) -> Phrase | None:
        tokens = self.tokens
        tables = self.tables
        if previous < first:
            return None
        token = tokens[previous]
        if token.word in tables.pronouns:
            if (
                token.word in {"who", "qui", "который", "которая", "quien", "которые"}
                and previous > first
            ):
                antecedent = self._noun_phrase(previous - 1, first)
                return antecedent or Phrase(previous, previous)
            return Phrase(previous, previous)
        return self._noun_phrase(previous, first)

    def _noun_phrase(self, last: int, first: int) -> Phrase | None:
        """The noun phrase that ends here, read leftwards."""
        tokens = self.tokens
        tables = self.tables
        start = last
        if tokens[last].word in tables.boundaries or (
            tokens[last].word in tables.joints and not tokens[last].capital
        ):
            return None
        while start > first and last - start < LONGEST_SUBJECT_WORDS:
            gap = tokens[start].gap
            if (
                gap
                and _breaks(gap)
                and not (
                    gap == "."
                    and tokens[start - 1].capital
                    and tokens[start - 1].end - tokens[start - 1].start <= 4
                )
            ):
                break
            before = tokens[start - 1]
            if before.word in tables.boundaries and not (
                before.word in {"and", "et", "y", "und", "и"}
                and tokens[start].capital
                and start >= 2
                and tokens[start - 2].capital
            ):
                break
            if (
                before.word in tables.strong
                or (before.word in tables.weak and not before.capital)
                or before.word in tables.that
            ):
                break
            if before.word in tables.pronouns and before.word not in tables.determiners:
                break
            word = tokens[start].word
            if (
                word in tables.determiners
                and word not in tables.joints
                and before.word not in tables.joints
            ):
                break
            start -= 1
        while (
            start < last
            and tokens[start].word in tables.adjuncts | tables.joints
            and not tokens[start].capital
        ):
            start += 1
        if start == last and tokens[start].word in tables.adverbs:
            return None
        return Phrase(start, last)

    def _apposed_subject(self, previous: int, first: int) -> Phrase | None:
        """«Smith, a spokesman for the party, said»."""
        tokens = self.tokens
        comma = previous
        while comma > first and previous - comma < 16 and "," not in tokens[comma].gap:
            if _breaks(tokens[comma].gap):
                return None
            comma -= 1
        if comma <= first or "," not in tokens[comma].gap:
            return None
        opener = tokens[comma].word
        if opener in self.tables.boundaries and opener != "who":
            return None
        head = self._noun_phrase(comma - 1, first)
        if head is None or not (
            tokens[head.last].capital
            or tokens[head.first].capital
            or tokens[head.first].word in self.tables.determiners
        ):
            return None
        return Phrase(head.first, previous)

    def _subject_after(self, after: int, last: int) -> Phrase | None:
        tokens = self.tokens
        tables = self.tables
        if after >= last or _breaks(tokens[after].gap):
            return None
        if tokens[after].word in tables.pronouns:
            return Phrase(after, after)
        position = after
        while (
            position < last
            and position < after + 3
            and tokens[position].word in tables.adverbs | tables.adjuncts
            and not tokens[position].capital
            and tokens[position].word not in tables.determiners
        ):
            position += 1
        if (
            position >= last
            or tokens[position].word in tables.that
            or _breaks(tokens[position].gap)
        ):
            return None
        start = position
        if not (
            tokens[start].capital
            or tokens[start].word in tables.determiners
            or tokens[start].word
            in tables.unnamed
            | tables.people
            | tables.organisations
            | tables.documents
            | tables.media
        ):
            return None
        seen_capital = False
        while position < last and position - start < LONGEST_SUBJECT_WORDS:
            token = tokens[position]
            if position > start:
                if _breaks(token.gap) and not (
                    token.gap == "."
                    and tokens[position - 1].end - tokens[position - 1].start <= 3
                    and tokens[position - 1].capital
                ):
                    break
                if token.word in tables.that or token.word in tables.boundaries:
                    break
                if (
                    seen_capital
                    and token.word in tables.adjuncts
                    and not token.capital
                    and not self._goes_on_with_name(position, last)
                ):
                    break
                if token.word in {
                    "in",
                    "on",
                    "during",
                    "after",
                    "told",
                    "lors",
                    "durante",
                    "am",
                    "в",
                    "во",
                } and (seen_capital or token.word in {"during", "lors", "durante"}):
                    break
            seen_capital = seen_capital or token.capital
            position += 1
        if seen_capital and position < last and tokens[position].gap == ",":
            position = self._past_apposition(position, last)
        return Phrase(start, position - 1)

    def _goes_on_with_name(self, position: int, last: int) -> bool:
        """«Smith | of the Council», «Smith | with Harvard», but not «Smith | on Monday»."""
        tokens = self.tokens
        if tokens[position].word in {"on", "in", "at", "during", "to"}:
            return False
        following = position + 1
        if (
            tokens[position].word in {"of", "from"}
            and following + 1 < last
            and tokens[following].word == "the"
        ):
            following += 1
        return following < last and tokens[following].capital

    def _past_apposition(self, position: int, last: int) -> int:
        """«said Smith, 32, a spokesman for the party, who voted against.»: behind all of it."""
        tokens = self.tokens
        tables = self.tables
        opens = tables.determiners | tables.people | tables.unnamed | _OPENS_APPOSITION
        for _ in range(MOST_APPOSITIONS):
            if position >= last or tokens[position].gap != ",":
                break
            word = tokens[position].word
            age = word.isdigit() and len(word) <= 2
            title = (
                tokens[position + 1].word in tables.joints
                if position + 1 < last and not tokens[position].capital
                else False
            )  # «, editor of the Times»
            if not (word in opens or age or title) or word in tables.pronouns.keys() - {"who"}:
                return position
            step = position + 1
            while step < last and step - position < LONGEST_APPOSITION_WORDS:
                gap = tokens[step].gap
                if _breaks(gap) and gap[0] in ',.;–—\n"“(:':
                    break
                step += 1
            if step - position >= LONGEST_APPOSITION_WORDS:
                return position
            position = step
        return position

    def _acting_subject(self, index: int, unit_start: int) -> Phrase | None:
        """Whoever the sentence is about, for «…, saying that» and «went on to say that»."""
        tokens = self.tokens
        tables = self.tables
        first = bisect_left(self.starts, unit_start)
        for position in range(first, index):
            token = tokens[position]
            if self._mark_around(token.start) is not None:
                return None
            if (
                token.word in tables.pronouns
                and token.word not in _SELF
                and tables.pronouns[token.word]
            ):
                return Phrase(position, position)
            starts_name = (
                token.capital
                and token.word not in tables.boundaries | tables.adjuncts | tables.adverbs
            )
            if not (starts_name or (position == first and token.word in tables.determiners)):
                continue
            if (
                position > first
                and tokens[position - 1].word in tables.joints | tables.adjuncts
                and not tokens[position - 1].capital
            ):
                continue
            end = position
            while end + 1 < index and end - position < 8 and not _breaks(tokens[end + 1].gap):
                following = tokens[end + 1]
                if not (
                    following.capital
                    or following.word in {"of", "the", "de", "du", "der", "for"}
                    or following.word in tables.people | tables.organisations | tables.unnamed
                ):
                    break
                end += 1
            return Phrase(position, end)
        return None

    def _only_adjuncts(self, first: int, previous: int) -> bool:
        """German: «Am Montag sagte Weber»: what stands before the verb is not its subject."""
        return (
            self.tokens[first].word
            in {
                "am",
                "im",
                "in",
                "bei",
                "nach",
                "vor",
                "auf",
                "zuvor",
                "später",
                "dazu",
                "dabei",
                "zugleich",
                "gleichzeitig",
                "gestern",
                "heute",
                "seit",
            }
            and previous - first < 8
        )

    def _past_addressee(self, position: int, last: int) -> int:
        tokens = self.tokens
        if position >= last:
            return position
        word = tokens[position].word
        if word in {"him", "her", "them", "me", "us", "you", "it"}:
            return position + 1
        step = position
        if tokens[step].word in self.tables.determiners:
            step += 1
        while step < last and step < position + 6:
            if step > position and (
                _breaks(tokens[step].gap)
                or tokens[step].word in self.tables.pronouns
                or tokens[step].word in self.tables.determiners
                or tokens[step].word in self.tables.that
            ):
                break
            if not tokens[step].capital and step > position and tokens[step - 1].capital:
                break
            if not tokens[step].capital and tokens[position].word not in self.tables.determiners:
                return step + 1
            step += 1
        return step

    def _past_adjunct(self, position: int, last: int) -> int:
        """«said Tuesday …», «said on Monday …», «said in a statement …»."""
        tokens = self.tokens
        days = {
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday",
            "today",
            "yesterday",
        }
        step = position
        if (
            step < last
            and tokens[step].word in {"on", "late", "early"}
            and step + 1 < last
            and tokens[step + 1].word in days | {"on"}
        ):
            step += 1
        if step < last and tokens[step].word in days:
            step += 1
            if step < last and tokens[step].word in {"night", "morning", "evening", "afternoon"}:
                step += 1
            return step
        if step < last and tokens[step].word in {"in", "during"}:
            for ahead in range(step + 1, min(last, step + 10)):
                if tokens[ahead].word in self.tables.occasions:
                    return min(last, ahead + 1)
                if _breaks(tokens[ahead].gap):
                    break
        return position

    def _adjunct_to_end(self, position: int, last: int) -> bool:
        tokens = self.tokens
        if position >= last:
            return True
        if (
            tokens[position].word not in self.tables.adjuncts
            and tokens[position].word not in self.tables.reporters
        ) and self.tokens[position - 1].word not in self.tables.telling:
            return False
        return not any(t.word in self.tables.that for t in tokens[position : position + 8])

    # ------------------------------------------------------------------ according to

    def _according(
        self, index: int, length: int, first: int, last: int, start: int, end: int
    ) -> int:
        tokens = self.tokens
        self.cues_left -= 1
        head = index + length
        if head >= last:
            return head
        position = head
        while position < last and position - head < 14:
            token = tokens[position]
            if position > head and (
                (
                    _breaks(token.gap)
                    and not (
                        token.gap == "."
                        and tokens[position - 1].end - tokens[position - 1].start <= 3
                        and tokens[position - 1].capital
                    )
                )
                or token.word in self.tables.boundaries - {"and"}
            ):
                break
            position += 1
        if self.language == "de":
            for step in range(head + 1, position):
                word = tokens[step].word
                if (
                    not tokens[step].capital
                    and tokens[step - 1].capital
                    and word not in self.tables.joints
                ):
                    position = step  # «Laut Ministerium steigen die Kosten»
                    break
        subject = Phrase(head, position - 1)
        opens = index == first or (
            index - first <= 2 and "," not in tokens[index].gap and not tokens[index].gap
        )
        if opens:
            comma = position < last and (
                "," in tokens[position].gap or self._mark_in_gap(position) is not None
            )
            if position >= last or not (comma or self.language == "de"):
                return head
            mark = self._mark_in_gap(position)
            begin = mark.start if mark is not None else tokens[position].start
            self._keep(
                [(begin, self._claim_end(position, last, end))],
                index,
                head - 1,
                subject,
                "said",
                start,
                index,
            )
            return head
        begin = start
        for step in range(index - 1, first, -1):
            if ";" in tokens[step].gap:
                begin = tokens[step].start
                break
            if "," in tokens[step].gap and tokens[step].word in {
                "but",
                "while",
                "mais",
                "но",
                "pero",
            }:
                begin = tokens[step].start
                break
        quoted = self._mark_ending_at(tokens[index].start, index - 1, first)
        if quoted is not None and quoted.start <= start + 2:
            self._keep(
                [(quoted.inner_start, quoted.inner_end)],
                index,
                head - 1,
                subject,
                "said",
                start,
                index,
                marks=[quoted],
            )
        else:
            self._keep(
                [(begin, tokens[index].start)], index, head - 1, subject, "said", start, index
            )
        return head

    def _zufolge(self, index: int, first: int, last: int, start: int, end: int) -> int:
        subject = self._noun_phrase(index - 1, first) if index > first else None
        if subject is None:
            return index + 1
        if subject.first <= first + 1 and index + 1 < last:
            begin = self.tokens[index + 1].start
            self._keep([(begin, end)], index, index, subject, "said", start, index)
        else:
            self._keep(
                [(start, self.tokens[subject.first].start)],
                index,
                index,
                subject,
                "said",
                start,
                index,
            )
        return index + 1

    # ------------------------------------------------------------------ loose quotations

    def _loose_quotations(self) -> None:
        """A paragraph that is one quotation, or a quotation after a colon, without any cue.

        It goes to the name that signs it, to the subject of the sentence that leads up to its
        colon, or to whoever spoke last before it.
        """
        spoken = Spoken(self.found)
        loose: list[tuple[Quote, Voice | None]] = []
        for mark in self.marked:
            if mark.single or mark.depth or mark.inner_end - mark.inner_start < 40:
                continue
            if spoken.holds(mark.inner_start):
                continue
            line_start = self.text.rfind("\n", 0, mark.start) + 1
            lead = self.text[line_start : mark.start].strip()
            if lead and not lead.endswith((":", ".", "”", '"', "»", "!", "?", "–", "—", "-")):
                continue
            subject = self._signature(mark) or (
                self._lead_subject(mark) if lead.endswith(":") else None
            )
            if subject is not None:
                voice = self._voice(subject)
                mention = (self.tokens[subject.first].start, self.tokens[subject.last].end)
                self.voices.spoke(voice, mention[0])
                speaker = self._speaker(voice, mention, "named")
            else:
                last = spoken.last_before(mark.start)
                if last is None or last[0].cue is None or last[0].speaker is None:
                    continue
                if mark.start - last[0].cue.start > FARTHEST_SPEAKER_CHARACTERS:
                    continue
                voice, where = last[1], last[0].speaker.mention
                beside = (where.start, where.end) if where else voice.span
                speaker = self._speaker(voice, beside, "context")
            content = (Span(start=mark.inner_start, end=mark.inner_end),)
            loose.append((Quote(content=content, kind="direct", speaker=speaker), voice))
        self.found += loose

    def _signature(self, mark: Marked) -> Phrase | None:
        """«“…” — Ann Lowe»: the name on the rest of the line, or on the next one."""
        first = bisect_left(self.starts, mark.end)
        if first >= len(self.tokens) or not set(self.tokens[first].gap) & set("—–―-"):
            return None
        last = first
        while last < len(self.tokens) and (last == first or not _breaks(self.tokens[last].gap)):
            if not self.tokens[last].capital:
                return None
            last += 1
        return Phrase(first, last - 1) if last - first <= LONGEST_NAME_WORDS else None

    def _lead_subject(self, mark: Marked) -> Phrase | None:
        """«As Ann Lowe put it: “…”»: who acts in the sentence before the colon."""
        end = bisect_left(self.starts, mark.start)
        unit = bisect_right(self.units, mark.start - 1, key=lambda u: u[0]) - 1
        return self._acting_subject(end, self.units[unit][0]) if unit >= 0 else None

    # ------------------------------------------------------------------ keeping

    def _keep(
        self, pieces: list[tuple[int, int]], cue_first: int, cue_last: int, subject: Phrase | None,
        strength: str, unit_start: int, index: int, *, marks: Sequence[Marked] = (),
    ) -> None:  # fmt: skip
        tokens = self.tokens
        spans: list[tuple[int, int]] = []
        for start, end in pieces:
            start, end = _trimmed(self.text, start, end)
            if end - start > 1:
                spans.append((start, end))
        if not spans:
            return
        if spans[0] in self.taken:
            return
        kind = "indirect"
        if marks and all(
            any(m.inner_start <= s and e <= m.inner_end for m in marks) for s, e in spans
        ):
            kind = "direct"
        elif len(spans) == 1 and (whole := self._mark_exactly(*spans[0])) is not None:
            kind = "direct"
            spans = [(whole.inner_start, whole.inner_end)]
        elif any(self._holds_mark(s, e) for s, e in spans):
            kind = "mixed"
        if kind == "indirect" and sum(self.text.count(" ", s, e) for s, e in spans) < 1:
            return
        mention: tuple[int, int] | None = None
        resolved = "named"
        voice: Voice | None = None
        at = tokens[index].start
        if subject is not None:
            mention = (tokens[subject.first].start, tokens[subject.last].end)
            if subject.first == subject.last and tokens[subject.first].word in self.tables.pronouns:
                resolved = "pronoun"
                agreement = self.tables.pronouns[tokens[subject.first].word]
                voice = self._pronoun(agreement, at)
            else:
                voice = self._voice(subject)
        else:
            resolved = "bare-verb"
            acting = self._acting_subject(index, unit_start)
            voice = self.voices.last(at)
            if voice is not None and voice.last_at >= unit_start:
                mention = self._last_mention
            elif acting is not None:
                mention = (tokens[acting.first].start, tokens[acting.last].end)
                alone = tokens[acting.last].word in self.tables.pronouns
                voice = (
                    self._pronoun(self.tables.pronouns[tokens[acting.last].word], at)
                    if alone
                    else self._voice(acting)
                )
        if mention is not None:
            self._last_mention = mention
        if voice is not None:
            self.voices.spoke(voice, at)
        elif mention is None:
            resolved = "none"
        self.taken.update(spans)
        addressee = self._addressee(cue_last, min(len(tokens), cue_last + 8))
        speaker = None
        if voice is not None:
            speaker = self._speaker(voice, mention, resolved)
        elif mention is not None:
            speaker = Speaker(
                name=None, kind="unknown", mention=span_of(mention), resolved_by="none"
            )
        cue_end = cue_last if 0 < cue_last - index <= 3 else index
        if subject is not None and subject.first <= cue_end and index <= subject.last:
            cue_end = index
        quote = Quote(
            content=tuple(Span(start=s, end=e) for s, e in spans),
            kind=kind,  # type: ignore[arg-type]
            speaker=speaker,
            cue=Span(start=tokens[index].start, end=tokens[cue_end].end),
            strength=strength,
            addressee=addressee,
            chain=(addressee,)
            if addressee
            and addressee.split()[-1].lower() not in self.tables.reporters
            and addressee[:1].isupper()
            else (),
        )
        self.found.append((quote, voice))

    _last_mention: tuple[int, int] | None = None

    def _addressee(self, cue_last: int, stop: int) -> str | None:
        tokens = self.tokens
        if cue_last >= len(tokens):
            return None
        telling = tokens[cue_last].word in self.tables.telling
        for position in range(cue_last + 1, stop):
            token = tokens[position]
            if _breaks(token.gap):
                return None
            if token.word in self.tables.reporters:
                return self.text[token.start : token.end]
            if telling and position == cue_last + 1:
                end = position
                while (
                    end < stop
                    and (tokens[end].capital or tokens[end].word in {"the", "of"})
                    and (end == position or not _breaks(tokens[end].gap))
                ):
                    end += 1
                if end > position and tokens[end - 1].capital:
                    return self.text[tokens[position].start : tokens[end - 1].end]
        return None

    def _voice(self, subject: Phrase) -> Voice:
        tokens = self.tokens
        span = (tokens[subject.first].start, tokens[subject.last].end)
        text = self.text[span[0] : span[1]]
        folded = [tokens[i].word for i in range(subject.first, subject.last + 1)]
        tables = self.tables
        person = overlapping_name(self.names, *span, frozenset({"person"}))
        if person is None:  # a name that the phrase cuts short
            near = bisect_left(self.name_starts, span[0] - 60)
            for name in self.names[near:]:
                if name.start >= span[1]:
                    break
                if name.kind == "person" and name.end > span[0]:
                    person = name
                    break
        role: str | None = None
        identity: str | None = None
        named = False
        capitals = [
            i
            for i in range(subject.first, subject.last + 1)
            if tokens[i].capital and tokens[i].word not in tables.determiners
        ]
        head = folded  # the words that tell what kind of speaker it is
        for split in range(subject.first + 1, subject.last + 1):
            if (
                "," in tokens[split].gap
            ):  # «Keith Nagel, a veteran of Congress»: the name comes first
                before = [i for i in capitals if i < split and not self._is_role(tokens[i].word)]
                if len(before) >= 2:
                    capitals, head = before, folded[: split - subject.first]
                break
        if person is not None:
            label, kind, identity, named = person.text, "person", person.identity, True
            rest = (
                self.text[span[0] : person.start] + " " + self.text[person.end : span[1]]
            ).strip(" ,")
            role = " ".join(rest.split()) or person.role
        elif any(w in tables.organisations for w in head) and not any(
            w in tables.unnamed for w in head
        ):
            label, kind = text, "organisation"
        elif any(w in tables.documents for w in head):
            label, kind = text, "document"
        elif any(w in tables.media for w in head):
            label, kind = text, "media"
        elif any(w in tables.unnamed for w in folded) and not (
            len(capitals) >= 2 and capitals[-1] - capitals[-2] == 1
        ):
            label, kind = text, "unnamed"
        elif capitals:
            run = [capitals[-1]]
            while run[0] - 1 in capitals and not tokens[run[0]].gap.strip("."):
                run.insert(0, run[0] - 1)
            people = any(self._is_role(w) for w in folded)
            roles = [i for i in run if self._is_role(tokens[i].word)]
            if roles and roles[-1] < run[-1]:  # «Transport Minister Peter Garland»
                run = [i for i in run if i > roles[-1]]
            if run and (len(run) >= 2 or people or self._known_surname(tokens[run[-1]].word)):
                label, kind, named = (
                    self.text[tokens[run[0]].start : tokens[run[-1]].end],
                    "person",
                    True,
                )
                rest = (
                    self.text[span[0] : tokens[run[0]].start]
                    + " "
                    + self.text[tokens[run[-1]].end : span[1]]
                ).strip(" ,")
                role = " ".join(rest.split()) or None
            else:
                place = overlapping_name(self.names, *span, frozenset({"place", "organisation"}))
                label, kind = text, "organisation" if place or not people else "person"
                identity = place.identity if place else None
        elif any(self._is_role(w) for w in folded):
            label, kind = text, "person"
        else:
            label, kind = text, "unnamed"
        words = frozenset(w for w in folded if w not in tables.determiners)
        last = label.split()[-1].lower().replace("’", "'") if label.split() else ""
        for voice in self.voices.latest[::-1]:
            if named and voice.is_named and last and last in voice.name.lower().split():
                if len(label.split()) > len(voice.name.split()):
                    voice.name = label
                return voice
            if (
                not named
                and words
                and words <= voice.words
                and (voice.kind == kind or kind in {"person", "unnamed"})
            ):
                return voice
        roles_said = {w[:5] for w in folded if self._is_role(w)}
        if not named and roles_said:  # «the minister», «по словам министра»
            for voice in self.voices.latest[::-1]:
                if voice.is_named and any(w[:5] in roles_said for w in voice.words):
                    return voice
        if named and " " not in label and last in self.full_names:
            full = self.full_names[last]
            label, identity = full.text, full.identity
        gender = ""
        lead = set(folded)
        if lead & {
            "mrs",
            "ms",
            "spokeswoman",
            "congresswoman",
            "chairwoman",
            "sprecherin",
            "ministerin",
            "ministra",
            "presidenta",
        }:
            gender = "f"
        elif lead & {"mr", "spokesman", "congressman", "chairman"}:
            gender = "m"
        return Voice(
            name=label, kind=kind, span=span, role=role, identity=identity, gender=gender,
            number="p" if folded and folded[-1].endswith("s") and kind == "unnamed" else "s",
            words=words, is_named=named,
        )  # fmt: skip

    def _is_role(self, word: str) -> bool:
        people = self.tables.people
        if word in people:
            return True
        if self.language == "ru":
            return len(word) > 5 and any(word.startswith(p[:6]) for p in people if len(p) > 5)
        return self.language == "de" and word.endswith(_GERMAN_ROLES)

    def _known_surname(self, word: str) -> bool:
        return any(v.is_named and word in v.name.lower().split() for v in self.voices.latest)

    def _pronoun(self, agreement: str, at: int) -> Voice | None:
        gender = agreement[0] if agreement and agreement[0] in "mf" else ""
        plural = agreement == "p"
        for voice in [v for v in reversed(self.voices.latest) if 0 <= v.last_at < at]:
            if agreement and agreement[0] in "mf":
                if voice.kind not in {"person", "unnamed"} or voice.number == "p":
                    continue
                if voice.gender and voice.gender != gender:
                    continue
                voice.gender = voice.gender or gender
            elif (agreement == "os" and voice.kind == "person") or (
                plural and voice.kind == "person"
            ):
                continue
            return voice
        # nobody has spoken yet: the person named last before the pronoun
        if agreement and agreement[0] in "mf":
            near = bisect_left(self.name_starts, at)
            people = (
                n for n in reversed(self.names[max(0, near - 40) : near]) if n.kind == "person"
            )
            last = next(people, None)
            if last is not None:
                return Voice(
                    name=last.text, kind="person", span=(last.start, last.end), role=last.role,
                    identity=last.identity, gender=gender, words=frozenset(last.text.lower().split()), is_named=True,
                )  # fmt: skip
        return None

    def _speaker(self, voice: Voice, mention: tuple[int, int] | None, resolved: str) -> Speaker:
        return Speaker(
            name=voice.name,
            kind=voice.kind,  # type: ignore[arg-type]
            identity=voice.identity,
            role=voice.role,
            span=span_of(voice.span),
            mention=span_of(mention),
            resolved_by=resolved,  # type: ignore[arg-type]
        )

    # ------------------------------------------------------------------ marks

    def _mark_around(self, at: int) -> Marked | None:
        position = bisect_right(self.mark_starts, at) - 1
        best = None
        for back in range(position, max(-1, position - 6), -1):
            mark = self.marked[back]
            if mark.start <= at < mark.end:
                best = mark
        return best

    def _mark_in_gap(self, token: int) -> Marked | None:
        """The quotation that opens between this token and the one before."""
        low = self.tokens[token - 1].end if token else 0
        position = bisect_left(self.mark_starts, low)
        if position < len(self.marked) and self.marked[position].start < self.tokens[token].start:
            return self.marked[position]
        return None

    def _mark_ending_at(self, at: int, previous: int, first: int) -> Marked | None:
        """The quotation that ends right before this place, only a comma or dash between."""
        if previous < first:
            return None
        position = bisect_right(self.mark_ends, (at, len(self.marked))) - 1
        best = None
        for back in range(position, max(-1, position - 3), -1):
            end, which = self.mark_ends[back]
            if not self.text[end:at].strip(_EDGE):
                mark = self.marked[which]
                if best is None or mark.start < best.start:
                    best = mark
        return best

    def _mark_exactly(self, start: int, end: int) -> Marked | None:
        position = bisect_left(self.mark_starts, start - 1)
        if position < len(self.marked):
            mark = self.marked[position]
            if mark.start <= start + 1 and mark.end >= end - 1:
                return mark
        return None

    def _holds_mark(self, start: int, end: int) -> bool:
        position = bisect_left(self.mark_starts, start)
        return position < len(self.marked) and self.marked[position].start < end


_GERMAN_ROLES = (
    "minister",
    "ministerin",
    "präsident",
    "präsidentin",
    "sprecher",
    "sprecherin",
    "chef",
    "chefin",
)
_OPENS_APPOSITION = frozenset(["who", "whose", "of", "from", "formerly", "then", "now", "also"])
_RELAYS = frozenset({"как", "as", "wie", "como", "comme"})
_SELF = frozenset(
    [
        "i",
        "we",
        "you",
        "i'm",
        "i've",
        "we've",
        "you've",
        "don't",
        "didn't",
        "doesn't",
        "can't",
        "won't",
        "it'd",
        "i'd",
        "you'll",
        "i'll",
        "he'd",
        "let's",
        "ich",
        "wir",
        "du",
        "je",
        "nous",
        "vous",
        "yo",
        "я",
        "мы",
        "вы",
        "ты",
    ]
)


def _breaks(gap: str) -> bool:
    """Does this stretch between two words end a clause?"""
    return any(c in gap for c in ',;:.!?–—\n()"“”«»„') if gap else False


def _looks_new(rest: str) -> bool:
    return rest[:1].isupper()


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE + ".":
        end -= 1
    return start, end
