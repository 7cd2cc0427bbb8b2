"""How much a graph holds."""

from __future__ import annotations

from stancegraph.query.values import entities, stances
from stancegraph.store import Store, rows

_CLASSES = {"stances": "Stance", "issues": "Issue", "arguments": "Argument"}


def counts(store: Store) -> dict[str, int | str]:
    """Counts of what a graph holds, and the span of its dates."""
    known = stances(store)
    read = {stance.source for stance in known}
    dates = [stance.date for stance in known]
    return {
        **{name: _count(store, term) for name, term in _CLASSES.items()},
        "holders": len({stance.holder for stance in known}),
        "entities": len(entities(store)),
        "sources": len(read),
        "quads": len(store),
        "from": min(dates).isoformat() if dates else "",
        "to": max(dates).isoformat() if dates else "",
    }


def _count(store: Store, term: str) -> int:
    """How many things are of a class of ours."""
    ((count,),) = rows(store.query(f"SELECT (COUNT(*) AS ?n) WHERE {{ ?s a st:{term} }}"))
    return int(count or 0)
