"""Step 7: what changed between two versions of an article.

A word-by-word difference (as a careful reader would mark it), each changed stretch named by
what it touches. A changed figure, name, date, quotation, a denial that comes or goes and a
correction notice are substantive; spelling, punctuation, layout, furniture are not.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from difflib import SequenceMatcher

import regex
from rapidfuzz.distance import Levenshtein

from tawatur.model import Annotations, Reading, Span, TextChange, VersionChange
from tawatur.text import fold, fold_word, western_digits, word_spans

# "Correction:", "an earlier version of this article said": how outlets announce an edit.
# One line per language, folded (see text.fold).
_NOTICES = regex.compile(
    r"\b(?:"
    r"تصحيح|تصويب|تنويه|تم تصحيح|تم تعديل (?:الخبر|النص|العدد|الماده)|نسخه سابقه|ورد خطا|نعتذر عن"
    r"|correction|corrects?|clarification|editor'?s note|an earlier version|a previous version|this (?:story|article) (?:has been|was) (?:corrected|amended|updated to correct)|retraction|retracts?"
    r"|исправлен\w*|уточнен\w*|поправк\w*|в предыдущей версии|в первоначальной версии|редакция приносит извинения|опровержение редакции"
    r"|duzeltme|onceki (?:surum|versiyon)\w*|haber(?:in)? duzeltil\w*|geri cekil\w*"
    r"|rectificatif|correctif|erratum|mise au point|une (?:premiere )?version (?:precedente|anterieure)|corrige\w* (?:bien|la version)"
    r"|correccion|fe de erratas|rectificacion|una version anterior|nota del editor"
    r"|korrektur|berichtigung|richtigstellung|in einer fruheren (?:version|fassung)|anmerkung der redaktion"
    r")\b"
)
_RETRACTIONS = regex.compile(
    r"\b(?:سحب (?:الخبر|المقال|التقرير)|تم سحب|retract\w*|has been withdrawn|kill(?:s|ed)? (?:the )?story"
    r"|отозван\w*|отозвал\w* (?:публикац|сообщени)\w*|geri cekil\w*|annule et remplace|retire (?:l'article|son article)|annulation de la depeche"
    r"|se retracta|retira (?:la noticia|el articulo)|anula (?:la noticia|el despacho)|zuruckgezogen|zieht (?:meldung|bericht) zuruck)\b"
)
_NEGATION_WORDS = """لا لم لن ليس ليست نفي ينفي نفت دون not no never n't denied denies deny не нет
отрицает опроверг degil yok yalanladi ne pas jamais dement nie nunca niega desmiente nego nicht kein
keine dementiert bestreitet"""
_NEGATIONS = frozenset(_NEGATION_WORDS.split())
# Two spellings of one word: at most this share of its letters differ, and no digit does.
SPELLING_DISTANCE = 0.34
# From this many really new words on, a stretch says something new even if no figure, name, date
# or quotation is in it: about half a short sentence.
NEW_WORDS = 6

SUBSTANTIVE = frozenset(
    {
        "figure",
        "name",
        "date",
        "quotation",
        "denial",
        "correction-notice",
        "retraction",
        "statement",
    }
)


def correction_notice(text: str) -> Span | None:
    """Where a text says of itself that it was corrected; None when it does not.

    The offsets are of the line that says so.
    """
    return _line_with(_NOTICES, text)


def retraction_notice(text: str) -> Span | None:
    """Where a text says of itself that its report is withdrawn."""
    return _line_with(_RETRACTIONS, text)


def _line_with(pattern: regex.Pattern[str], text: str) -> Span | None:
    start = 0
    for line in text.splitlines(keepends=True):
        # a notice stands in a short line or sentence of its own, at its beginning; "correction"
        # in the middle of a report on share prices is no notice
        folded = fold(line.strip())
        found = pattern.search(folded)
        if found and (found.start() <= 40 or len(folded) <= 160):
            return Span(start=start, end=start + len(line.rstrip()))
        start += len(line)
    return None


def compare_versions(old: Reading, new: Reading) -> VersionChange | None:
    """What changed from ``old`` to ``new`` of one article; None when text and title are the same.

    Offsets of the changes point into the two texts. ``substantive`` is true when a change
    touches what is reported, ``announced`` when the new text itself speaks of a correction that
    the old one did not.
    """
    before, after = old.article, new.article
    title_before = before.title.value if before.title else None
    title_after = after.title.value if after.title else None
    if before.text == after.text and title_before == title_after:
        return None
    changes = tuple(_changes(before.text, after.text, old.annotations, new.annotations))
    title_changed = title_before != title_after
    title_substantive = False
    if title_before and title_after and title_changed:
        title_kinds = {
            kind
            for change in _changes(
                title_before, title_after, old.title_annotations, new.title_annotations
            )
            for kind in change.kinds
        }
        title_substantive = bool(title_kinds & SUBSTANTIVE)
    kinds = {kind for change in changes for kind in change.kinds}
    return VersionChange(
        article_id=after.id,
        number=max(after.version, before.version + 1),
        seen_at=after.seen_at,
        substantive=bool(kinds & SUBSTANTIVE) or title_substantive,
        announced=(
            correction_notice(after.text) is not None and correction_notice(before.text) is None
        )
        or (retraction_notice(after.text) is not None and retraction_notice(before.text) is None),
        title_changed=title_changed,
        changes=changes,
        old_title=title_before if title_changed else None,
        new_title=title_after if title_changed else None,
    )


def deleted(reading: Reading, at: datetime) -> VersionChange:
    """The article's page is there no more, as was seen at ``at``. A deletion is substantive; it
    is silent, since an outlet that announces one leaves a page that says so."""
    return VersionChange(
        article_id=reading.article.id,
        number=reading.article.version + 1,
        seen_at=at,
        substantive=True,
        announced=False,
        title_changed=False,
        changes=(),
        deleted=True,
    )


def _changes(
    old: str, new: str, old_read: Annotations | None, new_read: Annotations | None
) -> list[TextChange]:
    old_words, new_words = word_spans(old), word_spans(new)
    old_folded = [fold_word(old[a:b]) for a, b in old_words]
    new_folded = [fold_word(new[a:b]) for a, b in new_words]
    made = []
    # what is equal when folded but spelt otherwise is a change too, of spelling
    for tag, i, j, p, q in SequenceMatcher(
        None, old_folded, new_folded, autojunk=False
    ).get_opcodes():
        if tag == "equal":
            for k in range(j - i):
                a, b = old_words[i + k], new_words[p + k]
                if old[a[0] : a[1]] != new[b[0] : b[1]]:
                    made.append(_change(old, new, a, b, ("spelling",)))
            continue
        a = _stretch(old_words, i, j, len(old))
        b = _stretch(new_words, p, q, len(new))
        kinds = _kinds(old_folded[i:j], new_folded[p:q], old, new, a, b, old_read, new_read)
        made.append(_change(old, new, a, b, kinds))
    if not made and old != new:
        made.append(_change(old, new, (0, len(old)), (0, len(new)), ("punctuation",)))
    return made


def _stretch(words: Sequence[tuple[int, int]], i: int, j: int, length: int) -> tuple[int, int]:
    if i < j:
        return words[i][0], words[j - 1][1]
    at = words[i - 1][1] if i else 0
    return min(at, length), min(at, length)


def _change(
    old: str, new: str, a: tuple[int, int], b: tuple[int, int], kinds: tuple[str, ...]
) -> TextChange:
    return TextChange(
        old=old[a[0] : a[1]], new=new[b[0] : b[1]], old_start=a[0], new_start=b[0], kinds=kinds
    )


def _kinds(
    old_words: list[str],
    new_words: list[str],
    old: str,
    new: str,
    a: tuple[int, int],
    b: tuple[int, int],
    old_read: Annotations | None,
    new_read: Annotations | None,
) -> tuple[str, ...]:
    if "".join(old_words) == "".join(new_words):
        return ("spelling",)  # a word written together or apart
    if _in(retraction_notice(new), b):
        return ("correction-notice", "retraction")
    if correction_notice(new[b[0] : b[1]]) is not None or _in(correction_notice(new), b):
        return ("correction-notice",)
    kinds: list[str] = []
    figures = _figures(old_read, old, a), _figures(new_read, new, b)
    if figures[0] != figures[1]:
        kinds.append("figure")
    times = _times(old_read, old, a), _times(new_read, new, b)
    if times[0] != times[1]:
        kinds.append("date")
    if _is_spelling(old_words, new_words) and not kinds:
        return ("spelling",)
    if _names(old_read, a) != _names(new_read, b):
        kinds.append("name")
    if _in_direct_speech(old_read, a) or _in_direct_speech(new_read, b):
        kinds.append("quotation")
    if (len(_NEGATIONS & set(old_words)) + _denials(old_read, a)) != (
        len(_NEGATIONS & set(new_words)) + _denials(new_read, b)
    ):
        kinds.append("denial")
    if (
        not kinds
        and max(len(old_words), len(new_words)) - min(len(old_words), len(new_words)) >= NEW_WORDS
    ):
        kinds.append("statement")
    return tuple(kinds) or ("wording",)


def _in(notice: Span | None, stretch: tuple[int, int]) -> bool:
    return notice is not None and _touched(notice.start, notice.end, stretch)


def _is_spelling(old_words: list[str], new_words: list[str]) -> bool:
    """The same number of words, each nearly the one it replaces, digits untouched."""
    return len(old_words) == len(new_words) and all(
        x == y
        or (
            not any(c.isdigit() for c in x + y)
            and Levenshtein.normalized_distance(x, y) <= SPELLING_DISTANCE
            and not ({x, y} & _NEGATIONS)
        )
        for x, y in zip(old_words, new_words, strict=True)
    )


def _touched(start: int, end: int, stretch: tuple[int, int]) -> bool:
    return start < stretch[1] and stretch[0] < end


def _figures(read: Annotations | None, text: str, stretch: tuple[int, int]) -> list[str]:
    """The numbers in a stretch, as values; by digits where nothing was read."""
    found = regex.findall(r"\d+(?:[.,:]\d+)*", western_digits(text[stretch[0] : stretch[1]]))
    values = [f.replace(",", "") for f in found]
    if read is not None:
        values += [
            f"{f.low}-{f.high}-{f.bound}"
            for f in read.figures
            if _touched(f.start, f.end, stretch) and not regex.search(r"\p{Nd}", f.text)
        ]
    return sorted(values)


def _times(read: Annotations | None, text: str, stretch: tuple[int, int]) -> list[str]:
    if read is None:
        return []
    return sorted(
        t.value or "/".join(t.candidates) or fold(t.text)
        for t in read.times
        if _touched(t.start, t.end, stretch)
    )


def _names(read: Annotations | None, stretch: tuple[int, int]) -> list[str]:
    if read is None:
        return []
    return sorted({n.identity for n in read.names if _touched(n.start, n.end, stretch)})


def _in_direct_speech(read: Annotations | None, stretch: tuple[int, int]) -> bool:
    return read is not None and any(
        q.kind != "indirect" and any(_touched(s.start, s.end, stretch) for s in q.content)
        for q in read.quotes
    )


def _denials(read: Annotations | None, stretch: tuple[int, int]) -> int:
    if read is None:
        return 0
    return sum(
        q.strength == "denied" and q.cue is not None and _touched(q.cue.start, q.cue.end, stretch)
        for q in read.quotes
    )
