"""Arabic words of reporting: verbs with the forms and frames they take, and the words around them.

A verb is one line: past | present | active participle | verbal noun | strength | frames. The forms
that agree (feminine, dual, plural, with object pronouns) are made from these. Frames say what may
follow the subject besides a clause with أن/إن or words in quotation marks, which all verbs take:

    np      a noun phrase that is itself the claim: أكد جدارة الفريق، نفى مهاجمة القوات
    ب الى على عن من في   a noun phrase after this preposition: طالب بـ، شدد على، حذر من
    obj     somebody stands before the preposition: دعا الأطراف إلى؛ the claim starts after it
    obj!    … and belongs to the claim: اتهم مصر بدعم الجماعة
    weak    the form is also a common noun or another verb: asks for أن, quotation marks or a colon
    more    goes on with what somebody said before (أضاف، تابع), so its subject is mostly left out
"""

from __future__ import annotations

from dataclasses import dataclass

from tawatur.text import fold

_VERBS = """
قال|يقول|قائل|قول|said|
أضاف|يضيف|مضيف|إضافة|said|more
تابع|يتابع|متابع||said|more weak
أردف|يردف|مردف||said|more
استطرد|يستطرد|مستطرد||said|more
استدرك|يستدرك|مستدرك||said|more
واصل|يواصل|مواصل||said|more weak
زاد|يزيد|||said|more weak
مضى|يمضي|||said|more weak
ختم|يختم|||said|more weak
اختتم|يختتم|مختتم||said|more weak
أوضح|يوضح|موضح|توضيح|explained|np
بين|يبين|مبين||explained|weak
أبان|يبين|||explained|weak
شرح|يشرح|شارح|شرح|explained|weak
فسر|يفسر|||explained|weak
ذكر|يذكر|ذاكر|ذكر|said|weak
أفاد|يفيد|||said|ب
صرح|يصرح|مصرح|تصريح|said|ب
أعلن|يعلن|معلن|إعلان|announced|np عن
كشف|يكشف|كاشف|كشف|revealed|عن weak
أكد|يؤكد|مؤكد|تأكيد|confirmed|np على
شدد|يشدد|مشدد|تشديد|stressed|على weak
جدد|يجدد|مجدد|تجديد|repeated|np weak
كرر|يكرر|مكرر|تكرار|repeated|np weak
أصر|يصر|مصر|إصرار|insisted|على
أشار|يشير|مشير|إشارة|noted|الى
لفت|يلفت|لافت||noted|الى weak
نوه|ينوه|منوه||noted|weak
ألمح|يلمح|ملمح|تلميح|hinted|الى
لمح|يلمح|ملمح|تلميح|hinted|الى weak
نبه|ينبه|منبه|تنبيه|warned|الى من
حذر|يحذر|محذر|تحذير|warned|من obj
هدد|يهدد|مهدد|تهديد|threatened|ب obj
توعد|يتوعد|متوعد||threatened|ب obj
تعهد|يتعهد|متعهد|تعهد|promised|ب
وعد|يعد|واعد|وعد|promised|ب obj weak
اعتبر|يعتبر|معتبر|اعتبار|claimed|np
رأى|يرى|||claimed|weak
زعم|يزعم|زاعم|زعم|claimed|
ادعى|يدعي|مدعي|ادعاء|claimed|
نفى|ينفي|نافي|نفي|denied|np
أنكر|ينكر|منكر|إنكار|denied|np
استبعد|يستبعد|مستبعد|استبعاد|denied|np
أقر|يقر|مقر|إقرار|admitted|ب
اعترف|يعترف|معترف|اعتراف|admitted|ب
اتهم|يتهم|متهم|اتهام|accused|obj! ب
حمل|يحمل|محمل|تحميل|accused|weak
وصف|يصف|واصف|وصف|described|obj! ب weak
طالب|يطالب|مطالب|مطالبة|demanded|ب obj
دعا|يدعو|داعي|دعوة|called-for|الى obj
حث|يحث|حاث|حث|called-for|على obj weak
ناشد|يناشد|مناشد|مناشدة|called-for|obj
أوصى|يوصي|موصي|توصية|called-for|ب
اقترح|يقترح|مقترح|اقتراح|proposed|np
طلب|يطلب|طالب|طلب|asked|weak
سأل|يسأل|سائل|سؤال|asked|weak
تساءل|يتساءل|متسائل|تساؤل|asked|
أمر|يأمر|آمر||ordered|ب obj weak
أجاب|يجيب|مجيب|إجابة|answered|ب
رد|يرد|||answered|weak
علق|يعلق|معلق|تعليق|said|weak
توقع|يتوقع|متوقع|توقع|expected|np
رجح|يرجح|مرجح|ترجيح|expected|np
تكهن|يتكهن|متكهن|تكهن|expected|ب
تمنى|يتمنى|متمني|تمني|hoped|
أعرب|يعرب|معرب|إعراب|said|weak
عبر|يعبر|معبر|تعبير|said|weak
قدر|يقدر|مقدر|تقدير|estimated|weak
خلص|يخلص|||concluded|الى weak
استنتج|يستنتج|مستنتج|استنتاج|concluded|
أبلغ|يبلغ|مبلغ|إبلاغ|said|weak obj
أخبر|يخبر|مخبر|إخبار|said|weak obj
أطلع|يطلع|||said|weak obj
أعلم|يعلم|||said|weak obj
روى|يروي|راوي||said|weak
كتب|يكتب|كاتب||wrote|weak
غرد|يغرد|مغرد||wrote|weak
دون|يدون|||wrote|weak
هتف|يهتف|هاتف||said|weak
خاطب|يخاطب|مخاطب||said|weak
استشهد|يستشهد|مستشهد||said|weak
نشر|ينشر|||wrote|weak
تحدى|يتحدى|||said|weak
اشتكى|يشتكي|مشتكي|شكوى|complained|من weak
احتج|يحتج|محتج||complained|ب weak
ذهب|يذهب|||claimed|weak
جزم|يجزم|جازم||confirmed|ب
أقسم|يقسم|مقسم||confirmed|weak
برر|يبرر|مبرر|تبرير|explained|weak
طمأن|يطمئن|مطمئن||said|weak
نصح|ينصح|ناصح||called-for|ب weak
اشترط|يشترط|مشترط|اشتراط|demanded|np weak
أورد|يورد|||said|weak
سجل|يسجل|||said|weak
أفصح|يفصح|||revealed|عن
"""


