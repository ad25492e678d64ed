"""What a single line says of itself: the reasons in its words and in its form to be furniture.

The second witness of ``clean``. Words are phrases by language (``data/furniture.toml``), and
notions that only together mean furniture: an inbox and a sign-up, personal data and a consent.
Forms are patterns: a credit in brackets, a time and nothing else, a menu between bars.
"""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files

import msgspec
import regex
from ahocorasick_rs import AhoCorasick

from tawatur.line_shape import count_words, ends_sentence
from tawatur.line_shape import fold_line as fold
from tawatur.stamps import forget_locales, parse_stamp
from tawatur.text import western_digits

_START_MAX_WORDS = 16
_CONTAINS_MAX_WORDS = 40


# --------------------------------------------------------------------------- phrases


class _Phrases(msgspec.Struct, frozen=True):
    whole: dict[str, str]
    start: dict[str, tuple[tuple[str, str], ...]]  # by their first characters, longest first
    contained: AhoCorasick  # phrases that a line may hold, then triggers of notions
    contained_reasons: tuple[str | None, ...]  # None for a trigger


_BARE_ENDS = regex.compile(r"^[^\p{L}\p{N}©(@#]+|[^\p{L}\p{N}]++$")


_COUNT = regex.compile(r"\s*[(\[]?\d{1,6}[)\]]?$|^\d{1,6}\s+(?=\p{L}{4})")  # Comments (12)


@lru_cache(maxsize=2048)
def bare(text: str) -> str:
    """Folded, one space between words, no punctuation or symbols at either end."""
    return _BARE_ENDS.sub("", " ".join(fold(text).split()))


def whole_line_reason(line: str) -> str | None:
    """The reason of a phrase that is the whole line, punctuation at its ends aside."""
    return _phrases().whole.get(bare(line))


@lru_cache(maxsize=1)
def _phrases() -> _Phrases:
    table = tomllib.loads((files("tawatur") / "data" / "furniture.toml").read_text("utf-8"))
    whole: dict[str, str] = {}
    starts: dict[str, str] = {}
    contains: dict[str, str] = {}
    for reason, lists in table.items():
        for phrase in lists["whole"]:
            whole.setdefault(bare(phrase), reason)
        for phrase in lists["start"]:
            starts.setdefault(" ".join(fold(phrase).split()), reason)
        for phrase in lists["contains"]:
            contains.setdefault(" ".join(fold(phrase).split()), reason)

    buckets: dict[str, list[tuple[str, str]]] = {}
    for phrase, reason in sorted(starts.items(), key=lambda item: (-len(item[0]), item[0])):
        buckets.setdefault(phrase[:_BUCKET], []).append((phrase, reason))
    triggers = sorted({t for n in _RARE_NOTIONS for t in _triggers(_NOTIONS[n].pattern)})
    return _Phrases(
        whole=whole,
        start={key: tuple(bucket) for key, bucket in buckets.items()},
        contained=AhoCorasick([*contains, *triggers]),
        contained_reasons=(*contains.values(), *(None for _ in triggers)),
    )


_BUCKET = 2


def _begins(text: str) -> str | None:
    """The reason of the longest phrase that the text begins with, a word not being cut."""
    for phrase, reason in _phrases().start.get(text[:_BUCKET], ()):
        if text.startswith(phrase):
            after = text[len(phrase) : len(phrase) + 1]
            if not (after.isalpha() and phrase[-1].isalpha()):
                return reason
    return None


_GROUP = regex.compile(r"\((?:[^()]|(?R))*\)[?*]?")
_LITERAL = regex.compile(r"[\p{L}\p{M}@ ]+")


def _triggers(pattern: str) -> list[str]:
    """Of each alternative of a pattern the longest run of plain characters it cannot do without.

    Lines without any are not looked at for notions: few lines of news hold one.
    """
    flat = _GROUP.sub("\0", pattern)
    found = []
    for alternative in flat.split("|"):
        plain = regex.sub(r"\\\p?(?:\{\w+\})?\w?[*+?]?|\[[^\]]*\][*+?]?|.[?*]", "\0", alternative)
        found.append(max(_LITERAL.findall(plain), key=len, default=""))
    return found


# --------------------------------------------------------------------------- forms

