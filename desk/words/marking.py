"""How a language tells what stands out in a history."""

from desk.words import say
from desk.words.writing import percent
from forecast.calendar import EventKind
from forecast.marks import Proposal


def proposal_sentence(proposal: Proposal, language: str) -> str:
    """Return what was found, and what it looks like."""
    code = "proposal"
    if proposal.repeats:
        code = "proposal_yearly"
    elif proposal.kind is EventKind.PLATFORM:
        code = "proposal_break"
    elif proposal.start == proposal.end:
        code = "proposal_day"
    return say(
        f"mark.{code}",
        language,
        first=proposal.start,
        last=proposal.end,
        ratio=percent(proposal.ratio),
        kind=say(f"event_kind.{proposal.kind.value}", language),
    )
