"""How well a model did, as people see it."""

from dataclasses import dataclass

from forecast.rolling import Score


@dataclass(frozen=True, slots=True)
class ModelScore:
    """
    How well a model did on the centre's own past.

    Parameters
    ----------
    model
        Its code.
    crps
        Continuous ranked probability score over the mean absolute error of seasonal naive in the history.
    mase, wape
        Errors of the median, scaled and relative.
    coverage80, coverage95
        Share of days inside the intervals, in [0, 1].
    seconds
        Time of one forecast.
    """

    model: str
    crps: float
    mase: float
    wape: float
    coverage80: float
    coverage95: float
    seconds: float

    @classmethod
    def of(cls, score: Score) -> "ModelScore":
        """Return a backtest score as people see it."""
        return cls(
            model=score.model,
            crps=score.scaled_crps,
            mase=score.mase,
            wape=score.wape,
            coverage80=score.coverage_80,
            coverage95=score.coverage_95,
            seconds=score.seconds,
        )