SHORTCODE = regex.compile(
    r"\[/?(?:ad_?\d*|ads?|caption|gallery|embed|video|audio|adrotate|quads|the_ad|rbx?_\w+|su_\w+|vc_\w+|fusion_\w+|et_pb_\w+|playlist|contact-form(?:-\d+)?|ninja_form\w*|wpforms|tds?_\w+|elementor-\w+|widget|sidebar|shortcode|banner\w*|instagram|twitter|youtube|poll|table id)\b[^\]\n]*\]|"
    r"\[embed\][^\[\n]*\[/embed\]|%%\w+%%|\{\{\s*ads?\w*\s*\}\}",
    regex.I,
)
# What loads an advertisement: (adsbygoogle = window.adsbygoogle || []).push({});
_AD_SCRIPT = regex.compile(
    r"(?:googletag|adsbygoogle|window\.\w+|document\.\w+|OneSignal|_taboola|dataLayer)\b.*[({\[].*[;)}]$"
)
_SEPARATOR = regex.compile(r"^[\W_]+$")
_URL_LINE = regex.compile(r"^(?:https?://|www\.)\S+$|^\S+@\S+\.\w+$", regex.I)
# The name of a network and the outlet's address there: "تويتر: https://…", "LINE = @gazette"
_LABELLED_LINK = regex.compile(
    r"[\p{L}\p{M} ]{2,24}\s*[:=-]?\s*(?:https?://\S+|www\.\S+)|(?i:twitter|x|instagram|facebook|telegram|threads|tiktok|line|mastodon|bluesky|تويتر|انستغرام|فيسبوك|تلغرام|телеграм)\s*[:=]\s*@[\w.]+"
)
_HASHTAGS = regex.compile(r"^(?:#[\w_]+[\s،,]*)+$")
_COPYRIGHT_LINE = regex.compile(r"^(?:©|\(c\)|copyright)\s*.{0,60}$", regex.I)
# Of any length: © Ann Mercer Passengers wait at …; Copyright © Harbour Gazette. Commercial use …
_RIGHTS_START = regex.compile(r"[©Ⓒ]\s*(?=\p{L})|[Cc]opyright\s*(?:©|\(c\))")
# How captions speak of what they show: … (v.l.), … are pictured on the quay, На фото: …
_CAPTION_CUE = regex.compile(
    r"\b(?:is|are) (?:pictured|shown here|seen here)\b|\bAufnahme vom \d|"
    r"\((?:v\. ?l\.(?: ?n\. ?r\.)?|l-r|L-R|from left|left|right|cent(?:er|re)|links|rechts|Mitte|à gauche|à droite|au centre|izq\.?|izquierda|der\.|derecha|слева|справа|в центре|solda|sağda|ortada|يمين|يسار|إلى اليمين|إلى اليسار)\)|"
    r"^(?:На (?:фото|снимке)|Fotoğrafta|En la (?:foto|imagen)|Sur la photo|(?:Im|Auf dem) (?:Bild|Foto)|(?:في|تظهر في|يظهر في) (?:هذه )?الصورة)\s*[:,،—–]"
)
_CAPTION_CUE_MAX_WORDS = 35
_OF_PAGE = regex.compile(r"(?:19|20)\d\d|(?i:rights|copyright)|حقوق|права")
_CREDIT_BRACKETS = regex.compile(
    r"^[(\[]?\s*(?:ap photo|photo|image|foto|bild|photos|фото|صورة|الصورة|تصوير|credit|picture)s?\s*[:/|].{0,80}$|"
    r"^.{0,60}(?:/|via |–|\|)\s*(?:getty images?|shutterstock|afp|reuters|ap photo|epa|dpa|picture alliance|anadolu|imago|istock\w*|alamy|wikimedia commons|unsplash|pixabay|pa wire|pa images)\)?\.?$",
    regex.I,
)
# A caption with its credit at the end: … (AP Photo/Ann Mercer), … Photograph: Ann Mercer/Agency,
# … © Agency; and what agencies put before the captions of their archive: FILE - …
_CAPTION_CREDIT = regex.compile(
    r"\((?i:ap photo|photos? by|photos?:|photograph(?:er)?:|images? by|images?:|(?:image |photo )?credit:|pictures?:|fotos?:|bild:|crédit|фото:|архив|تصوير|صورة)[^()\n]{0,80}\)\W*$|"
    r"\([^()\n]{0,50}(?:/ ?|via )(?:AP|AFP|Reuters|REUTERS|EPA|dpa|PA|Getty(?: Images)?|(?:The )?Associated Press|Shutterstock|Anadolu|TASS|Xinhua|أ ف ب|رويترز|الأناضول)[^()\n]{0,30}\)\W*$|"
    r"(?:^|[.!?\"”»)]\s*|\s[-–—|]\s*)(?:©|Ⓒ|\(c\))\s*\p{L}[^.\n]{1,50}$|"
    r"(?:^|[\s.)])(?:Photograph|Photo|Photos|Picture|Foto|Fotos|Image [Cc]redit|Photo [Cc]redit|Image|Credit|Crédit photo|Crédits?|Fotografía|Фото|Снимок|Fotoğraf|تصوير|الصورة)\s*:\s*\p{Lu}[^.:\n]{1,60}\.?$|"
    r"\((?:AP|AFP|Reuters|REUTERS|EPA|EFE|dpa|DPA|AA|TASS|ТАСС|РИА Новости|Xinhua|Getty(?: Images)?|أ ?ف ?ب|رويترز|الأناضول|واس|د ?ب ?أ|أ ?ب)\)$|"
    r"(?:^|[\s.)])Photo(?:graph)? by \p{Lu}[^.:\n]{1,60}\.?$|"
    r"\bvia (?:Getty Images|AP|AFP|Reuters|REUTERS|Shutterstock)\W*$|"
    r"^(?:FILE|ARCHIVO|ARCHIV|ARCHIVES)\s*(?:PHOTO\s*)?[-–—:]"
)
_CREDIT_SIGN = regex.compile(r"[(©Ⓒ:]|via |[Pp]hoto|^FILE|^ARCHIV")  # none without one of these
CAPTION_MAX_WORDS = 60
_CLOCK_LINE = regex.compile(
    r"^\W*(?:\d{1,2}[:.]\d{2}\s*(?:uhr|h|gmt|utc|am|pm|msk|мск|ت\s?م|ص|م)?|\d+\s*(?:min|mins|minutes?|minuten|hours?|std|дней|мин\w*|dk|dakika|دقيقة|دقائق|ساعات?)\s*(?:read|ago|lesezeit|lecture|de lecture|чтения|okuma|قراءة)?|vor \d+ \w+|قبل \d+ \w+|(?:منذ|قبل) (?:\d+ \w+|لحظات|دقيقة|دقيقتين|ساعة|ساعتين|يوم|يومين|أسبوع|أسبوعين|شهر|شهرين|سنة)|\d+ \w+ önce|\d+ \p{L}+ назад|il y a (?:\d+|une?) \w+|hace (?:\d+|un|una) (?:min\w*|horas?|d[ií]as?|semanas?|mes(?:es)?|segundos?)|an hour ago|a (?:minute|day|week|month) ago|vor eine[rmn] \w+|(?:час|минуту|день|неделю) назад|bir \w+ önce)\W*$",
    regex.I,
)
# Photo Anne Mercier; المصدر الأفق: the sign of a credit, then a name and nothing else
_BARE_CREDIT = regex.compile(
    r"(?P<photo>Photos?|Foto|Fotos|Bild|Фото|Fotoğraf|Görsel|تصوير|عدسة)(?:\s+\p{Lu}[\p{L}.'’-]+){2,3}|(?P<source>المصدر|المصادر)(?:\s+\p{Arabic}+){1,2}"
)
# Three letters of who wrote it, or the agency's: (dmk), (abc/def), (NTB)
_INITIALS = regex.compile(
    r"[(\[](?:\p{Ll}{2,4}|\p{Lu}{2,5})(?:\s*[/,]\s*(?:\p{Ll}{2,4}|\p{Lu}{2,5}))*[)\]]"
)
# A place and a dash, the text it opens having been cut off: "AUBURN, Wash. —"
_BARE_DATELINE = regex.compile(r"\p{Lu}[^!?\n]{1,40}?\s?[—–]")
# Who, when and where in one line of labels: "05/10/2018 - Publicado por: … - Categoria: …"
_LABELS = regex.compile(
    r"(?i)\b(?:publicado por|posted by|posted in|veröffentlicht von|publié par|опубликовал\w*|yazar|kategori|categor[ií]a|catégorie|category|категория|tags?|теги|etiquetas|etiketler|الكاتب|القسم|التصنيف|الوسوم|كتب)\s*:"
)
# Left over from a page's script: showPaywall: / false
_SCRIPT = regex.compile(r"\p{Ll}+(?:\p{Lu}\p{Ll}+)+\s*[:=].{0,12}|true|false|null|undefined")
# WATCH | What the harbour costs; Related video: …; Ferry runs aground – video
_TEASER = regex.compile(
    r"(?:WATCH|VIDEO|LISTEN|READ|PHOTOS?|GALLERY|LIVE|OPINION|ANALYSIS|PODCAST|VIDÉO|ВИДЕО|ФОТО|شاهد|فيديو|صور|بالفيديو)\s*[|]\s.+|"
    r"(?i:related|similar) \w+(?: \w+)?\s*:\s.+|"
    r".+\s[–—-]\s(?:video|podcast|in pictures|in photos|live updates|(?:photo )?gallery|vidéo|видео|фото|فيديو|صور)"
)
_MINUTES_READ = regex.compile(r".{0,40}\d+\s*mins?(?:utes?)? read", regex.I)  # Sep 24 2 mins read
_COUNTS_LINE = regex.compile(
    r"^[\W\d]*(?:\d[\d.,]*\s*[km]?)\s*(?:comments?|shares?|views?|likes?|kommentare?|commentaires?|comentarios?|комментари\w+|просмотр\w*|yorum|paylaşım|تعليق\w*|مشاهدة|مشاركة|قراءة|followers?|replies|photos?|images?|fotos?|bilder)\W*$",
    regex.I,
)
_ATTRIBUTION_ONLY = regex.compile(
    r"^[\W\d]*(?:\d+\s*/\s*\d+|\d+ of \d+|\d+ von \d+|\d+ из \d+)\W*$", regex.I
)
_BYLINE_MARK = regex.compile(
    r"^(?:by|von|par|por|yazan|haber|muhabir|автор|текст|بقلم|كتب|كتبت|كتبه|إعداد|اعداد)\s*[:：]|^(?:By|بقلم|Par|Von|Por)\s",
)
# From the newspaper X, adapted; Source: agencies
_CREDIT_LINE = regex.compile(
    r"^[(\[]?\s*(?:نقلا[ً]? عن|(?:عن|المصدر\s*[:：]) (?:صحيفة|جريدة|وكالة|موقع|مجلة|قناة)|ترجمة(?: عن)?\s*[:：]|ترجمة عن|"
    r"(?:via|from) the |по материалам |по сообщению )|بتصرف\s*[)\]]?$",
    regex.I,
)
# What no single word gives away: notions that mean furniture only together, in one line that
# quotes nobody. By meaning and not by wording, so that machine-translated pages are covered.
# Compared with folded text; each list runs en, de, fr, es, ru, tr, ar, then others.
_NOTIONS: dict[str, regex.Pattern[str]] = {
    "inbox": regex.compile(
        r"\binbox\b|mailbox|your e-?mail|by (?:your )?e-?mail|postfach|posteingang|e-mail-(?:adresse|fach)|boite (?:mail|de reception|aux lettres|e-?mail)|par e-?mail|par courriel|bandeja de entrada|"
        r"correo electronico|buzon|tu correo|su correo|почтовый ящик|на почту|ваш\w* почт|электронн\w+ почт|posta kutu|gelen kutu|e-posta|صندوق البريد|صندوق بريد|صندوق الوارد|البريد الخاص|بريدك|بريدكم|"
        r"رساءل البريد|رسايل البريد|البريد الالكتروني|casella di posta|caixa de entrada|skrzynk"
    ),
    "sign-up": regex.compile(
        r"sign(?:ing)? up|subscrib|subscription|register(?:ing)? (?:for|now)|\bjoin\b|free trial|\bmembers\b|membership|anmeld|abonnier|\babo\b|"
        r"\bprobeabo|\btesten sie|kostenlos testen|inscri[vt]|abonnez|abonnement|abonnes?\b|suscrib|suscrip|registr(?:ate|andose|ese)|apuntate|подпи[сш]|"
        r"оформите|зарегистрир|kaydol|abone ol|abonelik|بالتسجيل|سجل الان|التسجيل في|اشترك|اشتركوا|الاشتراك في|iscriviti|abbonat|assine|prenumer"
    ),
    "offer": regex.compile(
        r"alerts?\b|newsletter|breaking news|for free|\bfree\b|kostenlos|gratis|eilmeldung|rabatt|gratuit|alertes|alertas|boletin|bulletin|boletin|neuigkeiten|nachrichtenwarn|no paywall|"
        r"бесплатн|рассылк|уведомлени|оповещени|тревог|скидк|bulten|ucretsiz|indirim|تنبيهات|اخبار عاجله|الاخبار العاجله|مجان|نشره|نشرتنا|خصم|unlimited|unbegrenzt|illimite|ilimitado"
    ),
    "press": regex.compile(
        r"journalism|newsroom|our (?:content|reporting|articles|work|website|readers)|the magazine|this article|journalismus|tageszeitung|"
        r"gedruckte zeitung|unsere? (?:artikel|arbeit|redaktion|zeitung|inhalte)|diesen artikel|presse(?:freiheit)?|journalisme|notre redaction|cet article|"
        r"periodismo|nuestr[ao]s? (?:redaccion|contenidos?|trabajo)|este articulo|журналистик|наш\w* (?:редакци|издани|сайт|работ)|gazetecilik|haberciligi|"
        r"الصحافه المستقله|صحافه مستقله|موقعنا|صحيفتنا|هذا المقال|المحتوي الحصري"
    ),
    "support": regex.compile(
        r"support|donat|contribut|unterstutz|spend(?:en|e)\b|soutenez|soutenir|faites un don|apoya|dona\b|colabora|поддерж|пожертв|destek|bagis|ادعم|دعمك|تبرع"
    ),
    "data": regex.compile(
        r"personal(?:i[sz]ed)? data|\bcookies?\b|embedded content|third[- ]part(?:y|ies)|personenbezogene|externe[nr]? inhalt|eingebettete|drittplattform|"
        r"drittanbieter|gerate?kennung|donnees personnelles|contenus? (?:externe|integre)|datos personales|contenido externo|персональн\w+ данн|файл\w* cookie|"
        r"kisisel veri|cerez|البيانات الشخصيه|بياناتك|ملفات تعريف الارتباط|dati personali|dados pessoais"
    ),
    "consent": regex.compile(
        r"consent|\bagree\b|you accept|accept (?:all|cookies)|privacy (?:policy|notice|settings)|opt[- ]out|einwillig|einverstanden|zustimm|datenschutz|widerruf|"
        r"consentement|acceptez|confidentialite|consentimiento|acepta[rs]?\b|privacidad|согла[сш]|конфиденциальн|onay|gizlilik|kabul et|موافق|توافق|الخصوصيه|"
        r"verarbeiten (?:wir|sie)|wir und|we and our partners|nous et nos partenaires"
    ),
    "comment": regex.compile(
        r"\bcomments?\b|commenters?\b|\bkommentare?n?\b|commentaires?\b|comentarios?\b|комментари|\byorum(?:lar|unuz|lari)?\b|تعليق|التعليقات|\bletters?\b|leserbrief"
    ),
    "policy": regex.compile(
        r"moderat|inappropriate|offensive|respectful|reserves? the right|guidelines|not be published|views? expressed|unangemessen|netiquette|behal(?:t|ten) (?:sich|uns)|"
        r"moderee?|inapproprie|se reserve|charte|inapropiado|ofensiv|respet|moder(?:ador|acion)|reserva el derecho|модер|оскорб|правил\w* сайта|"
        r"hakaret|kufur|onaylan|مراجعه|مسيءه|مسيئه|لا تعبر|الاساءه|ضوابط|حذف|النقاش|letters to the editor|aprovados"
    ),
    "tip": regex.compile(
        r"\btips?\b|get in touch|contact us|your stor(?:y|ies)|email us|e-mail:|hinweise|schreiben sie|melden sie|feedback|ecrivez|contactez|"
        r"escribenos|escribe a|contacta|пишите|сообщите|присылайте|yazin|bize ulas|راسلنا|تواصل معنا|راسلونا|letters@|scriveteci"
    ),
    "reader": regex.compile(
        r"\byours?\b|\bwe'?(?:d|re|ll)?\b|\bour\b|\bus\b|\bihre?n?m?\b|\bsie (?:konnen|haben|erhalten|bekommen|uns)|\bdeine?[nrms]?\b|\bdir\b|\bmir\b|\bunser\w*|\bwir\b|"
        r"\bvotre\b|\bvos\b|\bvous\b|\bnous\b|\bnotre\b|\btu\b|\bsu\b|\bsus\b|\bnuestr|ваш|наш|подпишитесь|\bмы\b|\w+(?:iniz|unuz|umuz|imiz)\w*\b|\bbiz\b|\bsiz\w*|"
        r"الخاص بك|بريدك|بريدكم|بياناتك|اشترك|اشتركوا|نرحب|ترحب|نحن|لدينا|موقعنا|\btuo\b|\bvostr|\bseu\b"
    ),
    "network": regex.compile(
        r"facebook|twitter|instagram|telegram|youtube|whatsapp|tiktok|google news|\bon x\b|podcast|вконтакте|телеграм|дзен|"
        r"فيسبوك|فيس بوك|تويتر|انستغرام|تليغرام|تيليغرام|تلغرام|واتساب|يوتيوب|غوغل نيوز|جوجل نيوز"
    ),
    "follow": regex.compile(
        r"^follow |\bfollow (?:us|me|him|her|them|our|the|along|@)|like (?:us|our|the)|visit (?:us|our)|find us|join us|connect with|subscribe|folg(?:en sie|t|e) (?:uns|uns auch)?|"
        r"abonnieren sie|besuchen sie|suivez|rejoignez|retrouvez[- ](?:nous|toute)|abonnez|siguenos|sigue (?:a|el|la|nuestr)|puedes seguir|unete|suscribete|"
        r"подпи[сш]\w*тесь|следите|читайте нас|takip ed(?:in|iniz|ebilir)|bize katil|abone ol|تابعو|تابعنا|تابع (?:قناه|صفحه|حساب)|انضم|اشترك|لمتابعه"
    ),
    "in-comments": regex.compile(
        r"in the comments|comments? (?:section|below)|in den kommentaren|(?:dans les|en) commentaires?|en (?:los )?comentarios|в комментариях|yorumlarda|في التعليقات|nos comentarios"
    ),
    "ask": regex.compile(
        r"[?؟]|^share|tell us|let us know|share your|leave (?:a|your)|schreib|diskutier|\bdites|partagez|donnez|dinos|cuentanos|deja tu|dejanos|пишите|напишите|поделитесь|"
        r"оставляйте|yazin|paylasin|belirtin|شاركنا|شاركونا|اكتب|اخبرنا|اترك"
    ),
    "terms": regex.compile(
        r"privacy (?:policy|notice)|terms (?:of (?:use|service)|and conditions|& conditions)|nutzungsbedingungen|datenschutz(?:erklarung|bestimmung|hinweis)|\bagb\b|"
        r"conditions generales|politique de confidentialite|politica de privacidad|terminos y condiciones|политик\w+ конфиденциальн|пользовательск\w+ соглашен|"
        r"gizlilik politika|kullanim kosul|aydinlatma metni|سياسه الخصوصيه|شروط الاستخدام|الشروط والاحكام"
    ),
    "address": regex.compile(r"\S+@\S+\.\p{L}{2,}|\bsignal\b|\bwhatsapp\b"),
}  # fmt: skip
# Which notions, all in one line of at most so many words, give which reason. The rarer the notions
# stand together in news, the longer the line may be.
_TOGETHER: tuple[tuple[str, int, tuple[str, ...]], ...] = (
    ("newsletter", 40, ("inbox", "sign-up", "offer")),
    ("newsletter", 40, ("inbox", "sign-up", "reader")),
    ("newsletter", 40, ("inbox", "offer", "reader")),
    ("subscription", 70, ("sign-up", "press", "reader", "offer")),
    ("subscription", 70, ("sign-up", "press", "reader", "support")),
    ("subscription", 45, ("support", "press", "reader")),
    ("subscription", 45, ("sign-up", "press", "reader")),
    ("cookie-notice", 180, ("data", "consent", "reader")),
    ("newsletter", 60, ("terms", "reader")),
    ("follow-us", 40, ("follow", "network")),
    ("newsletter", 5, ("inbox",)),
    ("comments", 30, ("in-comments", "ask")),
    ("comments", 80, ("comment", "policy", "reader")),
    ("comments", 30, ("comment", "policy")),
    ("comments", 45, ("address", "tip", "reader")),
)
_LONGEST_TOGETHER = max(words for _, words, _ in _TOGETHER)
# Every combination holds one of these.
_RARE_NOTIONS = ("inbox", "press", "data", "terms", "network", "in-comments", "comment", "address")
_LONGEST_LINE = 2500  # characters
_QUOTES = regex.compile(r"[\"“”„«»]|(?<!\p{L})['‘’](?=\p{L})")


