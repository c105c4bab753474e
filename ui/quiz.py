"""The quiz that ends every lesson: questions as data, answers computed or checked by code."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st


@dataclass(frozen=True)
class Choice:
    """One offered answer; `holds` decides by computation whether it is right."""

    text: str
    holds: Callable[[], bool]
    why: str


@dataclass(frozen=True)
class ChoiceQuestion:
    """One right answer or, where several hold, tick every right one."""

    text: str
    choices: tuple[Choice, ...]

    def right(self) -> tuple[Choice, ...]:
        """The choices that hold."""
        return tuple(choice for choice in self.choices if choice.holds())


@dataclass(frozen=True)
class NumericQuestion:
    """A number to work out; right within `tolerance`, relative to the computed answer."""

    text: str
    answer: Callable[[], float]
    why: str
    tolerance: float = 1e-3

    def is_right(self, given: float) -> bool:
        """Whether `given` is near enough; a zero answer is judged absolutely."""
        return math.isclose(given, self.answer(), rel_tol=self.tolerance, abs_tol=self.tolerance * 1e-3)


Question = ChoiceQuestion | NumericQuestion


def quiz(page: str, questions: Sequence[Question]) -> None:
    """Draw the questions of a lesson with their verdicts and the score of this visit."""
    results: dict[tuple[str, int], bool] = st.session_state.setdefault("_quiz", {})
    st.header("Check yourself", anchor="quiz")
    for number, question in enumerate(questions):
        with st.container(border=True):
            st.markdown(f"**{number + 1}.** {question.text}")
            key = f"_quiz.{page}.{number}"
            verdict = (
                _ask_number(question, key) if isinstance(question, NumericQuestion) else _ask_choice(question, key)
            )
            if verdict is not None:
                results[page, number] = verdict
    here = [results[page, number] for number in range(len(questions)) if (page, number) in results]
    if here:
        st.caption(
            f"Right on this page: {sum(here)} of {len(questions)}. "
            f"Right on this visit: {sum(results.values())} of {len(results)} tried."
        )


def _ask_choice(question: ChoiceQuestion, key: str) -> bool | None:
    """Ask; None until an answer was checked, then whether it was right."""
    right = question.right()
    texts = [choice.text for choice in question.choices]
    if len(right) == 1:
        picked = st.radio("Your answer", texts, index=None, key=key, label_visibility="collapsed")
        chosen = {picked} if picked else set()
    else:
        st.caption("More than one answer is right: tick all of them.")
        chosen = {text for i, text in enumerate(texts) if st.checkbox(text, key=f"{key}.{i}")}
    if not _checked(key, tuple(sorted(chosen))):
        return None
    if not chosen:
        st.info("Pick an answer first.")
        return None
    wanted = {choice.text for choice in right}
    for choice in question.choices:
        if choice.text in chosen:
            (st.success if choice in right else st.error)(choice.why)
    if chosen < wanted:
        st.warning("Right so far, but something is missing.")
    return chosen == wanted


def _ask_number(question: NumericQuestion, key: str) -> bool | None:
    """Ask for a number; None until one was checked, then whether it was right."""
    given = st.number_input("Your answer", value=None, format="%.6g", key=key, width=240)
    if not _checked(key, given):
        return None
    if given is None:
        st.info("Type a number first.")
        return None
    right = question.is_right(given)
    (st.success if right else st.error)(f"{'Right' if right else 'Not quite'}. {question.why}")
    return right


def _checked(key: str, answer: object) -> bool:
    """A button whose verdict stays until the answer is changed."""
    if st.button("Check", key=f"{key}.check"):
        st.session_state[f"{key}.answer"] = answer
    return st.session_state.get(f"{key}.answer", _UNASKED) == answer


_UNASKED = object()
