"""The one Jinja environment of the house, for pages, fragments and the PDF.

Must not know which page is rendered: contexts are made elsewhere.
"""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from app.locale import formats
from app.locale.speech import template_gettext, template_ngettext
from app.report.foreign import in_its_language, plain, with_mark
from app.report.french import plural

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
"""The folder that holds layouts, components, pages and the PDF."""


def make_environment(folder: Path = TEMPLATES) -> Environment:
    """Return a new environment: undefined names are errors, blocks trimmed.

    Everything is escaped but plain text (``.txt``), such as mails.

    Words are said in the language spoken: ``_("…")``, ``{% trans %}``. Filters: ``date_words``
    (« 1er mars 2026 »), ``moment_words`` (and the hour),
    ``number`` (« 1 234,5 »), ``percent`` (0.42 → « 42 % »), ``join_words``
    (« a, b et c »), ``quote`` (« … »), ``lower_first``, ``upper_first``, ``sentence``; ``plain``,
    for a place that holds no elements, and ``with_mark`` (see ``foreign``). ``plural`` (3 →
    « 3 réponses ») is for the pages for authors alone, which are in French.
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
        finalize=in_its_language,
        extensions=["jinja2.ext.i18n"],
    )
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        template_gettext, template_ngettext, newstyle=True
    )
    environment.globals.update(colon=formats.colon, semicolon=formats.semicolon)
    environment.filters.update(
        date_words=formats.date_words,
        moment_words=formats.moment_words,
        number=formats.number,
        percent=formats.percent,
        join_words=formats.join_words,
        quote=formats.quote,
        lower_first=formats.lower_first,
        plural=plural,
        upper_first=formats.upper_first,
        sentence=formats.sentence,
        plain=plain,
        with_mark=with_mark,
    )
    return environment
