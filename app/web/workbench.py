"""What authors are told at the top of every page, while the content is followed.

Must not read the content: a reading is given.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import groupby

from app.content.findings import Finding, Severity
from app.content.holdings import Reading
from app.locale.formats import join_words, upper_first
from app.report.french import plural
from app.web import urls
from app.web.languages import split_path
from app.web.preview_contexts import Bench, FindingsPage, FindingView

FIRST = 3
"""How many findings the banner shows; the others are one link away."""

_FOLLOWING = re.compile(rf"/|/parcours/[^/]+|{urls.PREVIEWS}(?:/.*)?")
"""The pages that show the content and hold nothing that is typed."""


def bench_of(reading: Reading) -> Bench:
    """Return what the banner says of a reading."""
    # What withholds a pathway comes first.
    found = sorted(reading.findings, key=lambda one: one.severity != "error")
    return Bench(
        revision=reading.revision,
        count=_count(reading),
        has_errors=reading.errors > 0,
        first=tuple(_view(one) for one in found[:FIRST]),
        more=max(0, len(found) - FIRST),
        kept=_kept(reading),
    )


def findings_page(reading: Reading) -> FindingsPage:
    """Return every finding of a reading, file by file."""
    return FindingsPage(
        files=tuple(
            (file, tuple(_view(one) for one in found))
            for file, found in groupby(reading.findings, key=lambda one: one.file)
        ),
        count=_count(reading),
        kept=_kept(reading),
    )


def follows(path: str) -> bool:
    """Whether the page at this path is to be loaded again when the content has changed."""
    return _FOLLOWING.fullmatch(split_path(path)[1]) is not None


def _count(reading: Reading) -> str:
    found = Counter(finding.severity for finding in reading.findings)
    counts = [
        plural(found[severity], *nouns) for severity, nouns in _NOUNS.items() if found[severity]
    ]
    return join_words(counts)


_NOUNS: dict[Severity, tuple[str, str]] = {
    "error": ("erreur", "erreurs"),
    "warning": ("avertissement", "avertissements"),
    "translation": ("traduction manquante", "traductions manquantes"),
}


def _kept(reading: Reading) -> tuple[str, ...]:
    return tuple(
        edition.questionnaire.title
        for id_, edition in reading.editions.items()
        if id_ in reading.kept
    )


def _view(finding: Finding) -> FindingView:
    return FindingView(
        place=f"{finding.file}:{finding.line}",
        severity=upper_first(_NOUNS[finding.severity][0]),
        message=finding.message,
        remedy=finding.remedy,
    )
