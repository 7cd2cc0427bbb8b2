"""What a model may answer: the JSON schema of it, the same in words, and the check of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from stancegraph.extract.knowledge import Knowledge
from stancegraph.vocabulary import members

Json = dict[str, Any]
# What each field of a proposal means; those of the second table may be null.
_FIELDS = {
    "holder": "who takes the position: the full name as the text has it, never a pronoun",
    "holder_type": "what the holder is",
    "issue": "the issue's id",
    "position": "the id of one of that issue's positions",
    "mode": "says: the holder's own words, direct or reported; does: an act, such as a release;"
    " ascribed: what somebody else says the holder thinks or wants",
    "own_words": "true only if the quote stands in quotation marks as the holder's own words",
    "quote": "the words of the text that show the position: one clause or sentence, copied"
    " character for character, at least 12 characters, nothing left out",
}
_MAY_BE_NULL = {
    "hedge": "the few words that qualify it, copied from the same sentence, such as 'may' or"
    " 'plans to'; null if nothing does",
    "reported_by": "who tells it, if the text names a source other than its own author; else null",
    "quote_context_before": "the 20 to 40 characters before the quote, copied; null at the start",
    "source_marker": "the number of the citation marker that follows the quote in its sentence,"
    " such as 2 for [2]; else null",
}
_BOOLEAN = "own_words"


def schema(knowledge: Knowledge) -> Json:
    """The JSON schema of an answer, with the issues, positions and types of a graph.

    Written so that servers can enforce it: every field is required, and there are no others.
    """
    enums = {
        "holder_type": members("Entity"),
        "issue": tuple(knowledge.issues),
        "position": tuple(
            dict.fromkeys(p.id for issue in knowledge.issues.values() for p in issue.positions)
        ),
        "mode": members("Mode"),
    }
    fields: Json = {}
    for name in _FIELDS:
        kind: Json = {"type": "boolean" if name == _BOOLEAN else "string"}
        fields[name] = kind | ({"enum": list(enums[name])} if name in enums else {})
    fields |= {name: {"type": ["string", "null"]} for name in _MAY_BE_NULL}
    return _closed({"stances": {"type": "array", "items": _closed(fields)}})


def _closed(fields: Json) -> Json:
    return {
        "type": "object",
        "properties": fields,
        "required": list(fields),
        "additionalProperties": False,
    }


def described() -> str:
    """The fields in words: some servers enforce a schema without showing it to the model."""
    lines = [f'- "{name}": {words}' for name, words in (_FIELDS | _MAY_BE_NULL).items()]
    return "\n".join(lines)


def parsed(answer: str) -> list[Any]:
    """The proposals of an answer, each still to be checked.

    Raises:
        ValueError: it is not a JSON object with a list of stances; the message tells why.
    """
    text = answer.strip()
    if text.startswith("```"):
        # Servers that do not enforce the schema let models put a fence around their answer.
        text = text.partition("\n")[2].rpartition("```")[0]
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"it is not JSON: {error.msg}") from None
    except RecursionError:
        raise ValueError("it is nested too deep") from None
    stances = value.get("stances") if isinstance(value, dict) else None
    if not isinstance(stances, list):
        raise ValueError("it has no list of stances")
    return stances


def misfit(proposal: Any, schema: Mapping[str, Any]) -> str | None:
    """Why a proposal does not fit the schema, or None where it does.

    Args:
        proposal: an item of an answer.
        schema: what `schema` made.
    """
    if not isinstance(proposal, dict):
        return "it is not an object"
    fields = schema["properties"]["stances"]["items"]["properties"]
    for name, kind in fields.items():
        if name not in proposal:
            return f"it has no {name}"
        value, allowed = proposal[name], kind["type"]
        if value is None and "null" in allowed:
            continue
        if not isinstance(value, bool if allowed == "boolean" else str):
            return f"its {name} is of the wrong type"
        if "enum" in kind and value not in kind["enum"]:
            return f"its {name} '{str(value)[:60]}' is not one of those that there are"
    other = next((name for name in proposal if name not in fields), None)
    return f"it has a field '{other[:60]}', which there is not" if other is not None else None
