"""How deep markup is nested, counted without building anything from it."""

from __future__ import annotations

import regex

# Tags that are closed by what follows them would count as ever deeper nesting.
_LOOSE = frozenset(
    [
        "p",
        "li",
        "td",
        "tr",
        "th",
        "dd",
        "dt",
        "option",
        "br",
        "hr",
        "img",
        "input",
        "meta",
        "link",
        "source",
        "area",
        "base",
        "col",
        "embed",
        "wbr",
        "param",
        "track",
    ]
)
_TAG = regex.compile(rb"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})\b[^<>]{0,4000}?(/?)>")
# Real pages stay below 100; the parsers under us start to drop content at 256.
_DEEPEST = 2000


def is_too_deep(body: bytes) -> bool:
    """Is it nested deeper than any page that a person wrote?"""
    depth = 0
    if body.count(b"<") < _DEEPEST:
        return False
    for closing, name, empty in _TAG.findall(body):
        if empty or name.lower().decode("ascii") in _LOOSE:
            continue
        depth = max(0, depth - 1) if closing else depth + 1
        if depth > _DEEPEST:
            return True
    return False
