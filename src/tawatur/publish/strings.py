"""The interface's own words in English and Arabic. Nothing here ever words what a source says.

Arabic nouns after numbers follow the six plural forms (Unicode CLDR's plural rules); digits are
Western, as in most sources; months are written in both usages on dates (آذار/مارس) and in the
Western-derived one in running text. Colons, lists and brackets are the language's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from babel import Locale, UnknownLocaleError
from markupsafe import Markup, escape

from tawatur import wording
from tawatur.publish import strings_alerts
from tawatur.wording import digits, plural_form

# key: (English, Arabic)
TEXTS: dict[str, tuple[str, str]] = {
    **wording.TEXTS,
    **strings_alerts.TEXTS,
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
    "first-sentence": ("no headline; first sentence of the text", "بلا عنوان؛ أول جملة من النص"),
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
    "withdrawn-since": ("taken out, seen {time}", "سُحب، رُصد {time}"),
    "earlier-version": ("stood in version {n}", "كان في النسخة {n}"),
    "group-withdrawn": ("Withdrawn", "مسحوب"),
    "group-several": ("Several say, not all", "يقوله أكثر من مصدر، لا كلها"),
    "group-one": ("Only one says", "يقوله مصدر واحد فقط"),
    "group-one-of-one": ("The only origin says", "يقوله المصدر الوحيد"),
    "group-unknown": ("Said only where the origin is not known", "لا يُعرف مصدره"),
    "carry-it": ("articles that carry it", "مقالات تنقل عنه"),
    "about-time": ("time", "الوقت"),
    "about-figure": ("number", "العدد"),
    "about-place": ("place", "المكان"),
    "about-name": ("name", "الاسم"),
    "about-polarity": ("whether it is so", "أصحيح أم لا"),
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
    "settled-to": ("settled to", "وحُسم بأنه"),
    "by": ("by", "بدليل"),
    "inferred": ("dated from its story", "أُرّخ من قصته"),
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
    "key-own": ("same publisher, a text of its own", "الناشر نفسه بنصّ آخر"),
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
    "edge-changed": ("edited", "محرَّر"),
    "edge-credit": ("credits it", "ينسب إليه"),
    "edge-family": ("same publisher", "الناشر نفسه"),
    "edges": ("Who has what from whom", "من أخذ ماذا عن من"),
    "edges-lead": (
        "Each line of the drawing, with what bears it. The share is that of the copy’s words.",
        "كل خط في الرسم وما يثبته. والنسبة من كلمات النسخة.",
    ),
    "edges-beside": ("{n} more: parts, and texts that agree as well", "{n} غيرها: أجزاء، ونصوص مطابقة كذلك"),
    "th-copy": ("Article", "المقال"),
    "th-from": ("From", "عن"),
    "th-share": ("Share", "النسبة"),
    "th-evidence": ("By what this is known", "بمَ يُعرف"),
    "not-main-partial": ("a part only; its origin stays its own", "جزء فقط؛ ومصدره يبقى مصدره"),
    "not-main": ("agrees as well; counted by another line", "مطابق كذلك؛ والمحتسب سطر آخر"),
    "part-of": ("in part from {name}", "بعضه عن {name}"),
    "ev-passages": ("{part} of {whole} stand in the source word for word", "{part} من {whole} واردة في الأصل بنصّها"),
    "ev-longest": ("the longest passage: {text}", "أطول مقطع: {text}"),
    "ev-sentences": ("{part} of {whole} render sentences of the source in like order", "{part} من {whole} تقابل جمل الأصل بترتيبها"),
    "ev-numbers": ("{part} of {whole} stand in both", "{part} من {whole} واردة في كليهما"),
    "ev-credits-source": ("it credits {text}", "ينسب إلى {text}"),
    "ev-same-credit": ("both credit {text}", "كلاهما ينسب إلى {text}"),
    "ev-credit-line": ("credit line: {text}", "سطر النسبة: {text}"),
    "ev-agency-text": ("the source is an agency’s own text: {text}", "الأصل نص وكالة: {text}"),
    "ev-one-family": ("one publisher: {text}", "ناشر واحد: {text}"),
    "ev-seen-later": ("seen {time} after the source", "رُصد بعد الأصل بـ{time}"),
    "ev-published-later": ("states a time {time} after the source’s", "يذكر وقتًا بعد وقت الأصل بـ{time}"),
    "ev-reads-translated": ("it reads like a translation", "يُقرأ كترجمة"),
    "ev-direction-unknown": (
        "both were seen at one time; which was first is not known",
        "رُصدا معًا؛ ولا يُعرف أيهما أسبق",
    ),
    "why-here": ("Why is this here?", "لماذا هنا؟"),
    "decided-by": ("what decided:", "ما حسم الأمر:"),
    "spoke-against": ("what spoke against it:", "ما كان ضده:"),
    "sure": ("the model is {percent} sure", "يقين النموذج {percent}"),
    "why-copy": ("it carries an article of this story", "ينقل مقالًا من هذه القصة"),
    "why-signature": ("names and words that only this story has", "أسماء وكلمات لا ترد إلا في هذه القصة"),
    "why-best-article": ("very close to its nearest article", "شديد القرب من أقرب مقال"),
    "why-best-three": ("close to the three nearest articles", "قريب من المقالات الثلاثة الأقرب"),
    "why-nearby": ("close to all articles that came into question", "قريب من كل ما قورن به"),
    "why-share-near": ("near to most articles of the story", "قريب من معظم مقالات القصة"),
    "why-articles-near": ("many articles of the story are near", "كثير من مقالات القصة قريب منه"),
    "why-best-other-language": ("likeness to articles in other languages", "قربه من مقالات بلغات أخرى"),
    "why-no-same-language": ("no article in its own language to compare with", "لا مقال بلغته يقارن به"),
    "why-centroid": ("close in meaning to the story as a whole", "قريب المعنى من القصة كلها"),
    "why-days": ("days since the story’s newest article", "أيام مرّت على أحدث مقالات القصة"),
    "why-size": ("the size of the story", "حجم القصة"),
    "why-other-country": ("it speaks of another country", "يتحدث عن بلد آخر"),
    "why-elsewhere": ("it speaks of another country and names nothing that only this story has", "يتحدث عن بلد آخر ولا يسمّي ما تنفرد به هذه القصة"),
    "why-far-from-the-rest": ("it stood far from the rest of the story it was in", "كان بعيدًا عن بقية القصة التي كان فيها"),
    "why-asleep-words": ("words of a story that had fallen asleep", "كلمات من قصة كانت نائمة"),
    "why-asleep-names": ("names of a story that had fallen asleep", "أسماء من قصة كانت نائمة"),
    "why-asleep-vector": ("close in meaning to a story that had fallen asleep", "قريب المعنى من قصة كانت نائمة"),
    "why-asleep-other-country": ("it speaks of another country", "يتحدث عن بلد آخر"),
    "why-asleep-other-instance": ("it names another round, number or year", "يذكر جولة أو رقمًا أو سنة أخرى"),
    "why-asleep-other-occasion": ("it tells of a like event of another day or place", "يتحدث عن حدث مشابه في يوم آخر أو مكان آخر"),
    "why-other-instance": ("it names another round, number or year", "يذكر جولة أو رقمًا أو سنة أخرى"),
    "why-other-occasion": ("it tells of a like event of another day or place", "يتحدث عن حدث مشابه في يوم آخر أو مكان آخر"),
    "why-company": ("how many articles a story has at present", "عدد المقالات في القصة الواحدة حاليًا"),
    "why-mean-likeness": ("two stories were found to be one", "تبيّن أن القصتين قصة واحدة"),
    "why-split-by-analyst": ("an analyst split it off", "فصله محلل"),
    "why-moved-by-analyst": ("an analyst moved it here", "نقله محلل إلى هنا"),
    "why-merged-by-analyst": ("an analyst merged the stories", "دمج محلل القصتين"),
    "why-pinned-by-analyst": ("an analyst pinned it here", "ثبّته محلل هنا"),
    "why-decision-undone": ("an analyst’s decision was undone", "أُلغي قرار محلل"),
    "gone-since": ("deleted by the outlet; gone since {time}", "حذفته الجهة؛ غير موجود منذ {time}"),
    "gone-short": ("deleted since", "حُذف بعدها"),
    "hedges": ("Hedges that were lost", "تحفّظات سقطت في النقل"),
    "hedges-lead": (
        "The source leaves it to somebody, or to doubt; an article made from it says it flatly.",
        "ينسبه الأصل إلى قائل أو يشكّ فيه، ويقطع به مقال نُقل عنه.",
    ),
    "hedged": ("with its hedge", "بتحفّظه"),
    "flat": ("flat", "بلا تحفّظ"),
    "toc-hedges": ("Hedges lost", "تحفّظات سقطت"),
    "topic": ("Topic", "الموضوع"),
    "topics": ("Topics", "الموضوعات"),
    "in-the-topic": ("In the topic:", "من موضوع:"),
    "topic-lead": (
        "Stories that share these names and words, each an event of its own.",
        "قصص تجمعها هذه الأسماء والكلمات، وكل منها حدث بذاته.",
    ),
    "other-stories": ("Other stories of this topic", "قصص أخرى من هذا الموضوع"),
    "known-agency": ("{}, an agency", "{}، وكالة"),
    "known-outlet": ("its outlet: {} (from: {})", "الجهة: {} (من: {})"),
    "known-line": ("{}: {}", "{}: {}"),
    "known-address": ("no name but the address {}", "لا اسم إلا العنوان {}"),
    "known-nothing": ("no outlet and no credit line", "لا جهة ولا سطر نسبة"),
    "for-paper": ("For paper", "للطباعة"),
    "still-carries": ("still carries it", "ما زال يورده"),
    "word-for-word": ("word for word in:", "بنصّه في:"),
    "opened-story": ("opened the story", "به بدأت القصة"),
    "near": ("nearest:", "الأقرب إليه:"),
    "because-people": ("same people:", "الأشخاص أنفسهم:"),
    "because-organisations": ("same organisations:", "المنظمات نفسها:"),
    "because-places": ("same places:", "الأماكن نفسها:"),
    "because-names": ("same names:", "الأسماء نفسها:"),
    "because-words": ("same words:", "كلمات مشتركة:"),
    "because-likeness": ("close in meaning", "قريب في المعنى"),
    "because-meaning": ("says the same in another language as", "يقول بلغة أخرى ما يقوله"),
    "no-origin-at-all": ("No origin is known", "لا مصدر معروف"),
    "all-outlets": ("All outlets", "كل الجهات"),
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
    "deleted": ("deleted: the page is there no more", "حُذف: لم تعد الصفحة موجودة"),
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
    "th-next": ("Asked next", "يُسأل تاليًا"),
    "at-next-round": ("at the next round", "في الجولة التالية"),
    "never-read": ("not yet", "ليس بعد"),
    "asked-at": ("read from", "يُقرأ من"),
    "pushed": ("its hub tells us", "يُخبرنا وسيطه"),
    "source-unknown": ("not looked at yet", "لم يُنظر فيه بعد"),
    "source-feed": ("feed", "خلاصة"),
    "source-sitemap": ("news sitemap", "خريطة أخبار الموقع"),
    "source-listing": ("list of articles", "قائمة مقالات"),
    "source-page": ("single page", "صفحة مفردة"),
    "source-folder": ("folder", "مجلّد"),
    "state-why-new": (
        "Asked at the next round.",
        "يُسأل في الجولة التالية.",
    ),
    "state-why-no-dates": (
        "It is read, but does not say when its articles were published; the time of our first sight counts.",
        "يُقرأ، لكنه لا يذكر متى نُشرت مقالاته؛ فيُعتمد وقت رؤيتنا لها أول مرة.",
    ),
    "state-why-slow": (
        "It takes very long to answer, or does not answer in time; it is asked less often.",
        "يتأخر جوابه كثيرًا أو لا يأتي في وقته؛ فيُسأل مرات أقل.",
    ),
    "state-why-malformed": (
        "It answers, but nothing in the answer can be read; it is asked less often.",
        "يجيب، لكن لا شيء في جوابه يُقرأ؛ فيُسأل مرات أقل.",
    ),
    "state-why-refusing": (
        "Its server is in trouble or away; it is asked again later, or when the server says.",
        "خادمه متعثّر أو غائب؛ فيُسأل لاحقًا، أو حين يطلب الخادم.",
    ),
    "state-why-blocked": (
        "It keeps us out (robots.txt, a login, a refusal), or lies where we do not go.",
        "يمنعنا (ملف robots.txt أو تسجيل دخول أو رفض صريح)، أو يقع حيث لا نذهب.",
    ),
    "state-why-gone": (
        "Its server says that it is there no more; it is asked four times a day.",
        "يقول خادمه إنه لم يعد موجودًا؛ فيُسأل أربع مرات في اليوم.",
    ),
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
    "state-no-dates": ("no dates", "بلا تواريخ"),
    # credits
    "credit-byline": ("byline", "بقلم"),
    "credit-dateline": ("dateline", "مكان الخبر"),
    "credit-credit": ("credit", "نسبة"),
    "credit-contributor": ("contributors", "المساهمون"),
    "credit-photo": ("photo", "صورة"),
    "credit-source": ("source", "المصدر"),
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
    "shape": ("reads like a part of the page, not of the text", "يبدو جزءًا من الصفحة لا من النص"),
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

# noun: (English one, English other, Arabic one, two, few, many, other)
NOUNS: dict[str, tuple[str, str, str, str, str, str, str]] = {
    **wording.NOUNS,
    "independent": (
        "{n} independent", "{n} independent",
        "مصدر مستقل واحد", "مصدران مستقلان", "{n} مصادر مستقلة", "{n} مصدرًا مستقلًّا", "{n} مصدر مستقل",
    ),
    "story": (
        "{n} story", "{n} stories",
        "قصة واحدة", "قصتان", "{n} قصص", "{n} قصة", "{n} قصة",
    ),
    "word": (
        "{n} word", "{n} words",
        "كلمة واحدة", "كلمتان", "{n} كلمات", "{n} كلمة", "{n} كلمة",
    ),
    "sentence": (
        "{n} sentence", "{n} sentences",
        "جملة واحدة", "جملتين", "{n} جمل", "{n} جملة", "{n} جملة",
    ),
    "number": (
        "{n} number", "{n} numbers",
        "رقم واحد", "رقمين", "{n} أرقام", "{n} رقمًا", "{n} رقم",
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
    "all-say": (
        "The only origin says", "All {n} origins say",
        "يقوله المصدر الوحيد", "يقوله المصدران كلاهما", "تقوله المصادر الـ{n} جميعًا", "تقوله المصادر الـ{n} جميعًا", "تقوله المصادر الـ{n} جميعًا",
    ),
    "of-unknown-origin": (
        "{n} of unknown origin", "{n} of unknown origin",
        "مقال واحد مجهول المصدر", "مقالان مجهولا المصدر", "{n} مقالات مجهولة المصدر", "{n} مقالًا مجهول المصدر", "{n} مقال مجهول المصدر",
    ),
    "further-of-one": (
        "{n} further report of its own", "{n} further reports of its own",
        "مقال آخر منه", "مقالان آخران منه", "{n} مقالات أخرى منه", "{n} مقالًا آخر منه", "{n} مقال آخر منه",
    ),
    "further-of-two": (
        "{n} further report of their own", "{n} further reports of their own",
        "مقال آخر منهما", "مقالان آخران منهما", "{n} مقالات أخرى منهما", "{n} مقالًا آخر منهما", "{n} مقال آخر منهما",
    ),
    "further": (
        "{n} further report of their own", "{n} further reports of their own",
        "مقال آخر منها", "مقالان آخران منها", "{n} مقالات أخرى منها", "{n} مقالًا آخر منها", "{n} مقال آخر منها",
    ),
    "copy": (
        "{n} copy", "{n} copies",
        "مقال واحد منقول", "مقالان منقولان", "{n} مقالات منقولة", "{n} مقالًا منقولًا", "{n} مقال منقول",
    ),
    "carries": (
        "{n} carries it", "{n} carry it",
        "نقلته جهة واحدة", "نقلته جهتان", "نقلته {n} جهات", "نقلته {n} جهة", "نقلته {n} جهة",
    ),
    "minute-later": (
        "+{n} min", "+{n} min",
        "بعد {n} د", "بعد {n} د", "بعد {n} د", "بعد {n} د", "بعد {n} د",
    ),
    "confirmed": (
        "first report", "confirmed: {n} independent origins",
        "أول خبر", "تأكّد: مصدران مستقلان", "تأكّد: {n} مصادر مستقلة", "تأكّد: {n} مصدرًا مستقلًّا", "تأكّد: {n} مصدر مستقل",
    ),
}  # fmt: skip

# English writes small counts of witnesses in words, where a digit would look like a table.
_SMALL_NUMBERS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}
_ENGLISH_DUALS = {("all-say", 2): "Both origins say"}
_SPELT = frozenset({"all-say"})


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


def joined(parts: Sequence[str], language: str) -> Markup:
    return Markup(escape(say("sep", language))).join(parts)


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
    except (ValueError, UnknownLocaleError):  # CLDR does not know every language that is written
        return code
    return name[:1].upper() + name[1:]


# Origins named in the sentence of the count; the page's list has the rest.
_NAMED_IN_COUNT = 8


def count_sentence(
    names: Sequence[Markup], *, unknown: int, copies: int, language: str, further: int = 0
) -> Markup:
    """The count of a story with its origins' names: "2 independent origins (A, B), 3 further
    reports of their own, 1 of unknown origin, 9 copies". ``names`` are the origins that count,
    already marked up. The numbers add up to the story's articles."""
    parts: list[Markup] = []
    if names:
        listed = list(names[:_NAMED_IN_COUNT])
        if rest := len(names) - len(listed):
            listed.append(escape(say("n-more", language, n=rest)))
        head = count_bold(len(names), "independent-origins", language)
        parts.append(Markup("{} ({})").format(head, joined(listed, language)))
    else:
        none = Markup("<b>{}</b>").format(say("no-origin-at-all", language))
        articles = unknown + copies + further
        shown = Markup(" ({})").format(count(articles, "article", language))
        parts.append(none + shown if articles > 1 else none)
        copies = 0
    if further:
        whose = _FURTHER[min(plural_form(len(names), "ar"), 2)]
        parts.append(count_bold(further, whose, language))
    if unknown and names:  # without any name, all are
        parts.append(count_bold(unknown, "of-unknown-origin", language))
    if copies:
        parts.append(count_bold(copies, "copy", language))
    if language == "ar":
        return Markup("، و").join(parts) + "."
    return Markup(", ").join(parts) + "."


# Of one origin, of two, of more.
_FURTHER = ("further-of-one", "further-of-two", "further")


def count_sentence_plain(
    names: Sequence[str], *, unknown: int, copies: int, language: str, further: int = 0
) -> str:
    """The same without markup, for the terminal and JSON."""
    marked = [escape(name) for name in names]
    return count_sentence(
        marked, unknown=unknown, copies=copies, language=language, further=further
    ).striptags()
