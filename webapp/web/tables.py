"""Tables as files for a spreadsheet."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from io import StringIO

from flask import Response

from engine.documents.data_file import make_safe

#: Rows of one file; more than all offices together have.
EVERYTHING = 1_000_000


def send_table(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """Send rows as a CSV file for download.

    Args:
        name: Of the file; what a file cannot be called is replaced.
        head: Names of the columns.
        rows: Texts, decimals, dates and nulls.
    """
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(head)
    writer.writerows([_cell(value) for value in row] for row in rows)
    response = Response(text.getvalue(), mimetype="text/csv")
    response.headers.set("Content-Disposition", "attachment", filename=_plain(name))
    return response


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    return make_safe(str(value))


def _plain(name: str) -> str:
    return "".join(one if one.isalnum() or one in "-._" else "-" for one in name)
