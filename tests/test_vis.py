"""The network of pyvis: what people may do with it in Python, and what its page shows and never runs."""

from __future__ import annotations

import base64
import contextlib
import gzip
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from math import hypot
from pathlib import Path
from typing import Any

import pytest

import stancegraph as sg
from hostile import ACME, ALARM, CHEAP, ISSUES, TEXTS, URLS, hostile, stance, tame
from stancegraph.page import Known, html
from stancegraph.page.vis import build
from stancegraph.page.vis.facts import date_words, stance_facts
from stancegraph.page.vis.places import arrange, rings

Open = Callable[..., Any]
ROOT = Path(__file__).parents[1]
AXE = ROOT / "scripts/npm/node_modules/axe-core/axe.min.js"
KNOWN = Known(issues=ISSUES, entities=(ACME,), arguments=(CHEAP,))


def network(stances: list[sg.Stance] | None = None, known: Known = KNOWN, **more: Any) -> Any:
    about = {"title": "Example stances", **more}
    return build.stance_pyvis(tame() if stances is None else stances, known, **about)


def crowd(holders: int) -> Any:
    """A network of so many holders, 3 positions and an issue."""
    return network([stance(f"s{n}", holder=f"h{n}", holder_label=f"H {n}") for n in range(holders)])


def packed(text: str, id: str) -> bytes:
    found = re.search(rf'<script type="application/gzip" id="{id}">(.*?)</script>', text)
    assert found
    return gzip.decompress(base64.b64decode(found[1]))


def block(net: Any) -> Any:
    """The data of a network's page."""
    return json.loads(packed(net.generate_html(), "data"))


def ready(page: Any) -> Any:
    page.wait_for_selector("html[data-ready]")
    return page


def panel(page: Any) -> str:
    return str(page.locator("#panel").inner_text())


def on_screen(page: Any, key: str) -> tuple[float, float]:
    """Where a node of the network is on the screen."""
    found = page.evaluate(
        """(key) => {
          const [node] = nodes.get({ filter: (node) => node.key === key });
          const { x, y } = network.canvasToDOM(network.getPosition(node.id));
          const place = document.getElementById("place").getBoundingClientRect();
          return [place.x + x, place.y + y]; }""",
        key,
    )
    return found[0], found[1]


# --- what the page shows


def test_the_page_opens_with_the_network_off_and_asks_for_nothing(show: Open):
    page = ready(show(network(note="stances known on 30 June 2025").generate_html()))
    assert page.title() == "Example stances"
    assert page.locator("h1").inner_text() == "Example stances"
    assert page.locator(".note").inner_text() == "stances known on 30 June 2025"
    assert page.locator("#count").inner_text() == "6 stances by 3 holders"
    page.mouse.move(400, 400)
    page.mouse.wheel(0, -300)


def test_each_side_has_its_colour_on_the_canvas(show: Open):
    page = ready(show(network().generate_html()))
    colours = page.evaluate(
        """() => { const c = document.querySelector('canvas');
        const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
        const seen = new Set(); for (let i = 0; i < d.length; i += 4)
          seen.add(`${d[i]},${d[i + 1]},${d[i + 2]}`); return [...seen]; }"""
    )
    assert {"0,103,197", "194,65,0", "51,32,46"} <= set(colours), "a pole has no mark"


@pytest.mark.parametrize(
    ("key", "heading", "told"),
    [
        ("bolt", "Bolt Example Works", "Bolt Example Works: none, 7 June 2024"),
        ("acme", "Acme Example Lab", "Acmé Ateliers"),
        ("release/none", "none", "Release not one"),
        ("issue:release", "Example release", "Should example models be released?"),
    ],
)
def test_a_click_on_a_node_tells_its_facts(show: Open, key: str, heading: str, told: str):
    page = ready(show(network().generate_html()))
    page.mouse.click(*on_screen(page, key))
    page.locator("#panel h2", has_text=heading).wait_for()
    assert told in panel(page)
    page.keyboard.press("Escape")
    assert page.locator("#panel").is_hidden()


