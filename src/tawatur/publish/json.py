"""The views as JSON: stable field names, documented in docs/json.md.

One article record and one story record serve the command line, the API and the export alike.
Values are plain: ISO instants in UTC, strings of the sources as they stand, offsets in code
points. A value nobody knows is ``null``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Protocol

import msgspec

from tawatur.model import (
    Delivery,
    Dossier,
    Failure,
    Notice,
    Reading,
    SearchHit,
    Subscriber,
    Topic,
    Watch,
)
from tawatur.publish.phrases import count_sentence
from tawatur.publish.views import (
    ArticleRow,
    ArticleView,
    ClaimedTime,
    ConflictView,
    DevelopmentBrief,
    Headline,
    Kinship,
    OriginBrief,
    OriginView,
    OutletLink,
    PointView,
    QuoteView,
    SaidView,
    Segment,
    SourceView,
    StorySummary,
    StoryView,
    TimeView,
    TreeNode,
    Words,
    article_view,
    story_view,
    summarise,
)

Record = dict[str, Any]


class Tally(Protocol):
    """What one round of work did, as the pipeline counts it."""

    @property
    def articles(self) -> int: ...
    @property
    def versions(self) -> int: ...
    @property
    def unchanged(self) -> int: ...
    @property
    def failures(self) -> Sequence[Failure]: ...
    @property
    def story_ids(self) -> Collection[str]: ...
    @property
    def notices(self) -> int: ...
    @property
    def delivered(self) -> int: ...


def instant(at: datetime | None) -> str | None:
    """``2025-02-27T07:14:00Z``."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if at else None


def _text(words: Words | None) -> str | None:
    return words.text if words else None


def _fields(struct: Any, *left_out: str) -> Record:
    record = msgspec.to_builtins(struct)
    return {key: value for key, value in record.items() if key not in left_out}


# ------------------------------------------------------------------------------- articles


def reading_json(reading: Reading, dossier: Dossier | None = None) -> Record:
    """One article as read; with its story's ``dossier`` also its origin and versions."""
    return article_json(article_view(reading, dossier=dossier))


def article_json(view: ArticleView) -> Record:
    """The article record."""
    agency = next((c for c in view.credits if c.agency and c.kind != "photo"), None)
    return {
        "id": view.id,
        "url": view.url,
        "page_name": view.page_name,
        "outlet": _text(view.outlet),
        "outlet_where": view.outlet_where,
        "language": view.language,
        "language_confidence": view.language_confidence,
        "direction": view.direction,
        "title": _text(view.title),
        "text": view.text,
        **_claim("published", view.published),
        **_claim("updated", view.updated),
        "inferred_day": view.inferred_day.isoformat() if view.inferred_day else None,
        "seen_at": instant(view.seen_at),
        "authors": list(view.authors),
        "section": view.section,
        "found": [_fields(f) for f in view.found],
        "agency": agency.agency if agency else None,
        "agency_name": agency.agency_name if agency else None,
        "credits": [_fields(c) for c in view.credits],
        "dates": [_date(t) for t in view.times],
        "names": [
            {**_fields(n, "spellings"), "spellings": [w.text for w in n.spellings]}
            for n in view.names
        ],
        "quotations": [_quotation(q) for q in view.quotes],
        "figures": [_fields(f) for f in view.figures],
        "posts": [
            {
                "text": p.text,
                "language": p.language,
                "direction": p.direction,
                "account": p.account,
                "account_name": p.account_name,
                **_claim("posted", p.posted),
                "links": list(p.links),
                "dates": [_date(t) for t in p.times],
                "quotations": [_quotation(q) for q in p.quotes],
            }
            for p in view.posts
        ],
        "captions": list(view.captions),
        "removed": [_fields(r) for r in view.removed],
        "translation": {
            "suspected": view.translation.suspected,
            "score": view.translation.score,
            "from_language": view.translation.from_language,
            "marks": [{"kind": k, "text": t} for k, t in view.translation.marks],
        }
        if view.translation
        else None,
        "version": view.version,
        "versions": [
            {
                "number": v.number,
                "seen_at": instant(v.seen_at),
                "substantive": v.substantive,
                "announced": v.announced,
                "deleted": v.deleted,
                "title_changed": v.title_changed,
                "old_title": v.old_title,
                "new_title": v.new_title,
                "changes": [
                    {"old": c.old, "new": c.new, "kinds": list(c.kinds)} for c in v.changes
                ],
            }
            for v in view.versions
        ],
        "gone_at": instant(view.gone_at),
        "story_id": view.story_id,
        **_origin_of(view.kinship),
    }


