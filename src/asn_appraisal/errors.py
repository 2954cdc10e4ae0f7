"""Every error of the library: a stable code, the place, and what would be right, in two languages.

Codes are stable: ``ASN1xx`` numbers, ``2xx`` bands and grids, ``3xx`` policies, ``4xx`` records and tables, ``5xx``
documents, ``6xx`` schemes, ``7xx`` files and other systems.
"""

from __future__ import annotations

from typing import Any

from .causes import CAUSES_SHOWN, Cause, causes_of, moved_cause
from .faults import AppraisalError as AppraisalError  # noqa: PLC0414  (public here as well)
from .faults import LanguageError as LanguageError  # noqa: PLC0414
from .faults import checked_language, moved
from .texts import message, thousands

# --- 1xx: numbers ----------------------------------------------------------------------------------------------------


class NumberError(AppraisalError):
    """Something in a definition is not an exact number."""


class InexactNumberError(NumberError):
    """A float where an author must write an exact number."""

    code = "ASN101"


class MalformedNumberError(NumberError):
    """A text is not a plain number."""

    code = "ASN102"


class NumberTypeError(NumberError):
    """A value of a type that is no number (a bool, None, a list ...)."""

    code = "ASN103"


class LongNumberError(NumberError):
    """A number with more digits than any appraisal needs."""

    code = "ASN104"


class RoundingError(NumberError):
    """An unknown rounding mode, or places that are no whole number within bounds."""

    code = "ASN105"


class ExpressionNumberError(NumberError):
    """A field, part or formula where a number of the policy itself is needed."""

    code = "ASN106"


# --- 2xx: bands, edges, grids ----------------------------------------------------------------------------------------


class BandError(AppraisalError):
    """Bands, steps or a grid that do not cover each value exactly once."""


class EdgeTextError(BandError):
    """An edge that is not of the form ``">= 91"``."""

    code = "ASN201"


class EdgeOrderError(BandError):
    """Edges that overlap: an edge that those above it already cover, or two directions mixed."""

    code = "ASN202"


class BandGapError(BandError):
    """Bands with a gap: no last band for values that reach no edge."""

    code = "ASN203"


class LevelKeyError(BandError):
    """Two bands or levels with one key."""

    code = "ASN204"


class GridGapError(BandError):
    """A grid without an entry for some pair of levels."""

    code = "ASN205"


class GridCellError(BandError):
    """A grid with an entry for a pair of levels that does not exist."""

    code = "ASN206"


# --- 3xx: policies and their parts -----------------------------------------------------------------------------------


class PolicyError(AppraisalError):
    """A definition that is not a policy; raised when it is written, never when it is used."""


class WeightSumError(PolicyError):
    """Weights that do not add up to 100."""

    code = "ASN301"


class KindError(PolicyError):
    """A number, a label or a condition where another kind of value is needed."""

    code = "ASN302"


class AbsentPartError(PolicyError):
    """A part that may be absent where a value is needed."""

    code = "ASN303"


class PartKeyError(PolicyError):
    """Two different parts with one key."""

    code = "ASN304"


class PartFieldKeyError(PolicyError):
    """A part with the key of a field of the record."""

    code = "ASN305"


class KeyFormError(PolicyError):
    """A key that is no lower-case identifier."""

    code = "ASN306"


class CaseCoverageError(PolicyError):
    """A case without a branch for some level."""

    code = "ASN307"


class UnknownLevelError(PolicyError):
    """A level that the category, rating or grid does not have."""

    code = "ASN308"


class FieldConflictError(PolicyError):
    """Two different fields with one key in one place."""

    code = "ASN309"


class FieldRangeError(PolicyError):
    """A field whose range, decimals or default contradict each other."""

    code = "ASN310"


class TruthValueError(PolicyError):
    """An expression used as true or false in Python."""

    code = "ASN311"


class UnroundedScoreError(PolicyError):
    """A score that is not rounded last and may not terminate, without ``reported=``."""

    code = "ASN312"


