"""Reading record files: what they mean, and what is said of the ones that are wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

import stancegraph as sg
from invented import RECORD, VOCABULARY
from stancegraph.model import day_span
from stancegraph.records import parse_yaml


def problems(folder: Path, text: str, name: str = "bad.yaml") -> list[str]:
    """What loading one more file into the invented graph says."""
    graph = sg.open(empty=True)
    words = folder / "words.yaml"
    words.write_text(VOCABULARY, "utf-8")
    assert graph.load(words).problems == ()
    before = len(graph)
    (folder / name).write_text(text, "utf-8")
    done = graph.load(folder / name)
    if done.problems:
        assert len(graph) == before, "something of a bad file was loaded"
    return [str(p).replace(str(folder) + "/", "") for p in done.problems]


WRONG = [
    ("position: none", "position: nune", "position 'nune' is not a position on release"),
    ("position: none", "position: nune", "did you mean 'none'?"),
    ("position: none", "position: nune", "(yes-all, some, none"),
    ("holder: bolt", "holder: blot", "holder 'blot' is not a known entity (did you mean 'bolt'?)"),
    ("holder: bolt", "holder: Example Labs", "did you mean 'acme'?"),
    ("mode: does", "mode: doez", "mode 'doez' is not one of says, does, ascribed"),
    ("hedged: false", "hedged: perhaps", "'perhaps' is neither true nor false"),
    ("date: '2024-05-02'", "date: '2024-02-30'", "the date 2024-02-30 does not exist"),
    ("date: '2024-05-02'", "date: May 2024", "'May 2024' is not a date (YYYY, YYYY-MM or"),
    ("url: https://daily.example/2024", "url: daily.example", "is not a web address"),
    ("url: https://daily.example/2024", "url: https://a b", "is not a web address"),
    ("url: https://daily.example/2024", "url: https://a:port/", "is not a web address"),
    ("url: https://daily.example/2024", "url: https://a/#a#b", "is not a web address"),
    ("url: https://daily.example/2024", "url: https://a/%zz", "is not a web address"),
    ("issue: release\n  position: none", "issue: relaese\n  position: none", "not a known issue"),
    ("because: [cheap]", "because: [chaep]", "'chaep' is not a known argument (did you mean"),
    ("because: [cheap]", "because: [dear]", "because 'dear' does not support 'yes-all' (it supp"),
    ("primary_source: acme-blog", "primary_source: acme-blob", "is not a cited document"),
    ("reported_by: daily", "reported_by: acme", "reported_by is the holder"),
    (
        "summary: Bolt released none.",
        "sumary: Bolt",
        "has no field 'sumary' (did you mean 'summary'?)",
    ),
    ("id: bolt-closed", "id: acme-open", "the stance id 'acme-open' stands twice"),
    ("id: bolt-closed", "id: Bolt Closed", "'Bolt Closed' is not an id ('bolt-closed' would be)"),
    ("kind: secondary", "kind: tertiary", "kind 'tertiary' is not one of primary, secondary"),
    ("title: The example labs take sides", "title: ''", "title is empty"),
    ("holder: bolt", "holder: bolt\n  holder: acme", "'holder' stands twice in one mapping"),
    ("stances:", "stanzas:", "there is no section 'stanzas' (did you mean 'stances'?)"),
    ("mode: does", "mode: ascribed", "an ascribed stance has no reported_by"),
]


def changed_line(text: str) -> int:
    """The first line that is not as in the record; the next one when a line came in between."""
    pairs = zip(text.split("\n"), RECORD.split("\n"), strict=False)
    return next(n for n, (new, old) in enumerate(pairs, 1) if new != old)


@pytest.mark.parametrize(("right", "wrong", "words"), WRONG)
def test_a_mistake_is_told_with_its_line_and_what_would_be_right(
    tmp_path: Path, right: str, wrong: str, words: str
):
    text = RECORD.replace(right, wrong)
    assert text != RECORD
    line = changed_line(text)
    said = problems(tmp_path, text)
    assert any(s.startswith(f"bad.yaml:{line}: ") and words in s for s in said), said


def test_a_field_that_is_missing_is_told_with_the_line_of_its_stance(tmp_path: Path):
    said = problems(tmp_path, RECORD.replace("  summary: Bolt released none.\n", ""))
    assert said == ["bad.yaml:24: stance has no summary (add 'summary: …')"]


def test_all_problems_of_a_file_are_told_at_once(tmp_path: Path):
    text = RECORD.replace("mode: does", "mode: x").replace("kind: secondary", "kind: y")
    text = text.replace("date: 2024-04", "date: 2024-13").replace(
        "publisher: daily", "publisher: z"
    )
    assert len(problems(tmp_path, text)) == 4


@pytest.mark.parametrize(
    "text", ["", "- a\n- b\n", "just words", "a: [1, 2", "{", "\t", "source: x"]
)
def test_a_file_that_is_no_record_says_so(tmp_path: Path, text: str):
    said = problems(tmp_path, text)
    assert said
    assert all("bad.yaml" in line for line in said)


def test_a_file_that_is_not_utf8_is_told_with_its_line(tmp_path: Path):
    graph = sg.open(empty=True)
    (tmp_path / "latin.yaml").write_bytes("source:\n  title: Émile".encode("latin-1"))
    (problem,) = graph.load(tmp_path / "latin.yaml").problems
    assert (problem.line, problem.what) == (2, "this is not UTF-8")


def test_one_problem_stays_one_line_whatever_the_file_holds(tmp_path: Path):
    text = RECORD.replace("mode: does", 'mode: "a\\nb\\e[31m"')
    (said,) = problems(tmp_path, text)
    assert "\n" not in said
    assert "\x1b" not in said


def test_json_problems_have_lines_too(tmp_path: Path):
    import json

    import yaml

    data = yaml.load(RECORD, yaml.BaseLoader)
    data["stances"][1]["mode"] = "doez"
    text = json.dumps(data, indent=1)
    line = next(n for n, row in enumerate(text.split("\n"), 1) if "doez" in row)
    (said,) = problems(tmp_path, text, "bad.json")
    assert said.startswith(f"bad.json:{line}: mode 'doez'")


def test_yaml_scalars_stay_as_they_were_written():
    text = "a: 2026-03-25\nb: NO\nc: 1.10\nd: 010\ne: 'true'\nf: true\ng:\nh: 2026"
    (data,) = parse_yaml(text, "-")
    assert dict(data) == {  # type: ignore[arg-type]
        "a": "2026-03-25",
        "b": "NO",
        "c": "1.10",
        "d": "010",
        "e": "true",
        "f": True,
        "g": None,
        "h": "2026",
    }


def test_deep_nesting_and_many_aliases_are_refused_or_read_in_no_time(tmp_path: Path):
    assert problems(tmp_path, "[" * 5000)
    bomb = "a: &a [x,x,x,x,x,x,x,x]\n" + "".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [{','.join(['*' + chr(97 + i)] * 8)}]\n" for i in range(20)
    )
    assert problems(tmp_path, bomb)


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("2024", "2024-01-01", "2024-12-31", "year"),
        ("2024-02", "2024-02-01", "2024-02-29", "month"),
        ("2024-02-29", "2024-02-29", "2024-02-29", "day"),
        ("2024-12", "2024-12-01", "2024-12-31", "month"),
    ],
)
def test_a_partial_date_spans_its_days(text: str, first: str, last: str, precision: str):
    start, end, kind = day_span(text)
    assert (start.isoformat(), end.isoformat(), kind) == (first, last, precision)


@pytest.mark.parametrize(
    "text", ["24", "2024-1", "2024-00", "2023-02-29", "2024-02-3", "0000", "٢٠٢٤"]
)
def test_what_is_no_date_is_refused(text: str):
    with pytest.raises(ValueError, match=text):
        day_span(text)


def test_mistakes_in_a_vocabulary_are_told(tmp_path: Path):
    text = VOCABULARY.replace("type: Lab,", "type: Labb,").replace("country: US", "country: usa")
    text = text.replace("[[yes-all, none]]", "[[yes-all, nobody]]").replace(
        "supports: [yes", "supports: [jes"
    )
    (tmp_path / "v.yaml").write_text(text, "utf-8")
    said = [str(p) for p in sg.open(empty=True).load(tmp_path / "v.yaml").problems]
    assert any(
        "v.yaml:2: type 'Labb' is not one of" in line and "did you mean 'Lab'?" in line
        for line in said
    )
    assert any("v.yaml:3: country 'usa' is not a country code" in line for line in said)
    assert any(
        "v.yaml:14: opposed 'nobody' is not a position of this issue" in line for line in said
    )
    assert any("v.yaml:16: supports 'jes-all' is not a known position" in line for line in said)
    assert len(said) == 4


def bodies(graph: sg.StanceGraph) -> list[dict[str, object]]:
    """Everything that the shipped graph holds, as JSON-LD bodies."""
    from stancegraph.load import inputs
    from stancegraph.load.known import known_names
    from stancegraph.load.stage import check_records, check_vocabulary, make_known, parse
    from stancegraph.records import lift, lift_vocabulary
    from stancegraph.vocabulary import shipped_records

    known, found = known_names(graph.store), []
    for file in map(parse, inputs([shipped_records()])):
        make_known(file, known)
        check_vocabulary(file, known)
        check_records(file, known)
        found += lift_vocabulary(file.vocabulary, file.input.graph, {})  # type: ignore[arg-type]
        for record in file.records:
            found += lift(record)
    return found


def test_quads_are_the_ones_that_a_json_ld_processor_gives(shipped: sg.StanceGraph):
    import pyoxigraph as ox

    from stancegraph.records import jsonld, nquads

    everything = bodies(shipped)
    ours = set(ox.parse(nquads(everything), ox.RdfFormat.N_QUADS))
    theirs = set(ox.parse(jsonld(everything), ox.RdfFormat.JSON_LD))
    assert len(ours) > 4_000
    assert ours == theirs
