"""Names for the kinds of identifier, so that one cannot be passed for another.

Ids made by the store are sortable text (time first). A token id is a small number that is unique
within its case and never used again.
"""

from typing import NewType

InstanceId = NewType("InstanceId", str)
TaskId = NewType("TaskId", str)
JobId = NewType("JobId", str)
IncidentId = NewType("IncidentId", str)
DefinitionId = NewType("DefinitionId", str)
DraftId = NewType("DraftId", str)
PersonId = NewType("PersonId", str)
UnitId = NewType("UnitId", str)
RoleId = NewType("RoleId", str)
Token = NewType("Token", int)

#: The actor of what the clock or a worker does.
SYSTEM = PersonId("system")
