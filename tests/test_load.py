"""Loading and removing: every format, one graph a source, nothing half done."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path

import pytest

import stancegraph as sg
from invented import LATER, RECORD, VOCABULARY
from stancegraph.terms import PREFIXES, PROVENANCE

SOURCE = PREFIXES["source"]


def words(graph: sg.StanceGraph) -> set[str]:
    return {stance.id for stance in graph.stances()}


def content(graph: sg.StanceGraph) -> set[str]:
    """All quads but the notes of when and from where."""
    return {str(q) for q in graph.store.quads() if q.graph_name.value != PROVENANCE}  # type: ignore[union-attr]


def test_the_shipped_records_load_without_a_problem(shipped: sg.StanceGraph):
    counts = shipped.info()
    assert (counts["stances"], counts["issues"], counts["arguments"]) == (161, 8, 45)
    assert (counts["holders"], counts["sources"], counts["entities"]) == (107, 137, 209)


def test_a_source_is_a_graph_and_a_cited_document_one_of_its_own(invented: sg.StanceGraph):
    graphs = set(invented.store.graphs())
    assert {SOURCE + "daily-2024", SOURCE + "daily-2025", SOURCE + "acme-blog"} <= graphs
    (title,) = invented.query("SELECT ?t { source:acme-blog dct:title ?t }")  # type: ignore[misc]
    assert title.t == "Our plan"


def test_no_triple_stands_in_two_graphs(shipped: sg.StanceGraph):
    twice = "SELECT ?s { GRAPH ?a { ?s ?p ?o } GRAPH ?b { ?s ?p ?o } FILTER(STR(?a) < STR(?b)) } LIMIT 1"
    assert shipped.query(twice).to_dicts() == []  # type: ignore[union-attr]


def test_loading_twice_changes_nothing(invented: sg.StanceGraph, files: Path):
    before = content(invented)
    invented.load(files)
    assert content(invented) == before


def test_loading_again_replaces_that_source_and_nothing_else(invented: sg.StanceGraph, files: Path):
    def rest() -> set[str]:
        return {q for q in content(invented) if "daily-2025" not in q and "graph/derived" not in q}

    before = rest()
    (files / "daily-2025.yaml").write_text(LATER.replace("acme-closed", "acme-turned"), "utf-8")
    invented.load(files / "daily-2025.yaml")
    assert words(invented) == {"acme-open", "bolt-closed", "acme-turned"}
    assert {q for q in rest() if "acme-turned" not in q} == {
        q for q in before if "acme-closed" not in q
    }


def test_removing_a_source_leaves_nothing_behind(invented: sg.StanceGraph, files: Path):
    only = sg.open(empty=True)
    only.load(files / "words.yaml", files / "daily-2025.yaml")
    gone = invented.remove("daily-2024")
    assert set(gone) == {SOURCE + "daily-2024", SOURCE + "acme-blog"}
    assert content(invented) == content(only)


def test_a_cited_document_stays_while_another_source_cites_it(
    invented: sg.StanceGraph, files: Path
):
    second = RECORD.replace("daily-2024", "daily-copy").replace("acme-open", "copy-a")
    (files / "copy.yaml").write_text(second.replace("bolt-closed", "copy-b"), "utf-8")
    assert invented.load(files / "copy.yaml").problems == ()
    assert invented.remove("daily-2024") == (SOURCE + "daily-2024",)
    assert SOURCE + "acme-blog" in invented.store.graphs()


def test_two_sources_may_not_describe_a_cited_document_differently(
    invented: sg.StanceGraph, files: Path
):
    second = RECORD.replace("daily-2024", "daily-copy").replace("acme-open", "copy-a")
    second = second.replace("bolt-closed", "copy-b").replace("Our plan", "Their plan")
    (files / "copy.yaml").write_text(second, "utf-8")
    before = content(invented)
    (problem,) = invented.load(files / "copy.yaml").problems
    assert "'acme-blog' is described otherwise by source:daily-2024" in str(problem)
    assert content(invented) == before


def test_a_document_that_a_stance_still_names_stays_when_it_is_cited_no_more(
    invented: sg.StanceGraph, files: Path
):
    start, end = RECORD.index("cites:"), RECORD.index("stances:")
    (files / "daily-2024.yaml").write_text(RECORD[:start] + RECORD[end:], "utf-8")
    assert invented.load(files / "daily-2024.yaml").problems == ()
    assert SOURCE + "acme-blog" in invented.store.graphs()


def test_a_record_of_its_own_takes_over_a_cited_document(invented: sg.StanceGraph, files: Path):
    own = LATER.replace("daily-2025", "acme-blog").replace("Acme turns", "Our plan in full")
    (files / "own.yaml").write_text(own.replace("acme-closed", "acme-said"), "utf-8")
    assert invented.load(files / "own.yaml").problems == ()
    invented.load(files / "daily-2024.yaml")
    (title,) = invented.query("SELECT ?t { source:acme-blog dct:title ?t }")  # type: ignore[misc]
    assert title.t == "Our plan in full"


def test_removing_what_others_refer_to_is_refused(invented: sg.StanceGraph):
    before = content(invented)
    with pytest.raises(sg.StancegraphError, match="entity:bolt would go, and source:daily-2024"):
        invented.remove("graph:words")
    assert content(invented) == before


def test_a_vocabulary_may_not_lose_what_records_refer_to(invented: sg.StanceGraph, files: Path):
    before = content(invented)
    text = VOCABULARY.replace(
        "- {id: bolt, name: Bolt Example Works, type: Company, country: US}\n", ""
    )
    (files / "words.yaml").write_text(text, "utf-8")
    (problem,) = invented.load(files / "words.yaml").problems
    assert "entity:bolt would go, and source:daily-2024 refers to it" in str(problem)
    assert content(invented) == before


def test_an_id_belongs_to_one_source(invented: sg.StanceGraph, files: Path):
    text = LATER.replace("daily-2025", "daily-2026").replace("acme-closed", "acme-open")
    (files / "other.yaml").write_text(text, "utf-8")
    (problem,) = invented.load(files / "other.yaml").problems
    assert problem.line == 3
    assert "the stance 'acme-open' is described in source:daily-2024 already" in problem.what


def test_an_entity_is_described_once(invented: sg.StanceGraph, files: Path):
    text = "entities: [{id: acme, name: Another Acme, type: Lab}]"
    (files / "more.yaml").write_text(text, "utf-8")
    (problem,) = invented.load(files / "more.yaml").problems
    assert "the entity 'acme' is described in graph:words already" in problem.what


def test_one_source_may_not_come_from_two_files(files: Path):
    (files / "again.yaml").write_text(LATER, "utf-8")
    problems = sg.open(empty=True).load(files).problems
    assert any("source:daily-2025 is also in" in p.what for p in problems)


def test_one_graph_may_not_come_from_two_rdf_files(tmp_path: Path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "same.ttl").write_text(f"<x:{folder}> <x:p> 1 .")
    (problem,) = sg.open(empty=True).load(tmp_path).problems
    assert "graph:same is also in" in problem.what


def test_a_second_vocabulary_shares_positions_without_repeating_them(
    invented: sg.StanceGraph, files: Path
):
    more = VOCABULARY[VOCABULARY.index("issues:") : VOCABULARY.index("arguments:")]
    (files / "more.yaml").write_text(more.replace("id: release", "id: release-too"), "utf-8")
    assert invented.load(files / "more.yaml").problems == ()
    assert invented.check().conforms
    assert {issue.id for issue in invented.issues()} == {"release", "release-too"}


def test_a_bad_file_leaves_the_good_ones_alone_unless_strict(files: Path):
    (files / "daily-2025.yaml").write_text(LATER.replace("does", "doez"), "utf-8")
    graph = sg.open(empty=True)
    done = graph.load(files)
    assert (done.files, len(done.problems), words(graph)) == (2, 1, {"acme-open", "bolt-closed"})
    strict = sg.open(empty=True)
    with pytest.raises(sg.InputError, match="doez"):
        strict.load(files, strict=True)
    assert len(strict) == 0


def test_what_changed_is_derived(invented: sg.StanceGraph):
    (later,) = invented.stances(holder="acme", current=True)
    assert (later.id, later.revises) == ("acme-closed", ("acme-open",))
    (held,) = invented.query("SELECT ?p { entity:acme st:holds ?p }")  # type: ignore[misc]
    assert held.p == PREFIXES["position"] + "none"
    invented.remove("daily-2025")
    (now,) = invented.stances(holder="acme", current=True)
    assert (now.id, now.revises) == ("acme-open", ())


def test_stances_about_different_things_do_not_revise_each_other(files: Path):
    text = LATER.replace("  mode: does", "  about: bolt\n  mode: does")
    (files / "daily-2025.yaml").write_text(text, "utf-8")
    graph = sg.open(empty=True)
    graph.load(files)
    assert len(graph.stances(holder="acme", current=True)) == 2
    assert all(stance.revises == () for stance in graph.stances())


def test_two_stances_of_one_day_are_both_current(files: Path):
    text = RECORD.replace("holder: bolt", "holder: acme").replace("'2024-05-02'", "2024-04-01")
    (files / "daily-2024.yaml").write_text(text, "utf-8")
    (files / "daily-2025.yaml").unlink()
    graph = sg.open(empty=True)
    graph.load(files)
    assert len(graph.stances(holder="acme", current=True)) == 2


ROW = {
    "id": "row-1",
    "holder": "acme",
    "issue": "release",
    "position": "some",
    "mode": "says",
    "date": "2024",
    "summary": "Some, it says.",
    "because": ["cheap"],
    "hedged": True,
    "source": {"id": "sheet", "title": "A sheet", "publisher": "daily", "kind": "primary"},
}


def flat() -> tuple[str, str]:
    row = {k: v for k, v in ROW.items() if k not in ("source", "because")} | {"because": "cheap"}
    row |= {f"source_{k}": v for k, v in ROW["source"].items()}  # type: ignore[attr-defined]
    return ",".join(row), ",".join(str(v) if "," not in str(v) else f'"{v}"' for v in row.values())


def tables() -> dict[str, bytes]:
    header, cells = flat()
    return {
        "t.jsonl": json.dumps(ROW).encode(),
        "t.csv": f"{header}\r\n{cells}\r\n".encode(),
        "t.tsv": f"{header}\n{cells}\n".replace('"', "").replace(", it", "~").replace(",", "\t")
        .replace("~", ", it").encode(),
        "bom.csv": f"\ufeff{header}\n{cells}\n".encode(),
        "t.csv.gz": gzip.compress(f"{header}\n{cells}\n".encode()),
        "t.json": json.dumps(
            {"source": ROW["source"], "stances": [{k: v for k, v in ROW.items() if k != "source"}]}
        ).encode(),
    }  # fmt: skip


@pytest.mark.parametrize("name", list(tables()))
def test_a_stance_is_the_same_from_every_kind_of_file(files: Path, name: str):
    graph = sg.open(empty=True)
    graph.load(files / "words.yaml")
    (files / name).write_bytes(tables()[name])
    assert graph.load(files / name).problems == ()
    (stance,) = graph.stances()
    assert (stance.id, stance.summary, stance.hedged) == ("row-1", "Some, it says.", True)
    assert (stance.because, stance.source_title, stance.when) == (("cheap",), "A sheet", "2024")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.csv", "id,holdr\n", "a.csv:1: there is no column 'holdr' (did you mean 'holder'?)"),
        ("a.csv", "", "a.csv:1: the header is missing"),
        ("a.jsonl", '{"id": 1\n', "a.jsonl:1: this line is not JSON"),
        ("a.jsonl", "[1]\n", "a.jsonl:1: this line is not a stance"),
        ("a.jsonl", json.dumps(ROW | {"source": "sheet"}), "source 'sheet' has not been described"),
        ("a.jsonl", json.dumps(ROW) + "\n\n" + json.dumps(ROW), "a.jsonl:3: the stance id 'row-1'"),
        ("a.jsonl", json.dumps(ROW | {"holder": "acmee"}), "did you mean 'acme'?"),
        ("a.jsonl", json.dumps(ROW | {"summary": "\ud800"}), "summary holds the character U+D800"),
        ("a.ttl", "@prefix x: <x:> .\nx:a x:b 'c\n", "a.ttl:2: this is not text/turtle"),
        ("a.nq", "<a:a> <a:b> <a:c> _:g .", "has no IRI (name it)"),
        ("a.ttl", "", "a.ttl: there is no triple in it"),
        ("a.jsonld", "{", "a.jsonld:1: this is not application/ld+json"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_table_or_in_rdf_is_told(files: Path, name: str, text: str, said: str):
    graph = sg.open(empty=True)
    graph.load(files / "words.yaml")
    before = len(graph)
    (files / name).write_text(text, "utf-8")
    problems = [str(p) for p in graph.load(files / name).problems]
    assert any(said in line for line in problems), problems
    assert len(graph) == before


def test_an_impossible_date_in_rdf_is_refused(files: Path):
    text = '<a:s> <https://w3id.org/stancegraph/ns#date> "2024-02-30"^^<http://www.w3.org/2001/XMLSchema#date> .'
    (files / "d.nt").write_text(text)
    (problem,) = sg.open(empty=True).load(files / "d.nt").problems
    assert 'st:date "2024-02-30"' in problem.what


def test_a_stance_that_is_a_blank_node_breaks_no_query(files: Path):
    graph = sg.open(empty=True)
    graph.load(files)
    text = """@prefix st: <https://w3id.org/stancegraph/ns#> .
    [] a st:Stance ; st:holder <x:h> ; st:issue <x:i> ; st:position <x:p> ;
      st:date "2024-01-01"^^<http://www.w3.org/2001/XMLSchema#date> ."""
    (files / "blank.ttl").write_text(text)
    assert graph.load(files / "blank.ttl").problems == ()
    assert words(graph) == {"acme-open", "bolt-closed", "acme-closed"}


