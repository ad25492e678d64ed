"""The interface's own words in English and Arabic. Nothing here ever words what a source says.

Arabic nouns after numbers follow the six plural forms (Unicode CLDR's plural rules); digits are
Western, as in most sources; months are written in both usages on dates (آذار/مارس) and in the
Western-derived one in running text. Colons, lists and brackets are the language's own.
"""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib import resources

import regex
from babel import Locale
from markupsafe import Markup, escape

# key: (English, Arabic)
TEXTS: dict[str, tuple[str, str]] = {
    # every page
    "skip": ("Skip to content", "إلى المحتوى"),
    "search": ("Search", "بحث"),
    "search-all": ("Search all articles", "ابحث في كل المقالات"),
    "search-hint": ("Name, place or words, in any language", "اسم أو مكان أو كلمات، بأي لغة"),
    "service": ("Service", "الخدمة"),
    "alerts": ("Alerts", "التنبيهات"),
    "inbox": ("Inbox", "البريد"),
    "about": ("About", "عن الموقع"),
    "how-we-count": ("How we count", "كيف نعدّ"),
    "sources": ("Sources", "المصادر"),
    "foot": (
        "Every line leads to the sentence that bears it. Headlines and points are the outlets’ own words.",
        "كل سطر يقود إلى الجملة التي تحمله. العناوين والنقاط بألفاظ أصحابها.",
    ),
    "sep": (", ", "، "),
    "times-are-utc": ("times in UTC", "التوقيت العالمي"),
    # front page
    "front": ("Front page", "الصفحة الأولى"),
    "stories": ("Stories", "القصص"),
    "breaking": ("Breaking", "عاجل"),
    "first-seen": ("first seen", "أول رصد"),
    "First-seen": ("First seen", "أول رصد"),
    "newest": ("newest", "الأحدث"),
    "as-it-came": ("As it came in", "كما ورد"),
    "who-says-what": ("See who says what", "من يقول ماذا"),
    "disputed:": ("Disputed:", "خلاف:"),
    "filter": ("Filter stories", "تصفية القصص"),
    "language": ("Language", "اللغة"),
    "all-languages": ("All languages", "كل اللغات"),
    "order": ("Order", "الترتيب"),
    "order-newest": ("Newest development", "أحدث تطوّر"),
    "order-origins": ("Most independent", "الأكثر استقلالًا"),
    "order-opened": ("Newest story", "أحدث قصة"),
    "show": ("Show", "اعرض"),
    "more-stories": ("More stories", "قصص أخرى"),
    "first-stories": ("Back to the first stories", "إلى أولى القصص"),
    "untitled": ("Without a headline", "بلا عنوان"),
    "first-sentence": ("no headline; first sentence of the text", "بلا عنوان؛ أول جملة من النص"),
    "unnamed-outlet": ("outlet not known", "جهة غير معروفة"),
    "n-more": ("{n} more", "و{n} غيرها"),
    "marks": ("How to read the marks", "كيف تُقرأ العلامات"),
    "marks-text": (
        "A disc is an independent origin; each tick is an article that carries it; a broken ring is an article whose origin is not known, and is never counted.",
        "القرص مصدر مستقل، وكل شرطة مقال ينقل عنه، والحلقة المتقطّعة مقال لا يُعرف مصدره فلا يُحتسب.",
    ),
    "not-read-yet": ("not read yet", "لم تُقرأ بعد"),
    "slow-or-refusing": ("slow, refusing or silent", "بطيئة أو ترفض أو صامتة"),
    "answering": ("answering", "تستجيب"),
    "n-of-m-answering": ("{n} of {m} sources answering", "يستجيب {n} من {m} من المصادر"),
    "no-origin-known": ("no known origin", "بلا مصدر معروف"),
    "watch-title": ("Know when it breaks", "اعرف الخبر حين يقع"),
    "watch-lead": (
        "One mail per development, not one per article. Corrections are sent too.",
        "رسالة واحدة لكل تطوّر، لا لكل مقال. ونرسل التصحيحات أيضًا.",
    ),
    "address": ("E-mail address", "عنوان البريد"),
    "what-for": ("What for", "بشأن ماذا"),
    "watch-breaking": ("Everything that breaks", "كل ما هو عاجل"),
    "watch-topic": ("A topic", "موضوع"),
    "watch-person": ("A person", "شخص"),
    "watch-place": ("A place", "مكان"),
    "watch-organisation": ("An organisation", "منظمة"),
    "watch-story": ("This story", "هذه القصة"),
    "watch-words": ("Name or words (not for “everything”)", "اسم أو كلمات (إلا لـ«كل ما هو عاجل»)"),
    "watch-send": ("Send me alerts", "أرسلوا لي التنبيهات"),
    "watch-this": ("Watch this story", "تابع هذه القصة"),
    "watch-this-lead": (
        "A mail when a point is new, disputed or withdrawn. Not when another outlet repeats it.",
        "رسالة حين تَجِدّ نقطة أو يُختلف فيها أو تُسحب. لا حين تكرّرها جهة أخرى.",
    ),
    "watch": ("Watch", "تابع"),
    "watch-added": ("It is being watched", "بدأت المتابعة"),
    "watch-added-lead": (
        "The next development that fits is sent to this address.",
        "يُرسَل التطوّر الملائم التالي إلى هذا العنوان.",
    ),
    "to": ("To", "إلى"),
    "about-what": ("About", "بشأن"),
    # story
    "on-this-page": ("On this page", "في هذه الصفحة"),
    "known": ("What is known", "ما المعلوم"),
    "toc-known": ("Known", "المعلوم"),
    "disputed": ("Disputed", "المختلف فيه"),
    "toc-disputed": ("Disputed", "المختلف فيه"),
    "said": ("Said", "الأقوال"),
    "where-from": ("Where it comes from", "من أين جاء"),
    "toc-origins": ("Origins", "المصادر الأصلية"),
    "timeline": ("Timeline", "التسلسل"),
    "settled": ("Dates settled together", "تواريخ حسمتها القصة"),
    "toc-settled": ("Dates", "التواريخ"),
    "developments": ("What became known, and when", "ما الذي استجدّ ومتى"),
    "toc-developments": ("As it came in", "كما ورد"),
    "all-articles": ("All {articles}", "كل المقالات: {articles}"),
    "the-article": ("The article", "المقال"),
    "changed": ("Changed", "ما تغيّر"),
    "standing": ("Standing", "المنزلة"),
    "standing-all": ("all origins say it", "تقوله كل المصادر"),
    "standing-several": ("several, not all", "يقوله بعضها"),
    "standing-one": ("only one", "يقوله واحد"),
    "standing-disputed": ("origins contradict each other", "تتعارض فيه المصادر"),
    "standing-withdrawn": ("taken back by who said it", "تراجع عنه قائله"),
    "group-disputed": ("Disputed", "مختلف فيه"),
    "group-withdrawn": ("Withdrawn", "مسحوب"),
    "group-several": ("Several say, not all", "يقوله أكثر من مصدر، لا كلها"),
    "group-one": ("Only one says", "يقوله مصدر واحد فقط"),
    "group-one-of-one": ("The only origin says", "يقوله المصدر الوحيد"),
    "group-unknown": ("Said only where the origin is not known", "لا يُعرف مصدره"),
    "carry-it": ("articles that carry it", "مقالات تنقل عنه"),
    "against": ("against", "في مقابل"),
    "then": ("then", "ثم"),
    "relation-conflict": ("sources against each other", "مصادر في مقابل مصادر"),
    "relation-update": ("changed by the same source", "غيّره المصدر نفسه"),
    "relation-within-source": ("both within one source", "كلاهما في مصدر واحد"),
    "background": ("background", "خلفية"),
    "same-copies": ("Also in:", "وورد أيضًا في:"),
    "on-the-word-of": ("on the word of", "على عهدة"),
    "voucher-unnamed": ("source not named", "مصدر لم يُسمَّ"),
    "voucher-correspondent": ("own correspondent", "مراسلها"),
    "in-a-post": ("in an embedded post", "في منشور مضمَّن"),
    "in-the-headline": ("in the headline", "في العنوان"),
    "speaker-unknown": ("Speaker not named", "قائل لم يُسمَّ"),
    "kind-direct": ("direct", "كلام مباشر"),
    "kind-indirect": ("indirect", "كلام غير مباشر"),
    "kind-mixed": ("partly quoted", "بعضه بلفظه"),
    "fullest": ("fullest wording", "أتمّ الصيغ"),
    "agrees": ("agrees", "مطابقة"),
    "differs": ("differs: {words}", "تختلف: {words}"),
    "cut": ("cut", "مبتور"),
    "cut-words": ("cut: {words} missing", "مبتور: نقصت {words}"),
    "left-open": ("left open: {candidates}", "تركه مفتوحًا: {candidates}"),
    "at-least": ("at least {n}", "{n} على الأقل"),
    "at-most": ("at most {n}", "{n} على الأكثر"),
    "about-n": ("about {n}", "نحو {n}"),
    "range": ("{low} to {high}", "{low} إلى {high}"),
    "settled-to": ("settled to", "وحُسم بأنه"),
    "by": ("by", "بدليل"),
    "inferred": ("dated from its story", "أُرّخ من قصته"),
    "or": (" or ", " أو "),
    "col-origin": ("Origin", "المصدر"),
    "col-same": ("Carried in the same language", "نُقل باللغة نفسها"),
    "col-translated": ("Translated", "تُرجم"),
    "col-on": ("Carried on", "نُقل عن ناقل"),
    "col-again": ("Translated again", "تُرجم عن ترجمة"),
    "band-agency": ("Agency", "وكالة"),
    "band-own": ("Own reports", "تقارير خاصة"),
    "band-unknown": ("Origin not known", "مصدر مجهول"),
    "not-counted": ("not counted", "لا يُحتسب"),
    "agency-unseen": ("its own text was not seen", "لم نرَ نصّها نفسه"),
    "key-same": ("same text", "النص نفسه"),
    "key-edited": ("edited, rewritten or in part", "محرَّر أو أعيدت كتابته أو جزء منه"),
    "key-translated": ("translated", "مترجَم"),
    "happened": ("Happened", "وقع"),
    "first-reported": ("First reported by", "أول من أورده"),
    "not-stated": ("not stated", "غير مذكور"),
    "th-outlet": ("Outlet and headline", "الجهة والعنوان"),
    "th-kind": ("Kind", "النوع"),
    "th-versions": ("Versions", "النسخ"),
    "th-why": ("Why here", "لماذا هنا"),
    "says": ("says {time}", "تقول {time}"),
    "kin-own": ("own report", "تقرير خاص"),
    "kin-unknown": ("origin not known", "مصدر مجهول"),
    "kin-agency": ("carries {source}", "نقل عن {source}"),
    "kin-verbatim": ("copy of {source}", "نسخة عن {source}"),
    "kin-edited": ("edited copy of {source}", "نسخة محرَّرة عن {source}"),
    "kin-translation": ("translation of {source}", "ترجمة عن {source}"),
    "kin-rewrite": ("rewritten from {source}", "إعادة كتابة عن {source}"),
    "kin-partial": ("in part from {source}", "بعضه عن {source}"),
    "edge-agency": ("carries it", "نقل عنها"),
    "edge-verbatim": ("same text", "النص نفسه"),
    "edge-edited": ("edited, {share} the same", "محرَّر، {share} منه نفسه"),
    "edge-translation": ("from {language}", "عن {language}"),
    "edge-rewrite": ("rewritten", "أعيدت كتابته"),
    "edge-partial": ("in part", "بعضه"),
    "edge-own": ("own report", "تقرير خاص"),
    "edge-unknown": ("no source named", "بلا مصدر مسمّى"),
    "opened-story": ("opened the story", "به بدأت القصة"),
    "near": ("near:", "قريب من:"),
    "score": ("{percent} sure", "بيقين {percent}"),
    "substantive": ("substantive", "جوهري"),
    "cosmetic": ("cosmetic", "شكلي"),
    # article
    "in-the-story": ("In the story:", "من قصة:"),
    "byline": ("byline", "بقلم"),
    "says-published": ("says published", "تقول نُشر"),
    "updated": ("updated", "عُدّل"),
    "original": ("original", "الأصل"),
    "date-inferred": ("no date; from its story: {day}", "بلا تاريخ؛ من قصته: {day}"),
    "date-unknown": ("no date stated", "بلا تاريخ"),
    "key-name": ("name", "اسم"),
    "key-time": ("time", "وقت"),
    "key-date": ("as a date", "تاريخه"),
    "key-words": ("words of a speaker", "كلام قائل"),
    "key-disputed": ("disputed in the story", "مختلف فيه في القصة"),
    "text-and-margin": ("Text with its margin", "النص وحاشيته"),
    "names": ("Names", "أسماء"),
    "cue": ("cue", "بدلالة"),
    "by-pronoun": ("speaker from the pronoun", "القائل من الضمير"),
    "by-bare-verb": ("speaker from what stands before", "القائل مما سبق"),
    "via": ("by way of", "عن طريق"),
    "spoken-on": ("spoken on {day}", "قيل في {day}"),
    "according-to-other": ("{value} according to", "{value} بحسب"),
    "from-speech": ("from the day of speech", "من يوم الكلام"),
    "settled-in-story": ("settled by the story", "حسمته القصة"),
    "credits": ("On whose work it rests", "على عمل من يقوم"),
    "posts": ("Embedded posts", "منشورات مضمَّنة"),
    "removed": ("Taken out of the page", "ما أُخرج من الصفحة"),
    "th-text": ("Text", "النص"),
    "th-reason": ("Why", "لماذا"),
    "versions": ("Versions", "النسخ"),
    "version-n": ("Version {n}", "النسخة {n}"),
    "announced": ("announced by the outlet", "أعلنته الجهة"),
    "silent": ("not announced by the outlet", "لم تعلنه الجهة"),
    "headline-changed": ("headline changed", "تغيّر العنوان"),
    "machine-translation": ("Reads like a machine translation", "يُقرأ كترجمة آلية"),
    "from-language": ("from {language}", "عن {language}"),
    "language-of-text": ("Language", "اللغة"),
    "outlet-from": ("outlet known from: {where}", "عُرفت الجهة من: {where}"),
    # search, sources, inbox, errors
    "results": ("Found", "ما وُجد"),
    "nothing-found": ("No article has these words", "لا مقال بهذه الكلمات"),
    "searched": ("Searched {query} in all articles read.", "بُحث عن {query} في كل ما قُرئ."),
    "filtered-by": ("Filtered by:", "التصفية:"),
    "remove": ("remove", "أزل"),
    "remove-language": ("Search in all languages", "ابحث في كل اللغات"),
    "to-front": ("Front page", "الصفحة الأولى"),
    "no-stories": ("No story yet", "لا قصة بعد"),
    "no-stories-lead": (
        "Nothing has been read so far. Stories appear here as articles come in.",
        "لم يُقرأ شيء بعد. تظهر القصص هنا مع ورود المقالات.",
    ),
    "no-stories-filtered": (
        "No story fits this filter.",
        "لا قصة توافق هذه التصفية.",
    ),
    "th-source": ("Source", "المصدر"),
    "th-state": ("State", "الحال"),
    "th-last-read": ("Last read", "آخر قراءة"),
    "no-sources": ("No source is being watched.", "لا مصدر قيد المتابعة."),
    "failures": ("What could not be read", "ما تعذّرت قراءته"),
    "th-item": ("Item", "العنصر"),
    "th-when": ("When", "متى"),
    "th-stage": ("Step", "الخطوة"),
    "empty-inbox": ("No mail yet", "لا رسائل بعد"),
    "empty-inbox-lead": (
        "A mail appears here when something happens that a watch asks for.",
        "تظهر هنا رسالة حين يقع ما تطلبه متابعة.",
    ),
    "mail-to": ("to", "إلى"),
    "as-text": ("As plain text", "نصًّا بلا تنسيق"),
    "not-found": ("There is no such page", "لا صفحة بهذا العنوان"),
    "not-found-lead": (
        "The story or article may have been deleted, or the address is mistyped.",
        "ربما حُذفت القصة أو المقال، أو في العنوان خطأ.",
    ),
    "not-allowed": ("That cannot be done here", "لا يمكن هذا هنا"),
    "bad-request": ("This cannot be understood", "تعذّر فهم الطلب"),
    "broken": ("This page cannot be shown now", "تعذّر عرض هذه الصفحة الآن"),
    "broken-lead": (
        "Reading of the outlets goes on; no article is lost.",
        "قراءة الجهات مستمرة، ولم يضِع أي مقال.",
    ),
    "try-again": ("Try again", "أعد المحاولة"),
    "for-operator": ("For the operator:", "للمشغّل:"),
    "foreign-form": (
        "The form was sent from another site.",
        "أُرسل النموذج من موقع آخر.",
    ),
    "bad-address": ("This is not an e-mail address.", "هذا ليس عنوان بريد."),
    "words-missing": (
        "Say which topic, person, place, organisation or story.",
        "اذكر أي موضوع أو شخص أو مكان أو منظمة أو قصة.",
    ),
    "compare": ("Accounts side by side", "الروايات جنبًا إلى جنب"),
    # developments
    "dev-opened": ("first report", "أول خبر"),
    "dev-figure-changed": ("figure changed", "تغيّر رقم"),
    "dev-new-statement": ("new statement", "تصريح جديد"),
    "dev-denial": ("denial", "نفي"),
    "dev-disputed": ("disputed", "خلاف"),
    "dev-settled": ("settled", "حُسم"),
    "dev-correction": ("correction", "تصحيح"),
    "dev-retraction": ("withdrawn", "سُحب"),
    # states of sources
    "state-new": ("not read yet", "لم يُقرأ بعد"),
    "state-answering": ("answering", "يستجيب"),
    "state-refusing": ("refusing", "يرفض"),
    "state-malformed": ("malformed", "مختلّ الصيغة"),
    "state-gone": ("gone", "لم يعد موجودًا"),
    "state-blocked": ("blocked", "محجوب"),
    "state-slow": ("slow", "بطيء"),
    # credits
    "credit-byline": ("byline", "بقلم"),
    "credit-dateline": ("dateline", "مكان الخبر"),
    "credit-credit": ("credit", "نسبة"),
    "credit-contributor": ("contributors", "المساهمون"),
    "credit-photo": ("photo", "صورة"),
    "credit-source": ("source", "المصدر"),
    # polarity
    "polarity-yes": ("says so", "يُثبت"),
    "polarity-no": ("denies it", "ينفي"),
}  # fmt: skip

