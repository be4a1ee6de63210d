"""The recipe of the sample history: every figure the generator draws from, with where it comes from.

Marks: [published] a figure printed for the founding case (a city consumer line, January 2020) or by a
comparable city's bulletin; [measured] computed from a public series; [chosen] our own default.
"""

from datetime import date

FIRST = date(2017, 1, 1)
"""First day of the sample history."""

LAST = date(2026, 11, 22)
"""Last day of the sample history."""

WEEKDAY_MEAN = 150.0
"""Requests on a usual working weekday at the turn of 2020 [chosen; comparable cities publish 100 to 145]."""

GROWTH = 0.08
"""Growth a year [published: +2 to +23 % by month in one comparable city]."""

GROWTH_SPREAD = 0.02
"""Standard deviation of a year's growth around `GROWTH` [chosen]."""

WEEKDAYS = (1.17, 1.07, 1.01, 0.93, 0.82, 0.50, 0.45)
"""Monday to Sunday, as a share of the mean working weekday [measured on a business line; weekend chosen]."""

MONTHS = (1.0, 0.93, 1.05, 1.0, 1.0, 1.04, 1.04, 1.04, 1.04, 1.0, 1.0, 1.0)
"""January to December with the festival removed [from two cities' monthly bulletins]."""

MAKE_UP = 0.9
"""A make-up workday, as a share of the mean working weekday [chosen]."""

FESTIVAL = {
    -8: 1.08, -7: 1.08, -6: 1.08, -5: 1.08, -4: 1.08, -3: 1.00, -2: 0.85,
    -1: 0.45, 0: 0.20, 1: 0.25, 2: 0.30, 3: 0.35, 4: 0.40, 5: 0.50, 6: 0.65, 7: 0.65, 8: 0.65,
}  # fmt: skip
"""By days from the lunar new year; from the eve (-1) on a share of a mean weekday while offices rest.
Mean of eve to day 5: 0.35 [two cities publish 0.29 and 0.4 for the whole week; the curve is chosen]."""

AFTER_FESTIVAL = (1.22, 1.15, 1.08, 1.08, 1.08)
"""The first five working days after the Spring Festival break [chosen]."""

FESTIVAL_SPREAD = 0.10
"""Log standard deviation that all days of one year's break share, cut at 25 % [range chosen]."""

HOLIDAY = 0.50
"""A day of any other public break, as a share of a mean weekday [chosen: like a staffed Saturday]."""

AFTER_HOLIDAY = 1.10
"""The first working day after any other break [measured: mean of six, 1.06 to 1.17]."""

CONSUMER_DAY = 0.9
"""What 15 March adds to a usual day [chosen; a press report tells of more than double on 13 March]."""

CONSUMER_DAY_HALF_LIFE = 3.0
"""Days in which that excess halves after 15 March; it rises from 8 March twice as fast [chosen]."""

DOUBLE_ELEVEN = 0.08
"""What 11 to 25 November add [published: November +7 % a day on October in one comparable city]."""

JUNE_EIGHTEEN = 0.04
"""What 15 to 25 June add [chosen]."""

BUSYNESS = 0.0115
"""Variance of the gamma factor that a whole day shares [measured: negative-binomial alpha of a business line]."""

BUSYNESS_MEMORY = 0.36
"""Correlation of that factor from one day to the next [measured on the same line]."""

PLATFORM_CHANGE = date(2019, 11, 18)
"""The first day on the new provincial platform [published: "two months before" January 2020; day chosen]."""

PLATFORM_STEP = 1.12
"""Level after the platform change over the level before it [chosen]."""

WEB_BEFORE = 0.13
"""Share of the web channel before the platform change [chosen]."""

WEB = 0.21
"""Share of the web channel since [published: 0.216 in one city]."""

COUNTER = 0.02
"""Share of requests at the counter [published: 0.015 to 0.02]."""

HOURS = (
    0.006, 0.004, 0.003, 0.002, 0.002, 0.003, 0.007, 0.018, 0.062, 0.112, 0.118, 0.088,
    0.046, 0.048, 0.086, 0.096, 0.088, 0.062, 0.040, 0.034, 0.030, 0.023, 0.014, 0.008,
)  # fmt: skip
"""Share of callers by hour of the day [chosen; peaks at 10 and 15 as described by several lines]."""

WEB_HOURS = (
    0.016, 0.010, 0.006, 0.004, 0.003, 0.004, 0.010, 0.022, 0.046, 0.066, 0.070, 0.062,
    0.052, 0.054, 0.062, 0.064, 0.060, 0.052, 0.054, 0.062, 0.070, 0.068, 0.050, 0.033,
)  # fmt: skip
"""Share of web requests by hour of the day [chosen: flatter, with an evening]."""

