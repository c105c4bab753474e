"""Every measurement, one after the other: `python -m benchmarks`."""

import importlib
import pkgutil

import benchmarks

for module in sorted(pkgutil.iter_modules(benchmarks.__path__), key=lambda module: module.name):
    if module.name != "__main__":
        print(f"\n{module.name}")
        importlib.import_module(f"benchmarks.{module.name}").main()
