"""Rules to start from: well-known ones as one would type them, and some to experiment with."""

TEMPLATES: dict[str, str] = {
    "Gradient descent": "x ← x - eta g",
    "Momentum": "v ← beta v - eta g\nx ← x + v",
    "Nesterov": "v ← beta v - eta grad(x + beta v)\nx ← x + v",
    "RMSProp": "v ← rho v + (1 - rho) g^2\nx ← x - eta g / (sqrt(v) + epsilon)",
    "Adam": (
        "m ← beta1 m + (1 - beta1) g\n"
        "v ← beta2 v + (1 - beta2) g^2\n"
        "x ← x - eta (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon)"
    ),
    "Sign descent": "x ← x - eta sign(g)",
    "Normalized gradient": "x ← x - eta g / norm(g)",
    "Clipped gradient": "x ← x - eta g min(1, c / norm(g))",
    "Clipped by value": "x ← x - eta max(-c, min(c, g))",
    "Polyak's step": "x ← x - f g / norm(g)^2",
    "Barzilai–Borwein": ("m ← x - u\nv ← g - w\nu ← x\nw ← g\nx ← x - where(t = 1, eta, dot(m, m) / dot(m, v)) g"),
    "Runge–Kutta": (
        "u ← grad(x - eta g / 2)\nv ← grad(x - eta u / 2)\nw ← grad(x - eta v)\nx ← x - eta (g + 2u + 2v + w) / 6"
    ),
    "A rate that comes and goes": "x ← x - eta (1 + cos(2 pi t / 20)) g",
}
"""Title → text."""
