"""How things are timed here: warmed up, in interleaved rounds, so that noise falls on all alike."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Timed:
    """The seconds that one operation took, in each round."""

    rounds: tuple[float, ...]

    @property
    def median(self) -> float:
        """The seconds of the middle round."""
        return statistics.median(self.rounds)

    @property
    def best(self) -> float:
        """The seconds of the fastest round: what the others would be on a quiet machine."""
        return min(self.rounds)

    def per_second(self) -> tuple[float, float, float]:
        """Return operations per second: median, least, most."""
        return 1 / self.median, 1 / max(self.rounds), 1 / self.best


def interleaved(contestants: Mapping[str, Callable[[], int]], rounds: int = 7) -> dict[str, Timed]:
    """Return the times of each contestant, which returns how many operations a call was.

    Each is warmed up once; then each runs once a round, in turn. The garbage collector waits.
    """
    for run in contestants.values():
        run()
    seconds: dict[str, list[float]] = {name: [] for name in contestants}
    gc.collect()
    gc.disable()
    try:
        for _ in range(rounds):
            for name, run in contestants.items():
                start = time.perf_counter()
                count = run()
                seconds[name].append((time.perf_counter() - start) / count)
    finally:
        gc.enable()
    return {name: Timed(tuple(each)) for name, each in seconds.items()}


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which a share (0-1) of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
