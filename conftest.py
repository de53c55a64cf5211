"""What holds for every test: the library's, the doctests and the notebooks."""

import os

import matplotlib
from hypothesis import settings

# Figures of tests are not shown. Notebooks choose their own backend: they must not inherit one.
os.environ.pop("MPLBACKEND", None)
os.environ["TINYDATA_RECORD"] = "0"  # nobody's progress, wherever the tests run
matplotlib.use("Agg")

# A busy machine is no failure; and the same examples in every run make a failure the change's own.
settings.register_profile("tinydata", deadline=None, derandomize=True)
settings.load_profile("tinydata")
