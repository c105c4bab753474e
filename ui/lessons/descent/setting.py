"""How an experiment of the descent laboratory is written down: settings that make its link and its check."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numerics as nm
from numerics.methods import METHODS
from ui.experiments import Experiment
from ui.links import text_of

DEFAULT_STEPS = 200
DEFAULT_TOLERANCE = 1e-8
LOOK_CLOSER = {
    "inside": "See it under [Look closer](#closer), below the progress chart; the slider there goes from step to step.",
    "theory": "See it under [Look closer](#closer), below the progress chart.",
}

Knobs = Mapping[str, Any]


def descent(
    title: str,
    *,
    f: str,
    start: Sequence[float],
    methods: Mapping[str, Knobs],
    watch: str,
    claim: str,
    holds: Callable[..., Any],
    starts: Sequence[Sequence[float]] = (),
    steps: int = DEFAULT_STEPS,
    window: Sequence[float] = (),
    rule: str = "",
    closer: Mapping[str, str] = MappingProxyType({}),
) -> Experiment:
    """An experiment whose link and whose check are made from the same settings.

    `methods` holds the knobs of each by its name, `adam` or `adam.2` for a second one, and perhaps its `schedule`;
    `custom` is the method that the text `rule` describes; `closer` is the choice of pictures below the map, as the
    link has it.
    `holds` is given the run of every method from `start`, then those from the further `starts`.
    """
    link = {
        "f": f,
        **({"rule": rule} if rule else {}),
        "start": ",".join(map(repr, start)),
        **({"starts": ",".join(";".join(map(text_of, point)) for point in starts)} if starts else {}),
        "methods": ",".join(methods),
        "steps": str(steps),
        **({"window": ",".join(map(repr, window))} if window else {}),
        **closer,
        **{f"{name}.{knob}": text_of(value) for name, knobs in methods.items() for knob, value in knobs.items()},
    }

    def check() -> bool:
        objective = nm.Objective.parse(f)
        kinds = METHODS | ({"custom": nm.parse_rule(rule)} if rule else {})
        runs = [
            nm.minimize(objective, point, kinds[name.partition(".")[0]](), steps, DEFAULT_TOLERANCE, **knobs)
            for point in (start, *starts)
            for name, knobs in methods.items()
        ]
        return bool(holds(*runs))

    return Experiment(title, link, watch, claim, check, where=LOOK_CLOSER[closer["look"]] if closer else "")
