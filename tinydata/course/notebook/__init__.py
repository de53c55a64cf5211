"""Notebook files: the cells of an exercise, the stubs in them, the editions made from them."""
