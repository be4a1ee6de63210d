"""Every number that enters a queue formula is looked at once, here, and broadcast like numpy does."""

from decimal import Decimal

import numpy as np
import numpy.typing as npt

from forecast.errors import SettingError

Floats = npt.NDArray[np.float64]

ENDLESS = 1e12
"""Patience from which callers count as waiting for ever, in seconds (32,000 years)."""

SHORTEST = 1e-9
"""Shortest patience that is told apart from none, in seconds."""


class BadParameter(SettingError, ValueError):  # noqa: N818 - it names what is wrong, like the codes do
    """
    A number outside the range in which the question makes sense.

    Parameters
    ----------
    code
        Names the sentence in ``desk.words``.
    name
        The parameter.
    bound
        Where it has to lie.
    value
        What was given.
    """

    def __init__(self, code: str, *, name: str, bound: str, value: object) -> None:
        plain = f"{value:.12g}" if isinstance(value, float) else str(value)
        super().__init__(code, name=name, bound=bound, value=plain)

    def __str__(self) -> str:
        return f"{self.details['name']} must be {self.details['bound']}, got {self.details['value']}."

    def __reduce__(self) -> tuple[object, tuple[str, dict[str, object]]]:  # type: ignore[override] # flat details
        """Survive the way between two processes with the details in place."""
        return (_rebuild, (self.code, self.details))


def _rebuild(code: str, details: dict[str, object]) -> BadParameter:
    return BadParameter(
        code, name=str(details["name"]), bound=str(details["bound"]), value=str(details["value"])
    )


def numbers(value: npt.ArrayLike | Decimal | None, name: str) -> Floats:
    """
    Return a number or an array of numbers as floats.

    Raises
    ------
    TypeError
        If it is text, a truth value or anything else that is not a number.
    """
    array = np.asarray(value)
    if array.dtype.kind == "O" and all(isinstance(item, (Decimal, int, float)) for item in array.flat):
        array = array.astype(float)
    if array.dtype.kind not in "iuf" and array.size:
        raise TypeError(f"{name} must be a number, got {value!r}.")
    return array.astype(np.float64)


def _refuse(wrong: npt.NDArray[np.bool_], values: Floats, code: str, name: str, bound: str) -> None:
    if wrong.any():
        raise BadParameter(code, name=name, bound=bound, value=values[wrong].flat[0])


def loads(value: npt.ArrayLike) -> Floats:
    """Return offered loads in erlangs: finite and not negative."""
    found = numbers(value, "load")
    _refuse(~np.isfinite(found) | (found < 0), found, "staffing_load", "load", ">= 0 and finite")
    return found


def operators(value: npt.ArrayLike) -> Floats:
    """Return numbers of operators: whole and not negative."""
    found = numbers(value, "n")
    wrong = ~np.isfinite(found) | (found < 0)
    _refuse(wrong, found, "staffing_operators", "n", "a whole number >= 0")
    _refuse(found != np.floor(found), found, "staffing_operators", "n", "a whole number >= 0")
    return found


def minimums(value: npt.ArrayLike) -> Floats:
    """Return numbers of operators who are there whatever comes: whole and not negative."""
    found = numbers(value, "minimum")
    wrong = ~np.isfinite(found) | (found < 0) | (found != np.floor(found))
    _refuse(wrong, found, "staffing_minimum", "minimum", "a whole number >= 0")
    return found


def handling_times(value: npt.ArrayLike) -> Floats:
    """Return average handling times in seconds: finite and above 0."""
    found = numbers(value, "aht")
    _refuse(~np.isfinite(found) | (found <= 0), found, "staffing_aht", "aht", "> 0 s and finite")
    return found


def patiences(value: npt.ArrayLike | None) -> Floats:
    """Return average patience in seconds, above 0; None and everything from `ENDLESS` on become infinite."""
    found = np.asarray(np.inf) if value is None else numbers(value, "patience")
    _refuse(~(found > 0), found, "staffing_patience", "patience", "> 0 s (or none)")
    return np.where(found >= ENDLESS, np.inf, np.maximum(found, SHORTEST))


def waits(value: npt.ArrayLike) -> Floats:
    """Return acceptable waits in seconds: finite and not negative."""
    found = numbers(value, "seconds")
    _refuse(~np.isfinite(found) | (found < 0), found, "staffing_seconds", "seconds", ">= 0 s and finite")
    return found


def targets(value: npt.ArrayLike) -> Floats:
    """Return shares to be reached: strictly between 0 and 1, so that 80 for 0.80 is caught."""
    found = numbers(value, "target")
    _refuse(~((found > 0) & (found < 1)), found, "staffing_target", "target", "in (0, 1), 0.80 for 80 %")
    return found


def confidences(value: npt.ArrayLike) -> Floats:
    """Return probabilities of keeping a promise: strictly between 0 and 1."""
    found = numbers(value, "confidence")
    _refuse(
        ~((found > 0) & (found < 1)), found, "staffing_confidence", "confidence", "in (0, 1), 0.90 for 90 %"
    )
    return found


def occupancy_caps(value: npt.ArrayLike) -> Floats:
    """Return the highest allowed shares of busy time: in (0, 1]."""
    found = numbers(value, "max_occupancy")
    _refuse(~((found > 0) & (found <= 1)), found, "staffing_occupancy", "max_occupancy", "in (0, 1]")
    return found


def shrinkages(value: npt.ArrayLike) -> Floats:
    """Return shares of time that are lost: in [0, 1)."""
    found = numbers(value, "shrinkage")
    _refuse(~((found >= 0) & (found < 1)), found, "staffing_shrinkage", "shrinkage", "in [0, 1)")
    return found


def redials(value: npt.ArrayLike) -> Floats:
    """Return shares of those who hung up and try again: in [0, 1)."""
    found = numbers(value, "redial")
    _refuse(~((found >= 0) & (found < 1)), found, "staffing_redial", "redial", "in [0, 1)")
    return found


def patience_shapes(value: npt.ArrayLike) -> Floats:
    """Return Weibull shapes of the patience: in [0.2, 10]; beyond, all hang up at once or at one moment."""
    found = numbers(value, "patience_shape")
    _refuse(~((found >= 0.2) & (found <= 10)), found, "staffing_shape", "patience_shape", "in [0.2, 10]")
    return found
