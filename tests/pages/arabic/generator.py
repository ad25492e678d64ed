"""Arabic article pages after the templates that news sites use, each with its gold.

``sites.toml`` names the invented outlets with their template, charset and wordings; ``texts.toml``
holds the articles. Each site prints some of the texts; what varies (time, byline, dateline,
credit line, update) is counted off by the page's number, so the same pages come out every time.

In the templates ``f("…")`` prints furniture and notes it as such, ``n("…")`` prints what is
neither body nor furniture (a stand-first, a credit line, the clock of a ticker entry).
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from hijridate import Gregorian
from markupsafe import Markup, escape

HERE = Path(__file__).parent

_GULF = [
    "يناير",
    "فبراير",
    "مارس",
    "أبريل",
    "مايو",
    "يونيو",
    "يوليو",
    "أغسطس",
    "سبتمبر",
    "أكتوبر",
    "نوفمبر",
    "ديسمبر",
]
_LEVANT = ["كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني", "كانون الأول"]  # fmt: skip
_TUNIS = [
    "جانفي",
    "فيفري",
    "مارس",
    "أفريل",
    "ماي",
    "جوان",
    "جويلية",
    "أوت",
    "سبتمبر",
    "أكتوبر",
    "نوفمبر",
    "ديسمبر",
]
_RABAT = [
    "يناير",
    "فبراير",
    "مارس",
    "أبريل",
    "ماي",
    "يونيو",
    "يوليوز",
    "غشت",
    "شتنبر",
    "أكتوبر",
    "نونبر",
    "دجنبر",
]
_HIJRI = ["محرم", "صفر", "ربيع الأول", "ربيع الآخر", "جمادى الأولى", "جمادى الآخرة", "رجب", "شعبان", "رمضان", "شوال", "ذو القعدة", "ذو الحجة"]  # fmt: skip
_WEEKDAYS = ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"]
_ENGLISH = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]  # fmt: skip

# Headlines of other articles, for boxes and lists around the text.
_TEASERS = [
    "أسعار الذهب ترتفع مع تراجع الدولار في المعاملات الفورية", "بالصور.. ثلوج كثيفة تغطي جبال الأطلس",
    "نجم المنتخب يغيب عن الملاعب ثلاثة أسابيع بسبب الإصابة", "طريقة جديدة لتخزين البصل دون أن يفسد",
    "وزير السياحة: نتوقع مليوني زائر هذا الصيف", "خمسة أطعمة تساعد على النوم العميق",
    "إطلاق هاتف قابل للطي بسعر أقل من المنافسين", "وفاة الممثل القدير عن عمر ناهز الثمانين",
    "قتيلان في حادث سير على الطريق الساحلي", "القبض على عصابة لسرقة الدراجات النارية",
    "لماذا يهاجر الأطباء الشباب؟ أرقام تكشف الأسباب", "موعد صرف رواتب الموظفين لهذا الشهر",
]  # fmt: skip
_EXCERPTS = [
    "واصلت أسعار المعدن الأصفر صعودها لليوم الثالث على التوالي وسط ترقب لقرار الفائدة ...",
    "تحولت المرتفعات إلى لوحة بيضاء جذبت مئات العائلات من المدن القريبة رغم صعوبة ...",
    "أعلن الجهاز الطبي أن الفحوص أظهرت تمزقا في العضلة الخلفية وأن اللاعب سيخضع ...",
    "تنصح خبيرات المطبخ بحفظ الثمار في مكان جاف بعيدا عن الضوء وفصلها عن البطاطا [...]",
]
_COMMENTS = [
    {"who": "أبو كرم", "title": "كلام جميل", "text": "كلام جميل لكن أين التنفيذ؟ سمعنا مثل هذه الوعود قبل خمس سنوات ولم نر شيئا على الأرض."},
    {"who": "متابعة من المهجر", "title": "شكرا لكم", "text": "شكرا على التقرير. أتمنى أن تنشروا أسماء المسؤولين عن التأخير حتى يعرف الناس من يحاسبون."},
    {"who": "سامي ٢٢", "title": "رأيي", "text": "والله العظيم أنا من سكان المنطقة والوضع أسوأ بكثير مما تكتبون، حسبنا الله ونعم الوكيل."},
    {"who": "Rania", "title": "سؤال", "text": "هل من رابط للبيان الأصلي؟ بحثت عنه في موقع الوزارة فلم أجده."},
]  # fmt: skip
_OTHER = {
    "title": "حملة لتشجير مدخل المدينة بخمسة آلاف شجرة أركان",
    "by": "متابعة",
    "paragraphs": [
        "أطلقت جمعية بيئية حملة لتشجير مدخل المدينة الشمالي بخمسة آلاف شجرة أركان، بشراكة مع المندوبية السامية للمياه والغابات وعدد من المدارس العمومية.",
        "وقال رئيس الجمعية إن الغرس سيمتد على ثلاثة أسابيع، وإن كل قسم دراسي سيتولى سقي مئة شجرة طوال السنة الأولى.",
        "وتأمل الجمعية أن تعمم التجربة على باقي مداخل المدينة قبل نهاية العام المقبل.",
    ],
}


def east(text: str) -> str:
    """Western digits as Eastern Arabic ones."""
    return text.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))


@dataclass(frozen=True)
class Block:
    kind: str  # "p", "h", "q", "li", "lb"
    text: str
    html: Markup
    first: bool = False
    last: bool = False
    clock: str = ""


@dataclass(frozen=True)
class Gold:
    """What a reader of the page would write down."""

    id: str
    site: str
    url: str
    html: bytes
    charset: str
    title: str
    body: tuple[str, ...]
    authors: tuple[str, ...]
    agency: str | None
    published: str  # day
    updated: str | None  # day
    captions: tuple[str, ...]
    furniture: tuple[str, ...]
    neutral: tuple[str, ...]


@dataclass
class Sheet:
    """One page to be printed: the text and the ways in which sites write its particulars."""

    site: dict[str, Any]
    text: dict[str, Any]
    index: int
    published: datetime
    updated: datetime | None
    blocks: list[Block]
    byline: str = ""
    account: str = ""  # the name of the account that posted it
    stamp: str = ""
    credit_line: str | None = None
    authors: list[str] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["text"][name]
        except KeyError:
            raise AttributeError(name) from None

    teasers = property(lambda self: [_TEASERS[(i + self.index) % 12] for i in range(12)])
    excerpts = property(lambda self: _EXCERPTS)
    comments = property(lambda self: _COMMENTS)
    other = property(lambda self: _OTHER)
    photographer = "رامي الأسعد"
    kicker = "تطورات جديدة"
    captions = property(lambda self: self.text["photo"])
    lead = property(lambda self: self.blocks[0].text[:150])
    home = property(lambda self: f"https://{self.site['host']}/")

    @property
    def standfirst(self) -> str:
        return "تفاصيل الخبر كما وردت من مصادرها، وما الذي ينتظره الناس بعد ذلك في الأيام المقبلة"

    @property
    def url(self) -> str:
        forms = ("news/{i}", "{k}-{i}/", "article/{i}/{k}", "?p={i}", "details.aspx?id={i}")
        i = self.index
        return self.home + forms[i % 5].format(i=4100 + 37 * i, k=self.text["key"])

    # -- times as sites write them

    def later(self, hours: int) -> datetime:
        return self.published + timedelta(hours=5 * hours)

    def utc(self, at: datetime) -> str:
        return at.astimezone(UTC).isoformat()

    def naive(self, at: datetime) -> str:
        return f"{at:%Y-%m-%d %H:%M:%S}"

    def gulf(self, at: datetime) -> str:
        return f"{at.day} {_GULF[at.month - 1]} {at.year}"

    def levant(self, at: datetime) -> str:
        return f"{at.day} {_LEVANT[at.month - 1]} {at.year}"

    def both(self, at: datetime) -> str:
        return f"{at.day} {_LEVANT[at.month - 1]} / {_GULF[at.month - 1]} {at.year}"

    def maghreb(self, at: datetime) -> str:
        return f"{at.day} {_TUNIS[at.month - 1]} {at.year}"

    def rabat(self, at: datetime) -> str:
        return f"{at.day} {_RABAT[at.month - 1]} {at.year}"

    def slashes(self, at: datetime) -> str:
        return f"{at:%d/%m/%Y}"

    def dashes(self, at: datetime) -> str:
        return f"{at:%d-%m-%Y}"

    def dots(self, at: datetime) -> str:
        return f"{at.day}.{at.month}.{at.year}"

    def iso(self, at: datetime) -> str:
        return f"{at:%Y-%m-%d}"

    def english(self, at: datetime) -> str:
        return f"{_ENGLISH[at.month - 1]} {at.day}, {at.year}"

    def hijri(self, at: datetime) -> str:
        day = Gregorian(at.year, at.month, at.day).to_hijri()
        return f"{day.day} {_HIJRI[day.month - 1]} {day.year}هـ"

    def weekday(self, at: datetime) -> str:
        return _WEEKDAYS[at.weekday()]

    def clock24(self, at: datetime) -> str:
        return f"{at:%H:%M}"

    def clock12(self, at: datetime) -> str:
        return f"{at.hour % 12 or 12:02}:{at:%M} {'ص' if at.hour < 12 else 'م'}"

    def write(self, form: str) -> str:
        """A form with ``{gulf}``, ``{clock12}``, … for publication and ``{u_gulf}`` for update."""
        names = "gulf levant both maghreb rabat slashes dashes dots iso english hijri weekday clock24 clock12"
        values = {name: getattr(self, name)(self.published) for name in names.split()}
        if self.updated:
            values |= {f"u_{name}": getattr(self, name)(self.updated) for name in names.split()}
        return form.format(**values)

    def unix(self, at: datetime) -> int:
        return int(at.timestamp())

    def east(self, text: str) -> str:
        return east(text)

    # -- the body inside scripts

    @property
    def html_body(self) -> str:
        """The body as one string of HTML, as an editor stores it."""
        out = []
        for block in self.blocks:
            tag = {"h": "h2", "q": "blockquote", "li": "li", "lb": "li"}.get(block.kind, "p")
            inner = f"<{tag}>{block.html}</{tag}>"
            inner = f"<ul>{inner}" if block.first else inner
            out.append(f"{inner}</ul>" if block.last else inner)
        return "\n".join(out)

    @property
    def wordpress_body(self) -> str:
        """``articleBody`` as a theme states it: all in one line, and the shortcodes with it."""
        return " ".join(block.text for block in self.blocks)

    @property
    def script_blocks(self) -> list[dict[str, Any]]:
        kinds = {"h": "heading", "q": "quote"}
        return [
            {"id": n, "type": kinds.get(b.kind, "paragraph"), "data": {"text": str(b.html)}}
            for n, b in enumerate(self.blocks)
        ]

    @property
    def nuxt_data(self) -> list[Any]:
        """A payload as Nuxt 3 writes it: one flat list, objects hold indexes into it."""
        head: list[Any] = [["ShallowReactive", 1], {"data": 2, "state": 6}, {"article": 3}]
        head += [{"id": 4, "title": 5, "content": 7, "summary": 8, "menu": 9}, 9921, self.title]
        head += [{}, self.html_body, self.standfirst, [10, 11, 12]]
        return [*head, *self.teasers[:3], *_EXCERPTS]

    @property
    def teaser_records(self) -> list[dict[str, Any]]:
        return [
            {"id": i, "title": t, "slug": f"s{i}", "excerpt": _EXCERPTS[i % 4], "url": f"/n/{i}"}
            for i, t in enumerate(self.teasers[:5])
        ]

    @property
    def author_records(self) -> Any:
        people = [{"@type": "Person", "name": name} for name in self.authors]
        return people or {"@type": "Organization", "name": self.site["name"]}

    @property
    def live_updates(self) -> list[dict[str, Any]]:
        return [
            {
                "@type": "BlogPosting", "headline": b.text[:60], "articleBody": b.text,
                "datePublished": f"{self.published:%Y-%m-%d}T{b.clock}:00+01:00",
            }
            for b in self.blocks
        ]  # fmt: skip


def _blocks(text: dict[str, Any], dateline: str, linked: bool) -> list[Block]:
    """The blocks of a text, the dateline before the first, a link inside the second."""
    marks = {"## ": "h", "> ": "q", "- ": "li", "* ": "lb"}
    lines = [line for line in text["body"].strip().split("\n") if line]
    kinds = [marks.get(line[: line.find(" ") + 1], "p") for line in lines]
    found = []
    for n, (kind, line) in enumerate(zip(kinds, lines, strict=True)):
        clock = ""
        if kind != "p":
            line = line.split(" ", 1)[1]
        elif text["key"] == "live":
            clock, line = line.split("|")
        html = escape(line)
        if kind == "lb":
            head, rest = line.split(":", 1)
            html = Markup("<strong>{}:</strong>{}").format(head, rest)
        if n == 0 and dateline:
            html = Markup("<strong>{}</strong>{}").format(dateline, line)
            line = dateline + line
        elif linked and kind == "p" and n % 3 == 1:
            words = line.split(" ")
            linked_words = Markup('<a href="/tag/1">{}</a>').format(" ".join(words[2:4]))
            html = Markup(" ").join([" ".join(words[:2]), linked_words, " ".join(words[4:])])
        first = kind in {"li", "lb"} and (n == 0 or kinds[n - 1] != kind)
        last = kind in {"li", "lb"} and (n + 1 == len(kinds) or kinds[n + 1] != kind)
        found.append(Block(kind, line, html, first, last, clock))
    return found


def _turn(options: list[Any], n: int) -> Any:
    return options[n % len(options)] if options else None


@cache
def pages() -> tuple[Gold, ...]:
    """All pages, in the order of ``sites.toml``."""
    texts = {t["key"]: t for t in tomllib.loads((HERE / "texts.toml").read_text("utf-8"))["text"]}
    sites = tomllib.loads((HERE / "sites.toml").read_text("utf-8"))["site"]
    loader = jinja2.FileSystemLoader(HERE / "templates")
    environment = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)  # fmt: skip
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    found = []
    for site in sites:
        for nth, key in enumerate(site["texts"]):
            found.append(_page(environment, site, texts[key], nth, len(found)))
    return tuple(found)


def _page(
    environment: jinja2.Environment, site: dict[str, Any], text: dict[str, Any], nth: int, index: int,
) -> Gold:  # fmt: skip
    zone = timezone(timedelta(hours=site["zone"]))
    published = datetime(2025, 1, 6, 6, 20, tzinfo=zone) + timedelta(days=4 * index, minutes=89 * index % 780)  # fmt: skip
    updated = published + timedelta(hours=2, minutes=35) if (nth + index) % 2 else None
    if site.get("updated") == "next day":
        updated = published + timedelta(days=1, hours=1)
    elif site.get("updated") == "never":
        updated = None
    credit = _turn(site.get("credits", []), nth) or {}
    place = text["place"]
    blocks = _blocks(text, credit.get("dateline", "").format(place=place), site.get("links", False))
    blocks = blocks[: site.get("cut")]
    authors = [] if "desk" in credit else list(text["authors"])
    sheet = Sheet(site, text, index, published, updated, blocks, authors=authors)
    sheet.credit_line = credit.get("line")
    joined = " و".join(authors)
    desk = credit.get("desk") or site["desk"]
    sheet.account = joined or desk
    sheet.byline = _turn(site["bylines"], nth).format(a=joined, place=place) if authors else desk
    stamp = _turn(site["stamps"], nth)
    sheet.stamp = sheet.write(stamp + (site.get("update_stamp", "") if updated else ""))
    if site.get("digits") == "east":
        sheet.stamp = east(sheet.stamp)

    furniture: dict[str, None] = {}
    neutral: dict[str, None] = {}

    def note(where: dict[str, None]) -> Any:
        def printed(words: str) -> str:
            where[words] = None
            return words

        return printed

    template = environment.get_template(site["template"] + ".html")
    html = template.render(p=sheet, site=site, f=note(furniture), n=note(neutral))
    shows_update = updated is not None and site["shows_update"]
    return Gold(
        id=f"{index + 1:02}-{site['template']}-{text['key']}", site=site["name"], url=sheet.url,
        html=html.encode(site["charset"], "xmlcharrefreplace"), charset=site["charset"],
        title=text["title"], body=tuple(block.text for block in blocks), authors=tuple(authors),
        agency=credit.get("agency"), published=published.date().isoformat(),
        updated=updated.date().isoformat() if shows_update and updated else None,
        captions=tuple(text["photo"]), furniture=tuple(furniture), neutral=tuple(neutral),
    )  # fmt: skip