class ZeroDivisorError(PolicyError):
    """A division by the constant zero."""

    code = "ASN313"


class UnknownPartError(PolicyError):
    """A part or field that the policy does not have."""

    code = "ASN314"


class FedDecimalsError(PolicyError):
    """A value with more decimals than the field it is fed to."""

    code = "ASN315"


class PointOrderError(PolicyError):
    """Points of a broken line that do not rise from left to right."""

    code = "ASN316"


class HoleError(PolicyError):
    """A rule's hole outside a rule, or a rule that needs a target and has none."""

    code = "ASN317"


class EmptyPartsError(PolicyError):
    """A sum, mean, list or case of nothing."""

    code = "ASN318"


class RowFieldError(PolicyError):
    """A condition, weight or part of rows where it cannot be read (a list inside a list, say)."""

    code = "ASN319"


class ChoiceError(PolicyError):
    """An argument that must be one of a few words."""

    code = "ASN320"


class WeightError(PolicyError):
    """A weight that is not above zero."""

    code = "ASN321"


class DateError(PolicyError):
    """A date that is no date, or a policy that ends before it begins."""

    code = "ASN322"


class EmptyPolicyError(PolicyError):
    """A policy with neither a score nor a band."""

    code = "ASN323"


class LimitError(PolicyError):
    """A lower limit above the upper one, or no limit at all."""

    code = "ASN324"


class CountRangeError(PolicyError):
    """A count (``at_least``, ``at_most``, ``decimals``, ``reported``) that is no whole number within its bounds."""

    code = "ASN325"


class ReservedKeyError(PolicyError):
    """A part's key that ends in a word which formulas read after a dot (``x.given``, ``x.mean``)."""

    code = "ASN327"


class NoCurveError(PolicyError):
    """An expression that is no broken line over one argument (two fields meet, or it is a product of two)."""

    code = "ASN326"


class DigitGrowthError(PolicyError):
    """A policy whose values can grow to more digits than can be worked out."""

    code = "ASN333"


class FormSizeError(PolicyError):
    """A policy that would be too long, written out with its tables."""

    code = "ASN334"


class NestingError(PolicyError):
    """A policy whose formulas go through too many levels."""

    code = "ASN335"


class PlanSizeError(PolicyError):
    """A policy with more ways through its branches to its parts than can be compiled."""

    code = "ASN336"


class ArgumentError(AppraisalError, TypeError):
    """An argument of the wrong kind: text where a policy is needed, one value where a list is, two that were swapped."""

    code = "ASN340"


class CellsError(AppraisalError):
    """Arguments of ``Cells`` that do not fit together."""

    code = "ASN396"


class OperatorError(PolicyError, TypeError):
    """An operator of Python that formulas do not have; the text says what to write instead."""

    code = "ASN341"


class WeightKindError(PolicyError):
    """An expression as a weight; the text says how weights that depend on the record are written."""

    code = "ASN342"


class UniqueFieldError(PolicyError):
    """A name in ``Items(unique=...)`` that is no field of the list, or stands there twice."""

    code = "ASN343"


class UniqueAbsentError(PolicyError):
    """A field in ``Items(unique=...)`` that may be absent: two rows without it could not be told apart."""

    code = "ASN344"


# --- 4xx to 7xx: records, documents, schemes, other systems ------------------------------------------------------------


