"""What callers do beyond the formulas."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from forecast.staffing.parameters import BadParameter


@dataclass(frozen=True, slots=True)
class Behaviour:
    """
    What callers do beyond the formulas.

    Parameters
    ----------
    service
        Law of the handling times: ``lognormal`` with the line's cv, or ``exponential`` as the formulas assume.
    patience_shape
        Shape of the Weibull patience; 1 is exponential, above 1 callers leave together around the mean.
    redial
        Share of those who hung up and try again, in [0, 1).
    redial_after
        Mean time until they do, in seconds.
    voicemail
        Share of callers outside opening hours who leave a message, in [0, 1].
    reserve
        Operators who stay idle before a call-back may start, >= 1: it is never 0.
    call_back_seconds
        Mean handling time of a call-back, in seconds.

    Raises
    ------
    BadParameter
        If a value is out of its range.
    """

    service: Literal["lognormal", "exponential"] = "lognormal"
    patience_shape: float = 1.0
    redial: float = 0.0
    redial_after: float = 1200.0
    voicemail: float = 0.0
    reserve: int = 1
    call_back_seconds: float = 240.0

    def __post_init__(self) -> None:
        for name, bound, fine in (
            ("patience_shape", "> 0", 0 < self.patience_shape < np.inf),
            ("redial", "in [0, 1)", 0 <= self.redial < 1),
            ("redial_after", "> 0 s", 0 < self.redial_after < np.inf),
            ("voicemail", "in [0, 1]", 0 <= self.voicemail <= 1),
            ("reserve", ">= 1", self.reserve >= 1),
            ("call_back_seconds", "> 0 s", 0 < self.call_back_seconds < np.inf),
        ):
            if not fine:
                raise BadParameter("staffing_behaviour", name=name, bound=bound, value=getattr(self, name))
