"""How a run can end. Divergence, NaN and a stalled run are results, not errors."""

from enum import Enum


class Outcome(Enum):
    """Why a run ended, as a closed set of sentences."""

    CONVERGED = "Converged: the gradient is within the tolerance."
    STEP_LIMIT = "Stopped: the given number of steps was taken."
    BUDGET = "Stopped: the evaluations it was allowed were used up."
    STALLED = "Stalled: the steps have become too small to change x in double precision."
    DIVERGED = "Diverged: the iterates or their values grew beyond all bounds."
    LEFT_DOMAIN = "Left the domain: the method stepped to a point where f or its gradient is not defined."
    NO_STEP = "No step: the method's equations have no solution at this point."
    NOT_APPLICABLE = "Not applicable: the method needs a function of another form."
    UNDEFINED_START = "Undefined: f or its gradient is not a finite number at the start."