def _notions_reason(line: str, folded: str, words: int) -> str | None:
    """The reason that some notions give together; none in a line that quotes somebody."""
    if words < 3 or words > _LONGEST_TOGETHER or _QUOTES.search(line):
        return None
    held: dict[str, bool] = {}
    for reason, most_words, notions in _TOGETHER:
        if words <= most_words and all(
            held[n] if n in held else held.setdefault(n, bool(_NOTIONS[n].search(folded)))
            for n in notions
        ):
            return reason
    return None


_DIGIT = regex.compile(r"\d")
_LETTER = regex.compile(r"\p{L}")
_LONGER_WORD = regex.compile(r"\p{L}{3,}")
# a middle dot without spaces joins the parts of a foreign name in Chinese
_MENU_BAR = regex.compile(r"[|•»›]|(?<=\s)·(?=\s)")


def _is_time_line(line: str) -> bool:
    """A line that states a time of publication and says nothing else."""
    if len(line) > 120 or not _DIGIT.search(line):
        return False
    letters = len(_LETTER.findall(line))
    if letters > 60 or len(line.split()) > 14:
        return False
    if line[-1:] in ".!?؟" and letters > 30:
        return False
    stamp = parse_stamp(line, where="text")
    if stamp is None:
        return False
    # words beside weekday, month and zone names mean that the line says more than its time
    rest = [w for w in _LONGER_WORD.findall(fold(line)) if w not in _time_words()]
    # beside a date in two calendars a place and an agency: "الرياض 25 شوال 1436 هـ الموافق … م واس"
    if "هـ" in line and len(rest) <= 4:
        return True
    return len(rest) <= 1 or (len(rest) <= 3 and any(w in _STAMP_VERBS for w in rest))


