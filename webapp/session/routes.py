"""Addresses of the session area."""

from flask import Blueprint

from webapp.session import profile, sign_in

blueprint = Blueprint("session", __name__)
blueprint.get("/")(sign_in.home)
blueprint.get("/sign-in")(sign_in.sign_in)
blueprint.post("/sign-in")(sign_in.begin_session)
blueprint.post("/sign-out")(sign_in.sign_out)
blueprint.get("/profile")(profile.profile)
blueprint.post("/profile/password")(profile.change_password)
blueprint.post("/language")(profile.choose_language)
