"""The checker: every rule bites on its own bad example, and on nothing that is good."""

from __future__ import annotations

import functools
import json
import logging
import re
import warnings
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import RDF, RDFS, SH

import stancegraph as sg
from stancegraph.check import Report, check, queries, shapes
from stancegraph.check.queries import checks
from stancegraph.errors import StancegraphError
from stancegraph.load import inputs, load
from stancegraph.store import MemoryStore
from stancegraph.terms import BASE, DERIVED, PREFIXES, PROVENANCE

ONTOLOGY = Path(__file__).parents[1] / "ontology"
EXAMPLES = ONTOLOGY / "examples"
GOOD = [EXAMPLES / name for name in ("words.trig", "article.trig", "elsewhere.trig")]
WORDS = GOOD[0]
BAD = sorted((EXAMPLES / "bad").glob("*.trig"))
SHAPE = rdflib.Namespace(BASE + "shapes#")
ST, XSD = PREFIXES["st"], PREFIXES["xsd"]


@functools.cache
def turtle(name: str) -> rdflib.Graph:
    return rdflib.Graph().parse(ONTOLOGY / name)


def store(*files: Path, more: str = "") -> MemoryStore:
    """A store with files, and more TriG with all our prefixes declared."""
    staged = ox.Store()
    for file in files:
        staged.load(path=str(file), format=ox.RdfFormat.TRIG)
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    staged.load(prefixes + more, ox.RdfFormat.TRIG)
    out = MemoryStore()
    out.replace([], staged)
    return out


def broken(report: Report) -> set[str]:
    return {finding.rule for finding in report.findings}


def promised(file: Path) -> str:
    first = file.read_text("utf-8").split("\n")[0]
    assert first.startswith("# breaks: ")
    return first.removeprefix("# breaks: ")


# ---- the examples


@pytest.mark.parametrize("file", GOOD, ids=lambda file: file.stem)
def test_a_good_example_breaks_nothing(file: Path):
    assert check(store(WORDS, file)).findings == ()


def test_the_good_examples_go_together():
    assert check(store(*GOOD)).findings == ()


@pytest.mark.parametrize("file", BAD, ids=lambda file: file.stem)
def test_a_bad_example_breaks_exactly_the_rule_that_it_names(file: Path):
    assert promised(file) == file.stem
    assert broken(check(store(WORDS, file))) == {promised(file)}


def test_every_rule_has_a_bad_example():
    data = turtle("shapes.ttl")
    frame = {RDF.type, SH.property, SH.targetClass, SH.targetObjectsOf, SH.targetSubjectsOf}
    demanding = {s for s, p in data.subject_predicates() if s.startswith(SHAPE) and p not in frame}
    names = {str(shape).removeprefix(SHAPE) for shape in demanding}
    assert names | {check.name for check in checks()} == {promised(file) for file in BAD}


def test_the_record_example_becomes_the_article_example():
    graph = MemoryStore()
    assert load(graph, inputs([WORDS, EXAMPLES / "record.yaml"])).problems == ()
    article = store(EXAMPLES / "article.trig")
    for name in article.graphs():
        assert set(graph.quads(graph=name)) == set(article.quads(graph=name))
    assert check(graph).findings == ()


# ---- the referee


def apart(file: Path) -> str:
    """The N-Triples of a bad example, with names that no other example uses."""
    data = ox.Store()
    data.load(path=str(file), format=ox.RdfFormat.TRIG)
    text = "".join(f"{q.subject} {q.predicate} {q.object} .\n" for q in data)
    return re.sub(r"/(bad|worse|it--is)(?=\b)", rf"/\1-{file.stem}", text)


def results(graph: rdflib.Graph) -> set[tuple[str, ...]]:
    """What a validation report says, but for the labels of blank nodes."""
    names = (SH.focusNode, SH.resultPath, SH.sourceConstraintComponent, SH.resultSeverity)
    return {
        tuple("_:" if isinstance(t, rdflib.BNode) else str(t) for t in row)
        for result in graph.subjects(RDF.type, SH.ValidationResult)
        for row in [[graph.value(result, name) for name in names]]
    }


