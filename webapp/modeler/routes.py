"""Addresses of the process owner's area."""

from flask import Blueprint

from webapp.modeler import editor, listing, parameters, past_cases, review

blueprint = Blueprint("modeler", __name__, url_prefix="/procedures")
blueprint.get("/")(listing.show)
blueprint.get("/versions/<string:definition>")(listing.version)
blueprint.get("/versions/<string:definition>/diagram.bpmn")(listing.version_xml)
blueprint.post("/<string:process_id>/drafts")(listing.begin_draft)
blueprint.get("/drafts/<string:draft>")(editor.edit)
blueprint.get("/drafts/<string:draft>/diagram.bpmn")(editor.load)
blueprint.put("/drafts/<string:draft>/diagram.bpmn")(editor.save)
blueprint.post("/drafts/<string:draft>/check")(editor.check)
blueprint.post("/drafts/<string:draft>/submission")(review.hand_in)
blueprint.get("/drafts/<string:draft>/review")(review.review)
blueprint.get("/drafts/<string:draft>/parameters", endpoint="parameters")(parameters.show)
blueprint.get("/drafts/<string:draft>/parameters/<string:name>", endpoint="parameter")(
    parameters.edit
)
blueprint.post("/drafts/<string:draft>/parameters/<string:name>", endpoint="save_parameter")(
    parameters.save
)
blueprint.get("/drafts/<string:draft>/past-cases", endpoint="past_cases")(past_cases.show)
blueprint.post("/drafts/<string:draft>/review")(review.decide)
