"""The words around numbers: units, what is counted, bounds. Per language, easy to extend.

Arabic and Persian in the folded spelling of ``numbers.plain_letters``, all others lower case.
``SENSES`` hold regular expressions for words; a prefix is enough where ``\\w*`` says so.
"""

from __future__ import annotations

# word -> canonical unit
UNITS: dict[str, dict[str, str]] = {
    "": {
        "%": "percent", "٪": "percent", "km": "km", "kg": "kg", "cm": "cm", "mm": "mm", "m²": "m2", "km²": "km2", "kw": "kW", "mw": "MW", "gw": "GW",
        "°c": "°C", "$": "USD", "€": "EUR", "£": "GBP", "₽": "RUB", "₺": "TRY", "¥": "JPY", "₪": "ILS", "usd": "USD", "eur": "EUR", "км": "km", "кг": "kg", "см": "cm",
    },
    "en": {
        "percent": "percent", "per cent": "percent", "percentage points": "percentage-point", "percentage point": "percentage-point", "hour": "hour", "hours": "hour",
        "minute": "minute", "minutes": "minute", "second": "second", "seconds": "second", "day": "day", "days": "day", "week": "week", "weeks": "week", "month": "month",
        "months": "month", "year": "year", "years": "year", "decades": "decade", "kilometers": "km", "kilometres": "km", "kilometer": "km", "miles": "mile", "mile": "mile",
        "meters": "m", "metres": "m", "meter": "m", "feet": "ft", "centimeters": "cm", "kilograms": "kg", "kilos": "kg", "pounds": "GBP", "tons": "tonne", "tonnes": "tonne",
        "ton": "tonne", "liters": "litre", "litres": "litre", "barrels": "barrel", "barrels per day": "barrel", "bpd": "barrel", "acres": "acre", "hectares": "hectare",
        "dollars": "USD", "dollar": "USD", "euros": "EUR", "euro": "EUR", "rubles": "RUB", "roubles": "RUB", "lira": "TRY", "liras": "TRY", "riyals": "SAR", "dirhams": "AED",
        "yen": "JPY", "yuan": "CNY", "rupees": "INR", "degrees": "degree", "megawatts": "MW", "points": "point", "cents": "cent", "square kilometers": "km2",
        "square miles": "sq-mile", "mph": "mph", "kph": "km/h", "basis points": "basis-point",
    },
    "ar": {
        "في المئه": "percent", "في المائه": "percent", "بالمئه": "percent", "بالمائه": "percent", "نقطه مئويه": "percentage-point", "ساعه": "hour", "ساعات": "hour", "دقيقه": "minute",
        "دقائق": "minute", "ثانيه": "second", "ثواني": "second", "ثوان": "second", "يوم": "day", "يوما": "day", "ايام": "day", "اسبوع": "week", "اسبوعا": "week", "اسابيع": "week",
        "شهر": "month", "شهرا": "month", "اشهر": "month", "شهور": "month", "عام": "year", "عاما": "year", "اعوام": "year", "سنه": "year", "سنوات": "year", "عقود": "decade",
        "كيلومتر": "km", "كيلومترا": "km", "كيلومترات": "km", "كيلو متر": "km", "كيلو مترا": "km", "كلم": "km", "كم": "km", "متر": "m", "مترا": "m", "امتار": "m", "سنتيمتر": "cm", "سم": "cm",
        "ميل": "mile", "ميلا": "mile", "اميال": "mile", "كيلوغرام": "kg", "كيلوغراما": "kg", "كيلوجرام": "kg", "كيلو": "kg", "طن": "tonne", "طنا": "tonne", "اطنان": "tonne", "لتر": "litre", "لترا": "litre",
        "برميل": "barrel", "برميلا": "barrel", "هكتار": "hectare", "هكتارا": "hectare", "دونم": "dunam", "دونما": "dunam", "دولار": "USD", "دولارا": "USD", "دولارات": "USD", "دولار امريكي": "USD",
        "يورو": "EUR", "روبل": "RUB", "ليره": "lira", "ليره تركيه": "TRY", "ليره سوريه": "SYP", "ليره لبنانيه": "LBP", "جنيه": "EGP", "جنيها": "EGP", "جنيهات": "EGP", "جنيه استرليني": "GBP",
        "ريال": "SAR", "ريالا": "SAR", "ريالات": "SAR", "ريال سعودي": "SAR", "ريال قطري": "QAR", "ريال يمني": "YER", "درهم": "AED", "درهما": "AED", "دينار": "dinar", "دينارا": "dinar", "دينار كويتي": "KWD",
        "دينار عراقي": "IQD", "دينار اردني": "JOD", "شيكل": "ILS", "يوان": "CNY", "ين": "JPY", "درجه": "degree", "درجات": "degree", "درجه مئويه": "°C", "ميغاواط": "MW", "ميجاوات": "MW", "نقطه": "point", "نقاط": "point",
    },
    "ru": {
        "процент": "percent", "процента": "percent", "процентов": "percent", "час": "hour", "часа": "hour", "часов": "hour", "минуту": "minute", "минуты": "minute", "минут": "minute", "секунд": "second",
        "день": "day", "дня": "day", "дней": "day", "суток": "day", "сутки": "day", "неделю": "week", "недели": "week", "недель": "week", "месяц": "month", "месяца": "month", "месяцев": "month", "год": "year", "года": "year",
        "лет": "year", "километр": "km", "километра": "km", "километров": "km", "метр": "m", "метра": "m", "метров": "m", "м": "m", "килограмм": "kg", "килограммов": "kg", "тонн": "tonne", "тонны": "tonne", "литров": "litre",
        "баррелей": "barrel", "баррель": "barrel", "гектаров": "hectare", "га": "hectare", "долларов": "USD", "доллара": "USD", "доллар": "USD", "евро": "EUR", "рублей": "RUB", "рубля": "RUB", "руб": "RUB", "руб.": "RUB", "гривен": "UAH", "гривны": "UAH",
        "юаней": "CNY", "лир": "TRY", "тенге": "KZT", "градусов": "degree", "градуса": "degree", "квадратных километров": "km2", "квадратных метров": "m2", "кв. м": "m2",
    },
    "tr": {
        "yüzde": "percent", "saat": "hour", "dakika": "minute", "saniye": "second", "gün": "day", "hafta": "week", "ay": "month", "yıl": "year", "yıllık": "year", "kilometre": "km", "metre": "m", "kilogram": "kg",
        "kilo": "kg", "ton": "tonne", "litre": "litre", "varil": "barrel", "hektar": "hectare", "dolar": "USD", "avro": "EUR", "euro": "EUR", "lira": "TRY", "tl": "TRY", "ruble": "RUB", "derece": "degree", "puan": "point",
        "saatten": "hour", "günden": "day", "günlük": "day", "saatlik": "hour", "liradan": "TRY", "dolardan": "USD",
    },
    "fr": {
        "pour cent": "percent", "heure": "hour", "heures": "hour", "minute": "minute", "minutes": "minute", "secondes": "second", "jour": "day", "jours": "day", "semaine": "week", "semaines": "week", "mois": "month", "an": "year", "ans": "year",
        "années": "year", "année": "year", "kilomètre": "km", "kilomètres": "km", "mètres": "m", "mètre": "m", "kilos": "kg", "kilogrammes": "kg", "tonnes": "tonne", "litres": "litre", "barils": "barrel", "hectares": "hectare", "dollars": "USD",
        "dollar": "USD", "euros": "EUR", "euro": "EUR", "roubles": "RUB", "livres": "GBP", "dirhams": "MAD", "dinars": "dinar", "degrés": "degree", "points": "point", "kilomètres carrés": "km2",
    },
    "es": {
        "por ciento": "percent", "hora": "hour", "horas": "hour", "minuto": "minute", "minutos": "minute", "segundos": "second", "día": "day", "días": "day", "semana": "week", "semanas": "week", "mes": "month", "meses": "month", "año": "year",
        "años": "year", "kilómetro": "km", "kilómetros": "km", "metros": "m", "metro": "m", "kilos": "kg", "kilogramos": "kg", "toneladas": "tonne", "litros": "litre", "barriles": "barrel", "hectáreas": "hectare", "dólares": "USD", "dólar": "USD",
        "euros": "EUR", "euro": "EUR", "rublos": "RUB", "libras": "GBP", "pesos": "peso", "grados": "degree", "puntos": "point", "kilómetros cuadrados": "km2",
    },
    "de": {
        "prozent": "percent", "prozentpunkte": "percentage-point", "stunde": "hour", "stunden": "hour", "minute": "minute", "minuten": "minute", "sekunden": "second", "tag": "day", "tage": "day", "tagen": "day", "woche": "week", "wochen": "week",
        "monat": "month", "monate": "month", "monaten": "month", "jahr": "year", "jahre": "year", "jahren": "year", "kilometer": "km", "kilometern": "km", "meter": "m", "metern": "m", "kilogramm": "kg", "kilo": "kg", "tonnen": "tonne", "liter": "litre",
        "barrel": "barrel", "hektar": "hectare", "dollar": "USD", "euro": "EUR", "rubel": "RUB", "pfund": "GBP", "lira": "TRY", "franken": "CHF", "grad": "degree", "punkte": "point", "punkten": "point", "quadratkilometer": "km2", "quadratmeter": "m2",
    },
    "fa": {
        "درصد": "percent", "ساعت": "hour", "دقيقه": "minute", "ثانيه": "second", "روز": "day", "هفته": "week", "ماه": "month", "سال": "year", "كيلومتر": "km", "متر": "m", "كيلوگرم": "kg", "بشكه": "barrel", "هكتار": "hectare",
        "دلار": "USD", "يورو": "EUR", "تومان": "IRT", "ريال": "IRR", "درجه": "degree",
    },
}  # fmt: skip

