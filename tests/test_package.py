"""The built wheel in a fresh environment carries the ontology and the records."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    done = subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--outdir", str(out), str(ROOT)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return next(out.glob("*.whl"))


def test_the_wheel_holds_the_ontology_the_records_and_the_page(wheel: Path):
    names = set(zipfile.ZipFile(wheel).namelist())
    shipped = [
        f for f in (*ROOT.glob("ontology/**/*"), *ROOT.glob("graph/records/*")) if f.is_file()
    ]
    for file in shipped:
        inside = file.relative_to(ROOT).as_posix().replace("graph/records", "records")
        assert f"stancegraph/data/{inside}" in names
    for file in (ROOT / "graph/stancegraph").rglob("*"):
        if file.is_file() and "__pycache__" not in file.parts:
            assert file.relative_to(ROOT / "graph").as_posix() in names
    assert not any(name.startswith("tests/") or "__pycache__" in name for name in names)


def test_the_installed_wheel_answers_checks_and_draws(wheel: Path, tmp_path: Path):
    venv = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
    pip = [
        str(venv / "bin/python"),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
    ]
    subprocess.run([*pip, str(wheel)], check=True)
    env = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "STANCEGRAPH_STORE")}

    def run(*words: str) -> str:
        program = str(venv / "bin/stancegraph")
        done = subprocess.run(
            [program, *words], capture_output=True, text=True, cwd=tmp_path, env=env, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert run("query", "ASK { entity:deepseek a st:Company }").strip() in ("true", "false")
    assert "stances    161" in run("info")
    assert "no violations" in run("check")
    assert "who-changed" in run("ask")
    run("draw", "-o", "page.html")
    run("export", "-o", "all.trig")
    assert (tmp_path / "page.html").stat().st_size > 100_000