def test_a_click_on_a_line_opens_its_stance_with_its_source(show: Open):
    page = ready(show(network().generate_html()))
    ends = on_screen(page, "bolt"), on_screen(page, "release/none")
    page.mouse.click(*(sum(at) / 2 for at in zip(*ends, strict=True)))
    page.locator("#panel h2", has_text="Bolt Example Works: none, 7 June 2024").wait_for()
    assert "Acme told the summary three." in panel(page)
    link = page.locator("#panel a")
    assert link.inner_text() == "Title of three, The Daily Example"
    assert link.get_attribute("href") == "https://daily.example/three"
    assert link.get_attribute("rel") == "noopener noreferrer nofollow"


def test_a_quotation_a_paraphrase_mode_hedging_and_doubt_are_said(show: Open):
    told = {each.id: dict(stance_facts(each, {"cheap": "it is cheap"})) for each in tame()}
    assert told["one"]["Quotation"] == "“We will release every one”"
    assert told["one"]["Because"] == "it is cheap; unheard-of"
    assert told["two"]["Paraphrase"] == "Acme told the summary two."
    assert told["two"]["How"] == "does"
    assert (told["five"]["How"], told["five"]["About"]) == ("says, hedged", "Bolt")
    assert told["six"]["Our confidence"] == "medium"
    lines = {edge["key"]: edge for edge in network().edges if edge["kind"] == "stance"}
    assert lines["one"]["dashes"] is False
    assert lines["two"]["dashes"]
    assert [id for id, line in lines.items() if line["earlier"]] == ["one", "two"]


def test_dates_are_as_precise_as_they_are_known():
    assert [date_words(when) for when in ("2026", "2026-03", "2026-03-05")] == [
        "2026",
        "March 2026",
        "5 March 2026",
    ]


def test_hovering_shows_a_title_as_text(show: Open):
    net = network()
    net.get_node("bolt")["title"] = '<b>bold</b> & <a href="https://daily.example">href</a>'
    page = ready(show(net.generate_html()))
    page.mouse.move(*on_screen(page, "bolt"))
    tip = page.locator(".vis-tooltip")
    tip.wait_for(state="visible")
    assert tip.inner_text() == '<b>bold</b> & <a href="https://daily.example">href</a>'


@pytest.mark.parametrize(
    ("words", "count", "first"),
    [
        ("acme example", "7 found", "Acme Example Lab"),
        ("ACME ATELIERS", "1 found", "Acme Example Lab"),
        ("release every", "2 found", "all of them"),
        ("summary five", "1 found", "Carla Sample: slow down, February 2025"),
        ("zzz", "0 found", None),
    ],
)
def test_the_search_lists_what_it_finds_and_enter_opens_the_first(
    show: Open, words: str, count: str, first: str | None
):
    page = ready(show(network().generate_html()))
    page.fill("#search", words)
    assert page.locator("#count").inner_text() == count
    assert page.locator("#count").get_attribute("role") == "status"
    if first is None:
        assert "Nothing has all these words." in panel(page)
        return
    assert page.locator("#panel li").first.inner_text() == first
    page.press("#search", "Enter")
    assert page.locator("#panel h2").inner_text() == first


def test_a_long_list_of_what_was_found_says_that_it_is_cut(show: Open):
    page = ready(show(crowd(150).generate_html()))
    page.fill("#search", "h")
    assert page.locator("#panel li").count() == 100
    assert "the first 100 listed" in page.locator("#count").inner_text()


def test_everything_can_be_reached_with_the_keyboard(show: Open):
    page = ready(show(network().generate_html()))
    page.keyboard.press("Tab")
    assert page.locator("#search:focus").count() == 1
    page.keyboard.type("bolt example")
    page.keyboard.press("Tab")
    assert page.locator("button:focus").inner_text() == "Show all"
    page.keyboard.press("Tab")
    assert page.locator("button:focus").inner_text() == "Dark"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.locator("#panel li button:focus").inner_text() == "Bolt Example Works"
    page.keyboard.press("Enter")
    assert page.locator("#panel h2").inner_text() == "Bolt Example Works"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert "Acme told the summary three." in panel(page)
    page.keyboard.press("Escape")
    assert page.locator("#panel").is_hidden()
    assert page.locator("#search:focus").count() == 1
    page.locator("#theme").focus()
    page.keyboard.press("/")
    assert page.locator("#search:focus").count() == 1