@dataclass(frozen=True, slots=True)
class Cue:
    """One form of one verb of reporting."""

    lemma: str
    form: str  # "past", "present", "participle", "noun"
    gender: str  # "m", "f", "" when the form does not tell
    number: str  # "s", "d", "p", ""
    strength: str
    frames: frozenset[str]
    joined: bool = False  # written with و or ف before it
    object_pronoun: bool = False  # طالبهم، أبلغه

    @property
    def weak(self) -> bool:
        return "weak" in self.frames


def _past(base: str) -> list[tuple[str, str, str]]:
    if base[-1] in "ىا" and base not in {"قال"}:
        stem = base[:-1]
        return [
            (base, "m", "s"),
            (stem + "ت", "f", "s"),
            (stem + "وا", "m", "p"),
            (stem + ("ي" if base[-1] == "ى" else "و") + "ا", "m", "d"),
            (stem + "تا", "f", "d"),
        ]
    return [
        (base, "m", "s"),
        (base + "ت", "f", "s"),
        (base + "وا", "m", "p"),
        (base + "ا", "m", "d"),
        (base + "تا", "f", "d"),
    ]


def _present(base: str) -> list[tuple[str, str, str]]:
    stem = base[:-1] if base[-1] in "ويى" else base
    return [
        (base, "m", "s"),
        ("ت" + base[1:], "f", "s"),
        (stem + "ون", "m", "p"),
        (stem + "وا", "m", "p"),
        (stem + "ان", "m", "d"),
        ("ت" + stem[1:] + "ان", "f", "d"),
    ]


def _participle(base: str) -> list[tuple[str, str, str]]:
    stem = base[:-1] if base[-1] == "ي" else base
    return [
        (base + "ا", "m", "s"),
        (base + "ة", "f", "s"),
        (stem + "ين", "m", "p"),
        (base + "تين", "f", "d"),
    ]


