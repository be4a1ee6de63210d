"""Stands in for the use cases: plain results from the builders, the same table of rights, and a list of what was asked."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

import numpy as np

from desk.accounts import MAY, Account, Role, require
from desk.results import (
    AccountLine,
    Actual,
    Announcement,
    Answer,
    AuditLine,
    Balance,
    BalanceLine,
    BreakdownView,
    CalendarLink,
    CalendarYear,
    CellInstead,
    CellTrial,
    Centre,
    Consent,
    DayChange,
    Difference,
    Effect,
    Emergency,
    Entitlement,
    ExplainedDay,
    FestivalCurve,
    Finding,
    ForecastReview,
    ForecastView,
    GapFixes,
    GoalChange,
    Hindsight,
    HourKind,
    HoursLine,
    HoursMonth,
    HouseRule,
    ImportPreview,
    ImportResult,
    JobState,
    LeaveKind,
    LedgerRow,
    LedgerView,
    LimitLine,
    LineSetting,
    Mark,
    MyChange,
    MyRequests,
    MyRoster,
    MyShift,
    Receipt,
    Repaired,
    RequestKind,
    RequestLine,
    RequestState,
    RestDay,
    RestLine,
    RosterReasons,
    RosterView,
    RulesView,
    Series,
    SheetPreview,
    ShiftAdvice,
    ShiftChange,
    ShiftMove,
    Span,
    StandIns,
    TeamView,
    Tenure,
    Vacancy,
    VersionComparison,
    Window,
    WorkedDay,
)  # fmt: skip
from desk.results.repairs import RepairPrice
from desk.results.scenarios import Relaxed
from desk.scored import ModelScore
from forecast.calendar import Calendar, Event, EventKind
from forecast.demand import Demand
from forecast.explain import explain
from forecast.grid import Grid
from forecast.hierarchy import Parts
from forecast.marks import Proposal
from forecast.models.effects import PARTS, Effects
from forecast.prediction import Note
from forecast.surge.scenario_file import BUILT_IN, built_in
from scheduler.explain import FairnessRow, Fix, Instead, Reason, Report
from scheduler.people import Person, Transport
from scheduler.problem import Assignment, Lock
from scheduler.rests import Rest
from scheduler.roster import Breach, Roster
from scheduler.rulebook import emergency, normal
from scheduler.shifts import Shift
from scheduler.solve import Shortfall as Gap
from scheduler.solve.design import Fit
from tests.desk.views.builders import (
    EASED,
    SHIFTS,
    a_briefing,
    a_comparison,
    a_confirmation,
    a_curve,
    a_holiday_plan,
    a_prediction,
    a_requirement_view,
    a_roster,
    a_scenario_table,
    a_surge,
    a_sweep,
)

TODAY = date(2026, 11, 23)
NAMES = (
    "林知夏",
    "周晚舟",
    "陈一诺",
    "许星河",
    "方小满",
    "何清越",
    "沈青禾",
    "陆云舒",
    "江照野",
    "宋微澜",
    "顾南乔",
    "叶初棠",
)
ACCOUNTS = {
    Role.HEAD: Account("head", "秦守正", Role.HEAD),
    Role.MANAGER: Account("manager", "韩立言", Role.MANAGER),
    Role.OPERATOR: Account("operator", "林知夏", Role.OPERATOR, person="p0"),
}


CHOSEN = Note(
    "choice_other",
    (
        ("model", "house"),
        ("other", "count_regression"),
        ("looks", 4),
        ("ahead", 28),
        ("gain", 21.0),
        ("error", 8.0),
    ),
)


HOURS = HoursLine(
    "p0", NAMES[0], "enterprise", ((HourKind.ORDINARY, 120.0), (HourKind.STATUTORY, 8.0)), 128.0, 24.0, 4.0, 8.0,
    (("annual", 1.0),), 2,
)  # fmt: skip


@dataclass
class FakePlanning:
    """Answers like a centre that has everything, or like one that is empty."""

    empty: bool = False
    asked: list[tuple[str, dict]] = field(default_factory=list)
    states: list[JobState] = field(default_factory=list)
    promised: float = 0.945
    link: CalendarLink | None = None
    announcement: Announcement = field(default_factory=lambda: Announcement((), ()))
    confirmed: set[int] = field(default_factory=set)
    sheet: SheetPreview | None = None

    def install(self, patch):
        """Put every use case in the place of the real one."""
        from desk import planning

        for name in USE_CASES:
            patch.setattr(planning, name, self.use_case(name), raising=False)

    def use_case(self, name):
        answer = getattr(self, name)

        def call(store, who, **more):
            require(who, name)
            self.asked.append((name, more))
            return answer(who, **more)

        return call

    def centre(self, who):
        return Centre("青江市12315指挥中心", "CN", "Asia/Shanghai", 480, 1050, TODAY, synthetic=True)

    def events(self, who):
        return (
            ()
            if self.empty
            else (Event("double_11", EventKind.SHOPPING, date(2017, 11, 11), date(2017, 11, 25), True),)
        )

    def add_event(self, who, **event):
        return Event(**event)

    def remove_event(self, who, *, code, start):
        return next(event for event in self.events(who) if (event.code, event.start) == (code, start))

    def line_settings(self, who):
        day = date(2025, 4, 30)
        return (
            LineSetting("target_share", "share", 0.8, "GB/T 33358-2016", day),
            LineSetting("definition", "choice", "offered", "", None, ("offered", "answered")),
            LineSetting("open", "clock", 480, "", None),
            LineSetting("late_spans", "spans", "2020-01-23/2020-03-15", "", None),
            LineSetting("history_patience", "yes", True, "", None),
            LineSetting("seats", "count", 6, "", None),
            LineSetting("redial", "share", 0.45, "抽样", day, (), 0.45, "set", None, "redial_lower_bound"),
            LineSetting("patience", "seconds", 90.0, "", None, (), 108.2, "history", 2928),
        )

    def set_line_setting(self, who, *, code, value, source):
        before = next(line for line in self.line_settings(who) if line.code == code)
        return before, replace(before, value=value, source=source)

    def rules(self, who):
        books = normal(), emergency()
        both = [{(limit.owner, limit.name): limit for limit in book.limits} for book in books]
        tiers = tuple(
            (b.name, tuple((t.name, tuple(g.code for g, _ in t.goals)) for t in b.tiers)) for b in books
        )
        made = datetime(2026, 11, 23, tzinfo=UTC)
        declared = (
            ()
            if self.empty
            else (Emergency(1, TODAY, TODAY, "1 号", "周局长", ("weekly_rest",), "head", made),)
        )
        lines = tuple(LimitLine(both[0].get(key), both[1].get(key)) for key in both[0])
        return RulesView(lines, ("absence",), tiers, ("consecutive_days", "weekly_rest"), declared)

    def set_rule_limit(self, who, *, book, rule, name, value, source):
        old = next(limit for limit in normal().limits if (limit.owner, limit.name) == (rule, name))
        return old, replace(old, value=value, source=source)

    def order_tiers(self, who, *, book, names, source):
        return None

    def declare_emergency(self, who, *, first, last, ordered, signed_by, relax):
        return Emergency(
            2, first, last, ordered, signed_by, relax, who.username, datetime(2026, 11, 23, tzinfo=UTC)
        )

    def festival_windows(self, who):
        return (
            Window(
                "spring_festival",
                date(2027, 2, 6),
                date(2027, 2, 5),
                date(2027, 2, 11),
                True,
                date(2027, 1, 29),
                21,
            ),
        )

    def latest_forecast(self, who, *, start, days):
        return None if self.empty else self.forecast(who, start=start, days=days)

    def forecast(self, who, *, start, days, progress=None):
        past = tuple(start - timedelta(days=k) for k in range(90, 0, -1))
        rng = np.random.default_rng(7)
        champion = a_prediction(start=start, days=days, level=180)
        naive = a_prediction("seasonal_naive", start, days, 170)
        scores = (
            ModelScore("count_regression", 0.41, 0.62, 0.12, 0.81, 0.95, 2.1),
            ModelScore("seasonal_naive", 0.60, 0.95, 0.18, 0.74, 0.91, 0.1),
        )
        return ForecastView(
            start - timedelta(days=1), start, days, Series(past, 170 + 25 * rng.normal(size=90)), Series(past[-days:], 160 + 20 * rng.normal(size=min(days, 90))),
            champion, naive, "count_regression", scores, Calendar("CN").days(start, days),
            (Span("double_11", start + timedelta(days=9), start + timedelta(days=10)),), (CHOSEN, Note("assumed_interval", (("days", 90),))), datetime(2026, 11, 23, 1, 5),
        )  # fmt: skip

    def explain_day(self, who, *, day):
        made = a_prediction("house", start=TODAY, days=120, level=180)
        known = Demand(Grid(TODAY - timedelta(days=400), 400), np.full(400, 170.0))
        parts = {code: np.full(120, 0.05) for code in PARTS}
        effects = Effects(np.log(150.0), parts, np.ones(120, dtype=bool))
        found = explain(made, day, effects, known, Calendar("CN"))
        return ExplainedDay(found, 150.0, 210.0, made.origin, ())

    def forecast_review(self, who, *, as_of):
        start = as_of + timedelta(days=1)
        made, naive = a_prediction("house", start, 28, 180), a_prediction("seasonal_naive", start, 28, 170)
        actual = made.mean * 1.05
        found = Hindsight(28, 0.048, 0.12, -0.048, 0.9, 1.0)
        return ForecastReview(as_of, False, datetime(2026, 11, 23), made, naive, actual, found, (as_of,))

    def model_table(self, who, *, progress):
        progress("scoring", 0.5)
        return self.forecast(who, start=TODAY, days=28).scores

    def festival_curves(self, who, *, code):
        if self.empty:
            return ()
        share = np.where(np.abs(np.arange(-14, 19) - 2) < 4, 0.4, 1.0)
        past = tuple(
            FestivalCurve(year, date(year, 2, 10), share, year == 2020) for year in (2019, 2020, 2025)
        )
        return (*past, FestivalCurve(2027, date(2027, 2, 6), share, False, share * 0.8, share * 1.2))

    def breakdown(self, who, *, start, days, by=None):
        if self.empty:
            return None
        total = a_prediction("house", start, days, 180)
        names, shares = ("phone", "web"), np.array([0.7, 0.3])
        quantiles = total.quantiles[:, None, :] * shares[:, None]
        paths = total.paths[:, :, None] * shares
        parts = Parts(total.grid, by or "channel", names, total.mean[:, None] * shares, quantiles, paths)
        return BreakdownView(("channel", "topic"), parts, total, (0.7, 0.3), start - timedelta(days=1))

    def day_so_far(self, who, *, name, content, until=None, progress=None):
        return None

    def surge(self, who, *, name="", content=None, until=None):
        return a_surge(TODAY, running=False, over=not self.empty)

    def record_surge(self, who):
        return Event("emergency", EventKind.EMERGENCY, TODAY - timedelta(days=3), TODAY - timedelta(days=1))

    def latest_proposals(self, who):
        return self.proposals(who)

    def proposals(self, who):
        if self.empty:
            return ()
        first = TODAY - timedelta(days=100)
        calls = np.where((np.arange(60) > 29) & (np.arange(60) < 35), 400.0, 150.0)
        span = first + timedelta(days=30), first + timedelta(days=34)
        return (Proposal(EventKind.EMERGENCY, *span, 2.7, False, first, calls, np.full(60, 150.0)),)

    def marks(self, who):
        if self.empty:
            return ()
        day = TODAY - timedelta(days=300)
        return (
            Mark(1, EventKind.PLATFORM, day, day, False, "accepted", 1.12, "head", datetime(2026, 11, 1)),
        )

    def accept_mark(self, who, *, kind, start, end, repeats, ratio):
        return Mark(2, kind, start, end, repeats, "accepted", ratio, who.username, datetime(2026, 11, 23))

    def decline_mark(self, who, *, kind, start, end):
        return Mark(2, kind, start, end, False, "declined", None, who.username, datetime(2026, 11, 23))

    def remove_mark(self, who, *, number):
        return self.marks(who)[0]

    def requirement(self, who, *, start, days, method=None):
        return a_requirement_view(start, days)

    def staffing_curve(self, who, *, start, days, slot):
        return a_curve(start + timedelta(days=slot // 48), slot % 48)

    def confirm_service(self, who, *, start, days, progress=None):
        if progress is not None:
            progress(1.0)
        return a_confirmation(self.promised)

    def versions(self, who):
        if self.empty:
            return ()
        return tuple(
            replace(a_roster(TODAY, 28).version, id=k, state=state)
            for k, state in ((2, "published"), (3, "draft"))
        )

    def roster_view(self, who, *, version) -> RosterView:
        view = a_roster(TODAY, 28, NAMES)
        return replace(view, version=replace(view.version, id=version))

    def export_roster(self, who, *, version, language):
        return b"PK"

    def roster_pdf(self, who, *, version, language):
        return b"%PDF"

    def roster_csv(self, who, *, version):
        return b"date"

    def preview_roster_sheet(self, who, *, version, name, content):
        return self.sheet

    def accept_roster_sheet(self, who, *, preview):
        return replace(a_roster(TODAY, 28).version, id=4)

    def publish(self, who, *, version):
        return a_roster(TODAY, 28).version

    def repair_roster(self, who, *, version, since, until, ill, closed, demand, seconds, stop):
        base = self.roster_view(who, version=version)
        (person, day), shift = next(iter(base.cells.items()))
        return Repaired(
            replace(base.version, id=version + 1), version, since, (ShiftMove(person, day, shift, None),),
            4.0, 1.5, 6.2, 2.0, RepairPrice(0.0, 4.5, 40.0, 46.5, 1, (Relaxed(*normal().relaxed(emergency())[0], ("p0",)),), EASED),
            {member.code: member.name for member in base.people},
            {kind.code: kind.name for kind in SHIFTS}, seconds, False,
        )  # fmt: skip

    def half_days(self, who):
        return () if self.empty else ((TODAY, ("p2",)),)

    def give_half_day(self, who, *, people, day):
        return people

    def take_back_half_day(self, who, *, people, day):
        return people

    def vacancies(self, who):
        if self.empty:
            return ()
        return (Vacancy("p9", "夏未迟", TODAY, "E", 3, None), Vacancy("p9", "夏未迟", TODAY, "L", 3, 3))

    def stand_ins(self, who, *, version, person, day, shift=None):
        names = {f"p{k}": name for k, name in enumerate(NAMES)}
        ranked = (
            Reason("p2", Shift(day, SHIFTS[0]), "free"),
            Reason("p3", Shift(day, SHIFTS[0]), "busy", (), "晚班"),
        )
        return StandIns(person, day, SHIFTS[0], ranked, dict.fromkeys(names, 0.75), names)

    def roster_reasons(self, who, *, version, day=None, most=3):
        view = self.roster_view(who, version=version)
        start = datetime(TODAY.year, TODAY.month, TODAY.day, 10)
        gap = Gap(start, start + timedelta(hours=1), None, 3, 2, 1.5)
        names = {member.code: member.name for member in view.people}
        rest = Breach(
            "min_rest", "p2", TODAY, (("first", "夜班"), ("second", "早班"), ("rest", 8.0), ("hours", 11))
        )
        reason = Reason("p2", Shift(TODAY, SHIFTS[0]), "breaks", (rest,))
        rows = tuple(FairnessRow(code, 2400, 0.9, (("nights", 2, 1),)) for code in names)
        return RosterReasons(
            view.version, Report((("cover", "under_cover", 150),), (), rows, ((), ())), (gap,),
            ((gap, (reason,)),) if most else (), names, {}, owed=(("p1", 2),),
        )  # fmt: skip

    def standby_list(self, who, *, version):
        return {TODAY: 2}

    def shift_advice(self, who, *, start, days, most):
        fit = Fit(SHIFTS[:1], ((3,), (2,)), 5, 40.0, 1.5, 0.5, True)
        return ShiftAdvice(start, days, fit, fit)

    def roster_rests(self, who, *, version, day):
        start = datetime(day.year, day.month, day.day, 12)
        hour = timedelta(hours=1)
        rests = (
            Rest("p0", day, "pause", start - hour, start - hour + timedelta(minutes=10)),
            Rest("p0", day, "meal", start, start + hour),
        )
        seats = np.full(48, 3)
        return RestDay(day, (RestLine(NAMES[0], SHIFTS[0], rests),), seats, seats, seats - 1)

    def try_order(self, who, *, version, order, seconds):
        view = self.roster_view(who, version=version)
        names = {member.code: member.name for member in view.people}
        lines = (GoalChange("cover", "under_cover", 0, 150), GoalChange("cost", "over_cover", 40, 20))
        other = replace(view.version, id=version + 1)
        return VersionComparison(
            view.version, other, lines, (ShiftMove("p1", TODAY, "E", None),), names, {"E": "早班"}
        )

    def roster_conflict(self, who, *, version):
        return None

    def gap_reasons(self, who, *, version, gaps):
        found = self.roster_reasons(who, version=version).explained[0][1]
        return tuple(found for _ in gaps)

    def roster_fixes(self, who, *, version, day, slot=None, seconds=3.0):
        gap = self.roster_reasons(who, version=version).gaps[0]
        looser = Fix(
            "looser",
            1.5,
            True,
            Roster(frozenset()),
            rule="min_rest",
            field="hours",
            limit=11,
            value=10,
            people=("p1",),
        )
        more = Fix("one_more", 1.5, True, Roster(frozenset()), start=600, end=840, skill="phone")
        return GapFixes(gap, 84.4, (looser, more), {"p1": NAMES[1]}, {})

    def roster_instead(self, who, *, version, person, day, shift=None):
        lock = Lock(person, day, shift)
        taken = (Assignment(person, day, "E"),)
        found = Instead(
            lock, True, (Assignment("p2", day, "E"),), taken, (("cover", 0, 30),), (), Roster(frozenset())
        )
        return CellInstead(
            found, {f"p{k}": name for k, name in enumerate(NAMES)}, {s.code: s.name for s in SHIFTS}
        )

    def difference(self, who, *, version):
        change = ShiftChange("p1", NAMES[1], TODAY, "E", None, short_notice=True)
        return Difference(version, 2, (change,))

    def worked_days(self, who, *, start, days):
        actual = Actual("p1", start, 480, 1080, 540)
        return (
            WorkedDay("p0", NAMES[0], start, "E", (480, 1020, 480), None),
            WorkedDay("p1", NAMES[1], start, "E", (480, 1020, 480), actual),
        )

    def set_actuals(self, who, *, actuals):
        return len(actuals)

    def confirm_day(self, who, *, day):
        return 1

    def hours_month(self, who, *, month):
        rate = HouseRule("pay_statutory", 3.0, "law", "《劳动法》第四十四条", TODAY)
        return HoursMonth(month, TODAY, (HOURS,), (rate,))

    def my_balance(self, who):
        return self.balances(who)[0]

    def balances(self, who):
        lines = (
            BalanceLine(LeaveKind.PATERNITY, 15.0, 0.0, 0.0, 15.0, TODAY, TODAY + timedelta(days=20), True),
            BalanceLine(LeaveKind.ANNUAL, 5.0, 2.0, 1.0, 2.0, date(2026, 1, 1), date(2026, 12, 31), False),
        )
        months = ((date(2026, 10, 1), HOURS), (date(2026, 11, 1), HOURS))
        return (Balance("p0", NAMES[0], lines, months, 8.0, 36.0, TODAY, date(2019, 7, 1)),)

    def grant_leave(self, who, *, person, kind, first, last, days):
        return Entitlement(person, kind, first, last, days)

    def set_tenure(self, who, *, person, since):
        return Tenure(person, since)

    def house_rules(self, who):
        return (HouseRule("comp_days", 180.0, "house", "本中心设定", TODAY),)

    def fairness_ledger(self, who):
        columns = (("nights", 0), ("festival_eve", 2026))
        return LedgerView(columns, (LedgerRow("p0", NAMES[0], (3, 1)),), TODAY, TODAY)

    def list_accounts(self, who):
        made = datetime(2026, 11, 1, 1, 0)
        return (
            AccountLine("head", "秦守正", "head", None, True, made),
            AccountLine("zhou", NAMES[1], "operator", "p1", True, made),
            AccountLine("left", NAMES[2], "operator", None, False, made),
        )

    def change_role(self, who, *, username, role):
        return None

    def disable_account(self, who, *, username):
        return None

    def enable_account(self, who, *, username):
        return "2345-6789-abcd-efgh"

    def set_password(self, who, *, username):
        return "abcd-efgh-jkmn-pqrs"

    def add_account(self, who, **account):
        return "abcd-efgh-jkmn-pqrs"

    def audit_log(self, who, *, limit):
        at = datetime(2026, 11, 20, 1, 0)
        return (
            AuditLine(1, at, "head", "publish", (), (("id", 2),)),
            AuditLine(2, at, "zhou", "sign_in", (), ()),
        )

    def audit_table(self, who):
        return b"id"

    def try_cell(self, who, *, version, person, day, shift):
        breaches = (
            Answer(
                "breach.skills", (("person", person), ("day", day), ("shift", "早班"), ("skill", "phone"))
            ),
        )
        return CellTrial(None, breaches if shift == "N" else (), 4.0, 2.0, (("cover", 40, 20),))

    def set_cell(self, who, **cell):
        return a_roster(TODAY, 28).version

    def unlock_cell(self, who, **cell):
        return None

    def ask_consent(self, who, *, version):
        return 1

    def a_request(self, number, person, name, state, *answers, kind=RequestKind.LEAVE):
        return RequestLine(
            number, kind, state, person, name, TODAY, TODAY, None, "p0", NAMES[0], TODAY, answers,
            datetime(2026, 11, 20, 1, 0), None, None,
        )  # fmt: skip

    def requests(self, who):
        if self.empty:
            return ()
        return (self.a_request(7, "p1", NAMES[1], RequestState.OPEN),)

    def request_effect(self, who, *, request):
        nearest = (Answer("nearest_leave", (("first", TODAY), ("last", TODAY))),)
        change = ShiftChange("p1", NAMES[1], TODAY, "E", None)
        return Effect(0.0, 4.0, (change,), (), nearest)

    def decide_request(self, who, *, request, grant, reason):
        return self.a_request(request, "p1", NAMES[1], RequestState.REFUSED)

    def my_requests(self, who):
        if self.empty:
            return MyRequests((), (), ())
        full = Answer("full_day", (("day", TODAY), ("most", 2)))
        return MyRequests(
            (self.a_request(9, "p0", NAMES[0], RequestState.WAITING, full),),
            (self.a_request(8, "p2", NAMES[2], RequestState.ASKED, kind=RequestKind.SWAP),),
            (Consent(5, TODAY, "E", "L", "asked"),),
        )

    def make_request(self, who, **asked):
        return self.a_request(10, "p0", NAMES[0], RequestState.OPEN)

    def answer_swap(self, who, *, request, agree):
        return self.a_request(request, "p2", NAMES[2], RequestState.OPEN)

    def answer_consent(self, who, *, version, day, agree):
        return None

    def withdraw_request(self, who, *, request):
        return self.a_request(request, "p0", NAMES[0], RequestState.WITHDRAWN)

    def start_solving(self, who, *, start, days, seconds, futures):
        return 1

    def solving(self, who, *, job):
        return self.states.pop(0) if len(self.states) > 1 else self.states[0]

    def stop_solving(self, who, *, job):
        return None

    def my_roster(self, who, *, start, days):
        view = a_roster(start, days, NAMES)
        types = {shift.code: shift for shift in SHIFTS}
        shifts = tuple(
            MyShift(day, code, types[code].name, datetime(day.year, day.month, day.day) + timedelta(minutes=types[code].start), datetime(day.year, day.month, day.day) + timedelta(minutes=types[code].end), types[code].paid)
            for (person, day), code in sorted(view.cells.items(), key=lambda cell: cell[0][1])
            if person == who.person
        )  # fmt: skip
        if self.empty:
            shifts = ()
        changes = (MyChange(shifts[2].day, "E", shifts[2].shift),) if shifts else ()
        return MyRoster(
            who.person,
            who.name,
            shifts,
            shifts[0] if shifts else None,
            view.days,
            changes,
            datetime(2026, 11, 20, 1, 0),
            SHIFTS,
        )

    def published_roster(self, who, *, start, days):
        return None if self.empty else a_roster(start, days, NAMES)

    def briefing(self, who, *, look_back=False):
        return a_briefing(TODAY, known=look_back or not self.empty, published=not self.empty)

    def bulletin(self, who, *, paper, kind, language):
        return b"%PDF"

    def holiday_plan(self, who, *, code, start):
        return None if self.empty else a_holiday_plan(self.festival_windows(who)[0])

    def announce(self, who, *, version):
        return self.announcement

    def unconfirmed_rosters(self, who):
        return () if self.empty else tuple(v for v in self.versions(who)[:1] if v.id not in self.confirmed)

    def confirm_roster(self, who, *, version):
        self.confirmed.add(version)

    def roster_receipts(self, who, *, version):
        return (Receipt("p0", "林知夏", datetime(2026, 11, 23, 1, 0)), Receipt("p1", "周晚舟", None))

    def calendar_link(self, who):
        return self.link

    def renew_calendar_link(self, who):
        self.link = CalendarLink(datetime(2026, 11, 23, 1, 0), None)
        return "/calendar/secret.ics"

    def revoke_calendar_link(self, who):
        self.link = None
        return True

    def my_calendar(self, who):
        return b"BEGIN:VCALENDAR"

    def what_if(self, who, *, volume, absence, handling=1.0, start, days):
        return a_comparison(days)

    def team(self, who):
        if self.empty:
            return TeamView((), (), ())
        people = tuple(
            Person(f"p{k}", name, skills=frozenset({"phone"}), zone="市区", senior=k < 3)
            for k, name in enumerate(NAMES)
        )
        return TeamView(
            people,
            SHIFTS,
            (Transport("云山县", False, 450, 1110),),
        )

    def calendar_year(self, who, *, year, as_of=None):
        calendar = Calendar("CN")
        count = (date(year + 1, 1, 1) - date(year, 1, 1)).days
        festivals = tuple(
            Window(f.code, f.main, f.first, f.last, f.provisional, f.first, 9)
            for f in calendar.festivals(year)
        )
        return CalendarYear(
            year, calendar.is_provisional(year), calendar.days(date(year, 1, 1), count), festivals
        )

    def override_day(self, who, *, day, kind, holiday=None, statutory=False):
        return None

    def preview_import(self, who, *, name, content, mapping):
        findings = (
            ()
            if b"good" in content
            else (Finding("no_history", (("name", name), ("first", TODAY), ("last", TODAY)), True),)
        )
        return ImportPreview(
            name,
            content,
            (("time", "日期"), ("count", "来电")),
            ("日期", "来电"),
            1440,
            TODAY,
            TODAY,
            1,
            1,
            findings,
            (DayChange(TODAY, None, 5.0),),
            False,
        )

    def accept_import(self, who, *, preview, leave_out):
        return ImportResult(1, 1, 0, 0)

    def scenarios(self, who):
        return tuple(built_in(code) for code in BUILT_IN)

    def save_scenario(self, who, *, scenario):
        return None

    def run_scenarios(self, who, *, scenarios, start, days, runs, seconds, prices, progress=None, stop=None):
        return a_scenario_table(scenarios, start, days)

    def sweep(self, who, *, volumes, absences, start, days, progress=None):
        return a_sweep(volumes, absences, start, days)

    def set_language(self, who, language):
        return replace(who, language=language)

    def change_password(self, who, *, old, new):
        return None


USE_CASES = tuple(name for name in MAY if hasattr(FakePlanning, name))
