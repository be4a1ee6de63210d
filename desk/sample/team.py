"""The sample centre's team, shift types, transport, service settings and events; every name is invented."""

from datetime import date

from desk.sample import recipe
from desk.sample.service import Deferrable, Loss, Service, Source
from forecast.calendar import Event, EventKind
from scheduler.people import HoursCycle, Person, Regime, Transport
from scheduler.shifts import ShiftKind, ShiftType

READ = date(2025, 4, 30)
"""The day by which the published figures were read."""

_CHOSEN = (
    "open", "close", "late_close", "late_days", "late_spans", "seats", "method",
    "history_patience", "history_handling", "history_mix",
)  # fmt: skip
"""Settings that the sample centre has simply chosen."""

SERVICE = Service(
    open=480,
    close=1050,
    late_close=1230,
    late_days=((3, 14), (3, 15), (11, 11), (11, 12)),
    late_spans=((date(2020, 1, 23), date(2020, 3, 15)),),
    seats=recipe.SEATS,
    target_share=0.80,
    target_seconds=15.0,
    patience=recipe.PATIENCE,
    handling=tuple(zip(recipe.TYPES, recipe.HANDLING, strict=True)),
    deferrable=(
        Deferrable("voicemail", recipe.CALL_BACK, 24.0, after_opening=4.0),
        Deferrable("web", 300.0, 24.0),
        Deferrable("follow_up", 175.0, 72.0, per_call=0.3),
    ),
    shrinkage=(
        Loss("sickness", 0.025, inside=False, planned=False),
        Loss("leave", 0.04, inside=False, planned=True),
        Loss("training", 0.03, inside=True, planned=True),
        Loss("breaks", 0.1, inside=True, planned=True),
        Loss("meetings", 0.02, inside=True, planned=False),
    ),
    from_history=("patience", "handling", "mix"),
    max_occupancy=0.85,
    emergency=(("occupancy", 0.9), ("hours", 2.0), ("days", 5.0)),
    mix=tuple(zip(recipe.TYPES, (0.68, 0.24, 0.08), strict=True)),
    sources=(
        ("target_share", Source("计划值；GB/T 33358-2016：任一连续 24 小时接通率不低于 95 %", READ)),
        ("target_seconds", Source("GB/T 33358-2016：15 秒内应答", READ)),
        (
            "max_occupancy",
            Source("行业经验：计划利用率不高于 85 %（contactcentrehelper.com/?p=231177）", READ),
        ),
        (
            "emergency",
            Source(
                "行业经验：85–90 % 只宜短时，超过 90 % 易致倦怠（turnella.com/contact-centre-occupancy-management）；时数与天数为取定值",
                READ,
            ),
        ),
        ("mix", Source("参照各市公布的来电构成取定（如晋城12315 2025年1月：70.0、22.6、7.4 %）", READ)),
        ("definition", Source("示例中心设定：时限内应答数占全部呼入", recipe.LAST)),
        ("patience", Source("示例中心设定", recipe.LAST)),
        ("handling", Source("示例中心设定（通话与话后处理）", recipe.LAST)),
        (
            "voicemail",
            Source(
                "时限无全国统一规定，参照信箱 24 小时内回复取定，次日开线 4 小时内回拨；用时为示例设定", READ
            ),
        ),
        ("web", Source("GB/T 33358-2016：信箱、邮件 24 小时内回复；用时为示例设定", READ)),
        (
            "follow_up",
            Source("常州12345 2021年：每接通一通约 0.30 次外呼，平均 175 秒；时限为示例设定", READ),
        ),
        ("shrinkage", Source("示例中心设定", recipe.LAST)),
        *((name, Source("示例中心设定", recipe.LAST)) for name in _CHOSEN),
    ),
)
"""The line is open 08:00 to 17:30, on event days to 20:30; nights are recorded."""

EVENTS = (
    Event("consumer_day", EventKind.CONSUMER_DAY, date(2017, 3, 8), date(2017, 3, 21), repeats=True),
    Event("shopping_618", EventKind.SHOPPING, date(2017, 6, 15), date(2017, 6, 25), repeats=True),
    Event("double_11", EventKind.SHOPPING, date(2017, 11, 11), date(2017, 11, 25), repeats=True),
    Event("platform_change", EventKind.PLATFORM, recipe.PLATFORM_CHANGE, recipe.PLATFORM_CHANGE),
    Event("emergency_2020", EventKind.EMERGENCY, recipe.EMERGENCY_FIRST, recipe.EMERGENCY_LAST),
)
"""What moves demand beside the public calendar."""