def test_show_all_brings_everything_into_sight_again(show: Open):
    page = ready(show(network().generate_html()))
    scale = page.evaluate("network.getScale()")
    page.mouse.move(700, 400)
    for _ in range(5):
        page.mouse.wheel(0, -600)
    page.wait_for_function("(before) => network.getScale() > 1.3 * before", arg=scale)
    page.get_by_role("button", name="Show all").click()
    assert page.evaluate("network.getScale()") == pytest.approx(scale, rel=0.2)


def test_a_node_can_be_dragged_and_stays_in_the_new_colours(show: Open):
    page = ready(show(crowd(150).generate_html()))
    x, y = on_screen(page, "h3")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 40, y - 30, steps=4)
    page.mouse.up()
    page.click("#theme")
    assert on_screen(page, "h3") == pytest.approx((x + 40, y - 30), abs=3)


def test_the_colours_follow_the_system_and_a_button(show: Open):
    text = network().generate_html()
    look = "() => [getComputedStyle(document.body).backgroundColor, nodes.get('n0').font.color]"
    light, dark = ready(show(text)), ready(show(text, color_scheme="dark"))
    day, night = light.evaluate(look), dark.evaluate(look)
    assert day != night
    assert day[1] != night[1]
    light.click("#theme")
    dark.click("#theme")
    assert (light.evaluate(look), dark.evaluate(look)) == (night, day)


def test_an_empty_selection_says_so_in_words(show: Open):
    page = ready(show(network([]).generate_html()))
    assert "There is nothing to draw" in page.locator("main").inner_text()


@pytest.mark.parametrize("width", [390, 720])
def test_a_narrow_screen_needs_no_sideways_scroll(show: Open, width: int):
    page = ready(show(hostile_network().generate_html(), viewport={"width": width, "height": 844}))
    for words in ("holder-8", "quote"):
        page.fill("#search", words)
        page.press("#search", "Enter")
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_every_stance_of_the_shipped_graph_can_be_read_with_its_source(
    show: Open, shipped: sg.StanceGraph
):
    stances = shipped.stances()
    page = ready(show(shipped.to_pyvis().generate_html()))
    found = page.evaluate(
        """() => {
          const field = document.getElementById("search");
          const told = {};
          for (const edge of edges.get({ filter: (edge) => edge.kind === "stance" })) {
            field.value = edge.name;
            field.dispatchEvent(new Event("input"));
            const all = [...document.querySelectorAll("#panel li button")];
            for (const at of all.keys()) {
              field.dispatchEvent(new Event("input"));
              document.querySelectorAll("#panel li button")[at].click();
              const text = document.getElementById("panel").textContent;
              const link = document.querySelector("#panel a")?.getAttribute("href");
              (told[edge.key] ??= []).push([text, link ?? null]);
            }
          }
          return told; }"""
    )
    assert len(found) == len(stances) > 100
    for each in stances:
        cards = [(text, link) for text, link in found[each.id] if each.summary in text]
        assert cards, each.id
        assert any(not each.quote or f"“{each.quote}”" in text for text, _ in cards)
        assert any(link == each.source_url for _, link in cards)


@pytest.mark.parametrize(
    "look",
    [
        {"color_scheme": "light"},
        {"color_scheme": "dark"},
        {"forced_colors": "active"},
        {"viewport": {"width": 390, "height": 844}},
    ],
    ids=["light", "dark", "forced", "phone"],
)
def test_axe_finds_nothing(show: Open, look: dict[str, Any]):
    if not AXE.exists():
        pytest.skip("axe-core is not here: scripts/assets --dev")
    page = ready(show(network(note="a note").generate_html(), **look))
    page.fill("#search", "acme")
    page.evaluate(AXE.read_text("utf-8"))
    for _ in range(2):
        kinds = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
        found = page.evaluate("(kinds) => axe.run(document, { runOnly: kinds })", kinds)
        assert found["passes"]
        assert [(v["id"], [n["target"] for n in v["nodes"]]) for v in found["violations"]] == []
        page.press("#search", "Enter")


