"""Text -> sentences, as a reader would count them.

A full stop ends a sentence unless it belongs to an abbreviation, an initial, a number or an
ellipsis, or what follows goes on in lower case. Closing quotation marks and brackets stay with
their sentence; inside a quotation of several sentences each is one of its own, since each may
be a point. A sentence never crosses a paragraph (a line of the text), and all that is not
space belongs to some sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import regex

from tawatur.model import Sentence

# A stop, what closes with it, and either space, the end, or (in scripts that put no space) anything.
_STOP = regex.compile(
    r"""(?P<mark>[.!?؟۔।॥…‼⁇⁈⁉]+ | [。！？｡]+)
        (?P<close>(?:\s?[»›](?!\w) | ["'”’»›\)\]）」』】〉》﴾]+ | \s[”"](?=\s*(?:$|[.،,؛;])) | (?<=["”»’])[.](?=\s|$))*)
        (?P<gap>\s+|$|(?=.))
    """,
    regex.VERBOSE,
)
_BULLET = regex.compile(r"(?<=\S\s+)(?=[•▪●◾■]\s*\S)")
# No abbreviation is longer; keeps the work linear in lines made of full stops.
_TOKEN_REACH = 40
_WORD_BEFORE = regex.compile(r"[\p{L}\p{M}\d.&'’-]*$", regex.REVERSE)
_NEXT = regex.compile(r"[\s\"'“”„«»‘’‹›\(\[¿¡—–-]*(\S*)")
_LINK = regex.compile(r"(?:https?://|www\.|pic\.twitter|t\.co/|[@#]\w)")
_TWO_DOTS_OR_MORE = regex.compile(r"\.{2,}|…+")

# Words that carry their own full stop. "always" never ends a sentence (a name follows);
# "may" ends one when a capital or, in Arabic, nothing like a name follows.
_ALWAYS = {
    "": "mr mrs ms dr prof st sen rep gov gen lt col sgt capt maj cmdr adm hon rev pres jr. vs no nos fig art vol pp "
        "ph.d m.d e.g i.e cf al approx est dept univ ft mt",
    "ar": "د أ م ص ب ت س ش ع ف ق ل ن هـ ه ج ح خ ر ز ط و أ.د أ.م د.م م.م ا ا.د",
    "ru": "г гг ул пл пр д кв им т.е т.к т.н т.д т.п см стр рис руб тыс млн млрд трлн долл проф акад доц ст ч п пп обл р-н "
          "пос дер н.э до н.э ген полк кол мин сек напр св ок тел",
    "uk": "р рр вул пл пр ім т.е т.зв див стор руб тис млн млрд грн дол проф акад ст ч п обл",
    "de": "z.b z. u.a d.h dr prof hr fr nr str bzw ca evtl ggf inkl usw vgl bspw sog geb gest verh mio mrd tel abs art st "
          "o.ä u.u i.d.r v.a s.o s.u zzgl max min",
    "fr": "m mm mme mlle mgr dr pr me st ste av bd p.ex c.-à-d cf env ex hab fig tél art al",
    "es": "ee sr sra srta dr dra d dña prof lic ing gral cnel cap ud uds ee.uu ee. p.ej art núm pág av avda tel aprox",
    "pt": "sr sra dr dra prof eng av art p.ex núm pág tel",
    "it": "sig sig.ra dott dott.ssa prof ing avv on sen art pag es ecc tel",
    "tr": "dr prof doç yrd av sn vb vs no cad sok mah bkz örn alb gen org tuğg m.ö m.s öğr gör hz",
    "nl": "dhr mevr mw dr prof ir ing drs mr bv bijv nl o.a d.w.z i.v.m m.b.t ca enz nr",
    "pl": "dr prof mgr inż ul al np tzn tj m.in ok nr godz św gen płk r w",
    "sv": "dr prof t.ex bl.a dvs ca nr m.m kl", "fa": "د م ص ه", "el": "κ κ.κ δρ π.χ δηλ αρ",
}  # fmt: skip
_MAY = {
    "": "inc corp ltd co bros u.s u.k u.n e.u u.s.a a.m p.m d.c etc jan feb mar apr jun jul aug sep sept oct nov dec ave blvd "
        "rd jr sr va ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev okla "
        "ore pa tenn tex vt wash wis wyo",
    "ar": "أ.ف.ب ا.ف.ب أ.ب ا.ب د.ب.أ د.ب.ا و.ص.ف ق.م ب.م إلخ الخ ش.م.ل كم كلم ملم ق.ظ",
    "ru": "др пр т.д т.п н.э сша", "uk": "ін т.д т.п", "de": "usw etc jh", "es": "etc ee.uu uu ss.mm", "fr": "etc",
    "pt": "etc", "it": "ecc", "tr": "vb vs", "pl": "itd itp", "nl": "enz", "sv": "osv m.m",
}  # fmt: skip
# Languages that write ordinals (and so days of the month) with a full stop.
_ORDINAL_STOP = frozenset(
    {"de", "tr", "cs", "sk", "sl", "hr", "sr", "bs", "pl", "hu", "fi", "et", "lv", "da", "no", "is"}
)
_CASELESS = regex.compile(
    r"[\p{Arabic}\p{Hebrew}\p{Devanagari}\p{Bengali}\p{Thai}\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]"
)


def split_sentences(text: str | None, language: str) -> tuple[Sentence, ...]:
    """The sentences of a text, in order; offsets in code points, paragraphs counted from 0.

    A paragraph is a line; empty lines do not count. ``language`` chooses the abbreviations
    (those of English are known everywhere, for names within other texts).
    """
    found: list[Sentence] = []
    paragraph = 0
    position = 0
    for line in (text or "").splitlines(keepends=True):
        if line.strip():
            for start, end in _pieces(line, language):
                found.append(
                    Sentence(start=position + start, end=position + end, paragraph=paragraph)
                )
            paragraph += 1
        position += len(line)
    return tuple(found)


def _pieces(line: str, language: str) -> Iterator[tuple[int, int]]:
    """(start, end) of each sentence of one line, space at the ends cut off."""
    cuts = [m.start() for m in _BULLET.finditer(line)] if _has_bullets(line) else []
    cuts += _ends(line, language)
    start = 0
    for cut in [*sorted(set(cuts)), len(line)]:
        piece = line[start:cut]
        bare = piece.strip()
        if bare:
            begin = start + len(piece) - len(piece.lstrip())
            yield begin, begin + len(bare)
        start = cut


def _has_bullets(line: str) -> bool:
    return any(c in line for c in "•▪●◾■")


def _ends(line: str, language: str) -> Iterator[int]:
    last = 0
    for m in _STOP.finditer(line):
        end = m.end("close")
        if not line[end:].strip():
            return
        if _is_end(line, m, language, last):
            last = end
            yield end


def _is_end(line: str, m: regex.Match[str], language: str, last: int) -> bool:
    mark = m["mark"]
    end = m.end("close")
    spaced = line[end].isspace()
    if mark[0] in "。！？｡":
        # 」 closed: a verb of saying may follow at once (「…。」と述べた goes on).
        return not (m["close"] and line[end] in "とって,，、")
    following = _NEXT.match(line, end)
    word = following[1] if following else ""
    if _LINK.match(word):
        return False  # the address belongs to what it stands behind
    if mark in "।॥۔" or mark[0] in "؟۔।॥":
        return word[:1] not in "،,؛;:)" and not _goes_on_after_quote(line, m)
    first = word[:1]
    if not spaced and not _glued_end(line, m, word):
        return False
    if not first or first in ",،;؛:)-–—%":
        return False
    before = _WORD_BEFORE.search(line, max(0, m.start() - _TOKEN_REACH), m.start())
    token = before[0] if before else ""
    if _TWO_DOTS_OR_MORE.fullmatch(mark):
        return _ellipsis_ends(line, m, first, last)
    if mark == ".":
        if first.islower() and not _camel(word):
            return False
        if not m["close"] and _abbreviated(
            token, word, language, line[max(last, m.start() - 2 * _TOKEN_REACH) : m.start()]
        ):
            return False
    elif first.islower():
        return False  # "Really?" he asked
    return not _goes_on_after_quote(line, m)


# Who said it may follow a quotation that ends in a question or a cry: "Ready?" Ms. Orr asked.
_SAYING_NEXT = regex.compile(
    r"""\s*(?:[\p{L}.'’-]+\s+){0,4}?(?:said|says|asked|asks|added|told|wrote|replied|shouted|reported|tweeted|yelled|exclaimed|
        dijo|preguntó|agregó|sagte|fragte|rief|demande|demandait|lance|sordu|dedi)(?!\w)
      | \s*(?:قال|سأل|تساءل|أضاف|صرخ|وفق|بحسب|حسب|كتب)(?:ت|وا)?(?!\w)""",
    regex.VERBOSE,
)


def _goes_on_after_quote(line: str, m: regex.Match[str]) -> bool:
    """``"Why?" - asked Ivan``: a dash, a comma or who said it after a closed quotation goes on."""
    if not m["close"]:
        return False
    end = m.end("close")
    if regex.match(r"\s*[,،]|\s*[-–—]\s", line[end : end + 4]):
        return True
    quoted = m["close"].strip()[:1] in "\"'”’»" and m["mark"][-1] in "?!؟"
    return quoted and bool(_SAYING_NEXT.match(line[end : end + 90]))


def _camel(word: str) -> bool:
    """A name that begins in lower case: iPhone, al-Assad, eBay."""
    return len(word) > 2 and (word[1].isupper() or word.startswith(("al-", "el-", "ad-", "as-")))


def _glued_end(line: str, m: regex.Match[str], word: str) -> bool:
    """A stop without a space after it that is an end all the same: ``الاتفاق.وقال``."""
    if m["mark"] not in (".", "!", "؟", "?"):
        return False
    before = _WORD_BEFORE.search(line, max(0, m.start() - _TOKEN_REACH), m.start())
    token = before[0] if before else ""
    if "." in token or len(token) < 3 or not token[-1].isalpha():
        return bool(m["close"]) and word[:1].isupper() and len(token) >= 3
    letters = regex.match(r"\p{L}*", word)
    after = letters[0] if letters else ""
    if len(after) < 3 or word[len(after) : len(after) + 1] in ("/", "@") or "/" in token:
        return False
    if _CASELESS.match(token[-1]) and _CASELESS.match(after[0]):
        return True
    return token[-1].islower() and after[0].isupper() and after[1:].islower() and len(token) > 3


def _ellipsis_ends(line: str, m: regex.Match[str], first: str, last: int) -> bool:
    if first.isupper():
        return True
    # Arabic news writes ".." and "..." for a pause; only between two long halves is it an end.
    if _CASELESS.match(first) and len(m["mark"]) != 2:
        return m.start() - last >= 40 and len(line) - m.end() >= 40
    return False


@lru_cache(maxsize=64)
def _abbreviations(language: str) -> tuple[frozenset[str], frozenset[str]]:
    def table(source: dict[str, str]) -> frozenset[str]:
        return frozenset(source[""].split()) | frozenset(source.get(language, "").split())

    return table(_ALWAYS), table(_MAY)


_INNER_MARK = regex.compile(r"[-–—&'’]")
_ONE_LETTER = regex.compile(r"\p{L}\p{M}*ـ?")
_WITH_DOTS = regex.compile(r"(?:\p{L}\p{M}?\.)+\p{L}")


def _abbreviated(token: str, word: str, language: str, sentence: str) -> bool:
    """Does the full stop after ``token`` belong to it, rather than end the sentence?"""
    lowered = token.lower()
    last_part = _INNER_MARK.split(lowered)[-1]
    always, may = _abbreviations(language)
    if not token:
        return not sentence.strip()
    if token.isdigit():
        if not sentence[: -len(token)].strip(" \t\"'“«(["):
            return True  # "1. Opening": a numbered paragraph
        return language in _ORDINAL_STOP and len(token) <= 2
    letter = _ONE_LETTER.fullmatch(last_part)
    if letter and token[-1:].isupper():
        return True  # an initial: J. Smith, А. Иванов
    if letter and _CASELESS.match(last_part):
        # Arabic single letters are titles or initials: د. سامي, unless a number stands before
        # ("عام 1446 هـ.").
        return not regex.search(r"\d\s*$", sentence[: -len(token)])
    if lowered in may:
        # Ends the sentence only when a plain word with a capital follows, and never before
        # a name: undecidable without a tagger, so a small list of openers decides.
        opener = regex.sub(r"[^\p{L}'’]", "", word)
        return opener not in _OPENERS and not (language == "ar" and len(sentence) > 60)
    if lowered in always or last_part in always:
        return True
    # A.B.C. and the like: dots inside say abbreviation
    return bool(_WITH_DOTS.fullmatch(token)) and word not in _OPENERS


# Words that open a sentence more often than they are a name behind "U.S." or "Inc.".
_OPENER_WORDS = """
    The A An He She It They We I You In On At But And This That These Those His Her Its Their There If When While
    As For From With After Before However Since Some Many Most One Two No Not What Who How Why So To By Our My
    Der Die Das Ein Eine Er Sie Es Wir Ich Im Am Auf Mit Nach Vor Bei Für Und Aber Doch
    Le La Les Un Une Il Elle Ils Elles On Nous Ce Cette Ces Dans En Au Aux Mais Et Pour
    El Los Las Una Él Ella Ellos Al Con Por Pero Y Según
    В На По Он Она Они Это Но И С Из За При Как Также Однако Мы Я
    Bu Bir O Ve Ancak Ama Onlar
"""
_OPENERS = frozenset(_OPENER_WORDS.split())
