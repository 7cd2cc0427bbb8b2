"""The network of an issue in a real browser: where everything stands and how it answers."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any

import pytest

import stancegraph as sg
from hostile import ACME, ALARM, CHEAP, ISSUES, hostile, stance, tame
from stancegraph import page as pages

Open = Callable[..., Any]
KNOWN = pages.Known(issues=ISSUES, entities=(ACME,), arguments=(CHEAP,))
SIZES = [(1440, 900), (1024, 768), (390, 844)]

# Texts of a drawing that lie over each other or leave the drawing; two pixels of a line may be the
# ground of its letters.
OVERLAPS = """() => {
  const texts = [...document.querySelectorAll('.picture text')].map((e) => {
    const { left, right, top, bottom } = e.getBoundingClientRect();
    return { left, right, top: top + 2, bottom: bottom - 2, words: e.textContent };
  });
  const { left, right } = document.querySelector('.picture').getBoundingClientRect();
  const over = (a, b) =>
    a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom && b.top < a.bottom;
  const outside = texts.filter((a) => a.left < left - 1 || a.right > right + 1);
  const pairs = texts.flatMap((a, n) => texts.slice(n + 1).filter((b) => over(a, b)).map((b) => [a, b]));
  return [...outside.map((a) => [a]), ...pairs].map((all) => all.map(({ words }) => words));
}"""
FOCUSED = "() => document.activeElement.getAttribute('aria-label')"


@pytest.fixture(scope="module")
def whole(shipped: sg.StanceGraph) -> str:
    """The page of the shipped graph."""
    return shipped.page(sparql=False)


def drawn(stances: list[sg.Stance], known: pages.Known = KNOWN) -> str:
    return pages.draw(sorted(stances, key=lambda s: s.date), known, title="Example stances")


def network(show: Open, text: str, hash: str = "", width: int = 1440, height: int = 900) -> Any:
    page = show(text, hash=f"#v=net{hash}", viewport={"width": width, "height": height})
    page.wait_for_selector("html[data-ready]")
    return page


def many(number: int, **more: Any) -> list[sg.Stance]:
    """A stance each of so many invented people."""
    return [
        stance(
            f"s{n}",
            holder=f"h{n:03}",
            holder_label=f"Sample Person {n:03}",
            holder_type="Person",
            **more,
        )
        for n in range(number)
    ]


def latest(shipped: sg.StanceGraph, issue: str) -> dict[tuple[str, str | None], sg.Stance]:
    """The latest stance of each holder on each matter."""
    return {(s.holder, s.about): s for s in shipped.stances(issue=issue)}


# --- where everything stands


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_no_text_of_a_drawing_lies_over_another(
    show: Open, whole: str, shipped: sg.StanceGraph, width: int, height: int
):
    page = network(show, whole, width=width, height=height)
    for issue in shipped.issues():
        page.evaluate("(hash) => { location.hash = hash; }", f"v=net&i={issue.id}")
        page.wait_for_function(
            "(id) => document.querySelector('#issue-choice').value === id", arg=issue.id
        )
        assert page.evaluate(OVERLAPS) == [], issue.id


def test_every_shipped_issue_fits_on_one_screen(show: Open, whole: str, shipped: sg.StanceGraph):
    for issue in shipped.issues():
        page = network(show, whole, f"&i={issue.id}")
        box = page.locator(".network").bounding_box()
        room = page.locator("#view").bounding_box()
        assert box["y"] + box["height"] <= room["y"] + room["height"], issue.id
        assert box["x"] >= room["x"]
        assert box["x"] + box["width"] <= room["x"] + room["width"]
        page.close()


@pytest.mark.parametrize("width", [1920, 1440, 1024, 720, 390])
def test_nothing_needs_sideways_scrolling(show: Open, whole: str, width: int):
    page = network(show, whole, "&i=model-release", width=width)
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(
        "() => { const v = document.querySelector('#view'); return v.scrollWidth <= v.clientWidth; }"
    )


def test_lines_run_from_a_position_to_those_who_hold_it(show: Open, whole: str):
    page = network(show, whole, "&i=model-release")
    ends = page.evaluate(
        """() => [...document.querySelectorAll('.edge:not(.past) .line')].map((line) => {
          const length = line.getTotalLength();
          return [line.getPointAtLength(0), line.getPointAtLength(length)].map(({ x, y }) => [x, y]);
        })"""
    )
    plates = page.evaluate(
        """() => [...document.querySelectorAll('.plate')].map((e) => {
          const { x, y, width, height } = e.getBBox(); return [x, y, width, height]; })"""
    )
    marks = page.evaluate(
        """() => [...document.querySelectorAll('.holder > g')].map((e) => {
          const { e: x, f: y } = e.transform.baseVal.consolidate().matrix; return [x, y]; })"""
    )
    assert len(ends) == len(marks) > 30
    for (start_x, start_y), end in ends:
        touched = [
            (x, y, w, h) for x, y, w, h in plates
            if min(abs(start_x - x), abs(start_x - x - w)) < 1 and y <= start_y <= y + h
        ]  # fmt: skip
        assert len(touched) == 1, "a line begins at no position"
        assert min(math.dist(end, mark) for mark in marks) < 9, "a line ends at nobody"


def test_the_first_side_stands_above_and_the_second_below(show: Open, whole: str):
    page = network(show, whole, "&i=model-release")
    told = page.locator(".position text").all_text_contents()
    assert [re.sub(r"\W", "", text.split()[0]) for text in told] == ["open", "mixed", "closed"]


def test_the_same_page_gives_the_same_drawing(show: Open, whole: str):
    one, other = (network(show, whole, "&i=model-release").inner_html(".drawing") for _ in range(2))
    assert one == other


# --- what a mark stands for


@pytest.mark.parametrize("issue", ["model-release", "china-open-source-race"])
def test_every_latest_stance_has_one_mark_that_opens_its_details(
    show: Open, whole: str, shipped: sg.StanceGraph, issue: str
):
    page = network(show, whole, f"&i={issue}")
    keys = page.eval_on_selector_all(".holder", "marks => marks.map((mark) => mark.dataset.key)")
    expected = {f"stance:{each.id}" for each in latest(shipped, issue).values()}
    assert len(keys) == len(set(keys)) == len(expected)
    # Of two stances on one day either may stand for the holder.
    days = {s.id: (s.holder, s.about, s.when) for s in shipped.stances(issue=issue)}
    assert {days[key[7:]] for key in keys} == {days[key[7:]] for key in expected}
    for key in keys:
        page.locator(f'.holder[data-key="{key}"]').click()
        assert page.locator(f'.holder[data-key="{key}"]').get_attribute("aria-current") == "true"
        holder = next(
            s.holder_label for s in shipped.stances(issue=issue) if f"stance:{s.id}" == key
        )
        assert page.locator("#details-title").inner_text().startswith(holder)


def test_every_stance_is_a_line_and_parallel_ones_stay_apart(
    show: Open, whole: str, shipped: sg.StanceGraph
):
    page = network(show, whole, "&i=model-release")
    lines = page.eval_on_selector_all(".edge .line", "all => all.map((e) => e.getAttribute('d'))")
    assert len(lines) == len(set(lines)) == len(shipped.stances(issue="model-release"))


def test_an_earlier_stance_is_pale_and_an_arrow_leads_to_the_later_one(show: Open):
    page = network(show, drawn(tame()), "&i=release")
    past = page.locator(".edge.past")
    # Two earlier stances of the same position have one arrow between them.
    assert past.count() == 2
    assert page.locator(".edge.past .tip").count() == 1
    page.locator(".earlier").first.click()
    assert "Acme Example Lab" in page.locator("#details-title").inner_text()
    assert page.locator(".earlier[aria-current=true]").count() == 1
    assert page.locator(".edge.chosen.past").count() == 1


def test_a_quotation_is_a_solid_line_and_a_paraphrase_a_dashed_one(show: Open):
    told = [stance("words", quote="All of them"), *many(2)]
    page = network(show, drawn(told), "&i=release")
    dashes = page.eval_on_selector_all(
        ".edge .line", "all => all.map((e) => getComputedStyle(e).strokeDasharray)"
    )
    assert sorted(dash == "none" for dash in dashes) == [False, False, True]
    assert page.locator(".holder .pole.hollow").count() == 2


def test_a_matter_is_told_beside_the_holder(show: Open):
    other = stance("other", about="bolt", about_label="Bolt")
    page = network(show, drawn([stance("one"), other]), "&i=release")
    names = [
        "".join(c for c in t if c.isprintable())
        for t in page.locator(".holder .label").all_text_contents()
    ]
    assert {"Acme Example Lab", "Acme Example Lab on Bolt"} <= set(names)


def test_opposed_positions_are_joined_and_said(show: Open):
    page = network(show, drawn(tame()), "&i=release")
    assert page.locator(".opposes:not(.within)").count() == 1
    name = page.locator(".position").first.get_attribute("aria-label")
    assert name.endswith("opposed to none")


def test_a_few_stances_show_all_their_issues_and_many_one_with_a_choice(show: Open, whole: str):
    page = network(show, drawn(tame()))
    assert page.locator(".issue").count() == 2
    page = network(show, whole)
    assert page.locator(".issue").count() == 1
    page.select_option("#issue-choice", label="Sovereign AI")
    assert "i=sovereign-ai" in page.url
    assert "own models" in page.locator("h2").first.inner_text()


def test_too_many_for_a_name_each_are_bundled_and_a_bundle_opens(show: Open):
    page = network(show, drawn([*many(160), *tame()]), "&i=release")
    assert "bundled by type" in page.locator("#view").inner_text()
    bundle = page.locator(".bundle", has_text="161 people")
    assert bundle.get_attribute("aria-expanded") == "false"
    bundle.click()
    bundle = page.locator(".bundle", has_text="161 people")
    assert bundle.get_attribute("aria-expanded") == "true"
    assert page.locator(".holder", has_text="Sample").count() == 60
    assert "101 stances of the open bundles are not drawn" in page.locator("#view").inner_text()
    bundle.focus()
    page.keyboard.press("Enter")
    assert page.locator(".holder", has_text="Sample").count() == 0


# --- keys, pointer, safety


def test_arrow_keys_go_to_the_neighbour_in_their_direction(show: Open):
    page = network(show, drawn([*many(4), *many_organisations(4)]), "&i=release")
    place = (
        "() => { const { x, y } = document.activeElement.getBoundingClientRect(); return [x, y]; }"
    )
    page.locator(".position").first.focus()
    page.keyboard.press("ArrowRight")
    right = page.evaluate(FOCUSED)
    assert "Sample Person" in right
    before = page.evaluate(place)
    page.keyboard.press("ArrowDown")
    after = page.evaluate(place)
    assert after[1] > before[1]
    assert abs(after[0] - before[0]) < 2
    page.keyboard.press("ArrowLeft")
    assert page.evaluate(FOCUSED).startswith("Position: all of them")
    page.keyboard.press("ArrowLeft")
    assert "Sample Works" in page.evaluate(FOCUSED)
    page.keyboard.press("Home")
    assert page.evaluate(FOCUSED).startswith("Issue:")
    assert page.locator(".network [tabindex='0']").count() == 1


def many_organisations(number: int) -> list[sg.Stance]:
    return [
        stance(f"o{n}", holder=f"o{n}", holder_label=f"Sample Works {n}", holder_type="Company")
        for n in range(number)
    ]


def test_enter_opens_the_words_and_escape_comes_back(show: Open):
    page = network(show, drawn(many(3)), "&i=release")
    page.locator(".holder").nth(1).focus()
    name = page.evaluate(FOCUSED)
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.id") == "details-title"
    page.keyboard.press("Escape")
    assert page.evaluate(FOCUSED) == name


def test_what_belongs_to_a_mark_stands_out_while_the_pointer_is_on_it(show: Open):
    page = network(show, drawn(tame()), "&i=release")
    page.locator(".position").last.hover()
    assert page.locator(".edge.lit").count() == 2
    page.mouse.move(2, 2)
    assert page.locator(".lit").count() == 0


def test_the_names_of_marks_tell_who_what_how_and_when(show: Open):
    page = network(show, drawn(tame()), "&i=release")
    names = page.eval_on_selector_all(
        ".holder", "all => all.map((e) => e.getAttribute('aria-label'))"
    )
    words = "none, says, in other words, 30 January 2025; changed from all of them, 30 January 2025"
    assert f"Acme Example Lab: {words}" in names


def test_hostile_texts_are_only_texts(show: Open):
    stances, issues, arguments, entities = hostile()
    known = pages.Known(issues=issues, entities=entities, arguments=arguments)
    page = network(show, drawn(stances, known))
    for mark in page.locator(".network .control").all():
        mark.dispatch_event("pointerover")
        mark.dispatch_event("focusin")
    assert page.evaluate(f"() => {ALARM.split('=')[0]}") is None
    tags = set(page.eval_on_selector_all(".network *", "all => all.map((e) => e.tagName)"))
    assert tags <= {"g", "path", "rect", "text", "tspan", "circle"}
    assert "<img src=x" in page.text_content(".network")
