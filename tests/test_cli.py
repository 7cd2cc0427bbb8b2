"""The program as it is typed: what it prints, where, and with which exit code."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from invented import LATER, RECORD, VOCABULARY

Run = Callable[..., "CompletedProcess[str]"]
CLOSED = (
    "SELECT ?who ?date WHERE { ?s st:holder/rdfs:label ?who ; st:issue issue:model-release ;"
    " st:position position:closed ; st:date ?date } ORDER BY ?date"
)


def good(done: CompletedProcess[str]) -> str:
    assert done.returncode == 0, done.stderr
    return done.stdout


def bad(done: CompletedProcess[str], code: int = 2) -> str:
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr


def test_a_query_prints_a_table_that_fits_80_columns(run: Run):
    out = good(run("query", CLOSED))
    assert "Baidu        2023-03-01" in out
    assert out.endswith("7 rows\n")
    assert max(map(len, out.splitlines())) <= 80


def test_a_query_comes_from_a_file_or_from_standard_input(run: Run, tmp_path: Path):
    (tmp_path / "q.rq").write_text(CLOSED)
    assert good(run("query", "-f", "q.rq")) == good(run("query", CLOSED))
    assert good(run("query", stdin=CLOSED)) == good(run("query", "-", stdin=CLOSED))


def test_rows_come_in_the_w3c_formats(run: Run, tmp_path: Path):
    assert good(run("query", CLOSED, "--format", "csv")).splitlines()[0] == "who,date"
    rows = json.loads(good(run("query", CLOSED, "--format", "json")))
    assert rows["results"]["bindings"][0]["who"]["value"] == "Baidu"
    assert good(run("query", CLOSED, "--format", "tsv")).splitlines()[1].startswith('"Baidu"\t')
    assert "<literal>Baidu</literal>" in good(run("query", CLOSED, "--format", "xml"))
    assert "| Baidu | 2023-03-01 |" in good(run("query", CLOSED, "--format", "markdown"))
    good(run("query", CLOSED, "-o", "rows.json"))
    assert json.loads((tmp_path / "rows.json").read_text()) == rows


def test_ask_answers_true_or_false(run: Run):
    assert good(run("query", "ASK { entity:alibaba a st:Company }")) == "true\n"
    assert json.loads(good(run("query", "ASK {}", "--format", "json")))["boolean"] is True


def test_construct_prints_rdf(run: Run):
    text = "CONSTRUCT { ?s rdfs:label ?l } WHERE { ?s a st:Issue ; rdfs:label ?l }"
    assert "issue:sovereign-ai rdfs:label" in good(run("query", text))
    assert good(run("query", text, "--format", "nt")).count(" .\n") == 8
    assert "not a format that construct knows" in bad(run("query", text, "--format", "csv"))


def test_a_syntax_error_shows_line_column_and_a_caret(run: Run):
    said = bad(run("query", "SELECT ?x\nWHERE { ?x sst:holder ?y }"))
    assert said.splitlines()[0].startswith("line 2, column 12: the prefix 'sst:' is not declared")
    assert said.splitlines()[2].index("^") == said.splitlines()[1].index("sst:")


def test_updates_are_refused_by_query(run: Run):
    assert "would change the graph" in bad(run("query", "CLEAR ALL"))


def test_explain_shows_the_algebra(run: Run):
    out = good(run("query", "--explain", "SELECT ?s { ?s a st:Stance } LIMIT 1"))
    assert "engine: Oxigraph" in out
    assert "Slice(" in out


def test_a_table_never_obeys_what_a_text_says(run: Run):
    out = good(run("query", 'SELECT ("\\u001b[31m[bold]red[/bold]" AS ?x) {}'))
    assert "\x1b" not in out
    assert "[bold]red[/bold]" in out


def test_ask_lists_the_library_and_answers_one_question(run: Run):
    assert len(re.findall(r"^[a-z][a-z-]+ ", good(run("ask")), re.MULTILINE)) >= 20
    out = good(
        run("ask", "who-changed", "--param", "issue=model-release", "-p", "as-of=2025-06-30")
    )
    assert "Baidu" in out
    assert "Alibaba" not in out
    printed = good(run("ask", "who-changed", "--param", "issue=model-release", "--sparql"))
    assert "<https://w3id.org/stancegraph/issue/model-release>" in printed
    assert "Baidu" in good(run("query", stdin=printed))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("ask", "who-chnged"), "did you mean 'who-changed'?"),
        (("ask", "who-changed", "-p", "isue=x"), "did you mean 'issue'?"),
        (("ask", "who-changed", "-p", "issue=model-relaese"), "did you mean 'model-release'?"),
        (("ask", "who-changed", "-p", "as-of=2025-02-30"), "the date 2025-02-30 does not exist"),
        (("ask", "who-changed", "-p", "issue"), "is not NAME=VALUE"),
        (("show", "alibba"), "did you mean 'alibaba'?"),
        (("draw", "--holder", "alibba"), "did you mean 'alibaba'?"),
        (("query", "-f", "nowhere.rq"), "nowhere.rq: cannot be read"),
        (("query", "ASK {}", "--store", "nowhere"), "there is no store here"),
        (("load",), "nothing to load"),
        (("load", "nowhere.yaml"), "there is no such file"),
        (("export",), "no format"),
        (("query", "ASK {}", "-o", "no/such/folder/x.txt"), "cannot be written"),
        (("check", "--format", "pdf"), "'pdf' is not a format of check"),
    ],
)
def test_a_mistake_is_one_clear_line_and_exit_code_2(run: Run, words: tuple[str, ...], said: str):
    assert said in bad(run(*words))


def test_show_prints_a_card_with_changes_and_sources(run: Run):
    out = good(run("show", "Qwen team"))
    assert out.startswith("Alibaba · company · CN\n")
    assert "CLOSED · by acts · hedged · medium confidence · CHANGED from open" in out
    assert "reported by Bloomberg News" in out
    assert "Said about Alibaba" in out
    assert json.loads(good(run("show", "alibaba", "--json")))["entity"]["id"] == "alibaba"


def test_load_makes_a_store_that_later_commands_find(run: Run, tmp_path: Path):
    (tmp_path / "v.yaml").write_text(VOCABULARY, "utf-8")
    (tmp_path / "r.yaml").write_text(RECORD, "utf-8")
    done = run("load", "v.yaml", "r.yaml")
    assert good(done) == ""
    assert "made .stancegraph with the shipped records in it" in done.stderr
    assert "loaded 2 files: 2 stances" in done.stderr
    assert "Acme Example Lab" in good(run("show", "acme"))
    assert "stances    163" in good(run("info"))
    done = run("load", "--remove", "daily-2024")
    assert "removed daily-2024: 2 graphs" in done.stderr
    assert "stances    161" in good(run("info"))


def test_load_begins_empty_when_asked(run: Run, tmp_path: Path):
    (tmp_path / "v.yaml").write_text(VOCABULARY, "utf-8")
    good(run("load", "v.yaml", "--empty", "--store", "mine"))
    assert "entities   4" in good(run("info", "--store", "mine"))
    assert "entities   4" in good(run("info", STANCEGRAPH_STORE="mine"))


def test_load_reports_every_bad_line_loads_the_rest_and_ends_with_2(run: Run, tmp_path: Path):
    (tmp_path / "v.yaml").write_text(VOCABULARY, "utf-8")
    (tmp_path / "r.yaml").write_text(
        RECORD.replace("does", "doez").replace("cheap", "chaep"), "utf-8"
    )
    (tmp_path / "s.yaml").write_text(LATER, "utf-8")
    said = bad(run("load", "v.yaml", "r.yaml", "s.yaml", "--empty", "--store", "mine"))
    assert said.count("r.yaml:") == 2
    assert "loaded 2 files, left out 1: 1 stance," in said
    assert "[" not in said.splitlines()[0], "a progress bar where there is no terminal"


def test_a_second_writer_gets_a_clear_line(run: Run, tmp_path: Path):
    import stancegraph as sg

    with sg.open(tmp_path / "mine", write=True, empty=True):
        assert "another process is writing" in bad(
            run("load", "-", "--store", "mine", stdin=RECORD)
        )


def test_check_finds_the_shipped_graph_right(run: Run):
    out = good(run("check"))
    assert "no violations" in out


def test_check_tells_file_and_line_before_loading(run: Run, tmp_path: Path):
    (tmp_path / "v.yaml").write_text(VOCABULARY, "utf-8")
    late = LATER.replace("published: 2025-01-31", "published: 2024")
    (tmp_path / "s.yaml").write_text(late, "utf-8")
    done = run("check", "v.yaml", "s.yaml")
    assert done.returncode == 1, done.stdout + done.stderr
    assert re.search(r"^s\.yaml:3: violation: stance:acme-closed", done.stdout, re.MULTILINE)
    report = json.loads(run("check", "v.yaml", "s.yaml", "--format", "json").stdout)
    assert report["problems"] == []
    assert "sh:ValidationReport" in run("check", "v.yaml", "s.yaml", "--format", "ttl").stdout
    assert not (tmp_path / ".stancegraph").exists()


def test_new_prints_the_header_that_load_reads(run: Run, tmp_path: Path):
    header = next(csv.reader(io.StringIO(good(run("new", "--csv")))))
    assert header[:4] == ["id", "holder", "issue", "position"]
    assert "source_id" in header
    (tmp_path / "new.yaml").write_text(good(run("new")), "utf-8")
    assert "loaded 1 file: 1 stance," in run("load", "new.yaml").stderr


def test_export_writes_what_load_reads(run: Run, tmp_path: Path):
    good(run("export", "-o", "all.trig", "--issue", "sovereign-ai"))
    assert "loaded 1 file" in run("load", "all.trig", "--empty", "--store", "mine").stderr
    assert (
        good(run("query", "--store", "mine", "ASK { ?s st:issue issue:sovereign-ai }")) == "true\n"
    )
    assert good(run("export", "--format", "csv")).startswith("id,holder,issue,")


def test_draw_writes_one_file_and_names_it(run: Run, tmp_path: Path):
    done = run("draw", "-o", "g.html", "--issue", "sovereign-ai")
    assert good(done) == ""
    assert done.stderr == "wrote g.html\n"
    assert (tmp_path / "g.html").read_text("utf-8").startswith("<!doctype html>")


def test_an_interrupted_write_leaves_the_old_file(run: Run, tmp_path: Path):
    (tmp_path / "g.html").write_text("old")
    bad(run("draw", "-o", "g.html", "--holder", "nobody at all"))
    assert (tmp_path / "g.html").read_text() == "old"
    assert [f.name for f in tmp_path.iterdir() if f.name.startswith(".g")] == []


def test_a_device_is_written_to_and_stays(run: Run):
    good(run("query", "ASK {}", "-o", "/dev/null"))
    assert Path("/dev/null").is_char_device()


def test_a_reader_that_has_had_enough_is_no_error(run: Run, tmp_path: Path):
    import os
    import subprocess
    import sys

    words = f"{sys.executable} -m stancegraph query 'SELECT ?s ?p ?o {{ ?s ?p ?o }}' --format csv | head -1"
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1] / "graph")}
    done = subprocess.run(
        words, shell=True, capture_output=True, text=True, env=env, cwd=tmp_path, check=False
    )
    assert done.stdout.strip() == "s,p,o"
    assert done.stderr == ""


def test_help_names_every_verb(run: Run):
    out = good(run("--help"))
    verbs = "load query ask show check draw export info serve extract review eval new"
    for verb in verbs.split():
        assert re.search(rf"^  {verb} ", out, re.MULTILINE)
        good(run(verb, "--help"))
    assert good(run("--version")).startswith("stancegraph 0.")
