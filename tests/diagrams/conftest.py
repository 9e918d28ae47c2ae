from pathlib import Path

import pytest

SAMPLES = Path(__file__).parent / "samples"


@pytest.fixture(scope="session")
def travel() -> bytes:
    return (SAMPLES / "travel.bpmn").read_bytes()


@pytest.fixture(scope="session")
def every_kind() -> bytes:
    return (SAMPLES / "every_kind.bpmn").read_bytes()
