"""Addresses of the catalogue."""

from flask import Blueprint

from webapp.catalogue import listing, start

blueprint = Blueprint("catalogue", __name__, url_prefix="/start")
blueprint.get("/")(listing.show)
blueprint.get("/<string:process_id>")(start.ask)
blueprint.post("/<string:process_id>")(start.begin)
blueprint.get("/<string:process_id>/person")(listing.choose_person)
