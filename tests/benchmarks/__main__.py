"""``python -m tests.benchmarks [names...] [--json OUT]``: prints the figures, changes nothing."""

from __future__ import annotations

import argparse
import importlib
import json
import time
from pathlib import Path

from tests.benchmarks.figures import Figure, machine, table

SUBJECTS = (
    "rules",
    "next_level",
    "compare",
    "startup",
    "pages",
    "phone",
    "writes",
    "pdf",
    "spreadsheets",
)


def main() -> None:
    """Run the subjects asked for, all of them if none is named."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("subjects", nargs="*", metavar="subject", help=", ".join(SUBJECTS))
    parser.add_argument("--json", type=Path, metavar="OUT", help="also write the figures there")
    given = parser.parse_args()
    unknown = set(given.subjects) - set(SUBJECTS)
    if unknown:
        parser.error(f"no such subject: {', '.join(sorted(unknown))}")
    facts = machine()
    print(", ".join(f"{name} {value}" for name, value in facts.items()))
    figures: list[Figure] = []
    for name in given.subjects or SUBJECTS:
        start = time.perf_counter()
        found = importlib.import_module(f"tests.benchmarks.{name}").run()
        print(f"\n{table(found)}\n({time.perf_counter() - start:.0f} s)", flush=True)
        figures += found
    if given.json:
        data = {"machine": facts, "figures": [figure.to_dict() for figure in figures]}
        given.json.write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
