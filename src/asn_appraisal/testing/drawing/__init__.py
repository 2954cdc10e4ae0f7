"""Drawing: random and aimed inputs, formulas, policies, records and documents."""
