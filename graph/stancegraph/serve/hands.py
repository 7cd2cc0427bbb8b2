"""The workers as the server sees them, one by one, and the process that they come from."""

from __future__ import annotations

import asyncio
import contextlib
import os
import pickle
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from typing import cast

from stancegraph.errors import StoreError
from stancegraph.serve.messages import (
    LENGTH,
    READER,
    Forked,
    Order,
    Reply,
    Start,
    Started,
    packed,
    received,
)
from stancegraph.serve.settings import Settings

# A worker ends itself when its time is over; one that cannot is ended so many seconds later.
GRACE = 0.5


class Gone(Exception):
    """A worker ended before it replied."""


class Hand(asyncio.Protocol):
    """One worker, at the server's end of the line to it.

    Args:
        crew: where it comes from.
        pid: its process.
        lost: told when it has ended.
    """

    def __init__(self, crew: Crew, pid: int, lost: Callable[[Hand], None]) -> None:
        self.crew = crew
        self.pid = pid
        self.alive = True
        self.ended = asyncio.Event()
        self._lost = lost
        self._data = bytearray()
        self._waiting: asyncio.Future[Reply] | None = None
        self._transport: asyncio.Transport | None = None

    async def do(self, order: Order) -> Reply:
        """The reply to an order.

        Raises:
            Gone: the worker ended, as its time was over or memory ran out.
        """
        if not self.alive or self._transport is None:
            raise Gone
        assert self._waiting is None or self._waiting.done(), "one job at a time"
        loop = asyncio.get_running_loop()
        self._waiting = loop.create_future()
        self._transport.write(packed(order))
        late = loop.call_later(order.seconds + GRACE, self.kill)
        try:
            return await self._waiting
        except asyncio.CancelledError:
            # Nobody waits for the reply any more, so nobody shall work on it.
            self.kill()
            raise
        finally:
            late.cancel()

    def kill(self) -> None:
        """End the worker at once."""
        if self.alive:
            self.alive = False
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)

    def dismiss(self) -> None:
        """Let the worker end when it has done what it does; `ended` tells when it has."""
        self.alive = False
        if self._transport and not self._transport.is_closing():
            self._transport.write_eof()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports are none of asyncio's classes.
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self._data += data
        if len(self._data) < LENGTH.size:
            return
        (size,) = LENGTH.unpack_from(self._data)
        if len(self._data) == LENGTH.size + size:
            reply = pickle.loads(memoryview(self._data)[LENGTH.size :])
            self._data = bytearray()
            if self._waiting and not self._waiting.done():
                self._waiting.set_result(reply)

    def connection_lost(self, exc: Exception | None) -> None:
        self.alive = False
        if self._waiting and not self._waiting.done():
            self._waiting.set_exception(Gone())
        self.ended.set()
        self._lost(self)


class Crew:
    """Workers that come from one process, and so look at one graph.

    Args:
        settings: of the server.
        copy: whether the process holds in memory what is in the folder.
    """

    def __init__(self, settings: Settings, *, copy: bool = False) -> None:
        self.settings = settings
        self.copy = copy
        self._control: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._asking = asyncio.Lock()

    async def hire(self, lost: Callable[[Hand], None], role: bytes = READER) -> Hand:
        """A new worker; the process that they come from is started where it does not run.

        Args:
            lost: told when the worker has ended.
            role: what it is for.

        Raises:
            StoreError: none can be had now, or the graph cannot be opened.
        """
        async with self._asking:
            try:
                if self._control is None:
                    await self._start()
                ours, pid = await self._another(role)
            except (OSError, EOFError, RuntimeError) as error:
                # It ended, or there are too few descriptors, processes or threads for it.
                await self.close()
                why = str(error) or "it ended; memory may be short"
                raise StoreError(f"the process that holds the graph: {why}") from None
        loop = asyncio.get_running_loop()
        _, hand = await loop.create_connection(lambda: Hand(self, pid, lost), sock=ours)
        return hand

    async def _start(self) -> None:
        ours, theirs = socket.socketpair()
        self._control = ours
        with theirs:
            words = [sys.executable, "-m", "stancegraph.serve.forking", str(theirs.fileno())]
            self._process = subprocess.Popen(
                words, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL
            )
        ours.sendall(packed(Start(self.settings, self.copy)))
        started: Started = await asyncio.to_thread(received, ours)
        if started.problem:
            await self.close()
            raise StoreError(started.problem)

    async def _another(self, role: bytes) -> tuple[socket.socket, int]:
        """A new worker's process, and our end of the line to it."""
        assert self._control is not None
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                socket.send_fds(self._control, [role], [theirs.fileno()])
            forked: Forked = await asyncio.to_thread(received, self._control)
            if forked.problem:
                raise StoreError(f"no process for a worker can be had: {forked.problem}")
        except BaseException:
            ours.close()
            raise
        return ours, forked.pid

    async def close(self) -> None:
        """End the process; workers end when they are dismissed."""
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            await asyncio.to_thread(self._process.wait)
            self._process = None
