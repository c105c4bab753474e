"""A run as a Jupyter notebook: the script in cells, with the formulas between them."""

import json
from typing import Any

from numerics.export.parts import parts_of
from numerics.run import Run

_PICTURE = """\
try:
    import matplotlib.pyplot as plt
except ImportError:
    print("matplotlib is not installed: there is no picture, but the table above has every number.")
else:
    figure, axes = plt.subplots()
    lengths = [math.hypot(*slope) for slope in g.tolist()]
    axes.semilogy([length or math.nan for length in lengths], ".-")
    axes.set_xlabel("step")
    axes.set_ylabel("length of the gradient")
    plt.show()"""


def notebook(run: Run) -> str:
    """A Jupyter notebook (format 4.5, as JSON) whose cells repeat `run` with NumPy alone, as `script` does.

    Where matplotlib is installed it draws the length of the gradient; it works without. Raises NumericsError as
    `script` does.
    """
    head, imports, parts = parts_of(run)
    cells = [
        _text(f"# {run.method.title}\n\nThe same iterates as in the Numerical Computation Lab, number for number.")
    ]
    cells.append(_code(f"{head}\n\n{imports}"))
    for part in parts:
        cells += [_text(f"## {part.title}\n\n{part.text}".strip()), _code(part.code)]
    cells += [_text("## The picture"), _code(_PICTURE)]
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    document = {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "cells": cells,
    }
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _text(source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": source.splitlines(keepends=True)}


def _code(source: str) -> dict[str, Any]:
    lines = source.splitlines(keepends=True)
    return {"cell_type": "code", "metadata": {}, "execution_count": None, "outputs": [], "source": lines}
