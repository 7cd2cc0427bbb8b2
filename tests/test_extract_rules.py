"""The engine of rules: who says what, whose practice it is, and what a phrase comes to."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import stancegraph as sg
from stancegraph.errors import InputError
from stancegraph.extract.engines import verified
from stancegraph.extract.knowledge import Knowledge
from stancegraph.extract.rules import find, quotations
from stancegraph.extract.rules.cues import index
from stancegraph.extract.rules.words import Phrases, tokens
from stancegraph.extract.values import Article, Found

Stances = dict[tuple[str, str, str | None], Found]
LEAD = "# A debate about AI models\n\n"


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return Knowledge.of(sg.open().store)


def stances(text: str, knowledge: Knowledge, **more: str) -> Stances:
    """What is found, by holder, issue and position."""
    article = Article(LEAD + text, title="A debate about AI models", **more)
    return {
        (f.holder.id or f.holder.name, f.issue, f.position): f
        for f in find(article, knowledge).found
    }


def words(found: Found | None, text: str, part: str) -> str | None:
    """The words of a part of what was found."""
    span = getattr(found, part)
    return span.of(LEAD + text) if span else None


# ---- whose a quotation is

WORDS = "nobody has ever measured what these models do"
SPEAKERS = {
    "before": f'Jane Example said: "{WORDS}."',
    "after, inverted": f'"{WORDS}," said Jane Example, who runs Examplia Labs.',
    "after, with a title": f'"{WORDS}," said the start-up\'s chief executive, Jane Example.',
    "after, with an apposition": f'"{WORDS}," Jane Example, the firm\'s head of research, told reporters.',
    "in the middle": f'"Well," said Jane Example, "{WORDS}."',
    "by a last name": f'Jane Example runs Examplia Labs. "{WORDS}," Example said.',
    "by a pronoun": f'Jane Example runs a lab. She was in Geneva. "{WORDS}," she said.',
    "carried on": f'"We looked at it," said Jane Example. "{WORDS}."',
    "introduced by a colon": f'Jane Example was blunt. She added: "{WORDS}."',
    "by a relative clause": f'It was Jane Example who wrote that "{WORDS}".',
    "according to": f'According to Jane Example, "{WORDS}".',
    "in curly marks": f"“{WORDS},” said Jane Example.",
}


@pytest.mark.parametrize("where", SPEAKERS)
def test_a_quotation_has_its_speaker(where: str, knowledge: Knowledge):
    found = quotations(Article(LEAD + SPEAKERS[where]), knowledge)
    told = [
        who.name if who else None for span, who in found if WORDS in span.of(LEAD + SPEAKERS[where])
    ]
    assert told == ["Jane Example"]


def test_a_quotation_of_four_words_is_not_counted(knowledge: Knowledge):
    assert quotations(Article('"We saw it coming," said Jane Example.'), knowledge) == []


def test_a_pull_quote_has_the_speaker_of_its_first_place(knowledge: Knowledge):
    text = f'"{WORDS}," said Jane Example.\n\nPaul Sample said that it rained.\n\n> "{WORDS}."'
    told = [who.name for _, who in quotations(Article(text), knowledge) if who]
    assert told == ["Jane Example"] * 2


def test_words_of_somebody_unnamed_are_nobody_s(knowledge: Knowledge):
    text = f'Jane Example left early. A paper quoted an unnamed executive as saying "{WORDS}".'
    assert [who for _, who in quotations(Article(text), knowledge)] == [None]


# ---- whose a position is

HOLDERS = {
    "reported speech": (
        "Jane Example, a lawyer in Geneva, warned that once the weights are out they cannot be recalled.",
        ("Jane Example", "open-weights-safety", "riskier"),
    ),
    "a source": (
        "Open weights are safer than secrecy, according to Jane Example.",
        ("Jane Example", "open-weights-safety", "safer"),
    ),
    "a view": (
        "In the view of some it is late. In Jane Example's view China is ahead in open models.",
        ("Jane Example", "china-open-source-race", "winning"),
    ),
    "a practice": (
        "Anthropic keeps the weights of its models to itself.",
        ("anthropic", "model-release", "closed"),
    ),
    "a product, which stands for its maker": (
        "The weights of Qwen 3.8 were published under the Apache 2.0 licence.",
        ("alibaba", "model-release", "open"),
    ),
    "a passive": (
        "The full weights were published by Xiaomi on Monday.",
        ("xiaomi", "model-release", "open"),
    ),
    "the company": (
        "Tencent held a briefing. The company released the weights of its newest model.",
        ("tencent", "model-release", "open"),
    ),
    "a group": (
        "China's leading AI companies are weighing whether to publish their models or to go closed.",
        ("chinese-ai-labs", "model-release", "mixed"),
    ),
    "a firm that nobody knows": (
        "Examplia Labs, a start-up, released the weights of its model under an open licence.",
        ("Examplia Labs", "model-release", "open"),
    ),
    "a minister": (
        "Digital Minister Jane Example said the country would build a language model of its own.",
        ("Jane Example", "sovereign-ai", "build-own"),
    ),
    "I, in a turn": (
        "ANNA HOST: Welcome back to the show.\n\nJANE EXAMPLE: Thanks.\n\nANNA HOST: What do you run?\n\n"
        "JANE EXAMPLE: We publish the weights of every model that we train.",
        ("Jane Example", "model-release", "open"),
    ),
}


@pytest.mark.parametrize("who", HOLDERS)
def test_a_position_is_held_by(who: str, knowledge: Knowledge):
    text, expected = HOLDERS[who]
    assert expected in stances(text, knowledge)


def test_all_who_are_joined_by_and_hold_it(knowledge: Knowledge):
    found = stances("Meta and Mistral released the weights of their newest models.", knowledge)
    assert {
        ("meta", "model-release", "open"),
        ("mistral-ai", "model-release", "open"),
    } <= found.keys()


def test_a_column_speaks_for_its_author(knowledge: Knowledge):
    text = (
        "By Jane Example, The Sample Gazette, 2026-03-01\n\nI have read the reports and I did not like my evening. "
        "Governments should require a licence before any powerful model is released.\n\nI said so to my editor."
    )
    assert ("Jane Example", "open-weights-policy", "restrict") in stances(text, knowledge)


def test_a_report_does_not_speak_for_its_author(knowledge: Knowledge):
    text = "By Jane Example, The Sample Gazette, 2026-03-01\n\nGENEVA - Anthropic keeps its weights to itself, it said."
    assert not [key for key in stances(text, knowledge) if key[0] == "Jane Example"]


def test_answers_belong_to_the_person_interviewed(knowledge: Knowledge):
    text = (
        "*Jane Example runs a lab in Geneva.*\n\n**Why do you hide your models?**\n\nWe don't.\n\n"
        "**What do you do, then?**\n\nWe publish the weights of all our models, because that is how we improve them."
    )
    found = stances(text, knowledge)
    assert ("Jane Example", "model-release", "open") in found
    assert not [key for key, f in found.items() if f.tier != "C" and key[2] == "closed"]


def test_what_is_only_asked_is_at_most_proposed(knowledge: Knowledge):
    found = stances("JANE EXAMPLE: Good.\n\nPAUL HOST: Hm.\n\nJANE EXAMPLE: Yes.\n\n"
                    "PAUL HOST: Are open weights safer than closed models?", knowledge)  # fmt: skip
    assert {f.tier for f in found.values()} <= {"C"}


def test_critics_without_a_name_are_not_the_author(knowledge: Knowledge):
    text = (
        "By Jane Example, The Sample Gazette, 2026-03-01\n\nI went there, I came back, I wrote this. "
        "Critics say that open weights are dangerous in the hands of criminals."
    )
    assert ("Jane Example", "open-weights-safety", "riskier") not in stances(text, knowledge)


# ---- what it comes to


def test_a_denial_turns_a_position_round(knowledge: Knowledge):
    found = stances("Tencent will not release the weights of its model.", knowledge)
    assert ("tencent", "model-release", "closed") in found
    assert ("tencent", "model-release", "open") not in found


def test_to_reject_a_claim_is_to_hold_the_opposite(knowledge: Knowledge):
    found = stances("Jane Example denied that China is ahead in open models.", knowledge)
    assert ("Jane Example", "china-open-source-race", "winning") not in found
    assert ("Jane Example", "china-open-source-race", "behind") in found


def test_some_of_both_is_a_position_of_its_own(knowledge: Knowledge):
    text = "Google published the weights of Gemma but keeps Gemini behind an API."
    assert ("google", "model-release", "mixed") in stances(text, knowledge)


@pytest.mark.parametrize(
    ("text", "hedge"),
    [
        ("Jane Example said that China may be ahead in open models.", "may"),
        ("Jane Example said that China is for now ahead in open models.", "for now"),
        ("Jane Example met them in May and said that China is ahead in open models.", None),
    ],
)
def test_words_that_qualify_it_are_told(text: str, hedge: str | None, knowledge: Knowledge):
    found = stances(text, knowledge)["Jane Example", "china-open-source-race", "winning"]
    assert words(found, text, "hedge") == hedge


def test_who_reports_it_is_told_and_a_deed_is_no_statement(knowledge: Knowledge):
    text = "Bloomberg reported that Alibaba released a new model without publishing its weights."
    found = stances(text, knowledge)["alibaba", "model-release", "closed"]
    assert found.mode == "does"
    assert found.reported_by
    assert found.reported_by.id == "bloomberg"


def test_a_marker_belongs_to_the_clause_before_it(knowledge: Knowledge):
    text = "Worth a lot [1], Xiaomi released the weights of its model [2], and it rained [3]."
    found = stances(text, knowledge)["xiaomi", "model-release", "open"]
    assert words(found, text, "marker") == "[2]"


def test_a_holder_s_own_words_are_the_quote(knowledge: Knowledge):
    text = '"China is ahead in open models," said Jane Example.'
    found = stances(text, knowledge)["Jane Example", "china-open-source-race", "winning"]
    assert words(found, text, "quote") == "China is ahead in open models,"


def test_a_pull_quote_is_no_second_stance(knowledge: Knowledge):
    said = "China is ahead in open models, and everybody here knows that"
    text = f'I went. I saw. I asked.\n\n"{said}," said Jane Example.\n\n> {said}.'
    article = Article(text, title="AI", author="Paul Sample")
    found = [f for f in find(article, knowledge).found if f.position == "winning"]
    assert [f.holder.name for f in found] == ["Jane Example"]


def test_who_speaks_in_words_that_no_cue_knows_is_left_to_a_person(knowledge: Knowledge):
    text = (
        "Jane Example said that China is ahead in open models.\n\n"
        '"It was a wet spring and the cherries were late," said Paul Sample.'
    )
    found = stances(text, knowledge)
    assert found["Paul Sample", "china-open-source-race", None].tier == "C"


def test_an_article_on_something_else_has_no_stance(knowledge: Knowledge):
    text = "The plant opened on Monday. It was closed in 2019, said Jane Example, and the doors stayed shut."
    assert find(Article(text, title="Glass works reopen"), knowledge).found == ()


def test_types_of_holders_are_guessed(knowledge: Knowledge):
    text = (
        "The Ministry of Samples, the Institute for Examples, Fictiva Systems and Jane Example said that "
        "China is ahead in open models."
    )
    found = {f.holder.name: f.holder.type for f in stances(text, knowledge).values()}
    types = {
        "Ministry of Samples": "Government",
        "Institute for Examples": "NGO",
        "Fictiva Systems": "Company",
        "Jane Example": "Person",
    }
    assert {name: found.get(name) for name in types} == types


HOSTILE = [
    "",
    "\n\n\n",
    '"',
    "“““ open weights ”””",
    "**: **: open weights are safer",
    "🙂 said 🙂: “China is ahead in open models”, 🙂🙂.\r\n\r\n– Jane Example",
    "A. B. C. D. said that E. F. G. keeps the weights [1][2][3][",
    "China " * 400 + "is ahead in open models, said Jane Example.",
    "(" * 300 + "open source" + ")" * 300,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_any_text_is_read_and_every_span_holds(text: str, knowledge: Knowledge):
    article = Article(text, title="AI", author="Jane Example")
    extraction = verified(article, find(article, knowledge), knowledge)
    assert extraction.rejected == ()


def test_the_same_text_gives_the_same_stances_in_every_process():
    code = (
        "import stancegraph as sg; from stancegraph.extract.knowledge import Knowledge;"
        "from stancegraph.extract.rules import find; from stancegraph.extract.values import Article;"
        f"t = {' '.join(text for text, _ in HOLDERS.values())!r};"
        "print(find(Article(t, title='AI'), Knowledge.of(sg.open().store)))"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(told) == 1


# ---- new issues and entities need no code

INVENTED = """\
entities:
- {id: acme, name: Acme Example Lab, type: Lab, aliases: [Wombat]}
issues:
- id: data-centres
  label: Where should data centres stand?
  short: Data centres
  positions:
  - {id: far-north, label: subarctic sites, summary: Build them in the cold}
  - {id: near-users, label: metropolitan sites, summary: Build them in cities}
  opposed: [[far-north, near-users]]
