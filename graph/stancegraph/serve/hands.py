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
from typing import cast

from stancegraph.errors import StoreError
from stancegraph.serve.messages import (
    LENGTH,
    READER,
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
    """One worker, at the server's end of the line to it."""

    def __init__(self, crew: Crew, pid: int) -> None:
        self.crew = crew
        self.pid = pid
        self.alive = True
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
        """Let the worker end when it has nothing to do."""
        self.alive = False
        if self._transport:
            self._transport.close()

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


class Crew:
    """Workers that come from one process, and so look at one graph."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._control: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._asking = asyncio.Lock()

    async def start(self, *, copy: bool = False) -> None:
        """Start the process.

        Raises:
            StoreError: the graph cannot be opened.
        """
        ours, theirs = socket.socketpair()
        words = [sys.executable, "-m", "stancegraph.serve.forking", str(theirs.fileno())]
        self._process = subprocess.Popen(
            words, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL
        )
        theirs.close()
        ours.sendall(packed(Start(self.settings, copy)))
        self._control = ours
        try:
            started: Started = await asyncio.to_thread(received, ours)
        except EOFError:
            raise StoreError(
                "the process that holds the graph ended: memory may be short"
            ) from None
        if started.problem:
            raise StoreError(started.problem)

    async def hire(self, role: bytes = READER) -> Hand:
        """A new worker."""
        assert self._control is not None
        ours, theirs = socket.socketpair()
        async with self._asking:
            with theirs:
                socket.send_fds(self._control, [role], [theirs.fileno()])
            pid: int = await asyncio.to_thread(received, self._control)
        loop = asyncio.get_running_loop()
        _, hand = await loop.create_connection(lambda: Hand(self, pid), sock=ours)
        return hand

    async def close(self) -> None:
        """End the process; workers end when they are dismissed."""
        if self._control is not None and self._process is not None:
            self._control.close()
            self._control = None
            await asyncio.to_thread(self._process.wait)
