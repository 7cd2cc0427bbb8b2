"""Questions to an OpenAI-compatible endpoint, with the standard library alone."""

from __future__ import annotations

import datetime as dt
import email.utils
import json
from typing import Any, NamedTuple, Protocol

from stancegraph.errors import StancegraphError
from stancegraph.extract.model.prompt import Messages
from stancegraph.extract.model.schema import Json
from stancegraph.extract.model.settings import KEY, Settings
from stancegraph.extract.web import Answer, PassingError, ask, shown

# The most tokens of an answer: sixty stances, or some thinking and fewer of them.
MOST_TOKENS = 8_192
# What may be better in a while; nobody waits longer than this for it, in seconds.
_PASSING = (408, 409, 429)
LONGEST_WAIT = 60.0
# What some models refuse, by the words that tell it, and what is sent to them instead.
_REFUSABLE = {
    "max_tokens": ("max_tokens",),
    "max_completion_tokens": ("max_tokens", "max_completion_tokens"),
    "temperature": ("temperature",),
    "response_format": ("response_format", "json_schema"),
}
_INSTEAD = {"max_tokens": "max_completion_tokens"}
_LONGEST_REASON = 200


class Reply(NamedTuple):
    """What a model said.

    Args:
        text: its words.
        tokens: how many the question and the answer took; None where nobody says.
        cut: whether it was cut off.
        refused: its words for that it will not answer.
    """

    text: str
    tokens: int | None = None
    cut: bool = False
    refused: str | None = None


class BusyError(PassingError):
    """The server cannot answer now; `wait` is how long it wants to be left alone, in seconds."""

    def __init__(self, message: str, wait: float | None = None) -> None:
        super().__init__(message)
        self.wait = wait


class Model(Protocol):
    """Whatever can be asked."""

    def reply(self, messages: Messages, schema: Json) -> Reply:
        """The answer to one request.

        Raises:
            PassingError: there is none, and it may be tried again.
            StancegraphError: there is none, and trying again would not help.
        """
        ...


class Endpoint:
    """A model behind POST {base}/chat/completions.

    Args:
        settings: which one, and what it is told.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.url = f"{settings.base}/chat/completions"
        self._refused: list[str] = []

    def reply(self, messages: Messages, schema: Json) -> Reply:
        """The answer to one request; what the model does not take is left out of it."""
        while True:
            body = self._body(messages, schema)
            answer = self._post(body)
            if answer.status == 200:
                return self._reply(answer)
            reason = self._reason(answer)
            refused = _refused(body, reason) if answer.status in (400, 422) else None
            if refused is None:
                raise self._failure(answer, reason)
            self._refused.append(refused)

    def _post(self, body: Json) -> Answer:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self.settings.key:
            headers["Authorization"] = f"Bearer {self.settings.key}"
        data = json.dumps(body).encode()
        return ask(self.url, timeout=self.settings.timeout, data=data, headers=headers)

    def _body(self, messages: Messages, schema: Json) -> Json:
        strict = {"name": "stances", "strict": True, "schema": schema}
        body: Json = {
            "model": self.settings.model,
            "messages": messages,
            "max_tokens": MOST_TOKENS,
            "temperature": 0,
            "response_format": {"type": "json_schema", "json_schema": strict},
        }
        for name in self._refused:
            value = body.pop(name)
            if name in _INSTEAD:
                body[_INSTEAD[name]] = value
        return body

    def _reply(self, answer: Answer) -> Reply:
        """What the model said, out of what the server sent."""
        try:
            sent = json.loads(answer.body)
            choice = sent["choices"][0]
            text, refused = choice["message"].get("content"), choice["message"].get("refusal")
            ended = choice.get("finish_reason")
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            what = "what it answers is no chat completion"
            raise BusyError(f"{shown(self.url)}: {what}: {self._reason(answer)}") from None
        if ended == "content_filter" and not refused:
            refused = "its filter keeps the answer back"
        text = text if isinstance(text, str) else ""
        tokens = _tokens(sent.get("usage"))
        return Reply(text, tokens, ended == "length", str(refused) if refused else None)

    def _reason(self, answer: Answer) -> str:
        """What the server says is wrong, on one line and without the key."""
        try:
            error = json.loads(answer.body)["error"]
            words = error["message"] if isinstance(error, dict) else error
        except (ValueError, KeyError, TypeError, RecursionError):
            words = answer.body.decode("utf-8", "replace")
        words = " ".join(str(words).split())
        if self.settings.key:
            words = words.replace(self.settings.key, "…")
        return "".join(c for c in words if c.isprintable())[:_LONGEST_REASON]

    def _failure(self, answer: Answer, reason: str) -> StancegraphError:
        what = f"{shown(self.url)}: the server answers {answer.words}"
        what += f": {reason}" if reason else ""
        if answer.status in (401, 403):
            return StancegraphError(f"{what} (is {KEY} the right key?)")
        if answer.status == 404:
            return StancegraphError(f"{what} (is the address right, and the model there?)")
        if answer.status in _PASSING or answer.status >= 500:
            return BusyError(what, _wait(answer.headers.get("Retry-After")))
        return StancegraphError(what)


def _refused(body: Json, reason: str) -> str | None:
    """What of a request a model does not take, by what its server says."""
    return next(
        (name for name in body if any(word in reason for word in _REFUSABLE.get(name, ()))), None
    )


def _tokens(usage: Any) -> int | None:
    total = usage.get("total_tokens") if isinstance(usage, dict) else None
    return total if isinstance(total, int) and not isinstance(total, bool) else None


def _wait(after: str | None) -> float | None:
    """Seconds until `Retry-After`, which is seconds or a date (RFC 9110, section 10.2.3)."""
    if not after:
        return None
    try:
        seconds = float(after)
    except ValueError:
        try:
            then = email.utils.parsedate_to_datetime(after)
        except ValueError:
            return None
        then = then if then.tzinfo else then.replace(tzinfo=dt.UTC)
        seconds = (then - dt.datetime.now(dt.UTC)).total_seconds()
    return min(max(seconds, 0.0), LONGEST_WAIT) if seconds == seconds else None
