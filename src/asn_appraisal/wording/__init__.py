"""Wording: expressions and whole policies in words, in Indonesian and English."""
