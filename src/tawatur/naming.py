"""Names across scripts: is لافروف = Lavrov = Лавров?

A *skeleton* keeps of a name what survives every transcription: its consonants, folded to a few
classes of sound, words separated by a space. ``skeleton("سيرغي لافروف") == "srg lfrf"`` ==
``skeleton("Sergei Lavrov")``. Skeletons are compared by Jaro-Winkler (rapidfuzz), words being
paired so that a missing given name, an article or a particle costs little.

**A threshold alone is not evidence.** Two-consonant names (علي, Lee, Али) agree by chance, and
members of one family share theirs. Ask for more: the names stand in one story, a title agrees,
or given *and* family name agree. ``alike`` therefore stays below ``SURE`` for a lone short word.

The folding follows what Arabic, Russian and English newsrooms do with foreign sounds (غ/ج/ق/ك
for g, ف for v and f, ب for p and b, з/с/ц/ч, ث/ت/س …), not a scholarly romanisation.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import regex
from rapidfuzz.distance import JaroWinkler

ALIKE = 0.88
"""From here on two names of two words or more are taken to be one, other evidence agreeing.
On the pairs of tests/test_naming.py every true pair is above and every false one below."""

SURE = 0.95
"""Highest value a single short word (fewer than three consonants) can not reach."""

_LETTERS = regex.compile(r"[\p{L}\p{M}]+(?:['’ʼ`ʻ‘-]?[\p{L}\p{M}]+)*")

# Classes: b (b p), f (f v w-as-v), d (d t th dh ḍ ṭ), s (s z sh j-as-zh c-soft ts ch), k (k q g gh
# kh x h-strong), m, n, l, r; vowels, h, y and w go, since scripts disagree on them most.
_ARABIC = {
    "ب": "b", "پ": "b", "ت": "d", "ث": "d", "ط": "d", "د": "d", "ذ": "d", "ض": "d",
    "ج": "j", "چ": "c", "ژ": "j", "ش": "s", "س": "s", "ص": "s", "ز": "s", "ظ": "s",
    "ح": "h", "ه": "h", "خ": "k", "غ": "g", "ق": "k", "ك": "k", "ک": "k", "گ": "g",
    "ف": "f", "ڤ": "f", "ل": "l", "م": "m", "ن": "n", "ر": "r", "و": "w", "ي": "y", "ی": "y",
    "ى": "", "ا": "", "أ": "", "إ": "", "آ": "", "ء": "", "ئ": "", "ؤ": "", "ع": "", "ة": "",
    "ہ": "h", "ھ": "h", "ۀ": "", "ے": "", "ں": "n", "ٹ": "d", "ڈ": "d", "ڑ": "r", "ٱ": "",
}  # fmt: skip
_CYRILLIC = {
    "б": "b", "п": "b", "в": "f", "ф": "f", "т": "d", "д": "d", "с": "s", "з": "s", "ц": "s",
    "ш": "s", "щ": "s", "ч": "c", "ж": "j", "к": "k", "г": "g", "ґ": "g", "х": "k", "м": "m",
    "н": "n", "л": "l", "р": "r", "й": "y", "ў": "w", "ђ": "j", "ћ": "c", "џ": "j", "љ": "l",
    "њ": "n", "қ": "k", "ғ": "g", "ң": "n", "һ": "h", "ҳ": "h", "ҷ": "j", "ѓ": "g", "ќ": "k",
}  # fmt: skip
_GREEK = {
    "β": "f", "γ": "g", "δ": "d", "ζ": "s", "θ": "d", "κ": "k", "λ": "l", "μ": "m", "ν": "n",
    "ξ": "ks", "π": "b", "ρ": "r", "σ": "s", "ς": "s", "τ": "d", "φ": "f", "χ": "h", "ψ": "bs",
}  # fmt: skip
_HEBREW = {
    "ב": "b", "ג": "g", "ד": "d", "ה": "h", "ו": "w", "ז": "s", "ח": "h", "ט": "d", "י": "y",
    "כ": "k", "ך": "k", "ל": "l", "מ": "m", "ם": "m", "נ": "n", "ן": "n", "ס": "s", "פ": "f",
    "ף": "f", "צ": "s", "ץ": "s", "ק": "k", "ר": "r", "ש": "s", "ת": "d",
}  # fmt: skip
_LATIN = {
    "b": "b", "p": "b", "f": "f", "v": "f", "t": "d", "d": "d", "s": "s", "z": "s", "k": "k",
    "q": "k", "g": "g", "m": "m", "n": "n", "l": "l", "r": "r", "h": "h", "j": "j", "w": "w",
    "y": "y", "x": "ks", "ß": "s", "þ": "d", "ð": "d", "ł": "l", "đ": "d",
}  # fmt: skip
_LETTER = {**_ARABIC, **_CYRILLIC, **_GREEK, **_HEBREW, **_LATIN}

# Groups of letters that are one sound, longest first. Turkish ş ç ğ and Slavic š č ž are handled
# before accents go.
_GROUPS = [
    ("schtsch", "s"), ("shch", "s"), ("tsch", "c"), ("sch", "s"), ("tch", "c"), ("dsch", "j"),
    ("дж", "j"), ("тш", "c"), ("тч", "c"), ("تش", "c"), ("دج", "j"), ("кс", "ks"), ("ks", "ks"),
    ("dzh", "j"), ("dj", "j"), ("sh", "s"), ("ch", "c"), ("kh", "k"), ("gh", "g"), ("th", "d"),
    ("dh", "d"), ("ph", "f"), ("zh", "j"), ("ts", "s"), ("tz", "s"), ("cz", "c"), ("sz", "s"),
    ("ck", "k"), ("qu", "k"), ("ou", ""), ("тс", "s"),
]  # fmt: skip
_PRE = str.maketrans(
    {
        "ş": "sh", "š": "sh", "ś": "sh", "ș": "sh", "ç": "ch", "č": "ch", "ć": "ch", "ž": "zh", "ż": "zh",
        "ğ": "g", "ñ": "n", "ı": "i", "œ": "o", "æ": "a", "ø": "o", "ё": "е", "ь": "", "ъ": "",
    }
)  # fmt: skip
_GROUP = regex.compile(
    "|".join(regex.escape(g) for g, _ in sorted(_GROUPS, key=lambda g: -len(g[0])))
)
_GROUP_CLASS = dict(_GROUPS)

# The coarse classes that skeletons are written in: sounds that newsrooms swap for one another.
_COARSE = str.maketrans({"j": "g", "c": "s", "h": "", "w": "", "y": "", "k": "k", "q": "k"})

_PLAIN_ARABIC = re.compile("[\u0621-\u063a\u0641-\u064a]+")
_ARABIC_BONES = {c: sound.translate(_COARSE).replace("g", "k") for c, sound in _ARABIC.items()}

_PARTICLE_WORDS = """al el ul ud ad ar as ash at an az ed es ibn bin ben bint bou ould von van der den de del della
    di da dos du la le los las des do e y i af zu ter ال بن ابن بنت ولد فان فون دي ديل دو دا لا لو
    аль эль ибн бин бен фон ван дер де ла ди да ад ас аш ан оглы кызы oglu oğlu"""
_PARTICLES = frozenset(_PARTICLE_WORDS.split())


# عبدالرحمن, Abdulrahman, Abdelaziz, Абдурахман: "servant of", one word with what follows.
_SERVANT = regex.compile(r"(?:عبدال|abd[aeu]l-?|abdoul|абд[уе]ль?)(\p{L}+)$")
_TURKISH = regex.compile("[ğışĞŞİ]")


def skeleton(name: str) -> str:
    """The consonant skeleton of a name in any script we know, its words separated by spaces.

    Articles and particles (ال, al-, بن, von, de, …) are left out; عبد + word is one word
    (عبدالله, عبد الله, Abdullah). Scripts without letters of ours (Han, Hangul, …) stay as
    they are, folded. The empty string for a name without letters.
    """
    if _PLAIN_ARABIC.fullmatch(name):
        return _word(name)  # one word, as most are: nothing to take apart
    return " ".join(part for part in _parts(name) if part)


def alike(a: str, b: str) -> float:
    """How likely two names are spellings of one, 0..1, whatever their scripts.

    Also takes identities (``~srg lfrf``, ``person:sergey-lavrov``): two identities from our
    tables are equal or not, nothing between. A family name alone against a full name is scored
    by the family name, a little lower; see the module's head for why no threshold is safe alone.
    """
    if not a or not b:
        return 0.0
    if a == b:
        return 1.0
    if _from_tables(a) and _from_tables(b):
        return 0.0
    first, second = _as_parts(a), _as_parts(b)
    if not first or not second:
        return 0.0
    return max(_compare(x, y) for x in _readings(a, first) for y in _readings(b, second))


def _readings(name: str, parts: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Cyrillic х stands for خ as often as for ح, ه and h: read it both ways."""
    if "х" not in name.casefold():
        return [parts]
    without = _as_parts(regex.sub("[хХ]", "", name))
    return [parts, without] if without else [parts]