class RecordError(AppraisalError):
    """A record, or a table of records, that cannot be scored; ``faults`` lists all that is wrong with it.

    Of a table with more than a thousand rejected rows ``faults`` has those of the first thousand; ``count`` is the number of
    all, or, where ``at_least`` is true, of those that could be counted without appraising every row by itself.
    """

    code = "ASN400"

    @property
    def count(self) -> int:
        """How many faults there are, also those that ``faults`` does not list."""
        known = self.facts.get("count")
        return known if isinstance(known, int) else len(self.faults)

    @property
    def at_least(self) -> bool:
        """Whether there may be more faults than ``count``."""
        return bool(self.facts.get("at_least"))

    @property
    def causes(self) -> tuple[Cause, ...]:
        """The faults by what is wrong, each cause with its number and first places, in the order of the first ones."""
        known: Any = self.facts.get("causes")
        return causes_of(self.faults) if known is None else known

    def moved(self, start: int) -> RecordError:
        """The error with rows counted from an earlier row."""
        facts = {**self.facts, "causes": tuple(moved_cause(each, start) for each in self.causes)}
        return type(self)(faults=[moved(each, start) for each in self.faults], **facts)

    def text(self, language: str = "en") -> str:
        """The first 20 causes, one a line with their number and first places, then a count of the rest."""
        checked_language(language)
        causes, count = self.causes, thousands(self.count, language)
        more = len(causes) - CAUSES_SHOWN
        facts = {
            "count": message("places.least", {"count": count}, language) if self.at_least else count,
            "causes": len(causes) if len(causes) < self.count else "",
            "shown": CAUSES_SHOWN if more > 0 else "",
        }
        lines = [message(self.code, facts, language), *(each.text(language) for each in causes[:CAUSES_SHOWN])]
        if more > 0:
            lines.append(message("ASN499", {"count": thousands(more, language)}, language))
        return "\n  ".join(lines)

    def to_dict(self, language: str = "en") -> dict[str, Any]:
        """The error as plain JSON data for web applications: message, faults, and how many of them there are."""
        return {**super().to_dict(language), "count": self.count}


class ScoreRangeError(AppraisalError):
    """A score above the range of float64; its exact value remains available."""

    code = "ASN425"


class ReplayError(AppraisalError):
    """A stored result that its input no longer gives: the input has changed since."""

    code = "ASN449"


class PlanError(AppraisalError):
    """Columns with another result than the record alone, found in time or not: a fault of the library, not of the table."""

    code = "ASN453"


class UnknownStepError(AppraisalError, KeyError):
    """A step that a trace does not have; the text lists close ones."""

    code = "ASN460"

    __str__ = AppraisalError.__str__  # a KeyError would put the text in quotes


class RowNumberError(AppraisalError, IndexError):
    """A row that a table of scores does not have."""

    code = "ASN461"


class UnknownKeyError(AppraisalError, KeyError):
    """A key that no row of a table of scores has."""

    code = "ASN490"

    __str__ = AppraisalError.__str__


class NoKeyError(AppraisalError, KeyError):
    """A key for a table that was scored without one."""

    code = "ASN491"

    __str__ = AppraisalError.__str__


class KeyPartsError(AppraisalError, KeyError):
    """A key of another number of columns than that of the table."""

    code = "ASN494"

    __str__ = AppraisalError.__str__


class UnknownBandError(AppraisalError, LookupError):
    """A band that the policy does not have."""

    code = "ASN492"


class UnknownGroupError(AppraisalError, LookupError):
    """A group that a summary, or a rater that a table of raters, does not have."""

    code = "ASN372"

    __str__ = AppraisalError.__str__


class RepeatedRaterError(AppraisalError):
    """A rater who rated one person more than once, where raters of one person are compared."""

    code = "ASN373"


class QuotaTieError(AppraisalError):
    """Rows of equal scores at the end of a quota, where ties are refused."""

    code = "ASN495"


class OtherKeysError(AppraisalError):
    """Two tables of scores that cannot be compared row by row."""

    code = "ASN496"


class MonthsError(AppraisalError):
    """Months that do not fit their appraisals."""

    code = "ASN451"


class OtherScaleError(AppraisalError):
    """Results that were rated on two scales, and cannot be set side by side."""

    code = "ASN429"


class RoundedPartError(AppraisalError):
    """A part that was rounded already, where periods are combined and rounded once."""

    code = "ASN452"