# Arabic (and no other) says two of a thing in one word: word -> (unit, sense); None where it has none.
DUALS: dict[str, tuple[str | None, str | None]] = {
    "ساعتين": ("hour", None), "ساعتان": ("hour", None), "دقيقتين": ("minute", None), "دقيقتان": ("minute", None), "يومين": ("day", None), "يومان": ("day", None), "اسبوعين": ("week", None),
    "اسبوعان": ("week", None), "شهرين": ("month", None), "شهران": ("month", None), "عامين": ("year", None), "عامان": ("year", None), "سنتين": ("year", None), "سنتان": ("year", None), "عقدين": ("decade", None),
    "كيلومترين": ("km", None), "مترين": ("m", None), "طنين": ("tonne", None), "دولارين": ("USD", None), "درجتين": ("degree", None),
    "قتيلان": (None, "killed"), "قتيلين": (None, "killed"), "شهيدان": (None, "killed"), "شهيدين": (None, "killed"), "قتيلتان": (None, "killed"), "جريحان": (None, "injured"), "جريحين": (None, "injured"), "مصابان": (None, "injured"),
    "مصابين اثنين": (None, "injured"), "مفقودان": (None, "missing"), "مفقودين اثنين": (None, "missing"), "معتقلان": (None, "arrested"), "رهينتان": (None, "hostages"), "رهينتين": (None, "hostages"), "اسيران": (None, "captured"), "اسيرين": (None, "captured"),
    "شخصان": (None, None), "شخصين": (None, None), "جنديان": (None, None), "جنديين": (None, None), "شرطيان": (None, None), "شرطيين": (None, None), "رجلان": (None, None), "رجلين": (None, None), "امراتان": (None, None), "امراتين": (None, None),
    "طفلان": (None, None), "طفلين": (None, None), "طفلتان": (None, None), "طفلتين": (None, None), "مدنيان": (None, None), "مدنيين اثنين": (None, None), "مسلحان": (None, None), "مسلحين اثنين": (None, None), "صحفيان": (None, None), "صحفيين اثنين": (None, None),
    "شابان": (None, None), "شابين": (None, None), "صاروخان": (None, None), "صاروخين": (None, None), "سيارتان": (None, None), "سيارتين": (None, None), "طائرتان": (None, None), "طائرتين": (None, None), "سفينتان": (None, None), "سفينتين": (None, None),
    "هدفين": (None, None), "هدفان": (None, None), "منزلين": (None, None), "منزلان": (None, None), "مسيرتين": (None, None), "مسيرتان": (None, None), "عنصرين": (None, None), "عنصران": (None, None), "ضابطان": (None, None), "ضابطين": (None, None),
}  # fmt: skip
# One of them: "عام واحد", "قتيل واحد"; a span of time also alone behind "for", "لمدة عام".
SINGLES: dict[str, tuple[str | None, str | None]] = {
    "ساعه": ("hour", None), "دقيقه": ("minute", None), "يوم": ("day", None), "اسبوع": ("week", None), "شهر": ("month", None), "عام": ("year", None), "سنه": ("year", None), "عقد": ("decade", None),
    "يوما": ("day", None), "اسبوعا": ("week", None), "شهرا": ("month", None), "عاما": ("year", None), "كيلومتر": ("km", None), "متر": ("m", None), "طن": ("tonne", None), "دولار": ("USD", None), "درجه": ("degree", None),
    "قتيل": (None, "killed"), "قتيلا": (None, "killed"), "شهيد": (None, "killed"), "جريح": (None, "injured"), "جريحا": (None, "injured"), "مصاب": (None, "injured"), "مفقود": (None, "missing"), "رهينه": (None, "hostages"), "اسير": (None, "captured"),
    "شخص": (None, None), "شخصا": (None, None), "جندي": (None, None), "جنديا": (None, None), "شرطي": (None, None), "طفل": (None, None), "طفلا": (None, None), "طفله": (None, None), "مدني": (None, None), "مدنيا": (None, None), "صحفي": (None, None),
}  # fmt: skip

