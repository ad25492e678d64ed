"""Times in German."""

from __future__ import annotations

from tawatur.annotate.times.grammar import (
    CLOCK,
    ISO,
    Grammar,
    Rule,
    days_without_year,
    numeric_dates,
)

_PART = r"(?:(?: |-)?{part})?"
_AT = r"(?:,? (?:um|ab|gegen) {h}(?:[.:]{min})? uhr)?"
_ABOUT = r"(?:etwa |rund |fast |mehr als |weniger als |gut |knapp |ungefähr |genau |über )?"
_ADJ = ("{}en", "{}er", "{}e", "{}es", "{}em")


def _forms(table: dict[str, int]) -> dict[str, int]:
    return {form.format(stem): value for stem, value in table.items() for form in _ADJ}


GRAMMAR = Grammar(
    language="de",
    months=(
        "januar|jänner|jan", "februar|feber|feb", "märz|mär|maerz", "april|apr", "mai", "juni|jun", "juli|jul", "august|aug",
        "september|sept|sep", "oktober|okt", "november|nov", "dezember|dez",
    ),
    weekdays=("montag|montags", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag|sonnabend", "sonntag"),
    days={
        "heute": 0, "gestern": -1, "vorgestern": -2, "morgen": 1, "übermorgen": 2, "heute morgen": 0, "heute abend": 0, "heute früh": 0,
        "heute nacht": 0, "heute vormittag": 0, "heute nachmittag": 0, "heute mittag": 0, "gestern abend": -1, "gestern morgen": -1,
        "gestern nachmittag": -1, "gestern vormittag": -1, "gestern früh": -1, "gestern nacht": -1, "gestern mittag": -1, "morgen abend": 1,
        "morgen früh": 1, "morgen vormittag": 1, "morgen nachmittag": 1, "morgen mittag": 1, "heutigen tag": 0, "heutigen tages": 0,
    },
    units={
        "tag": "day", "tage": "day", "tagen": "day", "woche": "week", "wochen": "week", "monat": "month", "monate": "month",
        "monaten": "month", "jahr": "year", "jahre": "year", "jahren": "year", "stunde": "hour", "stunden": "hour", "minute": "minute",
        "minuten": "minute", "jahrzehnt": "decade", "jahrzehnte": "decade", "jahrzehnten": "decade", "jahrhundert": "century",
        "jahrhunderten": "century", "quartal": "quarter", "trimester": "quarter", "quartale": "quarter",
    },
    ones={
        "woche": "week", "monat": "month", "monats": "month", "jahr": "year", "jahres": "year", "jahrzehnt": "decade", "wochenende": "weekend",
        "quartal": "quarter", "jahrhundert": "century", "geschäftsjahr": "year", "saison": "season",
    },
    mods=_forms({
        "vergangen": -1, "letzt": -1, "vorig": -1, "verflossen": -1, "abgelaufen": -1, "dies": 0, "laufend": 0, "heurig": 0, "kommend": 1,
        "nächst": 1, "folgend": 1, "vorvergangen": -2, "vorletzt": -2, "übernächst": 2,
    }),
    parts=(
        "morgen", "vormittag", "mittag", "nachmittag", "abend", "nacht", "früh", "abends", "morgens", "nachmittags", "vormittags", "mittags", "nachts",
    ),
    seasons={"frühling": "SP", "frühjahr": "SP", "sommer": "SU", "herbst": "FA", "winter": "WI"},
    edges=("anfang", "mitte", "ende", "beginn", "zu beginn", "gegen ende", "bis ende", "seit anfang", "früh", "spät"),
    quantities={"mehrere": None, "mehreren": None, "einige": None, "einigen": None, "wenige": None, "wenigen": None, "paar": None,
                "ein paar": None, "vielen": None, "viele": None},
    day_ending=r"\.?",
    extra_triggers=("jahreshälfte", "halbjahr", "quartal", "wochenende", "heurigen", "heutigen", "morgigen", "gestrigen", "vorjahr", "vorjahres", "heuer", "uhr", "am", "tags darauf", "jährlich", "täglich"),
    digit_triggers=r"\b\d\d?\.(?= ?\w)|\d0er",
    future=(
        r"\b(?:wird|werden|würde|soll|sollen|will|wollen|morgen|kommt|kommen|findet|finden|plant|planen|geplant|vorgesehen|beginnt|beginnen|startet|starten|"
        r"startschuss|bis|ab|lädt|laden|tritt|treten|steht|stehen|trifft|treffen|erwartet|läuft|gastiert|eröffnet wird|dürfte|dürften|können|kann)\b"
    ),
    unsigned="future",
    past=(
        r"\b(?:war|waren|wurde|wurden|(?:hat|haben|ist|sind)(?=[^.\n]* (?:\w*ge\w{2,}(?:t|en)|\w+iert|worden|(?:be|ver|er|ent|zer)\w{2,}(?:t|en))\b)|hatte|hatten|sagte|sagten|erklärte|teilte|gab|kam|kamen|ging|gingen|stand|fand|fanden|nahm|trat|sprach|"
        r"(?:be|er|ver|ent|zer|ge|unter|über|wider|miss|zu)?(?:traf|blieb|lag|saß|schrieb|schrie|hielt|ließ|rief|fiel|zog|schlug|schloss|sah|sang|sank|bat|bot|bog|stieß|flog|flossen|"
        r"floss|fuhr|lief|wuchs|lud|stieg|brach|warf|half|schien|gelang|drang|sprang|schwieg|litt|griff|ritt|schnitt|wies|trug|wusch|schuf|riss|biss|band|fand|stand|kam|nahm|"
        r"gab|trat|sprach|ging|hing|fing|zwang|rann|gewann|begann|verlor|schwamm|las|aß|vergaß|maß|saßen|starb|verdarb|stahl|empfahl|befahl|galt|hob|schob|flohen|floh|log|betrog)(?:en)?|"
        r"wollte[n]?|konnte[n]?|musste[n]?|durfte[n]?|sollte[n]?|mochte[n]?|wusste[n]?|brachte[n]?|dachte[n]?|"
        r"berichtete|verlor|gewann|starb|ge\w{3,}t|[a-zäöü]{3,}(?:te|ten))\b"
    ),
    nowadays=frozenset({"heute"}),
    nowadays_beside=r"\bauch heute\b|\bheute (?:noch|leben|zählt)\b(?! \w*vormittag| \w*abend)|\b(?:wie|was) (?:wir|man|jeder) heute\b|\b(?:damals|einst|früher|seinerzeit)\b[^\n]*\bheute\b",
    rules=[
        *ISO, *CLOCK,
        Rule(rf"(?:{{W}}{_PART},? (?:dem |den |der )?)?(?:{{D}}|{{DW}}) ?{{M}}(?:,? {{Y}}| (?:des )?{{mod}} {{one}})?{_AT}"),
        Rule(r"{d}\. ?(?:bis|und|/|-|oder|bis zum|bis einschließlich) ?{D2} ?{M}(?: {Y})?".replace("{d}\\.", "{D}"), {"pair": True}),
        Rule(r"(?:{W},? (?:dem |den )?)?(?:{D}|{DW}) ?{M}"),
        # "am 3., 4., 5. und 7. Oktober": each day takes the month at the end of the list
        Rule(r"{D}(?=(?:, ?\d\d?\.)*,?(?: und| sowie| bis|,)(?: am)? ?\d\d?\. ?{M}(?: {Y})?)"),
        Rule(r"{M} {d}, ?{Y}"),
        *numeric_dates(True), *days_without_year(True, "am|bis|zum|ab|vom"),
        Rule(r"{d}\.{m}\.(?= |$|,|\))"),
        Rule(r"(?:{D}|{DW}) (?:(?:des|der) )?{mod} {one}"),
        Rule(r"(?:{D}|{DW}) (?:dieses|des) {one}", {"mod": 0}),
        Rule(r"{W},? (?:(?:dem|den|der) )?(?:{D}|{DW})(?=\s*(?:[.,;)]|$))"),
        Rule(r"(?:am|zum|bis zum|ab dem|vom) (?:{D}|{DW})", {"line_end": True}),
        Rule(r"{n} {unit} (?:ab|nach|von) (?:heute an|heute|jetzt)", {"sign": 1, "exact": True}),
        Rule(r"heute in {n} {unit}", {"sign": 1, "exact": True}),
        Rule(r"heute vor {n} {unit}", {"sign": -1, "exact": True}),
        Rule(r"{n} {unit} (?:ab|nach) {day}", {"sign": 1}),
        Rule(r"{n} {unit} vor {day}", {"sign": -1}),
        Rule(r"{ord} {W}", {"nth": True, "line_end": True}),
        Rule(r"{ord} {W} (?:im|des|in) (?:{mod} {one}|{M}(?: {Y})?)", {"nth": True}),
        # jeden Freitag, täglich, pro Jahr
        Rule(r"(?:jeden|jede|jedes|jeder|jedem|alle) (?:{n} |{ord} |paar |zweiten |dritten |ersten |letzten |vorletzten )?(?:{W}(?:{part})?|{unit}|{part})(?: im {one})?", {"kind": "set"}),
        Rule(r"(?:täglich|wöchentlich|monatlich|jährlich)(?:e|en|er|es)?|(?:pro|im) (?:tag|jahr(?= \d* ?(?:euro|prozent))|woche)", {"kind": "set"}),
        Rule(r"{W} (?:vormittags|nachmittags|abends|morgens|mittags|nachts)", {"kind": "set"}),
        Rule(r"{W}s(?: {part})?".replace("{W}s", "(?:montags|dienstags|mittwochs|donnerstags|freitags|samstags|sonntags)"), {"kind": "set"}),
        Rule(r"{mod} {one} (?:am )?{W}"),
        Rule(r"{W} (?:der )?{mod} {one}"),
        Rule(rf"(?:am )?(?:heutigen|morgigen|gestrigen) {{W}}{_PART}", {"deictic": True}),
        Rule(rf"{{day}},? (?:am )?\(?{{W}}\)?{_PART}"),
        Rule(rf"{{mod}} {{W}}{_PART}{_AT}"),
        # no "Herz-Jesu-Sonntag", but "Montag-Freitag"
        Rule(rf"(?:(?<!\w-)|(?<=tag-)|(?<=woch-)|(?<=abend-)){{W}}{_PART}(?: {{mod}} {{one}})?{_AT}(?!s)"),
        # counted from the text
        Rule(r"(?:am )?(?:selben|gleichen|diesem|jenem) (?:tag|abend)", {"from_text": True}),
        Rule(r"(?:am )?(?:tag darauf|tags darauf|nächsten tag|folgenden tag|darauffolgenden tag|nächsten morgen)", {"from_text": True, "sign": 1, "else_today": True}),
        Rule(r"am (?:tag zuvor|vortag)|tags zuvor", {"from_text": True, "sign": -1}),
        Rule(r"{n} {unit} (?:zuvor|davor|früher|vorher)(?!,? als)", {"from_text": True, "sign": -1}),
        Rule(r"{n} {unit} (?:später|danach|darauf)(?!,? als)", {"from_text": True, "sign": 1}),
        Rule(r"im (?:selben|gleichen) {one}", {"from_text": True}),
        Rule(r"am (?:frühen |späten )?(?:morgen|vormittag|mittag|nachmittag|abend)(?! des)|abends", {"part_of_day": True}),
        # vor drei Tagen, in zwei Wochen
        # "mehr als zehn Jahre" ago is a time before, no year
        Rule(r"vor (?:mehr als|über|weniger als|gut|knapp|fast) (?:{n} )?{unit}", {"sign": -1, "vague": True}),
        Rule(rf"vor {_ABOUT}{{n}} {{unit}}(?:(?:,| und) {{n2}} {{unit2}})?(?:(?:,| und) {{n3}} {{unit3}})?", {"sign": -1}),
        Rule(rf"seit {_ABOUT}{{n}} {{unit}}", {"kind": "duration"}),
        Rule(rf"in {_ABOUT}{{n}} {{unit}}(?! (?:lang|hat|wurde|war))", {"sign": 1}),
        Rule(r"(?<!\bguten )(?<!\bam )(?<!\bden )(?<!\bjeden )(?<!\bder )(?<!\beinen )(?<!\bzum ){day}"),
        Rule(r"(?:(?:dem|im|zum|den) )?(?:gleichen|selben|entsprechenden) (?:zeitraum|quartal|trimester|monat)s? (?:des|im) vorjahr(?:es|s)?|(?:vorjahreszeitraum|vorjahresquartal|vorjahresmonat)s?", {"same_period": -1}),
        Rule(r"vorjahr(?:es)?", {"year_shift": -1}),
        Rule(r"heuer|heurigen jahr(?:es)?", {"year_shift": 0}),
        Rule(r"(?:{ord}|{D}) (?:quartal|trimester)(?:s)?(?: (?:des jahres |von )?(?:{Y}|{mod} {one}))?", {"quarter": True}),
        Rule(r"(?:{ord}|{D}) (?:halbjahr|jahreshälfte)(?:s)?(?: (?:des jahres |von )?(?:{Y}|{mod} {one}))?", {"half": True}),
        Rule(r"(?:den |in den )?(?:vergangenen|letzten|kommenden|nächsten) {n} {unit}", {"kind": "duration"}),
        Rule(r"(?:{edge} )?(?:in |im |der |des |die |dem )?{mod} {one}"),
        Rule(r"{n} {unit} lang|(?:für|innerhalb von|binnen|während der|jeweils) {n} {unit}", {"kind": "duration"}),
        Rule(r"{edge} (?:des|der) {one}", {"mod": 0}),
        Rule(r"(?:{edge} )?(?:am )?wochenende", {"weekend": True}),
        Rule(r"(?:{edge} )?{season}(?: des jahres)? {Y}"),
        Rule(r"(?:{mod}) {season}"),
        Rule(r"(?:{edge} )?{M}(?: des jahres)? {Y}"),
        Rule(r"(?:{edge} )?{M}(?: (?:des )?{mod} {one})?(?! ?\d)(?!er)"),
        Rule(r"(?:die |den |der )?(?:frühen |späten )?{Y}er(?:[- ]jahren?)?", {"decade": True}),
        Rule(r"(?:{D}|{ord}) jahrhunderts?", {"century": True}),
        Rule(r"(?:anfang |mitte |ende |seit |im |jahr |jahre )+{Y}"),
        Rule(r"(?:(?<=\d\d\d\d bis )|(?<=\d\d\d\d und )|(?<=\d\d\d\d oder )){Y}"),
        Rule(r"(?<![.,/-])(?<!\bes )(?<!\bjahrgang )(?=1[5-9]|20)(?:{Y})(?!(?:,\d|\.\d|%|-| (?:euro|prozent|menschen|personen|meter|stimmen|einwohner|quadratmeter|kilometer|stunden|besucher|mitglieder|teilnehmer|uhr)))", {"bare": True}),
        # "am 3., 4. und 5. Oktober, jeweils 20 Uhr": of each day, so of none
        Rule(r"jeweils (?:um |ab |von )?{h}(?:[.:]{min})?(?: ?(?:-|bis|und) ?{h2}(?:[.:]{min2})?)? ?uhr", {"kind": "set"}),
        Rule(r"(?:von )?{h}(?:[.:]{min})? ?(?:-|bis|und) ?{h2}(?:[.:]{min2})? uhr"),
        Rule(r"(?:um |ab |gegen |von |bis )?{h}(?:[.:]{min})? uhr"),
    ],
)  # fmt: skip
