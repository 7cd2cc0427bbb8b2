"""One file to a staged store: nothing has happened to the graph yet."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pyoxigraph as ox

from stancegraph.errors import InputError, Problem
from stancegraph.load.files import Input
from stancegraph.load.known import add_names
from stancegraph.model import day_span
from stancegraph.records import (
    Known,
    Located,
    Split,
    announce,
    is_draft,
    lift,
    lift_vocabulary,
    nquads,
    parse_json,
    parse_rows,
    parse_yaml,
    read_record,
    read_vocabulary,
    split,
)
from stancegraph.store import text
from stancegraph.terms import DERIVED, DRAFT, DRAFTS, PREFIXES, PROVENANCE, compact, iri

VOCABULARY = ("entities", "issues", "arguments")


@dataclass(slots=True)
class Staged:
    """What one file holds, on its way into a store.

    Args:
        input: the file.
        documents: its parsed documents, for record and vocabulary files.
        records: checked records.
        vocabulary: checked entities, issues and arguments.
        rdf: staged quads of an RDF file.
        problems: what is wrong; with any, nothing of the file is loaded.
        splits: the parts of draft files.
        drafts: checked records of stances that nobody has decided on.
    """

    input: Input
    documents: list[Located] = field(default_factory=list)
    records: list[dict[str, Any]] = field(default_factory=list)
    vocabulary: dict[str, Any] | None = None
    rdf: ox.Store | None = None
    problems: list[Problem] = field(default_factory=list)
    splits: list[Split] = field(default_factory=list)
    drafts: list[dict[str, Any]] = field(default_factory=list)

    def graphs(self) -> set[str]:
        """The graphs that the file is the source of; cited documents' are not among them."""
        if self.rdf is not None:
            return {text(graph) for graph in self.rdf.named_graphs()}
        ids = (record.get("source", {}).get("id") for record in self.records)
        named = {iri("source", id) for id in ids if id}
        return named | ({self.input.graph} if self.holds_vocabulary else set())

    @property
    def holds_vocabulary(self) -> bool:
        """Whether the file describes entities, issues or arguments."""
        return any(_is_vocabulary(document) for document in self.documents)


def _is_vocabulary(document: Located) -> bool:
    return isinstance(document, dict) and any(key in document for key in VOCABULARY)


def parse(input: Input) -> Staged:
    """Read a file as far as it can be read without knowing any other."""
    staged = Staged(input)
    try:
        if input.format.rdf is not None:
            staged.rdf = _parse_rdf(input, input.format.rdf)
            staged.problems += _impossible_dates(staged.rdf, input.where)
        elif input.format.name == "yaml":
            staged.documents = parse_yaml(input.text(), input.where)
        elif input.format.name == "json":
            staged.documents = [parse_json(input.text(), input.where)]
        _split_drafts(staged)
        read = staged.documents or staged.splits
        if input.format.name in ("yaml", "json") and not read:
            staged.problems.append(Problem(input.where, 0, "the file is empty"))
    except InputError as error:
        staged.problems += error.problems
    return staged


def _split_drafts(staged: Staged) -> None:
    """Put the parts of draft files in their place: each is a record or a vocabulary of its own."""
    documents: list[Located] = []
    for document in staged.documents:
        if not is_draft(document):
            documents.append(document)
            continue
        found = split(document, staged.input.where)  # type: ignore[arg-type]
        staged.splits.append(found)
        staged.problems += found.problems
        documents += [part for part in (found.entities, found.record) if part is not None]
    staged.documents = documents


def refuse_drafts(staged: Staged) -> None:
    """Nobody's view enters the graph before somebody has looked at it."""
    for found in staged.splits:
        if found.undecided:
            many = "stances are drafts" if found.undecided > 1 else "stance is a draft"
            what = f"{found.undecided} {many} that nobody has decided on"
            right = f"stancegraph review {staged.input.where}, or load with --include-drafts"
            staged.problems.append(Problem(staged.input.where, found.line, what, right))


def check_drafts(staged: Staged, known: Known) -> None:
    """Check what is to stand among the drafts; new entities may be named there."""
    for found in staged.splits:
        if found.drafts is not None:
            announce(found.known, known)
            record, problems = read_record(found.drafts, staged.input.where, known)
            staged.drafts.append(record)
            staged.problems += problems


def make_known(staged: Staged, known: Known) -> None:
    """Make the names that a file describes known to all files."""
    if staged.rdf is not None:
        add_names(known, _reader(staged.rdf))
    for document in staged.documents:
        announce(document, known)


def check_vocabulary(staged: Staged, known: Known) -> None:
    """Check what a file describes."""
    merged: dict[str, list[Any]] = {key: [] for key in VOCABULARY}
    for document in staged.documents:
        if _is_vocabulary(document):
            input = staged.input
            checked, problems = read_vocabulary(document, input.where, known, input.graph)
            staged.problems += problems
            for key in VOCABULARY:
                merged[key] += checked.get(key, [])
    staged.vocabulary = merged


