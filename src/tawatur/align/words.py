"""Word lists of the account sheet, folded (``text.fold``); one place to add a language."""

from __future__ import annotations


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Words of grammar, which weigh little. Negations are not among them: they decide what is said.
FUNCTION_WORDS = _set(
    """the a an of to in on at for and or but with from by as is are was were be been being has
    have had he she it they i we you his her its their that this which who whom will would
    could should said says told after before over into about also than more most some any all
    other there when where while during between against if so do does did can may
    في من علي الي عن ان او اي هو هي هم هذا هذه ذلك تلك التي الذي الذين ما قد كان كانت
    يكون بعد قبل بين مع كما ايضا قال قالت اكد اضاف خلال عند حتي اذا كل بعض غير انه انها وان
    и в во на с со к по из за от о об у что как это его ее их он она они был была было были
    также для до при же бы но а которые который которая сказал заявил сообщил
    le la les un une des du de et en au aux dans sur par pour avec que qui est sont ont ce cette
    ces il elle ils se sa son ses leur plus mais ou dont ete
    el los las unos unas del al y por para con es ha han su sus lo como mas pero fue
    der die das ein eine und im am zu zum zur von vom mit auf fur ist sind hat haben dass
    auch wie sie sich bei nach aus dem den
    ve bir bu da de ile icin olarak olan gibi daha ya ki"""
)

# Words that turn a statement into its contrary. Left out are those that negate a mere part
# ("without", غير) or mean other things as often (ما).
NEGATIONS: dict[str, frozenset[str]] = {
    "ar": _set("لا لم لن ليس ليست ليسوا لست ولا ولم ولن فلا فلن فلم وليس وليست"),
    "en": _set("not no never neither nor none cannot"),  # and what ends in n't
    "ru": _set("не нет ни никогда нельзя"),
    "tr": _set("degil yok hicbir asla"),  # and verbs, see statements
    "fr": _set("ne n'a n'est n'ont n'y n'etait n'avait n'aura pas jamais aucun aucune ni"),
    "es": _set("no nunca jamas ningun ninguna ni tampoco"),
    "de": _set("nicht kein keine keinen keiner keinem nie niemals weder"),
}
# Those that stand after what they negate: "Граждан России нет среди погибших".
NEGATIONS_AFTER = _set("нет yok degil")

# Words that say no by their meaning: a statement with one is not set against another that lacks
# a "not".
SOFT_NEGATIONS = _set(
    """رفض يرفض نفي ينفي عدم استبعد فشل منع الغي توقف نفت رفضت غاب امتنع تعذر
    deny denied denies refuse refused rejects rejected reject fail failed lack insufficiently
    unable unlikely ruled stop stopped cancel cancelled without
    отрицать отрицает отверг опроверг отказался отказалась исключил отменил
    reddetti yalanladi iptal
    refuse dementi dement rejette exclu annule nie
    nego niega rechazo rechaza desmintio desmiente descarto cancelo
    bestritt bestreitet lehnte dementierte abgesagt verneint"""
)

# Prepositions of place, and the nouns that Arabic and others put between: "in the city of".
PLACE_PREPOSITIONS = _set(
    """في قرب لدي مدينه بمدينه العاصمه محافظه بلده ولايه منطقه
    in at near outside city town
    в во на городе около под
    a au aux en dans pres ville
    en ciudad cerca
    im am bei nahe stadt"""
)

# Where somebody is posted or speaks, not where it happened: "the embassy in Ankara".
SEATS = _set(
    """سفاره السفاره بسفاره قنصليه القنصليه وزاره الوزاره مسوول مراسل مراسله مراسلتنا مراسلنا
    embassy consulate ministry correspondent reporter news conference
    посольство посольства посольстве консульство корреспондент
    buyukelciligi buyukelcilik konsoloslugu muhabiri
    ambassade consulat correspondant conference
    embajada consulado corresponsal rueda
    botschaft konsulat korrespondent"""
)

