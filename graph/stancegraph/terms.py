"""Prefixes and term IRIs: the only place in the code where an IRI is written out."""

from __future__ import annotations

import re
from typing import Final

BASE: Final = "https://w3id.org/stancegraph/"

# Declared by default in every query and printed in every export that has prefixes.
PREFIXES: Final[dict[str, str]] = {
    "st": BASE + "ns#",
    "entity": BASE + "entity/",
    "issue": BASE + "issue/",
    "position": BASE + "position/",
    "argument": BASE + "argument/",
    "stance": BASE + "stance/",
    "source": BASE + "source/",
    "graph": BASE + "graph/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dct": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "schema": "https://schema.org/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "oa": "http://www.w3.org/ns/oa#",
    "sh": "http://www.w3.org/ns/shacl#",
}

# What a graph is described by, and nothing that is said in it: not declared in queries.
DESCRIBING: Final[dict[str, str]] = {
    "void": "http://rdfs.org/ns/void#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "formats": "http://www.w3.org/ns/formats/",
}
LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"

# The namespace of the W3C result format in XML, which is no term of the graph.
RESULTS_XML: Final = "http://www.w3.org/2005/sparql-results#"

# The vocabulary itself, as a document.
VOCABULARY: Final = BASE + "ns"

# Facts that follow from the others, rebuilt after each load; where each graph came from.
DERIVED: Final = BASE + "graph/derived"
PROVENANCE: Final = BASE + "graph/provenance"
# Graphs that are being sent to a server begin so, until they are whole and moved into place.
# Where stances stand that nobody has looked at yet, and what their facts are called there: a query
# for stances finds none of them.
DRAFTS: Final = BASE + "graph/draft/"
DRAFT: Final = BASE + "draft#"
STAGE: Final = BASE + "graph/stage/"

SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
# RFC 3987 with a scheme; the characters that SPARQL and Turtle forbid between < and >.
ABSOLUTE_IRI: Final = re.compile(r'[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>"{}|\\^`]+\Z')
_LOCAL: Final = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?\Z")
_LONGEST_FIRST: Final = sorted(PREFIXES.items(), key=lambda item: -len(item[1]))


def iri(prefix: str, name: str) -> str:
    """The IRI of a short name: `iri("entity", "alibaba")`; a whole IRI is given back as it is."""
    return name if ABSOLUTE_IRI.match(name) else PREFIXES[prefix] + name


def local(prefix: str, full: str) -> str:
    """The short name of an IRI under a prefix; an IRI of another place is given back whole."""
    return full.removeprefix(PREFIXES[prefix])


def compact(full: str) -> str:
    """The prefixed name of an IRI, such as `entity:alibaba`, or the IRI itself in `<…>`."""
    for prefix, namespace in _LONGEST_FIRST:
        if full.startswith(namespace):
            name = full[len(namespace) :]
            if _LOCAL.match(name):
                return f"{prefix}:{name}"
    return f"<{full}>"
