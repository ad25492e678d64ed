"""Who speaks, settled within one article: the full name that it gives elsewhere, the role apart.

Quotations are read sentence by sentence, where a speaker may be a family name, a name with its
office or nationality before it, or an honorific ("سموه", "His Highness") for somebody named before.
The article as a whole tells who that is. Nothing is guessed: of two people of one family name
neither is chosen.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from tawatur.model import Annotations, NameMention, Quote, Reading, Speaker
from tawatur.text import fold_word, word_spans

# What stands for somebody named before, folded.
_HONORIFICS = frozenset(
    [
        "سموه",
        "سموها",
        "معاليه",
        "معاليها",
        "سعادته",
        "سعادتها",
        "فضيلته",
        "سيادته",
        "سيادتها",
        "جلالته",
        "فخامته",
        "غبطته",
        "نيافته",
        "دولته",
        "حضرته",
    ]
)
# Before an office or a name, of which nothing was read.
_BARE_TITLES = frozenset(
    ["سمو", "معالي", "سعاده", "فضيله", "سياده", "جلاله", "فخامه", "الملا", "الشيخ", "السيد"]
)
# Words of grammar that were taken for a name: nobody is named by them.
_NO_NAMES = frozenset(
    [
        "في",
        "من",
        "علي",
        "عليه",
        "عليها",
        "الي",
        "اليه",
        "عن",
        "عنه",
        "به",
        "بها",
        "له",
        "لها",
        "لهم",
        "معه",
        "معها",
        "هو",
        "هي",
        "هم",
        "ذلك",
        "هذا",
        "هذه",
        "التي",
        "الذي",
        "دايما",
        "ايضا",
        "اخيرا",
        "he",
        "she",
        "they",
        "it",
        "his",
        "her",
        "their",
        "who",
    ]
)

_Words = tuple[str, ...]


def with_speakers_settled(reading: Reading) -> Reading:
    """The reading with the speakers of its quotations as the whole article names them."""
    if not any(read.quotes for read in (reading.annotations, *reading.post_annotations)):
        return reading
    return msgspec.structs.replace(
        reading,
        annotations=_settled(reading.annotations),
        post_annotations=tuple(_settled(read) for read in reading.post_annotations),
    )


def _settled(read: Annotations) -> Annotations:
    if not read.quotes:
        return read
    people = [(_words(n.text), n) for n in read.names if n.kind == "person"]
    spoken: Speaker | None = None
    quotes: list[Quote] = []
    for quote in read.quotes:
        speaker = quote.speaker
        if speaker is not None and speaker.name and _may_be_a_person(speaker):
            speaker = _named(speaker, people, spoken)
            if speaker is not quote.speaker:
                quote = msgspec.structs.replace(quote, speaker=speaker)
        if speaker is not None and speaker.kind == "person" and speaker.name:
            spoken = speaker
        quotes.append(quote)
    return msgspec.structs.replace(read, quotes=tuple(quotes))


def _may_be_a_person(speaker: Speaker) -> bool:
    return speaker.kind in ("person", "unknown") or _words(speaker.name or "")[:1] in {
        (title,) for title in _HONORIFICS
    }


def _named(
    speaker: Speaker,
    people: Sequence[tuple[_Words, NameMention]],
    before: Speaker | None,
) -> Speaker:
    assert speaker.name is not None
    name = _words(speaker.name)
    if not name or (len(name) == 1 and name[0] in _NO_NAMES):
        return msgspec.structs.replace(speaker, name=None, kind="unknown", identity=None)
    inside = max(
        ((words, n) for words, n in people if len(words) > 1 and _contains(name, words)),
        key=lambda found: len(found[0]),
        default=None,
    )
    if inside is not None:
        words, mention = inside
        if words == name:
            return speaker
        # "الفلسطيني محمود عباس", "head of the council Salem Haddad": what stands before is no name
        return _as(
            speaker, mention, role=speaker.role or _before(speaker.name, len(name), words, name)
        )
    if name[0] in _HONORIFICS or name in {(title,) for title in _BARE_TITLES}:
        named_in_role = _in_role(speaker, people)
        if named_in_role is not None:
            return named_in_role
        if before is not None and name[0] in _HONORIFICS:
            return msgspec.structs.replace(
                before, mention=speaker.mention, span=speaker.span, resolved_by="pronoun"
            )
        return msgspec.structs.replace(speaker, name=None, kind="unknown", identity=None)
    fuller = {
        n.identity: (words, n)
        for words, n in people
        if len(words) > len(name) and words[-len(name) :] == name
    }
    if len(fuller) == 1:
        ((_, mention),) = fuller.values()
        return _as(speaker, mention, role=speaker.role or mention.role)
    if not any(set(words) & set(name) for words, _ in people):
        return _in_role(speaker, people) or speaker
    return speaker


def _in_role(speaker: Speaker, people: Sequence[tuple[_Words, NameMention]]) -> Speaker | None:
    """Who is named within what was read as the role: "foreign minister Salem Haddad"."""
    if not speaker.role:
        return None
    role = _words(speaker.role)
    inside = max(
        ((words, n) for words, n in people if len(words) > 1 and _contains(role, words)),
        key=lambda found: len(found[0]),
        default=None,
    )
    if inside is None:
        return None
    words, mention = inside
    return _as(speaker, mention, role=_before(speaker.role, len(role), words, role))


def _as(speaker: Speaker, mention: NameMention, role: str | None) -> Speaker:
    return msgspec.structs.replace(
        speaker, name=mention.text, kind="person", identity=mention.identity, role=role
    )


def _words(text: str) -> _Words:
    return tuple(fold_word(text[start:end]) for start, end in word_spans(text))


def _contains(whole: _Words, part: _Words) -> bool:
    return any(whole[at : at + len(part)] == part for at in range(len(whole) - len(part) + 1))


def _before(text: str, count: int, part: _Words, whole: _Words) -> str | None:
    """The words of ``text`` before ``part``, which is among them; None if there are none."""
    at = next(i for i in range(count - len(part) + 1) if whole[i : i + len(part)] == part)
    spans = word_spans(text)
    return text[: spans[at][0]].strip(" ،,:-") or None if at else None
