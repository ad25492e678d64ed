"""Times in Spanish."""

from __future__ import annotations

from tawatur.annotate.times.grammar import (
    CLOCK,
    ISO,
    Grammar,
    Rule,
    days_without_year,
    numeric_dates,
)

_PART = r"(?:,? (?:por la |en la |a la |al ){part})?"
_ABOUT = r"(?:unos |unas |casi |más de |menos de |cerca de |aproximadamente )?"

GRAMMAR = Grammar(
    language="es",
    months=(
        "enero|ene", "febrero|feb", "marzo|mar", "abril|abr", "mayo|may", "junio|jun", "julio|jul", "agosto|ago", "septiembre|setiembre|sept|sep",
        "octubre|oct", "noviembre|nov", "diciembre|dic",
    ),
    article=r"(?:(?:el|la|los|las|del|al)\s+)?",
    weekdays=("lunes", "martes", "miércoles|miercoles", "jueves", "viernes", "sábado|sabado", "domingo"),
    days={
        "hoy": 0, "ayer": -1, "anteayer": -2, "antier": -2, "antes de ayer": -2, "mañana": 1, "pasado mañana": 2, "anoche": -1, "esta noche": 0,
        "esta mañana": 0, "esta tarde": 0, "ayer por la tarde": -1, "ayer por la noche": -1, "ayer por la mañana": -1, "mañana por la mañana": 1,
        "mañana por la tarde": 1, "mañana por la noche": 1, "hoy mismo": 0, "el día después de mañana": 2, "el día despues de mañana": 2,
        "esta madrugada": 0, "este mediodía": 0, "la víspera": -1, "este día": 0,
    },
    units={
        "día": "day", "días": "day", "dias": "day", "semana": "week", "semanas": "week", "mes": "month", "meses": "month", "año": "year",
        "años": "year", "hora": "hour", "horas": "hour", "minuto": "minute", "minutos": "minute", "década": "decade", "décadas": "decade",
        "trimestre": "quarter", "siglo": "century", "siglos": "century", "quincena": "fortnight",
    },
    ones={
        "semana": "week", "mes": "month", "año": "year", "fin de semana": "weekend", "trimestre": "quarter", "década": "decade", "siglo": "century",
        "ejercicio": "year",
    },
    mods={
        "pasado": -1, "pasada": -1, "anterior": -1, "último": -1, "última": -1, "próximo": 1, "próxima": 1, "proximo": 1, "proxima": 1, "que viene": 1,
        "entrante": 1, "siguiente": 1, "este": 0, "esta": 0, "actual": 0, "en curso": 0, "corriente": 0, "antepasado": -2, "antepasada": -2,
    },
    parts=("mañana", "tarde", "noche", "madrugada", "mediodía", "medianoche"),
    seasons={"primavera": "SP", "verano": "SU", "otoño": "FA", "invierno": "WI"},
    edges=("principios de", "a principios de", "finales de", "a finales de", "mediados de", "a mediados de", "fines de", "a fines de", "comienzos de", "a comienzos de",
           "inicios de", "a inicios de", "desde", "hasta"),
    quantities={"varios": None, "varias": None, "algunos": None, "unos": None, "pocos": None, "unos pocos": None, "un par de": 2},
    day_ending=r"(?:º|°|ro|er)?",
    extra_triggers=("cada", "todos los", "ese mismo", "trimestre", "siglo", "hace"),
    digit_triggers=r"\b1(?:º|ro)\b",
    future=(
        r"(?<!\w)(?:\w{2,}(?:ará|erá|irá|arán|erán|irán|drá|drán|brá|rrá)|será|serán|va a|van a|prevé|prevén|previsto|prevista|previstos|debe|deben|deberá|planea|hasta|"
        r"antes del|a partir)(?!\w)"
    ),
    past=r"(?<!\w)(?:fue|fueron|ha|han|había|habían|era|eran|estaba|hizo|dijo|tuvo|pudo|dio|puso|vino|\w{3,}(?:ó|aron|ieron|ía|ían|aba|aban|ado|ido))(?!\w)",
    rules=[
        *ISO, *CLOCK,
        Rule(r"(?:del |el |los días )?{D}(?: ?(?:-|y|al|o) (?:el )?|-){D2} de {M}(?:,? (?:de |del )?(?:año )?{Y})?", {"pair": True}),
        Rule(rf"(?:{{W}},? (?:día )?)?(?:{{D}}|{{DW}})(?: de| del mes de|-| )\s*{{M}}(?:,? (?:de |del )?(?:año )?(?:{{Y}}|{{YW}})| (?:del año )?{{mod}})?{_PART}"),
        Rule(r"{M}[ -]{d}(?:,? (?:de |del )?{Y})?"),
        Rule(r"{d} del {m}(?=\D|$)"),
        *numeric_dates(True), *days_without_year(True, "el|del|al|hasta|desde"),
        Rule(r"(?:{D}|{DW}) de(?:l| la) (?:{mod} {one}|{one} {mod}|{one} en curso)", {"mod": 0}),
        Rule(r"(?:{D}|{DW}) de (?:{mod} {one})"),
        Rule(r"{ord} {W}", {"nth": True, "line_end": True}),
        Rule(r"{ord} {W} (?:de|del) (?:{mod} {one}|{one} {mod}|{M}(?: de(?:l)? {Y})?)", {"nth": True}),
        Rule(r"(?:cada|todos los|todas las) (?:{n} )?(?:{W}s?|{unit}|{part}s)", {"kind": "set"}),
        Rule(r"los (?:lunes|martes|miércoles|jueves|viernes|sábados|domingos)(?! (?:{D}|y))", {"kind": "set"}),
        Rule(r"{W} de (?:la )?(?:{mod} {one}|{one} {mod})"),
        Rule(r"(?:{mod} {one}|{one} {mod}),? (?:el )?{W}"),
        Rule(rf"{{day}},? (?:el )?{{W}}{_PART}"),
        Rule(rf"{{mod}} {{W}}{_PART}"),
        Rule(rf"{{W}} {{mod}}{_PART}"),
        Rule(r"{W} {n}", {"line_end": True}),
        Rule(r"{W} {d}(?=\s*(?:[.,;)](?!\d)|$))"),
        Rule(rf"(?:(?:la |el )?{{part}} del )?(?:el |del |al )?{{W}}{_PART}"),
        Rule(r"mismo día|ese (?:mismo )?día|aquel día", {"from_text": True}),
        Rule(r"(?:día siguiente)", {"from_text": True, "sign": 1, "else_today": True}),
        Rule(r"(?:día anterior)|un día antes", {"from_text": True, "sign": -1}),
        Rule(r"{n} {unit} (?:a partir de|después de|desde) {day}", {"sign": 1}),
        Rule(r"{n} {unit} antes de {day}", {"sign": -1}),
        Rule(r"{n} {unit} (?:antes)", {"from_text": True, "sign": -1}),
        Rule(r"{n} {unit} (?:después|más tarde)", {"from_text": True, "sign": 1}),
        Rule(r"(?:ese|aquel|el mismo) {one}|esa (?:misma )?semana", {"from_text": True}),
        Rule(rf"hace {_ABOUT}{{n}} {{unit}}(?:(?:,| y) {{n2}} {{unit2}})?(?:(?:,| y) {{n3}} {{unit3}})?", {"sign": -1}),
        Rule(r"{n} {unit}(?: y {n2} {unit2})? atrás", {"sign": -1}),
        Rule(r"{n} {unit}(?: y {n2} {unit2})? (?:a partir de|desde) (?:ahora|hoy)", {"sign": 1, "exact": True}),
        Rule(rf"(?:dentro de|en) {_ABOUT}{{n}} {{unit}}(?! (?:ha|se))", {"sign": 1}),
        Rule(r"(?<!la )(?<!esa )(?<!una )(?<!cada )(?<!toda la ){day}"),
        Rule(r"{ord} trimestre(?: (?:de |del )?(?:año )?(?:{Y}|{mod}))?", {"quarter": True}),
        Rule(r"(?:últimos|últimas|próximos|próximas|pasados) {n} {unit}", {"kind": "duration"}),
        Rule(r"(?:{edge} )?(?:el |la |del |de la )?(?:{mod} {one}|{one} {mod})"),
        Rule(r"{edge} (?:la )?(?:semana|mes|año)".replace("(?:semana|mes|año)", "{one}"), {"mod": 0}),
        Rule(r"{season} (?:de |del )?(?:{Y}|{mod}|año {mod})"),
        Rule(r"(?:{mod}) {season}"),
        Rule(r"(?:{edge} )?{M}(?: de| del)?(?: año)? {Y}"),
        Rule(r"(?:{edge} )?{M} (?:{mod}|del año {mod})"),
        Rule(r"{mod} {M}"),
        Rule(r"(?:{edge}|en|de|mes de|desde|hasta|para) {M}(?! ?\d)(?! de \d)"),
        Rule(r"(?:los )?años {Y}", {"decade": True}),
        Rule(r"(?:en|desde|hasta|de|del|año|antes de|entre|y|para|a) (?=1[5-9]|20){Y}(?![-/.]\d\d?[-/.]\d)(?!(?:,\d|\.\d| ?%| (?:personas|euros|muertos|dólares|kilómetros|metros|millones)))"),
        Rule(r"(?<=\(){Y}(?=\))"),
        Rule(r"(?:(?<=el )|día )(?:{d}|{DW})(?=\s*(?:[.,;)](?!\d)|$))"),
        Rule(r"a las {h}(?:[:.]{min})(?: horas)?"),
    ],
)  # fmt: skip
