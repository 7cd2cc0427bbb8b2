"""The part of scripts/bench that loads each kind of store, beside its engine's own loader."""

from __future__ import annotations

import math
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench_rows import generate, measured, print_row, words

# Quads; scripts/generate makes about 16 for each stance.
SIZES = (10_000, 100_000, 1_000_000)
QUADS_A_STANCE = 15.9
AHEAD = (10**8, 10**10)
# A large store takes long, and nobody sits before it.
GIVE_UP = 1_200


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of store, and what loads its engine without us."""

    name: str
    ours: str
    rival: str
    theirs: str


KINDS = (
    Kind("memory", "memory", "pyoxigraph bulk_load", "raw_memory"),
    Kind("folder", "disk", "pyoxigraph bulk_load", "raw_disk"),
    Kind("stancegraph serve", "stancegraph", "oxigraph load", "raw_oxigraph"),
    Kind("Oxigraph server", "oxigraph", "oxigraph load", "raw_oxigraph"),
    Kind("Virtuoso 7", "virtuoso", "ld_dir, rdf_loader_run", "raw_virtuoso"),
)


@dataclass(slots=True)
class Row:
    """One row; `ours` and `theirs` as scripts/measures_remote.py prints them."""

    measure: str
    against: str
    size: int
    ours: dict[str, Any] | None
    theirs: dict[str, Any] | None
    ratio: float | None
    busy: float
    note: str = ""


class RemoteBench:
    """Loads stores.

    Args:
        folder: where graphs and stores are written.
        times: how often each load is repeated.
    """

    def __init__(self, folder: Path, times: int) -> None:
        self.folder = folder
        self.times = times
        self.missing: set[str] = set()

    def rows(self, sizes: Iterable[int]) -> Iterator[Row]:
        """Every row, as soon as it is known.

        Args:
            sizes: about how many quads.
        """
        for size in sizes:
            place = self.folder / f"remote-{size}"
            place.mkdir()
            generate(place / "made.nq", stances=round(size / QUADS_A_STANCE), format="nq")
            known: dict[str, dict[str, Any] | None] = {}
            for kind in KINDS:
                for function in (kind.ours, kind.theirs):
                    if function not in known:
                        known[function] = self._best(function, place)
                yield _row(kind, size, known[kind.ours], known[kind.theirs])

    def _best(self, function: str, place: Path) -> dict[str, Any] | None:
        found: dict[str, Any] | None = None
        for _ in range(self.times):
            one = measured("measures_remote", function, place, GIVE_UP)
            if one is None:
                return None
            if "missing" in one:
                if function not in self.missing:
                    self.missing.add(function)
                    print(f"left out: {one['missing']}", file=sys.stderr)
                return None
            if found is None or one["load"] < found["load"]:
                found = one
        return found


def _row(kind: Kind, size: int, ours: dict[str, Any] | None, theirs: dict[str, Any] | None) -> Row:
    ratio = theirs["load"] / ours["load"] if ours and theirs else None
    note = "" if ours else f"left out, or given up after {GIVE_UP} s"
    if ours and theirs and theirs["count"] != ours["count"]:
        # Ours counts what it was given, and not what it derived from that.
        note = f"quads differ: {ours['count']:,} and {theirs['count']:,}"
    return Row(f"load {kind.name}", kind.rival, size, ours, theirs, ratio, os.getloadavg()[0], note)


def show(row: Row) -> None:
    """Prints one row: the load in the columns of times, the rest as a note."""
    ours, theirs = row.ours or {}, row.theirs or {}
    ratio = f"{row.ratio:.2f}" if row.ratio else ""
    notes = []
    if ours:
        notes.append(f"{ours['count'] / ours['load']:,.0f} quads/s")
        notes.append(f"query {words(ours['query'])}")
        if ours["bytes"]:
            notes.append(f"{ours['bytes'] / ours['count']:,.0f} bytes/quad")
    notes += filter(None, (row.note, f"load {row.busy:.1f}" if row.busy > 2.5 else ""))
    times = words(ours.get("load")), words(theirs.get("load"))
    print_row(
        row.measure, row.against, f"{row.size:,}", *times, ratio, "", "", "", "; ".join(notes)
    )


def estimates(rows: Iterable[Row]) -> Iterator[str]:
    """What larger stores would cost, if the slope between the two largest sizes went on."""
    by_kind: dict[str, list[Row]] = {}
    for row in rows:
        if row.ours:
            by_kind.setdefault(row.measure, []).append(row)
    for name, found in by_kind.items():
        if len(found) < 2:
            continue
        small, large = (row.ours or {} for row in sorted(found, key=lambda row: row.size)[-2:])
        for count in AHEAD:
            said = [
                f"{what} {_further(small, large, what, count):.2g} {unit}"
                for what, unit in (("load", "s"), ("query", "s"), ("bytes", ""))
                if small.get(what) and large.get(what)
            ]
            yield f"{name:34} estimate at {count:.0e} quads: {', '.join(said)}"


def _further(small: dict[str, Any], large: dict[str, Any], what: str, count: int) -> float:
    steps = math.log(large["count"] / small["count"])
    slope = math.log(large[what] / small[what]) / steps
    return float(large[what] * (count / large["count"]) ** max(slope, 0))


def main(sizes: Iterable[int] = SIZES, times: int = 1) -> list[Row]:
    """Measure and print everything."""
    import tempfile

    from bench_rows import HEAD

    rows = []
    print_row(*HEAD)
    with tempfile.TemporaryDirectory() as folder:
        for row in RemoteBench(Path(folder), times).rows(sizes):
            show(row)
            rows.append(row)
    for line in estimates(rows):
        print(line)
    return rows


if __name__ == "__main__":
    main([int(text) for text in sys.argv[1:]] or SIZES)
