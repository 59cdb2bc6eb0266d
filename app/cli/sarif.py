"""Findings as SARIF 2.1.0, which editors and forges show beside the lines."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from app.content.findings import CODES, Finding, Severity

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"

_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "translation": "note"}


def sarif_of(findings: Iterable[Finding], version: str) -> dict[str, Any]:
    """Return the SARIF log of some findings; files are relative to the content folder."""
    listed = list(findings)
    codes = sorted({finding.code for finding in listed})
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "balises",
                        "version": version,
                        "rules": [
                            {"id": code, "defaultConfiguration": {"level": _LEVELS[CODES[code]]}}
                            for code in codes
                        ],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [_result(finding, codes.index(finding.code)) for finding in listed],
            }
        ],
    }


def _result(finding: Finding, index: int) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{finding.message} {finding.remedy}"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": finding.file},
                    "region": {"startLine": finding.line},
                }
            }
        ],
    }
    if finding.witness is not None:
        result["properties"] = {"witness": json.loads(finding.witness)}
    return result