def _claim(name: str, claim: ClaimedTime | None) -> Record:
    return {
        name: instant(claim.at) if claim else None,
        f"{name}_day": claim.day.isoformat() if claim else None,
        f"{name}_precision": claim.precision if claim else None,
        f"{name}_where": claim.where if claim else None,
    }


def _date(time: TimeView) -> Record:
    return _fields(time)


def _quotation(quote: QuoteView) -> Record:
    return {"text": " ".join(quote.content), **_fields(quote, "number", "content")}


def _origin_of(kinship: Kinship | None) -> Record:
    """``origin_kind`` is null for an article read alone: an origin is settled in a story."""
    kind = kinship.kind if kinship else None
    return {
        "origin_kind": "independent" if kind == "own" else kind,
        "origin_name": _text(kinship.source_name) if kinship else None,
        "origin_url": kinship.source_url if kinship else None,
        "origin_article_id": kinship.source_article_id if kinship else None,
        "share_of_copy": kinship.share_of_copy if kinship else None,
        "origin_evidence": list(kinship.evidence) if kinship else [],
    }


# ------------------------------------------------------------------------------- stories


def summary_json(summary: StorySummary) -> Record:
    """A story as the list shows it."""
    return {
        "id": summary.id,
        "opened_at": instant(summary.opened_at),
        "newest_at": instant(summary.newest_at),
        "headlines": [_headline(h) for h in summary.headlines],
        "independent_origins": summary.independent_origins,
        "unknown_articles": summary.unknown_articles,
        "article_count": summary.article_count,
        "further_reports": summary.further_reports,
        "copies": summary.copies,
        "count_sentence": {lang: count_sentence(summary, lang) for lang in ("en", "ar")},
        "languages": list(summary.languages),
        "origins": [_brief(o) for o in summary.origins],
        "outlets": [_link(o) for o in summary.outlets],
        "newest_developments": [_development(d) for d in summary.developments],
        "disputed": [
            {"kind": d.kind, "subject": d.subject.text, "values": list(d.values), "unit": d.unit}
            for d in summary.disputed
        ],
    }


def stories_json(summaries: Iterable[StorySummary], *, next_offset: int | None = None) -> Record:
    """A page of the list; ``next_offset`` is where the next one begins."""
    return {"stories": [summary_json(s) for s in summaries], "next_offset": next_offset}


def story_json(view: StoryView) -> Record:
    """The story record: the list's fields and everything the page shows."""
    return {
        **summary_json(view.summary),
        "headline": _headline(view.headline) if view.headline else None,
        "points": [_point(p) for g in view.groups for p in g.points],
        "conflicts": [_conflict(c) for c in view.conflicts],
        "quotations": [_said(q) for q in view.said],
        "lost_hedges": [
            {
                "point_id": h.point_id,
                "hedge": h.hedge.text,
                "source": _source(h.source),
                "copy": _source(h.copy),
            }
            for h in view.hedges
        ],
        "settled_dates": [
            {
                "candidates": list(s.candidates),
                "value": s.value,
                "source": _source(s.source),
                "evidence": [_source(e) for e in s.evidence],
            }
            for s in view.settled
        ],
        "inferred_dates": [
            {
                **_link(i.outlet),
                "day": i.day.isoformat(),
                "evidence": [_source(e) for e in i.evidence],
            }
            for i in view.inferred
        ],
        "origins": [_origin(o) for o in view.origins],
        "timeline": [
            {
                "when": e.when,
                "candidates": list(e.candidates),
                "point_id": e.point_id,
                "text": e.words.text,
                "first_reported_at": instant(e.first_reported_at),
                "first_article_id": e.first_outlet.article_id,
                "first_outlet": _text(e.first_outlet.name),
            }
            for e in view.timeline
        ],
        "articles": [_row(a) for a in view.articles],
        "developments": [_development(d) for d in view.developments],
    }


