"""How much a page says, roughly: enough to choose between two bodies of one article, to notice
that a page changed, and to notice that another article stands at its address."""

from __future__ import annotations

import html
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

import regex

from tawatur.fetch.depth import is_too_deep
from tawatur.fetch.listing import parse_html

# Shorter blocks are captions, buttons and menus.
_BLOCK_LETTERS = 40
_BLOCKS = frozenset({"p", "blockquote", "li", "pre", "td", "h1", "h2", "h3"})
_FRAME = frozenset({"nav", "footer", "header", "aside", "form", "noscript", "script", "style"})
# A feed's text is taken in place of the page's when it is an article (a teaser has some 200
# letters) and the page shows little of it: a login, a consent wall, an empty shell for scripts.
_FULL_TEXT_LETTERS = 400
_PAGE_SHARE = 0.6
# Signatures of files that are no text, whatever the server calls them.
_BINARY = (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\x1f\x8b", b"RIFF", b"OggS", b"\x7fELF", b"\x00\x00\x00", b"wOF", b"BZh9", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd", b"SQLite format 3")  # fmt: skip
# Letters of an article; the longest reports have some 60,000. Every step after this one costs time
# by the length of the text.
_LONGEST_PROSE = 300_000


def prose(body: bytes, charset: str | None = None) -> str:
    """The text of a page's longer blocks outside of menus and frames, one block a line."""
    tree = parse_html(body, charset)
    if tree is None:
        return ""
    lines: list[str] = []
    for element in tree.iter(*_BLOCKS):
        if any(child.tag in _BLOCKS for child in element if isinstance(child.tag, str)):
            continue
        text = " ".join((element.text_content() or "").split())
        if len(text) < _BLOCK_LETTERS:
            continue
        if any(e.tag in _FRAME for e in element.iterancestors() if isinstance(e.tag, str)):
            continue
        lines.append(text)
    if not lines:  # text between <br>, or in bare divisions
        for found in tree.xpath("//body//text()[not(ancestor::script or ancestor::style)]"):
            text = " ".join(str(found).split())
            if len(text) >= _BLOCK_LETTERS:
                lines.append(text)
    return "\n".join(lines)


def prose_of_fragment(fragment: str) -> str:
    """The same for HTML of a feed's entry."""
    found = prose(f"<body><div>{fragment}</div></body>".encode("utf-8", "replace"), "utf-8")
    return found or " ".join(html.unescape(regex.sub(r"<[^<>]*>", " ", fragment)).split())


def feed_is_better(fragment: str, page: bytes, charset: str | None) -> bool:
    """Does the feed hold the article, and the page not?"""
    of_feed = len(prose_of_fragment(fragment))
    if of_feed < _FULL_TEXT_LETTERS:
        return False
    return len(prose(page, charset)) < _PAGE_SHARE * of_feed


def why_no_article(body: bytes, charset: str | None) -> tuple[str, str] | None:
    """(kind, cause) when no article can stand here, by what is cheap to know: it is no text, it is
    nested deeper or is longer than anything that a person wrote."""
    if body.startswith(_BINARY):
        return "not-text", "it is not text but a document, an image or an archive"
    if is_too_deep(body):
        return "too-deep", "nested deeper than any page that is read"
    if len(body) > _LONGEST_PROSE and len(prose(body, charset)) > _LONGEST_PROSE:
        return "too-long", f"more than {_LONGEST_PROSE:,} letters of text: no article"
    return None


# --------------------------------------------------------------------------- the same article?


@dataclass(frozen=True)
class Known:
    """What is known of an article whose page is looked at again."""

    url: str
    title: str | None
    text: str


def led_elsewhere(asked: str, final: str) -> bool:
    """Was a request for an article answered by a redirect to a front page or a section?

    A redirect to ``https``, ``www.``, another host of the outlet or another spelling of the same
    path is none; nor is one to a path as deep as the article's.
    """
    if asked == final:
        return False
    before, after = urlsplit(asked), urlsplit(final)
    old = [part for part in unquote(before.path).split("/") if part]
    new = [part for part in unquote(after.path).split("/") if part]
    if not old or old == new:
        return False
    if not new or regex.fullmatch(
        r"(?:index|home|default|404|error|not-?found)(?:\.\w+)?", new[-1], regex.I
    ):
        return True
    carries = {part for part in [*old, *before.query.split("&")] if any(c.isdigit() for c in part)}
    if carries & {*new, *after.query.split("&")}:
        return False
    return len(new) < len(old) and new == old[: len(new)]


# Three words in a row that an edited report keeps; reports of two events share next to none.
_KEPT_SHARE = 0.02
# Of the headline's longer words: names and the event's own words stay in a rewritten report.
_KEPT_TITLE = 0.34


def another_article(body: bytes, charset: str | None, known: Known) -> str | None:
    """Why this page does not show the article that we know from its address; None if it does.

    It is another only when neither headline nor text have anything in common with what we know: a
    report that is rewritten keeps names, places and sentences.
    """
    tree = parse_html(body, charset)
    if tree is None or not known.text.strip():
        return None
    own = [
        *tree.xpath("//link[@rel='canonical']/@href"),
        *tree.xpath("//meta[@property='og:url']/@content"),
    ]
    if own and urlsplit(known.url).path.strip("/"):
        try:
            front = all(urlsplit(str(href)).path in ("", "/") for href in own)
        except ValueError:
            front = False
        if front and not urlsplit(known.url).query:
            return "the outlet's front page stands there"
    heads = [*tree.xpath("//title/text()")[:1], *(h.text_content() for h in tree.xpath("//h1")[:2])]
    shown = words_of(f"{' '.join(str(head) for head in heads)} {prose(body, charset)}")
    if not shown:
        return None
    title = {word for word in words_of(known.title or "") if len(word) >= 4}
    if len(title & set(shown)) > _KEPT_TITLE * len(title):
        return None
    before = _threes(words_of(known.text))
    if not before or len(before & _threes(shown)) >= _KEPT_SHARE * len(before):
        return None
    return "another article stands there"


def words_of(text: str) -> list[str]:
    return [word.lower() for word in regex.findall(r"[\p{L}\p{N}]+", text)]


def _threes(words: list[str]) -> set[tuple[str, ...]]:
    return set(zip(words, words[1:], words[2:], strict=False))
