"""The one Jinja environment of the house, for pages, fragments and the PDF.

Must not know which page is rendered: contexts are made elsewhere.
"""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from app.report import french

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
"""The folder that holds layouts, components, pages and the PDF."""


def make_environment(folder: Path = TEMPLATES) -> Environment:
    """Return a new environment: undefined names are errors, blocks trimmed.

    Everything is escaped but plain text (``.txt``), such as mails.

    Filters: ``date_fr`` (« 1er mars 2026 »), ``number_fr`` (« 1 234,5 »), ``percent`` (0.42 →
    « 42 % »), ``plural`` (3 → « 3 réponses »), ``join_fr`` (« a, b et c »), ``quote_fr`` (« … »),
    ``lower_first``, ``upper_first``, ``sentence``.
    """
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=select_autoescape(
            disabled_extensions=("txt",), default=True, default_for_string=True
        ),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    environment.filters.update(
        date_fr=french.date_fr,
        number_fr=french.number_fr,
        percent=french.percent,
        plural=french.plural,
        join_fr=french.join_fr,
        quote_fr=french.quote_fr,
        lower_first=french.lower_first,
        upper_first=french.upper_first,
        sentence=french.sentence,
    )
    return environment