# --- what it never runs


def hostile_network() -> Any:
    stances, issues, arguments, entities = hostile()
    known = Known(issues=issues, arguments=arguments, entities=entities)
    net = network(stances, known, title=TEXTS[0], note=TEXTS[1])
    net.options.interaction.tooltipDelay = 0
    return net


def hostile_user() -> Any:
    """A network to which somebody gave hostile things by the methods of pyvis."""
    net = hostile_network()
    for number, text in enumerate((*TEXTS, *URLS)):
        id = f"{number} {text}"
        net.add_node(id, label=text, title=f"href {text}", color=text, group=text)
        net.add_node(f"image {id}", shape="image", image=text, brokenImage=text, title=text)
        net.add_edge(id, "holder-0", title=f"href {text}", label=text, color=text)
        net.add_edge(id, f"image {id}", url=text, document=text, facts=[[text, text]])
    net.add_node("__proto__", label="constructor")
    return net


def without_policy(text: str) -> str:
    bare = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text)
    assert bare != text
    return bare


def go_through(page: Any) -> str:
    """Hovers over and opens everything there is; all the text that was seen."""
    seen = [page.title(), page.locator("header").inner_text()]
    words = ("holder", "issue", "position", "quote", "href", "image")
    for word in words:
        page.fill("#search", word)
        seen.append(panel(page))
    points = page.evaluate(
        """() => {
          const place = document.getElementById("place").getBoundingClientRect();
          return Object.values(network.getPositions()).map((at) => network.canvasToDOM(at))
            .map(({ x, y }) => [place.x + x, place.y + y]); }"""
    )
    page.keyboard.press("Escape")
    for x, y in points:
        page.mouse.move(x, y)
        page.wait_for_timeout(40)
    seen += page.evaluate(
        """(words) => {
          const field = document.getElementById("search");
          const seen = [];
          window.__links = [];
          for (const word of words) for (let at = 0; at < 100; at += 1) {
            field.value = word;
            field.dispatchEvent(new Event("input"));
            const button = document.querySelectorAll("#panel li button")[at];
            if (!button) break;
            button.click();
            seen.push(document.getElementById("panel").textContent);
            window.__links.push(...[...document.querySelectorAll("a")].map((a) => a.href));
          }
          return seen; }""",
        words,
    )
    page.wait_for_timeout(200)
    return " ".join(" ".join(seen).split())


def alarms(page: Any) -> list[str]:
    """What should not have come out of the data."""
    return list(
        page.evaluate(
            """() => [
              ...(window.__pwned === undefined ? [] : ['a script ran']),
              ...(window.__links ?? []).filter((link) => !/^https?:/.test(link)),
              ...[...document.querySelectorAll('img, iframe, object, form, [onerror], [onload], [onfocus]')].map((e) => e.outerHTML),
            ]"""
        )
    )


@pytest.mark.parametrize("policy", [True, False])
def test_hostile_texts_are_shown_as_they_are_and_never_run(show: Open, policy: bool):
    text = hostile_network().generate_html()
    page = ready(show(text if policy else without_policy(text)))
    seen = go_through(page)
    assert alarms(page) == []
    for each in TEXTS:
        assert f"quote {' '.join(each.split())}" in seen
        assert f"summary {' '.join(each.split())}" in seen


@pytest.mark.parametrize("policy", [True, False])
def test_what_people_give_to_pyvis_never_runs(show: Open, policy: bool):
    text = hostile_user().generate_html()
    page = ready(show(text if policy else without_policy(text)))
    assert "href" in go_through(page)
    assert alarms(page) == []


