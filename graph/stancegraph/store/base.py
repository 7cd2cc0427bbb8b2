"""What every store can do: one in memory, one in a folder, and one on another server."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Protocol, TypeAlias, TypeVar

import pyoxigraph as ox

from stancegraph.errors import StoreError

Answer: TypeAlias = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal
T = TypeVar("T")


def text(term: object) -> str:
    """The IRI of a node, the words of a literal, the label of a blank node."""
    return str(getattr(term, "value", term))


def batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """The items, so many at a time."""
    left = iter(items)
    while some := list(islice(left, size)):
        yield some


def rows(answer: Answer) -> Iterator[tuple[str | None, ...]]:
    """The rows of a SELECT as texts; what is unbound is None.

    Raises:
        StoreError: the answer breaks off.
    """
    assert isinstance(answer, ox.QuerySolutions)
    found = solutions(answer)
    return (tuple(None if term is None else text(term) for term in row) for row in found)


def solutions(answer: ox.QuerySolutions) -> Iterator[ox.QuerySolution]:
    """The solutions of a SELECT, as the engine finds them or a server sends them.

    Raises:
        StoreError: the answer breaks off.
    """
    try:
        yield from answer
    except (SyntaxError, ValueError, OSError) as error:
        raise broken(error) from None


def broken(error: Exception) -> StoreError:
    """The error for an answer of which the rest cannot be read."""
    return StoreError(f"the answer broke off: {' '.join(str(error).split())}")


@dataclass(frozen=True, slots=True)
class Dataset:
    """The graphs that a query is asked of, whatever it names itself (SPARQL 1.1 Protocol, 2.1.4).

    Args:
        default: IRIs of the graphs that are the default graph together.
        named: IRIs of the graphs that GRAPH finds.
    """

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


class Store(Protocol):
    """A set of named graphs that is read by SPARQL and changed one transaction at a time."""

    @property
    def writable(self) -> bool:
        """Whether `replace` may be called."""

    @property
    def far(self) -> bool:
        """Whether each call is a request to another machine, so that few should be made."""

    @property
    def exact(self) -> bool:
        """Whether its engine is known to answer every query of ours as SPARQL 1.1 has it."""

    def query(
        self,
        text: str,
        *,
        substitutions: Mapping[str, Term] | None = None,
        union: bool = True,
        dataset: Dataset | None = None,
    ) -> Answer:
        """Answer a SPARQL 1.1 query, with our prefixes declared.

        Args:
            text: the query.
            substitutions: values for variables, by name without `?`.
            union: whether the default graph is the union of all graphs.
            dataset: the graphs to ask instead.

        Raises:
            QueryError: the text does not parse, or is an update.
            StoreError: the store failed while answering.
        """

    def quads(
        self,
        *,
        subject: str | None = None,
        predicate: str | None = None,
        object: str | None = None,
        graph: str | None = None,
    ) -> Iterator[ox.Quad]:
        """The quads with these IRIs in their places; a place that is not given may hold any."""

    def has(
        self,
        *,
        subject: str | None = None,
        predicate: str | None = None,
        object: str | None = None,
        graph: str | None = None,
    ) -> bool:
        """Whether there is a quad with these IRIs in their places."""

    def local(self, graphs: Iterable[str] | None = None) -> Store:
        """A store that can be walked through step by step: itself, or a copy of one that is far.

        Args:
            graphs: the IRIs of the only graphs that are needed.

        Raises:
            StoreError: the copy cannot be made.
        """

    def graphs(self) -> list[str]:
        """The IRIs of the graphs that are there, sorted."""

    def replace(self, drop: Iterable[str], new: ox.Store) -> None:
        """Drop graphs and add quads in one transaction: all of it happens, or nothing.

        Args:
            drop: IRIs of graphs that go; one that is not there is no error.
            new: a staged store whose quads come in; the caller gives it away.

        Raises:
            StoreError: the store is read-only, or writing failed.
        """

    def __len__(self) -> int:
        """How many quads there are."""

    def close(self) -> None:
        """Write everything out and let go of the store; it is not used after."""
