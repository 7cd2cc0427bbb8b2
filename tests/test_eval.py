"""How good extraction is: proposals against labels, the gold set's script, and reviewed drafts."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stancegraph.extract import figures
from stancegraph.extract.draft import write_draft
from stancegraph.extract.evaluate import (
    Gold,
    Label,
    Read,
    Triple,
    agreement,
    compare,
    differences,
    evaluate,
    key,
)
from stancegraph.extract.figures import Counts, Figure, score, share
from stancegraph.extract.reviewed import reviewed
from stancegraph.extract.values import Article, Extraction, Found, Mention, Span
from stancegraph.extract.verbatim import evidence
from stancegraph.review.decisions import Reviewer, accept, edit, merge, reject

SCRIPT = Path(__file__).parents[1] / "scripts/eval"
TEXT = 'Acme gives all away [2]. "We may stop giving it away," said Orla Inventado of Fictiva.'
SENTENCE = Span(0, TEXT.index(".") + 1)
WHO = Reviewer("A. Person", "2026-11-25")
Run = Callable[..., subprocess.CompletedProcess[str]]


def span(words: str) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


def label(holder: str = "acme", position: str = "open", **other: Any) -> Label:
    triple = Triple(key(holder), "model-release", position)
    return replace(Label(triple, True, "says", False, None, TEXT), **other)


def found(holder: str = "acme", position: str | None = "open", **other: Any) -> Found:
    who = Mention(span("Acme"), holder, id=holder if holder.islower() else None)
    cue = span("gives all away")
    one = Found(who, "model-release", position, "says", cue, SENTENCE, rule="give", tier="A")
    return replace(one, **other)


def read(labels: list[Label], proposed: list[Found], **other: Any) -> Read:
    gold = Gold("tuned/x", "wire", Article(TEXT), tuple(labels), other.pop("quotations", ()))
    return Read(gold, Extraction(tuple(proposed)), **other)


def counts(labels: list[Label], proposed: list[Found], tier: str = "all") -> tuple[int, ...]:
    return evaluate([read(labels, proposed)]).tiers[tier].counts


# ---- matching


def test_a_proposal_is_right_where_holder_issue_and_position_are():
    assert counts([label()], [found()]) == (1, 0, 0)
    for wrong in (
        found("beta"),
        found(position="closed"),
        found(position=None),
        found(issue="sovereign-ai"),
    ):
        assert counts([label()], [wrong]) == (0, 1, 1)


def test_one_triple_counts_once():
    assert counts([label()], [found(), found(cue=span("away"))]) == (1, 0, 0)
    assert counts([], [found(), found(rule="other")]) == (0, 1, 0)


def test_what_readers_may_differ_on_is_neither_missed_nor_false():
    assert counts([label(required=False)], []) == (0, 0, 0)
    assert counts([label(required=False)], [found()]) == (0, 0, 0)


@pytest.mark.parametrize(
    ("written", "proposed"),
    [
        ("Ana-Lucia Ficção", "Ana-Lucia Ficcao"),
        ("Sentinel Bureau", "The Sentinel Bureau"),
        ("orla-inventado", "Orla Inventado"),
    ],
)
def test_somebody_new_is_known_by_the_full_name(written: str, proposed: str):
    assert counts([label(written)], [found(proposed)]) == (1, 0, 0)
    assert counts([label(written)], [found(proposed.split()[-1])]) == (0, 1, 1)


def test_each_tier_counts_with_those_before_it():
    proposed = [found(), found("beta", tier="B"), found("gamma", tier="C")]
    labels = [label(), label("gamma")]
    tiers = evaluate([read(labels, proposed)]).tiers
    assert {name: one.counts for name, one in tiers.items()} == {
        "A": (1, 0, 1),
        "A+B": (1, 1, 1),
        "all": (2, 1, 0),
    }


def test_a_triple_of_two_tiers_counts_in_the_better_one():
    proposed = [found(tier="C", mode="does"), found(tier="A")]
    assert counts([label()], proposed, "A") == (1, 0, 0)
    assert shares([label()], proposed)["mode"] == (1, 1)


def test_issues_and_styles_are_told_apart():
    other = read([label(triple=Triple("beta", "sovereign-ai", "build-own"))], [])
    other = replace(other, gold=replace(other.gold, style="blog"))
    result = evaluate([read([label()], [found()]), other])
    assert {name: one.counts for name, one in result.issues.items()} == {
        "model-release": (1, 0, 0),
        "sovereign-ai": (0, 0, 1),
    }
    assert {name: one.counts for name, one in result.styles.items()} == {
        "wire": (1, 0, 0),
        "blog": (0, 0, 1),
    }


def test_misses_are_what_no_tier_proposes_and_what_is_false_in_the_usual_ones():
    labels = [label(), label("beta"), label("gamma", required=False)]
    proposed = [found(tier="C"), found("delta", tier="B"), found("epsilon", tier="C")]
    missed, false = differences(read(labels, proposed))
    assert [one.triple.holder for one in missed] == ["beta"]
    assert [one.holder.id for one in false] == ["delta"]


# ---- what stands beside the triple


def shares(labels: list[Label], proposed: list[Found], **other: Any) -> dict[str, tuple[int, int]]:
    result = evaluate([read(labels, proposed, **other)]).shares
    return {name: (one.right, one.of) for name, one in result.items()}


def test_flags_are_compared_on_stances_that_match():
    labels = [label(hedged=True), label("beta", mode="does"), label("gamma", required=False)]
    proposed = [found(hedge=span("may")), found("beta"), found("gamma", hedge=span("may"))]
    result = shares(labels, [*proposed, found("delta", hedge=span("may"))])
    assert result["hedge"] == (2, 3)
    assert result["hedged"] == (1, 1)
    assert result["mode"] == (2, 3)


def test_a_marker_is_right_where_it_is_the_labels():
    two, one = label(marker="2"), label(marker="1")
    assert shares([two], [found(marker=span("[2]"))])["marker"] == (1, 1)
    assert shares([one], [found(marker=span("[2]"))])["marker"] == (0, 1)
    assert shares([label()], [found(marker=span("[2]"))])["marker"] == (0, 1)
    assert shares([two], [found()])["marker"] == (0, 1)
    assert shares([label()], [found()])["marker"] == (0, 0)


@pytest.mark.parametrize(
    ("words", "speaker", "right"),
    [
        ("We may stop giving it away,", Mention(None, "Orla Inventado"), 1),
        ("We may stop giving it away", Mention(None, "Orla Inventado"), 1),
        ("We may stop giving it away,", Mention(None, "Inventado"), 0),
        ("We may stop giving it away,", None, 0),
        ("Acme gives all away", Mention(None, "Orla Inventado"), 0),
        (' all away [2]. "We may stop', Mention(None, "Orla Inventado"), 0),
    ],
)
def test_a_quotation_is_right_with_its_speaker(words: str, speaker: Mention | None, right: int):
    quotations = ((span("We may stop giving it away,"), "orla-inventado"),)
    result = shares([], [], quotations=quotations, said=((span(words), speaker),))
    assert result["speaker"] == (right, 1)


def test_a_span_reads_again_only_where_every_character_is_in_its_place():
    good = evidence(TEXT, SENTENCE)
    assert shares([], [], draft={"stances": [{"evidence": good}]})["spans"] == (1, 1)
    for wrong in (
        {"start": 1},
        {"end": SENTENCE.end + 1},
        {"exact": "Acme gives all away [1]."},
        {"prefix": "x"},
        {"suffix": "x"},
        {"start": -len(TEXT), "end": SENTENCE.end - len(TEXT)},
    ):
        draft = {"stances": [{"evidence": good | wrong}]}
        assert shares([], [], draft=draft)["spans"] == (0, 1), wrong


def test_the_spans_of_cue_holder_and_new_names_are_read_too():
    cue, wrong = {"text": "gives", "start": 5, "end": 10}, {"text": "gave", "start": 5, "end": 9}
    draft = {"stances": [{"found": {"cue": cue, "hedge": wrong}}], "entities": [{"evidence": cue}]}
    assert shares([], [], draft=draft)["spans"] == (2, 3)


# ---- figures

SETS = st.sets(st.builds(Triple, st.sampled_from("abc"), st.sampled_from("xy"), st.just("p")))


@given(SETS, SETS, SETS)
def test_counts_add_up(proposed: set[Triple], labelled: set[Triple], optional: set[Triple]):
    right, false, missed = compare(proposed, labelled, optional)
    assert right + missed == len(labelled)
    assert right + false + len(proposed & (optional - labelled)) == len(proposed)


def test_figures_are_of_all_articles_together():
    result = score([Counts(3, 1, 0), Counts(0, 0, 2), Counts(1, 1, 1)])
    assert result.counts == (4, 2, 3)
    assert result.precision.value == pytest.approx(4 / 6)
    assert result.recall.value == pytest.approx(4 / 7)
    assert result.f1.value == pytest.approx(2 * (4 / 6) * (4 / 7) / (4 / 6 + 4 / 7))


def test_what_counts_nothing_has_no_figure():
    none = Figure(None, None, None)
    assert score([]) == (Counts(), none, none, none)
    assert score([Counts(0, 0, 1)]).precision == none
    assert share([(0, 0)]) == share([]) == (0, 0, none)
    assert str(none) == "-"


def test_an_interval_is_that_of_articles_drawn_again():
    # Another way to the same: many more draws by another hand.
    parts = [Counts(n % 4, n % 3, n % 5) for n in range(20)]
    draw, found = random.Random(7), []
    for _ in range(20_000):
        chosen = draw.choices(parts, k=len(parts))
        right, missed = sum(p.right for p in chosen), sum(p.missed for p in chosen)
        found.append(right / (right + missed))
    found.sort()
    recall = score(parts).recall
    assert recall.low == pytest.approx(found[500], abs=0.02)
    assert recall.high == pytest.approx(found[19_500], abs=0.02)
    assert str(Figure(0.721, 0.6, 1.0)) == ".72 .60-1.0"


def test_the_same_articles_give_the_same_interval():
    parts = [Counts(n % 4, n % 3, n % 5) for n in range(20)]
    before = score(parts)
    figures._samples.cache_clear()
    assert score(parts) == before


def test_two_readers_agree_on_what_both_found():
    a, b, c = (Triple(name, "model-release", "open") for name in "abc")
    first, second = {"x": {a: True, b: True}}, {"x": {a: False, c: True}}
    assert agreement(first, second).counts == (1, 1, 1)
    assert agreement(first, second, lambda _, required: required).counts == (0, 1, 2)


# ---- scripts/eval


def script(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(SCRIPT), *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict[str, Any]]:
    """What the script prints of the rules on the tuned half, and its JSON."""
    out = tmp_path_factory.mktemp("eval") / "eval.json"
    done = script("--half", "tuned", "--json", str(out))
    assert done.returncode == 0, done.stderr
    return done.stdout, json.loads(out.read_text("utf-8"))


def test_the_table_fits_a_terminal(rules: tuple[str, Any]):
    assert max(map(len, rules[0].splitlines())) <= 80


def test_the_json_has_the_documented_keys(rules: tuple[str, Any]):
    head = SCRIPT.read_text("utf-8").partition('"""\n')[0].partition("JSON:")[2]
    _, found = rules
    keys = {*found, *found["tiers"]["A"], *found["tiers"]["A"]["counts"], *found["speed"]}
    keys |= {*found["tiers"]["A"]["f1"], *found["shares"]["hedge"], *found["gates"][0]}
    assert keys == set(re.findall(r"`(\w+)`", head))


