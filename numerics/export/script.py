"""A run as a Python script that stands alone."""

from numerics.export.parts import parts_of
from numerics.run import Run


def script(run: Run) -> str:
    """A Python script that repeats `run` with NumPy alone: the same iterates, number for number.

    It has the function with the derivatives that the method needs, the method's own source, the loop, and prints
    the table of iterates. SciPy is imported only where the function needs it (erf, gamma, …); its head says so.
    Raises NumericsError where the method took no step, as it has no meaning for f.
    """
    head, imports, parts = parts_of(run)
    sections = [f"# {part.title} {'-' * (78 - len(part.title))}\n\n{part.code}" for part in parts]
    return "\n\n\n".join([f"{head}\n\n{imports}", *sections]) + "\n"
