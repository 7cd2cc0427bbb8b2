"""A knowledge graph of AI-industry stances: who holds which position, since when, by whose word."""

from stancegraph.errors import (
    InputError,
    MissingExtra,
    Problem,
    QueryError,
    StancegraphError,
    StoreError,
    UnknownName,
)
from stancegraph.graph import StanceGraph
from stancegraph.model import Argument, Entity, Issue, Position, Selection, Stance
from stancegraph.opening import open
from stancegraph.version import VERSION as __version__

__all__ = [
    "Argument",
    "Entity",
    "InputError",
    "Issue",
    "MissingExtra",
    "Position",
    "Problem",
    "QueryError",
    "Selection",
    "Stance",
    "StanceGraph",
    "StancegraphError",
    "StoreError",
    "UnknownName",
    "__version__",
    "open",
]