def _build() -> dict[str, Cue]:
    forms: dict[str, Cue] = {}

    def put(word: str, cue: Cue) -> None:
        forms.setdefault(fold(word), cue)

    for line in _VERBS.strip().splitlines():
        past, present, participle, noun, strength, frame_words = line.split("|")
        frames = frozenset(fold(word) for word in frame_words.split())
        for name, made in (
            ("past", _past(past)),
            ("present", _present(present) if present else []),
            ("participle", _participle(participle) if participle else []),
        ):
            for word, gender, number in made:
                cue = Cue(past, name, gender, number, strength, frames)
                put(word, cue)
                for joint in "وف":
                    put(joint + word, Cue(past, name, gender, number, strength, frames, True))
                if name == "past" and frames & {"obj", "obj!"} and number == "s":
                    bound = word[:-1] + "ا" if word[-1] in "ىا" else word
                    for pronoun in ("ه", "ها", "هم", "هما", "نا", "ني"):
                        with_pronoun = Cue(
                            past, name, gender, number, strength, frames, False, True
                        )
                        put(bound + pronoun, with_pronoun)
                        for joint in "وف":
                            put(
                                joint + bound + pronoun,
                                Cue(past, name, gender, number, strength, frames, True, True),
                            )
        if noun:
            bound = noun[:-1] + "ت" if noun.endswith("ة") else noun
            for pronoun, gender, number in (
                ("ه", "m", "s"), ("ها", "f", "s"), ("هم", "m", "p"), ("هما", "m", "d"),
            ):  # fmt: skip
                put(bound + pronoun, Cue(past, "noun", gender, number, strength, frames))
                for preposition in ("ب", "في "):
                    if preposition == "ب":
                        put(
                            "ب" + bound + pronoun,
                            Cue(past, "noun", gender, number, strength, frames),
                        )
    put("بالقول", Cue("قال", "noun", "", "", "said", frozenset()))
    # Forms that are far more often something else.
    for word in ("تبين", "وتبين", "بينا", "بيني", "وبينا", "تعد", "يعد", "وتعد", "ويعد", "مقرا", "مقره",
                 "ورد", "وردت", "ورده", "ترد", "يرد", "وترد", "ويرد", "مصره", "مصرا", "امره", "مقرات", "طلبات", "ذكره", "ذكرها",
                 "نشره", "قدره", "قدرها", "وصفه", "مقدره", "تقديرات", "حثا", "طالبات", "طالبين", "كاتبه",
                 "كاتبا", "يعلم", "تعلم", "ويعلم", "وتعلم", "يعلمون", "زادت", "يزيد", "تزيد", "ويزيد",
                 "حاملا", "يحمل", "تحمل", "وحملت", "رده", "ردها", "ردا", "كشفه", "كشفا", "رادا",
                 "دونا", "دون", "ودون", "دونت", "كاتبات", "متهمه", "متهمين", "متهما", "عبرا", "يري", "تري"):  # fmt: skip
        forms.pop(fold(word), None)
    see = Cue("رأى", "present", "m", "s", "claimed", frozenset({"weak"}))
    for word, gender in (("يرى", "m"), ("ترى", "f")):
        for joint in ("", "و"):
            forms[fold(joint + word)] = Cue(
                "رأى", "present", gender, "s", "claimed", see.frames, bool(joint)
            )
    accusing = frozenset({"obj!", "ب"})
    for word, gender, number in (("متهما", "m", "s"), ("متهمة", "f", "s"), ("متهمين", "m", "p")):
        forms[fold(word)] = Cue("اتهم", "participle", gender, number, "accused", accusing)
    return forms


CUES: dict[str, Cue] = _build()


def _set(words: str) -> frozenset[str]:
    return frozenset(fold(word) for word in words.split())


# أن and its sisters, alone or with a pronoun; the claim starts after them.
_PRONOUNS = ("", "ه", "ها", "هم", "هما", "هن", "نا", "ني", "ي", "ك", "كم", "نه")
THAT: frozenset[str] = frozenset(
    fold(prefix + stem + pronoun)
    for prefix in ("", "ب", "ف", "و")
    for stem in ("أن", "إن")
    for pronoun in _PRONOUNS
) - {fold("وان"), fold("واني"), fold("بانك"), fold("انك"), fold("فان"), fold("اني"), fold("باني")}
SAYS_IN = _set("قال يقول")

# A that-clause after these belongs to them, not to the verb of reporting.
NOT_BEFORE_THAT = _set(
    """المقرر المتوقع الممكن المفترض المرجح المنتظر المحتمل الضروري المهم يمكن يجب ينبغي قبل بعد منذ دون
    بدون رغم أجل كما إلا غير علما حيث خاصة خصوصا لا سيما يتعين بد شأن شأنه شأنها طالما قبيل بمجرد
    بيد مع أي لأن كأن ويمكن ويجب تستطيع يستطيع تريد يريد يحاول تحاول لمجرد حد"""
)