def test_pyshacl_finds_the_same_in_all_examples():
    from pyshacl import validate

    logging.getLogger("rdflib.term").setLevel(logging.CRITICAL)
    text = "".join(map(apart, BAD)) + shapes.data(store(*GOOD))
    ours = rdflib.Graph().parse(
        data=shapes.compiled().validate_text(text, format="ntriples").turtle, format="turtle"
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        data = rdflib.Graph().parse(data=text, format="nt")
        _, theirs, _ = validate(data, shacl_graph=turtle("shapes.ttl"))
    assert isinstance(theirs, rdflib.Graph)
    assert results(ours) == results(theirs)
    assert len(results(ours)) > 60


# ---- every demand of every property shape


def demands() -> Iterator[tuple[str, str]]:
    data = turtle("shapes.ttl")
    frame = {RDF.type, SH.path, SH.message, SH.severity, SH.qualifiedValueShape}
    for shape in sorted(set(data.subjects(RDF.type, SH.PropertyShape))):
        for demand in sorted(set(data.predicates(shape)) - frame):
            yield str(shape).removeprefix(SHAPE), str(demand).removeprefix(str(SH))


COMPONENT = {
    "class": "Class",
    "datatype": "Datatype",
    "in": "In",
    "lessThanOrEquals": "LessThanOrEquals",
    "maxCount": "MaxCount",
    "minCount": "MinCount",
    "minInclusive": "MinInclusive",
    "nodeKind": "NodeKind",
    "or": "Or",
    "pattern": "Pattern",
    "qualifiedMaxCount": "QualifiedMaxCount",
    "qualifiedMinCount": "QualifiedMinCount",
}


def node(name: str) -> ox.NamedNode:
    return ox.NamedNode(name)


def wrong(demand: str, value: ox.NamedNode | ox.Literal) -> list[ox.NamedNode | ox.Literal]:
    """Values that a property with this one value may not have for this demand."""
    day = isinstance(value, ox.Literal) and value.datatype.value == XSD + "date"
    return {
        "minCount": [],
        "qualifiedMinCount": [node(ST + "Entity")],
        "maxCount": [value, node("https://a.example/"), ox.Literal("more"), ox.Literal("less")],
        "qualifiedMaxCount": [value, node(ST + "Company"), node(ST + "Lab")],
        "class": [node("https://a.example/nothing")],
        "datatype": [ox.Literal("text", language="en")],
        "in": [node(ST + "nonsense")],
        "nodeKind": [ox.Literal("text")],
        "lessThanOrEquals": [ox.Literal("9999-01-01", datatype=node(XSD + "date"))],
        "minInclusive": [ox.Literal("-1", datatype=node(XSD + "integer"))],
        "or": [node("https://www.wikidata.org/wiki/Q1")],
        "pattern": [
            ox.Literal("2024-05-02Z", datatype=node(XSD + "date"))
            if day
            else node("ftp://a.example")
            if isinstance(value, ox.NamedNode)
            else ox.Literal(" ")
        ],
    }[demand]


@pytest.fixture(scope="module")
def good() -> MemoryStore:
    return store(*GOOD)


@pytest.mark.parametrize(("shape", "demand"), sorted(demands()))
def test_every_demand_of_a_shape_bites(shape: str, demand: str, good: MemoryStore):
    data = turtle("shapes.ttl")
    path = node(str(data.value(SHAPE[shape], SH.path)))
    (home,) = data.subjects(SH.property, SHAPE[shape])
    target = data.value(home, SH.targetClass)
    wanted = {
        quad.subject.value
        for quad in good.quads(predicate=str(RDF.type))
        if target is None or quad.object.value in _under(str(target))
    }
    quad = next(
        quad
        for quad in sorted(good.quads(predicate=path.value), key=str)
        if quad.subject.value in wanted
    )
    changed = ox.Store()
    kept = (q for q in good.quads() if (q.subject, q.predicate) != (quad.subject, path))
    changed.extend(kept)
    values = wrong(demand, quad.object)
    changed.extend(ox.Quad(quad.subject, path, value, quad.graph_name) for value in values)
    other = MemoryStore()
    other.replace([], changed)
    found = {(f.rule, f.component, f.focus) for f in shapes.findings(other)}
    component = f"{SH}{COMPONENT[demand]}ConstraintComponent"
    assert (shape, component, quad.subject.value) in found


def _under(target: str) -> set[str]:
    data = turtle("stance.ttl")
    below = data.subjects(RDFS.subClassOf, rdflib.URIRef(target))
    return {target, *map(str, below)}


# ---- the report


@pytest.fixture
def report() -> Report:
    """One shape, one warning and one check broken."""
    more = """
        graph:bad { entity:bad a st:Lab ; st:country "france", "spain" ; rdfs:label "Bad Lab" .
                    entity:worse a st:Lab ; rdfs:label "Worse Lab" ; st:role "none" ;
                        rdfs:isDefinedBy graph:elsewhere . }
    """
    return check(store(WORDS, more=more))


def test_findings_say_who_breaks_what_where(report: Report):
    rows = [(f.severity, f.rule, f.focus, f.value, f.graph) for f in report.findings]
    graph = BASE + "graph/bad"
    bad, worse = BASE + "entity/bad", BASE + "entity/worse"
    assert rows == [
        ("violation", "entity-country", bad, "france", graph),
        ("violation", "entity-country", bad, "spain", graph),
        ("violation", "entity-country", bad, None, graph),
        ("violation", "defined-elsewhere", worse, "graph:elsewhere", graph),
        ("warning", "person", worse, None, graph),
    ]
    assert report.findings[0].path == ST + "country"


def test_a_finding_is_one_line_that_people_can_act_on(report: Report):
    lines = [str(finding) for finding in report.findings]
    assert lines[3] == (
        "violation: entity:worse graph:elsewhere: A thing says that it is defined by a graph in"
        " which it does not stand: graph:bad. Let rdfs:isDefinedBy name the graph that the"
        " description is in. [defined-elsewhere]"
    )
    assert lines[0] == (
        "violation: entity:bad france: The country of an entity is one code of two capital"
        ' letters (ISO 3166), such as "CN". [entity-country]'
    )


def test_a_mistyped_property_is_named():
    (found,) = check(store(WORDS, EXAMPLES / "bad" / "stance-closed.trig")).findings
    assert found.message.endswith("is it mistyped? (st:abuot)")
    assert found.path == ST + "abuot"


def test_a_report_with_warnings_only_conforms(report: Report):
    assert not report.conforms
    warnings_only = Report(tuple(f for f in report.findings if f.severity == "warning"))
    assert warnings_only.conforms
    assert warnings_only.findings
    assert Report(()).conforms


def test_the_turtle_is_a_validation_report_with_shapes_and_checks_alike(report: Report):
    graph = rdflib.Graph().parse(data=report.to_turtle(), format="turtle")
    (root,) = graph.subjects(RDF.type, SH.ValidationReport)
    assert graph.value(root, SH.conforms).value is False
    found = list(graph.objects(root, SH.result))
    assert len(found) == len(report.findings)
    for result in found:
        assert (result, RDF.type, SH.ValidationResult) in graph
        for name in (SH.focusNode, SH.resultSeverity, SH.sourceConstraintComponent):
            assert len(list(graph.objects(result, name))) == 1
    (sparql,) = graph.subjects(SH.sourceConstraintComponent, SH.SPARQLConstraintComponent)
    assert graph.value(sparql, SH.sourceConstraint) == rdflib.URIRef(
        BASE + "checks/defined-elsewhere"
    )
    assert set(graph.objects(None, SH.sourceShape)) == {SHAPE["entity-country"], SHAPE.person}
    assert set(graph.objects(None, SH.resultSeverity)) == {SH.Violation, SH.Warning}


def test_an_empty_report_conforms_in_turtle_too():
    graph = rdflib.Graph().parse(data=Report(()).to_turtle(), format="turtle")
    assert [value.value for value in graph.objects(None, SH.conforms)] == [True]


def test_the_dictionary_is_json_with_whole_iris(report: Report):
    data = json.loads(json.dumps(report.to_dict()))
    assert data["conforms"] is False
    assert data["findings"][3] == {
        "rule": "defined-elsewhere",
        "severity": "violation",
        "focus": BASE + "entity/worse",
        "path": None,
        "value": BASE + "graph/elsewhere",
        "message": report.findings[3].message,
        "graph": BASE + "graph/bad",
    }


def test_a_value_that_breaks_a_shape_in_two_ways_is_found_once():
    found = check(store(WORDS, more='graph:bad { entity:acme st:role "a"@en, " "@en }'))
    texts = [(f.rule, f.value) for f in found.findings if f.rule == "entity-role"]
    assert sorted(texts, key=str) == sorted(set(texts), key=str)


def test_a_long_value_in_a_message_is_cut_and_stays_on_one_line():
    long = "\\n".join(["a word"] * 100)
    data = (EXAMPLES / "bad" / "quote-differs.trig").read_text("utf-8")
    (found,) = check(store(WORDS, more=data.replace("We shall", long))).findings
    assert "\n" not in found.message
    assert len(found.message) < 300


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("entity:acme", "entity:nobody", "stance-holder"),
        ("issue:example-release", "issue:nothing", "stance-issue"),
        ("position:example-all", "position:nothing", "stance-position"),
        ("argument:example-cheap", "argument:nothing", "stance-because"),
        ("source:bad ;", "source:nothing ;", "stance-source"),
        ("entity:daily-example", "entity:nobody", "source-publisher"),
        ("<https://acme.example/letter>", "source:nothing", "primary-source-undescribed"),
    ],
)
def test_what_nothing_describes_is_told_by_one_rule(old: str, new: str, rule: str):
    text = (EXAMPLES / "bad" / "quote-elsewhere.trig").read_text("utf-8")
    text = text.replace("oa:hasSource source:bad", "oa:hasSource <https://acme.example/letter>")
    text = text.replace('"day" ;', '"day" ; st:because argument:example-cheap ;')
    assert broken(check(store(WORDS, more=text))) == set()
    found = broken(check(store(WORDS, more=text.replace(old, new))))
    beside = {"read-publisher", "read-kind", "read-url", "stance-outside-source"}
    assert found - (beside if rule == "stance-source" else set()) == {rule}


