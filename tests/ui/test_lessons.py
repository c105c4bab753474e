"""Every experiment and every quiz question of every lesson is executed."""

import importlib
import pkgutil
from types import ModuleType

import pytest

import ui.lessons
from ui.experiments import Experiment
from ui.outline import LESSONS
from ui.quiz import ChoiceQuestion, NumericQuestion, Question

MODULES: dict[str, ModuleType] = {
    entry.name: importlib.import_module(f"ui.lessons.{entry.name}")
    for entry in pkgutil.iter_modules(ui.lessons.__path__)
}
EXPERIMENTS: list[Experiment] = [
    item for module in MODULES.values() for item in (*module.EXPERIMENTS, *getattr(module, "SURPRISES", ()))
]
QUESTIONS: list[Question] = [item for module in MODULES.values() for item in module.QUESTIONS]


def test_every_lesson_has_its_data() -> None:
    assert set(MODULES) == {lesson.page for lesson in LESSONS if lesson.page != "home"}


@pytest.mark.parametrize("page", MODULES)
def test_a_lesson_offers_enough(page: str) -> None:
    assert len(MODULES[page].QUESTIONS) >= 3
    titles = [experiment.title for experiment in MODULES[page].EXPERIMENTS]
    assert len(set(titles)) == len(titles)


def test_the_descent_laboratory_has_eight_experiments() -> None:
    assert len(MODULES["descent"].EXPERIMENTS) >= 8


def test_the_lesson_on_formats_has_six_experiments_and_the_surprises() -> None:
    assert len(MODULES["rounding"].EXPERIMENTS) >= 6
    assert len(MODULES["rounding"].SURPRISES) >= 6


@pytest.mark.parametrize("experiment", EXPERIMENTS, ids=lambda experiment: experiment.title)
def test_the_claim_of_an_experiment_holds(experiment: Experiment) -> None:
    assert experiment.holds()


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.text[:60])
def test_a_question_has_an_answer_that_can_be_given(question: Question) -> None:
    if isinstance(question, NumericQuestion):
        answer = question.answer()
        assert question.is_right(answer)
        assert not question.is_right(answer * 1.5 + 1)
    else:
        assert isinstance(question, ChoiceQuestion)
        assert 0 < len(question.right()) < len(question.choices)
        assert all(choice.why for choice in question.choices)
