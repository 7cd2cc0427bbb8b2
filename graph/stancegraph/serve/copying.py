"""Write the quads of a folder to standard output, unless they are too many.

python -m stancegraph.serve.copying FOLDER MOST
"""

from __future__ import annotations

import sys
from pathlib import Path

import pyoxigraph as ox

from stancegraph.errors import StancegraphError
from stancegraph.store import FolderStore

TOO_MANY = 3


def main() -> None:
    """Do so; exit with 3 when they are too many, and with a line when they cannot be read."""
    try:
        store = FolderStore(Path(sys.argv[1])).raw
        if len(store) > int(sys.argv[2]):
            sys.exit(TOO_MANY)
        store.dump(sys.stdout.buffer, ox.RdfFormat.N_QUADS)
    except (StancegraphError, OSError) as error:
        sys.exit(f"the graph is not copied into memory: {error}")


if __name__ == "__main__":
    main()