_STAMP_VERBS = frozenset(
    regex.findall(
        r"\w+",
        fold(
            "published updated posted modified نشر نشرت بتاريخ التحديث تحديث آخر تم опубликовано обновлено "
            "güncelleme yayınlanma giriş publié mis jour actualizado publicado veröffentlicht "
            "aktualisiert stand erstellt"
        ),
    )
)


@lru_cache(maxsize=1)
def _time_words() -> frozenset[str]:
    from babel import Locale

    words: set[str] = set(_STAMP_VERBS)
    for language in (
        "ar",
        "en",
        "ru",
        "tr",
        "fr",
        "es",
        "de",
        "fa",
        "it",
        "pt",
        "nl",
        "pl",
        "uk",
        "sv",
        "nb",
        "da",
        "cs",
    ):
        locale = Locale.parse(language)
        for table in (locale.days, locale.months):
            for width in ("wide", "abbreviated"):
                for context in ("format", "stand-alone"):
                    words.update(
                        fold(w)
                        for name in table[context][width].values()
                        for w in regex.findall(r"\p{L}+", name)
                    )
    extra = "gmt utc est edt cet cest uhr msk мск uhr clock بتوقيت غرينتش مكة القاهرة بيروت دمشق السعودية أبوظبي الساعة شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين كانون الأول الثاني جانفي فيفري أفريل جوان جويلية أوت غشت هـ مساء صباحا time the"
    words.update(fold(word) for word in extra.split())
    forget_locales()
    return frozenset(words)


