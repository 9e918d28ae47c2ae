"""The diagrams of a version, and what stands in which of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from engine.advance.model import SHARED, get_model
from engine.context import Context, reading
from engine.model.ids import DefinitionId
from engine.model.xml import parse_xml
from engine.queries.definitions import find_main_diagram

_BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
_ZEEBE = "{http://camunda.org/schema/zeebe/1.0}"


@dataclass(frozen=True, kw_only=True, eq=False)
class Diagram:
    """A diagram of a version: the procedure's own, or of a procedure that it calls."""

    #: Path of the file.
    file: str
    xml: bytes
    #: Of its process, as it was drawn; the path when it has none.
    name: str
    #: Ids of the elements and flows in it, and of its processes.
    elements: frozenset[str]
    #: Ids of the processes that it calls, in the order in which they were written.
    calls: tuple[str, ...]


def list_diagrams(context: Context, *, definition: DefinitionId) -> tuple[Diagram, ...]:
    """List the diagrams of a version (whoever may see one of its cases may see them).

    The procedure's own comes first, then those that it calls, then those that these call; then what
    else lies in its folder.

    Raises:
        NotFoundError: If there is no such version.
        ModelError: If a diagram cannot be read.
    """
    with reading(context) as work:
        return _order(get_model(work, definition).files)


def _order(files: Mapping[str, bytes]) -> tuple[Diagram, ...]:
    drawn = [_read(path, files[path]) for path in sorted(files) if path.endswith(".bpmn")]
    main = find_main_diagram(files)
    reached = [one for one in drawn if one.file == main]
    for calling in reached:  # grows while it is gone through
        for called in calling.calls:
            reached += [one for one in drawn if called in one.elements and one not in reached]
    own = [one for one in drawn if not one.file.startswith(SHARED) and one not in reached]
    return (*reached, *own)


@lru_cache(maxsize=256)
def _read(file: str, xml: bytes) -> Diagram:
    root = parse_xml(xml, file=file)
    processes = root.findall(f"{_BPMN}process")
    names = (process.get("name", "") for process in processes)
    inside = (element.get("id", "") for process in processes for element in process.iter())
    called = [
        *(element.get("calledElement", "") for element in root.iter(f"{_BPMN}callActivity")),
        *(element.get("processId", "") for element in root.iter(f"{_ZEEBE}calledElement")),
    ]
    return Diagram(
        file=file,
        xml=xml,
        name=next(filter(None, names), file),
        elements=frozenset(filter(None, inside)),
        calls=tuple(dict.fromkeys(filter(None, called))),
    )
