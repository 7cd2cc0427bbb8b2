"""The pages of the question library: a form that works without scripts, and the answer to it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.etree.ElementTree import Element

import pytest

import stancegraph as sg
from conftest import Open
from hostile import TEXTS
from pages import links, parse, unsafe, words, words_of
from stancegraph.errors import UnknownName
from stancegraph.query import Rows, answer, grouped, question, questions
from stancegraph.site import Addresses, question_page, questions_page
from stancegraph.site import library as library_of_pages
from stancegraph.site.rows import read_rows

AT = Addresses(origin="https://stances.example")


def asked(graph: sg.StanceGraph, name: str, **values: str) -> Element:
    """The page for these values, which must be right ones."""
    given = {key.replace("_", "-"): value for key, value in values.items()}
    text, right = question_page(graph.store, name, given, AT)
    assert right
    return parse(text)


def refused(graph: sg.StanceGraph, name: str, **values: str) -> Element:
    """The page for values that cannot be used."""
    given = {key.replace("_", "-"): value for key, value in values.items()}
    text, right = question_page(graph.store, name, given, AT)
    assert not right
    return parse(text)


def rows(tree: Element) -> list[list[str]]:
    """The cells of the answer."""
    (table,) = tree.iter("tbody")
    return [[words_of(cell) for cell in row] for row in table]


def field(tree: Element, name: str) -> Element:
    (found,) = [e for e in tree.iter() if e.tag in ("input", "select") and e.get("name") == name]
    return found


# --- the list


def test_the_list_has_every_question_once_in_words_with_its_example():
    tree = parse(questions_page(AT))
    assert unsafe(tree) == []
    to = links(tree)
    for each in questions():
        assert to.count(f"/questions/{each.name}") == 1
        assert each.title in words(tree)
        if each.example:
            assert to.count(AT.question(each.name, each.example)) == 1
    heads = [words_of(h) for h in tree.iter("h2")]
    assert heads == [group.label for group in grouped()]
    assert "More questions" not in heads


def test_groups_hold_each_question_once_and_a_new_one_comes_last(monkeypatch: pytest.MonkeyPatch):
    from stancegraph.query import library

    assert sorted(q.name for g in grouped() for q in g.questions) == [q.name for q in questions()]
    more = [*questions(), question("gaps").__class__("new", "New?", "", (), {}, "ASK {}")]
    monkeypatch.setattr(library, "questions", lambda: more)
    assert [q.name for q in grouped()[-1].questions] == ["new"]


# --- the answer


@pytest.mark.parametrize("name", [each.name for each in questions()])
def test_a_question_page_shows_the_answer_to_its_example(shipped: sg.StanceGraph, name: str):
    one = question(name)
    tree = asked(shipped, name)
    assert unsafe(tree) == []
    assert one.title in words(tree)
    assert " ".join(one.note.split()) in words(tree)
    found = answer(shipped.store, one.sparql(shipped.store, one.example))
    assert isinstance(found, Rows)
    expected = list(found)
    assert len(rows(tree)) == len(expected)
    assert [words_of(h) for h in tree.iter("th")] == [c.replace("_", " ") for c in found.columns]
    if one.parameters:
        assert "Nothing was asked yet: this is the answer for the example" in words(tree)


def test_cells_say_what_the_rows_say(shipped: sg.StanceGraph):
    found = shipped.ask("who-holds", issue="model-release", position="closed")
    tree = asked(shipped, "who-holds", issue="model-release", position="closed")
    expected = [[str(v) for v in (r.issue, r.position, r.who, r.date, r.mode)] for r in found]
    assert [[row[i] for i in (0, 1, 2, 4, 5)] for row in rows(tree)] == expected
    assert {row[6] for row in rows(tree)} == {"no"}
    assert "Nothing was asked yet" not in words(tree)


def test_a_thing_in_a_cell_links_to_its_page_by_its_name(shipped: sg.StanceGraph):
    tree = asked(shipped, "disagrees-with", holder="deepseek")
    (table,) = tree.iter("tbody")
    to = {words_of(a): a.get("href") for a in table.iter("a")}
    assert to["Meta"] == "/entity/meta"
    assert to["Open or closed models"] == "/issue/model-release"
    assert to["closed"] == "/position/closed"
    sources = asked(shipped, "sources", publisher="forbes")
    away = [
        a for a in sources.iter("a") if (a.get("href") or "").startswith("https://www.forbes.com")
    ]
    assert [a.get("rel") for a in away] == ["external noreferrer"]


def test_a_row_does_not_say_one_name_twice(shipped: sg.StanceGraph):
    (row,) = [r for r in rows(asked(shipped, "sources", publisher="forbes")) if "Winning" in r[0]]
    assert row[0] == "Why China Is Winning The Open Source AI Race"
    assert row[-1] == "forbes-2026-03-25"


def test_a_name_that_two_things_share_leads_to_neither(tmp_path: Path):
    words = "entities: [{id: one, name: Twin, type: Lab}, {id: two, name: Twin, type: Lab}]"
    (tmp_path / "words.yaml").write_text(words, "utf-8")
    with sg.open(empty=True) as graph:
        graph.load(tmp_path)
        found = graph.query('SELECT ("Twin" AS ?who) ("alone" AS ?other) {}')
        assert isinstance(found, Rows)
        ((twin, alone),) = read_rows(graph.store, found).rows
    assert (twin.kind, alone.kind) == ("text", "text")


def test_a_question_in_a_cell_links_to_its_page(shipped: sg.StanceGraph):
    assert "/questions/empty-positions" in links(asked(shipped, "gaps"))


def test_numbers_stand_at_the_right_and_dates_are_dates(shipped: sg.StanceGraph):
    tree = asked(shipped, "holders")
    (head,) = tree.iter("thead")
    numeric = [words_of(th) for th in head.iter("th") if th.get("class") == "number"]
    assert {"stances", "issues", "changes"} <= set(numeric)
    assert "who" not in numeric
    assert [t.get("datetime") for t in tree.iter("time")]


def test_an_empty_field_is_no_value_and_an_empty_form_asks_for_everything(shipped: sg.StanceGraph):
    everything = asked(shipped, "who-holds", issue="", position="", type="", country="", as_of=" ")
    assert len(rows(everything)) == len(list(shipped.ask("who-holds")))
    assert "Nothing was asked yet" not in words(everything)


def test_of_many_rows_the_first_are_shown_and_all_are_counted(
    shipped: sg.StanceGraph, monkeypatch: pytest.MonkeyPatch
):
    def few(store: object, found: Rows) -> object:
        return read_rows(store, found, most=3)  # type: ignore[arg-type]

    monkeypatch.setattr(library_of_pages, "read_rows", few)
    tree = asked(shipped, "who-holds", issue="model-release")
    assert len(rows(tree)) == 3
    total = len(list(shipped.ask("who-holds", issue="model-release")))
    assert f"{total} rows" in words(tree)
    assert "The first 3 rows are shown. The files below have all." in words(tree)


def test_no_rows_are_told_in_words(invented: sg.StanceGraph):
    tree = asked(invented, "who-holds", issue="release", as_of="1999")
    assert "0 rows" in words(tree)
    assert "Nothing in this graph answers it." in words(tree)
    assert list(tree.iter("table")) == []


def test_the_sparql_is_there_and_gives_the_same_anywhere(shipped: sg.StanceGraph):
    tree = asked(shipped, "who-changed", issue="model-release")
    (text,) = tree.iter("pre")
    alone = "".join(text.itertext())
    assert "PREFIX st: <https://w3id.org/stancegraph/ns#>" in alone
    # Every prefix that it uses is declared: rdflib knows none of ours.
    from rdflib.plugins.sparql import prepareQuery

    prepareQuery(alone)
    assert len(list(shipped.query(alone))) == len(rows(tree))
    (editor,) = [to for to in links(tree) if to.startswith("/query?")]
    queries = [parse_qs(urlsplit(editor).query)["query"][0]]
    for form in ("csv", "json"):
        (to,) = [
            to for to in links(tree) if to.startswith("/sparql?") and to.endswith(f"format={form}")
        ]
        queries += parse_qs(urlsplit(to).query)["query"]
    for query in queries:
        assert len(list(shipped.query(query))) == len(rows(tree))


# --- the form


def test_the_form_has_a_control_for_each_parameter_that_holds_the_value(shipped: sg.StanceGraph):
    for one in questions():
        tree = asked(shipped, one.name)
        if not one.parameters:
            assert list(tree.iter("form")) == []
            continue
        (form,) = tree.iter("form")
        assert form.get("method") == "get"
        assert form.get("action") == f"/questions/{one.name}"
        for parameter in one.parameters:
            control = field(tree, parameter.name)
            label = [e for e in tree.iter("label") if e.get("for") == control.get("id")]
            assert len(label) == 1
            assert (control.get("required") is not None) == parameter.required
            value = one.example.get(parameter.name, "")
            if control.tag == "select":
                chosen = [o.get("value") for o in control if o.get("selected") is not None]
                assert chosen == ([value] if value else [])
            else:
                assert control.get("value") == value


def test_few_things_are_chosen_from_a_menu_and_many_are_typed_with_hints(shipped: sg.StanceGraph):
    tree = asked(shipped, "who-changed")
    issue = field(tree, "issue")
    assert issue.tag == "select"
    assert issue[0].get("value") == ""
    assert "model-release" in [o.get("value") for o in issue]
    holder = field(tree, "holder")
    (hints,) = [e for e in tree.iter("datalist") if e.get("id") == holder.get("list")]
    assert {o.get("value"): o.text for o in hints}["alibaba"] == "Alibaba"
    assert field(tree, "since").get("pattern") == "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"
    assert [o.get("value") for o in field(asked(shipped, "holders"), "country")][1:3] == [
        "AE",
        "AU",
    ]


def test_a_name_in_any_case_is_chosen_in_the_menu(shipped: sg.StanceGraph):
    tree = asked(shipped, "who-holds", issue="should AI labs release their leading models openly?")
    chosen = [o.get("value") for o in field(tree, "issue") if o.get("selected") is not None]
    assert chosen == ["model-release"]


@pytest.mark.parametrize(
    ("name", "values", "message"),
    [
        ("who-holds", {"issue": "modle-release"}, "'modle-release' is not an issue of this graph"),
        ("who-holds", {"as_of": "yesterday"}, "as-of: 'yesterday' is not a date"),
        ("who-holds", {"as_of": "2024-02-30"}, "the date 2024-02-30 does not exist"),
        ("who-holds", {"who": "x"}, "has no parameter 'who'"),
        ("who-holds", {"type": "Planet"}, "type: 'Planet' is not one of Company"),
        ("disagrees-with", {"holder": ""}, "needs the parameter 'holder', such as holder="),
        ("one-outlet", {"at_least": "-1"}, "at-least: '-1' is not a whole number"),
    ],
)
def test_a_wrong_value_is_told_beside_the_form_which_keeps_it(
    shipped: sg.StanceGraph, name: str, values: dict[str, str], message: str
):
    tree = refused(shipped, name, **values)
    (alert,) = [e for e in tree.iter("p") if e.get("role") == "alert"]
    assert message in words_of(alert)
    assert list(tree.iter("table")) == []
    assert list(tree.iter("pre")) == []
    for key, value in values.items():
        known = {p.name for p in question(name).parameters}
        if value and key.replace("_", "-") in known:
            control = field(tree, key.replace("_", "-"))
            kept = [control.get("value")] if control.tag == "input" else [
                o.get("value") for o in control if o.get("selected") is not None
            ]  # fmt: skip
            assert kept == [value]


def test_an_unknown_question_is_an_error_that_names_the_nearest(shipped: sg.StanceGraph):
    with pytest.raises(UnknownName, match="did you mean 'who-holds'"):
        question_page(shipped.store, "who-hold", {}, AT)


@pytest.mark.parametrize("text", TEXTS)
def test_a_hostile_value_stays_a_text(shipped: sg.StanceGraph, text: str):
    for name, key in (("mentions", "words"), ("who-holds", "issue"), ("who-holds", "as-of")):
        shown, _ = question_page(shipped.store, name, {key: text}, AT)
        tree = parse(shown)
        assert unsafe(tree) == []
        assert list(tree.iter("script")) == []


def test_hostile_values_run_nothing_in_a_browser(shipped: sg.StanceGraph, show: Open):
    for text in TEXTS[:4]:
        shown, _ = question_page(shipped.store, "who-holds", {"issue": text, "country": text}, AT)
        assert show(shown).evaluate("window.__pwned") is None


def test_a_form_that_is_filled_in_asks_for_its_own_page(shipped: sg.StanceGraph, show: Open):
    text, _ = question_page(shipped.store, "who-holds", {}, Addresses(root="./"))
    shown = show(text, java_script_enabled=True)
    shown.select_option("select[name=position]", "closed")
    shown.fill("input[name=as-of]", "2025")
    sent = json.loads(
        shown.evaluate(
            "JSON.stringify(Object.fromEntries(new FormData(document.querySelector('form'))))"
        )
    )
    assert sent == {
        "issue": "model-release", "position": "closed", "type": "", "country": "", "as-of": "2025",
    }  # fmt: skip
    assert shown.evaluate("document.querySelector('form').checkValidity()")
    shown.fill("input[name=as-of]", "soon")
    assert not shown.evaluate("document.querySelector('form').checkValidity()")


def test_every_id_of_a_page_is_there_once(shipped: sg.StanceGraph):
    for one in questions():
        ids = [e.get("id") for e in asked(shipped, one.name).iter() if e.get("id")]
        assert len(ids) == len(set(ids))
        assert all(re.fullmatch(r"[\w-]+", str(each)) for each in ids)
