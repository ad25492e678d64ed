"""Adjectives of nationality: of which country «التركية», "Turkish" or «турецкого» is said."""

from __future__ import annotations

import regex

from tawatur.annotate.gazetteer import gazetteer

_ARABIC = regex.compile(r"\p{Arabic}")
_RUSSIAN = regex.compile(r"(.+(?:ск|ецк))(?:ии|ого|ому|им|ом|ая|ои|ую|ое|ие|их|ими)")

# What may be written on to an adjective, by its first letter.
_BEFORE_NATIONALITIES = {
    "و": ("وال", "و"), "ب": ("بال", "ب"), "ف": ("فال", "ف"), "ك": ("كال",), "ل": ("لل", "ل"), "ا": ("ال",),
}  # fmt: skip


def nationality(word: str, key: str) -> str | None:
    """The code (ISO 3166 alpha-2) of the country that a word belongs to, ``key`` as it is looked up.

    English and Turkish write such words with a capital; the caller looks at that.
    """
    if len(key) < 4:
        return None
    names = gazetteer()
    if key in names.nationalities:
        return names.nationalities[key]
    if _ARABIC.match(word):
        common = names.common("ar")
        for prefix in _BEFORE_NATIONALITIES.get(key[0], ()):
            rest = key[len(prefix) :]
            if key.startswith(prefix) and len(rest) >= 4:
                if rest in names.nationalities and (
                    rest not in common or "ال" in prefix or prefix == "لل"
                ):
                    return names.nationalities[rest]
                for ending in ("ين", "ون", "ان", "تين", "يا", "ا"):  # الدبلوماسيين الروسيين
                    if rest.endswith(ending) and rest[: -len(ending)] in names.nationalities:
                        return names.nationalities[rest[: -len(ending)]]
        return None
    if "\u0400" <= key[:1] <= "\u04ff":
        match = _RUSSIAN.fullmatch(key)
        if match:  # folded: й has become и
            return names.nationalities.get(match[1] + "ии")
        return None
    for ending in ("s", "es", "e", "en", "er", "em", "a", "as", "os"):
        if key.endswith(ending) and len(key) - len(ending) >= 4:
            stem = key[: -len(ending)]
            found = names.nationalities.get(stem) or names.nationalities.get(stem + "o")
            if found:
                return found
    return None