# Words that count people or things without saying what befell them: enough for a number word to count.
PEOPLE: dict[str, str] = {
    "en": r"people|persons?|men|man|women|children|civilians?|soldiers?|police|officers?|troops?|workers?|passengers?|residents?|families|others?|students?|journalists?|militants?|fighters?|missiles?|drones?|rockets?|vehicles?|cars?|houses?|buildings?",
    "ar": r"شخص\w*|اشخاص|رجال|نساء|طفل\w*|اطفال|مدني\w*|جندي\w*|جنود|شرطي\w*|راكب\w*|ركاب|عامل\w*|عمال|عائل\w*|اسر[ه]?|اخرين|اخرون|طالب\w*|طلاب|صحفي\w*|مسلح\w*|مقاتل\w*|عنصر\w*|عناصر|صاروخ\w*|صواريخ|مسير\w*|طائر\w*|سيار\w*|منزل\w*|منازل|مبني|دول|دوله|مواطن\w*",
    "ru": r"человек\w*|люд\w+|мужчин\w*|женщин\w*|дет\w+|реб\w+|солдат\w*|военн\w+|полицейск\w+|пассажир\w*|жител\w+|сем\w+|рабоч\w+|студент\w*|журналист\w*|боевик\w*|ракет\w*|дрон\w*|беспилотник\w*|дом\w*|автомобил\w+",
    "tr": r"kişi\w*|insan\w*|asker\w*|polis\w*|çocuk\w*|kadın\w*|erkek\w*|sivil\w*|yolcu\w*|işçi\w*|aile\w*|öğrenci\w*|gazeteci\w*|füze\w*|araç\w*|ev\w*",
    "fr": r"personnes?|hommes?|femmes?|enfants?|civils?|soldats?|militaires?|policiers?|passagers?|habitants?|familles?|autres|étudiants?|journalistes?|missiles?|drones?|maisons?|véhicules?",
    "es": r"personas?|hombres?|mujer(?:es)?|niñ[oa]s?|civiles|soldados?|militares|policías?|pasajeros?|habitantes?|familias?|otr[oa]s|estudiantes?|periodistas?|misiles?|drones?|casas?|vehículos?",
    "de": r"menschen|personen?|männern?|frauen?|kindern?|zivilisten|soldaten|polizisten|passagiere?n?|bewohner|familien|studenten|journalisten|raketen?|drohnen?|häuser|autos?|fahrzeuge?",
    "fa": r"نفر\w*|تن|كودك\w*|زن\w*|مرد\w*|سرباز\w*|غيرنظامي\w*|مسافر\w*|خانواده|خبرنگار\w*|موشك\w*|پهپاد\w*",
}  # fmt: skip

