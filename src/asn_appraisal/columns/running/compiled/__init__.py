"""Compiled: a program as the text of one Python function with loops over records, which numba compiles."""
