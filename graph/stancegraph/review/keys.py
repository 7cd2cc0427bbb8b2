"""Keys as a person presses them: one at a time on a terminal, one a line from anything else."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from typing import Protocol, TextIO

ESCAPE = "\x1b"
# A terminal sends what follows Escape in a function key at once (seconds).
_SOON = 0.05


class Keys(Protocol):
    """What a review is steered with."""

    # Whether each answer is a line.
    lines: bool

    def key(self) -> str:
        """The next key, or the next word where answers are lines; empty for Enter.

        Raises:
            EOFError: there is no more.
        """
        ...

    def line(self, prompt: str, text: str = "") -> str | None:
        """A line of text without outer space, or None where the person thought better of it.

        Args:
            prompt: what stands before it.
            text: what it is to be made of, where the terminal can offer that.
        """
        ...


class LineKeys:
    """Answers from a pipe or a file: a line each."""

    lines = True

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def key(self) -> str:
        """The next line without outer space."""
        line = self.stream.readline()
        if not line:
            raise EOFError
        return line.strip()

    def line(self, prompt: str, text: str = "") -> str | None:
        """The next line without outer space; the prompt is shown, so that a log can be read."""
        print(prompt, end="", flush=True)
        answer = self.key()
        print(answer)
        return answer


class TerminalKeys:
    """A terminal: no key waits for Enter."""

    lines = False

    def key(self) -> str:
        """The key pressed next; Escape for Escape, and a space for keys without a letter."""
        pressed = _pressed()
        if pressed == "\x04":
            raise EOFError
        return "" if pressed in ("\r", "\n") else pressed

    def line(self, prompt: str, text: str = "") -> str | None:
        """A line that can be edited, with what the field holds now in it."""
        try:
            with _offered(text):
                return input(prompt).strip()
        except KeyboardInterrupt:
            print()
            return None


def keys_of(stream: TextIO) -> Keys:
    """The keys of a stream: those of the keyboard where it is a terminal."""
    return TerminalKeys() if stream.isatty() else LineKeys(stream)


@contextlib.contextmanager
def _offered(text: str) -> Iterator[None]:
    """Puts a text into the next line that is read, where the terminal has line editing."""
    try:
        import readline
    except ImportError:
        # Windows: the line begins empty, and an empty one keeps the value.
        yield
        return
    readline.set_startup_hook(lambda: readline.insert_text(text))
    try:
        yield
    finally:
        readline.set_startup_hook(None)


if sys.platform == "win32":
    import msvcrt

    def _pressed() -> str:
        pressed = msvcrt.getwch()
        if pressed == "\x03":
            raise KeyboardInterrupt
        if pressed in ("\x00", "\xe0"):
            # A key without a letter comes as two.
            msvcrt.getwch()
            return " "
        return pressed

else:
    import select
    import termios
    import tty

    def _pressed() -> str:
        file = sys.stdin.fileno()
        before = termios.tcgetattr(file)
        try:
            # What was typed ahead is kept.
            tty.setcbreak(file, termios.TCSADRAIN)
            data = os.read(file, 1)
            if data == b"\x1b" and select.select([file], [], [], _SOON)[0]:
                os.read(file, 16)
                return " "
            while data and not _whole(data):
                data += os.read(file, 1)
        finally:
            termios.tcsetattr(file, termios.TCSADRAIN, before)
        if not data:
            raise EOFError
        return data.decode("utf-8", "replace")

    def _whole(data: bytes) -> bool:
        """Whether these are all bytes of a character of UTF-8."""
        first = data[0]
        return len(data) >= 1 + (first >= 0xC0) + (first >= 0xE0) + (first >= 0xF0)
