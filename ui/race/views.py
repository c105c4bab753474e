"""What there is to see of a race: who won, the profiles, the table, and who solved what."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import streamlit as st

from figures.heats import heats, height
from figures.profiles import Curve, data, performance
from numerics.numbers import format_number
from numerics.outcome import Outcome
from numerics.race import RATES, Heat, Race, RaceRules
from ui.links import linked, reset_linked, set_linked
from ui.livechart import livechart

# Why a run did not solve its problem, as counted in the table.
FAILURES = {
    Outcome.CONVERGED: "ended elsewhere",
    Outcome.BUDGET: "budget spent",
    Outcome.STALLED: "stalled",
    Outcome.DIVERGED: "diverged",
    Outcome.LEFT_DOMAIN: "left the domain",
    Outcome.NO_STEP: "no step",
    Outcome.NOT_APPLICABLE: "not applicable",
    Outcome.UNDEFINED_START: "undefined start",
}


def verdict(result: Race) -> None:
    """Say in one or two sentences who won, and what does not count."""
    for place, problem in enumerate(result.problems):
        if place not in result.judged:
            st.warning(f"{problem.title} does not count: f falls without end along a run, so nothing solves it.")
    count = len(result.costs)
    if not count:
        return
    solved = np.isfinite(result.costs).sum(axis=0)
    wins = [round(float(profile(1)) * count) for profile in result.performance]
    if not solved.any():
        st.markdown(f"**Nobody solved any of the {count} runs.** Give them more budget or a larger τ.")
        return
    st.markdown(
        f"**Most solved:** {_named(result, solved)}, {solved.max()} of {count} runs.  \n"
        f"**Most often the cheapest:** {_named(result, wins)}, in {max(wins)} of {count}."
    )


def _named(result: Race, counts: Sequence[int] | np.ndarray) -> str:
    """The titles of the methods with the highest count."""
    return " and ".join(
        method.title for method, count in zip(result.methods, counts, strict=True) if count == max(counts)
    )


def profiles(result: Race) -> None:
    """Draw the performance profile, or the data profile."""
    kind = linked(
        st.segmented_control,
        "Profile",
        "profile",
        "performance",
        options=["performance", "data"],
        format_func={"performance": "Against each other", "data": "Against the budget"}.__getitem__,
        label_visibility="collapsed",
    )
    draw, each = (performance, result.performance) if kind == "performance" else (data, result.data)
    curves = [Curve(method.title, method.name, profile) for method, profile in zip(result.methods, each, strict=True)]
    told = ", ".join(f"{curve.label} {curve.profile.solved:.0%}" for curve in curves)
    livechart(
        draw(curves),
        key="profile",
        alt=f"{kind.capitalize()} profiles: a step curve for each method. Share solved at the right end: {told}",
        height=470,
    )
    if kind == "performance":
        st.caption(
            "At the left end: the share of the runs in which a method was the cheapest. At the right end: the share "
            "that it solved at all. Between them: the share solved at no more than α times the cheapest cost."
        )
    else:
        st.caption(
            "What a budget of α (n + 1) evaluations of f solves: n + 1 are the price of one gradient by differences."
        )


def standings(result: Race) -> None:
    """The table: one row for each method."""
    count = len(result.costs)
    rows = [_standing(result, column, count) for column in range(len(result.methods))]
    st.dataframe(
        rows,
        hide_index=True,
        column_config={
            "solved": st.column_config.ProgressColumn(
                format="%.0f %%", min_value=0, max_value=100, help="the right end of its profile"
            ),
            "cheapest": st.column_config.NumberColumn(format="%.0f %%", help="the left end of its profile"),
            "median cost": st.column_config.TextColumn(
                help="of all its runs, in evaluations of f; an unsolved run costs more than any"
            ),
            "tuned rate": st.column_config.TextColumn(help="the best rate of the grid; a range over the functions"),
            "tuning cost": st.column_config.NumberColumn(
                format="localized", help="what the trials cost, in evaluations of f: not part of any budget"
            ),
        },
    )
    edges = [method.title for column, method in enumerate(result.methods) if _at_edge(result, column)]
    if edges:
        st.caption(f"For {', '.join(edges)} a tuned rate lies at an end of the grid: one beyond it may be better.")


def _standing(result: Race, column: int, count: int) -> dict[str, Any]:
    costs, row = result.costs[:, column], [heat[column] for heat in result.heats]
    lost = Counter(
        FAILURES[attempt.outcome]
        for place in result.judged
        for attempt, cost in zip(row[place].attempts, row[place].costs, strict=True)
        if np.isinf(cost)
    )
    median = float(np.median(costs)) if count else np.inf
    return {
        "method": result.methods[column].title,
        "solved": 100 * result.performance[column].solved,
        "cheapest": 100 * float(result.performance[column](1)),
        "median cost": format_number(median) if np.isfinite(median) else f"> {result.rules.budget}",
        "not solved": ", ".join(f"{number} × {why}" for why, number in lost.most_common()) or "—",
        "tuned rate": _rates(result.rules, row),
        "tuning cost": round(sum(heat.tuning_cost for heat in row)),
    }


def _rates(rules: RaceRules, row: Sequence[Heat]) -> str:
    if not rules.tunes(row[0].method):
        return "—"
    rates = sorted({heat.method.knobs["learning_rate"] for heat in row})
    return f"{rates[0]:g}" if len(rates) == 1 else f"{rates[0]:g} – {rates[-1]:g}"


def _at_edge(result: Race, column: int) -> bool:
    """Whether the best rate of a method is the smallest or the largest that was tried, anywhere that counts."""
    return result.rules.tunes(result.methods[column]) and any(
        result.heats[place][column].method.knobs["learning_rate"] in (RATES[0], RATES[-1]) for place in result.judged
    )


def cells(result: Race, methods: Sequence[str], problems: Sequence[str], chosen: tuple[int, int]) -> None:
    """Draw who solved what; a click chooses the cell (problem, method), named as in the link."""

    def choose(x: float, y: float) -> None:
        column, row = round(x), round(y)
        if 0 <= column < len(methods) and 0 <= row < len(problems):
            set_linked("who", methods[column])
            set_linked("where", problems[row])
            reset_linked("from")

    titles = [problem.title for problem in result.problems]
    solved = [[int(np.isfinite(heat.costs).sum()) for heat in row] for row in result.heats]
    livechart(
        heats(
            solved,
            [len(row[0].attempts) for row in result.heats],
            problems=titles,
            methods=[method.title for method in result.methods],
            told=[[_cell(title, heat) for heat in row] for title, row in zip(titles, result.heats, strict=True)],
            chosen=chosen,
        ),
        key="cells",
        alt="A table of functions and methods: from how many starts each method solved each function",
        height=height(titles),
        on_click=choose,
    )


def _cell(title: str, heat: Heat) -> str:
    """What is told of a cell that is pointed at."""
    solved = heat.costs[np.isfinite(heat.costs)]
    lines = [f"{heat.method.title} on {title}", f"solved from {len(solved)} of {len(heat.costs)} starts"]
    if len(solved):
        lines.append(f"for {format_number(float(np.median(solved)), 3)} evaluations, in the median")
    if heat.tuning_cost:
        lines.append(f"tuned rate {heat.method.knobs['learning_rate']:g}")
    return "\n".join(lines)