SENSES: dict[str, dict[str, str]] = {
    "en": {
        "killed": r"kill(?:ed|ing|s)?|dead|deaths?|died|dying|fatalit(?:y|ies)|lives|slain|bodies|death toll|perished", "injured": r"injur(?:ed|ing|ies|es|y)|wound(?:ed|ing|s)|hurt",
        "missing": r"missing|unaccounted for", "arrested": r"arrest(?:ed|ing|s)?|detain(?:ed|ing|ees)?|detentions?|in custody", "displaced": r"displac(?:ed|ing)|homeless|fled|refugees|evacuat(?:ed|ing|ees)",
        "captured": r"captur(?:ed|ing)|prisoners?", "hostages": r"hostages?|kidnapped|abduct(?:ed|ees)", "rescued": r"rescued?|saved|survivors?", "cases": r"cases|infect(?:ed|ions)", "voters": r"voters?|votes?|ballots?",
        "released": r"released|freed|freeing",
    },
    "ar": {
        "killed": r"قتل(?:ي|وا|ت|ا)?|قتيلا?|مقتل|بمقتل|شهيدا?|شهداء|استشهد(?:وا|ت)?|استشهاد|باستشهاد|وفاه|وفيات|متوفي\w*|ضحيه|ضحايا|مصرع|لقوا|جثه|جثث|حتف\w*|اودي|بحياه|حصيله القتلي|اموات",
        "injured": r"اصاب[هت]|اصيب(?:وا|ت)?|مصاب\w*|جريحا?|جرحي|جرح(?:وا|ت)?|اصابات|باصابه|بجروح|بجراح", "missing": r"مفقود\w*|فقدان|فقد(?:وا)?|في عداد المفقودين",
        "arrested": r"اعتقال|اعتقل(?:ت|وا)?|معتقل\w*|توقيف|اوقف(?:ت|وا)?|موقوف\w*|القبض|احتجاز|محتجز\w*|ضبط", "displaced": r"نازح\w*|نزوح|نزح(?:وا)?|مشرد\w*|لاجئ\w*|تهجير|مهجر\w*|اجلاء|اجلي",
        "captured": r"اسر|اسيرا?|اسري", "hostages": r"رهينه|رهائن|مختطف\w*|اختطاف|خطف", "rescued": r"انقاذ|انقذ(?:ت|وا)?|ناجيا?|ناجين|ناجون", "cases": r"حاله|حالات", "voters": r"ناخب\w*|صوتا|اصوات|صوت|المقترعين",
        "released": r"افراج|الافراج|اطلاق سراح|افرج(?:ت)?|تحرير",
    },
    "ru": {
        "killed": r"погиб\w*|уби[тл]\w*|жертв\w*|смерт\w*|скончал\w*|умер\w*", "injured": r"ранен\w*|пострадал\w*|травм\w*|ранил\w*", "missing": r"пропал\w*|без вести", "arrested": r"задержа\w*|арест\w*",
        "displaced": r"беженц\w*|эвакуир\w*|переселен\w*|вынужденн\w*", "captured": r"пленн\w*|плен\w*", "hostages": r"заложник\w*|похищен\w*", "rescued": r"спас\w*|выжив\w*", "cases": r"заражен\w*|заболевш\w*|случа\w*",
        "voters": r"избирател\w*|голос\w*", "released": r"освобо\w*",
    },
    "tr": {
        "killed": r"öl(?:dü|en|ü|ümü|ümüne|dürüldü|dürdü)\w*|hayatını kaybe[dt]\w*|şehit\w*|can kaybı|can verdi|yaşamını yitir\w*|cenaze\w*", "injured": r"yaral\w*", "missing": r"kayıp\w*|kayboldu", "arrested": r"gözaltı\w*|tutukl\w*|yakaland\w*",
        "displaced": r"yerinden\w*|mülteci\w*|tahliye\w*|sığınmacı\w*", "captured": r"esir\w*", "hostages": r"rehin\w*|kaçırıl\w*", "rescued": r"kurtar\w*", "cases": r"vaka\w*", "voters": r"seçmen\w*|oy", "released": r"serbest\w*",
    },
    "fr": {
        "killed": r"morts?|tu(?:é|és|ée|ées|er|ant)|décès|décédé\w*|victimes?|corps|péri", "injured": r"bless(?:é|és|ée|ées|ant|er)", "missing": r"disparu\w*|portées? disparues?", "arrested": r"arrêt\w*|interpell\w*|détenu\w*|arrestations?",
        "displaced": r"déplacé\w*|réfugié\w*|évacu\w*|sans-abri", "captured": r"prisonniers?|captur\w*", "hostages": r"otages?|enlevé\w*", "rescued": r"secouru\w*|sauvé\w*|survivants?|rescapés?", "cases": r"cas|infecté\w*", "voters": r"électeurs?|voix|votants?",
        "released": r"libér\w*",
    },
    "es": {
        "killed": r"muert\w*|mató|mataron|matar|fallecid\w*|falleci\w*|asesinad\w*|víctimas? mortales?|víctimas?|cadáveres|cuerpos", "injured": r"herid\w*|lesionad\w*", "missing": r"desaparecid\w*", "arrested": r"detenid\w*|detuv\w*|arrest\w*|detención",
        "displaced": r"desplazad\w*|refugiad\w*|evacuad\w*|damnificad\w*", "captured": r"prisioner\w*|capturad\w*", "hostages": r"rehenes?|rehén|secuestrad\w*", "rescued": r"rescatad\w*|sobrevivientes?|supervivientes?", "cases": r"casos|contagi\w*|infectad\w*",
        "voters": r"votantes?|electores|votos?", "released": r"liberad\w*|liber\w*",
    },
    "de": {
        "killed": r"tote[nr]?|getötet\w*|tot|starben|gestorben\w*|todesopfern?|opfer|ums leben|leichen", "injured": r"verletzt\w*|verletzten?|verwundet\w*", "missing": r"vermisst\w*|vermissten?", "arrested": r"festgenommen\w*|verhaftet\w*|festnahmen|inhaftiert\w*",
        "displaced": r"vertrieben\w*|flüchtlinge?n?|evakuiert\w*|obdachlos\w*", "captured": r"gefangene\w*|gefangen", "hostages": r"geiseln?|entführt\w*", "rescued": r"gerettet\w*|überlebende\w*", "cases": r"fälle|infiziert\w*|infektionen", "voters": r"wähler\w*|stimmen|wahlberechtigt\w*",
        "released": r"freigelassen\w*|befreit\w*",
    },
    "fa": {
        "killed": r"كشته\w*|جان باخت\w*|شهيد\w*|مرگ|قرباني\w*|كشته شد\w*", "injured": r"زخمي\w*|مجروح\w*|مصدوم\w*", "missing": r"مفقود\w*|ناپديد\w*", "arrested": r"بازداشت\w*|دستگير\w*", "displaced": r"اواره\w*|پناهنده\w*|بي خانمان",
        "hostages": r"گروگان\w*", "rescued": r"نجات\w*", "voters": r"راي\w*", "released": r"ازاد\w*",
    },
}  # fmt: skip

