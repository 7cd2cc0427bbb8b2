"""A worker: a process that does one job at a time, and that a time limit ends for good."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import socket
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from stancegraph.errors import StancegraphError, StoreError
from stancegraph.serve.messages import Order, Reply, View, packed, received
from stancegraph.serve.problems import Refused, refused
from stancegraph.serve.settings import Settings
from stancegraph.store import Store

_PAGES = Path("/proc/self/statm")


@dataclass(slots=True)
class Desk:
    """Where a worker does its jobs: the graph, opened anew when it has changed.

    Args:
        settings: of the server.
        open: opens the graph; a state of it that is kept in a folder of its own.
        jobs: what can be done, by name.
        limited: whether memory has a limit: one who may write is trusted with large uploads.
        again: whether a graph that cannot be read is opened anew and asked once more.
    """

    settings: Settings
    open: Callable[[str | None], Store]
    jobs: dict[str, Callable[..., Reply]]
    limited: bool = True
    again: bool = False
    store: Store | None = None
    view: View | None = None

    def done(self, order: Order) -> Reply:
        """The reply to an order; when its time is over, the process is."""
        # The signal's own action ends the process, in the middle of whatever it does.
        signal.setitimer(signal.ITIMER_REAL, order.seconds)
        try:
            return self._answered(order)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)

    def _answered(self, order: Order) -> Reply:
        try:
            try:
                return self._tried(order)
            except (StoreError, OSError):
                if not self.again:
                    raise
                # Another process may have tidied up files that this one had not opened yet.
                self.view = None
                return self._tried(order)
        except Refused as error:
            return error.reply()
        except StancegraphError as error:
            return refused(error).reply()
        except OSError as error:
            return refused(StoreError(f"the store cannot be read: {error}")).reply()
        except MemoryError:
            return Refused(
                503, "answering this needs more memory than one request may take"
            ).reply()
        except Exception:
            print(f"while doing {order.job.name}:", file=sys.stderr)
            traceback.print_exc()
            return Refused(500, "the server made a mistake; its log says more").reply()

    def _tried(self, order: Order) -> Reply:
        if self.store is None or order.view != self.view:
            if self.store is not None:
                self.store.close()
            self.store = self.open(order.view.folder)
            self.view = order.view
        return self.jobs[order.job.name](self.store, self.settings, *order.job.values)


def work(connection: socket.socket, desk: Desk) -> None:
    """Do jobs until the server is gone; does not return."""
    for number in (signal.SIGINT, signal.SIGTERM):
        # The server decides when its workers end: when it closes the connection.
        signal.signal(number, signal.SIG_IGN)
    if desk.limited:
        _limit_memory(desk.settings.most_memory)
    try:
        while True:
            order = received(connection)
            connection.sendall(packed(desk.done(order)))
    except (EOFError, ConnectionError):
        if desk.store is not None:
            with contextlib.suppress(StancegraphError):
                desk.store.close()
        sys.stderr.flush()
        os._exit(0)


def _limit_memory(more: int) -> None:
    """Let the process have so many bytes more than it has now, where the system can tell."""
    if _PAGES.exists():
        most = int(_PAGES.read_text("ascii").split()[0]) * resource.getpagesize() + more
        # Who started the server may have set a limit too, which nobody can raise.
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
