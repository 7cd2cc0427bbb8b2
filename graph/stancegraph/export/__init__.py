"""The graph, or a part of it, in any format."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from stancegraph.errors import StancegraphError
from stancegraph.export.documents import is_folder, write_folder, write_yaml
from stancegraph.export.networks import write_network
from stancegraph.export.part import part_of
from stancegraph.export.rdf import write_constructed, write_rdf
from stancegraph.export.tables import write_table
from stancegraph.export.target import opened
from stancegraph.formats import FORMATS, Format
from stancegraph.model import Selection
from stancegraph.query import stances
from stancegraph.store import Store

__all__ = ["export"]

_NETWORKS = ("graphml", "gexf", "node-link")


def export(
    store: Store,
    target: Path | BinaryIO,
    format: Format,
    *,
    selection: Selection | None = None,
    construct: str | None = None,
    derived: bool = False,
) -> int:
    """Write the graph, or a part of it; a file appears when it is complete, or not at all.

    The same graph gives the same bytes. What `load` reads (RDF, record YAML, JSON Lines, CSV and
    TSV) loads back as it was; CSV and TSV have no place for documents that a source cites and no
    stance names as its primary source.

    Args:
        store: the graph.
        target: a file, packed where its name ends in `.gz`; or a stream. For record YAML also a
            folder that is new or empty (a path without suffix is one): a file for each source
            and for each graph of entities, issues and arguments.
        format: what to write, one that knows the verb `export`.
        selection: only these stances and everything they refer to, so that the export of a
            format that holds all of it (RDF and record YAML) loads into an empty store.
        construct: only the triples that this CONSTRUCT gives; RDF formats only.
        derived: with the derived facts and the bookkeeping; RDF formats only.

    Returns:
        How many were written: triples or quads of an RDF format, stances of any other.

    Raises:
        QueryError: the CONSTRUCT does not parse, or is none.
        StancegraphError: the format cannot hold what is asked for, or the target cannot be
            written.
        MissingExtra: the format needs a package that is not installed.
    """
    if selection == Selection():
        selection = None
    _possible(format, selection, construct, derived)
    if construct is None and not store.exact:
        store = store.local()
    if format.name == "yaml" and isinstance(target, Path) and is_folder(target):
        return write_folder(part_of(store, selection), target)
    with opened(target) as file:
        if construct is not None:
            return write_constructed(store, construct, file, format)
        if format.rdf is not None:
            return write_rdf(part_of(store, selection, derived=derived), file, format, derived)
        if format.name == "yaml":
            return write_yaml(part_of(store, selection), file)
        if format.name in _NETWORKS:
            return write_network(store, selection, file, format.name)
        if format.name == "parquet":
            from stancegraph.export.parquet import write_parquet

            return write_parquet(stances(store, selection), file)
        return write_table(part_of(store, selection), file, format.name)


def _possible(
    format: Format, selection: Selection | None, construct: str | None, derived: bool
) -> None:
    """Refuse what no format or not this one can hold."""
    if "export" not in format.verbs:
        raise StancegraphError(f"'{format.name}' is not a format that export knows")
    if construct is not None and selection is not None:
        raise StancegraphError("give either a selection or a CONSTRUCT, not both")
    what = "what a CONSTRUCT gives" if construct is not None else "derived facts"
    if format.rdf is None and (construct is not None or derived):
        rdf = ", ".join(known.name for known in FORMATS if known.rdf is not None)
        raise StancegraphError(f"{format.name} does not hold {what} (one of {rdf} does)")
