"""Addresses of the administrator's area."""

from flask import Blueprint

from webapp.admin import cases, clock, jobs, overview, people

blueprint = Blueprint("admin", __name__, url_prefix="/admin")
blueprint.get("/")(overview.show)
blueprint.get("/incidents")(overview.incidents)
blueprint.get("/jobs")(jobs.jobs)
blueprint.get("/people")(people.people)
blueprint.get("/people/<string:person>")(people.person)
blueprint.post("/people/<string:person>/absences")(people.add_absence)
blueprint.get("/cases/<string:instance>")(cases.case)
blueprint.post("/cases/<string:instance>/retry")(cases.retry)
blueprint.post("/cases/<string:instance>/values")(cases.correct)
blueprint.post("/cases/<string:instance>/assignments")(cases.assign)
blueprint.post("/cases/<string:instance>/stop")(cases.cancel)
blueprint.get("/clock")(clock.clock)
blueprint.post("/clock")(clock.move)
