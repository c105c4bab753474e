"""Runs to take away: as numbers, and as programs that need nothing of this package.

>>> import numerics as nm
>>> run = nm.minimize(nm.Objective.parse("x^2"), start=[1], method="momentum", steps=2)
>>> print(nm.export.csv(run).splitlines()[0])
step,x,f,df/dx,gradient_norm,step_length,f_evaluations,gradient_evaluations,hessian_evaluations
"""

from numerics.export.notebook import notebook
from numerics.export.script import script
from numerics.export.snippets import libraries, snippets
from numerics.export.tables import csv, json_text

__all__ = ["csv", "json_text", "libraries", "notebook", "script", "snippets"]
