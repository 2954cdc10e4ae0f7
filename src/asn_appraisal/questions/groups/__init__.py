"""Groups: what is asked of units, periods and raters: distributions, gaps, drift, leniency."""
