"""What workers do for people and for linked data: pages, cards of things, descriptions."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

import pyoxigraph as ox

from stancegraph import site
from stancegraph.describe import description, prefixes, service_description
from stancegraph.errors import UnknownName
from stancegraph.export.compact import write_compact
from stancegraph.page.served import console_page, served_page
from stancegraph.query import resolve, select
from stancegraph.query.names import KINDS
from stancegraph.serve.jobs import Bounded, answered
from stancegraph.serve.messages import NO_HEADERS, Reply, Wanted
from stancegraph.serve.negotiate import HTML, TRIPLES, Offer, choose
from stancegraph.serve.problems import Refused
from stancegraph.serve.settings import Settings
from stancegraph.store import MemoryStore, Store
from stancegraph.terms import PREFIXES, local
from stancegraph.vocabulary import ontology_triples

Pairs = tuple[tuple[str, str], ...]

# Which stances the first page may be narrowed to.
FILTERS = ("issue", "position", "holder", "about", "type", "country", "mode", "since", "as_of")
_DATA = tuple(offer for offer in TRIPLES if offer.format.name in site.DATA)
_THING = (HTML, *_DATA)
_VOCABULARY = PREFIXES["st"].rstrip("#")


def addresses(settings: Settings) -> site.Addresses:
    """How the pages of a server link."""
    parts = urlsplit(settings.address)
    return site.Addresses(root=settings.root, origin=f"{parts.scheme}://{parts.netloc}")


def front(store: Store, settings: Settings, filters: Pairs, wanted: Wanted) -> Reply:
    """The interactive page, of all stances or of those that the address names."""
    known = {name: value for name, value in filters if name in FILTERS and value}
    page = served_page(store, root=settings.root, selection=select(store, **known))  # type: ignore[arg-type]
    return _page(page, wanted)


def console(store: Store, settings: Settings, wanted: Wanted) -> Reply:
    """The query editor."""
    return _page(console_page(root=settings.root), wanted)


def questions(store: Store, settings: Settings, wanted: Wanted) -> Reply:
    """The list of the question library."""
    return _card(site.questions_page(addresses(settings)), wanted)


def question(store: Store, settings: Settings, name: str, values: Pairs, wanted: Wanted) -> Reply:
    """A question with its form and its answer; 400 where a value is wrong."""
    try:
        page, usable = site.question_page(store, name, dict(values), addresses(settings))
    except UnknownName as error:
        raise Refused(404, str(error)) from None
    return _card(page, wanted, status=200 if usable else 400)


def thing(store: Store, settings: Settings, iri: str, suffix: str | None, wanted: Wanted) -> Reply:
    """A thing, as a card for people or as RDF for programs."""
    offer = _named(suffix) if suffix else choose(wanted.accept, _THING, wanted.format)
    where = addresses(settings)
    if iri.startswith(_VOCABULARY):
        # Terms are described by the ontology, which is in no store.
        store = vocabulary()
    links = {"link": f'<{iri}>; rel="canonical"'} if iri.isascii() else {}
    if offer is HTML:
        page = site.thing_page(store, iri, where)
        if page is not None:
            return _card(page, wanted, headers=links)
    else:
        triples = site.linked(store, iri, where)
        if triples:
            return _rdf(triples, settings, offer, wanted, PREFIXES, links)
    raise Refused(404, _unknown(store, iri))


def _unknown(store: Store, iri: str) -> str:
    """That nothing is called so, and what comes near."""
    for kind in KINDS:
        if iri.startswith(PREFIXES[kind]):
            try:
                resolve(store, kind, local(kind, iri))
            except UnknownName as error:
                return str(error)
    return f"this graph says nothing of <{iri}>"


@functools.cache
def vocabulary() -> Store:
    """The ontology's vocabulary as a graph."""
    staged, graph = ox.Store(), ox.NamedNode(_VOCABULARY)
    staged.extend(ox.Quad(t.subject, t.predicate, t.object, graph) for t in ontology_triples())
    store = MemoryStore()
    store.replace([], staged)
    return store


