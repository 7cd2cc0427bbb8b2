"""The generator of invented stances."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

import stancegraph as sg
from stancegraph.terms import DERIVED, PROVENANCE

GENERATE = Path(__file__).parents[1] / "scripts" / "generate"
STANCES = 300


def generate(out: Path, kind: str, *, seed: int = 1) -> dict[str, int]:
    """Make stances; the counts that the generator prints."""
    words = ["--stances", str(STANCES), "--seed", str(seed), "--format", kind, str(out)]
    done = subprocess.run(
        [sys.executable, str(GENERATE), *words], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    counts: dict[str, int] = json.loads(done.stdout)
    return counts


def loaded(*paths: Path) -> sg.StanceGraph:
    graph = sg.open(empty=True)
    assert graph.load(*paths).problems == ()
    return graph


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with stances as JSON Lines and their vocabulary."""
    folder = tmp_path_factory.mktemp("lines")
    generate(folder / "made.jsonl", "jsonl")
    return folder


def quads(graph: sg.StanceGraph) -> set[str]:
    """What was loaded, but for when and from which file."""
    every = graph.store.quads()
    return {str(q) for q in every if getattr(q.graph_name, "value", "") != PROVENANCE}


def test_the_same_seed_gives_the_same_bytes_and_another_gives_others(tmp_path: Path, lines: Path):
    generate(tmp_path / "made.jsonl", "jsonl")
    assert {f.name: f.read_bytes() for f in tmp_path.iterdir()} == {
        f.name: f.read_bytes() for f in lines.iterdir()
    }
    generate(tmp_path / "made.jsonl", "jsonl", seed=2)
    assert (tmp_path / "made.jsonl").read_bytes() != (lines / "made.jsonl").read_bytes()


@pytest.mark.parametrize("kind", ["records", "csv", "nq"])
def test_every_format_says_what_the_json_lines_say(tmp_path: Path, lines: Path, kind: str):
    generate(tmp_path / f"made.{kind}", kind)
    assert quads(loaded(tmp_path)) == quads(loaded(lines))


def test_the_n_quads_hold_each_quad_once_and_nothing_derived(tmp_path: Path):
    generate(tmp_path / "made.nq", "nq")
    found = (tmp_path / "made.nq").read_text("utf-8").splitlines()
    assert len(found) == len(set(found))
    assert not any(DERIVED in line or PROVENANCE in line for line in found)


def test_the_counts_that_it_states_are_true(tmp_path: Path):
    stated = generate(tmp_path / "made.jsonl", "jsonl")
    graph = loaded(tmp_path)
    stances = graph.stances()
    assert stated == {
        "stances": len(stances),
        "sources": len({stance.source for stance in stances}),
        "holders": len({stance.holder for stance in stances}),
        "entities": len(graph.entities()),
        "issues": len(graph.issues()),
        "arguments": len(graph.arguments()),
        "quotes": sum(stance.quote is not None for stance in stances),
        "changes": sum(bool(stance.revises) for stance in stances),
    }
    assert stated["stances"] == STANCES


def test_what_it_makes_breaks_no_rule(lines: Path):
    assert loaded(lines).check().report.findings == ()


def test_what_it_makes_is_plainly_invented(lines: Path):
    graph = loaded(lines)
    assert all(entity.label.startswith("Example ") for entity in graph.entities())
    # ISO 3166 gives XA to XZ to nobody.
    assert {e.country[0] for e in graph.entities() if e.country} == {"X"}


def test_it_has_what_real_collections_have(lines: Path):
    stances = loaded(lines).stances()
    of_a_source = Counter(stance.source for stance in stances)
    of_a_holder = Counter(stance.holder for stance in stances).most_common()
    assert min(of_a_source.values()) == 1
    assert 10 < max(of_a_source.values()) <= 40
    assert of_a_holder[0][1] > 5 * of_a_holder[len(of_a_holder) // 2][1]
    assert {stance.precision for stance in stances} == {"day", "month", "year"}
    assert {stance.mode for stance in stances} == {"says", "does", "ascribed"}
    assert 0.05 < sum(stance.quote is not None for stance in stances) / len(stances) < 0.2
    assert any(stance.revises for stance in stances)


def test_a_folder_with_files_in_it_is_left_alone(tmp_path: Path):
    (tmp_path / "mine.yaml").write_text("mine", "utf-8")
    words = ["--format", "records", str(tmp_path)]
    done = subprocess.run(
        [sys.executable, str(GENERATE), *words], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "is not empty" in done.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["mine.yaml"]


def test_so_many_holders_as_asked_for_speak(tmp_path: Path):
    out = tmp_path / "made.jsonl"
    words = ["--stances", "60", "--holders", "50", str(out)]
    done = subprocess.run(
        [sys.executable, str(GENERATE), *words], capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout)["holders"] == 50
    more = ["--stances", "60", "--holders", "61", str(out)]
    refused = subprocess.run(
        [sys.executable, str(GENERATE), *more], capture_output=True, text=True, check=False
    )
    assert refused.returncode == 2
    assert "not more than --stances" in refused.stderr
