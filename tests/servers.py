"""Real SPARQL servers on this machine, started when a test first needs them, and stopped at the end.

`stancegraph serve` itself, the Oxigraph server (PyPI `oxigraph`) and Virtuoso 7 (Debian's
`virtuoso-opensource-7-bin`). What is not installed is skipped, with the reason.
"""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import stancegraph as sg

ROOT = Path(__file__).parents[1]
TOKEN = "0123456789abcdef-invented"
NAMES = ("stancegraph", "oxigraph", "virtuoso")
_SECONDS = 60
# How much of its store a Virtuoso holds in memory, in pages of 8 KiB.
BUFFERS = 10_000
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs.

    Args:
        name: which.
        url: where it takes queries.
        env: who may write, as the program reads it from the environment.
        port: where it listens.
    """

    name: str
    url: str
    port: int
    env: Mapping[str, str] = field(default_factory=dict)

    def elsewhere(self, port: int) -> str:
        """Its address when a proxy at another port stands before it."""
        return self.url.replace(f":{self.port}/", f":{port}/")


def server(name: str, use: str = "") -> Server:
    """A server by name; the test is skipped where it cannot be started.

    Args:
        name: which.
        use: what it is used for, where that is to have one of its own.
    """
    if (name, use) not in _running:
        reason = missing(name)
        if reason:
            pytest.skip(reason)
        _running[name, use] = started(name, _folder(name))
    return _running[name, use]


def started(name: str, folder: Path) -> Server:
    """Start a server in an empty folder; it ends with this process."""
    return _START[name](folder)


_running: dict[tuple[str, str], Server] = {}
_stack = contextlib.ExitStack()
atexit.register(_stack.close)


def missing(name: str) -> str:
    """Why a server cannot be started; an empty text where it can."""
    if name == "oxigraph" and not oxigraph():
        return "the Oxigraph server is not installed (pip install oxigraph)"
    if name == "virtuoso" and not shutil.which("virtuoso-t"):
        return "Virtuoso 7 is not installed (apt-get install virtuoso-opensource-7-bin)"
    return ""


def oxigraph() -> str | None:
    """The program of the Oxigraph server."""
    return shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which(
        "oxigraph"
    )


def _folder(name: str) -> Path:
    made = Path(tempfile.mkdtemp(prefix=f"stancegraph-{name}-"))
    _stack.callback(shutil.rmtree, made, ignore_errors=True)
    return made


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def _process(
    words: list[str], folder: Path, env: Mapping[str, str] | None = None
) -> subprocess.Popen[bytes]:
    with (folder / "log.txt").open("wb") as log:
        process = subprocess.Popen(
            words, cwd=folder, stdout=log, stderr=log, env=env, preexec_fn=_die_with_parent
        )
    _stack.callback(_stop, process)
    return process


def _die_with_parent() -> None:
    """Also when the parent is killed, and has no time to stop what it started."""
    if _LIBC:
        _LIBC.prctl(_DIE_WITH_PARENT, signal.SIGTERM)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _listening(process: subprocess.Popen[bytes], folder: Path, port: int) -> None:
    """Wait until somebody listens."""
    end = time.monotonic() + _SECONDS
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise AssertionError(f"it does not start:\n{(folder / 'log.txt').read_text()}")


def _start_ours(folder: Path) -> Server:
    store = folder / "store"
    sg.open(store, write=True, empty=True).close()
    words = [sys.executable, "-m", "stancegraph", "serve", "--store", str(store), "--port", "0"]
    env = {k: v for k, v in os.environ.items() if not k.startswith("STANCEGRAPH")}
    paths = [str(ROOT / "graph"), *filter(None, [env.get("PYTHONPATH")])]
    env |= {"PYTHONPATH": os.pathsep.join(paths), "STANCEGRAPH_TOKEN": TOKEN}
    process = _process([*words, "--writable"], folder, env=env)
    end = time.monotonic() + _SECONDS
    while time.monotonic() < end and process.poll() is None:
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", (folder / "log.txt").read_text())
        if found:
            url = f"{found[0]}sparql"
            env = {"STANCEGRAPH_TOKEN": TOKEN}
            return Server("stancegraph", url, int(found[1]), env)
        time.sleep(0.05)
    raise AssertionError(f"it does not start:\n{(folder / 'log.txt').read_text()}")


def _start_oxigraph(folder: Path) -> Server:
    port = free_port()
    words = [str(oxigraph()), "serve", "-l", str(folder / "store"), "-b", f"127.0.0.1:{port}"]
    _listening(_process(words, folder), folder, port)
    return Server("oxigraph", f"http://127.0.0.1:{port}/query", port)


_VIRTUOSO = """
[Database]
DatabaseFile = {0}/virtuoso.db
ErrorLogFile = {0}/virtuoso.log
LockFile = {0}/virtuoso.lck
TransactionFile = {0}/virtuoso.trx
xa_persistent_file = {0}/virtuoso.pxa
Striping = 0
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = {0}/temp.db
TransactionFile = {0}/temp.trx
Striping = 0
[Parameters]
ServerPort = 127.0.0.1:{1}
DisableUnixSocket = 1
ServerThreads = 20
NumberOfBuffers = {3}
MaxDirtyBuffers = {4}
CaseMode = 2
SchedulerInterval = 10
DirsAllowed = {0}
SingleCPU = 0
[HTTPServer]
ServerPort = 127.0.0.1:{2}
ServerRoot = {0}
MaxClientConnections = 10
MaxKeepAlives = 10
KeepAliveTimeout = 10
[SPARQL]
"""


def _start_virtuoso(folder: Path) -> Server:
    http = free_port()
    settings = folder / "virtuoso.ini"
    text = _VIRTUOSO.format(folder, free_port(), http, BUFFERS, BUFFERS * 3 // 4)
    settings.write_text(text, "utf-8")
    words = ["virtuoso-t", "+foreground", "+configfile", str(settings)]
    _listening(_process(words, folder), folder, http)
    # Debian's package has this account; updates want who asks, by Digest.
    env = {"STANCEGRAPH_USER": "dba", "STANCEGRAPH_PASSWORD": "dba"}
    return Server("virtuoso", f"http://127.0.0.1:{http}/sparql-auth", http, env)


_START: dict[str, Callable[[Path], Server]] = {
    "stancegraph": _start_ours,
    "oxigraph": _start_oxigraph,
    "virtuoso": _start_virtuoso,
}


@contextlib.contextmanager
def environment(**values: str) -> Iterator[None]:
    """The program's settings in the environment, these and no others, while the block lasts."""
    before = dict(os.environ)
    for name in [name for name in os.environ if name.startswith("STANCEGRAPH")]:
        del os.environ[name]
    os.environ.update(values)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