def _from_tables(name: str) -> bool:
    return name.startswith(("person:", "place:", "org:"))


@lru_cache(maxsize=10_000)
def _as_parts(name: str) -> tuple[str, ...]:
    if name.startswith("~"):
        return tuple(name[1:].split())
    if _from_tables(name):
        name = name.split(":", 1)[1].replace("-", " ")
    return tuple(part for part in _parts(name) if part)


@lru_cache(maxsize=10_000)
def _parts(name: str) -> tuple[str, ...]:
    if _TURKISH.search(name):  # c is an English j there
        name = name.replace("c", "j").replace("C", "J")
    words = [word for match in _LETTERS.findall(name) for word in _split(match)]
    out: list[str] = []
    i = 0
    while i < len(words):
        word = words[i]
        if word in (
            "عبد",
            "abd",
            "abdul",
            "abdel",
            "abdal",
            "абд",
            "абдул",
            "абдель",
        ) and i + 1 < len(words):
            rest = i + 1
            while rest + 1 < len(words) and words[rest] in _PARTICLES:
                rest += 1
            out.append("bdl" + _word(_bare(words[rest])).lstrip("l"))
            i = rest + 1
            continue
        if word in _PARTICLES and len(words) > 1:
            i += 1
            continue
        out.append(_word(word))
        i += 1
    return tuple(out)


