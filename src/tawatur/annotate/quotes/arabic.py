"""Reported speech in Arabic news.

Every form of a verb of reporting is looked up word by word (a table, no search); around each hit
the clause is read: who speaks (``arabic_subjects``, ``arabic_speakers``), what introduces the
claim and where it ends (``arabic_claims``), to whom and on which occasion
(``arabic_circumstances``). What counts as reported speech and how far it goes follows the rules
that annotators of Arabic attribution use (Pareti 2015; al-Saif and Markert 2010 for the
particles): the claim without cue and particle, to the end of the reported clause.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

import msgspec

from tawatur.annotate.quotes import arabic_cues as words
from tawatur.annotate.quotes.arabic_circumstances import around
from tawatur.annotate.quotes.arabic_claims import ClaimFinder
from tawatur.annotate.quotes.arabic_cues import CUES, Cue
from tawatur.annotate.quotes.arabic_speakers import SpeakerFinder
from tawatur.annotate.quotes.arabic_subjects import LONGEST_SUBJECT_WORDS, SubjectFinder
from tawatur.annotate.quotes.arabic_text import EDGE, ArabicText, Subject, trimmed
from tawatur.annotate.quotes.marks import Marked
from tawatur.annotate.quotes.speakers import Spoken, Voice, Voices
from tawatur.model import NameMention, Quote, Span

# Cues read in one sentence; the busiest of 300 newspaper articles has 9. More is no prose, and
# each cue may look to the end of its sentence: without a bound the work grows with the square.
MOST_CUES_IN_SENTENCE = 40
RECENT_CLAIMS = 16  # claims among which one that holds this place is looked for

_THEN = frozenset(["فان", "فقد", "فانه", "فانها", "قد"])  # opens what follows «وفقا لـ …،»
_PASSED_ON = frozenset(["نقل", "نقلت", "ونقل", "ونقلت", "تنقل", "وتنقل", "نقلوا"])
# «إلى ذلك»، «من جهة أخرى»: say nothing of the claim
_ASIDES = (
    ("الي", "ذلك"),
    ("من", "جهه", "اخري"),
    ("من", "جانب", "اخر"),
    ("من", "جهه", "ثانيه"),
)
_VOICE_HEADS = (
    words.UNNAMED, words.ORGANISATIONS, words.DOCUMENTS, words.MEDIA, words.TITLES, words.GOVERNMENTS,
)  # fmt: skip
_CUE_WORDS = frozenset(CUES) | words.ACCORDING | words.LEARNT
_ACCORDING = Cue("وفقا", "noun", "", "", "said", frozenset())
_LEARNT = Cue("علم", "past", "", "", "said", frozenset())
_HEADLINE = Cue(":", "past", "", "", "said", frozenset())


@dataclass(frozen=True, slots=True)
class Clause:
    """A sentence or what quotation marks leave of it: tokens ``first`` up to ``last``, and where
    its text ends."""

    first: int
    last: int
    end: int


@dataclass(frozen=True, slots=True)
class Report:
    """A cue at token ``index``, the clause it stands in, and the words that name its speaker."""

    index: int
    cue: Cue
    clause: Clause
    subject: Subject | None = None
    chain: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """What is reported, in code points. ``token`` is its first word (or the cue itself, where the
    claim stands before it); ``mark`` is set where quotation marks hold all of it; ``is_speech``
    where a colon introduces it."""

    start: int
    end: int
    token: int
    mark: Marked | None = None
    is_speech: bool = False


class ArabicReader:
    """Reads one text. ``units`` are sentences that do not end inside a quotation."""

    def __init__(
        self,
        text: str,
        units: Sequence[tuple[int, int]],
        marked: Sequence[Marked],
        names: Sequence[NameMention],
        outlet: str | None,
    ) -> None:
        self.units = units
        self.page = ArabicText(text, marked, names)
        self.text = text
        self.tokens = self.page.tokens
        self.starts = self.page.starts
        self.voices = Voices()
        self.subjects = SubjectFinder(self.page, self.voices)
        self.claims = ClaimFinder(self.page, self.subjects)
        self.speakers = SpeakerFinder(self.page, self.subjects, self.voices, outlet)
        self.cues_left = MOST_CUES_IN_SENTENCE
        self.found: list[tuple[Quote, Voice | None]] = []
        self.taken: list[tuple[int, int]] = []  # in order of reading
        self.taken_set: set[tuple[int, int]] = set()

    def read(self) -> list[Quote]:
        for start, end in self.units:
            clause = Clause(bisect_left(self.starts, start), bisect_left(self.starts, end), end)
            self._headline(clause, start)
            index = clause.first
            self.cues_left = MOST_CUES_IN_SENTENCE
            while index < clause.last and self.cues_left:
                if self.tokens[index].fold in _CUE_WORDS:
                    index = max(index + 1, self._at(index, clause))
                else:
                    index += 1
        self._loose_quotations()
        return self._settle()

    def _at(self, index: int, sentence: Clause) -> int:
        """Reads the cue at this token, if there is one; the index to go on from."""
        fold = self.tokens[index].fold
        if fold in words.ACCORDING:
            self.cues_left -= 1
            return self._according(index, sentence)
        cue = CUES.get(fold)
        if cue is None:
            return self._learnt(index, sentence) if fold in words.LEARNT else index + 1
        self.cues_left -= 1
        report = Report(index, cue, self._within_marks(index, sentence))
        if cue.form == "noun":
            return self._noun(report)
        negated = index > sentence.first and self.tokens[index - 1].fold in words.NEGATIONS
        if negated or self._own_talk(index, cue, sentence.first):
            return index + 1
        return self._verb(report)

    def _within_marks(self, index: int, sentence: Clause) -> Clause:
        """The sentence as far as the quotation marks around this token let it reach."""
        inside = self.page.mark_around(self.tokens[index].start)
        if inside is None:
            return sentence
        return Clause(sentence.first, bisect_left(self.starts, inside.end), inside.inner_end)

    def _own_talk(self, index: int, cue: Cue, first: int) -> bool:
        """«قال إنه يتوقع أن»: one statement, not two; «أعلنا» in a quotation is "we announced"."""
        before = self.tokens[index - 1].fold if index > first else ""
        if cue.weak and before in words.NOUN_NEXT:
            return True
        if cue.lemma == "بين" and cue.form == "past" and not cue.joined and index > first:
            return before not in {"كما", "وقد", "قد", "حيث", "من"}  # «between»
        if before in words.THAT and not before.endswith("ن") and cue.form in {"past", "present"}:
            return True
        word = self.tokens[index].fold
        return self.page.mark_around(self.tokens[index].start) is not None and word.endswith("نا")

    # ------------------------------------------------------------------ verbs

    def _verb(self, report: Report) -> int:
        """«قال الوزير إن»، «طالبت الحكومة بـ»، «مشيرا إلى أن»."""
        index, cue, clause = report.index, report.cue, report.clause
        introduced = self.claims.introduction(index, cue, clause.last)
        report, introduced = self._with_subject(report, introduced)
        subject = report.subject
        after = (subject.last if subject is not None else index) + 1
        if subject is not None and self.tokens[subject.first].fold in words.NO_SPEAKERS:
            return after
        relayed = self._relayed_before(index, clause.first)
        if relayed is not None:
            return self._relay(report, relayed)
        participle = cue.form == "participle"
        if introduced is None:
            quoted = self._quotation_before(index, subject)
            if quoted is not None and not participle:
                self._keep(report, Claim(quoted.start, quoted.end, index, mark=quoted))
                return after
            introduced = self.claims.by_frame(index, after, cue, clause.last, subject)
            if introduced is None:
                return after if subject is not None and not cue.weak else index + 1
        quoted_talk = subject is None and not participle and cue.weak
        if quoted_talk and self.page.mark_around(self.tokens[index].start) is not None:
            return index + 1  # «لو طلب من قطر أن»: the quoted one's own words
        claim = self._claim(introduced, clause)
        if claim is None:
            return index + 1
        relative = index > clause.first and self.tokens[index - 1].fold in words.RELATIVE
        if relative and claim.mark is None and not claim.is_speech:
            claim = replace(claim, end=self.claims.end_of_relative(claim.token, claim.end))
        self._keep(report, claim)
        # A quotation, or a claim without a particle, may itself hold further cues.
        return max(after, claim.token) if introduced[1] in {"that", "colon"} else after

    def _with_subject(
        self, report: Report, introduced: tuple[int, str] | None
    ) -> tuple[Report, tuple[int, str] | None]:
        """The report with the subject behind its verb; for verbs that take the accused or the
        asked as object («اتهم زيدا بـ») also where their claim begins."""
        index, cue, clause = report.index, report.cue, report.clause
        subject = None
        if cue.form != "participle" and not cue.object_pronoun:
            farthest = min(clause.last, index + LONGEST_SUBJECT_WORDS)
            stop = introduced[0] if introduced else farthest
            subject = self.subjects.subject_after(index + 1, stop, cue)
        if "obj!" in cue.frames:
            opens = index == clause.first
            if (
                subject is not None
                and cue.joined
                and not self.subjects.is_voice(subject.first)
                and not (opens and self.tokens[subject.first].fold in words.GOVERNMENTS)
            ):
                subject = None
            after = (subject.last if subject is not None else index) + 1
            framed = self.claims.by_frame(index, after, cue, clause.last, subject)
            introduced = framed or introduced
        return replace(report, subject=subject), introduced

    def _claim(self, introduced: tuple[int, str], clause: Clause) -> Claim | None:
        """The claim that starts at a token and is introduced in this way."""
        token, kind = introduced
        if kind == "mark":
            mark = self.page.mark_at(token)
            return None if mark is None else Claim(mark.start, mark.end, token, mark=mark)
        if kind == "colon":
            start = self.tokens[token].start
            return Claim(start, self.claims.end_of_speech(token), token, is_speech=True)
        start = self.claims.claim_start(token, kind)
        return Claim(start, self.claims.end_of_claim(start, clause.end, clause.last), token)

    def _claim_from(self, token: int, clause: Clause) -> Claim:
        """The claim that is a clause of its own and begins with this token."""
        start = self.tokens[token].start
        return Claim(start, self.claims.end_of_claim(start, clause.end, clause.last), token)

    def _quotation_before(self, index: int, subject: Subject | None) -> Marked | None:
        """«"…"، قال لافروف»: the quotation stands before the verb."""
        mark = self.page.mark_ending_before(self.tokens[index].start)
        if mark is None or subject is None or self.tokens[index].fold.startswith("و"):
            return None
        if mark.inner_end - mark.inner_start < 20 or self._inside_claim(mark.inner_start):
            return None
        return mark

    # ------------------------------------------------------------------ relays

    def _relayed_before(self, index: int, first: int) -> str | None:
        """«كما أفادت»، «وفق ما قالت»، «على ما أعلنت»: the claim is the clause around it."""
        if index - 1 < first:
            return None
        before = self.tokens[index - 1].fold
        if before in {"كما", "وكما", "حسبما", "وحسبما"}:
            return "كما"
        if (
            before == "ما"
            and index - 2 >= first
            and self.tokens[index - 2].fold in words.ACCORDING | {"علي", "وفق"}
        ):
            return "ما"
        return None

    def _relay(self, report: Report, relay: str) -> int:
        """«كما أعلن الوزير، فقد اتفق الطرفان»; «اتفق الطرفان، كما أعلن الوزير»."""
        tokens, clause, index = self.tokens, report.clause, report.index
        if relay == "كما" and report.cue.form != "past":
            return index + 1
        opening = index - (1 if relay == "كما" else 2)
        after = (report.subject.last if report.subject else index) + 1
        leads = opening <= clause.first + 1
        if leads and not (opening > clause.first and tokens[opening - 1].gap == ""):
            return self._clause_after_comma(report, after)
        introduced = self.claims.introduction(index, report.cue, clause.last)
        if relay == "كما" and introduced is not None and introduced[1] == "that":
            # «كما أكد أن …» is plain «he also confirmed that»
            claim = self._claim(introduced, clause)
            assert claim is not None
            self._keep(report, claim)
            return claim.token
        if report.subject is None:
            return index + 1
        self._clause_before(opening, report)
        return after

    def _clause_after_comma(self, report: Report, after: int) -> int:
        """«كما أعلن وزير الخارجية، سيرغي لافروف، فقد اتفق الطرفان»."""
        tokens, last = self.tokens, report.clause.last
        start = after
        while start < last and not _has_comma(tokens[start].gap):
            if tokens[start].fold in words.THAT:
                return report.index + 1
            start += 1
        while start < last and tokens[start].fold in _THEN - {"فانها"}:
            start += 1
        if start >= last:
            return report.index + 1
        self._keep(report, self._claim_from(start, report.clause))
        return after

    def _clause_before(self, opening: int, report: Report) -> None:
        """The clause that ends before token ``opening`` is the claim."""
        tokens, index, first = self.tokens, report.index, report.clause.first
        quoted = self.page.mark_ending_before(tokens[opening].start)
        if quoted is not None and quoted.end - quoted.start > 25:
            self._keep(report, Claim(quoted.start, quoted.end, index, mark=quoted))
            return
        start = first
        for position in range(opening - 1, first, -1):
            if any(c in tokens[position].gap for c in "؛\n"):
                start = position
                break
        while start < opening and tokens[start].fold in {"وقد", "قد", "كما"}:
            start += 1
        for aside in _ASIDES:
            if tuple(t.fold for t in tokens[start : start + len(aside)]) == aside:
                start += len(aside)
                break
        if start >= opening:
            return
        begin = tokens[start].start
        if any(begin <= s and e <= tokens[opening].start for s, e in self.taken[-RECENT_CLAIMS:]):
            return  # the clause is itself somebody's word
        raw = self.text[begin : tokens[start].end]
        if raw.startswith("و") and len(raw) > 2 and tokens[start].fold not in words.BEGIN_WITH_WAW:
            begin += 1
        self._keep(report, Claim(begin, tokens[opening - 1].end, index))

    # ------------------------------------------------------------------ according to, nouns

    def _according(self, index: int, sentence: Clause) -> int:
        """«بحسب مصادر»، «وفقا لتقديرات الأمم المتحدة»: the clause beside it is the claim."""
        tokens, first, last = self.tokens, sentence.first, sentence.last
        if index + 1 >= last:
            return index + 1
        following = tokens[index + 1]
        if following.fold == "ما" or following.gap not in {"", '"', "«", "“"}:
            return index + 1
        if following.fold in words.NOT_A_VOICE:
            return index + 1
        head = index + 1
        while head < last and tokens[head].fold in words.SHELLS and head + 1 < last:
            head += 1
        if not (head > index + 1 or self._heads_voice(head)):
            return index + 1
        end = self.subjects.phrase_end(head, min(last, head + LONGEST_SUBJECT_WORDS), strict=False)
        report = Report(index, _ACCORDING, sentence, Subject(head, end))
        if index == first or (index == first + 1 and tokens[first].fold in words.OPENERS):
            start = end + 1
            while start < last and not _has_comma(tokens[start].gap):
                start += 1
            while start < last and tokens[start].fold in _THEN:
                start += 1
            if start >= last:
                return end + 1
            self._keep(report, self._claim_from(start, sentence))
            return start
        if self._inside_claim(tokens[index].start):
            return index + 1
        self._clause_before(index, report)
        return end + 1

    def _heads_voice(self, head: int) -> bool:
        """Can «وفقا لـ» be followed by this word and mean somebody's word?"""
        fold, start = self.tokens[head].fold, self.tokens[head].start
        inner = fold[1:] if fold.startswith("ل") else fold
        if inner.startswith("ل"):
            inner = "ال" + inner[1:]
        return (
            any(w in table for w in (fold, inner) for table in _VOICE_HEADS)
            or any(
                at in self.page.person_starts or at in self.page.organisation_starts
                for at in (start, start + 1)
            )
            or self.subjects.known_surname(inner)
        )

    def _inside_claim(self, at: int) -> bool:
        return any(start <= at < end for start, end in self.taken[-RECENT_CLAIMS:])

    def _noun(self, report: Report) -> int:
        """«نقلت وكالة عن وزير قوله إن»، «واختتمت حديثها بالقول:»."""
        index, cue, clause = report.index, report.cue, report.clause
        introduced = self.claims.introduction(index, cue, min(clause.last, index + 6))
        speaker: Subject | None = None
        chain: tuple[str, ...] = ()
        if self.tokens[index].fold.startswith("ب"):
            cue = self._with_gender_of_verb(index, cue, clause.first)
        else:
            speaker, chain = self._quoted_by(index, clause.first)
            if speaker is None:
                return index + 1
        if introduced is None:
            named = cue.frames & {"np", "ب", "علي", "obj!"}
            if not (chain and named) or index + 1 >= clause.last:
                return index + 1
            introduced = (index + 1, "frame")
        claim = self._claim(introduced, clause)
        if claim is None:
            return index + 1
        self._keep(Report(index, cue, clause, speaker, chain), claim)
        return index + 1 if claim.mark is not None else claim.token

    def _with_gender_of_verb(self, index: int, cue: Cue, first: int) -> Cue:
        """«واختتمت حديثها بالقول»: the verb before it tells the gender."""
        for back in range(index - 1, max(first, index - 4) - 1, -1):
            verb = CUES.get(self.tokens[back].fold)
            if verb is not None and verb.form == "past":
                return Cue(cue.lemma, "noun", verb.gender, verb.number, cue.strength, cue.frames)
        return cue

    def _quoted_by(self, index: int, first: int) -> tuple[Subject | None, tuple[str, ...]]:
        """«نقلت وكالة سبوتنيك عن الوزير قوله»: the minister, and the agency between us and him."""
        tokens = self.tokens
        for back in range(index - 1, max(first, index - 24) - 1, -1):
            if tokens[back].fold in {"عن", "وعن"}:
                chain = ""
                for verb in range(back - 1, max(first, back - 14) - 1, -1):
                    if tokens[verb].fold in _PASSED_ON:
                        if verb + 1 < back:
                            chain = self.text[tokens[verb + 1].start : tokens[back - 1].end]
                        break
                    if tokens[verb].fold == "نقلا":
                        break
                names = (self.page.clean_name(chain),) if chain else ()
                return Subject(back + 1, index - 1), names
            if any(c in tokens[back + 1].gap for c in ".؛\n"):
                break
        return None, ()

    def _learnt(self, index: int, sentence: Clause) -> int:
        """«علمت (الصحيفة) من مصادر سياسية أن»: the source stands after من."""
        tokens, last = self.tokens, sentence.last
        for source in range(index + 1, min(last, index + 7)):
            if tokens[source].fold != "من":
                continue
            for that in range(source + 2, min(last, source + 14)):
                if tokens[that].fold not in words.THAT or that + 1 >= last:
                    continue
                end = self.subjects.phrase_end(source + 1, that, strict=False)
                paper = self.page.clean(tokens[index + 1].start, tokens[source - 1].end)
                chain = (self.page.clean_name(paper),) if source > index + 1 else ()
                report = Report(index, _LEARNT, sentence, Subject(source + 1, end), chain)
                claim = self._claim((that + 1, "that"), sentence)
                assert claim is not None
                self._keep(report, claim)
                return that
            break
        return index + 1

    # ------------------------------------------------------------------ without a cue

    def _headline(self, sentence: Clause, start: int) -> None:
        """«لافروف: اللقاء غدا» on a line of its own, as headlines are."""
        tokens, page, first = self.tokens, self.page, sentence.first
        if sentence.last - first < 4 or sentence.end - start > 200:
            return
        for position in range(first + 1, min(sentence.last, first + 7)):
            gap = tokens[position].gap
            if not gap:
                continue
            head = tokens[first]
            known = (
                head.start in page.person_starts
                or head.start in page.organisation_starts
                or head.start in page.place_starts
                or head.fold
                in words.TITLES | words.ORGANISATIONS | words.GOVERNMENTS | words.UNNAMED
            )
            if not gap.startswith(":") or not known:
                return
            if any(t.fold in CUES for t in tokens[first:position]):
                return
            mark = page.mark_starting_in(tokens[position - 1].end, tokens[position].start)
            whole = mark is not None and mark.end >= sentence.end - 3
            begin = mark.start if mark else tokens[position].start
            end = mark.end if mark is not None and whole else sentence.end
            direct = mark if end != sentence.end else None
            report = Report(first, _HEADLINE, sentence, Subject(first, position - 1))
            self._keep(report, Claim(begin, end, position, mark=direct))
            return

    def _loose_quotations(self) -> None:
        """A quotation that is a sentence of its own goes to whoever spoke last."""
        spoken = Spoken(self.found)
        loose: list[tuple[Quote, Voice | None]] = []
        for mark in self.page.marked:
            if mark.single or mark.depth or mark.inner_end - mark.inner_start < 40:
                continue
            if spoken.holds(mark.inner_start):
                continue
            line_start = self.text.rfind("\n", 0, mark.start) + 1
            line_end = self.text.find("\n", mark.end)
            line_end = len(self.text) if line_end < 0 else line_end
            if self.text[line_start : mark.start].strip(EDGE) or self.text[
                mark.end : line_end
            ].strip(EDGE):
                continue
            last = spoken.last_before(mark.start)
            voice = last[1] if last is not None else None
            content = (Span(start=mark.inner_start, end=mark.inner_end),)
            speaker = self.speakers.speaker(voice, None, "context") if voice else None
            loose.append((Quote(content=content, kind="direct", speaker=speaker), voice))
        self.found += loose

    # ------------------------------------------------------------------ keeping

    def _keep(self, report: Report, claim: Claim) -> None:
        """Writes the quotation down, unless it is too short or there already."""
        index, cue = report.index, report.cue
        start, end, kind = self._content(claim)
        if end - start < 2 or (start, end) in self.taken_set:
            return
        count = bisect_left(self.starts, end) - bisect_left(self.starts, start)
        if count < 2 and (cue.form == "participle" or claim.mark is not None):
            return
        subject = report.subject
        if subject is None and cue.form not in {"participle", "noun"} and not cue.joined:
            subject = self.subjects.subject_before(index, report.clause.first)
        voice, mention, resolved = self._who(replace(report, subject=subject))
        way_end = claim.token if claim.mark is not None or claim.token > index else index
        addressee, occasion, via = around(self.page, index, way_end, subject)
        if voice is not None:
            if cue.gender and not voice.gender and cue.form in {"past", "present"}:
                voice.gender = cue.gender
            self.voices.spoke(voice, self.tokens[index].start)
        self.taken.append((start, end))
        self.taken_set.add((start, end))
        cue_start = self.tokens[index].start + (1 if cue.joined else 0)
        quote = Quote(
            content=(Span(start=start, end=end),),
            kind=kind,  # type: ignore[arg-type]
            speaker=self.speakers.speaker(voice, mention, resolved) if voice is not None else None,
            cue=Span(start=cue_start, end=self.tokens[index].end),
            strength=cue.strength,
            addressee=addressee,
            occasion=occasion,
            chain=report.chain + tuple(v for v in via if v not in report.chain),
        )
        self.found.append((quote, voice))

    def _content(self, claim: Claim) -> tuple[int, int, str]:
        """The claim without marks and punctuation around it, and whether it is direct."""
        start, end, kind = claim.start, claim.end, "indirect"
        if claim.mark is not None:
            start, end, kind = claim.mark.inner_start, claim.mark.inner_end, "direct"
        else:
            start, end = trimmed(self.text, start, end)
            whole = self.page.mark_exactly(start, end)
            if whole is not None:
                start, end, kind = whole.inner_start, whole.inner_end, "direct"
            elif claim.is_speech:
                kind = "direct"
            elif self.page.holds_quotation(start, end):
                kind = "mixed"
        return *trimmed(self.text, start, end), kind

    def _who(self, report: Report) -> tuple[Voice | None, tuple[int, int] | None, str]:
        """The voice, where it is mentioned beside the cue, and how the two were brought together."""
        subject = report.subject
        if subject is None or subject.last < subject.first:  # its words were all cut away
            voice = self.speakers.bare(report.index, report.clause.first, report.cue)
            return voice, None, "none" if voice is None else "bare-verb"
        mention = (self.tokens[subject.first].start, self.tokens[subject.last].end)
        mention = self.page.with_marks(mention)
        voice = self.speakers.voice(subject, report.cue)
        if voice.span is not None and voice.span[1] == mention[1]:
            mention = max(mention, voice.span)  # without the «and» written onto it
        named = voice.is_named and self.speakers.names_voice(subject, voice)
        elsewhere = voice.span is not None and voice.span != mention
        return voice, mention, "pronoun" if elsewhere and not named else "named"

    def _settle(self) -> list[Quote]:
        """The quotations, each with its speaker as the whole text has made him known."""
        self.speakers.name_roles()
        quotes = []
        for quote, voice in self.found:
            speaker = quote.speaker
            if voice is not None and speaker is not None:
                where = (speaker.mention.start, speaker.mention.end) if speaker.mention else None
                speaker = self.speakers.speaker(voice, where, speaker.resolved_by)
            quotes.append(msgspec.structs.replace(quote, speaker=speaker))
        return quotes


def _has_comma(gap: str) -> bool:
    return "،" in gap or "," in gap
