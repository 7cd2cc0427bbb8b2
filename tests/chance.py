"""Graphs of stances made up by chance: small, crowded, and the same again for the same seed.

Holders speak of themselves, take two positions on one day, and are told of by several outlets, so
that what is counted twice or left out shows.
"""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import stancegraph as sg

HOLDERS = ("acme", "bolt", "carla", "dan", "echo", "fox")
TYPES = ("Lab", "Company", "Person", "Person", "NGO", "Person")
COUNTRIES = {"acme": "XA", "bolt": "XB", "carla": "XA", "dan": "XB", "echo": "XA"}
BELONGS = {"carla": "acme", "dan": "bolt", "fox": "bolt"}
POSITIONS = {"one": ("yes", "no", "some"), "two": ("more", "some", "less")}
OPPOSED = {"yes": "no", "no": "yes", "more": "less", "less": "more"}
REASONS = ("cheap", "dear", "kind")
OUTLETS = ("daily", "weekly", "acme")
DAYS = ("2024-01-10", "2024-01-20", "2024-02", "2024-03-05", "2025")


def vocabulary() -> dict[str, Any]:
    """Who there is, what is asked, what is argued: all of it invented."""
    entities = [
        {"id": id, "name": f"{id.title()} Example", "type": kind}
        | ({"country": COUNTRIES[id]} if id in COUNTRIES else {})
        | ({"affiliation": BELONGS[id]} if id in BELONGS else {})
        for id, kind in zip(HOLDERS, TYPES, strict=True)
    ]
    outlets = [{"id": o, "name": f"{o} example", "type": "Publication"} for o in OUTLETS[:2]]
    issues = [
        {
            "id": issue,
            "label": f"Is example {issue} so?",
            "short": f"Example {issue}",
            "positions": [{"id": p, "label": p, "summary": f"It is {p}."} for p in positions],
            "opposed": [[p, OPPOSED[p]] for p in (positions[0],)],
        }
        for issue, positions in POSITIONS.items()
    ]
    every = sorted({p for positions in POSITIONS.values() for p in positions})
    arguments = [
        {"id": r, "label": f"it is {r}", "summary": f"{r}.", "supports": every} for r in REASONS
    ]
    return {"entities": entities + outlets, "issues": issues, "arguments": arguments}


def record(chance: random.Random, number: int) -> dict[str, Any]:
    """One document with a few stances."""
    source = {
        "id": f"doc-{number}",
        "title": f"Example document {number}",
        "publisher": chance.choice(OUTLETS),
        "url": f"https://example.org/{number}",
        "kind": chance.choice(("primary", "secondary", "republication")),
    }
    if chance.random() < 0.8:
        source["published"] = chance.choice(("2024-02-02", "2024-03", "2025-06"))
    names = [f"s{number}-{n}" for n in range(chance.randint(1, 7))]
    return {"source": source, "stances": [stance(chance, name) for name in names]}


def stance(chance: random.Random, name: str) -> dict[str, Any]:
    """A stance; the few choices make many of them meet."""
    issue = chance.choice(list(POSITIONS))
    made: dict[str, Any] = {
        "id": name,
        "holder": chance.choice(HOLDERS[:5] if name[-1] != "0" else HOLDERS),
        "issue": issue,
        "position": chance.choice(POSITIONS[issue]),
        "mode": chance.choice(("says", "says", "does", "does", "ascribed")),
        "hedged": chance.random() < 0.3,
        "date": chance.choice(DAYS),
        "summary": f"Invented {name}.",
        "because": chance.sample(REASONS, chance.randint(0, 2)),
    }
    if chance.random() < 0.4:
        made["about"] = chance.choice(HOLDERS)
    if chance.random() < 0.5 or made["mode"] == "ascribed":
        made["reported_by"] = chance.choice(OUTLETS[:2])
    if chance.random() < 0.4:
        made["confidence"] = chance.choice(("high", "medium", "low"))
    if chance.random() < 0.3:
        made["quote"] = f"Words of {name}"
    return made


def graph(seed: int, folder: Path) -> sg.StanceGraph:
    """A graph of fourteen documents, written into a folder and loaded."""
    chance = random.Random(seed)
    bodies = {"words": vocabulary()} | {f"doc-{n}": record(chance, n) for n in range(14)}
    for name, body in bodies.items():
        (folder / f"{name}.yaml").write_text(json.dumps(body), "utf-8")
    made = sg.open(empty=True)
    assert made.load(folder).problems == ()
    return made
