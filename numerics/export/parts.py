"""What a script and a notebook have in common: the function, the method, the run and its table, as source.

The method's classes and the loop are our own source, gathered; nothing here knows a method by its name. Typed text
stands in comments alone, on lines of its own, with everything that is not printable escaped.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import scipy

from numerics.errors import NumericsError
from numerics.export.functions import OF_RESIDUALS, Functions, comment, functions
from numerics.export.functions import RESERVED as OF_FUNCTIONS
from numerics.export.gather import Gathered, gather
from numerics.methods import Method
from numerics.minimize import judge, walk
from numerics.objective import Objective
from numerics.oracle import Oracle
from numerics.run import Run
from numerics.schedules import Constant, Schedule
from numerics.symbolic.program import KINDS

RESERVED = (
    *(*OF_FUNCTIONS, "Typed", "Squares", "START", "STEPS", "TOLERANCE", "BUDGET"),
    *("start", "steps", "trail", "values", "kept", "outcome", "columns", "step", "numbers", "x", "f", "g"),
)
# The function as an object, which is how the oracle has it.
TYPED = """\
class Typed:
    \"\"\"f as the oracle asks it.\"\"\"

    __call__ = staticmethod(value)
"""
SQUARES = """\
class Squares:
    \"\"\"The residuals as the oracle asks them.\"\"\"

    __call__ = staticmethod(residuals)
"""


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
    asked = set(re.findall(r"\.(\w+)", code))
    written = functions(f, {"value", "gradient", *asked.intersection((*KINDS, *OF_RESIDUALS))})
    loop = "\n\n\n".join(gathered.code[part] for part in (Oracle, walk, judge))
    return Parts(
        _head(method, sorted({*written.special, *re.findall(r"\bspecial\.(\w+)", code)})),
        import_block(written.imports | gathered.imports),
        (
            Part("The function", rf"$$f({', '.join(f.variables)}) = {f.latex}$$", _with_objects(written)),
            Part("The method", _about(method), gathered.code[type(method)]),
            Part("The loop", "It counts, records every iterate, and stops.", loop),
            Part("The run", "Change what you like, and run it again.", _run(run, gathered)),
            Part("The iterates", "", _table(f)),
        ),
    )


def import_block(statements: Iterable[str]) -> str:
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


def _gathered(method: Method) -> Gathered:
    """The source of the method and of the loop, with what is settled for this method written in."""
    knobs = ", ".join(f'"{name}": self.{name}' for name in method.knobs)
    look = "oracle.gradient" if method.needs_gradient else "oracle.objective.gradient"
    instead = {
        "self.knobs": f"{{{knobs}}}",
        "residuals_of(self.objective)": "Squares()",
        "oracle.gradient if method.needs_gradient else oracle.objective.gradient": look,
    }
    if isinstance(method.schedule, Constant):
        instead["method if method.schedule is CONSTANT else method.at(t, steps)"] = "method"
    frames = {*Method.__mro__[:-1], *Schedule.__mro__[:-1]}
    return gather([type(method), Oracle, walk, judge], [method, method.schedule], frames, instead, RESERVED)


def _with_objects(written: Functions) -> str:
    """The functions, and objects that have them as attributes, as the oracle asks."""
    named = {name: f"    {name} = staticmethod({name})\n" for name in written.names}
    typed = TYPED + "".join(named[kind] for kind in KINDS[1:] if kind in named)
    squares = [SQUARES + named["jacobian"]] if "jacobian" in named else []
    return "\n\n\n".join([written.code, typed.rstrip(), *map(str.rstrip, squares)])


def _run(run: Run, gathered: Gathered) -> str:
    budget = "math.inf" if run.budget is None else run.budget
    oracle, loop, end, method = (gathered.names[part] for part in (Oracle, walk, judge, type(run.method)))
    return f"""\
START = {run.x[0].tolist()}
STEPS = {run.limit}  # at most
TOLERANCE = {run.tolerance}  # the length of the gradient at which it stops; None: it takes all its steps
BUDGET = {budget}  # evaluations of f, its gradient and its Hessian, each counting one

start = np.array(START)
with np.errstate(all="ignore"):  # NaN and infinity are results
    steps = STEPS if math.isfinite(value(start)) else 0
    trail = {loop}({oracle}(Typed()), {method}(), start, steps, TOLERANCE, BUDGET)
    values = value(trail.x)
    kept, outcome = {end}(trail, values)
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