def _is_menu(line: str) -> bool:
    """Home | Politics | Sport: four or more short entries without a number between bars."""
    if _DIGIT.search(line) or not _MENU_BAR.search(line) or ends_sentence(line):
        return False
    entries = [entry.strip() for entry in _MENU_BAR.split(line) if entry.strip()]
    return len(entries) >= 4 and all(count_words(e) <= 4 for e in entries)


def _form_reason(line: str, words: int) -> str | None:
    """The reason that a line's form alone gives, if any."""
    if SHORTCODE.fullmatch(line) or _AD_SCRIPT.match(line.lstrip("(")):
        return "shortcode"
    if _SEPARATOR.match(line):
        return "separator"
    if _URL_LINE.match(line) or (words <= 5 and _LABELLED_LINK.fullmatch(line)):
        return "link"
    if _HASHTAGS.match(line):
        return "tags"
    if words > _START_MAX_WORDS:  # of longer lines only a caption with its credit
        sign = _CREDIT_SIGN.search(line) and _CAPTION_CREDIT.search(line)
        long_form = "page-tools" if _is_menu(line) else None
        if sign or (words <= _CAPTION_CUE_MAX_WORDS and _CAPTION_CUE.search(line)):
            return "photo-credit"
        return "copyright" if _RIGHTS_START.match(line) else long_form
    if words <= 14 and _COPYRIGHT_LINE.match(line):
        of_page = words > 6 or _OF_PAGE.search(line)
        return "copyright" if of_page else "photo-credit"
    if words <= 16 and _CREDIT_BRACKETS.match(line):
        return "photo-credit"
    if _CAPTION_CUE.search(line) or (_CREDIT_SIGN.search(line) and _CAPTION_CREDIT.search(line)):
        return "photo-credit"
    if words <= 8 and (
        _CLOCK_LINE.match(western_digits(line))
        or _COUNTS_LINE.match(western_digits(line))
        or _ATTRIBUTION_ONLY.match(line)
    ):
        return "time-stamp" if _CLOCK_LINE.match(western_digits(line)) else "page-tools"
    if words <= 8 and _MINUTES_READ.fullmatch(line):
        return "time-stamp"
    if _is_menu(line) or (words <= 3 and _SCRIPT.fullmatch(line)):
        return "page-tools"
    if words <= 2 and _INITIALS.fullmatch(line):
        return "byline"
    if words <= 4 and (match := _BARE_CREDIT.fullmatch(line)):
        return "photo-credit" if match["photo"] else "source-line"
    if words <= 5 and _BARE_DATELINE.fullmatch(line):
        return "dateline"
    if words <= 22 and _TEASER.fullmatch(line):
        return "read-also"
    if words <= 14 and (_CREDIT_LINE.match(line) and not ends_sentence(line)):
        return "credit-line"
    if (
        words <= 14
        and _BYLINE_MARK.match(line)
        and not ends_sentence(line)
        and parse_stamp(line, where="text")
    ):
        return "byline"
    if len(_LABELS.findall(line)) >= 2:
        return "byline"
    if _is_time_line(line):
        return "time-stamp"
    return None


