"""The types of a model as the check of expressions knows them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.dmn.elements import ItemDefinition
from engine.dmn.library import Home
from engine.dmn.types import built_in
from engine.feel.types import Type

__all__ = ["Known", "StaticTypes"]

#: None is a type about which nothing is known.
Known = Type | None


@dataclass(frozen=True, kw_only=True)
class StaticTypes:
    """Types looked up so far; one that contains itself is open at that place."""

    _known: dict[tuple[str, str], Known] = field(default_factory=dict)

    def find(self, name: str, home: Home) -> Known:
        """Return a type of a file; None when it may be anything."""
        found = home.find_type(name) if name else None
        if not found:
            return _closed(built_in(name)) if name else None
        at, item = found
        key = at.definitions.namespace, item.name
        if key not in self._known:
            self._known[key] = None
            self._known[key] = self._item(item, at)
        return self._known[key]

    def _item(self, item: ItemDefinition, home: Home) -> Known:
        if item.parameters is not None:
            return None
        one = self._members(item, home) if item.components else self.find(item.base, home)
        return Type(name="list", items=one) if item.collection else one

    def _members(self, item: ItemDefinition, home: Home) -> Type:
        members: Mapping[str, Known] = {it.name: self._item(it, home) for it in item.components}
        anything = Type(name="Any")
        return Type(
            name="context",
            members=tuple((name, known or anything) for name, known in members.items()),
        )


def _closed(found: Known) -> Known:
    """Return a type that says something; ``Any`` and bare functions do not."""
    return None if found is None or found.name in {"Any", "Null", "function"} else found
