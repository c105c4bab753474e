"""What is remembered is bounded in bytes, functions included."""

import numerics as nm
from ui.memory import BYTES_A_CHARACTER, remembered

SMALL, OTHER = (nm.Objective.parse(text) for text in ("x^2", "x^2 + 1"))
LARGE = nm.Objective.parse(" + ".join(f"sin(x y + {k})^{k}" for k in range(2, 30)))


def test_nothing_is_computed_twice_while_there_is_room() -> None:
    made: list[tuple[str, float]] = []

    @remembered(10_000, len)
    def work(f: nm.Objective, number: float, times: int = 1) -> str:
        made.append((f.text, number))
        return "x" * 1000 * times

    for _ in range(3):
        assert len(work(SMALL, 1.0)) == len(work(OTHER, 1.0)) == len(work(SMALL, 2.0)) == 1000
        assert len(work(SMALL, 1.0, times=2)) == 2000
    assert len(made) == 4
    work(SMALL, 3.0, times=9)
    work(SMALL, 1.0)
    assert len(made) == 6


def test_a_large_function_makes_the_same_result_dearer() -> None:
    made: list[float] = []

    @remembered(3 * BYTES_A_CHARACTER * LARGE.program.size, lambda found: 8)
    def work(f: nm.Objective, number: float) -> float:
        made.append(number)
        return number

    for f, kept in ((LARGE, 2), (SMALL, 50)):
        made.clear()
        numbers = [float(k) for k in range(50)]
        assert [work(f, number) for number in (*numbers, *numbers[::-1])] == [*numbers, *numbers[::-1]]
        assert len(made) == 100 - kept