# Reasons of furniture removal; a reason not listed shows its own word.
REASONS: dict[str, tuple[str, str]] = {
    "headline": ("the headline, kept as the headline", "العنوان، محفوظ بوصفه عنوانًا"),
    "headline-repeated": ("headline repeated", "العنوان مكرَّرًا"),
    "photo-credit": ("photo credit", "حقّ الصورة"),
    "follow-us": ("call to follow the outlet", "دعوة إلى المتابعة"),
    "share": ("call to share", "دعوة إلى المشاركة"),
    "newsletter": ("newsletter sign-up", "دعوة إلى النشرة البريدية"),
    "read-also": ("link to other articles", "إحالة إلى مقالات أخرى"),
    "copyright": ("copyright line", "حقوق النشر"),
    "advertisement": ("advertisement", "إعلان"),
    "ad-placeholder": ("place for an advertisement", "موضع إعلان"),
    "shortcode": ("shortcode of the page’s software", "رمز من برنامج الصفحة"),
    "source-line": ("source line", "سطر المصدر"),
    "time-stamp": ("time stamp", "ختم الوقت"),
    "timestamp": ("time stamp", "ختم الوقت"),
    "post": ("embedded post, kept as a post", "منشور مضمَّن، محفوظ بوصفه منشورًا"),
    "embedded-post": ("embedded post, kept as a post", "منشور مضمَّن، محفوظ بوصفه منشورًا"),
    "credit-line": ("credit line, kept as a credit", "سطر النسبة، محفوظ بوصفه نسبة"),
    "contributor": ("contributor line, kept as a credit", "سطر المساهمين، محفوظ بوصفه نسبة"),
    "byline": ("byline, kept as a credit", "اسم الكاتب، محفوظ بوصفه نسبة"),
    "dateline": ("dateline, kept as a credit", "مكان الخبر، محفوظ بوصفه نسبة"),
    "comments": ("call to comment", "دعوة إلى التعليق"),
    "caption": ("caption, kept as a caption", "تعليق صورة، محفوظ بوصفه تعليقًا"),
    "divider": ("dividing line", "خط فاصل"),
    "byline-link": ("link to the writer’s page", "إحالة إلى صفحة الكاتب"),
    "page-tools": ("tools of the page", "أدوات الصفحة"),
    "link": ("bare address", "عنوان مجرد"),
    "recurring": ("on many pages of the outlet", "في صفحات كثيرة من الجهة"),
    "navigation": ("navigation", "تنقّل"),
    "tags": ("list of keywords", "كلمات مفتاحية"),
    "cookie-notice": ("cookie notice", "إشعار ملفات الارتباط"),
    "subscription": ("call to subscribe", "دعوة إلى الاشتراك"),
}

