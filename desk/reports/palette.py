"""The colours of pages and papers; told apart by lightness too, so that they survive colour blindness and a grey printer."""

from collections.abc import Sequence

from scheduler.shifts import ShiftKind, ShiftType

INK = "#1E2A32"
MUTED = "#64727A"
FAINT = "#E7ECEE"
ACCENT = "#0F6E84"
BANDS = ("#D3E6EA", "#A9CFD7", "#7CB5C1")
"""Fills of the 95, 80 and 50 % intervals, from wide to narrow."""
NAIVE = "#C27A12"
GAP = "#C0392B"
HOLIDAY = "#F6E3C5"
DAY_OFF = "#EEF1F2"

NEED_SCALE = ("#F4F8F9", "#C9E1E6", "#7CB5C1", "#2F8799", "#0B4A59")
"""Few to many operators."""

COVER_SCALE = ("#7E1F14", "#C0392B", "#EAF2F0", "#C5DDE2", "#7CB5C1")
"""From a large gap over exactly enough to more than enough."""

_SHIFTS = {
    ShiftKind.EARLY: ("#CFE8F3", "#A8D4E8", "#86BFDB"),
    ShiftKind.MID: ("#FBE6A2", "#F0D06B", "#E0B93F"),
    ShiftKind.LATE: ("#F2B58B", "#E0935F", "#C9743C"),
    ShiftKind.NIGHT: ("#2C4A73", "#1F3657", "#14253D"),
    ShiftKind.STANDBY: ("#E3D8EC", "#CDBBDD", "#B69ECC"),
    ShiftKind.MANAGER: ("#D5DBDE", "#BDC6CA", "#A3AFB5"),
}


def shift_colours(shift_types: Sequence[ShiftType]) -> dict[str, str]:
    """Return a fill per shift code: the kind gives the hue, its place among its kind the shade."""
    seen: dict[ShiftKind, int] = {}
    colours = {}
    for shift in shift_types:
        place = seen.get(shift.kind, 0)
        seen[shift.kind] = place + 1
        shades = _SHIFTS[shift.kind]
        colours[shift.code] = shades[min(place, len(shades) - 1)]
    return colours


def text_on(fill: str) -> str:
    """Return the text colour that can be read on a fill (WCAG 2 relative luminance, contrast above 4.5)."""
    red, green, blue = (_linear(int(fill[k : k + 2], 16) / 255) for k in (1, 3, 5))
    return INK if 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.18 else "#FFFFFF"


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
