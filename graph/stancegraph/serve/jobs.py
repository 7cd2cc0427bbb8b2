"""What workers do that only reads: each function takes the graph and plain values, and replies."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import pyoxigraph as ox

from stancegraph.errors import QueryError, StoreError
from stancegraph.serve.messages import NO_HEADERS, Reply, Wanted
from stancegraph.serve.negotiate import QUADS, ROWS, TRIPLES, Offer, choose
from stancegraph.serve.problems import Refused, elsewhere
from stancegraph.serve.settings import Settings
from stancegraph.store import Dataset, Store
from stancegraph.store.syntax import keywords
from stancegraph.terms import ABSOLUTE_IRI, PREFIXES

# What makes two answers to one query differ.
_CHANGING = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID|SERVICE)\b", re.IGNORECASE)
# Less than this is not worth packing.
_SMALL = 1024


class Bounded(io.BytesIO):
    """Takes in bytes, up to so many.

    Raises:
        Refused: 422, as the answer is larger.
    """

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def write(self, data: Any) -> int:
        if self.tell() + len(data) > self.most:
            raise Refused(
                422, f"the answer is larger than {self.most:,} bytes: ask for less, with a LIMIT"
            )
        return super().write(data)


def answered(
    body: bytes,
    content_type: str,
    wanted: Wanted,
    *,
    status: int = 200,
    lasting: bool = True,
    headers: Mapping[str, str] = NO_HEADERS,
) -> Reply:
    """A reply with what caches and clients need to know of it."""
    told = {"content-type": content_type, "vary": "accept, accept-encoding", **headers}
    told["etag"] = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    told["cache-control"] = "no-cache"
    if wanted.packed and len(body) > _SMALL:
        packed = gzip.compress(body, 4, mtime=0)
        if len(packed) < len(body):
            told |= {"content-encoding": "gzip", "etag": _packed(told["etag"])}
            body = packed
    return Reply(status, body, told, lasting)


def query(
    store: Store, settings: Settings, text: str, dataset: Dataset | None, wanted: Wanted
) -> Reply:
    """The answer to a SPARQL query (SPARQL 1.1 Protocol, 2.1)."""
    for graph in (*dataset.default, *dataset.named) if dataset else ():
        if not ABSOLUTE_IRI.match(graph):
            raise Refused(400, f"'{graph}' is not the IRI of a graph")
    body = Bounded(settings.largest(wanted.large))
    try:
        answer = store.query(text, dataset=dataset)
        is_triples = isinstance(answer, ox.QueryTriples)
        offer = choose(wanted.accept, TRIPLES if is_triples else ROWS, wanted.format)
        if isinstance(answer, ox.QueryTriples):
            write(answer, body, offer)
        else:
            answer.serialize(body, offer.format.results)
    except (ValueError, RuntimeError) as error:
        raise QueryError(f"the query cannot be answered: {error}") from None
    except (StoreError, OSError) as error:
        if "SERVICE" in keywords(text):
            raise elsewhere(error) from None
        raise
    lasting = not _CHANGING.search(text)
    return answered(body.getvalue(), offer.content_type, wanted, lasting=lasting)


def write(triples: Iterable[ox.Triple] | Iterable[ox.Quad], body: Bounded, offer: Offer) -> None:
    """Write triples in the format of an offer."""
    assert offer.format.rdf is not None
    ox.serialize(triples, body, offer.format.rdf, prefixes=PREFIXES)


def graph(store: Store, settings: Settings, name: str | None, wanted: Wanted) -> Reply:
    """One graph (SPARQL 1.1 Graph Store HTTP Protocol, 5.2).

    `name` is its IRI; an empty text means the default graph, None all graphs as quads.
    """
    body = Bounded(settings.largest(wanted.large))
    if name is None:
        offer = choose(wanted.accept, QUADS, wanted.format)
        write(store.quads(), body, offer)
        return answered(body.getvalue(), offer.content_type, wanted)
    offer = choose(wanted.accept, TRIPLES, wanted.format)
    if name:
        quads = store.quads(graph=name)
        first = next(quads, None)
        if first is None:
            raise Refused(404, f"there is no graph <{name}>")
        write((quad.triple for quad in (first, *quads)), body, offer)
    else:
        loose = store.query("CONSTRUCT WHERE { ?s ?p ?o }", union=False)
        assert isinstance(loose, ox.QueryTriples)
        write(loose, body, offer)
    return answered(body.getvalue(), offer.content_type, wanted)


def tags(store: Store, settings: Settings, name: str | None) -> Iterator[str]:
    """The tags that a GET of a graph may give, in each format, as it is and packed."""
    offers = QUADS if name is None else TRIPLES
    for format in dict.fromkeys(offer.format.name for offer in offers):
        # What is not there, or too large to be given, has no tag.
        with contextlib.suppress(Refused):
            tag = graph(store, settings, name, Wanted(format=format, large=True)).headers["etag"]
            yield from (tag, _packed(tag))


def _packed(tag: str) -> str:
    """The tag of an answer that is packed: another form has another (RFC 9110, 8.8.3)."""
    return f'{tag[:-1]}-gz"'


JOBS: dict[str, Callable[..., Reply]] = {"query": query, "graph": graph}
