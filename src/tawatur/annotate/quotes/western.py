"""Reported speech in English, Russian, French, Spanish and German.

One reader for all five; what differs stands in the tables of ``western_cues``. A verb of
reporting is looked up word by word; its subject (``western_subjects``, ``western_speakers``) is
read to the left, or to the right where the claim comes first ("…," said Smith); the claim
(``western_claims``) is what that, a quotation, a colon or the verb itself introduces, or what
stood before.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from tawatur.annotate.quotes.marks import Marked
from tawatur.annotate.quotes.speakers import Spoken, Voice, Voices, span_of
from tawatur.annotate.quotes.western_claims import ClaimFinder
from tawatur.annotate.quotes.western_cues import Language
from tawatur.annotate.quotes.western_speakers import SpeakerFinder
from tawatur.annotate.quotes.western_subjects import OWN_TALK, SubjectFinder
from tawatur.annotate.quotes.western_text import EDGE, Phrase, WesternText, breaks, trimmed
from tawatur.model import NameMention, Quote, Span, Speaker

# Cues read in one sentence; the busiest one of 496 English news texts has 20. More is no prose,
# and each cue may look to the end of its sentence: without a bound that grows with the square.
MOST_CUES_IN_SENTENCE = 40

# A quotation without a cue goes to whoever spoke at most this far before it: two paragraphs.
FARTHEST_SPEAKER_CHARACTERS = 1_500
LONGEST_NAME_WORDS = 5  # of a signature under a quotation

# Before «, he said,»: fewer words than this are the head of a claim that goes on behind it.
_SHORT_CLAIM_WORDS = 6

_RELAYS = frozenset({"как", "as", "wie", "como", "comme"})


class WesternReader:
    """Reads one text. ``units`` are sentences that do not end inside a quotation."""

    def __init__(
        self,
        text: str,
        language: str,
        tables: Language,
        units: Sequence[tuple[int, int]],
        marked: Sequence[Marked],
        names: Sequence[NameMention],
    ) -> None:
        self.units = units
        self.page = WesternText(text, language, tables, marked, names)
        self.text = text
        self.language = language
        self.tables = tables
        self.tokens = self.page.tokens
        self.starts = self.page.starts
        self.voices = Voices()
        self.subjects = SubjectFinder(self.page)
        self.claims = ClaimFinder(self.page)
        self.speakers = SpeakerFinder(self.page, self.voices)
        self.cues_left = MOST_CUES_IN_SENTENCE
        self.found: list[tuple[Quote, Voice | None]] = []
        self.taken: set[tuple[int, int]] = set()
        self.last_mention: tuple[int, int] | None = None

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

    def _at(self, index: int, first: int, last: int, start: int, end: int) -> int:
        word = self.tokens[index].word
        tables = self.tables
        for preposition in tables.according:
            if word == preposition[0] and self.page.follows(index, preposition, last):
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
        inside = self.page.mark_around(tokens[index].start)
        if inside is not None:
            first = max(first, bisect_left(self.starts, inside.start))
            last = min(last, bisect_left(self.starts, inside.inner_end))
            start, end = max(start, inside.inner_start), min(end, inside.inner_end)
        after = cue_last + 1
        next_gap = tokens[after].gap if after < last else "."
        previous = index - 1
        while (
            previous >= first
            and tokens[previous].word in self.tables.adverbs
            and not breaks(tokens[previous + 1].gap)
        ):
            previous -= 1
        cue_first = previous + 1 if previous + 1 <= index else index
        if inside is not None and not self._quotes_another(kind, previous, first, cue_last, last):
            return after
        rambling = (
            self.language == "en"
            and previous >= first
            and tokens[previous].word == "to"
            and self.claims.introduction(cue_last, last) is not None
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
        quote_before = self.page.mark_ending_at(tokens[previous + 1].start, previous, first)
        # «"…", said Smith» / «…, said Smith» / «заявил министр»: the verb opens its clause
        opens = (
            previous < first
            or breaks(before_gap)
            or tokens[previous].word in self.tables.boundaries
        )
        if previous >= first and tokens[previous].word in _RELAYS and kind == "strong":
            return self._relay(
                previous, cue_first, cue_last, strength, first, last, start, end, index
            )
        if self.tables.verb_second and not opens:
            opens = self.subjects.only_adjuncts(first, previous)
        subject: Phrase | None
        if opens and not (previous >= first and tokens[previous].word in self.tables.pronouns):
            subject = None
            appositive = None
            if previous >= first and "," in before_gap and quote_before is None:
                appositive = self.subjects.apposed_subject(previous, first)
            if appositive is not None:
                subject = appositive
            elif quote_before is not None or (
                self.tables.inverts
                # «and said the minister should resign»: English turns round only after the claim
                and not (self.language == "en" and previous >= first and "," not in before_gap)
            ):
                subject = self.subjects.subject_after(after, last)
            if subject is not None and subject.first > index:
                has_before = quote_before is not None or (previous >= first and "," in before_gap)
                introduced = self.claims.introduction(subject.last, last)
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
            subject = self.subjects.subject_before(previous, first)
            if subject is None:
                return after
        assert subject is not None
        if tokens[subject.last].word in OWN_TALK or (inside is not None and kind != "strong"):
            return after
        # subject before the verb: has the claim been made already?
        quote_before = self.page.mark_ending_at(
            tokens[subject.first].start, subject.first - 1, first
        )
        comma_before = subject.first > first and "," in tokens[subject.first].gap
        claim_follows = not breaks(next_gap) or (
            after < last and (":" in next_gap or self.page.mark_in_gap(after) is not None)
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
            introduced = self.claims.introduction(cue_last, last)
            if (introduced is None and self.claims.adjunct_to_end(after, last)) or (
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
        introduced = self.claims.introduction(cue_last, last)
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
        subject = self.subjects.subject_after(cue_last + 1, last)
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
                [(tokens[position].start, self.claims.claim_end(position, last, end))],
                cue_first,
                cue_last,
                subject,
                strength,
                start,
                index,
            )
        return subject.last + 1

    def _claim_after(
        self, cue_first: int, cue_last: int, subject: Phrase | None, strength: str, kind: str,
        first: int, last: int, start: int, end: int, index: int,
    ) -> int:  # fmt: skip
        tokens = self.tokens
        after = cue_last + 1
        if after >= last:
            return after
        introduced = self.claims.introduction(cue_last, last)
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
                claim = self.claims.past_addressee(claim, last)
            if kind == "strong":
                claim = self.claims.past_adjunct(claim, last)
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
            mark = self.page.mark_in_gap(claim)
            if mark is not None:
                begin = mark.start
            self._keep(
                [(begin, self.claims.claim_end(claim, last, end))],
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
            mark = self.page.mark_in_gap(claim)
            assert mark is not None
            adjacent = claim == after or "," in tokens[claim].gap or ":" in tokens[claim].gap
            told = tokens[index].word in self.tables.telling and claim <= after + 4
            if (adjacent or told or self.language not in {"en"}) and (
                kind != "phrase"
                or ":" in tokens[claim].gap
                or mark.inner_end - mark.inner_start > 60
            ):
                tail = self.claims.claim_end(claim, last, end)
                rest = self.text[mark.end : tail].strip(EDGE + '.!?”"')
                if (
                    claim == after
                    and not breaks(tokens[claim].gap.rstrip('“"«„‘'))
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
                self.claims.past_addressee(after, last)
                if tokens[index].word in self.tables.telling
                else self.claims.past_adjunct(after, last)
            )
            begin = tokens[min(begin_at, claim)].start if begin_at < claim else mark.start
            self._keep(
                [(begin, self.claims.claim_end(min(begin_at, claim), last, end))],
                cue_first,
                cue_last,
                subject,
                strength,
                start,
                index,
            )
            return after
        mark = self.page.mark_in_gap(claim)
        begin = mark.start if mark is not None else tokens[claim].start
        self._keep(
            [(begin, self.claims.claim_end(claim, last, end))],
            cue_first,
            cue_last,
            subject,
            strength,
            start,
            index,
        )
        return after

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
            lead = self.text[start : quoted.start].strip(EDGE)
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
            mark = self.page.mark_in_gap(position)
            if mark is not None and quoted is not None:
                beside = "," in gap or "." in gap or ":" in gap or position == following
                if beside and not self.claims.has_own_cue(mark):
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

    def _taken_by_cue(self, start: int, end: int) -> bool:
        first = bisect_left(self.starts, start)
        last = bisect_left(self.starts, end)
        return any(t.word in self.tables.strong for t in self.tokens[first:last])

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
                    breaks(token.gap)
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
                "," in tokens[position].gap or self.page.mark_in_gap(position) is not None
            )
            if position >= last or not (comma or self.language == "de"):
                return head
            mark = self.page.mark_in_gap(position)
            begin = mark.start if mark is not None else tokens[position].start
            self._keep(
                [(begin, self.claims.claim_end(position, last, end))],
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
        quoted = self.page.mark_ending_at(tokens[index].start, index - 1, first)
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
        subject = self.subjects.noun_phrase(index - 1, first) if index > first else None
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

    def _loose_quotations(self) -> None:
        """A paragraph that is one quotation, or a quotation after a colon, without any cue.

        It goes to the name that signs it, to the subject of the sentence that leads up to its
        colon, or to whoever spoke last before it.
        """
        spoken = Spoken(self.found)
        loose: list[tuple[Quote, Voice | None]] = []
        for mark in self.page.marked:
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
                voice = self.speakers.voice(subject)
                mention = (self.tokens[subject.first].start, self.tokens[subject.last].end)
                self.voices.spoke(voice, mention[0])
                speaker = self.speakers.speaker(voice, mention, "named")
            else:
                last = spoken.last_before(mark.start)
                if last is None or last[0].cue is None or last[0].speaker is None:
                    continue
                if mark.start - last[0].cue.start > FARTHEST_SPEAKER_CHARACTERS:
                    continue
                voice, where = last[1], last[0].speaker.mention
                beside = (where.start, where.end) if where else voice.span
                speaker = self.speakers.speaker(voice, beside, "context")
            content = (Span(start=mark.inner_start, end=mark.inner_end),)
            loose.append((Quote(content=content, kind="direct", speaker=speaker), voice))
        self.found += loose

    def _signature(self, mark: Marked) -> Phrase | None:
        """«“…” — Ann Lowe»: the name on the rest of the line, or on the next one."""
        first = bisect_left(self.starts, mark.end)
        if first >= len(self.tokens) or not set(self.tokens[first].gap) & set("—–―-"):
            return None
        last = first
        while last < len(self.tokens) and (last == first or not breaks(self.tokens[last].gap)):
            if not self.tokens[last].capital:
                return None
            last += 1
        return Phrase(first, last - 1) if last - first <= LONGEST_NAME_WORDS else None

    def _lead_subject(self, mark: Marked) -> Phrase | None:
        """«As Ann Lowe put it: “…”»: who acts in the sentence before the colon."""
        end = bisect_left(self.starts, mark.start)
        unit = bisect_right(self.units, mark.start - 1, key=lambda u: u[0]) - 1
        return self.subjects.acting_subject(end, self.units[unit][0]) if unit >= 0 else None

    def _keep(
        self, pieces: list[tuple[int, int]], cue_first: int, cue_last: int, subject: Phrase | None,
        strength: str, unit_start: int, index: int, *, marks: Sequence[Marked] = (),
    ) -> None:  # fmt: skip
        tokens = self.tokens
        spans: list[tuple[int, int]] = []
        for start, end in pieces:
            start, end = trimmed(self.text, start, end)
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
        elif len(spans) == 1 and (whole := self.page.mark_exactly(*spans[0])) is not None:
            kind = "direct"
            spans = [(whole.inner_start, whole.inner_end)]
        elif any(self.page.holds_mark(s, e) for s, e in spans):
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
                voice = self.speakers.pronoun(agreement, at)
            else:
                voice = self.speakers.voice(subject)
        else:
            resolved = "bare-verb"
            acting = self.subjects.acting_subject(index, unit_start)
            voice = self.voices.last(at)
            if voice is not None and voice.last_at >= unit_start:
                mention = self.last_mention
            elif acting is not None:
                mention = (tokens[acting.first].start, tokens[acting.last].end)
                alone = tokens[acting.last].word in self.tables.pronouns
                voice = (
                    self.speakers.pronoun(self.tables.pronouns[tokens[acting.last].word], at)
                    if alone
                    else self.speakers.voice(acting)
                )
        if mention is not None:
            self.last_mention = mention
        if voice is not None:
            self.voices.spoke(voice, at)
        elif mention is None:
            resolved = "none"
        self.taken.update(spans)
        addressee = self.claims.addressee(cue_last, min(len(tokens), cue_last + 8))
        speaker = None
        if voice is not None:
            speaker = self.speakers.speaker(voice, mention, resolved)
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


def _looks_new(rest: str) -> bool:
    return rest[:1].isupper()