def test_the_counts_are_those_of_the_half(rules: tuple[str, Any]):
    printed, found = rules
    assert found["articles"] == 16
    for one in found["tiers"].values():
        assert one["counts"]["right"] + one["counts"]["missed"] == 62
    assert (
        sum(one["counts"]["right"] for one in found["issues"].values())
        == (found["tiers"]["A+B"]["counts"]["right"])
    )
    assert found["shares"]["speaker"]["of"] == 21
    assert printed.startswith("rules, tuned: 16 articles with 62 stances\n")


def test_each_gate_tells_whether_it_holds(rules: tuple[str, Any]):
    printed, found = rules
    gates = {one["what"]: one for one in found["gates"]}
    usual = found["tiers"]["A+B"]
    assert gates["precision, A+B"]["found"] == usual["precision"]["value"]
    assert gates["spans that re-read"]["found"] == 1.0
    for what, one in gates.items():
        at_most = what.startswith("import")
        assert one["holds"] == (
            one["found"] <= one["aim"] if at_most else one["found"] >= one["aim"]
        )
        verdict = "holds" if one["holds"] else "missed"
        assert any(
            re.match(rf"{re.escape(what)} .* {verdict}$", line) for line in printed.splitlines()
        )


def test_no_miss_is_printed_unless_the_half_is_named(rules: tuple[str, Any]):
    assert "missed: " not in rules[0]
    done = script("--misses")
    assert done.returncode == 2
    assert "--misses needs --half" in done.stderr