# Features of the story decision, as far as they need wording of their own.
FEATURES: dict[str, tuple[str, str]] = {
    "best-article": ("like one of its articles", "يشبه مقالًا منها"),
    "best-three": ("like several of its articles", "يشبه عدة مقالات منها"),
    "best-other-language": ("like one in another language", "يشبه مقالًا بلغة أخرى"),
    "story-words": ("the story’s words", "كلمات القصة"),
    "centroid": ("like the story as a whole", "يشبه القصة في مجملها"),
    "nearby": ("like those near it", "يشبه ما يقرب منه"),
    "vector": ("like meaning", "معنى قريب"),
    "headline-vector": ("like headline", "عنوان قريب"),
    "title-vector": ("like headline", "عنوان قريب"),
    "shared-names": ("same names", "أسماء مشتركة"),
    "shared-places": ("same places", "أماكن مشتركة"),
    "shared-words": ("same words", "كلمات مشتركة"),
    "shared-terms": ("same words", "كلمات مشتركة"),
    "shared-figures": ("same figures", "أرقام مشتركة"),
    "figures": ("same figures", "أرقام مشتركة"),
    "copy": ("one is made from the other", "أحدهما منقول عن الآخر"),
    "hours-apart": ("close in time", "متقاربان زمنًا"),
    "same-day": ("same day", "اليوم نفسه"),
}