TITLES = _set(
    """وزير وزيرة رئيس رئيسة رئيسا مدير مديرة متحدث متحدثة المتحدث المتحدثة ناطق الناطق الناطقة ناطقة قائد
    قائدة أمين أمينة نائب نائبة عضو عضوة محافظ محافظة سفير سفيرة مستشار مستشارة مندوب مندوبة مبعوث
    مبعوثة المبعوث وكيل وكيلة كبير كبيرة مفوض مفوضة المفوض مساعد مساعدة مدرب مدربة لاعب لاعبة حارس كابتن
    إداري مشرف مشرفة خبير خبيرة محلل محللة باحث باحثة أستاذ أستاذة أستاذا عميد طبيب طبيبة محامي محامية محام
    المحامي قاض قاضي القاضي شيخ الشيخ إمام مفتي ملك الملك أمير الأمير أميرة الأميرة ولي سلطان رئيسي حاكم
    حاكمة عمدة والي متحدثا زعيم زعيمة الزعيم مرشد المرشد المرجع مرجع الدكتور الدكتورة دكتور البروفيسور
    بروفيسور المستشار المستشارة اللواء العميد العقيد المقدم الرائد النقيب الملازم الفريق الجنرال جنرال
    الكولونيل الأدميرال السيد السيدة النائب النائبة السيناتور المهندس المهندسة الأستاذ الأستاذة البابا
    البطريرك المطران الأب القائم القائمة نظيره نظيرتها الناشط الناشطة ناشط ناشطة المحلل الخبير الخبيرة
    الباحث الباحثة الكاتب الكاتبة كاتب كاتبة الصحفي الصحفية الصحافي الصحافية صحفي مخرج مخرجة ممثل
    ممثلة الممثل الممثلة الرئيس الوزير الوزيرة السفير السفيرة المدير القيادي قيادي القيادية المدعي مدعي
    المدعية المستشارون المتحدثون منسق منسقة المنسق المنسقة المدرب اللاعب المقرر مقرر المقررة عالم عالمة
    رائد مؤسس مؤسسة مالك صاحب صاحبة شقيق شقيقة والد والدة زوجة زوج ابن ابنة نجل جار صديق"""
)
UNNAMED = _set(
    """مصدر مصادر المصدر المصادر مصدرا مسؤول مسؤولة مسؤولون مسؤولين مسؤولان مسؤولا المسؤول المسؤولون المسؤولة
    دبلوماسي دبلوماسية دبلوماسيون دبلوماسيين دبلوماسيان الدبلوماسي شاهد شهود الشهود شاهدان سكان السكان
    أهالي الأهالي مراقبون المراقبون محللون المحللون خبراء الخبراء مندوبان مندوبون ناشطون نشطاء
    الناشطون متعاملون تجار متظاهرون معارضون مقيمون ناجون الناجون باحثون علماء العلماء الباحثون
    مواطن مواطنون سكانا شخص أشخاص ضابط ضباط جندي عامل موظف موظفون طبيب عسكري متعامل مقاتل
    جيران أقارب عائلات مسعفون متطوعون متطوع أطباء محامون متحدث متحدثة متحدثون المتحدث"""
)
MEDIA = _set(
    """مراسل مراسلة مراسلو مراسلون مراسلنا مراسلتنا المراسل المراسلة وكالة الوكالة صحيفة الصحيفة قناة
    القناة موقع الموقع مجلة المجلة إذاعة الإذاعة تلفزيون التلفزيون شبكة جريدة الجريدة رويترز سبوتنيك
    فرانس الأناضول برس واس سانا تاس نوفوستي بلومبرغ موفد"""
)
DOCUMENTS = _set(
    """بيان البيان بيانا دراسة الدراسة تقرير التقرير تقارير احصائيات إحصائيات إحصاءات أرقام بيانات البيانات
    استطلاع الاستطلاع وثيقة وثائق الوثيقة رسالة الرسالة نتائج النتائج تقديرات مسودة أبحاث بحث البحث
    قرار القرار كتاب مذكرة المذكرة مسح تحقيق التحقيق مصفوفة نشرة"""
)
ORGANISATIONS = _set(
    """وزارة الوزارة حكومة الحكومة شركة الشركة نادي النادي جيش الجيش شرطة الشرطة منظمة المنظمة جماعة
    الجماعة حركة الحركة حزب الحزب بنك البنك مفوضية المفوضية هيئة الهيئة لجنة اللجنة مجلس المجلس جمعية
    الجمعية اتحاد الاتحاد نقابة النقابة البرلمان برلمان الكرملين البنتاغون البيت الأمم التحالف تحالف قوات
    القوات الخارجية الداخلية الدفاع مكتب المكتب إدارة الإدارة سلطات السلطات محكمة المحكمة النيابة الجامعة
    جامعة مؤسسة المؤسسة معهد المعهد مركز المركز مستشفى سفارة السفارة الرئاسة رئاسة المعارضة معارضة
    المقاومة الائتلاف ائتلاف وكالة فصائل فصيل مديرية المديرية دائرة بلدية البلدية خدمة الدفاع صندوق
    الصندوق تنظيم التنظيم كتائب الحرس القيادة قيادة بعثة البعثة غرفة الانفصاليون المتمردون الحوثيون
    الاحتلال الولايات دول الدول المملكة الجمهورية أوبك الناتو حلف الكنيست الكونغرس الفيفا فيفا"""
)
# Names of governments by their country or capital, when no list of names is given to us.
GOVERNMENTS = _set(
    """مصر قطر روسيا موسكو واشنطن طهران إيران تركيا أنقرة إسرائيل فرنسا باريس بريطانيا لندن ألمانيا برلين
    الصين بكين اليابان السعودية الرياض الإمارات العراق بغداد سوريا دمشق لبنان بيروت الأردن عمان الجزائر تونس
    المغرب الرباط ليبيا طرابلس السودان الخرطوم اليمن صنعاء الكويت البحرين أوكرانيا كييف الهند باكستان
    أفغانستان بولندا إيطاليا إسبانيا البرازيل كندا أستراليا كوريا فنزويلا المكسيك القاهرة الدوحة تل
    بروكسل اليونان قبرص أرمينيا أذربيجان جورجيا بيلاروس صربيا النمسا سويسرا السويد النرويج فنلندا
    الدنمارك هولندا بلجيكا البرتغال إثيوبيا أديس كينيا نيجيريا الصومال جيبوتي موريتانيا فلسطين"""
)

