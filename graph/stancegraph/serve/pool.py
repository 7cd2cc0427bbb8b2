"""The workers as the server sees them: who is free, and which graph they look at."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import time
from collections import OrderedDict, deque
from pathlib import Path

from stancegraph.errors import StoreError
from stancegraph.serve.hands import Crew, Gone, Hand
from stancegraph.serve.messages import Job, Order, Reply, View
from stancegraph.serve.problems import Refused, busy, ended
from stancegraph.serve.settings import Settings
from stancegraph.serve.writer import Writer

# So many requests may wait for a worker.
MOST_WAITING = 512
WATCH = 2.0  # seconds between looks at a folder that another process may change
SHORTEST, LONGEST = 0.1, 5.0  # seconds between attempts to have a worker
Signature = tuple[tuple[str, int, int], ...]


class Kept:
    """Replies that last, to be given again while the graph stays as it is."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.size = 0
        self._replies: OrderedDict[tuple[int, Job], Reply] = OrderedDict()

    def get(self, job: tuple[int, Job]) -> Reply | None:
        """The reply to a job, where it is known."""
        reply = self._replies.get(job)
        if reply is not None:
            self._replies.move_to_end(job)
        return reply

    def put(self, job: tuple[int, Job], reply: Reply) -> None:
        """Keep a reply, and forget those that were not asked for longest."""
        # A large one would drive out many small ones.
        cost = _cost(job, reply)
        if not reply.lasting or cost > self.most // 8 or job in self._replies:
            return
        self._replies[job] = reply
        self.size += cost
        while self.size > self.most:
            self.size -= _cost(*self._replies.popitem(last=False))

    def clear(self) -> None:
        """Forget all."""
        self._replies.clear()
        self.size = 0


def _cost(job: tuple[int, Job], reply: Reply) -> int:
    """About how many bytes a kept reply takes: what was asked counts too."""
    return len(reply.body) + len(repr(job)) + 500


class Pool:
    """All workers of a server.

    Args:
        settings: of the server.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.kept = Kept(settings.cache)
        self._crew = Crew(settings)
        self._writer = Writer(settings, self._crew) if settings.writable else None
        self._view = View(0)
        self._hands: set[Hand] = set()
        self._free: list[Hand] = []
        self._waiting: deque[asyncio.Future[Hand]] = deque()
        self._few = asyncio.Event()
        self._outdated = False
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def well(self) -> bool:
        """Whether there is anybody to answer."""
        return any(hand.alive for hand in self._hands)

    async def start(self) -> None:
        """Start the workers.

        Raises:
            StoreError: the graph cannot be opened.
        """
        await self._fill()
        self._tasks.append(asyncio.create_task(self._look_after()))
        if self.settings.folder and not self.settings.writable:
            self._tasks.append(asyncio.create_task(self._watch(self.settings.folder)))

    async def close(self) -> None:
        """End the workers; the writer writes everything out before it ends."""
        for task in self._tasks:
            task.cancel()
        for hand in self._hands:
            # Nobody waits for what they read.
            hand.kill()
        if self._writer:
            await self._writer.close()
        await self._crew.close()

    async def reply(self, job: Job) -> Reply:
        """The reply to a job that only reads; a problem document where it has none.

        When the caller is cancelled, the work ends at once.
        """
        kept = self.kept.get((self._version, job))
        if kept is not None:
            return kept
        seconds = self.settings.timeout
        try:
            hand = await self._next()
            try:
                # Asked for last: a snapshot of the graph is kept for those who come at once.
                view = await self._writer.view() if self._writer else self._view
                began = time.monotonic()
                reply = await hand.do(Order(job, seconds, view))
            except Gone:
                raise ended(time.monotonic() - began, seconds) from None
            finally:
                self._give(hand)
        except Refused as error:
            return error.reply()
        if reply.status == 200 and view.version == self._version:
            self.kept.put((view.version, job), reply)
        return reply

    async def write(self, job: Job) -> Reply:
        """The reply to a job that changes the graph; those that read see it then."""
        assert self._writer is not None
        return await self._writer.write(job)

    @property
    def _version(self) -> int:
        """Of the graph as it is now; what was kept of another one is never given again."""
        return self._writer.version if self._writer else self._view.version

    async def _next(self) -> Hand:
        """A free worker, the one that worked last: what it has looked at is still at hand."""
        while self._free:
            hand = self._free.pop()
            if hand.alive:
                return hand
        if len(self._waiting) >= MOST_WAITING:
            raise busy("too many requests are waiting")
        waiting: asyncio.Future[Hand] = asyncio.get_running_loop().create_future()
        self._waiting.append(waiting)
        try:
            async with asyncio.timeout(self.settings.timeout):
                return await waiting
        except (TimeoutError, asyncio.CancelledError) as error:
            if waiting.done() and not waiting.cancelled():
                self._give(waiting.result())
            else:
                with contextlib.suppress(ValueError):
                    self._waiting.remove(waiting)
            if isinstance(error, TimeoutError):
                why = f"no worker was free for {self.settings.timeout:g} seconds"
                raise busy(why) from None
            raise

    def _give(self, hand: Hand) -> None:
        """Give a worker to who has waited longest."""
        if not hand.alive:
            return
        if hand.crew is not self._crew:
            # Others have come already, who look at the graph as it is now.
            hand.dismiss()
            return
        while self._waiting:
            waiting = self._waiting.popleft()
            if not waiting.done():
                waiting.set_result(hand)
                return
        self._free.append(hand)

    # ---- as many workers as there should be, who look at the graph as it is now

    def _lost(self, hand: Hand) -> None:
        self._hands.discard(hand)
        self._few.set()

    async def _fill(self) -> None:
        while len(self._hands) < self.settings.workers:
            hand = await self._crew.hire(self._lost)
            self._hands.add(hand)
            self._give(hand)

    async def _look_after(self) -> None:
        """Put others in the place of workers that end, whatever ended them."""
        pause = SHORTEST
        while True:
            await self._few.wait()
            self._few.clear()
            try:
                if self._outdated:
                    await self._renew()
                await self._fill()
                pause = SHORTEST
            except StoreError as error:
                print(f"workers: {error} (again in {pause:g} s)", file=sys.stderr)
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST)
                self._few.set()

    async def _renew(self) -> None:
        """Other workers, who look at the graph as it is now; those that work end what they do."""
        crew = Crew(self.settings, copy=True)
        try:
            first = await crew.hire(self._lost)
        except BaseException:
            await crew.close()
            raise
        self._outdated = False
        old, self._crew = self._crew, crew
        for hand in self._free:
            hand.dismiss()
        self._free, self._hands = [], {first}
        self._view = View(self._view.version + 1)
        self.kept.clear()
        self._give(first)
        await old.close()
        await self._fill()

    async def _watch(self, folder: Path) -> None:
        """Hold the graph in memory, and look at it anew when another process has changed it."""
        seen: Signature | None = None
        while True:
            now = _signature(folder)
            # One that cannot be looked at now tells nothing.
            if now and now != seen:
                # A load that is still going on is waited for.
                await asyncio.sleep(WATCH if seen else 0)
                if _signature(folder) == now:
                    seen, self._outdated = now, True
                    self._few.set()
            await asyncio.sleep(WATCH)


def _signature(folder: Path) -> Signature:
    """What changes when a folder's content does."""
    found = []
    with contextlib.suppress(OSError), os.scandir(folder) as files:
        for file in files:
            if file.name.endswith((".log", ".sst")) or file.name.startswith("MANIFEST"):
                about = file.stat()
                found.append((file.name, about.st_size, about.st_mtime_ns))
    return tuple(sorted(found))
