"""A person at a terminal: what the command shows there, and what they type."""
import errno
import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time


class Terminal:
    """Runs the command on a terminal of its own, both for questions and for answers."""

    def __init__(self, candid, *arguments, env=None):
        self.shown = b""
        self.status = None
        self.process, self.end = pty.fork()
        if self.process == 0:
            os.chdir(candid.folder)
            os.execve(candid.path, [candid.path, *arguments],
                      candid.environment | {"TERM": "dumb"} | (env or {}))

    def wait_for(self, words, seconds=60):
        deadline = time.monotonic() + seconds
        while words.encode() not in self.shown:
            assert time.monotonic() < deadline and self._read(), (words, self.shown.decode())
        return self

    def type(self, text):
        os.write(self.end, text.encode())
        return self

    def close(self):
        """The window is closed."""
        os.close(self.end)
        self.end = None
        return self._wait()

    def kill_gently(self, number):
        """A signal that the command may take as a word, and go on."""
        os.kill(self.process, number)
        return self

    def resize(self, columns, rows=24):
        fcntl.ioctl(self.end, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        return self

    def forget(self):
        """What was shown so far is not looked at any more."""
        self.shown = b""
        return self

    def kill(self, number=signal.SIGINT):
        os.kill(self.process, number)
        return self.finish()

    def finish(self):
        while self._read():
            pass
        return self._wait()

    @property
    def text(self):
        return self.shown.decode().replace("\r\n", "\n")

    def _read(self):
        if not select.select([self.end], [], [], 60)[0]:
            return False
        try:
            piece = os.read(self.end, 4096)
        except OSError as problem:
            assert problem.errno == errno.EIO
            return False
        self.shown += piece
        return bool(piece)

    def _wait(self, seconds=60):
        deadline = time.monotonic() + seconds
        while True:
            ended, status = os.waitpid(self.process, os.WNOHANG)
            if ended:
                self.status = os.waitstatus_to_exitcode(status)
                return self.status
            if time.monotonic() > deadline:
                os.kill(self.process, signal.SIGKILL)
                os.waitpid(self.process, 0)
                raise AssertionError(f"did not end within {seconds} s:\n{self.shown.decode()}")
            time.sleep(0.01)
