"""What many tests need: the shipped graph, a small invented one, the program, and a browser."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import stancegraph as sg
from invented import LATER, RECORD, VOCABULARY

ROOT = Path(__file__).parents[1]
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


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, one for all tests: two at once cannot be driven from one process."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    names = ("chromium", "chromium-browser", "google-chrome")
    own = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    with api.sync_playwright() as playwright:
        try:
            started = playwright.chromium.launch(executable_path=own, args=FLAGS)
        except api.Error as error:
            pytest.skip(f"no browser to test pages in: {str(error).splitlines()[0]}")
        yield started
        started.close()


@pytest.fixture
def show(browser: Any, tmp_path: Path) -> Iterator[Open]:
    """Opens a page from a file with the network off; afterwards it must have been quiet.

    `quiet=False` is for pages that are meant to be noisy; `hash` is the end of the address; what
    else is given goes to the browser's context.
    """
    contexts = []
    noise: list[str] = []

    def opened(text: str, *, quiet: bool = True, hash: str = "", **look: Any) -> Any:
        file = tmp_path / f"{len(contexts)}.html"
        file.write_bytes(text.encode())
        size = {"width": 1440, "height": 900}
        context = browser.new_context(**{"viewport": size, "reduced_motion": "reduce", **look})
        context.set_offline(True)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(5_000 if quiet else 1_500)
        address = file.as_uri()
        if quiet:
            page.on("console", lambda message: noise.append(message.text))
            page.on("pageerror", lambda error: noise.append(str(error)))
            page.on("request", lambda asked: noise.append(asked.url))
        page.goto(address + hash)
        inside = (address, "data:", "blob:")
        noise[:] = [line for line in noise if not line.startswith(inside)]
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [line for line in noise if not line.startswith(("data:", "blob:"))] == []


def _clean() -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("STANCEGRAPH")}
    paths = [str(ROOT / "graph"), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**kept, "COLUMNS": "80", "PYTHONPATH": os.pathsep.join(paths), "NO_COLOR": "1"}
