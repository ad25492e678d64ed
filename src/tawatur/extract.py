"""From a page to an article: main text, title, byline, outlet, times, section, captions, posts.

The main text of HTML comes from trafilatura. Around it: embedded posts are lifted out before it
sees the page, text that a page carries only in its JSON is used when the visible text is a
stump, and every value says where it was found and how sure we are. ``clean`` does the rest.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from html import unescape
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import lxml.html
import msgspec
import regex
from lxml import etree
from trafilatura import bare_extraction

from tawatur import knowledge
from tawatur.encodings import decode
from tawatur.errors import UnreadablePage
from tawatur.model import Article, Credit, Finding, Page, Post, Stamp
from tawatur.settings import Settings
from tawatur.stamps import is_city, parse_stamp
from tawatur.text import POST_SIGNATURE, fold, folded_words, stable_id, western_digits

DEFAULT = Settings()

Element = Any  # lxml has no types of its own
Records = list[dict[str, Any]]
Metas = dict[str, list[str]]


def extract_article(page: Page, *, settings: Settings = DEFAULT) -> Article:
    """The article on a page, before ``clean``: ``text`` equals ``raw_text``.

    Raises:
        UnreadablePage: larger than ``settings.max_page_bytes``, or without any text and title.
    """
    if len(page.body) > settings.max_page_bytes:
        cause = f"larger than {settings.max_page_bytes:,} bytes"
        raise UnreadablePage(page.name, cause, kind="too-large")
    if page.media_type == "application/json":
        article = _from_record(page)
    elif page.media_type == "text/plain":
        article = _from_plain(
            page, _normal_newlines(decode(page.body, page.charset, page.media_type)[0])
        )
    else:
        article = _from_html(page)
    if not article.text.strip() and article.title is None:
        raise UnreadablePage(page.name, "there is no article text in it", kind="no-text")
    return article


# --------------------------------------------------------------------------- ready-made records


def _from_record(page: Page) -> Article:
    text = _tidy(page.hints.text or "")
    title = _hinted(page.hints.title)
    return _assemble(page, url=page.url, title=title, text=text)


def _hinted(value: str | None) -> Finding | None:
    value = " ".join((value or "").split())
    return Finding(value=value, where="record", confidence=0.95) if value else None


def _tidy(text: str) -> str:
    """Ready-made text as lines; markup that some archives leave in is taken out."""
    if regex.search(
        r"</?(?:p|br|div|span|a|strong|b|em|i|h[1-6]|ul|li|img)\b[^>]*>", text, regex.I
    ):
        return _block_text(_parse(text))
    return _normal_newlines(text)


def _normal_newlines(text: str) -> str:
    text = regex.sub(r"\r\n?|[\u2028\u2029\u0085\v\f]", "\n", text)
    return text.replace("\0", "").replace("\ufeff", "").replace("\u00a0", " ").strip("\n")


# --------------------------------------------------------------------------- plain text

# "(updated: …)" beside a time of publication, in the languages of our sample.
_UPDATED_WORDS = (
    "تم التحديث|آخر تحديث|اخر تحديث|حدثت|حُدّث|التحديث|محدث|تحديث|updated|last updated|modified|обновлено|изменено|"
    "güncelleme|güncellendi|son güncelleme|mis à jour|mise à jour|modifié|actualizado|actualizada|última actualización|"
    "aktualisiert|stand|aggiornato|atualizado|به‌روزرسانی"
)
_UPDATED = regex.compile(rf"(?<!\p{{L}})(?:{_UPDATED_WORDS})(?!\p{{L}})\s*[:：في-]?\s*", regex.I)
_PUBLISHED = regex.compile(
    r"(?<!\p{L})(?:نشر(?:ت)?(?: في| بتاريخ)?|تاريخ النشر|نُشر|published(?: on| at)?|posted(?: on)?|опубликовано|"
    r"yayınlanma(?: tarihi)?|yayın tarihi|giriş tarihi|publié(?: le)?|publicado(?: el| en)?|veröffentlicht(?: am)?|"
    r"erstellt|pubblicato(?: il)?)(?!\p{L})\s*[:：]?\s*",
    regex.I,
)
# A line that is little more than a time: this many letters at most beside month names.
_STAMP_LINE_LETTERS = 60
_STAMP_LINES_SEEN = 12  # below the head of a page, dates belong to the news


def stamps_in_line(line: str, *, where: str = "text") -> tuple[Stamp | None, Stamp | None]:
    """(published, updated) that a short line states, e.g.
    ``07:14 GMT 27.02.2025 (تم التحديث: 12:05 GMT 27.02.2025)``.
    """
    if len(regex.findall(r"\p{L}", line)) > _STAMP_LINE_LETTERS or not regex.search(r"\d{2}", line):
        return None, None
    mark = _UPDATED.search(line)
    before, after = (line[: mark.start()], line[mark.end() :]) if mark else (line, "")
    published = parse_stamp(_PUBLISHED.sub(" ", before), where=where, confidence=0.9)
    updated = parse_stamp(after, where=where, confidence=0.9) if mark else None
    return published, updated


def _from_plain(page: Page, text: str) -> Article:
    published = updated = None
    for line in [line for line in text.split("\n") if line.strip()][:_STAMP_LINES_SEEN]:
        first, second = stamps_in_line(line)
        published, updated = published or first, updated or second
        if published and updated:
            break
    title = _hinted(page.hints.title) or _headline_of(text)
    return _assemble(
        page, url=page.url, title=title, text=text, published=published, updated=updated
    )


_SENTENCE_END = regex.compile(r"[.。।۔:;؛…،,]\s*[\"”»’')\]]*$")
_HEADLINE_WORDS = range(3, 25)


def _headline_of(text: str) -> Finding | None:
    """The first line when the page itself shows that it is a headline: it stands above a line
    of time, or comes again further down. A lone first line is judged by ``clean``, which knows
    what is furniture.
    """
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if len(lines) < 2:
        return None
    first = lines[0]
    if _SENTENCE_END.search(first) or len(first.split()) not in _HEADLINE_WORDS:
        return None
    above_time = any(stamps_in_line(lines[1]))
    repeated = any(line.endswith(first) for line in lines[1:8])
    if above_time or repeated:
        return Finding(value=first, where="text", confidence=0.95 if repeated else 0.85)
    return None


# --------------------------------------------------------------------------- HTML

_FRAGMENT = regex.compile(r"<(?:html|head|body)\b", regex.I)


def _from_html(page: Page) -> Article:
    markup, _ = decode(page.body, page.charset, page.media_type)
    try:
        tree = _parse(markup)
    except (etree.LxmlError, ValueError, RecursionError) as error:
        raise UnreadablePage(
            page.name, f"not readable as HTML: {error}", kind="malformed"
        ) from error
    if page.hints.text:
        text, is_fragment = _tidy(page.hints.text), True
    else:
        text, is_fragment = "", not _FRAGMENT.search(markup[:20000])
    posts = _lift_posts(tree)
    records = _json_ld(tree)
    about = _article_records(records)
    metas = _metas(tree)
    url = page.url or _canonical(tree, metas)
    language = (
        page.hints.language or tree.get("lang") or metas.get("og:locale", [None])[0] or ""
    ).strip()
    sites = _site_names(tree, about, records, metas)
    title = _title(page, tree, about, metas, sites)
    state = _script_state(tree, about)
    if not text:
        text = _block_text(tree) if is_fragment else _main_text(tree, page, about, state)
    captions = _captions(tree)
    lines = set(text.split("\n"))
    headings = tuple(dict.fromkeys(w for h in _headings(tree) if (w := _words(h)) in lines))
    sentences = _short_sentences(tree, lines)
    published, updated = _times(tree, about, metas, url, language or None, page.seen_at, state)
    outlet = _outlet(tree, sites, title, url)
    names = [site.value for site in sites] + ([outlet.value] if outlet else [])
    return _assemble(
        page, url=url, title=title, text=text, outlet=outlet,
        credits=_credits(tree, page, about, metas, outlet), authors=_authors(tree, about, metas, names, state), published=published, updated=updated,
        section=_section(about, metas, tree), posts=posts, captions=captions, headings=headings, sentences=sentences,
        language=language,
    )  # fmt: skip


def _parse(markup: str) -> Element:
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    body = markup.encode("utf-8", "replace").replace(b"\0", b"")
    return lxml.html.document_fromstring(
        body or b"<html></html>", parser=parser, ensure_head_body=True
    )


def _words(element: Element) -> str:
    return " ".join(element.text_content().split())


# -- main text


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


def _main_text(tree: Element, page: Page, about: Records, state: State | None) -> str:
    """The body as lines.

    Favouring precision gains 3 points of precision for 0.4 of recall over trafilatura's
    default on English pages, and 2 for 1.3 on pages of all countries (bench, extraction).
    """
    text = _trafilatura(tree, page.url, precise=True)
    prose = sum(len(words) for p in tree.iter("p") if len(words := _words(p)) > _PARAGRAPH_MIN)
    broad = None
    if len(text) < _SUSPICIOUS_SHARE * prose:
        broad = _trafilatura(tree, page.url, precise=False)
        if len(broad) > _BROADER_TIMES_LONGER * len(text):
            text = broad
    stated = _stated_body(about)
    ticker = _lines("\n".join(_tidy(unescape(e)) for r in about[:1] for e in _live_entries(r)))
    if len(ticker) > max(_CARRIED_MIN, len(stated)):
        if broad is None:
            broad = _trafilatura(tree, page.url, precise=False)
        # some state entries that the page does not show yet
        if len(ticker) <= _TICKER_TIMES_LONGER * len(broad):
            stated = ticker
    if len(stated) >= max(_CARRIED_MIN, _WHOLE_SHARE * len(text)):
        if broad is None:
            broad = _trafilatura(tree, page.url, precise=False)
        return _witnessed(broad, stated)
    if len(text) < max(_CARRIED_MIN, 0.5 * prose):
        carried = state.text if state else ""
        if len(carried) > max(_CARRIED_MIN, 1.6 * len(text)):
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
    return _lines("".join(pieces))


def _lines(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


_BLOCKS = frozenset(
    {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "tr", "table", "blockquote", "section", "article", "header", "footer", "figure", "figcaption", "br", "hr", "pre", "dl", "dt", "dd", "aside", "main", "body", "html"}
)  # fmt: skip
_UNSEEN = frozenset(
    {"script", "style", "noscript", "template", "iframe", "svg", "head", "form", "button", "select"}
)


def _block_text(root: Element) -> str:
    """All visible text of a fragment (a feed's content, a record's HTML) as lines."""
    pieces: list[str] = []

    def walk(element: Element) -> None:
        if not isinstance(element.tag, str) or element.tag in _UNSEEN:
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
    return _lines("".join(pieces))


# Keys under which sites that draw their pages in the browser keep the body.
_BODY_KEYS = regex.compile(
    r"^(?:article_?body|body|content|text|html|paragraphs?|blocks?|story|details?|full_?text|value|data)$",
    regex.I,
)
_CARRIED_MIN = 400  # characters; shorter strings are teasers


def _stated_body(about: Records) -> str:
    """The longest JSON-LD ``articleBody``, as lines."""
    bodies = [r["articleBody"] for r in about if isinstance(r.get("articleBody"), str)]
    return _lines(max((_tidy(unescape(unescape(body))) for body in bodies), key=len, default=""))


def _live_entries(record: dict[str, Any]) -> Iterable[str]:
    """The entries of a live ticker, each with its headline when it has one of its own."""
    entries = record.get("liveBlogUpdate")
    for entry in entries if isinstance(entries, list) else [entries]:
        if not isinstance(entry, dict):
            continue
        body = entry.get("articleBody") or entry.get("description")
        if isinstance(body, str):
            headline = _one(entry.get("headline")) or ""
            if headline and _squash(headline)[:40] not in _squash(body):
                yield headline
            yield body


_CODE = regex.compile(
    r"function\s*\(|querySelector|=>|\{\s*\w+\s*:|;\s*\}|https?://\S+\s+https?://"
)


class State(msgspec.Struct, frozen=True):
    """What the data in a page's scripts say about its article."""

    text: str
    authors: tuple[str, ...] = ()
    published: str | None = None
    updated: str | None = None


