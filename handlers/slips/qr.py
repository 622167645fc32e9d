"""QR codes for pages: as a path, so that a page draws it without markup from elsewhere."""

import segno


def qr_path(text: str) -> tuple[str, int]:
    """Returns the path of an SVG, a square for each dark module, and how many modules it is wide and high."""
    matrix = segno.make_qr(text, error="m").matrix
    squares = [f"M{x} {y}h1v1h-1z" for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark]
    return "".join(squares), len(matrix)
