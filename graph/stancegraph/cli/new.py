"""`stancegraph new`: something to begin with."""

from __future__ import annotations

import math
from string import Template
from typing import Annotated, Any

import typer

from stancegraph.cli.options import OutOption, StoreOption, open_graph
from stancegraph.cli.output import binary_out
from stancegraph.errors import StancegraphError
from stancegraph.records import CSV_HEADER

# What follows `##` is a comment, which is written at the same column in every line.
_RECORD = """\
# One file for each source document. Ids are small letters, digits and hyphens.
source:
  id: $id ## your own, one of a kind
  title: $title
  publisher: $publisher ## $publisher_note
  url: $url
  kind: $kind ## primary, secondary, republication, quote-database
  author: $author ## may be left out
  published: $published ## a day, a month (2026-03) or a year
# cites: ## documents that this one cites, if any
# - {id: example-cited, marker: '1', title: Its title, publisher: forbes}
stances:
- id: $stance ## your own, one of a kind
  holder: $holder ## whose position it is: an entity's id
  issue: $issue ## stancegraph ask who-holds
  position: $position ## one of the issue's positions
  # about: china ## whom it is about, if not the issue at large
  mode: $mode ## says (own words), does (an act), ascribed (by others)
  hedged: $hedged ## true: may, plans to, is experimenting
  date: $date ## when it was said or done
  # confidence: medium ## high, medium, low: when something is doubtful
  # reported_by: $publisher ## who tells us, unless the holder does
  # primary_source: example-cited ## where it was first said: a cited id, or an address
  # quote: The exact words, and no others.
  # because: [lower-cost] ## arguments given
  summary: $summary
"""
_COLUMN = 39
_KNOWN = "an entity's id: stancegraph show Reuters"
_EXAMPLE = {
    "id": "example-2026-interview",
    "title": "The document's title",
    "publisher": "reuters",
    "publisher_note": _KNOWN,
    "url": "https://example.org/interview",
    "kind": "secondary",
    "author": "Name of the author",
    "published": "2026-03-25",
    "stance": "example-alibaba-2026-03",
    "holder": "alibaba",
    "issue": "model-release",
    "position": "open",
    "mode": "says",
    "hedged": "false",
    "date": "2026-03",
    "summary": "In one sentence, in your own words.",
}


def command(
    article: Annotated[
        str | None,
        typer.Argument(metavar="[URL|FILE|-]", help="The document that it is to be about."),
    ] = None,
    as_csv: Annotated[
        bool, typer.Option("--csv", help="The header of a table of stances.")
    ] = False,
    as_tsv: Annotated[bool, typer.Option("--tsv", help="The same with tabs.")] = False,
    out: OutOption = None,
    store: StoreOption = None,
) -> None:
    """Print a record file to fill in, or the header of a table of stances.

    With a document, its id, title, publisher, address, author and date are filled in.
    """
    if article and (as_csv or as_tsv):
        raise StancegraphError(f"a table is of many documents: leave out --csv, or {article}")
    with binary_out(out) as file:
        file.write(_text(article, as_csv, as_tsv, store).encode())


def _text(article: str | None, as_csv: bool, as_tsv: bool, store: str | None) -> str:
    if as_csv or as_tsv:
        return ("\t" if as_tsv else ",").join(CSV_HEADER) + "\n"
    return _filled(_told(article, store) if article else _EXAMPLE)


def _filled(values: dict[str, str]) -> str:
    """The template with values in it, comments below each other."""
    lines = []
    for line in _RECORD.splitlines():
        field, _, comment = (Template(part).substitute(values) for part in line.partition(" ## "))
        lines.append(f"{field.rstrip():<{_COLUMN}} # {comment}" if comment else field.rstrip())
    return "\n".join(lines) + "\n"


def _told(place: str, store: str | None) -> dict[str, str]:
    """What a document says of itself; whose stances it has is left open."""
    from stancegraph.extract.article import read_article
    from stancegraph.extract.draft import to_draft
    from stancegraph.extract.knowledge import Knowledge
    from stancegraph.extract.values import Extraction

    found = read_article(place)
    with open_graph(store) as graph:
        draft = to_draft(found, Extraction(()), Knowledge.of(graph.exact_store))
    source = draft["source"]
    values = dict.fromkeys(_EXAMPLE, "") | {
        field: _scalar(source[field]) for field in _EXAMPLE if field in source
    }
    unknown = draft.get("entities")
    note = _unknown(unknown[0]) if unknown else _KNOWN
    return values | {
        "publisher_note": note,
        "stance": f"{source['id']}-1",
        "date": values["published"],
        "summary": f"# {_EXAMPLE['summary']}",
    }


def _unknown(entity: dict[str, Any]) -> str:
    """That a publisher is new, and who is called nearly so."""
    near = entity.get("near", ())
    names = ", ".join(f"{one['id']} ({one['name']})" for one in near)
    hint = f", or take {names}" if names else ""
    note = f"'{entity['name']}' is not known: describe it in an entities file{hint}"
    return " ".join(note.split())


def _scalar(value: str) -> str:
    """A text as YAML on one line; dates are texts to us, however they are written."""
    import yaml

    if value.replace("-", "").isdecimal():
        return value
    written = yaml.safe_dump(value, allow_unicode=True, width=math.inf)
    return str(written).removesuffix("...\n").strip()
