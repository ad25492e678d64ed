"""Does a text read like a (machine) translation? Marks in the text, and a score made from them.

No single mark proves it: newspapers also print a blank before the comma, and every language
borrows idioms. So each kind of mark has a weight, the chance that a text with only this kind is
a translation, and kinds are combined as independent evidence (noisy or). A kind counts once,
however often it stands in the text; how often it must stand to count at all is part of its rule.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import regex

from tawatur.model import TranslationMark, TranslationSigns

# Above this a reader is told: one strong kind with one or two weak ones. Of 312 articles written
# in Arabic by 14 newspapers (every 50th of a stream of 2015) none passes it; the mean is .02.
SUSPECTED = 0.5

_Match = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Rule:
    kind: str
    weight: float
    find: Callable[[str], list[_Match]]
    at_least: int = 1
    points_to: str | None = None  # the language this mark betrays


def _all(pattern: str, group: int = 0) -> Callable[[str], list[_Match]]:
    compiled = regex.compile(pattern)
    return lambda text: [m.span(group) for m in compiled.finditer(text)]


_COUNTRIES = (
    "روسيا|تركيا|أمريكا|أميركا|فرنسا|ألمانيا|بريطانيا|إسرائيل|إيران|سوريا|أوكرانيا|إيطاليا|"
    "إسبانيا|الصين|اليابان|مصر|قطر|كوريا|بولندا|كندا|أستراليا|الهند|باكستان|اليونان|إثيوبيا|"
    "المملكة المتحدة|الولايات المتحدة"
)
_FEMININE = r"(?:الولايات المتحدة|روسيا|تركيا|فرنسا|ألمانيا|بريطانيا|إيران|إسرائيل|الصين|أوكرانيا|الحكومة|الشركة|الوزارة|المنظمة|السلطات|المملكة|الأمم المتحدة|موسكو|واشنطن)"


def _blank_before_comma(text: str) -> list[_Match]:
    """Nearly every comma of the text stands after a blank, and there are several."""
    blank = [m.span() for m in regex.finditer(r"(?<=\w) [،؛](?=\s)", text)]
    close = len(regex.findall(r"(?<=[\w)»\"”])[،؛]", text))
    return blank if len(blank) >= 3 and len(blank) >= 2 * close else []


def _latin_commas(text: str) -> list[_Match]:
    latin = [m.span() for m in regex.finditer(r"(?<=\p{Arabic}) ?[,;](?= \p{Arabic})", text)]
    return latin if len(latin) >= 3 and "،" not in text else []


def _passive_chains(text: str) -> list[_Match]:
    """«تم إرسال … تم توقيع»: the passive by way of تم, more than one in forty words."""
    found = [
        m.span() for m in regex.finditer(r"\b[وف]?س?(?:تم|يتم|تمت|تتم)\s+(?:ال)?\p{L}{4,}", text)
    ]
    return found if len(found) >= 3 and len(found) * 40 > text.count(" ") + 1 else []


def _foreign_words(text: str) -> list[_Match]:
    """Latin words that are no name in brackets, no acronym, no address or account."""
    found = []
    for m in regex.finditer(r"(?<![\w@#./(\"“«])[A-Za-z][a-z]{3,}(?![\w@./)])", text):
        before = text[max(0, m.start() - 2) : m.start()]
        if regex.search(r"[\p{Arabic}،] ?$", before) and not before.endswith("("):
            found.append(m.span())
    return found


_ARABIC: tuple[_Rule, ...] = (
    _Rule("space-before-comma", 0.35, _blank_before_comma, points_to="en"),
    _Rule("latin-comma", 0.25, _latin_commas, points_to="en"),
    # «وزير الخارجية روسيا» for وزير الخارجية الروسي: Russia's Foreign Minister, word by word
    _Rule(
        "calque",
        0.6,
        _all(
            r"\b[وفبل]?(?:وزير|وزيرة|رئيس|سفير|نائب|وزارة|حكومة|متحدث|جيش|قائد)(?: ال\p{L}+){1,2}"
            rf" (?:{_COUNTRIES})(?=[ ،.])(?! (?:و|ال))"
        ),
        points_to="en",
    ),
    # «مدى سرعة وفعالية يمكننا»: how quickly and effectively we can
    _Rule("calque", 0.45, _all(r"\bمدى \p{L}+(?: و\p{L}+)? (?:يمكن|يمكننا|يمكنهم|نستطيع)\b"), points_to="en"),
    _Rule("calque", 0.2, _all(r"\bوهو أمر (?:قال|قالت|يقول|ذكر|وصف)"), points_to="en"),
    _Rule("calque", 0.15, _all(r"(?m)^(?:في|وفي) حديثه(?:ا|م)? (?:إلى|مع) (?:ال)?صحفيين"), points_to="en"),
    _Rule(
        "literal-idiom",
        0.4,
        _all(
            r"في نهاية اليوم ?،|الفيل في الغرفة|ضوء في نهاية النفق|أخذ مكان(?:ه|ها)|رمي المنشفة|"
            r"قطعة من الكعكة|على نفس الصفحة|جعل الأخبار|ضرب الطريق|دعوة للاستيقاظ|"
            r"مغير (?:ال)?لعبة|تحت السجادة|الكرة في ملعب|لديه يد عليا"
        ),
        points_to="en",
    ),
    # «الجهود التي يقودها الولايات المتحدة»: masculine verb, feminine subject
    _Rule("wrong-agreement", 0.4, _all(rf"\b(?:التي|الذي) ي\p{{L}}{{2,6}}(?:ها|ه) {_FEMININE}")),
    _Rule("wrong-agreement", 0.25, _all(r"(?m)(?:^|[.،] )[وف]?(?:قال|أعلن|أكد|أضاف) (?:الحكومة|الوزارة|الشركة|المنظمة|الشرطة|السلطات)\b")),
    # the full stop inside the closing mark is English and American printing
    _Rule("stop-inside-quotes", 0.2, _all(r"[.,،][”\"](?=\s|$)"), points_to="en"),
    _Rule("passive-chain", 0.2, _passive_chains),
    _Rule("passive-chain", 0.15, _all(r"\bتم \p{L}+[^.،\n]{0,60} من قبل\b")),
    _Rule("untranslated-word", 0.25, _foreign_words, at_least=1),
    _Rule(
        "mistranslated-boilerplate",
        0.6,
        _all(
            r"في الوقت الفعلي المجاني|احصل على أحدث المعلومات|سجل للحصول على|انقر هنا للاشتراك في|"
            r"إلى صندوق البريد الوارد الخاص بك|تحقق من رسائل البريد|تم نشر هذه القصة|"
            r"ساهم(?:ت)? (?:كتاب|كاتب|كاتبة|الكاتب)? ?أسوشيتد برس"
        ),
        points_to="en",
    ),
    # «respective», «various», «including» where Arabic needs no word
    _Rule("calque", 0.12, _all(r"\b(?:المهام|الدول|البلدان|الحكومات|الأدوار) \p{L}* ?المعنية\b"), points_to="en"),
    _Rule("connective", 0.15, _all(r"(?m)(?:^|[.] )(?:ومع ذلك|بالإضافة إلى ذلك|في هذه الأثناء|علاوة على ذلك|نتيجة لذلك|في غضون ذلك) ،"), points_to="en"),
)  # fmt: skip

_OTHER: dict[str, tuple[_Rule, ...]] = {
    "en": (
        _Rule("untranslated-word", 0.35, _all(r"(?<![(«\"])\b[\p{Cyrillic}\p{Arabic}]{4,}\b(?!\))")),
        _Rule("space-before-comma", 0.3, _all(r"(?<=[a-z]) [,;](?= [a-z])"), at_least=3),
        _Rule("foreign-quotes", 0.2, _all(r"«[^»\n]{3,200}»"), at_least=2),
        _Rule("calque", 0.3, _all(r"\b(?:at the address of the|in the frames of|it is worth to|according to the words of|in the course of the conversation noted)\b")),
        _Rule("calque", 0.25, _all(r"\b(?:the RF|the President of Russia|Minister of Foreign Affairs of \p{Lu}\p{L}+)\b"), at_least=2),
    ),
    "ru": (
        _Rule("untranslated-word", 0.25, _all(r"(?<=[\p{Cyrillic}], | )\b(?:the|and|said|told|with|from)\b")),
        _Rule("calque", 0.35, _all(r"\b(?:в конце дня,|делает смысл|это имеет смысл|взять место|на той же странице)")),
        _Rule("english-quotes", 0.2, _all(r"“[^”\n]{10,400}[.,]”"), at_least=2, points_to="en"),
    ),
    "fr": (
        _Rule("untranslated-word", 0.25, _all(r"(?<= )\b(?:the|and|said|told|with)\b")),
        _Rule("english-quotes", 0.2, _all(r"[“\"][^”\"\n]{10,400}[.,][”\"]"), at_least=2, points_to="en"),
        _Rule("calque", 0.3, _all(r"\b(?:à la fin de la journée,|faire du sens|prendre place (?:à|le)|éventuellement, il)")),
    ),
    "es": (
        _Rule("untranslated-word", 0.25, _all(r"(?<= )\b(?:the|and|said|told|with)\b")),
        _Rule("english-quotes", 0.2, _all(r"[“\"][^”\"\n]{10,400}[.,][”\"]"), at_least=2, points_to="en"),
        _Rule("calque", 0.3, _all(r"\b(?:al final del día,|hacer sentido|hace sentido|tomar lugar|tomó lugar)")),
    ),
    "de": (
        _Rule("untranslated-word", 0.25, _all(r"(?<= )\b(?:the|and|said|told)\b")),
        _Rule("english-quotes", 0.2, _all(r"“[^”\n]{10,400}[.,]”"), at_least=2, points_to="en"),
        _Rule("calque", 0.3, _all(r"\b(?:am Ende des Tages,|es macht Sinn zu|nahm Platz in)")),
    ),
    "tr": (
        _Rule("untranslated-word", 0.25, _all(r"(?<= )\b(?:the|and|said|told|with)\b")),
        _Rule("calque", 0.3, _all(r"\b(?:günün sonunda,|bir parça kek|aynı sayfada)")),
    ),
}  # fmt: skip


def translation_signs(text: str, language: str) -> TranslationSigns | None:
    """Marks of translation in a text and how strongly they speak; None where we have no rules.

    ``from_language`` is given only when the marks point to one language.
    """
    rules = _ARABIC if language in {"ar", "arz"} else _OTHER.get(language)
    if rules is None or not text.strip():
        return None
    marks: list[TranslationMark] = []
    doubt = 1.0
    pointed: dict[str, float] = {}
    for rule in rules:
        found = rule.find(text)
        if len(found) < rule.at_least:
            continue
        doubt *= 1.0 - rule.weight
        if rule.points_to:
            pointed[rule.points_to] = pointed.get(rule.points_to, 0.0) + rule.weight
        marks.extend(TranslationMark(start=a, end=b, kind=rule.kind) for a, b in found)
    marks.sort(key=lambda m: (m.start, m.end, m.kind))
    score = round(1.0 - doubt, 4)
    suspected = score >= SUSPECTED
    best = max(pointed, key=lambda k: (pointed[k], k)) if pointed and suspected else None
    return TranslationSigns(
        score=score, suspected=suspected, from_language=best, marks=tuple(marks)
    )
