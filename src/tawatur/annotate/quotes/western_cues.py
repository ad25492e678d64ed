"""Words of reporting in languages that are written with capitals and commas: English, Russian,
French, Spanish, German; Turkish has a reader of its own that shares these tables' form.

``strong`` verbs report wherever they have a subject; ``weak`` ones (also nouns, or other verbs)
only before a that-word, a quotation or a colon; ``phrase`` verbs take the claim as a noun phrase
or an infinitive (urged, denied, called for). Each line: strength: forms.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Language:
    """What the reader must know of one language. All words in lower case."""

    strong: dict[str, str]
    weak: dict[str, str]
    phrase: dict[str, str]
    participles: dict[str, str]
    that: frozenset[str]
    according: tuple[tuple[str, ...], ...]
    pronouns: dict[str, str]  # to gender and number: "ms", "fs", "p"
    adverbs: frozenset[str]  # between subject and verb, or verb and claim
    boundaries: frozenset[str]  # words that end a clause on the left of a subject
    determiners: frozenset[str]
    joints: frozenset[str]  # prepositions inside a subject
    telling: frozenset[str] = frozenset()  # verbs with the addressee as bare object
    adjuncts: frozenset[str] = frozenset()  # first words of when and where
    unnamed: frozenset[str] = frozenset()
    documents: frozenset[str] = frozenset()
    media: frozenset[str] = frozenset()
    organisations: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()  # roles: minister, spokesman
    reporters: frozenset[str] = frozenset()  # addressees that are no medium by name
    occasions: frozenset[str] = frozenset()
    hedges: tuple[str, ...] = field(default=())
    inverts: bool = True  # «said Smith» after the claim; False where it is rare
    verb_second: bool = False


def _table(lines: str) -> dict[str, str]:
    table: dict[str, str] = {}
    for line in lines.strip().splitlines():
        strength, forms = line.split(":", 1)
        for form in forms.split():
            table[form.replace("_", " ")] = strength.strip()
    return table


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


ENGLISH = Language(
    strong=_table("""
        said: said says say added adds stated recounted remarked commented testified testifies exclaimed mused joked quipped
        claimed: complained complains lamented laments boasted bragged
        told: told tells
        wrote: wrote writes tweeted tweets posted
        announced: announced announces declared declares
        confirmed: confirmed confirms acknowledged acknowledges conceded concedes admitted admits
        explained: explained explains noted notes
        claimed: claimed claims argued argues argue alleged alleges asserted asserts contended contends insisted insists insist maintained maintains
        suggested: suggested suggests suggest predicted predicts predict concluded concludes conclude
        warned: warned warns cautioned cautions
        asked: asked asks wondered
        answered: replied replies responded
        believes: believes believe thinks think hopes hoped hope believed thought fears feared
    """),
    weak=_table("""
        said: read reads continued continues recalled recalls indicated indicates mentioned quipped joked shouted yelled screamed
        reported: reported reports report repeated reiterated
        claimed: claim stressed stresses emphasized emphasised note
        shows: show shows showed found finds find revealed reveals estimated estimates estimate
        confirmed: agreed agrees agree promised promises pledged vowed vows assured assure
        believes: know knows knew expects expected feel feels felt learned
        answered: responds countered fired_back shot_back hit_back chimed_in interjected
        explained: explain pointed_out points_out point_out
        announced: announce disclosed
        warned: warn
        asked: ask
        wrote: write tweet
    """),
    phrase=_table("""
        called-for: urged urges urge called_for calls_for called_on calls_on encouraged recommended recommends
        demanded: demanded demands
        accused: accused accuses accuse blamed blames criticized criticised criticizes condemned denounced slammed blasted
        denied: denied denies deny rejected rejects dismissed dismisses refused declined
        proposed: proposed proposes
        promised: pledged vowed promised threatened agreed
        described: called calls described describes
        wants: wants want wanted plans hopes seeks sought
        supports: endorsed supports supported praised defended
        noted: cited cites
    """),
    participles=_table("""
        said: saying adding noting stating telling tweeting writing explaining recalling
        claimed: claiming arguing insisting alleging suggesting asserting
        warned: warning
        announced: announcing declaring
        confirmed: acknowledging admitting confirming
        called-for: urging calling_for calling_on
        described: calling describing
        accused: accusing criticizing blaming denouncing
        believes: believing hoping fearing
        noted: citing pointing_out emphasizing stressing
    """),
    that=_words("that whether if why how what"),
    according=(("according", "to"),),
    pronouns={"he": "ms", "she": "fs", "they": "p", "it": "os", "we": "p", "i": "s", "who": "", "you": "s"},
    adverbs=_words(
        """also then later has have had having is was were be been being would will could may might can
        repeatedly previously reportedly recently once often never ever always again still just now both all
        did do does not n't frequently publicly privately flatly simply further famously initially originally
        earlier first finally immediately already separately himself herself themselves itself n’t to must
        should even only quickly angrily allegedly basically clearly correctly falsely directly"""
    ),
    boundaries=_words(
        """and but or as while because when if although though after before since whether that which where
        until unless so than yet whereas once whom whose how why what like despite"""
    ),
    determiners=_words("the a an his her their its this that these those some many several most one two three four five another other no our my both every each"),
    joints=_words("of for in from at with on to and by"),
    telling=_words("told tells assured reminded informed tell"),
    adjuncts=_words(
        """on in at during after before when earlier late last monday tuesday wednesday thursday friday saturday
        sunday today yesterday tomorrow via through following at to by as about of from with this while upon"""
    ),
    unnamed=_words(
        """official officials source sources diplomat diplomats witness witnesses spokesman spokeswoman spokesperson
        residents resident analysts analyst experts critics aides aide activists activist observers insiders people
        authorities police investigators officers soldier soldiers doctors neighbors neighbours relatives supporters
        opponents republicans democrats voters lawmakers advisers advisors some many others"""
    ),
    documents=_words("report study statement poll survey letter document documents reports studies data figures polls email memo bill law editorial article complaint lawsuit indictment"),
    media=_words("correspondent correspondents newspaper agency news reuters times post journal cnn ap afp bbc magazine website broadcaster outlet reporter channel"),
    organisations=_words("ministry government department company group commission committee council court union party bank agency office university army police parliament kremlin white house embassy federation association campaign administration senate congress organization organisation institute foundation"),
    people=_words("minister president spokesman spokeswoman chief director leader secretary senator chairman mayor governor judge lawyer attorney professor coach captain ambassador general mr mrs ms dr sen rep gov prime foreign councilman councilwoman congressman congresswoman commissioner superintendent deputy"),
    reporters=_words("reporters journalists press media parliament audience supporters crowd"),
    occasions=_words("during interview statement conference briefing speech visit meeting debate rally tweet post letter"),
    hedges=("reportedly", "allegedly", "apparently", "unconfirmed reports"),
)  # fmt: skip

RUSSIAN = Language(
    strong=_table("""
        said: сказал сказала сказали говорит говорил говорила говорят отметил отметила отметили добавил добавила добавили рассказал рассказала рассказали сообщил сообщила сообщило сообщили сообщает сообщают передает передаёт передал пояснил пояснила пояснили уточнил уточнила уточнили заметил заметила продолжил продолжила отмечает добавляет поясняет рассказывает рассказывают признался призналась поделился поделилась констатировал констатировала резюмировал резюмировала прокомментировал прокомментировала возразил возразила воскликнул воскликнула
        announced: заявил заявила заявило заявили заявляет объявил объявила объявили объявило анонсировал
        confirmed: подтвердил подтвердила подтвердили подтвердило признал признала признали заверил заверила
        stressed: подчеркнул подчеркнула подчеркнули подчёркивает подчеркивает
        claimed: утверждает утверждал утверждала утверждают считает считают уверен полагает полагают
        warned: предупредил предупредила предупредили пригрозил
        answered: ответил ответила ответили
        denied: опроверг опровергла опровергли опровергло
        wrote: написал написала написали пишет пишут
        revealed: раскрыл раскрыла рассказывает
    """),
    weak=_table("""
        said: напомнил напомнила указал указала указали выразил выразила
        asked: спросил спросила попросил попросила
        expected: ожидает ожидают прогнозирует
        promised: пообещал пообещала обещал
    """),
    phrase=_table("""
        called-for: призвал призвала призвали призвало
        demanded: потребовал потребовала потребовали
        accused: обвинил обвинила обвинили
        proposed: предложил предложила предложили
        denied: отверг отвергла отвергли
    """),
    participles=_table("""
        said: добавив отметив сообщив пояснив уточнив сказав
        claimed: утверждая
        stressed: подчеркнув
        warned: предупредив
    """),
    that=_words("что чтобы будто как"),
    according=(
        ("по", "словам"), ("по", "данным"), ("по", "информации"), ("по", "мнению"), ("по", "сообщению"),
        ("по", "сведениям"), ("согласно",), ("со", "ссылкой", "на"), ("по", "версии"), ("по", "оценке"), ("по", "оценкам"),
    ),
    pronouns={"он": "ms", "она": "fs", "они": "p", "который": "ms", "которая": "fs", "которые": "p"},
    adverbs=_words("также ранее уже тоже затем позже при этом еще ещё в частности не лично официально"),
    boundaries=_words("и но а как когда если потому хотя чтобы после что где"),
    determiners=_words("этот эта эти"),
    joints=_words("по при в и на из для от с рф"),
    adjuncts=_words("в во на после перед ходе сегодня вчера завтра журналистам агентству для через"),
    unnamed=_words("источник источники собеседник чиновник дипломат дипломаты очевидец очевидцы свидетели эксперты аналитики представитель представители"),
    documents=_words("заявление доклад исследование отчет отчёт письмо документ опрос"),
    media=_words("агентство тасс риа новости интерфакс reuters рейтер газета телеканал издание корреспондент журналист спутник bloomberg"),
    organisations=_words("министерство мид минобороны правительство кремль компания партия банк комитет совет суд союз организация комиссия полиция посольство госдума госдеп ведомство прокуратура штаб"),
    people=_words("министр президент глава директор секретарь пресс-секретарь председатель губернатор мэр депутат посол генерал замглавы премьер премьер-министр"),
    reporters=_words("журналистам прессе"),
    occasions=_words("ходе брифинге интервью пресс-конференции встрече визита эфире"),
    hedges=("якобы", "как сообщается", "предположительно"),
)  # fmt: skip

FRENCH = Language(
    strong=_table("""
        said: dit disait ajouté ajoute précisé précise souligné souligne indiqué indique expliqué explique confié raconté poursuivi déclare déclaré commenté noté relevé rappelé signalé dénoncé regretté lancé martelé insisté indigné réjoui félicité exclamé défendu plaidé témoigné résumé conclu renchéri racontent raconte témoigne confie constate constaté
        announced: annoncé annonce
        confirmed: affirmé affirme confirmé confirme assuré assure reconnu admis
        claimed: estimé estime prétendu soutenu jugé juge
        warned: averti prévenu alerté
        denied: démenti
        answered: répondu répond rétorqué répliqué
        asked: demandé
        wrote: écrit tweeté
        reported: rapporté rapporte
    """),
    weak=_table("""
        insisted: insisté martelé
        believes: pense croit espère
        promised: promis
    """),
    phrase=_table("""
        called-for: appelé exhorté invité
        demanded: réclamé exigé
        accused: accusé
        denied: nié rejeté
        proposed: proposé
    """),
    participles=_table("""
        said: ajoutant précisant soulignant indiquant expliquant déclarant
        claimed: affirmant estimant assurant
        announced: annonçant
        warned: avertissant
    """),
    that=_words("que qu si"),
    according=(("selon",), ("d", "après"), ("de", "source"), ("à", "en", "croire")),
    pronouns={"il": "ms", "elle": "fs", "ils": "p", "elles": "p", "on": "s", "t-il": "ms", "t-elle": "fs", "qui": ""},
    adverbs=_words("a ont avait avaient est sont aussi également ensuite déjà encore par ailleurs notamment toutefois a-t-il a-t-elle ont-ils ont-elles n ne pas s se est-il est-elle"),
    boundaries=_words("et mais ou car lorsque quand si comme alors que où dont puisque tandis"),
    determiners=_words("le la les l un une des son sa ses leur leurs ce cette ces plusieurs deux trois"),
    joints=_words("de du des d en à au aux et pour sur chez"),
    adjuncts=_words("lundi mardi mercredi jeudi vendredi samedi dimanche à au lors dans sur devant aux après avant ce en mardi hier"),
    unnamed=_words("source sources responsable responsables diplomate diplomates témoin témoins porte-parole fonctionnaire experts habitants"),
    documents=_words("rapport étude communiqué sondage document lettre enquête"),
    media=_words("agence afp journal chaîne quotidien correspondant reuters presse radio"),
    organisations=_words("ministère gouvernement parti entreprise comité conseil union banque commission police parquet ambassade présidence élysée mairie organisation"),
    people=_words("ministre président présidente directeur directrice chef secrétaire maire préfet procureur ambassadeur général premier"),
    reporters=_words("journalistes presse médias"),
    occasions=_words("lors interview entretien conférence visite communiqué réunion"),
    hedges=("prétendument", "selon des informations non confirmées"),
)  # fmt: skip

SPANISH = Language(
    strong=_table("""
        said: dijo dijeron dice dicen añadió añadieron agregó agregaron señaló señalaron indicó indicaron explicó explicaron manifestó manifestaron expresó comentó comentaron precisó apuntó subrayó destacó recordó relató relataron contó contaron cuenta cuentan narró narraron informó informaron detalló prosiguió comunicó comunicaron explica explican señala señalan añade agrega lamentó lamenta celebró reiteró concluyó zanjó matizó resumió exclamó
        announced: anunció anunciaron declaró declararon anuncia
        confirmed: confirmó confirmaron aseguró aseguraron afirmó afirmaron reconoció reconocieron admitió asegura afirma
        claimed: sostuvo sostuvieron alegó insistió consideró argumentó opinó
        warned: advirtió advirtieron alertó alertaron
        answered: respondió respondieron contestó
        asked: preguntó
        wrote: escribió tuiteó
        reported: reportó reportaron
    """),
    weak=_table("""
        expected: espera prevé
        believes: cree creen piensa
        promised: prometió
        revealed: reveló
    """),
    phrase=_table("""
        called-for: pidió pidieron instó exhortó llamó urgió
        demanded: exigió reclamó
        accused: acusó acusaron denunció culpó
        denied: negó negaron rechazó desmintió
        proposed: propuso
    """),
    participles=_table("""
        said: añadiendo señalando indicando explicando diciendo agregando
        claimed: afirmando asegurando
        warned: advirtiendo
    """),
    that=_words("que si"),
    according=(("según",), ("de", "acuerdo", "con"), ("a", "juicio", "de"), ("en", "palabras", "de")),
    pronouns={"él": "ms", "ella": "fs", "ellos": "p", "ellas": "p", "quien": "", "quienes": "p"},
    adverbs=_words("ha han había también además luego ya no se después asimismo hoy ayer le les"),
    boundaries=_words("y pero o cuando si como porque aunque mientras donde que pues"),
    determiners=_words("el la los las un una unos unas su sus este esta varios dos tres"),
    joints=_words("de del en a al para y por"),
    adjuncts=_words("el este en durante tras a al ante hoy ayer lunes martes miércoles jueves viernes sábado domingo a"),
    unnamed=_words("fuente fuentes funcionario funcionarios diplomático diplomáticos testigo testigos portavoz expertos vecinos"),
    documents=_words("informe estudio comunicado encuesta documento carta"),
    media=_words("agencia efe diario canal periódico corresponsal reuters prensa radio"),
    organisations=_words("ministerio gobierno partido empresa comité consejo unión banco comisión policía fiscalía embajada organización alcaldía kremlin"),
    people=_words("ministro ministra presidente presidenta director directora jefe secretario alcalde alcaldesa fiscal embajador general"),
    reporters=_words("periodistas prensa medios"),
    occasions=_words("durante entrevista rueda conferencia visita comunicado reunión"),
    hedges=("supuestamente", "presuntamente", "al parecer"),
)  # fmt: skip

GERMAN = Language(
    strong=_table("""
        said: sagte sagten sagt sagen erklärte erklärten erklärt ergänzte meinte meinten betonte betonten erläuterte berichtete berichteten berichtet teilte teilten äußerte fügte hieß erzählte erzählten erzählt schilderte schilderten schildert unterstrich bemerkte kommentierte resümierte bilanzierte bedauerte
        announced: kündigte verkündete gab
        confirmed: bestätigte bestätigten bekräftigte versicherte räumte
        claimed: behauptete behaupteten argumentierte
        warned: warnte warnten mahnte
        answered: antwortete erwiderte entgegnete
        asked: fragte
        wrote: schrieb schrieben schreibt twitterte
        denied: dementierte bestritt
    """),
    weak=_table("""
        believes: glaubt glauben hofft meint
        expected: erwartet rechnet
        said: so
        promised: versprach
    """),
    phrase=_table("""
        demanded: forderte forderten fordert verlangte
        called-for: rief appellierte
        accused: beschuldigte warf kritisierte
        denied: wies
        proposed: schlug
    """),
    participles={},
    that=_words("dass daß ob wie"),
    according=(("laut",), ("nach", "angaben"), ("den", "angaben"), ("nach", "aussage"), ("nach", "ansicht"), ("nach", "worten"), ("nach", "einschätzung"), ("nach", "informationen")),
    pronouns={"er": "ms", "sie": "fs"},
    adverbs=_words("auch dann hat haben hatte zuvor später zudem bereits nicht weiter außerdem jedoch aber"),
    boundaries=_words("und aber oder als wenn weil während nachdem obwohl wo denn dass"),
    determiners=_words("der die das ein eine einer sein seine ihr ihre dieser diese mehrere zwei drei"),
    joints=_words("der des von für in aus im am vom zur und und bei den dem"),
    adjuncts=_words("am im in bei nach vor auf gegenüber zu montag dienstag mittwoch donnerstag freitag samstag sonntag heute gestern der dem den mit"),
    unnamed=_words("quelle quellen beamter diplomat diplomaten augenzeugen zeugen sprecher sprecherin experten anwohner insider kreise"),
    documents=_words("bericht studie erklärung umfrage brief dokument mitteilung"),
    media=_words("agentur dpa zeitung sender spiegel korrespondent reuters nachrichtenagentur"),
    organisations=_words("ministerium regierung partei unternehmen konzern bank rat gericht union polizei verband kommission botschaft behörde außenministerium kreml staatsanwaltschaft"),
    people=_words("minister ministerin präsident präsidentin kanzler kanzlerin chef chefin außenminister direktor bürgermeister botschafter general sprecher sprecherin"),
    reporters=_words("journalisten reportern presse"),
    occasions=_words("interview pressekonferenz besuch rede mitteilung"),
    hedges=("angeblich", "mutmaßlich", "offenbar"),
    verb_second=True,
)  # fmt: skip

TURKISH_VERBS = _table("""
    said: dedi söyledi söylediler belirtti belirttiler ifade_etti kaydetti dile_getirdi konuştu aktardı anlattı ekledi sürdürdü devam_etti diyor söylüyor diyen demişti söylemişti bildirdi bildirildi kullandı dile_getirmişti söyleyen belirten
    announced: açıkladı açıkladılar duyurdu ilan_etti
    stressed: vurguladı altını_çizdi
    confirmed: doğruladı teyit_etti kabul_etti
    claimed: iddia_etti öne_sürdü savundu ileri_sürdü
    warned: uyardı uyarısında_bulundu tehdit_etti
    denied: yalanladı reddetti
    called-for: çağrısında_bulundu çağrı_yaptı istedi talep_etti
    accused: suçladı
    asked: sordu
    answered: yanıtladı cevap_verdi yanıtını_verdi
    wrote: yazdı
    noted: dikkat_çekti işaret_etti
    promised: söz_verdi
