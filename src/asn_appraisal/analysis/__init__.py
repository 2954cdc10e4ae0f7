"""Analysis: what is known of a formula without a record."""
