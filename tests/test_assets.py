"""What the page takes from npm: prepared once, whole or not at all, and part of what is installed."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
VENDOR = Path("graph/stancegraph/page/vendor")
FILES = {"LICENSES.txt", "d3-force.js", "oxigraph.js", "oxigraph.wasm.gz", "versions.json"}
NPM = ROOT / "scripts/npm"

pytestmark = pytest.mark.skipif(
    not (ROOT / VENDOR).exists(), reason="the assets are not prepared: scripts/assets"
)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """As much of a checkout as scripts/assets looks at, with the packages of this one."""
    place = tmp_path / "checkout"
    inputs = shutil.ignore_patterns("node_modules")
    shutil.copytree(NPM, place / "scripts/npm", ignore=inputs)
    shutil.copy(ROOT / "scripts/assets", place / "scripts/assets")
    (place / VENDOR).parent.mkdir(parents=True)
    return place


def with_packages(checkout: Path) -> Path:
    packages = checkout / "scripts/npm/node_modules"
    shutil.copytree(NPM / "node_modules", packages, symlinks=True)
    return packages


def assets(checkout: Path, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(checkout / "scripts/assets")],
        capture_output=True, text=True, check=False, env={**os.environ, **env},
    )  # fmt: skip


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def only(folder: Path, **programs: str) -> str:
    """A PATH on which there are only these programs, which are shell scripts."""
    folder.mkdir()
    for name, text in programs.items():
        (folder / name).write_text(f"#!/bin/sh\n{text}\n")
        (folder / name).chmod(0o755)
    return str(folder)


def test_the_same_packages_give_the_same_bytes_and_a_second_run_does_nothing(checkout: Path):
    with_packages(checkout)
    done = assets(checkout)
    assert (done.returncode, done.stderr) == (0, "")
    assert contents(checkout / VENDOR) == contents(ROOT / VENDOR)
    before = (checkout / VENDOR).stat()
    assert assets(checkout).stderr == ""
    assert (checkout / VENDOR).stat() == before


def test_a_run_that_fails_leaves_what_was_there(checkout: Path, tmp_path: Path):
    with_packages(checkout)
    (checkout / VENDOR).mkdir()
    (checkout / VENDOR / "versions.json").write_text("older")
    path = only(tmp_path / "bin", node='echo "half" > "$2/d3-force.js"; echo no room >&2; exit 3')
    done = assets(checkout, PATH=path)
    assert done.returncode == 1
    assert "no room" in done.stderr
    assert contents(checkout / VENDOR) == {"versions.json": b"older"}
    assert [each.name for each in (checkout / VENDOR).parent.iterdir()] == ["vendor"]


def test_without_npm_one_sentence_says_what_is_missing(checkout: Path, tmp_path: Path):
    done = assets(checkout, PATH=only(tmp_path / "bin"))
    assert done.returncode == 1
    assert done.stderr.startswith("stancegraph: npm is needed to prepare the page")
    assert len(done.stderr.splitlines()) == 1


def test_the_engine_is_oxigraph_as_npm_has_it():
    packed = (ROOT / VENDOR / "oxigraph.wasm.gz").read_bytes()
    assert gzip.decompress(packed) == (NPM / "node_modules/oxigraph/web_bg.wasm").read_bytes()


def test_licences_go_with_the_code_and_nothing_in_it_ends_a_script():
    versions = json.loads((ROOT / VENDOR / "versions.json").read_text())
    told = (ROOT / VENDOR / "LICENSES.txt").read_text()
    for name, rights in (
        ("d3-force", "Permission to use, copy"),
        ("oxigraph", "Permission is hereby granted"),
    ):
        code = (ROOT / VENDOR / f"{name}.js").read_text()
        assert f"{name} {versions[name]}" in told
        assert f"{name} {versions[name]}" in code
        assert rights in told
        assert rights in code
        assert "</script" not in code.lower()
        assert "<!--" not in code


def test_no_committed_file_names_a_registry():
    lock = json.loads((NPM / "package-lock.json").read_text())
    assert len(lock["packages"]) > 10
    assert not any("resolved" in package for package in lock["packages"].values())
    for file in ("package.json", ".npmrc", "vendor.js"):
        assert "registry=" not in (NPM / file).read_text()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An sdist, and the wheel that is built from it."""
    out = tmp_path_factory.mktemp("built")
    done = subprocess.run(
        [sys.executable, "-m", "build", "--outdir", str(out), str(ROOT)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return out


def test_sdist_and_wheel_hold_the_assets_but_no_packages(built: Path):
    with tarfile.open(next(built.glob("*.tar.gz"))) as sdist:
        names = [name.partition("/")[2] for name in sdist.getnames()]
    assert {f"{VENDOR.as_posix()}/{file}" for file in FILES} <= set(names)
    assert "scripts/npm/package-lock.json" in names
    assert not any("node_modules" in name for name in names)
    wheel = set(zipfile.ZipFile(next(built.glob("*.whl"))).namelist())
    assert {f"stancegraph/page/vendor/{file}" for file in FILES} <= wheel
    assert not any("node_modules" in name for name in wheel)


def test_an_sdist_is_built_without_npm(built: Path, tmp_path: Path):
    with tarfile.open(next(built.glob("*.tar.gz"))) as sdist:
        sdist.extractall(tmp_path, filter="data")
    (unpacked,) = tmp_path.iterdir()
    done = subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--outdir", str(tmp_path), str(unpacked)],
        capture_output=True, text=True, check=False,
        env={**os.environ, "PATH": only(tmp_path / "bin")},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_installed_wheel_draws_a_page_that_answers_queries(built: Path, tmp_path: Path):
    place = tmp_path / "site"
    wheel = str(next(built.glob("*.whl")))
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(place)]
    subprocess.run([*pip, wheel], check=True)
    env = {k: v for k, v in os.environ.items() if k != "STANCEGRAPH_STORE"}
    env["PYTHONPATH"] = str(place)

    def run(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, *words],
            capture_output=True, text=True, check=False, cwd=tmp_path, env=env,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert str(place) in run("-c", "import stancegraph; print(stancegraph.__file__)")
    run("-m", "stancegraph", "draw", "-o", "page.html")
    page = (tmp_path / "page.html").read_text("utf-8")
    assert 'id="engine-wasm"' in page
    assert len(page) > 1_900_000
