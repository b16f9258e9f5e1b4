"""Runs an application on loopback: in a thread for as long as a block lasts, or in the foreground."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

HOST = "127.0.0.1"


@contextmanager
def running(app: ASGIApp) -> Iterator[str]:
    """Serves in a thread on a free port; yields the URL once requests are answered."""
    with socket.create_server((HOST, 0)) as listening:
        server = _server(app)
        thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
        thread.start()
        while not server.started:
            if not thread.is_alive():
                raise RuntimeError("the server did not start; its log says why")
            time.sleep(0.005)
        try:
            yield f"http://{HOST}:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


def run(app: ASGIApp, port: int, ready: Callable[[str], None]) -> None:
    """Serves on a port until interrupted; `ready` hears the URL as soon as clients may connect."""
    with socket.create_server((HOST, port)) as listening:
        ready(f"http://{HOST}:{listening.getsockname()[1]}")
        _server(app).run([listening])


def _server(app: ASGIApp) -> uvicorn.Server:
    # A client that never lets go must not keep the process alive.
    return uvicorn.Server(uvicorn.Config(app, lifespan="off", log_level="error", timeout_graceful_shutdown=1))
