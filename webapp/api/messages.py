"""What other systems tell cases."""

from collections.abc import Mapping
from datetime import timedelta
from typing import cast

from flask import request

from engine.commands.broadcast_signal import broadcast_signal
from engine.commands.publish_message import Published
from engine.commands.publish_message import publish_message as publish
from webapp.web.state import get_context, get_viewer


def publish_message(given: Mapping[str, object]) -> Published:
    """Tell the one case that waits for it, or begin the case that it starts."""
    return publish(
        get_context(),
        actor=get_viewer().id,
        name=str(given["name"]),
        correlation_key=str(given["correlation_key"]),
        variables=cast("Mapping[str, object]", given["variables"]),
        time_to_live=cast("timedelta | None", given["time_to_live"]) or timedelta(0),
        key=request.headers.get("Idempotency-Key", ""),
    )


def send_signal(given: Mapping[str, object]) -> dict[str, int]:
    """Tell every case that waits for it."""
    variables = cast("Mapping[str, object]", given["variables"])
    count = broadcast_signal(
        get_context(), actor=get_viewer().id, name=str(given["name"]), variables=variables
    )
    return {"deliveries": count}
