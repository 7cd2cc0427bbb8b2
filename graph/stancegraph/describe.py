"""What is said of the graph as a whole: VoID and DCAT of its data, and of its SPARQL service.

Sources: Describing Linked Datasets with the VoID Vocabulary (W3C 2011), DCAT 3 (W3C 2024),
SPARQL 1.1 Service Description (W3C 2013).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from stancegraph.site.addresses import Addresses
from stancegraph.store import Store, rows
from stancegraph.terms import BASE, DESCRIBING, LICENCE, PREFIXES, PROVENANCE
from stancegraph.version import VERSION

_SPACES = PREFIXES | DESCRIBING
_COUNTS = """
SELECT (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?o) AS ?objects)
WHERE { ?s ?p ?o }
"""
_ENTITIES = """
SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE {
  ?s a ?class FILTER(STRSTARTS(STR(?s), "%s") && !CONTAINS(STR(?s), "#"))
}
"""
_CLASSES = "SELECT ?of (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?of } GROUP BY ?of ORDER BY ?of"
_PROPERTIES = "SELECT ?of (COUNT(*) AS ?n) WHERE { ?s ?of ?o } GROUP BY ?of ORDER BY ?of"
_MODIFIED = "SELECT (MAX(?t) AS ?last) WHERE { GRAPH <%s> { ?g prov:generatedAtTime ?t } }"
_EXAMPLES = """
SELECT ?id (COUNT(?s) AS ?n) WHERE { ?s a st:Stance ; %s ?id FILTER(isIRI(?id)) }
GROUP BY ?id ORDER BY DESC(?n) ?id LIMIT 1
"""
_EXAMPLE_OF = ("st:holder", "st:issue", "st:position", "dct:source")

_ROWS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
_RDF = ("Turtle", "N-Triples", "RDF_XML", "JSON-LD", "TriG", "N-Quads")


@dataclass(frozen=True, slots=True)
class Dump:
    """A file with the whole graph.

    Args:
        address: where it is.
        media_type: its type, such as `application/trig`.
        size: in bytes, where it is known.
        compressed: whether it is gzipped.
    """

    address: str
    media_type: str
    size: int | None = None
    compressed: bool = False


@dataclass(frozen=True, slots=True)
class About:
    """What a graph is called, and who answers for it.

    Args:
        title: a few words.
        description: a few sentences.
        publisher: the name of who publishes it.
        licence: the address of the licence of its content.
        version: of the content.
        keywords: what people look for.
    """

    title: str = "AI-industry stances"
    description: str = (
        "Who holds which position on which question of the AI industry, since when, in whose "
        "words, and where it says so. Each source document is a named graph."
    )
    publisher: str = "the stancegraph project"
    licence: str = LICENCE
    version: str = VERSION
    keywords: tuple[str, ...] = ("artificial intelligence", "open source", "stance", "citation")


def description(
    store: Store,
    addresses: Addresses,
    *,
    about: About | None = None,
    dumps: Iterable[Dump] = (),
) -> list[ox.Triple]:
    """The description of the graph as a dataset: VoID and DCAT.

    Args:
        store: the graph; it is counted, which takes a while on a large one.
        addresses: where it stands; the dataset is `#dataset` of the document on it.
        about: what it is called, and who answers for it.
        dumps: files with the whole graph.
    """
    made = _Triples(addresses.dataset)
    _told(made, store, addresses, about or About())
    _counted(made, store)
    _partitions(made, store)
    _reached(made, store, addresses)
    for number, dump in enumerate(dumps, 1):
        _dump(made, addresses, dump, number)
    # Each subject in one piece, the dataset first.
    return sorted(made.triples, key=lambda t: (t.subject != made.subject, str(t.subject)))


def service_description(
    addresses: Addresses, *, union: bool = True, updates: bool = False
) -> list[ox.Triple]:
    """The description of the SPARQL endpoint.

    Args:
        addresses: where it stands.
        union: whether the default graph is the union of all graphs.
        updates: whether it takes updates.
    """
    endpoint = ox.NamedNode(addresses.absolute(addresses.sparql or ""))
    made = _Triples(endpoint.value + "#service")
    made.a("sd:Service")
    made.add("sd:endpoint", endpoint)
    languages = ("SPARQL11Query", *(("SPARQL11Update",) if updates else ()))
    for language in languages:
        made.add("sd:supportedLanguage", term(f"sd:{language}"))
    for name in (*_ROWS, *_RDF):
        made.add("sd:resultFormat", term(f"formats:{name}"))
    for name in _RDF if updates else ():
        made.add("sd:inputFormat", term(f"formats:{name}"))
    if union:
        made.add("sd:feature", term("sd:UnionDefaultGraph"))
    dataset = ox.NamedNode(addresses.dataset)
    made.add("sd:defaultDataset", dataset)
    made.add("sd:availableGraphs", dataset)
    made.say(dataset, "rdf:type", term("sd:Dataset"))
    default = ox.NamedNode(addresses.dataset + "-default-graph")
    made.say(dataset, "sd:defaultGraph", default)
    made.say(default, "rdf:type", term("sd:Graph"))
    made.say(default, "dct:license", ox.NamedNode(LICENCE))
    return made.triples


def prefixes() -> dict[str, str]:
    """The prefixes with which a description is written."""
    wanted = ("rdf", "rdfs", "xsd", "dct", "foaf", "prov", "st", "void", "dcat", "sd", "formats")
    return {name: _SPACES[name] for name in wanted}


def term(name: str) -> ox.NamedNode:
    """A term by its prefixed name."""
    prefix, _, rest = name.partition(":")
    return ox.NamedNode(_SPACES[prefix] + rest)


class _Triples:
    """Triples about one thing, and about its parts."""

    def __init__(self, subject: str) -> None:
        self.subject = ox.NamedNode(subject)
        self.triples: list[ox.Triple] = []

    def say(self, subject: ox.NamedNode, predicate: str, object: ox.NamedNode | ox.Literal) -> None:
        self.triples.append(ox.Triple(subject, term(predicate), object))

    def add(self, predicate: str, object: ox.NamedNode | ox.Literal) -> None:
        self.say(self.subject, predicate, object)

    def a(self, *classes: str) -> None:
        for each in classes:
            self.add("rdf:type", term(each))

    def part(self, name: str) -> ox.NamedNode:
        return ox.NamedNode(f"{self.subject.value}-{name}")


def _told(made: _Triples, store: Store, addresses: Addresses, about: About) -> None:
    made.a("void:Dataset", "dcat:Dataset")
    made.add("dct:title", _english(about.title))
    made.add("dct:description", _english(about.description))
    made.add("dct:license", ox.NamedNode(about.licence))
    made.add("dcat:version", ox.Literal(about.version))
    for word in about.keywords:
        made.add("dcat:keyword", _english(word))
    publisher = made.part("publisher")
    made.add("dct:publisher", publisher)
    made.say(publisher, "rdf:type", term("foaf:Agent"))
    made.say(publisher, "foaf:name", ox.Literal(about.publisher))
    modified = next(iter(rows(store.query(_MODIFIED % PROVENANCE))), (None,))[0]
    if modified:
        made.add("dct:modified", ox.Literal(modified, datatype=term("xsd:dateTime")))
    document = ox.NamedNode(made.subject.value.partition("#")[0])
    made.say(document, "rdf:type", term("void:DatasetDescription"))
    made.say(document, "foaf:primaryTopic", made.subject)
    home = ox.NamedNode(addresses.absolute(addresses.home))
    made.add("foaf:homepage", home)
    made.add("dcat:landingPage", home)


def _counted(made: _Triples, store: Store) -> None:
    triples, subjects, objects = next(iter(rows(store.query(_COUNTS))))
    entities = next(iter(rows(store.query(_ENTITIES % BASE))))[0]
    for name, count in (
        ("triples", triples),
        ("distinctSubjects", subjects),
        ("distinctObjects", objects),
        ("entities", entities),
    ):
        made.add(f"void:{name}", _number(count))


def _partitions(made: _Triples, store: Store) -> None:
    """How many of each class and of each property, and from which vocabularies they are."""
    used: dict[str, None] = {}
    counts = {"classes": 0, "properties": 0}
    for kind, query in (("class", _CLASSES), ("property", _PROPERTIES)):
        plural = "classes" if kind == "class" else "properties"
        inside = "entities" if kind == "class" else "triples"
        for number, (full, count) in enumerate(_texts(store, query), 1):
            part = made.part(f"{kind}-{number}")
            made.add(f"void:{kind}Partition", part)
            made.say(part, f"void:{kind}", ox.NamedNode(full))
            made.say(part, f"void:{inside}", _number(count))
            counts[plural] += 1
            used |= dict.fromkeys(s for s in PREFIXES.values() if full.startswith(s))
    for name, total in counts.items():
        made.add(f"void:{name}", _number(total))
    for space in sorted(used):
        made.add("void:vocabulary", ox.NamedNode(space))


def _reached(made: _Triples, store: Store, addresses: Addresses) -> None:
    """Where to begin, what its things are called like, and how to look them up."""
    made.add("void:uriSpace", ox.Literal(BASE))
    for of in _EXAMPLE_OF:
        for id, _ in _texts(store, _EXAMPLES % of):
            made.add("void:exampleResource", ox.NamedNode(id))
    made.add("void:rootResource", ox.NamedNode(addresses.absolute(addresses.questions)))
    for name in ("Turtle", "JSON-LD", "RDF_XML", "N-Triples"):
        made.add("void:feature", term(f"formats:{name}"))
    if addresses.sparql:
        endpoint = ox.NamedNode(addresses.absolute(addresses.sparql))
        lookup = addresses.absolute(f"{addresses.root}describe?iri=")
        made.add("void:sparqlEndpoint", endpoint)
        made.add("void:uriLookupEndpoint", ox.NamedNode(lookup))
        service = made.part("sparql")
        made.say(service, "rdf:type", term("dcat:DataService"))
        made.say(service, "dct:title", _english("SPARQL endpoint"))
        made.say(service, "dcat:endpointURL", endpoint)
        made.say(service, "dcat:servesDataset", made.subject)


def _dump(made: _Triples, addresses: Addresses, dump: Dump, number: int) -> None:
    file = ox.NamedNode(addresses.absolute(dump.address))
    part = made.part(f"file-{number}")
    made.add("void:dataDump", file)
    made.add("dcat:distribution", part)
    made.say(part, "rdf:type", term("dcat:Distribution"))
    made.say(part, "dcat:downloadURL", file)
    made.say(part, "dcat:mediaType", _media(dump.media_type))
    made.say(part, "dct:license", ox.NamedNode(LICENCE))
    if dump.compressed:
        made.say(part, "dcat:compressFormat", _media("application/gzip"))
    if dump.size is not None:
        size = ox.Literal(str(dump.size), datatype=term("xsd:nonNegativeInteger"))
        made.say(part, "dcat:byteSize", size)


def _english(text: str) -> ox.Literal:
    return ox.Literal(text, language="en")


def _media(type: str) -> ox.NamedNode:
    return ox.NamedNode(f"https://www.iana.org/assignments/media-types/{type}")


def _number(count: object) -> ox.Literal:
    return ox.Literal(str(count or 0), datatype=term("xsd:integer"))


def _texts(store: Store, query: str) -> Iterator[tuple[str, str]]:
    return ((str(full), str(count)) for full, count in rows(store.query(query)) if full)
