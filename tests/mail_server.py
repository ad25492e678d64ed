"""A real SMTP server (aiosmtpd), run as a process of its own by ``servers.MailServer``.

Writes every accepted mail as NUMBER.eml with its envelope beside it. Addresses that begin with
``nobody`` do not exist (550), those that begin with ``later`` are refused for now (451), those
that begin with ``full`` have a full mailbox (552).
"""

from __future__ import annotations

import asyncio
import itertools
import json
import ssl
import sys
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

OPTIONS: dict[str, Any] = json.loads(sys.argv[1])
FOLDER = Path(OPTIONS["folder"])
NUMBER = itertools.count(len(list(FOLDER.glob("*.eml"))))
REFUSALS = {
    "nobody": "550 5.1.1 no such user",
    "later": "451 4.7.1 greylisted, come again",
    "full": "552 5.2.2 mailbox full",
    "elsewhere": "550 relaying denied",
}


class Handler:
    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address.endswith("@stranger.example"):
            return "553 5.7.1 sender not allowed"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        for name, said in REFUSALS.items():
            if address.startswith(name) and not (FOLDER / "forgiving").exists():
                return said
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.original_content or b""
        if b"X-Tawatur-Kind: digest" in content and (FOLDER / "no-digests").exists():
            return "554 message looks like bulk"
        number = next(NUMBER)
        (FOLDER / f"{number:06}.json").write_text(
            json.dumps(
                {
                    "from": envelope.mail_from,
                    "to": envelope.rcpt_tos,
                    "tls": session.ssl is not None,
                    "user": (session.auth_data.login.decode() if session.auth_data else None),
                    "peer": session.peer[1],
                }
            )
        )
        (FOLDER / f"{number:06}.eml").write_bytes(content)
        return "250 OK"


def authenticate(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, auth_data: LoginPassword
) -> AuthResult:
    good = auth_data.login.decode() == OPTIONS.get("user") and auth_data.password.decode() == (
        OPTIONS.get("password")
    )
    return AuthResult(success=good, handled=False, auth_data=auth_data if good else None)


def connection() -> SMTP:
    options: dict[str, Any] = {"hostname": "mail.test"}
    if OPTIONS.get("certificate"):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(OPTIONS["certificate"])
        options |= {"tls_context": context, "require_starttls": OPTIONS.get("require_tls", False)}
    if OPTIONS.get("user"):
        options |= {"authenticator": authenticate, "auth_required": True}
    return SMTP(Handler(), loop=asyncio.get_running_loop(), **options)


async def main() -> None:
    server = await asyncio.get_running_loop().create_server(
        connection, "127.0.0.1", OPTIONS["port"]
    )
    await server.serve_forever()


asyncio.run(main())
