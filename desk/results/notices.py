"""What the use cases say of notices and receipts."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Receipt:
    """A member of the team with a shift in a published roster, and when it was confirmed (UTC; None: not yet)."""

    code: str
    name: str
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class Announcement:
    """Names of the services that took a notice and of those that did not; both empty while notices are off."""

    sent: tuple[str, ...]
    failed: tuple[str, ...]

    @property
    def is_off(self) -> bool:
        """Whether no service is set."""
        return not self.sent and not self.failed
