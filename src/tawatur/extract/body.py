"""The main text of a page as lines."""

from __future__ import annotations

from collections.abc import Iterable
from html import unescape
from typing import Any

import regex
from lxml import etree
from trafilatura import bare_extraction

from tawatur.extract.page import (
    SENTENCE_END,
    Element,
    Metas,
    Records,
    is_elsewhere,
    one_text,
    tidy_lines,
    tidy_text,
    words_of,
)
from tawatur.extract.script_state import CARRIED_MIN, State
from tawatur.model import Page

# The precise reading may cut an article short. When it holds less than this share of the page's
# long paragraphs, a broader reading is made too, and taken when it is this much longer. Shares
# of 0.6 and more bring in comments on pages with many of them; 0.3 brings back the articles that
# were cut to their first lines.
_SUSPICIOUS_SHARE = 0.3
_BROADER_TIMES_LONGER = 1.2
_PARAGRAPH_MIN = 80  # characters


# A ticker's stated entries may be this much longer than what was read of it: short entries are
# missed, a third of them at most.
_TICKER_TIMES_LONGER = 1.8


def main_text(tree: Element, page: Page, about: Records, metas: Metas, state: State | None) -> str:
    """The body as lines, with the lead where the page sets it apart."""
    text = _body(tree, page, about, state)
    lead = None if _is_english(tree, page, text) else _stated_lead(tree, about, metas, text)
    return f"{lead}\n{text}" if lead else text


def _body(tree: Element, page: Page, about: Records, state: State | None) -> str:
    """The body without its lead.

    Favouring precision gains 3 points of precision for 0.4 of recall over trafilatura's
    default on English pages, and 2 for 1.3 on pages of all countries (bench, extraction).
    """
    text = _trafilatura(tree, page.url, precise=True)
    prose = sum(len(words) for p in tree.iter("p") if len(words := words_of(p)) > _PARAGRAPH_MIN)
    broad = None
    if len(text) < _SUSPICIOUS_SHARE * prose:
        broad = _trafilatura(tree, page.url, precise=False)
        if len(broad) > _BROADER_TIMES_LONGER * len(text):
            text = broad
    stated = _stated_body(about)
    ticker = tidy_lines(
        "\n".join(tidy_text(unescape(e)) for r in about[:1] for e in _live_entries(r))
    )
    if len(ticker) > max(CARRIED_MIN, len(stated)):
        if broad is None:
            broad = _trafilatura(tree, page.url, precise=False)
        # some state entries that the page does not show yet
        if len(ticker) <= _TICKER_TIMES_LONGER * len(broad):
            stated = ticker
    if len(stated) >= max(CARRIED_MIN, _WHOLE_SHARE * len(text)):
        if broad is None:
            broad = _trafilatura(tree, page.url, precise=False)
        return _witnessed(broad, stated)
    if len(text) < max(CARRIED_MIN, 0.5 * prose):
        carried = state.text if state else ""
        if len(carried) > max(CARRIED_MIN, 1.6 * len(text)):
            return carried
    return _mended(tree, text)


def _trafilatura(tree: Element, url: str | None, *, precise: bool) -> str:
    try:
        document: Any = bare_extraction(
            tree, url=url, favor_precision=precise, include_comments=False, with_metadata=False
        )
    except (etree.LxmlError, ValueError, TypeError, RecursionError, AttributeError):
        return ""  # trafilatura trips over some broken trees
    return _render(document.body) if document is not None and document.body is not None else ""


# JSON-LD ``articleBody`` counts as whole from this share of the visible text's length on; below
# it is a teaser.
_WHOLE_SHARE = 0.75
# Lines found in the page must make up this share of the stated body to stand for it.
_COVERED_SHARE = 0.97
_COVERED_SHARE_UNBROKEN = 0.8  # a body stated without paragraph breaks is worth less
_CHUNK_WORDS = 6


def _squash(text: str) -> str:
    """Letters and digits only: sites glue and split words when they put text into JSON."""
    return "".join(regex.findall(r"[\p{L}\p{N}]+", text.casefold()))


