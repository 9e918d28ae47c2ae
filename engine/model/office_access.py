"""Who may look at the stock of which office, and at its register of documents."""

from collections.abc import Collection
from datetime import date

from engine.model.access import is_administrator, is_auditor
from engine.model.roster import Roster, list_roles_held

#: Roles whose holders work with stock, by id: those of an office see its stock, those that serve
#: the whole organisation see every office's.
STOCK_ROLES = frozenset(
    {
        "buyer", "count_focal_point", "count_team", "finance_staff", "gssu_inventory",
        "hq_accounts", "hq_accounts_head", "issuing_official", "ofm_cfra", "pharmacist",
        "receiving_personnel", "resident_representative", "stock_keeper",
    }
)  # fmt: skip
#: Roles whose holders answer for the numbers of an office's documents.
REGISTER_ROLES = frozenset(
    {
        "finance_staff", "gssu_inventory", "hq_accounts", "hq_accounts_head", "ofm_cfra",
        "resident_representative",
    }
)  # fmt: skip


def list_stock_units(roster: Roster, person: str, day: date) -> frozenset[str]:
    """List the units whose stock a person may look at on a day; none for most people."""
    return _list_units(roster, person, day, STOCK_ROLES)


def list_register_units(roster: Roster, person: str, day: date) -> frozenset[str]:
    """List the units whose register of documents a person may look at on a day."""
    return _list_units(roster, person, day, REGISTER_ROLES)


def _list_units(roster: Roster, person: str, day: date, roles: Collection[str]) -> frozenset[str]:
    held = [(role, unit) for role, unit in list_roles_held(roster, person, day) if role in roles]
    wide = any(roster.roles[role].organisation_wide for role, _ in held)
    if wide or is_auditor(roster, person, day) or is_administrator(roster, person, day):
        return frozenset(roster.units)
    return frozenset(unit for _, unit in held)
