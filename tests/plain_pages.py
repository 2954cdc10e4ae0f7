"""Pages without their styles, for tests of what they say."""

from __future__ import annotations

import re


def plain_html(page: str) -> str:
    """A page without the styles of its elements."""
    return re.sub(r' style="[^"]*"', "", page)