""")

TURKISH = Language(
    strong={}, weak={}, phrase={}, participles={},
    that=frozenset(), according=(),
    pronouns={"o": "s", "onlar": "p"},
    adverbs=frozenset(), boundaries=_words("ve ama ancak fakat ise"),
    determiners=_words("bir bu şu"), joints=frozenset(),
    unnamed=_words("kaynak kaynaklar kaynaklara yetkili yetkililer yetkililere yetkilisi görgü tanığı tanıkları tanıklar diplomat diplomatlar uzmanlar muhabir"),
    documents=_words("rapor rapora açıklama açıklamada bildiri araştırma"),
    media=_words("ajans ajansı ajansına gazete gazetesi gazetesine muhabiri reuters anadolu televizyonu"),
    organisations=_words("bakanlığı bakanlık bakanlığına hükümet hükümeti şirket şirketi parti partisi banka bankası komite polis ordu kremlin birliği belediye belediyesi emniyet savcılık"),
    people=_words("bakan bakanı başkan başkanı cumhurbaşkanı sözcü sözcüsü müdür müdürü lideri vali valisi büyükelçi general genel sekreter sekreteri yardımcısı dışişleri içişleri"),
    reporters=_words("gazetecilere basına muhabirlere"),
    hedges=("iddiaya göre", "iddialara göre", "öne sürüldü", "sözde"),
)  # fmt: skip

LANGUAGES: dict[str, Language] = {
    "en": ENGLISH,
    "ru": RUSSIAN,
    "fr": FRENCH,
    "es": SPANISH,
    "de": GERMAN,
    "tr": TURKISH,
}