# Where an adjunct starts, so that the subject before it ends.
ADJUNCT = _set(
    """اليوم أمس يوم غدا الأحد الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت مساء صباح ظهر عصر ليل ليلة
    فجر الليلة خلال عقب بعد قبل أثناء عبر ردا تعليقا عشية منذ حول بشأن أيضا كذلك مجددا لاحقا سابقا أمام ضمن
    وسط بمناسبة حسب وفق وفقا إلى على مع عن هنا قائلا قائلة بقوله بقولها بالقول مؤخرا الآن آنذاك وقتها حينها
    بحضور بدوره بدورها تصريح بأن لدى حين عندما بينما فيما حيث لكن بوضوح صراحة لوسائل للصحفيين للصحافيين
    للصحافة للإعلام لوكالة لقناة لصحيفة لرويترز لفرانس لموقع لمجلة لشبكة لإذاعة للتلفزيون لبرنامج
    نقلا بعيد قبيل مشيرا ظهرا مساء صباحا عصرا تزامنا إثر بهذا بذلك هذا كله نحو أول اثناء الذي التي الذين اللذين
    المقبل الماضي الجاري"""
) - _set("تصريح هذا نحو لدى كله")
OCCASIONS = _set(
    """بيان البيان بيانها تصريح تصريحات التصريحات تصريحاته تصريحها تصريحاتها مؤتمر المؤتمر مؤتمره مقابلة
    المقابلة حديث حديثه حديثها كلمة كلمته كلمتها خطاب خطابه لقاء لقائه اتصال تغريدة تغريدته تغريدات حساب
    حسابه حسابها منشور رسالة رسالته رسالتها وقت ختام مستهل معرض إفادة إفادته برنامج جلسة اجتماع تدوينة مقطع
    ندوة حوار مداخلة نص تقرير تقريرها تقريره مؤتمرها إطار أعقاب أول اليوم مقال بداية نهاية إحاطة إحاطته
    الأسبوع العام الشهر غضون هذا ذلك الوقت سياق تعليق تعليقه حفل صفحته صفحتها مستهله ظل رد رده معرضه
    زيارة ايجاز إيجاز مناسبة واشنطن موسكو"""
) - _set("واشنطن موسكو هذا ذلك")
MEDIA_ADDRESSEES = _set(
    """للصحفيين للصحافيين للصحفيون لوسائل لوكالة لقناة لصحيفة لرويترز لفرانس لموقع لمجلة لشبكة لإذاعة
    للتلفزيون لبرنامج للصحافة للإعلام للأناضول لسبوتنيك للجزيرة للعربية لبي لسي لراديو لهيئة"""
)
PREPOSITIONS = _set("في من الى إلى على عن مع لدى ضد بين تحت فوق باسم بشأن حول نحو عند لدن أمام ضمن")
RELATIVE = _set("الذي التي الذين اللذين اللذان اللتان اللتين والذي والتي والذين")
ACCORDING = _set("بحسب حسب وفق وفقا طبقا وبحسب ووفق ووفقا وحسب استنادا")
NOT_A_VOICE = _set(
    """القانون قانون للقانون الدستور للدستور جدول لجدول برنامج لبرنامج خطة لخطة نظام لنظام المعلومات للمعلومات
    اتفاق لاتفاق للاتفاق شروط لشروط معايير لمعايير لمبدأ مبدأ ضميرهم لضميرهم ما لما الأصول للأصول لائحة
    المادة للمادة لأحكام أحكام قواعد لقواعد الحاجة الطلب لرغبة رغبة ترتيب طبيعة المتبع الظروف للظروف
    حاجة لحاجة لتوقيت توقيت التوقيت نوع لنوع مقتضيات لمقتضيات القدرة لقدرة سن الشريعة للشريعة
    الضوابط للضوابط الإجراءات للإجراءات الاتفاقية للاتفاقية العقد للعقد لقرار"""
)
# Words in front of the source in وفقا لتقديرات الأمم المتحدة.
SHELLS = _set(
    """لتقديرات تقديرات لتصريحات تصريحات تصريح لتصريح لبيان بيان لبيانات بيانات لأرقام أرقام لإحصاءات إحصاءات
    لإحصائيات لتقرير تقرير لتقارير لما ما لرواية رواية تعبير قول لقول كلام لكلام وصف مزاعم لمزاعم شهادة
    شهادات لشهادات لشهادة لمصادر_ إفادة لإفادة أقوال لأقوال"""
)
OPENERS = _set(
    """لكن ولكن إلا غير بينما فيما كما وكما وكان كان وكانت كانت وكانوا قد وقد لقد حيث إذ وهو وهي هذا وفي
    من ومن بدوره وبدوره بدورها وبدورها جهته جهتها جانبه جانبها جهة أخرى كذلك أيضا ثم فقد أما وأما رغم"""
)
UNHELPFUL_DENIALS = _set(
    """يقدم يوضح يذكر يكشف يحدد يعط يعطي يفصح يدل يتطرق يخض يورد يسم تقدم توضح تذكر تكشف تحدد تعط تفصح
    تدل تتطرق تورد تسم يدلي تدلي يضف تضف يبين تبين يشر تشر يتسن تتسن يقدموا يوضحوا يذكروا يحددوا"""
)
THUS = _set("وذلك")
AFTER_THUS = _set("ردا في خلال بعد عقب قبل على تعليقا ضمن أثناء بحضور إثر بمناسبة اليوم أمس")