def test_the_two_labellers_are_compared():
    done = script("--agreement")
    assert done.returncode == 0, done.stderr
    rows = {line[:24].strip(): line[24:].split() for line in done.stdout.splitlines()}
    both, first, second = map(int, rows["all"][:3])
    assert both + first == 169
    assert both + second == 176
    assert sum(int(rows[half][0]) for half in ("tuned", "untouched")) == both


# ---- stancegraph eval


def stance(number: int, holder: str, tier: str = "A", rule: str = "give") -> dict[str, Any]:
    return {
        "id": f"s-{number}",
        "status": "draft",
        "tier": tier,
        "holder": holder,
        "issue": "model-release",
        "position": "open",
        "mode": "says",
        "hedged": False,
        "date": "2026-03-01",
        "summary": "Gives all away.",
        "evidence": evidence(TEXT, SENTENCE),
        "found": {"rule": rule},
    }


def draft(*stances: dict[str, Any]) -> dict[str, Any]:
    source = {"id": "daily-1", "title": "T", "publisher": "forbes", "published": "2026-03-01"}
    return {"source": source, "extracted": {"engine": "rules"}, "stances": list(stances)}


def tier(found: dict[str, Any], name: str = "all") -> tuple[int, ...]:
    return reviewed([found]).tiers[name].counts


