"""Faults of files: YAML that is not read."""

from __future__ import annotations

from tests.content.cases.case import Case
from tests.content.folders import QUESTIONS, SOURCES

READING = (
    Case("yaml-syntax", QUESTIONS, "order: 50", "order: [50", "duration", "crochet"),
    Case("yaml-syntax", QUESTIONS, "order: 50", 'order: "50', "duration", "guillemet"),
    Case(
        "yaml-syntax",
        SOURCES,
        'year: 2020, url: "https://example.org/guide"}',
        'year: 2020, url: "https://example.org/guide}',
        "G1",
        "Fermez les guillemets",
    ),
    Case("yaml-syntax", QUESTIONS, "order: 50", "\torder: 50", "\torder", "tabulation"),
    Case("yaml-syntax", QUESTIONS, "language: fr", "language: fr: de", "fr: de", "guillemets"),
    Case(
        "yaml-duplicate-key",
        QUESTIONS,
        "order: 50",
        "order: 50\norder: 60",
        "order: 60",
        "ligne 10",
    ),
    Case("yaml-alias", QUESTIONS, "order: 50", "order: &x 50", "&x", "&x"),
    Case("yaml-alias", QUESTIONS, "order: 50", "order: *x", "*x", "*x"),
    Case("yaml-tag", QUESTIONS, "order: 50", "order: !!python/object:os.system 50", "!!python"),
    Case("yaml-tag", QUESTIONS, "order: 50", "order: !!int 50", "!!int"),
    Case("yaml-tag", QUESTIONS, "id: jardin", "%YAML 1.1\n---\nid: jardin", "---"),
    Case("yaml-key", QUESTIONS, "order: 50", "[order]: 50", "[order]"),
    Case("yaml-too-deep", QUESTIONS, "order: 50", f"order: {'[' * 60}{']' * 60}", "order"),
    Case("yaml-several-documents", QUESTIONS, "order: 50", "---\norder: 50", "---"),
    Case("file-character", QUESTIONS, "order: 50", 'order: "\\x07"', "order"),
    Case("file-character", QUESTIONS, "order: 50", "order: \x07", "order"),
)