def test_words_that_were_first_said_here_are_quoted_from_here():
    text = (EXAMPLES / "bad" / "quote-elsewhere.trig").read_text("utf-8")
    text = text.replace("prov:hadPrimarySource <https://acme.example/letter>", "st:hedged false")
    assert broken(check(store(WORDS, more=text))) == set()
    text = text.replace("oa:hasSource source:bad", "oa:hasSource <https://acme.example/letter>")
    assert broken(check(store(WORDS, more=text))) == {"quote-elsewhere"}


def test_an_issue_that_nothing_describes_is_told_by_one_rule():
    text = (EXAMPLES / "bad" / "answer-one-way.trig").read_text("utf-8")
    text = text.replace("issue:example-release", "issue:nothing")
    assert broken(check(store(WORDS, more=text))) == {"position-answers"}


# ---- what is looked at


@pytest.mark.parametrize("file", BAD, ids=lambda file: file.stem)
def test_a_check_of_some_graphs_finds_what_a_check_of_all_finds_there(file: Path):
    graph = store(*GOOD, file)
    whole = check(graph).findings
    for name in {*graph.graphs()} - {DERIVED}:
        within = set(graph.quads(graph=name))
        subjects = {q.subject.value for q in within}
        part = check(graph, graphs=[name]).findings
        expected = {(f.rule, f.focus) for f in whole if f.focus in subjects}
        got = {(f.rule, f.focus) for f in part if not f.focus.startswith("_:")}
        assert got == expected, name
        assert {f.graph for f in part} <= {name, None}


