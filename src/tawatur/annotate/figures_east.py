"""Figures in Chinese, Japanese and Korean, where numbers touch the words around them.

A number counts only with a counter or unit behind it (12人, 5名, 3小时) or with what befell the
counted (3死17伤); ordinals (第3次) and numbers inside dates are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Bound = Literal["exact", "at-least", "at-most", "about", "range"]


@dataclass(frozen=True)
class EastFigure:
    """Offsets are in the text that was searched; ``counted`` is a span in it."""

    start: int
    end: int
    low: float | None
    high: float | None
    unit: str | None
    counted: tuple[int, int] | None
    sense: str | None
    bound: Bound


_DIGIT = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "兩": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000, "십": 10, "백": 100, "천": 1000}
_LARGE = {"万": 1e4, "萬": 1e4, "亿": 1e8, "億": 1e8, "兆": 1e12, "만": 1e4, "억": 1e8, "조": 1e12}
_TOKEN = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?|.")
_DIGITS = r"\d+(?:,\d{3})*(?:\.\d+)?"
_HAN = r"[〇零一二三四五六七八九两兩十百千万萬亿億兆]"
_NUMBER = {
    "zh": rf"(?:{_DIGITS}(?:{_HAN}+(?:{_DIGITS})?)*|{_HAN}+)",
    "ja": rf"(?:{_DIGITS}(?:{_HAN}+(?:{_DIGITS})?)*|{_HAN}+)",
    # Sino-Korean words are one letter each and mean much else: only digits with 십 백 천 만 억
    "ko": rf"(?:{_DIGITS}(?:[십백천만억조]+ ?(?:{_DIGITS}(?=[천만억명]))?)*)",
}

_UNITS = {
    "zh": "小时|个小时|個小時|小時:hour;分钟|分鐘:minute;秒:second;天:day;周|个星期|星期:week;个月|個月:month;公里|千米:km;米|公尺:m;吨|噸:tonne;公斤|千克:kg;"
          "美元:USD;欧元|歐元:EUR;元|人民币|人民幣:CNY;日元:JPY;卢布:RUB;桶:barrel;公顷:hectare;平方公里:km2;度:degree;%|％:percent;个百分点:percentage-point",
    "ja": "時間:hour;分間|分:minute;秒:second;日間:day;週間:week;か月|カ月|ヶ月:month;年間:year;キロ|キロメートル:km;メートル:m;トン:tonne;ドル:USD;ユーロ:EUR;円:JPY;"
          "バレル:barrel;ヘクタール:hectare;平方キロ:km2;度:degree;%|％|パーセント:percent;ポイント:point",
    "ko": "시간:hour;분간|분:minute;초:second;일간:day;주간|주:week;개월:month;년간:year;킬로미터|km:km;미터:m;톤:tonne;달러:USD;유로:EUR;원:KRW;엔:JPY;위안:CNY;배럴:barrel;"
          "도:degree;%|퍼센트:percent;%포인트:percentage-point",
}  # fmt: skip
_COUNTERS = {
    "zh": "多名|余名|多人|余人|名|人|位|口|户|戶|个|個|辆|輛|架|枚|艘|所|栋|棟|座|家|件|起|例|只|头|頭|具",
    "ja": "人|名|体|件|棟|台|機|発|隻|社|世帯|軒|頭|匹|例|カ所|か所",
    "ko": "여 명|여명|명|사람|대|채|건|척|기|발|마리|가구|곳|개국|개",
}
_PEOPLE_COUNTERS = re.compile(r"(?:多|余)?(?:名|人|位|口|具)|体|(?:여 ?)?명|사람")
_NOUNS = {
    "zh": "儿童|兒童|男子|女子|妇女|婦女|学生|學生|士兵|军人|軍人|平民|警察|记者|記者|乘客|居民|工人|矿工|游客|遊客|官员|嫌疑人|嫌犯|人质|人質|医生|教师|消防员|国家|公司|房屋|建筑|车辆|飞机|导弹|无人机",
    "ja": "の?(?:子ども|子供|男性|女性|児童|学生|生徒|兵士|民間人|警察官|記者|乗客|住民|作業員|観光客|容疑者|人質|家屋|建物|ミサイル)",
    "ko": "의 ?(?:어린이|아이|남성|여성|학생|군인|병사|민간인|경찰관|기자|승객|주민|노동자|관광객|용의자|인질)",
}
_SENSES = {
    "zh": {"killed": "死亡|遇难|遇難|身亡|丧生|喪生|罹难|罹難|被杀|遇害|死者|打死|死", "injured": "受伤|受傷|轻伤|重伤|伤者|伤|傷", "missing": "失踪|失蹤|失联|下落不明",
           "arrested": "逮捕|被捕|拘留|被拘|抓获|扣押", "displaced": "疏散|撤离|转移|流离失所|无家可归|难民", "hostages": "人质|人質|绑架|劫持", "rescued": "获救|救出|生还|幸存",
           "cases": "确诊|感染|病例", "released": "获释|释放|釋放"},
    "ja": {"killed": "死亡|死者|亡くな|犠牲|殺害|遺体|死", "injured": "けが|ケガ|怪我|負傷|重軽傷|重傷|軽傷", "missing": "行方不明|安否不明|不明", "arrested": "逮捕|拘束|拘留",
           "displaced": "避難|難民", "hostages": "人質|拉致|誘拐", "rescued": "救助|生存", "cases": "感染", "released": "釈放|解放"},
    "ko": {"killed": "사망|숨지|숨진|숨졌|숨을 거|목숨|희생", "injured": "부상|다쳤|다치|다친|중상|경상", "missing": "실종", "arrested": "체포|구속|구금", "displaced": "대피|이재민|피란|난민",
           "hostages": "인질|납치", "rescued": "구조|생존", "cases": "확진|감염", "released": "석방|풀려"},
}  # fmt: skip
_BEFORE = {
    "zh": {
        "at-least": "至少|最少|超过|超過|逾|不少于",
        "at-most": "多达|至多|最多|不超过|不到",
        "about": "大约|约|約|近|将近",
    },
    "ja": {"at-least": "少なくとも|最低", "at-most": "最大|最多", "about": "およそ|約|ほぼ"},
    "ko": {"at-least": "최소|적어도|최소한", "at-most": "최대|많게는", "about": "약|대략|거의"},
}
_AFTER = {
    "zh": {"at-least": "以上|多|余", "about": "左右"},
    "ja": {"at-least": "以上|余り|超", "at-most": "以下|未満", "about": "近く|程度|前後|ほど"},
    "ko": {"at-least": "이상|넘게", "at-most": "이하|미만", "about": "가량|정도|안팎"},
}
_TO = {
    "zh": r"\s?(?:至|到|[-~～])\s?",
    "ja": r"\s?(?:から|[-~～〜])\s?",
    "ko": r"\s?(?:에서|[-~～])\s?",
}
_CLAUSE_END = re.compile(r"[，,。；;、！？!?\n]")
_REACH = 24


def _by_word(table: str) -> dict[str, str]:
    pairs = (entry.rsplit(":", 1) for entry in table.split(";"))
    return {word: unit for words, unit in pairs for word in words.split("|")}


def _named(table: dict[str, str]) -> str:
    return "|".join(f"(?P<{k.replace('-', '_')}>{v})" for k, v in table.items())


def _longest_first(words: str) -> str:
    return "|".join(re.escape(w) for w in sorted(words.split("|"), key=lambda w: (-len(w), w)))


_UNIT_OF = {language: _by_word(table) for language, table in _UNITS.items()}
_BEHIND = {
    language: re.compile(
        rf"\s?(?P<sign>{_longest_first('|'.join(_AFTER[language].values()))})?\s?"
        rf"(?:(?P<unit>{_longest_first('|'.join(_UNIT_OF[language]))})|(?P<counter>{_longest_first(_COUNTERS[language])})(?:\s?(?P<noun>{_NOUNS[language]}))?)"
    )
    for language in _NUMBER
}
_FIND = {
    language: re.compile(rf"(?<![\d.,A-Za-z第제])(?P<a>{n})(?:{_TO[language]}(?P<b>{n}))?")
    for language, n in _NUMBER.items()
}
_SENSE = {language: re.compile(_named(table)) for language, table in _SENSES.items()}
_BOUND_BEFORE = {
    language: re.compile(rf"(?:{_named(table)})\s?$") for language, table in _BEFORE.items()
}
_BOUND_AFTER = {language: re.compile(rf"\s?(?:{_named(t)})") for language, t in _AFTER.items()}
LANGUAGES = frozenset(_NUMBER)


def value_of(written: str) -> float | None:
    """1万2000 -> 12000, 三十二 -> 32, 3.5亿 -> 350000000, 120만 -> 1200000; None if it is no number."""
    total = section = 0.0
    current: float | None = None
    for token in _TOKEN.findall(written.replace(" ", "")):
        if token[0].isdigit() and token[0].isascii():
            current = float(token.replace(",", ""))
        elif token in _DIGIT:
            current = (current or 0.0) * (10 if current else 1) + _DIGIT[token]
        elif token in _SMALL:
            section += (1.0 if current is None else current) * _SMALL[token]
            current = None
        elif token in _LARGE:
            section += current or 0.0
            if not section:
                return None  # 万 alone is a name or a word
            total += section * _LARGE[token]
            section, current = 0.0, None
        else:
            return None
    return total + section + (current or 0.0)


def find_east(plain: str, language: str, is_date: Callable[[int, int], bool]) -> list[EastFigure]:
    """The figures of a Chinese, Japanese or Korean text, in order."""
    found: list[EastFigure] = []
    matches = [m for m in _FIND[language].finditer(plain) if not is_date(m.start(), m.end())]
    for i, m in enumerate(matches):
        low, high = value_of(m["a"]), value_of(m["b"] or m["a"])
        behind = _BEHIND[language].match(plain, m.end())
        following = matches[i + 1].start() if i + 1 < len(matches) else len(plain)
        end = behind.end() if behind else m.end()
        clause = _CLAUSE_END.search(plain, end, min(following, end + _REACH))
        stop = clause.start() if clause else min(following, end + _REACH)
        touching = _SENSE[language].match(plain, m.end()) if m["a"][0].isascii() else None
        if low is None or high is None or not (behind or touching):
            continue
        unit = _UNIT_OF[language][behind["unit"]] if behind and behind["unit"] else None
        sense = None
        if unit is None:
            after = touching or _SENSE[language].search(plain, end, stop)
            sense = after.lastgroup if after else _sense_before(plain, m.start(), language)
        # 一个, 两家: small numbers in words mostly count nothing that matters
        people = bool(
            behind and behind["counter"] and _PEOPLE_COUNTERS.fullmatch(behind["counter"])
        )
        if not m["a"][0].isascii() and unit is None and (high < 10 or not people) and sense is None:
            continue
        if low == 1 and not m["a"][0].isascii() and not people and unit is None:
            continue
        bound, start, end = _bounds(plain, m, end, behind, language)
        if m["b"]:
            bound = "range"
        counted = None
        if behind and behind["counter"]:
            counted = behind.span("noun") if behind["noun"] else behind.span("counter")
        found.append(
            EastFigure(
                start, end,
                None if bound == "at-most" else low, None if bound == "at-least" else high,
                unit, counted, sense, bound,
            )
        )  # fmt: skip
    return found


def _sense_before(plain: str, start: int, language: str) -> str | None:
    """What befell them, said before the number in the same clause: 逮捕了3名男子."""
    begin = max(0, start - _REACH)
    for stop in _CLAUSE_END.finditer(plain, begin, start):
        begin = stop.end()
    hits = [
        h
        for h in _SENSE[language].finditer(plain, begin, start)
        if len(h[0]) > 1 and h.lastgroup != "cases"
    ]
    return (
        hits[-1].lastgroup if hits and not re.search(r"\d", plain[hits[-1].end() : start]) else None
    )


def _bounds(
    plain: str, m: re.Match[str], end: int, behind: re.Match[str] | None, language: str
) -> tuple[Bound, int, int]:
    before = _BOUND_BEFORE[language].search(plain, max(0, m.start() - 5), m.start())
    if before:
        name = before.lastgroup or "exact"
        return name.replace("_", "-"), before.start(), end  # type: ignore[return-value]
    if behind and behind["counter"] and behind["counter"][0] in "多余여":
        return "at-least", m.start(), end
    sign = behind["sign"] if behind else None
    after = _BOUND_AFTER[language].match(plain, m.end() if sign else end)
    if after:
        name = after.lastgroup or "exact"
        return name.replace("_", "-"), m.start(), max(end, after.end())  # type: ignore[return-value]
    return "exact", m.start(), end
