"""An invented article and the draft of it, as an engine writes one."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from stancegraph.extract.values import Span
from stancegraph.extract.verbatim import evidence
from stancegraph.records import to_yaml

# Emoji are one code point to Python and two units to JavaScript: offsets differ after the first.
TEXT = """\
\U0001f916\U0001f680 Labs at the crossroads

Orla Inventado, who chairs a council of laboratories, told a meeting in Tallinn 🧪 on Sunday that \
weights may have to stay open “for everyone, and for good” [2]. She named nobody.

Alibaba keeps its largest model behind an interface [3]. Its smaller models can be downloaded \
by anyone who asks, and many have done so since the spring.

According to the Sample Gazette, DeepSeek plans to publish its next model. Others doubt that.

A group of small laboratories said little 🤐 about models that nobody may copy.
"""
HEAD = "# Read on a train.\n# Mind the third one.\n"
TERSE = "Weights (and often more) are or should be published for others to use"


def spot(words: str, after: int = 0) -> dict[str, Any]:
    """Words of the article with their place."""
    start = TEXT.index(words, after)
    return {"text": words, "start": start, "end": start + len(words)}


def around(words: str) -> dict[str, Any]:
    """Words of the article as evidence."""
    start = TEXT.index(words)
    return evidence(TEXT, Span(start, start + len(words)))


def draft() -> dict[str, Any]:
    """Four stances: of somebody new, of a known company, hedged, and without a position."""
    said = TEXT.split("\n")[2].split(" She named")[0]
    keeps = TEXT.split("\n")[4].split(" Its smaller")[0]
    plans = TEXT.split("\n")[6].split(" Others doubt")[0]
    little = TEXT.split("\n")[8]
    return {
        "source": {
            "id": "sample-gazette-2026-03-01",
            "title": "Labs at the crossroads",
            "publisher": "sample-gazette",
            "url": "https://gazette.example/labs",
            "kind": "secondary",
            "author": "Jane Example",
            "published": "2026-03-01",
            "text": {"sha256": hashlib.sha256(TEXT.encode()).hexdigest(), "length": len(TEXT)},
        },
        "extracted": {"engine": "rules", "version": "1"},
        "entities": [
            {
                "id": "orla-inventado",
                "name": "Orla Inventado",
                "type": "Person",
                "status": "draft",
                "evidence": around("Orla Inventado"),
                "near": [
                    {"id": "openai", "name": "OpenAI", "score": 61},
                    {"id": "oracle", "name": "Oracle", "score": 60},
                ],
            },
            {
                "id": "sample-gazette",
                "name": "Sample Gazette",
                "type": "Publication",
                "status": "draft",
                "evidence": around("Sample Gazette"),
                "near": [],
            },
        ],
        "stances": [
            {
                "id": "sample-gazette-2026-03-01-1",
                "status": "draft",
                "tier": "B",
                "holder": "orla-inventado",
                "issue": "model-release",
                "position": "open",
                "mode": "says",
                "hedged": True,
                "date": "2026-03-01",
                "quote": "for everyone, and for good",
                "summary": f"Orla Inventado: {TERSE}",
                "evidence": around(said),
                "found": {
                    "rule": "release.open.stay",
                    "holder": spot("Orla Inventado"),
                    "cue": spot("stay open"),
                    "hedge": spot("may have to"),
                    "marker": spot("[2]"),
                    "match": "exact",
                },
            },
            {
                "id": "sample-gazette-2026-03-01-2",
                "status": "draft",
                "tier": "A",
                "holder": "alibaba",
                "issue": "model-release",
                "position": "closed",
                "mode": "does",
                "hedged": False,
                "date": "2026-03",
                "summary": "Alibaba: Models are or should be kept behind an interface",
                "evidence": around(keeps),
                "found": {
                    "rule": "release.closed.interface",
                    "holder": spot("Alibaba"),
                    "cue": spot("behind an interface"),
                    "marker": spot("[3]"),
                    "match": "exact",
                },
            },
            {
                "id": "sample-gazette-2026-03-01-3",
                "status": "draft",
                "tier": "A",
                "holder": "deepseek",
                "issue": "model-release",
                "position": "open",
                "mode": "ascribed",
                "hedged": True,
                "date": "2026-03-01",
                "reported_by": "sample-gazette",
                "summary": f"DeepSeek: {TERSE}",
                "evidence": around(plans),
                "found": {
                    "rule": "release.open.publish",
                    "holder": spot("DeepSeek"),
                    "cue": spot("publish its next model"),
                    "hedge": spot("plans to"),
                    "match": "exact",
                },
            },
            {
                "id": "sample-gazette-2026-03-01-4",
                "status": "draft",
                "tier": "C",
                "holder": "orla-inventado",
                "issue": "model-release",
                "mode": "says",
                "hedged": False,
                "date": "2026-03-01",
                "summary": "What small laboratories said.",
                "evidence": around(little),
                "found": {
                    "rule": "release.candidate",
                    "holder": spot("Orla Inventado"),
                    "cue": spot("nobody may copy"),
                    "match": "exact",
                },
            },
        ],
        "rejected": [
            {
                "reason": "the quote is not in the text",
                "record": {
                    "holder": "Alibaba",
                    "quote": "all of it: closed\nfor ever",
                    "n": "0.90",
                },
            }
        ],
    }


def write(folder: Path, name: str = "draft.yaml", **changes: Any) -> Path:
    """The draft in a file, with comments at its head."""
    path = folder / name
    path.write_text(HEAD + to_yaml([{**draft(), **changes}]), "utf-8")
    return path
