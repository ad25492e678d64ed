"""A page as a tree, and the data in it: JSON-LD, meta elements, the address it calls its own."""

from __future__ import annotations

import json
from html import unescape
from typing import Any

import lxml.html
import regex

from tawatur.model import Finding
from tawatur.text import whole_escapes

Element = Any  # lxml has no types of its own
Records = list[dict[str, Any]]
Metas = dict[str, list[str]]


def hinted_value(value: str | None) -> Finding | None:
    value = " ".join((value or "").split())
    return Finding(value=value, where="record", confidence=0.95) if value else None


def tidy_text(text: str) -> str:
    """Ready-made text as lines; markup that some archives leave in is taken out."""
    if regex.search(
        r"</?(?:p|br|div|span|a|strong|b|em|i|h[1-6]|ul|li|img)\b[^>]*>", text, regex.I
    ):
        return block_text(parse_markup(text))
    return normal_newlines(text)


def normal_newlines(text: str) -> str:
    text = regex.sub(r"\r\n?|[\u2028\u2029\u0085\v\f]", "\n", text)
    return text.replace("\0", "").replace("\ufeff", "").replace("\u00a0", " ").strip("\n")


def parse_markup(markup: str) -> Element:
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    body = markup.encode("utf-8", "replace").replace(b"\0", b"")
    return lxml.html.document_fromstring(
        body or b"<html></html>", parser=parser, ensure_head_body=True
    )


def words_of(element: Element) -> str:
    return " ".join(element.text_content().split())


def loads_leniently(raw: str) -> Any:
    """JSON as pages have it: comments around it, raw newlines in strings, trailing commas."""
    raw = (
        raw.strip()
        .removeprefix("<!--")
        .removesuffix("-->")
        .strip()
        .removeprefix("<![CDATA[")
        .removesuffix("]]>")
        .rstrip(";")
    )
    raw = whole_escapes(raw)
    try:
        return json.loads(raw, strict=False)
    except (ValueError, RecursionError):
        pass
    try:
        return json.loads(regex.sub(r",\s*([}\]])", r"\1", raw), strict=False)
    except (ValueError, RecursionError):
        return None


def json_ld_of(tree: Element) -> Records:
    """Every JSON-LD object of the page, nested ones too, in order."""
    found: Records = []

    def collect(data: Any, depth: int) -> None:
        if depth > 8:
            return
        if isinstance(data, dict):
            found.append(data)
            for value in data.values():
                if isinstance(value, dict | list):
                    collect(value, depth + 1)
        elif isinstance(data, list):
            for item in data:
                collect(item, depth + 1)

    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower() and script.text:
            collect(loads_leniently(script.text), 0)
    return found


_ARTICLE_TYPES = regex.compile(
    r"(?:Article|BlogPosting|LiveBlogPosting|Report|NewsItem|SocialMediaPosting|Review)$"
)


def types_of(record: dict[str, Any]) -> list[str]:
    kinds = record.get("@type")
    return [str(kind) for kind in (kinds if isinstance(kinds, list) else [kinds]) if kind]


def article_records(records: Records) -> Records:
    """The records about this page's article, best first: full ones before stubs."""
    articles = [
        record for record in records
        if any(_ARTICLE_TYPES.search(kind) for kind in types_of(record))
        and (record.get("headline") or record.get("datePublished") or record.get("name"))
    ]  # fmt: skip
    pages = [r for r in records if "WebPage" in types_of(r) and r.get("datePublished")]
    news = [
        r for r in articles if any("News" in kind or "LiveBlog" in kind for kind in types_of(r))
    ]
    ranked = sorted(
        articles, key=lambda r: (r not in news, not (r.get("datePublished") and r.get("headline")))
    )
    return ranked + pages


def metas_of(tree: Element) -> Metas:
    found: Metas = {}
    for meta in tree.iter("meta"):
        content = (meta.get("content") or "").strip()
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            if content and (key := meta.get(attribute)):
                found.setdefault(key.lower(), []).append(unescape(content))
    return found


def stated_address(tree: Element, metas: Metas) -> str | None:
    for href in [*tree.xpath("//link[@rel='canonical']/@href"), *metas.get("og:url", ())]:
        if regex.match(r"https?://[^/]+/", href):
            return str(href).strip()
    return None


def names_in(value: Any, records_by_id: dict[str, Any] | None = None) -> list[str]:
    """Names in a JSON-LD value: a string, an object with a name, or a list of them."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return names_in(value.get("name"))
    if isinstance(value, list):
        return [name for item in value for name in names_in(item)]
    return []


def one_text(value: Any) -> str | None:
    if isinstance(value, list):
        value = next((item for item in value if item), None)
    if isinstance(value, dict):
        value = value.get("name") or value.get("@value")
    if isinstance(value, str):
        value = " ".join(regex.sub(r"<[^>]+>", "", unescape(value)).split())
        return value or None
    return None


def tidy_lines(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


_BLOCKS = frozenset(
    {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "tr", "table", "blockquote", "section", "article", "header", "footer", "figure", "figcaption", "br", "hr", "pre", "dl", "dt", "dd", "aside", "main", "body", "html"}
)  # fmt: skip
UNSEEN = frozenset(
    {"script", "style", "noscript", "template", "iframe", "svg", "head", "form", "button", "select"}
)


def block_text(root: Element) -> str:
    """All visible text of a fragment (a feed's content, a record's HTML) as lines."""
    pieces: list[str] = []

    def walk(element: Element) -> None:
        if not isinstance(element.tag, str) or element.tag in UNSEEN:
            return
        block = element.tag in _BLOCKS
        if block:
            pieces.append("\n")
        pieces.append((element.text or "").replace("\n", " "))
        for child in element:
            walk(child)
            pieces.append((child.tail or "").replace("\n", " "))
        if block:
            pieces.append("\n")

    walk(root)
    return tidy_lines("".join(pieces))


_ELSEWHERE = regex.compile(
    r"comment|related|elated|sidebar|side-bar|(?<![\w-])widget|popular|mostread|most-read|recent|prevnext|next-|carousel|recommend|-box-more",
    regex.I,
)


def is_elsewhere(element: Element) -> bool:
    """True inside boxes of related articles, comments and the like, by their names."""
    for holder in element.iterancestors():
        if holder.tag in {"body", "html", "main"}:
            return False
        named = f"{holder.get('class') or ''} {holder.get('id') or ''}"
        if holder.tag == "aside" or _ELSEWHERE.search(named):
            # what holds the headline is not beside the article, whatever it is called
            return not holder.xpath(".//h1 | .//*[@itemprop='articleBody']")
    return False


SENTENCE_END = regex.compile(r"[.。।۔:;؛…،,]\s*[\"”»’')\]]*$")
