"""From an article to a draft file: every span holds what it says, and no review is lost."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

import stancegraph as sg
from stancegraph.extract.article import read_article
from stancegraph.extract.draft import read_draft, slug, to_draft, write_draft
from stancegraph.extract.engines import engine, verified
from stancegraph.extract.knowledge import Knowledge
from stancegraph.extract.values import Article, Extraction, Found, Mention, Span

GOLD = Path(__file__).parent / "gold"
ARTICLES = sorted(GOLD.glob("*/*-[0-9]*.md"))
TEXT = """# Labs at the crossroads

By Jane Example, The Sample Gazette, 2026-03-01

Alibaba will publish the weights of its next model, the company said on Sunday.

“We may have to close our models,” said Orla Inventado, who runs Fictiva Labs.
"""


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return Knowledge.of(sg.open().store)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "labs.md"
    path.write_text(TEXT, "utf-8")
    return path


def span(words: str, text: str = TEXT) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


def found(**more: Any) -> Found:
    """A stance that is right, but for what is given."""
    right: dict[str, Any] = {
        "holder": Mention(span("Alibaba"), "Alibaba", "alibaba"),
        "issue": "model-release",
        "position": "open",
        "mode": "says",
        "cue": span("publish the weights"),
        "evidence": span("Alibaba will publish the weights of its next model"),
        "rule": "invented",
        "tier": "A",
    }
    return Found(**(right | more))


# ---- every span


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_span_of_a_draft_re_reads_to_its_words(path: Path, knowledge: Knowledge):
    read = read_article(str(path))
    draft = to_draft(read, engine("rules")(read, knowledge), knowledge)
    places = [
        stance["evidence"] | {"text": stance["evidence"]["exact"]} for stance in draft["stances"]
    ]
    places += [
        place
        for stance in draft["stances"]
        for place in stance["found"].values()
        if isinstance(place, dict)
    ]
    for place in places:
        assert read.text[place["start"] : place["end"]] == place["text"]
    for stance in draft["stances"]:
        words = stance["evidence"]
        assert read.text[: words["start"]].endswith(words["prefix"])
        assert read.text[words["end"] :].startswith(words["suffix"])
        assert stance.get("quote", "") in words["exact"]
        assert words["start"] <= stance["found"]["cue"]["start"]
        assert stance["status"] == "draft"
        assert stance["hedged"] is ("hedge" in stance["found"])


def test_a_draft_file_is_read_back_as_it_was_written(tmp_path: Path, knowledge: Knowledge):
    for path in ARTICLES[:6]:
        read = read_article(str(path))
        draft = to_draft(read, engine("rules")(read, knowledge), knowledge)
        write_draft(tmp_path / "d.yaml", draft, str(path))
        again = read_draft(tmp_path / "d.yaml")
        assert yaml.safe_dump(again) == yaml.safe_dump(_texts(draft))


def _texts(value: Any) -> Any:
    """Dates and numbers of a draft as the texts that YAML gives."""
    if isinstance(value, dict):
        return {key: _texts(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_texts(item) for item in value]
    return value


# ---- the verifier


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"position": "winning"}, "'winning' is not a position on model-release"),
        ({"issue": "nonsense"}, "there is no issue 'nonsense'"),
        ({"mode": "thinks"}, "'thinks' is not a mode"),
        ({"holder": Mention(None, "Nobody", "nobody-at-all")}, "no entity 'nobody-at-all'"),
        ({"hedge": Span(5, 5)}, "the hedge is not in the text"),
        ({"cue": Span(0, 5)}, "the cue is not in the evidence"),
        ({"evidence": Span(0, 99_999)}, "the evidence is not in the text"),
    ],
)
def test_what_does_not_hold_is_rejected_with_its_reason(
    change: dict[str, Any], reason: str, knowledge: Knowledge
):
    article = Article(TEXT)
    good, bad = found(), found(**change)
    done = verified(article, Extraction((good, bad)), knowledge)
    assert done.found == (good,)
    assert [reason in one.reason for one in done.rejected] == [True]
    draft = to_draft(article, done, knowledge)
    assert reason in draft["rejected"][0]["reason"]


# ---- who and where


def test_a_name_that_is_not_known_becomes_a_draft_entity_with_near_names(knowledge: Knowledge):
    new = found(holder=Mention(span("Orla Inventado"), "Orla Inventado", type="Person"))
    near = found(holder=Mention(None, "Alibabba"))
    draft = to_draft(Article(TEXT), Extraction((new, new, near)), knowledge)
    orla, ali = draft["entities"]
    assert (orla["id"], orla["type"], orla["status"]) == ("orla-inventado", "Person", "draft")
    assert orla["evidence"]["exact"] == "Orla Inventado"
    assert ali["near"][0]["id"] == "alibaba"
    assert [s["holder"] for s in draft["stances"]] == ["orla-inventado"] * 2 + ["alibabba"]


def test_a_name_of_the_graph_is_no_new_entity(knowledge: Knowledge):
    draft = to_draft(
        Article(TEXT, publisher="The Forbes"),
        Extraction((found(holder=Mention(None, "alibaba cloud")),)),
        knowledge,
    )
    assert "entities" not in draft
    assert draft["stances"][0]["holder"] == "alibaba"
    assert draft["source"]["publisher"] == "forbes"


def test_who_reports_is_the_publication_unless_the_holder_speaks(knowledge: Knowledge):
    article = Article(TEXT, publisher="Forbes", author="Jane Example", published="2026-03-01")
    own = found(holder=Mention(None, "Forbes", "forbes"))
    byline = found(holder=Mention(None, "Jane Example"))
    other = found(reported_by=Mention(None, "Reuters", "reuters"))
    draft = to_draft(article, Extraction((found(), own, byline, other)), knowledge)
    reported = [stance.get("reported_by") for stance in draft["stances"]]
    assert reported == ["forbes", None, None, "reuters"]
    assert {stance["date"] for stance in draft["stances"]} == {"2026-03-01"}
    assert draft["source"]["id"] == "forbes-2026-03-01"


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("Clément Delangue", "clement-delangue"),
        ("O\N{RIGHT SINGLE QUOTATION MARK}Brien & Sons, Ltd.", "obrien-sons-ltd"),
        ("Ærø Łab ß", "aero-lab-ss"),
        ("你好", ""),
    ],
)
def test_names_become_ids(name: str, id: str):
    assert slug(name) == id


def test_the_quote_is_only_what_was_said(knowledge: Knowledge):
    said = found(
        holder=Mention(span("Orla Inventado"), "Orla Inventado"),
        evidence=span("“We may have to close our models,” said Orla Inventado"),
        cue=span("close our models"),
        quote=span("We may have to close our models,"),
        hedge=span("may"),
        position="closed",
    )
    (stance,) = to_draft(Article(TEXT), Extraction((said,)), knowledge)["stances"]
    assert stance["quote"] == "We may have to close our models,"
    assert stance["hedged"] is True
    assert stance["found"]["hedge"]["text"] == "may"


# ---- the program


def test_extract_prints_a_draft_file_that_load_refuses(run, article: Path, tmp_path: Path):
    done = run("extract", str(article), "-o", str(tmp_path / "draft.yaml"))
    assert done.returncode == 0, done.stderr
    assert "-> " in done.stderr
    draft = read_draft(tmp_path / "draft.yaml")
    assert {s["holder"] for s in draft["stances"]} >= {"alibaba", "orla-inventado"}
    assert draft["source"]["title"] == "Labs at the crossroads"
    assert draft["source"]["author"] == "Jane Example"
    printed = run("extract", str(article))
    assert printed.stdout == (tmp_path / "draft.yaml").read_text("utf-8")
    store = str(tmp_path / "s")
    refused = run("load", "--store", store, str(tmp_path / "draft.yaml"))
    assert refused.returncode == 2
    assert "nobody has decided on" in refused.stderr


def test_several_articles_make_a_folder_of_drafts(run, tmp_path: Path):
    (tmp_path / "in").mkdir()
    for number in (1, 2):
        (tmp_path / "in" / f"{number}.md").write_text(
            TEXT.replace("03-01", f"03-0{number}"), "utf-8"
        )
    done = run("extract", str(tmp_path / "in"), "-o", str(tmp_path / "out"))
    assert done.returncode == 0, done.stderr
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == [
        "the-sample-gazette-2026-03-01-labs-at-the-crossroads.yaml",
        "the-sample-gazette-2026-03-02-labs-at-the-crossroads.yaml",
    ]


def test_two_articles_of_one_day_do_not_write_over_each_other(run, tmp_path: Path):
    (tmp_path / "in").mkdir()
    for number in (1, 2):
        text = TEXT.replace("crossroads", f"crossroads, part {number}")
        (tmp_path / "in" / f"{number}.md").write_text(text, "utf-8")
    done = run("extract", str(tmp_path / "in"), "-o", str(tmp_path / "out"))
    assert done.returncode == 0, done.stderr
    assert len(list((tmp_path / "out").iterdir())) == 2


def test_a_file_that_was_reviewed_is_not_written_over(run, article: Path, tmp_path: Path):
    out = tmp_path / "draft.yaml"
    run("extract", str(article), "-o", str(out))
    draft = read_draft(out)
    draft["stances"][0] |= {
        "status": "rejected",
        "reviewer": "A. Person",
        "reviewed_at": "2026-03-02",
    }
    write_draft(out, draft)
    before = out.read_bytes()
    refused = run("extract", str(article), "-o", str(out))
    assert refused.returncode == 2
    assert "1 decision would be lost" in refused.stderr
    assert out.read_bytes() == before
    assert run("extract", str(article), "-o", str(out), "--force").returncode == 0


def test_one_bad_article_does_not_keep_the_others_back(run, article: Path, tmp_path: Path):
    (tmp_path / "bad.txt").write_bytes(b"\xff\xfe\x00 not text")
    done = run("extract", str(tmp_path), "-o", str(tmp_path / "out"))
    assert done.returncode == 2
    assert "bad.txt" in done.stderr
    assert len(list((tmp_path / "out").iterdir())) == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--engine", "magic"), "'magic' is not an engine (rules, spacy, llm)"),
        (("--engine", "llm"), "STANCEGRAPH_LLM_MODEL"),
    ],
)
def test_a_wrong_engine_or_setting_is_one_line(
    run, article: Path, words: tuple[str, ...], said: str
):
    done = run("extract", str(article), *words)
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_new_issue_and_a_new_entity_need_no_code(run, tmp_path: Path):
    (tmp_path / "words.yaml").write_text(
        """
entities:
- {id: fictiva, name: Fictiva Labs, type: Lab}
issues:
- id: example-clocks
  label: Should example clocks run backwards?
  short: Example clocks
  positions:
  - {id: backwards, label: backwards, summary: Clocks run backwards}
  - {id: forwards, label: forwards, summary: Clocks run forwards}
  opposed: [[backwards, forwards]]
""",
        "utf-8",
    )
    text = "# Clocks\n\nClocks must run backwards, Fictiva Labs said on Sunday.\n"
    (tmp_path / "clocks.md").write_text(text, "utf-8")
    graph = sg.open()
    assert graph.load(tmp_path / "words.yaml").problems == ()
    (draft,) = graph.extract(tmp_path / "clocks.md")
    assert [(s["holder"], s["issue"], s["position"]) for s in draft["stances"]] == [
        ("fictiva", "example-clocks", "backwards")
    ]


def test_the_same_article_gives_the_same_drafts(knowledge: Knowledge):
    read = read_article(str(ARTICLES[0]))
    find = engine("rules")
    assert find(read, knowledge) == find(replace(read), knowledge)
