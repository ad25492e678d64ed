"""Words that speak of one matter and say which way it goes (rise and fall, accept and refuse), and
words that name one thing (quake and tremor).

Each line names a matter and the beginnings of folded words for either direction, all languages
together. Arabic is compared without its particles and without the prefixes of the imperfect.
"""

from __future__ import annotations

from functools import lru_cache

# matter: (one direction, the other); words apart by spaces
MATTERS: dict[str, tuple[str, str]] = {
    "level": (
        """ارتف رتفع رفع يرفع ترفع صعد صعود تصعد زاد زياد تزايد ازدياد ازداد نما نمو قفز قفز مكاسب مكسب اعلي انتعش انتعاش تحسن تعاف
        تعافي ربح ارباح يربح ازدهار rise rises rising rose gain gains surge soar climb increas higher highest improv
        recover растет вырос рост повыс увелич максимум artti artis yuksel hausse augment progress monte sube
        subio aumento aumenta alza steig gestiegen stieg anstieg""",
        """انخف نخفض خفض يخفض تخفض هبط هبوط تهبط تراجع هوي يهوي تهوي هاوي تدهور دهور نزل نزول انهار انهيار خسر خسائر خساره انحدار ادني
        تقلص تدن انكماش يخسر fall falls falling fell drop decline decreas lower lowest plung slump slid
        loss losses collaps worsen падает упал упад сниж сократ минимум dustu dusus azal geril baisse chute recul
        diminu cae cayo baja bajo descen disminu fallt gefallen sank gesunken ruckgang""",
    ),
    "going on": (
        """استمر ستمر تستمر يستمر مستمر استمرار واصل يواصل تواصل مواصل بقاء استئنا استانف ستانف بدا بدء بدايه يبدا تبدا انطلق
        نطلق انطلاق يباشر باشر اطلق continu begin began begun start resum launch продолж начал возобнов devam basla
        poursui repris reprend commenc sigue continua empez reanud weiter begonn beginn""",
        """توقف وقف ايقاف انته نتهي انهاء نهايه الغي يلغي تلغي الغاء علق تعليق يعلق تاجيل اجل ارجا يوجل تجميد جمد عرقل
        stop halt end ends ended cancel suspend postpon delay останов прекра отмен приостанов отлож durdu iptal
        ertele askiya arret annul suspend report cancel detien suspend aplaz gestoppt abgesagt ausgesetzt verschob""",
    ),
    "consent": (
        """وافق يوافق توافق موافق يقبل تقبل قبول رحب يرحب ترحب ترحيب ايد يويد تويد تاييد دعم يدعم تدعم داعم سمح يسمح تسمح
        سماح اقر يقر اقرار تعترف اعتراف اتفق تتفق يتفق اتفاق تعهد وعد accept agree approv support welcom back endors
        allow permit соглас одобр поддерж разреш kabul onay destek izin accept approuv soutien autoris acept aprueb aprob
        apoy permit akzept zustimm unterstutz erlaub""",
        """رفض يرفض ترفض رافض عارض يعارض تعارض اعتراض نفي نافي انكر ينكر تنكر منع يمنع تمنع حظر يحظر تحظر
        ندد يندد تندد تنديد ادان تدين يدين ادانه انسح نسحب تكذب كذب خلاف reject refus oppos den ban
        bans banned block condemn withdraw отказ отверг против запре осуд отриц reddet karsi yasak yalanla refus
        rejet oppos interd condamn dement rechaz opon prohib conden nieg lehnt ablehn verbiet verbot bestreit""",
    ),
    "freedom": (
        """افراج افرج يفرج اطلاق سراح حريه تحرير تحرر حرر برا تبرئه freed free releas acquit освобо
        оправда serbest beraat liber acquit libre absuel freigelass freispruch""",
        """اعتقل عتقل اعتقال احتجاز احتجز حبس يحبس سجن يسجن توقيف اوقف ادان اتهم تهم حكم arrest detain jail imprison convict
        арест задерж заключ осужд tutukla gozalti mahkum emprison condamn deten arrest encarcel verhaft festgenom""",
    ),
    "advance": (
        """تقدم يتقدم سيطر يسيطر تسيطر سيطره استعاد يستعيد تستعيد انتصر نتصر فوز فاز يفوز تفوز نجح ينجح تنجح نجاح تحقق حقق
        advanc captur seiz wins won win victor succe retak наступ взял побед успе захват ele gecir kazan zafer
        basar avanc gagn victoire reuss gana gano victoria exito avanza gewinn gewonn sieg erfolg erober""",
        """انسحب ينسحب تنسحب انسحاب تقهقر هزيم هزم خسر يخسر فشل يفشل تفشل اخفق يخفق اخفاق طرد retreat withdr lost lose los
        defeat fail отступ проигр пораж провал geri cekil kaybet yenil basarisiz perd defaite echou retir pierd perdio
        derrot fracas verlor niederlage gescheit""",
    ),
    "opening": (
        """فتح يفتح افتتح يفتتح افتتاح تفتح open reopen откры ac acil ouvr rouvr abre abrio reabr offn eroffn""",
        """اغلق يغلق تغلق اغلاق غلق اقفال حاصر حصار clos shut закры kapat kapan ferm cierr cerr schliess geschloss""",
    ),
    "quiet": (
        """هدوء هدن تهدئه سلام صلح مصالح تصالح مصالحه استقرار استقر مستقر امن آمن سلمي وفاق calm peace truce ceasefire stabl мир
        спокой перемир sakin baris ateskes calme paix treve calma paz tregua ruhe frieden waffenruhe""",
        """مواجه اشتباك دامي عنف توتر توترا حرب قتال معارك معركه تصعيد هجوم قصف غار هجم ازمه اضطراب clash violen fight battle
        escalat tension war attack столкнов насили войн бои эскал catisma siddet savas affront violenc combat guerre
        enfrent combat guerra kampf krieg gewalt""",
    ),
    "life": (
        """نجا ينجو نجاه ناج احياء سالم شفاء تعافي surviv alive safe выжил жив sag kurtul surviv vivant sobreviv
        vivo uberleb""",
        """قتل مقتل قتيل وفاه توفي موت مات يموت رحيل اغتيال شهيد استشهد kill dead died death die murder погиб убит умер смерт
        oldu olum mort tue deces muer murio tot getotet starb""",
    ),
    "strength": (
        """قوي اقوي يقوي عزز يعزز تعزيز افضل strong strength more better best сильн больше лучш guclu daha fort plus
        meilleur fuerte mejor stark besser""",
        """ضعف ضعيف يضعف تضعف اضعاف اسوا سيء محدود weak less worse worst слаб меньше хуже zayif faible moins pire
        debil menos peor schwach schlecht""",
    ),
    "truth": (
        """اكد يوكد تاكيد تاكد صحيح ثبت اثبت يثبت اعترف confirm true prov подтверд правда dogrula confirm vrai confirma
        verdad bestatig wahr""",
        """نفي كذب اكذوب شائع اشاع مزاعم مزعوم زائف مفبرك خاطي ملفق den false hoax rumor rumour
        fake untrue опроверг ложь слух фейк yalan iddia dement faux rumeur desmi falso bulo dementier falsch""",
    ),
    "warmth": (
        """تحسن تقارب صداق تعاون ترحيب اشاد يشيد تشيد اشاده مدح امتدح شكر تضامن حوار تفاوض مفاوض praise cooperat friend dialog
        сотрудн похвал isbirligi ovgu loue cooper dialogue elogi coopera lob dialog""",
        """تهديد هدد يهدد تهدد حذر يحذر تحذر تحذير انتقد ينتقد تنتقد انتقاد اتهم يتهم تتهم هجوم قطع قاطع مقاطع عقوب threat warn
        critic accus sanction boycott угро предупре критик обвин санкц tehdit uyar elestir sucla menac averti
        accus amenaz advert critic acus droh warn kritis sanktion""",
    ),
    "severity": (
        """بالغه خطيره خطيرا حرجه حرج serious severe severely critical critically grievous тяжел критич agir
        kritik grave graves critique critico critica gravement schwer schwere schweren kritisch lebensgefahrlich""",
        """طفيفه بسيطه متوسطه خفيفه طفيف light slight minor moderate легк средней hafif leger legers legere
        legeres leve leves moderad leicht leichte leichten""",
    ),
}  # fmt: skip


