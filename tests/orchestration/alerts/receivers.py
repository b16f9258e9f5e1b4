"""Real receivers on loopback: a webhook over HTTP and a mail server that speaks SMTP."""

import asyncio
import email
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import sleep
from typing import Any


@dataclass
class Webhook:
    """What arrived; `status` is what it answers, after `delay` seconds."""

    port: int = 0
    status: int = 200
    delay: float = 0.0
    got: list[dict[str, Any]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"json://user:sesame-4711@127.0.0.1:{self.port}/hook/a-secret-path"


@contextmanager
def webhook() -> Iterator[Webhook]:
    hook = Webhook()

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sleep(hook.delay)
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if hook.status == 200:
                hook.got.append(json.loads(body))
            self.send_response(hook.status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        hook.port = server.server_port
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield hook
        server.shutdown()


@dataclass
class Mailbox:
    """Mails that arrived; `refuses` answers 550 to every recipient."""

    port: int = 0
    refuses: bool = False
    mails: list[EmailMessage] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"mailto://127.0.0.1:{self.port}?from=kadran@example.com&to=seo@example.com"


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    box = Mailbox()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async def say(line: str) -> None:
            writer.write(f"{line}\r\n".encode())
            await writer.drain()

        await say("220 mail.example.com")
        while line := (await reader.readline()).decode().strip():
            match line.split()[0].upper():
                case "RCPT" if box.refuses:
                    await say("550 no such box")
                case "DATA":
                    await say("354 go on")
                    body = b""
                    while (part := await reader.readline()) != b".\r\n":
                        body += part[1:] if part.startswith(b"..") else part
                    box.mails.append(email.message_from_bytes(body, policy=default))  # type: ignore[arg-type]
                    await say("250 taken")
                case "QUIT":
                    await say("221 bye")
                    break
                case _:
                    await say("250 mail.example.com")
        writer.close()

    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(asyncio.start_server(serve, "127.0.0.1", 0))
    box.port = server.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    yield box
    loop.call_soon_threadsafe(server.close)
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()
