"""From the words that name a speaker to the speaker: name, role and kind, and who is meant by
«the minister» or a bare «he added»."""

from __future__ import annotations

from collections.abc import Callable

from tawatur.annotate.quotes import arabic_cues as words
from tawatur.annotate.quotes.arabic_cues import Cue
from tawatur.annotate.quotes.arabic_subjects import SubjectFinder
from tawatur.annotate.quotes.arabic_text import ArabicText, Subject, is_with
from tawatur.annotate.quotes.speakers import (
    Voice,
    Voices,
    bare_word,
    content_words,
    fuller_names,
    overlapping_name,
    span_of,
)
from tawatur.model import Speaker

MOST_PEOPLE = 60  # with a role, among whom «the minister» is looked for


class SpeakerFinder:
    """Tells the voices of one text apart; ``outlet`` is whose page it is."""

    def __init__(
        self, page: ArabicText, subjects: SubjectFinder, voices: Voices, outlet: str | None
    ) -> None:
        self.page = page
        self.text = page.text
        self.tokens = page.tokens
        self.subjects = subjects
        self.voices = voices
        self.outlet = outlet
        self.full_names = fuller_names(page.names)

    def bare(self, index: int, first: int, cue: Cue) -> Voice | None:
        """The speaker of a verb without subject, or of a participle."""
        tokens = self.tokens
        at = tokens[index].start
        unit_start = tokens[first].start
        inside = self.page.mark_around(at)
        recent = self.voices.last(at, gender=cue.gender, number=cue.number)
        if cue.form == "participle" and inside is None:
            here = [v for v in self.voices.latest if unit_start <= v.last_at < at]
            if here:
                return max(here, key=lambda v: v.last_at)
        if recent is not None and recent.last_at >= unit_start and inside is None:
            return recent
        subject = self.subjects.sentence_subject(index, first, cue)
        # «وأضاف» goes on with the last speaker, unless its own sentence opens with somebody else.
        if subject is not None and (
            "more" not in cue.frames or recent is None or subject[0] <= first + 3
        ):
            return self.voice(Subject(*subject), cue)
        return recent

    def voice(self, subject: Subject, cue: Cue) -> Voice:
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
        span = self.page.with_marks((start, tokens[subject.last].end))
        text = self.text[span[0] : span[1]]
        folds = [tokens[i].fold for i in range(subject.first, subject.last + 1)]
        head = folds[0]
        if cue.lemma == "وفقا" and head.startswith("ل"):
            head = "ا" + head[1:] if head.startswith("لل") else head[1:]
        name = overlapping_name(self.page.names, span[0], span[1], frozenset({"person"}))
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
        label = self.text[name_span[0] : name_span[1]] if name_span else self.page.clean(*span)
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
            thing = overlapping_name(self.page.names, span[0], span[1], frozenset({"organisation"}))
            identity = thing.identity if thing else None
        if kind == "media" and head in words.OUR_CORRESPONDENT and self.outlet:
            label = f"{label} ({self.outlet})"  # «مراسلنا»: whose, the page tells
        return Voice(
            name=label, kind=kind, span=span, role=role, identity=identity, gender=gender,
            number=number, words=bag, is_named=name_span is not None,
        )  # fmt: skip

    def names_voice(self, subject: Subject, voice: Voice) -> bool:
        said = {bare_word(self.tokens[i].fold) for i in range(subject.first, subject.last + 1)}
        return bool(said & set(content_words(voice.name)))

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
            around = self.page.mark_around(tokens[position].start)
            if fold == "ل" or (around is not None and around.start > tokens[first].start):
                return False  # «المدير العام لـ"ساحل كوم" كريم الزواري»
            return (
                not is_role(position)
                and fold not in words.PREPOSITIONS
                and not fold.startswith("لل")
                and fold.removeprefix("ل") not in words.ORGANISATIONS
                and fold not in {"باسم", "العام", "السابق", "الحالي"}
                and fold not in words.GOVERNMENTS
                and not (is_with(fold) and len(fold) > 5)
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
            return (position, end) if self.subjects.known_surname(tokens[position].fold) else None
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

    def speaker(self, voice: Voice, mention: tuple[int, int] | None, resolved: str) -> Speaker:
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

    def name_roles(self) -> None:
        """A role that was named only later («وزير العمل» … «فاروق جليك وزير العمل») gets its name."""
        spoken = [v for v in self.voices.voices if v.is_named and v.role][:MOST_PEOPLE]
        known = [
            n for n in self.page.names if n.kind == "person" and n.role and len(n.text.split()) > 1
        ]
        for voice in self.voices.voices:
            if voice.is_named or voice.kind != "person" or len(voice.words) < 2:
                continue
            for name, role, identity in [
                *((v.name, v.role, v.identity) for v in spoken),
                *((n.text, n.role, n.identity) for n in known[:MOST_PEOPLE]),
            ]:
                if voice.words <= content_words(role or ""):
                    voice.name, voice.identity, voice.is_named = name, identity, True
                    break