def _sides() -> tuple[dict[str, tuple[_Side, ...]], dict[str, tuple[_Side, ...]]]:
    """The table turned round: whole words, and beginnings, to the sides they stand on."""
    whole: dict[str, set[_Side]] = {}
    begun: dict[str, set[_Side]] = {}
    for matter, sides in enumerate(MATTERS.values()):
        for way, words in zip((1, -1), sides, strict=True):
            for word in words.split():
                whole.setdefault(word, set()).add((matter, way))
                # two and three letters begin too many other words: whole words only
                if len(word) > 3:
                    begun.setdefault(word, set()).add((matter, way))
    return tuple({w: tuple(sorted(s)) for w, s in x.items()} for x in (whole, begun))  # type: ignore[return-value]


_Side = tuple[int, int]  # matter, +1 or -1
_WHOLE, _BEGUN = _sides()
_LENGTHS = sorted({len(word) for word in _BEGUN})


def _forms(word: str) -> tuple[str, ...]:
    """A word, and an Arabic one without particle, article and imperfect prefix."""
    if not word or not "\u0600" <= word[0] <= "\u06ff":
        return (word.replace("ı", "i"),)  # Turkish, which folding leaves as it is
    forms = [word]
    for prefixes in (("و", "ف"), ("ال", "لل", "بال"), ("ب", "ل", "ك", "س"), ("ي", "ت", "ن")):
        for prefix in prefixes:
            bare = forms[-1].removeprefix(prefix)
            if bare != forms[-1] and len(bare) >= 3:
                forms.append(bare)
                break
    return tuple(forms)


