"""Reading: tables and lists of any library as arrays of exact numbers."""
