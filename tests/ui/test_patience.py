"""Long work: remembered, ended, tried again, and forgotten in the end."""

import itertools
from ast import literal_eval
from dataclasses import dataclass

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from numerics.symbolic.cache import Cache
from ui import patience
from ui.patience import RETRY_AFTER, TooLongError, patiently


@pytest.fixture
def clock(monkeypatch):
    """Time that passes only when it is told to."""
    now = [1000.0]
    monkeypatch.setattr(patience.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(patience, "_remembered", Cache(patience.CAPACITY))
    return now


def test_nothing_is_computed_twice(clock):
    count = itertools.count()
    assert patiently("Work", ("key",), lambda progress: next(count)) == 0
    assert patiently("Work", ("key",), lambda progress: next(count)) == 0
    assert patiently("Work", ("other key",), lambda progress: next(count)) == 1


def test_work_without_an_end_is_ended_and_not_tried_again_at_once(clock):
    tried = []

    def endless(progress):
        tried.append(clock[0])
        while True:
            clock[0] += 1
            progress(0.5)

    for _ in range(2):
        with pytest.raises(TooLongError):
            patiently("Work", ("endless",), endless)
    assert len(tried) == 1
    assert clock[0] - tried[0] <= patience.DEADLINE + 1
    clock[0] += RETRY_AFTER + 1
    with pytest.raises(TooLongError):
        patiently("Work", ("endless",), endless)
    assert len(tried) == 2


def test_works_of_one_page_share_its_time(clock):
    def slow(progress):
        for _ in range(10):
            clock[0] += 1
            progress(0.5)
        return "done"

    with pytest.raises(TooLongError):
        patiently("Work", ("slow",), slow, sharers=3)
    assert clock[0] <= 1000 + patience.DEADLINE / 3 + 1
    assert patiently("Work", ("slow",), slow) == "done", "alone it has all of the time"
    assert patiently("Work", ("slow",), slow, sharers=3) == "done", "what was found is found"


def test_an_error_is_not_remembered(clock):
    def broken(progress):
        raise ZeroDivisionError

    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            patiently("Work", ("broken",), broken)
    assert patiently("Work", ("broken",), lambda progress: 7) == 7


def test_so_many_bytes_are_kept_and_the_latest_used(clock, monkeypatch):
    @dataclass
    class Found:
        label: str
        values: np.ndarray

    def finding(label):
        return lambda progress: Found(label, np.zeros(1000))

    monkeypatch.setattr(patience, "_remembered", Cache(10 * 8200))
    for number in range(10):
        patiently("Work", (number,), finding("old"))
    patiently("Work", (0,), finding("new"))
    patiently("Work", ("one more",), finding("old"))
    assert patiently("Work", (0,), finding("new")).label == "old"
    assert patiently("Work", (1,), finding("new")).label == "new"


def test_a_bar_is_shown_beyond_a_second_and_gone_at_the_end():
    def page():
        import time

        import streamlit as st

        from ui import patience

        now = [0.0]
        time_of = time.monotonic
        patience.time.monotonic = lambda: now[0]
        shown = []
        bar = st.delta_generator.DeltaGenerator.progress
        st.delta_generator.DeltaGenerator.progress = lambda self, share, text: shown.append((now[0], share, text))

        def work(progress):
            for tenth in range(1, 11):
                now[0] += 0.3
                progress(tenth / 10)
            return "done"

        try:
            st.text(patience.patiently("Starts of Newton", ("bar", id(now)), work))
        finally:
            time.monotonic = time_of
            st.delta_generator.DeltaGenerator.progress = bar
        st.text(repr(shown))

    app = AppTest.from_function(page).run()
    done, shown = (element.value for element in app.text)
    assert done == "done"
    bars = literal_eval(shown)
    assert bars[0][0] == pytest.approx(1.2)
    assert [share for _, share, _ in bars] == pytest.approx([0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0])
    assert bars[0][2] == "Starts of Newton: 40%"


def test_results_are_reckoned_by_the_arrays_in_them() -> None:
    column = np.zeros(1000)
    assert patience._bytes_of(({"a": column, "b": column}, column)) == 24_000
