"""The page of a review in a real browser: the same keys, the same files, and nothing runs."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import drafted
import stancegraph as sg
from hostile import ALARM, TEXTS, URLS
from stancegraph.extract.draft import read_draft
from stancegraph.records import parse_yaml
from stancegraph.review import Choices, DraftFile, decisions, review_page
from stancegraph.review.decisions import Reviewer

Open = Callable[..., Any]
ROOT = Path(__file__).parents[1]
AXE = ROOT / "scripts/npm/node_modules/axe-core/axe.min.js"
FIRST, SECOND, THIRD, FOURTH = (f"sample-gazette-2026-03-01-{n}" for n in (1, 2, 3, 4))
BY = "A. Person"
# Texts that a reader of YAML may take for something else than a text, or for its end.
ODD = (
    "", " ", "a", "y", "No", "null", "~", "true", "0x10", "1e3", "1_000", "12:30:45", "2026-01-01",
    "- a", "? a", "a: b", "a:", "#c", "a #c", "&a", "*a", "!a", "|", ">", "%TAG", "@a", "`a`", "{a}",
    "[a, b]", "---", "...", "--- a", " lead", "tail ", "\ttab", "'one'", '"two"', "it's", "back\\slash",
    "two\nlines", "\n\nlines\n\n", "end\\", "next\x85line", "sep\u2028\u2029", "\ufeffbom", "\xa0nbsp",
    "\U0001f9ea", "e\u0301", "\u202eturned", "<<", "=", "x" * 3000, ".inf", "+1", "0o17", "a  b",
)  # fmt: skip


def made(graph: sg.StanceGraph, *paths: Path, texts: dict[str, str] | None = None) -> str:
    files = [DraftFile.read(path) for path in paths]
    return review_page(files, Choices.of(graph.store), texts or {}, by=BY)


def ready(page: Any) -> Any:
    page.wait_for_selector("html[data-ready]")
    return page


def press(page: Any, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def saved(page: Any, folder: Path, key: str = "q") -> Path:
    """The file that the page gives."""
    with page.expect_download() as download:
        page.keyboard.press(key)
    path = folder / "saved.yaml"
    download.value.save_as(path)
    return path


def reading(page: Any) -> str:
    return str(page.locator("#reading").inner_text())


def statuses(path: Path) -> list[str]:
    return [str(each["status"]) for each in read_draft(path)["stances"]]


@pytest.fixture
def page(show: Open, shipped: sg.StanceGraph, tmp_path: Path) -> Any:
    return ready(show(made(shipped, drafted.write(tmp_path))))


# --- what it shows


def test_the_page_opens_with_the_network_off_and_accepts_nothing(page: Any, tmp_path: Path):
    assert page.locator("h1").inner_text() == "Review: Labs at the crossroads"
    assert reading(page) == "Alibaba · Open or closed models · closed · does"
    counted = "4 stances: 0 accepted, 0 edited, 0 rejected, 4 undecided"
    assert page.locator("#count").inner_text() == counted
    assert [e.split("\n")[2] for e in page.locator(".entry").all_inner_texts()] == [
        "Alibaba", "DeepSeek", "Orla Inventado", "Orla Inventado",
    ]  # fmt: skip
    assert read_draft(saved(page, tmp_path)) == drafted.draft()


def test_marks_stand_on_their_words_after_emoji(page: Any):
    press(page, "j", "j")
    marks = {
        kind: page.locator(f".context mark.{kind}").all_inner_texts()
        for kind in ("holder", "cue", "hedge", "marker")
    }
    assert marks == {
        "holder": ["Orla Inventado"],
        "cue": ["stay open"],
        "hedge": ["may have to"],
        "marker": ["[2]"],
    }
    inside = page.evaluate(
        "() => [...document.querySelectorAll('.context :not(.around)')]"
        ".map((each) => each.textContent).join('')"
    )
    assert inside == drafted.draft()["stances"][0]["evidence"]["exact"]


def test_with_the_article_the_whole_paragraph_is_shown_and_no_more(
    show: Open, shipped: sg.StanceGraph, tmp_path: Path
):
    draft = drafted.draft()
    texts = {draft["source"]["text"]["sha256"]: drafted.TEXT}
    page = ready(show(made(shipped, drafted.write(tmp_path), texts=texts)))
    assert page.locator(".context").inner_text() == drafted.TEXT.split("\n")[4]
    text = made(shipped, drafted.write(tmp_path), texts=texts)
    assert "She named nobody" not in text


def test_filters_leave_the_undecided_and_some_tiers(page: Any):
    press(page, "n", "a")
    page.check("#undecided")
    assert page.locator(".entry").count() == 3
    page.click("#tier-A")
    assert page.locator(".entry").count() == 2
    assert reading(page).startswith("Orla Inventado")
    page.click("#tier-B")
    page.click("#tier-C")
    assert "No undecided stance passes the filters" in page.locator("#view").inner_text()


# --- what it decides


def steps(page: Any) -> None:
    """Accept, undo, edit, merge, reject: what the terminal is told in the next function."""
    press(page, "a", "n", "u", "s", "e")
    page.fill("#field-about", "alibaba cloud")
    page.select_option("#field-position", "mixed")
    page.fill("#field-date", "2026-02")
    press(page, "Enter")
    press(page, "m", "1", "a", "r")
    page.keyboard.type("says nobody’s name: “ever” # 😀")
    press(page, "Enter", "e")
    page.select_option("#field-mode", "says")
    page.uncheck("#field-hedged")
    page.fill("#field-note", "from memory")
    page.locator("#field-note").press("Enter")


TYPED = [
    *("a", "n", "u", "s"),
    *("e", "o", "alibaba cloud", "p", "mixed", "t", "2026-02", ""),
    *("m", "1", "a", "r", "says nobody’s name: “ever” # 😀", "q"),
]
# The terminal shows what was skipped at the next review; the page goes round.
AGAIN = ["e", "m", "says", "d", "d", "n", "from memory", ""]


def test_page_and_terminal_write_the_same_file(
    show: Open, shipped: sg.StanceGraph, tmp_path: Path, run: Callable[..., Any]
):
    path = drafted.write(tmp_path)
    page = ready(show(made(shipped, path)))
    today = page.evaluate("() => new Date().toLocaleDateString('sv')")
    steps(page)
    assert page.locator("#reading").inner_text() == "Done"
    there = saved(page, tmp_path)
    for lines in (TYPED, AGAIN):
        done = run("review", "draft.yaml", "--by", BY, stdin="".join(f"{x}\n" for x in lines))
        assert done.returncode == 0, done.stderr
    assert read_draft(there) == read_draft(path)
    assert there.read_text("utf-8").startswith(drafted.HEAD)
    assert sorted(statuses(path)) == ["accepted", "edited", "edited", "rejected"]
    assert read_draft(there)["stances"][0]["reviewed_at"] == today
    done = run("load", "saved.yaml")
    assert done.returncode == 0, done.stderr


def test_the_decisions_of_python_and_of_the_page_are_the_same(
    show: Open, shipped: sg.StanceGraph, tmp_path: Path
):
    """Every pair of decisions about one stance, taken in both languages."""
    who = Reviewer(BY, "2026-11-25")
    acts: list[tuple[str, list[Any]]] = [
        ("accept", [FIRST, who]),
        ("accept", [FIRST, who, "a note"]),
        ("reject", [FIRST, who, "no"]),
        ("edit", [FIRST, {"position": "closed", "quote": None}, who, ""]),
        ("edit", [FIRST, {"position": "open", "about": "meta"}, who, "hm"]),
        ("edit", [FIRST, {}, who, "only a note"]),
        ("reopen", [FIRST]),
        ("merge", ["orla-inventado", "openai", who]),
        ("accept_new", ["orla-inventado", who]),
    ]
    script = "".join(
        (ROOT / f"graph/stancegraph/page/js/review/{name}.js").read_text("utf-8")
        for name in ("decisions", "yaml")
    ).replace("export ", "")
    page = show("<!doctype html><title>x</title>")
    page.add_script_tag(content=script)
    sequences = [list(each) for each in itertools.product(acts, repeat=3)]
    told = [[(name, _plain(arguments)) for name, arguments in each] for each in sequences]
    results = page.evaluate(
        """([draft, sequences]) => sequences.map((steps) => {
            const acts = { accept, reject, edit, reopen, merge, accept_new: acceptNew };
            return JSON.stringify(steps.reduce((now, [name, args]) => acts[name](now, ...args), draft));
        })""",
        [drafted.draft(), told],
    )
    for sequence, result in zip(sequences, results, strict=True):
        draft = drafted.draft()
        for name, arguments in sequence:
            draft = getattr(decisions, name)(draft, *arguments)
        assert json.loads(result) == draft, sequence


def _plain(arguments: list[Any]) -> list[Any]:
    return [each._asdict() if isinstance(each, Reviewer) else each for each in arguments]


def test_the_yaml_of_the_page_is_read_back_as_it_was(show: Open):
    script = (ROOT / "graph/stancegraph/page/js/review/yaml.js").read_text("utf-8")
    page = show("<!doctype html><title>x</title>")
    page.add_script_tag(content=script.replace("export ", ""))
    texts = [*ODD, *TEXTS, *URLS]
    value = {
        "texts": texts,
        "keys": dict.fromkeys(texts, "x"),
        "nested": [{"a": [], "b": {}, "c": [[1, [2]], {"d": None}], "e": [{}]}, [], [[]]],
        "others": [True, False, None, 0, 12, 2**40],
    }
    (found,) = parse_yaml(page.evaluate("(value) => toYaml(value)", value), "page")
    assert found == json.loads(json.dumps(value), parse_int=str)
    half = page.evaluate("() => toYaml({ a: 'half \\ud800 of one' })")
    assert parse_yaml(half, "page") == [{"a": "half \ufffd of one"}]
    with pytest.raises(Exception, match="has no place in a draft"):
        page.evaluate("() => toYaml({ a: 0.5 })")


def test_a_draft_of_hostile_texts_is_inert_and_saved_as_it_was(
    show: Open, shipped: sg.StanceGraph, tmp_path: Path
):
    draft = drafted.draft()
    for number, text in enumerate(TEXTS):
        draft["entities"].append(
            {"id": f"e-{number}", "name": text, "type": text, "status": "draft"}
        )
        draft["stances"].append(
            {
                **draft["stances"][3],
                "id": f"hostile-{number}",
                "holder": f"e-{number}",
                "position": text,
                "summary": text,
                "tier": "A",
                "found": {"rule": text, "cue": {"text": text, "start": 0, "end": 1}},
                "evidence": {"exact": text, "prefix": text, "suffix": text, "start": 40, "end": 40 + len(text)},
            }
        )  # fmt: skip
    draft["source"] |= {"title": TEXTS[0], "url": URLS[0], "author": TEXTS[1]}
    draft["rejected"] = [{"reason": text, "record": {text: text}} for text in (*TEXTS, *ODD)]
    path = drafted.write(tmp_path, **draft)
    before = read_draft(path)
    page = ready(show(made(shipped, path), bypass_csp=True))
    for _ in draft["stances"]:
        press(page, "j", "e", "Escape", "m", "Escape")
    page.emulate_media(media="print")
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".on-paper article").count() == len(draft["stances"])
    assert page.evaluate(f"() => ({ALARM.replace('=1', '')})") is None
    assert page.locator('a[href^="javascript"]').count() == 0
    assert read_draft(saved(page, tmp_path)) == before


def test_somebody_new_is_asked_for_before_a_stance_is_accepted(page: Any, tmp_path: Path):
    press(page, "a")
    panel = page.locator("#panel")
    assert "Sample Gazette (Publication) is not in the graph" in panel.inner_text()
    press(page, "Escape", "a", "m", "o")
    page.keyboard.type("reuterz")
    press(page, "Enter")
    assert "did you mean Reuters?" in panel.inner_text()
    page.fill("#field-other", "REUTERS")
    press(page, "Enter")
    assert reading(page).startswith("DeepSeek"), "the stance was not accepted after the answer"
    draft = read_draft(saved(page, tmp_path))
    assert draft["entities"][1]["same_as"]["entity"] == "reuters"
    assert statuses(tmp_path / "saved.yaml") == ["draft", "accepted", "draft", "draft"]


def test_wrong_values_are_told_beside_their_field_at_once(page: Any):
    press(page, "e")
    wrong = {
        "holder": ("alibba", "“alibba” is nobody whom the graph knows: did you mean Alibaba"),
        "date": ("2026-02-30", "the date 2026-02-30 does not exist"),
        "quote": ("never said", "these words are not in the evidence"),
        "summary": ("", "summary cannot be left out"),
    }
    for field, (typed, said) in wrong.items():
        page.fill(f"#field-{field}", typed)
        page.locator(f"#field-{field}").blur()
        assert said in page.locator(f"#field-{field}-wrong").inner_text()
    page.locator("#field-date").press("Enter")
    assert page.evaluate("() => document.activeElement.id") == "field-holder"
    page.fill("#field-date", "2024-02-29")
    page.locator("#field-date").blur()
    assert page.locator("#field-date-wrong").inner_text() == ""
    page.select_option("#field-issue", "sovereign-ai")
    labels = page.locator("#field-position option").all_inner_texts()
    assert [label.split(":")[0] for label in labels] == ["choose …", "build its own", "reuse open models"]  # fmt: skip


def test_a_summary_of_the_machine_follows_what_is_changed(page: Any, tmp_path: Path):
    press(page, "n", "e")
    page.select_option("#field-position", "open")
    assert page.input_value("#field-summary") == f"Alibaba: {drafted.TERSE}"
    page.locator("#field-date").press("Enter")
    draft = read_draft(saved(page, tmp_path))
    assert draft["stances"][1]["was"] == {
        "position": "closed",
        "summary": "Alibaba: Models are or should be kept behind an interface",
    }


def test_a_stance_without_a_position_is_not_accepted(page: Any):
    press(page, "j", "j", "j", "a")
    assert "no position: press e to mend it" in page.locator("#live").inner_text()
    assert "4 undecided" in page.locator("#count").inner_text()


def test_nothing_is_decided_without_a_name(show: Open, shipped: sg.StanceGraph, tmp_path: Path):
    page = ready(show(made(shipped, drafted.write(tmp_path)).replace(BY, "")))
    page.fill("#reviewer", "")
    page.locator("#reading").focus()
    press(page, "r", "Enter")
    assert "Who are you?" in page.locator("#live").inner_text()
    assert page.evaluate("() => document.activeElement.id") == "reviewer"


# --- what it keeps


def test_progress_is_there_again_after_the_page_was_closed(
    show: Open, shipped: sg.StanceGraph, tmp_path: Path
):
    page = ready(show(made(shipped, drafted.write(tmp_path)), quiet=False))
    press(page, "n", "a", "r", "Enter")
    page.reload()
    ready(page)
    assert "1 accepted, 0 edited, 1 rejected, 2 undecided" in page.locator("#count").inner_text()
    assert reading(page).startswith("Orla Inventado")
    assert statuses(saved(page, tmp_path)) == ["draft", "accepted", "rejected", "draft"]
    page.on("dialog", lambda dialog: dialog.accept())
    press(page, "?")
    page.get_by_role("button", name="Drop all progress").click()
    assert "4 undecided" in page.locator("#count").inner_text()
    page.reload()
    assert "4 undecided" in ready(page).locator("#count").inner_text()


def test_where_nothing_can_be_kept_the_page_says_so(
    show: Open, shipped: sg.StanceGraph, tmp_path: Path
):
    page = show("<!doctype html><title>x</title>", quiet=False)
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw Error() } })"
    )
    file = tmp_path / "page.html"
    file.write_text(made(shipped, drafted.write(tmp_path)), "utf-8")
    page.goto(file.as_uri())
    ready(page)
    assert "keeps no progress" in page.locator("#live").inner_text()
    press(page, "n", "a")
    assert "1 accepted" in page.locator("#count").inner_text()


def test_several_drafts_are_saved_each_in_its_file(
    show: Open, shipped: sg.StanceGraph, tmp_path: Path
):
    source = drafted.draft()["source"]
    paths = [
        drafted.write(tmp_path, f"{name}.yaml", source={**source, "id": name})
        for name in ("one", "two")
    ]
    page = ready(show(made(shipped, *paths)))
    press(page, "r", "Enter", "r", "Enter", "r", "Enter")
    page.click("#save")
    for name, rejected in (("one", 2), ("two", 1)):
        with page.expect_download() as download:
            page.get_by_role("button", name=f"{name}.yaml").click()
        assert download.value.suggested_filename == f"{name}.yaml"
        download.value.save_as(tmp_path / "saved.yaml")
        assert read_draft(tmp_path / "saved.yaml")["source"]["id"] == name
        assert statuses(tmp_path / "saved.yaml").count("rejected") == rejected
        page.evaluate("() => { document.querySelector('details.menu').open = true }")


# --- who can use it


def test_everything_is_reached_with_the_keyboard_and_the_focus_is_seen(page: Any, tmp_path: Path):
    reached = []
    for _ in range(40):
        press(page, "Tab")
        at = page.evaluate(
            "() => { const at = document.activeElement; const { outlineStyle: s, outlineWidth: w } ="
            " getComputedStyle(at); return [at.id || at.className, s !== 'none' && parseFloat(w) >= 2] }"
        )
        if at[0] == reached[0][0] if reached else False:
            break
        reached.append(at)
    names = [name for name, _ in reached]
    assert {"reviewer", "save", "theme", "undecided", "tier-A", "act-a", "act-e", "act-u"} <= set(
        names
    )
    assert sum(name.startswith("entry") for name in names) == 1, "the list is one stop"
    assert [name for name, seen in reached if name and not seen] == []
    page.locator(".entry").first.focus()
    press(page, "ArrowDown")
    assert reading(page).startswith("DeepSeek")
    assert page.evaluate("() => document.activeElement.dataset.key") == "1"


def test_single_keys_can_be_switched_off_and_never_act_while_one_types(page: Any):
    press(page, "?")
    assert page.locator("#help").is_visible()
    page.uncheck("#shortcuts")
    press(page, "Escape", "s", "e")
    assert reading(page).startswith("Alibaba")
    assert page.locator("#panel").count() == 0
    press(page, "?")
    page.get_by_role("button", name="Help").click()
    page.check("#shortcuts")
    press(page, "Escape")
    page.locator("#reviewer").focus()
    page.keyboard.type("sure")
    assert reading(page).startswith("Alibaba")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_assistive_technology_finds_nothing_wrong(
    show: Open, shipped: sg.StanceGraph, tmp_path: Path, theme: str
):
    if not AXE.exists():
        pytest.skip("axe-core is not installed: scripts/assets")
    text = made(shipped, drafted.write(tmp_path))
    page = ready(show(text, color_scheme=theme, bypass_csp=True))
    page.add_script_tag(path=str(AXE))
    for keys in ([], ["e"], ["Escape", "m"], ["Escape", "a"], ["Escape", "r"], ["Escape", "?"]):
        press(page, *keys)
        found = page.evaluate(
            "async () => (await axe.run()).violations.map((v) => [v.id, v.nodes[0].html])"
        )
        assert found == [], keys


@pytest.mark.parametrize("width", [390, 720, 1280])
def test_no_width_scrolls_sideways(show: Open, shipped: sg.StanceGraph, tmp_path: Path, width: int):
    page = ready(
        show(made(shipped, drafted.write(tmp_path)), viewport={"width": width, "height": 800})
    )
    for keys in ([], ["e"], ["Escape", "m"], ["Escape", "?"]):
        press(page, *keys)
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), keys


def test_the_same_drafts_give_the_same_page(shipped: sg.StanceGraph, tmp_path: Path):
    path = drafted.write(tmp_path)
    assert made(shipped, path) == made(shipped, path)


def test_the_command_writes_the_page(run: Callable[..., Any], tmp_path: Path):
    drafted.write(tmp_path)
    done = run("review", "draft.yaml", "--html", "-o", "out.html")
    assert done.returncode == 0, done.stderr
    assert "wrote out.html" in done.stderr
    assert "Labs at the crossroads" in (tmp_path / "out.html").read_text("utf-8")
