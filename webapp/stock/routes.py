"""Addresses of the stock."""

from flask import Blueprint

from webapp.stock import cards, files

blueprint = Blueprint("stock", __name__, url_prefix="/stock")
blueprint.get("/")(cards.show)
blueprint.get("/cards.csv")(files.download_list)
blueprint.get("/cards/<string:card>")(cards.card)
blueprint.get("/cards/<string:card>/lines.csv")(files.download_card)
