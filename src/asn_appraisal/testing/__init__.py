"""A test kit for policies: random policies and records, records aimed at edges, and laws that every policy must keep.

``strategies`` needs Hypothesis (an extra); all else runs without it, from a seed.
"""
