"""Sensitivities: how far the numbers of a policy could be others before anything changes, and what matters most."""
