"""Addresses of the register of documents."""

from flask import Blueprint

from webapp.register import numbers

blueprint = Blueprint("register", __name__, url_prefix="/register")
blueprint.get("/")(numbers.show)
blueprint.get("/documents.csv")(numbers.download)
