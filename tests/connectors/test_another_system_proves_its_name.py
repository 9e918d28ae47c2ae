import contextlib
import socket
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from engine.connectors.http import call_http
from engine.errors import ConnectorError
from engine.model.connectors import Origin, Outside


def make_certificate(folder: Path, name: str) -> Path:
    """Write a certificate that vouches for itself, with its key, and return the file."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    start = datetime(2020, 1, 1, tzinfo=UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=36_500))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / f"{name}.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM) + private)
    return path


@contextlib.contextmanager
def serving(certificate: Path) -> Iterator[int]:
    """Answer one request over TLS; gives the port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    def answer(server: socket.socket) -> None:
        with contextlib.suppress(OSError):
            plain, _ = server.accept()
            with plain, context.wrap_socket(plain, server_side=True) as stream:
                stream.recv(65536)
                stream.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=answer, args=(server,))
        thread.start()
        yield server.getsockname()[1]
        with contextlib.suppress(OSError):
            server.shutdown(socket.SHUT_RDWR)
        thread.join()


def call(port: int, authority: Path | None, make_call) -> object:
    url = f"https://localhost:{port}"
    outside = Outside(origins={url: Origin(internal=True, authority=authority)})
    return call_http(outside, make_call("docket:http", url=url))


def test_a_system_that_an_authority_vouches_for_is_called(tmp_path, make_call):
    certificate = make_certificate(tmp_path, "localhost")
    with serving(certificate) as port:
        assert call(port, certificate, make_call)["response"]["body"] == "ok"


@pytest.mark.parametrize(("name", "trusted"), [("localhost", False), ("elsewhere", True)])
def test_a_system_that_cannot_prove_its_name_is_told_nothing(tmp_path, make_call, name, trusted):
    certificate = make_certificate(tmp_path, name)
    with (
        serving(certificate) as port,
        pytest.raises(ConnectorError, match="certificate verify failed") as refused,
    ):
        call(port, certificate if trusted else None, make_call)
    assert refused.value.permanent
