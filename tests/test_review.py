"""The review: what a person decides about drafts, on a terminal and through a pipe."""

from __future__ import annotations

import io
import itertools
import os
import select
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

import drafted
import stancegraph as sg
from stancegraph.extract.draft import read_draft
from stancegraph.review import Choices, decisions
from stancegraph.review.context import context_of
from stancegraph.review.decisions import Reviewer
from stancegraph.review.files import DraftFile
from stancegraph.review.screen import STYLES, Screen
from stancegraph.review.session import Session

Run = Callable[..., "CompletedProcess[str]"]
WHO = Reviewer("A. Person", "2026-11-25")
FIRST, SECOND, THIRD, FOURTH = (f"sample-gazette-2026-03-01-{n}" for n in (1, 2, 3, 4))


def stance(draft: dict[str, Any], id: str) -> dict[str, Any]:
    return dict(decisions.stance_of(draft, id))


def reviewed(run: Run, path: Path, *lines: str, more: tuple[str, ...] = ()) -> str:
    """What the program prints when these lines are typed."""
    stdin = "".join(f"{line}\n" for line in lines)
    done = run("review", str(path), "--by", "A. Person", *more, stdin=stdin)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


# --- decisions


def test_a_decision_says_who_and_when_and_changes_nothing_else():
    before = drafted.draft()
    after = decisions.accept(before, SECOND, WHO)
    assert before == drafted.draft(), "the draft that was given has changed"
    told = {"status": "accepted", "reviewer": "A. Person", "reviewed_at": "2026-11-25"}
    assert stance(after, SECOND) == {**stance(before, SECOND), **told}
    assert [s for s in after["stances"] if s["id"] != SECOND] == [
        s for s in before["stances"] if s["id"] != SECOND
    ]


def test_what_the_machine_said_is_kept_the_first_time_only():
    draft = decisions.edit(drafted.draft(), SECOND, {"position": "mixed"}, WHO)
    draft = decisions.edit(draft, SECOND, {"position": "open", "about": "meta"}, WHO)
    assert stance(draft, SECOND)["position"] == "open"
    assert stance(draft, SECOND)["was"] == {"position": "closed", "about": None}
    assert stance(draft, SECOND)["status"] == "edited"


def test_what_is_changed_back_was_never_changed():
    draft = decisions.edit(drafted.draft(), SECOND, {"position": "open", "about": "meta"}, WHO)
    draft = decisions.edit(draft, SECOND, {"position": "closed", "about": None}, WHO)
    assert draft == decisions.accept(drafted.draft(), SECOND, WHO)


def test_a_stance_that_was_edited_stays_edited_when_it_is_accepted():
    draft = decisions.edit(drafted.draft(), SECOND, {"hedged": True}, WHO)
    draft = decisions.accept(decisions.reject(draft, SECOND, WHO, "no"), SECOND, WHO)
    assert stance(draft, SECOND)["status"] == "edited"
    assert stance(draft, SECOND)["was"] == {"hedged": False}
    assert "note" not in stance(draft, SECOND)


def test_a_stance_that_is_opened_again_is_as_the_machine_left_it():
    draft = decisions.edit(drafted.draft(), FIRST, {"quote": None, "about": "meta"}, WHO, "hm")
    assert decisions.reopen(draft, FIRST) == drafted.draft()


def test_a_merge_is_noted_on_the_new_entity_and_rewrites_no_stance():
    draft = decisions.merge(drafted.draft(), "orla-inventado", "openai", WHO)
    assert draft["stances"] == drafted.draft()["stances"]
    entity = decisions.entity_of(draft, "orla-inventado")
    assert entity
    assert entity["same_as"] == {"entity": "openai", "by": "A. Person", "at": "2026-11-25"}
    assert "orla-inventado" not in decisions.unsettled(draft, stance(draft, FIRST))
    new = decisions.accept_new(draft, "orla-inventado", WHO)
    assert "same_as" not in (decisions.entity_of(new, "orla-inventado") or {})


# --- through a pipe


def test_nothing_is_accepted_before_somebody_has_looked(run: Run, tmp_path: Path):
    path = drafted.write(tmp_path)
    before = path.read_bytes()
    out = reviewed(run, path, "?", "s", "s", "s", "s")
    assert path.read_bytes() == before
    end = "4 stances: 0 accepted, 0 edited, 0 rejected, 4 undecided."
    assert end in " ".join(out.split())


