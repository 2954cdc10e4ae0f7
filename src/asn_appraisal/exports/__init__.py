"""Exports: a policy in the language of another system."""
