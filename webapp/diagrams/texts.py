"""The words around a diagram, each named by a key.

Every function takes the translation of the reader's language, called ``_`` so that the texts are
found when the catalogues are made; with ``str`` they stay English. The result goes to
`svg.render_svg`, to the page of the steps in words, or as JSON to the scripts in ``static``.
"""

from collections.abc import Callable

Translate = Callable[[str], str]


def diagram_texts(_: Translate) -> dict[str, str]:
    """Return the words of a picture: kinds of element by their BPMN name, and the marks."""
    return {
        "current": _("now here"),
        "done": _("finished"),
        "problem": _("needs attention"),
        "diagram": _("Diagram"),
        "current_names": _("Now at: {names}."),
        "problem_names": _("Needs attention: {names}."),
        "startEvent": _("Start"),
        "endEvent": _("End"),
        "intermediateCatchEvent": _("Wait"),
        "intermediateThrowEvent": _("Event"),
        "boundaryEvent": _("Event during the step"),
        "task": _("Step"),
        "userTask": _("Step done by a person"),
        "serviceTask": _("Automatic step"),
        "scriptTask": _("Calculation"),
        "manualTask": _("Step done by hand"),
        "businessRuleTask": _("Decision table"),
        "sendTask": _("Message sent"),
        "receiveTask": _("Wait for a message"),
        "callActivity": _("Procedure called"),
        "subProcess": _("Part of the procedure"),
        "transaction": _("Part of the procedure"),
        "adHocSubProcess": _("Steps in any order"),
        "exclusiveGateway": _("Decision"),
        "inclusiveGateway": _("Decision with several ways"),
        "parallelGateway": _("Split or join"),
        "complexGateway": _("Complex decision"),
        "eventBasedGateway": _("Whichever happens first"),
        "participant": _("Party"),
        "lane": _("Role"),
        "dataObjectReference": _("Document"),
        "dataStoreReference": _("Register"),
        "textAnnotation": _("Note"),
        "group": _("Group"),
    }
