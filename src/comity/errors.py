"""One tree of errors. Each says what was wrong, with which input, and what to do."""

from __future__ import annotations


class ComityError(Exception):
    """Base of every error that Comity raises on purpose.

    `code` is stable and machine-readable; `what` says what was wrong and with which input; `remedy` says what to do.
    """

    code = "error"

    def __init__(self, what: str, remedy: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.what} {self.remedy}".strip()

    def __reduce__(self) -> tuple[type[ComityError], tuple[object, ...]]:
        return type(self), (self.what, self.remedy)


class UsageError(ComityError):
    """The command was called with arguments that cannot be understood."""

    code = "usage"


class SourceError(ComityError):
    """A source (file, folder, stream) could not be opened or read."""

    code = "source"


class FetchError(SourceError):
    """An address could not be fetched, or may not be.

    `status` is that of the answer, null where none came. `temporary`: the same may go well later (the server is down or
    overloaded, the network is away); else asking again is no use. `retry_after` is how many seconds the server asks to
    be left alone, null where it does not say.
    """

    code = "fetch"

    def __init__(
        self,
        what: str,
        remedy: str = "",
        status: int | None = None,
        temporary: bool = False,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(what, remedy)
        self.status = status
        self.temporary = temporary
        self.retry_after = retry_after

    def __reduce__(self) -> tuple[type[ComityError], tuple[object, ...]]:
        return type(self), (self.what, self.remedy, self.status, self.temporary, self.retry_after)


class ReadingError(ComityError):
    """What a source holds could not be made into a page."""

    code = "reading"


class NoLexiconError(ComityError):
    """The page is in a language that no lexicon covers: it is kept, and not coded."""

    code = "no_lexicon"


class CodingError(ComityError):
    """A page could not be coded."""

    code = "coding"


class OvertimeError(ComityError):
    """A page took longer than is allowed, and was given up."""

    code = "overtime"


class CrashError(ComityError):
    """A process that read or coded pages ended without an answer."""

    code = "crash"


class LexiconError(ComityError):
    """The vocabulary contradicts itself or names something that does not exist."""

    code = "lexicon"


class RecordError(ComityError):
    """A record breaks the contract of the records: evidence, vocabulary or dates."""

    code = "record"


class RegisterError(ComityError):
    """The register could not be opened, read or written."""

    code = "register"


class UnknownRecordError(ComityError):
    """The register holds no record, or no page, of that id."""

    code = "unknown_record"


class UnknownReleaseError(ComityError):
    """A release that the register does not hold was asked for."""

    code = "unknown_release"


class UnknownSideError(ComityError):
    """A side (country, subdivision, city, body) was asked for that nothing is known of.

    `candidates` are names or keys of sides that may have been meant, likeliest first.
    """

    code = "unknown_side"

    def __init__(self, what: str, remedy: str = "", candidates: tuple[str, ...] = ()) -> None:
        super().__init__(what, remedy)
        self.candidates = candidates

    def __reduce__(self) -> tuple[type[ComityError], tuple[object, ...]]:
        return type(self), (self.what, self.remedy, self.candidates)


class EvaluationError(ComityError):
    """Gold or predictions could not be read or do not fit each other."""

    code = "evaluation"
