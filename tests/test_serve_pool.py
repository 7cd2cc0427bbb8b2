"""Parts of the server by themselves: what is kept, who waits, who is let go."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any, cast

import pytest

from serving import finished
from stancegraph.serve import connection
from stancegraph.serve.connection import Connection
from stancegraph.serve.messages import Job, Reply
from stancegraph.serve.pool import MOST_WAITING, Kept, Pool
from stancegraph.serve.settings import Settings

JOB = Job("query", ("ASK {}",))


def reply(size: int, *, lasting: bool = True) -> Reply:
    return Reply(200, b"x" * size, lasting=lasting)


# ---- what is kept


def test_what_was_not_asked_for_longest_is_forgotten_first():
    kept = Kept(100_000)
    for number in range(10):
        kept.put((1, Job(str(number))), reply(10_000))
        kept.get((1, Job("0")))
    assert kept.get((1, Job("0"))) is not None
    assert kept.get((1, Job("1"))) is None
    assert kept.get((1, Job("9"))) is not None
    assert kept.size <= kept.most


def test_what_is_forgotten_takes_no_room():
    kept = Kept(100_000)
    for number in range(50):
        kept.put((1, Job(str(number))), reply(5_000))
    kept.clear()
    assert kept.size == 0
    assert kept.get((1, Job("49"))) is None


def test_an_answer_that_changes_or_is_very_large_is_not_kept():
    kept = Kept(100_000)
    kept.put((1, JOB), reply(10, lasting=False))
    kept.put((1, JOB), reply(50_000))
    kept.put((1, Job("query", ("x" * 50_000,))), reply(10))
    assert kept.size == 0


def test_what_is_kept_of_one_state_of_the_graph_is_not_given_for_another():
    kept = Kept(100_000)
    kept.put((1, JOB), reply(10))
    assert kept.get((1, JOB)) is not None
    assert kept.get((2, JOB)) is None


# ---- who waits


def test_who_went_away_waits_no_longer():
    async def asked() -> Reply:
        pool = Pool(Settings(timeout=0.1))
        waiting = [asyncio.create_task(pool.reply(JOB)) for _ in range(MOST_WAITING)]
        await asyncio.sleep(0)
        full = await pool.reply(JOB)
        assert b"too many requests are waiting" in full.body
        for one in waiting:
            one.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        return await pool.reply(JOB)

    found = finished(asked())
    assert found.status == 503
    assert b"no worker was free for 0.1 seconds" in found.body


def test_a_worker_that_came_too_late_is_there_for_the_next():
    async def asked() -> Reply:
        pool = Pool(Settings(timeout=30))
        hand = SimpleNamespace(alive=True, crew=pool._crew, do=answer)
        gone = asyncio.create_task(pool.reply(JOB))
        await asyncio.sleep(0)
        pool._give(cast(Any, hand))
        gone.cancel()
        await asyncio.gather(gone, return_exceptions=True)
        return await pool.reply(Job("another"))

    async def answer(order: object) -> Reply:
        return Reply(200, b"yes")

    assert finished(asyncio.wait_for(asked(), 20)).body == b"yes"


def test_a_worker_of_an_older_graph_is_given_to_nobody():
    async def given() -> list[str]:
        pool, said = Pool(Settings()), []
        old = SimpleNamespace(alive=True, crew=object(), dismiss=lambda: said.append("dismissed"))
        pool._give(cast(Any, old))
        assert pool._free == []
        return said

    assert finished(given()) == ["dismissed"]


# ---- answers that nobody reads


class Line:
    """A connection's transport, with so many bytes that were not read."""

    def __init__(self, unread: int) -> None:
        self.unread = unread
        self.ended = False

    def get_write_buffer_size(self) -> int:
        return self.unread

    def abort(self) -> None:
        self.ended = True


def test_who_leaves_most_unread_is_let_go_first(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(connection, "MOST_UNREAD", 100)
    lines = [Line(unread) for unread in (60, 10, 50, 0, 30)]
    family = {type("One", (), {"transport": line})() for line in lines}
    Connection._relieve(cast(Any, SimpleNamespace(connections=family)))
    assert [line.ended for line in lines] == [True, False, False, False, False]


@pytest.mark.parametrize(("pipeline", "told"), [((), ["resumed"]), ((1,), [])])
def test_after_a_whole_body_it_reads_on_so_that_it_sees_who_hangs_up(
    pipeline: tuple[int, ...], told: list[str]
):
    line, said = cast(Any, Connection.__new__(Connection)), list[str]()
    line.parser = SimpleNamespace(should_upgrade=lambda: False)
    line.cycle = SimpleNamespace(response_complete=False, message_event=asyncio.Event())
    line.flow = SimpleNamespace(resume_reading=lambda: said.append("resumed"))
    line.pipeline = pipeline
    line.on_message_complete()
    assert (said, line.cycle.more_body) == (told, False)
