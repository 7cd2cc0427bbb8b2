"""How pages link: the one place that knows which path shows which thing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlencode

from stancegraph.terms import BASE, VOCABULARY

# Things that have a path of their own: `/entity/alibaba` shows `entity:alibaba`.
KINDS: Final = ("entity", "issue", "position", "argument", "stance", "source", "graph")
# RDF forms of a thing, by the end of their path, best known first.
DATA: Final[Mapping[str, str]] = {
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
    "nt": "application/n-triples",
}

# A name that is the same in an IRI and in a path, however often either is decoded; without a dot,
# so that what follows one is a form of data. All others are asked for by their whole IRI.
_NAME = r"[A-Za-z0-9_~-]+"
_OURS = re.compile(rf"{re.escape(BASE)}({'|'.join(KINDS)})/({_NAME})(?:#([\w.~-]+))?\Z", re.ASCII)
_TERM = re.compile(rf"{re.escape(VOCABULARY)}(?:#([\w.~-]+))?\Z", re.ASCII)
_PATH = re.compile(rf"({'|'.join(KINDS)})/({_NAME})(?:\.([a-z]+))?\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of one site, as its pages link to them.

    Args:
        root: what every path begins with: `/`, `/stances/` for a site under a sub-path, or `../`
            for files that are opened from a disk.
        origin: scheme and host, such as `https://stances.example`, for what is read apart from
            the page; empty where they are not known.
        suffix: how the files of pages end, such as `.html`; a server needs none.
        live: whether something answers there: SPARQL, forms, and things asked for by their IRI.
    """

    root: str = "/"
    origin: str = ""
    suffix: str = ""
    live: bool = True

    @property
    def home(self) -> str:
        """The first page."""
        return f"{self.root}index{self.suffix}" if self.suffix else self.root

    @property
    def questions(self) -> str:
        """The page that lists the question library."""
        return f"{self.root}questions{self.suffix}"

    def question(self, name: str, values: Mapping[str, str] | None = None) -> str:
        """The page of a question, with the values of its parameters where something answers."""
        path = f"{self.root}questions/{quote(name, safe='')}{self.suffix}"
        return f"{path}?{urlencode(values)}" if values and self.live else path

    @property
    def sparql(self) -> str | None:
        """The SPARQL endpoint."""
        return f"{self.root}sparql" if self.live else None

    def answer(self, query: str, format: str) -> str | None:
        """What a query gives, in a form such as `csv` or `json`."""
        asked = urlencode({"query": query, "format": format})
        return f"{self.root}sparql?{asked}" if self.live else None

    def editor(self, query: str = "") -> str | None:
        """The editor with a query in it."""
        asked = f"?{urlencode({'query': query})}" if query else ""
        return f"{self.root}query{asked}" if self.live else None

    def thing(self, iri: str) -> str | None:
        """The page of a thing; None where the site can have none for it."""
        term = _TERM.match(iri)
        if term:
            return f"{self.root}ns{self.suffix}" + (f"#{term[1]}" if term[1] else "")
        ours = _OURS.match(iri)
        if ours:
            kind, name, part = ours.groups()
            return f"{self.root}{kind}/{name}{self.suffix}" + (f"#{part}" if part else "")
        return f"{self.root}describe?{urlencode({'iri': iri})}" if self.live else None

    def data(self, iri: str, suffix: str) -> str | None:
        """What is said of a thing as RDF: `ttl`, `jsonld`, `rdf` or `nt`."""
        ours = _OURS.match(iri)
        if iri == VOCABULARY:
            return f"{self.root}ns.{suffix}"
        if ours and not ours[3]:
            return f"{self.root}{ours[1]}/{ours[2]}.{suffix}"
        asked = urlencode({"iri": iri, "format": suffix})
        return f"{self.root}describe?{asked}" if self.live else None

    @property
    def dataset(self) -> str:
        """The IRI of the graph as it is published here: a part of the document on it."""
        return self.absolute(f"{self.root}.well-known/void#dataset")

    def absolute(self, path: str) -> str:
        """A path as an address that can be read anywhere, where the host is known."""
        return self.origin + path


def read_path(path: str) -> tuple[str, str | None] | None:
    """The IRI and the form that a path of a thing asks for.

    Args:
        path: below the root and not decoded: `entity/alibaba`, `entity/alibaba.ttl`.

    Returns:
        The IRI, and the suffix without its dot or None; None when no thing has such a path.
    """
    if path.partition(".")[0] == "ns":
        return VOCABULARY, path.partition(".")[2] or None
    match = _PATH.match(path)
    return (f"{BASE}{match[1]}/{match[2]}", match[3]) if match else None
