"""The `llm` engine: stances that a language model proposes, and that the text bears out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from stancegraph.extract.knowledge import Knowledge
from stancegraph.extract.model.reading import Reader
from stancegraph.extract.model.settings import Budget, Settings, settings
from stancegraph.extract.values import Article, Extraction

__all__ = ["Budget", "Reader", "Settings", "engine", "settings"]


def engine(**options: Any) -> Callable[[Article, Knowledge], Extraction]:
    """The engine, ready to read articles.

    Args:
        options: what `settings` takes: url, model, key, via, budget, timeout, tries, cache.

    Raises:
        MissingExtra: the package `llm` is not installed, and it is to be asked through.
        StancegraphError: a setting is missing or wrong.
    """
    return Reader(settings(**options)).find
