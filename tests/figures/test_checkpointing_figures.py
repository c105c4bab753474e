"""The pictures of checkpointing: valid for Plotly, and true to the schedule."""

import numpy as np
import plotly.graph_objects as go
import pytest

from figures.interruption_chart import Resumed, interruption_chart
from figures.memory_curve import Spot, memory_curve
from figures.schedule_chart import memory_chart, schedule_chart
from numerics.checkpointing import Chain, Timeline, carry_out, optimum, root_segments, segments
from tests.figures.test_builders import check, named, size


def root(layers: int) -> Timeline:
    chain = Chain.alike(layers)
    return carry_out(chain, segments(chain, root_segments(chain)))


def test_the_bars_cover_what_is_in_memory_and_the_cells_what_is_done() -> None:
    line = root(16)
    traces = check(schedule_chart(line))
    [held] = named(traces, "in memory")
    drawn = np.zeros_like(line.held)
    for value, base, length in zip(held.y, held.base, held.x, strict=True):
        begin = round(base - 0.5)
        assert not drawn[begin : begin + length, value].any()
        drawn[begin : begin + length, value] = True
    np.testing.assert_array_equal(drawn, line.held)
    [again] = named(traces, "computed again")
    assert again.y.tolist() == [9, 10, 11, 5, 6, 7, 1, 2, 3]
    [backward] = named(traces, "used backward and freed")
    assert backward.y.tolist() == list(range(15, -1, -1))


def test_the_memory_stands_under_the_steps_with_its_levels() -> None:
    line = root(16)
    traces = check(memory_chart(line, budget=9))
    assert traces[0].y.tolist() == line.memory.tolist()
    assert [trace.name for trace in traces[1:4]] == ["peak: 7", "everything held: 16", "budget: 9"]
    assert len(memory_chart(line).figure.data) == len(traces) - 1


def test_the_line_of_the_player_stands_at_its_step_in_both_pictures() -> None:
    for drawing in (schedule_chart(root(9)), memory_chart(root(9))):
        assert drawing.steps.tolist() == list(range(1, 9 + 4 + 9 + 1))
        [cursor] = drawing.heads.values()
        assert cursor["x"][:, 0].tolist() == cursor["x"][:, 1].tolist() == drawing.steps.tolist()


@pytest.mark.parametrize("layers", [1, 2, 64])
def test_short_and_long_schedules_are_drawn(layers: int) -> None:
    chain = Chain.alike(layers)
    line = carry_out(chain, optimum(chain).schedule(chain.least_memory))
    for draw in (schedule_chart, memory_chart):
        check(draw(line))
        assert size(draw(line)) < 350_000  # of up to 2 081 steps


def test_the_curve_has_every_possible_memory_and_its_spots() -> None:
    least = np.array([np.inf, np.inf, 7.5, 2.0, 1.0])
    drawn = memory_curve(least, [Spot("4 segments", 3, 1.75), Spot("1 segment", 4, 1.0)], Spot("<shown>", 3, 2.0))
    go.Figure(drawn.to_dict())
    assert drawn.data[0].x.tolist() == [2, 3, 4]
    assert drawn.data[0].y.tolist() == [7.5, 2, 1]
    assert list(drawn.data[1].text) == ["4 segments", "1 segment"]
    assert (drawn.data[2].x, drawn.data[2].y) == ((3,), (2.0,))
    assert "<" not in drawn.data[2].name
    assert 10 ** drawn.layout.yaxis.range[1] > 7.5


def test_losses_and_distances_are_lines_over_the_steps_with_the_best_and_the_interruption() -> None:
    steps = np.arange(11)
    lines = [
        Resumed("everything", steps[4:], 1 / (1 + steps[4:]), np.zeros(7)),
        Resumed("<b>less", steps[3:], 1 / (1 + steps[3:]), 1e-3 * steps[:8]),
    ]
    traces = check(drawing := interruption_chart(1 / (2 + steps), 1 / (1 + steps), lines, after=4, best=(9, 0.1)))
    [training] = named(traces, "training loss, unbroken")
    assert training.y == pytest.approx(1 / (2 + steps))
    upper, lower = named(traces, "everything")
    assert upper.x.tolist() == lower.x.tolist() == list(range(4, 11))
    assert len(set(lower.y)) == 1  # zeros, at the foot
    assert lower.yaxis == "y2"
    [star] = named(traces, "best by validation")
    assert (star.x, star.y) == ((9,), (0.1,))
    assert [shape.x0 for shape in drawing.figure.layout.shapes if shape.x0 == shape.x1] == [4]
