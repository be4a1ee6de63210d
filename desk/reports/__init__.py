"""Papers that leave the app: each function returns bytes and opens no files."""

from desk.reports.roster_sheet import roster_sheet

__all__ = ["roster_sheet"]
