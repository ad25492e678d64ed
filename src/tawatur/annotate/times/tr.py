"""Times in Turkish. The verb stands last, so its tense is looked for behind the time."""

from __future__ import annotations

from tawatur.annotate.times.grammar import (
    CLOCK,
    ISO,
    Grammar,
    Rule,
    days_without_year,
    numeric_dates,
)

_CASE = r"(?:'?(?:n?[dt][ae]n?|[yn]?[aeıiuü]|n?[ıiuü]n|ki))?"
_NUMBER_CASE = r"(?:'?(?:s?[ıiuü]n?[dt]?[ae]?n?|[dt][ae]n?|y?[ae]|n[ıiuü]n))?"
_ABOUT = r"(?:yaklaşık |en az |en fazla |tam |neredeyse )?"

GRAMMAR = Grammar(
    language="tr",
    months=("ocak|oca", "şubat|şub", "mart|mar", "nisan|nis", "mayıs|may", "haziran|haz", "temmuz|tem", "ağustos|ağu", "eylül|eyl", "ekim|eki", "kasım|kas", "aralık|ara"),
    weekdays=("pazartesi|pzt", "salı", "çarşamba", "perşembe", "cuma", "cumartesi|cmt", "pazar"),
    capital_words=frozenset({"mar", "may", "ara", "kas", "tem", "haz", "pazar", "eki", "nis"}),
    days={
        "bugün": 0, "dün": -1, "evvelsi gün": -2, "önceki gün": -2, "yarın": 1, "öbür gün": 2, "ertesi günü yarının": 2, "bu sabah": 0, "bu akşam": 0,
        "bu gece": 0, "dün akşam": -1, "dün gece": -1, "dün sabah": -1, "yarın sabah": 1, "yarın akşam": 1, "bu gün": 0, "yarından sonraki gün": 2,
        "dünden önceki gün": -2, "son gün": -1, "geçen gün": -1,
    },
    units={
        "gün": "day", "hafta": "week", "ay": "month", "yıl": "year", "sene": "year", "saat": "hour", "dakika": "minute", "yüzyıl": "century", "çeyrek": "quarter",
    },
    ones={
        "hafta": "week", "ay": "month", "yıl": "year", "sene": "year", "hafta sonu": "weekend", "çeyrek": "quarter", "yüzyıl": "century", "ayın": "month",
        "haftanın": "week", "yılın": "year", "ayı": "month", "hafta içi": "week",
    },
    mods={"geçen": -1, "geçtiğimiz": -1, "önceki": -1, "bu": 0, "içinde bulunduğumuz": 0, "gelecek": 1, "önümüzdeki": 1, "bir sonraki": 1, "evvelki": -2, "son": -1},
    parts=("sabahı", "akşamı", "gecesi", "öğleden sonra", "sabah", "akşam", "gece", "öğle"),
    seasons={"ilkbahar": "SP", "bahar": "SP", "yaz": "SU", "sonbahar": "FA", "kış": "WI", "yazın": "SU", "kışın": "WI"},
    edges=("başı", "başında", "sonu", "sonunda", "ortası", "ortasında"),
    quantities={"birkaç": None, "bir kaç": None},
    day_ending=_NUMBER_CASE,
    extra_triggers=("her", "aynı", "ertesi"),
    digit_triggers=r"\b\d\d?'",
    verb_first=False,
    whole_words=False,
    month_dot=True,
    future=r"(?<!\w)\w+(?:acak|ecek|acağ|eceğ)\w*(?!\w)|\b(?:bekleniyor|planlanıyor|planlıyor|hazırlanıyor)\w*",
    past=r"(?<!\w)\w{2,}(?:d[ıiuü]|t[ıiuü]|m[ıiuü]ş(?:t[ıiuü]r?)?|d[ıiuü]lar|diler|tılar|tiler)(?!\w)",
    rules=[
        *ISO, *CLOCK,
        Rule(rf"{{D}}(?: ?(?:-|ve|ile) ?){{D2}} {{M}}(?: {{Y}})?{_CASE}", {"pair": True}),
        Rule(rf"(?:{{d}}|{{DW}}) {{M}}(?:,? (?:{{Y}}|{{YW}}))?(?:,? {{W}}(?: günü)?)?{_CASE}"),
        Rule(r"{Y} (?:yılı )?{M}(?:'?[ıiuü]n)? {D}"),
        Rule(rf"{{M}}(?:'?n?[ıiuü]n)? (?:{{D}}|{{DW}}{_NUMBER_CASE})(?:,? {{Y}})?"),
        *[Rule(r.pattern + _CASE, r.says) for r in numeric_dates(True)],
        Rule(rf"{{mod}} {{one}} (?:{{ord}}|{{d}}\.) {{W}}(?:s[ıiuü]n?)?(?: gününü?)?{_CASE}", {"nth": True}),
        Rule(rf"{{M}} ayının (?:{{ord}}|{{d}}\.) {{W}}(?:s[ıiuü]n?)?(?: günü)?{_CASE}", {"nth": True}),
        *days_without_year(True),
        Rule(r"her (?:{W}|{unit}|{part}|sabah|akşam)", {"kind": "set"}),
        Rule(rf"{{mod}} {{one}} {{W}}(?: günü)?{_CASE}"),
        Rule(rf"{{mod}} ayın (?:{{D}}|{{DW}}{_NUMBER_CASE})".replace("ayın", "{one}")),
        Rule(rf"{{day}},? {{W}}(?: günü)?{_CASE}"),
        Rule(rf"{{mod}} {{W}}(?: {{part}}| günü)?{_CASE}"),
        Rule(rf"{{W}} (?:{{D}}|{{DW}}{_NUMBER_CASE})(?=\W|$)"),
        Rule(rf"{{W}}(?: {{part}}| günü)?{_CASE}"),
        Rule(r"aynı (?:gün|{one})|o gün", {"from_text": True}),
        Rule(r"(?:ertesi|sonraki|bir sonraki) gün", {"from_text": True, "sign": 1, "else_today": True}),
        Rule(r"(?:bir gün önce|bir önceki gün)", {"from_text": True, "sign": -1}),
        Rule(r"{day}(?:[dt][ae]n) {n} {unit} önce", {"sign": -1}),
        Rule(r"{day}(?:[dt][ae]n)(?: itibaren)? {n} {unit} sonra", {"sign": 1}),
        Rule(r"(?:şimdiden|şu andan itibaren|bugünden itibaren) {n} {unit} sonra", {"sign": 1, "exact": True}),
        Rule(rf"{_ABOUT}{{n}} {{unit}}(?:,? (?:ve )?{{n2}} {{unit2}})?(?:,? (?:ve )?{{n3}} {{unit3}})? önce", {"sign": -1}),
        Rule(rf"{_ABOUT}{{n}} {{unit}}(?:,? (?:ve )?{{n2}} {{unit2}})?(?:,? (?:ve )?{{n3}} {{unit3}})? sonra", {"sign": 1}),
        Rule(rf"{{day}}{_CASE}"),
        Rule(r"(?:{Y}(?:'?[ıiuü]n)? |yılın |{mod} {one} )?(?:{ord}|ilk|ikinci|üçüncü|dördüncü|{d}\.) çeyreği?(?:nde)?".replace("yılın ", "(?:yılın) "), {"quarter": True}),
        Rule(r"(?:son|önümüzdeki|gelecek) {n} {unit}", {"kind": "duration"}),
        Rule(rf"{{mod}} {{one}}(?:ın|in|un|ün|nın|nin)?(?: {{edge}})?{_CASE}"),
        Rule(r"(?:yıl|ay|hafta) (?:sonu|başı|ortası)(?:na|nda)?".replace("(?:yıl|ay|hafta)", "{one}"), {"mod": 0}),
        Rule(r"{Y} {season}|{mod} {season}"),
        Rule(rf"{{Y}} {{M}}{_CASE}"),
        Rule(rf"{{M}} {{Y}}{_CASE}"),
        Rule(rf"{{mod}} {{M}}{_CASE}|{{mod}} {{one}}(?:ın)? {{M}}{_CASE}"),
        Rule(r"{M} ayı(?:nda|na|nın)?|{M}'?(?:ta|te|da|de|dan|den|tan|ten|a|e)(?!\w)"),
        Rule(r"{Y}'?(?:lı|li|lu|lü)(?: yıllar(?:da|ın)?)?", {"decade": True}),
        Rule(r"{Y} (?:yılı|yılında|yılından|yılının|yılına|senesinde)|{Y}'(?:[dt][ae]n?|y?[ae]|[ıiuü]n)"),
        Rule(r"saat {h}[.:]{min}(?:'?\w{1,3})?"),
        Rule(r"{d}'(?:s?[ıiuü]n[dt]?[ae])"),
        Rule(rf"ayın (?:{{D}}|{{DW}}{_NUMBER_CASE})"),
    ],
)  # fmt: skip
