"""The command line: each verb turns options into one call and prints what comes back."""

from stancegraph.cli.app import app, main

__all__ = ["app", "main"]