def check_records(staged: Staged, known: Known) -> None:
    """Check a file's records against everything that is known."""
    where = staged.input.where
    if staged.input.format.name in ("jsonl", "csv", "tsv"):
        try:
            text = staged.input.text()
        except InputError as error:
            staged.problems += error.problems
            return
        staged.records, problems = parse_rows(text, staged.input.format.name, where, known)
        staged.problems += problems
    for document in staged.documents:
        if not _is_vocabulary(document):
            record, problems = read_record(document, where, known)
            staged.records.append(record)
            staged.problems += problems


def bodies(
    staged: Staged, elsewhere: Mapping[str, set[str]], skip: Callable[[str], bool]
) -> ox.Store:
    """The staged quads of a file without problems.

    Args:
        staged: the checked file.
        elsewhere: positions that other graphs describe, and those that they oppose there.
        skip: tells which cited documents a record of their own describes.
    """
    if staged.rdf is not None:
        return staged.rdf
    found = []
    if staged.vocabulary and any(staged.vocabulary.values()):
        found += lift_vocabulary(staged.vocabulary, staged.input.graph, elsewhere)
    cited: dict[str, dict[str, Any]] = {}
    for record in staged.records:
        own, *others = lift(record)
        found.append(own)
        cited |= {other["id"]: other for other in others if not skip(other["id"])}
    store = ox.Store()
    store.load(nquads([*found, *cited.values()]), ox.RdfFormat.N_QUADS)
    for record in staged.drafts:
        store.extend(_as_drafts(record))
    return store


def _as_drafts(record: dict[str, Any]) -> Iterator[ox.Quad]:
    """The quads of a record under names that mean nothing but a proposal."""
    graph = ox.NamedNode(DRAFTS + record["source"]["id"])
    own, *_ = lift({"source": record["source"], "stances": record["stances"]})
    for quad in ox.parse(nquads([own]), ox.RdfFormat.N_QUADS):
        value = quad.object
        if quad.predicate.value == PREFIXES["rdf"] + "type":
            yield ox.Quad(quad.subject, quad.predicate, _proposed(value), graph)
        else:
            yield ox.Quad(quad.subject, _proposed(quad.predicate), value, graph)


def _proposed(term: Any) -> ox.NamedNode:
    return ox.NamedNode(DRAFT + re.split("[#/]", term.value)[-1])


def _parse_rdf(input: Input, syntax: ox.RdfFormat) -> ox.Store:
    store = ox.Store()
    graph = ox.NamedNode(input.graph)
    try:
        if input.format.quads:
            store.load(input.read(), syntax)
            if next(store.quads_for_pattern(None, None, None, ox.DefaultGraph()), None):
                store.update(f"MOVE DEFAULT TO {graph}")
        else:
            store.load(input.read(), syntax, to_graph=graph)
    except (SyntaxError, ValueError) as error:
        line, what = _place(error)
        raise InputError(
            [Problem(input.where, line, f"this is not {input.format.media_type}: {what}")]
        ) from None
    # These two are ours to make, from what stands in all the others.
    for ours in (DERIVED, PROVENANCE):
        store.remove_graph(ox.NamedNode(ours))
    blank = [g for g in store.named_graphs() if not isinstance(g, ox.NamedNode)]
    if blank:
        raise InputError([Problem(input.where, 0, f"the graph {blank[0]} has no IRI", "name it")])
    if not len(store):
        raise InputError([Problem(input.where, 0, "there is no triple in it")])
    return store


def _place(error: Exception) -> tuple[int, str]:
    """The line and the words of a parser's error."""
    details = error.args[1] if len(error.args) > 1 else None
    line = details[1] or 0 if details else 0
    words = str(error.args[0]) if error.args else str(error)
    for lead in ("Parser error at ", "Parser error between "):
        if words.startswith(lead):
            words = words.split(": ", 1)[-1]
    return line, " ".join(words.split())


def _impossible_dates(store: ox.Store, where: str) -> Iterator[Problem]:
    """A date such as 2024-02-30 compares as nothing, so its rows would vanish from answers."""
    for name in ("st:date", "st:dateEnd", "dct:issued", "st:issuedEnd"):
        prefix, _, term = name.partition(":")
        predicate = ox.NamedNode(PREFIXES[prefix] + term)
        if next(store.quads_for_pattern(None, predicate, None), None) is None:
            continue
        answer = store.query(f"SELECT DISTINCT ?d WHERE {{ GRAPH ?g {{ ?s {predicate} ?d }} }}")
        assert isinstance(answer, ox.QuerySolutions)
        for (value,) in answer:
            if not _is_day(value):
                quad = next(store.quads_for_pattern(None, predicate, value))
                what = f"{compact(text(quad.subject))}: {name} {value} is not a day"
                yield Problem(where, 0, what, "an xsd:date that exists")


def _is_day(value: Any) -> bool:
    try:
        is_date = value.datatype.value == PREFIXES["xsd"] + "date"
        return is_date and day_span(value.value)[2] == "day"
    except (AttributeError, ValueError):
        # An IRI or a blank node has no datatype.
        return False


def _reader(store: ox.Store) -> Callable[[str], Any]:
    return lambda text: store.query(text, prefixes=PREFIXES, use_default_graph_as_union=True)
