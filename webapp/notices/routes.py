"""Addresses of the notices."""

from flask import Blueprint

from webapp.notices import notices

blueprint = Blueprint("notices", __name__, url_prefix="/notices")
blueprint.get("/")(notices.show)
blueprint.get("/<string:notice>")(notices.read)