def topic_json(topic: Topic) -> Record:
    """A topic: what its stories share and which they are, in order of opening."""
    return {"id": topic.id, "label": list(topic.label), "story_ids": list(topic.story_ids)}


def _headline(headline: Headline) -> Record:
    return {
        "text": headline.words.text,
        "language": headline.words.language,
        "direction": headline.words.direction,
        "outlet": _text(headline.outlet),
        "article_id": headline.article_id,
        "kind": headline.kind,
    }


def _link(outlet: OutletLink) -> Record:
    return {"article_id": outlet.article_id, "outlet": _text(outlet.name), "url": outlet.url}


def _brief(origin: OriginBrief) -> Record:
    return {
        "id": origin.id,
        "kind": origin.kind,
        "name": _text(origin.name),
        "carriers": origin.carriers,
    }


def _development(brief: DevelopmentBrief) -> Record:
    return {
        "key": brief.key,
        "kind": brief.kind,
        "at": instant(brief.at),
        "text": _text(brief.words),
        "outlet": _text(brief.outlet),
        "article_id": brief.article_id,
        "values": brief.values,
        "independent_origins": brief.independent_origins,
    }


def _parts(segments: Sequence[Segment]) -> Record:
    return {
        "sentence": "".join(s.text for s in segments),
        "marked": [s.text for s in segments if s.marked],
    }


def _source(source: SourceView) -> Record:
    return {
        **_link(source.outlet),
        **_parts(source.segments),
        "part": source.part,
        "version": source.version,
        "start": source.start,
        "end": source.end,
        "language": source.language,
        "direction": source.direction,
        "seen_at": instant(source.seen_at),
        "voucher": _text(source.voucher),
        "voucher_kind": source.voucher_kind,
        "hedge": _text(source.hedge),
        **_origin_of(source.kinship),
    }


def _point(point: PointView) -> Record:
    return {
        "id": point.id,
        "standing": point.standing,
        "text": point.words.text,
        "language": point.words.language,
        "direction": point.words.direction,
        "background": point.background,
        "first_seen_at": instant(point.first_seen_at),
        "withdrawn_at": instant(point.withdrawn_at),
        "origins": [_brief(o) for o in point.origins],
        "sources": [_source(s) for s in point.sources],
        "copies": [_link(c) for c in point.copies],
    }


def _conflict(conflict: ConflictView) -> Record:
    return {
        "id": conflict.id,
        "kind": conflict.kind,
        "subject": conflict.subject.text,
        "relation": conflict.relation,
        "point_id": conflict.point_id,
        "sides": [
            {
                "value": s.value,
                "shown": _text(s.shown),
                "unit": s.unit,
                "first_seen_at": instant(s.first_seen_at),
                "origins": [_brief(o) for o in s.origins],
                "sources": [_source(x) for x in s.sources],
            }
            for s in conflict.sides
        ],
    }


def _said(said: SaidView) -> Record:
    return {
        "id": said.id,
        "speaker": _text(said.speaker),
        "spellings": [w.text for w in said.spellings],
        "role": _text(said.role),
        "addressee": _text(said.addressee),
        "occasion": _text(said.occasion),
        "renderings": [
            {
                **_link(r.outlet),
                "text": "".join(s.text for s in r.segments),
                "differing": list(r.differing),
                "language": r.language,
                "direction": r.direction,
                "kind": r.kind,
                "similarity": r.similarity,
                "cut": r.cut,
                "words_missing": r.words_missing,
                "part": r.part,
                "seen_at": instant(r.seen_at),
            }
            for r in said.renderings
        ],
    }


def _origin(origin: OriginView) -> Record:
    return {
        "id": origin.id,
        "kind": origin.kind,
        "name": _text(origin.name),
        "article_count": origin.article_count,
        "evidence": list(origin.evidence),
        "tree": [_node(r) for r in origin.roots],
    }


def _node(node: TreeNode) -> Record:
    return {
        "name": _text(node.name),
        "article_id": node.outlet.article_id if node.outlet else None,
        "language": node.language,
        "seen_at": instant(node.seen_at),
        **_origin_of(node.kinship),
        "carried_by": [_node(c) for c in node.children],
    }


