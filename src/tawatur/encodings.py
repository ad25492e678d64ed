"""Bytes to text when the declared encoding may be wrong.

Arabic archives are full of windows-1256 pages that say ``iso-8859-1`` or ``utf-8``, Russian ones
of windows-1251 and KOI8-R. A reading is judged by whether it makes words: one script to a word,
frequent letters frequent, capitals at the start. Tried on one sentence in each of 15 languages,
20 encodings, 7 declarations each (tests/test_files.py): all 140 right.
"""

from __future__ import annotations

import codecs

import regex

_META_CHARSET = regex.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]+)",
    regex.I,
)

# What the web means by these labels (WHATWG Encoding Standard), and wider supersets where the
# standard and real pages differ.
_LABELS = {
    "iso-8859-1": "windows-1252", "latin1": "windows-1252", "latin-1": "windows-1252", "us-ascii": "windows-1252",
    "ascii": "windows-1252", "iso-8859-9": "windows-1254", "iso-8859-11": "cp874", "tis-620": "cp874",
    "windows-874": "cp874", "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949", "shift_jis": "cp932", "x-sjis": "cp932", "sjis": "cp932",
    "big5": "big5hkscs", "iso-8859-8-i": "iso-8859-8", "x-cp1256": "windows-1256", "cp-1256": "windows-1256",
    "arabic": "windows-1256", "utf8": "utf-8", "unicode": "utf-8",
}  # fmt: skip
# Tried when nothing usable is declared, or when what is declared gives no sense. In order of how
# common they are on news sites; the first of equals wins.
_SINGLE_BYTE = (
    "windows-1252", "windows-1256", "windows-1251", "windows-1254", "windows-1250", "koi8-r",
    "windows-1253", "windows-1255", "iso-8859-6", "iso-8859-5", "cp874", "windows-1257",
)  # fmt: skip
_MULTI_BYTE = ("gb18030", "cp932", "euc_jp", "cp949", "big5hkscs")

# Replacement characters a UTF-8 page may show before we doubt that it is UTF-8: pages cut in the
# middle of a letter or with one foreign snippet pasted in.
_UTF8_DAMAGE = 0.02


def decode(body: bytes, declared: str | None, media_type: str) -> tuple[str, str]:
    """The text of some bytes, and the encoding that was used.

    ``declared`` is what the transport said; a page's own ``<meta charset>`` is looked at too.
    Both may be wrong: bytes that are valid UTF-8 are UTF-8, and a declared encoding that makes
    nonsense words loses to one that makes words. Never raises.
    """
    for mark, name in (
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
    ):
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace"), name
    labels = [declared]
    if media_type != "text/plain":
        labels += [
            (found[1] or found[2]).decode("ascii", "replace")
            for found in _META_CHARSET.finditer(body[:8192])
        ]
    claims = list(dict.fromkeys(name for name in map(_codec, labels) if name))
    if "iso2022_jp" in claims and b"\x1b$" in body:
        return body.decode("iso2022_jp", "replace"), "iso2022_jp"
    try:
        return body.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    tolerant = body.decode("utf-8", "replace")
    foreign = sum(1 for byte in body if byte >= 0xC0)
    if tolerant.count("\ufffd") <= max(1, _UTF8_DAMAGE * foreign):
        return tolerant, "utf-8"
    sample = _visible_sample(body)
    best, best_score = "windows-1252", -1e9
    for rank, name in enumerate(dict.fromkeys([*claims, *_SINGLE_BYTE, *_MULTI_BYTE])):
        if name.startswith("utf"):
            continue
        # A claim is believed unless another reading is clearly better; ties go to the commoner.
        score = _sense(sample, name) + (0.1 if name in claims else 0.0) - rank * 0.001
        if score > best_score:
            best, best_score = name, score
    return body.decode(best, "replace"), best


def _codec(label: str | None) -> str | None:
    if not label:
        return None
    label = label.strip().strip("\"'").lower()
    try:
        return codecs.lookup(_LABELS.get(label, label)).name.replace("cp125", "windows-125")
    except LookupError:
        return None


def _visible_sample(body: bytes) -> bytes:
    """Up to 6,000 bytes of runs that hold letters beyond ASCII, tags left out."""
    bare = regex.sub(
        rb"<(?:script|style)\b.*?</(?:script|style)>|<[^>]*>",
        b" ",
        body[:400_000],
        flags=regex.S | regex.I,
    )
    runs = regex.findall(rb"[^\x00-\x1f]*[\x80-\xff][^\x00-\x1f]*", bare)
    return b"\n".join(runs)[:6000] or body[:6000]


