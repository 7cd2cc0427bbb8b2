"""Each question against a second answer, worked out in Python, on graphs made up by chance."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

import pytest

import chance
import stancegraph as sg
from chance import BELONGS, COUNTRIES, HOLDERS, OPPOSED, POSITIONS, TYPES
from second import (
    ASKED,
    DAYS,
    TYPE,
    against,
    ask,
    asks,
    changes,
    chosen,
    doubted,
    first_hand,
    grouped,
    last,
    latest,
    many,
    name,
    same,
    short,
    span,
    words,
)  # fmt: skip
from stancegraph.model import Stance
from stancegraph.query import question


@pytest.fixture(scope="module", params=range(4))
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    return chance.graph(request.param, tmp_path_factory.mktemp("made"))


# ---- rows that are stances

LISTS: dict[str, Callable[[list[Stance]], Iterable[Stance]]] = {
    "history": lambda found: found,
    "timeline": lambda found: found,
    "latest": latest,
    "who-holds": latest,
    "hedged": lambda found: (s for s in found if s.hedged),
    "doubtful": lambda found: (s for s in found if s.confidence in ("medium", "low")),
    "exact-words": lambda found: (s for s in found if s.quote),
    "mentions": lambda found: found,
    "first-to-say": lambda found: (
        s
        for group in grouped(found, "issue", "position").values()
        for s in group
        if s.date == min(t.date for t in group)
    ),
    "one-source": lambda found: (
        s
        for group in grouped(found, "holder", "issue", "position").values()
        for s in group
        if many(group, "source") == [1]
    ),
    "said-about": lambda found: (s for s in found if s.about and s.about != s.holder),
    "who-argues": lambda found: (s for s in found for _ in s.because),
}


def _pairs() -> list[tuple[str, dict[str, str]]]:
    known = {listed: {p.name for p in question(listed).parameters} for listed in LISTS}
    return [(listed, asked) for listed in LISTS for asked in ASKED if asked.keys() <= known[listed]]


@pytest.mark.parametrize(("listed", "asked"), _pairs(), ids=words)
def test_a_list_of_stances(made: sg.StanceGraph, listed: str, asked: dict[str, str]):
    found = ask(made, listed, asked, "stance")
    same(found, ([s.id] for s in LISTS[listed](chosen(made, asked))))


@asks("known-on")
def test_what_was_known(made: sg.StanceGraph, asked: dict[str, str]):
    found = ask(made, "known-on", asked, "stance")
    day = asked.get("as-of", "9999")
    # A month or a year of publication begins like its first day.
    out = [s for s in chosen(made, asked) if f"{s.published or s.date}-01-01"[:10] <= day]
    same(found, ([s.id] for s in latest(out)))


@asks("who-changed")
def test_changes(made: sg.StanceGraph, asked: dict[str, str]):
    known = {s.id: s for s in made.stances()}
    found = ask(made, "who-changed", asked, "stance from before")
    reference = {
        (s.id, known[r].position, max(known[t].when for t in s.revises))
        for s in chosen(made, asked)
        for r in s.revises
    }
    same(found, reference)


@pytest.mark.parametrize("kind", sorted(set(TYPES)))
def test_holders_with_one_stance(made: sg.StanceGraph, kind: str):
    groups = grouped(made.stances(), "holder").values()
    alone = [g[0].id for g in groups if len(g) == 1 and g[0].holder_type == kind]
    same(ask(made, "one-stance", {"type": kind}, "stance"), ([id] for id in alone))


# ---- stances beside each other


@asks("words-and-deeds")
def test_words_and_deeds(made: sg.StanceGraph, asked: dict[str, str]):
    found = ask(made, "words-and-deeds", asked, "words stance opposed")
    ends = grouped(last(chosen(made, asked), "holder", "issue", "mode"), "holder", "issue")
    reference = [
        (word.id, deed.id, against(word, deed))
        for group in ends.values()
        for word in group
        for deed in group
        if (word.mode, deed.mode) == ("says", "does") and word.position != deed.position
    ]
    same(found, reference)


@asks("people-and-employers")
def test_people_and_employers(made: sg.StanceGraph, asked: dict[str, str]):
    found = ask(made, "people-and-employers", asked, "stance its_stance opposed")
    ends = last(chosen(made, asked, "holder"), "holder", "issue")
    reference = [
        (own.id, its.id, against(own, its))
        for own in ends
        for its in ends
        if BELONGS.get(own.holder) == its.holder
        and own.issue == its.issue
        and own.position != its.position
        and asked.get("holder", own.holder) == own.holder
    ]
    same(found, reference)


@asks("their-organisation")
def test_what_the_organisation_says(made: sg.StanceGraph, asked: dict[str, str]):
    now = latest(chosen(made, asked, "holder"))
    people = [who for who in BELONGS if asked.get("holder", who) == who]
    found = ask(made, "their-organisation", asked, "who stance")
    same(found, ([name(p), s.id] for p in people for s in now if s.holder == BELONGS[p]))


@asks("its-people")
def test_what_its_people_say(made: sg.StanceGraph, asked: dict[str, str]):
    now = latest(chosen(made, asked))
    pairs = {(BELONGS[p], h) for p in BELONGS for h in (p, BELONGS[p])}
    found = ask(made, "its-people", asked, "organisation stance")
    same(found, ([name(org), s.id] for org, h in pairs for s in now if s.holder == h))


@asks("disagrees-with", "agrees-with")
@pytest.mark.parametrize("holder", HOLDERS)
def test_who_is_for_and_against_a_holder(made: sg.StanceGraph, holder: str, asked: dict[str, str]):
    asked = {**asked, "holder": holder}
    now = latest(chosen(made, asked, "holder"))
    own, others = ([s for s in now if (s.holder == holder) is mine] for mine in (True, False))
    found = ask(made, "disagrees-with", asked, "position date stance")
    reference = {
        (s.position, max(t.when for t in own if (t.issue, t.position) == (s.issue, s.position)), o)
        for s in own
        for o in (other.id for other in others if against(s, other))
    }
    same(found, reference)
    found = ask(made, "agrees-with", asked, "other both agree oppose agree_on")
    rows = []
    for other in HOLDERS:
        pairs = [(s, t) for s in own for t in others if t.holder == other and s.issue == t.issue]
        agree = {s.issue for s, t in pairs if s.position == t.position}
        oppose = {s.issue for s, t in pairs if against(s, t)}
        both = {s.issue for s, _ in pairs}
        if agree:
            on = ", ".join(sorted(map(short, agree)))
            rows.append([other, len(both), len(agree), len(oppose), on])
    same(found, rows)


# ---- counts


def camps(stances: Iterable[Stance], issue: str) -> dict[str, list[str]]:
    """The holders of each position on an issue, by name."""
    now = grouped((s for s in latest(stances) if s.issue == issue), "position")
    return {p: sorted({name(s.holder) for s in now[(p,)]}) for p in POSITIONS[issue]}


@asks("who-disagrees", "empty-positions")
def test_camps(made: sg.StanceGraph, asked: dict[str, str]):
    found = ask(made, "who-disagrees", asked, "position who who_against")
    rows = []
    for issue, (first, *_) in POSITIONS.items():
        held = camps(chosen(made, asked), issue)
        if held[first] and held[OPPOSED[first]]:
            rows.append([first, ", ".join(held[first]), ", ".join(held[OPPOSED[first]])])
    same(found, rows)
    found = ask(made, "empty-positions", asked, "issue position held_before")
    issues = [issue for issue in POSITIONS if asked.get("issue", issue) == issue]
    empty = [(i, p) for i in issues for p, who in camps(chosen(made, asked), i).items() if not who]
    ever = grouped(chosen(made, asked), "issue", "position")
    same(found, ((short(i), p, len(ever[i, p])) for i, p in empty))


@asks("most-contested")
@pytest.mark.parametrize("at_least", [1, 4, 5])
def test_how_split_an_issue_is(made: sg.StanceGraph, at_least: int, asked: dict[str, str]):
    asked = {**asked, "at-least": str(at_least)}
    rows = []
    for issue in POSITIONS:
        held = camps(chosen(made, asked), issue)
        sizes = [len(who) for who in held.values()]
        holders = len({h for who in held.values() for h in who})
        if holders >= at_least:
            split = sum(4 * (n / sum(sizes)) ** 2 * (1 - n / sum(sizes)) for n in sizes)
            rows.append([short(issue), str(holders), pytest.approx(split, abs=0.0051)])
    found = ask(made, "most-contested", asked, "issue holders split")
    assert [[i, n, float(split)] for i, n, split in found] == rows


@asks("by-country", "by-type")
@pytest.mark.parametrize(("by", "of"), [("country", COUNTRIES), ("type", TYPE)])
def test_what_kinds_of_holder_say(
    made: sg.StanceGraph, by: str, of: dict[str, str], asked: dict[str, str]
):
    found = ask(made, f"by-{by}", asked, f"{by} issue position holders of")
    spoken = [s for s in chosen(made, asked) if s.holder in of]
    told = {(of[s.holder], s.issue, s.holder) for s in spoken}
    held = {(of[s.holder], s.issue, s.position, s.holder) for s in latest(spoken)}
    rows = {
        (k, short(i), p, sum(h[:3] == (k, i, p) for h in held), sum(t[:2] == (k, i) for t in told))
        for k, i, p, _ in held
    }
    same(found, rows)
    if not asked:
        for kind in set(of.values()):
            found = ask(made, f"by-{by}", {by: kind}, f"{by} issue position holders of")
            same(found, (row for row in rows if row[0] == kind))


@asks("by-month")
def test_stances_by_month(made: sg.StanceGraph, asked: dict[str, str]):
    months: dict[str, list[Stance]] = defaultdict(list)
    for s in chosen(made, asked):
        months[s.when[:7]].append(s)
    found = ask(made, "by-month", asked, "month stances holders documents changes")
    rows = [[m, *many(g, "id holder source"), changes(g)] for m, g in months.items()]
    same(found, rows)


@asks("by-year")
def test_stances_by_year(made: sg.StanceGraph, asked: dict[str, str]):
    groups: dict[tuple[str, int, str], list[Stance]] = defaultdict(list)
    for s in chosen(made, asked):
        groups[short(s.issue), s.date.year, s.position].append(s)
    found = ask(made, "by-year", asked, "issue year position stances holders")
    same(found, ([*k, *many(g, "id holder")] for k, g in groups.items()))


@asks("evidence")
def test_what_positions_rest_on(made: sg.StanceGraph, asked: dict[str, str]):
    stances = grouped(chosen(made, asked), "issue", "position")
    issues = [issue for issue in POSITIONS if asked.get("issue", issue) == issue]
    rows = [
        [short(i), p, *many(g, "holder id source publisher"), first_hand(g), doubted(g)]
        for i in issues
        for p in POSITIONS[i]
        for g in [stances[i, p]]
    ]
    columns = "issue position holders stances documents outlets first_hand in_doubt"
    same(ask(made, "evidence", asked, columns), rows)


@asks("issues")
def test_what_issues_rest_on(made: sg.StanceGraph, asked: dict[str, str]):
    of = grouped(chosen(made, asked), "issue")
    found = ask(made, "issues", asked, "id holders stances documents changes first last")
    groups = [(i, of[(i,)]) for i in POSITIONS]
    same(found, ([i, *many(g, "holder id source"), changes(g), *span(g)] for i, g in groups))


@asks("holders", "one-outlet")
def test_what_holders_rest_on(made: sg.StanceGraph, asked: dict[str, str]):
    groups = [(h, g) for (h,), g in grouped(chosen(made, asked), "holder").items()]
    columns = "holder stances issues changes first_hand documents outlets last"
    rows: list[Any] = [
        [
            h,
            *many(g, "id issue"),
            changes(g),
            first_hand(g),
            *many(g, "source publisher"),
            span(g)[1],
        ]
        for h, g in groups
    ]
    same(ask(made, "holders", asked, columns), rows)
    rows = [
        [h, name(g[0].publisher), g[0].publisher == h, *many(g, "id source issue")]
        for h, g in groups
        if many(g, "publisher") == [1] and len(g) > 1
    ]
    columns = "holder outlet own stances documents issues"
    same(ask(made, "one-outlet", asked, columns), rows)


@asks("reports-on")
def test_who_reports_on_whom(made: sg.StanceGraph, asked: dict[str, str]):
    told = grouped((s for s in chosen(made, asked) if s.reported_by), "reported_by", "holder")
    rows = [
        [name(r), name(h), *many(g, "id issue"), sum(s.hedged for s in g), *span(g)]
        for (r, h), g in told.items()
    ]
    columns = "reporter who stances issues hedged first last"
    same(ask(made, "reports-on", asked, columns), rows)


@asks("about-whom")
def test_what_is_spoken_of(made: sg.StanceGraph, asked: dict[str, str]):
    others = [s for s in chosen(made, asked) if s.about and s.about != s.holder]
    rows = [
        [thing, *many(g, "holder id issue"), span(g)[1]]
        for (thing,), g in grouped(others, "about").items()
    ]
    same(ask(made, "about-whom", asked, "entity holders stances issues last"), rows)


@asks("arguments", "both-ways")
def test_arguments(made: sg.StanceGraph, asked: dict[str, str]):
    given: dict[tuple[str, str, str], list[Stance]] = defaultdict(list)
    for s in chosen(made, asked):
        for reason in s.because:
            given[s.issue, s.position, reason].append(s)
    rows: list[Any] = [
        [short(i), p, f"it is {r}", *many(g, "holder id"), *span(g)]
        for (i, p, r), g in given.items()
    ]
    columns = "issue position argument holders stances first last"
    same(ask(made, "arguments", asked, columns), rows)
    rows = [
        [f"it is {r}", p, *many(g, "holder"), OPPOSED[p], *many(given[i, OPPOSED[p], r], "holder")]
        for (i, p, r), g in list(given.items())
        if p == POSITIONS[i][0] and (i, OPPOSED[p], r) in given
    ]
    columns = "argument position holders against holders_against"
    same(ask(made, "both-ways", asked, columns), rows)


@asks("sources", "outlets", "by-kind")
def test_what_documents_contribute(made: sg.StanceGraph, asked: dict[str, str]):
    stances = chosen(made, asked)
    claims = grouped(stances, "holder", "issue", "position").values()
    alone = [g[0].source for g in claims if many(g, "source") == [1]]
    groups = grouped(stances, "source").items()
    rows: list[Any] = [[d, *many(g, "id holder"), alone.count(d)] for (d,), g in groups]
    same(ask(made, "sources", asked, "document stances holders alone"), rows)
    groups = grouped(stances, "publisher").items()
    rows = [[o, *many(g, "source id holder issue"), doubted(g)] for (o,), g in groups]
    columns = "publisher documents stances holders issues in_doubt"
    same(ask(made, "outlets", asked, columns), rows)
    groups = grouped(stances, "source_kind").items()
    counts = "source id holder quote"
    rows = [[k, *many(g, counts), sum(s.hedged for s in g), doubted(g)] for (k,), g in groups]
    columns = "kind documents stances holders quoted hedged in_doubt"
    same(ask(made, "by-kind", asked, columns), rows)


def test_where_the_graph_is_thin(made: sg.StanceGraph):
    stances = made.stances()
    claims = grouped(stances, "holder", "issue", "position").values()
    holders = grouped(stances, "holder").values()
    gaps = {
        "empty-positions": 6 - len(grouped(stances, "issue", "position")),
        "one-stance": sum(len(g) == 1 for g in holders),
        "one-source": sum(many(g, "source") == [1] for g in claims),
        "doubtful": doubted(stances),
        "exact-words": sum(s.quote is None for s in stances),
        "who-argues": sum(not s.because for s in stances),
    }
    found = {ask: int(count) for ask, count in ask(made, "gaps", {}, "ask count")}
    assert {name: found[name] for name in gaps} == gaps


@pytest.mark.parametrize("day", DAYS)
def test_issues_that_nobody_touched(made: sg.StanceGraph, day: str):
    ends = {(i,): max(s.date for s in g) for (i,), g in grouped(made.stances(), "issue").items()}
    old = [short(i) for (i,), end in ends.items() if end < dt.date.fromisoformat(day)]
    same(ask(made, "stale-issues", {"since": day}, "issue"), ([issue] for issue in old))