_STATE_TITLE = regex.compile(r"^(?:head_?line|title|name|post_?title|main_?title)$", regex.I)
_STATE_AUTHOR = regex.compile(r"^(?:authors?|writers?|by_?line|author_?name|reporters?|journalists?)$", regex.I)  # fmt: skip
_STATE_PUBLISHED = regex.compile(r"^(?:(?:date|first|original)?_?publi(?:sh(?:ed)?|cation)_?(?:date|time|at|on)?|(?:post|news|article)_?date|created_?(?:at|date|time)?|date)$", regex.I)  # fmt: skip
_STATE_UPDATED = regex.compile(r"^(?:(?:date)?_?(?:last_?)?(?:updated?|modified)_?(?:date|time|at|on)?)$", regex.I)  # fmt: skip


def _script_state(tree: Element, about: Records) -> State | None:
    """The article of a page that is drawn in the browser, from the state its scripts carry.

    It must speak of what the page's title says, since such states hold whole sites.
    """
    heading = _one(about[0].get("headline")) if about else None
    heading = heading or " ".join(_words(t) for t in tree.xpath("//title | //h1"))
    topic = {word for word in folded_words(heading) if len(word) > 3}
    best, holder = "", {}
    for script in tree.iter("script"):
        data = _state_of(script)
        if data is None:
            continue
        found, held_by = _longest_body(data)
        about_it = topic & set(folded_words(f"{_titles(held_by)} {found[:3000]}"))
        if len(found) > len(best) and not _CODE.search(found) and len(about_it) * 4 >= len(topic):
            best, holder = found, held_by
    if not best:
        return None

    def stated(keys: regex.Pattern[str]) -> list[str]:
        return [n for k, v in holder.items() if keys.match(k) for n in _names(v) if n.strip()]

    first = {name: next(iter(stated(keys)), None) for name, keys in (("p", _STATE_PUBLISHED), ("u", _STATE_UPDATED))}  # fmt: skip
    return State(_lines(best), tuple(stated(_STATE_AUTHOR)), first["p"], first["u"])


def _titles(record: dict[str, Any]) -> str:
    return " ".join(v for k, v in record.items() if isinstance(v, str) and _STATE_TITLE.match(k))


_ASSIGNED = regex.compile(r"(?:window\.|self\.|var |let |const )\s*[\w.$]+\s*=\s*(?=[{\[])")


def _state_of(script: Element) -> Any:
    """The data in a script: plain JSON, Nuxt's numbered list, or an object that is assigned."""
    source = script.text or ""
    if len(source) < _CARRIED_MIN or "ld+json" in (kind := (script.get("type") or "").lower()):
        return None
    if kind == "application/json" or script.get("id") == "__NEXT_DATA__":
        data = _loads(source)
        return _hydrated(data) if script.get("id") == "__NUXT_DATA__" else data
    for match in _ASSIGNED.finditer(source):
        try:
            data, end = json.JSONDecoder(strict=False).raw_decode(source, match.end())
        except (ValueError, RecursionError):
            continue
        if end - match.end() >= _CARRIED_MIN:
            return data
    return None


def _hydrated(payload: Any) -> Any:
    """Nuxt 3 writes its state as one flat list (the ``devalue`` form): objects and lists hold
    the numbers of their values in it.
    """
    if not isinstance(payload, list):
        return payload

    def value(number: Any, depth: int) -> Any:
        if depth > 14 or not isinstance(number, int) or not 0 <= number < len(payload):
            return None
        item = payload[number]
        if isinstance(item, dict):
            return {key: value(inner, depth + 1) for key, inner in item.items()}
        if isinstance(item, list):
            if item and isinstance(item[0], str):  # a wrapper: ["Reactive", 1], ["Date", "2025-…"]
                inner = item[1] if len(item) > 1 else None
                return value(inner, depth + 1) if isinstance(inner, int) else inner
            return [value(inner, depth + 1) for inner in item]
        return item

    return value(0, 0)


