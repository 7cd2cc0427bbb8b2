"""What scripts/bench measures of pages: each function, in a process of its own.

    python scripts/measures_page.py FUNCTION FOLDER

The folder holds what scripts/generate made there, or nothing, which stands for the shipped graph;
pages are written into it. Prints JSON: the figures by name, seconds unless the name says otherwise;
or `missing`, a sentence that says what cannot be measured here.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

    import stancegraph as sg
    from stancegraph.model import Stance
    from stancegraph.page import Known

Figures = dict[str, float]

TITLE = "What invented holders think"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
DRIVER = Path(__file__).with_name("measures_page.js")
LONG = 60_000  # milliseconds until a page is there
GIVE_UP = 60_000  # and pyvis's own, which at 2,000 holders is not there after 150 s either
# Words of many made-up stances, and of few; at last all are back.
SEARCHES = ("against", "naïve", "")


class Missing(Exception):
    """Something is not installed, so that there is nothing to measure."""


# ---- written in Python


def write(folder: Path) -> Figures:
    """Our page without the query console."""
    from stancegraph.page import draw

    graph = _graph(folder)
    start = time.perf_counter()
    stances, known = _asked(graph)
    asked = time.perf_counter() - start
    text, seconds = _timed(lambda: draw(stances, known, title=TITLE))
    return {"query": asked, "write": seconds, "file KiB": _saved(folder / "page.html", text)}


def write_console(folder: Path) -> Figures:
    """Our page with the query console; `draw` is given the packed graph, which is made before."""
    from stancegraph.errors import StancegraphError
    from stancegraph.page import draw
    from stancegraph.page.engine import engine

    graph = _graph(folder)
    stances, known = _asked(graph)
    try:
        packed, packing = _timed(lambda: engine(graph.store))
    except StancegraphError as error:
        raise Missing(str(error)) from error
    text, seconds = _timed(lambda: draw(stances, known, title=TITLE, engine=packed))
    return {"write": packing + seconds, "file KiB": _saved(folder / "console.html", text)}


def write_engine(folder: Path) -> Figures:
    """Our page for vis-network, `--engine pyvis`."""
    from stancegraph.page.vis.build import stance_pyvis

    # Before the clock runs, as pyvis is imported for its own page.
    importlib.import_module("stancegraph.page.vis.network")

    stances, known = _asked(_graph(folder))
    page, seconds = _timed(lambda: stance_pyvis(stances, known, title=TITLE).generate_html())
    return {"write": seconds, "file KiB": _saved(folder / "engine.html", page)}


def write_pyvis(folder: Path) -> Figures:
    """pyvis's own page as its README has it, with what it needs inside: names and lines only."""
    import pyvis.network

    stances, _ = _asked(_graph(folder))
    names = {stance.holder: stance.holder_label for stance in stances}
    names |= {_answer(stance): stance.position_label for stance in stances}

    def page() -> str:
        network = pyvis.network.Network(cdn_resources="in_line")
        for id, label in names.items():
            network.add_node(id, label=label)
        for stance in stances:
            network.add_edge(stance.holder, _answer(stance))
        return str(network.generate_html())

    text, seconds = _timed(page)
    return {"write": seconds, "file KiB": _saved(folder / "pyvis.html", text)}


def _answer(stance: Stance) -> str:
    return f"{stance.issue}/{stance.position}"


def _graph(folder: Path) -> sg.StanceGraph:
    import stancegraph as sg

    made = folder / "made.nq"
    if not made.exists():
        return sg.open()
    graph = sg.open(empty=True)
    if graph.load(made).problems:
        raise SystemExit(f"{made} does not load")
    assert graph.store  # looked at once, so that what is derived is there
    return graph


def _asked(graph: sg.StanceGraph) -> tuple[list[Stance], Known]:
    from stancegraph.page.pages import known_of

    return graph.stances(), known_of(graph.store)


def _timed(call: Callable[[], Any]) -> tuple[Any, float]:
    start = time.perf_counter()
    result = call()
    return result, time.perf_counter() - start


def _saved(file: Path, text: str) -> float:
    file.write_bytes(text.encode())
    return file.stat().st_size / 1024


# ---- shown in a browser