# Bounds: words before the number, and words behind it (and its noun). Keys: at-least, at-most, about.
BEFORE: dict[str, dict[str, str]] = {
    "en": {
        "at-least": r"at least|no fewer than|not fewer than|no less than|not less than|a minimum of|more than|over|above|upwards of|exceeding|in excess of",
        "at-most": r"at most|no more than|not more than|up to|as many as|fewer than|less than|under|below|a maximum of", "about": r"about|around|some|nearly|almost|roughly|approximately|an estimated|close to|circa|just over|just under",
    },
    "ar": {
        "at-least": r"ما لا يقل عن|لا يقل عن|لا تقل عن|لا يقلون عن|علي الاقل|علي اقل تقدير|اكثر من|اكثر عن|ما يزيد عن|ما يزيد علي|يزيد عن|يزيد علي|تزيد علي|تزيد عن|يفوق|تفوق|يتجاوز|تتجاوز|تجاوز|تجاوزت|بما لا يقل عن|باكثر من|لاكثر من|فوق|ازيد من",
        "at-most": r"ما يصل الي|يصل الي|لا يزيد عن|لا يزيد علي|لا تزيد عن|لا يتجاوز|لا تتجاوز|لا يتعدي|اقل من|باقل من|كحد اقصي|علي الاكثر|حتي", "about": r"نحو|حوالي|قرابه|زهاء|ما يقرب من|ما يقارب|يقارب|تقارب|تقدر ب|يناهز|تناهز|بنحو|لنحو|بحوالي|ما يناهز|تقريبا|قرب",
    },
    "ru": {
        "at-least": r"не менее|не меньше|по меньшей мере|как минимум|минимум|более чем|более|больше|свыше|от", "at-most": r"не более чем|не более|не больше|максимум|менее чем|менее|меньше|до|ниже",
        "about": r"около|примерно|порядка|почти|приблизительно|приблизительно в|ориентировочно",
    },
    "tr": {"at-least": r"en az|en azından|asgari", "at-most": r"en fazla|en çok|azami", "about": r"yaklaşık|yaklaşık olarak|takriben|civarında|neredeyse"},
    "fr": {
        "at-least": r"au moins|pas moins de|plus de|plus d'|au minimum|un minimum de|au-delà de|près de plus de|minimum", "at-most": r"au plus|moins de|moins d'|jusqu'à|pas plus de|au maximum|un maximum de",
        "about": r"environ|près de|quelque|quelques|autour de|presque|à peu près|aux alentours de",
    },
    "es": {
        "at-least": r"al menos|por lo menos|no menos de|más de|mas de|como mínimo|cuando menos|un mínimo de|superior a|por encima de", "at-most": r"como máximo|a lo sumo|menos de|hasta|no más de|un máximo de|inferior a",
        "about": r"unos|unas|cerca de|alrededor de|aproximadamente|casi|en torno a|aproximadamente unos",
    },
    "de": {
        "at-least": r"mindestens|wenigstens|zumindest|mehr als|über|nicht weniger als", "at-most": r"höchstens|maximal|bis zu|weniger als|unter|nicht mehr als", "about": r"etwa|rund|circa|ca\.|ungefähr|fast|knapp|gut|an die|nahezu|geschätzt",
    },
    "fa": {"at-least": r"دست كم|حداقل|بيش از|بيشتر از|لااقل", "at-most": r"حداكثر|كمتر از|تا", "about": r"حدود|نزديك به|تقريبا|قريب به"},
}  # fmt: skip
AFTER: dict[str, dict[str, str]] = {
    "en": {"at-least": r"or more|at least|at minimum|or so more|plus", "at-most": r"at most|or less|or fewer", "about": r"or so|approximately"},
    "ar": {"at-least": r"علي الاقل|علي اقل تقدير|كحد ادني|او اكثر|فاكثر|فما فوق|بالحد الادني", "at-most": r"علي الاكثر|كحد اقصي|او اقل|فاقل", "about": r"تقريبا|علي وجه التقريب"},
    "ru": {"at-least": r"и более|или более|как минимум|минимум", "at-most": r"и менее|или менее|максимум", "about": r"примерно"},
    "tr": {"at-least": r"(?:'?[dt][ae]n )?(?:fazla|çok)|aşkın|üzerinde|üstünde|ve üzeri", "at-most": r"(?:'?[dt][ae]n )?az|altında|kadar", "about": r"civarında|dolayında"},
    "fr": {"at-least": r"au moins|ou plus|au minimum|minimum", "at-most": r"au plus|au maximum|maximum|ou moins", "about": r"environ"},
    "es": {"at-least": r"al menos|por lo menos|o más|como mínimo", "at-most": r"como máximo|o menos|a lo sumo", "about": r"aproximadamente"},
    "de": {"at-least": r"oder mehr|mindestens", "at-most": r"oder weniger|höchstens", "about": r"ungefähr"},
    "fa": {"at-least": r"يا بيشتر|به بالا", "at-most": r"يا كمتر", "about": r"تقريبا"},
}  # fmt: skip

