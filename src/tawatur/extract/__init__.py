"""From a page to an article: main text, title, byline, outlet, times, section, captions, posts.

The main text of HTML comes from trafilatura. Around it: embedded posts are lifted out before it
sees the page, text that a page carries only in its JSON is used when the visible text is a
stump, and every value says where it was found and how sure we are. ``clean`` does the rest.
"""

from __future__ import annotations

import regex
from lxml import etree

from tawatur.encodings import decode
from tawatur.errors import UnreadablePage
from tawatur.extract.assembling import assemble, canonical_url
from tawatur.extract.body import find_headings, main_text, short_sentences
from tawatur.extract.media import find_captions, lift_posts
from tawatur.extract.metadata import (
    find_outlet,
    find_title,
    site_names,
    stated_credits,
)
from tawatur.extract.page import (
    article_records,
    block_text,
    json_ld_of,
    metas_of,
    normal_newlines,
    parse_markup,
    stated_address,
    tidy_text,
    words_of,
)
from tawatur.extract.people import find_authors
from tawatur.extract.plain import from_plain, from_record
from tawatur.extract.script_state import script_state
from tawatur.extract.section import find_section
from tawatur.extract.times import find_times
from tawatur.model import Article, Page
from tawatur.settings import Settings

__all__ = ["canonical_url", "extract_article"]

DEFAULT = Settings()


def extract_article(page: Page, *, settings: Settings = DEFAULT) -> Article:
    """The article on a page, before ``clean``: ``text`` equals ``raw_text``.

    Raises:
        UnreadablePage: larger than ``settings.max_page_bytes``, or without any text and title.
    """
    if len(page.body) > settings.max_page_bytes:
        cause = f"larger than {settings.max_page_bytes:,} bytes"
        raise UnreadablePage(page.name, cause, kind="too-large")
    if page.media_type == "application/json":
        article = from_record(page)
    elif page.media_type == "text/plain":
        article = from_plain(
            page, normal_newlines(decode(page.body, page.charset, page.media_type)[0])
        )
    else:
        article = _from_html(page)
    if not article.text.strip() and article.title is None:
        raise UnreadablePage(page.name, "there is no article text in it", kind="no-text")
    return article


# --------------------------------------------------------------------------- HTML

_FRAGMENT = regex.compile(r"<(?:html|head|body)\b", regex.I)


def _from_html(page: Page) -> Article:
    markup, _ = decode(page.body, page.charset, page.media_type)
    try:
        tree = parse_markup(markup)
    except (etree.LxmlError, ValueError, RecursionError) as error:
        raise UnreadablePage(
            page.name, f"not readable as HTML: {error}", kind="malformed"
        ) from error
    if page.hints.text:
        text, is_fragment = tidy_text(page.hints.text), True
    else:
        text, is_fragment = "", not _FRAGMENT.search(markup[:20000])
    posts = lift_posts(tree)
    records = json_ld_of(tree)
    about = article_records(records)
    metas = metas_of(tree)
    url = page.url or stated_address(tree, metas)
    language = (
        page.hints.language or tree.get("lang") or metas.get("og:locale", [None])[0] or ""
    ).strip()
    sites = site_names(tree, about, records, metas)
    title = find_title(page, tree, about, metas, sites)
    state = script_state(tree, about)
    if not text:
        text = block_text(tree) if is_fragment else main_text(tree, page, about, metas, state)
    captions = find_captions(tree)
    lines = set(text.split("\n"))
    headings = tuple(dict.fromkeys(w for h in find_headings(tree) if (w := words_of(h)) in lines))
    sentences = short_sentences(tree, lines)
    published, updated = find_times(tree, about, metas, url, language or None, page.seen_at, state)
    outlet = find_outlet(tree, sites, title, url)
    names = [site.value for site in sites] + ([outlet.value] if outlet else [])
    return assemble(
        page, url=url, title=title, text=text, outlet=outlet,
        credits=stated_credits(tree, page, about, metas, outlet), authors=find_authors(tree, about, metas, names, state), published=published, updated=updated,
        section=find_section(tree, about, records, metas, state, url=url, title=title.value if title else None, sites=names), posts=posts, captions=captions, headings=headings, sentences=sentences,
        language=language,
    )  # fmt: skip
