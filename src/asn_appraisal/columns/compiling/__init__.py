"""Compiling: a policy as a program over columns, with the proof that its floats decide rightly."""
