"""Names: what fields, parts, bands and levels are called by people, in Indonesian and English."""

from __future__ import annotations

from typing import Protocol

from ..faults import checked_language


class _WithEnglish(Protocol):
    @property
    def english(self) -> str: ...
    def _indonesian(self) -> str: ...


class _WithKey(Protocol):
    @property
    def key(self) -> str: ...
    @property
    def name(self) -> str: ...


class HasName:
    """What has an Indonesian name and perhaps an English one; where it has no name, its key is read as words."""

    __slots__ = ()

    def called(self: _WithEnglish, language: str = "id") -> str:
        """The name in a language; where none was given the Indonesian one, then the key."""
        checked_language(language)
        return (self.english if language == "en" else "") or self._indonesian()

    def _indonesian(self: _WithKey) -> str:
        # A part that was fed in has the key of its policy before its own.
        return self.name or self.key.rpartition(".")[2].replace("_", " ")
