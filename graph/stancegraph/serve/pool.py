"""The workers as the server sees them: who is free, whose time is over, which graph they see."""

from __future__ import annotations

import asyncio
import contextlib
import os
import pickle
import signal
import socket
import subprocess
import sys
import time
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Coroutine
from typing import cast

from stancegraph.errors import StoreError
from stancegraph.serve.messages import (
    LENGTH,
    READER,
    WRITER,
    Job,
    Order,
    Reply,
    Start,
    Started,
    packed,
    received,
)
from stancegraph.serve.problems import Refused
from stancegraph.serve.settings import Settings

# So many requests may wait for a worker.
MOST_WAITING = 512
# A worker ends itself when its time is over; one that cannot is ended so many seconds later.
GRACE = 0.5
WATCH = 2.0  # seconds between looks at a folder that another process may change


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
        self.copied = False
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
        self.copied = started.copied

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


class Kept:
    """Replies that last, to be given again while the graph stays as it is."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.size = 0
        self._replies: OrderedDict[Job, Reply] = OrderedDict()

    def get(self, job: Job) -> Reply | None:
        """The reply to a job, where it is known."""
        reply = self._replies.get(job)
        if reply is not None:
            self._replies.move_to_end(job)
        return reply

    def put(self, job: Job, reply: Reply) -> None:
        """Keep a reply, and forget those that were not asked for longest."""
        # A large one would drive out many small ones.
        if not reply.lasting or len(reply.body) > self.most // 8 or job in self._replies:
            return
        self._replies[job] = reply
        self.size += len(reply.body)
        while self.size > self.most:
            _, gone = self._replies.popitem(last=False)
            self.size -= len(gone.body)

    def clear(self) -> None:
        """Forget all."""
        self._replies.clear()
        self.size = 0


class Pool:
    """All workers of a server.

    Args:
        settings: of the server.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.kept = Kept(settings.cache)
        self.version = 0
        self._crew = Crew(settings)
        self._free: list[Hand] = []
        self._waiting: deque[asyncio.Future[Hand]] = deque()
        self._writer: Hand | None = None
        self._writing = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Start the workers.

        Raises:
            StoreError: the graph cannot be opened.
        """
        await self._crew.start()
        for _ in range(self.settings.workers):
            self._free.append(await self._crew.hire())
        if self.settings.folder and not self.settings.writable:
            self._in_background(self._watch())

    async def close(self) -> None:
        """End the workers; what the writer has written is on the disk then."""
        for task in self._tasks:
            task.cancel()
        for hand in (*self._free, *filter(None, [self._writer])):
            hand.dismiss()
        await self._crew.close()

    async def reply(self, job: Job) -> Reply:
        """The reply to a job that only reads; a problem document where it has none.

        When the caller is cancelled, the work ends at once.
        """
        kept = self.kept.get(job)
        if kept is not None:
            return kept
        version, seconds = self.version, self.settings.timeout
        try:
            async with self._hand() as hand:
                began = time.monotonic()
                try:
                    reply = await hand.do(Order(job, seconds, version))
                except Gone:
                    raise _ended(time.monotonic() - began, seconds) from None
        except Refused as error:
            return error.reply()
        if version == self.version and reply.status == 200:
            self.kept.put(job, reply)
        return reply

    async def write(self, job: Job) -> Reply:
        """The reply to a job that changes the graph; one at a time, and those that read see it."""
        # What has begun is done, though the client may have gone.
        return await asyncio.shield(asyncio.ensure_future(self._written(job)))

    async def _written(self, job: Job) -> Reply:
        seconds = self.settings.writing
        async with self._writing:
            if self._writer is None or not self._writer.alive:
                self._writer = await self._crew.hire(WRITER)
            began = time.monotonic()
            try:
                return await self._writer.do(Order(job, seconds, 0))
            except Gone:
                return _ended(time.monotonic() - began, seconds).reply()
            finally:
                self.version += 1
                self.kept.clear()

    @contextlib.asynccontextmanager
    async def _hand(self) -> AsyncIterator[Hand]:
        hand = await self._next()
        try:
            yield hand
        finally:
            self._back(hand)

    async def _next(self) -> Hand:
        """A free worker, the one that worked last: what it has looked at is still at hand."""
        while self._free:
            hand = self._free.pop()
            if hand.alive:
                return hand
            self._in_background(self._another())
        if len(self._waiting) >= MOST_WAITING:
            raise _busy("too many requests are waiting")
        waiting: asyncio.Future[Hand] = asyncio.get_running_loop().create_future()
        self._waiting.append(waiting)
        try:
            async with asyncio.timeout(self.settings.timeout):
                return await waiting
        except TimeoutError:
            raise _busy(f"no worker was free for {self.settings.timeout:g} seconds") from None
        except asyncio.CancelledError:
            if waiting.done() and not waiting.cancelled():
                self._back(waiting.result())
            raise

    def _back(self, hand: Hand) -> None:
        """Take a worker back, or one in its place."""
        if hand.crew is not self._crew:
            # Others have come already, who look at the graph as it is now.
            hand.dismiss()
        elif hand.alive:
            self._give(hand)
        else:
            self._in_background(self._another())

    def _give(self, hand: Hand) -> None:
        """Give a worker to who has waited longest."""
        while self._waiting:
            waiting = self._waiting.popleft()
            if not waiting.done():
                waiting.set_result(hand)
                return
        self._free.append(hand)

    async def _another(self) -> None:
        """A worker in the place of one that ended."""
        self._give(await self._crew.hire())

    def _in_background(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception():
            print(f"the workers: {task.exception()!r}", file=sys.stderr)

    # ---- the graph in memory, and anew when another process has changed the folder

    async def _watch(self) -> None:
        """Hold the graph in memory, and look at it anew when another process has changed it."""
        seen = self._signature()
        await self._renew()
        while True:
            await asyncio.sleep(WATCH)
            now = self._signature()
            if now != seen:
                # A load that is still going on is waited for.
                await asyncio.sleep(WATCH)
                if self._signature() == now:
                    seen = now
                    await self._renew()

    def _signature(self) -> tuple[tuple[str, int, int], ...]:
        """What changes when a folder's content does."""
        assert self.settings.folder is not None
        found = []
        with contextlib.suppress(OSError), os.scandir(self.settings.folder) as files:
            for file in files:
                if file.name.endswith((".log", ".sst")) or file.name.startswith("MANIFEST"):
                    about = file.stat()
                    found.append((file.name, about.st_size, about.st_mtime_ns))
        return tuple(sorted(found))

    async def _renew(self) -> None:
        """Other workers, who look at the graph as it is now."""
        crew = Crew(self.settings)
        await crew.start(copy=True)
        hands = [await crew.hire() for _ in range(self.settings.workers)]
        old, self._crew = self._crew, crew
        for hand in self._free:
            hand.dismiss()
        self._free = []
        self.version += 1
        self.kept.clear()
        for hand in hands:
            self._give(hand)
        await old.close()


def _busy(why: str) -> Refused:
    return Refused(503, f"{why}: ask again later", headers={"retry-after": "5"})


def _ended(took: float, seconds: float) -> Refused:
    """Why a worker ended while it worked."""
    if took >= 0.95 * seconds:
        return Refused(
            504, f"this took longer than {seconds:g} seconds and was stopped: ask for less"
        )
    return Refused(503, "answering this needed more memory than one request may take: ask for less")
