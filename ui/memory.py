"""What is remembered for all visitors: so many bytes, not so many results, as some are a thousand times larger."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from numerics.objective import Objective
from numerics.symbolic.cache import Cache

BYTES_A_CHARACTER = 20  # of the source of a function, measured: the source, what was compiled from it, the tree

Others = ParamSpec("Others")
Result = TypeVar("Result")
Work = Callable[Concatenate[Objective, Others], Result]


def remembered(
    capacity: int, bytes_of: Callable[[Result], int]
) -> Callable[[Work[Others, Result]], Work[Others, Result]]:
    """Decorate a function of an objective and other hashable arguments: what it found is not computed again.

    The results kept, with the functions that they belong to, take about `capacity` bytes; one is reckoned as
    `bytes_of` says.
    """

    def decorate(work: Work[Others, Result]) -> Work[Others, Result]:
        cache: Cache[Result] = Cache(capacity)

        @wraps(work)
        def recall(f: Objective, *others: Others.args, **named: Others.kwargs) -> Result:
            key = f, others, tuple(named.items())
            found = cache.get(key)
            if found is None:
                found = work(f, *others, **named)
                cache.put(key, found, bytes_of(found) + BYTES_A_CHARACTER * f.program.size)
            return found

        return recall

    return decorate