_MARKUP = regex.compile(r"<(?:p|br|div|h[2-4])\b", regex.I)


def _longest_body(
    data: Any, depth: int = 0, holder: dict[str, Any] | None = None
) -> tuple[str, dict[str, Any]]:
    """The longest article-like text in some JSON, one HTML string or a list of blocks, and the
    record it belongs to: the nearest around it that has a title.
    """
    best: tuple[str, dict[str, Any]] = ("", holder or {})
    if depth > 14:
        return best

    def longer(text: str, record: dict[str, Any]) -> None:
        nonlocal best
        if len(text) > len(best[0]):
            best = (text, record)

    if isinstance(data, dict):
        if holder is None or any(_STATE_TITLE.match(str(key)) for key in data):
            holder = data
        for key, value in data.items():
            if isinstance(value, str):
                if len(value) >= _CARRIED_MIN and (
                    _BODY_KEYS.match(str(key)) or _MARKUP.search(value)
                ):
                    longer(_tidy(unescape(value)), holder)
            else:
                longer(*_longest_body(value, depth + 1, holder))
    elif isinstance(data, list):
        blocks = [text for item in data if (text := _block_of(item))]
        joined = "\n".join(blocks)
        # blocks of one text, not a list of teasers: paragraphs are longer than headlines
        if len(joined) >= _CARRIED_MIN and len(blocks) > 1 and len(joined) / len(blocks) > 80:
            longer(joined, holder or {})
        for item in data[:400]:
            if isinstance(item, dict | list):
                longer(*_longest_body(item, depth + 1, holder))
    return best


def _block_of(item: Any) -> str:
    """The text of one paragraph block, "" when it is none (a teaser has an address or a title)."""
    if isinstance(item, str):
        return _tidy(item) if len(item) > 40 else ""
    if not isinstance(item, dict) or {"url", "slug", "href", "headline", "title"} & set(item):
        return ""
    for key in ("text", "content", "html", "value", "paragraph", "data", "attributes", "props"):
        value = item.get(key)
        if isinstance(value, str):
            return _tidy(unescape(value))
        if isinstance(value, dict) and (text := _block_of(value)):
            return text
    return ""


# -- what the reading of the main text leaves out or brings too much of

_HEADING_WORDS = 20


def _headings(tree: Element) -> list[Element]:
    """Headings that are text and not links to other articles."""
    return [
        heading for heading in tree.iter("h2", "h3", "h4", "h5", "h6")
        if 0 < len(words := _words(heading).split()) <= _HEADING_WORDS
        and not any(len(_words(a).split()) * 2 > len(words) for a in heading.iter("a"))
        and not heading.xpath("ancestor::a") and not _is_elsewhere(heading)
    ]  # fmt: skip


def _mended(tree: Element, text: str) -> str:
    """The text with the sub-headings that stand between two of its lines on the page, and without
    the excerpts of teasers: paragraphs that share their box with a linked headline.
    """
    lines = text.split("\n")
    known = set(lines)
    for heading in _headings(tree):
        words = _words(heading)
        before, after = (_neighbour(heading, step, known) for step in (-1, 1))
        if words not in known and before and after:
            lines.insert(lines.index(after), words)
            known.add(words)
    if lead := _split_off_lead(tree, lines):
        lines.insert(0, lead)
    others = _teaser_excerpts(tree, known) | _linked_lines(tree, known)
    return "\n".join(line for line in lines if line not in others)


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
            words = _words(items[0 if step > 0 else -1])
            if words in known:
                return words
    return None


_PROSE_WORDS = 14
_SHORT_SENTENCE_WORDS = 5
_PROSE_BESIDE = 3


