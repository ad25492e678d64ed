"""Small, exact operations on text that every stage needs. No language knowledge beyond letters.

Arabic folding follows what searchers and copy detectors usually do (Lucene's
ArabicNormalizer: alef, yeh and teh marbuta variants, tatweel, harakat), plus Persian kaf and
yeh and Eastern digits.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit

import regex

# U+064B-065F harakat, U+0670 dagger alef, U+06D6-06ED Quranic marks, U+0640 tatweel
_ARABIC_MARKS = regex.compile("[\u064b-\u065f\u0670\u06d6-\u06ed\u0640]")
# as unicodedata.combining(c) != 0, at a tenth of the cost of asking for each character
_COMBINING = regex.compile(r"[\p{M}--\p{ccc=0}]+", regex.V1)
_BIDI_CONTROLS = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"

_FOLD = str.maketrans(
    {
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ئ": "ي",
        "ؤ": "و", "ة": "ه", "ک": "ك", "گ": "ك", "ھ": "ه", "ہ": "ه", "ۀ": "ه",
        **dict.fromkeys(_BIDI_CONTROLS, None), "\u200b": None, "\u200c": None, "\u200d": None,
    }
)  # fmt: skip
# Words of plain Arabic letters, three of four in what we read: nothing but replacing to do, at a
# third of the cost.
_PLAIN_ARABIC = re.compile("[\u0621-\u063a\u0641-\u064a ]+")
# Folded so far, and without any letter that could be decomposed.
_NO_ACCENTS = re.compile("[\x00-\x7f\u0621\u0627-\u063a\u0641-\u064a،؛؟«»“”–—]*")
_DIGITS: dict[int, str] = {ord(c): str(i % 10) for i, c in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")}
_FOLDED = {chr(c): to or "" for c, to in {**_FOLD, **_DIGITS}.items()}
_TO_FOLD = frozenset(_FOLDED)
# How embedded posts sign: "— Sputnik Arabic (@sputnik_ar) February 27, 2025"
POST_SIGNATURE = regex.compile(
    r"[—–―-]{1,2}\s*(?P<name>[^()\n]{1,80}?)\s*\((?P<account>@[\w.]{1,60})\)\s*(?P<date>[^\n]{0,40})"
)
_WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{N}\p{M}\u0640]*(?:['’ʼ][\p{L}\p{M}]+)?")


def western_digits(text: str) -> str:
    """Eastern Arabic and Persian digits as 0-9; length is kept."""
    return text.translate(_DIGITS)


def fold(text: str) -> str:
    """Lower case, no diacritics, one letter for each group of Arabic spelling variants.

    Length may change; use it for comparing, never for offsets. ``fold("الإمارات") ==
    fold("الامارات")``; ``fold("İstanbul") == "istanbul"``.
    """
    if text.isascii():
        return text.lower()
    if _PLAIN_ARABIC.fullmatch(text):
        text = text.replace("أ", "ا").replace("إ", "ا").replace("آ", "ا").replace("ة", "ه")
        return text.replace("ى", "ي").replace("ئ", "ي").replace("ؤ", "و")
    text = _ARABIC_MARKS.sub("", text)
    # A text holds a dozen of them: one by one takes half of what translating each letter takes.
    for letter in _TO_FOLD.intersection(text):
        text = text.replace(letter, _FOLDED[letter])
    if _NO_ACCENTS.fullmatch(text):
        return text.lower()
    # Arabic letters have no canonical decompositions left after _FOLD, so this only
    # touches Latin, Cyrillic and Greek accents.
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFC", _COMBINING.sub("", decomposed))


# Of JSON: a whole pair of surrogates, one alone, any other escape.
_ESCAPE = re.compile(
    r"\\(?:(u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)",
    re.S,
)


def whole_escapes(json: str) -> str:
    """JSON without halves of characters, as where a headline was cut inside an emoji: JSON may
    escape a surrogate alone, but no text that holds one can be written down."""
    if "\\ud" not in json and "\\uD" not in json:
        return json
    return _ESCAPE.sub(lambda m: "\\ufffd" if m[2] else m[0], json)


def url_parts(url: str) -> SplitResult:
    """The parts of an address as others write it: none of one that cannot be one."""
    try:
        parts = urlsplit(url.strip())
        _ = parts.port  # looked at only when it is asked for
    except ValueError:
        return SplitResult("", "", "", "", "")
    return parts


@lru_cache(maxsize=20_000)  # every second word of news is met once
def fold_word(word: str) -> str:
    """``fold`` of one word, remembered."""
    return fold(word)


def words(text: str) -> list[str]:
    """The words and numbers of a text, as written, in order."""
    return _WORD.findall(text)


def word_spans(text: str) -> list[tuple[int, int]]:
    """(start, end) of each word, in code points."""
    return [m.span() for m in _WORD.finditer(text)]


def folded_words(text: str) -> list[str]:
    """The words of a text, folded."""
    return [fold_word(w) for w in _WORD.findall(text)]


def stable_id(*parts: str, length: int = 12) -> str:
    """A short id that is the same in every process: BLAKE2b of the parts, base 32, lower case.

    12 characters are 60 bits: a million items collide with probability 4e-7.
    """
    digest = hashlib.blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=16)
    number = int.from_bytes(digest.digest(), "big")
    alphabet = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford: no i, l, o, u
    return "".join(alphabet[(number >> (5 * i)) & 31] for i in range(length))


def is_rtl(language: str) -> bool:
    """True for languages written from right to left."""
    return language in _RTL_LANGUAGES


_RTL_LANGUAGES = frozenset(
    {"ar", "fa", "ur", "he", "yi", "ps", "sd", "ug", "ckb", "dv", "arz", "azb", "pnb"}
)
