"""What a query means to an engine: its algebra."""

from __future__ import annotations

import contextlib
import io

import pyoxigraph as ox

from stancegraph.store import MemoryStore
from stancegraph.terms import PREFIXES


def explain(text: str) -> str:
    """The SPARQL algebra of a query, as rdflib translates it (SPARQL 1.1, section 18.2).

    Args:
        text: the query, with our prefixes declared.

    Raises:
        QueryError: the text does not parse, or is an update.
    """
    # Oxigraph judges the syntax, so that the error is the same as without --explain.
    answer = MemoryStore().query(text)
    from rdflib.plugins.sparql import prepareQuery
    from rdflib.plugins.sparql.algebra import pprintAlgebra

    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        pprintAlgebra(prepareQuery(text, initNs=PREFIXES))
    kind = {ox.QueryBoolean: "ASK", ox.QueryTriples: "CONSTRUCT or DESCRIBE"}.get(type(answer))
    lead = f"{kind or 'SELECT'}; the default graph is the union of all graphs; engine: Oxigraph"
    return f"# {lead}\n{out.getvalue().strip()}"
