"""The page of stances in a real browser: what a person sees, reaches and is safe from."""

from __future__ import annotations

import base64
import csv
import gzip
import io
import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

import stancegraph as sg
from hostile import ACME, ALARM, CHEAP, ISSUES, TEXTS, hostile, stance, tame
from stancegraph import page as pages
from stancegraph.page import html
from stancegraph.page.changes import changes

Open = Callable[..., Any]
ROOT = Path(__file__).parents[1]
AXE = ROOT / "scripts/npm/node_modules/axe-core/axe.min.js"
VIEWS = ("board", "net", "time", "table")
KNOWN = pages.Known(issues=ISSUES, entities=(ACME,), arguments=(CHEAP,))


def drawn(stances: list[sg.Stance] | None = None, known: pages.Known = KNOWN, **more: Any) -> str:
    about = {"title": "Example stances", **more}
    return pages.draw(tame() if stances is None else stances, known, **about)


def block(text: str) -> Any:
    """The data of a page."""
    found = re.search(r'<script type="application/gzip" id="data">(.*?)</script>', text)
    assert found
    return json.loads(gzip.decompress(base64.b64decode(found[1])))


@pytest.fixture(scope="module")
def whole(shipped: sg.StanceGraph) -> str:
    """The page of the shipped graph."""
    return shipped.page(sparql=False)


def ready(page: Any) -> Any:
    page.wait_for_selector("html[data-ready]")
    return page


def details(page: Any) -> str:
    return str(page.locator("#details").inner_text())


def shown(page: Any) -> int:
    """How many stances the page says it shows."""
    return int(page.locator("#count").inner_text().split()[0].replace(",", ""))


# --- what it shows


def test_the_page_opens_with_the_network_off_and_asks_for_nothing(show: Open):
    page = ready(show(drawn(note="stances known on 30 June 2025")))
    assert page.title() == "Example stances"
    assert page.locator("h1").inner_text() == "Example stances"
    assert page.locator(".note").inner_text() == "stances known on 30 June 2025"
    for view in VIEWS:
        page.click(f"#tab-{view}")
        assert page.locator(f"#tab-{view}").get_attribute("aria-selected") == "true"
        assert len(page.locator("#view").inner_text()) > 40


def test_the_board_has_each_holder_once_where_its_latest_stance_is(show: Open):
    page = ready(show(drawn()))
    columns = page.locator(".column").all_inner_texts()
    told = {text.split("\n")[0].split()[0]: text for text in columns}
    assert "Acme Example Lab" in told["none"]
    assert "Acme Example Lab" not in told["all"], "an earlier stance is shown as the latest"
    assert "Bolt Example Works" in told["none"]


def test_who_changed_is_marked_and_listed_with_the_position_before(show: Open):
    page = ready(show(drawn()))
    chip = page.locator(".chip", has_text="Acme Example Lab").first
    assert "changed from all of them" in chip.get_attribute("aria-label")
    assert chip.locator(".turn").count() == 1
    assert "from all of them to none" in details(page)


def test_filters_do_not_change_who_changed(show: Open):
    page = ready(show(drawn(), hash="#t0=2025-01"))
    assert "1 holder changed position" in page.locator(".lead").inner_text()
    assert "from all of them to none" in details(page)
    page = ready(show(drawn(), hash="#only=mode:does"))
    chip = page.locator(".chip", has_text="Acme Example Lab").first
    assert "earlier" in chip.inner_text(), "an earlier stance is shown as if it were the latest"
    assert "1 has moved on since" in page.locator(".lead").inner_text()


def test_a_holder_who_repeats_a_new_position_is_still_marked_as_changed(show: Open):
    repeated = stance("seven", "2025-06", position="none", position_label="none")
    page = ready(show(drawn([*tame(), repeated])))
    chip = page.locator(".chip", has_text="Acme Example Lab").first
    assert "changed from all of them, 30 January 2025" in chip.get_attribute("aria-label")
    chip.click()
    card = page.locator(".stance.chosen").inner_text()
    assert re.search(r"Before\s+all of them, May 2024\s+Changed\s+30 January 2025", card)


