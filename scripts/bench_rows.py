"""What both parts of scripts/bench share: how a measurement is run, and how a row is printed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
SLOW, GIVE_UP = 10, 300
SHIPPED = "shipped"

COLUMNS = "{:34} {:30} {:>13} {:>10} {:>10} {:>8} {:12} {:7} {:>11}  {}"
HEAD = ("measure", "against", "size", "ours", "theirs", "ratio", "aim", "verdict", "peak-MB")


def measured(
    module: str, function: str, folder: Path, give_up: float = GIVE_UP
) -> dict[str, Any] | None:
    """One measurement in a process of its own; None if it takes longer than anybody waits.

    Args:
        module: `measures` or `measures_page`.
        function: which one.
        folder: what it measures.
        give_up: after so many seconds.
    """
    command = [sys.executable, str(HERE / f"{module}.py"), function, str(folder)]
    # As people run Python: with compiled modules kept.
    env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    try:
        done = subprocess.run(command, env=env, stdout=subprocess.PIPE, check=True, timeout=give_up)
    except subprocess.TimeoutExpired:
        return None
    found: dict[str, Any] = json.loads(done.stdout or b"{}")
    return found


def generate(out: Path, **how: int | str) -> None:
    """Makes up a graph with scripts/generate.

    Args:
        out: the file.
        how: the options, such as `stances=1000`.
    """
    options = [word for name, value in how.items() for word in (f"--{name}", str(value))]
    command = [sys.executable, str(HERE / "generate"), *options, str(out)]
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)


def print_row(*cells: str) -> None:
    """One row of the table."""
    padded = (*cells, *[""] * (COLUMNS.count("{") - len(cells)))
    print(COLUMNS.format(*padded).rstrip(), flush=True)


def words(value: float | None, unit: str = "s") -> str:
    """A figure as people read it."""
    if value is None:
        return ""
    if unit != "s":
        return f"{value:,.0f} {unit}"
    return f"{value * 1000:.1f} ms" if value < 1 else f"{value:.2f} s"


def verdict(ok: bool | None) -> str:
    """Whether an aim is reached; nothing where there is none."""
    return "" if ok is None else "ok" if ok else "missed"
