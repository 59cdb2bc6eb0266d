"""The command line in a process of its own, and the most memory that it and its own ever held."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import dataclass

# The children's peak is that of all there ever were: so one process is made for each measure.
_MEASURE = """
import json, resource, subprocess, sys
done = subprocess.run(sys.argv[1:], capture_output=True, text=True)
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
unit = 1 if sys.platform == "darwin" else 1024
print(json.dumps([done.returncode, done.stdout, done.stderr, peak * unit]))
"""


@dataclass(frozen=True)
class Measured:
    """How a command ended. ``peak``: bytes of the largest process; ``seconds``: start to end."""

    code: int
    out: str
    err: str
    peak: int
    seconds: float


def run_measured(*arguments: str) -> Measured:
    """Run a command of ours and return how it ended and what it took."""
    command = [sys.executable, "-c", _MEASURE, sys.executable, "-m", "app", *arguments]
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds = time.perf_counter() - start
    code, out, err, peak = json.loads(done.stdout)
    return Measured(code, out, err, peak, seconds)
