"""What a script and a notebook have in common: the function, the method, the run and its table, as source.

The method's classes and the loop are our own source, gathered; nothing here knows a method by its name. Typed text
stands in comments alone, on lines of its own, with everything that is not printable escaped.
"""

import re
import textwrap
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import scipy

from numerics.errors import NumericsError
from numerics.export.formulas import NUMPY, NUMPY_OWN
from numerics.export.functions import called_by, numpy_function
from numerics.export.gather import Gathered, gather
from numerics.methods import Method
from numerics.minimize import judge, walk
from numerics.objective import Objective
from numerics.residuals import residuals_of
from numerics.run import Run
from numerics.schedules import Constant, Schedule
from numerics.symbolic.program import Kind, Program

WIDTH = 110
COUNTED = ("value", "gradient", "hessian")  # of f: what the three counts are of
RESIDUALS: dict[str, Kind] = {"residuals": "value", "jacobian": "gradient"}  # and the count that each raises
RESERVED = (
    *(*COUNTED, *RESIDUALS, *NUMPY_OWN, "PARAMETERS", "Oracle", "START", "STEPS", "TOLERANCE", "BUDGET"),
    *("start", "steps", "trail", "values", "kept", "outcome", "columns", "step", "numbers", "x", "f", "g"),
)


class Part(NamedTuple):
    """A part of a script: its title, what a notebook says about it (Markdown), and its code."""

    title: str
    text: str
    code: str


class Parts(NamedTuple):
    """A script: what stands at its head, the imports, and the parts in order."""

    head: str
    imports: str
    parts: tuple[Part, ...]


def parts_of(run: Run) -> Parts:
    """The parts of the script that repeats a run.

    Raises NumericsError where there is nothing to repeat, or the source of the method is not to be had.
    """
    f, method = run.objective, run.method
    if refusal := method.refusal(f):
        raise NumericsError(f"{method.title} took no step on this function: {refusal}.")
    gathered = _gathered(method)
    code = "\n".join(gathered.code.values())
    functions = _functions(f, {name for name in (*COUNTED, *RESIDUALS) if re.search(rf"\.{name}\b", code)})
    called = set().union(*(called_by(program, kind) for program, kind in functions.values()))
    helpers = gather(function for name, function in NUMPY_OWN.items() if name in called)
    special = sorted(name for name in called if NUMPY[name].startswith("special.") or name == "trigamma")
    imports = {"import math", "import numpy as np", *gathered.imports, *helpers.imports}
    imports |= {"from scipy import special"} if special else set()
    names = ", ".join(f.variables)
    typed = [comment(f"f({names}) = {f.text}"), *([f"PARAMETERS = {dict(f.parameters)}"] if f.parameters else [])]
    written = (
        "\n".join(typed),
        *helpers.code.values(),
        *(numpy_function(name, *function, f.variables, f.parameters) for name, function in functions.items()),
        _oracle(functions),
    )
    return Parts(
        _head(method, special),
        _in_order(imports),
        (
            Part("The function", rf"$$f({names}) = {f.latex}$$", "\n\n\n".join(written)),
            Part("The method", _about(method), gathered.code[type(method)]),
            Part(
                "The loop", "It records every iterate, and stops.", f"{gathered.code[walk]}\n\n\n{gathered.code[judge]}"
            ),
            Part("The run", "Change what you like, and run it again.", _run(run, gathered)),
            Part("The iterates", "", _table(f)),
        ),
    )


def comment(text: str) -> str:
    """A text as comment lines; what is not printable is escaped, so that no line ends before its end."""
    plain = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
    return textwrap.fill(plain, WIDTH, initial_indent="# ", subsequent_indent="#   ", break_on_hyphens=False)


def _gathered(method: Method) -> Gathered:
    knobs = ", ".join(f'"{name}": self.{name}' for name in method.knobs)
    instead = {"self.knobs": f"{{{knobs}}}"}
    if isinstance(method.schedule, Constant):
        instead["method.at(t, steps)"] = "method"
    frames = {*Method.__mro__[:-1], *Schedule.__mro__[:-1]}
    return gather([type(method), walk, judge], [method, method.schedule], frames, instead, RESERVED)


