"""`stancegraph new`: something to begin with."""

from __future__ import annotations

import csv
import sys
from typing import Annotated

import typer

from stancegraph.records import CSV_HEADER

_RECORD = """\
# One file for each source document. Ids are small letters, digits and hyphens.
source:
  id: example-2026-interview            # your own, one of a kind
  title: The document's title
  publisher: reuters                    # an entity's id: stancegraph show Reuters
  url: https://example.org/interview
  kind: secondary                       # primary, secondary, republication, quote-database
  author: Name of the author            # may be left out
  published: 2026-03-25                 # a day, a month (2026-03) or a year
# cites:                                # documents that this one cites, if any
# - {id: example-cited, marker: '1', title: Its title, publisher: forbes}
stances:
- id: example-alibaba-2026-03           # your own, one of a kind
  holder: alibaba                       # whose position it is: an entity's id
  issue: model-release                  # stancegraph ask who-holds
  position: open                        # one of the issue's positions
  # about: china                        # whom it is about, if not the issue at large
  mode: says                            # says (own words), does (an act), ascribed (by others)
  hedged: false                         # true: may, plans to, is experimenting
  date: 2026-03                         # when it was said or done
  # confidence: medium                  # high, medium, low: when something is doubtful
  # reported_by: reuters                # who tells us, unless the holder does
  # primary_source: example-cited       # where it was first said: a cited id, or an address
  # quote: The exact words, and no others.
  # because: [lower-cost]               # arguments given
  summary: In one sentence, in your own words.
"""


def command(
    as_csv: Annotated[
        bool, typer.Option("--csv", help="The header of a table of stances.")
    ] = False,
    as_tsv: Annotated[bool, typer.Option("--tsv", help="The same with tabs.")] = False,
) -> None:
    """Print a record file to fill in, or the header of a table of stances."""
    if as_csv or as_tsv:
        csv.writer(sys.stdout, delimiter="\t" if as_tsv else ",", lineterminator="\n").writerow(
            CSV_HEADER
        )
    else:
        print(_RECORD, end="")
