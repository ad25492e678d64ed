"""The store's part of analysts' decisions, of sleeping stories, and of topics."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

import msgspec

from tawatur.model import Constraint, Sleeper, Topic
from tawatur.store.rows import Rows, as_json, pack, unpack, written


class ConstraintRows(Rows):
    """What outlives every later pass over the stories."""

    # ---------------------------------------------------------------- constraints

    def save_constraint(self, constraint: Constraint) -> None:
        """Add a decision, or note that it was undone."""
        self.changed(
            "save_constraint",
            id=constraint.id,
            undone_at=written(constraint.undone_at) if constraint.undone_at else None,
            decision=as_json(constraint),
        )

    def constraints(self, *, undone_too: bool = False) -> list[Constraint]:
        """In the order in which they were decided."""
        return [
            msgspec.json.decode(row["decision"], type=Constraint)
            for row in self.rows("constraints", undone_too=int(undone_too))
        ]

    def constraint(self, constraint_id: str) -> Constraint | None:
        for row in self.rows("constraint", id=constraint_id):
            return msgspec.json.decode(row["decision"], type=Constraint)
        return None

    def constraints_stamp(self) -> tuple[int, int]:
        """Changes with every decision made or undone, so that a running desk sees that its
        window no longer is what the store holds."""
        row = self.rows("constraints_stamp")[0]
        return int(row["made"]), int(row["undone"])

    def unmerge_story(self, story_id: str) -> None:
        """A story that was merged away stands by itself again; its articles are put back by
        ``save_membership``."""
        self.changed("unmerge_story", id=story_id)

    def move_developments_of(self, article_id: str, story_id: str, from_story_id: str) -> None:
        """What was new by this article goes with it."""
        self.changed(
            "move_developments_of_article",
            article_id=article_id,
            story_id=story_id,
            gone_id=from_story_id,
        )

    # ---------------------------------------------------------------- sleeping stories

    def save_sleeper(self, sleeper: Sleeper) -> None:
        self.changed(
            "save_sleeper",
            story_id=sleeper.story_id,
            newest_at=written(sleeper.newest_at),
            sleeper=pack(sleeper),
        )

    def sleepers(self, since: datetime) -> list[Sleeper]:
        """Sleeping stories whose newest article was seen at or after ``since``."""
        return [
            unpack(row["sleeper"], Sleeper) for row in self.rows("sleepers", since=written(since))
        ]

    def forget_sleeper(self, story_id: str) -> None:
        self.changed("forget_sleeper", story_id=story_id)

    # ---------------------------------------------------------------- topics

    def save_topic(
        self, topic_id: str, story_ids: Sequence[str], label: Sequence[str], score: float
    ) -> None:
        """These stories stand in the topic; its label is as given from now on."""
        self.changed("save_topic", id=topic_id, label=json.dumps(list(label), ensure_ascii=False))
        for story_id in story_ids:
            self.changed("save_story_topic", story_id=story_id, topic_id=topic_id, score=score)

    def topic_of(self, story_id: str) -> Topic | None:
        for row in self.rows("topic_of_story", story_id=story_id):
            return self.topic(row["topic_id"])
        return None

    def topic(self, topic_id: str) -> Topic | None:
        """A topic with its stories in order of opening."""
        for row in self.rows("topic", id=topic_id):
            stories = self.rows("stories_of_topic", topic_id=topic_id)
            return Topic(
                id=topic_id,
                story_ids=tuple(story["story_id"] for story in stories),
                label=tuple(json.loads(row["label"])),
            )
        return None

    def topics(self, limit: int = 30) -> list[Topic]:
        """Those with the newest articles first."""
        found = (self.topic(row["topic_id"]) for row in self.rows("topics_newest", limit=limit))
        return [topic for topic in found if topic is not None]

    def open_story_topics(self) -> list[tuple[str, str]]:
        """(story, topic) of every open story that stands in one."""
        return [(row["story_id"], row["topic_id"]) for row in self.rows("open_story_topics")]