# Ranges: (before the first, between the two). The first may be empty.
RANGES: dict[str, list[tuple[str, str]]] = {
    "": [("", r"\s?-\s?")],
    "en": [("from", "to"), ("between", "and"), ("", "to"), ("", "or")],
    "ar": [
        ("من", "الي"),
        ("من", "حتي"),
        ("بين", "و"),
        ("ما بين", "و"),
        ("بين", "الي"),
        ("", "الي"),
        ("", "او"),
    ],
    "ru": [("от", "до"), ("с", "до"), ("", "или")],
    "tr": [("", "ila"), ("", "ile"), ("", "veya"), ("", "ya da"), ("", r"'?[dt][ae]n")],
    "fr": [("de", "à"), ("entre", "et"), ("", "à"), ("", "ou")],
    "es": [("de", "a"), ("entre", "y"), ("", "a"), ("", "o")],
    "de": [("von", "bis"), ("zwischen", "und"), ("", "bis"), ("", "oder")],
    "fa": [("بين", "تا"), ("از", "تا"), ("", "تا"), ("بين", "و")],
}

# Words that end what is counted: "12 people | were", "5 шт. | в".
STOPS: dict[str, str] = {
    "en": "was were is are be been being has have had in on at of for to from by who that which and or but with after before during since as when while will would could should can may might did do the a an it he she they more said killed died injured wounded arrested out into than over under about around into onto off per each both all if so because including among amid against between also",
    "ar": "في من علي الي عن ان بعد قبل مع او ثم كما لا لم لن قد هم هو هي كان كانت كانوا بين حتي منذ خلال ضمن جراء اثر بسبب عند عندما بينهم بينها بينهما وذلك الذين التي الذي هذا هذه ما لدي تم قال فيما بينما حيث لكن اذا كل",
    "ru": "в на с и из от до по за к у о об для при что как или а но не были был была было есть это его их также после перед под через между среди же",
    "tr": "ve ile için da de bu bir olarak ise gibi kadar daha en ki ama ancak sonra önce",
    "fr": "est sont était étaient ont a avait en dans sur à au aux de du des pour par avec et ou mais qui que depuis après avant dont selon lors entre contre le la les un une d'après",
    "es": "es son era eran fue fueron ha han en de del para por con y o pero que desde después antes según durante entre contra el la los las un una al se",
    "de": "ist sind war waren wurde wurden hat haben in im am an auf aus von vom zu zum zur für mit und oder aber die der das dem den bei nach vor seit über unter durch gegen als sich ein eine nicht",
    "fa": "در از به با و كه را براي تا است شد شدند بود اند بر اين ان يا هم",
}  # fmt: skip

