"""Which words of an Arabic sentence name its speaker: after the verb, before it, or elsewhere."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from tawatur.annotate.quotes import arabic_cues as words
from tawatur.annotate.quotes.arabic_cues import CUES, Cue
from tawatur.annotate.quotes.arabic_text import ArabicText, Subject, is_with
from tawatur.annotate.quotes.speakers import Voices, bare_word

LONGEST_SUBJECT_WORDS = 22


class SubjectFinder:
    """Finds subjects in one text; ``voices`` are those who have spoken so far."""

    def __init__(self, page: ArabicText, voices: Voices) -> None:
        self.page = page
        self.text = page.text
        self.tokens = page.tokens
        self.starts = page.starts
        self.voices = voices

    def subject_after(self, position: int, stop: int, cue: Cue) -> Subject | None:
        """The subject that stands after its verb, without adjuncts before and behind it."""
        tokens = self.tokens
        stop = min(stop, len(tokens), position + LONGEST_SUBJECT_WORDS)
        # «قال اليوم الاثنين وزير …», «وأضاف أيضا», «وقال في مؤتمر صحفي»
        while position < stop and self.page.is_adjunct(position):
            leading = tokens[position].fold
            if leading in words.MEDIA_ADDRESSEES or leading in words.ADJUNCT_PREPOSITIONS:
                position += 1
                while (
                    position < stop
                    and not set(tokens[position].gap) & set("،:.")
                    and not self.page.is_adjunct(position)
                    and tokens[position].fold not in words.TITLES | words.UNNAMED | words.THAT
                    and tokens[position].start not in self.page.person_starts
                ):
                    position += 1
            elif tokens[position].fold in {"في", "وفي"}:
                position += 2
                while (
                    position < stop
                    and not set(tokens[position].gap) & set("،:.؛\n")
                    and tokens[position].fold not in words.TITLES | words.UNNAMED | words.THAT
                ):
                    if tokens[position].start in self.page.person_starts:
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
            is_with(head.fold) and head.start not in self.page.person_starts
        ):
            return None
        if (
            head.fold.startswith("ل")
            and head.gap == ""
            and self.text[head.end : head.end + 2].strip()[:1] in '«»"(“'
        ) and head.fold == "ل":
            return None
        frames = bool(cue.frames & {"np", "obj", "obj!"})
        last = self.phrase_end(position, stop, strict=frames)
        return Subject(position, last)

    def phrase_end(self, position: int, stop: int, *, strict: bool) -> int:
        """Last token of the noun phrase that starts here. ``strict``: a claim may follow without
        any particle, so the phrase must not swallow it."""
        tokens = self.tokens
        last = position
        step = position
        head = tokens[position].fold
        head_feminine = head.endswith("ه")
        for_place = self.page.place_starts.get(tokens[position].start)
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
                if ("،" in gap or "," in gap) and not self.apposition(step, stop):
                    break
                if fold in words.THAT or fold in words.RELATIVE or self.page.is_adjunct(step):
                    break
                if self.page.medium_told(step) is not None:
                    break  # «شهود عيان | لمدى برس»
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
            person = self.page.person_starts.get(token.start)
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
        if is_with(fold) and (len(fold) > 4 or name_words):
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

    def apposition(self, step: int, stop: int) -> bool:
        """After this comma, does a title or a name go on with the subject?"""
        tokens = self.tokens
        token = tokens[step]
        if token.start in self.page.person_starts or token.fold in words.TITLES:
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
            if self.page.is_adjunct(step + reach) or after.fold in words.PREPOSITIONS or after.gap:
                return False
        return False

    def subject_before(self, index: int, first: int) -> Subject | None:
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
            if inner <= first or not self.apposition(inner, stop + 1):
                return None
        start = stop
        while start > first and stop - start < 14:
            token = tokens[start]
            if any(c in token.gap for c in ".:؟!؛\n"):
                break
            before = tokens[start - 1]
            if ("،" in token.gap or "," in token.gap) and not self.apposition(start, stop + 1):
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
            self.page.is_adjunct(start)
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
            person = self.page.person_starts.get(self.tokens[position].start)
            if (
                person is not None
                or self.tokens[position].start in self.page.organisation_starts
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
                        or self.known_surname(fold)
                    )
                )
            ):
                found = position
                if not closest:
                    return found
                if position + 6 >= stop:
                    return found
        return found

    def is_voice(self, position: int) -> bool:
        """Can this word head a speaker?"""
        token = self.tokens[position]
        return (
            token.start in self.page.person_starts
            or token.start in self.page.organisation_starts
            or any(
                token.fold in table
                for table in (words.TITLES, words.UNNAMED, words.ORGANISATIONS, words.MEDIA)
            )
            or self.known_surname(token.fold)
        )

    def known_surname(self, fold: str) -> bool:
        return any(v.is_named and bare_word(fold) in v.words for v in self.voices.latest)

    def sentence_subject(self, index: int, first: int, cue: Cue) -> tuple[int, int] | None:
        """Whoever acts in this sentence before a bare verb: «رحبت رئيسة الجمعية … وقالت»."""
        tokens = self.tokens
        position = first
        while position < index:
            fold = tokens[position].fold
            person = self.page.person_starts.get(tokens[position].start)
            previous = tokens[position - 1].fold if position > first else ""
            head = (
                person is not None
                or fold in words.TITLES
                or fold in words.ORGANISATIONS
                or fold in words.UNNAMED
                or tokens[position].start in self.page.organisation_starts
                or self.known_surname(fold)
                or (position == first + 1 and previous.endswith("ت"))
            )
            if (
                head
                and fold not in words.OWN_SPEECH
                and previous not in words.PREPOSITIONS
                and not tokens[position].gap.endswith("(")
            ):
                end = self.phrase_end(position, index, strict=True)
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


def _gender(fold: str) -> str:
    return "f" if fold.endswith("ه") and not fold.endswith("نه") else ""
