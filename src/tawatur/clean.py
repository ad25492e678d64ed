"""Furniture out, posts apart; every removal with its reason and its place.

Works on lines, since furniture comes in lines of its own. Three witnesses, cheap first:

1. what the page itself shows: the headline again, the captions, the embedded posts' signatures,
   lines that recur on other pages of the outlet;
2. phrases and forms that mean furniture in any text (``line_reasons.py``);
3. the shape of a line among its neighbours: short, no sentence, in a run of such lines
   (``line_shape.py``).

``kept`` and ``removed`` are exact: ``"".join(raw_text[s.start:s.end] for s in kept) == text``,
and every character that is neither kept nor in a removal or a post is white space.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import msgspec
import regex

from tawatur import knowledge
from tawatur.line_reasons import (
    SHORTCODE,
    bare,
    glued_credit,
    line_reason,
    whole_line_reason,
)
from tawatur.line_shape import PARAGRAPH_WORDS, count_words, ends_sentence, judge_shapes
from tawatur.line_shape import fold_line as fold
from tawatur.model import Article, Finding, Post, Removal, Span, Stamp
from tawatur.stamps import parse_stamp
from tawatur.text import POST_SIGNATURE

# A line that stands on this many other pages of the outlet belongs to its template.
RECURRING_PAGES = 3
_RECURRING_MAX_WORDS = 40  # longer ones are copied background paragraphs, not template

# --------------------------------------------------------------------------- bylines

_BYLINE = regex.compile(
    r"^(?:"
    # By Tom Riley and Ann Mercer, Harbour Gazette: capitals throughout
    r"(?i:by|von|par|por|di|av|af|door|yazan|автор|текст)\s*[:：|]?\s+\p{Lu}[\p{L}.'’-]*"
    r"(?:(?:\s*[,&/|]\s*|\s+(?:and|und|et|y|e|ve|и|og|och|en)\s+|\s+)(?:(?:de|del|van|von|der|al|el|bin|ben|da|di)\s+)*\p{Lu}[\p{L}.'’-]*){0,8}"
    r"|(?:بقلم\s*[:：]?|كتب(?:ت|ه)?\s*[:：])\s*[\p{Arabic}]{2,}(?:[ ،/–-]+[\p{Arabic}]{1,}){0,6}"
    r")\W*$"
)
_BYLINE_MAX_WORDS = 12
# The line above an Arabic lead: who and where, with a dash between: "سامر عون – الأفق:"
_ARABIC_DATELINE = regex.compile(r"[\p{Arabic}\s()]{2,40} [–—-] [\p{Arabic}\s()]{2,40}[:：]?")
_DATELINE_MAX_WORDS = 7
_BYLINE_LINES = 6  # a byline stands in the first lines, or in the last


# --------------------------------------------------------------------------- judging lines


def judge_lines(
    lines: Sequence[str], *, language: str | None = None, title: str | None = None,
    captions: Sequence[str] = (), headings: Sequence[str] = (), sentences: Sequence[str] = (),
    recurring_lines: Callable[[str], int] | None = None, by_shape: bool = True,
) -> list[str | None]:  # fmt: skip
    """For each line of one article: the reason to take it out, or None to keep it.

    Args:
        lines: the article's lines in order, empty ones included.
        language: hint, BCP 47.
        title: the headline, when known; lines that repeat it go.
        captions: of the page's pictures; lines that repeat one go.
        headings: lines that the page marks as sub-headings; above a paragraph their shape, which
            is that of a teaser, tells nothing.
        sentences: short sentences that the page marks as it does its paragraphs.
        recurring_lines: on how many other pages of the same outlet a line stands.
        by_shape: whether the third witness is heard.
    """
    heading = bare(title) if title else None
    caption_keys = {bare(caption) for caption in captions}
    # as many words as a headline or caption has, give or take a mark that stands alone
    lengths = {
        n + d
        for c in (title or "", *captions)
        for n in (len(c.split()),)
        for d in (-2, -1, 0, 1, 2)
    }
    known = _RECURRING_MAX_WORDS if recurring_lines else 0
    verdicts: list[str | None] = []
    for index, line in enumerate(lines):
        words = len(line.split())
        naked = bare(line) if words <= known or words in lengths else ""
        reason: str | None = None
        if heading and naked == heading:
            reason = "headline-repeated"
        elif naked and naked in caption_keys:
            reason = "caption"
        else:
            reason = line_reason(line)
        near_edge = index < _BYLINE_LINES or index >= len(lines) - 3 or line.startswith("By ")
        if (
            reason is None
            and near_edge
            and words <= _BYLINE_MAX_WORDS
            and _BYLINE.match(line.strip())
        ):
            reason = "byline"
        if (
            reason is None
            and index < _BYLINE_LINES // 2
            and words <= _DATELINE_MAX_WORDS
            and _ARABIC_DATELINE.fullmatch(line.strip())
            and _is_above_paragraph(lines, index)
        ):
            reason = "byline"
        if (
            reason is None
            and recurring_lines
            and naked
            and words <= _RECURRING_MAX_WORDS
            and recurring_lines(line.strip()) >= RECURRING_PAGES
        ):
            reason = "recurring"
        verdicts.append(reason)
    _follow_headings(lines, verdicts)
    _drop_excerpts(lines, verdicts)
    _drop_capital_teasers(lines, verdicts)
    _drop_author_boxes(lines, verdicts)
    _keep_table_heads(lines, verdicts)
    _drop_comments(lines, verdicts)
    if not by_shape:
        return verdicts
    shapes = judge_shapes(lines, verdicts)
    marked = {heading.strip() for heading in headings}
    for index, line in enumerate(lines):
        if shapes[index] and line.strip() in marked:
            shapes[index] = not _is_between_paragraphs(lines, verdicts, index)
        elif shapes[index] and line.strip() in sentences:
            shapes[index] = False
    return [
        verdict or ("shape" if shape else None)
        for verdict, shape in zip(verdicts, shapes, strict=True)
    ]


def _is_paragraph(line: str) -> bool:
    return count_words(line) >= PARAGRAPH_WORDS and ends_sentence(line)


def _is_above_paragraph(lines: Sequence[str], index: int) -> bool:
    """Whether the next line that is not empty is a paragraph."""
    return _is_paragraph(next((line for line in lines[index + 1 :] if line.strip()), ""))


def _is_between_paragraphs(
    lines: Sequence[str], verdicts: Sequence[str | None], index: int
) -> bool:
    """Paragraphs above it, and one right below, furniture left out."""

    kept = [i for i, line in enumerate(lines) if line.strip() and not verdicts[i]]
    below = [lines[i] for i in kept if i > index][:1]
    return any(map(_is_paragraph, below)) and any(
        _is_paragraph(lines[i]) for i in kept if i < index
    )


_COMMENT_HEADINGS = frozenset(
    fold(words) for words in (
        "التعليقات", "تعليقات", "تعليقات القراء", "آراء القراء", "آراء الزوار", "comments", "reader comments", "readers' comments",
        "комментарии", "yorumlar", "okur yorumları", "commentaires", "commentaires des lecteurs", "comentarios", "comentarios de los lectores",
        "kommentare", "leserkommentare",
    )
)  # fmt: skip
_COMMENT_HEADING_WORDS = 6
_COUNT_OF_COMMENTS = regex.compile(r"[\d()\s:]+$|^[\d()\s]+")
# Of a page's words this share stands above its comments; a link to them may stand higher up.
_SHARE_ABOVE_COMMENTS = 0.5
# Two lines of house rules for commenting, one below the other, are never inside an article.
_SHARE_ABOVE_RULES = 0.25


def _drop_comments(lines: Sequence[str], verdicts: list[str | None]) -> None:
    """What stands below the heading of the readers' comments, or the rules for them, is theirs."""
    words = [len(line.split()) for line in lines]
    above = 0
    for index, line in enumerate(lines):
        if words[index] > _COMMENT_HEADING_WORDS:
            above += words[index]
            continue
        heading = _COUNT_OF_COMMENTS.sub("", fold(line))
        if heading in _COMMENT_HEADINGS and above >= _SHARE_ABOVE_COMMENTS * sum(words):
            _take_rest(lines, verdicts, index)
            return
        above += words[index]
    filled = [i for i, line in enumerate(lines) if line.strip()]
    above = 0
    for here, below in pairwise(filled):
        rules = verdicts[here] == verdicts[below] == "comments"
        if rules and above >= _SHARE_ABOVE_RULES * sum(words):
            _take_rest(lines, verdicts, here)
            return
        above += words[here]