def _operator(code: str, name: str, zone: str, skills: str, **more: object) -> Person:
    return Person(code, name, zone=zone, skills=frozenset(["phone", *skills.split()]), **more)  # type: ignore[arg-type]  # Person's own fields


_PUBLIC = Regime.PUBLIC_INSTITUTION

PEOPLE = (
    _operator("op01", "林晓禾", "city", "complaint report dialect", regime=_PUBLIC, senior=True),
    _operator("op02", "苏念青", "city", "complaint report", regime=_PUBLIC, senior=True, permit=True),
    _operator("op03", "何静澜", "city", "complaint report web", regime=_PUBLIC, senior=True, permit=True),
    _operator("op04", "罗安宁", "city", "complaint web", no_nights_until=date(2027, 3, 31),
              no_overtime_until=date(2027, 3, 31)),
    _operator("op05", "唐一苇", "city", "complaint report"),
    _operator("op06", "谢若溪", "city", "web", weekly_minutes=1800),
    _operator("op07", "方知夏", "city", "complaint web dialect", no_nights_until=date(2027, 6, 30),
              no_overtime_until=date(2027, 6, 30), nursing_minutes=60),
    _operator("op08", "郑可遥", "qinghe", "complaint report dialect", regime=_PUBLIC, senior=True),
    _operator("op09", "丁小满", "qinghe", "complaint"),
    _operator("op10", "白秋棠", "shiqiao", "complaint report"),
    _operator("op11", "姜以晴", "shiqiao", "web", weekly_minutes=1200),
    _operator("op12", "陆青苗", "bailu", "complaint dialect", cycle=HoursCycle.MONTH),
    Person("an01", "江一舟", _PUBLIC, skills=frozenset({"analysis"}), zone="city"),
    Person("hd01", "秦岚英", Regime.CIVIL_SERVANT, skills=frozenset({"lead"}), senior=True, zone="city", permit=True),
    Person("dm01", "顾行之", Regime.CIVIL_SERVANT, skills=frozenset({"lead"}), senior=True, zone="city", permit=True),
    Person("dm02", "许临川", Regime.CIVIL_SERVANT, skills=frozenset({"lead"}), senior=True, zone="city"),
)  # fmt: skip
"""Twelve operators (seven in the city, five in three counties), one analyst, one head and two who share the managers' duty with her."""

TRANSPORT = (
    Transport("city", False, 390, 1320),
    Transport("city", True, 420, 1290),
    Transport("qinghe", False, 450, 1080),
    Transport("qinghe", True, 480, 1065),
    Transport("shiqiao", False, 480, 1080),
    Transport("shiqiao", True, 510, 1050),
    Transport("bailu", False, 480, 1050),
    Transport("bailu", True, 540, 1020),
)
"""First and last transport between each zone and the centre."""

SHIFT_TYPES = (
    ShiftType("E", "早班", 480, 540, 480, ShiftKind.EARLY, skill="phone"),
    ShiftType("M", "中班", 510, 540, 480, ShiftKind.MID, skill="phone"),
    ShiftType("K", "短班", 540, 480, 420, ShiftKind.MID, skill="phone"),
    ShiftType("H", "上午班", 480, 240, 240, ShiftKind.EARLY, skill="phone"),
    ShiftType("P", "下午班", 780, 270, 270, ShiftKind.MID, skill="phone"),
    ShiftType("L", "晚班", 690, 540, 480, ShiftKind.LATE, skill="phone"),
    ShiftType("S", "备班", 480, 570, 0, ShiftKind.STANDBY, on_phones=False, skill="phone"),
    ShiftType("B", "带班", 480, 570, 480, ShiftKind.MANAGER, on_phones=False, skill="lead"),
)
"""What a day of work looks like: E 08:00-17:00, M 08:30-17:30, K 09:00-17:00, H 08:00-12:00,
P 13:00-17:30, L 11:30-20:30, S standby at home, B duty manager."""