def _witnessed(broad: str, stated: str) -> str:
    """The visible lines that the publisher's own ``articleBody`` bears out: it has no furniture
    but often no paragraphs either. The stated body itself when lines of the page lack much of it.
    """
    whole = _squash(stated)
    lines = broad.split("\n")
    borne = []
    for line in lines:
        words = line.split()
        chunks = [
            _squash(" ".join(words[i : i + _CHUNK_WORDS]))
            for i in range(0, len(words), _CHUNK_WORDS)
        ]
        chunks = [chunk for chunk in chunks if chunk]
        borne.append(bool(chunks) and sum(c in whole for c in chunks) >= 0.7 * len(chunks))
    kept = [
        line for i, line in enumerate(lines)
        # sub-headings, which many sites leave out of the stated body, stand between two such lines
        if borne[i] or (len(line.split()) <= 10 and any(borne[i - 1 : i]) and any(borne[i + 1 : i + 2]))
    ]  # fmt: skip
    covered = len(_squash("".join(kept))) / max(1, len(whole))
    broken = stated.count("\n") >= max(2, len(stated) // 1500)
    if covered >= (_COVERED_SHARE if broken else _COVERED_SHARE_UNBROKEN):
        return "\n".join(kept)
    return stated


_LINE_TAGS = frozenset(
    {"p", "head", "item", "quote", "row", "lb", "list", "table", "code", "ab", "div", "fw"}
)


def _render(body: Element) -> str:
    """trafilatura's tree as lines: one for each paragraph, heading, list item and table row."""
    pieces: list[str] = []

    def walk(element: Element) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        is_line = tag in _LINE_TAGS
        if is_line:
            pieces.append("\n")
        if tag != "graphic" and element.text:
            pieces.append(element.text)
        for child in element:
            walk(child)
            if child.tag == "cell" and child.getnext() is not None:
                pieces.append(" | ")
            if child.tail:
                pieces.append(child.tail)
        if is_line:
            pieces.append("\n")

    walk(body)
    return tidy_lines("".join(pieces))


def _stated_body(about: Records) -> str:
    """The longest JSON-LD ``articleBody``, as lines."""
    bodies = [r["articleBody"] for r in about if isinstance(r.get("articleBody"), str)]
    return tidy_lines(
        max((tidy_text(unescape(unescape(body))) for body in bodies), key=len, default="")
    )


def _live_entries(record: dict[str, Any]) -> Iterable[str]:
    """The entries of a live ticker, each with its headline when it has one of its own."""
    entries = record.get("liveBlogUpdate")
    for entry in entries if isinstance(entries, list) else [entries]:
        if not isinstance(entry, dict):
            continue
        body = entry.get("articleBody") or entry.get("description")
        if isinstance(body, str):
            headline = one_text(entry.get("headline")) or ""
            if headline and _squash(headline)[:40] not in _squash(body):
                yield headline
            yield body


# -- what the reading of the main text leaves out or brings too much of

_HEADING_WORDS = 20


def find_headings(tree: Element) -> list[Element]:
    """Headings that are text and not links to other articles."""
    return [
        heading for heading in tree.iter("h2", "h3", "h4", "h5", "h6")
        if 0 < len(words := words_of(heading).split()) <= _HEADING_WORDS
        and not any(len(words_of(a).split()) * 2 > len(words) for a in heading.iter("a"))
        and not heading.xpath("ancestor::a") and not is_elsewhere(heading)
    ]  # fmt: skip


def _mended(tree: Element, text: str) -> str:
    """The text with the sub-headings that stand between two of its lines on the page, and without
    the excerpts of teasers: paragraphs that share their box with a linked headline.
    """
    lines = text.split("\n")
    known = set(lines)
    for heading in find_headings(tree):
        words = words_of(heading)
        before, after = (_neighbour(heading, step, known) for step in (-1, 1))
        if words not in known and before and after:
            lines.insert(lines.index(after), words)
            known.add(words)
    for paragraph, after in _lost_paragraphs(tree, lines):
        lines.insert(lines.index(after) + 1 if after in lines else 0, paragraph)
    if lead := _split_off_lead(tree, lines):
        lines.insert(0, lead)
    others = _teaser_excerpts(tree, known) | _linked_lines(tree, known)
    return "\n".join(line for line in lines if line not in others)


_LOST_MIN_WORDS = 12
_LOST_MAX_LINKED = 0.5  # of its characters; more is a link to another article
_KEPT_BESIDE = 3


def _lost_paragraphs(tree: Element, lines: list[str]) -> Iterable[tuple[str, str]]:
    """Whole sentences that stand among three and more paragraphs of the text, as their siblings,
    and are not in it; with the line that each follows, "" for the first.

    Of 9 such paragraphs in 205 pages of the bench 8 are the article's (one is an appeal, which
    ``clean`` knows); of those that are links for the greater part, 3 of 14.
    """
    squashed = "".join(" ".join(lines).split())
    groups: dict[Element, list[tuple[Element, str]]] = {}
    for paragraph in tree.iter("p"):
        if words := words_of(paragraph):
            groups.setdefault(paragraph.getparent(), []).append((paragraph, words))
    for group in groups.values():
        if len(group) <= _KEPT_BESIDE:
            continue
        kept = [_stands_in(words, squashed) for _, words in group]
        long = [len(words.split()) >= _LOST_MIN_WORDS for _, words in group]
        if sum(k and n for k, n in zip(kept, long, strict=True)) < _KEPT_BESIDE or all(kept):
            continue
        after = ""
        for (paragraph, words), is_kept, is_long in zip(group, kept, long, strict=True):
            if is_kept:
                after = words
            elif (
                is_long
                and _FULL_STOP.search(words)
                and not is_elsewhere(paragraph)
                and not any(True for _ in paragraph.iter("style", "script"))
                and sum(len(words_of(a)) for a in paragraph.iter("a"))
                <= _LOST_MAX_LINKED * len(words)
            ):
                yield words, after
                after = words


_WINDOW = 60  # characters


def _stands_in(words: str, squashed: str) -> bool:
    """Whether the start, the middle or the end of a paragraph is in a text without white space."""
    letters = "".join(words.split())
    middle = max(0, (len(letters) - _WINDOW) // 2)
    return any(
        part in squashed
        for part in (letters[:_WINDOW], letters[middle : middle + _WINDOW], letters[-_WINDOW:])
    )


_NEAR_SIBLINGS = 3  # a box or an advertisement may stand between a heading and its text


def _neighbour(element: Element, step: int, known: set[str]) -> str | None:
    """The line of the text that stands next after an element, or next before it."""
    other = element
    for _ in range(_NEAR_SIBLINGS):
        other = other.getnext() if step > 0 else other.getprevious()
        if other is None:
            return None
        if isinstance(other.tag, str):
            items = other.xpath(".//li | .//p") or [other]
            words = words_of(items[0 if step > 0 else -1])
            if words in known:
                return words
    return None


_PROSE_WORDS = 14
_SHORT_SENTENCE_WORDS = 5
_PROSE_BESIDE = 3
_UNSTOPPED_WORDS = 25  # a paragraph of this length needs no full stop to be one


def short_sentences(tree: Element, known: set[str]) -> tuple[str, ...]:
    """Lines that end a sentence and stand where at least three of the text's paragraphs do,
    without being linked or set off as a whole: their shape tells nothing.
    """
    prose: dict[Element, int] = {}
    short: list[tuple[str, list[Element]]] = []
    long: list[tuple[str, Element]] = []
    for parent, words in _text_blocks(tree):
        count = len(words.split())
        if words not in known or (count < _UNSTOPPED_WORDS and not _FULL_STOP.search(words)):
            continue
        around = [parent, *list(parent.iterancestors())[:1]]
        if count >= _PROSE_WORDS:
            for holder in around:
                prose[holder] = prose.get(holder, 0) + 1
            long.append((words, parent))
        elif count >= _SHORT_SENTENCE_WORDS:
            short.append((words, around))
    return tuple(
        dict.fromkeys(
            [
                *(words for words, around in short
                  if any(prose.get(holder, 0) >= _PROSE_BESIDE for holder in around)),
                # a paragraph counts itself
                *(words for words, parent in long if prose[parent] >= _PROSE_BESIDE),
            ]
        )
    )  # fmt: skip


_FULL_STOP = regex.compile(r"[.!?؟。！？۔]\s*[\"”»’')\]“]*$")


def _text_blocks(tree: Element) -> Iterable[tuple[Element, str]]:
    """(what holds it, words) of each paragraph, list item and quotation without links or stress
    throughout, and of each text between line breaks.
    """
    for element in tree.iter("p", "li", "blockquote", "div"):
        if element.tag == "div" and element.xpath("./p | ./div | ./ul | ./table"):
            continue
        words = words_of(element)
        dressed = any(
            len(words_of(inner)) > 0.8 * len(words) for inner in element.iter("a", "strong", "b", "em", "i")
        )  # fmt: skip
        parent = element.getparent()
        if words and not dressed and parent is not None:
            yield parent, words
    for br in tree.iter("br"):
        parent = br.getparent()
        if parent is not None and br.tail and br.tail.strip():
            yield parent, " ".join(br.tail.split())


_LEAD_WORDS = range(8, 120)
_LEAD_START = 60  # characters by which a lead and a description are compared


def _is_english(tree: Element, page: Page, text: str) -> bool:
    """Whether the page calls itself English, or says nothing and is written in bare ASCII.

    Many a theme says "en-US" above Arabic or Russian text.
    """
    language = (page.hints.language or tree.get("lang") or "").lower()
    ascii_share = len(text.encode("ascii", "ignore")) / max(1, len(text))
    return ascii_share > (0.9 if language.startswith("en") else 0.98 if not language else 1.0)


def _stated_lead(tree: Element, about: Records, metas: Metas, text: str) -> str | None:
    """The lead that stands by itself below the headline, and that the page also gives as its
    description.

    On pages of continental Europe and beyond the text goes on from it (49 of 52 on the bench); English
    desks put a summary there, which the text says again (gold leaves out 17 of 22).
    """
    stated = [
        *metas.get("og:description", ()), *metas.get("description", ()),
        *(one_text(record.get("description")) or "" for record in about),
    ]  # fmt: skip
    starts = {"".join(d.split())[:_LEAD_START] for d in stated if len(d.split()) in _LEAD_WORDS}
    starts = {start for start in starts if len(start) == _LEAD_START}
    squashed = "".join(text.split())
    starts = {start for start in starts if start not in squashed}
    if not starts:
        return None
    for element in tree.iter("p", "h2", "h3", "div", "span"):
        words = words_of(element)
        if (
            len(words.split()) in _LEAD_WORDS
            and "".join(words.split())[:_LEAD_START] in starts
            and SENTENCE_END.search(words)
            and not is_elsewhere(element)
            and not element.xpath("ancestor-or-self::figure | ancestor-or-self::figcaption")
            and "caption" not in (element.get("class") or "")
            and not any(
                len(words_of(inner).split()) in _LEAD_WORDS
                for inner in element.iter("p", "h2", "h3")
                if inner is not element
            )
        ):
            return words
    return None


_LEAD_NAMES = regex.compile(r"intro|lead(?!er)|summary|chapo", regex.I)


def _split_off_lead(tree: Element, lines: list[str]) -> str | None:
    """The first paragraph where it has an element of its own, right before that of the others."""
    first = next((p for p in tree.iter("p", "div") if lines and words_of(p) == lines[0]), None)
    for _ in range(3):
        if first is None:
            return None
        before = first.getprevious()
        if before is not None and isinstance(before.tag, str):
            words = words_of(before)
            named = f"{before.get('class') or ''} {before.get('id') or ''}"
            if _LEAD_NAMES.search(named) and SENTENCE_END.search(words) and words not in lines:
                return words if len(words.split()) >= _LEAD_MIN_WORDS else None
            return None
        first = first.getparent()
    return None


_LEAD_MIN_WORDS = 12


def _linked_lines(tree: Element, known: set[str]) -> set[str]:
    """Lines that the page shows as links only, in lists of them: other articles."""
    found: set[str] = set()
    for group in tree.iter("ul", "ol"):
        items = [item for item in group.iter("li") if words_of(item)]
        whole = [
            item for item in items
            if any(words_of(a) == words_of(item) for a in item.iter("a")) and not _is_in_paragraph(item)
        ]  # fmt: skip
        if len(whole) == len(items) >= _TEASER_BOXES:
            found.update(words for item in whole if (words := words_of(item)) in known)
    return found


def _is_in_paragraph(element: Element) -> bool:
    return any(holder.tag in {"p", "blockquote"} for holder in element.iterancestors())


_TEASER_LINK_WORDS = 4
_TEASER_BOXES = 2  # one box alone may be a paragraph under a linked sub-heading


def _teaser_excerpts(tree: Element, known: set[str]) -> set[str]:
    found: list[str] = []
    for paragraph in tree.iter("p"):
        box = paragraph.getparent()
        if box is None or len(box.xpath("./p")) > 1 or (words := words_of(paragraph)) not in known:
            continue
        links = [
            a for a in box.iter("a")
            if len(words_of(a).split()) >= _TEASER_LINK_WORDS and paragraph not in a.iterancestors()
        ]  # fmt: skip
        if len(links) == 1 and len(words_of(box)) - len(words) < 1.6 * len(words_of(links[0])) + 30:
            found.append(words)
    return set(found) if len(found) >= _TEASER_BOXES else set()
