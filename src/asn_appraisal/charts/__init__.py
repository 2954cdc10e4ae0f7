"""Charts: plain data drawn, as charts of altair with a text alternative, in Indonesian and English.

A module knows labels, numbers and names already in words, and nothing of policies or results.
"""
