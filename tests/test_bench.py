"""The benchmark runs through; what it measures is no matter of tests."""

from __future__ import annotations

import importlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

SCRIPTS = Path(__file__).parents[1] / "scripts"
BENCH = SCRIPTS / "bench"
Found = dict[str, Any]


def bench(out: Path, *words: str, **env: str) -> tuple[str, Found, str]:
    """What a short run prints, the JSON that it writes, and what it says beside."""
    done = subprocess.run(
        [sys.executable, str(BENCH), "--quick", "--json", str(out), *words],
        capture_output=True,
        text=True,
        env={**os.environ, **env},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout, json.loads(out.read_text("utf-8")), done.stderr


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Found]:
    """A short run of what measures the graph."""
    out = tmp_path_factory.mktemp("bench") / "graph.json"
    return bench(out, "--only", "graph", "--sizes", "20,50")[:2]


@pytest.fixture(scope="module")
def page_run(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Found]:
    """A short run of what measures the page."""
    out = tmp_path_factory.mktemp("bench") / "page.json"
    return bench(out, "--only", "page", "--sizes", "20", "--holders", "12")[:2]


@pytest.fixture
def modules(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Any, Any]]:
    """The modules `bench_page` and `measures_page`."""
    monkeypatch.syspath_prepend(str(SCRIPTS))
    yield importlib.import_module("bench_page"), importlib.import_module("measures_page")
    for name in ("bench_page", "bench_rows", "measures_page"):
        del sys.modules[name]


def table(printed: str) -> list[str]:
    """The rows of the table."""
    return [line for line in printed.splitlines() if "exponent" not in line][1:]


def documented() -> set[str]:
    """The names that the head of the script explains."""
    head = BENCH.read_text("utf-8").partition('"""\n')[0]
    return set(re.findall(r"`(\w+)`", head))


def test_the_json_has_the_documented_keys(run: tuple[str, Found]):
    _, found = run
    keys = {*found, *found["results"][0], *found["results"][0]["ours"], *found["growth"][0]}
    assert keys == documented() - {"unit"}
    assert found["page"] == []


def test_the_json_of_the_page_has_the_documented_keys(page_run: tuple[str, Found]):
    _, found = page_run
    assert set(found["page"][0]) == set(
        ["measure", "against", "size", "unit", "ours", "theirs", "ratio", "aim", "ok", "note"]
    )
    assert {*found, *found["page"][0]} <= documented()
    assert found["results"] == found["growth"] == []


def test_every_measurement_is_there_for_every_size(run: tuple[str, Found]):
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


def test_the_page_is_measured_for_every_size_and_beside_that_of_pyvis(page_run: tuple[str, Found]):
    _, found = page_run
    plain = {"query", "write", "file", "ready", "search", "filter", "another view", "moving"}
    console = {"write", "file", "added", "ready", "engine there", "first answer"}
    beside = {"write", "file", "ready", "moving"}
    assert [(row["measure"], row["size"]) for row in found["page"]] != []
    rows = {(row["measure"], row["against"], row["size"]) for row in found["page"]}
    assert len(rows) == len(found["page"])
    assert rows == {
        *((f"page: {name}", "", size) for name in plain for size in (20, "shipped")),
        *((f"page with SPARQL: {name}", "", "shipped") for name in console),
        *(
            (f"{page}: {name}", "pyvis's own page", "12 holders")
            for page in ("page", "page --engine pyvis")
            for name in beside
        ),
    }


def test_all_give_the_same_answers(run: tuple[str, Found]):
    _, found = run
    for row in found["results"]:
        assert row["note"] == ""
        assert row["ours"]["count"] == row["theirs"]["count"]
        assert row["ours"]["seconds"] > 0 < row["ours"]["peak_mb"]


def test_each_figure_of_the_page_has_its_unit_and_is_one(page_run: tuple[str, Found]):
    _, found = page_run
    units = {"file": "KiB", "added": "KiB", "moving": "fps"}
    for row in found["page"]:
        assert row["unit"] == units.get(row["measure"].partition(": ")[2], "s")
        assert row["ours"] > 0
        # Ratios say how much better ours is: less time, fewer bytes, more pictures.
        if row["theirs"] is not None:
            better = (
                row["ours"] > row["theirs"] if row["unit"] == "fps" else row["ours"] < row["theirs"]
            )
            assert (row["ratio"] > 1) == better
    added = {row["measure"]: row["ours"] for row in found["page"] if row["size"] == "shipped"}
    whole = added["page with SPARQL: file"] - added["page: file"]
    assert added["page with SPARQL: added"] == pytest.approx(whole)
    assert added["page with SPARQL: engine there"] < added["page with SPARQL: first answer"]


