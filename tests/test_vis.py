"""The page in a real browser: what a person sees, reaches and is safe from."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

import stancegraph as sg
from hostile import ACME, ALARM, CHEAP, ISSUES, TEXTS, hostile, stance, tame
from stancegraph.page import vis as pages
from stancegraph.page.vis import html
from stancegraph.page.vis.drawing import to_pyvis
from stancegraph.page.vis.islands import arrange, islands

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
Open = Callable[..., Any]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    names = ("chromium", "chromium-browser", "google-chrome")
    own = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    with api.sync_playwright() as playwright:
        try:
            started = playwright.chromium.launch(executable_path=own, args=FLAGS)
        except api.Error as error:
            pytest.skip(f"no browser to test the page in: {str(error).splitlines()[0]}")
        yield started
        started.close()


@pytest.fixture
def show(browser: Any, tmp_path: Path) -> Iterator[Open]:
    """Opens a page from a file with the network off; afterwards it must have been quiet."""
    contexts = []
    noise: list[str] = []

    def opened(text: str, *, quiet: bool = True, **look: Any) -> Any:
        file = tmp_path / f"{len(contexts)}.html"
        file.write_bytes(text.encode())
        size = {"width": 1440, "height": 900}
        context = browser.new_context(**{"viewport": size, "reduced_motion": "reduce", **look})
        context.set_offline(True)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000 if quiet else 1_500)
        if quiet:
            page.on("console", lambda message: noise.append(message.text))
            page.on("pageerror", lambda error: noise.append(str(error)))
            page.on("request", lambda asked: noise.append(asked.url))
        page.goto(file.as_uri())
        noise[:] = [line for line in noise if line != file.as_uri()]
        return page

    yield opened
    for context in contexts:
        context.close()
    assert noise == []


def drawn(stances: list[sg.Stance] | None = None, **more: Any) -> str:
    about = {"title": "Example stances", "arguments": [CHEAP], "entities": [ACME], **more}
    return pages.draw(tame() if stances is None else stances, ISSUES, **about)


def block(text: str) -> Any:
    """The data of a page."""
    found = re.search(r'<script id="data" type="application/json">(.*?)</script>', text, re.S)
    assert found
    return json.loads(found[1])


def details(page: Any) -> str:
    return str(page.locator("#details").inner_text())


def canvas_point(page: Any, x: float, y: float) -> tuple[float, float]:
    """Where a point of the drawing is on the screen, from the camera that the canvas tells of."""
    page.locator("#canvas[data-scale]").wait_for()
    place = page.evaluate("() => ({...document.getElementById('canvas').dataset})")
    box = page.locator("#canvas").bounding_box()
    scale = float(place["scale"])
    return (
        box["x"] + box["width"] / 2 + (x - float(place["x"])) * scale,
        box["y"] + box["height"] / 2 + (y - float(place["y"])) * scale,
    )


def node(text: str, kind: str, label: str) -> dict[str, Any]:
    return next(n for n in block(text)["nodes"] if (n["kind"], n["label"]) == (kind, label))


# --- what it shows


def test_the_page_opens_with_the_network_off_and_asks_for_nothing(show: Open):
    page = show(drawn(note="stances known on 30 June 2025"))
    assert page.title() == "Example stances"
    assert page.locator("h1").inner_text() == "Example stances"
    assert page.locator("#note").inner_text() == "stances known on 30 June 2025"
    assert page.locator("#count").inner_text() == "6 stances"
    page.mouse.move(400, 400)
    page.mouse.wheel(0, -300)


def test_the_picture_has_ink_in_it(show: Open):
    page = show(drawn())
    page.locator("#canvas[data-scale]").wait_for()
    colours = page.evaluate(
        """() => { const c = document.querySelector('#canvas canvas');
        const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
        const seen = new Set(); for (let i = 0; i < d.length; i += 4)
          seen.add(`${d[i]},${d[i + 1]},${d[i + 2]}`); return [...seen]; }"""
    )
    assert {"0,103,197", "194,65,0", "51,32,46"} <= set(colours), "a pole has no mark"


@pytest.mark.parametrize(
    ("kind", "label", "told"),
    [
        ("holder", "Bolt Example Works", "Acme told the summary three."),
        ("position", "none", "Release not one"),
        ("issue", "Example release", "Should example models be released?"),
    ],
)
def test_a_click_on_a_mark_shows_its_details(show: Open, kind: str, label: str, told: str):
    text = drawn()
    page = show(text)
    there = node(text, kind, label)
    page.mouse.click(*canvas_point(page, there["x"], there["y"]))
    page.locator("#details h2", has_text=label).wait_for()
    assert told in details(page)


def test_a_click_on_a_name_is_a_click_on_its_holder(show: Open):
    text = drawn()
    page = show(text)
    there = node(text, "holder", "Bolt Example Works")
    shift = -40 if there["side"] == "left" else 40
    page.mouse.click(*canvas_point(page, there["x"] + shift, there["y"]))
    page.locator("#details h2", has_text="Bolt Example Works").wait_for()


def carlas_line(text: str) -> tuple[float, float]:
    """The middle of the line of Carla's stance on speed, which is straight."""
    position = node(text, "position", "slow down")
    marks = [n for n in block(text)["nodes"] if n["label"] == "Carla Sample"]
    (mark,) = (n for n in marks if n["issue"] == position["issue"])
    assert mark["y"] == position["y"]
    return (mark["x"] + position["x"]) / 2, mark["y"]


