"""Answers of models, kept in the user's cache folder."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

from stancegraph.errors import StancegraphError

FOLDER = "STANCEGRAPH_CACHE"
_TABLE = "CREATE TABLE IF NOT EXISTS answers (asked TEXT PRIMARY KEY, answer TEXT NOT NULL)"
_WAIT = 30.0  # seconds, for another process that writes


def cache_folder() -> Path:
    """Where the system keeps what can be made again; $STANCEGRAPH_CACHE goes before."""
    named = os.environ.get(FOLDER)
    if named:
        return Path(named)
    home = Path.home()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData/Local") / "stancegraph/Cache"
    if sys.platform == "darwin":
        return home / "Library/Caches/stancegraph"
    # XDG Base Directory Specification: a relative path there is to be ignored.
    named = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(named) if named.startswith("/") else home / ".cache") / "stancegraph"


class Cache:
    """Answers by the hash of what was asked; opened for each use, as that is rare."""

    def __init__(self) -> None:
        self.file = cache_folder() / "answers.sqlite"

    def get(self, asked: str) -> str | None:
        """The answer to what was asked before.

        Args:
            asked: the hash of endpoint, model, messages and schema.

        Raises:
            StancegraphError: the cache cannot be read.
        """
        with self._open() as db:
            row = db.execute("SELECT answer FROM answers WHERE asked = ?", (asked,)).fetchone()
        return str(row[0]) if row else None

    def put(self, asked: str, answer: str) -> None:
        """Keep an answer.

        Raises:
            StancegraphError: the cache cannot be written.
        """
        with self._open() as db:
            db.execute("INSERT OR REPLACE INTO answers VALUES (?, ?)", (asked, answer))

    @contextlib.contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with contextlib.closing(sqlite3.connect(self.file, timeout=_WAIT)) as db, db:
                db.execute(_TABLE)
                yield db
        except (OSError, sqlite3.Error) as error:
            raise StancegraphError(
                f"{self.file}: the cache cannot be used: {error} (--no-cache goes without,"
                f" ${FOLDER} names another folder)"
            ) from None
