"""How a mail or message gets to where it goes, and what came of it."""

from __future__ import annotations

import base64
import smtplib
import ssl
from collections.abc import Callable, Mapping
from email.utils import parseaddr
from pathlib import Path
from typing import Literal, NamedTuple, Protocol

import regex

from tawatur.alert.maildir import deliver
from tawatur.errors import InputError
from tawatur.settings import Settings

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_ENHANCED = regex.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
# A server that takes longer for one answer is not there (RFC 5321, 4.5.3.2 allows minutes; a
# person waits for an alert, and it is tried again).
_SMTP_SECONDS = 60.0
_OTHERS_FIRST_SECONDS = 60.0


class Outcome(NamedTuple):
    """What came of an attempt.

    ``accepted``; ``later``: refused for now; ``never``: refused for good; ``unreachable``: nobody
    answered, which says nothing about this mail. ``status`` is an enhanced code of RFC 3463.
    """

    kind: Literal["accepted", "later", "never", "unreachable"]
    detail: str = ""
    status: str | None = None
    after_seconds: float | None = None


class Posted(Protocol):
    """An answer to a POST."""

    @property
    def status(self) -> int: ...
    @property
    def retry_after_seconds(self) -> float | None: ...
    @property
    def text(self) -> str: ...


Post = Callable[[str, bytes, Mapping[str, str]], Posted]


class MailCarrier(Protocol):
    """Carries mails one after the other."""

    def carry(self, mail: bytes, address: str, message_id: str, delivery_id: str) -> Outcome: ...
    def __enter__(self) -> MailCarrier: ...
    def __exit__(self, *_: object) -> None: ...


class IntoMaildir:
    """The embedded inbox: works with no server at all."""

    def __init__(self, maildir: Path, sign: Callable[[bytes], bytes]) -> None:
        self._maildir = maildir
        self._sign = sign

    def __enter__(self) -> IntoMaildir:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is held."""

    def carry(self, mail: bytes, address: str, message_id: str, delivery_id: str) -> Outcome:
        try:
            deliver(self._sign(mail), self._maildir, message_id)
        except OSError as error:  # the disk is full, the folder is gone
            return Outcome("unreachable", str(error))
        return Outcome("accepted")


class OverSmtp:
    """One connection for many mails, made when the first one comes.

    A connection that ends between two mails is made anew once; one that ends within a mail is
    reported as unreachable, since the server may or may not have taken it.
    """

    def __init__(self, settings: Settings, sign: Callable[[bytes], bytes]) -> None:
        self._settings = settings
        self._sign = sign
        self._server: smtplib.SMTP | None = None
        self._returns_to = settings.bounce_address or parseaddr(settings.sender)[1]

    def __enter__(self) -> OverSmtp:
        return self

    def __exit__(self, *_: object) -> None:
        self._leave()

    def _leave(self) -> None:
        if self._server is not None:
            try:
                self._server.quit()
            except (smtplib.SMTPException, OSError):
                self._server.close()
            self._server = None

    def _connect(self) -> smtplib.SMTP:
        settings = self._settings
        host, port = settings.smtp_host, settings.smtp_port
        here = host in _LOOPBACK
        logs_in = bool(settings.smtp_user)
        # An unproven certificate is better than none for a mail, but no place for a password.
        prove = logs_in or settings.smtp_starttls == "always" or bool(settings.smtp_ca_file)
        context = ssl.create_default_context(cafile=settings.smtp_ca_file or None)
        if not prove:
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        known_as = settings.mail_domain
        if port == 465:
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                host, port, known_as, timeout=_SMTP_SECONDS, context=context
            )
        else:
            server = smtplib.SMTP(host, port, known_as, timeout=_SMTP_SECONDS)
        try:
            server.ehlo_or_helo_if_needed()
            encrypted = port == 465
            if not encrypted and settings.smtp_starttls != "never":
                if server.has_extn("starttls"):
                    server.starttls(context=context)
                    server.ehlo()
                    encrypted = True
                elif settings.smtp_starttls == "always":
                    raise smtplib.SMTPNotSupportedError("the server offers no STARTTLS")
            if logs_in:
                if not encrypted and not here:
                    raise smtplib.SMTPNotSupportedError(
                        "no password is sent over a connection that is not encrypted"
                    )
                _log_in(server, settings.smtp_user, settings.smtp_password)
        except BaseException:
            server.close()
            raise
        return server

    def _ready(self) -> smtplib.SMTP:
        """A fresh connection."""
        if self._server is not None:
            self._server.close()
        self._server = self._connect()
        return self._server

    def carry(self, mail: bytes, address: str, message_id: str, delivery_id: str) -> Outcome:
        signed = self._sign(mail)
        try:
            server = self._server or self._ready()
        except (smtplib.SMTPException, OSError) as error:
            return self._unreachable(error)
        sender = self._returns_to
        if self._settings.bounce_address:
            local, _, domain = sender.rpartition("@")
            sender = f"{local}+{delivery_id}@{domain}"
        try:
            try:
                code, said = server.mail(sender, [])
                if code == 421:
                    raise smtplib.SMTPServerDisconnected("closing")
            except smtplib.SMTPServerDisconnected:  # between two mails: nothing of this one is out
                server = self._ready()
                code, said = server.mail(sender, [])
            if code != 250:  # it does not take our sender: that is about us, not about this mail
                self._leave()
                return Outcome("unreachable", _detail(code, said))
            code, said = server.rcpt(address)
            if code in (250, 251):
                code, said = server.data(signed)
                if code == 250:
                    return Outcome("accepted")
                outcome = _refused(code, said, "5.6.0")  # the content, not the address
            else:
                outcome = _refused(code, said, "5.1.1" if code in (550, 551, 553) else "5.0.0")
            if code == 421 or server.rset()[0] != 250:
                self._leave()
            return outcome
        except smtplib.SMTPDataError as error:
            return _refused(error.smtp_code, error.smtp_error, "5.6.0")
        except (smtplib.SMTPException, OSError) as error:
            # Within a mail: should it be this one that the server stumbles over, others go first.
            return self._unreachable(error)._replace(after_seconds=_OTHERS_FIRST_SECONDS)

    def _unreachable(self, error: Exception) -> Outcome:
        if self._server is not None:
            self._server.close()
            self._server = None
        said = error.smtp_error if isinstance(error, smtplib.SMTPResponseException) else str(error)
        words = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
        return Outcome(
            "unreachable", f"{self._settings.smtp_host}: {words or type(error).__name__}"
        )


def _log_in(server: smtplib.SMTP, user: str, password: str) -> None:
    """Python's own ``login`` knows ASCII only; RFC 4616 asks for UTF-8."""
    if "PLAIN" not in server.esmtp_features.get("auth", "").upper().split():
        server.login(user, password)
        return
    proof = base64.b64encode(f"\0{user}\0{password}".encode()).decode()
    code, said = server.docmd("AUTH", f"PLAIN {proof}")
    if code != 235:
        raise smtplib.SMTPAuthenticationError(code, said)