def test_a_click_on_a_line_opens_its_stance(show: Open):
    text = drawn()
    page = show(text)
    page.mouse.click(*canvas_point(page, *carlas_line(text)))
    assert "told the summary five" in page.locator(".stance.chosen").inner_text()


def test_what_the_issue_filter_hides_cannot_be_hit(show: Open):
    text = drawn()
    page = show(text)
    page.select_option("#issue", label="Example release (5)")
    for _ in range(5):
        page.click("#farther")
    page.wait_for_timeout(200)
    there = node(text, "position", "slow down")
    for point in (carlas_line(text), (there["x"], there["y"])):
        page.mouse.click(*canvas_point(page, *point))
        assert page.locator("#details h2").inner_text() == "Example release"


def test_a_holder_is_shown_with_its_stances_in_the_order_of_time(show: Open):
    page = show(drawn())
    page.get_by_role("button", name="Acme Example Lab").first.click()
    cards = page.locator(".stance").all_inner_texts()
    whens = [card.split("\n")[0] for card in cards]
    assert whens == ["2024", "May 2024", "30 January 2025"]
    assert "“We will release every one”" in cards[0]
    assert "it is cheap; unheard-of" in cards[0]
    assert "Title of one, The Daily Example" in cards[0]
    assert "“" not in cards[1], "a stance without a quote shows none"
    assert "Changed from all of them" in cards[2]
    assert "Dora Example" in cards[2]
    assert "Acmé Ateliers" in details(page)


def test_mode_hedging_and_doubt_are_said_in_words(show: Open):
    page = show(drawn())
    page.get_by_role("button", name="Carla Sample").first.click()
    first, second = page.locator(".stance").all_inner_texts()
    assert "says, hedged" in first
    assert "Bolt" in first
    assert "ascribed by others, our confidence: medium" in second
    page.get_by_role("button", name="all of them").first.click()
    page.get_by_role("button", name="none", exact=True).first.click()
    page.get_by_role("button", name="Bolt Example Works").first.click()
    card = page.locator(".stance").inner_text()
    assert "does" in card
    assert card.count("Title of") == 2, "the document that it goes back to is one of ours"


def test_a_position_tells_its_meaning_its_opposite_and_its_holders(show: Open):
    page = show(drawn())
    page.get_by_role("button", name="Example release").first.click()
    page.get_by_role("button", name="all of them").first.click()
    told = details(page)
    assert "Release every one" in told
    assert "Opposes" in told
    assert "3 stances" in told
    assert "later: none" in told, "Acme stands elsewhere by now"


