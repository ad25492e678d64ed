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
from dataclasses import dataclass, replace

from tawatur.annotate.quotes.marks import Marked
from tawatur.annotate.quotes.speakers import Spoken, Voice, Voices, span_of
from tawatur.annotate.quotes.western_circumstances import with_circumstances
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
_RELAYING = frozenset({"según"})
_GO_ON = frozenset(["and", "but", "then", "et", "y", "и", "und", "mais", "pero", "а", "но"])
_TURN = frozenset(["but", "while", "mais", "но", "pero"])


@dataclass(frozen=True, slots=True)
class Clause:
    """A sentence or what quotation marks leave of it: tokens ``first`` up to ``last``, code points
    ``start`` to ``end``."""

    first: int
    last: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Report:
    """A cue and who is its subject. ``index`` is its verb, ``begin`` to ``end`` (inclusive) what
    belongs to it: «had also pointed out»; ``kind`` is the table it stands in."""

    index: int
    begin: int
    end: int
    strength: str
    kind: str  # "strong", "weak", "phrase", "participle"
    clause: Clause
    subject: Phrase | None = None


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
        for start, end in self.units:
            first, last = bisect_left(self.starts, start), bisect_left(self.starts, end)
            clause = Clause(first, last, start, end)
            self._name_and_colon(clause)
            index = first
            self.cues_left = MOST_CUES_IN_SENTENCE
            while index < last and self.cues_left:
                index = max(index + 1, self._at(index, clause))
        self._loose_quotations()
        quotes = [quote for quote, _ in self.found]
        return with_circumstances(self.text, self.language, self.tables, self.units, quotes)

    def _name_and_colon(self, clause: Clause) -> None:
        """«Anikin: We will build a new school.», as in headlines and interviews."""
        tokens, first = self.tokens, clause.first
        name = self.page.person_at(tokens[first].start) if first < clause.last else None
        if name is None:
            return
        behind = bisect_left(self.starts, name.end)
        if behind >= clause.last or tokens[behind].gap != ":":
            return
        report = Report(
            behind - 1, first, behind - 1, "said", "strong", clause, Phrase(first, behind - 1)
        )
        if self.text.count(" ", tokens[behind].start, clause.end) >= 2:
            self._keep(report, [(tokens[behind].start, clause.end)], is_speech=True)

    def _at(self, index: int, clause: Clause) -> int:
        """Reads the cue at this token, if there is one; the index to go on from."""
        tables, last = self.tables, clause.last
        word = self.tokens[index].word
        if word in _RELAYING and index + 1 < last and self.tokens[index + 1].word in tables.strong:
            # «según comunicó la empresa»
            strength = tables.strong[self.tokens[index + 1].word]
            report = Report(index + 1, index, index + 1, strength, "strong", clause)
            return self._relay(report, index)
        for preposition in tables.according:
            if word == preposition[0] and self.page.follows(index, preposition, last):
                return self._according(index, index + len(preposition), clause)
        if self.language == "de" and word == "zufolge":
            return self._zufolge(index, clause)
        two = f"{word} {self.tokens[index + 1].word}" if index + 1 < last else ""
        for table, kind in (
            (tables.phrase, "phrase"), (tables.strong, "strong"), (tables.weak, "weak"), (tables.participles, "participle"),
        ):  # fmt: skip
            if two in table:
                return self._cue(Report(index, index, index + 1, table[two], kind, clause))
            if word in table:
                if kind == "phrase" and (word in tables.strong or word in tables.weak):
                    continue
                return self._cue(Report(index, index, index, table[word], kind, clause))
        return index + 1

    # ------------------------------------------------------------------ verbs

    def _cue(self, report: Report) -> int:
        """A verb of reporting: is its subject before it, behind it, or that of the sentence?"""
        self.cues_left -= 1
        tokens, tables, index = self.tokens, self.tables, report.index
        inside = self.page.mark_around(tokens[index].start)
        clause = report.clause if inside is None else self._within(report.clause, inside)
        first = clause.first
        previous = index - 1
        while (
            previous >= first
            and tokens[previous].word in tables.adverbs
            and not breaks(tokens[previous + 1].gap)
        ):
            previous -= 1
        report = replace(report, begin=previous + 1, clause=clause)
        after = report.end + 1
        if inside is not None and not self._quotes_another(report, previous):
            return after
        rambling = (
            self.language == "en"
            and previous >= first
            and tokens[previous].word == "to"
            and self.claims.introduction(report.end, clause.last) is not None
        )  # «went on to say that»
        if report.kind == "participle" or rambling:
            return self._claim_after(report)
        if self.language == "en" and index > first and tokens[index - 1].word == "to":
            return after  # «were likely to ask how»: nobody has said it
        if self.language == "en" and self._passive(index, report.end, clause):
            return after  # «two bakers were believed to be trapped»: they have not said it
        before_gap = tokens[previous + 1].gap
        if before_gap in {")", "),", "]"}:  # «Rep. Ann Lowe (R-WI) said»
            for step in range(previous, max(first, previous - 6), -1):
                if "(" in tokens[step].gap or "[" in tokens[step].gap:
                    previous, before_gap = step - 1, before_gap[1:]
                    break
        before = tokens[previous].word if previous >= first else ""
        if before in _RELAYS and report.kind == "strong":
            return self._relay(report, previous)
        # «"…", said Smith» / «…, said Smith» / «заявил министр»: the verb opens its clause
        opens = previous < first or breaks(before_gap) or before in tables.boundaries
        if tables.verb_second and not opens:
            opens = self.subjects.only_adjuncts(first, previous)
        if opens and before not in tables.pronouns:
            return self._verb_opens(report, previous, before_gap)
        subject = self.subjects.subject_before(self._before_citation(previous, first), first)
        return after if subject is None else self._verb_follows(replace(report, subject=subject))

    def _passive(self, index: int, end: int, clause: Clause) -> bool:
        before = self.tokens[index - 1].word if index > clause.first else ""
        return (
            before in {"is", "are", "was", "were", "be", "been", "being"}
            and end + 1 < clause.last
            and self.tokens[end + 1].word == "to"
        )

    def _before_citation(self, previous: int, first: int) -> int:
        """«агентство | со ссылкой на двух дипломатов | сообщает»: the last word of the subject."""
        for step in range(previous, max(first, previous - 8), -1):
            if breaks(self.tokens[step].gap):
                break
            if self.tokens[step].word == "ссылкой" and step - 2 >= first:
                return step - 2
        return previous

    def _within(self, clause: Clause, inside: Marked) -> Clause:
        """What the quotation marks around a place leave of its sentence."""
        return Clause(
            max(clause.first, bisect_left(self.starts, inside.start)),
            min(clause.last, bisect_left(self.starts, inside.inner_end)),
            max(clause.start, inside.inner_start),
            min(clause.end, inside.inner_end),
        )

    def _quotes_another(self, report: Report, previous: int) -> bool:
        """Inside quotation marks: does the quoted one report a third party's words?

        "I say we wait" and "if people think that" are his own statement; «Lowe told me that», with
        a name, or words in inner marks are another's.
        """
        if report.kind != "strong":
            return False
        introduced = self.claims.introduction(report.end, report.clause.last)
        if introduced is None:
            return False
        named = previous > report.clause.first and (
            self.tokens[previous].capital and self.tokens[previous].word not in self.tables.pronouns
        )
        return introduced[1] == "mark" or named

    def _verb_opens(self, report: Report, previous: int, before_gap: str) -> int:
        """«…, said Smith»; «Smith, a spokesman for the party, said»; «… and said that»."""
        clause = report.clause
        goes_on = previous >= clause.first
        quoted = self.page.mark_ending_at(self.tokens[previous + 1].start, previous, clause.first)
        comma = goes_on and "," in before_gap
        if comma and quoted is None:
            appositive = self.subjects.apposed_subject(previous, clause.first)
            if appositive is not None:
                return self._verb_follows(replace(report, subject=appositive))
        subject = None
        # «and said the minister should resign»: English turns round only after the claim
        straight = self.language == "en" and goes_on and "," not in before_gap
        if quoted is not None or (self.tables.inverts and not straight):
            subject = self.subjects.subject_after(report.end + 1, clause.last)
        if subject is not None:
            report = replace(report, subject=subject)
            introduced = self.claims.introduction(subject.last, clause.last)
            claim_follows = introduced and introduced[1] == "that" and quoted is None
            if goes_on and (quoted is not None or comma) and not claim_follows:
                return self._claim_before(report, quoted)
            return self._claim_after(replace(report, end=max(report.end, subject.last)))
        if report.kind == "strong" and quoted is not None:
            return self._claim_before(report, quoted)
        if goes_on and self.tokens[previous].word in _GO_ON and report.kind != "weak":
            return self._claim_after(report)
        return report.end + 1

    def _verb_follows(self, report: Report) -> int:
        """The verb behind its subject: has the claim been made already, or does it follow?"""
        tokens, clause, subject = self.tokens, report.clause, report.subject
        assert subject is not None
        after, last = report.end + 1, clause.last
        inside = self.page.mark_around(tokens[report.index].start) is not None
        if tokens[subject.last].word in OWN_TALK or (inside and report.kind != "strong"):
            return after
        quoted = self.page.mark_ending_at(
            tokens[subject.first].start, subject.first - 1, clause.first
        )
        comma_before = subject.first > clause.first and "," in tokens[subject.first].gap
        made = quoted is not None or comma_before
        next_gap = tokens[after].gap if after < last else "."
        claim_follows = not breaks(next_gap)
        if after < last:
            claim_follows |= ":" in next_gap or self.page.mark_in_gap(after) is not None
            if next_gap.startswith(","):
                claim_follows |= tokens[after].word in self.tables.that
                claim_follows |= self.language in {"de", "ru"} and not made
        if claim_follows and made:
            introduced = self.claims.introduction(report.end, last)
            if (introduced is None and self.claims.adjunct_to_end(after, last)) or (
                quoted is not None and (introduced is None or introduced[1] == "mark")
            ):
                claim_follows = False
        if not claim_follows and made and report.kind in {"strong", "weak"}:
            return self._claim_before(report, quoted)
        return self._claim_after(report)

    def _relay(self, report: Report, opening: int) -> int:
        """«Как сообщил источник, расходы выросли»; «…, as the minister said»."""
        tokens, clause = self.tokens, report.clause
        subject = self.subjects.subject_after(report.end + 1, clause.last)
        if subject is None:
            return report.end + 1
        report = replace(report, subject=subject)
        position = subject.last + 1
        if opening > clause.first:
            if "," in tokens[opening].gap:
                self._keep(report, [(clause.start, tokens[opening].start)])
            return position
        while position < clause.last and "," not in tokens[position].gap:
            position += 1
        if position < clause.last:
            self._keep(report, [self._clause_from(position, clause)])
        return subject.last + 1

    # ------------------------------------------------------------------ claims

    def _clause_from(self, claim: int, clause: Clause) -> tuple[int, int]:
        """The claim that begins with this token, its opening mark included."""
        mark = self.page.mark_in_gap(claim)
        begin = mark.start if mark is not None else self.tokens[claim].start
        return begin, self.claims.claim_end(claim, clause.last, clause.end)

    def _claim_after(self, report: Report) -> int:
        """«said that …», «said: "…"», «said the bridge was closed»."""
        after = report.end + 1
        if after >= report.clause.last:
            return after
        introduced = self.claims.introduction(report.end, report.clause.last)
        if introduced is None:
            claim = self._bare_claim(report)
            if claim is not None:
                self._keep(report, [self._clause_from(claim, report.clause)])
        elif introduced[1] == "mark":
            self._quotation_after(report, introduced[0])
        else:
            self._keep(report, [self._clause_from(introduced[0], report.clause)])
        return after

    def _bare_claim(self, report: Report) -> int | None:
        """The first word of a claim that nothing introduces: «said Tuesday | it had closed»."""
        tokens, tables, language = self.tokens, self.tables, self.language
        after, last, kind = report.end + 1, report.clause.last, report.kind
        if kind == "weak" and (
            report.subject is None or tokens[after].word not in tables.pronouns or tokens[after].gap
        ):
            return None
        if tokens[after].gap.startswith(",") and language not in {"de", "ru"}:
            return None
        claim = after
        if tokens[report.index].word in tables.telling:
            claim = self.claims.past_addressee(claim, last)
        if kind == "strong":
            claim = self.claims.past_adjunct(claim, last)
        if claim >= last:
            return None
        if language not in {"en", "de"} and kind == "strong":
            return None  # only a that-word or marks introduce claims there
        if language == "de" and kind in ("strong", "phrase") and "," not in tokens[claim].gap:
            farthest = min(last, claim + 16)
            return next((p for p in range(claim, farthest) if "," in tokens[p].gap), None)
        return None if kind == "participle" and tokens[after].gap else claim

    def _quotation_after(self, report: Report, claim: int) -> None:
        """A quotation behind the verb: the claim itself, or a part of it."""
        tokens, clause, after = self.tokens, report.clause, report.end + 1
        mark = self.page.mark_in_gap(claim)
        assert mark is not None
        gap = tokens[claim].gap
        telling = tokens[report.index].word in self.tables.telling
        near = claim == after or "," in gap or ":" in gap or (telling and claim <= after + 4)
        long = mark.inner_end - mark.inner_start > 60
        if (near or self.language != "en") and (report.kind != "phrase" or ":" in gap or long):
            tail = self.claims.claim_end(claim, clause.last, clause.end)
            rest = self.text[mark.end : tail].strip(EDGE + '.!?”"')
            runs_on = claim == after and not breaks(gap.rstrip('“"«„‘'))
            if runs_on and 0 < len(rest) < 400 and not rest[:1].isupper():
                self._keep(report, [(mark.start, tail)])
            else:
                self._keep(report, [(mark.inner_start, mark.inner_end)], marks=[mark])
            return
        past = self.claims.past_addressee if telling else self.claims.past_adjunct
        begin_at = past(after, clause.last)
        begin = tokens[begin_at].start if begin_at < claim else mark.start
        end = self.claims.claim_end(min(begin_at, claim), clause.last, clause.end)
        self._keep(report, [(begin, end)])

    def _claim_before(self, report: Report, quoted: Marked | None) -> int:
        """«…, he said», with what may follow: «…, he said, "…"», «"…," he said. "…"»."""
        subject, clause = report.subject, report.clause
        head, tail = report.begin, report.end
        if subject is not None:
            head, tail = min(head, subject.first), max(tail, subject.last)
        following = tail + 1
        if quoted is not None:
            pieces, marks = self._broken_quotation(quoted, following, clause.start)
        else:
            pieces, marks = [self._clause_up_to(head, clause)], []
            if pieces[0][1] - pieces[0][0] < 8:
                return following
            if self._goes_on_behind(following, pieces[0], clause):
                pieces.append((self.tokens[following].start, clause.end))
        self._keep(replace(report, index=report.end), pieces, marks=marks)
        return following

    def _clause_up_to(self, head: int, clause: Clause) -> tuple[int, int]:
        begin = clause.start
        for position in range(head - 1, clause.first, -1):
            if ";" in self.tokens[position].gap:
                begin = self.tokens[position].start
                break
        return begin, self.tokens[head].start

    def _goes_on_behind(self, following: int, piece: tuple[int, int], clause: Clause) -> bool:
        """«The move, he added, was fair»: the claim goes on behind its cue."""
        tokens, last = self.tokens, clause.last
        if following >= last or not tokens[following].gap.startswith(","):
            return False
        if any(tokens[p].word in self.tables.strong for p in range(following, last)):
            return False
        short = self.text.count(" ", *piece) < _SHORT_CLAIM_WORDS
        return short or tokens[following].word in self.tables.boundaries

    def _broken_quotation(
        self, quoted: Marked, following: int, start: int
    ) -> tuple[list[tuple[int, int]], list[Marked]]:
        """The quotation before its cue, with its lead, and its rest behind the cue."""
        tokens = self.tokens
        lead = self.text[start : quoted.start].strip(EDGE)
        whole = (
            0 < len(lead) < 300
            and quoted.start > start
            and not self._taken_by_cue(start, quoted.start)
            and not lead.endswith((".", "?", "!"))
        )
        pieces = [(start, quoted.end) if whole else (quoted.inner_start, quoted.inner_end)]
        marks = [quoted]
        for position in range(following, min(len(tokens), following + 14)):
            gap = tokens[position].gap
            if "\n" in gap:
                break
            mark = self.page.mark_in_gap(position)
            if mark is not None:
                beside = "," in gap or "." in gap or ":" in gap or position == following
                if beside and not self.claims.has_own_cue(mark):
                    pieces.append((mark.inner_start, mark.inner_end))
                    marks.append(mark)
                break
            if "." in gap:
                break
        return pieces, marks

    def _taken_by_cue(self, start: int, end: int) -> bool:
        first = bisect_left(self.starts, start)
        last = bisect_left(self.starts, end)
        return any(t.word in self.tables.strong for t in self.tokens[first:last])

    # ------------------------------------------------------------------ according to

    def _according(self, index: int, head: int, clause: Clause) -> int:
        """«According to Smith, …»; «…, according to Smith»."""
        self.cues_left -= 1
        tokens, last = self.tokens, clause.last
        if head >= last or (
            head - index == 3 and index > clause.first and "," not in tokens[index].gap
        ):
            return head  # «агентство со ссылкой на источники сообщает»: the verb reports
        end = self._source_end(head, last)
        report = Report(index, index, head - 1, "said", "strong", clause, Phrase(head, end - 1))
        first = clause.first
        if index == first or (index - first <= 2 and not tokens[index].gap):
            comma = end < last and (
                "," in tokens[end].gap or self.page.mark_in_gap(end) is not None
            )
            if end < last and (comma or self.language == "de"):
                self._keep(report, [self._clause_from(end, clause)])
            return head
        begin = clause.start
        for step in range(index - 1, first, -1):
            gap = tokens[step].gap
            if ";" in gap or ("," in gap and tokens[step].word in _TURN):
                begin = tokens[step].start
                break
        quoted = self.page.mark_ending_at(tokens[index].start, index - 1, first)
        if quoted is not None and quoted.start <= clause.start + 2:
            self._keep(report, [(quoted.inner_start, quoted.inner_end)], marks=[quoted])
        else:
            self._keep(report, [(begin, tokens[index].start)])
        return head

    def _source_end(self, head: int, last: int) -> int:
        """The token behind the words that name a source, from ``head`` on."""
        tokens = self.tokens
        position = head
        while position < last and position - head < 14:
            token, before = tokens[position], tokens[position - 1]
            initial = token.gap == "." and before.end - before.start <= 3 and before.capital
            ends = breaks(token.gap) and not initial
            if position > head and (ends or token.word in self.tables.boundaries - {"and"}):
                break
            position += 1
        if self.language == "de":  # «Laut Ministerium steigen die Kosten»
            for step in range(head + 1, position):
                verb = not tokens[step].capital and tokens[step - 1].capital
                if verb and tokens[step].word not in self.tables.joints:
                    return step
        return position

    def _zufolge(self, index: int, clause: Clause) -> int:
        """«Dem Ministerium zufolge …»; «…, dem Ministerium zufolge»."""
        first = clause.first
        subject = self.subjects.noun_phrase(index - 1, first) if index > first else None
        if subject is None:
            return index + 1
        report = Report(index, index, index, "said", "strong", clause, subject)
        if subject.first <= first + 1 and index + 1 < clause.last:
            self._keep(report, [(self.tokens[index + 1].start, clause.end)])
        else:
            self._keep(report, [(clause.start, self.tokens[subject.first].start)])
        return index + 1

    # ------------------------------------------------------------------ without a cue

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

    # ------------------------------------------------------------------ keeping

    def _keep(
        self,
        report: Report,
        pieces: Sequence[tuple[int, int]],
        *,
        marks: Sequence[Marked] = (),
        is_speech: bool = False,
    ) -> None:
        """Writes the quotation down, unless it is too short or there already."""
        tokens = self.tokens
        spans = [trimmed(self.text, start, end) for start, end in pieces]
        spans = [(start, end) for start, end in spans if end - start > 1]
        if not spans or spans[0] in self.taken:
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
        if kind == "indirect" and (is_speech or self._after_dash(spans[0][0])):
            kind = "direct"  # «— Мы подождём, — сказала Гущина»
        if kind == "indirect" and sum(self.text.count(" ", s, e) for s, e in spans) < 1:
            return
        voice, mention, resolved = self._who(report)
        if mention is not None:
            self.last_mention = mention
        speaker = None
        if voice is not None:
            self.voices.spoke(voice, tokens[report.index].start)
            speaker = self.speakers.speaker(voice, mention, resolved)
        elif mention is not None:
            speaker = Speaker(
                name=None, kind="unknown", mention=span_of(mention), resolved_by="none"
            )
        self.taken.update(spans)
        addressee = self.claims.addressee(report.end, min(len(tokens), report.end + 8))
        relayed = (
            addressee is not None
            and addressee.split()[-1].lower() not in self.tables.reporters
            and addressee[:1].isupper()
        )
        quote = Quote(
            content=tuple(Span(start=s, end=e) for s, e in spans),
            kind=kind,  # type: ignore[arg-type]
            speaker=speaker,
            cue=Span(start=tokens[report.index].start, end=tokens[self._cue_end(report)].end),
            strength=report.strength,
            addressee=addressee,
            chain=(addressee,) if addressee and relayed else (),
        )
        self.found.append((quote, voice))

    def _after_dash(self, start: int) -> bool:
        """Does a dash at the head of the line open these words, as dialogues are printed?"""
        head = self.text[self.text.rfind("\n", 0, start) + 1 : start].strip()
        return head in ("—", "–", "―")

    def _cue_end(self, report: Report) -> int:
        """The last word of the cue itself: «pointed out», without a subject behind it."""
        index, subject = report.index, report.subject
        end = report.end if 0 < report.end - index <= 3 else index
        behind = subject is not None and subject.first <= end and index <= subject.last
        return index if behind else end

    def _who(self, report: Report) -> tuple[Voice | None, tuple[int, int] | None, str]:
        """The voice, where it is mentioned beside the cue, and how the two were brought together."""
        tokens, at = self.tokens, self.tokens[report.index].start
        subject, resolved = report.subject, "named"
        if subject is None:
            resolved = "bare-verb"
            voice = self.voices.last(at)
            if voice is not None and voice.last_at >= report.clause.start:
                return voice, self.last_mention, resolved
            subject = self.subjects.acting_subject(report.index, report.clause.start)
            if subject is None:
                return voice, None, resolved if voice is not None else "none"
        mention = (tokens[subject.first].start, tokens[subject.last].end)
        agreement = self.tables.pronouns.get(tokens[subject.last].word)
        # «WASHINGTON - She …, adding that»: the dateline is no part of her
        if agreement is not None and (subject.first == subject.last or report.subject is None):
            resolved = "pronoun" if resolved == "named" else resolved
            return self.speakers.pronoun(agreement, at), mention, resolved
        return self.speakers.voice(subject), mention, resolved
