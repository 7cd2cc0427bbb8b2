"""The README: every command is run, and what it prints is what stands there.

`README_UPDATE=1 scripts/test tests/test_readme.py` writes what the commands print into the file.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from serving import Served, serving

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
CONSOLE = re.compile(r"```console\n(.*?)```", re.DOTALL)
# The server that the README speaks to; here it listens wherever there is room.
SERVER = "http://localhost:8080/"


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with serving() as started:
        yield started


def ran(folder: Path, command: str, served: Served) -> str:
    """What a command prints in a folder, both streams, as a reader of the README sees it."""
    program = f'{shlex.quote(sys.executable)} -m stancegraph "$@"'
    env = {k: v for k, v in os.environ.items() if not k.startswith("STANCEGRAPH")}
    env |= {"COLUMNS": "80", "PYTHONPATH": str(ROOT / "graph")}
    script = f"stancegraph() {{ {program}; }}\n{command}"
    done = subprocess.run(
        ["bash", "-c", script.replace(SERVER, served.url)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        cwd=folder, env=env, check=False, encoding="utf-8",
    )  # fmt: skip
    assert "Traceback" not in done.stdout, done.stdout
    return done.stdout.replace(served.url, SERVER)


def example(text: str) -> str:
    (record,) = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    return str(record)


def shown(text: str, folder: Path, served: Served) -> str:
    """The README with every console block as the commands print it."""
    (folder / "example.yaml").write_text(example(text), "utf-8")
    # Commands are typed in the checkout.
    (folder / "tests").symlink_to(ROOT / "tests")

    def block(match: re.Match[str]) -> str:
        commands = re.findall(r"^\$ (.*)$", match[1], re.MULTILINE)
        return (
            "```console\n" + "".join(f"$ {c}\n{ran(folder, c, served)}" for c in commands) + "```"
        )

    return CONSOLE.sub(block, text)


def test_every_command_prints_what_the_readme_says(tmp_path: Path, served: Served):
    text = README.read_text("utf-8")
    fresh = shown(text, tmp_path, served)
    if os.environ.get("README_UPDATE"):
        README.write_text(fresh, "utf-8")
    else:
        assert fresh == text


def test_the_python_example_prints_what_the_readme_says(tmp_path: Path):
    text = README.read_text("utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    (printed,) = re.findall(r"```text\n(.*?)```", text, re.DOTALL)
    env = {**os.environ, "PYTHONPATH": str(ROOT / "graph")}
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=env,
        check=False,
    )
    assert done.stderr == ""
    if os.environ.get("README_UPDATE"):
        README.write_text(text.replace(printed, done.stdout), "utf-8")
    else:
        assert done.stdout == printed
    assert {"alibaba.html", "stances.ttl"} <= {f.name for f in tmp_path.iterdir()}


def test_the_two_commands_stand_in_the_first_20_lines():
    first = README.read_text("utf-8").split("\n")[:20]
    assert any("scripts/demo" in line for line in first)
    assert any("scripts/test" in line for line in first)


def test_every_link_leads_to_a_file():
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", README.read_text("utf-8")):
        assert (ROOT / target).exists(), target


@pytest.mark.parametrize("name", ["demo", "test", "check", "bench", "generate", "venv"])
def test_every_script_can_be_run(name: str):
    assert os.access(ROOT / "scripts" / name, os.X_OK)
