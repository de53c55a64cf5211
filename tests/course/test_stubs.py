"""Stubs and solutions made from the source of an exercise."""

from samples import BRIGHTER, COUNTER

from tinydata import TensorDataset
from tinydata.course.exercise import Exercise
from tinydata.course.notebook.stubs import marked_source, stub_source


def test_stub_of_a_class_keeps_the_given_methods():
    assert stub_source(COUNTER) == (
        "class Counter:\n"
        '    """Counts."""\n\n'
        "    def __init__(self, start):\n"
        '        """Begin at `start`."""\n'
        "        self.value = start\n\n"
        "    def step(self):\n"
        '        """Count one more."""\n'
        "        # YOUR CODE HERE\n"
        "        raise NotImplementedError()\n\n"
        "    @property\n"
        "    def half(self):\n"
        '        """Half of it."""\n'
        "        # YOUR CODE HERE\n"
        "        raise NotImplementedError()"
    )


def test_marked_solution():
    assert marked_source(BRIGHTER).splitlines()[2:] == [
        "    ### BEGIN SOLUTION",
        "    return images + step",
        "    ### END SOLUTION",
    ]


def test_docstrings_of_the_package_are_shortened_or_replaced():
    options = {"title": "", "goal": "", "minutes": 1, "difficulty": 1, "hints": []}
    options |= {"id": "sample.package", "cases": [], "mistakes": []}
    stub = stub_source(Exercise(solution=TensorDataset, write=["__getitem__"], **options))
    assert "Parameters" not in stub and "def __len__" in stub
    assert stub.count("raise NotImplementedError()") == 1
    own = stub_source(Exercise(solution=TensorDataset, doc="Arrays, aligned.", **options))
    assert own.splitlines()[1] == '    """Arrays, aligned."""'
