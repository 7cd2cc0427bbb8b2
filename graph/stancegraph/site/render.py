"""Views to HTML: the templates, the one style sheet, and what a browser may do with a page.

Every text goes through the templates' escaping. An address of elsewhere becomes a link only by
`outside`, which lets through what begins with http:// or https://. No page has a script that
runs: the only script element holds JSON-LD, which is data.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stancegraph.model import MODE_WORDS
from stancegraph.page.html import safe_json, sheet
from stancegraph.site import words
from stancegraph.site.addresses import DATA, Addresses
from stancegraph.terms import BASE, LICENCE, compact, iri, local

if TYPE_CHECKING:
    from jinja2 import Environment

_HERE = Path(__file__).resolve().parent
# What a page is part of.
SITE = "AI-industry stances"
# One shape for each pole, as in the interactive page: around 0 0, about 12 wide.
_SHAPES = {
    "first": "M0 -6A6 6 0 0 1 0 6A6 6 0 0 1 0 -6Z",
    "middle": "M0 -7L7 0L0 7L-7 0Z",
    "second": "M-5.5 -5.5H5.5V5.5H-5.5Z",
}
_FORMS = {
    "text/turtle": "Turtle",
    "application/ld+json": "JSON-LD",
    "application/rdf+xml": "RDF/XML",
    "application/n-triples": "N-Triples",
}


@dataclass(frozen=True, slots=True)
class View:
    """What a page shows.

    Args:
        template: the name of its template, without `.html`.
        title: what it is about, in a few words.
        summary: the same in a sentence, for those who find the page in a search.
        data: what the template shows.
        iri: the thing that it is about, if it is about one.
        schema: the same in terms of schema.org, without its context.
    """

    template: str
    title: str
    summary: str
    data: Mapping[str, Any]
    iri: str | None = None
    schema: Mapping[str, Any] = field(default_factory=dict)


def render(view: View, addresses: Addresses) -> str:
    """The page of a view.

    Args:
        view: what it shows.
        addresses: how it links.

    Returns:
        The text of an HTML file, to be written as UTF-8.
    """
    from markupsafe import Markup

    about = view.iri or ""
    own = addresses.thing(about) if about else None
    linked = {"@context": {"@vocab": "https://schema.org/"}, **view.schema} if view.schema else None
    forms = [(media, addresses.data(about, end)) for end, media in DATA.items()] if own else []
    text: str = (
        _environment()
        .get_template(f"{view.template}.html")
        .render(
            view.data,
            at=addresses,
            title=view.title,
            summary=" ".join(view.summary.split()),
            iri=view.iri,
            here=addresses.absolute(own) if own else None,
            forms=[(media, to) for media, to in forms if to],
            # In a script element nothing is escaped; safe_json leaves nothing that could end it.
            schema=Markup(safe_json(linked)) if linked else "",
            link=lambda kind, id: addresses.thing(iri(kind, id)),
        )
    )
    # Half a character (a lone surrogate) cannot be written as UTF-8.
    return text.encode("utf-8", "replace").decode()


@functools.cache
def policy() -> str:
    """The content security policy of every page: its own style, its own forms, no request.

    A server gives it as a header; the page has it in its head as well.
    """
    digest = base64.b64encode(hashlib.sha256(style().encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; "
        "base-uri 'none'; form-action 'self'"
    )


@functools.cache
def style() -> str:
    """The style sheet, with plain line ends, as a browser counts them for a hash."""
    own = (_HERE / "site.css").read_bytes().decode("utf-8").replace("\r\n", "\n")
    return sheet("colours") + own


def outside(url: str | None) -> str | None:
    """An address that may be a link: one of the web; of all others None."""
    return url if url and url.lower().startswith(("http://", "https://")) else None


def anchor(name: str) -> str:
    """A name as the end of an address within a page: the same, but for what an id may not hold."""
    return re.sub(r"[^\w.~-]", "_", name)


@functools.cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    made = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters |= {
        "day": words.day,
        "kind": words.kind,
        "count": words.count,
        "outside": outside,
        "anchor": anchor,
        "term": words.term_words,
        "compact": lambda full: compact(full).strip("<>"),
    }
    made.globals |= {
        "site": SITE,
        "policy": policy(),
        # The texts of this program, which a template shows as they are.
        "style": Markup(style()),
        "licence": LICENCE,
        "modes": MODE_WORDS,
        "kinds": words.KINDS,
        "precision": words.precision,
        "iri_of": iri,
        "local_of": local,
        "base": BASE,
        "shapes": _SHAPES,
        "forms_called": _FORMS,
    }
    return made
