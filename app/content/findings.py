"""What is wrong with the content, where, and how to mend it; must not decide what is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "translation"]

ERRORS = (
    # Reading a file.
    "folder-missing",
    "file-unreadable",
    "file-outside",
    "file-extension",
    "file-too-large",
    "file-too-long",
    "file-encoding",
    "file-character",
    "file-empty",
    "yaml-syntax",
    "yaml-duplicate-key",
    "yaml-alias",
    "yaml-tag",
    "yaml-key",
    "yaml-too-deep",
    "yaml-several-documents",
    # The shape of what was read.
    "key-unknown",
    "key-missing",
    "value-unknown",
    "value-type",
    "value-length",
    "value-range",
    "value-malformed",
    "id-malformed",
    "url-invalid",
    "condition-unknown",
    "condition-operator",
    "option-meaning",
    "score-range",
    "step-malformed",
    "erratum-malformed",
    # What the ids name.
    "question-unknown",
    "option-unknown",
    "dimension-unknown",
    "level-unknown",
    "answer-set-unknown",
    "condition-name-unknown",
    "resource-unknown",
    "questionnaire-unknown",
    "figure-unknown",
    "source-unknown",
    "region-unknown",
    "department-unknown",
    "questionnaire-duplicate",
    "section-duplicate",
    "question-duplicate",
    "option-duplicate",
    "dimension-duplicate",
    "rule-duplicate",
    "resource-duplicate",
    "figure-duplicate",
    "source-duplicate",
    "rules-duplicate",
    "rules-missing",
    "id-reserved",
    # Questions, options and scores.
    "context-scored",
    "text-scored",
    "question-without-score",
    "option-without-score",
    "score-out-of-range",
    "too-many-options",
    "options-only-special",
    "option-not-special",
    "follow-up-shared",
    "follow-up-unknown",
    "number-bounds",
    "number-grid",
    "bands-gap",
    "bands-overlap",
    "bands-order",
    "bands-cover",
    "option-unreachable",
    "dimension-empty",
    "duration-order",
    "show-when-operator",
    "show-when-order",
    # Levels.
    "levels-order",
    "levels-start",
    "levels-end",
    "levels-gap",
    "levels-overlap",
    "levels-decimals",
    "requires-operator",
    "requires-descendant",
    "requires-lowest",
    # Conditions and rules.
    "operator-kind",
    "option-special",
    "context-kind",
    "condition-loop",
    "rule-without-cause",
    "placeholder-malformed",
    "placeholder-unread",
    "figure-loop",
    "figure-share-missing",
    # Languages.
    "language-duplicate",
    "translation-own-missing",
    "translation-placeholder",
    # What became of earlier editions.
    "migration-duplicate",
    "step-order",
    "step-twice",
    "step-was",
    "step-always",
    "step-loop",
    "step-table",
    "errata-duplicate",
    "erratum-key",
    "erratum-idle",
    "erratum-uncorrected",
    "erratum-placeholder",
    # A workbook, and what its cells say.
    "workbook-refused",
    "workbook-stale",
    "sheet-missing",
    "column-missing",
    "column-unknown",
    "row-duplicate",
    "cell-missing",
    "cell-reference",
    "cell-value",
    "cell-formula",
    "cell-merged",
    # What no complete answer set may do.
    "rule-unreachable",
    "level-unreachable",
    "question-unreachable",
    "kind-uncovered",
    "actions-too-few",
    "better-answer-worse",
    # What a persona was to be told.
    "persona-place",
    "persona-answer",
    "persona-not-asked",
    "persona-unknown",
    "persona-level",
    "persona-resource",
    "persona-action",
    "persona-because",
    "persona-rule-unused",
)

WARNINGS = (
    "audience-unknown",
    "audience-missing",
    "resource-unused",
    "condition-unused",
    "answer-set-unused",
    "scored-by-scored",
    "unknown-unread",
    "score-ignored",
    "number-never",
    "portrait-missing",
    "portrait-unused",
    "placeholder-unanswered",
    "text-duplicate",
    "translation-unpromised",
    "sentence-too-long",
    "erratum-superseded",
    # A workbook.
    "sheet-ignored",
    "column-ignored",
    # What all complete answer sets have in common.
    "rule-equivalent",
    "rule-subsumed",
    "rule-removable",
    "best-answer-advised",
    "unknown-idle",
    "question-idle",
    "proof-unknown",
)

TRANSLATIONS = ("translation-missing",)

CODES: dict[str, Severity] = {
    **dict.fromkeys(ERRORS, "error"),
    **dict.fromkeys(WARNINGS, "warning"),
    **dict.fromkeys(TRANSLATIONS, "translation"),
}
"""Every code a finding may have. An edition with an error is not served; a warning only informs,
and so does a translation that is missing: the text is shown in the language it has."""


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing to mend. ``file`` is relative to the content folder, ``line`` counts from 1.

    ``witness`` is the JSON of a complete set of answers that shows it, as ``diagnose`` reads it.
    """

    file: str
    line: int
    code: str
    severity: Severity
    message: str
    remedy: str
    witness: str | None = None


class Findings:
    """Collects findings over all files; the same one counts once."""

    def __init__(self, known: Iterable[Finding] = ()) -> None:
        self._found: dict[Finding, None] = dict.fromkeys(known)

    def __iter__(self) -> Iterator[Finding]:
        return iter(self._found)

    def add(
        self,
        code: str,
        file: str,
        line: int,
        message: str,
        remedy: str,
        witness: str | None = None,
    ) -> None:
        """Keep one finding; its words are typeset as French ones are."""
        words = typeset(message), typeset(remedy)
        finding = Finding(file, line, code, CODES[code], *words, witness)
        self._found[finding] = None

    def keep(self, finding: Finding) -> None:
        """Keep a finding that was made before."""
        self._found[finding] = None

    def errors_in(self, file: str) -> int:
        """Return how many errors a file has so far."""
        return sum(f.severity == "error" for f in self._found if f.file == file)

    def in_order(self) -> tuple[Finding, ...]:
        """Return the findings by file, line and code."""
        return tuple(sorted(self._found, key=lambda f: (f.file, f.line, f.code, f.message)))


_BEFORE = re.compile(r" (?=[:;!?»])")
_AFTER = re.compile(r"(?<=«) ")


def typeset(text: str) -> str:
    """Return French text with its no-break spaces and its apostrophes."""
    return _AFTER.sub("\u00a0", _BEFORE.sub("\u00a0", text)).replace("'", "’")
