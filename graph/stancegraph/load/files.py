"""Which files are meant, and what is in them."""

from __future__ import annotations

import gzip
import re
import sys
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from stancegraph import formats
from stancegraph.errors import InputError, Problem
from stancegraph.formats import Format
from stancegraph.terms import BASE


@dataclass(frozen=True, slots=True)
class Input:
    """One file to load.

    Args:
        where: its name as messages show it, `-` for standard input.
        path: the file, or None for standard input.
        format: how it is read.
        name: a name for its graph, where it does not name its own; by default from the file's.
    """

    where: str
    path: Path | None
    format: Format
    name: str | None = None

    @property
    def graph(self) -> str:
        """The IRI of the graph for what names no graph of its own."""
        stem = self.name or re.split(r"\.", Path(self.where).name)[0]
        slug = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")
        return BASE + "graph/" + (slug or "stdin")

    def read(self) -> bytes:
        """The bytes, unpacked.

        Raises:
            InputError: it cannot be read or unpacked.
        """
        try:
            data = sys.stdin.buffer.read() if self.path is None else self.path.read_bytes()
            return gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
        except (OSError, EOFError, zlib.error) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise InputError([Problem(self.where, 0, f"cannot be read: {reason}")]) from None

    def text(self) -> str:
        """The text, which must be UTF-8.

        Raises:
            InputError: it cannot be read, or is not UTF-8.
        """
        data = self.read()
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            problem = Problem(self.where, line, "this is not UTF-8", "save the file as UTF-8")
            raise InputError([problem]) from None


def inputs(
    paths: Iterable[str | Path], *, format: str | None = None, name: str | None = None
) -> list[Input]:
    """The files that paths stand for: a file itself, a folder's files, `-` standard input.

    Args:
        paths: files, folders or `-`.
        format: the format of all of them; by default each file's suffix tells it.
        name: a name for the graph of what names no graph of its own.

    Raises:
        InputError: a path is not there, holds nothing to load or does not tell its format.
    """
    found: list[Input] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            found += _expand(str(path), format, name)
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return found


def _expand(path: str, format: str | None, name: str | None) -> Iterator[Input]:
    known = formats.by_name(format, "load") if format else None
    if path == "-":
        # A record is what people paste.
        yield Input("-", None, known or formats.by_name("yaml", "load"), name)
        return
    place = Path(path)
    if place.is_dir():
        files = [f for f in sorted(place.rglob("*")) if _is_data(f, place)]
        if not files:
            right = "files end in " + ", ".join("." + n for n in formats.names("load"))
            raise InputError([Problem(path, 0, "there is nothing to load in this folder", right)])
        for file in files:
            yield Input(str(file), file, known or _by_suffix(file), name)
    elif place.exists():
        yield Input(path, place, known or _by_suffix(place), name)
    else:
        raise InputError([Problem(path, 0, "there is no such file or folder")])


def _is_data(file: Path, folder: Path) -> bool:
    hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
    return file.is_file() and not hidden and formats.by_suffix(file.name, "load") is not None


def _by_suffix(file: Path) -> Format:
    found = formats.by_suffix(file.name, "load")
    if found is None:
        right = "give --format, one of " + ", ".join(formats.names("load"))
        raise InputError([Problem(str(file), 0, "its name does not tell its format", right)])
    return found
