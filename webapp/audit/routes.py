"""Addresses of the auditor's area."""

from flask import Blueprint

from webapp.audit import case, overview

blueprint = Blueprint("audit", __name__, url_prefix="/audit")
blueprint.get("/")(overview.show)
blueprint.post("/verification")(overview.verify_all)
blueprint.get("/cases/<string:instance>")(case.case)
blueprint.get("/cases/<string:instance>/events.json")(case.events)
blueprint.get("/cases/<string:instance>/file")(case.download)
