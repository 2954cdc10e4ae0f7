"""Errors of files, and of the policies that files name, beyond their being missing or of another kind."""

from __future__ import annotations

from .errors import AppraisalError, FileFaultError, PolicyError


class CaseModuleError(PolicyError):
    """A file of cases names Python code of a module that nobody said it may name; nothing was imported."""

    code = "ASN390"


class NotAPolicyError(PolicyError):
    """A name of Python code that is no policy."""

    code = "ASN391"


class CaseDocumentError(PolicyError):
    """A file of cases names a document that does not lie beside it."""

    code = "ASN392"


class SecretError(AppraisalError):
    """A secret for audit records that is no bytes, or too short to be one."""

    code = "ASN525"


class AnchorError(AppraisalError):
    """A text or record that does not say where a chain of audit records has come to."""

    code = "ASN526"


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