def test_likely_stances_come_first(run: Run, tmp_path: Path):
    out = reviewed(run, drafted.write(tmp_path), "s", "s", "s", "s")
    places = [line for line in out.splitlines() if line.startswith("── ")]
    assert [line.split("tier ")[1][0] for line in places] == ["A", "A", "B", "C"]


def test_every_decision_is_saved_at_once_and_comments_stay(run: Run, tmp_path: Path):
    path = drafted.write(tmp_path)
    out = reviewed(run, path, "a", "n", "r", "the gazette only guesses")
    assert path.read_text("utf-8").startswith(drafted.HEAD)
    draft = read_draft(path)
    assert stance(draft, SECOND)["status"] == "accepted"
    assert stance(draft, SECOND)["reviewer"] == "A. Person"
    assert stance(draft, THIRD)["status"] == "rejected"
    assert stance(draft, THIRD)["note"] == "the gazette only guesses"
    assert stance(draft, FIRST) == stance(drafted.draft(), FIRST)
    assert draft["rejected"] == drafted.draft()["rejected"]
    assert "Next: stancegraph review" in " ".join(out.split())


def test_a_review_begins_where_the_last_one_ended(run: Run, tmp_path: Path):
    path = drafted.write(tmp_path)
    reviewed(run, path, "r", "", "q")
    out = reviewed(run, path)
    assert out.startswith("Reviewing as A. Person.")
    assert "── 2 of 4 · tier A" in out
    assert "── 1 of 4" not in out


def test_undo_takes_back_the_last_step_and_then_those_before(run: Run, tmp_path: Path):
    path = drafted.write(tmp_path)
    before = read_draft(path)
    reviewed(run, path, "s", "r", "", "u", "u", "q")
    assert read_draft(path) == before
    reviewed(run, path, "n", "a", "u", "u", "q")
    assert read_draft(path) == before, "the new entity was not taken back"
    reviewed(run, path, "r", "", "q")
    out = reviewed(run, path, "u", "u", "q")
    assert read_draft(path) == before, "a decision of the review before was not taken back"
    assert "there is nothing to take back" in out


def test_wrong_values_are_told_at_once_with_what_would_be_right(run: Run, tmp_path: Path):
    path = drafted.write(tmp_path)
    lines = ["e", "p", "opn", "2", "t", "2026-02-30", "2026-02", "q", "never said", "", "o"]
    out = " ".join(reviewed(run, path, *lines, "alibba", "1", "", "q").split())
    assert "'opn' is none of them: press 1 to 3" in out
    assert "the date 2026-02-30 does not exist (YYYY, YYYY-MM or YYYY-MM-DD)" in out
    assert "these words are not in the evidence" in out
    assert "'alibba' is not known. Is it one of these?" in out
    # The second position is the one that it had: that is no change.
    assert stance(read_draft(path), SECOND)["status"] == "draft", "the publisher was not asked for"


def test_an_edit_keeps_the_machines_values_and_its_summary_follows(run: Run, tmp_path: Path):
    path = drafted.write(tmp_path)
    out = reviewed(run, path, "n", "e", "p", "open", "d", "n", "a guess", "", "q")
    edited = stance(read_draft(path), SECOND)
    assert (edited["position"], edited["hedged"], edited["note"]) == ("open", True, "a guess")
    assert edited["summary"] == f"Alibaba: {drafted.TERSE}"
    assert edited["was"] == {
        "position": "closed",
        "hedged": False,
        "summary": "Alibaba: Models are or should be kept behind an interface",
    }
    assert "position  open (was: closed)" in out


def test_a_quote_is_kept_in_the_letters_of_the_evidence(run: Run, tmp_path: Path):
    path = drafted.write(tmp_path)
    typed = 'open "for everyone,  and for good"'
    reviewed(run, path, "n", "s", "s", "e", "q", typed, "", "n", "q")
    assert stance(read_draft(path), FIRST)["quote"] == "open “for everyone, and for good”"


def test_a_stance_without_a_position_cannot_be_accepted(run: Run, tmp_path: Path):
    path = drafted.write(tmp_path)
    out = reviewed(run, path, "s", "s", "s", "a", "q")
    assert "no position: press e to mend it, or r to reject it" in out
    assert stance(read_draft(path), FOURTH)["status"] == "draft"


def test_somebody_new_is_asked_for_before_a_stance_is_accepted(run: Run, tmp_path: Path):
    path = drafted.write(tmp_path)
    out = reviewed(run, path, "a", "", "q")
    assert "Sample Gazette (Publication) is not in the graph" in out
    assert stance(read_draft(path), SECOND)["status"] == "draft"
    reviewed(run, path, "s", "s", "a", "m", "1", "n")
    draft = read_draft(path)
    assert stance(draft, FIRST)["status"] == "accepted"
    assert stance(draft, FIRST)["holder"] == "orla-inventado"
    entity = decisions.entity_of(draft, "orla-inventado")
    assert entity
    assert entity["same_as"]["entity"] == "openai"


