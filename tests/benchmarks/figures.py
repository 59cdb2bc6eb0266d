"""The figures that benchmarks give, as a plain table and as JSON. Measures nothing."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal


@dataclass(frozen=True)
class Target:
    """What a figure should reach."""

    sense: Literal["at least", "at most"]
    value: float

    def is_met(self, value: float) -> bool:
        """Whether a value reaches the target."""
        return value >= self.value if self.sense == "at least" else value <= self.value


@dataclass(frozen=True)
class Figure:
    """One line of the table. ``value`` is a median unless its name says otherwise."""

    subject: str
    name: str
    value: float
    unit: str
    low: float | None = None
    high: float | None = None
    ratio: float | None = None
    """How many times as long as the reference of the subject, in the same rounds."""
    target: Target | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form of the figure."""
        met = self.target.is_met(self.value) if self.target else None
        return {**asdict(self), "met": met}


def machine() -> dict[str, str | int]:
    """Return what the figures depend on besides the code."""
    model = platform.processor() or platform.machine()
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        model = next(line.split(":", 1)[1].strip() for line in lines if "model name" in line)
    except (OSError, StopIteration):
        pass
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    return {
        "processor": model,
        "cores": os.cpu_count() or 1,
        "load": f"{load:.1f}",
        "system": f"{platform.system()} {platform.release()}",
        "python": sys.version.split()[0],
    }


def table(figures: Sequence[Figure]) -> str:
    """Return the figures as aligned text, one line each."""
    rows = [("", "median", "spread", "ratio", "target")]
    for figure in figures:
        spread = ""
        if figure.low is not None and figure.high is not None:
            spread = f"{_short(figure.low)}-{_short(figure.high)}"
        target = ""
        if figure.target:
            verdict = "" if figure.target.is_met(figure.value) else "  MISSED"
            target = f"{figure.target.sense} {_short(figure.target.value)}{verdict}"
        rows.append(
            (
                f"{figure.subject}: {figure.name}",
                f"{_short(figure.value)} {figure.unit}",
                spread,
                f"{figure.ratio:.2f}" if figure.ratio is not None else "",
                target,
            )
        )
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [row[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def _short(value: float) -> str:
    if value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}"