def test_the_issue_filter_narrows_picture_details_and_count(show: Open):
    page = show(drawn())
    page.select_option("#issue", label="Example speed (1)")
    assert page.locator("#count").inner_text() == "1 of 6 stances"
    assert "Should example labs slow down?" in details(page)
    assert "Acme" not in details(page)
    page.fill("#search", "dora")
    page.locator("#details h2", has_text="Nothing found").wait_for()
    page.select_option("#issue", label="All issues")
    assert page.locator("#count").inner_text() == "6 stances"


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("acme", "6 stances of 6 found, by 3 holders"),
        ("ACME ATELIERS", "3 stances of 6 found, by 1 holder"),
        ("release every", "1 stance of 6 found, by 1 holder"),
        ("told the summary five", "1 stance of 6 found, by 1 holder"),
        ("zzz", "0 stances of 6 found, by 0 holders"),
    ],
)
def test_the_search_announces_how_many_stances_it_found(show: Open, words: str, count: str):
    page = show(drawn())
    page.fill("#search", words)
    page.wait_for_timeout(300)
    assert page.locator("#count").inner_text() == count
    assert page.locator("#count").get_attribute("aria-live") == "polite"


def test_enter_in_the_search_goes_to_the_first_found_and_does_not_open_it(show: Open):
    page = show(drawn())
    page.fill("#search", "bolt example")
    page.press("#search", "Enter")
    focused = page.locator("#details li button:focus")
    assert "Bolt Example Works" in focused.inner_text()
    page.keyboard.press("Enter")
    page.locator("#details h2", has_text="Bolt Example Works").wait_for()


def test_everything_can_be_reached_with_the_keyboard(show: Open):
    page = show(drawn())
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert "Example release" in page.locator("#details button:focus").inner_text()
    page.keyboard.press("Enter")
    assert page.locator("h2:focus").inner_text() == "Example release"
    page.get_by_role("button", name="Bolt Example Works").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("h2:focus").inner_text() == "Bolt Example Works"
    page.keyboard.press("Escape")
    assert page.locator("#details button:focus").inner_text() == "Bolt Example Works"
    page.keyboard.press("Escape")
    assert "Example release" in page.locator("#details button:focus").inner_text()
    assert page.locator("#count").inner_text() == "6 stances"
    page.keyboard.press("/")
    assert page.locator("#search:focus").count() == 1


def test_an_empty_selection_says_so_in_words(show: Open):
    page = show(drawn([]))
    assert "No stance is in this selection" in details(page)
    assert page.locator("canvas").count() == 0
    assert page.locator("#count").inner_text() == "0 stances"


def test_the_colours_follow_the_system_and_a_button(show: Open):
    text = drawn()
    ground = "() => getComputedStyle(document.body).backgroundColor"
    light, dark = show(text), show(text, color_scheme="dark")
    day, night = light.evaluate(ground), dark.evaluate(ground)
    assert day != night
    light.click("#theme")
    dark.click("#theme")
    assert (light.evaluate(ground), dark.evaluate(ground)) == (night, day)


@pytest.mark.parametrize("width", [390, 720])
def test_a_narrow_screen_needs_no_sideways_scroll(show: Open, width: int):
    stances, issues, arguments, entities = hostile()
    for text in (drawn(), pages.draw(stances, issues, title="x" * 200, note="y" * 200)):
        page = show(text, viewport={"width": width, "height": 844})
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width
        page.locator("#details .chip").last.click()
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    assert arguments
    assert entities


def test_the_words_quotes_dates_and_sources_of_the_shipped_graph_can_all_be_reached(
    show: Open, shipped: sg.StanceGraph
):
    stances = shipped.stances()
    page = show(shipped.page())
    found = page.evaluate(
        """async () => {
          const list = () => [...document.querySelectorAll('#details .chips .chip')];
          const all = [];
          for (let n = 0; n < list().length; n++) {
            list()[n].click();
            const name = document.querySelector('#details h2').textContent;
            for (const card of document.querySelectorAll('.stance')) all.push({
              holder: name,
              when: card.querySelector('.when time').dateTime,
              summary: card.textContent,
              quote: card.querySelector('blockquote')?.textContent ?? null,
              links: [...card.querySelectorAll('a')].map((a) => a.getAttribute('href')),
            });
            document.querySelector('.back button').click();
          }
          return all; }"""
    )
    assert len(found) == len(stances) > 100
    for each in stances:
        cards = [
            card
            for card in found
            if card["holder"] == each.holder_label
            and card["when"] == each.when
            and each.summary in card["summary"]
        ]
        assert len(cards) == 1, each.id
        assert cards[0]["quote"] == (f"“{each.quote}”" if each.quote else None)
        if each.source_url:
            assert each.source_url in cards[0]["links"]


