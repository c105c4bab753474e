"""Records the paths of PyTorch's optimizers into torch_optimizers.json; run once: python record_torch_optimizers.py."""

import json
import platform
from pathlib import Path

import torch

STEPS = 20
START = [-1.2, 1.0]
EXPRESSION = "(1 - x)^2 + 100(y - x^2)^2"
OPTIMIZERS = {
    "adam": (torch.optim.Adam, {"lr": 0.05, "betas": (0.8, 0.99), "eps": 1e-6}),
    "adam_default": (torch.optim.Adam, {}),
    "adamw": (torch.optim.AdamW, {"lr": 0.05, "betas": (0.9, 0.999), "eps": 1e-8, "weight_decay": 0.3}),
    "amsgrad": (torch.optim.Adam, {"lr": 0.05, "betas": (0.5, 0.7), "eps": 1e-8, "amsgrad": True}),
    "rmsprop": (torch.optim.RMSprop, {"lr": 0.01, "alpha": 0.95, "eps": 1e-6}),
    "adagrad": (torch.optim.Adagrad, {"lr": 0.1, "eps": 1e-10}),
    "momentum": (torch.optim.SGD, {"lr": 5e-4, "momentum": 0.9}),
    "nesterov": (torch.optim.SGD, {"lr": 5e-4, "momentum": 0.9, "nesterov": True}),
}


def path(optimizer: type[torch.optim.Optimizer], settings: dict) -> list[list[float]]:
    p = torch.tensor(START, dtype=torch.float64, requires_grad=True)
    run = optimizer([p], **settings)
    points = [p.tolist()]
    for _ in range(STEPS):
        run.zero_grad()
        ((1 - p[0]) ** 2 + 100 * (p[1] - p[0] ** 2) ** 2).backward()
        run.step()
        points.append(p.tolist())
    return points


record = {
    "about": "Every parameter vector that PyTorch's optimizers pass through, the start included, in float64.",
    "made_with": f"torch {torch.__version__}, Python {platform.python_version()}, record_torch_optimizers.py",
    "expression": EXPRESSION,
    "paths": {
        name: {"optimizer": optimizer.__name__, "settings": settings, "points": path(optimizer, settings)}
        for name, (optimizer, settings) in OPTIMIZERS.items()
    },
}
Path(__file__).with_name("torch_optimizers.json").write_text(json.dumps(record, indent=1) + "\n", "utf-8")
