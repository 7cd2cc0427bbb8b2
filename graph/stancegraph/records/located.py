"""YAML and JSON text to plain values that remember their lines.

A scalar of YAML stays the text that was written: `2026-03-25`, `2026`, `NO` and `1.10` are not
turned into dates, numbers and booleans behind the writer's back. Only `true`, `false` and the
empty value mean something else than their letters.
"""

from __future__ import annotations

import json
from typing import Any, TypeAlias

import yaml

from stancegraph.errors import InputError, Problem

Located: TypeAlias = "Map | Seq | str | bool | None"
_DEEPEST = 40
_PLAIN = {"true": True, "false": False, "null": None, "~": None, "": None}


class Map(dict[str, Any]):
    """A mapping with the line on which it begins, and the line of each of its values."""

    __slots__ = ("line", "lines")

    def __init__(self, line: int = 0) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}

    def at(self, key: str) -> int:
        """The line of a value, or of the mapping when the key is not there."""
        return self.lines.get(key, self.line)


class Seq(list[Any]):
    """A list with the line of each of its items."""

    __slots__ = ("lines",)

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[int] = []


def parse_yaml(text: str, where: str) -> list[Located]:
    """The documents of a YAML text.

    Args:
        text: one or more YAML documents.
        where: the file's name, for messages.

    Raises:
        InputError: the text is not YAML, repeats a key or is nested too deep.
    """
    reader = _Reader(where)
    try:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        nodes = [node for node in yaml.compose_all(text, loader) if node is not None]
        documents = [reader.value(node, 0) for node in nodes]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 0
        raise InputError([Problem(where, line, f"this is not YAML: {error.problem}")]) from None
    except yaml.YAMLError as error:
        reason = str(error).splitlines()[0]
        raise InputError([Problem(where, 0, f"this is not YAML: {reason}")]) from None
    except RecursionError:
        raise InputError([Problem(where, 0, "this YAML is nested too deep")]) from None
    if reader.problems:
        raise InputError(reader.problems)
    return documents


class _Reader:
    """Nodes to values. Aliases are refused: a few lines of them can stand for gigabytes."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.problems: list[Problem] = []
        self.seen: set[int] = set()

    def value(self, node: yaml.Node, depth: int) -> Located:
        if depth > _DEEPEST:
            raise RecursionError
        if id(node) in self.seen:
            self._wrong(node, "an alias (*name) stands here or below", "write it out")
            return None
        self.seen.add(id(node))
        if isinstance(node, yaml.ScalarNode):
            if not node.style and node.value in _PLAIN:
                return _PLAIN[node.value]
            return str(node.value)
        if isinstance(node, yaml.SequenceNode):
            return self._seq(node, depth)
        return self._map(node, depth)

    def _seq(self, node: yaml.Node, depth: int) -> Seq:
        found = Seq()
        for item in node.value:
            found.append(self.value(item, depth + 1))
            found.lines.append(item.start_mark.line + 1)
        return found

    def _map(self, node: yaml.Node, depth: int) -> Map:
        found = Map(node.start_mark.line + 1)
        for name, item in node.value:
            key = str(name.value) if isinstance(name, yaml.ScalarNode) else "?"
            if key in found:
                self._wrong(name, f"'{key}' stands twice in one mapping", "keep one")
            found[key] = self.value(item, depth + 1)
            found.lines[key] = name.start_mark.line + 1
        return found

    def _wrong(self, node: yaml.Node, what: str, right: str) -> None:
        self.problems.append(Problem(self.where, node.start_mark.line + 1, what, right))


def parse_json(text: str, where: str) -> Located:
    """The value of a JSON text, with lines where they can be told.

    Raises:
        InputError: the text is not JSON or is nested too deep.
    """
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError([Problem(where, error.lineno, f"this is not JSON: {error.msg}")]) from None
    except RecursionError:
        raise InputError([Problem(where, 0, "this JSON is nested too deep")]) from None
    # Nearly every JSON text is YAML too; the YAML parser knows the lines.
    lines: Located = None
    try:
        documents = parse_yaml(text, where)
        lines = documents[0] if documents else None
    except InputError:
        lines = None
    return placed(value, lines)


def placed(value: Any, like: Any = None, line: int = 0) -> Located:
    """A JSON value as located values, lines taken from a parallel tree or from one number.

    Args:
        value: what `json.loads` gave.
        like: the same text as located values, where there is one.
        line: the line of the whole value, used where `like` tells none.
    """
    if isinstance(value, dict):
        twin = like if isinstance(like, Map) else Map(line)
        found = Map(twin.line)
        for key, item in value.items():
            found.lines[key] = twin.at(key)
            found[key] = placed(item, twin.get(key), found.lines[key])
        return found
    if isinstance(value, list):
        seq = Seq()
        twins = like if isinstance(like, Seq) and len(like) == len(value) else None
        for i, item in enumerate(value):
            seq.lines.append(twins.lines[i] if twins else line)
            seq.append(placed(item, twins[i] if twins else None, seq.lines[i]))
        return seq
    if value is None or isinstance(value, (str, bool)):
        return value
    return str(value)