# --- what it is safe from


def hostile_page() -> str:
    stances, issues, arguments, entities = hostile()
    return pages.draw(
        stances,
        issues,
        title=TEXTS[0],
        note=TEXTS[1],
        arguments=arguments,
        entities=entities,
    )


def without_policy(text: str) -> str:
    bare = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text)
    assert bare != text
    return bare


def visit_all(page: Any) -> str:
    """Opens everything there is, on the canvas and in the details; all the text that was seen."""
    seen = [details(page), page.title(), page.locator("#note").inner_text()]
    nodes = page.evaluate("() => JSON.parse(document.getElementById('data').textContent).nodes")
    for words in ("quote", "script", "javascript", "href"):
        page.fill("#search", words)
        page.wait_for_timeout(200)
        seen.append(details(page))
    for number in range(len(TEXTS) + 1):
        page.select_option("#issue", index=number)
        seen.append(details(page))
        for there in nodes:
            if there["issue"] == number - 1:
                page.mouse.move(*canvas_point(page, there["x"], there["y"]))
        chips = page.locator("#details .chip")
        for index in range(min(chips.count(), 3)):
            chips.nth(index).click()
            seen.append(details(page))
            page.select_option("#issue", index=0)
            page.select_option("#issue", index=number)
    return "\n".join(seen)


def alarm(page: Any) -> Any:
    return page.evaluate("() => window.__pwned")


@pytest.mark.parametrize("policy", [True, False])
def test_hostile_texts_are_shown_as_they_are_and_never_run(show: Open, policy: bool):
    text = hostile_page() if policy else without_policy(hostile_page())
    page = show(text)
    seen = " ".join(visit_all(page).split())
    assert alarm(page) is None
    for each in TEXTS:
        assert f"quote {' '.join(each.split())}" in seen
        assert f"summary {' '.join(each.split())}" in seen
    links = page.evaluate("() => [...document.querySelectorAll('a')].map((a) => a.href)")
    assert all(link.startswith(("https://", "http://", "file:")) for link in links)


@pytest.mark.parametrize(
    ("safe", "unsafe"),
    [
        (
            "made.append(child instanceof Node ? child : document.createTextNode(String(child)));",
            "child instanceof Node ? made.append(child) : made.innerHTML += child;",
        ),
        ("hint.textContent = ", "hint.innerHTML = "),
        (html.safe_json(TEXTS[0]), json.dumps(TEXTS[0])),
    ],
)
def test_the_hostile_texts_would_bite_if_the_page_took_them_for_markup(
    show: Open, safe: str, unsafe: str
):
    text = without_policy(hostile_page())
    assert safe in text
    page = show(text.replace(safe, unsafe), quiet=False)
    with contextlib.suppress(Exception):  # what was let in may well break the page
        visit_all(page)
    assert alarm(page) == 1


def test_the_policy_stops_a_script_that_gets_into_the_page(show: Open):
    intruders = f'<script>{ALARM}</script><img src=x onerror="{ALARM}"></body>'
    text = hostile_page().replace("</body>", intruders)
    page = show(text, quiet=False)
    page.wait_for_timeout(300)
    assert alarm(page) is None
    bare = show(without_policy(text), quiet=False)
    bare.wait_for_timeout(300)
    assert alarm(bare) == 1, "without the policy it runs"


def test_links_lead_to_the_web_only_and_tell_it_nothing(show: Open):
    stances, issues, _, _ = hostile()
    page = show(pages.draw([*stances, *tame()], [*issues, *ISSUES], title="x"))
    holders = page.locator("#details .chips .chip").count()
    for number in range(holders):
        page.locator("#details .chips .chip").nth(number).click()
        for found in page.locator("#details a").all():
            assert found.get_attribute("href").startswith("https://daily.example/")
            assert found.get_attribute("rel") == "noopener noreferrer nofollow"
        page.keyboard.press("Escape")


