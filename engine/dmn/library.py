"""A model together with the files that it imports, and the way from one to another."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from engine.dmn.elements import Definitions, Element, Import, ItemDefinition, Reference
from engine.errors import ModelError, Problem

__all__ = ["Home", "Library", "gather"]


@dataclass(frozen=True, kw_only=True)
class Library:
    """A model and its imports."""

    #: The model that was asked for.
    main: Definitions
    #: Every file by its namespace, the model itself included.
    files: Mapping[str, Definitions]

    @property
    def home(self) -> "Home":
        """The model itself, as a place to look from."""
        return Home(library=self, definitions=self.main)


@dataclass(frozen=True, kw_only=True)
class Home:
    """A file as reached from the model: the same file may be imported on several ways."""

    library: Library = field(repr=False)
    definitions: Definitions = field(repr=False)
    #: Names of the imports on the way from the model.
    path: tuple[str, ...] = ()

    def through(self, imported: Import) -> "Home":
        """Return the imported file."""
        definitions = self.library.files[imported.namespace]
        path = (*self.path, imported.name)
        return Home(library=self.library, definitions=definitions, path=path)

    def reachable(self) -> "Iterator[Home]":
        """Go through this file and those that it imports, directly or not, each once."""
        seen, waiting = {self.definitions.namespace}, [self]
        while waiting:
            home = waiting.pop(0)
            yield home
            for imported in home.definitions.imports:
                if imported.namespace in self.library.files.keys() - seen:
                    seen.add(imported.namespace)
                    waiting.append(home.through(imported))

    def find(self, reference: Reference) -> "tuple[Home, Element] | None":
        """Return the element that a reference of this file points to, and the file it is in."""
        if reference.namespace == self.definitions.namespace:
            return self.get(reference.id)
        for imported in self.definitions.imports:
            if imported.namespace == reference.namespace:
                return self.through(imported).get(reference.id)
        return None

    def get(self, identity: str) -> "tuple[Home, Element] | None":
        """Return the element of this very file that has an id."""
        element = self.definitions.elements.get(identity)
        return None if element is None else (self, element)

    def find_type(self, name: str) -> "tuple[Home, ItemDefinition] | None":
        """Return the item definition with a name, and its file; None when there is none.

        Args:
            name: Alone, behind the name of an import and a dot, or as ``{namespace}name``.
        """
        if name in self.definitions.types:
            return self, self.definitions.types[name]
        for imported in self.definitions.imports:
            home = self.through(imported)
            rest = _behind(imported, name)
            if rest is None:
                continue
            if rest in home.definitions.types:
                return home, home.definitions.types[rest]
            if rest != name and (found := home.find_type(rest)):
                return found
        return None


def _behind(imported: Import, name: str) -> str | None:
    """Return what a name calls inside an import; None when it cannot mean that import."""
    for prefix in (f"{{{imported.namespace}}}", f"{imported.name}."):
        if len(prefix) > 1 and name.startswith(prefix):
            return name.removeprefix(prefix)
    return None if imported.name else name


def gather(main: Definitions, others: Iterable[Definitions]) -> Library:
    """Join a model with the files that it imports.

    Raises:
        ModelError: If a file that is imported, by the model or by an import of it, is missing.
    """
    files = {other.namespace: other for other in others}
    files[main.namespace] = main
    library = Library(main=main, files=files)
    problems = [
        _missing(definitions, imported)
        for definitions in (home.definitions for home in library.home.reachable())
        for imported in definitions.imports
        if imported.namespace not in files
    ]
    if problems:
        raise ModelError(problems)
    return library


def _missing(definitions: Definitions, imported: Import) -> Problem:
    named = f"“{imported.name or imported.location or imported.namespace}”"
    return Problem(
        message=f"The imported model {named} ({imported.namespace}) was not given.",
        remedy="Put the file that defines this namespace beside the model.",
        file=definitions.file,
        line=imported.line,
        rule="dmn-import",
    )
