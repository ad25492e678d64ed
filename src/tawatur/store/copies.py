"""The store's part of the trace: by which numbers the archive finds a text again."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Sequence

from tawatur.store.rows import Rows

# A number that so many articles have is a set phrase or furniture: it is noted no more and finds
# nothing. Keeps a look-up as cheap among a million articles as among ten thousand.
MAX_ARTICLES_A_PRINT = 50


class CopyRows(Rows):
    """Fingerprints of all articles ever read, in a table of the database."""

    def save_prints(self, article_id: str, prints: Sequence[int]) -> None:
        """Note the ``trace.archive_prints`` of an article that is stored."""
        self.changed(
            "save_prints",
            article_id=article_id,
            prints=json.dumps(list(prints)),
            most=MAX_ARTICLES_A_PRINT,
        )

    def articles_sharing_prints(self, prints: Sequence[int], limit: int) -> list[str]:
        """Articles that share several of these numbers (all, of a text that has but one or two),
        those that share most first, then the earlier."""
        articles: dict[int, list[int]] = defaultdict(list)
        for row in self.rows("articles_with_prints", prints=json.dumps(list(prints))):
            articles[row["print"]].append(row["number"])
        shared: Counter[int] = Counter()
        for numbers in articles.values():
            if len(numbers) < MAX_ARTICLES_A_PRINT:
                shared.update(numbers)
        least = min(2, len(prints))
        best = sorted(
            (number for number, count in shared.items() if count >= least),
            key=lambda number: (-shared[number], number),
        )[:limit]
        ids = {
            row["number"]: row["id"]
            for row in self.rows("articles_numbered", numbers=json.dumps(best))
        }
        return [ids[number] for number in best if number in ids]
