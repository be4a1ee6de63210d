"""Use cases of papers: a roster version as Excel, as PDF for the wall, and as CSV for machines; the bulletin and the situation report."""

from zoneinfo import ZoneInfo

from desk.accounts import Account, require
from desk.planning.briefing import briefing
from desk.planning.centre import centre
from desk.planning.rosters import roster_view
from desk.planning.signing_in import known_language
from desk.reports.bulletin import Paper, bulletin_pdf, bulletin_text
from desk.reports.roster_sheet import roster_sheet
from desk.reports.roster_table import roster_table
from desk.reports.roster_wall import roster_wall
from desk.results import Centre, RosterVersion
from desk.store import Store
from desk.store.rests import load_rests
from desk.words import say
from desk.words.writing import moment
from forecast.errors import SettingError

PAPER_KINDS = ("pdf", "txt")
"""Forms of a bulletin."""


def export_roster(store: Store, who: Account, *, version: int, language: str | None = None) -> bytes:
    """
    Return a version as an Excel file.

    Raises
    ------
    SettingError
        ``unknown_version`` or ``unknown_language``.
    """
    require(who, "export_roster")
    written = known_language(language or who.language)
    view = roster_view(store, who, version=version)
    with store.read() as session:
        rests = load_rests(session, version)
    return roster_sheet(view, written, rests=rests)


def roster_pdf(store: Store, who: Account, *, version: int, language: str | None = None) -> bytes:
    """
    Return a version as a PDF for the wall.

    Raises
    ------
    SettingError
        ``unknown_version`` or ``unknown_language``.
    """
    require(who, "roster_pdf")
    written = known_language(language or who.language)
    view = roster_view(store, who, version=version)
    here = centre(store, who)
    return roster_wall(view, written, centre=here.name, note=version_note(view.version, here, written))


def roster_csv(store: Store, who: Account, *, version: int) -> bytes:
    """
    Return a version as CSV, one row per shift.

    Raises
    ------
    SettingError
        ``unknown_version``.
    """
    require(who, "roster_csv")
    return roster_table(roster_view(store, who, version=version))


def version_note(version: RosterVersion, here: Centre, language: str) -> str:
    """Return number, state and the moment of making or publishing in one line, by the centre's clock."""
    made_at = (version.published_at or version.made_at).astimezone(ZoneInfo(here.zone))
    return say(
        "roster_page.version_line",
        language,
        id=version.id,
        state=say(f"roster_page.{version.state}", language),
        made_at=moment(made_at, language),
    )


def bulletin(store: Store, who: Account, *, paper: Paper, kind: str, language: str | None = None) -> bytes:
    """
    Return the daily bulletin or the situation report, as PDF or as UTF-8 text.

    Raises
    ------
    PlanError
        As `desk.planning.briefing`; ``paper_kind`` if `kind` is neither ``"pdf"`` nor ``"txt"``.
    """
    require(who, "bulletin")
    written = known_language(language or who.language)
    if kind not in PAPER_KINDS:
        raise SettingError("paper_kind", kind=kind, known=", ".join(PAPER_KINDS))
    facts = briefing(store, who)
    if kind == "pdf":
        return bulletin_pdf(facts, paper, written)
    return bulletin_text(facts, paper, written).encode()