"""


@pytest.fixture
def invented(tmp_path: Path) -> sg.StanceGraph:
    (tmp_path / "more.yaml").write_text(INVENTED, "utf-8")
    graph = sg.open(empty=True)
    assert not graph.load(tmp_path / "more.yaml").problems
    return graph


def test_an_issue_without_cues_is_told_by_its_positions_labels(invented: sg.StanceGraph):
    text = "Jane Example said that she favoured subarctic sites for the next one."
    assert ("Jane Example", "data-centres", "far-north") in stances(
        text, Knowledge.of(invented.store)
    )


def test_cues_of_one_s_own_are_used(invented: sg.StanceGraph, tmp_path: Path):
    rules = (
        "rules:\n- {id: cold, position: far-north, strength: strong, cues: ['where .. reindeer']}\n"
    )
    (tmp_path / "data-centres.yaml").write_text(rules, "utf-8")
    found = stances(
        "Jane Example wants to put it where only reindeer live.",
        Knowledge.of(invented.store, cues=tmp_path),
    )
    assert found["Jane Example", "data-centres", "far-north"].rule == "cold"


def test_an_entity_of_the_graph_is_known_by_its_product(invented: sg.StanceGraph):
    found = stances("Wombat 3 will stand on subarctic sites.", Knowledge.of(invented.store))
    assert {key[0] for key in found} == {"acme"}


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        (
            "rules: [{id: a, position: south, cues: [x]}]",
            "the position 'south' (far-north, near-users)",
        ),
        ("rules: [{id: a, position: far-north}]", "it has an id, a position and cues"),
        ("rules: [{id: a, position: far-north, who: me, cues: [x]}]", "the who 'me' (agent, doer"),
        ("opposite: {far-north: up}", "'up' is not a position on data-centres"),
        ("rules: [{id: a", "data-centres.yaml:2: is not YAML"),
        ("[]", "holds no names with values"),
    ],
)
def test_a_file_of_cues_that_is_wrong_is_refused(
    rules: str, told: str, invented: sg.StanceGraph, tmp_path: Path
):
    (tmp_path / "data-centres.yaml").write_text(rules, "utf-8")
    with pytest.raises(InputError) as error:
        Knowledge.of(invented.store, cues=tmp_path)
    assert told in str(error.value)


def test_a_cue_that_is_not_in_the_notation_names_its_rule(invented: sg.StanceGraph, tmp_path: Path):
    rules = "rules: [{id: cold.reindeer, position: far-north, cues: ['<nowhere> .. x']}]"
    (tmp_path / "data-centres.yaml").write_text(rules, "utf-8")
    with pytest.raises(InputError, match=r"cold\.reindeer: .*there is no family 'nowhere'"):
        find(Article("x"), Knowledge.of(invented.store, cues=tmp_path))


# ---- the shipped data


def test_every_position_of_the_shipped_issues_has_cues_and_all_are_in_the_notation(
    knowledge: Knowledge,
):
    index(knowledge)
    positions = {(issue.id, p.id) for issue in knowledge.issues.values() for p in issue.positions}
    assert {(cue.issue, cue.position) for cue in knowledge.cues} == positions


def test_a_rule_has_one_position(knowledge: Knowledge):
    rules = {(cue.rule, cue.issue, cue.position) for cue in knowledge.cues}
    assert len(rules) == len({rule for rule, _, _ in rules})


# ---- the notation


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("keep* .. weights", "it keeps all of its weights", True),
        ("keep* .. weights", "it keeps, they say, weights", False),
        ("keep* ... weights", "it keeps, they say, weights", True),
        ("keep* ... weights", "it keeps. The weights", False),
        ("open source", "an open-source model", True),
        ("(let go|free*) it", "they let go it", True),
        ("not ?be shared", "not shared", True),
        ("a & b", "b then a", True),
        ("a & b", "b. Then a", False),
        ("they are", "they're here", True),
        ("n't share", "we don't share", True),
        ("<public> x", "in the open x", True),
    ],
)
def test_a_pattern_is_found_where_it_stands(pattern: str, text: str, found: bool):
    phrases = Phrases([pattern], {"public": ["in the open", "free*"]})
    assert bool(phrases.find(tokens(text), {})) is found


@pytest.mark.parametrize("pattern", ["<none>", "(a|b .. c)", "?a b", ""])
def test_a_pattern_that_cannot_be_is_refused(pattern: str):
    with pytest.raises(ValueError, match="the pattern"):
        Phrases([pattern], {})


def test_a_name_is_asked_for_by_what_it_is():
    phrases = Phrases(["use* @CN"], {})
    assert phrases.find(tokens("they use Qwen"), {2: ("@model @CN", 3)})
    assert not phrases.find(tokens("they use Llama"), {2: ("@model @US", 3)})