@pytest.mark.parametrize("policy", [True, False])
@pytest.mark.parametrize("text", [*TEXTS, f"red; background: url(https://daily.example/{ALARM})"])
def test_heading_colours_sizes_and_options_are_no_markup(show: Open, text: str, policy: bool):
    net = network(note=text)
    net.heading = net.bgcolor = net.width = net.height = text
    net.set_options(
        "var options = "
        + json.dumps({"nodes": {"image": text, "title": text}, "locale": text, "configure": text})
    )
    page = net.generate_html()
    shown = ready(show(page if policy else without_policy(page)))
    assert shown.locator("h1").inner_text().split() == text.split()
    assert alarms(shown) == []


@pytest.mark.parametrize(
    ("safe", "unsafe"),
    [
        (
            "made.append(child instanceof Node ? child : String(child))",
            "child instanceof Node ? made.append(child) : made.innerHTML += child",
        ),
        ('/^https?:\\/\\//i.test(url ?? "")', "Boolean(url)"),
        ("this.frame.innerText=t", "this.frame.innerHTML=t"),
    ],
)
def test_the_alarm_is_heard_when_a_text_is_taken_for_markup(
    show: Open, monkeypatch: pytest.MonkeyPatch, safe: str, unsafe: str
):
    from stancegraph.page.vis import network as module

    found = []

    def broken(text: str) -> str:
        found.append(safe in text)
        return text.replace(safe, unsafe)

    script, library = html.script, module.vis_network
    monkeypatch.setattr(html, "script", lambda entry: broken(script(entry)))
    monkeypatch.setattr(module, "vis_network", lambda: broken(library()))
    page = show(without_policy(hostile_network().generate_html()), quiet=False)
    assert any(found)
    with contextlib.suppress(Exception):  # what was let in may well break the page
        go_through(page)
    assert alarms(page) != []


def test_the_page_of_pyvis_itself_would_run_the_same_texts(show: Open):
    from pyvis.network import Network

    net = Network(cdn_resources="in_line", heading=f"<img src=x onerror={ALARM}>")
    net.add_node("acme")
    page = show(net.generate_html(), quiet=False)
    page.wait_for_timeout(300)
    assert page.evaluate("window.__pwned") == 1


def test_the_policy_stops_what_somebody_else_puts_into_the_file(show: Open):
    more = f"<img src=x onerror='{ALARM}'><script>{ALARM}</script></body>"
    page = ready(show(network().generate_html().replace("</body>", more), quiet=False))
    page.wait_for_timeout(300)
    assert page.evaluate("window.__pwned") is None


def test_pictures_come_from_the_network_itself_or_not_at_all():
    inside = "data:image/gif;base64,R0lGODlhAQABAAAAACw="
    net = network()
    net.add_node("far", shape="image", image="https://daily.example/a.png")
    net.add_node("near", shape="image", image=inside)
    net.add_node("half", shape="circularImage", image={"selected": inside, "unselected": "//x.y/z"})
    net.set_options('{"edges": {"arrows": {"to": {"type": "image", "src": "https://a.example"}}}}')
    data = block(net)
    shapes = {node["key"]: (node["shape"], node.get("image")) for node in data["nodes"]}
    assert shapes["far"] == shapes["half"] == ("dot", None)
    assert shapes["near"] == ("image", inside)
    assert "src" not in data["options"]["edges"]["arrows"]["to"]


def test_the_licence_notice_of_vis_network_is_kept():
    code = packed(network().generate_html(), "code").decode()
    assert "vis.js is dual licensed under both" in code
    assert "copyright (c) 2017-2019 visjs contributors" in code
    assert "sourceMappingURL" not in code


# --- what people may do with it in Python


def test_it_is_a_network_of_pyvis_with_names_that_people_know():
    from pyvis.network import Network

    net = network()
    assert isinstance(net, Network)
    assert net.directed
    assert set(net.get_nodes()) == {
        *("acme", "bolt", "carla", "issue:release", "issue:speed", "speed/slow", "speed/fast"),
        *("release/all", "release/some", "release/none"),
    }
    assert net.get_node("release/none")["pole"] == "second"
    assert net.neighbors("acme") == {"release/all", "release/none"}