def _split(match: str) -> list[str]:
    """Words of one run of letters: hyphens split, apostrophes do not."""
    folded = "".join(c for c in unicodedata.normalize("NFC", match.casefold()) if c not in "'’ʼ`ʻ‘")
    folded = unicodedata.normalize("NFC", folded.replace("i̇", "i"))
    return [part for part in folded.split("-") if part]


def _bare(word: str) -> str:
    """Without the Arabic article."""
    if word.startswith("ال") and len(word) >= 4:
        return word[2:]
    return word


@lru_cache(maxsize=20_000)
def _word(word: str) -> str:
    if (servant := _SERVANT.match(word)) and len(servant[1]) >= 2:
        return "bdl" + _word(servant[1]).lstrip("l")
    if _PLAIN_ARABIC.fullmatch(word):
        return _arabic_word(word)
    word = word.translate(_PRE)
    word = "".join(
        c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c) or c in "ٕٓٔ"
    )
    word = unicodedata.normalize("NFC", word)
    arabic = "\u0600" <= word[:1] <= "\u06ff"
    if arabic:
        word = _bare(word)
    word = _GROUP.sub(lambda m: _GROUP_CLASS[m.group()].upper() or "", word)
    out: list[str] = []
    previous = ""
    for i, c in enumerate(word):
        if c.isupper():  # already a class
            sound = c.lower()
        elif c == previous and not arabic:
            continue  # a doubled letter; Arabic does not write them, so its pairs are two sounds
        elif c == "c":
            sound = "s" if word[i + 1 : i + 2] in tuple("eiyEIY") else "k"
        elif c == "x" and i == 0:
            sound = "s"
        elif c in _LETTER:
            sound = _LETTER[c]
        elif unicodedata.category(c).startswith("L") and not _is_vowel(c):
            sound = c
        else:
            sound = ""
        previous = c
        out.append(sound.translate(_COARSE))
    bones = "".join(out).replace("g", "k")
    if not bones:  # only vowels, h, w, y: keep something to compare
        bones = "y" if any(c in "yiйيیиі" for c in word) else ("h" if word else "")
    return bones


def _arabic_word(word: str) -> str:
    """As ``_word`` for plain Arabic letters, most of what we read, at a third of the cost."""
    bare = _bare(word).replace("تش", "ش").replace("دج", "ج")
    bones = "".join([_ARABIC_BONES.get(c, "") for c in bare])
    return bones or ("y" if "ي" in bare else "h")


def _is_vowel(c: str) -> bool:
    return unicodedata.name(c, "").startswith(("CYRILLIC", "GREEK", "HEBREW", "ARABIC", "LATIN"))


def _compare(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    """Pair the words of the shorter name with those of the longer one, in order."""
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    joined = JaroWinkler.similarity("".join(a), "".join(b))
    if len(short) == 1 and len(long) > 1:
        family = _alike_words(short[0], long[-1]) * 0.97
        other = max((_alike_words(short[0], w) for w in long[:-1]), default=0.0) * 0.85
        glued = (
            joined if len(short[0]) >= 4 and abs(len(short[0]) - len("".join(long))) <= 1 else 0.0
        )
        return _cap(max(family, other, glued), short, len(short[0]))
    # Order-keeping pairing, best sum: names have few words.
    best = [[0.0] * (len(long) + 1) for _ in range(len(short) + 1)]
    for i in range(1, len(short) + 1):
        for j in range(1, len(long) + 1):
            best[i][j] = max(
                best[i][j - 1],
                best[i - 1][j],
                best[i - 1][j - 1] + _alike_words(short[i - 1], long[j - 1]),
            )
    paired = best[-1][-1] / len(short) - 0.02 * (len(long) - len(short))
    if len(short) > 1:
        family = _alike_words(short[-1], long[-1])
        given = _alike_words(short[0], long[0])
        paired = min(paired, max(family, min(given, paired)) if len(long) == len(short) else paired)
        if min(family, given) < 0.6 and len(long) == len(short):
            paired = min(paired, 0.75)  # one of the two names is another name
    value = max(
        paired,
        joined if abs(len("".join(a)) - len("".join(b))) <= 1 and len(short) != len(long) else 0.0,
    )
    return _cap(value, short, sum(map(len, short)))


def _alike_words(a: str, b: str) -> float:
    if a == b:
        return 1.0
    if len(a) <= 2 or len(b) <= 2:  # two consonants: any difference is a difference
        return 0.5 if a[:1] == b[:1] else 0.0
    value = float(JaroWinkler.similarity(a, b))
    return value if min(len(a), len(b)) > 3 else value * 0.9  # موسكو is not مسقط


def _cap(value: float, short: tuple[str, ...], consonants: int) -> float:
    if len(short) == 1 and consonants < 3:
        value = min(value, SURE - 0.01)
    return max(0.0, min(value, 1.0))
