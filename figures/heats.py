"""Who solved what: a table of problems and methods, coloured by the share of the starts that were solved."""

import re
import textwrap
from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from figures.text import escape
from figures.theme import INK, NEUTRAL, PAPER, SEQUENTIAL, axis, colorscale, figure

LETTERS = 18  # in a line of the name of a row


def heats(
    solved: ArrayLike,
    started: ArrayLike,
    *,
    problems: Sequence[str],
    methods: Sequence[str],
    told: Sequence[Sequence[str]],
    chosen: tuple[int, int] | None = None,
) -> go.Figure:
    """Draw a cell for every problem (row, the first on top) and method (column), which says `solved` of `started`.

    Both are whole numbers, (P, S) and (P,). `told` is the text of every cell when it is pointed at, `chosen` the
    (problem, method) that is framed. On the axes a cell lies at its (method, problem) numbers, from 0.
    """
    count, of = np.asarray(solved, dtype=int), np.asarray(started, dtype=int)[:, None]
    share = count / np.maximum(of, 1)
    rows, columns = count.shape
    cells = {
        "type": "heatmap", "name": "", "z": share, "zmin": 0, "zmax": 1, "colorscale": colorscale(SEQUENTIAL),
        "xgap": 2, "ygap": 2, "showscale": False, "hovertemplate": "%{customdata}<extra></extra>",
        "customdata": [[escape(text).replace("\n", "<br>") for text in row] for row in told],
    }  # fmt: skip
    texts = [
        {
            "x": column, "y": row, "showarrow": False, "text": f"{count[row, column]}/{of[row, 0]}",
            "font": {"size": 13, "color": INK if share[row, column] > 0.45 else PAPER}, "captureevents": False,
        }
        for row in range(rows)
        for column in range(columns)
    ]  # fmt: skip
    return figure(
        [cells],
        # Where they would overlap, on a narrow screen, the names of columns are turned.
        xaxis=_names(
            [_halves(title) for title in methods], side="top", autotickangles=[0, -90], range=[-0.5, columns - 0.5]
        ),
        yaxis=_names([_lines(title) for title in problems], range=[rows - 0.5, -0.5]),
        annotations=texts,
        shapes=[_frame(*chosen)] if chosen else [],
    )


def height(problems: Sequence[str]) -> int:
    """The height that the table needs, in pixels."""
    return 100 + sum(16 + 18 * len(_lines(title)) for title in problems)


def _names(titles: Sequence[list[str]], **more: object) -> dict[str, object]:
    """An axis with a title of one or more lines at 0, 1, 2, …"""
    texts = ["<br>".join(map(escape, lines)) for lines in titles]
    plain = {"showgrid": False, "fixedrange": True, "showline": False, "ticks": "", "ticklabeloverflow": "allow"}
    return axis("", tickvals=list(range(len(titles))), ticktext=texts, **plain, **more)


def _lines(title: str) -> list[str]:
    return textwrap.wrap(title, LETTERS, break_long_words=False)


def _halves(title: str) -> list[str]:
    """A title in two lines of about the same length, or in one if it is a single word; a dash may end a line."""
    breaks = [match.end() for match in re.finditer(r"[ –]", title)]
    if not breaks:
        return [title]
    middle = min(breaks, key=lambda place: abs(place - len(title) / 2))
    return [title[:middle].rstrip(), title[middle:]]


def _frame(row: int, column: int) -> dict[str, object]:
    return {
        "type": "rect", "xref": "x", "yref": "y", "x0": column - 0.5, "x1": column + 0.5, "y0": row - 0.5,
        "y1": row + 0.5, "line": {"color": NEUTRAL, "width": 4}, "fillcolor": "rgba(0,0,0,0)",
    }  # fmt: skip
