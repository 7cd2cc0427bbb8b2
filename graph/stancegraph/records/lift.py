"""Checked records to JSON-LD; which term becomes which triple stands in `context.jsonld`."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from stancegraph.model import day_span
from stancegraph.vocabulary import context

Body = dict[str, Any]


def jsonld(bodies: Iterable[Body]) -> str:
    """A JSON-LD text of named graphs, with the context inside."""
    return json.dumps({"@context": context(), "@graph": list(bodies)}, ensure_ascii=False)


def lift(record: Body) -> list[Body]:
    """A record as named graphs: its source's graph first, then one for each cited document.

    Args:
        record: a checked record with `source`, `cites` and `stances`.
    """
    cites = record.get("cites", [])
    source = _document(record["source"])
    if cites:
        source["cites"] = [cited["id"] for cited in cites]
        source["citations"] = [
            {
                "id": f"{source['id']}#cites-{cited['id']}",
                "type": "Citation",
                "cited": cited["id"],
                "marker": cited["marker"],
            }
            for cited in cites
            if "marker" in cited
        ]
    if "merges" in record:
        source["merges"] = [
            {**merge, "id": f"{source['id']}#merge-{number}", "type": "Merge"}
            for number, merge in enumerate(record["merges"], start=1)
        ]
    source["stances"] = [_stance(stance, source["id"]) for stance in record["stances"]]
    bodies = [_named(source["id"], source)]
    for cited in cites:
        document = _document({k: v for k, v in cited.items() if k != "marker"})
        bodies.append(_named(cited["id"], document))
    return bodies


def _named(name: str, node: Body) -> Body:
    return {"id": name, "@graph": [node]}


def _document(data: Body) -> Body:
    out = {**data, "type": "Source"}
    if "text" in data:
        text = out.pop("text")
        out["text_sha256"], out["text_length"] = text["sha256"], text["length"]
    if "published" in data:
        first, last, precision = day_span(data["published"])
        out["published"], out["published_end"] = first.isoformat(), last.isoformat()
        out["published_precision"] = precision
    return out


def _stance(data: Body, source: str) -> Body:
    first, last, precision = day_span(data["date"])
    out = {
        "hedged": False,
        **data,
        "type": "Stance",
        "date": first.isoformat(),
        "date_end": last.isoformat(),
        "date_precision": precision,
    }
    out.pop("evidence", None)
    if "quote" in data or "evidence" in data:
        out["annotation"] = _annotation(data, source)
    return out


def _annotation(stance: Body, source: str) -> Body:
    """The W3C Web Annotation of a stance: it rests on these words of that document.

    Evidence was found in the text of the source itself; the quote is authoritative, the position
    a hint (W3C Web Annotation Data Model, 4.2.4 and 4.2.5).
    """
    id = stance["id"]
    words = stance.get("evidence", {"exact": stance.get("quote")})
    around = {key: words[key] for key in ("exact", "prefix", "suffix") if words.get(key)}
    selectors = [{"id": f"{id}#selector", "type": "TextQuoteSelector", **around}]
    document = stance.get("primary_source", source)
    if "start" in words:
        document = source
        place = {"start": words["start"], "end": words["end"]}
        selectors.append({"id": f"{id}#position", "type": "TextPositionSelector", **place})
    target = {
        "id": f"{id}#target",
        "type": "SpecificResource",
        "document": document,
        "selector": selectors,
    }
    return {"id": f"{id}#quote", "type": "Annotation", "target": target}


def lift_vocabulary(data: Body, graph: str, elsewhere: Mapping[str, Collection[str]]) -> list[Body]:
    """Entities, issues and arguments as one named graph.

    Args:
        data: checked entities, issues and arguments.
        graph: the IRI of the graph.
        elsewhere: positions that another graph describes already, and those they oppose there.
    """
    body: Body = {
        "id": graph,
        "entities": data["entities"],
        "issues": [_issue(issue) for issue in data["issues"]],
        "positions": _positions(data["issues"], elsewhere),
        "arguments": [{**argument, "type": "Argument"} for argument in data["arguments"]],
    }
    return [_named(graph, body)]


def _issue(issue: Body) -> Body:
    answers = [
        {
            "id": f"{issue['id']}#{position['id']}",
            "type": "Answer",
            "position": position["id"],
            "order": order,
            "pole": position.get("pole") or pole_of(position["id"], issue["opposed"]),
            "summary": position["summary"],
        }
        for order, position in enumerate(issue["positions"], start=1)
    ]
    return {
        "id": issue["id"],
        "type": "Issue",
        "label": issue["label"],
        "short": issue["short"],
        "answers": answers,
    }


def pole_of(position: str, opposed: Iterable[tuple[str, str]]) -> str:
    """The side on which a position stands, as the opposed pairs are written: first, second."""
    pairs = list(opposed)
    if any(position == first for first, _ in pairs):
        return "first"
    return "second" if any(position == second for _, second in pairs) else "middle"


def _positions(issues: Iterable[Body], elsewhere: Mapping[str, Collection[str]]) -> list[Body]:
    positions: dict[str, Body] = {}
    for issue in issues:
        for position in issue["positions"]:
            id = position["id"]
            node = positions.setdefault(id, {"id": id, "answers": [], "opposes": []})
            if id not in elsewhere:
                node |= {"type": "Position", "label": position["label"]}
            node["answers"].append(issue["id"])
        for one, other in issue["opposed"]:
            for a, b in ((one, other), (other, one)):
                if b not in (*elsewhere.get(a, ()), *positions[a]["opposes"]):
                    positions[a]["opposes"].append(b)
    return list(positions.values())