def _short_sentences(tree: Element, known: set[str]) -> tuple[str, ...]:
    """Lines that end a sentence and stand where at least three of the text's paragraphs do,
    without a link and without being set off.
    """
    prose: dict[Element, int] = {}
    short: list[tuple[str, list[Element]]] = []
    for parent, words in _text_blocks(tree):
        if words not in known or not _FULL_STOP.search(words):
            continue
        count = len(words.split())
        around = [parent, *list(parent.iterancestors())[:1]]
        if count >= _PROSE_WORDS:
            for holder in around:
                prose[holder] = prose.get(holder, 0) + 1
        elif count >= _SHORT_SENTENCE_WORDS:
            short.append((words, around))
    return tuple(
        dict.fromkeys(
            words for words, around in short
            if any(prose.get(holder, 0) >= _PROSE_BESIDE for holder in around)
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
        words = _words(element)
        dressed = any(
            len(_words(inner)) > 0.8 * len(words) for inner in element.iter("a", "strong", "b", "em", "i")
        )  # fmt: skip
        parent = element.getparent()
        if words and not dressed and parent is not None:
            yield parent, words
    for br in tree.iter("br"):
        parent = br.getparent()
        if parent is not None and br.tail and br.tail.strip():
            yield parent, " ".join(br.tail.split())


_LEAD_NAMES = regex.compile(r"intro|lead(?!er)|summary|chapo", regex.I)


def _split_off_lead(tree: Element, lines: list[str]) -> str | None:
    """The first paragraph where it has an element of its own, right before that of the others."""
    first = next((p for p in tree.iter("p", "div") if lines and _words(p) == lines[0]), None)
    for _ in range(3):
        if first is None:
            return None
        before = first.getprevious()
        if before is not None and isinstance(before.tag, str):
            words = _words(before)
            named = f"{before.get('class') or ''} {before.get('id') or ''}"
            if _LEAD_NAMES.search(named) and _SENTENCE_END.search(words) and words not in lines:
                return words if len(words.split()) >= _LEAD_MIN_WORDS else None
            return None
        first = first.getparent()
    return None


_LEAD_MIN_WORDS = 12


def _linked_lines(tree: Element, known: set[str]) -> set[str]:
    """Lines that the page shows as links only, in lists of them: other articles."""
    found: set[str] = set()
    for group in tree.iter("ul", "ol"):
        items = [item for item in group.iter("li") if _words(item)]
        whole = [
            item for item in items
            if any(_words(a) == _words(item) for a in item.iter("a")) and not _is_in_paragraph(item)
        ]  # fmt: skip
        if len(whole) == len(items) >= _TEASER_BOXES:
            found.update(words for item in whole if (words := _words(item)) in known)
    return found


def _is_in_paragraph(element: Element) -> bool:
    return any(holder.tag in {"p", "blockquote"} for holder in element.iterancestors())


_TEASER_LINK_WORDS = 4
_TEASER_BOXES = 2  # one box alone may be a paragraph under a linked sub-heading


def _teaser_excerpts(tree: Element, known: set[str]) -> set[str]:
    found: list[str] = []
    for paragraph in tree.iter("p"):
        box = paragraph.getparent()
        if box is None or len(box.xpath("./p")) > 1 or (words := _words(paragraph)) not in known:
            continue
        links = [
            a for a in box.iter("a")
            if len(_words(a).split()) >= _TEASER_LINK_WORDS and paragraph not in a.iterancestors()
        ]  # fmt: skip
        if len(links) == 1 and len(_words(box)) - len(words) < 1.6 * len(_words(links[0])) + 30:
            found.append(words)
    return set(found) if len(found) >= _TEASER_BOXES else set()


# -- posts

_POST_CLASSES = (
    "twitter-tweet",
    "twitter-video",
    "instagram-media",
    "tiktok-embed",
    "bluesky-embed",
    "text-post-media",
    "reddit-embed-bq",
)


def _lift_posts(tree: Element) -> tuple[Post, ...]:
    """Embedded posts as posts; their elements leave the tree."""
    posts: list[Post] = []
    query = " or ".join(f"contains(@class, '{name}')" for name in _POST_CLASSES)
    for quote in tree.xpath(f"//blockquote[{query}]"):
        whole = _words(quote)
        links = tuple(
            dict.fromkeys(
                str(link) for link in quote.xpath(".//a/@href") if link.startswith("http")
            )
        )
        # the last signature is the post's own; an earlier one is quoted
        signature = next(reversed(list(POST_SIGNATURE.finditer(whole))), None)
        body = whole[: signature.start()].strip() if signature else whole
        stated = signature["date"] if signature else ""
        if body or signature:
            posts.append(
                Post(
                    text=body, account=signature["account"] if signature else _account_of(links),
                    account_name=signature["name"].strip() if signature else None,
                    posted=parse_stamp(stated, where="post", confidence=0.95), links=links, spans=(),
                )
            )  # fmt: skip
        quote.drop_tree()
    return tuple(posts)


def _account_of(links: Iterable[str]) -> str | None:
    for link in links:
        match = regex.match(
            r"https?://(?:www\.|mobile\.)?(?:twitter|x|tiktok|instagram|threads)\.(?:com|net)/@?(\w[\w.]*)/(?:status|video|post)",
            link,
        )
        if match:
            return "@" + match[1]
    return None


# -- captions

_CAPTION_QUERY = "//figcaption | //*[contains(@class,'caption') or @itemprop='caption']"
_CAPTION_HOLDS_NO = "p[2] | .//h1 | .//h2 | .//h3 | .//article"  # what is named after its captions


def _captions(tree: Element) -> tuple[str, ...]:
    found = (
        _words(element)
        for element in tree.xpath(_CAPTION_QUERY)
        if not element.xpath(_CAPTION_HOLDS_NO)
    )
    return tuple(
        dict.fromkeys(
            caption for caption in (*found, *_beside_pictures(tree)) if 3 < len(caption) < 600
        )
    )


_CAPTION_WORDS = range(3, 25)


def _beside_pictures(tree: Element) -> Iterable[str]:
    """The few words that share a paragraph with a picture and nothing else."""
    for picture in tree.iter("img"):
        holder = picture.getparent()
        while holder is not None and holder.tag in {"span", "a", "picture", "center", "strong"}:
            holder = holder.getparent()
        if holder is None or holder.tag not in {"p", "figure"} or _is_elsewhere(picture):
            continue
        words = _words(holder)
        if len(words.split()) in _CAPTION_WORDS and not any(_words(a) for a in holder.iter("a")):
            yield words


# --------------------------------------------------------------------------- metadata


def _loads(raw: str) -> Any:
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
    try:
        return json.loads(raw, strict=False)
    except (ValueError, RecursionError):
        pass
    try:
        return json.loads(regex.sub(r",\s*([}\]])", r"\1", raw), strict=False)
    except (ValueError, RecursionError):
        return None


def _json_ld(tree: Element) -> Records:
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
            collect(_loads(script.text), 0)
    return found


_ARTICLE_TYPES = regex.compile(
    r"(?:Article|BlogPosting|LiveBlogPosting|Report|NewsItem|SocialMediaPosting|Review)$"
)


def _types(record: dict[str, Any]) -> list[str]:
    kinds = record.get("@type")
    return [str(kind) for kind in (kinds if isinstance(kinds, list) else [kinds]) if kind]


def _article_records(records: Records) -> Records:
    """The records about this page's article, best first: full ones before stubs."""
    articles = [
        record for record in records
        if any(_ARTICLE_TYPES.search(kind) for kind in _types(record))
        and (record.get("headline") or record.get("datePublished") or record.get("name"))
    ]  # fmt: skip
    pages = [r for r in records if "WebPage" in _types(r) and r.get("datePublished")]
    news = [r for r in articles if any("News" in kind or "LiveBlog" in kind for kind in _types(r))]
    ranked = sorted(
        articles, key=lambda r: (r not in news, not (r.get("datePublished") and r.get("headline")))
    )
    return ranked + pages


def _metas(tree: Element) -> Metas:
    found: Metas = {}
    for meta in tree.iter("meta"):
        content = (meta.get("content") or "").strip()
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            if content and (key := meta.get(attribute)):
                found.setdefault(key.lower(), []).append(unescape(content))
    return found


def _canonical(tree: Element, metas: Metas) -> str | None:
    for href in [*tree.xpath("//link[@rel='canonical']/@href"), *metas.get("og:url", ())]:
        if regex.match(r"https?://[^/]+/", href):
            return str(href).strip()
    return None


def _names(value: Any, records_by_id: dict[str, Any] | None = None) -> list[str]:
    """Names in a JSON-LD value: a string, an object with a name, or a list of them."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return _names(value.get("name"))
    if isinstance(value, list):
        return [name for item in value for name in _names(item)]
    return []


def _one(value: Any) -> str | None:
    if isinstance(value, list):
        value = next((item for item in value if item), None)
    if isinstance(value, dict):
        value = value.get("name") or value.get("@value")
    if isinstance(value, str):
        value = " ".join(regex.sub(r"<[^>]+>", "", unescape(value)).split())
        return value or None
    return None


def _title(
    page: Page, tree: Element, about: Records, metas: Metas, sites: list[Finding]
) -> Finding | None:
    """Headline by agreement: the page's h1 when head or JSON-LD say the same, else the best of them."""
    if hinted := _hinted(page.hints.title):
        return hinted
    headings = [text for heading in tree.iter("h1") if 2 < len(text := _words(heading)) < 400]
    stated = [("json-ld", one) for record in about[:1] if (one := _one(record.get("headline")))]
    stated += [
        (f"meta {key}", value)
        for key in ("og:title", "twitter:title")
        for value in metas.get(key, ())[:1]
    ]
    if window := _window_title(tree):
        stated.append(("title element", window))
    names = [site.value for site in sites]
    given = [fold(value) for where, value in stated if where != "title element"]
    for heading in headings:
        key = fold(heading)
        if key in map(fold, names):
            continue
        if given and not any(key in value or value in key for value in given):
            continue  # the site's name, which stands in the window's title too
        if any(key in fold(value) or fold(value) in key for _, value in stated if len(value) > 8):
            return Finding(value=heading, where="h1", confidence=0.97)
    for where, value in stated:
        if where == "title element" and (shown := _shown_part(tree, value)):
            return Finding(value=shown, where="headline", confidence=0.85)
        if bare := " ".join(_title_parts(value, names)[0].split()):
            return Finding(value=bare, where=where, confidence=0.9)
    if len(headings) == 1:
        return Finding(value=headings[0], where="h1", confidence=0.7)
    if not headings:
        # A bare page without any head: its only heading of a lower rank.
        lower = [h for h in tree.iter("h2", "h3", "h4") if 2 < len(_words(h)) < 400]
        if len(lower) == 1:
            return Finding(value=_words(lower[0]), where=str(lower[0].tag), confidence=0.5)
    return None


_TITLE_SEPARATOR = regex.compile(r"\s+(?:[|–—»«·•~\-]|::|:\s:)+\s+|\s*(?:\||::)\s*")
_STRONG_SEPARATOR = regex.compile(r"[|»~]|::")
_SITE_NAME_WORDS = 4


def _title_parts(title: str, sites: Iterable[str]) -> tuple[str, str | None]:
    """``Talks open | The Example`` as headline and site name; either side may be the name.

    A side is the name when the page calls itself so elsewhere, or when it is the short side of a
    separator that headlines do not use.
    """
    cuts = list(_TITLE_SEPARATOR.finditer(title))
    if not cuts:
        return title, None
    known = [fold(site) for site in sites if len(site) > 1]
    for cut, head_is_name in ((cuts[-1], False), (cuts[0], True)):
        head, tail = title[: cut.start()].strip(), title[cut.end() :].strip()
        name, headline = (head, tail) if head_is_name else (tail, head)
        if not name or not headline:
            continue
        named = any(fold(name) in site or site in fold(name) for site in known)
        short = len(name.split()) <= _SITE_NAME_WORDS < len(headline.split())
        if named or (short and _STRONG_SEPARATOR.search(cut[0])):
            return headline, name
    return title, None


_HEADLINE_MIN_WORDS = 4


def _shown_part(tree: Element, title: str) -> str | None:
    """The side of the window's title that an element of the page shows as a whole: the headline
    of pages that have no ``h1``.
    """
    sides = {
        side for cut in _TITLE_SEPARATOR.finditer(title)
        for side in (title[: cut.start()].strip(), title[cut.end() :].strip())
        if len(side.split()) >= _HEADLINE_MIN_WORDS
    }  # fmt: skip
    if not sides:
        return None
    body = tree.find("body")
    for element in body.iter() if body is not None else ():
        if (
            not isinstance(element.tag, str)
            or element.tag in _UNSEEN
            or not (element.text or "").strip()
        ):
            continue
        if (words := _words(element)) in sides and not _is_elsewhere(element):
            return words
    return None


_RIGHTS = regex.compile(
    r"(?:©|&copy;|\(c\)|(?:ال)?حقوق (?:(?:النشر|الطبع) )?محفوظة(?: لـ?(?=[\s\p{L}]))?)\s*(?:copyright)?\s*(?:\d{4}(?:\s*[-–]\s*\d{4})?)?\s*(?P<name>[^\n|.,،;:—–©\d]{2,50})",
    regex.I,
)
_RIGHTS_WORDS = regex.compile(
    r"\s*(?:all rights.*|جميع الحقوق.*|كل الحقوق.*|الحقوق محفوظة.*|все права.*|tüm hakları.*|tous droits.*|todos los derechos.*|alle rechte.*|copyright|حقوق النشر)\s*",
    regex.I,
)


_HOME = regex.compile(r"^\W*(?:home(?:page)?|logo|الصفحة الرئيسية|الرئيسية|شعار الموقع|الشعار|accueil|inicio|startseite|ana sayfa|главная)\W*$", regex.I)  # fmt: skip


def _site_names(tree: Element, about: Records, records: Records, metas: Metas) -> list[Finding]:
    """What the page calls its site, surest first."""
    found: list[Finding] = []
    for key, sure in (
        ("og:site_name", 0.95),
        ("application-name", 0.8),
        ("apple-mobile-web-app-title", 0.75),
    ):
        found += [_known_outlet(value, f"meta {key}", sure) for value in metas.get(key, ())[:1]]
    for record in about:
        found += [
            _known_outlet(n, "json-ld", 0.9)
            for n in _names(record.get("publisher"))[:1]
            if n.strip()
        ]
    for record in records:
        if {"NewsMediaOrganization", "WebSite"} & set(_types(record)) and (
            stated := _one(record.get("name"))
        ):
            found.append(_known_outlet(stated, "json-ld", 0.8))
    for handle in metas.get("twitter:site", ())[:1]:
        if known := knowledge.outlet_by_handle(handle):
            found.append(Finding(value=known.name, where="handle", confidence=0.85))
    for logo in tree.xpath(
        "//header//a[@href='/' or contains(@class,'logo')]//img/@alt | //a[contains(@class,'logo')]//*[local-name()='svg']/*[local-name()='title']/text()"
    )[:1]:
        if 1 < len(logo.strip()) < 40 and not _HOME.search(logo):
            found.append(
                _known_outlet(
                    regex.sub(r"^logo\s+|\s+logo$|^شعار\s+", "", logo.strip(), flags=regex.I),
                    "logo",
                    0.75,
                )
            )
    for footer in tree.xpath(
        "//footer | //*[contains(@class,'footer') or contains(@class,'copyright') or contains(@id,'footer')]"
    ):
        if match := _RIGHTS.search(_words(footer)[:2000]):
            name = _RIGHTS_WORDS.sub("", match["name"]).strip(" -")
            if len(name) > 1 and len(name.split()) <= 5:
                found.append(_known_outlet(name, "copyright line", 0.75))
                break
    return found


def _outlet(
    tree: Element, sites: list[Finding], title: Finding | None, url: str | None
) -> Finding | None:
    host = (urlsplit(url).hostname or "") if url else ""
    if host and (known := knowledge.outlet_by_host(host)):
        return Finding(value=known.name, where="host", confidence=0.97)
    window = _window_title(tree)
    if title and fold(window).startswith(fold(title.value)) and len(window) > len(title.value):
        # Headline | Section | Site
        last = regex.split(r"\s*(?:\||::|»)\s*", window[len(title.value) :])
        if len(last) > 1 and 0 < len(last[-1].split()) <= _SITE_NAME_WORDS:
            sites = [*sites, _known_outlet(last[-1], "title element", 0.78)]
    if sites:
        return max(sites, key=lambda site: site.confidence)
    _, name = _title_parts(window, ())
    if name is None and title and fold(window).startswith(fold(title.value)):
        rest = window[len(title.value) :].strip(" |–—-:»·•")
        name = rest if 0 < len(rest.split()) <= _SITE_NAME_WORDS else None
    elif name is None and title and fold(window).endswith(fold(title.value)):
        rest = window[: -len(title.value)].strip(" |–—-:»·•")
        name = rest if 0 < len(rest.split()) <= _SITE_NAME_WORDS else None
    if name:
        return _known_outlet(name, "title element", 0.6)
    if host:
        return Finding(value=host.removeprefix("www."), where="url", confidence=0.5)
    return None


def _window_title(tree: Element) -> str:
    """The title of the browser's window; drawings have titles too."""
    return next(
        (
            text
            for t in tree.xpath("//title[not(ancestor::*[local-name()='svg'])]")
            if (text := _words(t))
        ),
        "",
    )


def _known_outlet(name: str, where: str, confidence: float) -> Finding:
    name = " ".join(unescape(name).split())
    if regex.match(r"https?://", name):
        name = (urlsplit(name).hostname or name).removeprefix("www.")
    known = knowledge.outlet_by_name(name)
    return Finding(value=known.name if known else name, where=where, confidence=confidence)


_SOURCE_METAS = (
    "syndication-source",
    "original-source",
    "dc.source",
    "dcterms.source",
    "article:source",
    "source",
)


_NOTHING = lxml.html.Element("html")
_SOURCE_LINE = regex.compile(
    r"^(?:المصدر|المصادر|source|источник|kaynak|fuente|quelle)\s*[:：]\s*(?P<name>\S.{1,60})$",
    regex.I,
)


def _credits(
    tree: Element, page: Page, about: Records, metas: Metas, outlet: Finding | None
) -> tuple[Credit, ...]:
    """Whose work the page itself says it carries: the feed's ``<source>``, JSON-LD, meta."""
    claims = [(page.hints.credited_source, "feed")]
    for record in about:
        for key in ("sourceOrganization", "provider"):
            claims += [(name, f"json-ld {key}") for name in _names(record.get(key))]
    claims += [(value, f"meta {key}") for key in _SOURCE_METAS for value in metas.get(key, ())[:1]]
    for element in tree.xpath("//*[contains(@class,'source') or contains(@class,'Source')]"):
        if match := _SOURCE_LINE.match(_words(element)):
            claims.append((match["name"], "source line"))
    own = fold(outlet.value) if outlet else ""
    found: dict[str, Credit] = {}
    for text, where in claims:
        text = " ".join(unescape(text or "").split())
        if text and len(text) < 120 and fold(text) != own and not text.startswith("http"):
            found.setdefault(fold(text), Credit(kind="source", text=text, where=where))
    return tuple(found.values())


def _section(about: Records, metas: Metas, tree: Element) -> Finding | None:
    for record in about:
        if section := _one(record.get("articleSection")):
            return Finding(value=section, where="json-ld", confidence=0.9)
    for key in ("article:section", "section", "cxenseparse:category", "category"):
        for value in metas.get(key, ())[:1]:
            return Finding(value=value, where=f"meta {key}", confidence=0.85)
    crumbs = tree.xpath("//*[contains(@class,'breadcrumb')]//a[normalize-space()]")
    if len(crumbs) > 1 and len(text := _words(crumbs[-1])) < 40:
        return Finding(value=text, where="breadcrumb", confidence=0.6)
    return None


# -- authors

_BY = regex.compile(
    r"^\s*(?:by|written by|story by|reporting by|von|por|par|di|da|door|av|af|autor(?:in|es)?|author|yazan|haber|muhabir|автор|"
    r"текст|kirjoittaja|بقلم|كتب(?:ت|ه|ها|ته)?(?: وصور)?|إعداد(?: وتحرير)?|اعداد|تقرير|تحرير|نص|حوار|تحقيق|ترجمة|المصدر|(?:مرسلة |نشر |نشرت |أضيف )?بواسطة|"
    r"(?:مراسل|محرر|صحفي|صحافي|(?:ال)?كاتب|المحرر|المراسل)(?:نا|تنا|ة|ه)?(?: (?:الخبر|التقرير|المقال))?(?: في [^:：\n]{2,25}(?=[:：])|(?: ال\p{L}+){1,2}(?=\s*[:：]))?|"
    r"نویسنده|خبرنگار)(?:\s*[:：|\-–/]\s*|\s+)",
    regex.I,
)
# The same at the start of a text node that nothing else marks as a byline: with its colon, or
# in words that introduce nothing but names.
_BY_STRICT = regex.compile(
    r"^\s*(?:(?:by|von|por|par|yazan|haber|muhabir|автор|текст|بقلم|كتب(?:ت|ه|ها|ته)?(?: وصور)?|إعداد(?: وتحرير)?|اعداد|تقرير|تحرير|نص|"
    r"(?:مراسل|محرر|صحفي|صحافي|(?:ال)?كاتب)(?:نا|تنا|ة|ه)?(?: (?:الخبر|التقرير|المقال))?(?: في [^:：\n]{2,25}|(?: ال\p{L}+){1,2})?)\s*[:：]\s*|(?:بقلم|كتبت?|By)(?:\s+|\s*[-–/]\s*)|(?:\p{L}+\s*[-–:]\s*)?(?:مراسلنا|مراسلتنا)(?: في \p{L}+)?\s*:?\s+)\p{L}",
)
# The dash between the parts of a byline: place, outlet, name, role in any order.
_BYLINE_DASH = regex.compile(
    r"\s+[-–—|]\s*|\s*[-–—|]\s+|\s*:\s+|(?<=\p{Arabic}{2})[-–—](?=\p{Arabic}{2})"
)
# أحمد وسلمى: the Arabic "and" is written with its word; given names that begin with the letter
_ARABIC_AND = regex.compile(
    r"\s+و(?!(?:ليد|ائل|سام|سيم|فاء|فيق|حيد|حيدة|جدي|جيه|داد|ديع|سن|صفي|ضاح|عد|لاء|هيب|هبة|هبي|سيلة|ردة|رد|جدان|ئام|اصف|اثق|دود|الي|هيبة|افي|لي|يس|اعر)(?:\s|$))(?=\p{Arabic}{2,}\s+\p{Arabic}{2,})"
)
_BYLINE_PLACE = regex.compile(
    r"^(?:مكة المكرمة|المدينة المنورة|رام الله|القدس المحتلة|الدار البيضاء|(?:أم|دير|بيت|رأس|عين|بني|كفر|سيدي|خان|بئر|شرم|تيزي|حفر) \p{L}+|نيويورك|new york|los angeles|washington d\.?c\.?)$",
    regex.I,
)
_BYLINE_ROLE = regex.compile(
    r"(?<!\p{L})(?:مراسل(?:نا|تنا|ة|و)?|موفد(?:نا|ة)?|محرر(?:ة)?|صحفي(?:ة)?|صحافي(?:ة)?|كاتب(?:ة)?|خاص(?: ب\p{L}+)?|متابع(?:ة|ات)|وكالات|correspondent|reporter|special to|staff writer)(?!\p{L})",
    regex.I,
)
_AUTHOR_SPLIT = regex.compile(
    r"\s*(?:[,،;؛/|•·\n]|\s(?:and|und|et|y|e|en|og|och|ve|и|та|oraz|i|&|و)\s|\s&\s)\s*", regex.I
)
_NOT_AUTHOR = regex.compile(
    r"https?://|www\.|@|\d{3}|\d:\d|^(?:images?|photos?|pictures?|foto|bild|صورة|تصوير)\s*[:：]|getty images|istock|shutterstock|^(?:admin|administrator|editor|webmaster|null|none|undefined|n/a|unknown|staff|author|redaktion|redacción|"
    r"rédaction|(?:ال)?محرر(?:ة|ون)?|(?:إدارة|ادارة|هيئة|فريق|أسرة|اسرة|قسم|سكرتارية) (?:ال)?(?:تحرير|أخبار|اخبار|متابعة)|التحرير|غرفة (?:ال)?(?:أخبار|اخبار|تحرير)|خاص|متابع(?:ة|ات)|وكالات|مراسلنا|مراسلون|(?:آخر تحديث|منذ|قبل|نشر في|updated|published)(?:\s.*)?|"
    r"مواقع إلكترونية|مدير الموقع|super user)$|^\W*$",
    regex.I,
)
_AUTHOR_METAS = (
    "author",
    "article:author",
    "parsely-author",
    "dc.creator",
    "dcterms.creator",
    "sailthru.author",
    "byl",
    "cxenseparse:author",
    "article:author_name",
    "citation_author",
    "twitter:data1",
)
# Class and id names are compared in lower case, without hyphens and underscores: lblWriter,
# Byline_root__Qq1, post-meta-author, writeBy.
_NAMED = (
    "translate(concat(@class,' ',@id),'ABCDEFGHIJKLMNOPQRSTUVWXYZ-_','abcdefghijklmnopqrstuvwxyz')"
)
_BYLINE_QUERY = (
    "//*[@rel='author' or @itemprop='author' or contains(concat(' ',normalize-space(@class),' '),' author ') "
    "or contains(concat(' ',normalize-space(@class),' '),' by ') "
    f"or (@class or @id) and ({' or '.join(f'contains({_NAMED},{name!r})' for name in ('byline', 'authorname', 'typeauthor', 'itemauthor', 'postedby', 'postby', 'metaauthor', 'articleauthor', 'postauthor', 'fieldauthor', 'writer', 'writeby', 'writtenby', 'storyby', 'reporter'))})]"
)
# بيروت – سلمى حداد: a city that outlets print above their reports, and a name
_CITY_AND_NAME = regex.compile(r"^(?P<city>[\p{Arabic}\p{M}]+)\s*[-–—/:]\s*[\p{Arabic}\p{M}]{2,}(?:\s+[\p{Arabic}\p{M}]{2,}){1,4}\s*:?$")  # fmt: skip
# A pen or a person drawn before a name
_BYLINE_ICONS = "//i[contains(@class,'fa-user') or contains(@class,'fa-pen') or contains(@class,'icon-user') or contains(@class,'icon-pen')]"
# Parts of a page that are about other articles, or not about articles.
_ELSEWHERE = regex.compile(
    r"comment|related|elated|sidebar|side-bar|(?<![\w-])widget|popular|mostread|most-read|recent|prevnext|next-|carousel|recommend|-box-more",
    regex.I,
)


def _is_elsewhere(element: Element) -> bool:
    """True inside boxes of related articles, comments and the like, by their names."""
    for holder in element.iterancestors():
        if holder.tag in {"body", "html", "main"}:
            return False
        named = f"{holder.get('class') or ''} {holder.get('id') or ''}"
        if holder.tag == "aside" or _ELSEWHERE.search(named):
            # what holds the headline is not beside the article, whatever it is called
            return not holder.xpath(".//h1 | .//*[@itemprop='articleBody']")
    return False


_LONGEST_NAME_WORDS = 7


def _people(raw: str, sites: Iterable[str] = ()) -> list[str]:
    """The names in a byline; ``sites`` are names of the site, which some bylines carry too."""
    raw = " ".join(unescape(regex.sub(r"<[^>]+>", " ", raw)).split())
    raw = regex.sub(r"^[(\[]([^()\[\]]+)[)\]]$", r"\1", raw)
    raw = _BY.sub("", raw, count=1)
    names = []
    parts = [
        name for part in _AUTHOR_SPLIT.split(_name_part(raw, sites)) for name in _ARABIC_AND.split(part)
    ]  # fmt: skip
    for part in parts:
        name = regex.sub(r"\s*[(\[].*$", "", part).strip(" .:-–—|،,")
        if (
            1 < len(name) <= 80
            and len(name.split()) <= _LONGEST_NAME_WORDS
            and not _NOT_AUTHOR.search(name)
        ):
            names.append(name)
    return names


def _name_part(raw: str, sites: Iterable[str]) -> str:
    """What names people among the parts of ``غزة - سلمى حداد - خاص``, in which places, outlet and
    role stand beside the name with a dash or a colon.
    """
    raw = regex.sub(r"(?<=\p{Arabic})\s+من\s+\p{Arabic}+$", "", raw)
    parts = [part.strip() for part in _BYLINE_DASH.split(raw) if part.strip()]
    if len(parts) < 2 or not regex.search(r"\p{Arabic}", raw):
        return raw
    own = [fold(site) for site in sites]
    names = []
    for part in parts:
        if _BYLINE_PLACE.match(part) or any(
            fold(part) in site or site in fold(part) for site in own
        ):
            continue
        if role := _BYLINE_ROLE.match(part):
            part = regex.sub(r"^\s*(?:في \p{L}+)?\s*:?\s*", "", part[role.end() :])
        elif _BYLINE_ROLE.search(part):
            continue
        if len(part.split()) > 1:
            names.append(part)
    return names[0] if names else parts[-1] if len(parts[-1].split()) > 1 else ""


def _authors(
    tree: Element, about: Records, metas: Metas, sites: Iterable[str] = (), state: State | None = None
) -> tuple[Finding, ...]:  # fmt: skip
    """Byline names: JSON-LD first, then meta, the page's own data, then the visible byline."""
    sites = list(sites)
    by_id = {r["@id"]: r for r in _json_ld(tree) if isinstance(r.get("@id"), str) and r.get("name")}
    for record in about:
        value = record.get("author") or record.get("creator")
        items = value if isinstance(value, list) else [value]
        items = [
            by_id.get(i.get("@id"), i) if isinstance(i, dict) and not i.get("name") else i
            for i in items
        ]
        names = [person for name in _names(items) for person in _people(name, sites)]
        if names:
            return _as_findings(names, "json-ld", 0.95)
    for key in _AUTHOR_METAS:
        if key == "twitter:data1" and not regex.search(
            r"written|by|auteur|autor|كتب", " ".join(metas.get("twitter:label1", [])), regex.I
        ):
            continue
        names = [person for value in metas.get(key, ()) for person in _people(value, sites)]
        if names:
            return _as_findings(names, f"meta {key}", 0.85)
    if state and (names := [p for name in state.authors for p in _people(name, sites)]):
        return _as_findings(names, "script", 0.8)
    marked = tree.xpath(_BYLINE_QUERY)
    for element in marked:
        if any(inner in marked for inner in element.iterdescendants()) or _is_elsewhere(element):
            continue  # a card with name, portrait and biography: the name is marked inside it
        text = element.get("content") or _words(element)
        if 2 < len(text) < 160 and (names := _people(text, sites)):
            return _as_findings(names, "byline", 0.7)
    for icon in tree.xpath(_BYLINE_ICONS):
        text = _words(icon.getparent())
        if 2 < len(text) < 80 and not _is_elsewhere(icon) and (names := _people(text, sites)):
            return _as_findings(names, "byline", 0.6)
    own = [fold(site) for site in sites]
    for text in _near_headline(tree)[:_NODES_BYLINE]:
        if len(text) >= 80:
            continue
        head = _BYLINE_DASH.split(text)[0]
        ours = len(text) > len(head) and fold(head) in own  # The Outlet - Jane Doe
        placed = _CITY_AND_NAME.match(text)
        ours = ours or bool(placed and is_city(placed["city"]))
        if (ours or _BY_STRICT.match(text)) and (names := _people(text, sites)):
            return _as_findings(names, "text", 0.6)
    return ()


def _as_findings(names: list[str], where: str, confidence: float) -> tuple[Finding, ...]:
    unique = {fold(name): name for name in reversed(names)}
    ordered = [name for name in names if unique.get(fold(name)) is name]
    return tuple(Finding(value=name, where=where, confidence=confidence) for name in ordered)


# -- times

_PUBLISHED_METAS = (
    "article:published_time", "og:published_time", "datepublished", "article:published", "date", "pubdate", "publishdate",
    "publish-date", "publish_date", "parsely-pub-date", "cxenseparse:recs:publishtime", "dc.date.issued", "dc.date",
    "dcterms.created", "dc.date.created", "dcterms.date", "sailthru.date", "article.published", "og:article:published_time",
    "publication_date", "date.available", "rnews:datepublished", "originalpublicationdate", "citation_publication_date",
    "published", "created", "last-published", "mediator_published_time", "ptime", "displaydate", "timestamp",
)  # fmt: skip
_UPDATED_METAS = (
    "article:modified_time", "og:updated_time", "datemodified", "article:modified", "lastmod", "last-modified",
    "dcterms.modified", "dc.date.modified", "revision_date", "modified",
)  # fmt: skip
_URL_DATE = regex.compile(
    r"(?<!\d)((?:19|20)\d\d)[/_.-]?(0?[1-9]|1[0-2])[/_.-]?(0?[1-9]|[12]\d|3[01])(?!\d)"
)
_TIME_QUERY = (
    "//*[@itemprop='datePublished' or @pubdate or contains(@class,'published') or contains(@class,'pubdate') "
    "or contains(@class,'publish-date') or contains(@class,'post-date') or contains(@class,'entry-date') "
    "or contains(@class,'article-date') or contains(@class,'article__date') or contains(@class,'news-date') "
    "or contains(concat(' ',@class,' '),' date ') or contains(concat(' ',@class,' '),' time ') "
    "or contains(@class,'timestamp') or contains(@class,'datetime') or contains(@class,'byline')]"
)


def _times(
    tree: Element,
    about: Records,
    metas: Metas,
    url: str | None,
    language: str | None,
    seen_at: datetime,
    state: State | None = None,
) -> tuple[Stamp | None, Stamp | None]:
    """(published, updated), from the surest place that states them."""
    published = _first_stamp(
        (
            ("json-ld", 0.97, _one(r.get(key)))
            for key in ("datePublished", "dateCreated", "uploadDate")
            for r in about
        ),
        language,
    )
    updated = _first_stamp(
        (("json-ld", 0.95, _one(r.get("dateModified"))) for r in about), language
    )
    published = published or _first_stamp(
        (
            (f"meta {key}", 0.92, value)
            for key in _PUBLISHED_METAS
            for value in metas.get(key, ())[:1]
        ),
        language,
    )
    updated = updated or _first_stamp(
        ((f"meta {key}", 0.9, value) for key in _UPDATED_METAS for value in metas.get(key, ())[:1]),
        language,
    )
    published = published or _first_stamp(
        (
            (f"meta {key}", 0.85, values[0])
            for key, values in metas.items()
            if _PUBLISHED_KEY.search(key)
        ),
        language,
    )
    if published is None and state:
        published = _first_stamp([("script", 0.8, state.published)], language)
        updated = updated or _first_stamp([("script", 0.75, state.updated)], language)
    if published is None:
        published = _script_stamp(tree)
    if published is None or updated is None:
        seen, said_updated = _visible_times(tree, language)
        published, updated = published or seen, updated or said_updated
    if published is None:
        by_url = _url_stamp(url)
        near, said_updated = _times_near_headline(tree, language)
        # the address knows the day for sure, the line beside the headline perhaps the minute
        published = near if near and (by_url is None or near.day == by_url.day) else by_url
        updated = updated or said_updated
    latest = seen_at + timedelta(days=1)  # publishers' zones run ahead of ours by less than this
    published = published if published and published.at <= latest else None
    updated = updated if updated and updated.at <= latest else None
    if updated and published and updated.at < published.at:
        updated = None  # a clock or a template gone wrong
    return published, updated


_PUBLISHED_KEY = regex.compile(
    r"publi\w*[-_:. ]?(?:time|date|on|at)|(?:date|time)[-_:. ]?publi|(?:post|release|issue|creat)\w*[-_:.]?date|date[-_:.]?(?:creat|issued|post)",
    regex.I,
)
_SCRIPT_DATE = regex.compile(
    r"""["']?(?:date|first|original)?_?publi(?:sh(?:ed)?|cation)_?(?:date|time|at|on)?(?:_?(?:gmt|utc|iso))?["']?\s*[:=]\s*["'](\d{4}-?\d\d-?\d\d[^"']{0,20})["']""",
    regex.I,
)


def _script_stamp(tree: Element) -> Stamp | None:
    """A publication date in a script's data, when all that the page's scripts state agree."""
    stamps = [
        stamp for script in tree.iter("script") if script.text
        for match in _SCRIPT_DATE.finditer(script.text)
        if (stamp := parse_stamp(match[1], where="script", confidence=0.75))
    ]  # fmt: skip
    return stamps[0] if stamps and len({stamp.day for stamp in stamps}) == 1 else None


# Text nodes around the headline among which a dateline is looked for.
_NODES_AFTER, _NODES_BEFORE = 60, 15
_NODES_BYLINE = 12


def _near_headline(tree: Element) -> list[str]:
    """Visible text nodes by nearness to the headline: those after it, then those before."""
    nodes: list[str] = []
    headline_at = None
    for element in tree.iter():
        if not isinstance(element.tag, str) or element.tag in _UNSEEN or element.tag == "title":
            continue
        if element.tag in {"h1", "h2"} and headline_at is None:
            headline_at = len(nodes)
        for text in (element.text, *(child.tail for child in element)):
            if text and (text := " ".join(text.split())):
                nodes.append(text)
    at = headline_at or 0
    return [*nodes[at : at + _NODES_AFTER], *reversed(nodes[max(0, at - _NODES_BEFORE) : at])]


def _times_near_headline(tree: Element, language: str | None) -> tuple[Stamp | None, Stamp | None]:
    """A line of time that stands near the headline without any markup to say so."""
    for text in _near_headline(tree):
        if 6 <= len(text) <= 100 and regex.search(r"\d{4}|\d{2}[./]\d{2}", western_digits(text)):
            published, updated = stamps_in_line(text, where="visible date")
            if published:
                return msgspec.structs.replace(published, confidence=0.6), updated
    return None, None


def _first_stamp(
    claims: Iterable[tuple[str, float, str | None]], language: str | None
) -> Stamp | None:
    for where, confidence, value in claims:
        if value and (
            stamp := parse_stamp(value, where=where, confidence=confidence, language=language)
        ):
            return stamp
    return None


def _url_stamp(url: str | None) -> Stamp | None:
    if not url:
        return None
    for match in _URL_DATE.finditer(urlsplit(url).path):
        if stamp := parse_stamp(
            "-".join(filter(None, match.groups())), where="url", confidence=0.7
        ):
            return stamp
    return None


def _visible_times(tree: Element, language: str | None) -> tuple[Stamp | None, Stamp | None]:
    """Times that a reader sees: ``time`` elements, then elements named after dates."""
    updated: Stamp | None = None
    seen: list[Stamp] = []
    for element in tree.iter("time"):
        shown = _words(element)
        stamp = parse_stamp(
            element.get("datetime") or "", where="time element", confidence=0.85, language=language
        )
        stamp = stamp or parse_stamp(shown, where="time element", confidence=0.8, language=language)
        if stamp is None or _is_elsewhere(element):
            continue
        around = f"{element.get('class') or ''} {element.get('itemprop') or ''} {_before(element)} {shown}"
        if _UPDATED.search(around) or "odified" in around:
            updated = updated or stamp
        else:
            seen.append(stamp)
    if seen:
        return seen[0], updated
    places = _nodes_from_headline(tree)
    dated = [
        (places.get(element, 0), element)
        for element in tree.xpath(_TIME_QUERY)
        if not _is_elsewhere(element)
    ]
    for place, element in sorted(dated, key=lambda pair: (abs(pair[0]), pair[0] < 0)):
        for raw in (
            element.get("content"),
            element.get("datetime"),
            element.get("title"),
            _words(element),
        ):
            if raw and len(raw) < 200 and regex.search(r"\d", western_digits(raw)):
                published, changed = stamps_in_line(raw, where="visible date")
                if published and place < -_TODAY_ABOVE:
                    # the day of the visit, in the head of the page
                    below, said = _times_near_headline(tree, language)
                    published, changed = (below, said) if below else (published, changed)
                updated = updated or changed
                if published:
                    return published, updated
    return None, updated


# Dates this many text nodes above the headline may be today's, in the site's head.
_TODAY_ABOVE = 4


def _nodes_from_headline(tree: Element) -> dict[Element, int]:
    """For each element, how many text nodes after the headline it begins; negative above it."""
    places: dict[Element, int] = {}
    count, headline = 0, None
    for element in tree.iter():
        if not isinstance(element.tag, str) or element.tag in _UNSEEN or element.tag == "title":
            continue
        if element.tag in {"h1", "h2"} and headline is None:
            headline = count
        places[element] = count
        count += sum(1 for t in (element.text, *(c.tail for c in element)) if t and t.strip())
    return {element: place - (headline or 0) for element, place in places.items()}


def _before(element: Element) -> str:
    previous = element.getprevious()
    tail = (
        (previous.tail or "")
        if previous is not None
        else ((element.getparent().text or "") if element.getparent() is not None else "")
    )
    return str(tail)[-60:]


# --------------------------------------------------------------------------- putting together


def canonical_url(url: str) -> str:
    """An address without what does not name the article: fragment, tracking, trailing slash."""
    parts = urlsplit(url.strip())
    kept = [
        pair for pair in parts.query.split("&")
        if pair and not regex.match(r"(?:utm_\w+|fbclid|gclid|ref|amp|outputType|at_\w+|xtor|cmpid)(?:=|$)", pair)
    ]  # fmt: skip
    path = parts.path.rstrip("/") or "/"
    host = (parts.hostname or "") + (f":{parts.port}" if parts.port not in (None, 80, 443) else "")
    return urlunsplit((parts.scheme.lower(), host, path, "&".join(kept), ""))


def _assemble(
    page: Page, *, url: str | None, title: Finding | None, text: str, outlet: Finding | None = None,
    authors: tuple[Finding, ...] = (), published: Stamp | None = None, updated: Stamp | None = None,
    section: Finding | None = None, posts: tuple[Post, ...] = (), captions: tuple[str, ...] = (),
    headings: tuple[str, ...] = (), sentences: tuple[str, ...] = (),
    language: str = "", credits: tuple[Credit, ...] = (),
) -> Article:  # fmt: skip
    """An article from what was found on the page and what came beside it.

    Hints fill what the page leaves open; the page's own word on times and names comes first,
    save for the outlet, which whoever gave us the page knows best.
    """
    hints = page.hints
    where = "record" if page.media_type == "application/json" else "feed"
    if hints.outlet:
        outlet = _known_outlet(hints.outlet, where, 0.9)
    elif outlet is None and url and (host := urlsplit(url).hostname):
        known = knowledge.outlet_by_host(host)
        outlet = Finding(
            value=known.name if known else host.removeprefix("www."),
            where="host" if known else "url", confidence=0.97 if known else 0.5,
        )  # fmt: skip
    if not authors and hints.authors:
        authors = _as_findings([p for name in hints.authors for p in _people(name)], where, 0.9)
    base = hints.language or language or None
    if published is None and hints.published:
        published = parse_stamp(hints.published, where=where, confidence=0.9, language=base)
    if updated is None and hints.updated:
        updated = parse_stamp(hints.updated, where=where, confidence=0.85, language=base)
        if updated and published and updated.at <= published.at:
            updated = None
    text = text.encode("utf-8", "replace").decode("utf-8")  # lone surrogates cannot be stored
    identity = canonical_url(url) if url else (text.strip() or (title.value if title else ""))
    return Article(
        id=stable_id(identity), url=url, page_name=page.name, seen_at=page.seen_at, title=title,
        outlet=outlet, text=text, raw_text=text, posts=posts, captions=captions, headings=headings, sentences=sentences, authors=authors,
        credits=credits or _credits(_NOTHING, page, [], {}, outlet), published=published, updated=updated, section=section,
        language_hint=(base or "").replace("_", "-").split("-")[0].lower() or None,
    )  # fmt: skip