def _phrase_reason(line: str, folded: str) -> str | None:
    """The reason of a phrase that the line is, or begins with; of short lines."""
    whole = _phrases().whole
    naked = bare(line)
    if reason := whole.get(naked) or whole.get(_COUNT.sub("", naked)):
        return reason
    return _begins(naked) or _begins(folded)


def line_reason(line: str) -> str | None:
    """Why a line is furniture wherever it stands; None when nothing says so."""
    stripped = line.strip()
    if not stripped or len(stripped) > _LONGEST_LINE:
        return None  # paragraphs of this length are no furniture by any word or form
    words = count_words(stripped)
    if words > _LONGEST_TOGETHER:
        return None
    if words <= CAPTION_MAX_WORDS and (reason := _form_reason(stripped, words)):
        return reason
    folded = " ".join(fold(stripped).split())
    if words <= _START_MAX_WORDS and (reason := _phrase_reason(stripped, folded)):
        return reason
    phrases = _phrases()
    hits = phrases.contained.find_matches_as_indexes(folded, overlapping=True)
    if hits and words <= _CONTAINS_MAX_WORDS:
        for number, start, _ in hits:
            reason = phrases.contained_reasons[number]
            if reason and not folded[start - 1 : start].isalpha():
                return reason
    if any(phrases.contained_reasons[number] is None for number, _, _ in hits):
        return _notions_reason(stripped, folded, words)
    return None