def _take_rest(lines: Sequence[str], verdicts: list[str | None], start: int) -> None:
    """Comments from here on, but for lines that stand above: crawlers leave articles twice."""
    above = " ".join(" ".join(lines[:start]).split())
    for i in range(start, len(lines)):
        line = " ".join(lines[i].split())
        half = line[: len(line) // 2]
        if line and not (len(half.split()) >= _AGAIN_WORDS and half in above):
            verdicts[i] = verdicts[i] or "comments"


_AGAIN_WORDS = 4


_CUT_SHORT = regex.compile(r"(?:\.\.\.+|…|\[(?:\.{3}|…)\])\s*$")
_EXCERPT_MIN_WORDS, _EXCERPT_MAX_WORDS = 6, 45  # longer ones are paragraphs of columnists


def _drop_excerpts(lines: Sequence[str], verdicts: list[str | None]) -> None:
    """Lines that are cut short, two and more in a row, are excerpts of other articles; so are
    they with a heading above each.
    """
    filled = [i for i, line in enumerate(lines) if line.strip()]
    cut = [
        bool(_CUT_SHORT.search(lines[i]))
        and _EXCERPT_MIN_WORDS <= len(lines[i].split()) <= _EXCERPT_MAX_WORDS
        for i in filled
    ]

    def is_heading(place: int) -> bool:
        if not 0 <= place < len(filled):
            return False
        line = lines[filled[place]]
        return len(line.split()) <= _TEASER_MAX_WORDS and not ends_sentence(line)

    for place, index in enumerate(filled):
        if not cut[place]:
            continue
        beside = cut[place - 1 : place] + cut[place + 1 : place + 2]
        # heading, excerpt, heading, excerpt
        headed = is_heading(place - 1) and (
            (place >= 2 and cut[place - 2])
            or (is_heading(place + 1) and any(cut[place + 2 : place + 3]))
        )
        if headed and not verdicts[filled[place - 1]]:
            verdicts[filled[place - 1]] = "read-also"
        if (any(beside) or headed) and not verdicts[index]:
            verdicts[index] = "read-also"


# Fewer are sub-headings. ASCII alone: Turkish and Russian pages set sub-headings in capitals,
# English ones links to other stories.
_CAPITALS_MIN_WORDS = 8


_PLAIN_MARKS = str.maketrans("‘’“”–—", "''\"\"--")


def _drop_capital_teasers(lines: Sequence[str], verdicts: list[str | None]) -> None:
    """Below the first paragraph, a long line in capitals without a full stop links elsewhere."""
    below = False
    for index, line in enumerate(lines):
        loud = line.isupper() and _CAPITALS_MIN_WORDS <= len(line.split()) <= _TEASER_MAX_WORDS
        loud = loud and line.translate(_PLAIN_MARKS).isascii() and "|" not in line
        if below and loud and not verdicts[index] and not ends_sentence(line):
            verdicts[index] = "read-also"
        below = below or _is_paragraph(line)


# Ann Mercer is a political correspondent for …: who wrote, below what was written.
_AUTHOR_BOX = regex.compile(
    r"(?P<name>\p{Lu}[\p{L}.'’-]+(?: (?:de|del|van|von|der|al|el|bin|ben|da|di|\p{Lu}[\p{L}.'’-]*)){0,2} (?P<family>\p{Lu}[\p{L}'’-]+)),? "
    r"(?:(?:is|was) (?:an?|the|our) (?:[\p{L}'’-]+,? ){0,6}?(?:and )?(?:reporter|correspondent|editor|writer|journalist|columnist|contributor|producer|photographer|author|fellow|analyst|professor|lecturer|researcher)\b|"
    r"(?:covers|writes about|reports on|has covered)\b|"
    r"(?:ist|arbeitet|schreibt|berichtet) (?:[\p{L}-]+,? ){0,6}?(?:\p{L}*[Rr]eporter(?:in)?|\p{L}*[Kk]orrespondent(?:in)?|\p{L}*[Rr]edakteur(?:in)?|\p{L}*[Jj]ournalist(?:in)?|Autor(?:in)?)\b|"
    r"ist (?:[\p{L}-]+ ){0,3}?(?:Gründer(?:in)?|Senior Fellow|Chefredakteur(?:in)?)\b|"
    r"est (?:[\p{L}'’-]+ ){0,4}?(?:journaliste|correspondante?|rédact(?:eur|rice)|auteure?)\b|"
    r"es (?:[\p{L}]+ ){0,4}?(?:periodista|corresponsal|redactora?|autora?)\b|"
    r"(?:—|–|-) (?:корреспондент|журналист(?:ка)?|редактор|обозреватель)\b)"
)
_BARE_NAME = regex.compile(r"\p{Lu}\p{Ll}[\p{L}'’-]*(?: \p{Lu}[\p{L}.'’-]*){1,2}")
_AUTHOR_BOX_MAX_WORDS = 70
_AUTHOR_BOX_LINES = 8


def _drop_author_boxes(lines: Sequence[str], verdicts: list[str | None]) -> None:
    """Near the end, a line that presents somebody of whom the article says nothing else."""
    filled = [i for i, line in enumerate(lines) if line.strip()]
    for index in filled[-_AUTHOR_BOX_LINES:]:
        line = lines[index].strip()
        if verdicts[index] or len(line.split()) > _AUTHOR_BOX_MAX_WORDS:
            continue
        match = _AUTHOR_BOX.match(line)
        if match and not any(
            match["family"] in lines[i] and line not in lines[i]  # crawlers leave pages twice
            for i in filled
            if i != index and _is_paragraph(lines[i])
        ):
            verdicts[index] = "byline-link"
            above = next((i for i in reversed(filled) if i < index), index)
            if lines[above].strip() == match["name"]:  # the box's heading
                verdicts[above] = "byline-link"
    for here, below in pairwise(filled[-_AUTHOR_BOX_LINES:]):
        # a name and nothing else above what its bearer does
        if verdicts[below] == "byline-link" and _BARE_NAME.fullmatch(lines[here].strip()):
            verdicts[here] = verdicts[here] or "byline-link"


def _keep_table_heads(lines: Sequence[str], verdicts: list[str | None]) -> None:
    """What looks like a menu between bars is the head of a table when rows stand below."""
    for index, verdict in enumerate(verdicts):
        if verdict == "page-tools" and (bars := lines[index].count("|")):
            below = next((line for line in lines[index + 1 :] if line.strip()), "")
            if below.count("|") == bars:
                verdicts[index] = None


_TEASER_MAX_WORDS = 25


def _follow_headings(lines: Sequence[str], verdicts: list[str | None]) -> None:
    """Teasers under a heading such as "Read also" go with it: one inside the body, at the end of
    the page all that are no sentences.
    """
    filled = [i for i, line in enumerate(lines) if line.strip()]
    for place, index in enumerate(filled):
        if verdicts[index] != "read-also" or whole_line_reason(lines[index]) != "read-also":
            continue
        below = filled[place + 1 :]
        teasers = []
        for i in below:
            if verdicts[i] or ends_sentence(lines[i]) or len(lines[i].split()) > _TEASER_MAX_WORDS:
                break
            teasers.append(i)
        at_end = all(verdicts[i] for i in below[len(teasers) :])
        for i in teasers if at_end else teasers[:1]:
            if len(lines[i].split()) >= 3 or at_end:
                verdicts[i] = "read-also"


# --------------------------------------------------------------------------- posts in text

_SIGNATURE_LINE = regex.compile(rf"^\W{{0,3}}{POST_SIGNATURE.pattern}$")
_POST_LINK = regex.compile(
    r"(?:https?://)?(?:pic\.twitter\.com|pic\.x\.com|t\.co)/\w+|https?://(?:www\.|mobile\.)?(?:twitter|x)\.com/\w+/status/\d+\S*"
)
# A line of a post that its paragraph does not show: pictographs and hashtags start or end it.
_POST_LOOK = regex.compile(r"^(?:\p{So}|\p{Emoji_Presentation}|#\w|@\w)|(?:#\w+|@\w+)\s*$")


def _find_posts(lines: list[_Line]) -> tuple[list[Post], set[int]]:
    """Posts that plain text holds, and the indexes of the lines that are theirs.

    An embedded post is its text, then its signature. What follows the signature belongs to it
    too when it ends in a link that only posts carry and the part before had none: crawlers
    leave the second paragraph of a post behind its signature.
    """
    posts: list[Post] = []
    taken: set[int] = set()
    filled = [index for index, line in enumerate(lines) if line.text.strip()]
    for place, index in enumerate(filled):
        line = lines[index]
        signature = _SIGNATURE_LINE.match(line.text.strip())
        own: list[int] = []
        inline = None
        if signature is None:
            inline = POST_SIGNATURE.search(line.text)
            if inline is None or inline.end() < len(line.text.rstrip()) - 2 or inline["date"] == "":
                continue
            own, signature = [index], inline
        else:
            for earlier in reversed(filled[:place]):
                text = lines[earlier].text.strip()
                if earlier in taken or (
                    own and not (_POST_LOOK.search(text) or _POST_LINK.search(text))
                ):
                    break
                own.insert(0, earlier)
                if _POST_LOOK.match(text):
                    break
            own.append(index)
        said = [lines[i].text for i in own if i != index]
        if inline is not None:
            said = [line.text[: inline.start()]]
        if not any(_POST_LINK.search(text) for text in said) and place + 1 < len(filled):
            after = filled[place + 1]
            following = lines[after].text.strip()
            signed_itself = place + 2 < len(filled) and _SIGNATURE_LINE.match(
                lines[filled[place + 2]].text.strip()
            )
            ends_in_link = [
                m for m in _POST_LINK.finditer(following) if m.end() >= len(following) - 1
            ]
            if ends_in_link and not signed_itself:
                own.append(after)
                said.append(lines[after].text)
        links = dict.fromkeys(m[0] for text in said for m in _POST_LINK.finditer(text))
        body = "\n".join(t for text in said if (t := " ".join(_POST_LINK.sub(" ", text).split())))
        posts.append(
            Post(
                text=body, account=signature["account"], account_name=signature["name"].strip() or None,
                posted=parse_stamp(signature["date"], where="post", confidence=0.95), links=tuple(links),
                spans=tuple(Span(start=lines[i].start, end=lines[i].end) for i in own),
            )
        )  # fmt: skip
        taken.update(own)
    return posts, taken


# --------------------------------------------------------------------------- the stage


class _Line(msgspec.Struct, frozen=True):
    """A line, or a piece of one: ``text`` is ``raw[start:end]``."""

    start: int
    end: int
    text: str
    reason: str | None = None  # settled before judging: a glued credit, a shortcode


def _split(raw: str) -> list[_Line]:
    lines, start = [], 0
    for text in raw.split("\n"):
        lines.append(_Line(start, start + len(text), text))
        start += len(text) + 1
    return lines


def _pieces(line: _Line, title: str | None) -> list[_Line]:
    """A line cut where furniture is glued to text."""
    cuts: list[tuple[int, int, str]] = []
    text = line.text
    if (start := glued_credit(text)) is not None:
        cuts.append((0, start, "photo-credit"))
    elif title and len(text) > len(title) and text.lstrip()[:1] in "©Ⓒ(" and text.endswith(title):
        cuts.append((0, len(text) - len(title), "photo-credit"))
    if "[" in text or "%%" in text or "{{" in text:
        for match in SHORTCODE.finditer(text):
            cuts.append((match.start(), match.end(), "shortcode"))
    if "t.co/" in text or "twitter.com/" in text or "x.com/" in text:
        for match in _POST_LINK.finditer(text):
            cuts.append((match.start(), match.end(), "link"))
    if not cuts:
        return [line] if text.strip() else []
    pieces: list[tuple[int, int, str | None]] = []
    done = 0
    for start, end, reason in sorted(cuts):
        if start < done:
            continue
        pieces.append((done, start, None))
        pieces.append((start, end, reason))
        done = end
    pieces.append((done, len(text), None))
    return [
        _Line(line.start + start, line.start + end, text[start:end], reason)
        for start, end, reason in pieces
        if text[start:end].strip()
    ]


# A headline without any other witness: a short line without a full stop above a clearly longer
# paragraph. The paragraph must be this much longer.
_HEADLINE_MAX_WORDS = 18
_LEAD_TIMES_LONGER = 1.6
_FULL_STOP = regex.compile(r"[.。।۔:;؛…،,]\s*[\"”»’')\]]*$")


def _looks_like_headline(line: str) -> bool:
    return (
        3 <= len(line.split()) <= _HEADLINE_MAX_WORDS
        and not _FULL_STOP.search(line)
        and line[:1] not in "\"“«'-–—•"
    )


# What stands under a headline and above the text, within this many lines.
_WITNESSES = frozenset({"time-stamp", "byline"})
_WITNESS_LINES = 2
_MENU_WORDS = 4


def _headline_index(lines: Sequence[str], reasons: Sequence[str | None]) -> int | None:
    """The line that is the article's headline, when the page had no other way to say so.

    Either a byline or a time follows it before the first paragraph, or it is the only line
    above the lead that is not furniture, and clearly shorter than the lead.
    """
    filled = [i for i, line in enumerate(lines) if line.strip()]
    texts = [lines[i].strip() for i in filled]
    why = [reasons[i] for i in filled]
    lead = next(
        (k for k, (text, reason) in enumerate(zip(texts, why, strict=True))
         if not reason and len(text.split()) >= PARAGRAPH_WORDS and _FULL_STOP.search(text)),
        None,
    )  # fmt: skip
    if lead is None:
        return None
    for k in range(lead):
        below = why[k + 1 : min(lead, k + 1 + _WITNESS_LINES)]
        if why[k] in {None, "shape"} and _looks_like_headline(texts[k]) and _WITNESSES & set(below):
            return filled[k]
    above = [k for k in range(lead) if not why[k]] or [k for k in range(lead) if why[k] == "shape"]
    if len(above) == 1 and _looks_like_headline(texts[above[0]]):
        long_enough = len(texts[lead]) >= _LEAD_TIMES_LONGER * len(texts[above[0]])
        return filled[above[0]] if long_enough else None
    return None


def clean_article(
    article: Article, *, recurring_lines: Callable[[str], int] | None = None
) -> Article:
    """The article without furniture, its posts lifted out, every removal with reason and place.

    Args:
        article: as ``extract`` gives it; one that was cleaned before is cleaned anew from its
            ``raw_text``.
        recurring_lines: for a line, on how many other pages of the same outlet it stands.

    A headline, outlet or time that only the removed lines show is taken from them.
    """
    raw = article.raw_text
    lines = _split(raw)
    found_posts, taken = _find_posts(lines)
    title = article.title.value if article.title else None
    pieces = [p for i, line in enumerate(lines) if i not in taken for p in _pieces(line, title)]
    verdicts = judge_lines(
        [piece.text if piece.reason is None else "" for piece in pieces],
        language=article.language_hint, title=title, captions=article.captions, headings=article.headings,
        sentences=article.sentences,
        recurring_lines=recurring_lines,
    )  # fmt: skip
    reasons = [piece.reason or verdict for piece, verdict in zip(pieces, verdicts, strict=True)]
    heading = article.title
    texts = [piece.text for piece in pieces]
    if heading is None and (index := _headline_index(texts, reasons)) is not None:
        heading = Finding(value=" ".join(texts[index].split()), where="text", confidence=0.6)
        for i, text in enumerate(texts):
            if bare(text) == bare(texts[index]):
                reasons[i] = "headline-repeated"
            elif i < index and reasons[i] is None and len(text.split()) <= _MENU_WORDS:
                reasons[i] = "page-tools"  # a menu stands above the headline
    if heading and heading.where == "text" and "headline-repeated" in reasons:
        reasons[reasons.index("headline-repeated")] = "headline"

    removed = [
        Removal(start=p.start, end=p.end, text=p.text, reason=reason)
        for p, reason in zip(pieces, reasons, strict=True) if reason
    ]  # fmt: skip
    kept = _kept_spans(raw, [p for p, reason in zip(pieces, reasons, strict=True) if not reason])
    return msgspec.structs.replace(
        article,
        title=heading,
        text="".join(raw[span.start : span.end] for span in kept),
        kept=kept,
        removed=tuple(removed),
        posts=(*(post for post in article.posts if not post.spans), *found_posts),
        outlet=article.outlet or _outlet(removed, found_posts),
        published=article.published or _stamp_of(removed),
    )


_LINE_END = regex.compile(r"[^\S\n]*\n")


def _kept_spans(raw: str, pieces: Sequence[_Line]) -> tuple[Span, ...]:
    """Spans of the kept pieces, each with the line break after it; neighbours joined."""
    spans: list[Span] = []
    for piece in pieces:
        # up to and with the first line break after it, when only white space stands between
        rest = _LINE_END.match(raw, piece.end)
        end = rest.end() if rest else piece.end
        if spans and spans[-1].end == piece.start:
            spans[-1] = Span(start=spans[-1].start, end=end)
        else:
            spans.append(Span(start=piece.start, end=end))
    return tuple(spans)


def _stamp_of(removed: Sequence[Removal]) -> Stamp | None:
    for removal in removed[:6]:
        if removal.reason == "time-stamp" and (
            stamp := parse_stamp(removal.text, where="text", confidence=0.8)
        ):
            return stamp
    return None


_HOLDER = regex.compile(r"^\s*(?:©|\(c\)|Ⓒ)\s*(?P<holder>[^\n/|]{2,60})", regex.I)


# Around the holder of a page's rights: years, "all rights reserved", company forms.
_RIGHTS_WORDS = regex.compile(
    r"©|\(c\)|\bcopyright\b|\b(?:19|20)\d\d\b|all rights reserved|(?:all )?rights|reserved|جميع الحقوق(?: محفوظة)?|حقوق (?:النشر|الطبع)|محفوظة|ل(?:صحيفة|موقع|وكالة|شبكة|قناة|جريدة)\b|"
    r"все права защищены|tüm hakları saklıdır|tous droits réservés|todos los derechos reservados|alle rechte vorbehalten|\b(?:ltd|inc|llc|gmbh|ag|s\.a)\b\.?|[-–—|.,:،]",
    regex.I,
)
_NAME_WORDS = 5


def _outlet(removed: Sequence[Removal], posts: Sequence[Post]) -> Finding | None:
    """The outlet that its own marks in the text give away, surest first.

    Its account and its © in one page, where one alone is not enough, since pages embed the posts
    of others and print others' photographs; the line of the page's rights; a byline or dateline
    that names an outlet we know.
    """
    holders = [
        fold(match["holder"]).strip() for removal in removed
        if removal.reason in {"photo-credit", "copyright"} and (match := _HOLDER.match(removal.text))
    ]  # fmt: skip
    for post in posts:
        name = post.account_name or ""
        known = knowledge.outlet_by_handle(post.account) if post.account else None
        for holder in holders:
            names = [fold(name), *(fold(n) for n in (known.names if known else ()))]
            if any(holder in n or n in holder for n in names if len(n) > 2):
                return Finding(value=known.name if known else name, where="handle", confidence=0.9)
    for removal in removed:
        if removal.reason == "copyright":
            name = " ".join(_RIGHTS_WORDS.sub(" ", removal.text).split())
            known = knowledge.outlet_by_name(name) if name else None
            if known or (len(name) > 1 and 0 < len(name.split()) <= _NAME_WORDS):
                return Finding(
                    value=known.name if known else name, where="copyright line",
                    confidence=0.8 if known else 0.6,
                )  # fmt: skip
    for removal in removed:
        if removal.reason in {"byline", "dateline"}:
            for part in regex.split(r"\s*[–—|/:،,-]\s*|\s{2,}", removal.text):
                if known := knowledge.outlet_by_name(part.strip(" .")):
                    return Finding(value=known.name, where="byline", confidence=0.6)
    return None
