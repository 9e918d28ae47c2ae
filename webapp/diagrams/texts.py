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


def viewer_texts(_: Translate) -> dict[str, str]:
    """Return the words of ``static/viewer.js``."""
    return {
        "label": _("Diagram; arrow keys move the view"),
        "open": _("Zoom and move in the diagram"),
        "failed": _("The diagram could not be opened. The picture above shows the same."),
    }


def replay_texts(_: Translate) -> dict[str, str]:
    """Return the words of ``static/replay.js``."""
    return {
        "beginning": _("Before the first of {count} events."),
        "controls": _("Step through the history"),
        "diagram": _("Diagram at the chosen event; arrow keys move the view"),
        "failed": _("The history could not be shown on the diagram. Reload the page to try again."),
        "first": _("To the beginning"),
        "list": _("Events"),
        "next": _("Next event"),
        "pause": _("Pause"),
        "play": _("Play"),
        "position": _("Event {number} of {count}, {when}: {text}"),
        "previous": _("Previous event"),
        "slider": _("Event"),
        "token": _("The case is here"),
        "tokens": _("The case is here {count} times"),
    }


def modeler_texts(_: Translate) -> dict[str, str]:
    """Return the words of ``static/modeler.js``."""
    return _tool_texts(_) | _saving_texts(_) | _problem_texts(_) | _comparison_texts(_)


def file_texts(_: Translate) -> dict[str, str]:
    """Return the words of ``static/file-editor.js``."""
    return {
        "tools": _("Tools"),
        "export": _("Export"),
        "open_failed": _("The file could not be opened. Reload the page to try again."),
        "content": _("Content of the file"),
        "tables": _("Parts of the decision"),
        "overview": _("Overview"),
        **_saving_texts(_),
        **_problem_texts(_),
        "check_failed": _("The file could not be checked. It is checked again at the next change."),
    }


def _tool_texts(_: Translate) -> dict[str, str]:
    return {
        "diagram": _("Diagram"),
        "properties": _("Properties of the chosen element"),
        "tools": _("Tools"),
        "undo": _("Undo"),
        "redo": _("Redo"),
        "import": _("Open a file…"),
        "import_replaces": _("The file replaces the diagram and its unsaved changes. Go on?"),
        "import_failed": _("The file could not be opened: {reason}. The diagram is as it was."),
        "export": _("Export"),
        "simulate": _("Simulate"),
        "overview": _("Overview"),
        "fit": _("Show all"),
        "open_failed": _("The diagram could not be opened. Reload the page to try again."),
        "procedure_group": _("Procedure"),
        "policy": _("Policy clauses"),
        "policy_help": _("The clauses that this element carries out, separated by blanks."),
        "four_eyes": _("Not by whoever did"),
        "four_eyes_help": _("Ids of earlier tasks, separated by blanks."),
    }


def _saving_texts(_: Translate) -> dict[str, str]:
    return {
        "save": _("Save draft"),
        "saving": _("Saving…"),
        "saved": _("Saved"),
        "unsaved": _("Unsaved changes"),
        "save_failed": _("The draft was not saved (error {status}). Your changes are still here."),
        "save_signed_out": _(
            "The draft was not saved: you are signed out or may not change it. Your changes are "
            "still here. Sign in again in another tab, then save."
        ),
        "save_unreachable": _(
            "The draft was not saved: the server cannot be reached. Your changes are still here. "
            "Try again, or export them."
        ),
        "conflict": _(
            "{author} saved this draft while you were changing it. Nothing was overwritten, and "
            "your changes are still here. Compare both, export yours, or save yours over it."
        ),
        "somebody": _("Somebody else"),
        "save_over": _("Save mine over it"),
        "compare_saved": _("Compare with the saved draft"),
        "saved_version": _("Saved draft"),
    }


def _problem_texts(_: Translate) -> dict[str, str]:
    return {
        "problems": _("Problems"),
        "check_waiting": _("Checking…"),
        "check_failed": _(
            "The diagram could not be checked. It is checked again at the next change."
        ),
        "problems_found": _("Errors: {errors}. Warnings: {warnings}."),
        "no_problems": _("No problems found."),
        "error": _("Error"),
        "warning": _("Warning"),
    }


def _comparison_texts(_: Translate) -> dict[str, str]:
    return {
        "compare": _("Compare with published"),
        "compare_failed": _("The two versions could not be compared. Save, reload and try again."),
        "comparison": _("Differences"),
        "published": _("Published version"),
        "differences": _("Differences: {count}"),
        "no_differences": _("There is no difference."),
        "difference": _("{what}: {before} → {after}"),
        "added": _("Added"),
        "changed": _("Changed"),
        "removed": _("Removed"),
        "moved": _("Moved"),
    }
