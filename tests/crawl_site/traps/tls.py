"""HTTPS that is out of date, out of order, or none."""

import ssl
import tempfile
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from crawl_site.traps.trap import Setting, Trap, article, listing
from crawl_site.wire import Host, Reply
from crawlers.records import Status


def build(setting: Setting) -> Iterator[Trap]:
    """A certificate that expired years ago is an old site's, and read; what is no TLS is broken and says so."""
    host = _host(setting, _context())
    yield Trap("tls-expired", f"{host.base}/index.html", [host], pages=1, most=3)

    old = _context()
    old.set_ciphers("ALL@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # which is what it is about
        old.maximum_version = ssl.TLSVersion.TLSv1
    host = _host(setting, old)
    yield Trap("tls-old", f"{host.base}/index.html", [host], Status.UNREACHABLE, "connection broke", most=0)

    host = setting.host()
    start = host.base.replace("http:", "https:") + "/index.html"
    yield Trap("tls-none", start, [host], Status.UNREACHABLE, "in time", most=0)

    host = _host(setting, _context())
    away = Reply(status=301, headers={"Location": f"{host.base.replace('https:', 'http:')}/ok/1.html"})
    host.put("/index.html", listing("/a/1.html", "/ok/1.html"))
    host.put("/a/1.html", away)
    yield Trap("tls-down", f"{host.base}/index.html", [host], Status.PARTIAL, "1 broken", 1, most=4)


def _host(setting: Setting, context: ssl.SSLContext) -> Host:
    host = setting.network.host(tls=context)
    host.put("/index.html", listing("/ok/1.html"))
    host.put("/ok/1.html", article("旧站点上的一条消息"))
    return host


def _context() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "both.pem"
        file.write_bytes(_expired())
        context.load_cert_chain(file)
    return context


@cache
def _expired() -> bytes:
    """A key, and the certificate that it signed for itself, valid until five years ago."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "old.example")])
    then = datetime.now(UTC) - timedelta(days=365 * 5)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(then - timedelta(days=365))
        .not_valid_after(then)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    return private + certificate.public_bytes(serialization.Encoding.PEM)
