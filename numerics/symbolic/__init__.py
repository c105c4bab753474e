"""Typed trees to derivatives.

    here    objective, vector_map → derivation (cached) → pool      … program → NumPy functions
    worker                                     build → derive → source, latex
                                                     → kkt_points → polynomial_system

The two sides exchange plain text: `postfix` trees one way, source and LaTeX the other, which
`checked` compares with a whitelist before `program` compiles it. SymPy is loaded in the worker
only, except for `expressions`, which notebooks use.
"""
