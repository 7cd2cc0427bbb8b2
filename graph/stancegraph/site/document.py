"""What the pages of a source and of a stance show."""

from __future__ import annotations

from typing import Any

from stancegraph.model import Source, Stance
from stancegraph.query import entities, issues, sources, stances_named
from stancegraph.site import schema
from stancegraph.site.entity import names_of
from stancegraph.site.linked import turtle
from stancegraph.site.reading import MOST, first, listed, subjects, table
from stancegraph.site.render import View
from stancegraph.site.words import Sides, citation, count, day, document, holding
from stancegraph.store import Store, text
from stancegraph.terms import PREFIXES, PROVENANCE, iri, local

_CITES = """
SELECT DISTINCT ?id ?title ?marker WHERE {
  { <%s> dct:references ?id } UNION { <%s> st:citation/st:cited ?id }
  OPTIONAL { <%s> st:citation [ st:cited ?id ; st:marker ?marker ] }
  OPTIONAL { ?id dct:title ?title }
} ORDER BY STRLEN(?marker) ?marker ?id
"""
_CITED_BY = """
SELECT DISTINCT ?id ?title WHERE {
  { ?id dct:references <%s> } UNION { ?id st:citation/st:cited <%s> }
  OPTIONAL { ?id dct:title ?title }
} ORDER BY ?title ?id
"""
_ANNOTATIONS = """
SELECT ?id ?document ?title ?exact ?prefix ?suffix ?start ?end WHERE {
  ?id oa:hasBody <%s> ; oa:hasTarget ?target .
  OPTIONAL { ?target oa:hasSource ?document OPTIONAL { ?document dct:title ?title } }
  OPTIONAL { ?target oa:hasSelector ?selector . ?selector oa:exact ?exact
    OPTIONAL { ?selector oa:prefix ?prefix } OPTIONAL { ?selector oa:suffix ?suffix } }
  OPTIONAL { ?target oa:hasSelector [ oa:start ?start ; oa:end ?end ] }
}
"""


def source_view(store: Store, full: str) -> View | None:
    """The page of a source; None when it is not described."""
    found: Source | None = first(sources(store, [full]))
    if found is None:
        return None
    known = issues(store)
    read = listed(store, f"?s dct:source <{full}> .")
    said = listed(
        store, f"?s prov:hadPrimarySource <{full}> FILTER NOT EXISTS {{ ?s dct:source <{full}> }}"
    )
    cites = table(store, _CITES % (full, full, full))
    cited_by = table(store, _CITED_BY % (full, full))
    data = {
        "source": found,
        "read": read,
        "said": said,
        "cites": cites[:MOST],
        "cited_by": cited_by[:MOST],
        "cites_total": len(cites),
        "cited_by_total": len(cited_by),
        "sides": Sides(known),
        "before": {},
        "called": names_of(store, [*read, *said]),
        "citation": document(found) + ".",
        "made": _made(store, full),
    }
    told = count(read.total, "stance") if read else "known because others cite it"
    by = f", {found.publisher_label}" if found.publisher_label else ""
    when = f", {day(found.published)}" if found.published else ""
    return View(
        template="source",
        title=found.title,
        summary=f"“{found.title}”{by}{when}: {told}.",
        data=data,
        iri=full,
        schema=schema.source(found, news=is_news(store, found)),
    )


def stance_view(store: Store, full: str) -> View | None:
    """The page of a stance; None when there is none."""
    stance: Stance | None = first(stances_named(store, [full]))
    if stance is None:
        return None
    known = issues(store)
    sides = Sides(known)
    documents = {
        s.id: s for s in sources(store, {x for x in (stance.source, stance.primary_source) if x})
    }
    source = documents.get(stance.source) or Source(id=stance.source, title=stance.source)
    said = documents.get(stance.primary_source or "")
    issue = sides.issue(stance.issue)
    later = [local("stance", s) for s in subjects(store, iri("st", "revises"), full)]
    near = {s.id: s for s in stances_named(store, {*stance.revises, *later})}
    data = {
        "stance": stance,
        "source": source,
        "said": said,
        "issue": issue,
        "position": first(p for p in issue.positions if p.id == stance.position) if issue else None,
        "before": near,
        "earlier": [near[id] for id in stance.revises if id in near],
        "later": [near[id] for id in later if id in near],
        "current": bool(subjects(store, iri("st", "current"), full)),
        "against": _against(store, stance),
        "annotations": table(store, _ANNOTATIONS % full),
        "sides": sides,
        "called": names_of(store, [stance, *near.values()]),
        "citation": citation(stance, source, said, sides.short(stance.issue)),
        "turtle": turtle(store, full),
    }
    title = f"{holding(stance)}: {stance.position_label}"
    return View(
        template="stance",
        title=title,
        summary=f"{title} on “{stance.issue_label}”, {day(stance.when)}. {stance.summary}",
        data=data,
        iri=full,
        schema=schema.stance(stance, issue, source, said, news=is_news(store, source)),
    )


def is_news(store: Store, source: Source) -> bool:
    """Whether a document stands in a publication and reports what others said or did."""
    publisher = first(entities(store, [source.publisher])) if source.publisher else None
    return source.kind == "secondary" and publisher is not None and publisher.type == "Publication"


def _against(store: Store, stance: Stance) -> Any:
    """The current stances of others on a position that opposes that of a stance."""
    holder, issue = iri("entity", stance.holder), iri("issue", stance.issue)
    return listed(
        store,
        f"<{iri('position', stance.position)}> st:opposes ?against . "
        f"?s st:issue <{issue}> ; st:position ?against ; st:holder ?other . ?other st:current ?s "
        f"FILTER(?other != <{holder}>)",
    )


def _made(store: Store, full: str) -> str | None:
    """When the graph of a document was loaded."""
    when = store.quads(
        subject=full, predicate=PREFIXES["prov"] + "generatedAtTime", graph=PROVENANCE
    )
    return next(iter(sorted(text(quad.object) for quad in when)), None)
