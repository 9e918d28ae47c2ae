"""Addresses of the process owner's area."""

from flask import Blueprint

from webapp.modeler import editor, listing, parameters, past_cases, review, running_cases

blueprint = Blueprint("modeler", __name__, url_prefix="/procedures")
blueprint.get("/")(listing.show)
blueprint.get("/versions/<string:definition>")(listing.version)
blueprint.get("/versions/<string:definition>/diagram.bpmn")(listing.version_xml)
blueprint.post("/<string:process_id>/drafts")(listing.begin_draft)
blueprint.get("/drafts/<string:draft>")(editor.edit)
blueprint.get("/drafts/<string:draft>/files")(editor.show_files)
blueprint.post("/drafts/<string:draft>/files")(editor.add_file)
blueprint.get("/drafts/<string:draft>/content")(editor.load)
blueprint.put("/drafts/<string:draft>/content")(editor.save)
blueprint.post("/drafts/<string:draft>/check")(editor.check)
blueprint.post("/drafts/<string:draft>/submission")(review.hand_in)
blueprint.get("/drafts/<string:draft>/review")(review.review)
blueprint.get("/drafts/<string:draft>/parameters")(parameters.list_parameters)
blueprint.get("/drafts/<string:draft>/parameters/<string:name>")(parameters.edit_parameter)
blueprint.post("/drafts/<string:draft>/parameters/<string:name>")(parameters.save_parameter)
blueprint.get("/drafts/<string:draft>/past-cases")(past_cases.play_past_cases)
blueprint.post("/drafts/<string:draft>/review")(review.decide)
blueprint.get("/<string:process_id>/running-cases")(running_cases.look)
blueprint.post("/<string:process_id>/running-cases")(running_cases.move)
