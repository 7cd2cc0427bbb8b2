"""`stancegraph new`: a record file to fill in, with what a document says of itself."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from invented import VOCABULARY
from scripted import Reply, scripted
from stancegraph.records import parse_yaml
from stancegraph.terms import SLUG

Run = Callable[..., subprocess.CompletedProcess[str]]

ARTICLE = """\
---
title: 'Open: or shut # for good'
publisher: The Daily Example
url: https://daily.example/open
---
By Jane Example, 2026-03

Carla Sample, who founded it, says that Acme Example Lab will release them all.
"""
PAGE = """<!doctype html><html><head><title>Open or shut</title>
<link rel="canonical" href="https://daily.example/open">
<meta property="og:site_name" content="The Dayly Example">
<meta property="article:published_time" content="2026-03-01T08:00:00Z"></head><body><article>
<p>Carla Sample, who founded the laboratory, says that Acme Example Lab will release them all.</p>
<p>Nobody else in the room said anything of the kind, and the meeting ended early.</p>
</article></body></html>"""


@pytest.fixture
def daily(run: Run, tmp_path: Path) -> Path:
    """A store in which The Daily Example is known."""
    (tmp_path / "words.yaml").write_text(VOCABULARY, "utf-8")
    assert run("load", "words.yaml", "--empty").returncode == 0
    return tmp_path


def record(done: subprocess.CompletedProcess[str]) -> Any:
    assert done.returncode == 0, done.stderr
    (read,) = parse_yaml(done.stdout, "new.yaml")
    return read


def test_without_a_document_it_is_the_example_with_a_comment_on_each_field(run: Run):
    out = run("new").stdout
    lines = [line for line in out.splitlines() if " # " in line[3:]]
    assert {line.index(" # ", 3) for line in lines} == {39}
    assert "  id: example-2026-interview            # your own, one of a kind\n" in out


def test_a_document_fills_in_what_it_says_of_itself(run: Run, daily: Path):
    (daily / "a.md").write_text(ARTICLE, "utf-8")
    made = record(run("new", "a.md"))
    id = made["source"].pop("id")
    assert SLUG.match(id)
    assert id.startswith("the-daily-example-2026-03")
    assert dict(made["source"]) == {
        "title": "Open: or shut # for good",
        "publisher": "daily",
        "url": "https://daily.example/open",
        "kind": "secondary",
        "author": "Jane Example",
        "published": "2026-03",
    }
    assert made["stances"][0]["id"] == f"{id}-1"
    assert made["stances"][0]["date"] == "2026-03"


def test_it_has_the_lines_and_comments_of_the_example(run: Run, daily: Path):
    (daily / "a.md").write_text(ARTICLE, "utf-8")

    def shape(text: str) -> list[tuple[str, str]]:
        return [
            (line.partition(":")[0], line.rpartition(" # ")[2][:20])
            for line in text.splitlines()
            if " # " in line
        ]

    made, example = run("new", "a.md").stdout, run("new").stdout
    assert [one for one in shape(made) if one[0] not in ("  summary", "  title")] == shape(example)


def test_whose_stances_it_has_is_left_open_and_load_says_what_is_missing(run: Run, daily: Path):
    (daily / "a.md").write_text(ARTICLE, "utf-8")
    assert run("new", "a.md", "-o", "new.yaml").stdout == ""
    done = run("load", "new.yaml")
    assert done.returncode == 2
    for field in ("holder", "issue", "position", "mode", "summary"):
        assert f"stance has no {field}" in done.stderr
    assert "source has no" not in done.stderr


def test_filled_in_it_loads(run: Run, daily: Path):
    (daily / "a.md").write_text(ARTICLE, "utf-8")
    text = run("new", "a.md").stdout
    for field, value in (
        ("holder", "acme"),
        ("issue", "release"),
        ("position", "yes-all"),
        ("mode", "says"),
        ("summary", "It will release all. "),
    ):
        text = text.replace(f"  {field}:", f"  {field}: {value}")
    (daily / "new.yaml").write_text(text, "utf-8")
    done = run("load", "new.yaml")
    assert "loaded 1 file: 1 stance," in done.stderr, done.stderr + text


def test_a_publisher_that_is_not_known_is_told_with_those_called_nearly_so(run: Run, daily: Path):
    pytest.importorskip("trafilatura")
    (daily / "a.html").write_text(PAGE, "utf-8")
    done = run("new", "a.html")
    assert record(done)["source"]["publisher"] == "the-dayly-example"
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("  publisher:")]
    assert "# 'The Dayly Example' is not known: describe it in an entities file" in line
    assert "daily (The Daily Example)" in line


def test_an_address_and_standard_input_are_documents_too(run: Run, daily: Path):
    pytest.importorskip("trafilatura")
    with scripted(Reply(PAGE.encode(), type="text/html; charset=utf-8")) as server:
        made = record(run("new", server.url))
    assert made["source"]["published"] == "2026-03-01"
    assert made == record(run("new", "-", stdin=PAGE))


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("no.txt",), "no.txt: cannot be read: No such file or directory"),
        (("words.yaml",), "its name does not tell what it is"),
        (("a.md", "--csv"), "leave out --csv, or a.md"),
        (("http://127.0.0.1:1/",), "nobody answers there"),
    ],
)
def test_what_is_wrong_is_told_in_a_line(run: Run, daily: Path, words: tuple[str, ...], says: str):
    done = run("new", *words)
    assert done.returncode == 2
    assert done.stdout == ""
    assert says in done.stderr
    assert done.stderr.count("\n") == 1
