"""What a record would get if some of its fields had other values: ranges, exact searches, cheapest changes."""
