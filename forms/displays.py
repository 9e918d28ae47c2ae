"""Reads the components of form-js that only show something."""

from forms.definition import Component, Formula, Gap, Passage, Picture, Table
from forms.source import Node

IMAGES = ("data:image/png;", "data:image/jpeg;", "data:image/gif;", "data:image/webp;")


def read_text(node: Node) -> Component:
    """Return a passage of Markdown."""
    return Passage(
        id=node.id, type="text", line=node.line, content=node.text("text"), markup="markdown"
    )


def read_html(node: Node) -> Component:
    """Return a passage of HTML."""
    return Passage(
        id=node.id, type="html", line=node.line, content=node.text("content"), markup="html"
    )


def read_table(node: Node) -> Component | None:
    """Return a table; None, with a finding, when it shows nothing."""
    source, worked_out = node.formula("dataSource"), node.formula("columnsExpression")
    if not source:
        node.findings.add(
            node, "A table has no data source.", "Give it an expression.", "form-table"
        )
        return None
    columns: tuple[tuple[str, str], ...] | Formula = worked_out or tuple(
        (column.text("key"), column.text("label") or column.text("key"))
        for column in node.nodes("columns")
    )
    return Table(
        id=node.id,
        type="table",
        line=node.line,
        label=node.text("label"),
        source=source,
        columns_shown=columns,
    )


def read_picture(node: Node) -> Component | None:
    """Return an image; None, with a finding, when it is not part of the form."""
    source = node.text("source")
    if not source.startswith(IMAGES):
        node.findings.add(
            node,
            "An image must be part of the form, so that nothing is fetched from outside.",
            "Give its source as a data: address of a PNG, JPEG, GIF or WebP image.",
            "form-image",
        )
        return None
    return Picture(id=node.id, type="image", line=node.line, source=source, alt=node.text("alt"))


def read_gap(node: Node) -> Component:
    """Return a line or a space."""
    return Gap(id=node.id, type=node.text("type"), line=node.line)