def test_triples_without_a_graph_get_one_named_after_the_file(tmp_path: Path):
    graph = sg.open(empty=True)
    for name, text in (("My File.ttl", "<a:a> <a:b> 1 ."), ("q.nq", "<a:a> <a:b> <a:c> .")):
        (tmp_path / name).write_text(text)
        graph.load(tmp_path / name)
    graph.load(tmp_path / "q.nq", name="other")
    base = PREFIXES["graph"]
    assert {base + "my-file", base + "q", base + "other"} <= set(graph.store.graphs())


def test_rdf_may_bring_the_names_that_records_refer_to(files: Path, invented: sg.StanceGraph):
    rdf = [q for q in invented.store.quads(graph=PREFIXES["graph"] + "words")]
    (files / "words.yaml").unlink()
    (files / "words.nq").write_text("".join(f"{quad} .\n" for quad in rdf), "utf-8")
    graph = sg.open(empty=True)
    assert graph.load(files).problems == ()
    assert words(graph) == words(invented)


def test_standard_input_is_read(files: Path, monkeypatch: pytest.MonkeyPatch):
    graph = sg.open(empty=True)
    graph.load(files / "words.yaml")
    stdin = io.TextIOWrapper(io.BytesIO(f"{RECORD}---\n{LATER}".encode()))
    monkeypatch.setattr("sys.stdin", stdin)
    assert graph.load("-").problems == ()
    assert words(graph) == {"acme-open", "bolt-closed", "acme-closed"}


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("nowhere.yaml", "there is no such file or folder"),
        ("empty", "there is nothing to load in this folder"),
        ("x.docx", "its name does not tell its format"),
    ],
)
def test_a_path_that_cannot_be_loaded_says_why(tmp_path: Path, path: str, said: str):
    (tmp_path / "empty").mkdir()
    (tmp_path / "x.docx").write_text("x")
    with pytest.raises(sg.InputError, match=said):
        sg.open(empty=True).load(tmp_path / path)


def test_removing_an_unknown_source_suggests_one(invented: sg.StanceGraph):
    with pytest.raises(sg.UnknownName, match="did you mean 'daily-2024'"):
        invented.remove("dayly-2024")


def test_a_graph_tells_when_and_from_which_file_it_was_made(invented: sg.StanceGraph):
    (row,) = invented.query(  # type: ignore[misc]
        "SELECT ?f ?t { source:daily-2024 st:loadedFrom ?f ; prov:generatedAtTime ?t }"
    )
    assert row.f.endswith("daily-2024.yaml")
    assert row.t.year >= 2026


def test_derived_facts_and_notes_in_rdf_are_made_anew(invented: sg.StanceGraph, tmp_path: Path):
    everything = "".join(f"{quad} .\n" for quad in invented.store.quads())
    (tmp_path / "all.nq").write_text(everything, "utf-8")
    graph = sg.open(empty=True)
    assert graph.load(tmp_path / "all.nq").problems == ()
    assert content(graph) == content(invented)
