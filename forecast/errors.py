"""Errors that a planner can put right.

The tree::

    PlanError            code + details; the sentence is made in desk.words
    ├── DataError        a file, a row or a series is not usable as it stands
    ├── SettingError     a setting, an option or a date is not possible
    └── ModelError       a model could not be fitted to this history

A programmer's slip (a wrong argument) is a built-in ``ValueError`` or ``TypeError`` instead.
"""


class PlanError(Exception):
    """
    Something a planner can put right: what is wrong, where, and with which value.

    Parameters
    ----------
    code
        Names the sentence in ``desk.words``, for example ``"negative_count"``.
    details
        Facts that the sentence needs: file, row, column, value, bound ...
    """

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code, details)
        self.code = code
        self.details = details

    def __str__(self) -> str:
        facts = ", ".join(f"{name}={value!r}" for name, value in self.details.items())
        return f"{self.code}({facts})"

    def __reduce__(self) -> tuple[object, tuple[type["PlanError"], str, dict[str, object]]]:
        """Survive the way between two processes with the details in place."""
        return (_rebuild, (type(self), self.code, self.details))


class DataError(PlanError):
    """A file, a row or a series is not usable as it stands."""


class SettingError(PlanError):
    """A setting, an option or a date is not possible."""


class ModelError(PlanError):
    """A model could not be fitted to this history."""


def _rebuild(kind: type[PlanError], code: str, details: dict[str, object]) -> PlanError:
    return kind(code, **details)
