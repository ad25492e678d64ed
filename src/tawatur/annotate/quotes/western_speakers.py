"""From the words that name a speaker to the speaker: name, role and kind, and who «he» is."""

from __future__ import annotations

from bisect import bisect_left

from tawatur.annotate.quotes.speakers import Voice, Voices, overlapping_name, span_of
from tawatur.annotate.quotes.western_text import Phrase, WesternText
from tawatur.model import NameMention, Speaker

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


_OF = frozenset(["de", "du", "des", "d", "del", "of", "der", "von", "für", "pour"])


class SpeakerFinder:
    """Tells the voices of one text apart."""

    def __init__(self, page: WesternText, voices: Voices) -> None:
        self.page = page
        self.text = page.text
        self.language = page.language
        self.tables = page.tables
        self.tokens = page.tokens
        self.starts = page.starts
        self.voices = voices
        self.full_names = {
            n.text.split()[-1].lower(): n
            for n in reversed(page.names)
            if n.kind == "person" and " " in n.text.strip()
        }

    def voice(self, subject: Phrase) -> Voice:
        tokens = self.tokens
        span = (tokens[subject.first].start, tokens[subject.last].end)
        text = self.text[span[0] : span[1]]
        folded = [tokens[i].word for i in range(subject.first, subject.last + 1)]
        tables = self.tables
        person = overlapping_name(self.page.names, *span, frozenset({"person"}))
        if person is None:  # a name that the phrase cuts short
            near = bisect_left(self.page.name_starts, span[0] - 60)
            for name in self.page.names[near:]:
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
        if person is not None and self._is_a_medium(person, span):
            label, kind = text, "media"
        elif person is not None:
            label, kind, identity, named = person.text, "person", person.identity, True
            rest = (
                self.text[span[0] : person.start] + " " + self.text[person.end : span[1]]
            ).strip(" ,")
            role = self._role(rest) or person.role
        elif any(w in tables.organisations for w in head) and not any(
            self._is_unnamed(w) for w in head
        ):
            label, kind = text, "organisation"
        elif any(w in tables.documents for w in head):
            label, kind = text, "document"
        elif any(w in tables.media for w in head):
            label, kind = text, "media"
        elif any(self._is_unnamed(w) for w in folded) and not (
            len(capitals) >= 2 and capitals[-1] - capitals[-2] == 1
        ):
            label, kind = text, "unnamed"
        elif capitals and not self._completes_role(capitals[-1], subject.first):
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
                role = self._role(rest)
            else:
                place = overlapping_name(
                    self.page.names, *span, frozenset({"place", "organisation"})
                )
                label, kind = text, "organisation" if place or not people else "person"
                identity = place.identity if place else None
        elif any(self._is_role(w) for w in folded):
            label, kind = text, "person"
        else:
            label, kind = text, "unnamed"
        words = frozenset(w for w in folded if w not in tables.determiners)
        last = label.split()[-1].lower().replace("’", "'") if label.split() else ""
        for voice in self.voices.latest[::-1]:
            if named and voice.is_named and last and self._is_called(last, voice.name):
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
        if named and " " not in label:
            for form in self._forms(last):
                if form in self.full_names:
                    full = self.full_names[form]
                    label, identity = full.text, full.identity
                    break
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

    def _is_a_medium(self, person: NameMention, span: tuple[int, int]) -> bool:
        """«le quotidien Le Phare»: a newspaper, whatever its name looks like."""
        before = bisect_left(self.starts, person.start) - 1
        return (
            before >= 0
            and self.starts[before] >= span[0]
            and self.tokens[before].word in self.tables.media
        )

    def _completes_role(self, last: int, first: int) -> bool:
        """«le ministre des Transports», «la alcaldesa de Belmar»: no name of a person."""
        if self.language not in ("fr", "es", "de", "en"):
            return False
        start = last
        while start > first and self.tokens[start].capital:
            if self.tokens[start].gap:
                return False
            start -= 1
        joint = self.tokens[start]
        return (
            start > first
            and joint.word in _OF
            and any(self._is_role(t.word) for t in self.tokens[first:start])
        )

    def _role(self, words: str) -> str | None:
        """The words beside a name without articles at their head and marks at their ends."""
        role = " ".join(words.split()).strip(" ,")
        first, _, rest = role.partition(" ")
        while rest and first.lower() in self.tables.determiners - {"premier"}:
            role = rest
            first, _, rest = role.partition(" ")
        if self.language == "fr" and role[:2].lower() in ("l'", "l’"):
            role = role[2:]
        return role or None

    def _forms(self, word: str) -> list[str]:
        """A family name as it stands, and in Russian without an ending of case."""
        if self.language != "ru" or len(word) < 5:
            return [word]
        return [word, word[:-1], word[:-2], word[:-3] + "ий", word[:-2] + "а", word[:-1] + "а"]

    def _is_called(self, last: str, name: str) -> bool:
        words = name.lower().split()
        return any(form in words for form in self._forms(last))

    def _is_unnamed(self, word: str) -> bool:
        unnamed = self.tables.unnamed
        if word in unnamed:
            return True
        if self.language == "ru":  # источника, дипломатов, чиновником
            return len(word) > 6 and any(word.startswith(u[:7]) for u in unnamed if len(u) > 6)
        if self.language == "tr":  # yetkiliye, kaynaklara
            return word.startswith(("yetkili", "kaynak", "tanık", "diplomat", "uzman"))
        if self.language == "de":  # Regierungskreisen, Polizeisprecherin
            return word.endswith(("kreise", "kreisen", "quelle", "sprecher", "sprecherin"))
        return False

    def _is_role(self, word: str) -> bool:
        people = self.tables.people
        if word in people:
            return True
        if self.language == "ru":
            return len(word) > 5 and any(word.startswith(p[:6]) for p in people if len(p) > 5)
        return self.language == "de" and word.endswith(_GERMAN_ROLES)

    def _known_surname(self, word: str) -> bool:
        return any(v.is_named and word in v.name.lower().split() for v in self.voices.latest)

    def pronoun(self, agreement: str, at: int) -> Voice | None:
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
            near = bisect_left(self.page.name_starts, at)
            people = (
                n for n in reversed(self.page.names[max(0, near - 40) : near]) if n.kind == "person"
            )
            last = next(people, None)
            if last is not None:
                return Voice(
                    name=last.text, kind="person", span=(last.start, last.end), role=last.role,
                    identity=last.identity, gender=gender, words=frozenset(last.text.lower().split()), is_named=True,
                )  # fmt: skip
        return None

    def speaker(self, voice: Voice, mention: tuple[int, int] | None, resolved: str) -> Speaker:
        return Speaker(
            name=voice.name,
            kind=voice.kind,  # type: ignore[arg-type]
            identity=voice.identity,
            role=voice.role,
            span=span_of(voice.span),
            mention=span_of(mention),
            resolved_by=resolved,  # type: ignore[arg-type]
        )
