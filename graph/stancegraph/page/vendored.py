"""What the page holds of other people's software, which `scripts/assets` fetches and prepares."""

from __future__ import annotations

from pathlib import Path

from stancegraph.errors import StancegraphError

_FOLDER = Path(__file__).resolve().parent / "vendor"


def vendored(name: str) -> bytes:
    """A file of the folder `vendor`.

    Raises:
        StancegraphError: it was not prepared when this program was installed.
    """
    try:
        return (_FOLDER / name).read_bytes()
    except FileNotFoundError:
        raise StancegraphError(
            "the parts of the page that come from npm were not prepared: in a checkout run "
            "scripts/assets; the page of stances, but no picture of a query, can be drawn without "
            "them, with --no-sparql"
        ) from None
