"""Compiling: a policy as a program over columns, with a proof that its float decisions are right."""