# --------------------------------------------------------------------------- credits glued to text

_AGENCY_NAMES = (
    r"Getty Images|Shutterstock|AFP|AP Photo|AP|Reuters|REUTERS|EPA|EFE|dpa|DPA|ANSA|Anadolu|TASS|Xinhua|Sputnik|РИА Новости|ТАСС|"
    r"رويترز|أ ف ب|فرانس برس|الأناضول|سبوتنيك|غيتي|جيتي|أسوشيتد برس"
)
_CREDIT_MARK = regex.compile(
    r"\s*(?:(?P<sign>©|\(c\)|Ⓒ)|(?:Photos?|Photograph|Pictures?|Image|Fotos?|Bild|Фото|Снимок|Fotoğraf|Görsel|Crédits?(?: photo)?|Credit|Imagen|Fotografía|"
    rf"صورة|الصورة|تصوير|عدسة)(?:\s+(?:by|par|de))?\s*[:/|]|(?P<agency>{_AGENCY_NAMES})|(?P<bracket>[(\[]))\s*"
)
# Where one word cannot go on as it does: MercerThe, AFPThousands, "Mercer)The", Sputnikانطلاق
_SEAM = regex.compile(
    r"(?<=\p{Ll}{3})(?=\p{Lu}\p{Ll}*[\s'’])|(?<=\p{Lu}{2})(?=\p{Lu}\p{Ll}+\s)|(?<=[)\]])\s*(?=\p{L})|"
    r"(?<=[\p{Latin}\p{Cyrillic}])\s*(?=\p{Arabic})|(?<=\p{Latin})\s*(?=[\p{Cyrillic}\p{Greek}\p{Hebrew}])|"
    rf"(?<=^\W*(?:\p{{L}}+\s*:\s*)?(?:{_AGENCY_NAMES}))(?=\p{{Arabic}}{{3}})"
)
_HOLDER_WORD = regex.compile(
    r"\p{Lu}[\p{L}\p{M}.'’-]*|[/&|,–-]+|(?:and|und|et|y|e|ve|и|by|via|for|of|de|van|von|al|el|bin|photo|dpa|afp|pa|images)|\p{Arabic}+|[(\[].*|.*[)\]]",
    regex.I,
)
_HOLDER_LETTERS, _HOLDER_WORDS, _TEXT_WORDS = 80, 8, 4


def glued_credit(line: str) -> int | None:
    """Where the text begins that a photo credit is glued to; None if the line starts with none.

    "© AFPThousands of people waited" gives 5. Without a seam in the writing nothing is cut.
    """
    mark = _CREDIT_MARK.match(line)
    if mark is None:
        return None
    start = mark.end("agency") if mark["agency"] else mark.end()
    for seam in _SEAM.finditer(line, start, start + _HOLDER_LETTERS):
        holder = line[mark.end() : seam.start()]
        if mark["bracket"] and not (
            line[seam.start() - 1] in ")]" and _CREDIT_BRACKETS.match(line[: seam.start()].strip())
        ):
            continue
        if mark["agency"] and seam.start() != seam.end():
            continue  # an agency's name and a space: a dateline
        words = holder.replace("/", " / ").split()
        rest = line[seam.end() :].split()
        if (
            len(rest) >= (_TEXT_WORDS if mark["sign"] is None else 2)
            and len(words) <= _HOLDER_WORDS
            and all(_HOLDER_WORD.fullmatch(word) for word in words)
        ):
            return seam.end()
    return None