class PredicateError(UnknownPartError):
    """A scheme that gives a predicate and no number, where numbers are combined."""

    code = "ASN361"


class PredicateNumbersError(AppraisalError):
    """Numbers stated for the ratings of a scheme that are not one a rating."""

    code = "ASN362"


class CombinedScaleError(AppraisalError):
    """A scale by which a combined value cannot be rated."""

    code = "ASN363"


class DocumentError(AppraisalError):
    """A document that is no policy; ``faults`` lists all of its faults, each with its path."""

    code = "ASN501"

    def text(self, language: str = "en") -> str:
        """The first 20 faults, one a line, then a count of the rest."""
        return self._listing(language)


class SchemeError(AppraisalError):
    """A scheme, subject, option or value that does not exist."""


class UnknownSchemeError(SchemeError, LookupError):
    """A scheme key that does not exist; the text lists close ones."""

    code = "ASN601"


class NoSchemeInForceError(SchemeError, LookupError):
    """No scheme of the subject was in force on the day."""

    code = "ASN602"


class UnknownSubjectError(SchemeError, LookupError):
    """A subject that no scheme has."""

    code = "ASN603"


class SchemeOptionError(SchemeError, TypeError):
    """An option that the scheme does not have."""

    code = "ASN604"


class SchemeChoiceError(SchemeError):
    """A value that an option of a scheme does not take."""

    code = "ASN605"


class SparkFrameError(AppraisalError, TypeError):
    """Something that is no frame of Spark where one is needed."""

    code = "ASN606"


class NoDocumentError(AppraisalError):
    """A policy that no document holds, so that it cannot be sent elsewhere; ``faults`` say why."""

    code = "ASN607"

    def text(self, language: str = "en") -> str:
        """The first 20 faults, one a line, then a count of the rest."""
        return self._listing(language)


class SparkKeyError(AppraisalError):
    """Lists in Spark without a key: nothing says whose their rows are."""

    code = "ASN608"


class FileFaultError(AppraisalError):
    """A file that cannot be read or written as a whole."""


class NotTextError(FileFaultError):
    """A file that is not text."""

    code = "ASN701"


class EmptyFileError(FileFaultError):
    """A file without a header."""

    code = "ASN702"


class HeaderError(FileFaultError):
    """A header with an empty or a double name, or without the key column."""

    code = "ASN703"


class FileKindError(FileFaultError):
    """A kind of file that is not read here; the text says what to do."""

    code = "ASN704"


class FileMissingError(FileFaultError):
    """A file that does not exist or cannot be opened."""

    code = "ASN705"


class FileWriteError(FileFaultError):
    """A file that cannot be written; nothing was changed."""

    code = "ASN706"


class CaseFileError(FileFaultError):
    """A file of cases that cannot be read; the text names the case and its fault, ``faults`` those of several cases."""

    code = "ASN707"

    def text(self, language: str = "en") -> str:
        """The fault of the file, or those of its cases, one a line."""
        return self._listing(language) if self.faults else super().text(language)


class ForeignCodeError(AppraisalError):
    """A code of another system that does not exist, or contradicts another one."""

    code = "ASN721"


class ForeignFieldError(AppraisalError):
    """A field of another system's message that is missing, of the wrong kind, or given twice with two values."""

    code = "ASN722"


class MissingExtraError(AppraisalError, ImportError):
    """An optional library is not installed; the text says which extra brings it."""

    code = "ASN710"


class CaseModuleError(PolicyError):
    """A file of cases names Python code of a module that was not allowed; nothing was imported."""

    code = "ASN390"


class NotAPolicyError(PolicyError):
    """A name of Python code that is no policy."""

    code = "ASN391"


class CaseDocumentError(PolicyError):
    """A file of cases names a document that is not in its folder."""

    code = "ASN392"


class BandOrderError(PolicyError):
    """A question about the next better band of a scale that does not say which band is better."""

    code = "ASN354"


class NoSuchBandError(PolicyError):
    """A band that the policy does not have."""

    code = "ASN355"


