"""Our own server as people start it, on a free port of this machine."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import psutil
import requests

ROOT = Path(__file__).parents[1]
TOKEN = "plainly-invented-token-0123"
T = TypeVar("T")
JSON = "application/sparql-results+json"


@dataclass
class Served:
    """A server that runs: its process, its address, and what it prints."""

    process: subprocess.Popen[str]
    url: str
    lines: list[str] = field(default_factory=list)

    @property
    def place(self) -> tuple[str, int]:
        """Host and port."""
        parts = urlsplit(self.url)
        return str(parts.hostname), int(parts.port or 80)

    def get(self, path: str, *, accept: str | None = None, **how: Any) -> requests.Response:
        """A GET, redirects not followed."""
        headers = {"accept": accept, **how.pop("headers", {})}
        return requests.get(
            self.url + path, headers=headers, allow_redirects=False, timeout=60, **how
        )

    def ask(self, query: str, accept: str = JSON, **more: Any) -> requests.Response:
        """A query by GET."""
        return self.get("sparql", accept=accept, params={"query": query, **more})

    def rows(self, query: str) -> list[dict[str, str]]:
        """The rows of a SELECT, by name."""
        found = self.ask(query)
        assert found.status_code == 200, found.text
        bindings = found.json()["results"]["bindings"]
        return [{name: term["value"] for name, term in row.items()} for row in bindings]

    def send(self, method: str, path: str, **how: Any) -> requests.Response:
        """A request with the token."""
        headers = {"authorization": f"Bearer {TOKEN}", **how.pop("headers", {})}
        return requests.request(method, self.url + path, headers=headers, timeout=60, **how)

    def raw(self, data: bytes, *, wait: float = 10) -> bytes:
        """What comes back for these bytes, until the server closes or nothing comes."""
        with socket.create_connection(self.place, timeout=wait) as line:
            line.sendall(data)
            return until_quiet(line)

    def busy(self) -> float:
        """Seconds of processor time that the server's processes have used, dead ones aside."""
        family = [psutil.Process(self.process.pid)]
        family += family[0].children(recursive=True)
        total = 0.0
        for one in family:
            with contextlib.suppress(psutil.NoSuchProcess):
                times = one.cpu_times()
                total += times.user + times.system
        return total

    def family(self) -> tuple[psutil.Process, list[psutil.Process]]:
        """The process that the workers come from, and the workers."""
        (parent,) = psutil.Process(self.process.pid).children()
        return parent, parent.children()

    def settle(self) -> None:
        """Wait until it has nothing to do: a graph from a folder is copied into memory first."""

        def idle() -> bool:
            before = self.busy()
            time.sleep(0.5)
            return self.busy() - before < 0.05

        until(idle, "it goes on working")

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Stop it; its exit code."""
        self.process.send_signal(number)
        return self.process.wait(timeout=60)


def finished(work: Coroutine[Any, Any, T]) -> T:
    """What some work gives; in a thread, as the browser's tests leave a loop running in this one."""
    with ThreadPoolExecutor(1) as other:
        return other.submit(asyncio.run, work).result()


def until(true: Callable[[], object], what: str, seconds: float = 60) -> None:
    """Wait until something is true; `what` tells what was waited for in vain."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, what
        time.sleep(0.05)


def until_quiet(line: socket.socket) -> bytes:
    """All that comes over a line, until it is closed or quiet."""
    data = b""
    with contextlib.suppress(TimeoutError, ConnectionError):
        while chunk := line.recv(65_536):
            data += chunk
    return data


@contextlib.contextmanager
def serving(*words: str, folder: Path | None = None, **env: str) -> Iterator[Served]:
    """A server with these options; what it printed is checked for tracebacks in the end."""
    command = [sys.executable, "-m", "stancegraph", "serve", "--port", "0", *words]
    kept = {k: v for k, v in os.environ.items() if not k.startswith("STANCEGRAPH")}
    kept |= {"PYTHONPATH": str(ROOT / "graph"), "STANCEGRAPH_TOKEN": TOKEN, **env}
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, env=kept, cwd=folder
    ) as process:
        served = Served(process, "")
        reader = threading.Thread(target=_read, args=(served,), daemon=True)
        try:
            assert process.stderr
            for line in process.stderr:
                served.lines.append(line)
                if found := re.search(r"at (http\S+)", line):
                    served.url = found[1]
                    break
            assert served.url, f"no server: {''.join(served.lines)}"
            reader.start()
            yield served
        finally:
            if process.poll() is None:
                process.terminate()
                try:
                    process.wait(timeout=30)
                except subprocess.TimeoutExpired:
                    process.kill()
                    raise
            if reader.ident:
                reader.join(timeout=10)
    assert "Traceback" not in "".join(served.lines), "".join(served.lines)


def _read(served: Served) -> None:
    assert served.process.stderr
    served.lines.extend(served.process.stderr)