def test_what_was_accepted_is_right_and_what_was_rejected_is_false():
    found = draft(stance(1, "alibaba"), stance(2, "meta"))
    assert tier(reject(accept(found, "s-1", WHO), "s-2", WHO)) == (1, 1, 0)


@pytest.mark.parametrize(
    "change",
    [{"mode": "does"}, {"date": "2026-02"}, {"hedged": True}, {"quote": "all away"}],
    ids=str,
)
def test_what_was_changed_beside_the_triple_is_right(change: dict[str, Any]):
    assert tier(edit(draft(stance(1, "alibaba")), "s-1", change, WHO)) == (1, 0, 0)


@pytest.mark.parametrize(
    "change", [{"holder": "meta"}, {"issue": "sovereign-ai"}, {"position": "closed"}], ids=str
)
def test_what_was_changed_in_the_triple_is_false_and_what_it_became_missed(change: dict[str, str]):
    assert tier(edit(draft(stance(1, "alibaba")), "s-1", change, WHO)) == (0, 1, 1)


def test_what_was_changed_and_then_rejected_is_false_and_nothing_is_missed():
    changed = edit(draft(stance(1, "alibaba")), "s-1", {"holder": "meta"}, WHO)
    assert tier(reject(changed, "s-1", WHO)) == (0, 1, 0)


def test_a_stance_without_a_position_that_got_one_is_missed():
    found = draft(stance(1, "alibaba") | {"position": None})
    assert tier(edit(found, "s-1", {"position": "open"}, WHO)) == (0, 1, 1)


def test_what_a_person_added_is_missed():
    added = {key: value for key, value in stance(2, "meta").items() if key not in ("tier", "found")}
    del added["status"]
    found = accept(draft(stance(1, "alibaba"), added), "s-1", WHO)
    assert tier(found) == (1, 0, 1)
    assert reviewed([found]).decided == 1


