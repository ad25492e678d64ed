"""To whom, on which occasion and on whose word: what stands beside reported speech in its sentence.

As ``arabic_circumstances`` for the languages of the western and the Turkish reader. Each language
has a few expressions, run over the sentence of a cue with the quoted words blanked out; the match
nearest to the cue counts.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import msgspec
import regex

from tawatur.annotate.quotes.western_cues import Language
from tawatur.model import Quote, Span, Speaker

# How far from its cue an addressee and an occasion may stand, in characters of the narration.
_ADDRESSEE_REACH, _OCCASION_REACH = 90, 160

_NAME = r"[\p{Lu}«\"“„‹][\p{L}\p{N}«»\"“”„'’.-]*(?:\s+[\p{Lu}«\"“„][\p{L}\p{N}»\"“”'’.-]*){0,3}"
_FEW = r"(?:[\p{L}'’-]+\s+){0,4}?"

# Nouns of occasions; of an addressee, those who listen. What is behind the noun ("visit to …") is
# taken with it up to a name.
_WORDS: dict[str, dict[str, str]] = {
    "en": {
        "before": r"during|in|at|after|following|before|on the sidelines of|ahead of|on",
        "noun": r"interviews?|conference|briefing|speech|visit|meeting|debate|rally|summit|hearing|session|trip|tour|ceremony|phone call|address|press tour|forum|talks",
        "more": r"(?:\s+(?:to|with|in|at|of|on|for|by)\s+(?:the\s+)?" + _NAME + ")?",
        "to": r"(?:to|told)\s+((?:the\s+|state\s+|local\s+|foreign\s+|his\s+|her\s+|a\s+)?(?:reporters|journalists|press|media|lawmakers|senators|supporters|parliament|parliamentarians|television|congregation|crowd|shareholders))",
        "citing": r"(?:citing|quoting)\s+",
    },
    "fr": {
        "before": r"lors|au cours|à l['’]occasion|à l['’]issue|en marge|pendant|durant|dans|après|devant",
        "noun": r"interview|entretien|conférence(?: de presse)?|visite|réunion|discours|débat|sommet|point de presse|communiqué|séance|audition|allocution|rencontre|déplacement|cérémonie|congrès|forum",
        "more": r"(?:\s+(?:à|au|aux|en|avec|de|du|des|sur)\s+(?:la\s+|le\s+|l['’])?" + _NAME + ")?",
        "to": r"(?:aux|à la|à des|devant les|devant la|devant des|auprès des|auprès de la)\s+(journalistes|presse|médias|reporters|députés|sénateurs|parlementaires|actionnaires|militants)|(?:à l['’]|au journal |au quotidien |à l['’]agence )(" + _NAME + ")",
        "citing": r"(?:en )?citant\s+",
    },
    "es": {
        "before": r"durante|en|tras|después de|al margen de|al término de|en el marco de|ante",
        "noun": r"entrevista|rueda de prensa|conferencia(?: de prensa)?|visita|reunión|discurso|debate|cumbre|acto|comparecencia|comunicado|sesión|gira|encuentro|ceremonia|foro",
        "more": r"(?:\s+(?:a|al|con|de|del|en)\s+(?:la\s+|el\s+)?" + _NAME + ")?",
        "to": r"(?:a|ante|al)\s+((?:los\s+|las\s+|la\s+|este\s+|el\s+|sus\s+|esta\s+)?(?:(?:agencia|cadena|radio)\s+" + _NAME + "|(?:diario|periódico)\\s+[«\"“][^»\"”]{2,40}[»\"”]|periodistas|(?<!rueda de )prensa|medios|diario|periódico|reporteros|accionistas|diputados|senadores))",
        "citing": r"citando\s+(?:a\s+)?|que cita\s+(?:a\s+)?",
    },
    "de": {
        "before": r"bei|während|in|im|auf|nach|vor|am Rande|anlässlich|im Rahmen",
        "noun": r"(?:\p{L}*[iI]nterview|\p{L}*[kK]onferenz|\p{L}*[bB]esuchs?|\p{L}*[tT]reffens?|\p{L}*[sS]itzung|\p{L}*[rR]ede|\p{L}*[gG]ipfels?|\p{L}*[gG]esprächs?|\p{L}*[vV]eranstaltung|\p{L}*[vV]ersammlung|\p{L}*[dD]ebatte|Pressetermin)",
        "more": r"(?:\s+(?:in|mit|von|der|des|zu|auf)\s+(?:der\s+|dem\s+)?" + _NAME + ")?",
        "to": r"(?:gegenüber|vor|zu)\s+((?:den\s+|der\s+|dem\s+)?(?:Journalisten|Reportern|Presse|Medien|Abgeordneten|Anhängern|Aktionären))|(?:gegenüber|dem|der)\s+((?:Zeitung|Sender|Agentur|Nachrichtenagentur|Magazin|Blatt|Radio)\s+" + _NAME + ")",
        "citing": r"(?:unter Berufung auf|mit Verweis auf|und beruft sich auf)\s+",
    },
    "ru": {
        "before": r"в ходе|во время|на|в|после|по итогам|на полях|перед",
        "noun": r"интервью|брифинг\p{L}*|пресс-конференци\p{L}+|встреч\p{L}+|визит\p{L}*|заседани\p{L}+|совещани\p{L}+|форум\p{L}*|саммит\p{L}*|выступлени\p{L}+|эфир\p{L}*|переговор\p{L}+",
        "more": r"(?:\s+(?:с|в|на|по)\s+" + _NAME + ")?",
        "to": r"(журналистам|репортёрам|репортерам|прессе|депутатам|акционерам|(?:агентству|газете|телеканалу|изданию|радио)\s+" + _NAME + "|ТАСС|РИА Новости)",
        "citing": r"(?:со ссылкой на|ссылаясь на)\s+",
    },
    "tr": {
        "before": r"",
        "noun": r"(?:basın toplantısı|toplantı|röportaj|mülakat|ziyaret|konuşma|görüşme|zirve|canlı yayın|program|tören|miting)\p{L}*(?:nda|nde|da|de|ında|inde|sırasında)(?:\s+sırasında)?",
        "more": r"",
        "to": r"((?:gazetecilere|basın mensuplarına|basına|muhabirlere|milletvekillerine|hissedarlara)|" + _NAME + r"\s+(?:gazetesine|televizyonuna|ajansına|kanalına))",
        "citing": r"(?!)",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Patterns:
    occasion: regex.Pattern[str]
    addressee: regex.Pattern[str]
    citing: regex.Pattern[str]


@cache
def _patterns(language: str) -> _Patterns | None:
    words = _WORDS.get(language)
    if words is None:
        return None
    before = rf"(?:{words['before']})(?:\s+|['’])" if words["before"] else ""
    few = _FEW if words["before"] else r"(?:[\p{L}'’-]+\s+){0,3}?"
    return _Patterns(
        regex.compile(
            rf"(?<!\w){before}(?:d[eu]s?\s+|d['’])?{few}(?:{words['noun']})(?!\w){words['more']}"
        ),
        regex.compile(rf"(?i:(?<!\w))(?:{_either_case(words['to'])})"),
        regex.compile(rf"(?<!\w)(?:{words['citing']})([^,.;:()\n]+)"),
    )


def _either_case(pattern: str) -> str:
    """The first words of a Turkish sentence are its addressee: "Gazetecilere konuşan …"."""
    return pattern.replace("gazetecilere", "[Gg]azetecilere").replace("basın m", "[Bb]asın m")


def with_circumstances(
    text: str,
    language: str,
    tables: Language,
    units: Sequence[tuple[int, int]],
    quotes: Sequence[Quote],
) -> list[Quote]:
    """The quotations with addressee, occasion and chain filled from their sentences.

    ``units`` are the sentences. What a quotation has already is kept.
    """
    patterns = _patterns(language)
    if patterns is None:
        return list(quotes)
    out: list[Quote] = []
    for quote in quotes:
        unit = _unit_of(quote, units)
        if unit is None:
            out.append(quote)
            continue
        begin, end = unit
        narration = _narration(text, begin, end, quote)
        assert quote.cue is not None
        at = quote.cue.start - begin
        if quote.occasion is None:
            place = _nearest(patterns.occasion, narration, at, _OCCASION_REACH)
            if place is not None:
                occasion = " ".join(place[0].split())
                quote = msgspec.structs.replace(quote, occasion=occasion)
        if quote.addressee is None:
            place = _nearest(patterns.addressee, narration, at, _ADDRESSEE_REACH)
            if place is not None:
                who = " ".join(next(g for g in place.groups() if g).split())
                quote = msgspec.structs.replace(quote, addressee=who)
        cited = patterns.citing.search(narration)
        if cited is not None and abs(cited.start() - at) <= _OCCASION_REACH:
            quote = _relayed(quote, cited, begin, tables)
        out.append(quote)
    return out


def _unit_of(quote: Quote, units: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    if quote.cue is None:
        return None
    i = bisect_right(units, quote.cue.start, key=lambda unit: unit[0]) - 1
    return units[i] if i >= 0 and quote.cue.start < units[i][1] else None


def _narration(text: str, begin: int, end: int, quote: Quote) -> str:
    """The sentence with the reported words blanked out; same length."""
    piece = text[begin:end]
    for span in quote.content:
        a, b = max(0, span.start - begin), min(len(piece), span.end - begin)
        if a < b and quote.kind != "indirect":
            piece = piece[:a] + "|" * (b - a) + piece[b:]
    return piece


def _nearest(
    pattern: regex.Pattern[str], narration: str, at: int, reach: int
) -> regex.Match[str] | None:
    found = [m for m in pattern.finditer(narration) if abs(m.start() - at) <= reach]
    return min(found, key=lambda m: (abs(m.start() - at), m.start()), default=None)


def _relayed(quote: Quote, cited: regex.Match[str], begin: int, tables: Language) -> Quote:
    """«The Post, citing two officials, reported»: theirs is the word, the Post hands it on."""
    speaker = quote.speaker
    if speaker is None or speaker.name is None or speaker.kind not in ("media", "organisation"):
        return quote
    name = " ".join(cited[1].split())
    for cue in (*tables.strong, *tables.weak):  # "… дипломатов сообщает"
        if name.lower().endswith(" " + cue):
            name = name[: -len(cue) - 1]
    span = Span(start=begin + cited.start(1), end=begin + cited.start(1) + len(name))
    words = {w.lower() for w in regex.findall(r"[\p{L}-]+", name)}
    unnamed = bool(words & tables.unnamed) or not regex.search(r"\p{Lu}", name)
    stems = {w[:6] for w in tables.unnamed if len(w) > 5}
    unnamed = unnamed or any(w[:6] in stems for w in words if len(w) > 5)
    kind = (
        "unnamed"
        if unnamed
        else "media"
        if words & tables.media
        else "organisation"
        if words & tables.organisations
        else "person"
    )
    return msgspec.structs.replace(
        quote,
        speaker=Speaker(name=name, kind=kind, span=span, mention=span, resolved_by="named"),  # type: ignore[arg-type]
        chain=(speaker.name, *(c for c in quote.chain if c != speaker.name)),
    )