NEGATIONS = _set("لم ولم لن ولن لا دون يمكن ان")
# What may stand right after a verb and is not its subject.
NO_SUBJECT = _set(
    """له لها لهم به بها فيه فيها ذلك هذا ما انه لي لنا عنه قايلا قايله لا لم لن قد ثمه بعضهم جميعهم"""
)
# Things whose name stands in quotation marks without being anybody's words: مستشفى "السلام".
NAMED_THINGS = _set(
    """مستشفى محافظة مديرية منطقة جبل معسكر صحيفة قناة مجلة وكالة شركة نادي فريق حزب حركة مدينة قرية حي مطار
    ميناء سفينة طائرة فيلم كتاب رواية مسلسل برنامج مباراة جامعة مدرسة فندق شارع مراسلة مراسل عدسة موقع
    محافظتي مديريات بلدة جماعة تنظيم كتيبة كتائب عملية إعصار صاروخ صواريخ مجموعة مؤسسة منظمة جائزة"""
)
# Nouns of speech with a pronoun: واختتم حديثه بالقول
OWN_SPEECH = _set(
    "حديثه حديثها حديثهم كلمته كلمتها تصريحه تصريحاته تصريحاتها خطابه كلامه كلامها قوله"
)
LINKING_PRONOUNS = _set("هو هي هم هما")
LEARNT = _set("علم علمت وعلم وعلمت")
