"""Times in French."""

from __future__ import annotations

from tawatur.annotate.times.grammar import (
    CLOCK,
    ISO,
    Grammar,
    Rule,
    days_without_year,
    numeric_dates,
)

_PART = r"(?:(?: au | dans l'| dans la | en | |, )?{part})?"
_AT = r"(?:,? (?:à|vers|dès) {h} ?h(?:eures?)?(?: ?{min})?)?"
_ABOUT = r"(?:environ |près de |plus de |moins de |presque |à peine |une? )?"

GRAMMAR = Grammar(
    language="fr",
    months=(
        "janvier|janv|jan", "février|fevrier|févr|fév|fev", "mars", "avril|avr", "mai", "juin", "juillet|juil", "août|aout", "septembre|sept",
        "octobre|oct", "novembre|nov", "décembre|decembre|déc|dec",
    ),
    article=r"(?:(?:le|la|les|du|au)\s+|l')?",
    weekdays=("lundi|lun", "mardi|mar", "mercredi|mer", "jeudi|jeu", "vendredi|ven", "samedi|sam", "dimanche|dim"),
    capital_words=frozenset({"mar", "mer", "jeu", "ven", "sam", "dim", "lun", "dec", "jan"}),
    days={
        "aujourd'hui": 0, "hier": -1, "avant-hier": -2, "demain": 1, "après-demain": 2, "ce matin": 0, "ce soir": 0, "cet après-midi": 0, "cette nuit": 0,
        "hier soir": -1, "hier matin": -1, "hier après-midi": -1, "demain matin": 1, "demain soir": 1, "ce jour": 0, "la nuit dernière": -1,
        "avant hier": -2, "après demain": 2, "le surlendemain de demain": 3, "ce midi": 0,
    },
    units={
        "jour": "day", "jours": "day", "semaine": "week", "semaines": "week", "mois": "month", "an": "year", "ans": "year", "année": "year",
        "années": "year", "heure": "hour", "heures": "hour", "minute": "minute", "minutes": "minute", "décennie": "decade", "décennies": "decade",
        "trimestre": "quarter", "siècle": "century", "siècles": "century",
    },
    ones={
        "semaine": "week", "mois": "month", "an": "year", "année": "year", "week-end": "weekend", "weekend": "weekend", "trimestre": "quarter",
        "décennie": "decade", "siècle": "century",
    },
    mods={
        "dernier": -1, "dernière": -1, "passé": -1, "passée": -1, "écoulé": -1, "écoulée": -1, "prochain": 1, "prochaine": 1, "à venir": 1,
        "en cours": 0, "courant": 0, "suivant": 1, "suivante": 1, "précédent": -1, "précédente": -1,
    },
    parts=("matin", "soir", "après-midi", "midi", "nuit", "soirée", "matinée", "mi-journée"),
    seasons={"printemps": "SP", "été": "SU", "automne": "FA", "hiver": "WI"},
    edges=("début", "fin", "mi-", "mi", "courant", "au début de", "à la fin de", "à la mi-", "la fin du mois de", "au début du mois de", "dès", "depuis", "d'ici la fin de",
           "avant la fin de", "d'ici"),
    quantities={"quelques": None, "plusieurs": None, "une dizaine de": 10, "une quinzaine de": 15, "deux ou trois": None},
    day_ending=r"(?:er|ère)?",
    extra_triggers=("chaque", "lendemain", "veille", "tous les", "quotidien", "trimestre", "semestre", "siècle"),
    digit_triggers=r"\b1er\b|\b\d\d? ?h(?:eures)?\b",
    future=(
        r"(?<!\w)(?:\w{2,}(?:era|eront|ira|iront|dra|dront|vra|vront|rra|rront)|sera|seront|aura|auront|fera|feront|va|vont|doit|doivent|devrait|devraient|prévue?s?|attendue?s?|"
        r"avant|d'ici|jusqu'au|à partir)(?!\w)"
    ),
    past=(
        r"(?<!\w)(?:a|ont|est|sont|avait|avaient|était|étaient|fut|furent|eut|a été|ont été|\w{3,}(?:ait|aient|èrent|é|ée|és|ées))(?!\w)"
    ),
    rules=[
        *ISO, *CLOCK,
        Rule(r"{D}(?: ?(?:-|et|au|ou) ?){D2} {M}(?: {Y})?", {"pair": True}),
        Rule(rf"(?:{{W}}{_PART},? (?:le )?)?(?:{{D}}|{{DW}}) (?:de |d')?{{M}}(?:,? (?:de )?(?:{{Y}}|{{YW}})| {{mod}}| de l'année dernière)?{_AT}"),
        Rule(r"{M}[ -](?:{d}|{DW})(?:, ?{Y})?(?! ?{M})"),
        Rule(r"{d}[-/]{M}(?:[-/ ](?:{Y}|{y}))?(?![\d/-])"),
        *numeric_dates(True), *days_without_year(True, "le|du|au|depuis|dès"),
        Rule(r"(?:{D}|{DW}) (?:de la|de l'|du|de) ?{one}(?: {mod})?(?! \w+ère)", {"mod": 0}),
        Rule(r"(?:{D}|{DW}) de (?:ce|cette) {one}", {"mod": 0}),
        Rule(r"{ord} {W}", {"nth": True, "line_end": True}),
        Rule(r"{ord} {W} (?:du|de la|de) (?:{one} {mod}|{M}(?: {Y})?)", {"nth": True}),
        Rule(r"{ord} {W} de (?:ce|cette) {one}", {"nth": True, "mod": 0}),
        Rule(r"(?:chaque|tous les|toutes les) (?:{n} )?(?:{W}s?|{unit}|{part}s?)", {"kind": "set"}),
        Rule(r"les {W}s", {"kind": "set"}),
        Rule(r"{W} (?:de )?(?:la )?{one} {mod}"),
        Rule(r"{W},? (?:de )?cette semaine", {"this_week": True}),
        Rule(r"{one} {mod},? (?:le )?{W}"),
        Rule(rf"{{day}},? (?:le )?{{W}}{_PART}"),
        Rule(rf"{{W}} {{mod}}{_PART}"),
        Rule(r"ce {W}", {"mod": 0}),
        Rule(r"{W} (?:le )?{n}", {"line_end": True}),
        Rule(r"{W} {d}(?=\s*(?:[.,;)](?!\d)|$))"),
        Rule(rf"(?:{{part}} (?:de |du )?)?{{WL}}{_PART}{_AT}"),
        Rule(r"(?:même|ce même) jour|ce jour-là", {"from_text": True}),
        Rule(r"(?:lendemain|jour suivant|jour d'après)", {"from_text": True, "sign": 1, "else_today": True}),
        Rule(r"veille(?! de| du)|le jour (?:précédent|d'avant)", {"from_text": True, "sign": -1}),
        Rule(r"{n} {unit} (?:à partir de|après|à compter de) (?:maintenant)", {"sign": 1, "exact": True}),
        Rule(r"{n} {unit} (?:à partir d'|à partir de |après |à compter d')\s*{day}", {"sign": 1}),
        Rule(r"{n} {unit} avant {day}", {"sign": -1}),
        Rule(r"cette {one},? (?:le )?{W}", {"mod": 0}),
        Rule(r"{n} {unit} (?:plus tôt|auparavant)", {"from_text": True, "sign": -1}),
        Rule(r"{n} {unit} (?:plus tard|après)", {"from_text": True, "sign": 1}),
        Rule(r"la même {one}|le même mois|cette année-là", {"from_text": True}),
        Rule(rf"il y a {_ABOUT}{{n}} {{unit}}(?:(?:,| et) {{n2}} {{unit2}})?(?:(?:,| et) {{n3}} {{unit3}})?", {"sign": -1}),
        Rule(rf"dans {_ABOUT}{{n}} {{unit}}", {"sign": 1}),
        Rule(r"{day}"),
        Rule(r"(?:{ord}|{D}e?) trimestre(?: (?:de )?(?:{Y}|{mod}))?", {"quarter": True}),
        Rule(r"(?:les )?{n} (?:derniers|dernières|prochains|prochaines) {unit}", {"kind": "duration"}),
        Rule(r"(?:{edge} ?(?:de |du )?)?(?:la |le |l')?{one} {mod}"),
        Rule(r"(?:{edge} ?(?:de |du )?)?(?:cette|cet|ce) {one}", {"mod": 0}),
        Rule(r"(?:à la |la |en )?(?:fin|début) (?:de la |du |de l'|d'){one}(?! {mod})", {"mod": 0}),
        Rule(r"(?:printemps|été|automne|hiver) {mod}".replace("(?:printemps|été|automne|hiver)", "{season}")),
        Rule(r"(?:l'|au |à l'|en |cet |le )?{season} {Y}"),
        Rule(r"(?:{edge} ?)?(?:en |de )?{M}(?: de l'an(?:née)?)? {Y}"),
        Rule(r"(?:{edge} ?)?(?:en )?{M} {mod}"),
        Rule(r"(?:en|depuis|{edge}|fin|mois de|de|à) ?{M}(?! ?\d)"),
        Rule(r"(?:les )?années {Y}", {"decade": True}),
        Rule(r"(?:en|depuis|dès|de|avant|après|l'année|l'an|fin|début|d'ici|à|jusqu'en|entre|et) (?=1[5-9]|20){Y}(?![-/.]\d\d?[-/.]\d)(?!(?:,\d|\.\d| ?%| (?:personnes|euros|morts|habitants|dollars|kilomètres|mètres)))"),
        Rule(r"(?<=\(){Y}(?=\))"),
        Rule(r"(?<=le ){d}(?=\s*(?:[.,;)](?!\d)|$))"),
        Rule(r"(?:à |vers |dès ){h} ?h(?:eures)? ?(?:{min})?"),
    ],
)  # fmt: skip
