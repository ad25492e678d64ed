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

from tawatur.annotate.quotes import arabic_cues as words
from tawatur.annotate.quotes.arabic_circumstances import around
from tawatur.annotate.quotes.arabic_claims import ClaimFinder
from tawatur.annotate.quotes.arabic_cues import CUES, Cue
from tawatur.annotate.quotes.arabic_speakers import MOST_PEOPLE, SpeakerFinder
from tawatur.annotate.quotes.arabic_subjects import LONGEST_SUBJECT_WORDS, SubjectFinder
from tawatur.annotate.quotes.arabic_text import EDGE, ArabicText, Subject, trimmed
from tawatur.annotate.quotes.marks import Marked
from tawatur.annotate.quotes.speakers import Voice, Voices, content_words
from tawatur.model import NameMention, Quote, Span, Speaker

# Cues read in one sentence; the busiest of 300 newspaper articles has 9. More is no prose, and
# each cue may look to the end of its sentence: without a bound the work grows with the square.
MOST_CUES_IN_SENTENCE = 40
RECENT_CLAIMS = 16  # claims among which one that holds this place is looked for


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
            first = bisect_left(self.starts, start)
            last = bisect_left(self.starts, end)
            self._headline(first, last, start, end)
            index = first
            self.cues_left = MOST_CUES_IN_SENTENCE
            while index < last and self.cues_left:
                index = max(index + 1, self._at(index, first, last, end))
        self._loose_quotations()
        return self._settle()

    def _at(self, index: int, first: int, last: int, unit_end: int) -> int:
        """Reads the cue at this token, if there is one; the index to go on from."""
        token = self.tokens[index]
        if token.fold in words.ACCORDING:
            self.cues_left -= 1
            return self._according(index, first, last, unit_end)
        cue = CUES.get(token.fold)
        if cue is None:
            if token.fold in words.LEARNT:
                return self._learnt(index, last, unit_end, first)
            return index + 1
        self.cues_left -= 1
        if cue.form == "noun":
            return self._noun(index, cue, first, last, unit_end)
        if self._negated(index, first) or self._own_talk(index, cue, first):
            return index + 1
        return self._verb(index, cue, first, last, unit_end)

    def _negated(self, index: int, first: int) -> bool:
        return index > first and self.tokens[index - 1].fold in words.NEGATIONS

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

    def _verb(self, index: int, cue: Cue, first: int, last: int, unit_end: int) -> int:
        tokens = self.tokens
        participle = cue.form == "participle"
        inside = self.page.mark_around(tokens[index].start)
        limit = last if inside is None else bisect_left(self.starts, inside.end)
        claim_end_limit = unit_end if inside is None else inside.inner_end
        introduced = self.claims.introduction(index, cue, limit)
        after = index + 1
        subject = None
        if not participle and not cue.object_pronoun:
            stop = introduced[0] if introduced else min(limit, index + LONGEST_SUBJECT_WORDS)
            subject = self.subjects.subject_after(index + 1, stop, cue)
            if subject is not None:
                after = subject.last + 1
        if "obj!" in cue.frames:
            if (
                subject is not None
                and cue.joined
                and not self.subjects.is_voice(subject.first)
                and not (index == first and tokens[subject.first].fold in words.GOVERNMENTS)
            ):
                subject, after = None, index + 1
            framed = self.claims.by_frame(index, after, cue, limit, subject)
            if framed is not None:
                introduced = framed
        if subject is not None and tokens[subject.first].fold in words.NO_SPEAKERS:
            return after
        relayed = self._relayed_before(index, first)
        if relayed is not None:
            return self._relay_clause(index, cue, relayed, subject, first, limit, unit_end)
        if introduced is None:
            quoted = self._quotation_before(index, subject)
            if quoted is not None and not participle:
                self._keep(
                    quoted.start, quoted.end, index, index, cue, subject, first, direct=quoted
                )
                return after
            introduced = self.claims.by_frame(index, after, cue, limit, subject)
            if introduced is None:
                return after if subject is not None and not cue.weak else index + 1
        if inside is not None and subject is None and not participle and cue.weak:
            return index + 1  # «لو طلب من قطر أن»: the quoted one's own words
        claim_token, kind = introduced
        if kind == "mark":
            mark = self.page.mark_at(claim_token)
            if mark is None:
                return index + 1
            self._keep(mark.start, mark.end, index, claim_token, cue, subject, first, direct=mark)
            # what follows the quotation may hold further cues; what it holds itself may too
            return after
        if kind == "colon":
            start = tokens[claim_token].start
            end = self.claims.end_of_speech(claim_token, claim_end_limit)
        else:
            start = self.claims.claim_start(claim_token, kind)
            end = self.claims.end_of_claim(start, claim_end_limit, limit)
            if index > first and tokens[index - 1].fold in words.RELATIVE:
                end = self.claims.end_of_relative(claim_token, end)
        self._keep(
            start, end, index, claim_token, cue, subject, first, direct=None, colon=kind == "colon"
        )
        return max(after, claim_token if kind not in {"frame", "joined"} else after)

    def _relayed_before(self, index: int, first: int) -> str | None:
        """«كما أفادت»، «وفق ما قالت»، «على ما أعلنت»: the claim is the clause around it."""
        tokens = self.tokens
        if index - 1 < first:
            return None
        before = tokens[index - 1].fold
        if before in {"كما", "وكما", "حسبما", "وحسبما"}:
            return "كما"
        if (
            before == "ما"
            and index - 2 >= first
            and tokens[index - 2].fold in words.ACCORDING | {"علي", "وفق"}
        ):
            return "ما"
        return None

    def _relay_clause(
        self,
        index: int,
        cue: Cue,
        relay: str,
        subject: Subject | None,
        first: int,
        limit: int,
        unit_end: int,
    ) -> int:
        tokens = self.tokens
        opening = index - (1 if relay == "كما" else 2)
        if relay == "كما" and cue.form != "past":
            return index + 1
        after = (subject.last if subject else index) + 1
        if opening <= first + 1 and not (opening > first and tokens[opening - 1].gap == ""):
            # «كما أعلن وزير الخارجية، سيرغي لافروف، فقد اتفق الطرفان»
            position = after
            while position < limit and not (
                "،" in tokens[position].gap or "," in tokens[position].gap
            ):
                if tokens[position].fold in words.THAT:
                    return index + 1
                position += 1
            if position >= limit:
                return index + 1
            start = position
            while start < limit and tokens[start].fold in {"فقد", "فان", "فانه", "قد"}:
                start += 1
            if start >= limit:
                return index + 1
            begin = tokens[start].start
            self._keep(
                begin,
                self.claims.end_of_claim(begin, unit_end, limit),
                index,
                start,
                cue,
                subject,
                first,
                direct=None,
            )
            return after
        introduced = self.claims.introduction(index, cue, limit)
        if relay == "كما" and introduced is not None and introduced[1] == "that":
            # «كما أكد أن …» is plain «he also confirmed that»
            begin = self.claims.claim_start(*introduced)
            self._keep(
                begin,
                self.claims.end_of_claim(begin, unit_end, limit),
                index,
                introduced[0],
                cue,
                subject,
                first,
                direct=None,
            )
            return introduced[0]
        if subject is None:
            return index + 1
        self._keep_clause_before(opening, index, cue, subject, first)
        return after

    def _keep_clause_before(
        self, opening: int, index: int, cue: Cue, subject: Subject | None, first: int
    ) -> None:
        """The clause that ends before token ``opening`` is the claim."""
        tokens = self.tokens
        quoted = self.page.mark_ending_before(tokens[opening].start)
        if quoted is not None and quoted.end - quoted.start > 25:
            self._keep(quoted.start, quoted.end, index, index, cue, subject, first, direct=quoted)
            return
        start = first
        for position in range(opening - 1, first, -1):
            if any(c in tokens[position].gap for c in "؛\n"):
                start = position
                break
        while start < opening and tokens[start].fold in {"وقد", "قد", "كما", "وفي"}:
            if tokens[start].fold == "وفي":
                break
            start += 1
        # «الى ذلك»، «من جهة أخرى»، «من جانب آخر»
        for lead in (
            ("الي", "ذلك"),
            ("من", "جهه", "اخري"),
            ("من", "جانب", "اخر"),
            ("من", "جهه", "ثانيه"),
        ):
            if tuple(t.fold for t in tokens[start : start + len(lead)]) == lead:
                start += len(lead)
                break
        if start >= opening:
            return
        begin = tokens[start].start
        if any(begin <= s and e <= tokens[opening].start for s, e in self.taken[-RECENT_CLAIMS:]):
            return  # the clause is itself somebody's word
        raw = self.text[begin : tokens[start].end]
        if raw.startswith("و") and len(raw) > 2 and tokens[start].fold not in words.BEGIN_WITH_WAW:
            begin += 1
        self._keep(begin, tokens[opening - 1].end, index, index, cue, subject, first, direct=None)

    def _according(self, index: int, first: int, last: int, unit_end: int) -> int:
        """«بحسب مصادر»، «وفقا لتقديرات الأمم المتحدة»: the clause beside it is the claim."""
        tokens = self.tokens
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
        end = self.subjects.phrase_end(head, min(last, head + LONGEST_SUBJECT_WORDS), strict=False)
        subject = Subject(head, end)
        fold = tokens[head].fold
        inner = fold[1:] if fold.startswith("ل") else fold
        if inner.startswith("ل"):
            inner = "ال" + inner[1:]
        tables = (
            words.UNNAMED,
            words.ORGANISATIONS,
            words.DOCUMENTS,
            words.MEDIA,
            words.TITLES,
            words.GOVERNMENTS,
        )
        starts = {tokens[head].start, tokens[head].start + 1}
        is_voice = (
            any(w in table for w in (fold, inner) for table in tables)
            or any(
                s in self.page.person_starts or s in self.page.organisation_starts for s in starts
            )
            or head > index + 1
            or self.subjects.known_surname(inner)
        )
        if not is_voice:
            return index + 1
        cue = Cue("وفقا", "noun", "", "", "said", frozenset())
        if index == first or (index == first + 1 and tokens[first].fold in words.OPENERS):
            position = end + 1
            while (
                position < last
                and "،" not in tokens[position].gap
                and "," not in tokens[position].gap
            ):
                position += 1
            while position < last and tokens[position].fold in {
                "فان",
                "فقد",
                "فانه",
                "فانها",
                "قد",
            }:
                position += 1
            if position >= last:
                return end + 1
            begin = tokens[position].start
            self._keep(
                begin,
                self.claims.end_of_claim(begin, unit_end, last),
                index,
                position,
                cue,
                subject,
                first,
                direct=None,
            )
            return position
        if self._inside_claim(tokens[index].start):
            return index + 1
        self._keep_clause_before(index, index, cue, subject, first)
        return end + 1

    def _inside_claim(self, at: int) -> bool:
        return any(start <= at < end for start, end in self.taken[-RECENT_CLAIMS:])

    def _noun(self, index: int, cue: Cue, first: int, last: int, unit_end: int) -> int:
        """«نقلت وكالة عن وزير قوله إن»، «واختتمت حديثها بالقول:»."""
        tokens = self.tokens
        inside = self.page.mark_around(tokens[index].start)
        limit = last if inside is None else bisect_left(self.starts, inside.end)
        introduced = self.claims.introduction(index, cue, min(limit, index + 6))
        joined = tokens[index].fold.startswith("ب")
        if joined:  # «واختتمت حديثها بالقول»: the verb before it tells the gender
            for back in range(index - 1, max(first, index - 4) - 1, -1):
                closing = CUES.get(tokens[back].fold)
                if closing is not None and closing.form == "past":
                    cue = Cue(
                        cue.lemma, "noun", closing.gender, closing.number, cue.strength, cue.frames
                    )
                    break
        speaker: Subject | None = None
        chain: str | None = None
        for back in range(index - 1, max(first, index - 24) - 1, -1):
            if tokens[back].fold in {"عن", "وعن"} and not joined:
                speaker = Subject(back + 1, index - 1)
                for verb in range(back - 1, max(first, back - 14) - 1, -1):
                    if tokens[verb].fold in {
                        "نقل",
                        "نقلت",
                        "ونقل",
                        "ونقلت",
                        "تنقل",
                        "وتنقل",
                        "نقلوا",
                    }:
                        if verb + 1 < back:
                            chain = self.text[tokens[verb + 1].start : tokens[back - 1].end]
                        break
                    if tokens[verb].fold == "نقلا":
                        break
                break
            if any(c in tokens[back + 1].gap for c in ".؛\n"):
                break
        if introduced is None:
            if (
                speaker is None
                or chain is None
                or index + 1 >= limit
                or not cue.frames & {"np", "ب", "علي", "obj!"}
            ):
                return index + 1
            introduced = (index + 1, "frame")
        if speaker is None and not joined:
            return index + 1
        claim_token, kind = introduced
        chains = (self.page.clean_name(chain),) if chain else ()
        if kind == "mark":
            mark = self.page.mark_at(claim_token)
            if mark is None:
                return index + 1
            self._keep(
                mark.start,
                mark.end,
                index,
                claim_token,
                cue,
                speaker,
                first,
                direct=mark,
                chain=chains,
            )
            return index + 1
        begin = self.claims.claim_start(claim_token, kind)
        end = (
            self.claims.end_of_speech(claim_token, unit_end)
            if kind == "colon"
            else self.claims.end_of_claim(begin, unit_end, limit)
        )
        self._keep(
            begin,
            end,
            index,
            claim_token,
            cue,
            speaker,
            first,
            direct=None,
            chain=chains,
            colon=kind == "colon",
        )
        return claim_token

    def _learnt(self, index: int, last: int, unit_end: int, first: int) -> int:
        """«علمت (الصحيفة) من مصادر سياسية أن»: the source stands after من."""
        tokens = self.tokens
        for position in range(index + 1, min(last, index + 7)):
            if tokens[position].fold != "من":
                continue
            for that in range(position + 2, min(last, position + 14)):
                if tokens[that].fold in words.THAT and that + 1 < last:
                    end = self.subjects.phrase_end(position + 1, that, strict=False)
                    begin = self.claims.claim_start(that + 1, "that")
                    paper = self.page.clean_name(
                        self.page.clean(tokens[index + 1].start, tokens[position - 1].end)
                    )
                    cue = Cue("علم", "past", "", "", "said", frozenset())
                    self._keep(
                        begin, self.claims.end_of_claim(begin, unit_end, last), index, that + 1, cue,
                        Subject(position + 1, end), first, direct=None,
                        chain=(paper,) if position > index + 1 else (),
                    )  # fmt: skip
                    return that
            break
        return index + 1

    def _headline(self, first: int, last: int, start: int, end: int) -> None:
        """«لافروف: اللقاء غدا» on a line of its own, as headlines are."""
        tokens = self.tokens
        if last - first < 4 or end - start > 200:
            return
        for position in range(first + 1, min(last, first + 7)):
            gap = tokens[position].gap
            if gap.startswith(":"):
                head = tokens[first]
                known = (
                    head.start in self.page.person_starts
                    or head.start in self.page.organisation_starts
                    or head.start in self.page.place_starts
                    or head.fold
                    in words.TITLES | words.ORGANISATIONS | words.GOVERNMENTS | words.UNNAMED
                )
                if not known or any(t.fold in CUES for t in tokens[first:position]):
                    return
                cue = Cue(":", "past", "", "", "said", frozenset())
                mark = self.page.mark_starting_in(tokens[position - 1].end, tokens[position].start)
                begin = mark.start if mark else tokens[position].start
                stop = mark.end if mark and mark.end >= end - 3 else end
                self._keep(
                    begin,
                    stop,
                    first,
                    position,
                    cue,
                    Subject(first, position - 1),
                    first,
                    direct=mark if stop != end else None,
                )
                return
            if gap:
                return

    def _loose_quotations(self) -> None:
        """A quotation that is a sentence of its own goes to whoever spoke last."""
        taken = [(q.content[0].start, q.content[-1].end) for q, _ in self.found]
        for mark in self.page.marked:
            if mark.single or mark.depth or mark.inner_end - mark.inner_start < 40:
                continue
            if any(s <= mark.inner_start < e for s, e in taken):
                continue
            line_start = self.text.rfind("\n", 0, mark.start) + 1
            line_end = self.text.find("\n", mark.end)
            line_end = len(self.text) if line_end < 0 else line_end
            if self.text[line_start : mark.start].strip(EDGE) or self.text[
                mark.end : line_end
            ].strip(EDGE):
                continue
            last_voice = self.voices.last(mark.start)
            speaker = self.speakers.speaker(last_voice, None, "context") if last_voice else None
            quote = Quote(
                content=(Span(start=mark.inner_start, end=mark.inner_end),),
                kind="direct",
                speaker=speaker,
            )
            self.found.append((quote, last_voice))

    def _keep(
        self,
        start: int,
        end: int,
        index: int,
        claim_token: int,
        cue: Cue,
        subject: Subject | None,
        first: int,
        *,
        direct: Marked | None,
        chain: tuple[str, ...] = (),
        colon: bool = False,
    ) -> None:
        tokens = self.tokens
        kind = "indirect"
        if direct is not None:
            start, end = direct.inner_start, direct.inner_end
            kind = "direct"
        else:
            start, end = trimmed(self.text, start, end)
            whole = self.page.mark_exactly(start, end)
            if whole is not None:
                start, end = whole.inner_start, whole.inner_end
                kind = "direct"
            elif colon:
                kind = "direct"
            elif self.page.holds_quotation(start, end):
                kind = "mixed"
        start, end = trimmed(self.text, start, end)
        if end - start < 2:
            return
        count = bisect_left(self.starts, end) - bisect_left(self.starts, start)
        if count < 2 and (cue.form == "participle" or direct is not None):
            return
        span = (start, end)
        if span in self.taken_set:
            return
        mention: tuple[int, int] | None = None
        resolved = "named"
        voice: Voice | None = None
        cue_start = tokens[index].start + (1 if cue.joined else 0)
        if subject is None and cue.form not in {"participle", "noun"} and not cue.joined:
            subject = self.subjects.subject_before(index, first)
        if subject is not None:
            mention = (tokens[subject.first].start, tokens[subject.last].end)
            mention = self.page.with_marks(mention)
            voice = self.speakers.voice(subject, cue)
            if voice.span is not None and voice.span[1] == mention[1]:
                mention = max(mention, voice.span)  # without the «and» written onto it
        if voice is None:
            resolved = "bare-verb"
            voice = self.speakers.bare(index, first, cue)
            if voice is None:
                resolved = "none"
        elif subject is not None and voice.span is not None and voice.span != mention:
            resolved = (
                "named"
                if voice.is_named and self.speakers.names_voice(subject, voice)
                else "pronoun"
            )
        addressee, occasion, via = around(
            self.page,
            index,
            claim_token if direct is not None or claim_token > index else index,
            subject,
        )
        if voice is not None:
            if cue.gender and not voice.gender and cue.form in {"past", "present"}:
                voice.gender = cue.gender
            self.voices.spoke(voice, tokens[index].start)
        speaker = self.speakers.speaker(voice, mention, resolved) if voice is not None else None
        self.taken.append(span)
        self.taken_set.add(span)
        quote = Quote(
            content=(Span(start=start, end=end),),
            kind=kind,  # type: ignore[arg-type]
            speaker=speaker,
            cue=Span(start=cue_start, end=tokens[index].end),
            strength=cue.strength,
            hedge=None,
            addressee=addressee,
            occasion=occasion,
            chain=chain + tuple(v for v in via if v not in chain),
        )
        self.found.append((quote, voice))

    def _settle(self) -> list[Quote]:
        """A role that was named only later («وزير العمل» … «فاروق جليك وزير العمل») gets its name."""
        named = [v for v in self.voices.voices if v.is_named and v.role][:MOST_PEOPLE]
        people = [n for n in self.page.names if n.kind == "person" and n.role][:MOST_PEOPLE]
        for voice in self.voices.voices:
            if voice.is_named or voice.kind != "person" or not voice.words or len(voice.words) < 2:
                continue
            for other in named:
                if voice.words <= content_words(other.role or ""):
                    voice.name, voice.identity = other.name, other.identity
                    voice.is_named = True
                    break
            else:
                for person in people:
                    if (
                        voice.words <= content_words(person.role or "")
                        and len(person.text.split()) > 1
                    ):
                        voice.name, voice.identity, voice.is_named = (
                            person.text,
                            person.identity,
                            True,
                        )
                        break
        quotes = []
        for quote, said_by in self.found:
            speaker = quote.speaker
            if said_by is not None and speaker is not None:
                speaker = self.speakers.speaker(
                    said_by, _pair(speaker.mention), speaker.resolved_by
                )
            quotes.append(_with_speaker(quote, speaker))
        return quotes

    def _quotation_before(self, index: int, subject: Subject | None) -> Marked | None:
        """«"…"، قال لافروف»: the quotation stands before the verb."""
        mark = self.page.mark_ending_before(self.tokens[index].start)
        if (
            mark is None
            or self.tokens[index].fold.startswith("و")
            or mark.inner_end - mark.inner_start < 20
        ):
            return None
        if (
            any(s <= mark.inner_start < e for s, e in self.taken[-RECENT_CLAIMS:])
            or subject is None
        ):
            return None
        return mark


def _pair(span: Span | None) -> tuple[int, int] | None:
    return None if span is None else (span.start, span.end)


def _with_speaker(quote: Quote, speaker: Speaker | None) -> Quote:
    return Quote(
        content=quote.content, kind=quote.kind, speaker=speaker, cue=quote.cue, strength=quote.strength,
        hedge=quote.hedge, addressee=quote.addressee, occasion=quote.occasion, chain=quote.chain,
        spoken_on=quote.spoken_on,
    )  # fmt: skip
