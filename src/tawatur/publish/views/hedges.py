"""Hedges, and hedges that were lost: what its source says on an unnamed official's word, or as
possible, and an article made from it says flatly."""

from __future__ import annotations

from collections.abc import Iterator

from tawatur.model import Member, Place, Plain, Point, Quote, Span
from tawatur.publish.views.desk import SourceView, StoryDesk, mark
from tawatur.publish.views.pieces import Words, words_of
from tawatur.text import fold, folded_words


class HedgeView(Plain, frozen=True, kw_only=True):
    """``source`` says it with the hedge that is marked in it; ``copy``, made from it, without."""

    point_id: str
    hedge: Words
    source: SourceView
    copy: SourceView


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


def lost_hedges(desk: StoryDesk) -> tuple[HedgeView, ...]:
    """In the order of the points; of one copy the nearest source that hedges."""
    return tuple(view for point in desk.dossier.sheet.points for view in _of_point(desk, point))


def _of_point(desk: StoryDesk, point: Point) -> Iterator[HedgeView]:
    members: dict[str, list[Member]] = {}
    for member in point.members:
        if member.place.article_id in desk.readings:
            members.setdefault(member.place.article_id, []).append(member)
    for copy_id, theirs in members.items():
        if any(_hedge(desk, m) or not _is_flat(desk, m) for m in theirs):
            continue
        source_id = copy_id
        while source_id in desk.derivation_of and desk.derivation_of[source_id].kind != "partial":
            source_id = desk.derivation_of[source_id].source_id
            hedged = ((m, _hedge(desk, m)) for m in members.get(source_id, ()))
            found = next(((m, span) for m, span in hedged if span), None)
            if found is None:
                continue
            view = _view(desk, point, *found, theirs[0])
            if view and not _stands_elsewhere(desk, view, found[0], theirs[0]):
                yield view
            break


def _view(
    desk: StoryDesk, point: Point, hedged: Member, span: Span, flat: Member
) -> HedgeView | None:
    source, copy = desk.source(hedged.place, hedged), desk.source(flat.place, flat)
    if source is None or copy is None:
        return None
    reading = desk.readings[hedged.place.article_id]
    text = reading.text_of(hedged.place)
    sentence = desk.sentence_at(hedged.place)
    around = Span(start=min(sentence.start, span.start), end=max(sentence.end, span.end))
    return HedgeView(
        point_id=point.id,
        hedge=words_of(text[span.start : span.end].strip(), source.language),
        source=source.marked_as(mark(text, around, (span,))),
        copy=copy,
    )


# Of the words of two sentences of one language: below it they say different things, and the hedged
# one may well stand elsewhere in the copy.
_SAME_SENTENCE = 0.5


def _stands_elsewhere(desk: StoryDesk, view: HedgeView, hedged: Member, flat: Member) -> bool:
    """In one language the words themselves can be compared: the two sentences must be one, and the
    hedge nowhere in the copy."""
    source, copy = desk.readings[hedged.place.article_id], desk.readings[flat.place.article_id]
    if source.annotations.language != copy.annotations.language:
        return False
    if " ".join(folded_words(view.hedge.text)) in " ".join(folded_words(copy.article.text)):
        return True
    one, two = (
        set(folded_words("".join(segment.text for segment in side.segments)))
        for side in (view.source, view.copy)
    )
    return len(one & two) < _SAME_SENTENCE * min(len(one), len(two))


def _quotes_at(desk: StoryDesk, place: Place) -> Iterator[Quote]:
    annotations = desk.readings[place.article_id].annotations_of(place)
    for quote in annotations.quotes if annotations else ():
        if any(s.start < place.end and s.end > place.start for s in quote.content):
            yield quote


def _hedge(desk: StoryDesk, member: Member) -> Span | None:
    """The words that hedge a statement: those of doubt, else the source without a name."""
    for quote in _quotes_at(desk, member.place):
        if quote.hedge is not None:
            return quote.hedge
        speaker = quote.speaker
        if speaker and speaker.kind == "unnamed" and (speaker.mention or speaker.span):
            return speaker.mention or speaker.span
    return None


def _is_flat(desk: StoryDesk, member: Member) -> bool:
    """Said in the outlet's own voice: nobody vouches for it, nobody's words stand in it, and no
    word of its sentence leaves it to somebody else."""
    if member.voucher_kind != "none" or any(_quotes_at(desk, member.place)):
        return False
    reading = desk.readings[member.place.article_id]
    annotations = reading.annotations_of(member.place) or reading.annotations
    stems = _STEMS.get(annotations.language)
    if stems is None:
        return False
    sentence = desk.sentence_at(member.place)
    words = folded_words(reading.text_of(member.place)[sentence.start : sentence.end])
    return not any(word.startswith(stems) for word in words)
