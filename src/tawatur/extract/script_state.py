"""Articles that pages carry only in the data of their scripts (Next.js, Nuxt, assigned states)."""

from __future__ import annotations

import json
from html import unescape
from typing import Any

import msgspec
import regex

from tawatur.extract.page import (
    Element,
    Records,
    loads_leniently,
    names_in,
    one_text,
    tidy_lines,
    tidy_text,
    words_of,
)
from tawatur.text import folded_words, whole_escapes

# Keys under which sites that draw their pages in the browser keep the body.
_BODY_KEYS = regex.compile(
    r"^(?:article_?body|body|content|text|html|paragraphs?|blocks?|story|details?|full_?text|value|data)$",
    regex.I,
)
CARRIED_MIN = 400  # characters; shorter strings are teasers


_CODE = regex.compile(
    r"function\s*\(|querySelector|=>|\{\s*\w+\s*:|;\s*\}|https?://\S+\s+https?://"
)


class State(msgspec.Struct, frozen=True):
    """What the data in a page's scripts say about its article."""

    text: str
    authors: tuple[str, ...] = ()
    published: str | None = None
    updated: str | None = None
    sections: tuple[str, ...] = ()


_STATE_TITLE = regex.compile(r"^(?:head_?line|title|name|post_?title|main_?title)$", regex.I)
_STATE_AUTHOR = regex.compile(r"^(?:authors?|writers?|by_?line|author_?name|reporters?|journalists?)$", regex.I)  # fmt: skip
_STATE_PUBLISHED = regex.compile(r"^(?:(?:date|first|original)?_?publi(?:sh(?:ed)?|cation)_?(?:date|time|at|on)?|(?:post|news|article)_?date|created_?(?:at|date|time)?|date)$", regex.I)  # fmt: skip
_STATE_SECTION = regex.compile(r"^(?:main_?|primary_?|article_?)?(?:section|categor(?:y|ies)|rubric|ressort|desk|channel)(?:_?(?:name|title))?$", regex.I)  # fmt: skip
_STATE_UPDATED = regex.compile(r"^(?:(?:date)?_?(?:last_?)?(?:updated?|modified)_?(?:date|time|at|on)?)$", regex.I)  # fmt: skip


def script_state(tree: Element, about: Records) -> State | None:
    """The article of a page that is drawn in the browser, from the state its scripts carry.

    It must speak of what the page's title says, since such states hold whole sites.
    """
    heading = one_text(about[0].get("headline")) if about else None
    heading = heading or " ".join(words_of(t) for t in tree.xpath("//title | //h1"))
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
        return [n for k, v in holder.items() if keys.match(k) for n in names_in(v) if n.strip()]

    first = {name: next(iter(stated(keys)), None) for name, keys in (("p", _STATE_PUBLISHED), ("u", _STATE_UPDATED))}  # fmt: skip
    return State(
        tidy_lines(best),
        tuple(stated(_STATE_AUTHOR)),
        first["p"],
        first["u"],
        tuple(stated(_STATE_SECTION)),
    )


def _titles(record: dict[str, Any]) -> str:
    return " ".join(v for k, v in record.items() if isinstance(v, str) and _STATE_TITLE.match(k))


_ASSIGNED = regex.compile(r"(?:window\.|self\.|var |let |const )\s*[\w.$]+\s*=\s*(?=[{\[])")


def _state_of(script: Element) -> Any:
    """The data in a script: plain JSON, Nuxt's numbered list, or an object that is assigned."""
    source = whole_escapes(script.text or "")
    if len(source) < CARRIED_MIN or "ld+json" in (kind := (script.get("type") or "").lower()):
        return None
    if kind == "application/json" or script.get("id") == "__NEXT_DATA__":
        data = loads_leniently(source)
        return _hydrated(data) if script.get("id") == "__NUXT_DATA__" else data
    for match in _ASSIGNED.finditer(source):
        try:
            data, end = json.JSONDecoder(strict=False).raw_decode(source, match.end())
        except (ValueError, RecursionError):
            continue
        if end - match.end() >= CARRIED_MIN:
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
                if len(value) >= CARRIED_MIN and (
                    _BODY_KEYS.match(str(key)) or _MARKUP.search(value)
                ):
                    longer(tidy_text(unescape(value)), holder)
            else:
                longer(*_longest_body(value, depth + 1, holder))
    elif isinstance(data, list):
        blocks = [text for item in data if (text := _block_of(item))]
        joined = "\n".join(blocks)
        # blocks of one text, not a list of teasers: paragraphs are longer than headlines
        if len(joined) >= CARRIED_MIN and len(blocks) > 1 and len(joined) / len(blocks) > 80:
            longer(joined, holder or {})
        for item in data[:400]:
            if isinstance(item, dict | list):
                longer(*_longest_body(item, depth + 1, holder))
    return best


def _block_of(item: Any) -> str:
    """The text of one paragraph block, "" when it is none (a teaser has an address or a title)."""
    if isinstance(item, str):
        return tidy_text(item) if len(item) > 40 else ""
    if not isinstance(item, dict) or {"url", "slug", "href", "headline", "title"} & set(item):
        return ""
    for key in ("text", "content", "html", "value", "paragraph", "data", "attributes", "props"):
        value = item.get(key)
        if isinstance(value, str):
            return tidy_text(unescape(value))
        if isinstance(value, dict) and (text := _block_of(value)):
            return text
    return ""