def problem(reply: Reply, settings: Settings) -> Reply:
    """A problem document as a page."""
    body = json.loads(reply.body)
    text = site.problem_page(
        reply.status,
        body["title"],
        body["detail"],
        addresses(settings),
        excerpt=body.get("excerpt", ""),
    )
    headers = {
        **reply.headers,
        "content-type": HTML.content_type,
        "content-security-policy": site.policy(),
    }
    return reply._replace(body=text.encode(), headers=headers)


def described(store: Store, settings: Settings, wanted: Wanted) -> Reply:
    """What this graph is: VoID and DCAT."""
    offer = choose(wanted.accept, TRIPLES, wanted.format)
    found = [*description(store, addresses(settings)), *_service(settings)]
    return _rdf(found, settings, offer, wanted, prefixes())


def service(store: Store, settings: Settings, wanted: Wanted) -> Reply:
    """What this endpoint is (SPARQL 1.1 Service Description)."""
    offer = choose(wanted.accept, TRIPLES, wanted.format)
    return _rdf(_service(settings), settings, offer, wanted, prefixes())


def _service(settings: Settings) -> list[ox.Triple]:
    return service_description(addresses(settings), updates=settings.writable)


def _named(suffix: str) -> Offer:
    """The form that the end of a path names."""
    found = next((offer for offer in _THING if suffix == offer.format.name), None)
    if found is None:
        known = ", ".join(dict.fromkeys(offer.format.name for offer in _THING))
        raise Refused(404, f"there is no form '{suffix}' of a thing ({known})")
    return found


def _page(
    text: str,
    wanted: Wanted,
    *,
    status: int = 200,
    headers: Mapping[str, str] = NO_HEADERS,
) -> Reply:
    told = {"referrer-policy": "no-referrer", **headers}
    return answered(text.encode(), HTML.content_type, wanted, status=status, headers=told)


def _card(
    text: str,
    wanted: Wanted,
    *,
    status: int = 200,
    headers: Mapping[str, str] = NO_HEADERS,
) -> Reply:
    """A page of the site, which has one policy for all."""
    told = {"content-security-policy": site.policy(), **headers}
    return _page(text, wanted, status=status, headers=told)


def _rdf(
    triples: Iterable[ox.Triple],
    settings: Settings,
    offer: Offer,
    wanted: Wanted,
    names: Mapping[str, str],
    headers: Mapping[str, str] = NO_HEADERS,
) -> Reply:
    """Triples, with those prefixes that they use."""
    assert offer.format.rdf is not None
    body, found = Bounded(settings.most_result), _in_order(triples)
    if offer.format.rdf == ox.RdfFormat.JSON_LD:
        # By our context, as people read it.
        quads = [ox.Quad(t.subject, t.predicate, t.object) for t in found]
        write_compact([(None, quads)], body)
        return answered(body.getvalue(), offer.content_type, wanted, headers=headers)
    plain = (ox.serialize(found, format=ox.RdfFormat.N_TRIPLES) or b"").decode()
    used = {prefix: space for prefix, space in names.items() if f"<{space}" in plain}
    ox.serialize(found, body, offer.format.rdf, prefixes=used)
    return answered(body.getvalue(), offer.content_type, wanted, headers=headers)


def _in_order(triples: Iterable[ox.Triple]) -> list[ox.Triple]:
    """Each triple once: subjects as they come, of each its type and its name first."""
    found = list(dict.fromkeys(triples))
    places: dict[object, int] = {}
    for triple in found:
        places.setdefault(triple.subject, len(places))
    first = {PREFIXES["rdf"] + "type": 0, PREFIXES["rdfs"] + "label": 1}

    def key(triple: ox.Triple) -> tuple[int, int, str, str]:
        name = triple.predicate.value
        return places[triple.subject], first.get(name, 2), name, str(triple.object)

    return sorted(found, key=key)


PAGES: dict[str, Callable[..., Any]] = {
    "front": front,
    "console": console,
    "questions": questions,
    "question": question,
    "thing": thing,
    "described": described,
    "service": service,
}
