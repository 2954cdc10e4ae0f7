"""The version of this library, written into audit records."""

__version__ = "0.1.0"
