from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from engine import feel, folders
from engine.clock import ManualClock
from engine.commands.deploy_procedure import deploy_procedure
from engine.commands.import_directory import import_directory
from engine.commands.publish_message import publish_message
from engine.commands.set_absence import set_absence
from engine.context import use_database
from engine.errors import NotAllowedError
from engine.model.ids import SYSTEM, InstanceId, PersonId
from engine.scenarios import goods
from engine.store.migration import open_in_memory
from forms import FORMS
from tests.procedures.conftest import Office

TORN = {"cause": "BREAKAGE", "explanation": "Fifteen nets were torn when the shelf fell."}


@pytest.fixture
def counted() -> Iterator[tuple[Office, InstanceId]]:
    """A count of 620 nets in Jamaica that found 600, before the second count."""
    root, clock = folders.find_root(), ManualClock(datetime(2025, 6, 26, 15, tzinfo=UTC))
    context = use_database(
        open_in_memory(), forms=FORMS, secret=b"an office that counts what it has", clock=clock
    )
    import_directory(context, actor=SYSTEM, directory=folders.read_organisation(root))
    for files in (folders.read_files(root, "inventory_count"), goods.make_files()):
        deploy_procedure(context, actor=SYSTEM, files=files)
    office = Office(context=context, clock=clock)
    line = {
        "item": "NET",
        "location": "Kingston store",
        "quantity": Decimal(620),
        "unit cost": Decimal("2.20"),
        "description": "Mosquito net",
        "measure": "piece",
        "purpose": "FOR_DISTRIBUTION",
        "project": "00087654",
    }
    posting = {"document": "JAM0001", "day": date(2025, 3, 15), "lines": [line]}
    variables = feel.admit(goods.make_variables("andre", posting))
    assert isinstance(variables, dict)
    publish_message(office.context, actor=SYSTEM, name=goods.NAME, variables=variables)
    case = office.start("inventory_count", "marcia", countDay="2025-06-26", countReason="PERIODIC")
    teams = [{"location": "Kingston store", "keeper": "andre", "counter": "leroy"}]
    office.finish(
        case,
        "appoint_focal_point",
        "marcia",
        focalPoint="keisha",
        countTeams=teams,
        handsApart=True,
    )
    sheet = {"good": 600, "expired": 0, "damaged": 0, "obsolete": 0}
    office.finish(
        case, "count_location", "leroy", countedOn="2025-06-26", countLines=[sheet], foundLines=[]
    )
    yield office, case
    context.close()


def _stand_in(office: Office, person: str, substitute: str) -> None:
    set_absence(
        office.context,
        actor=PersonId(person),
        person=PersonId(person),
        substitute=PersonId(substitute),
        first_day=date(2025, 6, 26),
        last_day=date(2025, 7, 31),
    )


def test_who_counted_does_not_count_again_even_in_the_place_of_the_focal_point(
    counted: tuple[Office, InstanceId],
) -> None:
    office, case = counted
    _stand_in(office, "keisha", "leroy")
    row = {"second": 605, **TORN}
    with pytest.raises(NotAllowedError, match="other eyes"):
        office.finish(case, "recount_and_investigate", "leroy", varianceRows=[row])


def test_who_investigated_does_not_approve_even_in_the_place_of_the_head_of_office(
    counted: tuple[Office, InstanceId],
) -> None:
    office, case = counted
    office.finish(case, "recount_and_investigate", "keisha", varianceRows=[{"second": 605, **TORN}])
    _stand_in(office, "marcia", "keisha")
    with pytest.raises(NotAllowedError, match="other eyes"):
        office.finish(case, "approve_outcome", "keisha", reviewDecision="APPROVE")
    office.finish(case, "approve_outcome", "cedric", reviewDecision="APPROVE")
