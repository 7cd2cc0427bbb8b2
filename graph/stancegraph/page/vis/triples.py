"""The data of the page for any triples: things, the relations between them, and their facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from stancegraph.page.vis.drawing import Drawing, drawn
from stancegraph.page.vis.islands import BETWEEN, arrange
from stancegraph.page.vis.rings import rings
from stancegraph.terms import BASE, PREFIXES, compact

if TYPE_CHECKING:
    import networkx
    from pyoxigraph import Literal, Triple

# Properties whose value is a name, the best first.
NAMES = (
    PREFIXES["rdfs"] + "label",
    PREFIXES["skos"] + "prefLabel",
    PREFIXES["schema"] + "name",
    PREFIXES["foaf"] + "name",
    PREFIXES["dct"] + "title",
)
# The most frequent relations have a colour and dashes of their own; the rest share the last.
LOOKS: Sequence[Mapping[str, Any]] = (
    {"tone": "first"},
    {"tone": "second"},
    {"tone": "middle"},
    {"tone": "first", "dashes": [8, 5]},
    {"tone": "second", "dashes": [8, 5]},
    {"tone": "muted"},
)
_MARGIN = 100  # around a part, where names stand out


def triple_block(
    triples: Sequence[Triple], labels: Mapping[str, str], *, title: str, note: str
) -> dict[str, Any]:
    """The data block of the page for some triples.

    Args:
        triples: distinct triples; their order decides nothing but ties.
        labels: names for IRIs that the triples do not name.
        title: the heading.
        note: what is shown.
    """
    network, facts = _network(triples)
    names = {**labels, **_names(facts)}
    numbers = {key: number for number, key in enumerate(network.nodes)}
    counted = Counter(about["relation"] for _, _, about in network.edges(data=True))
    ranks = [relation for relation, _ in counted.most_common()]
    drawing = _drawing(network, names, numbers, ranks)
    relations = [
        [numbers[start], compact(about["relation"]), numbers[end]]
        for start, end, about in network.edges(data=True)
    ]
    return {
        "schema": 1,
        "kind": "triples",
        "title": title,
        "note": note,
        "things": [_thing(key, names, facts.get(key, ())) for key in network.nodes],
        "relations": relations,
        "relationKinds": _key(ranks),
        "nodes": drawing.nodes,
        "edges": drawing.edges,
        "frames": drawing.frames,
        "options": drawing.options,
    }


def _network(
    triples: Iterable[Triple],
) -> tuple[networkx.MultiDiGraph[str], dict[str, list[tuple[str, Literal]]]]:
    """The triples between things as a network, and those with a literal by their subject."""
    import networkx as nx
    from pyoxigraph import Literal

    network: networkx.MultiDiGraph[str] = nx.MultiDiGraph()
    facts: dict[str, list[tuple[str, Literal]]] = {}
    for triple in triples:
        subject, relation, value = _key_of(triple.subject), triple.predicate.value, triple.object
        network.add_node(subject)
        if isinstance(value, Literal):
            facts.setdefault(subject, []).append((relation, value))
        else:
            network.add_edge(subject, _key_of(value), relation=relation)
    return network, facts


def _key_of(term: Any) -> str:
    """The key of a node: an IRI, or `_:` and the name of a blank node, or a quoted triple."""
    from pyoxigraph import NamedNode

    return term.value if isinstance(term, NamedNode) else str(term)


def _names(facts: Mapping[str, Iterable[tuple[str, Literal]]]) -> dict[str, str]:
    """The best name that the triples give each thing."""
    named = {}
    for key, told in facts.items():
        found = [(NAMES.index(name), value.value) for name, value in told if name in NAMES]
        if found:
            named[key] = min(found)[1]
    return named


def _label(key: str, names: Mapping[str, str]) -> str:
    """The name of a thing, or its prefixed name."""
    return names.get(key) or (key if key.startswith(("_:", "<<")) else compact(key).strip("<>"))


def _thing(
    key: str, names: Mapping[str, str], facts: Iterable[tuple[str, Literal]]
) -> dict[str, Any]:
    """What the details say of a thing."""
    row: dict[str, Any] = {"label": _label(key, names), "name": _label(key, {})}
    # Our own IRIs are names: nothing is to be read there.
    if key.startswith(("http://", "https://")) and not key.startswith(BASE):
        row["url"] = key
    told = [[compact(relation), value.value, _remark(value)] for relation, value in facts]
    return {**row, "facts": told} if told else row


def _remark(value: Literal) -> str:
    """The language of a text, or the type of another value."""
    if value.language:
        return value.language
    kind = compact(value.datatype.value)
    return "" if kind == "xsd:string" else kind


def _drawing(
    network: networkx.MultiDiGraph[str],
    names: Mapping[str, str],
    numbers: Mapping[str, int],
    ranks: Sequence[str],
) -> Drawing:
    """The drawing of a network: a node for each thing, an edge for each relation."""
    import networkx as nx

    graph: networkx.MultiDiGraph[str] = nx.MultiDiGraph()
    places = _places(network)
    for key, number in numbers.items():
        x, y = places[key]
        about = {"kind": "thing", "ref": number, "issue": 0, "degree": network.degree[key]}
        graph.add_node(f"n{number}", label=_label(key, names), x=x, y=y, **about)
    looks = {relation: LOOKS[min(rank, len(LOOKS) - 1)] for rank, relation in enumerate(ranks)}
    beside: Counter[frozenset[str]] = Counter()
    for number, (start, end, told) in enumerate(network.edges(data=True)):
        ends = frozenset((start, end))
        about = {"kind": "fact", "ref": number, "issue": 0, "beside": beside[ends]}
        pair = f"n{numbers[start]}", f"n{numbers[end]}"
        graph.add_edge(*pair, key=f"e{number}", **{**about, **looks[told["relation"]]})
        beside[ends] += 1
    return drawn(graph, [_frame(places.values())] if places else [])


def _places(network: networkx.MultiDiGraph[str]) -> dict[str, tuple[float, float]]:
    """Where each thing stands, the connected parts beside each other."""
    parts = rings(network)
    sizes = [(part.width + 2 * _MARGIN, part.height + _MARGIN) for part in parts]
    places = {}
    for part, (left, top) in zip(parts, arrange(sizes), strict=True):
        for key, (x, y) in part.places.items():
            places[key] = (round(left + x, 1), round(top + y, 1))
    return places


def _frame(places: Iterable[tuple[float, float]]) -> dict[str, Any]:
    """The ground under the whole drawing."""
    xs, ys = zip(*places, strict=True)
    edge = _MARGIN + BETWEEN
    width, height = max(xs) - min(xs), max(ys) - min(ys)
    return {
        "issue": 0,
        "x": min(xs) - edge,
        "y": min(ys) - edge / 2,
        "w": width + 2 * edge,
        "h": height + edge,
    }


def _key(ranks: Sequence[str]) -> list[dict[str, Any]]:
    """The key to the lines: one entry for each relation that has a look of its own."""
    own = len(LOOKS) - 1
    entries = [
        {"label": compact(relation), **look}
        for relation, look in zip(ranks[:own], LOOKS, strict=False)
    ]
    if len(ranks) == own + 1:
        entries.append({"label": compact(ranks[own]), **LOOKS[own]})
    elif len(ranks) > own:
        entries.append({"label": f"{len(ranks) - own} other relations", **LOOKS[own]})
    return entries