def _detail(code: int, said: bytes | str) -> str:
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{code} {' '.join(words.split())}"[:500]


def _refused(code: int, said: bytes | str, unsaid: str) -> Outcome:
    """What a refusal means; ``unsaid`` is the status of one for good that does not say its own."""
    detail = _detail(code, said)
    found = _ENHANCED.search(detail)
    status = found[1] if found else None
    if code == 421:  # the server closes: nothing about this mail
        return Outcome("unreachable", detail, status)
    if regex.search(r"\brelay", detail, regex.I):  # about us, and nothing about this reader
        return Outcome("later", detail, status)
    if 500 <= code < 600:
        return Outcome("never", detail, status or unsaid)
    return Outcome("later", detail, status)


def post_webhook(post: Post, url: str, body: bytes, headers: Mapping[str, str]) -> Outcome:
    """One attempt. 2xx is accepted, 410 means never again; everything else, redirects included,
    is tried again, as the Standard Webhooks specification asks."""
    try:
        answer = post(url, body, headers)
    except InputError as error:
        kind: Literal["never", "later"] = (
            "never" if error.kind in ("scheme", "private-address") else "later"
        )
        return Outcome(kind, error.cause)
    if 200 <= answer.status < 300:
        return Outcome("accepted")
    detail = f"{answer.status} {' '.join(answer.text.split())}"[:300]
    if answer.status == 410:
        return Outcome("never", detail, "gone")
    return Outcome("later", detail, after_seconds=answer.retry_after_seconds)


def notify(address: str, title: str, body: str) -> Outcome:
    """Through apprise (an optional extra) to whatever its address names."""
    try:
        import apprise
    except ImportError:
        return Outcome("later", "apprise is not installed: pip install 'tawatur[apprise]'")
    sender = apprise.Apprise()
    if not sender.add(address):
        return Outcome("never", f"apprise does not know {address.partition('://')[0]}://")
    if sender.notify(title=title, body=body):
        return Outcome("accepted")
    return Outcome("later", "apprise could not deliver it")
