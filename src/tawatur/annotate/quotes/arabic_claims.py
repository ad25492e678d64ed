"""Where reported words begin and end: what introduces a claim after its verb, and what ends it."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property

from tawatur.annotate.quotes import arabic_cues as words
from tawatur.annotate.quotes.arabic_cues import CUES, Cue
from tawatur.annotate.quotes.arabic_subjects import SubjectFinder
from tawatur.annotate.quotes.arabic_text import ArabicText, Subject, is_with
from tawatur.annotate.quotes.marks import Marked

# A subject with its roles and an adjunct or two: the longest in our reading had 31 words.
LONGEST_WAY_TO_CLAIM_WORDS = 45

# Weak verbs that still report when nobody stands beside them: «وشدد على ضرورة»
_REPORTS_WITHOUT_SUBJECT = frozenset(["شدد", "لفت", "كشف", "خلص"])
# All words that ``_leaves_claim`` knows something of.
_MAY_LEAVE = frozenset(CUES) | words.LEAVING | words.RELATIVE | words.THUS | words.ACCORDING


class ClaimFinder:
    """Finds the bounds of claims in one text."""

    def __init__(self, page: ArabicText, subjects: SubjectFinder) -> None:
        self.page = page
        self.text = page.text
        self.tokens = page.tokens
        self.starts = page.starts
        self.subjects = subjects

    def introduction(self, index: int, cue: Cue, limit: int) -> tuple[int, str] | None:
        """What introduces the claim after a verb: (token, "that" | "mark" | "colon").

        For ``that`` the token is the first word of the claim, for ``mark`` the first in the
        quotation, for ``colon`` the first after it.
        """
        tokens = self.tokens
        stop = min(limit, index + LONGEST_WAY_TO_CLAIM_WORDS)
        fallback: tuple[int, str] | None = None
        far = index + 1 < len(tokens) and (
            self.subjects.is_voice(index + 1) or tokens[index + 1].fold in words.DOCUMENTS
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
                mark = self.page.mark_starting_in(tokens[position - 1].end, token.start)
                if mark is not None and fallback is not None and position > fallback[0] + 2:
                    return fallback
                if mark is not None and self._opens_claim(position, index, mark, gap, cue):
                    return position, "mark"
                if ":" in gap:
                    if token.fold in words.THAT and position + 1 < limit:
                        return position + 1, "that"
                    return position, "colon"
                if any(c in gap for c in ".؟!؛") and self.page.mark_around(token.start) is None:
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

    def by_frame(
        self, index: int, after: int, cue: Cue, limit: int, subject: Subject | None
    ) -> tuple[int, str] | None:
        """The claim as a noun phrase: after the verb's own preposition, or right after the subject."""
        if "obj!" in cue.frames:
            return self._behind_object(after, cue, limit)
        bare = subject is None and cue.form != "participle"
        takes_object = cue.object_pronoun or "obj" in cue.frames
        if cue.weak and bare and not takes_object and cue.lemma not in _REPORTS_WITHOUT_SUBJECT:
            return None
        found = self._behind_preposition(after, cue, limit)
        if found is None and "np" in cue.frames and (not bare or cue.joined):
            found = self._noun_phrase_claim(index, after, cue, limit)
        return found

    def _behind_object(self, after: int, cue: Cue, limit: int) -> tuple[int, str] | None:
        """«اتهم زيدا بالخيانة»: whom, then of what by ب; the claim is both together."""
        tokens = self.tokens
        for step in range(after, min(limit, after + 14)):
            if step > after and any(c in tokens[step].gap for c in ".،؛"):
                return None
            fold = tokens[step].fold
            with_that = fold in words.THAT and fold.startswith("ب")
            if (is_with(fold, shortest=3) or with_that) and (step > after or cue.object_pronoun):
                return (step, "joined") if cue.object_pronoun else (after, "frame")
        return None

    def _behind_preposition(self, after: int, cue: Cue, limit: int) -> tuple[int, str] | None:
        """«دعا إلى وقف إطلاق النار»، «طالب بخفض الأسعار»."""
        tokens = self.tokens
        wanted = cue.frames & {"ب", "الي", "علي", "عن", "من"}
        has_object = "obj" in cue.frames
        if not wanted or after >= len(tokens):
            return None
        goes_on = tokens[after].fold.startswith("ل")  # البنك الأوروبي لإعادة الإعمار
        for step in range(after, min(limit, after + (14 if has_object else 9))):
            token = tokens[step]
            if step > after:
                adjunct = self.page.adjunct_before(step)
                if any(c in token.gap for c in ".؛\n") or ("،" in token.gap and not adjunct):
                    return None
                if "np" in cue.frames and not (goes_on or adjunct):
                    return None
            if token.fold in wanted and step + 1 < limit:
                return step + 1, "frame"
            if "ب" in wanted and is_with(token.fold):
                return step, "joined"
            other = CUES.get(token.fold)
            if not has_object and other is not None and other.form in {"past", "present"}:
                return None
        return None

    def _noun_phrase_claim(
        self, index: int, after: int, cue: Cue, limit: int
    ) -> tuple[int, str] | None:
        """«أعلنت الوزارة افتتاح الجسر»: the object is the claim."""
        tokens = self.tokens
        if cue.form == "participle" and "،" not in tokens[index].gap:
            return None  # «قوائم مالية معلنة» is no announcement
        step = after
        while step < limit and tokens[step].fold.startswith("وال"):
            step += 1  # «وزارة التجارة | والصناعة»
        while step < limit and step < after + 4 and self.page.is_adjunct(step):
            step += 1
        if step >= limit or any(c in tokens[step].gap for c in ".:؛\n"):
            return None
        fold = tokens[step].fold
        if tokens[step - 1].fold in words.RELATIVE or fold in words.RELATIVE:
            return self._own_deed(step, limit)
        indirect = fold.startswith("ل") and len(fold) > 4
        if fold in words.PREPOSITIONS or indirect or fold in {"ان", "لم", "لا"}:
            return None
        return step, "frame"

    def _own_deed(self, relative: int, limit: int) -> tuple[int, str] | None:
        """«أعلن النادي الذي يستعد للموسم تعاقده مع»: a noun with his own pronoun."""
        for step in range(relative + 1, min(limit, relative + 14)):
            word = self.tokens[step].fold
            if (
                word[:1] in "تام"
                and len(word) > 4
                and word.endswith(("ه", "ها", "هم"))
                and self.tokens[step - 1].fold not in words.PREPOSITIONS
                and self.text[self.tokens[step].end - 1] in "هام"
            ):
                return step, "frame"
        return None

    def claim_start(self, claim_token: int, kind: str) -> int:
        token = self.tokens[claim_token]
        if kind == "joined":  # بخفض: the claim is خفض
            return token.start + 1
        mark = self.page.mark_starting_in(self.tokens[claim_token - 1].end, token.start)
        return mark.start if mark is not None else token.start

    def end_of_claim(self, start: int, unit_end: int, limit: int) -> int:
        tokens = self.tokens
        first = bisect_left(self.starts, start)
        end = unit_end
        position = first
        while position < len(tokens) and tokens[position].start < unit_end:
            token = tokens[position]
            around = self.page.mark_around(token.start)
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
        if not gap and fold not in _MAY_LEAVE and not fold.startswith(("لكن", "ولكن")):
            return False  # nearly every word
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
            introduced = self.introduction(position, cue, limit)
            return (
                introduced is not None and introduced[0] <= position + 4 and (comma or not cue.weak)
            )
        if cue is not None and cue.form in {"past", "present"} and cue.joined:
            introduced = self.introduction(position, cue, limit)
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

    def end_of_relative(self, claim_token: int, end: int) -> int:
        """«الجزائر التي طالبت بخفض الإمدادات هي من بين»: the main clause goes on."""
        position = claim_token + 1
        while position < len(self.tokens) and self.tokens[position].start < end:
            if self.tokens[position].fold in words.LINKING_PRONOUNS:
                return self.tokens[position].start
            position += 1
        return end

    def end_of_speech(self, first: int) -> int:
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