def _row(row: ArticleRow) -> Record:
    return {
        **_link(row.outlet),
        "title": _text(row.title),
        "language": row.language,
        "seen_at": instant(row.seen_at),
        **_claim("published", row.published),
        **_claim("updated", row.updated),
        "inferred_day": row.inferred_day.isoformat() if row.inferred_day else None,
        "origin_id": row.origin_id,
        **_origin_of(row.kinship),
        "versions": row.versions,
        "substantive_versions": row.substantive_versions,
        "gone_at": instant(row.gone_at),
        "score": row.score,
        "opened_story": row.opened,
        "because": [{"kind": b.kind, "words": [w.text for w in b.words]} for b in row.because],
        "why": [_fields(w) for w in row.why],
        "against": [_fields(w) for w in row.against],
        "nearest": [o.article_id for o in row.nearest],
    }


# ------------------------------------------------------------------------------- the rest


def compare_json(dossier: Dossier) -> Record:
    """One story as ``compare`` shows it: the story record, and under ``readings`` the whole
    article records in the same order as ``articles``."""
    return {
        **story_json(story_view(dossier, "en")),
        "readings": [reading_json(r, dossier) for r in dossier.readings],
    }


def hits_json(hits: Iterable[SearchHit]) -> Record:
    """What a search found, best first."""
    return {"hits": [{**_fields(h), "seen_at": instant(h.seen_at)} for h in hits]}


def notice_json(notice: Notice) -> Record:
    return {**_fields(notice), "at": instant(notice.at)}


def watch_json(watch: Watch) -> Record:
    """A watch with its rules."""
    return {**_fields(watch), "created_at": instant(watch.created_at)}


def delivery_json(delivery: Delivery) -> Record:
    """A mail or message on its way."""
    times = ("made_at", "next_try_at", "delivered_at")
    return {**_fields(delivery), **{name: instant(getattr(delivery, name)) for name in times}}


def channel_json(channel: Any) -> Record:
    """A server that did not answer, and from when it is tried again."""
    return {**channel._asdict(), "next_try_at": instant(channel.next_try_at)}


def person_json(data: Mapping[str, Any], bounces: Iterable[Mapping[str, Any]] = ()) -> Record:
    """Everything that is kept under an address: what its owner may ask for."""
    subscriber: Subscriber | None = data["subscriber"]
    return {
        "subscriber": {**_fields(subscriber), "confirmed_at": instant(subscriber.confirmed_at)}
        if subscriber
        else None,
        "watches": [watch_json(w) for w in data["watches"]],
        "notices": [notice_json(n) for n in data["notices"]],
        "deliveries": [delivery_json(d) for d in data["deliveries"]],
        "sign_ups": [
            {
                "watch": watch_json(one["watch"]),
                **{k: instant(one[k]) for k in ("made_at", "expires_at", "confirmed_at")},
            }
            for one in data["sign_ups"]
        ],
        "returned": [{**one, "at": instant(one["at"])} for one in bounces],
    }


def failure_json(failure: Failure) -> Record:
    return {**_fields(failure), "at": instant(failure.at)}


def tally_json(tally: Tally) -> Record:
    """What a round of reading did."""
    return {
        "articles": tally.articles,
        "versions": tally.versions,
        "unchanged": tally.unchanged,
        "story_ids": list(tally.story_ids),
        "notices": tally.notices,
        "delivered": tally.delivered,
        "failures": [failure_json(f) for f in tally.failures],
    }


def export_json(dossiers: Iterable[Dossier], notices: Iterable[Notice]) -> Record:
    """Everything: the article records of all stories, the stories, the notices."""
    articles: list[Record] = []
    stories: list[Record] = []
    for dossier in dossiers:
        articles += [reading_json(r, dossier) for r in dossier.readings]
        story = summary_json(summarise(dossier))
        stories.append({**story, "article_ids": list(dossier.story.article_ids)})
    return {
        "articles": articles,
        "stories": stories,
        "notices": [notice_json(n) for n in notices],
    }


def error_json(status: int, kind: str, detail: str) -> Record:
    """The one shape of every error answer."""
    return {"error": {"status": status, "kind": kind, "detail": detail}}
