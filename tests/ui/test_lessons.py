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


# What the chapter's quiz must ask, at least: where each question stands, and words of it.
ASKED = {
    "why formulas cannot simply be coded": ("overflow", "not simply be coded"),
    "what subtracting the maximum does": ("softmax", "subtracting the maximum do"),
    "where the gradient points": ("descent", "Where does the gradient point"),
    "a learning rate too large": ("descent", "the learning rate is too large"),
    "what the Hessian adds": ("curvature", "What does the Hessian add"),
    "the eigenvalues of a saddle": ("descent", "eigenvalues of the Hessian look like at a saddle"),
    "complementary slackness in words": ("constraints", "complementary slackness"),
    "why Rosenbrock is hard": ("descent", "Why is Rosenbrock's valley hard"),
    "backpropagation as a chain of Jacobians": ("jacobian", "Backpropagation is a product of Jacobians"),
}


@pytest.mark.parametrize("topic", ASKED)
def test_row_A9_the_nine_topics_of_the_quiz_are_asked(topic: str) -> None:
    page, words = ASKED[topic]
    [question] = [question for question in MODULES[page].QUESTIONS if words in question.text]
    assert isinstance(question, ChoiceQuestion)
    assert question.right(), "one can be right"
    assert len(question.right()) < len(question.choices), "and one can be wrong"


@pytest.mark.parametrize("page", MODULES)
def test_row_A9_every_lesson_has_a_quiz_and_experiments_of_its_own(page: str) -> None:
    questions = [question.text for question in MODULES[page].QUESTIONS]
    assert len(set(questions)) == len(questions) >= 3
    for question in MODULES[page].QUESTIONS:
        assert question.why if isinstance(question, NumericQuestion) else all(c.why for c in question.choices)
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