class ChangeFieldError(PolicyError):
    """A field to be changed that a record of the policy does not have, or that is no number where numbers are asked for."""

    code = "ASN356"


class ChangeRangeError(PolicyError):
    """Limits that leave a field no value, or a cost that is not above 0."""

    code = "ASN357"


class UnsupportedBlockError(AppraisalError):
    """A block that one of the library's tables lacks, such as one of a class defined elsewhere."""

    code = "ASN360"


class NothingToWatchError(AppraisalError):
    """A policy without bands, or without a number for ranks, was asked how far its numbers can be moved."""

    code = "ASN368"


class UnknownNumberError(AppraisalError):
    """A key that is none of a policy's moved numbers."""

    code = "ASN369"


class ErrorFieldError(AppraisalError):
    """A measurement error of something that is no number of the record, or that is no such size."""

    code = "ASN370"


class NoWeightsError(AppraisalError):
    """A policy without weights was asked what other weights would change."""

    code = "ASN371"


class OtherCasesError(PolicyError):
    """Cases of one scheme for a policy of another key."""

    code = "ASN395"


class SecretError(AppraisalError):
    """A secret for audit records that is no bytes, or too short to be one."""

    code = "ASN525"


class AnchorError(AppraisalError):
    """A text or record that is no anchor of a chain of audit records."""

    code = "ASN526"


class HalfWrittenError(FileFaultError):
    """One of several files cannot be written, and another that was changed already could not be restored."""

    code = "ASN711"


class StreamWriteError(FileFaultError):
    """Standard output, a pipe or a device that cannot be written to."""

    code = "ASN712"


class UnclosedQuoteError(FileFaultError):
    """A CSV file with a cell whose opening quote is never closed."""

    code = "ASN713"


class StrayQuoteError(FileFaultError):
    """A CSV file with text between a closing quote and the next separator."""

    code = "ASN714"


class LongCellError(FileFaultError):
    """A CSV file with a cell longer than a spreadsheet allows."""

    code = "ASN715"


class DoubleMarkError(FileFaultError):
    """A text file that begins with two byte order marks."""

    code = "ASN716"


class JsonLinesError(FileFaultError):
    """A line of a file of JSON lines that is no JSON object, or has a name twice."""

    code = "ASN718"


class ParquetError(FileFaultError):
    """A Parquet file that cannot be read."""

    code = "ASN719"


class OutputKindError(FileFaultError):
    """A kind of file that results are not written to."""

    code = "ASN723"


class DoubleColumnError(FileFaultError):
    """A file of results that would have two columns of one name."""

    code = "ASN724"


class InputAsOutputError(FileFaultError):
    """Results that would be written over the file that their records came from."""

    code = "ASN725"


class WorkbookBrokenError(FileFaultError):
    """A file that is no workbook, or one that is damaged or locked."""

    code = "ASN728"


class WorkbookSizeError(FileFaultError):
    """A workbook that unpacks to more, or whose cells reach further, than is read."""

    code = "ASN729"


class WorkbookHeaderError(FileFaultError):
    """A sheet in which no row names the columns that the policy needs."""

    code = "ASN734"


class SheetMissingError(FileFaultError):
    """A workbook without a sheet that was asked for, or without the one of a list."""

    code = "ASN735"


class DisguisedFileError(NotTextError):
    """A workbook or a packed file whose name says that it is something else."""

    code = "ASN740"


class ColumnCountError(FileFaultError):
    """A file of text with more columns than any spreadsheet has."""

    code = "ASN742"


class UnsupportedOperationError(AppraisalError):
    """An operation of columns that an engine lacks."""

    code = "ASN365"


class TooLargeToDrawError(AppraisalError):
    """A number that no chart can show."""

    code = "ASN376"


class LineRangeError(PolicyError):
    """A range of a rule's line that ends before it begins, or that lies outside the argument's own."""

    code = "ASN377"