# noun: (English one, English other, Arabic one, two, few, many, other)
NOUNS: dict[str, tuple[str, str, str, str, str, str, str]] = {
    "independent": (
        "{n} independent", "{n} independent",
        "مصدر مستقل واحد", "مصدران مستقلان", "{n} مصادر مستقلة", "{n} مصدرًا مستقلًّا", "{n} مصدر مستقل",
    ),
    "independent-origins": (
        "{n} independent origin", "{n} independent origins",
        "مصدر مستقل واحد", "مصدران مستقلان", "{n} مصادر مستقلة", "{n} مصدرًا مستقلًّا", "{n} مصدر مستقل",
    ),
    "article": (
        "{n} article", "{n} articles",
        "مقال واحد", "مقالان", "{n} مقالات", "{n} مقالًا", "{n} مقال",
    ),
    "language": (
        "{n} language", "{n} languages",
        "لغة واحدة", "لغتان", "{n} لغات", "{n} لغة", "{n} لغة",
    ),
    "story": (
        "{n} story", "{n} stories",
        "قصة واحدة", "قصتان", "{n} قصص", "{n} قصة", "{n} قصة",
    ),
    "word": (
        "{n} word", "{n} words",
        "كلمة واحدة", "كلمتان", "{n} كلمات", "{n} كلمة", "{n} كلمة",
    ),
    "rendering": (
        "{n} rendering", "{n} renderings",
        "صيغة واحدة", "صيغتان", "{n} صيغ", "{n} صيغة", "{n} صيغة",
    ),
    "edit": (
        "edited once", "edited {n} times",
        "عُدّل مرة", "عُدّل مرتين", "عُدّل {n} مرات", "عُدّل {n} مرة", "عُدّل {n} مرة",
    ),
    "substantive": (
        "{n} substantive", "{n} substantive",
        "واحدة جوهرية", "اثنتان جوهريتان", "{n} جوهرية", "{n} جوهرية", "{n} جوهرية",
    ),
    "know-it": (
        "One knows it:", "{n} know it:",
        "مصدر واحد يعرفه:", "مصدران يعرفانه:", "{n} مصادر تعرفه:", "{n} مصدرًا تعرفه:", "{n} مصدر تعرفه:",
    ),
    "all-say": (
        "The only origin says", "All {n} origins say",
        "يقوله المصدر الوحيد", "يقوله المصدران كلاهما", "تقوله المصادر الـ{n} جميعًا", "تقوله المصادر الـ{n} جميعًا", "تقوله المصادر الـ{n} جميعًا",
    ),
    "more-carry": (
        "{n} more article carries them", "{n} more articles carry them",
        "مقال آخر ينقل عنهم", "مقالان آخران ينقلان عنهم", "{n} مقالات أخرى تنقل عنهم", "{n} مقالًا آخر تنقل عنهم", "{n} مقال آخر تنقل عنهم",
    ),
    "no-origin": (
        "{n} article has no known origin and is not counted", "{n} articles have no known origin and are not counted",
        "مقال واحد بلا مصدر معروف لا يُحتسب", "مقالان بلا مصدر معروف لا يُحتسبان", "{n} مقالات بلا مصدر معروف لا تُحتسب", "{n} مقالًا بلا مصدر معروف لا تُحتسب", "{n} مقال بلا مصدر معروف لا تُحتسب",
    ),
    "carries": (
        "{n} carries it", "{n} carry it",
        "نقلته جهة واحدة", "نقلته جهتان", "نقلته {n} جهات", "نقلته {n} جهة", "نقلته {n} جهة",
    ),
    "minute-later": (
        "+{n} min", "+{n} min",
        "بعد {n} د", "بعد {n} د", "بعد {n} د", "بعد {n} د", "بعد {n} د",
    ),
    "minute": ("{n} minute", "{n} minutes", "دقيقة واحدة", "دقيقتان", "{n} دقائق", "{n} دقيقة", "{n} دقيقة"),
    "hour": ("{n} hour", "{n} hours", "ساعة واحدة", "ساعتان", "{n} ساعات", "{n} ساعة", "{n} ساعة"),
    "day": ("{n} day", "{n} days", "يوم واحد", "يومان", "{n} أيام", "{n} يومًا", "{n} يوم"),
    "week": ("{n} week", "{n} weeks", "أسبوع واحد", "أسبوعان", "{n} أسابيع", "{n} أسبوعًا", "{n} أسبوع"),
    "month": ("{n} month", "{n} months", "شهر واحد", "شهران", "{n} أشهر", "{n} شهرًا", "{n} شهر"),
    "year": ("{n} year", "{n} years", "سنة واحدة", "سنتان", "{n} سنوات", "{n} سنة", "{n} سنة"),
    "confirmed": (
        "first report", "confirmed: {n} independent origins",
        "أول خبر", "تأكّد: مصدران مستقلان", "تأكّد: {n} مصادر مستقلة", "تأكّد: {n} مصدرًا مستقلًّا", "تأكّد: {n} مصدر مستقل",
    ),
}  # fmt: skip