def test_a_check_of_no_graph_finds_nothing():
    assert check(store(BAD[0]), graphs=[]).findings == ()


def test_a_document_is_judged_by_stances_in_other_graphs_too():
    text = (EXAMPLES / "bad" / "stance-outside-source.trig").read_text("utf-8")
    graph = store(WORDS, more=text.replace(" ; st:kind st:secondary", ""))
    assert broken(check(graph, graphs=[BASE + "source/bad"])) == {"read-kind"}


def test_what_is_derived_does_not_tell_where_a_thing_stands():
    (found,) = check(store(WORDS, EXAMPLES / "bad" / "derived-stale.trig")).findings
    assert found.graph == BASE + "graph/example-words"


def test_things_may_be_described_in_two_graphs_together():
    more = """graph:mine {
        issue:mine a st:Issue ; rdfs:label "Mine?" ; skos:altLabel "Mine" ;
            st:answer <https://w3id.org/stancegraph/issue/mine#a>,
                <https://w3id.org/stancegraph/issue/mine#b> .
        <https://w3id.org/stancegraph/issue/mine#a> a st:Answer ; st:order 1 ; st:pole st:first ;
            st:answerPosition position:example-all ; skos:definition "Yes" .
        <https://w3id.org/stancegraph/issue/mine#b> a st:Answer ; st:order 2 ; st:pole st:second ;
            st:answerPosition position:example-none ; skos:definition "No" .
        position:example-all st:answers issue:mine . position:example-none st:answers issue:mine .
    }"""
    graph = store(WORDS, more=more)
    assert check(graph).findings == ()
    assert check(graph, graphs=[BASE + "graph/mine"]).findings == ()


def test_what_we_derive_and_note_breaks_nothing():
    with sg.open(empty=True) as graph:
        assert graph.load(WORDS, EXAMPLES / "record.yaml").problems == ()
        assert {DERIVED, PROVENANCE} <= set(graph.store.graphs())
        assert check(graph.store).findings == ()


def test_the_shipped_graph_breaks_nothing(shipped: sg.StanceGraph):
    assert [str(finding) for finding in check(shipped.store).findings] == []


