"""Which links of a page lead to articles: for outlets without a feed, and for finding a feed.

An article's link looks like its siblings: the same shape of address (``/news/2026/03/some-long-
slug``, ``/a/#``), long words to click on, a place in the content rather than in the menu. Links
are grouped by shape and the group is judged, not the link.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

import lxml.html
import regex
from lxml import etree

from tawatur.encodings import decode

# A headline in a menu's place is rare, a menu's word as long as a headline is rarer: in Arabic and
# in English four words and twenty letters part them well.
_HEADLINE_WORDS = 4
_HEADLINE_LETTERS = 20
# Fewer links than this are a teaser box, not a list of news.
LEAST_ARTICLES = 4
_MOST_LINKS = 200
_NOT_ARTICLES = regex.compile(
    r"/(?:tags?|topics?|categor(?:y|ies)|authors?|writers?|search|login|signin|signup|register|account|subscribe|newsletters?|about(?:-us)?|contact(?:-us)?|privacy|terms|cookies?|advertis\w*|careers?|jobs|help|faq|rss|feeds?|sitemap|archive|page/\d+|wp-(?:admin|login|content)|cdn-cgi|share|print|comments?)(?:/|$|\.)"
    r"|\.(?:jpe?g|png|gif|webp|svg|pdf|mp[34]|zip|xml|rss|css|js)$",
    regex.I,
)
_SOCIAL = regex.compile(
    r"(?:^|\.)(?:facebook|twitter|x|instagram|youtube|t|telegram|whatsapp|wa|linkedin|tiktok|pinterest|reddit)\.(?:com|me|org)$",
    regex.I,
)
_DATED = regex.compile(r"(?:19|20)\d\d[/-]?(?:0?[1-9]|1[0-2])(?:[/-]?\d{1,2})?")
_CONTENT = frozenset({"article", "main", "h1", "h2", "h3", "h4"})
_FRAME = frozenset({"nav", "footer", "header", "aside"})
_FRAME_NAME = regex.compile(r"\b(?:nav|menu|footer|breadcrumbs?|tags?|social|share)\b", regex.I)


@dataclass(frozen=True, kw_only=True)
class ListedLink:
    """A link to an article, with the words it stands under."""

    url: str
    words: str


@dataclass
class _Found:
    url: str
    words: str
    in_content: bool
    in_frame: bool


def parse_html(body: bytes, charset: str | None) -> lxml.html.HtmlElement | None:
    """The page as a tree; None for what no tree can be made of."""
    text, _ = decode(body, charset, "text/html")
    text = regex.sub(r"^\s*<\?xml[^>]*\?>", "", text.replace("\0", ""), count=1)
    try:
        return lxml.html.document_fromstring(text) if text.strip() else None
    except (etree.LxmlError, ValueError):
        return None


def base_of(tree: lxml.html.HtmlElement, url: str) -> str:
    """What the page's links are relative to: what its ``base`` says if that is an address."""
    for href in tree.xpath("//base/@href")[:1]:
        try:
            return urljoin(url, str(href))
        except ValueError:
            break
    return url


def article_links(body: bytes, url: str, charset: str | None = None) -> tuple[ListedLink, ...]:
    """The articles that a page lists, in its order, each address once.

    Empty when the page is no list: fewer than ``LEAST_ARTICLES`` links of a kind.
    """
    tree = parse_html(body, charset)
    if tree is None:
        return ()
    links = list(_links(tree, url))
    good = _good(links, _shape)
    # Some sites have a folder for each section: what is left is tried again without it.
    rest = [f for f in links if f.url not in good and not f.in_frame]
    good |= _good(rest, lambda each: regex.sub(r"/[^/#~*?]+/", "/*/", _shape(each), count=1))
    words: dict[str, str] = {}
    for found in links:
        if found.url in good and len(found.words) > len(words.get(found.url, "")):
            words[found.url] = found.words
    order = list(dict.fromkeys(found.url for found in links if found.url in good))
    if len(order) < LEAST_ARTICLES:
        return ()
    return tuple(ListedLink(url=each, words=words[each]) for each in order[:_MOST_LINKS])