def test_a_reviewed_draft_is_loaded_and_a_merged_name_is_the_known_one(run: Run, tmp_path: Path):
    path = drafted.write(tmp_path)
    (tmp_path / "article.txt").write_text(drafted.TEXT, "utf-8")
    assert run("load", "draft.yaml").returncode == 2
    lines = ["a", "n", "a", "m", "other", "Meta", "a", "r", "nobody is named"]
    out = reviewed(run, path, *lines, more=("--texts", "article.txt"))
    assert "Next: stancegraph load" in " ".join(out.split())
    done = run("load", "draft.yaml", "--texts", ".")
    assert done.returncode == 0, done.stderr
    query = f"SELECT ?who {{ stance:{FIRST} st:holder ?who }}"
    assert "entity:meta" in run("query", query).stdout
    assert run("check").returncode == 0


def test_with_the_article_the_whole_paragraph_is_shown(run: Run, tmp_path: Path):
    path = drafted.write(tmp_path)
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts/a.txt").write_text(drafted.TEXT, "utf-8")
    (tmp_path / "texts/other.txt").write_text("Another article.", "utf-8")
    assert "many have done so since" not in reviewed(run, path)
    out = reviewed(run, path, more=("--texts", "texts"))
    assert "many have done so since" in out
    done = run("review", "draft.yaml", "--texts", "texts/other.txt")
    assert "no article given is the one that it was read in" in done.stderr


def test_several_drafts_are_reviewed_by_tier_and_kept_apart(run: Run, tmp_path: Path):
    folder = tmp_path / "drafts"
    folder.mkdir()
    for name in ("one", "two"):
        drafted.write(folder, f"{name}.yaml", source={**drafted.draft()["source"], "id": name})
    out = reviewed(run, folder, "r", "", "r", "", "r", "only in two")
    assert "1 of 8" in out
    one, two = (read_draft(folder / f"{name}.yaml") for name in ("one", "two"))
    assert [s["status"] for s in one["stances"]].count("rejected") == 2
    assert [s.get("note") for s in two["stances"]].count("only in two") == 1


def test_a_file_that_changed_meanwhile_is_not_written_over(tmp_path: Path):
    path = drafted.write(tmp_path)
    session = Session([DraftFile.read(path)])
    path.write_text("# mine\n" + path.read_text("utf-8"), "utf-8")
    with pytest.raises(sg.StancegraphError, match="another program has changed it"):
        session.decide(lambda draft: decisions.accept(draft, SECOND, WHO))
    assert path.read_text("utf-8").startswith("# mine\n")
    assert session.item
    assert session.item.id == SECOND


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("stances: [{id: a}]\n", "not a draft"),
        ("source: {id: x}\nstances:\n- {id: a}\n- {id: a}\n", "'a' stands twice in stances"),
        ("source: {id: x}\nstances:\n- {id: a, status: maybe}\n", "status 'maybe' of 'a'"),
        ("source: {id: x}\nstances:\n- {id: a, evidence: words}\n", "evidence of 'a' is not a map"),
        ("source: {id: x}\nstances:\n- {id: a, found: words}\n", "found of 'a' is not a mapping"),
        ("a: [\n", "this is not YAML"),
    ],
)
def test_a_file_that_is_no_draft_is_told_in_one_line(
    run: Run, tmp_path: Path, text: str, said: str
):
    (tmp_path / "bad.yaml").write_text(text)
    done = run("review", "bad.yaml")
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_nothing_to_review_is_said(run: Run, tmp_path: Path):
    assert "nothing to review" in run("review").stderr
    (tmp_path / "empty").mkdir()
    assert "no drafts are here" in run("review", "empty").stderr
    assert run("review", "nowhere.yaml").returncode == 2


# --- what is shown


def shown(graph: sg.StanceGraph, number: int, *, colour: bool, width: int = 80) -> tuple[str, Any]:
    """A stance of the draft as a terminal shows it, and the console."""
    from rich.console import Console
    from rich.theme import Theme

    console = Console(
        theme=Theme(dict(STYLES)), width=width, file=io.StringIO(), record=True,
        force_terminal=colour, color_system="standard" if colour else None,
        highlight=False, markup=False, emoji=False,
    )  # fmt: skip
    draft = drafted.draft()
    one = draft["stances"][number]
    Screen(console, Choices.of(graph.store)).stance(draft, one, context_of(one), place="1 of 4")
    return console.file.getvalue(), console  # type: ignore[attr-defined]


