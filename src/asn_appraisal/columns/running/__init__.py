"""Running: programs run over blocks of rows."""
