"""Files to a store: read, checked, staged, and replaced one source at a time."""

from stancegraph.load.files import Input, inputs
from stancegraph.load.load import Loaded, finish, load, remove
from stancegraph.load.texts import drift

__all__ = ["Input", "Loaded", "drift", "finish", "inputs", "load", "remove"]