def test_ids_on_the_page_have_no_meaning():
    data = block(hostile_user())
    assert {re.sub(r"\d+", "", node["id"]) for node in data["nodes"]} == {"n"}
    assert {re.sub(r"\d+", "", edge["id"]) for edge in data["edges"]} == {"e"}
    ids = {node["id"] for node in data["nodes"]}
    assert len(ids) == len(data["nodes"])
    assert {edge[end] for edge in data["edges"] for end in ("from", "to")} <= ids


def test_parallel_stances_are_lines_of_their_own_and_run_apart(show: Open):
    page = ready(show(network().generate_html()))
    lines = page.evaluate(
        """() => edges.get({ filter: (edge) => edge.key === "one" || edge.key === "two" })
          .map(({ from, to, arrows, smooth }) => [from, to, arrows, smooth?.type ?? "straight"])"""
    )
    assert len(lines) == 2
    assert lines[0][:3] == lines[1][:3]
    assert lines[0][2] == "to"
    assert {line[3] for line in lines} == {"straight", "curvedCW"}


def test_what_is_added_by_the_methods_of_pyvis_is_shown(show: Open):
    net = network()
    net.heading = "Mine"
    net.add_node("mine", label="My own node", color="#00ff00", title="a plain title")
    net.add_edge("mine", "acme", label="knows")
    net.add_edge("acme", "mine", title="knows back")
    net.toggle_physics(False)
    net.barnes_hut(spring_length=77)
    page = ready(show(net.generate_html()))
    assert page.locator("h1").inner_text() == "Mine"
    page.fill("#search", "my own node")
    page.press("#search", "Enter")
    assert "a plain title" in panel(page)
    assert page.locator("#panel li").all_inner_texts() == ["Acme Example Lab"] * 2
    options = block(net)["options"]
    assert options["physics"]["enabled"] is False
    assert options["physics"]["barnesHut"]["springLength"] == 77
    bends = [edge.get("smooth") for edge in block(net)["edges"][-2:]]
    assert bends[0] != bends[1]


def test_the_size_and_the_ground_of_the_network_are_the_pages(show: Open):
    net = network()
    net.height, net.width, net.bgcolor = 410, "80%", "#102030"
    page = ready(show(net.generate_html()))
    box = page.locator("main").bounding_box()
    assert (round(box["width"]), round(box["height"])) == (1152, 410)
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate("nodes.get('n0').font.strokeColor") == "rgb(16, 32, 48)"


def test_options_of_ones_own_go_over_the_usual_ones():
    net = network()
    net.set_options('{"physics": {"minVelocity": 5}, "layout": {"randomSeed": 9}}')
    options = block(net)["options"]
    assert options["physics"]["minVelocity"] == 5
    assert options["physics"]["barnesHut"]["avoidOverlap"] > 0
    assert options["layout"]["randomSeed"] == 9
    net = network()
    net.set_options('{"physics": false}')
    assert block(net)["options"]["physics"] is False


def test_dot_is_refused_with_a_way_out():
    with pytest.raises(sg.StancegraphError, match=r"from_nx"):
        network().from_DOT("x.dot")


@pytest.mark.parametrize("way", ["write_html", "save_graph", "show"])
def test_every_way_of_pyvis_writes_our_page_as_utf_8(tmp_path: Path, way: str):
    code = (
        "import test_vis, sys; net = test_vis.network(title='n\\xe9 \\u6f22'); "
        f"getattr(net, {way!r})('out.html'); "
        "sys.stdout.buffer.write(net.generate_html().encode())"
    )
    paths = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    wanted = network(title="né 漢").generate_html().encode()
    env = {**os.environ, "PYTHONHASHSEED": "7", "LC_ALL": "C", "PYTHONPATH": paths}
    env |= {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=env, cwd=tmp_path, capture_output=True, check=True
    )
    assert done.stdout.removeprefix(b"out.html\n") == wanted, "another process, other bytes"
    assert (tmp_path / "out.html").read_bytes() == wanted
    assert [file.name for file in tmp_path.iterdir()] == ["out.html"]