# English writes small counts of witnesses in words, where a digit would look like a table.
_SMALL_NUMBERS = {2: "Two", 3: "Three", 4: "Four", 5: "Five", 6: "Six"}
_ENGLISH_DUALS = {("all-say", 2): "Both origins say"}
_SPELT = frozenset({"know-it", "all-say"})


def say(key: str, language: str, **values: object) -> str:
    """An interface text. Unknown keys are a bug and raise KeyError."""
    text = TEXTS[key][language == "ar"]
    return text.format(**values) if values else text


def known(key: str) -> bool:
    return key in TEXTS


def reason(word: str, language: str) -> str:
    """Why a piece of a page was taken out, in words; the stable word itself if it has none."""
    found = REASONS.get(word)
    return found[language == "ar"] if found else word.replace("-", " ")


def feature(word: str, language: str) -> str:
    """A feature of the story decision in words; the feature's own name if it has none."""
    found = FEATURES.get(word)
    return found[language == "ar"] if found else word.replace("-", " ")


def plural_form(number: int, language: str) -> int:
    """Index into a noun's forms of ``language``: English one/other, Arabic one…other.

    Zero takes Arabic's last form ("0 مقال"), since a bare "no article" is a sentence of its own.
    """
    if language != "ar":
        return 0 if number == 1 else 1
    if number in (1, 2):
        return number - 1
    if 3 <= number % 100 <= 10:
        return 2
    return 3 if number % 100 >= 11 else 4


