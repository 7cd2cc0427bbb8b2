"""The gold set: labels that are verbatim and known, holders that are invented or on record."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

import stancegraph as sg

GOLD = Path(__file__).parent / "gold"
RECORDS = Path(__file__).parents[1] / "graph/records"
HALVES = ("tuned", "untouched")
STYLES = {"wire", "opinion", "blog", "interview", "transcript"}
ARTICLES = sorted(file for half in HALVES for file in (GOLD / half).glob("*.md"))
PRACTICE = sorted((GOLD / "practice").glob("*.md"))
LONG = 12
Labels = dict[str, Any]


def read(file: Path) -> Any:
    return yaml.safe_load(file.read_text("utf-8"))


def labels(article: Path) -> Labels:
    found: Labels = read(article.with_suffix(".yaml"))
    return found


def entities(half: str) -> set[str]:
    return {one["id"] for one in read(GOLD / half / "entities.yaml")["entities"]}


@pytest.fixture(scope="module")
def positions(shipped: sg.StanceGraph) -> set[tuple[str, str]]:
    """The issues with their positions."""
    return {(issue.id, one.id) for issue in shipped.issues() for one in issue.positions}


@pytest.fixture(scope="module")
def real() -> set[str]:
    """The holders that the shipped records describe."""
    return {one["id"] for one in read(RECORDS / "entities.yaml")["entities"]}


def by_name(article: Path) -> str:
    return f"{article.parent.name}/{article.stem}"


each_article = pytest.mark.parametrize("article", [*ARTICLES, *PRACTICE], ids=by_name)


def test_there_are_enough_articles_and_every_style_in_each_half():
    assert len(ARTICLES) >= 30
    for half in HALVES:
        styles = Counter(labels(one)["style"] for one in ARTICLES if one.parent.name == half)
        assert set(styles) == STYLES
        assert min(styles.values()) >= 3


def test_each_half_has_articles_without_any_stance():
    for half in HALVES:
        mine = [one for one in ARTICLES if one.parent.name == half]
        assert sum(not labels(one)["stances"] for one in mine) >= 2


@each_article
def test_every_label_is_words_of_the_article(article: Path):
    text, found = article.read_text("utf-8"), labels(article)
    for one in found["stances"]:
        for field in ("evidence", "cue", "holder_text", "hedge", "reported_by"):
            assert one[field] is None or one[field] in text, (field, one[field])
        assert one["cue"] in one["evidence"]
        assert text.count(one["evidence"]) == 1 or one["at"]
        assert one["hedged"] == (one["hedge"] is not None)
        assert one["marker"] is None or f"[{one['marker']}]" in text
    for one in found["quotations"]:
        assert len(one["text"].split()) >= 5
        assert text.count(one["text"]) >= one.get("at", 1), one["text"]


@each_article
def test_every_long_quotation_is_labelled(article: Path):
    text = article.read_text("utf-8")
    quoted = re.findall(r'["“]([^"“”\n]+)["”]', text)
    labelled = [one["text"] for one in labels(article)["quotations"]]
    assert Counter(q for q in quoted if len(q.split()) >= 5) == Counter(labelled)


@each_article
def test_every_label_names_what_is_known(
    article: Path, positions: set[tuple[str, str]], real: set[str]
):
    text, known = article.read_text("utf-8"), real | entities(article.parent.name)
    found = labels(article)
    for one in found["stances"]:
        assert (one["issue"], one["position"]) in positions
        assert one["mode"] in ("says", "does", "ascribed")
        # Who has the turn stands in capitals at times.
        named = one["holder"].casefold() in text.casefold()
        assert one["holder"] in known or named, one["holder"]
        assert one["about"] is None or one["about"] in known or one["about"] in text, one["about"]
        assert isinstance(one["required"], bool)
    triples = [(one["holder"], one["issue"], one["position"]) for one in found["stances"]]
    assert len(triples) == len(set(triples))


@each_article
def test_a_real_holder_holds_here_what_a_record_says(
    article: Path, shipped: sg.StanceGraph, real: set[str]
):
    recorded = {(one.holder, one.issue, one.position) for one in shipped.stances()}
    for one in labels(article)["stances"]:
        if one["holder"] in real:
            assert (one["holder"], one["issue"], one["position"]) in recorded, one


def test_invented_entities_are_not_of_the_shipped_graph(real: set[str]):
    for half in (*HALVES, "practice"):
        assert not entities(half) & real


def test_at_least_as_many_holders_are_new_as_are_invented_and_known(real: set[str]):
    for half in HALVES:
        mine = [labels(one)["stances"] for one in ARTICLES if one.parent.name == half]
        holders = {one["holder"] for one in itertools.chain(*mine)} - real
        assert len(holders - entities(half)) >= len(holders & entities(half))


def passages(text: str, *, quoted: bool = True) -> set[tuple[str, ...]]:
    """All runs of twelve words, those of direct quotations left out if they are not asked for."""
    parts = [text] if quoted else re.split(r'["“][^"“”\n]+["”]', text)
    words = [re.findall(r"\w+", part.casefold()) for part in parts]
    return {tuple(run[i : i + LONG]) for run in words for i in range(len(run) - LONG + 1)}


def test_no_article_shares_a_passage_with_another_or_with_a_quote_on_record():
    own = {one: passages(one.read_text("utf-8"), quoted=False) for one in (*ARTICLES, *PRACTICE)}
    for one, other in itertools.combinations(own, 2):
        assert not own[one] & own[other], (one, other)
    records = [read(file).get("stances", ()) for file in sorted(RECORDS.glob("*.yaml"))]
    for stance in itertools.chain(*records):
        words = passages(stance.get("quote", ""))
        for article, passed in own.items():
            assert not words & passed, (article, stance["id"])


def test_the_second_labels_are_of_the_same_articles_and_name_what_is_known(
    positions: set[tuple[str, str]], real: set[str]
):
    found = read(GOLD / "second.yaml")
    assert set(found) == set(map(by_name, ARTICLES))
    for name, second in found.items():
        text = (GOLD / f"{name}.md").read_text("utf-8")
        known = real | entities(name.partition("/")[0])
        for one in second:
            assert (one["issue"], one["position"]) in positions
            assert one["holder"] in known or one["holder"] in text, one["holder"]


def test_the_readme_counts_what_is_there():
    text = (GOLD / "README.md").read_text("utf-8")
    for half in HALVES:
        for style in (None, *sorted(STYLES)):
            mine = [one for one in ARTICLES if one.parent.name == half]
            mine = [one for one in mine if style in (None, labels(one)["style"])]
            stances = [one for article in mine for one in labels(article)["stances"]]
            required = sum(one["required"] for one in stances)
            words = sum(len(one.read_text("utf-8").split()) for one in mine)
            quotations = sum(len(labels(one)["quotations"]) for one in mine)
            counts = (len(mine), words, required, len(stances) - required, quotations)
            row = " | ".join(f"{number:,}" for number in counts)
            start = text.index(f"| **{half}** |")
            assert f"| {style or f'**{half}**'} | {row} |" in text[start:], (half, style)
