"""Adapters: how records come in from the outside and results go out; one file per outside world."""