def digits(number: int, language: str) -> str:
    return f"{number:,}" if language != "ar" or number >= 10_000 else str(number)


def count(number: int, noun: str, language: str) -> str:
    """A number with its noun: "14 articles", "14 مقالًا", "مقالان"."""
    forms = NOUNS[noun]
    form = (
        forms[2 + plural_form(number, language)]
        if language == "ar"
        else forms[plural_form(number, language)]
    )
    if language != "ar" and (noun, number) in _ENGLISH_DUALS:
        return _ENGLISH_DUALS[noun, number]
    shown = digits(number, language)
    if language != "ar" and noun in _SPELT:
        shown = _SMALL_NUMBERS.get(number, shown)
        if noun == "all-say":
            shown = shown.lower()
    return form.format(n=shown)


def count_bold(number: int, noun: str, language: str) -> Markup:
    """``count`` with the number in bold; the whole where the number is inside the noun."""
    forms = NOUNS[noun]
    index = plural_form(number, language)
    form = forms[2 + index] if language == "ar" else forms[index]
    if "{n}" not in form:
        return Markup("<b>{}</b>").format(form)
    before, after = form.split("{n}", 1)
    return Markup("{}<b>{}</b>{}").format(before, digits(number, language), after)


def joined(parts: list[str], language: str) -> Markup:
    return Markup(escape(say("sep", language))).join(parts)