# Three more languages, the commonest words only.
UNITS |= {
    "uk": {
        "відсоток": "percent", "відсотка": "percent", "відсотків": "percent", "годину": "hour", "години": "hour", "годин": "hour", "хвилин": "minute", "день": "day", "дні": "day", "днів": "day",
        "тижні": "week", "тижнів": "week", "місяці": "month", "місяців": "month", "рік": "year", "роки": "year", "років": "year", "кілометрів": "km", "метрів": "m", "тонн": "tonne", "доларів": "USD", "євро": "EUR",
        "гривень": "UAH", "рублів": "RUB",
    },
    "it": {
        "per cento": "percent", "ora": "hour", "ore": "hour", "minuti": "minute", "giorno": "day", "giorni": "day", "settimane": "week", "mesi": "month", "anno": "year", "anni": "year", "chilometri": "km", "metri": "m",
        "tonnellate": "tonne", "dollari": "USD", "euro": "EUR", "gradi": "degree", "barili": "barrel",
    },
    "pt": {
        "por cento": "percent", "hora": "hour", "horas": "hour", "minutos": "minute", "dia": "day", "dias": "day", "semanas": "week", "meses": "month", "ano": "year", "anos": "year", "quilômetros": "km", "quilómetros": "km",
        "metros": "m", "toneladas": "tonne", "dólares": "USD", "euros": "EUR", "reais": "BRL", "graus": "degree", "barris": "barrel",
    },
}  # fmt: skip
PEOPLE |= {
    "uk": r"люд\w+|осіб|особ\w*|чоловік\w*|жін\w+|діт\w+|дит\w+|військов\w+|солдат\w*|поліцейськ\w+|цивільн\w+|пасажир\w*|ракет\w*|дрон\w*|безпілотник\w*|будин\w+",
    "it": r"persone|persona|uomini|donne|bambin[ie]|civili|soldati|militari|poliziotti|passeggeri|famiglie|missili|droni|case|edifici",
    "pt": r"pessoas?|homens|mulher(?:es)?|crianças?|civis|soldados?|militares|policiais|passageiros?|famílias?|mísseis|drones|casas?|edifícios",
}  # fmt: skip
SENSES |= {
    "uk": {"killed": r"загин\w*|вбит\w*|убит\w*|жертв\w*|помер\w*", "injured": r"поранен\w*|постраждал\w*|травм\w*", "missing": r"зникл\w*|безвісти", "arrested": r"затрима\w*|арешт\w*", "displaced": r"евакуй\w*|переселен\w*|біжен\w*", "released": r"звільн\w*"},
    "it": {"killed": r"mort[ieoa]|uccis[ieoa]|vittime|decedut\w*|deceduti|decessi", "injured": r"ferit[ieoa]", "missing": r"dispers[ieoa]", "arrested": r"arrest\w*|ferm(?:ati|ate)", "displaced": r"sfollat\w*|evacuat\w*|rifugiat\w*|profug\w*", "released": r"liberat\w*|rilasciat\w*"},
    "pt": {"killed": r"mort[oa]s?|morreram|morreu|mortes|vítimas|mataram|matou|assassinad\w*", "injured": r"ferid[oa]s?|feriu|feriram", "missing": r"desaparecid\w*", "arrested": r"detid[oa]s?|pres[oa]s|detenções", "displaced": r"deslocad\w*|desalojad\w*|refugiad\w*|retirad\w*", "released": r"libertad\w*|liberad\w*"},
}  # fmt: skip
BEFORE |= {
    "uk": {"at-least": r"щонайменше|не менше|принаймні|понад|більше|більш ніж", "at-most": r"не більше|до|менше", "about": r"близько|приблизно|майже|орієнтовно"},
    "it": {"at-least": r"almeno|non meno di|più di|oltre|minimo", "at-most": r"al massimo|fino a|meno di|non più di", "about": r"circa|quasi|intorno a"},
    "pt": {"at-least": r"pelo menos|ao menos|não menos de|mais de|no mínimo", "at-most": r"no máximo|até|menos de", "about": r"cerca de|aproximadamente|quase|por volta de"},
}  # fmt: skip
RANGES |= {
    "uk": [("від", "до"), ("", "або")],
    "it": [("da", "a"), ("tra", "e"), ("", "o")],
    "pt": [("de", "a"), ("entre", "e"), ("", "ou")],
}
STOPS |= {
    "uk": "в у на з із і й та від до по за про для при що як або а але не були було буде є це його її їх також після перед під через між серед",
    "it": "è sono era erano ha hanno in a di da del della dei delle nel nella per con e o ma che dopo prima secondo durante tra fra la il le gli i un una al si",
    "pt": "é são era eram foi foram em de do da dos das no na para por com e ou mas que após antes segundo durante entre contra o a os as um uma ao se",
}  # fmt: skip