def test_what_a_selection_leaves_out_is_still_known_as_what_came_before(
    show: Open, shipped: sg.StanceGraph
):
    part = shipped.select(holder="Alibaba", since="2026-03")
    page = ready(show(shipped.page(part, sparql=False)))
    assert "1 holder changed position, in 2 steps" in page.locator(".lead").inner_text()


def test_changes_are_those_that_the_graph_derives(shipped: sg.StanceGraph):
    stances = shipped.stances()
    found = changes(stances)
    by_themselves = {id for id, change in found.items() if change.to.id == id}
    assert by_themselves == {each.id for each in stances if each.revises}
    for id in by_themselves:
        (each,) = (s for s in stances if s.id == id)
        assert found[id].before.id in each.revises


def test_positions_of_one_day_are_held_together():
    days = [
        stance("a", "2024-01-01"),
        stance("b", "2024-02-01", position="none", position_label="none"),
        stance("c", "2024-02-01"),
        stance("d", "2024-03-01"),
    ]
    found = changes(days)
    assert set(found) == {"b"}, "all of them was never given up"
    assert found["b"].before.id == "a"


def test_a_date_that_is_not_known_to_the_day_is_said(show: Open):
    page = ready(show(drawn(), hash="#n=stance:one"))
    assert "2024 (only the year is known)" in details(page)
    page = ready(show(drawn(), hash="#n=stance:two"))
    assert "May 2024 (only the month is known)" in details(page)


def test_held_by_and_reported_by_and_first_said_in_are_kept_apart(show: Open):
    page = ready(show(drawn(), hash="#n=stance:four"))
    card = page.locator(".stance.chosen").inner_text()
    assert re.search(r"Held by\s+Acme Example Lab", card)
    assert re.search(r"Reported by\s+Dora Example", card)
    page = ready(show(drawn(), hash="#n=stance:three"))
    card = page.locator(".stance.chosen").inner_text()
    assert re.search(r"First said in\s+Title of one", card)
    assert "shown by what it does" in card


def test_a_quotation_is_in_quotation_marks_and_a_paraphrase_is_not(show: Open):
    page = ready(show(drawn(), hash="#n=stance:one"))
    assert page.locator(".chosen blockquote").inner_text() == "“We will release every one”"
    page = ready(show(drawn(), hash="#n=stance:two"))
    assert page.locator(".chosen blockquote").count() == 0
    assert "in other words" in page.locator(".chosen .labels").inner_text()


def test_an_empty_selection_is_told_in_words(show: Open):
    page = ready(show(drawn([])))
    assert "No stance is in this selection" in page.locator("#view").inner_text()


def test_filters_that_leave_nothing_name_the_one_to_relax(show: Open):
    page = ready(show(drawn(), hash="#q=nowhere&only=mode:does"))
    told = page.locator(".empty").inner_text()
    assert "Without “with “nowhere””: 2 stances" in told
    page.get_by_role("button", name="Without any filter: 6 stances").click()
    assert shown(page) == 6


# --- the numbers are the graph's


@pytest.mark.parametrize(
    ("hash", "pattern"),
    [
        ("#only=mode:does", "?s st:mode st:does"),
        ("#only=type:Company", "?s st:holder/a st:Company"),
        ("#only=type:Company%0Atype:Lab&i=model-release",
         "?s st:issue issue:model-release ; st:holder/a ?c FILTER(?c IN (st:Company, st:Lab))"),
        ("#i=model-release&only=position:closed",
         "?s st:issue issue:model-release ; st:position position:closed"),
        ("#only=hedged:hedged", "?s st:hedged true"),
        ("#only=words:quote", "?s st:quote ?q"),
        ("#only=known:month", '?s st:datePrecision "month"'),
        ("#t0=2025-01&t1=2025-06",
         '?s st:date ?d FILTER(?d >= "2025-01-01"^^xsd:date && ?d <= "2025-06-30"^^xsd:date)'),
        ("#q=alibaba", "{ { ?s st:holder|st:about|st:reportedBy ?e . ?e rdfs:label|skos:altLabel ?t }"
         " UNION { ?s st:holder/st:affiliation/rdfs:label ?t } UNION { ?s dct:description|st:quote ?t }"
         " UNION { ?s dct:source/dct:title ?t } UNION { ?s dct:source/dct:publisher/rdfs:label ?t } }"
         " FILTER(CONTAINS(LCASE(?t), 'alibaba'))"),
    ],
)  # fmt: skip
def test_the_count_is_what_sparql_gives(
    show: Open, whole: str, shipped: sg.StanceGraph, hash: str, pattern: str
):
    rows = shipped.query(f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s a st:Stance . {pattern} }}")
    assert isinstance(rows, sg.query.Rows)
    assert shown(ready(show(whole, hash=hash))) == next(iter(rows))["n"]


