"""The notebook is a valid document, and its cells run in order."""

import ast
import json

import pytest

import numerics as nm
from numerics.export import notebook, script

F = nm.Objective.parse("(1 - x)^2 + 100(y - x^2)^2")


def cells(run, kind="code"):
    return ["".join(cell["source"]) for cell in json.loads(notebook(run))["cells"] if cell["cell_type"] == kind]


def test_the_document_has_the_fields_of_its_format():
    """https://nbformat.readthedocs.io/en/latest/format_description.html, version 4.5."""
    document = json.loads(notebook(nm.minimize(F, [-1.2, 1], "adam", steps=5)))
    assert set(document) == {"cells", "metadata", "nbformat", "nbformat_minor"}
    assert (document["nbformat"], document["nbformat_minor"]) == (4, 5)
    assert document["metadata"]["kernelspec"] == {"display_name": "Python 3", "language": "python", "name": "python3"}
    for cell in document["cells"]:
        assert cell["metadata"] == {}
        assert isinstance(cell["source"], list)
        fields = {"cell_type", "id", "metadata", "source"}
        assert set(cell) == (fields if cell["cell_type"] == "markdown" else fields | {"execution_count", "outputs"})
    names = [cell["id"] for cell in document["cells"]]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("name", ["gradient_descent", "adam", "bfgs", "levenberg_marquardt"])
def test_its_cells_repeat_the_run(name, run_alone, assert_repeats):
    run = nm.minimize(F, [-1.2, 1], name, steps=6, schedule="cosine" if name == "adam" else None)
    left = run_alone({"notebook": cells(run)})["notebook"]
    *printed, sentence = left["printed"].splitlines(keepends=True)
    assert sentence.startswith("matplotlib is not installed")
    assert_repeats(left | {"printed": "".join(printed)}, run)


def test_it_shows_the_formula_and_the_update_rule():
    run = nm.minimize(F, [-1.2, 1], "momentum", steps=3, schedule="cosine")
    text = "\n".join(cells(run, "markdown"))
    for formula in (F.latex, run.method.equations, run.method.schedule.equation):
        assert formula in text
    assert text.count("$$") % 2 == 0


def test_it_has_the_code_of_the_script():
    run = nm.minimize(F, [-1.2, 1], "newton", steps=3)
    bodies = [ast.dump(ast.parse(part)) for part in ("\n".join(cells(run)[:-1]), script(run))]
    assert bodies[0] == bodies[1]
