"""Engines run a pure function over many items. The local one is the judge of all others."""

from tawatur.engine.local import LocalEngine

__all__ = ["LocalEngine"]