# ------------------------------------------------------------------------------- dates


@cache
def _months(locale: str) -> dict[int, str]:
    # CLDR has the Levantine names (آذار) only in the form used inside a date.
    return dict(Locale.parse(locale).months["format"]["wide"])


@cache
def _weekdays(locale: str) -> dict[int, str]:
    return dict(Locale.parse(locale).days["stand-alone"]["wide"])


@cache
def language_name(code: str, interface: str) -> str:
    """The name of a language in the interface's language; its code when CLDR has none."""
    try:
        return str(Locale.parse(interface).languages.get(code, code))
    except ValueError:
        return code


@cache
def own_language_name(code: str) -> str:
    """The name of a language in that language, as language menus show it."""
    try:
        name = Locale.parse(code).get_language_name(code) or code
    except ValueError:
        return code
    return name[:1].upper() + name[1:]


def month(number: int, language: str, *, both: bool = False) -> str:
    """A month's name; ``both`` gives the Levantine and the Western-derived name in Arabic."""
    if language != "ar":
        return _months("en")[number]
    western = _months("ar")[number]
    return f"{_months('ar_SY')[number]}/{western}" if both else western


def day(value: date, language: str, *, both: bool = False, weekday: bool = False) -> str:
    """A day in words: "Thursday 12 March 2026", "الخميس 12 آذار/مارس 2026"."""
    text = f"{value.day} {month(value.month, language, both=both)} {value.year}"
    name = _weekdays("ar" if language == "ar" else "en")[value.weekday()] if weekday else ""
    return f"{name} {text}".strip()