def _functions(f: Objective, asked: Iterable[str]) -> dict[str, tuple[Program, Kind]]:
    """What the method asks about f, with the program and the kind of its outputs that answer."""
    found: dict[str, tuple[Program, Kind]] = {"value": (f.program, "value"), "gradient": (f.program, "gradient")}
    if "hessian" in asked:
        found["hessian"] = f.program, "hessian"
    if "residuals" in asked and (squares := residuals_of(f)):
        found |= {name: (squares.program, kind) for name, kind in RESIDUALS.items()}
    return found


def _oracle(names: Iterable[str]) -> str:
    """The class through which the method asks."""
    lines = [
        "class Oracle:",
        '    """What the method may ask about f; every point counts."""',
        "",
        "    def __init__(self):",
        "        self.counts = [0, 0, 0]  # of f, its gradient and its Hessian",
        "",
        "    def spent(self):",
        "        return tuple(self.counts)",
    ]
    for name in names:
        lines += [
            "",
            f"    def {name}(self, x):",
            f"        self.counts[{COUNTED.index(RESIDUALS.get(name, name))}] += x.size // x.shape[-1]",
            f"        return {name}(x)",
        ]
    return "\n".join(lines)


def _run(run: Run, gathered: Gathered) -> str:
    budget = "math.inf" if run.budget is None else run.budget
    return f"""\
START = {run.x[0].tolist()}
STEPS = {run.limit}  # at most
TOLERANCE = {run.tolerance}  # the length of the gradient at which it stops; None: it takes all its steps
BUDGET = {budget}  # evaluations of f, its gradient and its Hessian, each counting one

start = np.array(START)
with np.errstate(all="ignore"):  # NaN and infinity are results
    steps = STEPS if math.isfinite(value(start)) else 0
    trail = {gathered.names[walk]}(Oracle(), {gathered.names[type(run.method)]}(), start, steps, TOLERANCE, BUDGET)
    values = value(trail.x)
    kept, outcome = {gathered.names[judge]}(trail, values)
x, f, g = trail.x[:kept], values[:kept], trail.gradient[:kept]"""


def _table(f: Objective) -> str:
    return f"""\
columns = {[*f.variables, "f", "|gradient|"]}
print("  step", *(name.rjust(24) for name in columns))
for step in range(kept):
    numbers = [*x[step].tolist(), float(f[step]), math.hypot(*g[step].tolist())]
    print(f"{{step:6}}", *(repr(number).rjust(24) for number in numbers))
print(outcome.value)
print("Evaluations of f, its gradient, its Hessian:", *trail.cost[kept - 1].tolist())"""


def _about(method: Method) -> str:
    schedule = "" if isinstance(method.schedule, Constant) else f"\n\n$$\n{method.schedule.equation}\n$$"
    return f"**{method.title}**\n\n$$\n{method.equations}\n$$\n\n{method.source}{schedule}"


def _head(method: Method, special: Iterable[str]) -> str:
    """What the script is and needs, as comment lines."""
    packages = f"NumPy (here {np.__version__})"
    if names := ", ".join(special):
        packages += f", and SciPy (here {scipy.__version__}) for {names}"
    return "\n".join(
        [
            comment(f"{method.title}, as the Numerical Computation Lab ran it: the same iterates, number for number."),
            comment(f"It needs Python 3.11 or newer and {packages}."),
            comment("With other versions or another processor the last digit of a number may differ. MIT licence."),
        ]
    )


def _in_order(statements: Iterable[str]) -> str:
    """Import statements as people write them: the standard library first, one line a module."""
    modules: dict[str, set[str]] = {}
    for statement in statements:
        module, _, name = statement.partition(" import ")
        modules.setdefault(module, set()).add(name)
    standard: list[str] = []
    others: list[str] = []
    for module, names in sorted(modules.items(), key=lambda item: (item[0].startswith("from"), item[0])):
        lines = others if module.split()[1].partition(".")[0] in ("numpy", "scipy") else standard
        lines.append(f"{module} import {', '.join(sorted(names))}" if module.startswith("from") else module)
    return "\n".join([*standard, "", *others])
