"""The build of a checkout prepares what the HTML page takes from npm; an sdist holds it already."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class AssetsHook(BuildHookInterface[Any]):
    """Runs scripts/assets, which does nothing when there is nothing to do."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Prepare the page before files are gathered.

        Args:
            version: which build of the target it is, such as `standard` or `editable`.
            build_data: what the build may be told.
        """
        root = Path(self.root)
        if (root / "PKG-INFO").exists():
            return
        done = subprocess.run([sys.executable, str(root / "scripts/assets")], check=False)
        if done.returncode:
            # It has said in a sentence what is missing.
            sys.exit(done.returncode)