def test_a_click_on_a_facet_gives_the_number_beside_it(show: Open, whole: str):
    page = ready(show(whole))
    for facet in ("mode:does", "type:Company"):
        label = page.locator("label.facet", has=page.locator(f'[data-facet="{facet}"]'))
        promised = int(label.locator(".n").inner_text())
        label.click()
        assert shown(page) == promised
    assert "Only" in page.locator(".filters").inner_text()


def test_typing_in_the_search_narrows_and_tells_the_count(show: Open):
    page = ready(show(drawn()))
    page.keyboard.press("/")
    page.keyboard.type("ACMÉ ate")
    page.locator("#live", has_text="3 of 6 stances").wait_for(state="attached")
    assert shown(page) == 3


def test_every_stance_is_reached_by_a_click_and_says_what_the_graph_says(
    show: Open, whole: str, shipped: sg.StanceGraph
):
    page = ready(show(whole, hash="#v=table"))
    while page.locator(".more").is_visible():
        page.locator(".more").click()
    told = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll('td [data-key]')].map((b) => {
          const key = b.dataset.key;
          document.querySelector(`td [data-key="${CSS.escape(key)}"]`).click();
          const card = document.querySelector('.stance.chosen');
          return [key, { text: card.innerText, links: [...card.querySelectorAll('a')].map((a) => a.href) }];
        }))"""
    )
    for each in shipped.stances():
        card = told[f"stance:{each.id}"]
        words = " ".join(card["text"].split())
        expected = [
            each.holder_label,
            each.position_label,
            each.summary,
            each.source_title,
            each.quote,
        ]
        for text in filter(None, expected):
            assert " ".join(text.split()) in words, (each.id, text)
        assert each.when[:4] in words
        if each.source_url:
            assert each.source_url in card["links"] or f"{each.source_url}/" in card["links"]
        if each.reported_by_label:
            assert f"Reported by {each.reported_by_label}" in words


# --- the address


@pytest.mark.parametrize("view", VIEWS)
def test_an_address_brings_back_what_was_shown(show: Open, whole: str, view: str):
    hash = (
        f"#v={view}&i=model-release&n=holder%3Aalibaba&q=model&t0=2024-01&only=mode%3Adoes&th=dark"
    )
    first = ready(show(whole, hash=hash))
    again = ready(show(whole, hash=first.evaluate("location.hash")))
    for page in (first, again):
        assert page.evaluate("document.documentElement.dataset.theme") == "dark"
        assert page.locator("#details-title").inner_text() == "Alibaba"
        assert page.locator(f"#tab-{view}").get_attribute("aria-selected") == "true"
        assert page.locator("#search").input_value() == "model"
    assert first.locator("#view").inner_text() == again.locator("#view").inner_text()


def test_the_back_button_goes_back_one_step(show: Open):
    page = ready(show(drawn()))
    page.locator(".card .title").first.click()
    page.locator(".chip").first.click()
    page.go_back()
    assert page.locator("#details-title").count() == 0
    assert page.locator(".card.open").count() == 1
    page.go_back()
    assert page.locator(".card.open").count() == 0


def test_an_address_that_makes_no_sense_is_left_aside(show: Open):
    evil = "%3Cimg%20src%3Dx%20onerror%3Dwindow.__pwned%3D1%3E"
    hash = f"#v={evil}&i={evil}&n={evil}&q={evil}&t0={evil}&t1=&only={evil}&th={evil}"
    page = ready(show(drawn(), hash=hash))
    page.wait_for_timeout(200)
    assert page.evaluate("window.__pwned") is None
    assert page.locator("#tab-board").get_attribute("aria-selected") == "true"
    assert "<img src=x" in page.locator(".filters").inner_text()
    assert page.locator(".filter").count() == 1
    page = ready(show(drawn(), hash="#t0=2025-13&only=type:Dragon"))
    assert shown(page) == 6


def test_all_stances_of_a_position_are_one_click_away(show: Open):
    many = [stance(f"s{n}", holder=f"h{n}", holder_label=f"Holder {n:03}") for n in range(70)]
    page = ready(show(drawn([*many, *tame()]), hash="#n=position:release/all"))
    page.get_by_role("button", name="See all in the table").click()
    assert shown(page) == 73
    assert "all of them" in page.locator(".filters").inner_text()


# --- keys


def test_the_keyboard_alone_goes_from_the_skip_link_to_the_words_and_back(show: Open):
    page = ready(show(drawn()))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    presses = 0
    while not page.evaluate("document.activeElement.matches('.card .title')"):
        page.keyboard.press("Tab")
        presses += 1
        assert presses <= 8, "too far to the first card"
    page.keyboard.press("Enter")
    page.wait_for_selector(".card.open")
    page.locator(".chips [data-key]").first.focus()
    page.keyboard.press("ArrowDown")
    key = page.evaluate("document.activeElement.dataset.key")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "details-title"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.dataset.key") == key


def test_number_keys_change_the_view_unless_switched_off(show: Open):
    page = ready(show(drawn()))
    page.keyboard.press("4")
    assert page.locator("table").count() == 1
    page.locator("#export summary").click()
    page.locator("#shortcuts").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("1")
    assert page.locator("table").count() == 1


def test_one_stop_for_the_tab_key_in_each_group(show: Open, whole: str):
    page = ready(show(whole))
    stops = page.evaluate(
        """() => [...document.querySelectorAll('[role=tablist], #rail ul, .chips')].map(
          (g) => g.querySelectorAll('[tabindex="0"]').length)"""
    )
    assert set(stops) <= {0, 1}
    assert sum(stops) > 10


# --- safety


def without_policy(text: str) -> str:
    return re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text)


def hostile_page() -> str:
    stances, issues, arguments, entities = hostile()
    known = pages.Known(issues=issues, entities=entities, arguments=arguments)
    return pages.draw(stances, known, title=TEXTS[0], note=TEXTS[1])


def go_through(page: Any) -> list[str]:
    """Opens every view, presses everything in it, and tells what should not have come out."""
    found: list[str] = []
    for view in VIEWS:
        page.evaluate("(view) => { location.hash = `v=${view}`; }", view)
        page.wait_for_timeout(120)
        found += page.evaluate(
            """() => {
              const found = new Set();
              const look = () => {
                if (window.__pwned !== undefined) found.add('a script ran');
                for (const a of document.querySelectorAll('a'))
                  if (!/^(https?:|file:.*#)/.test(a.href)) found.add(a.href);
                for (const e of document.querySelectorAll('main img, aside img, iframe, object, [onerror], [onload]'))
                  found.add(e.outerHTML);
              };
              look();
              for (let n = 0; n < 40; n += 1) {
                const mark = document.querySelectorAll('#view [data-key], #view button')[n];
                if (!mark) break;
                for (const kind of ['pointerenter', 'mouseover', 'focus', 'click'])
                  mark.dispatchEvent(new MouseEvent(kind, { bubbles: true }));
                for (const other of document.querySelectorAll('#details a, #details button'))
                  other.dispatchEvent(new MouseEvent('mouseover', { bubbles: true }));
                look();
              }
              return [...found];
            }"""
        )
        page.wait_for_timeout(80)
    ran = page.evaluate("window.__pwned !== undefined")
    return [*found, *(["a script ran"] if ran else [])]


@pytest.mark.parametrize("policy", [True, False])
def test_no_text_of_the_graph_ever_runs(show: Open, policy: bool):
    text = hostile_page()
    page = ready(show(text if policy else without_policy(text)))
    assert go_through(page) == []


@pytest.mark.parametrize(
    ("tame_code", "wild_code"),
    [
        ("made.append(child instanceof Node ? child : String(child))",
         "child instanceof Node ? made.append(child) : made.insertAdjacentHTML('beforeend', child)"),
        ("/^https?:\\/\\//i.test(url ?? \"\")", "Boolean(url)"),
    ],
)  # fmt: skip
def test_the_alarm_is_heard_when_the_page_is_broken(
    show: Open, monkeypatch: pytest.MonkeyPatch, tame_code: str, wild_code: str
):
    real = html.script

    def broken(entry: str) -> str:
        code = real(entry)
        assert tame_code in code
        return code.replace(tame_code, wild_code)

    monkeypatch.setattr(html, "script", broken)
    page = show(without_policy(hostile_page()), quiet=False)
    page.wait_for_timeout(400)
    assert go_through(page) != []


def test_the_policy_stops_what_somebody_else_puts_into_the_file(show: Open):
    more = (
        f"<img src=x onerror='{ALARM}'><script>{ALARM}</script>"
        "<script src='https://example.org/x.js'></script></body>"
    )
    page = ready(show(drawn().replace("</body>", more), quiet=False))
    page.wait_for_timeout(300)
    assert page.evaluate("window.__pwned") is None


def test_our_scripts_never_make_elements_from_text():
    forbidden = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function"
        r"|DOMParser|createContextualFragment|srcdoc|setAttribute\(\"(?:style|on)"
    )
    for file in sorted((ROOT / "graph/stancegraph/page/js").rglob("*.js")):
        assert not forbidden.search(file.read_text("utf-8")), file.name


# --- for everybody


@pytest.fixture(scope="module")
def axe() -> str:
    if not AXE.exists():
        pytest.skip("axe-core is not here: scripts/assets --dev")
    return AXE.read_text("utf-8")


LOOKS = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "forced": {"forced_colors": "active"},
    "phone": {"viewport": {"width": 390, "height": 844}},
}


@pytest.fixture(scope="module")
def console(shipped: sg.StanceGraph) -> str:
    """The page with the query console."""
    return shipped.page()


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("view", [*VIEWS, "sparql"])
def test_axe_finds_nothing(show: Open, whole: str, console: str, axe: str, view: str, look: str):
    hash = f"#v={view}&i=model-release&n=holder:alibaba"
    page = ready(show(console if view == "sparql" else whole, hash=hash, **LOOKS[look]))
    if view == "sparql":
        page.locator("#query-status", has_text="rows in").wait_for()
    page.evaluate(axe)
    kinds = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
    found = page.evaluate("(kinds) => axe.run(document, { runOnly: kinds })", kinds)
    assert found["passes"]
    wrong = [(v["id"], [n["html"][:90] for n in v["nodes"]][:4]) for v in found["violations"]]
    assert wrong == []


def colours(theme: str) -> dict[str, str]:
    """The colours of a theme by the name of their variable."""
    text = (ROOT / "graph/stancegraph/page/css/colours.css").read_text("utf-8")
    start = ":root {" if theme == "light" else ':root[data-theme="dark"] {'
    part = text[text.index(start) :]
    return dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", part[: part.index("}")]))


def linear(colour: str) -> tuple[float, float, float]:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return r, g, b


def contrast(one: str, other: str) -> float:
    """The contrast of two colours (WCAG 2.2, 1.4.3)."""
    light = [0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in map(linear, (one, other))]
    return (max(light) + 0.05) / (min(light) + 0.05)


# How each colour is seen without one kind of cone (Machado, Oliveira and Fernandes 2009, table 1).
BLIND = {
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}  # fmt: skip


def lab(rgb: tuple[float, ...]) -> tuple[float, float, float]:
    """A linear colour in CIE L*a*b*, for daylight."""
    r, g, b = (min(1, max(0, c)) for c in rgb)
    x = (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047
    y = 0.2126 * r + 0.7152 * g + 0.0722 * b
    z = (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883
    fx, fy, fz = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_three_sides_differ_for_people_who_see_colours_differently(theme: str):
    known = colours(theme)
    for rows in BLIND.values():
        seen = []
        for side in ("first", "middle", "second"):
            rgb = linear(known[side])
            seen.append(
                lab(tuple(sum(w * c for w, c in zip(row, rgb, strict=True)) for row in rows))
            )
        for at, one in enumerate(seen):
            for other in seen[at + 1 :]:
                assert sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5 >= 40


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_texts_and_marks_stand_out_from_what_is_behind_them(theme: str):
    known = colours(theme)
    for ground in ("bg", "card", "hl"):
        assert contrast(known["fg"], known[ground]) >= 4.5
    for text in ("soft", "link"):
        for ground in ("bg", "card"):
            assert contrast(known[text], known[ground]) >= 4.5, (text, ground)
    for mark in ("first", "middle", "second", "focus"):
        assert contrast(known[mark], known["bg"]) >= 3, mark


@pytest.mark.parametrize("width", [390, 720, 1024, 1280])
@pytest.mark.parametrize("view", VIEWS)
def test_nothing_needs_sideways_scrolling(show: Open, whole: str, view: str, width: int):
    size = {"width": width, "height": 844}
    page = ready(show(whole, hash=f"#v={view}&n=holder:alibaba", viewport=size))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(
        "['view', 'details', 'rail'].every((id) => { const e = document.getElementById(id); return e.scrollWidth <= e.clientWidth; })"
    )


def test_the_header_is_one_row_from_1280_pixels_on(show: Open, console: str):
    page = ready(show(console, viewport={"width": 1280, "height": 800}))
    assert page.locator("header.top").bounding_box()["height"] < 60


@pytest.mark.parametrize("view", VIEWS)
def test_what_is_pressed_with_a_finger_is_large_enough(show: Open, whole: str, view: str):
    page = ready(
        show(whole, hash=f"#v={view}&n=holder:alibaba", viewport={"width": 390, "height": 844})
    )
    small = page.evaluate(
        """() => [...document.querySelectorAll('button, select, summary, input[type=search], label.facet')].filter((e) => {
          const { width, height } = e.getBoundingClientRect();
          return width && (width < 24 || height < 23.9);
        }).map((e) => e.outerHTML.slice(0, 120))"""
    )
    assert small == []


def test_on_a_phone_the_filters_are_a_sheet_that_gives_the_focus_back(show: Open):
    page = ready(show(drawn(), viewport={"width": 390, "height": 844}))
    assert not page.locator("#rail").is_visible()
    page.click("#filters")
    assert page.evaluate("document.querySelector('main').inert")
    page.locator("label.facet", has_text="does").click()
    page.get_by_role("button", name="Show 2 of 6 stances").click()
    assert not page.locator("#rail").is_visible()
    assert page.evaluate("document.activeElement.id") == "filters"
    assert shown(page) == 2


def test_a_month_is_chosen_by_a_click_and_a_span_never_stands_upside_down(show: Open):
    page = ready(show(drawn()))
    bar = page.locator("#span svg").bounding_box()
    page.mouse.click(bar["x"] + bar["width"] - 4, bar["y"] + 10)
    assert shown(page) == 1
    assert "from March 2025" in page.locator(".filters").inner_text()
    page.select_option("#to", "2024-05")
    assert "from" not in page.locator(".filters").inner_text()
    assert shown(page) == 2


def test_stances_known_to_the_year_only_are_not_passed_off_as_january(show: Open):
    page = ready(show(drawn()))
    assert page.locator("#span .rough").count() == 1
    title = page.locator("#span g", has=page.locator(".rough")).locator("title").text_content()
    assert title == "January 2024: 1 stance, 1 of them known to the year only"
    assert page.locator(".rough-note").inner_text() == "1 known by year only"


def test_texts_in_any_script_stand_in_the_page_as_they_are(show: Open):
    quote = "مفتوح המודל 开放权重 \U0001f9ea"
    page = ready(show(drawn([stance("one", quote=quote)]), hash="#n=stance:one"))
    assert page.locator(".chosen blockquote").inner_text() == f"“{quote}”"
    assert page.locator(".chosen blockquote").get_attribute("dir") == "auto"


# --- what can be taken along


def download(page: Any, name: str) -> bytes:
    page.locator("#export summary").click()
    with page.expect_download() as taken:
        page.locator("#export button", has_text=name).click()
    return Path(taken.value.path()).read_bytes()


def test_the_table_taken_along_has_the_rows_shown_and_no_formulas(show: Open):
    stances = [*tame(), stance("seven", quote="=1+1", summary="@SUM(A1)")]
    page = ready(show(drawn(stances), hash="#only=mode:says"))
    text = download(page, "CSV").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == shown(page) == 4
    assert rows[0]["holder"] == "Acme Example Lab"
    assert rows[0]["because"] == "it is cheap; unheard-of"
    assert (rows[-1]["quote"], rows[-1]["summary"]) == ("'=1+1", "'@SUM(A1)")


def test_the_data_taken_along_say_which_filters_are_in_force(show: Open):
    page = ready(show(drawn(), hash="#only=mode:does&t0=2024-01"))
    data = json.loads(download(page, "JSON"))
    assert data["filters"] == "does, from January 2024"
    assert [row["stance"] for row in data["stances"]] == ["two", "three"]


def test_the_triples_taken_along_are_those_of_the_graph(
    show: Open, whole: str, shipped: sg.StanceGraph
):
    page = ready(show(whole))
    text = download(page, "Turtle")
    triples = {q.triple for q in ox.parse(text, format=ox.RdfFormat.TURTLE)}
    known = {quad.triple for quad in shipped.store.quads()}
    assert len(triples) > 2_000
    assert triples - known == set()
    stances = {t.subject for t in triples if t.object == ox.NamedNode(sg.terms.iri("st", "Stance"))}
    assert len(stances) == shown(page)


@pytest.mark.parametrize("view", ["board", "net", "time"])
def test_a_drawing_taken_along_stands_on_its_own(show: Open, whole: str, view: str):
    page = ready(show(whole, hash=f"#v={view}&i=model-release"))
    text = download(page, "SVG").decode()
    root = ET.fromstring(text)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert "var(" not in text
    assert "Alibaba" in text
    assert "Should AI labs release their leading models openly?" in text
    assert "Sources: GitHub (" in text


@pytest.mark.parametrize("view", ["board", "net", "time"])
def test_a_picture_taken_along_is_not_blank(show: Open, whole: str, view: str):
    page = ready(show(whole, hash=f"#v={view}&i=model-release"))
    data = download(page, "PNG")
    inks = page.evaluate(
        """async (text) => { const image = new Image(); image.src = `data:image/png;base64,${text}`;
        await image.decode(); const c = document.createElement('canvas');
        c.width = image.width; c.height = image.height; const pen = c.getContext('2d'); pen.drawImage(image, 0, 0);
        const d = pen.getImageData(0, 0, c.width, c.height).data; const seen = new Set();
        for (let i = 0; i < d.length; i += 4) seen.add(`${d[i]},${d[i + 1]},${d[i + 2]}`); return [...seen]; }""",
        base64.b64encode(data).decode(),
    )
    assert {"0,103,197", "194,65,0", "51,32,46"} <= set(inks), "a side has no mark"


def test_print_has_the_words_and_the_addresses(show: Open, whole: str, tmp_path: Path):
    page = ready(show(whole, hash="#i=model-release&n=holder:alibaba"))
    page.emulate_media(media="print")
    assert page.locator(".key").is_visible()
    assert not page.locator(".facet").first.is_visible()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    sources = page.locator(".on-paper").inner_text()
    assert "63 stances; only Open or closed models" in sources
    assert "https://huggingface.co/" in sources or "https://github.com/" in sources
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".on-paper").count() == 0
    assert "https://" in page.evaluate(
        "getComputedStyle(document.querySelector('#details a'), '::after').content"
    )
    assert len(page.pdf()) > 10_000


def test_a_citation_can_be_copied(show: Open):
    page = ready(show(drawn(), hash="#n=stance:one"))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy citation").first.click()
    text = page.evaluate("navigator.clipboard.readText()")
    assert text == (
        "Acme Example Lab: all of them (Example release; says), 2024. “We will release every one” "
        "Title of one. The Daily Example. https://daily.example/one."
    )


def test_sparql_that_is_copied_finds_the_same(show: Open, whole: str, shipped: sg.StanceGraph):
    page = ready(show(whole, hash="#n=holder:alibaba"))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("#details > .actions").get_by_role("button", name="Copy SPARQL").click()
    rows = shipped.query(page.evaluate("navigator.clipboard.readText()"))
    assert isinstance(rows, sg.query.Rows)
    assert len(list(rows)) == len(shipped.stances(holder="alibaba"))


# --- the file


def test_the_same_graph_gives_the_same_bytes_and_the_same_picture(show: Open):
    assert drawn() == drawn()
    one, two = (ready(show(drawn(), hash="#v=net")) for _ in range(2))
    assert one.screenshot() == two.screenshot()


def test_the_file_is_utf_8_whatever_the_locale_is(tmp_path: Path):
    code = "import stancegraph as sg; sg.open().draw('page.html', title='\\u00d6ffnung \\u5f00')"
    env = {**os.environ, "PYTHONUTF8": "0", "LC_ALL": "C"}
    subprocess.run([sys.executable, "-c", code], env=env, check=True, cwd=tmp_path)
    assert "Öffnung 开" in (tmp_path / "page.html").read_bytes().decode("utf-8")


def test_the_file_stays_small(whole: str):
    assert len(whole.encode()) <= 110 * 1024
    many = [stance(f"s{n}", summary=f"Acme told the summary {n}.") for n in range(2_000)]
    assert len(drawn(many).encode()) <= 700 * 1024


def test_more_stances_than_a_page_shows_well_are_refused_in_words():
    many = [stance("one")] * (pages.MOST_STANCES + 1)
    with pytest.raises(sg.StancegraphError, match=r"100,001 stances are too many .*--issue"):
        drawn(many)


def test_the_data_block_is_as_its_description_says():
    data = block(drawn())
    assert data["schema"] == 1
    assert list(data) == [
        "schema", "kind", "title", "note", "version", "print", "bases", "issues", "positions",
        "holders", "things", "arguments", "sources", "stances",
    ]  # fmt: skip
    acme = data["holders"][data["stances"][0]["holder"]]
    assert acme == {
        "id": "acme",
        "label": "Acme Example Lab",
        "type": "Lab",
        "aliases": ["Acmé Ateliers"],
    }
    assert [data["positions"][n]["id"] for n in data["positions"][0]["opposes"]] == ["none"]


def test_each_module_of_the_page_imports_only_what_is_there_and_no_circle():
    for entry in ("start.js", "start-map.js", "start-sparql.js", "start-map-sparql.js"):
        names = html.modules(entry)
        assert names[-1] == entry
        for name in names:
            text = (ROOT / "graph/stancegraph/page/js" / name).read_text("utf-8")
            assert text.count("\nimport ") + text.startswith("import ") == len(
                html._IMPORT.findall(text)
            )


def test_a_copied_query_can_be_asked_in_the_page_itself(show: Open, console: str):
    page = ready(show(console, hash="#n=holder:alibaba"))
    page.locator("#details > .actions").get_by_role("button", name="Open in SPARQL").click()
    page.locator("#query-status", has_text="6 rows").wait_for()
