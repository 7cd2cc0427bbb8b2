"""The benchmark runs through; what it measures is no matter of tests."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

BENCH = Path(__file__).parents[1] / "scripts" / "bench"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict[str, Any]]:
    """What a short run prints, and the JSON that it writes."""
    out = tmp_path_factory.mktemp("bench") / "bench.json"
    done = subprocess.run(
        [sys.executable, str(BENCH), "--sizes", "20,50", "--quick", "--json", str(out)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout, json.loads(out.read_text("utf-8"))


def test_the_json_has_the_documented_keys(run: tuple[str, dict[str, Any]]):
    _, found = run
    documented = re.findall(r"`(\w+)`", BENCH.read_text("utf-8").partition('"""\n')[0])
    keys = {*found, *found["results"][0], *found["results"][0]["ours"], *found["growth"][0]}
    assert keys == set(documented)


def test_every_measurement_is_there_for_every_size(run: tuple[str, dict[str, Any]]):
    _, found = run
    rows = [(row["measure"], row["against"], row["size"]) for row in found["results"]]
    assert len(rows) == len(set(rows))
    assert {size for *_, size in rows} == {20, 50, "shipped"}
    small = {row[:2] for row in rows if row[2] == 20}
    assert small == {row[:2] for row in rows if row[2] == 50}
    words = " ".join(f"{measure} {against}" for measure, against, _ in rows)
    for word in (
        "N-Quads",
        "JSON Lines",
        "ask",
        "check",
        "query",
        "bulk_load",
        "rdflib",
        "pySHACL",
    ):
        assert word in words


def test_all_give_the_same_answers(run: tuple[str, dict[str, Any]]):
    _, found = run
    for row in found["results"]:
        assert row["note"] == ""
        assert row["ours"]["count"] == row["theirs"]["count"]
        assert row["ours"]["seconds"] > 0 < row["ours"]["peak_mb"]


def test_each_aim_is_printed_with_whether_it_was_reached(run: tuple[str, dict[str, Any]]):
    printed, found = run
    table = [line for line in printed.splitlines() if "exponent" not in line][1:]
    assert len(table) == len(found["results"])
    for line, row in zip(table, found["results"], strict=True):
        assert line.startswith(row["measure"])
        if row["aim"]:
            assert row["aim"] in line
            assert ("missed" in line) != row["ok"]
