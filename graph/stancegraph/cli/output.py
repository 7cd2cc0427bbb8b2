"""How answers are printed: a table for people, the W3C formats for programs."""

from __future__ import annotations

import contextlib
import json
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import pyoxigraph as ox

from stancegraph import formats
from stancegraph.files import whole
from stancegraph.formats import Format
from stancegraph.query import Rows, Triples
from stancegraph.terms import RESULTS_XML, compact

# A column this wide can be read, whatever it holds.
_READABLE = 16


@contextlib.contextmanager
def binary_out(out: Path | None) -> Iterator[BinaryIO]:
    """Standard output, or a file that appears when it is complete.

    Raises:
        StancegraphError: the file cannot be written.
    """
    if out is None or str(out) == "-":
        sys.stdout.flush()
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    with whole(out) as file:
        yield file


def write_answer(found: Rows | Triples | bool, out: Path | None, format: str | None) -> None:
    """Print an answer, or write it to a file.

    Args:
        found: what a query gave.
        out: a file; None or `-` for standard output.
        format: the format's name; else the file's suffix tells it; else a table for rows and
            Turtle for triples.

    Raises:
        StancegraphError: the answer has no such format.
    """
    verb = "construct" if isinstance(found, Triples) else "query"
    chosen = _chosen(out, format, verb)
    with binary_out(out) as file:
        if isinstance(found, Triples):
            file.write(_triples(found, chosen))
        elif isinstance(found, bool):
            file.write(_boolean(found, chosen.name))
        elif chosen.results is not None:
            file.write(found.serialize(chosen.results))
        else:
            rows = [[cell(term) for term in row] for row in found.terms()]
            write = _markdown if chosen.name == "markdown" else table
            file.write(write(found.columns, rows).encode())


def _chosen(out: Path | None, format: str | None, verb: str) -> Format:
    if format:
        return formats.by_name(format, verb)
    by_suffix = formats.by_suffix(out.name, verb) if out else None
    return by_suffix or formats.by_name("ttl" if verb == "construct" else "table", verb)


def _triples(found: Triples, format: Format) -> bytes:
    if format.rdf is not None:
        return found.serialize(format.rdf)
    rows = [[cell(part) for part in triple] for triple in found]
    return table(("subject", "predicate", "object"), rows).encode()


def _boolean(value: bool, format: str) -> bytes:
    word = "true" if value else "false"
    if format == "json":
        return json.dumps({"head": {}, "boolean": value}).encode() + b"\n"
    if format == "xml":
        head = '<?xml version="1.0"?><sparql xmlns="' + RESULTS_XML + '">'
        return f"{head}<head/><boolean>{word}</boolean></sparql>\n".encode()
    return f"{word}\n".encode()


def cell(term: Any) -> str:
    """A term as a table shows it: a prefixed name, or the text."""
    if term is None:
        return ""
    return compact(term.value) if isinstance(term, ox.NamedNode) else str(term.value)


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Rows as a table, or one below the other when a table would not fit the terminal.

    Where there is no terminal, its width is $COLUMNS or 80.
    """
    names = [printable(name) for name in columns]
    cells = [[printable(value) for value in row] for row in rows]
    if not cells:
        return "no rows\n"
    width = shutil.get_terminal_size().columns
    longest = [max(map(len, column)) for column in zip(names, *cells, strict=True)]
    fits = sum(min(size, _READABLE) + 2 for size in longest) - 2 <= width
    text = _side_by_side(names, cells, width) if fits else _one_below_the_other(names, cells, width)
    return f"{text}{count(len(cells), 'row')}\n"


def _side_by_side(names: Sequence[str], rows: Iterable[Sequence[str]], width: int) -> str:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for name in names:
        drawn.add_column(Text(name), overflow="fold")
    for row in rows:
        drawn.add_row(*map(Text, row))
    console = Console(width=width, color_system=None, highlight=False)
    with console.capture() as capture:
        console.print(drawn)
    return "".join(line.rstrip() + "\n" for line in capture.get().splitlines())


def _one_below_the_other(names: Sequence[str], rows: Iterable[Sequence[str]], width: int) -> str:
    """Each row as a block of its values with their names; what is unbound is left out."""
    indent = max(map(len, names)) + 2
    blocks = []
    for row in rows:
        named = [(name, value) for name, value in zip(names, row, strict=True) if value]
        lines = (_value_lines(name, value, indent, width) for name, value in named)
        blocks.append("\n".join(line for wrapped in lines for line in wrapped))
    return "".join(f"{block}\n\n" for block in blocks)


def _value_lines(name: str, value: str, indent: int, width: int) -> list[str]:
    return textwrap.wrap(
        value,
        width=width,
        initial_indent=f"{name:<{indent}}",
        subsequent_indent=" " * indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def count(number: int, word: str) -> str:
    """`1 file`, `2 files`, `no files`."""
    return f"{f'{number:,}' if number else 'no'} {word}{'s' * (number != 1)}"


def printable(text: str) -> str:
    """A text without characters that a terminal would obey, such as escape sequences."""
    return "".join(c if c.isprintable() or c == "\n" else "\N{REPLACEMENT CHARACTER}" for c in text)


def _markdown(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    def line(cells: Iterable[str]) -> str:
        safe = (c.replace("\\", "\\\\").replace("|", "\\|").replace("\n", "<br>") for c in cells)
        return f"| {' | '.join(safe)} |\n"

    return line(columns) + line("---" for _ in columns) + "".join(line(row) for row in rows)


@contextlib.contextmanager
def progress_bar(what: str) -> Iterator[Callable[[int, int, str], None] | None]:
    """A bar on standard error while something long runs; nothing where that is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)

        def tell(done: int, total: int, name: str) -> None:
            bar.update(
                task, completed=done, total=total, description=name[-40:].replace("[", "\\[")
            )

        yield tell
