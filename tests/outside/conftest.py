"""Tests against programs outside Python: a database server, Node.js, a browser, Spark.

A plain ``pytest`` leaves them out, for they need those programs; ``.ci/run`` installs them and runs ``pytest tests/outside``.
A program that is missing is an error here, not a skip.
"""
