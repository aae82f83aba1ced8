"""Commands, each in a terminal of its own: what they print is what people see."""
import fcntl
import os
import pty
import select
import struct
import termios
import time
from collections.abc import Callable

ROWS, COLUMNS = 24, 80
PATIENCE = 20   # seconds; only what goes wrong takes so long


class Terminal:
    """Runs a command of the shell."""

    def __init__(self, command: str) -> None:
        self.text = b""
        self.is_open = True
        self.process, self.descriptor = pty.fork()
        if self.process == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("4H", ROWS, COLUMNS, 0, 0))
            os.execvp("bash", ["bash", "-c", command])

    def fileno(self) -> int:
        return self.descriptor

    def take(self) -> None:
        try:
            self.text += os.read(self.descriptor, 65536)
        except OSError:     # EIO: nobody has the terminal open any more
            self.is_open = False
            os.close(self.descriptor)
            os.waitpid(self.process, 0)

    def lines(self) -> list[str]:
        """What has been printed so far, without blank lines at the end; of a command that goes on, whole lines."""
        lines = [line.rstrip() for line in self.text.decode(errors="replace").replace("\r\n", "\n").split("\n")]
        if self.is_open:
            lines.pop()
        while lines and not lines[-1]:
            lines.pop()
        return lines

    def end(self, number: int, text: str) -> None:
        """Sends the signal, and shows the text as if it had been printed."""
        self.text += text.encode()
        os.killpg(self.process, number)


def wait(terminals: list[Terminal], is_done: Callable[[], bool]) -> bool:
    """Takes what the terminals print. False where it took too long, or none of them goes on."""
    deadline = time.monotonic() + PATIENCE
    while not is_done():
        going = [terminal for terminal in terminals if terminal.is_open]
        left = deadline - time.monotonic()
        if not going or left <= 0:
            return False
        for terminal in select.select(going, [], [], left)[0]:
            terminal.take()
    return True