def browser(_: Path) -> Figures:
    """Nothing but whether there is a browser."""
    with _chromium():
        return {}


def view(folder: Path) -> Figures:
    """Our page: until it is there; search, filter and each view; and how smoothly it moves."""
    with _opened(folder / "page.html") as page:
        figures = {"ready": _ready(page)}
        tabs = page.evaluate("[...document.querySelectorAll('[role=tab]')].map(({ id }) => id)")
        for tab in tabs[1:]:
            figures[_part("switch", tab)] = _press(page, f"#{tab}")
        for tab in tabs:
            _press(page, f"#{tab}")
            figures[_part("search", tab)] = max(
                page.evaluate("(text) => bench.search(text)", text) for text in SEARCHES
            )
            # The first box of the rail is ticked, and no longer ticked; likewise the first issue.
            box = "#rail input[type=checkbox]"
            issue = "#rail button[aria-pressed]"
            figures[_part("filter", tab)] = max(_press(page, at) for at in (box, box, issue, issue))
        return figures | _moved(page, tabs)


def _ready(page: Page) -> float:
    """When the page was there; an error if it does not come."""
    page.wait_for_selector("html[data-ready]", state="attached")
    return float(page.evaluate("bench.ready"))


def _moved(page: Page, tabs: list[str]) -> Figures:
    """Pictures in a second: of the map where there is one, else while a view is scrolled."""
    if "tab-map" in tabs:
        _press(page, "#tab-map")
        return {"moving fps map": page.evaluate("bench.moved('#map-canvas')")}
    figures = {}
    for tab in tabs:
        _press(page, f"#{tab}")
        figures[_part("moving fps", tab)] = page.evaluate("bench.scrolled()")
    return figures


def view_console(folder: Path) -> Figures:
    """Our page with the query console: until it is there, can be asked and has answered."""
    with _opened(folder / "console.html") as page:
        ready = _ready(page)
        return {"ready": ready, **page.evaluate("bench.asked()")}


def view_engine(folder: Path) -> Figures:
    """Our page for vis-network."""
    with _opened(folder / "engine.html") as page:
        ready = _ready(page)
        return {"ready": ready, "moving fps": page.evaluate("bench.moved('canvas')")}


def view_pyvis(folder: Path) -> Figures:
    """pyvis's own page, until its solver has placed everything; nothing if it takes too long."""
    from playwright.sync_api import TimeoutError

    with _opened(folder / "pyvis.html") as page:
        page.set_default_timeout(GIVE_UP)
        page.evaluate("void bench.settled.then((at) => (globalThis.settledAt = at))")
        try:
            at = page.wait_for_function("globalThis.settledAt", polling=200)
        except TimeoutError:
            return {}
        ready = at.json_value()
        return {"ready": ready, "moving fps": page.evaluate("bench.moved('canvas')")}


def _part(figure: str, tab: str) -> str:
    return f"{figure} {tab.removeprefix('tab-')}"


def _press(page: Page, selector: str) -> float:
    """Presses a control; what is pressed already takes no time."""
    if page.locator(f"{selector}[aria-selected=true]").count():
        return 0
    return float(page.evaluate("(selector) => bench.press(selector)", selector))


@contextlib.contextmanager
def _chromium() -> Iterator[Any]:
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        raise Missing("Playwright for Python is not installed") from None
    own = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        try:
            started = playwright.chromium.launch(executable_path=own, args=list(FLAGS))
        except Error as error:
            raise Missing(f"no browser starts: {str(error).splitlines()[0]}") from None
        yield started
        started.close()


@contextlib.contextmanager
def _opened(file: Path) -> Iterator[Page]:
    """A page in a browser that has seen nothing before, and that has no network."""
    with _chromium() as chromium:
        context = chromium.new_context(viewport={"width": 1440, "height": 900})
        context.set_offline(True)
        context.add_init_script(path=DRIVER)
        page = context.new_page()
        page.set_default_timeout(LONG)
        page.goto(file.as_uri(), wait_until="commit")
        yield page


def main(name: str, folder: Path) -> None:
    """Run a function and print what it measured."""
    try:
        figures: dict[str, float | str] = {**globals()[name](folder)}
    except Missing as missing:
        figures = {"missing": str(missing)}
    print(json.dumps(figures))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]).resolve())