def _good(links: Sequence[_Found], shape: Callable[[str], str]) -> set[str]:
    groups: dict[str, list[_Found]] = {}
    for found in links:
        groups.setdefault(shape(found.url), []).append(found)
    good: set[str] = set()
    for group in groups.values():
        titled = [found for found in group if _is_headline(found.words)]
        if _is_articles(group, titled):
            good |= {found.url for found in titled}
            if len(titled) >= 2 * LEAST_ARTICLES:  # a sure shape: short headlines count as well
                good |= {f.url for f in group if not f.in_frame and len(f.words) >= 8}
    return good


def _is_articles(group: Sequence[_Found], titled: Sequence[_Found]) -> bool:
    addresses = {found.url for found in titled}
    if len(addresses) < 2 or len(titled) < 0.4 * len({found.url for found in group}):
        return False
    path = urlsplit(titled[0].url).path
    evidence = (
        bool(_DATED.search(titled[0].url))
        + any(char.isdigit() for char in path + urlsplit(titled[0].url).query)
        + (max(len(part) for part in unquote(path).split("/")) >= 20)
        + (sum(found.in_content for found in titled) * 2 >= len(titled))
        + (len(addresses) >= LEAST_ARTICLES)
        - 2 * (sum(found.in_frame for found in titled) * 2 > len(titled))
    )
    return evidence >= 2


def _is_headline(words: str) -> bool:
    return len(words) >= _HEADLINE_LETTERS and len(words.split()) >= _HEADLINE_WORDS


def _links(tree: lxml.html.HtmlElement, url: str) -> Iterator[_Found]:
    here = urlsplit(url)
    whole = base_of(tree, url)
    seen = 0
    for element in tree.iter("a"):
        href = (element.get("href") or "").strip()
        if not href or href.startswith("#"):
            continue
        try:
            target = urlsplit(urljoin(whole, href))
        except ValueError:
            continue
        if target.scheme not in ("http", "https") or not _same_site(target.netloc, here.netloc):
            continue
        if target.path in ("", "/") and not target.query:
            continue
        if _NOT_ARTICLES.search(target.path) or _SOCIAL.search(target.hostname or ""):
            continue
        if (target.path, target.query) == (here.path, here.query):
            continue
        seen += 1
        if seen > 5000:
            return
        above = list(element.iterancestors())
        tags = {e.tag for e in above if isinstance(e.tag, str)} | {
            child.tag for child in element if isinstance(child.tag, str)
        }
        named = " ".join(f"{e.get('class') or ''} {e.get('id') or ''}" for e in above[:6])
        words = " ".join((element.text_content() or "").split()) or " ".join(
            (element.get("title") or "").split()
        )
        yield _Found(
            url=target._replace(fragment="").geturl(),
            words=words[:300],
            in_content=bool(tags & _CONTENT),
            in_frame=bool(tags & _FRAME - ({"header"} if "article" in tags else set()))
            or bool(_FRAME_NAME.search(named)),
        )


def _same_site(one: str, other: str) -> bool:
    """The same host, or one that ends in it: news.outlet.example and www.outlet.example."""

    def name(netloc: str) -> str:
        return netloc.lower().removeprefix("www.")

    a, b = name(one), name(other)
    return a == b or a.endswith("." + b) or b.endswith("." + a)


def _shape(url: str) -> str:
    """``/news/2026/03/02/three-hurt-in-fire-77.html`` -> ``/news/#/#/#/~.html``."""
    parts = urlsplit(url)
    shaped = []
    segments = [segment for segment in unquote(parts.path).split("/") if segment]
    for number, segment in enumerate(segments):
        stem, dot, ending = segment.rpartition(".")
        stem, ending = (stem, dot + ending) if stem and len(ending) <= 5 else (segment, "")
        if stem.isdigit():
            shaped.append("#" + ending)
        elif len(stem) >= 20 or stem.count("-") + stem.count("_") + stem.count(" ") >= 3:
            shaped.append("~" + ending)
        elif any(char.isdigit() for char in stem):
            shaped.append(regex.sub(r"\d+", "#", stem) + ending)
        elif number == len(segments) - 1 and number:
            shaped.append("*" + ending)
        else:
            shaped.append("*" if number else stem)
    query = "&".join(sorted(key for key, _ in parse_qsl(parts.query, keep_blank_values=True)))
    return f"{parts.netloc.lower()}/{'/'.join(shaped)}?{query}"
