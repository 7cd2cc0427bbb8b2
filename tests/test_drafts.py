"""Draft files on their way into the graph: nothing that nobody has looked at, and every word found again."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
import yaml

import stancegraph as sg
from invented import VOCABULARY
from stancegraph.extract.values import Span
from stancegraph.extract.verbatim import evidence, fold, locate

TEXT = """# The example labs take sides

By A. Writer, The Daily Example, 2024-05-02

Acme Example Lab will keep \N{GRINNING FACE} releasing all of its models, it said on Thursday.

“Let them all go,” said Orla Inventada, who once worked there.
"""
WORDS = "Acme Example Lab will keep \N{GRINNING FACE} releasing all of its models"
QUOTE = "Let them all go"


def span(words: str) -> Span:
    at = TEXT.index(words)
    return Span(at, at + len(words))


def draft(**statuses: str) -> dict[str, Any]:
    """A draft file: `acme` and `orla` with the statuses that are given, `bolt` rejected."""
    review = {"reviewer": "A. Person", "reviewed_at": "2024-06-01"}

    def stance(id: str, holder: str, words: str, **more: Any) -> dict[str, Any]:
        status = statuses.get(id, "draft")
        return {
            "id": f"daily-2024-05-02-{id}",
            "status": status,
            "tier": "A",
            "holder": holder,
            "issue": "release",
            "position": "yes-all",
            "mode": "says",
            "hedged": False,
            "date": "2024-05-02",
            "reported_by": "daily",
            **more,
            "summary": "All of them.",
            "evidence": evidence(TEXT, span(words)),
            "found": {"rule": "invented", "cue": {"text": "all", "start": 1, "end": 4}},
            **(review if status in ("accepted", "edited", "rejected") else {}),
            **({"was": {"position": "none"}} if status == "edited" else {}),
        }

    return {
        "source": {
            "id": "daily-2024-05-02",
            "title": "The example labs take sides",
            "publisher": "daily",
            "kind": "secondary",
            "published": "2024-05-02",
            "text": {"sha256": hashlib.sha256(TEXT.encode()).hexdigest(), "length": len(TEXT)},
        },
        "extracted": {"engine": "rules", "version": "1"},
        "entities": [
            {
                "id": "orla-inventada",
                "name": "Orla Inventada",
                "type": "Person",
                "status": "draft",
                "evidence": evidence(TEXT, span("Orla Inventada")),
                "near": [{"id": "carla", "name": "Carla Sample", "score": 60}],
            }
        ],
        "stances": [
            stance("acme", "acme", WORDS),
            stance("orla", "orla-inventada", QUOTE, quote=QUOTE),
            {**stance("bolt", "bolt", QUOTE), "status": "rejected"},
        ],
        "rejected": [{"reason": "the quote is not in the text", "record": {"quote": "x"}}],
    }


def write(path: Path, data: dict[str, Any]) -> Path:
    path.write_text(yaml.safe_dump(data, sort_keys=False, allow_unicode=True), "utf-8")
    return path


@pytest.fixture
def graph(tmp_path: Path) -> sg.StanceGraph:
    (tmp_path / "words.yaml").write_text(VOCABULARY, "utf-8")
    graph = sg.open(empty=True)
    assert graph.load(tmp_path / "words.yaml").problems == ()
    return graph


def ids(graph: sg.StanceGraph) -> set[str]:
    return {stance.id.rpartition("-")[2] for stance in graph.stances()}


# ---- what enters the graph


def test_drafts_are_refused_with_their_number(graph: sg.StanceGraph, tmp_path: Path):
    done = graph.load(write(tmp_path / "d.yaml", draft()))
    (problem,) = done.problems
    assert "2 stances are drafts that nobody has decided on" in str(problem)
    assert "stancegraph review" in str(problem)
    assert problem.line > 0
    assert ids(graph) == set()


def test_one_draft_left_keeps_the_whole_file_out(graph: sg.StanceGraph, tmp_path: Path):
    done = graph.load(write(tmp_path / "d.yaml", draft(acme="accepted")))
    assert "1 stance is a draft" in str(done.problems[0])
    assert ids(graph) == set()


def test_what_was_accepted_is_a_stance_with_who_looked_at_it(graph: sg.StanceGraph, tmp_path: Path):
    data = draft(acme="accepted", orla="rejected")
    assert graph.load(write(tmp_path / "d.yaml", data)).problems == ()
    assert ids(graph) == {"acme"}
    row = graph.query(
        "SELECT ?status ?who ?day ?exact ?prefix ?start ?end ?hash WHERE {"
        " ?s st:reviewStatus ?status ; st:reviewer ?who ; st:reviewedAt ?day ; dct:source ?d ."
        " ?d st:textSHA256 ?hash . ?a oa:hasBody ?s ; oa:hasTarget/oa:hasSelector ?q, ?p ."
        " ?q oa:exact ?exact ; oa:prefix ?prefix . ?p oa:start ?start ; oa:end ?end }"
    ).to_dicts()[0]  # type: ignore[union-attr]
    assert row["exact"] == WORDS
    assert TEXT[int(row["start"]) : int(row["end"])] == WORDS
    assert row["prefix"] == TEXT[int(row["start"]) - 32 : int(row["start"])]
    assert str(row["day"]) == "2024-06-01"
    assert graph.check().conforms


def test_the_text_of_the_article_is_never_in_the_graph(graph: sg.StanceGraph, tmp_path: Path):
    data = draft(acme="accepted", orla="rejected")
    graph.load(write(tmp_path / "d.yaml", data))
    texts = " ".join(str(quad.object) for quad in graph.store.quads())
    assert "who once worked there" not in texts


def test_a_new_entity_enters_with_the_stance_once_it_is_accepted(
    graph: sg.StanceGraph, tmp_path: Path
):
    data = draft(acme="rejected", orla="accepted")
    done = graph.load(write(tmp_path / "d.yaml", data))
    (problem,) = done.problems
    assert "holder 'orla-inventada' is a new entity that nobody has decided on" in str(problem)
    data["entities"][0]["status"] = "accepted"
    assert graph.load(write(tmp_path / "d.yaml", data)).problems == ()
    assert [s.holder for s in graph.stances()] == ["orla-inventada"]
    assert graph.card("Orla Inventada")
    assert graph.check().conforms


def test_a_merge_is_a_note_that_can_be_taken_back(graph: sg.StanceGraph, tmp_path: Path):
    data = draft(acme="rejected", orla="accepted")
    same = {"entity": "carla", "by": "A. Person", "at": "2024-06-01"}
    data["entities"][0]["same_as"] = same
    path = write(tmp_path / "d.yaml", data)
    before = path.read_bytes()
    assert graph.load(path).problems == ()
    assert [s.holder for s in graph.stances()] == ["carla"]
    (row,) = graph.query(
        "SELECT ?name ?into ?by WHERE { ?m a st:Merge ; st:merged ?name ; st:into ?into ;"
        " st:reviewer ?by }"
    ).to_dicts()  # type: ignore[union-attr]
    assert (row["name"], row["by"]) == ("Orla Inventada", "A. Person")
    assert graph.check().conforms
    assert path.read_bytes() == before, "nothing is rewritten"
    del data["entities"][0]["same_as"]
    data["entities"][0]["status"] = "accepted"
    assert graph.load(write(path, data)).problems == ()
    assert [s.holder for s in graph.stances()] == ["orla-inventada"]
    assert not graph.query("ASK { ?m a st:Merge }")


def test_a_file_in_which_all_is_rejected_says_so(graph: sg.StanceGraph, tmp_path: Path):
    done = graph.load(write(tmp_path / "d.yaml", draft(acme="rejected", orla="rejected")))
    assert "no stance in it was accepted" in str(done.problems[0])


def test_a_status_that_is_none_is_told_with_its_line(graph: sg.StanceGraph, tmp_path: Path):
    done = graph.load(write(tmp_path / "d.yaml", draft(acme="acepted", orla="rejected")))
    assert "status 'acepted' is not one of draft, accepted, edited, rejected" in str(
        done.problems[0]
    )


@pytest.mark.parametrize("field", ["reviewer", "reviewed_at", "evidence"])
def test_a_stance_that_was_accepted_says_by_whom_when_and_on_which_words(
    graph: sg.StanceGraph, tmp_path: Path, field: str
):
    data = draft(acme="accepted", orla="rejected")
    del data["stances"][0][field]
    done = graph.load(write(tmp_path / "d.yaml", data))
    assert f"a stance that is accepted has no {field}" in str(done.problems[0])


# ---- drafts in the graph, on request


def test_drafts_in_a_graph_of_their_own_are_counted_by_no_question(
    graph: sg.StanceGraph, tmp_path: Path
):
    path = write(tmp_path / "d.yaml", draft(acme="accepted"))
    done = graph.load(path, include_drafts=True)
    assert (done.problems, done.stances, done.drafts) == ((), 1, 1)
    assert ids(graph) == {"acme"}
    assert not graph.query("ASK { ?s st:holder entity:orla-inventada }")
    assert not graph.query("ASK { ?s dct:source ?d FILTER(CONTAINS(STR(?s), 'orla')) }")
    assert graph.query(
        "PREFIX draft: <https://w3id.org/stancegraph/draft#>"
        " ASK { GRAPH <https://w3id.org/stancegraph/graph/draft/daily-2024-05-02>"
        " { ?s a draft:Stance ; draft:holder entity:orla-inventada ; draft:position ?p } }"
    )
    assert graph.check().conforms
    assert len(graph.ask("who-holds", issue="release").to_dicts()) == 1


def test_drafts_go_when_they_have_been_decided_on(graph: sg.StanceGraph, tmp_path: Path):
    path = write(tmp_path / "d.yaml", draft(acme="accepted"))
    graph.load(path, include_drafts=True)
    graph.load(write(path, draft(acme="accepted", orla="rejected")))
    assert not any("/graph/draft/" in name for name in graph.store.graphs())


def test_drafts_without_a_position_are_left_out_and_counted(graph: sg.StanceGraph, tmp_path: Path):
    data = draft(acme="accepted")
    data["stances"][1]["position"] = None
    done = graph.load(write(tmp_path / "d.yaml", data), include_drafts=True)
    assert (done.problems, done.drafts, done.unplaced) == ((), 0, 1)


def test_the_program_tells_what_it_did_with_drafts(run, tmp_path: Path):
    (tmp_path / "words.yaml").write_text(VOCABULARY, "utf-8")
    path = write(tmp_path / "d.yaml", draft(acme="accepted"))
    store = ("--store", str(tmp_path / "s"), "--empty")
    refused = run("load", *store, str(tmp_path / "words.yaml"), str(path))
    assert refused.returncode == 2
    assert "1 stance is a draft that nobody has decided on" in refused.stderr
    done = run("load", *store, "--include-drafts", str(path))
    assert done.returncode == 0, done.stderr
    assert "1 stance, 1 draft" in done.stderr


# ---- the text again


def folder(tmp_path: Path, text: str = TEXT) -> Path:
    (tmp_path / "texts").mkdir(exist_ok=True)
    (tmp_path / "texts" / "any-name.md").write_text(text, "utf-8")
    return tmp_path / "texts"


def test_evidence_that_stands_in_the_text_is_loaded(graph: sg.StanceGraph, tmp_path: Path):
    path = write(tmp_path / "d.yaml", draft(acme="accepted", orla="rejected"))
    assert graph.load(path, texts=folder(tmp_path)).problems == ()
    assert graph.check(texts=folder(tmp_path)).conforms
    assert graph.check(path, texts=folder(tmp_path)).conforms


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"exact": WORDS.replace("all", "ALL")}, "does not stand at"),
        ({"start": 5, "end": 5 + len(WORDS)}, "does not stand at"),
        ({"prefix": "something else"}, "what is around the evidence"),
    ],
)
def test_words_that_drifted_are_refused(
    graph: sg.StanceGraph, tmp_path: Path, change: dict[str, Any], words: str
):
    data = draft(acme="accepted", orla="rejected")
    data["stances"][0]["evidence"] |= change
    done = graph.load(write(tmp_path / "d.yaml", data), texts=folder(tmp_path))
    assert words in str(done.problems[0])
    assert ids(graph) == set()


def test_a_text_that_changed_is_refused(graph: sg.StanceGraph, tmp_path: Path):
    path = write(tmp_path / "d.yaml", draft(acme="accepted", orla="rejected"))
    changed = folder(tmp_path, TEXT.replace("Thursday", "Friday"))
    done = graph.load(path, texts=changed)
    assert "no text given is the one that 'daily-2024-05-02' was read in" in str(done.problems[0])
    graph.load(path)
    found = graph.check(texts=changed)
    assert not found.conforms
    assert "daily-2024-05-02" in str(found.problems[0])


def test_a_reviewed_record_goes_out_and_comes_back(graph: sg.StanceGraph, tmp_path: Path):
    graph.load(write(tmp_path / "d.yaml", draft(acme="edited", orla="rejected")))
    graph.export(tmp_path / "out.yaml")
    other = sg.open(empty=True)
    assert other.load(tmp_path / "out.yaml", texts=folder(tmp_path)).problems == ()
    source = "https://w3id.org/stancegraph/source/daily-2024-05-02"
    assert set(other.store.quads(graph=source)) == set(graph.store.quads(graph=source))


# ---- the gate


def test_words_are_found_exactly_or_but_for_marks_dashes_and_space():
    exact = locate(TEXT, QUOTE + ",” said Orla")
    folded = locate(TEXT, '"Let  them\nall go," said Orla')
    assert exact is not None
    assert folded is not None
    assert (exact.match, folded.match) == ("exact", "folded")
    assert folded.span.of(TEXT) == "“Let them all go,” said Orla"


@pytest.mark.parametrize(
    "words",
    ["Let them all gone", "let them all go, said", "Let them all", "Set them all go,” said", ""],
)
def test_words_that_differ_in_a_letter_or_are_too_few_are_not_found(words: str):
    assert locate(TEXT, words) is None or (words in TEXT and len(words) >= 12)


def test_of_two_places_what_stands_before_tells_which_is_meant():
    text = "First: the same words again.\nSecond: the same words again.\n"
    found = locate(text, "the same words again", before="Second:")
    alone = locate(text, "the same words again")
    assert found is not None
    assert alone is not None
    assert (found.span.start, found.alone) == (text.rindex("the same"), True)
    assert (alone.span.start, alone.alone) == (text.index("the same"), False)


def test_folding_keeps_every_letter():
    assert fold("“A”—‘b’…\u00a0c") == "\"A\"-'b'... c"
