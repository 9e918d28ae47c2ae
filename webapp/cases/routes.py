"""Addresses of the cases."""

from flask import Blueprint

from webapp.cases import case, confidential, documents, listing

blueprint = Blueprint("cases", __name__, url_prefix="/cases")
blueprint.get("/")(listing.list_mine)
blueprint.get("/<string:instance>")(case.show)
blueprint.get("/<string:instance>/diagram.bpmn")(case.diagram)
blueprint.get("/<string:instance>/documents/<string:document>", endpoint="show_document")(
    documents.show
)
blueprint.get("/<string:instance>/confidential")(confidential.ask_purpose)
blueprint.post("/<string:instance>/confidential")(confidential.open_confidential)
