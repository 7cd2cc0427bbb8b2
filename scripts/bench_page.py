"""The part of scripts/bench that measures the HTML page, with pyvis's page beside it."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bench_rows import SHIPPED, SLOW, generate, measured, print_row, verdict, words
from measures_page import GIVE_UP

SIZES = (150, 2_000, 20_000, 100_000)
HOLDERS = (150, 500, 2_000)
# Stances for each holder where the page is set beside pyvis's: lines are what a solver pays for.
SPOKEN = 1.25
# The console is measured with so many stances and with the shipped graph.
WITH_CONSOLE = 2_000
MOST_ADDED = 2_000_000 / 1024
PYVIS = "pyvis's own page"
VIEWS = {"board": "Board", "net": "Network", "time": "Timeline", "table": "Table", "map": "Map"}


@dataclass(frozen=True, slots=True)
class Budget:
    """What a page may cost; times in seconds.

    Args:
        kib: the size of the file.
        ready: until it is there.
        step: one search, filter or other view.
        fps: pictures in a second while it moves.
        write: in Python, after the query.
    """

    kib: float
    ready: float
    step: float
    fps: float | None = None
    write: float | None = 2


# For up to so many stances.
BUDGETS = {
    150: Budget(100, 0.5, 0.1),
    2_000: Budget(700, 1, 0.3, 60),
    20_000: Budget(2_048, 2, 0.6, 50),
    100_000: Budget(10_240, 4, 1, 50, write=None),
}


@dataclass(slots=True)
class Row:
    """One row of the page's part; see the JSON keys in scripts/bench."""

    measure: str
    against: str
    size: int | str
    unit: str
    ours: float | None
    theirs: float | None = None
    ratio: float | None = None
    aim: str | None = None
    ok: bool | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """A row that is asked for: its name, of which figure, and what is aimed at."""

    name: str
    figure: str
    most: float | None = None
    least: float | None = None

    def verdict(self, value: float) -> tuple[str | None, bool | None]:
        """The aim in words, and whether it is reached."""
        unit = unit_of(self.figure)
        if self.most is not None:
            most = f"{self.most:,.0f}" if unit == "KiB" else f"{self.most:g}"
            return f"<= {most} {unit}", value <= self.most
        if self.least is not None:
            # 59.9 pictures in a second are as many as a screen shows.
            return f">= {self.least:g} {unit}", round(value) >= self.least
        return None, None


def unit_of(figure: str) -> str:
    """The unit of a figure, which its name tells."""
    return next((unit for unit in ("fps", "KiB") if unit in figure.split()), "s")


class Figures(dict[str, float]):
    """What was measured, by name; a figure of several views has the view's id at its end."""

    def better(self, others: Mapping[str, float]) -> None:
        """Keeps the better of each two."""
        for name, value in others.items():
            best = max if unit_of(name) == "fps" else min
            self[name] = best(value, self.get(name, value))

    def worst(self, figure: str) -> tuple[float | None, str]:
        """A figure, the worst of the views if each has one; and the name of that view."""
        views = [name for name in self if name.startswith(f"{figure} ")]
        if not views:
            return self.get(figure), ""
        least = unit_of(figure) == "fps"
        name = (min if least else max)(views, key=lambda name: self[name])
        return self[name], VIEWS.get(name.rpartition(" ")[2], "")


