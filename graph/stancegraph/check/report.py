"""What a check found, for people and as a W3C validation report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

import pyoxigraph as ox

from stancegraph.store.base import Term
from stancegraph.terms import BASE, PREFIXES, compact

Severity = Literal["violation", "warning"]

SHAPES = BASE + "shapes#"
CHECKS = BASE + "checks/"
_SH = PREFIXES["sh"]
# What SHACL calls a rule that is a query.
SPARQL_COMPONENT = _SH + "SPARQLConstraintComponent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One rule that one thing breaks.

    Args:
        rule: the local name of a shape in `shapes.ttl`, or the name of a file in `checks/`
            without `-violation.rq`.
        severity: a warning does not keep the graph from conforming.
        focus: the IRI of the thing, or `_:` and a label of this report for one that has none.
        message: what is wrong or what would be right, in one or two sentences.
        term: the value that breaks the rule, where there is one.
        path: the IRI of the property that breaks the rule, where there is one.
        graph: the IRI of the named graph that describes the thing.
        component: the IRI of the SHACL constraint component.
    """

    rule: str
    severity: Severity
    focus: str
    message: str
    term: Term | None = field(default=None, repr=False)
    path: str | None = None
    graph: str | None = None
    component: str = SPARQL_COMPONENT

    @property
    def value(self) -> str | None:
        """The value as people read it: a prefixed name or a text; None where it is the focus."""
        if self.term is None or _label(self.term) == self.focus:
            return None
        text = _label(self.term)
        return compact(text) if isinstance(self.term, ox.NamedNode) else text

    def __str__(self) -> str:
        focus = self.focus if self.focus.startswith("_:") else compact(self.focus)
        what = f"{focus} {self.value}" if self.value else focus
        return f"{self.severity}: {what}: {self.message} [{self.rule}]"

    def to_dict(self) -> dict[str, str | None]:
        """The finding by name; IRIs in full."""
        return {
            "rule": self.rule,
            "severity": self.severity,
            "focus": self.focus,
            "path": self.path,
            "value": None if self.term is None else _label(self.term),
            "message": self.message,
            "graph": self.graph,
        }


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that a check found, sorted by graph, thing and rule."""

    findings: tuple[Finding, ...]

    @property
    def conforms(self) -> bool:
        """Whether no rule is violated; warnings do not count."""
        return all(finding.severity == "warning" for finding in self.findings)

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON has it."""
        return {
            "conforms": self.conforms,
            "findings": [finding.to_dict() for finding in self.findings],
        }

    def to_turtle(self) -> str:
        """A W3C `sh:ValidationReport` of shapes and checks alike.

        A check is a `sh:SPARQLConstraintComponent`, with its file as the `sh:sourceConstraint`.
        As SHACL has it, `sh:conforms` is false with a warning already.
        """
        prefixes = {**PREFIXES, "shape": SHAPES}
        data = ox.serialize(self._triples(), format=ox.RdfFormat.TURTLE, prefixes=prefixes)
        assert data is not None
        return data.decode()

    def _triples(self) -> Iterator[ox.Triple]:
        report = ox.BlankNode("report")
        truth = ox.Literal("false" if self.findings else "true", datatype=_XSD_BOOLEAN)
        yield ox.Triple(report, _TYPE, _sh("ValidationReport"))
        yield ox.Triple(report, _sh("conforms"), truth)
        for number, finding in enumerate(self.findings, start=1):
            result = ox.BlankNode(f"result{number}")
            yield ox.Triple(report, _sh("result"), result)
            yield ox.Triple(result, _TYPE, _sh("ValidationResult"))
            for name, term in _result(finding):
                yield ox.Triple(result, _sh(name), term)


_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
_XSD_BOOLEAN = ox.NamedNode(PREFIXES["xsd"] + "boolean")


def _result(finding: Finding) -> Iterator[tuple[str, Term]]:
    """The properties of one `sh:ValidationResult`."""
    yield "focusNode", node(finding.focus)
    if finding.path:
        yield "resultPath", ox.NamedNode(finding.path)
    if finding.term is not None:
        yield "value", finding.term
    yield "resultSeverity", _sh(finding.severity.capitalize())
    yield "resultMessage", ox.Literal(finding.message)
    yield "sourceConstraintComponent", ox.NamedNode(finding.component)
    if finding.component == SPARQL_COMPONENT:
        yield "sourceConstraint", ox.NamedNode(CHECKS + finding.rule)
    else:
        yield "sourceShape", ox.NamedNode(SHAPES + finding.rule)


def node(focus: str) -> ox.NamedNode | ox.BlankNode:
    """The node that a finding's focus is."""
    return ox.BlankNode(focus[2:]) if focus.startswith("_:") else ox.NamedNode(focus)


def _sh(name: str) -> ox.NamedNode:
    return ox.NamedNode(_SH + name)


def _label(term: Term) -> str:
    return str(term) if isinstance(term, ox.BlankNode) else term.value
