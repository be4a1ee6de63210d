"""How settings of staffing and their fits are written."""

from dataclasses import replace

from desk.results import Capped, Emergency, LineSetting, SettingLine
from desk.words import say
from desk.words.limits import rule_name
from desk.words.writing import named, percent, source_text

SHARES = (
    "target_share",
    "confidence",
    "max_occupancy",
    "emergency_occupancy",
    "redial",
    "share_voicemail",
    "mix_",
    "shrinkage_",
)
"""Settings that are shares of a whole, or beginnings of their codes; the others carry their unit in their name."""


ABOUT = ("redial", "patience_shape")
"""Settings that are explained before they are changed."""


def setting_value(line: SettingLine, language: str) -> str:
    """Return the value of a setting as people read it."""
    if isinstance(line.value, str):
        return named(line.code, line.value, language)
    return _number(line.code, line.value)


def _number(code: str, value: float) -> str:
    return percent(value, 1) if code.startswith(SHARES) else f"{value:,.4g}"


def line_value(setting: LineSetting, language: str) -> str:
    """Return the value of a setting of the line as people read it."""
    value = setting.value
    if setting.kind == "choice":
        return named(setting.code, str(value), language)
    if setting.kind == "yes":
        return say("line_page.yes" if value else "line_page.no", language)
    if setting.kind == "clock":
        return time_of_day(int(value))
    if isinstance(value, str):
        return value or "–"
    return percent(value, 1) if setting.kind == "share" else f"{value:,.4g}"


def used_value(setting: LineSetting, language: str) -> str:
    """Return the value of a setting that plans take, as people read it."""
    return line_value(setting if setting.used is None else replace(setting, value=setting.used), language)


def set_value(setting: LineSetting, language: str) -> str:
    """Return the value of the settings where plans take another in its place, else nothing."""
    return line_value(setting, language) if setting.origin in ("history", "planned") else ""


def origin_of(setting: LineSetting, language: str) -> str:
    """Return where the value in use comes from: the history and how many calls say so, the centre, or the default."""
    what = "hang_ups" if setting.origin == "history" and setting.code == "patience" else setting.origin
    return say(f"line_page.from_{what}", language, count=setting.count)


def source_of(setting: LineSetting, language: str) -> str:
    """Return the decision that a setting rests on; a default rests on none."""
    return source_text(setting.source, language) or (
        "" if setting.origin == "default" else say("line_page.no_source", language)
    )


def about(code: str, language: str) -> str | None:
    """Return what is to be known before a setting is changed, if anything."""
    return say(f"line_page.about_{code}", language) if code in ABOUT else None


def time_of_day(minutes: int) -> str:
    """Return minutes from midnight as they are typed in; the end of the day is 24:00."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def emergency_line(declared: Emergency, language: str) -> str:
    """Return an emergency in one sentence: days, order, signature, and what it relaxes."""
    names = (rule_name(code, language) for code in declared.relaxed)
    return say(
        "rules_page.holds" if declared.first <= declared.last else "rules_page.withdrawn",
        language,
        first=declared.first,
        last=declared.last,
        ordered=declared.ordered,
        signed=declared.signed_by,
        rules=say("rules_page.join", language).join(names),
    )


def fitted_value(line: SettingLine, language: str) -> str:
    """Return what the history says of a setting, with its interval and what it rests on; empty if nothing."""
    if line.fitted is None:
        return ""
    found = _number(line.code, line.fitted)
    if line.low is not None and line.high is not None:
        found += f" ({_number(line.code, line.low)}–{_number(line.code, line.high)})"
    return (
        found if line.count is None else say("staff_page.rests_on", language, value=found, count=line.count)
    )


def capped_line(capped: Capped, language: str) -> str:
    """Return the sentence that tells where seats capped the history, and how many callers were not served there."""
    return say(
        "staff_page.capped" if capped.counted else "staff_page.capped_unseen",
        language,
        share=percent(capped.share, 1),
        answered=round(capped.answered),
        missed=round(capped.calls - capped.answered),
    )
