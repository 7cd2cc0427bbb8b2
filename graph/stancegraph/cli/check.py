"""`stancegraph check`: the rules of the ontology over files or over a store."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import stancegraph as sg
from stancegraph.cli.options import StoreOption, TextsOption, open_graph
from stancegraph.cli.output import count
from stancegraph.terms import compact

if TYPE_CHECKING:
    from stancegraph.check import Finding
    from stancegraph.checking import Checked

_FORMATS = ("text", "ttl", "json")


def command(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FILE|FOLDER|-]...", help="Check these before loading them."),
    ] = None,
    store: StoreOption = None,
    format: Annotated[
        str, typer.Option("--format", help="text, ttl (SHACL report) or json.")
    ] = "text",
    texts: TextsOption = None,
) -> None:
    """Check the graph, or files as if they were loaded into it; exit 1 when a rule is broken.

    Rules: SHACL shapes (ontology/shapes.ttl) and queries that must find nothing
    (ontology/checks/).
    """
    if format not in _FORMATS:
        raise sg.StancegraphError(f"'{format}' is not a format of check ({', '.join(_FORMATS)})")
    with open_graph(store) as graph:
        found = graph.check(*paths or (), texts=texts)
    if format == "ttl":
        print(found.report.to_turtle(), end="")
    elif format == "json":
        problems = [asdict(problem) for problem in found.problems]
        print(json.dumps({"problems": problems, **found.report.to_dict()}, indent=2))
    else:
        print(_text(found), end="")
    if found.problems:
        raise typer.Exit(2)
    if not found.report.conforms:
        raise typer.Exit(1)


def _text(found: Checked) -> str:
    """One line a problem and one a finding, then how many of each."""
    lines = [str(problem) for problem in found.problems]
    lines += [_line(finding, found.files) for finding in found.report.findings]
    violations = sum(finding.severity == "violation" for finding in found.report.findings)
    warnings = len(found.report.findings) - violations
    counts = [count(len(found.problems), "problem")] if found.problems else []
    counts += [count(violations, "violation"), count(warnings, "warning")]
    lines.append(f"checked {found.quads:,} quads: {', '.join(counts)}")
    return "\n".join(lines) + "\n"


def _line(finding: Finding, files: dict[str, str]) -> str:
    what = " ".join(filter(None, (compact(finding.focus), finding.value)))
    place = _place(finding, files)
    return f"{place}{finding.severity}: {what}: {finding.message} [{finding.rule}]"


def _place(finding: Finding, files: dict[str, str]) -> str:
    """`file:line: ` of a record file, `file: ` of any other, nothing where no file is known."""
    file = files.get(finding.graph or "")
    if not file:
        return ""
    name = re.split(r"[/#]", finding.focus.partition("#")[0])[-1]
    pattern = re.compile(rf"""\bid["']?:\s*["']?{re.escape(name)}["']?\s*(?:[,}}#]|$)""")
    try:
        text = Path(file).read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return f"{file}: "
    found = next((n for n, line in enumerate(text.split("\n"), 1) if pattern.search(line)), None)
    return f"{file}:{found}: " if found else f"{file}: "
