"""Starts cases of the tiny models."""

from collections.abc import Callable, Mapping

import pytest

from engine import spiff
from tests.spiff.driver import Driver, environment, model

Begin = Callable[..., Driver]


@pytest.fixture
def begin() -> Begin:
    """Parse tiny models by name (or bytes) and start a case."""

    def make(
        source: str | bytes,
        variables: Mapping[str, object] | None = None,
        *,
        at: str = "",
        **options: object,
    ) -> Driver:
        data = model(source) if isinstance(source, str) else source
        definition = spiff.parse({"model.bpmn": data}, "P")
        return Driver(definition, environment(**options)).start(variables, at=at)

    return make
