"""What the page of the vocabulary shows: every term, what it means, and its place among others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from stancegraph.site.render import View
from stancegraph.store import text
from stancegraph.terms import PREFIXES, compact
from stancegraph.vocabulary import ontology_triples

_RDF, _RDFS, _OWL = PREFIXES["rdf"], PREFIXES["rdfs"], PREFIXES["owl"]
_DCT, _SKOS = PREFIXES["dct"], PREFIXES["skos"]
# What a term may say of its place among others, in the order in which a reader wants it.
_RELATIONS = {
    _RDFS + "subClassOf": "kind of",
    _RDFS + "subPropertyOf": "kind of",
    _RDFS + "domain": "of",
    _RDFS + "range": "leads to",
    _RDFS + "seeAlso": "see also",
}


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the vocabulary.

    Args:
        iri: the term.
        label: what it is called.
        definition: what it means.
        relations: its place among other terms: the relation in words, and the other terms.
    """

    iri: str
    label: str
    definition: str
    relations: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def name(self) -> str:
        """Its name without the namespace."""
        return self.iri.removeprefix(PREFIXES["st"])


def vocabulary_view(full: str) -> View:
    """The page of the vocabulary, as `stance.ttl` has it.

    Args:
        full: its IRI.
    """
    facts: dict[str, dict[str, list[str]]] = {}
    for triple in ontology_triples():
        said = facts.setdefault(text(triple.subject), {})
        said.setdefault(triple.predicate.value, []).append(text(triple.object))
    own = facts.pop(full)
    groups: dict[str, list[Term]] = {"Classes": [], "Properties": [], "Values": []}
    for iri, said in facts.items():
        if iri.startswith(PREFIXES["st"]):
            groups[_group(said[_RDF + "type"])].append(_term(iri, said))
    title, version = own[_DCT + "title"][0], own[_OWL + "versionInfo"][0]
    data: dict[str, Any] = {
        "description": own[_DCT + "description"][0],
        "version": version,
        "groups": groups,
    }
    schema = {"@id": full, "@type": "DefinedTermSet", "name": title, "version": version}
    return View("vocabulary", title, own[_DCT + "description"][0], data, full, schema)


def _group(types: Iterable[str]) -> str:
    kinds = {each.removeprefix(_OWL) for each in types}
    if "Class" in kinds:
        return "Classes"
    return "Properties" if kinds & {"ObjectProperty", "DatatypeProperty"} else "Values"


def _term(iri: str, said: dict[str, list[str]]) -> Term:
    relations: dict[str, list[str]] = {}
    for predicate, words in _RELATIONS.items():
        relations.setdefault(words, []).extend(said.get(predicate, ()))
    if not said.get(_RDFS + "subClassOf"):
        types = [each for each in said[_RDF + "type"] if each.startswith(PREFIXES["st"])]
        relations.setdefault("one of", []).extend(types)
    return Term(
        iri=iri,
        label=said.get(_RDFS + "label", [compact(iri)])[0],
        definition=said.get(_SKOS + "definition", [""])[0],
        relations=tuple((words, tuple(found)) for words, found in relations.items() if found),
    )
