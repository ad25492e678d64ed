"""What analysts decided, as the window obeys it."""

from __future__ import annotations

from collections.abc import Iterable, Set

from tawatur.model import Constraint


class Held:
    """Which articles no pass may move, and which must not meet in one story."""

    def __init__(self, constraints: Iterable[Constraint] = ()) -> None:
        self._standing = [c for c in constraints if c.undone_at is None]
        self.articles = frozenset(a for c in self._standing for a in _held_by(c))

    def __bool__(self) -> bool:
        return bool(self._standing)

    def keeps_apart(self, ours: Set[str], theirs: Set[str]) -> bool:
        """Must two sets of articles stay in two stories? A later decision that puts articles of
        both together overrules an earlier one."""
        for index, constraint in enumerate(self._standing):
            if len(constraint.apart) != 2:
                continue
            first, second = map(set, constraint.apart)
            for one, other in ((first, second), (second, first)):
                here, there = ours & one, theirs & other
                if here and there and not self._joined_later(index, here, there):
                    return True
        return False

    def _joined_later(self, index: int, here: Set[str], there: Set[str]) -> bool:
        return any(
            here & set(later.together) and there & set(later.together)
            for later in self._standing[index + 1 :]
        )


def _held_by(constraint: Constraint) -> tuple[str, ...]:
    """A merge holds all its articles together; a pin only its own, a move only the moved."""
    match constraint.kind:
        case "merge" | "split":
            return constraint.together
        case "move":
            return tuple(article for article, _ in constraint.moved)
        case "pin":
            return constraint.together[:1]
