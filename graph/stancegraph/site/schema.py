"""Things in terms of schema.org, as JSON-LD without its context."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from stancegraph.model import Argument, Entity, Issue, Position, Source, Stance
from stancegraph.site.render import outside
from stancegraph.terms import LICENCE, iri

Node = dict[str, Any]

_TYPES: Mapping[str, str] = {
    "Person": "Person",
    "Publication": "NewsMediaOrganization",
    "Government": "GovernmentOrganization",
    "NGO": "NGO",
    "Country": "Country",
    "Region": "Place",
    "Law": "Legislation",
    "Company": "Organization",
    "Lab": "Organization",
    "Investor": "Organization",
    "Group": "Organization",
}


def entity(who: Entity, place: Entity | None = None) -> Node:
    """An entity: a Person, an Organization and so on.

    Args:
        who: the entity.
        place: the one that a person belongs to.
    """
    wikidata = f"https://www.wikidata.org/wiki/{who.wikidata}" if who.wikidata else None
    person = who.type == "Person"
    return _full(
        {
            "@id": iri("entity", who.id),
            "@type": _TYPES.get(who.type, "Thing"),
            "name": who.label,
            "alternateName": list(who.aliases),
            "sameAs": wikidata,
            "jobTitle": who.role if person else None,
            "affiliation": named("Organization", "entity", place.id, place.label)
            if place
            else None,
        }
    )


def source(document: Source, *, news: bool = False) -> Node:
    """A document: a NewsArticle, or a CreativeWork of another kind.

    Args:
        document: the document.
        news: whether it stands in a publication and reports what others said.
    """
    publisher = document.publisher
    label = document.publisher_label or ""
    return _full(
        {
            "@id": iri("source", document.id),
            "@type": "NewsArticle" if news else "CreativeWork",
            "name": document.title,
            "headline": document.title if news else None,
            "url": outside(document.url),
            "author": {"@type": "Person", "name": document.author} if document.author else None,
            "publisher": named("Organization", "entity", publisher, label) if publisher else None,
            "datePublished": document.published,
        }
    )


def stance(
    what: Stance, issue: Issue | None, document: Source, first: Source | None, *, news: bool
) -> Node:
    """A stance: a Claim of its holder, which appears in its source.

    Args:
        what: the stance.
        issue: the question to which it is an answer.
        document: where it was read.
        first: where it was first said, when that is another document.
        news: whether the document is a news article.
    """
    kind = _TYPES.get(what.holder_type, "Thing")
    question = named("Question", "issue", what.issue, issue.label if issue else what.issue_label)
    about = named("Thing", "entity", what.about, what.about_label or "") if what.about else None
    return _full(
        {
            "@id": iri("stance", what.id),
            "@type": "Claim",
            "name": f"{what.holder_label}: {what.position_label}",
            "text": what.quote or what.summary,
            "abstract": what.summary,
            "author": named(kind, "entity", what.holder, what.holder_label),
            "about": [question, about] if about else question,
            "datePublished": what.when,
            "appearance": source(document, news=news),
            "firstAppearance": source(first) if first else None,
            "license": LICENCE,
        }
    )


def question(issue: Issue) -> Node:
    """An issue: a Question with its positions as suggested answers."""
    return _full(
        {
            "@id": iri("issue", issue.id),
            "@type": "Question",
            "name": issue.label,
            "alternateName": issue.short,
            "suggestedAnswer": [
                {
                    "@type": "Answer",
                    "@id": iri("issue", f"{issue.id}#{position.id}"),
                    "name": position.label,
                    "text": position.summary,
                    "position": position.order,
                }
                for position in issue.positions
            ],
        }
    )


def position(id: str, label: str, meanings: Iterable[tuple[Issue, Position]]) -> Node:
    """A position: a DefinedTerm with what it means on each issue."""
    return _full(
        {
            "@id": iri("position", id),
            "@type": "DefinedTerm",
            "name": label,
            "description": [f"{issue.label} {meant.summary}" for issue, meant in meanings],
        }
    )


def argument(reason: Argument) -> Node:
    """An argument: a DefinedTerm."""
    return _full(
        {
            "@id": iri("argument", reason.id),
            "@type": "DefinedTerm",
            "name": reason.label,
            "description": reason.summary,
        }
    )


def named(type: str, kind: str, id: str, label: str) -> Node:
    """A thing that another refers to."""
    return {"@id": iri(kind, id), "@type": type, "name": label}


def _full(node: Node) -> Node:
    """The node without what is not known."""
    return {key: value for key, value in node.items() if value not in (None, "", [])}
