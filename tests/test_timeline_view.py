"""The timeline in a real browser: who moved, when each was heard, and what is left out."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest

import stancegraph as sg
from hostile import ACME, ALARM, CHEAP, ISSUES, hostile, stance, tame
from stancegraph import page as pages
from test_network_view import FOCUSED, OVERLAPS, SIZES, many

Open = Callable[..., Any]
KNOWN = pages.Known(issues=ISSUES, entities=(ACME,), arguments=(CHEAP,))
# The middle of each mark with its key and its look.
MARKS = """() => [...document.querySelectorAll('.mover, .other')].map((e) => {
  const { e: x, f: y } = e.querySelector(':scope > g').transform.baseVal.consolidate().matrix;
  const mover = e.classList.contains('mover');
  return { key: e.dataset.key, x, y, mover, bar: Boolean(e.querySelector('.span')) };
})"""


@pytest.fixture(scope="module")
def whole(shipped: sg.StanceGraph) -> str:
    """The page of the shipped graph."""
    return shipped.page(sparql=False)


def drawn(stances: list[sg.Stance], known: pages.Known = KNOWN) -> str:
    return pages.draw(sorted(stances, key=lambda s: s.date), known, title="Example stances")


def timeline(show: Open, text: str, hash: str = "", width: int = 1440, height: int = 900) -> Any:
    page = show(text, hash=f"#v=time{hash}", viewport={"width": width, "height": height})
    page.wait_for_selector("html[data-ready]")
    return page


def mover(number: int, *steps: tuple[str, str], **more: Any) -> list[sg.Stance]:
    """An invented holder that takes positions one after another."""
    return [
        stance(
            f"m{number}-{when}",
            when,
            holder=f"m{number}",
            holder_label=f"Sample Mover {number}",
            position=position,
            position_label=position,
            **more,
        )
        for when, position in steps
    ]


def told(page: Any) -> str:
    return str(page.locator("#view").inner_text())


# --- who moved


def test_who_moved_has_a_line_a_name_and_a_sentence(show: Open):
    moved = mover(1, ("2024-02-01", "all"), ("2025-03", "none"), mode="says", hedged=True)
    page = timeline(show, drawn([*moved, *many(3)]), "&i=release")
    assert page.locator("h2").first.inner_text() == "1 of 4 holders changed position"
    assert page.locator(".ribbon").count() == 2
    assert "Sample Mover 1" in page.locator(".mover text").text_content()
    sentence = page.locator(".moves button")
    words = "Sample Mover 1: from all of them to none, March 2025, said, hedged"
    assert " ".join(sentence.inner_text().replace("→", "").split()) == words
    sentence.click()
    assert "Sample Mover 1" in page.locator("#details-title").inner_text()
    assert "n=stance%3Am1-2025-03" in page.url


def test_a_line_is_level_while_a_position_is_held(show: Open):
    moved = mover(1, ("2023-02-01", "all"), ("2025-03-02", "none"))
    page = timeline(show, drawn([*moved, *many(2)]), "&i=release")
    start, turn = page.evaluate(
        """() => [...document.querySelectorAll('.ribbon')].map((e) => {
          const n = e.getTotalLength(); const at = (part) => e.getPointAtLength(n * part);
          return [at(0).x, at(0).y, at(1).x, at(1).y]; })"""
    )
    marks = {mark["key"]: mark for mark in page.evaluate(MARKS)}
    first, second = marks["stance:m1-2023-02-01"], marks["stance:m1-2025-03-02"]
    assert start[1] == start[3] == pytest.approx(first["y"], abs=0.2)
    assert start[0] == pytest.approx(first["x"], abs=0.2)
    # It turns shortly before the later stance, and not at once.
    assert start[2] > first["x"] + 0.6 * (second["x"] - first["x"])
    assert turn[0] == pytest.approx(start[2], abs=0.2)
    assert turn[3] == pytest.approx(second["y"], abs=0.2)


def test_about_whom_is_part_of_a_line(show: Open):
    apart = [
        *mover(1, ("2024-02", "all"), about="bolt", about_label="Bolt"),
        *mover(1, ("2025-02", "none")),
    ]
    page = timeline(show, drawn(apart), "&i=release")
    assert page.locator(".ribbon").count() == 0
    together = mover(1, ("2024-02", "all"), ("2025-02", "none"), about="bolt", about_label="Bolt")
    page = timeline(show, drawn(together), "&i=release")
    assert "Sample Mover 1 on Bolt" in page.locator(".moves").inner_text()
    assert "on Bolt" in page.locator(".mover text").text_content()


def test_without_changes_it_says_so_and_shows_the_dots(show: Open):
    page = timeline(show, drawn(many(5)), "&i=release")
    assert page.locator("h2").first.inner_text() == "None of 5 holders changed position"
    assert page.locator(".other").count() == 5
    assert page.locator(".ribbon, .moves").count() == 0


def test_two_positions_on_one_day_are_no_change(show: Open):
    same = [
        *mover(1, ("2024-02-01", "all")),
        stance("second", "2024-02-01", holder="m1", holder_label="Sample Mover 1", position="none"),
    ]
    page = timeline(show, drawn(same), "&i=release")
    assert "None of 1 holder changed" in told(page)
    assert page.locator(".other").count() == 2


def test_issues_with_changes_come_first(show: Open, whole: str):
    page = timeline(show, whole)
    heads = page.eval_on_selector_all(
        ".issue", "all => all.map((e) => e.getAttribute('aria-label'))"
    )
    assert len(heads) == 8
    changed = ["changed position" in head for head in heads]
    assert changed == sorted(changed, reverse=True)
    page.locator(".issue").nth(1).click()
    assert "i=" in page.url


# --- where everything stands


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_no_text_of_the_drawing_lies_over_another(show: Open, whole: str, width: int, height: int):
    page = timeline(show, whole, width=width, height=height)
    assert page.evaluate(OVERLAPS) == []
    crowd = [
        each
        for n in range(12)
        for each in mover(n, ("2023-05", "all"), (f"2025-{n % 4 + 1:02}-03", "none"))
    ]
    page = timeline(show, drawn(crowd), "&i=release", width=width, height=height)
    assert page.evaluate(OVERLAPS) == []


@pytest.mark.parametrize("width", [1920, 1440, 1024, 720, 390])
def test_nothing_needs_sideways_scrolling(show: Open, whole: str, width: int):
    page = timeline(show, whole, width=width)
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(
        "() => { const v = document.querySelector('#view'); return v.scrollWidth <= v.clientWidth; }"
    )


def test_every_stance_has_one_mark_and_no_dot_hides_another(
    show: Open, whole: str, shipped: sg.StanceGraph
):
    page = timeline(show, whole)
    marks = page.evaluate(MARKS)
    assert sorted(mark["key"] for mark in marks) == sorted(
        f"stance:{s.id}" for s in shipped.stances()
    )
    dots = [mark for mark in marks if not mark["mover"]]
    for n, one in enumerate(dots):
        for other in dots[n + 1 :]:
            apart = abs(one["x"] - other["x"]) + abs(one["y"] - other["y"])
            assert apart > 6, (one["key"], other["key"])


def test_marks_go_from_left_to_right_in_time(show: Open, whole: str, shipped: sg.StanceGraph):
    page = timeline(show, whole, "&i=model-release")
    days = {f"stance:{s.id}": s for s in shipped.stances()}
    exact = [mark for mark in page.evaluate(MARKS) if not mark["bar"]]
    exact.sort(key=lambda mark: days[mark["key"]].date)
    places = [mark["x"] for mark in exact]
    # Stops of one line keep a hair's breadth between them.
    assert all(b >= a - 0.5 for a, b in itertools.pairwise(places))


def test_a_date_not_known_to_the_day_has_a_bar_and_is_said(
    show: Open, whole: str, shipped: sg.StanceGraph
):
    page = timeline(show, whole)
    precise = {f"stance:{s.id}": s.precision == "day" for s in shipped.stances()}
    assert {m["key"]: not m["bar"] for m in page.evaluate(MARKS)} == precise
    months = sum(s.precision == "month" for s in shipped.stances())
    assert f"{months} known only to the month" in told(page)
    year = next(s for s in shipped.stances() if s.precision == "year")
    name = page.locator(f'[data-key="stance:{year.id}"]').first.get_attribute("aria-label")
    assert name.endswith("only the year is known")
    bar = page.locator(f'[data-key="stance:{year.id}"] .span').bounding_box()
    assert bar["width"] > 40


def test_a_long_time_without_stances_is_left_out_and_that_is_said(show: Open):
    early = stance("early", "2015-05-01", holder="old", holder_label="Sample Elder")
    page = timeline(show, drawn([early, *many(3)]), "&i=release")
    assert "leaves out June 2015 to February 2025, where there is no stance" in told(page)
    assert page.locator(".break").count() > 0
    page = timeline(show, drawn(many(3)), "&i=release")
    assert page.locator(".break").count() == 0


def test_what_is_too_much_is_left_out_with_a_sentence(show: Open):
    crowd = [
        each for n in range(45) for each in mover(n, ("2023-05-01", "all"), ("2025-02-03", "none"))
    ]
    dots = [each for n in range(7) for each in many(200, issue="release")]
    renamed = [
        stance(f"d{n}", holder=f"d{n}", holder_label=f"Sample {n}") for n, _ in enumerate(dots)
    ]
    page = timeline(show, drawn([*crowd, *renamed]), "&i=release")
    words = told(page)
    assert page.locator(".ribbon").count() == 2 * 40
    assert "5 lines left out" in words
    assert page.locator(".other").count() == 1200
    assert "200 stances of holders who did not change left out" in words
    assert "45 of 1,445 holders changed position" in words
    assert "Show more: 15 of 45" in words


def test_the_same_page_gives_the_same_drawing(show: Open, whole: str):
    one, other = (timeline(show, whole).inner_html(".drawing") for _ in range(2))
    assert one == other


# --- keys, pointer, safety


def test_arrow_keys_go_in_time_and_between_lanes(show: Open):
    two = [
        *mover(1, ("2024-02-01", "all"), ("2025-03-01", "none")),
        *mover(2, ("2024-06-01", "all")),
    ]
    page = timeline(show, drawn(two), "&i=release")
    page.locator('[data-key="stance:m1-2024-02-01"]').first.focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate(FOCUSED).startswith("Sample Mover 2: all")
    page.keyboard.press("ArrowLeft")
    assert page.evaluate(FOCUSED).startswith("Sample Mover 1: all")
    page.locator(".position").first.focus()
    page.keyboard.press("ArrowDown")
    assert page.evaluate(FOCUSED).startswith("Position: some")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    assert page.evaluate(FOCUSED).startswith("Sample Mover 1: none")
    # Nobody is in the lane between, which has its name only.
    page.keyboard.press("ArrowUp")
    assert page.evaluate(FOCUSED).startswith("Position: some")
    assert page.locator(".timeline [tabindex='0']").count() == 1


def test_enter_opens_the_words_and_escape_comes_back(show: Open):
    page = timeline(show, drawn(tame()), "&i=release")
    page.locator(".mover").first.focus()
    name = page.evaluate(FOCUSED)
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.id") == "details-title"
    page.keyboard.press("Escape")
    assert page.evaluate(FOCUSED) == name


def test_a_click_near_a_dot_means_the_dot(show: Open):
    page = timeline(show, drawn(many(1)), "&i=release")
    box = page.locator(".other .pole").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2 + 9, box["y"] + box["height"] / 2 + 3)
    assert "Sample Person 000" in page.locator("#details-title").inner_text()


def test_the_way_of_a_holder_stands_out_while_the_pointer_is_on_it(show: Open):
    two = [
        *mover(1, ("2024-02-01", "all"), ("2025-03-01", "none")),
        *mover(2, ("2024-06-01", "all"), ("2025-03-01", "none")),
    ]
    page = timeline(show, drawn(two), "&i=release")
    page.locator('[data-key="stance:m1-2025-03-01"]').first.hover()
    assert page.locator(".ribbon.lit").count() == 2
    assert page.locator(".mover.lit").count() == 2
    assert "changed from all of them" in page.locator(".callout").text_content()
    page.mouse.move(2, 2)
    assert page.locator(".lit, .callout").count() == 0


def test_hostile_texts_are_only_texts(show: Open):
    stances, issues, arguments, entities = hostile()
    known = pages.Known(issues=issues, entities=entities, arguments=arguments)
    page = timeline(show, drawn(stances, known))
    for mark in page.locator(".timeline .control").all():
        mark.dispatch_event("pointermove")
        mark.dispatch_event("focusin")
    assert page.evaluate(f"() => {ALARM.split('=')[0]}") is None
    tags = set(page.eval_on_selector_all(".timeline *", "all => all.map((e) => e.tagName)"))
    assert tags <= {"g", "path", "rect", "text", "circle"}
    assert "<img src=x" in page.text_content(".timeline")
