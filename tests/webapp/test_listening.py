import socket
from collections.abc import Iterator

import pytest
from flask import Flask

from engine.errors import DocketError
from webapp.cli.listening import listen


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_the_address_takes_connections_before_anybody_is_told_it() -> None:
    listening = listen(Flask("one"), "127.0.0.1", 0, threads=1)
    host, port = listening.address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=5) as reached:
        assert reached.getpeername() == ("127.0.0.1", int(port))
    listening.close()


def test_a_port_that_somebody_else_has_is_named_with_the_remedy(taken: int) -> None:
    with pytest.raises(DocketError, match=rf"The port {taken} cannot be used .* Set DOCKET_PORT"):
        listen(Flask("one"), "127.0.0.1", taken, threads=1)
