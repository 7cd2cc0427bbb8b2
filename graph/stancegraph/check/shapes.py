"""The shapes of `ontology/shapes.ttl`, SHACL Core, answered by the package `shacl`."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

import pyoxigraph as ox

from stancegraph.check.report import SHAPES, Finding, Severity
from stancegraph.errors import StancegraphError
from stancegraph.store import Store
from stancegraph.store.base import Term
from stancegraph.terms import PREFIXES, compact
from stancegraph.vocabulary import ontology, ontology_triples

if TYPE_CHECKING:
    import shacl

_SUBCLASS = PREFIXES["rdfs"] + "subClassOf"
# The shapes look one step from the thing itself, at the class of what they find there, and, for
# a source, at whether stances name it. So this is all that can matter to what some graphs describe.
_THINGS = "{ SELECT DISTINCT ?s WHERE { VALUES ?graph { %s } GRAPH ?graph { ?s ?any ?thing } } }"
_AROUND = (
    "CONSTRUCT { ?s ?p ?o } WHERE { " + _THINGS + " ?s ?p ?o }",
    "CONSTRUCT { ?o a ?class } WHERE { { SELECT DISTINCT ?o WHERE { "
    + _THINGS
    + " ?s ?p ?o FILTER(!isLiteral(?o)) } } ?o a ?class }",
    "CONSTRUCT { ?stance dct:source ?s } WHERE { " + _THINGS + " ?stance dct:source ?s }",
)


def findings(store: Store, graphs: Collection[str] | None = None) -> Iterator[Finding]:
    """What breaks a shape; a value that breaks one shape in two ways is found twice.

    Args:
        store: the graph.
        graphs: look at what these graphs describe, and at no more of the others than it needs.
            What else is found may be wrong, and is for the caller to leave out.
    """
    for result in compiled().validate_text(data(store, graphs), format="ntriples").results:
        severity: Severity = "violation" if result.severity == "Violation" else "warning"
        shape = (result.root_shape or "").strip("<>")
        yield Finding(
            rule=shape.removeprefix(SHAPES),
            severity=severity,
            focus=result.focus_node.strip("<>"),
            message=_message(result),
            term=_term(result.value),
            path=_path(result),
            component=result.component_iri,
        )


@functools.cache
def compiled() -> shacl.Shapes:
    """The shapes, ready to be used on any number of graphs.

    Raises:
        StancegraphError: there are none.
    """
    import shacl

    # Against no shapes at all everything conforms.
    shapes = shacl.Shapes.from_file(str(ontology() / "shapes.ttl"))
    if not len(shapes):
        raise StancegraphError("the shapes of stancegraph are missing: install it again")
    return shapes


def data(store: Store, graphs: Collection[str] | None = None) -> str:
    """The N-Triples that the shapes look at: the union of all graphs, and all subclasses.

    Args:
        store: the graph.
        graphs: only what matters to the things that these graphs describe.
    """
    if graphs is None:
        # Faster than a CONSTRUCT of everything; the checker does not mind a triple twice.
        return _ntriples(quad.triple for quad in store.quads()) + _subclasses()
    names = " ".join(str(ox.NamedNode(graph)) for graph in graphs)
    return "".join([*(_construct(store, query % names) for query in _AROUND), _subclasses()])


def _construct(store: Store, query: str) -> str:
    answer = store.query(query)
    assert isinstance(answer, ox.QueryTriples)
    return _ntriples(answer)


def _ntriples(triples: Iterable[ox.Triple]) -> str:
    text = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
    assert text is not None
    return text.decode()


@functools.cache
def _subclasses() -> str:
    return "".join(f"{t} .\n" for t in ontology_triples() if t.predicate.value == _SUBCLASS)


def _path(result: shacl.Result) -> str | None:
    return result.path.strip("<>") if result.path else None


def _message(result: shacl.Result) -> str:
    """The shape's message; which property it is about, where the shape is not of one property."""
    path = _path(result)
    if path and result.component == "ClosedConstraintComponent":
        return f"{result.message} ({compact(path)})"
    return result.message or ""


def _term(text: str | None) -> Term | None:
    """A term from N-Triples."""
    if text is None:
        return None
    quad = next(iter(ox.parse(f"<a:> <a:> {text} .", format=ox.RdfFormat.N_TRIPLES)))
    assert isinstance(quad.object, ox.NamedNode | ox.BlankNode | ox.Literal)
    return quad.object
