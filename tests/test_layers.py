"""The house: imports go down only, and the public names are the promised ones."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import stancegraph as sg

PACKAGE = Path(sg.__file__).parent
FLOORS = [
    {"errors", "terms", "version"},
    {"files", "formats", "model", "records", "vocabulary"},
    {"store"},
    {"check", "derive", "extract", "load", "network", "query"},
    {"card", "describe", "export", "page", "review", "site"},
    {"checking", "graph", "opening"},
    {"serve"},
    {"cli", "__main__", "__init__"},
]
FLOOR = {name: number for number, names in enumerate(FLOORS) for name in names}


def room(module: str) -> str:
    return module.split(".")[1] if "." in module else "__init__"


def imports() -> list[tuple[str, str]]:
    found = []
    for file in PACKAGE.rglob("*.py"):
        own = file.relative_to(PACKAGE).parts[0].removesuffix(".py")
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("stancegraph"):
                names = [f"stancegraph.{a.name}" for a in node.names]
                whole = node.module == "stancegraph"
                found += [(own, room(n)) for n in (names if whole else [str(node.module)])]
            elif isinstance(node, ast.Import):
                found += [(own, room(a.name)) for a in node.names if "stancegraph" in a.name]
    return found


def test_every_module_stands_on_a_floor():
    rooms = {f.relative_to(PACKAGE).parts[0].removesuffix(".py") for f in PACKAGE.rglob("*.py")}
    assert rooms - {"data"} == set(FLOOR)


def test_imports_only_go_down():
    # derive is used by load on the same floor; a floor may use itself, but not in a circle.
    up = {(a, b) for a, b in imports() if FLOOR[a] < FLOOR.get(b, 0)}
    assert up == set()


def test_no_two_modules_import_each_other():
    pairs = {(a, b) for a, b in imports() if a != b}
    assert {(a, b) for a, b in pairs if (b, a) in pairs} == set()


def test_every_public_name_is_there():
    assert all(hasattr(sg, name) for name in sg.__all__)
    assert sorted(sg.__all__) == list(sg.__all__)


HEAVY = "rdflib networkx pyvis rich rapidfuzz pandas requests jinja2 starlette uvicorn"


@pytest.mark.parametrize("heavy", HEAVY.split())
def test_importing_the_package_stays_light(heavy: str):
    import subprocess
    import sys

    code = f"import sys, stancegraph.cli; sys.exit({heavy!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_modules_and_functions_stay_small():
    for file in PACKAGE.rglob("*.py"):
        text = file.read_text("utf-8")
        assert text.count("\n") <= 400, file
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                body = node.body[1:] if ast.get_docstring(node) else node.body
                lines = (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
                assert lines <= 40, f"{file}: {node.name} has {lines} lines"


def test_iris_are_written_out_in_one_module_only():
    for file in PACKAGE.rglob("*.py"):
        if file.name != "terms.py":
            found = re.findall(
                r"https?://(?:www\.w3\.org|w3id\.org|purl\.org)[^\s\"']*", file.read_text()
            )
            assert not found, f"{file}: {found}"