# What one person at a time is: beginnings of words, folded. Ranks, trades and places in a team are
# shared by many.
OFFICES = (
    "رييس", "الرييس", "وزير", "الوزير", "ملك", "الملك", "امير", "محافظ", "المحافظ", "والي", "سفير", "السفير",
    "مدير", "المدير", "امين", "الامين", "عمده", "مدرب", "المدرب", "زعيم", "الزعيم", "مبعوث", "المبعوث", "مفتي",
    "قائد", "القائد", "نائب", "النائب", "رءيس", "متحدث", "المتحدث", "ناطق", "الناطق",
    "president", "minister", "king", "queen", "prime", "premier", "governor", "mayor", "ambassador", "director",
    "head", "chief", "chair", "secretary", "coach", "leader", "envoy", "commander", "spokes", "captain",
    "президент", "министр", "король", "губернатор", "мэр", "посол", "директор", "глава", "главы", "председател",
    "секретар", "тренер", "лидер", "команду", "премьер",
    "baskan", "cumhurbaskan", "bakan", "vali", "buyukelci", "mudur", "genel", "lider", "komutan", "sozcu",
    "presidente", "ministr", "roi", "rey", "gouverneur", "gobernador", "maire", "alcald", "ambassadeur",
    "embajador", "directeur", "chef", "jefe", "secretaire", "secretari", "entraineur", "entrenador",
    "prasident", "konig", "burgermeister", "botschafter", "trainer", "vorsitzende", "leiter",
)  # fmt: skip
# Before a "لا" that belongs to a foreign name: "سانت أندريه دو لا ريونيون".
NAME_PARTICLES = _set("دو دي دى دا ديل سانتا")

# "لا سيما" is "above all", "لا يزال" "still", "لا بد" "must": beginnings of words after a "not".
NO_NEGATION_BEFORE = (
    "سيما",
    "بد",
    "يزال",
    "تزال",
    "يزالو",
    "زال",
    "ازال",
    "نزال",
    "محال",
    "شك",
    "ريب",
    "only",
    "merely",
    "только",
    "seulement",
    "solo",
    "nur",
)

CORRESPONDENTS = (
    "مراسل", "موفد", "correspondent", "reporter", "корреспондент", "muhabir", "correspondant",
    "envoye special", "envoyee speciale", "corresponsal", "enviado especial", "korrespondent",
)  # fmt: skip

# Words that count people at large, or only by what befell them: "17 people", "17 injured". Any
# other counted word names a part: "8 firefighters", "3 children".
PEOPLE = _set(
    """شخص شخصا اشخاص شخصين فرد افراد قتيل قتيلا قتلي قتيلين مصاب مصابا مصابين مصابون جريح جريحا جرحي اصابه
    اصابات حاله حالات وفاه وفيات ضحيه ضحايا مفقود مفقودا مفقودين مدني مدنيا مدنيين انسان
    people person persons victims victim dead deaths death fatalities killed injured wounded hurt
    missing casualties civilians cases case
    человек человека людей погибших погибшие пострадавших пострадавшие раненых раненые травмы
    жертв пропавших случаев случаях
    kisi kisinin insan olu yarali can kayip vatandas vaka olum
    personnes personne morts mort blesses blesse victimes disparus tues cas deces
    personas persona muertos muerto heridos herido victimas desaparecidos fallecidos casos
    menschen personen tote toten verletzte verletzten opfer vermisste falle"""
)
# The rest of a sum: "15 others".
OTHERS = _set(
    """اخر اخرين اخرون اخري others other another more additional других другие ещё еще diger baska
    autres autre supplementaires otros otras mas weitere anderen andere"""
)

# Who fell beside somebody named before: they are one fewer than the dead.
COMPANIONS = (
    "زملا", "رفاق", "رفيق", "زميل", "colleague", "comrade", "companion", "товарищ", "сослуживц", "arkadas",
    "collegue", "camarade", "companero", "kollege", "kamerad",
)  # fmt: skip
PARTITIVES = _set("of من بين из des d'entre de dei von der unter")
# Before a part of a sum: "among them eight firefighters".
AMONG = _set(
    """بين بينهم بينها وبينهم منهم ومنهم among including them среди числе них aralarinda arasinda parmi dont
    entre incluidos ellos darunter unter"""
)
NIGHTS = _set(
    """ليل ليلا ليله الليل مساء overnight night evening ночь ночью вечером gece geceyarisi aksam
    nuit soir soiree noche anoche nacht abend"""
)

# First words of a notice of correction: it speaks of the article, not of the event.
CORRECTIONS = _set(
    """تصحيح تصويب تنويه correction corrections clarification исправление исправлено уточнение
    duzeltme rectificatif correctif erratum correccion rectificacion korrektur berichtigung
    richtigstellung"""
)

# Words with which background is introduced.
EARLIER = _set(
    """سابقا previously earlier formerly background ранее напомним прежде daha once
    precedemment auparavant anteriormente previamente zuvor"""
)

# Counted words that say themselves what befell: "nine deaths".
DEATHS = _set(
    """وفاه وفيات قتيل قتلي death deaths fatality fatalities dead смерти смертей погибших olu olum
    deces morts muertes muertos fallecidos tote todesfalle"""
)
# Arabic counts the sick and the hurt by one word; the rest of the story tells which.
INFECTED_OR_INJURED = _set("اصابه اصابات مصاب مصابا مصابين مصابون المصابين الاصابات")