def test_no_script_of_ours_makes_markup_from_text():
    forbidden = (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|srcdoc"
    )
    for file in [
        *Path(html.__file__).parent.glob("js/*.js"),
        Path(html.__file__).parent / "template.html",
    ]:
        assert not re.search(forbidden, file.read_text("utf-8")), file


def test_nothing_in_the_page_names_a_place_to_load_from():
    text = drawn([])
    assert not re.search(r"<(link|iframe|img|base|object)\b|<script[^>]+\bsrc=|@import|url\(", text)
    assert "sourceMappingURL" not in text
    hashed = r"'sha256-[\w+/=]{44}'"
    policy = (
        rf"default-src 'none'; script-src {hashed} {hashed}; style-src {hashed}; "
        r"img-src data: blob:; base-uri 'none'; form-action 'none'"
    )
    assert re.search(rf'Content-Security-Policy" content="{policy}"', text)


def test_the_licence_notice_of_vis_network_is_kept():
    text = drawn([])
    assert "@license" in text
    assert "vis.js is dual licensed under both" in text
    assert "copyright (c) 2017-2019 visjs contributors" in text


# --- what it is made of


def test_the_same_stances_give_the_same_bytes_in_every_process(tmp_path: Path):
    code = "import sys, test_page; sys.stdout.buffer.write(test_page.drawn(note='n\\xe9').encode())"
    paths = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    wanted = drawn(note="né").encode()
    for seed, locale in (("1", "C"), ("2", "C.UTF-8")):
        env = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": locale, "PYTHONPATH": paths}
        env |= {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
        done = subprocess.run(
            [sys.executable, "-c", code], env=env, cwd=tmp_path, capture_output=True, check=True
        )
        assert done.stdout == wanted


def test_too_many_stances_are_refused_with_the_limit_and_a_way_out():
    many = [stance(f"s{n}") for n in range(pages.MOST_STANCES + 1)]
    with pytest.raises(sg.StancegraphError, match=r"3,001 .*at most 3,000.*--issue.*--since"):
        drawn(many)


def test_each_stance_has_a_line_of_its_own_and_opposed_positions_have_one():
    data = block(drawn())
    lines = [edge for edge in data["edges"] if edge["kind"] == "stance"]
    assert sorted(edge["ref"] for edge in lines) == list(range(6))
    twins = [edge["beside"] for edge in lines if edge["ref"] in (0, 1)]
    assert sorted(twins) == [0, 1], "parallel lines bend differently"
    assert [edge["earlier"] for edge in sorted(lines, key=lambda edge: edge["ref"])] == [
        *(True, True, False, False, False, False)
    ]
    assert sum(edge["kind"] == "opposes" for edge in data["edges"]) == 2


def test_ids_on_the_page_are_opaque():
    data = block(hostile_page())
    assert {re.sub(r"\d+", "", each["id"]) for each in data["nodes"]} == {"n"}
    assert {re.sub(r"\d+", "", each["id"]) for each in data["edges"]} == {"e"}


def test_an_empty_or_false_label_stays_what_it_is():
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_node("n0", label="", x=0, y=0)
    graph.add_node("n1", label="0", x=9, y=0)
    graph.add_edge("n0", "n1", key="e0")
    graph.add_edge("n0", "n1", key="e1")
    network = to_pyvis(graph)
    assert [each["label"] for each in network.nodes] == ["", "0"]
    assert [each["id"] for each in network.edges] == ["e0", "e1"]


def test_no_mark_or_name_of_the_shipped_graph_hides_another(shipped: sg.StanceGraph):
    data = block(shipped.page())
    frames = data["frames"]
    for one in frames:
        for two in frames:
            apart = (
                one["x"] + one["w"] <= two["x"]
                or two["x"] + two["w"] <= one["x"]
                or one["y"] + one["h"] <= two["y"]
                or two["y"] + two["h"] <= one["y"]
            )
            assert apart or one is two
    rows = [(n["issue"], n["side"], n["x"], n["y"]) for n in data["nodes"] if n["kind"] == "holder"]
    for issue, side, x, y in rows:
        near = [r for r in rows if r[:2] == (issue, side) and abs(r[3] - y) < 18.9]
        assert all(abs(r[2] - x) > 140 for r in near if r != (issue, side, x, y))


def test_a_crowd_stands_in_columns_and_poles_from_top_to_bottom():
    crowd = [stance(f"s{n}", holder=f"h{n}", holder_label=f"H {n}") for n in range(500)]
    network = pages.stance_network(crowd, ISSUES)
    (island,) = islands(network)
    assert island.height < 2 * island.width
    assert len(set(island.places.values())) == 500 + 3 + 1
    order = [island.places[f"release/{each}"].y for each in ("all", "some", "none")]
    assert order == sorted(order)


def test_islands_fill_the_canvas_in_columns():
    assert arrange([]) == []
    assert arrange([(100, 100)]) == [(0, 0)]
    corners = arrange([(100, 100)] * 4)
    assert len({x for x, _ in corners}) == 2


def test_a_holder_has_one_mark_on_each_island_where_it_stands():
    marks = [(n["label"], n["issue"]) for n in block(drawn())["nodes"] if n["kind"] == "holder"]
    assert len(marks) == len(set(marks)) == 4


def test_a_holder_stands_at_its_latest_position():
    data = block(drawn())
    acme = node(drawn(), "holder", "Acme Example Lab")
    assert data["positions"][acme["stands"]]["label"] == "none"
    assert acme["pole"] == "second"


# --- any triples


def iri(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"https://acme.example/{name}")


def things() -> list[ox.Triple]:
    label = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    return [
        ox.Triple(iri("a"), iri("likes"), iri("b")),
        ox.Triple(iri("b"), iri("likes"), iri("a")),
        ox.Triple(iri("b"), iri("knows"), ox.BlankNode("x")),
        ox.Triple(iri("b"), label, ox.Literal("Bee", language="en")),
        ox.Triple(iri("b"), iri("age"), ox.Literal(7)),
        ox.Triple(iri("c"), iri("says"), ox.Literal(TEXTS[0])),
        ox.Triple(iri("c"), label, ox.Literal(TEXTS[1])),
    ]


def test_triples_are_drawn_as_things_relations_and_facts(show: Open):
    text = pages.draw_triples(
        things(), title="Triples", labels={"https://acme.example/a": "Ay", iri("b").value: "No"}
    )
    page = show(text)
    assert page.locator("#count").inner_text() == "4 things, 3 relations"
    there = node(text, "thing", "Bee")
    page.mouse.click(*canvas_point(page, there["x"], there["y"]))
    page.locator("#details h2", has_text="Bee").wait_for()
    told = details(page)
    assert re.search(r"age>?\s+7 xsd:integer", told)
    assert "Bee en" in told
    page.get_by_role("button", name="Ay").first.click()
    page.locator("#details h2", has_text="Ay").wait_for()
    page.fill("#search", "bee")
    page.locator("#details h2", has_text="1 thing").wait_for()
    assert page.locator("#count").inner_text() == "1 thing of 4 found"


@pytest.mark.parametrize("policy", [True, False])
def test_hostile_triples_never_run(show: Open, policy: bool):
    text = pages.draw_triples(things(), title=TEXTS[0], note=TEXTS[2])
    page = show(text if policy else without_policy(text))
    page.locator("#details .chip", has_text="onerror").click()
    assert TEXTS[0] in details(page)
    assert alarm(page) is None


def test_a_triple_that_comes_twice_is_drawn_once():
    once, twice = (pages.draw_triples(things() * n, title="t") for n in (1, 2))
    assert once == twice


def test_no_triples_and_too_many_are_told_in_words(show: Open):
    page = show(pages.draw_triples([], title="Nothing"))
    assert "no triples" in details(page)
    many = [ox.Triple(iri("a"), iri("p"), iri(f"n{n}")) for n in range(pages.MOST_TRIPLES + 1)]
    with pytest.raises(sg.StancegraphError, match=r"3,001 triples .*LIMIT"):
        pages.draw_triples(many, title="t")