def test_a_stance_is_told_in_one_plain_line(shipped: sg.StanceGraph):
    text, _ = shown(shipped, 1, colour=False)
    assert "\nAlibaba · Open or closed models · closed · does\n" in text
    text, _ = shown(shipped, 0, colour=False)
    assert "\nOrla Inventado · Open or closed models · open · says · hedged\n" in text
    assert "Orla Inventado (Person) is not in the graph; near: OpenAI 61, Oracle" in text
    text, _ = shown(shipped, 3, colour=False)
    assert "named: …" in text, "who is named elsewhere is not shown where"


@pytest.mark.parametrize("number", range(4))
def test_all_fits_80_columns_and_is_plain_where_there_are_no_colours(
    shipped: sg.StanceGraph, number: int
):
    from rich.cells import cell_len

    text, _ = shown(shipped, number, colour=False)
    assert "\x1b" not in text
    assert max(map(cell_len, text.splitlines())) <= 80


def test_without_colours_the_marks_are_underlined_letter_for_letter(shipped: sg.StanceGraph):
    from rich.cells import cell_len

    text, _ = shown(shipped, 0, colour=False)
    found = {"=": "", "^": "", "~": ""}
    lines = text.splitlines()
    for above, below in itertools.pairwise(lines):
        if below.strip("│ =^~"):
            continue
        place = 0
        for letter in above:
            sign = below[place : place + 1]
            if sign in found and letter not in "│":
                found[sign] += letter
            place += cell_len(letter)
    assert found == {"=": "Orla Inventado", "^": "stay open", "~": "may have to"}


def test_with_colours_the_marks_stand_on_their_words(shipped: sg.StanceGraph):
    text, _ = shown(shipped, 0, colour=True)
    assert "\x1b[30;46mOrla Inventado\x1b[0m" in text
    assert "\x1b[30;43mstay open\x1b[0m" in text
    assert "^^^" not in text


def test_a_text_is_never_obeyed_by_the_terminal(run: Run, tmp_path: Path):
    stances = drafted.draft()["stances"]
    stances[1]["summary"] = "\x9b31m [bold]red[/bold] :smile: \u202eturned"
    out = reviewed(run, drafted.write(tmp_path, stances=stances))
    assert "\x9b" not in out
    assert "\u202e" not in out
    assert "[bold]red[/bold] :smile:" in out


# --- on a terminal


@pytest.mark.skipif(sys.platform == "win32", reason="there is no pty")
def test_on_a_terminal_no_key_waits_for_enter(tmp_path: Path):
    import pty

    path = drafted.write(tmp_path)
    ours, theirs = pty.openpty()
    words = [sys.executable, "-m", "stancegraph", "review", str(path), "--by", "A. Person"]
    root = Path(sg.__file__).parents[1]
    env = {**os.environ, "PYTHONPATH": str(root), "COLUMNS": "80", "TERM": "xterm"}
    env.pop("STANCEGRAPH_STORE", None)
    program = subprocess.Popen(
        words, stdin=theirs, stdout=theirs, stderr=theirs, cwd=tmp_path, env=env
    )
    os.close(theirs)
    seen = ""

    def until(said: str) -> None:
        nonlocal seen
        deadline = time.monotonic() + 45
        while said not in seen:
            assert time.monotonic() < deadline, seen
            if select.select([ours], [], [], 1)[0]:
                seen += os.read(ours, 4096).decode("utf-8", "replace")
        seen = seen.partition(said)[2]

    def saved() -> list[str]:
        return [str(each["status"]) for each in read_draft(path)["stances"]]

    try:
        until("quit")
        os.write(ours, b"n")
        until("is new")
        os.write(ours, b"a")
        until("accepted")
        until("quit")
        assert saved() == ["draft", "accepted", "draft", "draft"]
        os.write(ours, b"\x1b[A")
        until("press a key")
        os.write(ours, b"u")
        until("taken back")
        until("quit")
        assert saved() == ["draft"] * 4
        os.write(ours, b"ep2\r")
        until("nothing was changed")
        until("quit")
        os.write(ours, b"ep1\r")
        until("edited")
        until("quit")
        assert saved() == ["draft", "edited", "draft", "draft"]
        os.write(ours, b"q")
        until("Next: stancegraph")
        assert program.wait(30) == 0
    finally:
        program.kill()
        program.wait()
        os.close(ours)
