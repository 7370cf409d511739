"""Asking a server for a calendar. The address is typed by a person, so it may lead anywhere.

Only HTTPS, only towards public addresses: the name is resolved once, every address it has is checked, and the
connection goes to the one that was checked (docs/security.md). `settings.PRIVATE_FEEDS` lifts both rules, for
development and tests.
"""

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

from django.conf import settings

from design.french import NBSP
from meetings.calendars.reading import LARGEST

CONNECT_SECONDS, READ_SECONDS, WHOLE_SECONDS = 5, 10, 20
MOST_REDIRECTS = 3
REDIRECTS = {301, 302, 303, 307, 308}
EMBEDDING = ipaddress.ip_network("64:ff9b::/96")
"""NAT64: an IPv4 address in the last 32 bits."""


class FeedUnreachable(Exception):
    """The calendar could not be had; `str()` is a French sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where to connect: the address that was checked stands beside the name it was checked for."""

    parts: SplitResult
    host: str
    port: int
    ip: str


def normalized(url: str) -> str:
    """`webcal://` is HTTPS under another name."""
    url = url.strip()
    return f"https://{url[len('webcal://') :]}" if url.lower().startswith("webcal://") else url


def fetch(url: str) -> bytes:
    """The content at `url`. Raises `FeedUnreachable`."""
    for _ in range(MOST_REDIRECTS + 1):
        target = _checked(url)
        answer = _ask(target)
        if isinstance(answer, bytes):
            return answer
        url = urljoin(url, answer)
    raise FeedUnreachable(f"Le serveur «{NBSP}{target.host}{NBSP}» renvoie sans fin d’une adresse à l’autre.")


def _checked(url: str) -> Target:
    schemes = ("https", "http") if settings.PRIVATE_FEEDS else ("https",)
    try:
        parts = urlsplit(normalized(url))
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in schemes or not parts.hostname:
        raise FeedUnreachable("L’adresse doit commencer par https://. Copiez-la depuis le logiciel d’agenda.")
    if parts.username or parts.password:
        raise FeedUnreachable(
            "L’adresse contient un mot de passe : demandez une adresse de partage sans lui."
        )
    host = parts.hostname
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError, ValueError) as error:
        raise FeedUnreachable(
            f"Le serveur «{NBSP}{host}{NBSP}» est introuvable. Vérifiez l’adresse."
        ) from error
    addresses = [str(entry[4][0]) for entry in found]
    if not settings.PRIVATE_FEEDS and not all(is_public(address) for address in addresses):
        raise FeedUnreachable(
            f"L’adresse «{NBSP}{host}{NBSP}» mène à un réseau privé : elle n’est pas lue. "
            "Demandez une adresse publique, ou déposez le fichier."
        )
    return Target(parts, host, port, addresses[0])


def is_public(address: str) -> bool:
    """Whether an IP address is on the public Internet, also when it hides an IPv4 one."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        hidden = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if hidden is None and ip in EMBEDDING:
            hidden = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if hidden is not None:
            return is_public(str(hidden))
    return ip.is_global and not ip.is_multicast


def _ask(target: Target) -> bytes | str:
    """The body, or the address the server sends on to."""
    connection = _Connection(target)
    watch = threading.Timer(WHOLE_SECONDS, connection.abort)
    watch.start()
    try:
        path = target.parts.path or "/"
        connection.request(
            "GET",
            f"{path}?{target.parts.query}" if target.parts.query else path,
            headers={"Accept": "text/calendar", "Accept-Encoding": "identity", "User-Agent": "Tutorat"},
        )
        answer = connection.getresponse()
        if answer.status in REDIRECTS and answer.headers.get("Location"):
            return str(answer.headers["Location"])
        if answer.status != http.client.OK:
            raise FeedUnreachable(
                f"Le serveur «{NBSP}{target.host}{NBSP}» répond {answer.status} au lieu de l’agenda. "
                "Vérifiez l’adresse de partage."
            )
        body = answer.read(LARGEST + 1)
        if len(body) > LARGEST:
            raise FeedUnreachable("Cet agenda dépasse 2 Mo. Demandez-en un qui couvre moins de temps.")
        if connection.was_aborted:
            raise TimeoutError
        return body
    except ssl.SSLError as error:
        raise FeedUnreachable(
            f"Le certificat du serveur «{NBSP}{target.host}{NBSP}» n’est pas reconnu. "
            "Signalez-le à qui tient ce serveur, ou déposez le fichier."
        ) from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise FeedUnreachable(
            f"Le serveur «{NBSP}{target.host}{NBSP}» ne répond pas. "
            "Vérifiez l’adresse, ou réessayez plus tard."
        ) from error
    finally:
        watch.cancel()
        connection.close()


class _Connection(http.client.HTTPConnection):
    """A connection to the address that was checked, under the name it was checked for."""

    def __init__(self, target: Target) -> None:
        super().__init__(target.host, target.port, timeout=CONNECT_SECONDS)
        self.target = target
        self.was_aborted = False

    def connect(self) -> None:
        plain = socket.create_connection((self.target.ip, self.target.port), timeout=CONNECT_SECONDS)
        plain.settimeout(READ_SECONDS)
        self.sock = plain
        if self.target.parts.scheme == "https":
            self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.target.host)

    def abort(self) -> None:
        """Time is up: whoever reads stops reading."""
        self.was_aborted = True
        if self.sock is not None:
            with contextlib.suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)
