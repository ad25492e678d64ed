"""Reported speech in Arabic news.

Every form of a verb of reporting is looked up word by word (a table, no search); around each hit
the clause is read: who speaks (before or after the verb), what introduces the claim (أن، إن، a
colon, quotation marks, the verb's own preposition), and where the claim ends. What counts as
reported speech and how far it goes follows the rules that annotators of Arabic attribution use
(Pareti 2015; al-Saif and Markert 2010 for the particles): the claim without cue and particle, to
the end of the reported clause.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import regex

from tawatur.annotate.quotes import arabic_cues as words
from tawatur.annotate.quotes.arabic_cues import CUES, Cue
from tawatur.annotate.quotes.marks import Marked
from tawatur.annotate.quotes.speakers import (
    Voice,
    Voices,
    bare_word,
    content_words,
    fuller_names,
    overlapping_name,
    span_of,
)
from tawatur.model import NameMention, Quote, Span, Speaker
from tawatur.text import fold_word

# A subject with its roles and an adjunct or two: the longest in our reading had 31 words.
LONGEST_WAY_TO_CLAIM_WORDS = 45
LONGEST_SUBJECT_WORDS = 22
MOST_PEOPLE = 60  # with a role, among whom «the minister» is looked for
# Cues read in one sentence; the busiest of 300 newspaper articles has 9. More is no prose, and
# each cue may look to the end of its sentence: without a bound the work grows with the square.
MOST_CUES_IN_SENTENCE = 40
RECENT_CLAIMS = 16  # claims among which one that holds this place is looked for

_TOKEN = regex.compile(r"[\p{L}\p{N}][\p{L}\p{N}\p{M}ـ]*")
_BRACKETED = regex.compile(r"\(([^()\n]{20,1500})\)")
_EDGE = " \t\n\r\u00a0\u200e\u200f.,،؛;:!-–—*ـ"


@dataclass(frozen=True, slots=True)
class Token:
    start: int
    end: int
    fold: str
    gap: str  # what stands between the word before and this one, without blanks


def tokenise(text: str) -> list[Token]:
    tokens: list[Token] = []
    before = 0
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        gap = text[before:start]
        tokens.append(
            Token(start, end, fold_word(match.group()), "" if gap == " " else _squeeze(gap))
        )
        before = end
    return tokens


def _squeeze(gap: str) -> str:
    return "\n" + gap.strip() if "\n" in gap else gap.strip()


@dataclass(frozen=True, slots=True)
class Subject:
    """The words that name a speaker: tokens ``first`` to ``last`` inclusive."""

    first: int
    last: int


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
        self.text = text
        self.units = units
        self.tokens = tokenise(text)
        self.starts = [t.start for t in self.tokens]
        self.marked = self._with_brackets(marked)
        self.mark_starts = [m.start for m in self.marked]
        self.names = sorted(names, key=lambda n: (n.start, -n.end))
        self.person_starts = {n.start: n for n in self.names if n.kind == "person"}
        self.place_starts = {n.start: n for n in self.names if n.kind == "place"}
        self.organisation_starts = {n.start: n for n in self.names if n.kind == "organisation"}
        self.outlet = outlet
        self.cues_left = MOST_CUES_IN_SENTENCE
        self.voices = Voices()
        self.found: list[tuple[Quote, Voice | None]] = []
        self.taken: list[tuple[int, int]] = []  # in order of reading
        self.taken_set: set[tuple[int, int]] = set()
        self.full_names = fuller_names(self.names)

    def _with_brackets(self, marked: Sequence[Marked]) -> list[Marked]:
        """Some newspapers print speech in brackets: وقال (سنمضي في …)."""
        found = list(marked)
        for match in _BRACKETED.finditer(self.text):
            before = bisect_left(self.starts, match.start()) - 1
            if before < 0 or match.group(1).count(" ") < 3:
                continue
            fold = self.tokens[before].fold
            if fold in words.THAT or (fold in CUES and self.text[self.tokens[before].end] in " :"):
                found.append(
                    Marked(match.start(), match.end(), match.start(1), match.end(1), 0, True)
                )
        found.sort(key=lambda m: (m.start, -m.end))
        return found

    # ------------------------------------------------------------------ the walk

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
        return self._mark_around(self.tokens[index].start) is not None and word.endswith("نا")

    # ------------------------------------------------------------------ verbs

    def _verb(self, index: int, cue: Cue, first: int, last: int, unit_end: int) -> int:
        tokens = self.tokens
        participle = cue.form == "participle"
        inside = self._mark_around(tokens[index].start)
        limit = last if inside is None else bisect_left(self.starts, inside.end)
        claim_end_limit = unit_end if inside is None else inside.inner_end
        introduced = self._introduction(index, cue, limit)
        after = index + 1
        subject = None
        if not participle and not cue.object_pronoun:
            stop = introduced[0] if introduced else min(limit, index + LONGEST_SUBJECT_WORDS)
            subject = self._subject_after(index + 1, stop, cue)
            if subject is not None:
                after = subject.last + 1
        if "obj!" in cue.frames:
            if (
                subject is not None
                and cue.joined
                and not self._is_voice(subject.first)
                and not (index == first and tokens[subject.first].fold in words.GOVERNMENTS)
            ):
                subject, after = None, index + 1
            framed = self._by_frame(index, after, cue, limit, subject)
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
            introduced = self._by_frame(index, after, cue, limit, subject)
            if introduced is None:
                return after if subject is not None and not cue.weak else index + 1
        if inside is not None and subject is None and not participle and cue.weak:
            return index + 1  # «لو طلب من قطر أن»: the quoted one's own words
        claim_token, kind = introduced
        if kind == "mark":
            mark = self._mark_at(claim_token)
            if mark is None:
                return index + 1
            self._keep(mark.start, mark.end, index, claim_token, cue, subject, first, direct=mark)
            # what follows the quotation may hold further cues; what it holds itself may too
            return after
        if kind == "colon":
            start = tokens[claim_token].start
            end = self._end_of_speech(claim_token, claim_end_limit)
        else:
            start = self._claim_start(claim_token, kind)
            end = self._end_of_claim(start, claim_end_limit, limit)
            if index > first and tokens[index - 1].fold in words.RELATIVE:
                end = self._end_of_relative(claim_token, end)
        self._keep(
            start, end, index, claim_token, cue, subject, first, direct=None, colon=kind == "colon"
        )
        return max(after, claim_token if kind not in {"frame", "joined"} else after)

    def _end_of_relative(self, claim_token: int, end: int) -> int:
        """«الجزائر التي طالبت بخفض الإمدادات هي من بين»: the main clause goes on."""
        position = claim_token + 1
        while position < len(self.tokens) and self.tokens[position].start < end:
            if self.tokens[position].fold in words.LINKING_PRONOUNS:
                return self.tokens[position].start
            position += 1
        return end

    def _introduction(self, index: int, cue: Cue, limit: int) -> tuple[int, str] | None:
        """What introduces the claim after a verb: (token, "that" | "mark" | "colon").

        For ``that`` the token is the first word of the claim, for ``mark`` the first in the
        quotation, for ``colon`` the first after it.
        """
        tokens = self.tokens
        stop = min(limit, index + LONGEST_WAY_TO_CLAIM_WORDS)
        fallback: tuple[int, str] | None = None
        far = index + 1 < len(tokens) and (
            self._is_voice(index + 1) or tokens[index + 1].fold in words.DOCUMENTS
        )
        short_way = index + (
            24
            if far and cue.form == "past"
            else 12
            if cue.weak or cue.form == "participle"
            else LONGEST_WAY_TO_CLAIM_WORDS
        )
        for position in range(index + 1, stop):
            token = tokens[position]
            if position > short_way:
                break
            gap = token.gap
            if gap:
                if "\n" in gap:
                    break
                mark = self._mark_starting_in(tokens[position - 1].end, token.start)
                if mark is not None and fallback is not None and position > fallback[0] + 2:
                    return fallback
                if mark is not None and self._opens_claim(position, index, mark, gap, cue):
                    return position, "mark"
                if ":" in gap:
                    if token.fold in words.THAT and position + 1 < limit:
                        return position + 1, "that"
                    return position, "colon"
                if any(c in gap for c in ".؟!؛") and self._mark_around(token.start) is None:
                    break
            fold = token.fold
            if fold in words.THAT and position + 1 < limit:
                before = tokens[position - 1].fold
                if before in words.NOT_BEFORE_THAT:
                    continue
                said = cue.lemma == "قال"
                if said and "أ" in self.text[token.start : token.start + 2]:
                    fallback = fallback or (position + 1, "that")
                    continue
                return position + 1, "that"
            if position > index + 1 and fold in CUES:
                other = CUES[fold]
                if other.form == "noun":
                    continue
                if other.joined and other.form in {"past", "present"} and not other.weak:
                    break
                if other.form == "participle" and "،" in gap and cue.form != "participle":
                    if other.lemma in {"قال"}:
                        continue
                    break
                if (
                    other.form in {"past", "present"}
                    and not other.weak
                    and other.lemma not in {"قال"}
                    and cue.form == "past"
                ) and tokens[position - 1].fold not in words.RELATIVE:
                    break
        return fallback

    def _opens_claim(self, position: int, index: int, mark: Marked, gap: str, cue: Cue) -> bool:
        """Is this quotation what was said, or a name in quotation marks on the way to it?"""
        if mark.single:
            return False
        length = mark.inner_end - mark.inner_start
        if ":" in gap or ("،" in gap and length > 25):
            return True
        words_inside = self.text.count(" ", mark.inner_start, mark.inner_end) + 1
        if words_inside >= 4:
            return True
        if position == index + 1 and cue.form in {"past", "present"}:
            return words_inside >= 2 and "np" not in cue.frames
        after = mark.end
        rest = self.text[after : after + 3].strip()
        return words_inside >= 2 and (not rest or rest[0] in ".؟!")

    def _by_frame(
        self, index: int, after: int, cue: Cue, limit: int, subject: Subject | None
    ) -> tuple[int, str] | None:
        """The claim as a noun phrase: after the verb's own preposition, or right after the subject."""
        tokens = self.tokens
        frames = cue.frames
        wanted = frames & {"ب", "الي", "علي", "عن", "من"}
        if "obj!" in frames:
            start = after
            for step in range(after, min(limit, after + 14)):
                if step > after and any(c in tokens[step].gap for c in ".،؛"):
                    return None
                with_that = tokens[step].fold in words.THAT and tokens[step].fold.startswith("ب")
                if (_is_with(tokens[step].fold, shortest=3) or with_that) and (
                    step > start or cue.object_pronoun
                ):
                    if cue.object_pronoun:
                        return step, "joined"
                    return start, "frame"
            return None
        position = after
        if (
            cue.weak
            and subject is None
            and cue.form != "participle"
            and not (cue.object_pronoun or "obj" in frames)
        ) and cue.lemma not in {"شدد", "لفت", "كشف", "خلص"}:
            return None
        if wanted:
            has_object = "obj" in frames
            reach = 14 if has_object else 9
            for step in range(position, min(limit, position + reach)):
                token = tokens[step]
                if step > position and any(c in token.gap for c in ".؛\n"):
                    break
                if step > position and "،" in token.gap and not self._adjunct_before(step):
                    break
                goes_on = tokens[position].fold.startswith("ل")  # البنك الأوروبي لإعادة الإعمار
                if (
                    "np" in frames
                    and step > position
                    and not (goes_on or self._adjunct_before(step))
                ):
                    break
                if token.fold in wanted and step + 1 < limit:
                    return step + 1, "frame"
                if "ب" in wanted and _is_with(token.fold):
                    return step, "joined"
                if (
                    not has_object
                    and token.fold in CUES
                    and CUES[token.fold].form in {"past", "present"}
                ):
                    break
        if (
            "np" in frames
            and position < limit
            and (subject is not None or cue.form == "participle" or cue.joined)
        ):
            if cue.form == "participle" and "،" not in tokens[index].gap:
                return None  # «قوائم مالية معلنة» is no announcement
            step = position
            while step < limit and tokens[step].fold.startswith("وال"):
                step += 1  # «وزارة التجارة | والصناعة»
            while step < limit and step < position + 4 and self._is_adjunct(step):
                step += 1
            if step < limit and not any(c in tokens[step].gap for c in ".:؛\n"):
                fold = tokens[step].fold
                if tokens[step - 1].fold in words.RELATIVE or fold in words.RELATIVE:
                    # «أعلن النادي الذي يستعد للموسم تعاقده مع»
                    for own in range(step + 1, min(limit, step + 14)):
                        word = tokens[own].fold
                        if (
                            word[:1] in "تام"
                            and len(word) > 4
                            and word.endswith(("ه", "ها", "هم"))
                            and tokens[own - 1].fold not in words.PREPOSITIONS
                            and self.text[tokens[own].end - 1] in "هام"
                        ):
                            return own, "frame"
                    return None
                if (
                    fold not in words.PREPOSITIONS
                    and fold not in words.RELATIVE
                    and not (fold.startswith("ل") and len(fold) > 4)
                    and fold not in {"ان", "لم", "لا"}
                ):
                    return step, "frame"
        return None

    def _adjunct_before(self, step: int) -> bool:
        return self._is_adjunct(step) or self._is_adjunct(step - 1)

    def _claim_start(self, claim_token: int, kind: str) -> int:
        token = self.tokens[claim_token]
        if kind == "joined":  # بخفض: the claim is خفض
            return token.start + 1
        mark = self._mark_starting_in(self.tokens[claim_token - 1].end, token.start)
        return mark.start if mark is not None else token.start

    # ------------------------------------------------------------------ where a claim ends

    def _end_of_claim(self, start: int, unit_end: int, limit: int) -> int:
        tokens = self.tokens
        first = bisect_left(self.starts, start)
        end = unit_end
        position = first
        while position < len(tokens) and tokens[position].start < unit_end:
            token = tokens[position]
            around = self._mark_around(token.start)
            if around is not None and around.start >= start:
                position = max(position + 1, bisect_left(self.starts, around.end))
                continue
            if position > first and self._leaves_claim(position, first, limit):
                end = token.start
                break
            position += 1
        return end

    def _leaves_claim(self, position: int, first: int, limit: int) -> bool:
        tokens = self.tokens
        token = tokens[position]
        gap, fold = token.gap, token.fold
        if "\n" in gap:
            return True
        if gap.endswith((".", "؟", "!")) and ".." not in gap:
            previous = self.text[tokens[position - 1].start : tokens[position - 1].end]
            if len(previous) > 2 and self.text[tokens[position - 1].end : token.start] != ".":
                return True
        comma = "،" in gap or "," in gap or "؛" in gap
        following = [t.fold for t in tokens[position + 1 : position + 5]]
        cue = CUES.get(fold)
        if cue is not None and cue.form == "participle":
            if comma and not cue.weak:
                return True
            if any(f in words.THAT for f in following[:3]):
                return True
            if cue.frames & set(following[:1]):
                return True
            introduced = self._introduction(position, cue, limit)
            return (
                introduced is not None and introduced[0] <= position + 4 and (comma or not cue.weak)
            )
        if cue is not None and cue.form in {"past", "present"} and cue.joined:
            introduced = self._introduction(position, cue, limit)
            if introduced is not None and introduced[0] - position <= 14:
                return True
            return not cue.weak and cue.lemma in {"اتهم", "نفى", "طالب", "دعا", "حذر"}
        next_fold = following[0] if following else ""
        if fold in words.RELATIVE and next_fold in CUES:
            other = CUES[next_fold]
            return other.lemma == "قال" and any(f in words.THAT for f in following[:2])
        if (
            fold in {"وهو", "وهي"}
            and len(following) > 1
            and following[1] in CUES
            and not CUES[following[1]].weak
        ):
            return True
        if fold.startswith(("لكن", "ولكن")) or fold in {"الا", "غير", "فيما", "بينما", "بيد"}:
            if fold in {"الا", "غير", "بيد"} and not next_fold.startswith("ان"):
                return False
            for offset, word in enumerate(following[:3]):
                if word in {"لم", "ولم"} and any(
                    f in words.UNHELPFUL_DENIALS for f in following[offset + 1 : offset + 2]
                ):
                    return True
                verb = CUES.get(word)
                if verb and verb.form in {"past", "present"} and (not verb.weak or offset == 0):
                    return True
            return False
        if fold == "علما":
            return True
        if fold in {"ولم", "لم"} and next_fold in words.UNHELPFUL_DENIALS:
            return True
        if fold in words.THUS and next_fold in words.AFTER_THUS:
            return True
        if fold in {"دون", "بدون"} or (fold == "من" and next_fold == "دون"):
            rest = following[1:] if fold == "من" else following
            return bool(rest) and (
                rest[0] in {"مزيد", "تفاصيل", "تقديم", "اعطاء"}
                or (
                    rest[0] == "ان"
                    and len(rest) > 1
                    and (rest[1] in CUES or rest[1] in words.UNHELPFUL_DENIALS)
                )
            )
        if fold in words.ACCORDING and not any(w in words.NOT_A_VOICE for w in following[:1]):
            return True
        if fold in {"نقلا"} and next_fold == "عن":
            return True
        if fold == "علي" and next_fold in {"حد", "ما"} and len(following) > 1:
            return following[1] in CUES or following[1].startswith(("قول", "تعبير", "وصف"))
        if fold == "كما" and comma and next_fold in CUES:
            return True
        return bool(comma and fold in {"جاء"} and next_fold == "ذلك")

    def _end_of_speech(self, first: int, unit_end: int) -> int:
        """Words after a colon without quotation marks: to the end of the paragraph, or to the
        next sentence that begins with a verb of reporting."""
        at = bisect_left(self._speech_ends, first + 1)
        if at == len(self._speech_ends):
            return len(self.text.rstrip())
        return self.tokens[self._speech_ends[at] - 1].end

    @cached_property
    def _speech_ends(self) -> list[int]:
        """The words before which speech after a colon ends."""
        ends = []
        for position, token in enumerate(self.tokens):
            if not token.gap:
                continue
            cue = CUES.get(token.fold)
            if (
                "\n" in token.gap
                or (cue is not None and cue.form == "past" and set(token.gap) & set(".؟!"))
                or (cue is not None and cue.form == "participle" and "،" in token.gap)
            ):
                ends.append(position)
        return ends

    # ------------------------------------------------------------------ subjects

    def _is_adjunct(self, position: int) -> bool:
        tokens = self.tokens
        fold = tokens[position].fold
        if fold in words.ADJUNCT or fold in words.MEDIA_ADDRESSEES or fold == "ل":
            return True
        if fold in {"في", "وفي", "من", "عبر"} and position + 1 < len(tokens):
            following = tokens[position + 1].fold
            return following in words.OCCASIONS or following in {"جهته", "جهتها", "جانبه", "جانبها"}
        return position > 0 and tokens[position - 1].fold == "في" and fold in words.OCCASIONS

    def _subject_after(self, position: int, stop: int, cue: Cue) -> Subject | None:
        """The subject that stands after its verb, without adjuncts before and behind it."""
        tokens = self.tokens
        stop = min(stop, len(tokens), position + LONGEST_SUBJECT_WORDS)
        # «قال اليوم الاثنين وزير …», «وأضاف أيضا», «وقال في مؤتمر صحفي»
        while position < stop and self._is_adjunct(position):
            leading = tokens[position].fold
            if leading in words.MEDIA_ADDRESSEES or leading in words.ADJUNCT_PREPOSITIONS:
                position += 1
                while (
                    position < stop
                    and not set(tokens[position].gap) & set("،:.")
                    and not self._is_adjunct(position)
                    and tokens[position].fold not in words.TITLES | words.UNNAMED | words.THAT
                    and tokens[position].start not in self.person_starts
                ):
                    position += 1
            elif tokens[position].fold in {"في", "وفي"}:
                position += 2
                while (
                    position < stop
                    and not set(tokens[position].gap) & set("،:.؛\n")
                    and tokens[position].fold not in words.TITLES | words.UNNAMED | words.THAT
                ):
                    if tokens[position].start in self.person_starts:
                        break
                    position += 1
            else:
                position += 1
        if position >= stop:
            return None
        head = tokens[position]
        if (
            head.fold in words.THAT
            or head.fold in words.PREPOSITIONS
            or head.fold in words.RELATIVE
        ):
            return None
        if position < len(tokens) and any(c in head.gap for c in ":.؟!؛\n"):
            return None
        if head.fold in words.NO_SUBJECT | words.OWN_SPEECH or (
            head.fold in CUES and CUES[head.fold].form != "noun" and head.fold not in words.TITLES
        ):
            return None
        if head.fold.startswith(("لل", "بال")) or (
            _is_with(head.fold) and head.start not in self.person_starts
        ):
            return None
        if (
            head.fold.startswith("ل")
            and head.gap == ""
            and self.text[head.end : head.end + 2].strip()[:1] in '«»"(“'
        ) and head.fold == "ل":
            return None
        frames = bool(cue.frames & {"np", "obj", "obj!"})
        last = self._phrase_end(position, stop, strict=frames)
        return Subject(position, last)

    def _phrase_end(self, position: int, stop: int, *, strict: bool) -> int:
        """Last token of the noun phrase that starts here. ``strict``: a claim may follow without
        any particle, so the phrase must not swallow it."""
        tokens = self.tokens
        last = position
        step = position
        head = tokens[position].fold
        head_feminine = head.endswith("ه")
        for_place = self.place_starts.get(tokens[position].start)
        if strict and (for_place is not None or head in words.GOVERNMENTS):
            end = for_place.end if for_place is not None else tokens[position].end
            return max(position, bisect_right(self.starts, end - 1) - 1)
        seen_definite = head.startswith(("ال", "لل"))
        name_words = 0
        while step < stop:
            token = tokens[step]
            fold = token.fold
            if step > position:
                gap = token.gap
                if any(c in gap for c in ":.؟!؛\n"):
                    break
                if ("،" in gap or "," in gap) and not self._apposition(step, stop):
                    break
                if fold in words.THAT or fold in words.RELATIVE or self._is_adjunct(step):
                    break
                if (
                    fold in CUES
                    and CUES[fold].form != "noun"
                    and not CUES[fold].weak
                    and fold not in words.TITLES
                ):
                    break
                if (
                    strict
                    and fold in words.PREPOSITIONS
                    and head not in words.UNNAMED
                    and head not in words.TITLES
                ):
                    break
                if strict and fold in {"علي", "الي", "عن"}:
                    break
                if strict and self._is_object(
                    step, position, head_feminine, seen_definite, name_words
                ):
                    break
            person = self.person_starts.get(token.start)
            if person is not None:
                after = bisect_left(self.starts, person.end)
                last = max(last, after - 1)
                step = max(step + 1, after)
                if (
                    strict
                    and step < stop
                    and tokens[step].fold not in words.TITLES
                    and tokens[step].gap != "("
                ):
                    return last
                continue
            if (
                seen_definite
                and not fold.startswith(("ال", "لل", "وال", "بال"))
                and fold not in words.PREPOSITIONS | words.ORGANISATIONS | words.TITLES
            ):
                name_words += 1
            if fold.startswith("ال"):
                seen_definite = True
            last = step
            step += 1
        while last > position and tokens[last].fold in words.PREPOSITIONS | {"و", "او"}:
            last -= 1
        return last

    def _is_object(
        self, step: int, position: int, head_feminine: bool, seen_definite: bool, name_words: int
    ) -> bool:
        """Does the object start here, in a verb clause without particle?"""
        tokens = self.tokens
        fold = tokens[step].fold
        previous = tokens[step - 1].fold
        if previous in words.PREPOSITIONS:
            return False
        head = tokens[position].fold
        if fold in words.TITLES and name_words:
            return False
        if previous.endswith(("ون", "وا")) and seen_definite:
            return True
        if fold.startswith("ال"):
            if step == position + 1 and not head.startswith("ال"):
                return False
            if (
                previous.startswith("ال")
                and head_feminine
                and not fold.endswith(("ه", "يه"))
                and step <= position + 3
            ):
                return True
            return name_words >= 2 and tokens[step - 2].fold not in {"بن", "ابن", "ابو"}
        if _is_with(fold) and (len(fold) > 4 or name_words):
            return True
        if name_words >= 2:
            return previous not in {"ابو", "عبد", "بن", "ال", "ولد", "ام", "بنت"}
        if seen_definite and (
            (fold.endswith("ه") and len(fold) > 4 and not fold.startswith("لل"))
            or fold.endswith("ات")
            or fold.startswith("است")
        ):
            return True
        return bool(head.startswith("ال") and step == position + 1 and head not in words.TITLES)

    def _is_voice(self, position: int) -> bool:
        """Can this word head a speaker?"""
        token = self.tokens[position]
        return (
            token.start in self.person_starts
            or token.start in self.organisation_starts
            or any(
                token.fold in table
                for table in (words.TITLES, words.UNNAMED, words.ORGANISATIONS, words.MEDIA)
            )
            or self._known_surname(token.fold)
        )

    def _apposition(self, step: int, stop: int) -> bool:
        """After this comma, does a title or a name go on with the subject?"""
        tokens = self.tokens
        token = tokens[step]
        if token.start in self.person_starts or token.fold in words.TITLES:
            return True
        if token.fold in {"وهو", "وهي"}:
            return True
        # «قائد الشرطة المحلية، كييل ماجني تفينجي، في وقت سابق»: two or three bare words to a comma
        for reach in range(1, 5):
            if step + reach >= len(tokens) or step + reach > stop:
                return False
            after = tokens[step + reach]
            if "،" in after.gap or "," in after.gap or (after.fold in words.THAT and reach >= 2):
                return reach >= 2
            if self._is_adjunct(step + reach) or after.fold in words.PREPOSITIONS or after.gap:
                return False
        return False

    def _subject_before(self, index: int, first: int) -> Subject | None:
        """The subject that stands before its verb: «لكن محافظ البنك حذر من», «الوزير الذي أكد»."""
        tokens = self.tokens
        stop = index - 1
        while stop >= first and tokens[stop].fold in {
            "قد",
            "وقد",
            "كان",
            "كانت",
            "ايضا",
            "بدوره",
            "بدورها",
            "سبق",
            "فقد",
            "لقد",
        }:
            stop -= 1
        if stop < first or tokens[stop].fold in words.OPENERS:
            return None
        relative = tokens[stop].fold in words.RELATIVE
        if relative:
            stop -= 1
            if stop < first:
                return None
        elif "،" in tokens[index].gap or "," in tokens[index].gap:
            # «زيد، الناطق باسم الحزب، قال»
            inner = stop
            while inner > first and not ("،" in tokens[inner].gap or "," in tokens[inner].gap):
                inner -= 1
            if inner <= first or not self._apposition(inner, stop + 1):
                return None
        start = stop
        while start > first and stop - start < 14:
            token = tokens[start]
            if any(c in token.gap for c in ".:؟!؛\n"):
                break
            before = tokens[start - 1]
            if ("،" in token.gap or "," in token.gap) and not self._apposition(start, stop + 1):
                break
            if before.fold in words.OPENERS | words.THAT | {
                "بعدما",
                "عندما",
                "حين",
                "حيث",
            } or before.fold.startswith(("لكن", "ولكن")):
                break
            if relative and before.fold in words.PREPOSITIONS:
                break
            cue = CUES.get(before.fold)
            if cue is not None and not cue.weak and cue.form != "noun":
                break
            start -= 1
        while start <= stop and (
            self._is_adjunct(start)
            or tokens[start].fold in words.OPENERS
            or tokens[start].fold in words.PREPOSITIONS
        ):
            start += 1
        if start > stop:
            return None
        best = self._voice_head(start, stop, closest=relative)
        was = {"كان", "وكان", "كانت", "وكانت"}
        if best is None and first < start and 0 <= stop - start < 4 and stop < index - 1:
            best = start if tokens[start - 1].fold in was else None  # «وكان العبادي قد أكد»
        if best is not None and not relative and 0 < best - start <= 4:
            # «لكن فاروق الشامي وزير العمل قال»: the name stands before the role
            lead = self.tokens[start:best]
            if not lead[0].fold.startswith(("و", "ف")) and not any(
                t.fold in words.PREPOSITIONS or (t.gap and t is not lead[0]) for t in lead
            ):
                best = start
        return None if best is None else Subject(best, stop if best + 14 > stop else best)

    def _voice_head(self, start: int, stop: int, *, closest: bool = False) -> int | None:
        """The first token in the range that can head a speaker: a title, an organisation, a name."""
        found = None
        for position in range(start, stop + 1):
            fold = self.tokens[position].fold
            inner = fold[1:] if fold[:1] in "وفبل" and len(fold) > 3 else fold
            person = self.person_starts.get(self.tokens[position].start)
            if (
                person is not None
                or self.tokens[position].start in self.organisation_starts
                or any(
                    w in table
                    for w in (fold, inner)
                    for table in (
                        words.TITLES,
                        words.UNNAMED,
                        words.ORGANISATIONS,
                        words.DOCUMENTS,
                        words.MEDIA,
                    )
                )
                or (
                    position == start
                    and (
                        fold in words.GOVERNMENTS
                        or inner in words.GOVERNMENTS
                        or self._known_surname(fold)
                    )
                )
            ):
                found = position
                if not closest:
                    return found
                if position + 6 >= stop:
                    return found
        return found

    def _known_surname(self, fold: str) -> bool:
        return any(v.is_named and bare_word(fold) in v.words for v in self.voices.latest)

    def _sentence_subject(self, index: int, first: int, cue: Cue) -> tuple[int, int] | None:
        """Whoever acts in this sentence before a bare verb: «رحبت رئيسة الجمعية … وقالت»."""
        tokens = self.tokens
        position = first
        while position < index:
            fold = tokens[position].fold
            person = self.person_starts.get(tokens[position].start)
            previous = tokens[position - 1].fold if position > first else ""
            head = (
                person is not None
                or fold in words.TITLES
                or fold in words.ORGANISATIONS
                or fold in words.UNNAMED
                or tokens[position].start in self.organisation_starts
                or self._known_surname(fold)
                or (position == first + 1 and previous.endswith("ت"))
            )
            if (
                head
                and fold not in words.OWN_SPEECH
                and previous not in words.PREPOSITIONS
                and not tokens[position].gap.endswith("(")
            ):
                end = self._phrase_end(position, index, strict=True)
                gender = _gender(tokens[position].fold)
                if (
                    person is None
                    and cue.gender
                    and gender == "f"
                    and cue.gender == "m"
                    and fold not in words.TITLES
                ):
                    position = end + 1
                    continue
                return position, end
            position += 1
        return None

    # ------------------------------------------------------------------ relays and nouns

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
                self._end_of_claim(begin, unit_end, limit),
                index,
                start,
                cue,
                subject,
                first,
                direct=None,
            )
            return after
        introduced = self._introduction(index, cue, limit)
        if relay == "كما" and introduced is not None and introduced[1] == "that":
            # «كما أكد أن …» is plain «he also confirmed that»
            begin = self._claim_start(*introduced)
            self._keep(
                begin,
                self._end_of_claim(begin, unit_end, limit),
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
        quoted = self._mark_ending_before(tokens[opening].start)
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
        end = self._phrase_end(head, min(last, head + LONGEST_SUBJECT_WORDS), strict=False)
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
            or any(s in self.person_starts or s in self.organisation_starts for s in starts)
            or head > index + 1
            or self._known_surname(inner)
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
                self._end_of_claim(begin, unit_end, last),
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
        inside = self._mark_around(tokens[index].start)
        limit = last if inside is None else bisect_left(self.starts, inside.end)
        introduced = self._introduction(index, cue, min(limit, index + 6))
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
        chains = (self._clean_name(chain),) if chain else ()
        if kind == "mark":
            mark = self._mark_at(claim_token)
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
        begin = self._claim_start(claim_token, kind)
        end = (
            self._end_of_speech(claim_token, unit_end)
            if kind == "colon"
            else self._end_of_claim(begin, unit_end, limit)
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
                    end = self._phrase_end(position + 1, that, strict=False)
                    begin = self._claim_start(that + 1, "that")
                    paper = self._clean_name(
                        self._clean(tokens[index + 1].start, tokens[position - 1].end)
                    )
                    cue = Cue("علم", "past", "", "", "said", frozenset())
                    self._keep(
                        begin, self._end_of_claim(begin, unit_end, last), index, that + 1, cue,
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
                    head.start in self.person_starts
                    or head.start in self.organisation_starts
                    or head.start in self.place_starts
                    or head.fold
                    in words.TITLES | words.ORGANISATIONS | words.GOVERNMENTS | words.UNNAMED
                )
                if not known or any(t.fold in CUES for t in tokens[first:position]):
                    return
                cue = Cue(":", "past", "", "", "said", frozenset())
                mark = self._mark_starting_in(tokens[position - 1].end, tokens[position].start)
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
        for mark in self.marked:
            if mark.single or mark.depth or mark.inner_end - mark.inner_start < 40:
                continue
            if any(s <= mark.inner_start < e for s, e in taken):
                continue
            line_start = self.text.rfind("\n", 0, mark.start) + 1
            line_end = self.text.find("\n", mark.end)
            line_end = len(self.text) if line_end < 0 else line_end
            if self.text[line_start : mark.start].strip(_EDGE) or self.text[
                mark.end : line_end
            ].strip(_EDGE):
                continue
            last_voice = self.voices.last(mark.start)
            speaker = self._speaker(last_voice, None, "context") if last_voice else None
            quote = Quote(
                content=(Span(start=mark.inner_start, end=mark.inner_end),),
                kind="direct",
                speaker=speaker,
            )
            self.found.append((quote, last_voice))

    # ------------------------------------------------------------------ keeping

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
            start, end = _trimmed(self.text, start, end)
            whole = self._mark_exactly(start, end)
            if whole is not None:
                start, end = whole.inner_start, whole.inner_end
                kind = "direct"
            elif colon:
                kind = "direct"
            elif self._holds_quotation(start, end):
                kind = "mixed"
        start, end = _trimmed(self.text, start, end)
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
            subject = self._subject_before(index, first)
        if subject is not None:
            mention = (tokens[subject.first].start, tokens[subject.last].end)
            mention = self._with_marks(mention)
            voice = self._voice(subject, cue)
            if voice.span is not None and voice.span[1] == mention[1]:
                mention = max(mention, voice.span)  # without the «and» written onto it
        if voice is None:
            resolved = "bare-verb"
            voice = self._bare(index, first, cue)
            if voice is None:
                resolved = "none"
        elif subject is not None and voice.span is not None and voice.span != mention:
            resolved = (
                "named" if voice.is_named and self._names_voice(subject, voice) else "pronoun"
            )
        addressee, occasion, via = self._around(
            index, claim_token if direct is not None or claim_token > index else index, subject
        )
        if voice is not None:
            if cue.gender and not voice.gender and cue.form in {"past", "present"}:
                voice.gender = cue.gender
            self.voices.spoke(voice, tokens[index].start)
        speaker = self._speaker(voice, mention, resolved) if voice is not None else None
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

    def _names_voice(self, subject: Subject, voice: Voice) -> bool:
        said = {bare_word(self.tokens[i].fold) for i in range(subject.first, subject.last + 1)}
        return bool(said & set(content_words(voice.name)))

    def _around(
        self, index: int, claim_token: int, subject: Subject | None
    ) -> tuple[str | None, str | None, tuple[str, ...]]:
        """Addressee, occasion and intermediaries, from the words between cue and claim."""
        tokens = self.tokens
        addressee: str | None = None
        occasion: str | None = None
        via: list[str] = []
        stop = min(claim_token, index + LONGEST_WAY_TO_CLAIM_WORDS, len(tokens))
        position = index + 1
        while position < stop:
            fold = tokens[position].fold
            inside_subject = subject is not None and subject.first <= position <= subject.last
            if fold in words.MEDIA_ADDRESSEES or (
                fold == "ل" and tokens[position + 1 : position + 2]
            ):
                end = position
                while (
                    end + 1 < stop
                    and not tokens[end + 1].gap.strip('"«»“”()')
                    and not self._is_adjunct(end + 1)
                    and tokens[end + 1].fold not in words.THAT
                    and end - position < 4
                ):
                    end += 1
                addressee = self._clean(tokens[position].start, tokens[end].end)
                if fold not in {"للصحفيين", "للصحافيين", "لوسايل", "للاعلام", "للصحافه"}:
                    via.append(
                        self._clean_name(
                            addressee[1:]
                            if not addressee.startswith("لل")
                            else "ال" + addressee[2:]
                        )
                    )
                position = end + 1
                continue
            if (not inside_subject and fold in {"خلال", "اثناء", "عقب"}) or (
                fold in {"في", "وفي"}
                and position + 1 < stop
                and tokens[position + 1].fold in words.OCCASIONS
                and tokens[position + 1].fold != "وقت"
            ):
                end = position
                while (
                    end + 1 < stop
                    and not any(c in tokens[end + 1].gap for c in "،:؛.,")
                    and tokens[end + 1].fold not in words.THAT
                    and end - position < 10
                ):
                    if tokens[end + 1].fold in words.RELATIVE:
                        break
                    end += 1
                occasion = occasion or self._clean(tokens[position].start, tokens[end].end)
                first_noun = tokens[position + 1].fold if position + 1 < len(tokens) else ""
                if first_noun in {"بيان", "تغريده", "حسابه", "حسابها", "تدوينه", "منشور"}:
                    via.append(self._clean(tokens[position + 1].start, tokens[end].end))
                position = end + 1
                continue
            position += 1
        if occasion is None:
            occasion, to_whom = self._occasion_before(index)
            addressee = addressee or to_whom
        return addressee, occasion, tuple(via)

    def _occasion_before(self, index: int) -> tuple[str | None, str | None]:
        """«في حديثه إلى الصحفيين خلال زيارة إلى قطر ، قال»."""
        tokens = self.tokens
        if index == 0 or not ("،" in tokens[index].gap or "," in tokens[index].gap):
            return None, None
        position = index - 1
        while (
            position > 0
            and index - position < 14
            and not any(c in tokens[position].gap for c in ".؟!،,؛:\n")
        ):
            position -= 1
        folds = [t.fold for t in tokens[position:index]]
        if len(folds) < 2 or not (
            (folds[0] in {"في", "وفي"} and folds[1] in words.OCCASIONS)
            or folds[0] in {"خلال", "وخلال", "عقب"}
        ):
            return None, None
        addressee = None
        end = index - 1
        for offset, fold in enumerate(folds):
            if fold in {"الصحفيين", "الصحافيين"} or fold in words.MEDIA_ADDRESSEES:
                at = position + offset
                start = at - 1 if tokens[at - 1].fold == "الي" else at
                addressee = self._clean(tokens[start].start, tokens[at].end)
                if "خلال" in folds[offset:]:
                    position = position + folds.index("خلال", offset)
                break
        return self._clean(tokens[position].start, tokens[end].end), addressee

    def _clean(self, start: int, end: int) -> str:
        start, end = self._with_marks((start, end))
        return " ".join(self.text[start:end].split()).strip(" ،,:")

    def _clean_name(self, name: str) -> str:
        return " ".join(regex.sub(r"[«»\"“”()]", " ", name).split())

    # ------------------------------------------------------------------ voices

    def _bare(self, index: int, first: int, cue: Cue) -> Voice | None:
        """The speaker of a verb without subject, or of a participle."""
        tokens = self.tokens
        at = tokens[index].start
        unit_start = tokens[first].start
        inside = self._mark_around(at)
        recent = self.voices.last(at, gender=cue.gender, number=cue.number)
        if cue.form == "participle" and inside is None:
            here = [v for v in self.voices.latest if unit_start <= v.last_at < at]
            if here:
                return max(here, key=lambda v: v.last_at)
        if recent is not None and recent.last_at >= unit_start and inside is None:
            return recent
        subject = self._sentence_subject(index, first, cue)
        # «وأضاف» goes on with the last speaker, unless its own sentence opens with somebody else.
        if subject is not None and (
            "more" not in cue.frames or recent is None or subject[0] <= first + 3
        ):
            return self._voice(Subject(*subject), cue)
        return recent

    def _voice(self, subject: Subject, cue: Cue) -> Voice:
        """The voice these words name: one that spoke before, or a new one."""
        tokens = self.tokens
        start = tokens[subject.first].start
        if (
            tokens[subject.first].fold.startswith("وال")
            or tokens[subject.first].fold[1:] in words.GOVERNMENTS
        ):
            start += 1  # the «and» before it
        elif cue.lemma == "وفقا" and tokens[subject.first].fold.startswith("ل"):
            start += 0 if tokens[subject.first].fold.startswith("لل") else 1  # لشهود عيان
        span = self._with_marks((start, tokens[subject.last].end))
        text = self.text[span[0] : span[1]]
        folds = [tokens[i].fold for i in range(subject.first, subject.last + 1)]
        head = folds[0]
        if cue.lemma == "وفقا" and head.startswith("ل"):
            head = "ا" + head[1:] if head.startswith("لل") else head[1:]
        name = overlapping_name(self.names, span[0], span[1], frozenset({"person"}))
        voiceless = words.ORGANISATIONS | words.DOCUMENTS | words.MEDIA
        state = head in words.GOVERNMENTS or head[1:] in words.GOVERNMENTS
        guess = None if head in voiceless or state else self._personal_name(subject)
        name_span: tuple[int, int] | None = None
        if guess is not None:
            name_span = (max(start, tokens[guess[0]].start), tokens[guess[1]].end)
        if name is not None:
            # The tagger may take a part of a place or an institution for a person; where the
            # grammar of titles sees a name elsewhere in the phrase, that one speaks.
            if name_span is None:
                fits = head not in voiceless and (
                    name.start == span[0] or " " in name.text or head in words.TITLES
                )
                name_span = (name.start, name.end) if fits else None
            elif not (name.start < name_span[1] and name_span[0] < name.end):
                name = None
            elif name.end - name.start > name_span[1] - name_span[0] and name.start >= span[0]:
                name_span = (name.start, name.end)
            if name_span is None:
                name = None
        kind = self._kind(head, folds, name_span is not None)
        bag = content_words(text)
        known = self._known(bag, head, kind, name_span)
        if known is not None:
            if len(bag) > len(known.words) and kind == known.kind:
                known.words = known.words | bag
            return known
        number = "s"
        if (head.endswith(("ون", "ين")) and len(head) > 4) or head in {
            "مصادر",
            "المصادر",
            "شهود",
            "سكان",
            "خبراء",
        }:
            number = "p"
        elif cue.number in {"d", "p"}:
            number = cue.number
        gender = cue.gender if cue.form in {"past", "present"} else ""
        label = self.text[name_span[0] : name_span[1]] if name_span else self._clean(*span)
        role = None
        if name_span is not None:
            rest = (
                self.text[span[0] : name_span[0]] + " " + self.text[name_span[1] : span[1]]
            ).strip(" ،,")
            role = " ".join(rest.split()) or (name.role if name is not None else None)
        elif head in words.TITLES and kind == "person":
            role = label
        identity = name.identity if name is not None else None
        if identity is None and kind == "organisation":
            thing = overlapping_name(self.names, span[0], span[1], frozenset({"organisation"}))
            identity = thing.identity if thing else None
        if kind == "media" and head in words.OUR_CORRESPONDENT and self.outlet:
            label = f"{label} ({self.outlet})"  # «مراسلنا»: whose, the page tells
        return Voice(
            name=label, kind=kind, span=span, role=role, identity=identity, gender=gender,
            number=number, words=bag, is_named=name_span is not None,
        )  # fmt: skip

    def _kind(self, head: str, folds: list[str], named: bool) -> str:
        bare = head[1:] if head.startswith("و") else head
        if named:
            return "person"
        if head in words.MEDIA or (head.startswith("ل") and "ال" + head[2:] in words.MEDIA):
            return "media"
        if bare in words.UNNAMED:
            return "unnamed"
        if head in words.DOCUMENTS:
            return "document"
        if head in words.ORGANISATIONS or head in words.GOVERNMENTS or bare in words.GOVERNMENTS:
            return "organisation"
        if head in words.TITLES:
            return "person"
        return "organisation" if len(folds) > 1 or head.startswith("ال") else "person"

    def _known(
        self, bag: frozenset[str], head: str, kind: str, name_span: tuple[int, int] | None
    ) -> Voice | None:
        if not bag:
            return None
        ordered = self.voices.latest[::-1]
        if name_span is not None:
            said = content_words(self.text[name_span[0] : name_span[1]])
            last = bare_word(self.text[name_span[0] : name_span[1]].split()[-1])
            for voice in ordered:
                theirs = content_words(voice.name) if voice.is_named else frozenset()
                if said and (
                    said <= theirs
                    or (theirs and theirs <= said)
                    or (last in theirs and last == bare_word(voice.name.split()[-1]))
                ):
                    if len(said) > len(theirs):
                        voice.name = self.text[name_span[0] : name_span[1]]
                    return voice
            return None
        for voice in ordered:
            if voice.is_named and len(bag) <= 2 and bag <= content_words(voice.name):
                return voice
            theirs = voice.words
            head_bare = bare_word(head)
            if (
                head.startswith("ال")
                and kind == voice.kind
                and kind in {"document", "media", "unnamed"}
                and head_bare in theirs
            ):
                return voice
            generic = head.startswith("ال") or len(bag) < len(theirs)
            if (
                head_bare in theirs
                and bag <= theirs
                and generic
                and (voice.kind == kind or kind in {"person", "unnamed", "media"})
            ):
                return voice
            if kind == voice.kind and bag <= theirs:
                return voice
            if head in {
                "المسوول",
                "المصدر",
                "المصادر",
                "المتحدث",
                "الوزير",
                "الرييس",
                "المراسله",
                "المراسل",
            } and head_bare[:4] in {w[:4] for w in theirs}:
                return voice
        return None

    def _personal_name(self, subject: Subject) -> tuple[int, int] | None:
        """Where the person's own name stands among titles: tokens (first, last).

        A role is a chain that ends in definite words (وزير الخارجية الروسي); the indefinite words
        behind it are the name. Or the name comes first and a definite title follows.
        """
        tokens = self.tokens
        first, last = subject.first, subject.last
        if tokens[first].fold in words.UNNAMED and tokens[first].fold not in words.TITLES:
            return None

        def is_role(position: int) -> bool:
            fold = tokens[position].fold
            return fold in words.TITLES or (fold.startswith("و") and fold[1:] in words.TITLES)

        def could_be_name(position: int) -> bool:
            fold = tokens[position].fold
            return (
                not is_role(position)
                and fold not in words.PREPOSITIONS
                and not fold.startswith("لل")
                and fold not in words.ORGANISATIONS
                and fold not in {"باسم", "العام", "السابق", "الحالي"}
                and fold not in words.GOVERNMENTS
                and not (_is_with(fold) and len(fold) > 5)
            )

        position = first
        while position <= last and tokens[position].fold in words.HONORIFICS:
            position += 1  # الدكتور، المستشار
        if position > last or not could_be_name(position):
            position = first  # «المتحدث باسم …»: a role, not an honorific
        if position == first and is_role(first):
            for step in range(first + 1, last + 1):  # «مدير عام فرع الوزارة، زايد الرويلي»
                apposed = set(tokens[step].gap) & {"،", ","} and could_be_name(step)
                if apposed and not tokens[step].fold.startswith(("ال", "وال")):
                    return step, self._name_end(step, last, could_be_name)
            seen_definite = tokens[first].fold.startswith("ال")
            step = first + 1
            while step <= last:
                fold = tokens[step].fold
                comma = bool(set(tokens[step].gap) & {"،", ","})
                if (
                    (seen_definite or comma)
                    and could_be_name(step)
                    and not fold.startswith(("ال", "وال"))
                ) and tokens[step - 1].fold not in words.PREPOSITIONS | {"باسم", "شؤون", "وزاره"}:
                    return step, self._name_end(step, last, could_be_name)
                if fold.startswith(("ال", "لل", "وال", "بال")):
                    seen_definite = True
                step += 1
            return None
        end = self._name_end(position, last, could_be_name)
        if end == position and (
            position == first and (last > first or tokens[position].fold.startswith("ال"))
        ):
            # one word: a name only if a title follows it or somebody is known by it
            if end < last and is_role(end + 1):
                return position, end
            return (position, end) if self._known_surname(tokens[position].fold) else None
        if (
            position == first
            and tokens[first].fold
            in words.ORGANISATIONS | words.DOCUMENTS | words.MEDIA | words.GOVERNMENTS
        ):
            return None
        if (
            position == first
            and end > position
            and all(tokens[i].fold.startswith("ال") for i in range(position, end + 1))
        ):
            return None
        if (
            position == first
            and end - position >= 1
            and tokens[end].fold.startswith("ال")
            and end == last
            and tokens[first].fold.endswith("ه")
        ):
            return None  # شركة …, وزارة …
        return position, end

    def _name_end(self, step: int, last: int, could_be_name: Callable[[int], bool]) -> int:
        """The last word of the name that starts at ``step``."""
        end = step
        while (
            end < last
            and could_be_name(end + 1)
            and not set(self.tokens[end + 1].gap) & set("،,(")
            and self.tokens[end + 1].fold not in {"وهو", "وهي"}
        ):
            end += 1
        return end

    def _settle(self) -> list[Quote]:
        """A role that was named only later («وزير العمل» … «فاروق جليك وزير العمل») gets its name."""
        named = [v for v in self.voices.voices if v.is_named and v.role][:MOST_PEOPLE]
        people = [n for n in self.names if n.kind == "person" and n.role][:MOST_PEOPLE]
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
                speaker = self._speaker(said_by, _pair(speaker.mention), speaker.resolved_by)
            quotes.append(_with_speaker(quote, speaker))
        return quotes

    def _speaker(self, voice: Voice, mention: tuple[int, int] | None, resolved: str) -> Speaker:
        name = voice.name
        if voice.is_named and " " not in name:
            name = self.full_names.get(bare_word(name), name)
        return Speaker(
            name=name,
            kind=voice.kind,  # type: ignore[arg-type]
            identity=voice.identity,
            role=voice.role,
            span=span_of(voice.span),
            mention=span_of(mention),
            resolved_by=resolved,  # type: ignore[arg-type]
        )

    # ------------------------------------------------------------------ marks

    def _mark_around(self, at: int) -> Marked | None:
        """The outermost quotation that holds this place."""
        position = bisect_right(self.mark_starts, at) - 1
        best = None
        for back in range(position, max(-1, position - 6), -1):
            mark = self.marked[back]
            if mark.start <= at < mark.end and not mark.single:
                best = mark
        return best

    def _mark_starting_in(self, start: int, end: int) -> Marked | None:
        position = bisect_left(self.mark_starts, start)
        while position < len(self.marked) and self.marked[position].start < end:
            if not self.marked[position].single:
                return self.marked[position]
            position += 1
        return None

    def _mark_at(self, token: int) -> Marked | None:
        return self._mark_starting_in(
            self.tokens[token - 1].end if token else 0, self.tokens[token].start
        )

    def _mark_ending_before(self, at: int) -> Marked | None:
        position = bisect_left(self.mark_starts, at)
        for back in range(position - 1, max(-1, position - 4), -1):
            mark = self.marked[back]
            if mark.end <= at and not self.text[mark.end : at].strip(_EDGE) and not mark.single:
                return mark
        return None

    def _quotation_before(self, index: int, subject: Subject | None) -> Marked | None:
        """«"…"، قال لافروف»: the quotation stands before the verb."""
        mark = self._mark_ending_before(self.tokens[index].start)
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

    def _mark_exactly(self, start: int, end: int) -> Marked | None:
        mark = self._mark_starting_in(start, start + 2)
        if mark is None or mark.start > start + 1:
            return None
        return mark if mark.end >= end - 1 else None

    def _holds_quotation(self, start: int, end: int) -> bool:
        position = bisect_left(self.mark_starts, start)
        while position < len(self.marked) and self.marked[position].start < end:
            mark = self.marked[position]
            if not mark.single and not self._is_name_in_marks(mark):
                return True
            position += 1
        return False

    def _is_name_in_marks(self, mark: Marked) -> bool:
        """مستشفى "السلام": a name of one to three words after what it names."""
        before = bisect_left(self.starts, mark.start) - 1
        length = self.text.count(" ", mark.inner_start, mark.inner_end) + 1
        return before >= 0 and length <= 3 and self.tokens[before].fold in words.NAMED_THINGS

    def _with_marks(self, span: tuple[int, int]) -> tuple[int, int]:
        """A span that holds one half of a pair of marks takes the other half too."""
        start, end = span
        position = bisect_left(self.mark_starts, start - 1)
        for mark in self.marked[position : position + 6]:
            if mark.start > end:
                break
            if start <= mark.inner_start < end and mark.end > end and mark.inner_end <= end + 1:
                end = mark.end
            if mark.start == start - 1 and mark.end <= end:
                start = mark.start
        return start, end


def _is_with(fold: str, shortest: int = 4) -> bool:
    """Written together with the preposition ب (and not بعد، بين، بن …)."""
    return (
        len(fold) >= shortest
        and fold[0] == "ب"
        and fold
        not in {
            "بعد",
            "بين",
            "بينهم",
            "بشكل",
            "باسم",
            "بلاده",
            "بلادها",
            "بحسب",
            "بيان",
            "برنامج",
            "بنك",
            "بعض",
            "بدوره",
            "بدورها",
            "بشان",
            "بريطانيا",
            "باريس",
            "بيروت",
            "بغداد",
            "برلين",
            "بكين",
            "بلديه",
            "بعثه",
            "بيانات",
            "بحضور",
            "بوتين",
            "بايدن",
        }
        and (
            fold[1:3] in {"ال", "ات", "اع", "ان", "اس"}
            or (fold[1] in "تمسضحخعشقفنروكاجطتثدزصهىيغظذ" and fold[:3] not in {"بعد", "بين"})
        )
    )


def _gender(fold: str) -> str:
    return "f" if fold.endswith("ه") and not fold.endswith("نه") else ""


def _pair(span: Span | None) -> tuple[int, int] | None:
    return None if span is None else (span.start, span.end)


def _with_speaker(quote: Quote, speaker: Speaker | None) -> Quote:
    return Quote(
        content=quote.content, kind=quote.kind, speaker=speaker, cue=quote.cue, strength=quote.strength,
        hedge=quote.hedge, addressee=quote.addressee, occasion=quote.occasion, chain=quote.chain,
        spoken_on=quote.spoken_on,
    )  # fmt: skip


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return start, end
