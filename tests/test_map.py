"""The map of many holders: where things are, how it moves, and what it lets a person reach."""

from __future__ import annotations

import base64
import datetime as dt
import itertools
import random
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

import stancegraph as sg
from hostile import ALARM, TEXTS, hostile, stance
from stancegraph import page as pages
from stancegraph.model import Issue, Position
from stancegraph.page import html
from stancegraph.page.block import stance_block

Open = Callable[..., Any]
AXE = Path(__file__).parents[1] / "scripts/npm/node_modules/axe-core/axe.min.js"
MAP = "#map-canvas[data-scale]"
TYPES = ("Company", "Person", "Lab", "NGO", "Government")
SIDES = (
    (("yes", "first"), ("perhaps", "middle"), ("no", "second")),
    (("yes", "first"), ("no", "second")),
    (("now", "first"), ("later", "first"), ("perhaps", "middle"), ("never", "second")),
)
GROUPS = 4


def issues(number: int) -> list[Issue]:
    """Invented questions with two to four answers."""
    return [
        Issue(
            id=f"issue-{n}",
            label=f"Should invented question {n} be answered?",
            short=f"Invented question {n}",
            positions=tuple(
                Position(id=f"{id}-{n}", label=f"{id} {n}", summary=id, order=at, pole=pole)
                for at, (id, pole) in enumerate(SIDES[n % len(SIDES)])
            ),
        )
        for n in range(number)
    ]


def crowd(stances: int, holders: int, questions: list[Issue]) -> list[sg.Stance]:
    """Invented stances, the oldest first: holders of a group speak on the questions of a group."""
    chance = random.Random(f"{stances}/{holders}")
    often = [
        [(n + 1) ** -0.7 * (8 if n % GROUPS == group else 0.4) for n in range(len(questions))]
        for group in range(GROUPS)
    ]
    held: dict[tuple[int, str], Position] = {}
    made = []
    for n in range(stances):
        holder = n % holders
        issue = chance.choices(questions, often[holder % GROUPS])[0]
        if (holder, issue.id) not in held or chance.random() < 0.1:
            held[holder, issue.id] = chance.choice(issue.positions)
        made.append(one(n, holder, issue, held[holder, issue.id], stances))
    return made


