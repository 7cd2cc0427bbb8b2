"""The vocabulary: every term declared, used and explained; shapes, checks and rules well made."""

from __future__ import annotations

import functools
import json
import re
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import OWL, RDF, RDFS, SH, SKOS, XSD

from stancegraph.terms import PREFIXES
from stancegraph.vocabulary import members

ROOT = Path(__file__).parents[1]
ONTOLOGY = ROOT / "ontology"
ST = rdflib.Namespace(PREFIXES["st"])
THIS = rdflib.URIRef(PREFIXES["st"].removesuffix("#"))
SHAPE = rdflib.Namespace("https://w3id.org/stancegraph/shapes#")
QUERIES = sorted((ONTOLOGY / "checks").glob("*.rq"))
# Terms that the code derives or notes, and that the shapes leave alone.
OURS = {"current", "holds", "revises", "loadedFrom", "loadedBy"}
CONCEPTS = {"Mode", "SourceKind", "Confidence", "Pole", "ReviewStatus"}


@functools.cache
def graph(name: str) -> rdflib.Graph:
    return rdflib.Graph().parse(ONTOLOGY / name, format="turtle")


@pytest.fixture(scope="module")
def stance() -> rdflib.Graph:
    return graph("stance.ttl")


@pytest.fixture(scope="module")
def shapes() -> rdflib.Graph:
    return graph("shapes.ttl")


def declared() -> set[str]:
    return {str(s).removeprefix(ST) for s in graph("stance.ttl").subjects() if s.startswith(ST)}


def every_term() -> list[str]:
    return sorted(declared())


@functools.cache
def used() -> dict[str, set[str]]:
    """Each `st:` name that a file uses, and the files, but for the ontology and what is wrong."""
    names: dict[str, set[str]] = {}
    places = [*(ONTOLOGY.rglob("*")), *(ROOT / "graph" / "stancegraph").rglob("*")]
    for file in places:
        if file.suffix not in (".py", ".js", ".rq", ".ttl", ".trig", ".jsonld"):
            continue
        if file.name == "stance.ttl" or file.parent.name == "bad":
            continue
        text = file.read_text("utf-8")
        found = re.findall(r"(?<![\w:])st:([A-Za-z][\w-]*)", text)
        found += re.findall(r"""(?:PREFIXES\["st"\]|\b_ST) \+ "([\w-]+)\"""", text)
        found += re.findall(r"""\b(?:members|one_of)\("(\w+)"\)""", text)
        if file.suffix == ".jsonld":
            found += [value for name in CONCEPTS for value in members(name)]
        for name in found:
            names.setdefault(name, set()).add(str(file.relative_to(ROOT)))
    return names


# ---- the vocabulary


@pytest.mark.parametrize("name", ["stance.ttl", "shapes.ttl"])
def test_two_parsers_read_the_same_number_of_triples(name: str):
    ours = list(ox.parse(path=str(ONTOLOGY / name), format=ox.RdfFormat.TURTLE))
    assert len(ours) == len(graph(name)) > 100


@pytest.mark.parametrize("name", every_term())
def test_a_term_has_a_label_a_definition_and_a_home(name: str, stance: rdflib.Graph):
    term = ST[name]
    for property in (RDFS.label, SKOS.definition, RDFS.isDefinedBy):
        assert len(list(stance.objects(term, property))) == 1, property
    sentence = stance.value(term, SKOS.definition)
    assert re.fullmatch(r"[A-Z][^.!?]*\.", sentence), "one sentence"
    assert sentence.language == stance.value(term, RDFS.label).language == "en"
    assert stance.value(term, RDFS.isDefinedBy) == THIS


def test_every_term_that_a_file_uses_is_declared():
    unknown = {name: files for name, files in used().items() if name not in declared()}
    assert not unknown


def test_every_declared_term_is_used():
    assert declared() <= set(used())


def test_the_ontology_says_what_it_is(stance: rdflib.Graph):
    text = (ONTOLOGY / "stance.ttl").read_text("utf-8")
    vann = rdflib.Namespace("http://purl.org/vocab/vann/")
    version = stance.value(THIS, OWL.versionInfo)
    assert (THIS, RDF.type, OWL.Ontology) in stance
    assert stance.value(THIS, OWL.versionIRI) == rdflib.URIRef(f"{THIS}/{version}")
    assert str(stance.value(THIS, vann.preferredNamespacePrefix)) == "st"
    assert str(stance.value(THIS, vann.preferredNamespaceUri)) == str(ST)
    assert "not yet registered" in text
    assert "creativecommons.org/licenses/by/4.0/" in text


