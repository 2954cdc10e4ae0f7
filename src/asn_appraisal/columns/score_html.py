"""Scores as HTML: the summary that a notebook shows."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from html import escape

from ..algebra.levels import Level
from ..notes import Note
from ..texts import say

_MOST_SHOWN = 40  # digits of a score in a summary


def summary_html(
    title: str,
    *,
    rows: int,
    scored: int,
    ends: tuple[Decimal, Decimal] | None,
    bands: Iterable[tuple[Level, int]],
    notes: Iterable[Note] = (),
) -> str:
    """How many rows were scored, the least and the greatest score, how many reached each band, and the notes."""
    lines = [f"<p><strong>{escape(title)}</strong>: {scored} / {rows} {_twice('scores.done')}</p>"]
    if ends is not None:
        least, most = map(_short, ends)
        lines.append(f"<p>{_twice('scores.ends')}: {least} – {most}</p>")
    bars = "".join(
        f'<tr><td>{escape(level.name or level.key)}</td><td style="text-align:right">{count}</td>'
        f'<td><div style="background:#4a7;height:.8em;width:{100 * count / max(scored, 1):.1f}px"></div></td></tr>'
        for level, count in bands
    )
    if bars:
        lines.append(f"<table>{bars}</table>")
    if points := "".join(f"<li>{escape(note.text('id'))} · {escape(note.text('en'))}</li>" for note in notes):
        lines.append(f"<p>{_twice('scores.notes')}</p><ul>{points}</ul>")
    return "\n".join(lines)


def _short(score: Decimal) -> str:
    return f"{score:f}" if score.adjusted() < _MOST_SHOWN else f"{score:.6e}"


def _twice(key: str) -> str:
    """A phrase in both languages: a notebook does not say which of them is read."""
    return f"{say(key, 'id')} · {say(key, 'en')}"