def test_up_to_a_hundred_nodes_find_their_places_and_more_stay_where_they_are():
    for holders, moving in ((96, True), (97, False)):
        net = crowd(holders)
        assert net.num_nodes() == holders + 4
        assert block(net)["options"]["physics"]["enabled"] is moving


def test_nodes_that_do_not_move_stand_where_python_put_them(show: Open):
    net = crowd(120)
    page = ready(show(net.generate_html()))
    page.wait_for_timeout(300)
    stood = page.evaluate("network.getPositions()")
    for node in block(net)["nodes"]:
        at = stood[node["id"]]
        # vis-network tells whole numbers.
        assert hypot(at["x"] - node["x"], at["y"] - node["y"]) < 1.5


def test_nodes_that_move_come_to_the_same_places_each_time(show: Open):
    text = network().generate_html()
    places = []
    for _ in range(2):
        page = ready(show(text))
        page.wait_for_function("network.physics.stabilized", timeout=10_000)
        places.append(page.evaluate("network.getPositions()"))
    assert places[0] == places[1]


def test_too_many_stances_are_refused_with_the_limit_and_a_way_out():
    many = [stance(f"s{n}") for n in range(build.MOST_STANCES + 1)]
    with pytest.raises(sg.StancegraphError, match=r"3,001 .*at most 3,000.*--issue.*--since"):
        network(many)


# --- where things stand


def test_the_places_of_rings_lie_apart():
    assert list(rings(0)) == []
    for count in (1, 2, 7, 25, 400):
        places = [(0.0, 0.0), *rings(count)]
        assert len(places) == count + 1
        assert min(hypot(a[0] - b[0], a[1] - b[1]) for a, b in combinations(places, 2)) > 1.2


def test_no_mark_of_the_shipped_graph_stands_on_another(shipped: sg.StanceGraph):
    nodes = shipped.to_pyvis().nodes
    assert len(nodes) > 100
    for one, two in combinations(nodes, 2):
        assert abs(one["x"] - two["x"]) > 50 or abs(one["y"] - two["y"]) > 20


def test_positions_stand_from_the_first_side_to_the_second_and_holders_about_their_latest():
    # Whatever the order in which the issue declares them.
    turned = [replace(each, order=4 - each.order) for each in ISSUES[0].positions]
    known = Known(issues=(replace(ISSUES[0], positions=tuple(turned)), ISSUES[1]))
    net = network(known=known)
    at = {key: net.get_node(key)["x"] for key in net.get_nodes()}
    assert at["release/all"] < at["release/some"] < at["release/none"]
    near = min(
        ("release/all", "release/some", "release/none"), key=lambda k: abs(at[k] - at["acme"])
    )
    assert near == "release/none"


def test_boxes_stand_in_rows_that_fill_the_window():
    assert arrange([]) == []
    assert arrange([(100, 100)]) == [(0, 0)]
    corners = arrange([(160, 100)] * 4)
    assert (len({x for x, _ in corners}), len({y for _, y in corners})) == (2, 2)


# --- from the command line


def test_draw_writes_it_with_the_filters_of_draw(run: Any, tmp_path: Path):
    done = run("draw", "--engine", "pyvis", "-o", "g.html", "--country", "CN", "--title", "Here")
    assert (done.returncode, done.stderr) == (0, "wrote g.html\n")
    text = (tmp_path / "g.html").read_text("utf-8")
    assert "<title>Here</title>" in text
    data = json.loads(packed(text, "data"))
    graph = sg.open()
    shown = [edge for edge in data["edges"] if edge["kind"] == "stance"]
    assert len(shown) == len(graph.stances(country="CN")) > 10
    assert data["note"] == "CN"


def test_draw_refuses_a_query_with_it_in_one_line(run: Any):
    done = run("draw", "--engine", "pyvis", "--query", "-", stdin="CONSTRUCT WHERE {?s ?p ?o}")
    assert done.returncode == 2
    assert done.stderr == "pyvis draws stances only: a query is drawn without --engine pyvis\n"


def test_the_page_without_pyvis_does_not_import_it():
    code = "import sys, stancegraph as sg; sg.open().page(); sys.exit('pyvis' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
