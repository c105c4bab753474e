"""What a rule must satisfy as a whole: x moves, names mean something, and a step is cheap."""

from numerics.errors import ExpressionError, LimitError
from numerics.language import limits
from numerics.language.names import split_name
from numerics.language.tree import Apply, Variable, walk
from numerics.language.vocabulary import VECTOR_FUNCTIONS
from numerics.rules.notation import EXAMPLE, NAMES, Assignment, knob_names, whole_vector
from numerics.rules.shapes import MEMORIES, Shape, shape_of

MAX_ASSIGNMENTS = 8
MAX_PARTS = 200
MAX_KNOBS = 8
MAX_GRADIENTS = 4  # beside g; the classical Runge-Kutta method needs three

Assignments = tuple[Assignment, ...]


def check(assignments: Assignments, text: str) -> None:
    """Raise ExpressionError where the rule has no meaning, LimitError where it is too large to run."""
    _check_targets(assignments, text)
    _check_names(assignments, text)
    _check_vectors(assignments, text)
    _check_size(assignments, text)
    _check_knobs(assignments, text)
    for line in assignments:
        limits.check(line.value, text)


def _check_targets(assignments: Assignments, text: str) -> None:
    if len(assignments) > MAX_ASSIGNMENTS:
        extra = assignments[MAX_ASSIGNMENTS]
        raise LimitError(f"A rule may have {MAX_ASSIGNMENTS} lines; combine some.", extra.position, text)
    seen: set[str] = set()
    for line in assignments:
        if line.target in seen:
            remedy = "put both into one line" if line.target == "x" else "use another of m, v, u and w"
            raise ExpressionError(f"`{line.target}` is assigned a second time; {remedy}.", line.position, text)
        seen.add(line.target)
    if "x" not in seen:
        raise ExpressionError(f"Nothing moves the point; add a line such as {EXAMPLE}.", len(text.rstrip()), text)


def _check_names(assignments: Assignments, text: str) -> None:
    assigned = {line.target for line in assignments}
    for name, position in _names(assignments):
        base, index = split_name(name) or (name, "")
        if index and base in NAMES:
            raise ExpressionError(whole_vector(base, index), position, text)
        if name in MEMORIES and name not in assigned:
            raise ExpressionError(f"`{name}` would stay 0; add a line that assigns to it.", position, text)


def _check_vectors(assignments: Assignments, text: str) -> None:
    for line in assignments:
        for node in walk(line.value):
            if not isinstance(node, Apply) or node.function not in ("dot", "grad"):
                continue
            if max(map(shape_of, node.arguments)) != Shape.VECTOR:
                usage = VECTOR_FUNCTIONS[node.function].usage
                raise ExpressionError(f"{node.function} takes vectors, as in {usage}.", node.position, text)


def _check_size(assignments: Assignments, text: str) -> None:
    nodes = [node for line in assignments for node in walk(line.value)]
    gradients = [node for node in nodes if isinstance(node, Apply) and node.function == "grad"]
    if len(nodes) > MAX_PARTS:
        raise LimitError(f"A rule may have {MAX_PARTS} parts; shorten it.", nodes[MAX_PARTS].position, text)
    if len(gradients) > MAX_GRADIENTS:
        message = f"A step may take {MAX_GRADIENTS} gradients beside g; use fewer."
        raise LimitError(message, gradients[MAX_GRADIENTS].position, text)


def _check_knobs(assignments: Assignments, text: str) -> None:
    knobs = knob_names(assignments)
    if len(knobs) > MAX_KNOBS:
        position = next(position for name, position in _names(assignments) if name == knobs[MAX_KNOBS])
        message = f"A rule may have {MAX_KNOBS} knobs, this one has {len(knobs)}; type numbers for some."
        raise LimitError(message, position, text)


def _names(assignments: Assignments) -> list[tuple[str, int]]:
    """Every name that is read, with its position."""
    nodes = [node for line in assignments for node in walk(line.value)]
    return [(node.name, node.position) for node in nodes if isinstance(node, Variable)]
