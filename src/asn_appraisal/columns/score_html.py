"""Scores as HTML: the summary that a notebook shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from html import escape

from ..algebra.levels import Level
from ..notes import Note
from ..numbers import to_decimal
from ..rounding import rounded
from ..texts import IN_NOTEBOOKS, grouped, numeral, say
from ..wording.html import lines as below
from .results.rejects import RejectsSummary

_MOST_CAUSES = 5
_MOST_SHOWN = 40  # digits of a score in a summary


def summary_html(
    title: str,
    *,
    rows: int,
    scored: int,
    ends: tuple[Decimal, Decimal] | None,
    bands: Iterable[tuple[Level, int]],
    notes: Iterable[Note] = (),
    rejects: RejectsSummary | None = None,
) -> str:
    """How many rows were scored, the least and the greatest score, how many reached each band, notes, and rejects.

    Texts are in both languages; numbers beside them have the decimal comma, as on all pages for notebooks.
    """
    done = f"{grouped(scored)} / {grouped(rows)}"
    lines = [f"<p><strong>{escape(title)}</strong>: {done} {_twice('scores.done')}</p>"]
    if ends is not None:
        least, most = map(_short, ends)
        lines.append(f"<p>{_twice('scores.ends')}: {numeral(least, 'id')} – {numeral(most, 'id')}</p>")
    bars = "".join(
        f'<tr><td style="text-align:left">{below(dict.fromkeys((level.called("id"), level.called("en"))))}</td>'
        f'<td style="text-align:right">{grouped(count)}</td>'
        f'<td style="text-align:right">{numeral(share(count, scored), "id")} %</td>'
        f'<td><div style="background:#4a7;height:.8em;width:{100 * count / max(scored, 1):.1f}px"></div></td></tr>'
        for level, count in bands
    )
    if bars:
        lines.append(f"<table>{bars}</table>")
    if points := "".join(f"<li>{below(map(note.text, IN_NOTEBOOKS))}</li>" for note in notes):
        lines.append(f"<p>{_twice('scores.notes')}</p><ul>{points}</ul>")
    if rejects is not None:
        lines += _rejects(rejects)
    return "\n".join(lines)


def _rejects(rejects: RejectsSummary) -> Iterator[str]:
    """How many rows were rejected, and the most frequent causes."""
    facts = {"count": grouped(rejects.rejected), "share": share(rejects.rejected, rejects.rows)}
    yield f"<p>{_twice('scores.rejected_share', **facts)}</p>{rejects.html(_MOST_CAUSES)}"
    if (more := len(rejects) - _MOST_CAUSES) > 0:
        yield f"<p>{_twice('scores.further', count=grouped(more))}</p>"


def share(count: int, whole: int) -> str:
    """A count in percent of a whole, with one decimal; what is not none or all never looks like it.

    >>> share(1, 3), share(1, 10**6), share(10**6 - 1, 10**6), share(0, 0)
    ('33.3', '<0.1', '>99.9', '0.0')
    """
    tenths = rounded(Fraction(100 * count, whole or 1), 1)
    if 0 < count < whole and tenths in {0, 100}:
        return "<0.1" if tenths == 0 else ">99.9"
    return f"{to_decimal(tenths, 1)}"


def _short(score: Decimal) -> str:
    return f"{score:f}" if score.adjusted() < _MOST_SHOWN else f"{score:.6e}"


def _twice(key: str, **facts: str) -> str:
    """A phrase in both languages, numbers with the decimal sign of each: a notebook does not say which of them is read."""
    return " · ".join(
        escape(say(key, language, **{name: numeral(fact, language) for name, fact in facts.items()}))
        for language in IN_NOTEBOOKS
    )