def test_a_property_leads_from_a_class_to_a_class_or_a_kind_of_literal(stance: rdflib.Graph):
    classes = set(stance.subjects(RDF.type, OWL.Class))
    for property in stance.subjects(RDF.type, OWL.ObjectProperty):
        assert stance.value(property, RDFS.domain) in classes, property
        assert stance.value(property, RDFS.range) in classes, property
    for property in stance.subjects(RDF.type, OWL.DatatypeProperty):
        assert stance.value(property, RDFS.domain) in {*classes, None}, property
        assert stance.value(property, RDFS.range).startswith(XSD), property


def test_every_value_of_a_closed_list_is_also_a_concept(stance: rdflib.Graph):
    for name in CONCEPTS:
        assert (ST[name], RDFS.subClassOf, SKOS.Concept) in stance
        assert len(members(name)) >= 2
        for value in members(name):
            assert (ST[value], RDF.type, SKOS.Concept) in stance


def test_the_vocabulary_is_tied_to_others(stance: rdflib.Graph):
    ties = set(stance.objects(None, RDFS.subClassOf)) | set(
        stance.objects(None, RDFS.subPropertyOf)
    )
    for prefix in ("prov", "skos", "schema", "foaf"):
        assert any(tie.startswith(PREFIXES[prefix]) for tie in ties), prefix
    ibis = rdflib.Namespace("https://vocab.methodandstructure.com/ibis#")
    assert {ibis.Issue, ibis.Position, ibis.Argument, ibis.supports, ibis["responds-to"]} <= ties


def test_a_position_is_not_opposed_as_an_argument_opposes_it(stance: rdflib.Graph):
    # ibis:opposes leads from an argument, and an argument is never a position.
    over = set(stance.objects(ST.opposes, RDFS.subPropertyOf))
    assert over == {SKOS.related}
    assert (ST.opposes, RDF.type, OWL.SymmetricProperty) in stance


def test_the_context_agrees_with_the_vocabulary_on_what_is_a_node(stance: rdflib.Graph):
    found: dict[str, set[bool]] = {}

    def walk(context: dict[str, object]) -> None:
        for entry in context.values():
            inner = entry.get("@context") if isinstance(entry, dict) else None
            if isinstance(inner, dict):
                walk(inner)
            plain = {"@id": entry} if isinstance(entry, str) else entry
            id = plain.get("@id", "") if isinstance(plain, dict) else ""
            if re.match("st:[a-z]", str(id)):
                name = str(id).removeprefix("st:")
                found.setdefault(name, set()).add(plain.get("@type") in ("@id", "@vocab"))

    walk(json.loads((ONTOLOGY / "context.jsonld").read_text("utf-8"))["@context"])
    nodes = {str(p).removeprefix(ST) for p in stance.subjects(RDF.type, OWL.ObjectProperty)}
    # These stand whole inside their source, so the context need not say that they are nodes.
    whole = {"citation", "merge"}
    assert {name for name, kinds in found.items() if kinds == {True}} == nodes & set(found) - whole
    assert len(found) > 25


# ---- the shapes


def constrained(shapes: rdflib.Graph) -> set[rdflib.URIRef]:
    """The named shapes that demand something themselves."""
    frame = {RDF.type, SH.property, SH.path, SH.severity, SH.message}
    frame |= {SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf}
    return {s for s, p in shapes.subject_predicates() if s.startswith(SHAPE) and p not in frame}


def test_shapes_are_shacl_core_one_step_deep(shapes: rdflib.Graph):
    beyond = [SH.sparql, SH.js, SH.rule, SH.select, SH.target, SH.expression]
    assert not any(list(shapes.subject_objects(p)) for p in beyond)
    # The checker gives the shapes what is one step away, so a longer path would see nothing.
    assert all(isinstance(path, rdflib.URIRef) for path in shapes.objects(None, SH.path))
    assert set(shapes.objects(None, SH.targetObjectsOf)) == {
        rdflib.URIRef(PREFIXES["dct"] + "source")
    }
    assert not list(shapes.subject_objects(SH.node))


def test_every_shape_that_demands_something_says_what_would_be_right(shapes: rdflib.Graph):
    for shape in constrained(shapes):
        (message,) = shapes.objects(shape, SH.message)
        assert re.fullmatch(r"[A-Z].*[.?]", message), shape
        assert message.language is None
    assert len(constrained(shapes)) > 60


