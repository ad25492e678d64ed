"""Embedded posts and the captions of pictures."""

from __future__ import annotations

from collections.abc import Iterable

import regex

from tawatur.extract.page import Element, is_elsewhere, words_of
from tawatur.model import Post
from tawatur.stamps import parse_stamp
from tawatur.text import POST_SIGNATURE

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


def lift_posts(tree: Element) -> tuple[Post, ...]:
    """Embedded posts as posts; their elements leave the tree."""
    posts: list[Post] = []
    query = " or ".join(f"contains(@class, '{name}')" for name in _POST_CLASSES)
    for quote in tree.xpath(f"//blockquote[{query}]"):
        whole = words_of(quote)
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


def find_captions(tree: Element) -> tuple[str, ...]:
    found = (
        words_of(element)
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
        if holder is None or holder.tag not in {"p", "figure"} or is_elsewhere(picture):
            continue
        words = words_of(holder)
        if len(words.split()) in _CAPTION_WORDS and not any(words_of(a) for a in holder.iter("a")):
            yield words
