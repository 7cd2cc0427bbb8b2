"""Questions through the package `llm`: its models, its plugins and the keys that it keeps."""

from __future__ import annotations

from typing import Any

from stancegraph.errors import MissingExtra, StancegraphError
from stancegraph.extract.model.endpoint import BusyError, Reply
from stancegraph.extract.model.prompt import Messages
from stancegraph.extract.model.schema import Json
from stancegraph.extract.model.settings import Settings

_PASSING = (408, 409, 429)


class ThroughLlm:
    """A model that `llm` knows.

    Args:
        settings: which one.

    Raises:
        MissingExtra: `llm` is not installed.
        StancegraphError: it knows no such model.
    """

    def __init__(self, settings: Settings) -> None:
        try:
            import llm
        except ImportError:
            raise MissingExtra("llm", "llm", "--via llm") from None
        try:
            self.model: Any = llm.get_model(settings.model)
        except llm.UnknownModelError:
            raise StancegraphError(
                f"llm knows no model '{settings.model}' (llm models lists those it knows)"
            ) from None
        self.name = settings.model

    def reply(self, messages: Messages, schema: Json) -> Reply:
        """The answer to one request."""
        told = {message["role"]: message["content"] for message in messages}
        how: dict[str, Any] = {"stream": False}
        if getattr(self.model, "supports_schema", False):
            how["schema"] = schema
        if "temperature" in getattr(self.model.Options, "model_fields", ()):
            how["temperature"] = 0
        try:
            response = self.model.prompt(told["user"], system=told["system"], **how)
            text = response.text()
            usage = response.usage()
        except Exception as error:
            # Plugins raise what they like; what a server's answer was is all that many have.
            raise self._failure(error) from None
        counts = (getattr(usage, "input", None), getattr(usage, "output", None))
        return Reply(text, sum(filter(None, counts)) or None)

    def _failure(self, error: Exception) -> StancegraphError:
        status = getattr(error, "status_code", 0) or 0
        words = " ".join(str(error).split())[:200] or type(error).__name__
        what = f"llm, {self.name}: {words}"
        slow = "timeout" in type(error).__name__.lower()
        if slow or status in _PASSING or status >= 500:
            return BusyError(what)
        return StancegraphError(what)