@lru_cache(maxsize=50_000)
def directions(word: str) -> tuple[tuple[int, int], ...]:
    """Of a folded word: (matter, +1 or -1) for each matter that it speaks of."""
    hits: set[_Side] = set()
    for form in _forms(word):
        hits.update(_WHOLE.get(form, ()))
        for length in _LENGTHS:
            if length > len(form):
                break
            hits.update(_BEGUN.get(form[:length], ()))
    return tuple(sorted((matter, way) for matter, way in hits if (matter, -way) not in hits))


# Words of the news that name one thing, all languages together: beginnings, as above.
_SAME_THING = (
    """تظاهر مظاهر احتجاج محتج protest demonstrat rally rallies протест митинг gosteri protesto
    manifest protesta proteste demonstration""",
    """لقاء اجتماع محادث مباحث مفاوض مشاور قمه meeting talks summit negotiat consultat встреч переговор
    саммит консультац gorusme toplanti zirve muzakere rencontre reunion pourparler negociat sommet
    cumbre reunion treffen gesprach verhandl gipfel""",
    """هجوم اعتداء عمليه ارهاب attack assault нападен атак saldiri attaque attentat ataque atentado
    angriff anschlag""",
    """زلزال هزه quake earthquake tremor землетряс толчк deprem sarsinti seisme secousse terremoto sismo
    erdbeben beben""",
    """حريق نيران fire blaze пожар огонь yangin alev incendie incendio brand feuer""",
    """فيضان سيول flood наводнен паводок sel baskin inondation crue inundac riada hochwasser
    uberschwemm""",
    """غاره ضربه قصف airstrike airstrikes strike strikes raid bombard удар обстрел бомбард hava
    bombardiman frappe bombardement ataque bombardeo luftangriff""",
    """انتخاب اقتراع تصويت election vote ballot poll выбор голосован secim oylama election scrutin vote
    eleccion votacion wahl abstimm""",
    """زياره جوله visit trip tour визит поездк ziyaret visite visita besuch""",
    """بيان تصريح statement declaration заявлен aciklama bildiri declaration communique declaracion
    comunicado erklarung mitteilung""",
    """اتفاق معاهد مذكره صفقه agreement deal accord treaty pact memorandum соглашен договор сделк
    меморандум anlasma mutabakat accord traite acuerdo tratado abkommen vertrag""",
    """مصاب جريح جرحي اصاب injur wounded hurt ранен пострадав yarali blesse herido verletzt""",
    """قتيل قتلي ضحاي ضحيه وفيات dead deaths killed victims fatalit погиб жертв olu mort victime
    muerto victima tote opfer""",
    """جيش قوات عسكري army troops forces soldiers military арми войск военн солдат ordu asker armee
    soldat troupes ejercito soldado armee truppen""",
    """شرطه امن police полиц polis policia polizei""",
    """اجنده جدول نقاش ناقش مناقش بحث agenda discuss обсужд повестк gundem tartis discut debat agenda
    tagesordnung besprech diskut""",
    """علاق تعاون روابط relations ties cooperat отношен сотруднич iliski isbirlig cooperation relacion
    cooperacion beziehung zusammenarbeit""",
    """لاجي لاجئ نازح مهاجر refugee displaced migrant беженц мигрант multeci gocmen refugie deplace
    refugiad desplazad fluchtling""",
    """مساعد معون اغاث aid relief assistance помощ yardim aide secours ayuda hilfe""",
    """اجلاء اخلاء اجلت اخلت evacuat эвакуа tahliye evacu evacua evakui""",
    """انفجار تفجير قنبل عبوه مفخخ blast explosion exploded bomb bombing взрыв patlama bomba explos
    bombe explota""",
    """طائره طائرات aircraft plane jet airliner самолет ucak avion aeronave flugzeug""",
    """سفينه باخره زورق عباره ship vessel boat ferry судно корабл паром gemi feribot navire bateau barco
    buque schiff boot""",
    """منزل منازل بيت بيوت house houses home homes дома домов evler evini maison vivienda casas haus
    hauser""",
    """طفل اطفال رضيع child children baby infant ребен детей дети cocuk bebek enfant bebe nino ninos kind
    kinder""",
    """عقوب sanction санкц yaptirim sancion sanktion""",
    """نفط خام oil crude нефт petrol petrole petroleo erdol""",
    """حرب نزاع صراع قتال war conflict fighting войн войны конфликт savas catisma guerre conflit guerra
    conflicto krieg konflikt""",
    """هدنه سلام truce ceasefire peace перемир мира ateskes baris treve paix tregua paz waffenruhe
    frieden""",
    """عاصفه اعصار storm hurricane typhoon шторм ураган тайфун firtina kasirga tempete ouragan tormenta
    huracan sturm orkan""",
    """مطر امطار rain rainfall rains дожд осадк yagmur yagis pluie lluvia regen""",
    """محكمه قضاء قاضي court judge суд mahkeme yargic tribunal juge tribunal juez gericht richter""",
)


def _things() -> tuple[dict[str, tuple[int, ...]], dict[str, tuple[int, ...]]]:
    whole: dict[str, set[int]] = {}
    begun: dict[str, set[int]] = {}
    for number, words in enumerate(_SAME_THING):
        for word in words.split():
            whole.setdefault(word, set()).add(number)
            if len(word) > 3:
                begun.setdefault(word, set()).add(number)
    return tuple({w: tuple(sorted(n)) for w, n in x.items()} for x in (whole, begun))  # type: ignore[return-value]


_THING, _THING_BEGUN = _things()
_THING_LENGTHS = sorted({len(word) for word in _THING_BEGUN})


@lru_cache(maxsize=50_000)
def things(word: str) -> tuple[int, ...]:
    """Of a folded word: which of the things it names, if any."""
    hits: set[int] = set()
    for form in _forms(word):
        hits.update(_THING.get(form, ()))
        for length in _THING_LENGTHS:
            if length > len(form):
                break
            hits.update(_THING_BEGUN.get(form[:length], ()))
    return tuple(sorted(hits))
