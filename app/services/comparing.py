"""Comparing two editions on answers that exist, in several processes where they are many.

Only reads: no answer, assessment or edition is changed.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from itertools import islice
from multiprocessing import get_context
from typing import TypeVar

from sqlalchemy import Connection

from app.domain.comparison import Comparison, Effects, gather_effects
from app.domain.edition import Edition
from app.domain.effects import Comparer, Tally
from app.services.comparing_worker import RawSet, count_chunk, count_prepared, prepare
from app.services.errors import EditionAmbiguous, EditionNotFound
from app.store import answers, assessments, editions
from app.store.database import Database

T = TypeVar("T")

CHUNK = 500
"""How many sets of answers are read, and counted by a process, at once."""
FEW = 4000
"""Fewer sets than this are counted here: other processes would take longer to start."""
MOST_WORKERS = 8


def find_edition(database: Database, prefix: str) -> Edition:
    """Return the stored edition whose hash begins with some hexadecimal digits.

    Raises:
        EditionNotFound: if there is none.
        EditionAmbiguous: if there are several.
        StoreUnavailable: if the database does not answer.
    """
    with database.read() as connection:
        found = editions.beginning_with(connection, prefix.lower())
        if not found:
            raise EditionNotFound(prefix)
        if len(found) > 1:
            raise EditionAmbiguous(prefix)
        return Edition.from_canonical(editions.canonical_of(connection, found[0]))


@contextmanager
def stored_sets(database: Database, edition: str) -> Iterator[tuple[int, Iterator[RawSet]]]:
    """Give the number of assessments pinned to an edition and their raw answers, of one moment.

    Raises:
        StoreUnavailable: if the database does not answer.
    """
    with database.read() as connection:
        found = assessments.of_edition(connection, edition)
        yield len(found), _read_sets(connection, found)


def _read_sets(connection: Connection, found: list[tuple[str, str]]) -> Iterator[RawSet]:
    for chunk in _chunks(found):
        given = answers.of_several(connection, [id_ for id_, _ in chunk])
        for id_, reference in chunk:
            yield reference, given.get(id_, {})


def measure_effects(
    comparison: Comparison,
    sets: Iterable[RawSet],
    *,
    count: int | None = None,
    workers: int | None = None,
    advance: Callable[[int], None] = lambda _: None,
) -> Effects:
    """Return the effects of a new edition on raw answers to the old one.

    Args:
        comparison: the two editions.
        sets: the answers and how each set is referred to.
        count: how many sets there are, if it is known.
        workers: how many processes count; None: one for each core, here where there are few sets.
        advance: called with the number of sets counted, each time that some were.
    """
    if workers is None:
        is_few = count is not None and count < FEW
        workers = 1 if is_few else min(MOST_WORKERS, os.cpu_count() or 1)
    tallies = _count_here if workers == 1 else _count_beside
    total = Tally()
    for size, tally in tallies(comparison, _chunks(sets), workers):
        total.add(tally)
        advance(size)
    return gather_effects(comparison, total)


def _chunks(values: Iterable[T]) -> Iterator[list[T]]:
    each = iter(values)
    while chunk := list(islice(each, CHUNK)):
        yield chunk


def _count_here(
    comparison: Comparison, chunks: Iterable[list[RawSet]], _: int
) -> Iterator[tuple[int, Tally]]:
    comparer = Comparer(comparison.old, comparison.new, comparison.steps)
    first = 0
    for chunk in chunks:
        yield len(chunk), count_chunk(comparer, first, chunk)
        first += len(chunk)


def _count_beside(
    comparison: Comparison, chunks: Iterable[list[RawSet]], workers: int
) -> Iterator[tuple[int, Tally]]:
    """Count in other processes; a few chunks wait for each, so that memory stays small."""
    prepared = (comparison.old.canonical, comparison.new.canonical, comparison.steps)
    with ProcessPoolExecutor(
        workers, mp_context=get_context("spawn"), initializer=prepare, initargs=prepared
    ) as pool:
        waiting: deque[tuple[int, Future[Tally]]] = deque()
        first = 0
        for chunk in chunks:
            waiting.append((len(chunk), pool.submit(count_prepared, first, chunk)))
            first += len(chunk)
            if len(waiting) > 3 * workers:
                size, future = waiting.popleft()
                yield size, future.result()
        for size, future in waiting:
            yield size, future.result()
