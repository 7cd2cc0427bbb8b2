"""Records as YAML text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import yaml

from stancegraph.terms import SLUG


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """Plain YAML without anchors, which people do not write; lists of ids stand on one line."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def list_of(self, data: list[Any]) -> yaml.Node:
        """A list, as `[open, closed]` when it holds ids alone."""
        ids = all(isinstance(item, str) and SLUG.match(item) for item in data)
        node: yaml.Node = self.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=ids)
        return node


_Dumper.add_representer(list, _Dumper.list_of)
_Dumper.add_representer(tuple, _Dumper.list_of)


def to_yaml(documents: Iterable[dict[str, Any]]) -> str:
    """Records or vocabularies as one YAML text, a document each.

    The text is read back by `parse_yaml` as it was: what YAML would take for a date, a number
    or a truth value is quoted.
    """
    return str(
        yaml.dump_all(
            documents,
            Dumper=_Dumper,
            sort_keys=False,
            allow_unicode=True,
            width=100,
            default_flow_style=False,
        )
    )
