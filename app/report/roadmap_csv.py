"""The roadmap as CSV, as the spreadsheets of whoever reads its language open it without asking.

Comma-separated values as RFC 4180 has them: every cell quoted, lines ended by CR LF. In French the
separator is « ; » and dates are 14/03/2026: that is what Excel expects where the comma is the sign
of decimals. In English they are « , » and 2026-03-14, which no country reads with the month for the
day. The byte-order mark tells Excel that this is UTF-8.
"""

from __future__ import annotations

import csv
import io
from datetime import date

from app.locale.speech import current_language
from app.report.formulas import neutralise
from app.report.roadmap_table import Takeaway, Value, row_of, titles

SEPARATORS = {"fr": ";", "en": ","}
DATES = {"fr": "%d/%m/%Y", "en": "%Y-%m-%d"}


def write_csv(takeaway: Takeaway) -> bytes:
    """Return the table: a row of titles, then a row for each line; texts begin no formula."""
    language = current_language()
    stream = io.StringIO()
    writer = csv.writer(
        stream, delimiter=SEPARATORS[language], quoting=csv.QUOTE_ALL, lineterminator="\r\n"
    )
    writer.writerow(titles())
    for line in takeaway.lines:
        writer.writerow([_cell(value, DATES[language]) for value in row_of(line)])
    return b"\xef\xbb\xbf" + stream.getvalue().encode()


def _cell(value: Value, date_format: str) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.strftime(date_format)
    return neutralise(value) if isinstance(value, str) else str(value)
