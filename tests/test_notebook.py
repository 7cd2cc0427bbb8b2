"""In a notebook the graph shows itself."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

import stancegraph as sg

# In a process of its own: the browser of the other tests holds the event loop of this one.
EXECUTE = """
import json, sys, nbformat
from nbclient import NotebookClient
cells = [nbformat.v4.new_code_cell(text) for text in json.load(sys.stdin)]
book = nbformat.v4.new_notebook(cells=cells)
NotebookClient(book, timeout=120, kernel_name="python3").execute()
json.dump([cell.outputs for cell in book.cells], sys.stdout)
"""


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    """What the cells of a notebook show: the graph, a drawing of a part, a written file."""
    pytest.importorskip("nbclient", reason="nbclient is not installed")
    cells = [
        "import stancegraph as sg\ng = sg.open()\ng",
        "g.draw(issue='sovereign-ai', title='A part')",
        "g.draw('part.html', issue='sovereign-ai')",
    ]
    done = subprocess.run(
        [sys.executable, "-c", EXECUTE],
        input=json.dumps(cells),
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path_factory.mktemp("notebook"),
    )
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout))


def shown(outputs: list[Any], cell: int) -> str:
    (result,) = outputs[cell]
    return "".join(result["data"]["text/html"])


@pytest.mark.parametrize(
    ("cell", "title", "count"),
    [(0, "AI-industry stances", "161 stances"), (1, "A part", "8 stances")],
)
def test_a_cell_shows_the_page_in_a_frame_of_its_own(
    show: Callable[..., Any], outputs: list[Any], cell: int, title: str, count: str
):
    page = show(f"<!doctype html><meta charset=utf-8><title>notebook</title>{shown(outputs, cell)}")
    frame = page.frame_locator("iframe")
    assert frame.locator("h1").inner_text() == title
    assert frame.locator("#count").inner_text() == count
    for view in ("net", "time", "table", "board"):
        frame.locator(f"#tab-{view}").click()
    frame.locator(".chip").first.click()
    assert frame.locator("#details-title").is_visible()
    assert page.title() == "notebook"


def test_with_a_path_the_page_is_written_and_the_path_shown(outputs: list[Any]):
    (result,) = outputs[2]
    assert "part.html" in result["data"]["text/plain"]


def test_the_frame_keeps_scripts_of_the_page_away_from_the_notebook():
    text = sg.open().draw()._repr_html_()
    assert 'sandbox="allow-scripts' in text
    assert "allow-same-origin" not in text


def test_a_text_of_the_graph_cannot_leave_the_frame():
    text = sg.open().draw(title='"><script>window.__pwned=1</script>')._repr_html_()
    assert "<script" not in text
