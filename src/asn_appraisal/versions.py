"""The version of this library, written into audit records."""

VERSION = "0.1.0"
