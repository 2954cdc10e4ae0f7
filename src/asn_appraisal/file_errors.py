"""Errors of files beyond their being missing or of another kind: where a row breaks, and what stopped an output."""

from __future__ import annotations

from .errors import FileFaultError


class HalfWrittenError(FileFaultError):
    """Of several files one cannot be written, and another one that was changed already could not be put back."""

    code = "ASN711"


class StreamWriteError(FileFaultError):
    """Standard output, a pipe or a device that takes nothing more."""

    code = "ASN712"


class UnclosedQuoteError(FileFaultError):
    """A CSV file with a cell whose opening quote is never closed."""

    code = "ASN713"


class StrayQuoteError(FileFaultError):
    """A CSV file with text between a closing quote and the next separator."""

    code = "ASN714"


class LongCellError(FileFaultError):
    """A CSV file with a cell longer than any cell of a sheet."""

    code = "ASN715"


class DoubleMarkError(FileFaultError):
    """A text file that begins with two byte order marks."""

    code = "ASN716"
