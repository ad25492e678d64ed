"""Quotation marks: which stretches of a text stand between them.

One pass over the marks of a text, so the cost is linear. It knows “ ” « » „ “ » « 「 」 『 』 ‹ ›
" and ‘ ’, marks of one kind inside another, the typewriter mark whose direction only its
neighbours tell, the apostrophe that is none, a mark turned the wrong way (common in Arabic
newspapers: لـ»المدينة»), and a quotation that runs over several paragraphs, each of which opens
it again while only the last closes it.
"""

from __future__ import annotations

from dataclasses import dataclass

import regex

# A quotation longer than this without its closing mark is a lost mark, not a quotation:
# the longest real one we met (a statement printed in full) has 6,300 characters.
LONGEST_QUOTATION_CHARACTERS = 12_000

DEEPEST_NESTING = 6  # opened inside one another; more are lost closing marks

_LINE_END = regex.compile(r"\n")
_MARK = regex.compile("''|[\"“”„‟«»「」『』‹›＂‘’‚']")  # two apostrophes before one
_CLOSES = {
    "“": "”“\"", "„": "“”\"", "‟": "”\"", "«": "»", "»": "«»", "「": "」", "『": "』",
    "‹": "›", "›": "‹", '"': '"”', "＂": "＂", "”": "”“", "‘": "’", "‚": "‘’", "'": "'",
}  # fmt: skip
_ALWAYS_OPENS = frozenset("“„‟«「『‹‚")
_SINGLE = frozenset("‘’‚'")
_BEFORE_OPENING = frozenset("([{—–-:،,؛;/…ـ")
_AFTER_CLOSING = frozenset(".,،؛;:!?؟)]}—–-…/")


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch between quotation marks. ``start``/``end`` include the marks, ``inner_…`` do not.

    ``closed`` is False when the closing
    mark is missing and the end of the paragraph was taken instead. ``depth`` 0 is outermost.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    depth: int
    closed: bool
    single: bool = False


@dataclass(slots=True)
class _Open:
    mark: str
    start: int
    inner_start: int


def find_marked(text: str) -> list[Marked]:
    """All stretches between quotation marks, in order of their start, outer before inner."""
    found: list[Marked] = []
    stack: list[_Open] = []
    carried: _Open | None = None  # opened in an earlier paragraph, opened again at this one's start
    paragraph_start = 0
    size = len(text)

    def close(at: _Open, inner_end: int, end: int, depth: int, closed: bool) -> None:
        if inner_end > at.inner_start and inner_end - at.start <= LONGEST_QUOTATION_CHARACTERS:
            start, stop = _trim(text, at.inner_start, inner_end)
            if stop > start:
                found.append(Marked(at.start, end, start, stop, depth, closed, at.mark in _SINGLE))

    def end_paragraph(end: int, next_start: int) -> None:
        """What is open at the end of a paragraph goes on if the next one opens with its mark."""
        nonlocal stack, carried
        if not stack:
            return
        outer = stack[0]
        head = next_start
        while head < size and text[head] in " \t\u00a0\u200f\u200e":
            head += 1
        goes_on = (
            head < size
            and text[head] in {outer.mark, '"', "“", "«"}
            and outer.mark not in _SINGLE
            and head - outer.start < LONGEST_QUOTATION_CHARACTERS
        )
        if goes_on:
            carried = outer
            stack = []
            return
        if outer.mark not in _SINGLE:
            close(outer, end, end, 0, False)
        stack = []

    line_ends = [m.start() for m in _LINE_END.finditer(text)] + [size]
    next_line = 0
    for match in _MARK.finditer(text):
        at = match.start()
        while line_ends[next_line] < at:
            if (
                line_ends[next_line] > paragraph_start
                and text[paragraph_start : line_ends[next_line]].strip()
            ):
                following = line_ends[next_line] + 1
                while following < size and text[following] in "\n\r \t":
                    following += 1
                end_paragraph(line_ends[next_line], following)
            paragraph_start = line_ends[next_line] + 1
            next_line += 1
        mark = '"' if match.group() == "''" else match.group()
        after = match.end()
        del stack[:-DEEPEST_NESTING]
        before_char = text[at - 1] if at else " "
        after_char = text[after] if after < size else " "
        if mark in _SINGLE and before_char.isalnum() and after_char.isalnum():
            continue  # an apostrophe
        if carried is not None:
            if not text[paragraph_start:at].strip():
                stack = [_Open(carried.mark, carried.start, carried.inner_start)]
                carried = None
                continue
            carried = None
        may_open = before_char.isspace() or before_char in _BEFORE_OPENING
        may_close = after_char.isspace() or after_char in _AFTER_CLOSING
        level = _closes_level(stack, mark)
        if level is not None and not (mark in _SINGLE and not may_close):
            opens_again = mark in _ALWAYS_OPENS and may_open and not may_close
            if not opens_again:
                close(stack[level], at, after, level, True)
                del stack[level:]
                continue
        if mark in _SINGLE:
            # British and nested quotations; «'tis» and «the boys’» are the price of asking
            # for a space before and none after.
            if mark in "‘‚'" and may_open and not after_char.isspace() and after_char.isalnum():
                stack.append(_Open(mark, at, after))
            continue
        if mark in _ALWAYS_OPENS or mark in '"＂':
            stack.append(_Open(mark, at, after))
        elif (may_open or before_char in "لبـ") and not after_char.isspace():
            stack.append(_Open(mark, at, after))  # a closing mark used to open
    # the last paragraph in which something is open
    if stack:
        while next_line < len(line_ends) - 1 and line_ends[next_line] < stack[-1].start:
            next_line += 1
        end_paragraph(line_ends[next_line], size)
    found.sort(key=lambda m: (m.start, -m.end))
    return found


def outermost(marked: list[Marked]) -> list[Marked]:
    """The stretches that stand in no other, single marks left out."""
    kept: list[Marked] = []
    for item in marked:
        if item.single or (kept and item.end <= kept[-1].end):
            continue
        kept.append(item)
    return kept


def _closes_level(stack: list[_Open], mark: str) -> int | None:
    for level in range(len(stack) - 1, -1, -1):
        if mark in _CLOSES[stack[level].mark]:
            return level
    return None


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