def test_a_blank_node_is_found_though_no_name_tells_where():
    graph = store(WORDS, more='graph:bad { [] a st:Lab ; rdfs:label "Bad" }')
    found = check(graph)
    assert len(check(graph, graphs=[BASE + "graph/bad"]).findings) == 1
    assert {(f.rule, f.graph) for f in found.findings} == {("entity", None)}
    assert found.findings[0].focus.startswith("_:")
    assert str(found.findings[0]).startswith("violation: _:")
    assert "sh:focusNode _:" in found.to_turtle()


@pytest.mark.parametrize(
    "date", ["2024-02-30", "2023-02-29", "2024-13-01", "24-1-1", "2024-01-01Z", "-0044-03-15"]
)
@pytest.mark.parametrize("property", ["st:date", "dct:issued", "dct:modified"])
def test_a_date_that_does_not_compare_is_found(date: str, property: str):
    article = (EXAMPLES / "article.trig").read_text("utf-8")
    more = f'{{ _:s {property} "{date}"^^xsd:date }}'
    if property != "dct:modified":
        article = re.sub(rf'{property} "[^"]*"', f'{property} "{date}"', article, count=1)
        more = ""
    elif re.fullmatch(r"-?\d{4}-0[13]-\d\dZ?", date):
        pytest.skip("elsewhere any date that exists is right")
    rules = broken(check(store(WORDS, more=article + more)))
    assert rules & {"stance-date", "source-issued", "impossible-date"}


@pytest.mark.parametrize(
    ("first", "last", "precision", "right"),
    [
        ("2024-02-01", "2024-02-29", "month", True),
        ("2023-02-01", "2023-02-28", "month", True),
        ("2024-04-01", "2024-04-30", "month", True),
        ("2024-12-01", "2024-12-31", "month", True),
        ("2024-01-01", "2024-12-31", "year", True),
        ("2024-02-29", "2024-02-29", "day", True),
        ("2024-02-01", "2024-02-28", "month", False),
        ("2024-04-02", "2024-04-30", "month", False),
        ("2024-04-01", "2024-05-31", "month", False),
        ("2024-01-01", "2024-12-30", "year", False),
        ("2024-01-01", "2025-12-31", "year", False),
        ("2024-01-02", "2024-12-31", "year", False),
        ("2024-02-28", "2024-02-29", "day", False),
    ],
)
def test_the_days_of_a_date_fit_its_precision(first: str, last: str, precision: str, right: bool):
    data = (EXAMPLES / "bad" / "date-span.trig").read_text("utf-8")
    data = re.sub(r'st:date "[^"]*"', f'st:date "{first}"', data)
    data = re.sub(r'st:dateEnd "[^"]*"', f'st:dateEnd "{last}"', data)
    data = re.sub(r'st:datePrecision "[^"]*"', f'st:datePrecision "{precision}"', data)
    assert broken(check(store(WORDS, more=data))) == (set() if right else {"date-span"})


# ---- nothing is skipped silently


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An ontology folder of the test's own, with nothing in it."""
    (tmp_path / "checks").mkdir()
    for module in (queries, shapes):
        monkeypatch.setattr(module, "ontology", lambda: tmp_path)
    for cached in (queries.checks, shapes.compiled):
        cached.cache_clear()
    yield tmp_path
    for cached in (queries.checks, shapes.compiled):
        cached.cache_clear()


def test_missing_checks_are_an_error_and_not_a_pass(elsewhere: Path):
    with pytest.raises(StancegraphError, match="checks of stancegraph are missing"):
        checks()


def test_missing_shapes_are_an_error_and_not_a_pass(elsewhere: Path):
    (elsewhere / "shapes.ttl").write_text("", "utf-8")
    with pytest.raises(StancegraphError, match="shapes of stancegraph are missing"):
        shapes.compiled()


def test_a_check_without_a_title_is_an_error(elsewhere: Path):
    (elsewhere / "checks" / "odd-violation.rq").write_text("SELECT ?focus {}", "utf-8")
    with pytest.raises(StancegraphError, match="a check begins with"):
        checks()


def test_a_new_check_needs_no_code(elsewhere: Path):
    text = '# Nobody is called Bolt.\n# Rename it.\nSELECT ?focus { ?focus rdfs:label "Bolt" }\n'
    (elsewhere / "checks" / "no-bolt-violation.rq").write_text(text, "utf-8")
    (elsewhere / "shapes.ttl").write_text((ONTOLOGY / "shapes.ttl").read_text("utf-8"), "utf-8")
    report = check(store(more='graph:a { entity:b a st:Lab ; rdfs:label "Bolt" }'))
    (found,) = report.findings
    assert (found.rule, found.message) == ("no-bolt", "Nobody is called Bolt. Rename it.")
