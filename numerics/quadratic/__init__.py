"""f = ½ xᵀAx: where every method's speed is known, and what preconditioning and normalization do to it."""