# What a measure is of, by the words that stand near it (folded; those of five letters and more
# stand for all words that begin so): so that the length of the talks is held against the length of the talks, in whatever sentence it stands.
MEASURED: dict[str, tuple[frozenset[str], tuple[str, ...]]] = {
    role: (_set(words), tuple(word for word in words.split() if len(word) >= 5))
    for role, words in {
        "length": """met lasted lasting talked continued استمر استمرت استغرق دامت دام تستمر تستغرق يستمر سيستمر ستستمر
            يستغرق سيستغرق ستستغرق продли
            длилась длились длился длится surdu surdugu suren dure durer duro durado duraron dauer""",
        "captivity": """held detained detention captiv custody jailed احتجاز الاحتجاز احتجز محتجز اعتقال الاعتقال
            معتقل задерж удержив плен alikon tutuklu gozalti detenu detention retenu captivit detenid
            retenid cautiv festgehalten haft gefangen""",
        "term": """valid term expire تسري سريان ساري صالح рассчитан сроком действ gecerli valable
            validite vigen vigor gilt gultig laufzeit""",
        "delay": """delay postpon ارجي ارجاء تاجيل تاجل تاخير отлож перенес задержк ertelen erteleme
            gecik report retard aplaz retras verschob verspat""",
        "price": """price worth buy bought purchase acqui مقابل بقيمه شراء صفقه تستحوذ استحواذ rachat rachet achet acheter
            compra adqui покуп купит приобрет satin kauf ubernahme erwirbt""",
        "beginning": """broke erupted started began struck hit occurred scheduled set اندلع اندلاع
            شب نشب ضرب ضربت وقع وقعت بدا بدات شبت مقررا вспыхн начал произош назначен meydana cikti basladi
            declare eclate debute frappe survenu prevu estallo empezo inicio comenzo produjo
            sacudio brach begann ereignete geplant""",
    }.items()
}

# Words by which a sentence says what something is due to (beginnings, folded): that it caused,
# stopped or broke something.
CAUSING = (
    "caus", "becaus", "due", "blame", "trigger", "stopp", "halt", "fail", "fault", "malfunction", "respons",
    "بسبب", "سبب", "نتيجه", "نجم", "ناجم", "ادي", "ادت", "اوقف", "عطل", "عطب", "خلل", "تعطل",
    "из-за", "причин", "вызва", "останов", "сбой", "неисправн", "отказ", "привел",
    "nedeni", "sebep", "durdur", "ariza",
    "provoqu", "arret", "panne", "defaill", "provoc", "deten", "fallo", "averia", "debido",
    "ursach", "verursach", "ausgelost", "gestoppt", "defekt", "wegen",
)  # fmt: skip
# Why it burned, fell or stopped: classes that exclude one another (beginnings of words or of
# runs of words, folded; hyphens as spaces).
CAUSES: dict[str, tuple[str, ...]] = {
    cause: tuple(word.strip() for word in words.split("|"))
    for cause, words in {
        "deliberate": """deliberate|arson|set on fire by|متعمد|بفعل فاعل|مفتعل|умышлен|поджог|диверси
            |kasten|kasitli|kundak|sabotaj|main criminelle|acte criminel|origine criminelle
            |etait volontaire|incendie volontaire|acte volontaire|volontairement|mano criminal
            |fue provocado|intencionad|premeditad|brandstiftung|vorsatzlich""",
        "electrical": """short circuit|electrical fault|ماس كهربا|تماس كهربا|خلل كهربا|короткое замыкание
            |короткого замыкания|неисправность проводки|kisa devre|elektrik arizasi|court circuit
            |defaut electrique|cortocircuito|fallo electrico|kurzschluss|elektrischer defekt""",
        "negligence": """negligence|carelessness|اهمال|تقصير|неосторожн|халатност|ihmal|negligencia
            |imprudencia|imprudence|fahrlassig""",
        "weather": """lightning|bad weather|صاعقه|سوء الاحوال الجويه|молни|непогод|yildirim|foudre
            |intemperie|rayo|temporal|blitzschlag|unwetter""",
        "gas": """gas leak|gas explosion|تسرب غاز|تسرب للغاز|انفجار غاز|утечк газа|утечка газа|утечки газа
            |gaz sizintisi|gaz kacagi|fuite de gaz|fuga de gas|gasleck|gasexplosion""",
        "human error": """human error|pilot error|خطا بشري|человеческий фактор|ошибка пилота|insan hatasi
            |erreur humaine|error humano|menschliches versagen""",
    }.items()
}
