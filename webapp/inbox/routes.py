"""Addresses of the inbox and the tasks."""

from flask import Blueprint

from webapp.inbox import claiming, listing, task

blueprint = Blueprint("inbox", __name__)
blueprint.get("/inbox")(listing.show)
blueprint.get("/tasks/<string:task>")(task.open_task)
blueprint.post("/tasks/<string:task>")(task.submit)
blueprint.post("/tasks/<string:task>/claim")(claiming.claim)
blueprint.post("/tasks/<string:task>/release")(claiming.release)
