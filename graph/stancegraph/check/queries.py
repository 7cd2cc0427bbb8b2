"""The checks of `ontology/checks`: each forbids one thing, and any row is a failure."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from textwrap import shorten

import pyoxigraph as ox

from stancegraph.check.report import Finding
from stancegraph.errors import StancegraphError
from stancegraph.store import Store
from stancegraph.terms import compact
from stancegraph.vocabulary import ontology

_SUFFIX = "-violation.rq"


@dataclass(frozen=True, slots=True)
class Check:
    """One file of `ontology/checks`.

    Args:
        name: the file's name without `-violation.rq`.
        title: what is wrong when there is a row, without a full stop.
        advice: what to do about it.
        query: the SELECT, with `?focus` and, where they help, `?value` and `?detail`.
    """

    name: str
    title: str
    advice: str
    query: str

    def findings(self, store: Store) -> Iterator[Finding]:
        """One finding for each row."""
        answer = store.query(self.query)
        assert isinstance(answer, ox.QuerySolutions)
        names = [variable.value for variable in answer.variables]
        for solution in answer:
            row = dict(zip(names, solution, strict=True))
            detail = row.get("detail")
            why = f"{self.title}: {_words(detail)}" if detail is not None else self.title
            yield Finding(
                rule=self.name,
                severity="violation",
                focus=_focus(row["focus"]),
                message=f"{why}. {self.advice}",
                term=row.get("value"),
            )


@functools.cache
def checks() -> tuple[Check, ...]:
    """All checks, by name.

    Raises:
        StancegraphError: there are none, or one does not begin with its title and advice.
    """
    found = tuple(_read(file) for file in sorted((ontology() / "checks").glob("*" + _SUFFIX)))
    if not found:
        raise StancegraphError("the checks of stancegraph are missing: install it again")
    return found


def _read(file: Path) -> Check:
    text = file.read_text("utf-8")
    lines = text.split("\n")
    if not all(line.startswith("# ") for line in lines[:2]):
        raise StancegraphError(f"{file}: a check begins with '# ' and its title, then its advice")
    title, advice = (line.removeprefix("# ") for line in lines[:2])
    return Check(file.name.removesuffix(_SUFFIX), title.removesuffix("."), advice, text)


def _focus(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode) else str(term)


def _words(term: object) -> str:
    """A detail on one line: a prefixed name, or the start of a text."""
    if isinstance(term, ox.NamedNode):
        return compact(term.value)
    text = term.value if isinstance(term, ox.Literal) else str(term)
    return shorten(text, 80, placeholder=" …")
