"""Columns: policies over whole tables, exact, at the speed of floats."""
