"""In a notebook the graph shows itself."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

import stancegraph as sg
from stancegraph.terms import PREFIXES

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
    """What the cells of a notebook show: the graph, a part, a written file, a query's picture."""
    pytest.importorskip("nbclient", reason="nbclient is not installed")
    cells = [
        "import stancegraph as sg\ng = sg.open()\ng",
        "g.draw(issue='sovereign-ai', title='A part')",
        "g.draw('part.html', issue='sovereign-ai')",
        "g.draw(title='Who', query='CONSTRUCT { ?h st:position ?p } WHERE "
        "{ ?s st:issue issue:sovereign-ai ; st:holder ?h ; st:position ?p }')",
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


def test_a_cell_shows_what_a_query_gives(show: Callable[..., Any], outputs: list[Any]):
    page = show(f"<!doctype html><meta charset=utf-8><title>notebook</title>{shown(outputs, 3)}")
    frame = page.frame_locator("iframe")
    assert frame.locator("h1").inner_text() == "Who"
    assert frame.locator(".picture-node").count() > 5
    frame.locator("#tab-table").click()
    frame.locator("td button").first.click()
    assert frame.locator("#details-title").is_visible()


def test_what_is_copied_in_the_frame_can_be_pasted(show: Callable[..., Any], outputs: list[Any]):
    grants = ["clipboard-read", "clipboard-write"]
    text = f"<!doctype html><meta charset=utf-8><title>notebook</title>{shown(outputs, 1)}"
    page = show(text, permissions=grants)
    frame = page.frame_locator("iframe")
    frame.locator(".chip").first.click()
    frame.get_by_role("button", name="Copy address of the stance").first.click()
    frame.locator(".toast").wait_for()
    assert page.evaluate("navigator.clipboard.readText()").startswith(PREFIXES["stance"])


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