def one(n: int, holder: int, issue: Issue, position: Position, total: int) -> sg.Stance:
    """One stance of a crowd."""
    return stance(
        f"s{n}",
        (dt.date(2020, 1, 1) + dt.timedelta(days=2000 * n // total)).isoformat(),
        holder=f"holder-{holder}",
        holder_label=f"Example Holder {holder:05}",
        holder_type=TYPES[holder % len(TYPES)],
        issue=issue.id,
        issue_label=issue.short,
        position=position.id,
        position_label=position.label,
        quote="We made this up" if n % 3 else None,
        source=f"source-{n // 50}",
        source_title=f"Invented title {n // 50}",
    )


def drawn(stances: list[sg.Stance], questions: Iterable[Issue]) -> str:
    return pages.draw(stances, pages.Known(issues=tuple(questions)), title="Example stances")


QUESTIONS = issues(18)


@pytest.fixture(scope="module")
def many() -> list[sg.Stance]:
    return crowd(20_000, 2_600, QUESTIONS)


@pytest.fixture(scope="module")
def whole(many: list[sg.Stance]) -> str:
    """The page of 20,000 stances."""
    return drawn(many, QUESTIONS)


# What a test calls; the model is made when it is first asked for.
BARE = """window.parts = Object.assign({}, ...Object.values(modules));
let made;
const data = () => JSON.parse(document.getElementById("data").textContent);
Object.defineProperty(window, "model", { get: () => (made ??= window.parts.modelOf(data())) });
"""


@pytest.fixture
def parts(show: Open) -> Open:
    """A bare page in which `parts` are the functions of all modules, and `model` a model."""

    def opened(stances: list[sg.Stance], questions: Iterable[Issue]) -> Any:
        known = pages.Known(issues=tuple(questions))
        block = html.safe_json(stance_block(stances, known, title="Example"))
        script = html.script("map/map.js").removesuffix("})();\n")
        return show(
            "<!doctype html><title>Example</title>"
            f'<script type="application/json" id="data">{block}</script><script>{script}'
            f"{BARE}}})();</script>"
        )

    return opened


def planned(page: Any, width: int = 1000) -> Any:
    """The places of issues and positions as plain values."""
    return page.evaluate(
        """(width) => {
          const { mapPlan, mapShape } = parts;
          return mapPlan(model, mapShape(width)).bubbles.map(({ issue, discs, x, y, r }) => ({
            id: issue.id, holders: new Set(issue.stances.map((s) => s.holder)).size, x, y, r,
            discs: discs.map((d) => ({ pole: d.position.pole, x: d.x, y: d.y, r: d.r })),
          }));
        }""",
        width,
    )


def apart(a: Any, b: Any) -> float:
    return float(((a["x"] - b["x"]) ** 2 + (a["y"] - b["y"]) ** 2) ** 0.5)


def ready(page: Any) -> Any:
    page.locator(MAP).wait_for()
    settle(page)
    return page


def settle(page: Any) -> None:
    """Until what was asked for is drawn."""
    page.evaluate("() => new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(r)))")


def until(page: Any, test: str) -> None:
    """Until a function in the page gives something; its own waiting would need `eval`."""
    for _ in range(200):
        if page.evaluate(test):
            return
        page.wait_for_timeout(25)
    raise AssertionError(f"this never came true: {test}")


def camera(page: Any) -> dict[str, float]:
    settle(page)
    told = page.evaluate("() => ({ ...document.getElementById('map-canvas').dataset })")
    return {name: float(told[name]) for name in ("x", "y", "scale", "marks", "names")}


def on_screen(page: Any, x: float, y: float) -> tuple[float, float]:
    """Where a place of the map is on the screen."""
    view, box = camera(page), page.locator(MAP).bounding_box()
    return (
        box["x"] + box["width"] / 2 + (x - view["x"]) * view["scale"],
        box["y"] + box["height"] / 2 + (y - view["y"]) * view["scale"],
    )


def middle(page: Any) -> tuple[float, float]:
    box = page.locator(MAP).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


# --- where things are


@pytest.mark.parametrize("width", [390, 600, 1000])
def test_no_two_issues_overlap_and_all_positions_are_inside(parts: Open, width: int):
    page = parts(crowd(6_000, 2_000, QUESTIONS), QUESTIONS)
    bubbles = planned(page, width)
    assert len(bubbles) == len(QUESTIONS)
    mean = sum(bubble["r"] for bubble in bubbles) / len(bubbles)
    for a, b in itertools.combinations(bubbles, 2):
        assert apart(a, b) - a["r"] - b["r"] > 0.5 * mean, "there is room for names"
    for bubble in bubbles:
        for disc in bubble["discs"]:
            assert apart(bubble, disc) + disc["r"] <= bubble["r"] + 1e-6
        for a, b in itertools.combinations(bubble["discs"], 2):
            assert apart(a, b) >= a["r"] + b["r"]


def test_the_first_pole_is_left_the_second_right_and_the_middle_above(parts: Open):
    for bubble in planned(parts(crowd(6_000, 2_000, QUESTIONS), QUESTIONS)):
        sides = {pole: [d for d in bubble["discs"] if d["pole"] == pole] for pole in POLES}
        left = max(d["x"] + d["r"] for d in sides["first"])
        right = min(d["x"] - d["r"] for d in sides["second"])
        assert left < right
        below = [*sides["first"], *sides["second"]]
        for disc in sides["middle"]:
            assert disc["y"] < min(d["y"] for d in below)
        if len(sides["first"]) == 2:
            a, b = sides["first"]
            assert apart(a, b) < a["r"] + b["r"] + 3, "those of one side are beside each other"


POLES = ("first", "middle", "second")


def test_the_same_data_give_the_same_places(parts: Open):
    some = crowd(6_000, 2_000, QUESTIONS)
    first, second = parts(some, QUESTIONS), parts(some, QUESTIONS)
    assert planned(first) == planned(second)
    assert marked(first, "() => true") == marked(second, "() => true")


def test_an_issue_with_more_holders_is_larger(parts: Open):
    bubbles = planned(parts(crowd(20_000, 2_600, QUESTIONS), QUESTIONS))
    areas = [(b["r"] ** 2 / b["holders"]) for b in bubbles]
    assert max(areas) / min(areas) < 1.7, "the area follows the number"
    by_size = sorted(bubbles, key=lambda b: b["holders"])
    assert by_size[-1]["r"] > by_size[0]["r"] * 1.5


def test_issues_that_share_holders_lie_nearer_to_each_other(parts: Open):
    bubbles = {b["id"]: b for b in planned(parts(crowd(9_000, 2_000, QUESTIONS), QUESTIONS))}
    same, other = [], []
    for a, b in itertools.combinations(range(len(QUESTIONS)), 2):
        near = apart(bubbles[f"issue-{a}"], bubbles[f"issue-{b}"])
        (same if a % GROUPS == b % GROUPS else other).append(near)
    assert sum(same) / len(same) < 0.8 * sum(other) / len(other)


def marked(page: Any, test: str) -> Any:
    """The marks of the stances that pass a test: id, position, place."""
    return page.evaluate(
        """(test) => {
          const { mapPlan, mapMarks, mapShape, latestOf } = parts;
          const plan = mapPlan(model, mapShape(1000));
          const latest = latestOf(model.stances.filter(eval(test)));
          const { stances, x, y, starts } = mapMarks(plan, latest);
          const marks = plan.discs.flatMap((disc) => {
            const own = [];
            for (let n = starts[disc.at]; n < starts[disc.at + 1]; n += 1)
              own.push({ id: stances[n].id, x: x[n], y: y[n], disc: [disc.x, disc.y, disc.r],
                type: stances[n].holder.type, name: stances[n].holder.label,
                own: stances[n].position === disc.position });
            return own;
          });
          return { marks, latest: latest.map(({ id }) => id), all: stances.length };
        }""",
        test,
    )


@pytest.mark.parametrize("test", ["() => true", "(s) => s.date < '2022'", "(s) => s.quote"])
def test_each_visible_mark_is_placed_once_in_its_position(parts: Open, test: str):
    page = parts(crowd(6_000, 2_000, QUESTIONS), QUESTIONS)
    found = marked(page, test)
    assert len(found["latest"]) > 1000
    assert sorted(m["id"] for m in found["marks"]) == sorted(found["latest"])
    for mark in found["marks"]:
        x, y, r = mark["disc"]
        assert mark["own"]
        assert apart(mark, {"x": x, "y": y}) <= r
    for _, disc in itertools.groupby(found["marks"], key=lambda m: m["disc"]):
        own = list(disc)
        order = [(m["type"], m["name"]) for m in own]
        assert order == sorted(order)
        spread = [apart(a, b) for a, b in itertools.combinations(own[:60], 2)]
        assert min(spread, default=2) > 1.2, "marks lie on each other"


def test_issues_stay_where_they_are_when_a_filter_changes(show: Open, whole: str):
    page = ready(show(whole, hash="#v=map"))
    before = camera(page)
    page.get_by_role("checkbox", name=re.compile("^lab")).check()
    after = camera(page)
    assert 0 < after["marks"] < before["marks"] / 2
    assert [after[k] for k in ("x", "y", "scale")] == [before[k] for k in ("x", "y", "scale")]


def test_the_nearest_mark_is_the_one_that_a_look_at_all_finds(parts: Open):
    page = parts(crowd(6_000, 2_000, QUESTIONS), QUESTIONS)
    wrong = page.evaluate(
        """() => {
          const { mapPlan, mapMarks, mapShape, latestOf, boundsOf, markGrid, nearestMark } = parts;
          const plan = mapPlan(model, mapShape(1000));
          const marks = mapMarks(plan, latestOf(model.stances));
          const bounds = boundsOf(plan.bubbles);
          const grid = markGrid(marks, bounds);
          const wrong = [];
          for (let k = 0; k < 400; k += 1) {
            const x = bounds.left - 9 + ((k * 7.77) % (bounds.right - bounds.left + 18));
            const y = bounds.top - 9 + ((k * 3.31) % (bounds.bottom - bounds.top + 18));
            const within = [1, 6, 25][k % 3];
            const far = (n) => Math.hypot(marks.x[n] - x, marks.y[n] - y);
            let best = -1;
            for (let n = 0; n < marks.x.length; n += 1)
              if (far(n) < within && (best < 0 || far(n) < far(best))) best = n;
            const found = nearestMark(grid, { x, y }, within);
            if (found !== best && !(found >= 0 && best >= 0 && far(found) === far(best)))
              wrong.push([x, y, within, found, best]);
          }
          return wrong;
        }"""
    )
    assert wrong == []


def test_names_cover_neither_each_other_nor_marks(parts: Open):
    page = parts(crowd(100, 50, QUESTIONS), QUESTIONS)
    kept = page.evaluate(
        """() => {
          const label = (key, x, y, most = 0) =>
            ({ key, box: { x: 0, y: 0, width: 80, height: 20 }, spots: [{ x, y }], most });
          const wanted = [label("first", 100, 100), label("on the first", 130, 110),
            label("on a mark", 300, 100), label("must", 300, 100, Infinity),
            label("outside", 900, 100), { ...label("aside", 0, 0),
              spots: [{ x: 110, y: 100 }, { x: 110, y: 140 }] }];
          const marked = [{ x: 300, y: 105, r: 12 }];
          return parts.settledLabels(wanted, marked, { width: 600, height: 400 })
            .map(({ key, box }) => [key, box.y]);
        }"""
    )
    assert kept == [["first", 100], ["must", 100], ["aside", 140]]


# --- what one can do


def test_there_is_a_map_from_two_thousand_holders_on(show: Open):
    page = show(drawn(crowd(2_000, 1_999, QUESTIONS), QUESTIONS), hash="#v=map")
    page.wait_for_selector("html[data-ready]")
    assert page.locator("#tab-map").count() == 0
    page = ready(show(drawn(crowd(2_000, 2_000, QUESTIONS), QUESTIONS), hash="#v=map"))
    assert page.locator("#tab-map").get_attribute("aria-selected") == "true"
    told = page.locator(MAP).get_attribute("aria-label")
    assert told == (
        "Map of 2,000 holders on 18 issues. The Board and the Table hold the same."
    )  # fmt: skip


def test_all_that_is_visible_is_drawn_and_every_issue_is_named(show: Open, whole: str):
    view = camera(ready(show(whole, hash="#v=map")))
    assert view["marks"] > 10_000
    assert view["names"] >= len(QUESTIONS) * 0.9


def test_a_click_on_a_mark_opens_its_stance(
    show: Open, parts: Open, many: list[sg.Stance], whole: str
):
    places = {m["id"]: m for m in marked(parts(many, QUESTIONS), "() => true")["marks"]}
    page = ready(show(whole, hash="#v=map"))
    for id in list(places)[3::4000]:
        page.click("text=⤢")
        x, y = on_screen(page, places[id]["x"], places[id]["y"])
        page.mouse.move(x, y)
        for _ in range(5):
            page.mouse.wheel(0, -300)
        page.mouse.click(*on_screen(page, places[id]["x"], places[id]["y"]))
        assert f"n=stance%3A{id}" in page.url
        assert places[id]["name"] in page.locator("#details").inner_text()
        assert page.evaluate("document.activeElement.id") == "details-title"


def test_pointing_at_a_mark_tells_whose_it_is(
    show: Open, parts: Open, many: list[sg.Stance], whole: str
):
    mark = marked(parts(many, QUESTIONS), "() => true")["marks"][5]
    page = ready(show(whole, hash="#v=map"))
    tip = page.locator(".map-tip")
    assert not tip.is_visible()
    page.mouse.move(*on_screen(page, mark["x"], mark["y"]))
    assert mark["name"] in tip.inner_text()
    page.mouse.move(5, 5)
    assert not tip.is_visible()


def test_dragging_moves_the_map_with_the_pointer(show: Open, whole: str):
    page = ready(show(whole, hash="#v=map"))
    before = camera(page)
    x, y = middle(page)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y - 40, steps=4)
    page.mouse.up()
    after = camera(page)
    assert after["scale"] == before["scale"]
    assert (before["x"] - after["x"]) * after["scale"] == pytest.approx(60, abs=0.5)
    assert (before["y"] - after["y"]) * after["scale"] == pytest.approx(-40, abs=0.5)
    assert "n=" not in page.url, "the end of a drag is no click"


def test_the_wheel_keeps_what_is_below_the_pointer(show: Open, whole: str):
    page = ready(show(whole, hash="#v=map"))
    before = camera(page)
    x, y = middle(page)
    place = before["x"] + 150 / before["scale"], before["y"] + 90 / before["scale"]
    page.mouse.move(x + 150, y + 90)
    page.mouse.wheel(0, -400)
    assert camera(page)["scale"] > before["scale"] * 1.5
    assert on_screen(page, *place) == pytest.approx((x + 150, y + 90), abs=1)


def test_two_fingers_bring_it_nearer(show: Open, whole: str):
    page = ready(show(whole, hash="#v=map", has_touch=True))
    before = camera(page)
    x, y = middle(page)
    page.evaluate(
        """([x, y]) => {
          const canvas = document.getElementById("map-canvas");
          canvas.setPointerCapture = () => {};
          const touch = (type, id, dx) => canvas.dispatchEvent(new PointerEvent(type, {
            pointerId: id, pointerType: "touch", clientX: x + dx, clientY: y, bubbles: true }));
          touch("pointerdown", 1, -50);
          touch("pointerdown", 2, 50);
          touch("pointermove", 1, -100);
          touch("pointermove", 2, 100);
          touch("pointerup", 1, -100);
          touch("pointerup", 2, 100);
        }""",
        [x, y],
    )
    after = camera(page)
    assert after["scale"] == pytest.approx(2 * before["scale"], rel=0.01)
    assert after["x"] == pytest.approx(before["x"], abs=1)
    assert "n=" not in page.url


def test_the_map_can_be_used_by_keys_alone(show: Open, whole: str):
    page = ready(show(whole, hash="#v=map"))
    start = camera(page)
    page.focus("#tab-map")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "map-canvas":
            break
    page.keyboard.press("+")
    nearer = camera(page)
    assert nearer["scale"] == pytest.approx(start["scale"] * 1.6, rel=0.01)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    moved = camera(page)
    assert moved["x"] > nearer["x"]
    assert moved["y"] > nearer["y"]
    page.keyboard.press("-")
    page.keyboard.press("0")
    assert camera(page) == start
    page.keyboard.press("Enter")
    assert "n=stance%3A" in page.url
    name = page.locator("#details-title").inner_text()
    assert name
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "map-canvas"
    for button in ("Nearer", "Farther", "Show all"):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.ariaLabel") == button


def test_the_mark_in_the_middle_is_told_to_those_who_listen(show: Open, whole: str):
    page = ready(show(whole, hash="#v=map"))
    page.focus(MAP)
    for _ in range(4):
        page.keyboard.press("+")
    page.keyboard.press("ArrowLeft")
    until(page, "() => document.querySelector('#live').textContent.startsWith('Example H')")
    assert "Invented question" in page.locator("#live").inner_text()


def test_motion_is_shown_only_to_those_who_want_it(show: Open, whole: str):
    scales = """() => new Promise((done) => {
      const canvas = document.getElementById("map-canvas");
      const seen = new Set();
      document.querySelector("[aria-label=Nearer]").click();
      const start = performance.now();
      const look = () => {
        seen.add(canvas.dataset.scale);
        if (performance.now() - start < 600) requestAnimationFrame(look);
        else done(seen.size);
      };
      requestAnimationFrame(look);
    })"""
    page = ready(show(whole, hash="#v=map"))
    assert page.evaluate(scales) <= 2
    page = ready(show(whole, hash="#v=map", reduced_motion="no-preference"))
    assert page.evaluate(scales) > 4


def test_an_issue_that_is_opened_fills_the_map(show: Open, whole: str):
    page = ready(show(whole, hash="#v=map"))
    before = camera(page)
    page.evaluate("location.hash = 'v=map&i=issue-5'")
    until(page, f"() => document.querySelector('{MAP}').dataset.scale > {before['scale'] * 2}")
    after = camera(page)
    assert 0 < after["marks"] < before["marks"]
    page.evaluate("location.hash = 'v=map'")
    until(page, f"() => document.querySelector('{MAP}').dataset.scale == {before['scale']}")


def test_what_is_chosen_elsewhere_comes_into_view(show: Open, whole: str):
    page = ready(show(whole, hash="#v=map"))
    page.mouse.move(*middle(page))
    for _ in range(12):
        page.mouse.wheel(0, -300)
    near = camera(page)
    page.evaluate("location.hash = 'v=map&n=holder:holder-7'")
    until(page, f"() => document.querySelector('{MAP}').dataset.key === 'holder:holder-7'")
    assert camera(page)["scale"] < near["scale"]


def test_the_map_follows_its_place_and_the_density_of_pixels(show: Open, whole: str):
    page = ready(show(whole, hash="#v=map", device_scale_factor=2))
    page.set_viewport_size({"width": 1100, "height": 700})
    until(
        page,
        "() => { const c = document.getElementById('map-canvas');"
        " return c.width === 2 * c.clientWidth && c.height === 2 * c.clientHeight; }",
    )


def test_on_a_telephone_nothing_is_cut_and_buttons_can_be_hit(show: Open, whole: str):
    page = ready(show(whole, hash="#v=map", viewport={"width": 390, "height": 844}))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for box in (b.bounding_box() for b in page.locator(".map-buttons button").all()):
        assert box["width"] >= 24
        assert box["height"] >= 24
    assert camera(page)["marks"] > 10_000


# --- what it looks like, and how fast

INKS = """(colours) => {
  const canvas = document.getElementById("map-canvas");
  const { width, height } = canvas;
  const copy = Object.assign(document.createElement("canvas"), { width, height });
  const pen = copy.getContext("2d", { willReadFrequently: true });
  pen.drawImage(canvas, 0, 0);
  return counted(pen.getImageData(0, 0, width, height).data, colours);
  function counted(data, colours) {
    const found = colours.map(() => 0);
    for (let at = 0; at < data.length; at += 4) colours.forEach(([r, g, b], k) => {
      if (data[at] === r && data[at + 1] === g && data[at + 2] === b) found[k] += 1;
    });
    return found;
  }
}"""
LIGHT = [(255, 255, 255), (0x00, 0x67, 0xC5), (0x33, 0x20, 0x2E), (0xC2, 0x41, 0x00)]
DARK = [(0x0F, 0x13, 0x18), (0x4D, 0x94, 0xFF), (0xF3, 0xEA, 0xD7), (0xFF, 0x7A, 0x29)]


def test_the_map_has_the_colours_of_the_theme(show: Open, whole: str):
    page = ready(show(whole, hash="#v=map"))
    assert min(page.evaluate(INKS, LIGHT)) > 500
    assert max(page.evaluate(INKS, DARK)) < 100
    page.click("#theme")
    settle(page)
    assert min(page.evaluate(INKS, DARK)) > 500
    assert max(page.evaluate(INKS, LIGHT)) < 100
    page.emulate_media(media="print")
    settle(page)
    assert min(page.evaluate(INKS, LIGHT)) > 100 > page.evaluate(INKS, DARK)[0], "paper is white"


def test_choosing_a_holder_joins_its_marks_and_choosing_a_position_rings_it(show: Open, whole: str):
    page = ready(show(whole, hash="#v=map"))
    text = (0x1B, 0x1F, 0x24)
    plain = page.evaluate(INKS, [text, *LIGHT])
    page.evaluate("location.hash = 'v=map&n=holder:holder-4'")
    page.wait_for_selector(f"{MAP}[data-key='holder:holder-4']")
    settle(page)
    joined = page.evaluate(INKS, [text, *LIGHT])
    assert joined[0] > plain[0] + 100, "lines"
    assert joined[2] < plain[2] / 5, "the others step back"
    page.evaluate("location.hash = 'v=map&n=position:issue-0/yes-0'")
    page.wait_for_selector(f"{MAP}[data-key='position:issue-0/yes-0']")
    settle(page)
    assert page.evaluate(INKS, [(0x05, 0x50, 0xAE)])[0] > 50


def test_a_picture_of_the_view_can_be_taken(show: Open, whole: str, browser: Any):
    page = ready(show(whole, hash="#v=map"))
    page.click("#export summary")
    with page.expect_download() as waiting:
        page.get_by_role("button", name=re.compile("PNG")).click()
    data = Path(waiting.value.path()).read_bytes()
    assert data.startswith(b"\x89PNG")
    found = page.evaluate(
        """async ([data, colours]) => {
          const image = new Image();
          image.src = data;
          await image.decode();
          const canvas = Object.assign(document.createElement("canvas"),
            { width: image.width, height: image.height });
          const pen = canvas.getContext("2d");
          pen.drawImage(image, 0, 0);
          const pixels = new Uint32Array(pen.getImageData(0, 0, image.width, image.height).data.buffer);
          const inks = colours.map(([r, g, b]) => (255 << 24 | b << 16 | g << 8 | r) >>> 0);
          return { width: image.width,
            found: inks.map((ink) => pixels.reduce((n, pixel) => n + (pixel === ink), 0)) };
        }""",
        [f"data:image/png;base64,{base64.b64encode(data).decode()}", LIGHT],
    )
    assert found["width"] == 2 * page.locator(MAP).bounding_box()["width"]
    assert min(found["found"]) > 2_000


def test_hostile_names_are_only_letters_on_the_map(show: Open):
    stances, questions, arguments, entities = hostile()
    some = [*crowd(2_000, 2_000, QUESTIONS), *stances]
    known = pages.Known(
        issues=(*QUESTIONS, *questions), arguments=tuple(arguments), entities=tuple(entities)
    )
    text = pages.draw(some, known, title=TEXTS[0])
    bare = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text)
    for page in (ready(show(text, hash="#v=map")), ready(show(bare, hash="#v=map"))):
        page.focus(MAP)
        for number in range(len(TEXTS)):
            page.evaluate("(i) => location.hash = `v=map&i=issue-${i}&q=summary`", number)
            page.keyboard.press("0")
            settle(page)
            page.mouse.move(*middle(page))
            page.keyboard.press("Enter")
        page.evaluate("location.hash = 'v=map'")
        settle(page)
        assert page.evaluate(ALARM.split("=")[0]) is None
        assert page.locator("#view img, #view iframe, #view a").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_map(show: Open, whole: str, scheme: str):
    if not AXE.exists():
        pytest.skip("axe-core is not here: scripts/assets --dev")
    page = ready(show(whole, hash="#v=map&n=holder:holder-4", color_scheme=scheme))
    page.evaluate(AXE.read_text("utf-8"))
    kinds = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
    found = page.evaluate("(kinds) => axe.run(document, { runOnly: kinds })", kinds)
    assert [(v["id"], [n["target"] for n in v["nodes"]]) for v in found["violations"]] == []
