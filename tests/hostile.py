"""Invented stances as values: tame ones, and ones whose every text tries to break out."""

from __future__ import annotations

import datetime as dt
from typing import Any

from stancegraph.model import Argument, Entity, Issue, Position, Stance, day_span

RELEASE = Issue(
    id="release",
    label="Should example models be released?",
    short="Example release",
    positions=(
        Position(
            id="all", label="all of them", summary="Release every one", order=1, pole="first",
            opposes=frozenset({"none"}),
        ),
        Position(id="some", label="some", summary="Release a few", order=2, pole="middle"),
        Position(
            id="none", label="none", summary="Release not one", order=3, pole="second",
            opposes=frozenset({"all"}),
        ),
    ),
)  # fmt: skip
SPEED = Issue(
    id="speed",
    label="Should example labs slow down?",
    short="Example speed",
    positions=(
        Position(
            id="slow", label="slow down", summary="Take time", order=1, pole="first",
            opposes=frozenset({"fast"}),
        ),
        Position(
            id="fast", label="go on", summary="Take none", order=2, pole="second",
            opposes=frozenset({"slow"}),
        ),
    ),
)  # fmt: skip
ISSUES = (RELEASE, SPEED)
CHEAP = Argument(id="cheap", label="it is cheap", summary="Costs less.", supports=("all",))
ACME = Entity(id="acme", label="Acme Example Lab", type="Lab", aliases=("Acmé Ateliers",))


def stance(id: str, when: str = "2025-03", **changes: Any) -> Stance:
    """An invented stance: Acme wants all released; say what is different."""
    first, last, precision = day_span(when)
    about: dict[str, Any] = {
        "holder": "acme",
        "holder_label": "Acme Example Lab",
        "holder_type": "Lab",
        "issue": "release",
        "issue_label": "Example release",
        "position": "all",
        "position_label": "all of them",
        "mode": "says",
        "hedged": False,
        "summary": f"Acme told the summary {id}.",
        "source": f"source-{id}",
        "source_title": f"Title of {id}",
        "source_url": f"https://daily.example/{id}",
        "publisher": "daily",
        "publisher_label": "The Daily Example",
    }
    dates = {"date": first, "date_end": last, "precision": precision}
    return Stance(id=id, **{**about, **dates, **changes})


def tame() -> list[Stance]:
    """Three holders on two issues: Acme turned, and repeated itself; Bolt acts; Carla hedges."""
    bolt = {"holder": "bolt", "holder_label": "Bolt Example Works", "holder_type": "Company"}
    carla = {"holder": "carla", "holder_label": "Carla Sample", "holder_type": "Person"}
    none = {"position": "none", "position_label": "none"}
    slow = {"issue": "speed", "issue_label": "Example speed"}
    slow |= {"position": "slow", "position_label": "slow down"}
    return [
        stance("one", "2024", quote="We will release every one", because=("cheap", "unheard-of")),
        stance("two", "2024-05", mode="does"),
        stance("three", "2024-06-07", **bolt, **none, mode="does", primary_source="source-one"),
        stance("four", "2025-01-30", **none, revises=("two",), reported_by_label="Dora Example"),
        stance("five", "2025-02", **carla, **slow, hedged=True, about="bolt", about_label="Bolt"),
        stance("six", "2025-03", **carla, mode="ascribed", confidence="medium"),
    ]


ALARM = "window.__pwned=1"
TEXTS = (
    f"</script><script>{ALARM}</script>",
    f"<img src=x onerror={ALARM}>",
    f"<svg/onload={ALARM}>",
    f'" autofocus onfocus="{ALARM}" x="',
    f"'-({ALARM})-'",
    f"<!--<script>{ALARM}</script>",
    f"]]>\u2028{ALARM}\u2029${{{ALARM}}}{{{{{ALARM}}}}}",
    f'<a href="javascript:{ALARM}">href</a>',
    "عربي \u202e turned \U0001f9ea 漢字 " + "very-long-" * 60,
)
URLS = (
    f"javascript:{ALARM}",
    f" javascript:{ALARM}",
    f"data:text/html,<script>{ALARM}</script>",
    f'https://daily.example/"onmouseover="{ALARM}',
    f"vbscript:{ALARM}",
)


def hostile() -> tuple[list[Stance], list[Issue], list[Argument], list[Entity]]:
    """Each hostile text in every field of some stance, its issue, argument and holder."""
    stances, issues, arguments, entities = [], [], [], []
    for number, text in enumerate(TEXTS):
        url = URLS[number % len(URLS)]
        names = [f"{part}-{number}" for part in ("holder", "issue", "position", "argument")]
        holder, issue, position, argument = names
        labels = [f"{name} {text}" for name in names]
        there = Position(id=position, label=labels[2], summary=text, order=1, pole="first")
        issues.append(Issue(id=issue, label=text, short=labels[1], positions=(there,)))
        arguments.append(Argument(id=argument, label=labels[3], summary=text, supports=()))
        entities.append(
            Entity(id=holder, label=labels[0], type=text, aliases=(text,), role=text, country=text)
        )
        stances.append(
            Stance(
                id=f"stance {number} {text}",
                holder=holder,
                holder_label=labels[0],
                holder_type=text,
                holder_country=text,
                issue=issue,
                issue_label=labels[1],
                position=position,
                position_label=labels[2],
                about=text,
                about_label=text,
                mode="says",
                hedged=True,
                date=dt.date(2025, 1, 1),
                date_end=dt.date(2025, 1, 1),
                precision="day",
                summary=f"summary {text}",
                quote=f"quote {text}",
                confidence=text,
                reported_by=text,
                reported_by_label=text,
                primary_source=url,
                because=(argument, text),
                source=f"{number} {text}",
                source_title=text,
                source_url=url,
                source_kind=text,
                source_author=text,
                published="2025-01-01",
                publisher=text,
                publisher_label=text,
            )
        )
    return stances, issues, arguments, entities
