"""Results: what scores are given out as: bands, rejects, groups, frames."""