HOURS_CONCENTRATION = 400.0
"""Dirichlet concentration of a day's hour shares [chosen]."""

SURGE_AFTER_HOURS = 0.05
"""Share that moves to the hours after closing in an emergency [chosen]."""

CONSUMER_DAY_EVENING = 0.10
"""Share of 15 March's callers that come between 20:00 and 22:30, with the television broadcast [chosen]."""

TYPES = ("consult", "complaint", "report")
"""What a request is."""

PHONE_TYPES = (0.74, 0.19, 0.07)
"""Shares of `TYPES` on the phone [with `WEB_TYPES` they give the published city mix .68 .24 .08]."""

WEB_TYPES = (0.46, 0.42, 0.12)
"""Shares of `TYPES` on the web and at the counter."""

SURGE_TYPES = (0.54, 0.11, 0.35)
"""Shares of `TYPES` in the emergency [published for another city in the same days]."""

TOPICS = (
    "food", "catering", "clothing", "vehicle", "beauty", "courier", "telecom", "refund", "protective", "other",
)  # fmt: skip
"""What a request is about; "protective" are masks and disinfectant, "refund" cancelled stays, feasts, travel."""

TOPIC_SHARES = (0.22, 0.12, 0.08, 0.07, 0.06, 0.12, 0.06, 0.02, 0.005, 0.245)
"""Usual shares of `TOPICS` [rounded from one city's monthly bulletins; the two small ones chosen]."""

SURGE_TOPICS = (0.09, 0.03, 0.005, 0.005, 0.005, 0.01, 0.005, 0.18, 0.64, 0.03)
"""Shares of `TOPICS` in the emergency [published: masks 64.5 %, feasts, hotels and travel 24 %]."""

COUNTIES = ("chengzhong", "dongan", "qinghe", "shiqiao", "bailu", "nanping", "songling", "liuwan")
"""Invented districts and counties of the sample city."""

COUNTY_SHARES = (0.50, 0.14, 0.09, 0.07, 0.06, 0.05, 0.05, 0.04)
"""Shares of `COUNTIES` [published concentration of one city]."""

HANDLING = (210.0, 360.0, 330.0)
"""Mean handling seconds by `TYPES`: talk and after-call work [from two cities' published talk times]."""

HANDLING_CV = 0.9
"""Coefficient of variation of the lognormal handling time [chosen; lognormal: Brown et al. 2005]."""

AFTER_CALL = 0.62
"""After-call work over talk [published: 53 after-call beside 86 talking]."""

SURGE_HANDLING = 1.15
"""Handling time in the emergency over the usual one [range 1.10 to 1.25]."""

PATIENCE = 90.0
"""Mean patience in seconds [chosen]."""

PATIENCE_SHAPE = 1.3
"""Weibull shape of patience [chosen: impatience grows while one waits]."""

REDIAL = 0.45
"""Share of callers who gave up or found the line busy and call again [unverified figure, .3 to .6]."""

REDIAL_AFTER = 1200.0
"""Mean seconds until they do [unverified figure]."""

VOICEMAIL = 0.40
"""Share of callers after hours who leave a message [chosen; fits one published night of 30 to 40]."""

CALL_BACK = 240.0
"""Mean seconds to call a message back, failed tries included [published: four to five minutes each]."""

SEATS = 6
"""Desks with a phone."""

LINES = 14
"""Calls that the switch holds, served and waiting; one more hears the busy tone [chosen]."""

EMERGENCY_FIRST = date(2020, 1, 22)
"""First day of the emergency [published]."""

EMERGENCY_LAST = date(2020, 3, 22)
"""Last day on which it is felt [chosen; published: still running on 10 February]."""

PINNED_UNTIL = date(2020, 2, 10)
"""Up to this day the daily mean is at least 300 [published]."""

PINNED = {date(2020, 1, 22): 231, date(2020, 1, 23): 407, date(2020, 1, 28): 429}
"""Requests registered on three days of the emergency [published]; 28 January stayed the record of its time."""

EMERGENCY_LEVEL = 440.0
"""Requests a day that the emergency adds on its plateau, whether anyone can take them or not [chosen]."""

EMERGENCY_REGISTERED = (338.0, 20.0, 300.0, 420.0)
"""Mean, standard deviation and bounds of what the unpinned days up to `PINNED_UNTIL` register [chosen]."""

RECORD = 429
"""The most that one day of the emergency registers [published: 28 January was the all-time record]."""

EMERGENCY_PLATEAU = date(2020, 2, 2)
"""Last day of the plateau [chosen]."""

EMERGENCY_HALF_LIFE = 12.0
"""Days in which it halves after the plateau [chosen]."""

EMERGENCY_USUAL = 0.6
"""What is left of usual business while shops are closed [chosen]."""