@pytest.mark.parametrize(("name", "part"), [("run", "results"), ("page_run", "page")])
def test_each_aim_is_printed_with_whether_it_was_reached(
    name: str, part: str, request: pytest.FixtureRequest
):
    printed, found = request.getfixturevalue(name)
    lines = table(printed)
    assert len(lines) == len(found[part])
    assert any(row["aim"] for row in found[part])
    for line, row in zip(lines, found[part], strict=True):
        assert line.startswith(row["measure"])
        if row["aim"]:
            assert row["aim"] in line
            assert ("missed" in line) != row["ok"]


def test_without_a_browser_pages_are_written_and_the_rest_is_left_out_with_a_sentence(
    tmp_path: Path,
):
    none = {"CHROMIUM": str(tmp_path / "no-such-browser")}
    words = ("--only", "page", "--sizes", "20", "--holders", "12")
    printed, found, beside = bench(tmp_path / "page.json", *words, **none)
    measures = {row["measure"].partition(": ")[2] for row in found["page"]}
    assert measures == {"query", "write", "file", "added"}
    assert len(table(printed)) == len(found["page"])
    assert beside.count("left out") == 1
    assert "no browser starts" in beside


def test_budgets_are_those_of_the_next_larger_page(modules: tuple[Any, Any]):
    page, _ = modules
    assert page._budget(1) is page._budget(150) is page.BUDGETS[150]
    assert page._budget(151) is page._budget(2_000) is page._budget("shipped")
    assert page._budget(20_001) is page._budget(1_000_000) is page.BUDGETS[100_000]


def test_the_best_run_counts_and_in_it_the_worst_view(modules: tuple[Any, Any]):
    page, _ = modules
    figures = page.Figures()
    figures.better({"ready": 2.0, "search board": 0.3, "search time": 0.9, "moving fps net": 20})
    figures.better({"ready": 3.0, "search board": 0.5, "search time": 0.4, "moving fps net": 60})
    figures.better({"moving fps time": 50})
    assert figures.worst("ready") == (2.0, "")
    assert figures.worst("search") == (0.4, "Timeline")
    assert figures.worst("moving fps") == (50, "Timeline")
    assert figures.worst("file KiB") == (None, "")


def test_a_figure_at_its_aim_reaches_it_and_one_beyond_does_not(modules: tuple[Any, Any]):
    ask = modules[0].Ask
    assert ask("file", "file KiB", most=700).verdict(700) == ("<= 700 KiB", True)
    assert ask("file", "file KiB", most=10_240).verdict(10_241) == ("<= 10,240 KiB", False)
    assert ask("ready", "ready", most=0.5).verdict(0.501) == ("<= 0.5 s", False)
    assert ask("moving", "moving fps", least=60).verdict(59.6) == (">= 60 fps", True)
    assert ask("moving", "moving fps", least=60).verdict(59.4) == (">= 60 fps", False)
    assert ask("query", "query").verdict(9.0) == (None, None)


def test_a_rival_that_is_given_up_is_said_to_be(modules: tuple[Any, Any]):
    page, _ = modules
    ours = page.Figures({"ready": 0.5, "moving fps map": 60})
    asks = (page.Ask("ready", "ready"), page.Ask("moving", "moving fps"))
    rows = list(page._rows("page", "9 holders", ours, *asks, theirs=page.Figures({"write": 1.0})))
    assert [row.theirs for row in rows] == [None, None]
    assert all("given up after 60 s" in row.note for row in rows)
    assert "the map" in rows[1].note


def test_what_is_measured_is_what_a_reader_does(
    browser: Any, modules: tuple[Any, Any], tmp_path: Path
):
    _, measures = modules
    words = ["--stances", "2500", "--holders", "2000", "--format", "nq", str(tmp_path / "made.nq")]
    subprocess.run([sys.executable, str(SCRIPTS / "generate"), *words], check=True, stdout=-1)
    measures.write(tmp_path)
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.add_init_script(path=measures.DRIVER)
    page = context.new_page()
    page.goto((tmp_path / "page.html").as_uri(), wait_until="commit")
    told = page.evaluate("bench.ready")
    assert told >= int(page.get_attribute("html", "data-ready")) / 1000
    assert page.inner_text("#count") == "2,500 stances"
    assert 0 < page.evaluate("bench.search('against')") < 5
    assert " of 2,500 stances" in page.inner_text("#count")
    assert 0 < page.evaluate("bench.press('#tab-map')") < 5
    assert page.get_attribute("#tab-map", "aria-selected") == "true"
    page.evaluate(
        """() => {
          globalThis.seen = { x: new Set(), scale: new Set() };
          const look = () => {
            for (const part of ["x", "scale"]) seen[part].add(document.getElementById("map-canvas").dataset[part]);
            requestAnimationFrame(look);
          };
          look();
        }"""
    )
    assert 0 < page.evaluate("bench.moved('#map-canvas')") < 70
    seen = page.evaluate("[seen.x.size, seen.scale.size]")
    context.close()
    # It is drawn elsewhere and nearer, time and again.
    assert min(seen) > 10
