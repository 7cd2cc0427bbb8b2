"""A picture of triples: literals are facts, types are kinds, all else is a relation."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from stancegraph.page.result_things import Names, Things, kind_words, relation_words, remark
from stancegraph.terms import PREFIXES

if TYPE_CHECKING:
    from pyoxigraph import Triple

# Properties whose value is a name, the best first.
_NAMES = (
    PREFIXES["rdfs"] + "label",
    PREFIXES["skos"] + "prefLabel",
    PREFIXES["schema"] + "name",
    PREFIXES["foaf"] + "name",
    PREFIXES["dct"] + "title",
)
_TYPE = PREFIXES["rdf"] + "type"


def triple_graph(triples: Iterable[Triple], names: Names) -> Things:
    """What a picture of triples draws.

    Args:
        triples: triples of pyoxigraph, in any order; one that comes twice is drawn once.
        names: what is known beside the triples.
    """
    from pyoxigraph import Literal

    known = _in_order(triples)
    things = Things(names)
    linked = [t for t in known if not isinstance(t.object, Literal)]
    # A line from each thing to its class would make the class a hub that says nothing; but where
    # classes are all that was asked for, they are the picture.
    classed = any(triple.predicate.value != _TYPE for triple in linked)
    for triple in linked:
        if not (classed and triple.predicate.value == _TYPE):
            things.relate(triple.subject, triple.object, relation_words(triple.predicate.value))
    _tell(things, [t for t in known if isinstance(t.object, Literal)])
    if classed:
        _classify(things, [t for t in linked if t.predicate.value == _TYPE])
    return things


def _in_order(triples: Iterable[Triple]) -> list[Triple]:
    """The triples, each once, in an order that does not depend on the names of blank nodes."""
    import pyoxigraph as ox

    known = set(triples)
    if any(isinstance(end, ox.BlankNode) for t in known for end in (t.subject, t.object)):
        whole = ox.Dataset(ox.Quad(*triple) for triple in known)
        whole.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        known = {quad.triple for quad in whole}
    return sorted(known, key=str)


def _tell(things: Things, triples: Sequence[Triple]) -> None:
    """Adds the literals as facts, and the best name of each thing as its label."""
    from pyoxigraph import Literal

    names: dict[Any, list[tuple[int, bool, str]]] = defaultdict(list)
    for triple in triples:
        relation, value = triple.predicate.value, triple.object
        assert isinstance(value, Literal)
        things.tell(triple.subject, (relation_words(relation), value.value, remark(value)))
        if relation in _NAMES:
            english = (value.language or "en").lower().startswith("en")
            names[triple.subject].append((_NAMES.index(relation), not english, value.value))
    for term, found in names.items():
        things.name(term, min(found)[2])


def _classify(things: Things, triples: Sequence[Triple]) -> None:
    """Gives each thing its rarest class as its kind: that says the most."""
    counted = Counter(triple.object for triple in triples)
    classes: dict[Any, list[Any]] = defaultdict(list)
    for triple in triples:
        classes[triple.subject].append(triple.object)
        things.tell(triple.subject, ("type", relation_words(_text(triple.object)), ""))
    for term, found in classes.items():
        kind = min(found, key=lambda each: (counted[each], not _is_ours(each), str(each)))
        things.name(term, "", kind_words(_text(kind)))


def _text(term: Any) -> str:
    return str(getattr(term, "value", term))


def _is_ours(term: Any) -> bool:
    return _text(term).startswith(PREFIXES["st"])
