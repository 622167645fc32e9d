"""Bar charts as small SVG files: readable on white and on black, by those who see no colours, and by screen readers."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import log10

WIDTH, LABELS, FIGURES, ROW = 680, 130, 70, 24


def bars(title: str, unit: str, values: Sequence[tuple[str, float]], source: str) -> str:
    """One bar a value. With a largest of more than thirty times the smallest the scale is logarithmic, and says so."""
    largest, smallest = max(value for _, value in values), min(value for _, value in values)
    logarithmic = largest > 30 * smallest
    room = WIDTH - LABELS - FIGURES

    def length(value: float) -> float:
        if logarithmic:
            return room * (0.1 + 0.9 * log10(value / smallest) / log10(largest / smallest))
        return room * value / largest

    height = 40 + ROW * len(values) + 22
    scale = ", logarithmic" if logarithmic else ""
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img"'
        ' font-family="system-ui, sans-serif" font-size="13" fill="#7a7f87">',
        f"<title>{escape(title)}</title>",
        f'<text x="0" y="18" font-size="15">{escape(title)}, {escape(unit)}{scale}</text>',
    ]
    for number, (label, value) in enumerate(values):
        y = 36 + ROW * number
        lines += [
            f'<text x="{LABELS - 8}" y="{y + 14}" text-anchor="end">{escape(label)}</text>',
            f'<rect x="{LABELS}" y="{y + 3}" width="{length(value):.1f}" height="{ROW - 8}" rx="2" fill="#3b7dd8"/>',
            f'<text x="{LABELS + length(value) + 6:.1f}" y="{y + 14}">{value:g}</text>',
        ]
    lines += [f'<text x="0" y="{height - 4}" font-size="11">{escape(source)}</text>', "</svg>", ""]
    return "\n".join(lines)
