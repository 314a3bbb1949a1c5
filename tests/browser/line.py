"""A line to the server that can be cut: gone for a while, a request that never comes, an answer that is lost."""

import socket
import threading
from contextlib import suppress
from urllib.parse import urlsplit


class Line:
    """Listens on a port of its own and passes on what comes; `url` is where the browser goes.

    While it is `dead` nobody gets through. `lose` says what becomes of the next marks that are sent: "request" (they
    never come) or "answer" (they come, and nobody hears of it); `lost` counts.
    """

    def __init__(self, url: str) -> None:
        self.upstream = ("127.0.0.1", urlsplit(url).port)
        self.dead, self.lose, self.lost = False, "", 0
        self.open: set[socket.socket] = set()
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.url = f"http://localhost:{self.listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Everything under way breaks off, and nothing more comes through."""
        self.dead = True
        for one in list(self.open):
            _end(one)

    def mend(self) -> None:
        """As before."""
        self.dead = False

    def close(self) -> None:
        """For good."""
        self.cut()
        _end(self.listener)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _address = self.listener.accept()
                if self.dead:
                    _end(near)
                    continue
                far = socket.create_connection(self.upstream)
                self.open |= {near, far}
                deaf = threading.Event()
                threading.Thread(target=self._pass_on, args=(near, far, deaf, True), daemon=True).start()
                threading.Thread(target=self._pass_on, args=(far, near, deaf, False), daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket, deaf: threading.Event, asks: bool) -> None:
        with suppress(OSError):
            while piece := source.recv(65536):
                if asks and self.lose and piece.startswith(b"POST /judging/"):
                    kind, self.lose = self.lose, ""
                    self.lost += 1
                    if kind == "request":
                        break
                    deaf.set()
                elif not asks and deaf.is_set():
                    break  # the server has done it
                target.sendall(piece)
        for one in (source, target):
            self.open.discard(one)
            _end(one)


def _end(one: socket.socket) -> None:
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()