def test_every_property_shape_has_a_name_and_one_home(shapes: rdflib.Graph):
    inner = {
        shape
        for group in shapes.objects(None, SH["or"])
        for part in shapes.items(group)
        for shape in shapes.objects(part, SH.property)
    }
    for shape in set(shapes.objects(None, SH.property)) - inner:
        assert shape.startswith(SHAPE)
        assert len(list(shapes.subjects(SH.property, shape))) == 1, shape
    homeless = set(shapes.subjects(RDF.type, SH.PropertyShape)) - set(
        shapes.objects(None, SH.property)
    )
    assert not homeless


def test_every_class_and_property_of_the_model_has_a_shape(
    shapes: rdflib.Graph, stance: rdflib.Graph
):
    classes = set(stance.subjects(RDF.type, OWL.Class))
    kinds = set(stance.subjects(RDFS.subClassOf, ST.Entity)) | {ST[name] for name in CONCEPTS}
    targets = set(shapes.objects(None, SH.targetClass))
    assert classes - kinds <= targets
    paths = set(shapes.objects(None, SH.path))
    properties = set(stance.subjects(RDF.type, OWL.ObjectProperty))
    properties |= set(stance.subjects(RDF.type, OWL.DatatypeProperty))
    assert properties - paths == {ST[name] for name in OURS}


def test_a_shape_and_the_vocabulary_agree_on_what_a_property_leads_to(
    shapes: rdflib.Graph, stance: rdflib.Graph
):
    for shape, path in shapes.subject_objects(SH.path):
        over = stance.value(path, RDFS.range)
        for demand in (SH["class"], SH.datatype):
            value = shapes.value(shape, demand)
            assert over is None or value in (None, over), shape


@pytest.mark.parametrize(
    ("shape", "name"),
    [
        ("stance-mode", "Mode"),
        ("stance-confidence", "Confidence"),
        ("source-kind", "SourceKind"),
        ("answer-pole", "Pole"),
        ("stance-review-status", "ReviewStatus"),
    ],
)
def test_a_shape_allows_the_values_that_the_vocabulary_has(
    shape: str, name: str, shapes: rdflib.Graph
):
    allowed = shapes.items(shapes.value(SHAPE[shape], SH["in"]))
    assert [str(value).removeprefix(ST) for value in allowed] == list(members(name))


def test_an_entity_is_of_a_class_that_the_vocabulary_has(shapes: rdflib.Graph):
    inner = shapes.value(SHAPE["entity-type"], SH.qualifiedValueShape)
    allowed = shapes.items(shapes.value(inner, SH["in"]))
    assert [str(value).removeprefix(ST) for value in allowed] == list(members("Entity"))


def test_the_list_of_what_a_stance_may_have_is_complete(shapes: rdflib.Graph):
    listed = set(shapes.items(shapes.value(SHAPE["stance-closed"], SH.ignoredProperties)))
    own = {shapes.value(p, SH.path) for p in shapes.objects(SHAPE.stance, SH.property)}
    assert listed == own | {RDF.type, ST.revises}


# ---- the checks and the rules


@pytest.mark.parametrize("file", QUERIES, ids=lambda file: file.stem)
def test_a_check_says_what_is_wrong_and_what_to_do(file: Path):
    title, advice, *rest = file.read_text("utf-8").split("\n")
    assert re.fullmatch(r"# [A-Z][^.]*[a-z]\.", title)
    assert re.fullmatch(r"# [A-Z].*\.", advice)
    select = next(line for line in rest if line.startswith("SELECT"))
    assert set(re.findall(r"AS \?(\w+)", select)) <= {"focus", "value", "detail"}
    assert re.search(r"\?focus\b", select)
    assert re.fullmatch(r"[a-z-]+-violation\.rq", file.name)


def test_no_two_checks_have_one_title():
    titles = [file.read_text("utf-8").split("\n")[0] for file in QUERIES]
    assert len(set(titles)) == len(titles) >= 20


@pytest.mark.parametrize("file", sorted((ONTOLOGY / "rules").glob("*.rq")), ids=lambda f: f.stem)
def test_a_rule_says_what_it_derives(file: Path):
    text = file.read_text("utf-8")
    assert text.startswith("# Derives ")
    assert re.search(r"^CONSTRUCT", text, re.MULTILINE)


def test_prefixes_mean_the_same_in_every_file():
    for file in ONTOLOGY.rglob("*"):
        if file.suffix in (".ttl", ".trig"):
            for prefix, iri in re.findall(r"@prefix (\w+): <([^>]*)>", file.read_text("utf-8")):
                assert PREFIXES.get(prefix, iri) == iri, file