def clock(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%H:%M")


def moment(at: datetime, language: str, *, near: date | None = None) -> str:
    """An instant: the hour on the day ``near``, else day and hour."""
    at = at.astimezone(UTC)
    if near is not None and at.date() == near:
        return clock(at)
    shown = f"{at.day} {month(at.month, language)}"
    if near is None or at.year != near.year:
        shown += f" {at.year}"
    return f"{shown} {clock(at)}"


@cache
def _figure_subjects() -> dict[str, tuple[str, str]]:
    table = resources.files("tawatur.data").joinpath("figure_subjects.toml").read_text("utf-8")
    return {code: (english, arabic) for code, (english, arabic) in tomllib.loads(table).items()}


def figure_subject(code: str, language: str) -> str | None:
    """What a figure counts, in words, when ``code`` is one of our own; None for a source's words."""
    found = _figure_subjects().get(code)
    return found[language == "ar"] if found else None


def grouped(value: str) -> str:
    """Long numbers in groups of three: "2040000000" as "2,040,000,000"."""
    return regex.sub(r"\d{5,}", lambda found: f"{int(found[0]):,}", value)


_BOUNDS = {"≥": "at-least", "≤": "at-most", "~": "about-n"}
_LENGTH_OF_TIME = regex.compile(r"(\d+) (minute|hour|day|week|month|year)s?")


def value(kind: str, shown: str, language: str) -> str:
    """A conflict's normalised value as a reader reads it."""
    if kind == "polarity" and f"polarity-{shown}" in TEXTS:
        return say(f"polarity-{shown}", language)
    if kind == "time":
        return say("or", language).join(timex(part, language) for part in shown.split("/"))
    if kind != "figure":
        return shown
    # Signs are put into words: a reader of a right-to-left line cannot tell ≥ from ≤.
    sign, rest = (shown[0], shown[1:]) if shown[:1] in _BOUNDS else ("", shown)
    if found := _LENGTH_OF_TIME.fullmatch(rest):
        rest = count(int(found[1]), found[2], language)
    elif found := regex.fullmatch(r"([\d.]+)-([\d.]+)(.*)", rest):
        rest = say("range", language, low=found[1], high=found[2]) + found[3]
    rest = grouped(rest)
    return say(_BOUNDS[sign], language, n=rest) if sign else rest


_SEASONS = {
    "SP": ("spring", "ربيع"),
    "SU": ("summer", "صيف"),
    "FA": ("autumn", "خريف"),
    "AU": ("autumn", "خريف"),
    "WI": ("winter", "شتاء"),
}


def timex(value: str, language: str) -> str:
    """A TIMEX3-like value in words; a form this does not know is returned as it is."""
    arabic = language == "ar"
    if found := regex.fullmatch(
        r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d:\d\d)(?::\d\d)?|T(\d\d))?Z?", value
    ):
        try:
            shown = day(date(int(found[1]), int(found[2]), int(found[3])), language)
        except ValueError:
            return value
        hour = found[4] or (f"{found[5]}:00" if found[5] else "")
        return f"{shown} {hour}".strip()
    if found := regex.fullmatch(r"(\d{4})-(\d\d)", value):
        number = int(found[2])
        return f"{month(number, language)} {found[1]}" if 1 <= number <= 12 else value
    if found := regex.fullmatch(r"(\d{4})-W(\d\d)", value):
        try:
            monday = date.fromisocalendar(int(found[1]), int(found[2]), 1)
        except ValueError:
            return value
        sunday = day(monday + timedelta(days=6), language)
        first = f"{monday.day} {month(monday.month, language)}"
        return f"{first} – {sunday}"
    if found := regex.fullmatch(r"(\d{4})-Q([1-4])", value):
        return f"الربع {found[2]} من {found[1]}" if arabic else f"quarter {found[2]} of {found[1]}"
    if found := regex.fullmatch(r"(\d{4})-H([12])", value):
        return f"النصف {found[2]} من {found[1]}" if arabic else f"half {found[2]} of {found[1]}"
    if (found := regex.fullmatch(r"(\d{4})-(SP|SU|FA|AU|WI)", value)) is not None:
        return f"{_SEASONS[found[2]][arabic]} {found[1]}"
    if found := regex.fullmatch(r"(\d{3})X", value):
        return f"عقد {found[1]}0" if arabic else f"the {found[1]}0s"
    return value