def test_what_was_proposed_twice_counts_once():
    found = draft(stance(1, "alibaba"), stance(2, "alibaba"))
    assert tier(reject(accept(found, "s-1", WHO), "s-2", WHO)) == (1, 0, 0)


def test_a_name_that_was_merged_was_the_right_name():
    found = draft(stance(1, "alibaba-group"))
    found["entities"] = [{"id": "alibaba-group", "name": "Alibaba Group", "type": "Company"}]
    merged = merge(found, "alibaba-group", "alibaba", WHO)
    assert tier(accept(merged, "s-1", WHO)) == (1, 0, 0)


def test_undecided_stances_are_counted_apart():
    result = reviewed([accept(draft(stance(1, "alibaba"), stance(2, "meta")), "s-1", WHO)])
    assert (result.files, result.decided, result.undecided) == (1, 1, 1)
    assert result.tiers["all"].counts == (1, 0, 0)


def test_the_worst_rules_stand_first_and_little_says_little():
    decisions = {"bad": "xxx", "a-once": "x", "fair": "x.", "many": "xxxx......", "good": "....."}
    signs = [(rule, sign) for rule, signs in decisions.items() for sign in signs]
    found = draft(*(stance(n, f"lab-{n}", rule=rule) for n, (rule, _) in enumerate(signs)))
    for number, (_, sign) in enumerate(signs):
        found = (reject if sign == "x" else accept)(found, f"s-{number}", WHO)
    rules = reviewed([found]).rules
    assert list(rules) == ["bad", "a-once", "fair", "many", "good"]
    assert rules["many"] == (6, 4, 0)


@pytest.fixture
def drafts(tmp_path: Path) -> Path:
    """A folder with two reviewed drafts."""
    folder = tmp_path / "drafts"
    folder.mkdir()
    one = draft(stance(1, "alibaba"), stance(2, "meta", "B", "hand"), stance(3, "openai"))
    one = reject(accept(one, "s-1", WHO), "s-2", WHO)
    two = edit(draft(stance(1, "alibaba")), "s-1", {"position": "closed"}, WHO)
    write_draft(folder / "one.yaml", one)
    write_draft(folder / "two.yaml", two)
    return folder


def test_eval_prints_what_reviewed_drafts_tell(run: Run, drafts: Path):
    done = run("eval", str(drafts))
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == "2 draft files: 3 stances decided, 1 not"
    rows = [line.split() for line in lines]
    assert ["A", "1", "1", "1", ".50"] in [row[:5] for row in rows]
    assert ["all", "1", "2", "1", ".33"] in [row[:5] for row in rows]
    assert [row for row in rows if row[:1] in (["hand"], ["give"])] == [
        ["hand", "0", "1", ".00"],
        ["give", "1", "1", ".50"],
    ]
    assert max(map(len, lines)) <= 80


def test_eval_gives_the_same_as_json(run: Run, drafts: Path):
    done = run("eval", str(drafts / "one.yaml"), str(drafts / "two.yaml"), "--format", "json")
    found = json.loads(done.stdout)
    assert found["tiers"]["A+B"]["counts"] == {"right": 1, "false": 2, "missed": 1}
    assert found["rules"]["hand"] == {"right": 0, "false": 1, "missed": 0}
    assert (found["files"], found["decided"], found["undecided"]) == (2, 3, 1)
    assert set(found["tiers"]["A"]["recall"]) == {"value", "low", "high"}


def test_eval_says_where_nothing_is_decided(run: Run, tmp_path: Path):
    write_draft(tmp_path / "new.yaml", draft(stance(1, "alibaba")))
    done = run("eval", str(tmp_path / "new.yaml"))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "1 draft file: nothing is decided yet (stancegraph review)\n"


def test_eval_refuses_what_is_no_draft(run: Run, files: Path, drafts: Path):
    done = run("eval", str(files / "daily-2024.yaml"))
    assert done.returncode == 2
    assert "nothing in it was extracted" in done.stderr
    assert run("eval", "nowhere.yaml").returncode == 2
    done = run("eval", str(drafts), "--format", "csv")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "'csv' is not a format of eval (table, json)\n"
