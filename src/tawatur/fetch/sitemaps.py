"""Sitemaps (sitemaps.org) with the news extension, and indexes of sitemaps.

https://www.sitemaps.org/protocol.html;
https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap
"""

from __future__ import annotations

import msgspec
import regex
from lxml import etree

from tawatur.errors import UnreadablePage

_ROOT = regex.compile(
    r"^(?:<\?[^>]{0,200}\?>|<!--(?:[^-]|-(?!->)){0,2000}-->|<!DOCTYPE[^>\[]{0,200}>|\s){0,20}<(?:[\w.-]+:)?(urlset|sitemapindex)\b",
    regex.I,
)
# The protocol's own limit.
_MOST_ADDRESSES = 50_000


class SitemapEntry(msgspec.Struct, frozen=True, kw_only=True):
    """An address of a sitemap. Times are as written; only news sitemaps have the rest."""

    link: str
    updated: str | None = None
    published: str | None = None
    title: str | None = None
    language: str | None = None
    publication: str | None = None


class Sitemap(msgspec.Struct, frozen=True, kw_only=True):
    """What a sitemap lists, the newest first."""

    entries: tuple[SitemapEntry, ...] = ()
    sitemaps: tuple[str, ...] = ()


def looks_like_sitemap(text: str) -> bool:
    return bool(_ROOT.match(text[:8000]))


def parse_sitemap(text: str, item: str) -> Sitemap:
    """The addresses of a sitemap or of an index, the newest first, undated ones in their order.

    Raises:
        UnreadablePage: ``not-a-feed``, when not even a recovering parser makes sense of it.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    body = regex.sub(r"^\s*<\?xml[^>]*\?>", "", text, count=1)
    try:
        root = etree.fromstring(body.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise UnreadablePage(
            item, f"a sitemap that is not XML: {error}", kind="not-a-feed"
        ) from error
    if root is None:
        raise UnreadablePage(item, "a sitemap that is not XML", kind="not-a-feed")
    entries: list[SitemapEntry] = []
    sitemaps: list[tuple[str, str]] = []
    for number, element in enumerate(root):
        if number >= _MOST_ADDRESSES:
            break
        fields = _fields(element)
        link = fields.get("loc")
        if not link:
            continue
        if _name(element) == "sitemap":
            sitemaps.append((fields.get("lastmod", ""), link))
        elif _name(element) == "url":
            entries.append(
                SitemapEntry(
                    link=link,
                    updated=fields.get("lastmod"),
                    published=fields.get("publication_date"),
                    title=fields.get("title"),
                    language=fields.get("language"),
                    publication=fields.get("name"),
                )
            )
    # W3C datetimes of one site sort as text, near enough for choosing the newest.
    entries.sort(key=lambda entry: entry.published or entry.updated or "", reverse=True)
    sitemaps.sort(key=lambda pair: ("news" in pair[1].lower(), pair[0]), reverse=True)
    return Sitemap(entries=tuple(entries), sitemaps=tuple(link for _, link in sitemaps))


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname.lower() if isinstance(element.tag, str) else ""


def _fields(element: etree._Element) -> dict[str, str]:
    """Texts inside an entry by local name, the first of each; images and videos have a ``loc``
    and a ``title`` of their own and are left out."""
    found: dict[str, str] = {}
    for child in element:
        name = _name(child)
        if name in ("image", "video", "link"):
            continue
        if name == "news":
            for inner in child.iter():
                text = (inner.text or "").strip()
                if text:
                    found.setdefault(_name(inner), text)
        elif text := (child.text or "").strip():
            found.setdefault(name, text)
    return found