_RUN = regex.compile(r"[\p{L}\p{M}]+")
# Letters of running text by falling frequency; a wrong codec turns the frequent into the rare.
_FREQUENT = {
    "Arabic": "اليمنورتبةعدسفهكقأحجىشصطخضغئءإذزثآظؤیکپچگ",
    "Cyrillic": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъіїєґё",
    "Greek": "αοιετσνρκπμλςυηόίάέήγύδώωθχβφξζψϊ",
    "Hebrew": "יוהלאתרבמנשםדעקחכפגטסזןצךץף",
    "Thai": "านรอกเงมยลวดทสตะปบคหแจพชขใไโผณุูิี่้ัื็์ึำ",
}
_WORTH = {
    name: {letter: 1.0 - 1.3 * rank / len(letters) for rank, letter in enumerate(letters)}
    for name, letters in _FREQUENT.items()
}
# The letters beyond ASCII of Latin alphabets: a text keeps to one of them.
_ALPHABETS = tuple(
    frozenset(letters)
    for letters in (
        "àâæçéèêëîïôœùûüÿ", "äöüßé", "áéíñóúü", "ãõáâàçéêíóôúü", "àèéìòù", "çğıöşüâîûİ", "ąćęłńóśźż",
        "áčďéěíňóřšťúůýžäľĺôŕ", "ăâîșțşţ", "áéíóöőúüű", "åäöéøæ", "áðéíóúýþæö", "āčēģīķļņšūž", "ąčęėįšųūž",
        "čćđšž", "áàảãạăằâầđéèẻẽẹêíìĩịóòõọôơúùũụưý",
    )
)  # fmt: skip
_SCRIPTS = tuple((name, regex.compile(rf"\p{{{name}}}")) for name in ("Latin", *_FREQUENT))
_EAST_ASIAN = regex.compile(r"[\p{Han}\u3040-\u30ff\p{Hangul}]")
_KANA = regex.compile(r"[\u3040-\u30ff]")
# Half-width katakana: what Thai, Polish or Big5 bytes look like when read as Japanese.
_HALF_WIDTH = regex.compile(r"[\uff61-\uff9f]")
_HAN_COMMON = regex.compile(
    r"[的一是在不了有和人這这中大為为上個个國国我以要他時时來来用們们会會日月年部長长表示行外新本出生事者地同"
    r"이다는의에을를가한고기지서사은로도하대]"
)
# letters beside currency signs, box drawing, C1 controls and the like
_NONSENSE = regex.compile(
    r"[\u0080-\u009f\u2500-\u259f\ufffd]|[¤¦¬¯±µ¶¹²³¼½¾¿×÷]\p{L}|\p{L}[¤¦¬±¶¹²³¼½¾¿×÷]"
)


def _sense(sample: bytes, codec: str) -> float:
    """How much the sample looks like words under this codec; near 1 at best."""
    text = sample.decode(codec, "replace")
    if text.count("\ufffd") > 0.01 * len(text) + 1:
        return -1.0
    foreign = [c for c in text if ord(c) > 127]
    if not foreign:
        return 0.0
    nonsense = 2.0 * len(_NONSENSE.findall(text)) / len(foreign)
    if codec in _MULTI_BYTE:
        east, kana = len(_EAST_ASIAN.findall(text)), len(_KANA.findall(text))
        if east < 0.6 * len(foreign) or len(_HALF_WIDTH.findall(text)) > 0.1 * east:
            return -0.5
        japanese = codec in {"cp932", "euc_jp"}
        if not japanese and kana > 0.05 * east:  # EUC-JP and GB share the row of kana
            return -0.5
        common = len(_HAN_COMMON.findall(text)) + (kana if japanese else 0)
        return 0.3 + min(0.7, 4.0 * common / east) - nonsense
    worth, latin, accents = 0.0, 0, []
    for word in _RUN.findall(text):
        beyond = [c for c in word if ord(c) > 127]
        if not beyond:
            continue
        scripts = [name for name, pattern in _SCRIPTS if pattern.search(word)]
        if len(scripts) != 1 or (regex.search(r"\p{Ll}\p{Lu}", word) and len(word) > 3):
            worth -= len(beyond)
        elif scripts[0] == "Latin":
            # ÇáÓÇÚÉ: a Latin word is not all accents
            if len(beyond) * 2 > len(word) > 2:
                worth -= len(beyond)
            else:
                latin += len(beyond)
                accents += [c.lower() for c in beyond]
        else:
            table = _WORTH[scripts[0]]
            worth += sum(table.get(c, -0.5) for c in word.lower() if ord(c) > 127)
    if latin:
        covered = max(sum(1 for c in accents if c in alphabet) for alphabet in _ALPHABETS)
        worth += 0.7 * covered - 1.5 * (latin - covered)
    return worth / len(foreign) - nonsense
