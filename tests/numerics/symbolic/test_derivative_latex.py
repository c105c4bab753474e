"""LaTeX of derivatives: readable, in the visitor's names, never a wall."""

import pytest

from numerics import Objective
from numerics.symbolic import derivation


@pytest.mark.parametrize(
    ("text", "slope"),
    [
        ("x^3", "3 x^{2}"),
        ("(1 - x)^2", r"2 \left(x - 1\right)"),
        ("x/3", r"\frac{1}{3}"),
        ("0.1x^2", "0.2 x"),
        ("x^2/10", r"\frac{x}{5}"),
        ("0.5 log(x)", r"\frac{0.5}{x}"),
        ("0.5 (x + 1)^3", r"1.5 \left(x + 1\right)^{2}"),
        (
            "-0.5 x^3/(x + 1)",
            r"\frac{0.5 x^{3}}{\left(x + 1\right)^{2}} - \frac{1.5 x^{2}}{x + 1}",
        ),
        ("5.1x^2 + x", r"10.2 x + 1"),
        ("1e-5 x^2", r"2 \cdot 10^{-5} x"),
        ("12.3456 (x + 1)^2/2", r"12.3456 x + 12.3456"),
        ("sqrt(x)", r"\frac{1}{2 \sqrt{x}}"),
        ("cbrt(x)", r"\frac{1}{3 \sqrt[3]{x}^{2}}"),
        ("x^1.5", r"1.5 \sqrt{x}"),
        ("x^(3/2)", r"\frac{3 \sqrt{x}}{2}"),
        ("exp(-x^2)", r"- 2 x \exp(- x^{2})"),
        ("2^x", r"\ln(2) 2^{x}"),
        ("|x|", r"\operatorname{sign}(x)"),
        ("x|x|", r"x \operatorname{sign}(x) + \left|x\right|"),
        ("sin(x)^3", r"3 \cos(x) \sin^{2}(x)"),
        ("tanh(x)", r"\operatorname{sech}^{2}(x)"),
        ("theta^2", r"2 \theta"),
        ("x_1^2", r"2 x_{1}"),
        ("norm(x, 2)", r"\frac{x}{\left\lVert x, 2 \right\rVert_{2}}"),
        ("hypot(x, 2)^2", "2 x"),
        ("pi x + tau x + e x", r"e + \pi + \tau"),
        (
            "relu(x)",
            r"\begin{cases} 1 & \text{if } x > 0 \\ 0 & \text{if } x < 0 \\ \frac{1}{2} & \text{if } x = 0 \end{cases}",
        ),
        ("where(x < 1, x^2, 0)", r"\begin{cases} 2 x & \text{if } x < 1 \\ 0 & \text{otherwise} \end{cases}"),
        ("erf(x)", r"\frac{2 \exp(- x^{2})}{\sqrt{\pi}}"),
        ("loggamma(x)", r"\psi(x)"),
        ("1/(x - x)", r"\text{NaN}"),
        ("3", "0"),
    ],
)
def test_slope(text, slope):
    assert Objective.parse(text).gradient_entries_latex == (slope,)


def test_gradient_and_hessian():
    f = Objective.parse("x^2 y + a y", parameters={"a": 1})
    assert f.latex == "x^{2} y + a y"
    assert f.gradient_latex == r"\nabla f = \begin{bmatrix} 2 x y \\ a + x^{2} \end{bmatrix}"
    assert f.hessian_entries_latex == (("2 y", "2 x"), ("2 x", "0"))
    assert f.hessian_latex == r"\nabla^{2} f = \begin{bmatrix} 2 y & 2 x \\ 2 x & 0 \end{bmatrix}"


def test_a_long_entry_is_left_out():
    f = Objective.parse("*".join(f"sin({k}x + y^{k})" for k in range(1, 30)) + " + z")
    assert f.gradient_entries_latex == ("", "", "1")
    assert f.gradient_latex == r"\nabla f = \begin{bmatrix} \cdots \\ \cdots \\ 1 \end{bmatrix}"
    assert f.hessian_entries_latex[2] == ("0", "0", "0")


def test_entries_that_take_too_long_are_left_out(monkeypatch):
    f = Objective.parse("x^2 + 19 y^3")

    def ask(request):
        raise derivation.TooCostly("Too slow.")

    monkeypatch.setattr(derivation.POOL, "ask", ask)
    assert f.gradient_entries_latex == ("", "")
    assert f.hessian_entries_latex == (("", ""), ("", ""))
