"""Real servers on loopback for the tests of alerts: mail, webhooks, and the service itself."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette

HERE = Path(__file__).parent


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


class MailServer:
    """An aiosmtpd in a process of its own; what it accepts is in its folder, in order."""

    def __init__(self, folder: Path, *, port: int | None = None, **options: Any) -> None:
        self.folder = folder
        self.port = port or free_port()
        self._options = options
        self._process: subprocess.Popen[bytes] | None = None
        folder.mkdir(parents=True, exist_ok=True)

    def start(self) -> None:
        settings = json.dumps({"folder": str(self.folder), "port": self.port, **self._options})
        self._process = subprocess.Popen([sys.executable, str(HERE / "mail_server.py"), settings])
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            try:
                with socket.create_connection(("127.0.0.1", self.port), 1) as tried:
                    tried.recv(100)
                    return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError("the mail server does not start")

    def stop(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None

    def __enter__(self) -> MailServer:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def envelopes(self) -> list[dict[str, Any]]:
        files = sorted(self.folder.glob("*.json"))
        return [json.loads(path.read_text()) for path in files]

    def count(self) -> int:
        return len(list(self.folder.glob("*.eml")))

    def raw(self, since: int = 0) -> list[bytes]:
        return [path.read_bytes() for path in sorted(self.folder.glob("*.eml"))[since:]]

    def mails(self, since: int = 0) -> list[EmailMessage]:
        """Those that came after the first ``since``."""
        return [message_from_bytes(raw, policy=policy.default) for raw in self.raw(since)]


class Receiver:
    """Receives webhooks and answers as it is told: ``answers`` in order, then 204."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[tuple[int, dict[str, str]]] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.got.append(({k.lower(): v for k, v in self.headers.items()}, body))
                status, headers = receiver.answers.pop(0) if receiver.answers else (204, {})
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Silent."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self._server.server_address[1]

    def __enter__(self) -> Receiver:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def served(app: Starlette) -> Iterator[str]:
    """The service on a port of its own, until the block ends."""
    port = free_port()
    server = uvicorn.Server(
        uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error", lifespan="off")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)
