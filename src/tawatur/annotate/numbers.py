"""Number words of the languages with a grammar of their own: phrase -> value.

Cardinals from 1 to 99 and ordinals from 1 to 31 are generated from the tables below; what is
larger is put together by ``figures`` from these and ``SCALES``. Arabic and Persian phrases are
in the folded spelling of ``plain_letters``; all others are lower case.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache

_LETTERS = {
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك", "ۀ": "ه",
        "İ": "i", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u200c": " ", "’": "'", "ʼ": "'",
        "‑": "-", "–": "-", "—": "-", "٫": ".", "٬": ",", "‐": "-", "−": "-",
        **{c: str(i % 10) for i, c in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")},
        **{c: str(i) for i, c in enumerate("０１２３４５６７８９")},
}  # fmt: skip
_FOR_LETTERS = frozenset(_LETTERS)


def plain_letters(text: str, language: str = "") -> str:
    """Lower case, one letter per group of Arabic variants, 0-9, plain spaces and hyphens.

    The length is kept, so offsets still hold.
    """
    if language in ("tr", "az"):
        text = text.replace("I", "ı")
    # A text holds a dozen of them: one by one takes half of what translating each letter takes.
    for letter in _FOR_LETTERS.intersection(text):
        text = text.replace(letter, _LETTERS[letter])
    return text.lower()


_MARKS = re.compile(
    "[\u064b-\u065f\u0670\u0640\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\u200b\ufeff\u00ad]"
)


class Back:
    """Offset in a text without marks -> offset in the original."""

    def __init__(self, removed_before: Sequence[int]) -> None:
        self._removed = removed_before

    def __call__(self, offset: int) -> int:
        return offset + bisect_right(self._removed, offset) if self._removed else offset


@lru_cache(maxsize=4)  # times and figures of one text ask one after another
def without_marks(text: str, language: str) -> tuple[str, Back]:
    """``plain_letters`` without vowel signs and joiners, and the way back to the original."""
    removed = [m.start() for m in _MARKS.finditer(text)]
    if not removed:
        return plain_letters(text, language), Back(())
    return plain_letters(_MARKS.sub("", text), language), Back(
        [p - i for i, p in enumerate(removed)]
    )


def with_marks(text: str, end: int) -> int:
    """The end of a word with the vowel signs written on its last letter."""
    while (end < len(text) and "\u064b" <= text[end] <= "\u065f") or text[
        end : end + 1
    ] == "\u0640":
        end += 1
    return end


def any_of(phrases: Iterable[str]) -> str:
    """A regular expression for any of the phrases, longest first, shared beginnings merged.

    Spaces in a phrase stand for any white space.
    """
    trie: dict[str, dict[str, object]] = {}
    for phrase in phrases:
        node = trie
        for c in phrase:
            node = node.setdefault(c, {})  # type: ignore[assignment]
        node[""] = {}
    return _trie_pattern(trie)


def _trie_pattern(node: dict[str, dict[str, object]]) -> str:
    branches = []
    for c in sorted(k for k in node if k):
        head = r"\s+" if c == " " else re.escape(c)
        branches.append(head + _trie_pattern(node[c]))  # type: ignore[arg-type]
    if not branches:
        return ""
    body = branches[0] if len(branches) == 1 else "(?:" + "|".join(branches) + ")"
    if "" in node:
        return f"(?:{body})?"
    return body


def _pairs(table: str) -> dict[str, int]:
    """``"one eins|ein 1; …"`` -> {phrase: value}; ``_`` stands for a space in a phrase."""
    found = {}
    for entry in table.split(";"):
        if entry.strip():
            phrases, value = entry.rsplit(None, 1)
            for phrase in phrases.split("|"):
                found[phrase.strip().replace("_", " ")] = int(value)
    return found


def _compose(tens: dict[str, int], ones: dict[str, int], forms: Iterable[str]) -> dict[str, int]:
    """Tens and ones joined as ``forms`` say ("{t} {o}", "{o}und{t}")."""
    return {
        form.format(t=t, o=o): tv + ov
        for form in forms
        for t, tv in tens.items()
        for o, ov in ones.items()
        if ov < 10
    }


_EN = _pairs(
    "one 1;two 2;three 3;four 4;five 5;six 6;seven 7;eight 8;nine 9;ten 10;eleven 11;twelve 12;thirteen 13;"
    "fourteen 14;fifteen 15;sixteen 16;seventeen 17;eighteen 18;nineteen 19"
)
_EN_TENS = _pairs("twenty 20;thirty 30;forty 40;fifty 50;sixty 60;seventy 70;eighty 80;ninety 90")
_EN_TH = _pairs(
    "first 1;second 2;third 3;fourth 4;fifth 5;sixth 6;seventh 7;eighth 8;ninth 9;tenth 10;eleventh 11;twelfth 12;"
    "thirteenth 13;fourteenth 14;fifteenth 15;sixteenth 16;seventeenth 17;eighteenth 18;nineteenth 19;twentieth 20;"
    "thirtieth 30"
)
_DE = _pairs(
    "ein|eine|einem|einen|einer|eines|eins 1;zwei|zweier 2;drei|dreier 3;vier 4;fünf 5;sechs 6;sieben 7;acht 8;neun 9;"
    "zehn 10;elf 11;zwölf 12;dreizehn 13;vierzehn 14;fünfzehn 15;sechzehn 16;siebzehn 17;achtzehn 18;neunzehn 19"
)
_DE_TENS = _pairs(
    "zwanzig 20;dreißig|dreissig 30;vierzig 40;fünfzig 50;sechzig 60;siebzig 70;achtzig 80;neunzig 90"
)
_FR = _pairs(
    "un|une 1;deux 2;trois 3;quatre 4;cinq 5;six 6;sept 7;huit 8;neuf 9;dix 10;onze 11;douze 12;treize 13;quatorze 14;"
    "quinze 15;seize 16;dix-sept|dix_sept 17;dix-huit|dix_huit 18;dix-neuf|dix_neuf 19;soixante-dix 70;"
    "soixante_et_onze 71;soixante-douze 72;soixante-quinze 75;quatre-vingts|quatre-vingt 80;quatre-vingt-dix 90"
)
_FR_TENS = _pairs("vingt 20;trente 30;quarante 40;cinquante 50;soixante 60;quatre-vingt 80")
_ES = _pairs(
    "un|una|uno 1;dos 2;tres 3;cuatro 4;cinco 5;seis 6;siete 7;ocho 8;nueve 9;diez 10;once 11;doce 12;trece 13;"
    "catorce 14;quince 15;dieciséis|dieciseis 16;diecisiete 17;dieciocho 18;diecinueve 19;veintiún|veintiuno|veintiuna 21;"
    "veintidós|veintidos 22;veintitrés|veintitres 23;veinticuatro 24;veinticinco 25;veintiséis|veintiseis 26;"
    "veintisiete 27;veintiocho 28;veintinueve 29"
)
_ES_TENS = _pairs("treinta 30;cuarenta 40;cincuenta 50;sesenta 60;setenta 70;ochenta 80;noventa 90")
_FR_TH = _pairs(
    "unième 1;deuxième 2;troisième 3;quatrième 4;cinquième 5;sixième 6;septième 7;huitième 8;neuvième 9;dixième 10;"
    "onzième 11;douzième 12;treizième 13;quatorzième 14;quinzième 15;seizième 16;dix-septième 17;dix-huitième 18;"
    "dix-neuvième 19;vingtième 20;trentième 30"
)
_ES_TH = _pairs(
    "quinto 5;sexto 6;séptimo|septimo 7;octavo 8;noveno 9;décimo|decimo 10;undécimo|decimoprimero 11;duodécimo|decimosegundo 12;"
    "decimotercero 13;decimocuarto 14;decimoquinto 15;decimosexto 16;decimoséptimo 17;decimoctavo 18;decimonoveno 19;"
    "vigésimo|vigesimo 20;vigésimo_primero|vigesimo_primero 21;vigésimo_segundo|vigesimo_segundo 22;"
    "vigésimo_tercero|vigesimo_tercero 23;trigésimo|trigesimo 30"
)
_RU = _pairs(
    "один|одна|одно|одного|одной|одному|одним|одну 1;два|две|двух|двум|двумя|двое|двоих 2;три|трех|трёх|трем|тремя|трое|троих 3;"
    "четыре|четырех|четырёх|четырьмя|четверо|четверых 4;пять|пяти|пятью|пятеро|пятерых 5;шесть|шести|шестеро 6;"
    "семь|семи|семеро 7;восемь|восьми 8;девять|девяти 9;десять|десяти|десятью 10;одиннадцать|одиннадцати 11;"
    "двенадцать|двенадцати 12;тринадцать|тринадцати 13;четырнадцать|четырнадцати 14;пятнадцать|пятнадцати 15;"
    "шестнадцать|шестнадцати 16;семнадцать|семнадцати 17;восемнадцать|восемнадцати 18;девятнадцать|девятнадцати 19"
)
_RU_TENS = _pairs(
    "двадцать|двадцати 20;тридцать|тридцати 30;сорок|сорока 40;пятьдесят|пятидесяти 50;шестьдесят|шестидесяти 60;"
    "семьдесят|семидесяти 70;восемьдесят|восьмидесяти 80;девяносто|девяноста 90"
)
_RU_TH = "перв втор трет четверт пят шест седьм восьм девят десят одиннадцат двенадцат тринадцат четырнадцат пятнадцат шестнадцат семнадцат восемнадцат девятнадцат двадцат"
_TR = _pairs("bir 1;iki 2;üç 3;dört 4;beş 5;altı 6;yedi 7;sekiz 8;dokuz 9")
_TR_TENS = _pairs("on 10;yirmi 20;otuz 30;kırk 40;elli 50;altmış 60;yetmiş 70;seksen 80;doksan 90")
# Both genders and cases; folded letters (ه for ة, ا for أ).
_AR = _pairs(
    "واحد|واحده|احد|احدي 1;اثنان|اثنين|اثنتان|اثنتين 2;ثلاثه|ثلاث 3;اربعه|اربع 4;خمسه|خمس 5;سته|ست 6;سبعه|سبع 7;"
    "ثمانيه|ثماني|ثمان 8;تسعه|تسع 9;عشره|عشر 10;احد_عشر|احدي_عشره|احدي_عشر 11;"
    "اثنا_عشر|اثني_عشر|اثنتا_عشره|اثنتي_عشره 12"
)
_AR_TENS = _pairs(
    "عشرون|عشرين 20;ثلاثون|ثلاثين 30;اربعون|اربعين 40;خمسون|خمسين 50;ستون|ستين 60;سبعون|سبعين 70;ثمانون|ثمانين 80;تسعون|تسعين 90"
)
_AR_TH = _pairs(
    "الاول|الاولي 1;الثاني|الثانيه 2;الثالث|الثالثه 3;الرابع|الرابعه 4;الخامس|الخامسه 5;السادس|السادسه 6;السابع|السابعه 7;"
    "الثامن|الثامنه 8;التاسع|التاسعه 9;العاشر|العاشره 10;الحادي_عشر|الحاديه_عشره 11;الثاني_عشر|الثانيه_عشره 12;"
    "الثالث_عشر|الثالثه_عشره 13;الرابع_عشر|الرابعه_عشره 14;الخامس_عشر|الخامسه_عشره 15;السادس_عشر|السادسه_عشره 16;"
    "السابع_عشر|السابعه_عشره 17;الثامن_عشر|الثامنه_عشره 18;التاسع_عشر|التاسعه_عشره 19;العشرين|العشرون 20;الثلاثين|الثلاثون 30"
)
_FA = _pairs(
    "يك 1;دو 2;سه 3;چهار 4;پنج 5;شش 6;هفت 7;هشت 8;نه 9;ده 10;يازده 11;دوازده 12;سيزده 13;چهارده 14;پانزده 15;"
    "شانزده 16;هفده 17;هجده 18;نوزده 19"
)
_FA_TENS = _pairs("بيست 20;سي 30;چهل 40;پنجاه 50;شصت 60;هفتاد 70;هشتاد 80;نود 90")


# Languages without a grammar of their own: the small numbers that stand before "days ago".
_SMALL = {
    "it": "un|uno|una 1;due 2;tre 3;quattro 4;cinque 5;sei 6;sette 7;otto 8;nove 9;dieci 10;undici 11;dodici 12;quindici 15;venti 20",
    "pt": "um|uma 1;dois|duas 2;três 3;quatro 4;cinco 5;seis 6;sete 7;oito 8;nove 9;dez 10;onze 11;doze 12;quinze 15;vinte 20",
    "nl": "een|één 1;twee 2;drie 3;vier 4;vijf 5;zes 6;zeven 7;acht 8;negen 9;tien 10;elf 11;twaalf 12;vijftien 15;twintig 20",
    "sv": "en|ett 1;två 2;tre 3;fyra 4;fem 5;sex 6;sju 7;åtta 8;nio 9;tio 10;elva 11;tolv 12;femton 15;tjugo 20",
    "pl": "jeden|jedna 1;dwa|dwie|dwóch 2;trzy|trzech 3;cztery|czterech 4;pięć 5;sześć 6;siedem 7;osiem 8;dziewięć 9;dziesięć 10",
    "uk": "один|одна 1;два|дві|двоє|двох 2;три|троє|трьох 3;чотири|четверо|чотирьох 4;п'ять|п'ятьох 5;шість 6;сім 7;вісім 8;дев'ять 9;десять 10",
    "zh": "一 1;二|两 2;三 3;四 4;五 5;六 6;七 7;八 8;九 9;十 10",
    "ja": "一 1;二 2;三 3;四 4;五 5;六 6;七 7;八 8;九 9;十 10",
    "hi": "एक 1;दो 2;तीन 3;चार 4;पांच|पाँच 5;छह 6;सात 7;आठ 8;नौ 9;दस 10",
    "ko": "한|일 1;두|이 2;세|삼 3;네|사 4;다섯|오 5;여섯|육 6;일곱|칠 7;여덟|팔 8;아홉|구 9;열|십 10",
}  # fmt: skip


@lru_cache(maxsize=32)
def cardinals(language: str) -> dict[str, int]:
    """Phrase -> value for 1..99; empty for languages without a table."""
    if language == "en":
        return _EN | _EN_TENS | _compose(_EN_TENS, _EN, ["{t}-{o}", "{t} {o}"])
    if language == "de":
        return _DE | _DE_TENS | _compose(_DE_TENS, _DE, ["{o}und{t}"])
    if language == "fr":
        return _FR | _FR_TENS | _compose(_FR_TENS, _FR, ["{t}-{o}", "{t} et {o}", "{t}-et-{o}"])
    if language == "es":
        return _ES | {"veinte": 20} | _ES_TENS | _compose(_ES_TENS, _ES, ["{t} y {o}"])
    if language == "ru":
        return _RU | _RU_TENS | _compose(_RU_TENS, _RU, ["{t} {o}"])
    if language == "tr":
        return _TR | _TR_TENS | _compose(_TR_TENS, _TR, ["{t} {o}"])
    if language == "ar":
        teens = {
            f"{o} {ten}": v + 10 for o, v in _AR.items() for ten in ("عشر", "عشره") if 3 <= v < 10
        }
        return _AR | teens | _AR_TENS | _compose(_AR_TENS, _AR, ["{o} و{t}"])
    if language == "fa":
        return _FA | _FA_TENS | _compose(_FA_TENS, _FA, ["{t} و {o}"])
    if language in ("zh", "ja"):
        ones = _pairs(_SMALL[language])
        units = {word: n for word, n in ones.items() if n < 10}
        tens = {"十": 10, "二十": 20, "三十": 30, "廿": 20}
        return ones | tens | _compose(tens, units, ["{t}{o}"])
    return _pairs(_SMALL.get(language, ""))


_ORDINALS = {
    "zh": "第一个|第一個|首个 1;第二个|第二個 2;第三个|第三個 3;第四个|第四個 4;第五个|第五個 5",
    "ja": "最初の|第一|第1|第一の 1;第二|第2|二番目の 2;第三|第3|三番目の 3;第四|第4|四番目の 4;第五|第5|五番目の 5",
    "ko": "첫|첫_번째|첫번째|첫째|첫째_주|첫째주 1;두_번째|두번째|둘째|둘째_주|둘째주 2;세_번째|세번째|셋째|셋째_주|셋째주 3;네_번째|네번째|넷째|넷째_주|넷째주 4;다섯_번째|다섯번째|다섯째 5",
    "it": "primo|prima 1;secondo|seconda 2;terzo|terza 3;quarto|quarta 4;quinto|quinta 5",
    "pt": "primeiro|primeira 1;segundo|segunda 2;terceiro|terceira 3;quarto|quarta 4;quinto|quinta 5",
    "nl": "eerste 1;tweede 2;derde 3;vierde 4;vijfde 5;zesde 6;zevende 7;achtste 8;negende 9;tiende 10;elfde 11;twaalfde 12;"
          "dertiende 13;veertiende 14;vijftiende 15;zestiende 16;zeventiende 17;achttiende 18;negentiende 19;twintigste 20;"
          "eenentwintigste 21;tweeëntwintigste 22;drieëntwintigste 23;vierentwintigste 24;vijfentwintigste 25;dertigste 30;eenendertigste 31",
    "sv": "första|förste 1;andra|andre 2;tredje 3;fjärde 4;femte 5;sjätte 6;sjunde 7;åttonde 8;nionde 9;tionde 10;elfte 11;tolfte 12;"
          "trettonde 13;fjortonde 14;femtonde 15;sextonde 16;sjuttonde 17;artonde 18;nittonde 19;tjugonde 20;tjugoförsta 21;"
          "tjugoandra 22;tjugotredje 23;tjugofjärde 24;tjugofemte 25;trettionde 30;trettioförsta 31",
}  # fmt: skip


@lru_cache(maxsize=32)
def ordinals(language: str) -> dict[str, int]:
    """Phrase -> value for ordinals 1..31 as days of the month are written out."""
    if language == "en":
        tens = {"twenty": 20, "thirty": 30}
        return _EN_TH | _upto31(_compose(tens, _EN_TH, ["{t}-{o}", "{t} {o}"]))
    if language == "de":
        stems = {"ersten": 1, "dritten": 3, "siebten": 7, "achten": 8}
        for phrase, value in _upto31(cardinals("de")).items():
            if value not in (1, 3, 7, 8) and phrase not in ("zweier", "dreier"):
                stems[phrase + ("ten" if value < 20 else "sten")] = value
        return {p[:-1] + e: v for p, v in stems.items() for e in ("n", "", "r", "s")}
    if language == "fr":
        first = {"premier": 1, "première": 1, "1er": 1, "second": 2, "seconde": 2}
        composed = _compose(
            {"vingt": 20, "trente": 30}, _FR_TH, ["{t} et {o}", "{t}-et-{o}", "{t}-{o}"]
        )
        days = cardinals("fr") | {"vingt et un": 21, "trente et un": 31}
        return first | _FR_TH | _upto31(composed) | _upto31(days)
    if language == "es":
        return {
            "primero": 1,
            "primer": 1,
            "segundo": 2,
            "tercer": 3,
            "tercero": 3,
            "cuarto": 4,
            **_ES_TH,
        } | _upto31(cardinals("es"))
    if language == "ru":
        ends = ("ое", "ого", "ый", "ая", "ой", "ом", "ую", "ому")
        simple = {
            stem + end: i + 1 for i, stem in enumerate(_RU_TH.split()) for end in ends if i != 2
        }
        simple |= {f"трет{end}": 3 for end in ("ье", "ьего", "ий", "ья", "ьей", "ью", "ьем")}
        simple |= {"i": 1, "ii": 2, "iii": 3, "iv": 4}  # quarters: III квартал
        simple |= {f"тридцат{end}": 30 for end in ends}
        return simple | {f"{t} {o}": tv + v for t, tv in (("двадцать", 20), ("тридцать", 30))
                         for o, v in simple.items() if v < 10 and tv + v <= 31}  # fmt: skip
    if language == "tr":
        first = _pairs(
            "ilk|birinci 1;ikinci 2;üçüncü 3;dördüncü 4;beşinci 5;altıncı 6;yedinci 7;sekizinci 8;dokuzuncu 9;onuncu 10;"
            "yirminci 20;otuzuncu 30"
        )
        return _upto31(cardinals("tr")) | first | _upto31(_compose(_TR_TENS, first, ["{t} {o}"]))
    if language == "ar":
        tens = {"العشرين": 20, "العشرون": 20, "الثلاثين": 30}
        first = _AR_TH | {"الحادي": 1, "الحاديه": 1}
        composed = {
            f"{o} و{t}": v + tv
            for o, v in first.items()
            for t, tv in tens.items()
            if v < 10 and v + tv <= 31
        }
        # "اول" without the article: أول يناير، أول جمعة
        return _AR_TH | composed | {"اول": 1, "ثاني": 2, "ثالث": 3, "رابع": 4, "خامس": 5}
    if language in _ORDINALS:
        return _pairs(_ORDINALS[language])
    if language == "fa":
        return {p + "م": v for p, v in _upto31(cardinals("fa")).items()} | {"اول": 1, "سوم": 3}
    return {}


# How years begin when they are written out; the rest is a cardinal (Russian: an ordinal) up to 99.
# A head that ends in "…" is no year alone: "nineteen" is a number, "nineteen eighty-four" a year.
_CENTURIES = {
    "en": "nineteen… 1900;twenty… 2000;two_thousand 2000;two_thousand_and 2000",
    "de": "neunzehnhundert 1900;zweitausend 2000",
    "fr": "mille_neuf_cent|mil_neuf_cent|dix-neuf_cent 1900;deux_mille 2000",
    "es": "mil_novecientos 1900;dos_mil 2000",
    "tr": "bin_dokuz_yüz|bindokuzyüz 1900;iki_bin 2000",
    "ru": "тысяча_девятьсот…|одна_тысяча_девятьсот… 1900;две_тысячи… 2000",
    "ar": "الف_وتسعمائه|الف_وتسعمئه|الف_وتسع_مئه|الف_وتسع_مائه 1900;الفين|الفان 2000",
    "fa": "هزار_و_نهصد 1900;دو_هزار 2000",
}  # fmt: skip
_REST = {"ar": r"\s+و\s*", "fa": r"\s+و\s+", "de": ""}


@lru_cache(maxsize=32)
def years_in_words(language: str) -> str:
    """A regular expression for a year from 1900 to 2099 written out; "" for other languages."""
    heads = _pairs(_CENTURIES.get(language, "").replace("…", ""))
    if not heads:
        return ""
    incomplete = [h for h in heads if h + "…" in _CENTURIES[language].replace("_", " ")]
    rest = ordinals(language) if language == "ru" else cardinals(language)
    joint = _REST.get(language, r"[\s-]+")
    more = f"{joint}(?:{any_of(rest)})"
    alone = any_of([h for h in heads if h not in incomplete]) or "(?!)"
    return rf"(?:(?:{any_of(heads)}){more}|{alone})"


def year_of_words(written: str, language: str) -> int | None:
    """The year that a match of ``years_in_words`` stands for."""
    heads = _pairs(_CENTURIES.get(language, "").replace("…", ""))
    table = ordinals(language) if language == "ru" else cardinals(language)
    for head in sorted(heads, key=len, reverse=True):
        if written.startswith(head):
            rest = re.sub(r"^[\s-]*(?:و\s*)?", "", written[len(head) :])
            if not rest:
                return heads[head]
            if rest in table:
                return heads[head] + table[rest]
    return None


def _upto31(table: dict[str, int]) -> dict[str, int]:
    return {phrase: value for phrase, value in table.items() if value <= 31}


# Words that multiply: phrase -> factor. Arabic duals stand for two of them.
SCALES: dict[str, dict[str, float]] = {
    "en": {"dozen": 12.0, "hundred": 1e2, "thousand": 1e3, "million": 1e6, "mln": 1e6, "mn": 1e6, "billion": 1e9, "bn": 1e9, "trillion": 1e12},
    "de": {"hundert": 1e2, "tausend": 1e3, "million": 1e6, "millionen": 1e6, "mio": 1e6, "mio.": 1e6, "milliarde": 1e9, "milliarden": 1e9, "mrd": 1e9, "mrd.": 1e9, "billionen": 1e12},
    "fr": {"dizaine": 10.0, "douzaine": 12.0, "quinzaine": 15.0, "vingtaine": 20.0, "trentaine": 30.0, "quarantaine": 40.0, "cinquantaine": 50.0, "soixantaine": 60.0, "centaine": 1e2, "millier": 1e3, "milliers": 1e3, "cent": 1e2, "cents": 1e2, "mille": 1e3, "million": 1e6, "millions": 1e6, "milliard": 1e9, "milliards": 1e9},
    "es": {"decena": 10.0, "docena": 12.0, "veintena": 20.0, "treintena": 30.0, "centenar": 1e2, "millar": 1e3, "cien": 1e2, "ciento": 1e2, "cientos": 1e2, "mil": 1e3, "millón": 1e6, "millon": 1e6, "millones": 1e6, "mil millones": 1e9, "billones": 1e12},
    "ru": {"сто": 1e2, "ста": 1e2, "тысяча": 1e3, "тысячи": 1e3, "тысяч": 1e3, "тыс.": 1e3, "тыс": 1e3, "миллион": 1e6, "миллиона": 1e6, "миллионов": 1e6, "млн": 1e6, "млн.": 1e6, "миллиард": 1e9, "миллиарда": 1e9, "миллиардов": 1e9, "млрд": 1e9, "млрд.": 1e9, "триллион": 1e12, "триллиона": 1e12, "трлн": 1e12},
    "tr": {"yüz": 1e2, "bin": 1e3, "milyon": 1e6, "milyar": 1e9, "trilyon": 1e12},
    "ar": {"مائه": 1e2, "مئه": 1e2, "مايه": 1e2, "الف": 1e3, "الاف": 1e3, "الفا": 1e3, "مليون": 1e6, "مليونا": 1e6, "ملايين": 1e6, "مليار": 1e9, "مليارا": 1e9, "مليارات": 1e9, "بليون": 1e9, "تريليون": 1e12, "ترليون": 1e12,
           "مئتا": 2e2, "مئتين": 2e2, "مائتين": 2e2, "مائتان": 2e2, "مئتان": 2e2, "مائتي": 2e2, "مئتي": 2e2, "الفين": 2e3, "الفان": 2e3, "الفي": 2e3, "مليونين": 2e6, "مليوني": 2e6, "مليونان": 2e6, "مليارين": 2e9, "ملياري": 2e9, "ملياران": 2e9},
    "uk": {"тисяча": 1e3, "тисячі": 1e3, "тисяч": 1e3, "тис.": 1e3, "тис": 1e3, "мільйон": 1e6, "мільйони": 1e6, "мільйонів": 1e6, "млн": 1e6, "мільярд": 1e9, "мільярди": 1e9, "мільярдів": 1e9, "млрд": 1e9},
    "it": {"mila": 1e3, "milione": 1e6, "milioni": 1e6, "miliardo": 1e9, "miliardi": 1e9},
    "pt": {"mil": 1e3, "milhão": 1e6, "milhões": 1e6, "mil milhões": 1e9, "bilhão": 1e9, "bilhões": 1e9},
    "nl": {"duizend": 1e3, "miljoen": 1e6, "miljard": 1e9},
    "fa": {"صد": 1e2, "هزار": 1e3, "ميليون": 1e6, "ميليارد": 1e9, "تريليون": 1e12},
}  # fmt: skip
# Arabic hundreds written as one word: ثلاثمئة, خمسمائة.
SCALES["ar"] |= {
    stem + hundred: value * 1e2
    for stem, value in (("ثلاث", 3), ("اربع", 4), ("خمس", 5), ("ست", 6), ("سبع", 7), ("ثمان", 8), ("تسع", 9), ("ثماني", 8))
    for hundred in ("مائه", "مئه")
}  # fmt: skip
