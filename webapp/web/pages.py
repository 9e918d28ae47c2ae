"""Which page of a long list, and what was asked of it."""

from flask import Flask, request, url_for

#: Rows on a page of a list.
PER_PAGE = 25


def install(app: Flask) -> None:
    """Offer ``same_page(page=2)`` to the pages: this address with some arguments changed."""
    app.jinja_env.globals["same_page"] = same_page


def get_number(name: str = "page") -> int:
    """Return a positive number from the address; 1 when it is missing or no number."""
    return max(1, min(request.args.get(name, 1, type=int), 100_000))


def get_choice(name: str, choices: tuple[str, ...]) -> str:
    """Return one of some words from the address; the first when it is missing or another."""
    given = request.args.get(name, "")
    return given if given in choices else choices[0]


def get_text(name: str) -> str:
    """Return a short text from the address, trimmed."""
    return request.args.get(name, "").strip()[:200]


def same_page(**changes: object) -> str:
    """Return the address of this page with some arguments changed; an empty one is left out."""
    values = {**request.args.to_dict(), **(request.view_args or {}), **changes}
    kept = {name: str(value) for name, value in values.items() if value not in {None, ""}}
    return url_for(request.endpoint or "", _external=False, **kept)
