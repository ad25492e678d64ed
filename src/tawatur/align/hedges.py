"""Hedges, and hedges that were lost: what its source says on an unnamed official's word, or as
possible, and an article made from it says flatly (docs/decisions/0012)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tawatur.model import (
    Derivation,
    LostHedge,
    Member,
    Place,
    Point,
    Quote,
    Reading,
    Sentence,
    Span,
)
from tawatur.origins import main_sources
from tawatur.text import fold, folded_words

# Words by which a sentence leaves what it says to somebody else, or to doubt: stems at the start of
# words, after folding. A language that is not listed is not judged: nobody could say that its
# sentence is flat.
_ATTRIBUTES = {
    "ar": "قال قالت يقول تقول وقال وقالت قالو بحسب وفق حسب نقلا افاد وافاد ذكر وذكر اعلن واعلن اكد واكد اوضح واوضح اشار واشار صرح مصدر مصادر انباء يفترض زعم يعتقد ربما قد اضاف واضاف بين لفت وبين رجح",
    "en": "say said says saying according report told tell sourc claim alleg reportedly apparently may might could believ announc confirm stat add official spokes quot cit",
    "fr": "selon apres dit dis declar affirm rapport indiqu annonc confirm expliqu precis ajout source cit serai aurai pourrai peut porte assur estim",
    "es": "segun dij dice dicen declar afirm inform indic anunci confirm explic señal precis añad fuente cit seria habria podria puede portavoz asegur",
    "ru": "по словам словам сообщ сказал говор заяв утвержд отме уточн добав источник сведен данн информац якобы возможн может пресс подтверд передает рассказ",
    "tr": "göre gore dedi diye belirt söyle soyle açıkla acikla bildir aktar ifade kaynak iddia doğrula dogrula kaydet konuş konus olabilir",
    "de": "laut nach sagt sagte zufolge berichte erklär erklar teilte angab sprecher quelle soll sollen behaupt bestätig bestatig könnt konnt",
    "it": "secondo dice detto dichiar afferm riferi spieg conferm aggiun fonte cit sarebbe avrebbe potrebbe portavoce",
    "pt": "segundo disse diz declar afirm inform anunci confirm explic acrescent fonte cit seria teria poderia porta",
}  # fmt: skip
_STEMS = {
    language: tuple(fold(stem) for stem in stems.split()) for language, stems in _ATTRIBUTES.items()
}
# Of the words of two sentences of one language: below it they say different things, and the hedged
# one may well stand elsewhere in the copy.
_SAME_SENTENCE = 0.5


def hedge_of(quotes: Sequence[Quote], place: Place) -> Span | None:
    """The words that hedge a statement, in its text: those of doubt, else the source without a
    name. ``quotes``: those of the text that ``place`` points into."""
    for quote in quotes:
        if not any(s.start < place.end and s.end > place.start for s in quote.content):
            continue
        if quote.hedge is not None:
            return quote.hedge
        speaker = quote.speaker
        if speaker and speaker.kind == "unnamed" and (speaker.mention or speaker.span):
            return speaker.mention or speaker.span
    return None


def find_lost_hedges(
    points: Sequence[Point], readings: Sequence[Reading], derivations: Sequence[Derivation]
) -> list[LostHedge]:
    """Along derivations as a whole, in the order of the points; of one copy the nearest source
    that hedges. Judged are the languages of which we know the words that attribute."""
    by_id = {r.article.id: r for r in readings}
    source_of = {
        copy: d.source_id
        for copy, d in main_sources(readings, derivations).items()
        if d.kind != "partial"
    }
    if not source_of:
        return []
    return [lost for point in points for lost in _of_point(point, by_id, source_of)]


def _of_point(
    point: Point, readings: dict[str, Reading], source_of: dict[str, str]
) -> Iterator[LostHedge]:
    members: dict[str, list[Member]] = {}
    for member in point.members:
        if member.place.version is None:
            members.setdefault(member.place.article_id, []).append(member)
    for copy_id, theirs in members.items():
        copy = readings[copy_id]
        if copy_id not in source_of or any(m.hedge or not _is_flat(copy, m) for m in theirs):
            continue
        source_id = copy_id
        while source_id in source_of:
            source_id = source_of[source_id]
            hedged = next((m for m in members.get(source_id, ()) if m.hedge), None)
            if hedged is None or hedged.hedge is None:
                continue
            if not _stands_elsewhere(readings[source_id], copy, hedged, theirs[0]):
                yield LostHedge(
                    point_id=point.id,
                    hedge=hedged.hedge,
                    source=hedged.place,
                    copy=theirs[0].place,
                )
            break


def _stands_elsewhere(source: Reading, copy: Reading, hedged: Member, flat: Member) -> bool:
    """In one language the words themselves can be compared: the two sentences must be one, and the
    hedge nowhere in the copy."""
    if source.annotations.language != copy.annotations.language or hedged.hedge is None:
        return False
    words = source.text_of(hedged.place)[hedged.hedge.start : hedged.hedge.end]
    if " ".join(folded_words(words)) in " ".join(folded_words(copy.article.text)):
        return True
    one, two = (
        set(folded_words(_sentence_around(reading, member.place)))
        for reading, member in ((source, hedged), (copy, flat))
    )
    return len(one & two) < _SAME_SENTENCE * min(len(one), len(two))


def _sentence_around(reading: Reading, place: Place) -> str:
    text = reading.text_of(place)
    read = reading.annotations_of(place)
    around: list[Sentence] = [
        s for s in (read.sentences if read else ()) if s.start < place.end and s.end > place.start
    ]
    if not around:
        return text[place.start : place.end]
    return text[min(around[0].start, place.start) : max(around[-1].end, place.end)]


def _is_flat(reading: Reading, member: Member) -> bool:
    """Said in the outlet's own voice: nobody vouches for it, nobody's words stand in it, and no
    word of its sentence leaves it to somebody else."""
    read = reading.annotations_of(member.place)
    place = member.place
    if member.voucher_kind != "none" or any(
        s.start < place.end and s.end > place.start
        for q in (read.quotes if read else ())
        for s in q.content
    ):
        return False
    stems = _STEMS.get((read or reading.annotations).language)
    if stems is None:
        return False
    words = folded_words(_sentence_around(reading, place))
    return not any(word.startswith(stems) for word in words)
