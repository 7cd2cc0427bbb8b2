"""What many tests need: the shipped graph, a small invented one, and the program itself."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import stancegraph as sg
from invented import LATER, RECORD, VOCABULARY

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def shipped() -> sg.StanceGraph:
    """The shipped graph; nobody changes it."""
    return sg.open()


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder with an invented vocabulary and two records."""
    folder = tmp_path / "invented"
    folder.mkdir()
    (folder / "words.yaml").write_text(VOCABULARY, "utf-8")
    (folder / "daily-2024.yaml").write_text(RECORD, "utf-8")
    (folder / "daily-2025.yaml").write_text(LATER, "utf-8")
    return folder


@pytest.fixture
def invented(files: Path) -> Iterator[sg.StanceGraph]:
    """The small invented graph, in memory."""
    graph = sg.open(empty=True)
    assert graph.load(files).problems == ()
    yield graph
    graph.close()


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """The program, as typed in an empty folder: `run("query", "ASK {}")`."""

    def call(*words: str, stdin: str = "", **env: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "stancegraph", *words],
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=tmp_path,
            env={**_clean(), **env},
            check=False,
        )

    return call


def _clean() -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("STANCEGRAPH")}
    paths = [str(ROOT / "graph"), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**kept, "COLUMNS": "80", "PYTHONPATH": os.pathsep.join(paths), "NO_COLOR": "1"}
