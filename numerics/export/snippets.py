"""The nearest method of another library: on the same function, from the same start, with the same knobs.

What a library calls it is data of the method, `Method.elsewhere`: one call in which `$name` is a knob, `$steps`,
`$tolerance` or `$n`, after comment lines that say where its form differs. For SciPy it calls a function of
`scipy.optimize`; for PyTorch it makes the optimizer of `[x]`; for JAX it is an optimizer of Optax, or the next x.
"""

import ast
import inspect
import re
import textwrap
from string import Template

from numerics.export.dialects import JAX, TORCH
from numerics.export.formulas import Dialect, local_names, rewritten
from numerics.export.functions import OF_RESIDUALS, formula, functions, unpacked
from numerics.export.parts import import_block
from numerics.methods import Method
from numerics.objective import Objective
from numerics.run import Run
from numerics.schedules import Constant, Schedule
from numerics.symbolic.program import KINDS


def snippets(run: Run) -> dict[str, str]:
    """Python source by library (SciPy, PyTorch, JAX), as far as each has such a method and the functions in f."""
    if run.method.refusal(run.objective):
        return {}
    found = {}
    for library in libraries(run.method):
        name, write = _LIBRARIES[library]
        try:
            found[library] = _with_math(write(run, getattr(run.method.elsewhere, name)))
        except KeyError:  # a function that the library does not have
            continue
    return found


def libraries(method: Method | type[Method]) -> list[str]:
    """The libraries that have such a method."""
    return [library for library, (name, _) in _LIBRARIES.items() if getattr(method.elsewhere, name)]


def _with_math(text: str) -> str:
    """The snippet, with the import of `math` if it mentions it, and a last line end."""
    return f"{'import math' * ('math.' in text)}\n\n{text}\n".lstrip()


def _scipy(run: Run, template: str) -> str:
    said, call = _filled(template, run)
    written = functions(run.objective, set(re.findall(r"\w+", call)) & {*KINDS, *OF_RESIDUALS})
    imports = import_block({*written.imports - {"import math"}, f"from scipy.optimize import {call.partition('(')[0]}"})
    return f"{imports}\n\n\n{written.code}\n\n\n{said}START = np.array({_start(run)})\nresult = {call}\nprint(result)"


def _torch(run: Run, template: str) -> str:
    said, call = _filled(template, run)
    schedule, then = "", ""
    if not isinstance(run.method.schedule, Constant):
        factor = _factor(run.method.schedule, run.limit)
        schedule = f"scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda t: {factor})\n"
        then = "    scheduler.step()\n"
    f = _formula(run.objective, TORCH, "torch", "torch.tensor")
    return f"""\
import torch

torch.set_default_dtype(torch.float64)


{f}


{said}x = torch.tensor({_start(run)}, requires_grad=True)
optimizer = {call}
{schedule}

def closure():
    optimizer.zero_grad()
    loss = f(x)
    loss.backward()
    return loss


for step in range(1, {run.steps + 1}):
    optimizer.step(closure)
{then}    print(step, x.tolist())"""


def _jax(run: Run, template: str) -> str:
    rate, schedule = {}, ""
    if not isinstance(run.method.schedule, Constant):
        rate["learning_rate"] = "learning_rate" if "optax." in template else "learning_rate(step - 1)"
        factor = _factor(run.method.schedule, run.limit)
        schedule = f"def learning_rate(t):\n    return {run.method.knobs['learning_rate']} * ({factor})\n\n\n"
    said, call = _filled(template, run, **rate)
    f = _formula(run.objective, JAX, "jnp", "jnp.array")
    imports = ["import jax", "import jax.numpy as jnp"]
    steps = f"for step in range(1, {run.steps + 1}):\n"
    if call.startswith("optax."):
        imports.append("import optax")
        work = f"""\
optimizer = {call}
state = optimizer.init(x)
{steps}    updates, state = optimizer.update(jax.grad(f)(x), state, x)
    x = optax.apply_updates(x, updates)
    print(step, x.tolist())"""
    else:
        work = f"{steps}    x = {call}\n    print(step, x.tolist())"
    if "jax.scipy.special" in f:
        imports.append("import jax.scipy.special")
    lines = "\n".join(imports)
    return f"""\
{lines}

jax.config.update("jax_enable_x64", True)


{f}


{schedule}{said}x = jnp.array({_start(run)})
{work}"""


def _filled(template: str, run: Run, **values: str) -> tuple[str, str]:
    """The comment lines and the call of a template, with the numbers of the run."""
    known = {name: repr(value) for name, value in run.method.knobs.items()}
    known |= {"steps": str(run.limit), "tolerance": repr(run.tolerance or 0.0), "n": str(run.objective.dimension)}
    lines = Template(template).substitute(known | values).splitlines(keepends=True)
    return "".join(line for line in lines if line.startswith("#")), lines[-1]


def _start(run: Run) -> list[float]:
    return run.x[0].tolist()


def _formula(f: Objective, dialect: Dialect, library: str, array: str) -> str:
    """The function `f(point)` of one point, which the library derives itself.

    Raises KeyError for a function that the dialect does not have, or where there is no variable to derive by.
    """
    points, constants = local_names(f.variables), local_names(f.parameters)
    names = {f"v{i}": point for i, point in enumerate(points)} | {f"p{i}": each for i, each in enumerate(constants)}
    (value,) = f.program.outputs["value"].values()
    temporaries = f.program.needed_for([value])
    if not any(re.search(r"\bv\d", source) for source in [value, *(source for _, source in temporaries)]):
        raise KeyError("no variable")
    lines = [formula(f), "def f(point):", f"    {unpacked(points)} = point"]
    if constants:
        lines.append(f"    {unpacked(constants)} = {array}({list(f.parameters.values())})")
    lines += [f"    {name} = {rewritten(source, names, dialect, library)}" for name, source in temporaries]
    return "\n".join([*lines, f"    return {rewritten(value, names, dialect, library)}"])


def _factor(schedule: Schedule, steps: int) -> str:
    """A schedule's factor at step t as an expression, with its knobs and the number of steps written in."""
    source = textwrap.dedent(inspect.getsource(type(schedule).factor))
    (returned,) = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Return))
    text = ast.unparse(returned).removeprefix("return ")
    for name, value in schedule.knobs.items():
        text = text.replace(f"self.{name}", repr(value))
    return re.sub(r"\bsteps\b", str(steps), text)


_LIBRARIES = {"SciPy": ("scipy", _scipy), "PyTorch": ("torch", _torch), "JAX": ("jax", _jax)}
