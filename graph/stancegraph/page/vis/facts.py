"""What is known of a stance and of its holder, in words for people."""

from __future__ import annotations

from collections.abc import Mapping

from stancegraph.model import Entity, Stance

Fact = tuple[str, str]

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_MODES = {"says": "says", "does": "does", "ascribed": "ascribed by others"}


def date_words(when: str) -> str:
    """A date as precisely as it is known: `25 March 2026`, `March 2026` or `2026`."""
    year, *rest = when.split("-")
    month = [_MONTHS[int(number) - 1] for number in rest[:1]]
    return " ".join([*(str(int(day)) for day in rest[1:]), *month, year])


def stance_name(stance: Stance) -> str:
    """A stance in one line: who takes which position, and when."""
    return f"{stance.holder_label}: {stance.position_label}, {date_words(stance.when)}"


def stance_facts(stance: Stance, arguments: Mapping[str, str]) -> list[Fact]:
    """What is known of a stance, without its source.

    Args:
        stance: the stance.
        arguments: what the ids in `because` mean; an unknown id is said as it is.
    """
    mode = _MODES[stance.mode]
    return known(
        ("Quotation", f"“{stance.quote}”" if stance.quote else None),
        ("In short" if stance.quote else "Paraphrase", stance.summary),
        ("Issue", stance.issue_label),
        ("How", f"{mode}, hedged" if stance.hedged else mode),
        ("About", stance.about_label or stance.about),
        ("Because", "; ".join(arguments.get(each, each) for each in stance.because)),
        ("Reported by", stance.reported_by_label or stance.reported_by),
        ("Our confidence", stance.confidence),
    )


def source_words(stance: Stance) -> str:
    """The document in which a stance was read: its title and its publisher."""
    return ", ".join(filter(None, (stance.source_title, stance.publisher_label)))


def holder_facts(stance: Stance, entities: Mapping[str, Entity]) -> list[Fact]:
    """What is known of the holder of a stance.

    Args:
        stance: any stance of the holder.
        entities: what else is known of it and of its affiliation, by id.
    """
    country = ("Country", stance.holder_country)
    if not (entity := entities.get(stance.holder)):
        return known(("Kind", stance.holder_type), country)
    home = entities.get(entity.affiliation or "")
    return known(
        ("Kind", stance.holder_type),
        ("Role", entity.role),
        ("Affiliation", home.label if home else entity.affiliation),
        country,
        ("Also called", ", ".join(entity.aliases)),
    )


def known(*facts: tuple[str, str | None]) -> list[Fact]:
    """The facts that say something."""
    return [(name, text) for name, text in facts if text]
