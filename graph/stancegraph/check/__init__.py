"""Is the graph right: SHACL shapes for each thing, SPARQL checks for what lies between things."""

from stancegraph.check.report import Finding, Report
from stancegraph.check.run import check

__all__ = ["Finding", "Report", "check"]
