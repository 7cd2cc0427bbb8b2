"""Record files: text to checked values to JSON-LD, and back."""

from stancegraph.records.drafts import Split, is_draft, split
from stancegraph.records.fields import Known
from stancegraph.records.lift import jsonld, lift, lift_vocabulary
from stancegraph.records.located import Located, Map, parse_json, parse_yaml
from stancegraph.records.lower import lower, lower_vocabulary
from stancegraph.records.quads import nquads
from stancegraph.records.rows import (
    CITED_HEADER,
    CSV_HEADER,
    csv_cell,
    csv_rows,
    parse_rows,
)
from stancegraph.records.shape import announce, read_record, read_vocabulary
from stancegraph.records.write import to_yaml

__all__ = [
    "CITED_HEADER",
    "CSV_HEADER",
    "Known",
    "Located",
    "Map",
    "Split",
    "announce",
    "csv_cell",
    "csv_rows",
    "is_draft",
    "jsonld",
    "lift",
    "lift_vocabulary",
    "lower",
    "lower_vocabulary",
    "nquads",
    "parse_json",
    "parse_rows",
    "parse_yaml",
    "read_record",
    "read_vocabulary",
    "split",
    "to_yaml",
]
