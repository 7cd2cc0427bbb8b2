"""The generator of invented stances, and the benchmark that uses it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import stancegraph as sg

SCRIPTS = Path(__file__).parents[1] / "scripts"


def made(folder: Path, name: str, kind: str, stances: int = 60, seed: int = 1) -> Path:
    words = ["--stances", str(stances), "--seed", str(seed), "--format", kind, str(folder / name)]
    done = subprocess.run(
        [sys.executable, str(SCRIPTS / "generate"), *words],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder / name


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path):
    one, two = made(tmp_path, "a.jsonl", "jsonl"), made(tmp_path, "b.jsonl", "jsonl")
    other = made(tmp_path, "c.jsonl", "jsonl", seed=2)
    assert one.read_bytes() == two.read_bytes() != other.read_bytes()


@pytest.mark.parametrize("kind", ["jsonl", "csv"])
def test_what_is_generated_loads_without_a_problem_and_is_as_much_as_asked(
    tmp_path: Path, kind: str
):
    made(tmp_path, f"x.{kind}", kind)
    graph = sg.open(empty=True)
    assert graph.load(tmp_path).problems == ()
    assert len(graph.stances()) == 60
    assert graph.check().conforms
    assert all("Example" in entity.label for entity in graph.entities())


def test_the_n_quads_are_what_loading_the_json_lines_gives(tmp_path: Path):
    lines, quads = tmp_path / "lines", tmp_path / "quads"
    lines.mkdir()
    quads.mkdir()
    made(lines, "x.jsonl", "jsonl")
    made(quads, "x.nq", "nq")
    one, two = sg.open(empty=True), sg.open(empty=True)
    one.load(lines)
    two.load(quads / "x.nq")
    assert one.stances() == two.stances()


def test_the_benchmark_runs_through_and_writes_what_it_measured(tmp_path: Path):
    out = tmp_path / "bench.json"
    done = subprocess.run(
        [sys.executable, str(SCRIPTS / "bench"), "--sizes", "50", "--quick", "--json", str(out)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(out.read_text())
    assert {"system", "versions", "results", "growth"} <= found.keys()
    assert all(row["ours"]["seconds"] > 0 for row in found["results"])
    assert {"measure", "against", "size", "ratio", "aim", "ok"} <= found["results"][0].keys()
