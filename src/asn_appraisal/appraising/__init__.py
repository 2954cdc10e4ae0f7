"""Appraising: one record, exactly; what a policy means is defined here."""