class PageBench:
    """Measures pages.

    Args:
        folder: where graphs and pages are written.
        times: how often each measurement is repeated.
    """

    def __init__(self, folder: Path, times: int) -> None:
        self.folder = folder
        self.times = times
        self.missing: dict[str, str] = {}

    def rows(self, sizes: Iterable[int], holders: Iterable[int]) -> Iterator[Row]:
        """Every row, as soon as it is known.

        Args:
            sizes: numbers of stances; the shipped graph comes last.
            holders: numbers of holders with which pyvis's page stands beside ours.
        """
        self._measured("browser", self.folder)
        every: list[int | str] = [*sizes, SHIPPED]
        for size in every:
            yield from self._budgets(size)
        for many in holders:
            yield from self._beside(many)

    def _budgets(self, size: int | str) -> Iterator[Row]:
        place = self._place(str(size), stances=size)
        plain = self._best(place, "write", "view")
        budget = _budget(size)
        yield from _rows(
            "page",
            size,
            plain,
            Ask("query", "query"),
            Ask("write", "write", most=budget.write),
            Ask("file", "file KiB", most=budget.kib),
            Ask("ready", "ready", most=budget.ready),
            Ask("search", "search", most=budget.step),
            Ask("filter", "filter", most=budget.step),
            Ask("another view", "switch", most=budget.step),
            Ask("moving", "moving fps", least=budget.fps),
        )
        if size in (SHIPPED, WITH_CONSOLE):
            console = self._best(place, "write_console", "view_console")
            if console:
                console["added KiB"] = console["file KiB"] - plain["file KiB"]
            yield from _rows(
                "page with SPARQL",
                size,
                console,
                Ask("write", "write"),
                Ask("file", "file KiB"),
                Ask("added", "added KiB", most=MOST_ADDED),
                Ask("ready", "ready"),
                Ask("engine there", "started"),
                Ask("first answer", "answered"),
            )

    def _beside(self, holders: int) -> Iterator[Row]:
        """Our page and our page for vis-network, each beside pyvis's own."""
        stances = round(SPOKEN * holders)
        place = self._place(f"holders-{holders}", stances=stances, holders=holders)
        ours = self._best(place, "write", "view")
        engine = self._best(place, "write_engine", "view_engine")
        theirs = self._best(place, "write_pyvis", "view_pyvis")
        asks = (
            Ask("write", "write"),
            Ask("file", "file KiB"),
            Ask("ready", "ready"),
            Ask("moving", "moving fps"),
        )
        for name, side in (("page", ours), ("page --engine pyvis", engine)):
            yield from _rows(name, f"{holders:,} holders", side, *asks, theirs=theirs)

    def _place(self, name: str, **how: int | str) -> Path:
        place = self.folder / f"page-{name}"
        place.mkdir()
        if how["stances"] != SHIPPED:
            generate(place / "made.nq", format="nq", **how)
        return place

    def _best(self, place: Path, *functions: str) -> Figures:
        """The best of several measurements; what is slow is measured once."""
        best = Figures()
        slow: set[str] = set()
        for _, function in itertools.product(range(self.times), functions):
            if function in slow:
                continue
            found = self._measured(function, place)
            best.better(found)
            if max((v for name, v in found.items() if unit_of(name) == "s"), default=SLOW) >= SLOW:
                slow.add(function)
        return best

    def _measured(self, function: str, place: Path) -> Figures:
        """What a function finds, if it can; the reason why it cannot is told once."""
        if function in self.missing or ("browser" in self.missing and function[:4] == "view"):
            return Figures()
        found = measured("measures_page", function, place)
        if found is None:
            raise SystemExit(f"{function} of {place.name} does not end")
        if "missing" in found:
            self.missing[function] = found["missing"]
            print(f"left out: {found['missing']}", file=sys.stderr)
            return Figures()
        return Figures(found)


def _budget(size: int | str) -> Budget:
    """That of the smallest page which is not smaller."""
    # The shipped graph is a little larger than the smallest.
    stances = 2_000 if isinstance(size, str) else size
    return BUDGETS[next((most for most in BUDGETS if stances <= most), max(BUDGETS))]


def _rows(
    name: str, size: int | str, ours: Figures, *asks: Ask, theirs: Figures | None = None
) -> Iterator[Row]:
    """Those rows of which something was measured."""
    for ask in asks:
        one, view = ours.worst(ask.figure)
        if one is None:
            continue
        unit = unit_of(ask.figure)
        row = Row(f"{name}: {ask.name}", "", size, unit, one)
        notes = [_view_words(ask.figure, view)]
        row.aim, row.ok = ask.verdict(one)
        if theirs is not None:
            row.against = PYVIS
            row.theirs, _ = theirs.worst(ask.figure)
            if row.theirs is None:
                notes.append(f"{PYVIS} given up after {GIVE_UP / 1000:g} s")
            else:
                row.ratio = one / row.theirs if unit == "fps" else row.theirs / one
        row.note = "; ".join(filter(None, notes))
        yield row


def _view_words(figure: str, view: str) -> str:
    """In which view it was measured: where several were, in the slowest."""
    if figure.startswith("moving"):
        return "the map, dragged and zoomed" if view == "Map" else view and f"{view}, scrolled"
    return view and f"slowest: {view}"


def show(row: Row) -> None:
    """Prints one row."""
    size = f"{row.size:,}" if isinstance(row.size, int) else row.size
    figures = (words(row.ours, row.unit), words(row.theirs, row.unit))
    ratio = f"{row.ratio:.2f}" if row.ratio else ""
    about = (row.aim or "", verdict(row.ok), "", row.note)
    print_row(row.measure, row.against, size, *figures, ratio, *about)
