"""The names that each part of an expression may use, with their types, before it runs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from engine.feel.types import Type
from engine.feel.values import Function

#: None is a type about which nothing is known.
Known = Type | None


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Names in scope; the parent's are seen through."""

    names: Mapping[str, Known]
    parent: "Scope | None" = None
    #: Whether there may be more names than are known, as for the items of an untyped list.
    unbounded: bool = False
    functions: Mapping[str, Function] = field(default_factory=dict)

    def inner(self, names: Mapping[str, Known], *, unbounded: bool = False) -> "Scope":
        """Return a scope with more names, seen first."""
        return Scope(names=names, parent=self, unbounded=unbounded, functions=self.functions)

    def has(self, name: str) -> bool:
        """Return whether a name may be a variable here."""
        return (
            name in self.names
            or self.unbounded
            or (self.parent is not None and self.parent.has(name))
        )

    def type_of(self, name: str) -> Known:
        """Return the type of a variable; None when it is not known."""
        if name in self.names:
            return self.names[name]
        if self.unbounded or self.parent is None:
            return None
        return self.parent.type_of(name)

    def function(self, name: str) -> Function | None:
        """Return the function of that name, unless a variable hides it that may be one itself."""
        hides = self.has(name) and not self.unbounded
        own = self.type_of(name) if hides else None
        return (
            None if hides and (own is None or own.name == "function") else self.functions.get(name)
        )

    def nearest(self, name: str) -> str:
        """Return the known name that is most like one that is not known; empty when none is."""
        known = [*self.all(), *self.functions]
        return next(iter(get_close_matches(name, known, n=1)), "")

    def all(self) -> list[str]:
        """Return every name in scope."""
        return [*self.names, *(self.parent.all() if self.parent else ())]
