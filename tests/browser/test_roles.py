"""One visit of each role in a real browser: sign in, see the roster in both languages, sign out; nothing leaves the machine."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from io import BytesIO
from pathlib import Path

import icalendar
import openpyxl
import pytest
from playwright.sync_api import expect

from desk import planning
from desk.accounts import Account, Role, hash_password
from desk.planning.requesting import REFUSALS
from desk.reports.roster_sheet import FIRST_DAY, HEAD_ROWS
from desk.store import sign_ins
from desk.words import LANGUAGES, say
from tests.browser.demo_centre import PASSWORD, make_demo

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]
ROOT = Path(__file__).resolve().parents[2]
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
"""The part of Chromium that draws no window takes least time."""

PICTURES = os.environ.get("LIANXIN_SCREENSHOTS")
"""Folder that takes the pictures for the documents; none are made without it."""

PAGES = {
    Role.HEAD: {"plan": ("today", "forecast", "requirement", "holiday", "roster", "requests", "what_if", "scenarios"), "mine": ("my_roster",), "settings": ("data", "team", "hours", "line", "rules", "ledger", "calendar", "accounts", "log", "account")},
    Role.MANAGER: {"plan": ("today", "what_if", "scenarios", "forecast", "requirement", "holiday", "roster"), "mine": ("my_roster",), "settings": ("team", "line", "rules", "ledger", "calendar", "account")},
    Role.OPERATOR: {"mine": ("my_roster", "my_requests", "my_hours", "team_roster", "ledger", "rules", "account")},
}  # fmt: skip
"""What the menu of each role should hold; the first page opens at sign-in."""

QUIET = """() => new Promise((done) => {
    const rests = () =>
        document.querySelector('[data-testid=stApp][data-test-script-state=notRunning]') &&
        !document.querySelector('[data-testid=stSkeleton], [data-testid=stStatusWidget], [data-testid=stSpinner]');
    let since = performance.now();
    new MutationObserver(() => (since = performance.now())).observe(document, {
        subtree: true, childList: true, attributes: true, characterData: true,
    });
    const look = setInterval(() => {
        if (!rests()) since = performance.now();
        if (performance.now() - since > 400) { clearInterval(look); done(); }
    }, 50);
})"""
"""Wait until the script has rested, and nothing on the page has moved, for four tenths of a second."""

DESK, PHONE = {"width": 1280, "height": 1500}, {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def home(tmp_path_factory):
    """The folder of a demo that is made once (or stands in LIANXIN_BROWSER_HOME)."""
    if CHROMIUM is None:
        pytest.skip(
            "no Chromium on this machine; the browser tests need one (Debian: chromium-headless-shell)"
        )
    return Path(os.environ.get("LIANXIN_BROWSER_HOME") or tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="session")
def demo(home):
    """The store of the demo, as the app and whoever works beside it see it."""
    store = make_demo(f"sqlite:///{home / 'lianxin.db'}")
    yield store
    store.close()


@pytest.fixture(scope="session")
def address(home, demo):
    """Where the app listens, in front of the demo."""
    url = demo.url
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-c", "from desk.cli import run; run()", "serve"]
    settings = {"LIANXIN_DATABASE": url, "LIANXIN_PORT": str(port)}
    with (home / "server.log").open("wb") as log:
        server = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **settings}, stdout=log, stderr=log, start_new_session=True
        )
    try:
        wait_for(f"http://127.0.0.1:{port}/login")
        yield f"http://127.0.0.1:{port}"
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=20)


def wait_for(url, seconds=60):
    for _ in range(seconds * 4):
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.25)
    raise AssertionError(f"{url} did not answer in {seconds} s")


@pytest.fixture(scope="session")
def browser(address):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as engine:
        chromium = engine.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield chromium
        chromium.close()


class Tab:
    """A browser tab of one person that notes console errors and requests to other machines."""

    def __init__(self, browser, address, viewport):
        self.context = browser.new_context(viewport=viewport)
        self.page = self.context.new_page()
        self.page.set_default_timeout(60_000)
        self.address, self.troubles = address, []
        self.page.on("console", self.note_error)
        self.page.on("request", self.note_request)

    def note_error(self, message):
        if message.type == "error" and "401" not in message.text:
            self.troubles.append(message.text)

    def note_request(self, request):
        if not request.url.startswith((self.address, self.address.replace("http", "ws"), "data:", "blob:")):
            self.troubles.append(request.url)

    def sign_in(self, username, language, password=PASSWORD):
        self.page.goto(f"{self.address}/login?lang={language}")
        self.page.fill("#username", username)
        self.page.fill("#password", password)
        self.page.click("button[type=submit]")

    def open(self, title):
        link = self.page.get_by_test_id("stSidebarNav").get_by_text(title, exact=True)
        folded = self.page.viewport_size["width"] < 600  # on a phone the menu is folded away
        if folded:
            self.page.get_by_test_id("stExpandSidebarButton").click()
            self.page.wait_for_timeout(600)
        link.click()
        self.sees_title(title)
        if folded:
            self.page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()
            self.page.get_by_test_id("stExpandSidebarButton").wait_for()

    def sees_title(self, title):
        self.page.get_by_role("heading", name=title, exact=True, level=1).wait_for()

    def settles(self):
        """Wait until all charts are drawn and the script rests."""
        self.page.evaluate(QUIET)

    def sign_out(self):
        self.page.goto(f"{self.address}/logout")
        self.page.wait_for_url("**/login**")

    def fits(self):
        """Say whether nothing reaches beyond the right edge of the screen."""
        return self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    def download(self, label):
        """Take the file behind a button along."""
        with self.page.expect_download() as expected:
            self.page.get_by_role("button", name=label, exact=True).click()
        return Path(expected.value.path())

    def speaks(self, language):
        self.settles()
        self.page.get_by_text(language, exact=True).last.click()

    def picture(self, name):
        if PICTURES:
            self.settles()
            folder = ROOT / PICTURES
            folder.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=folder / f"{name}.png")

    def sees_chart_with(self, text):
        self.page.locator("svg.marks text").get_by_text(text, exact=True).first.wait_for(state="attached")


@pytest.fixture
def tab(browser, address):
    made = []

    def make(viewport=DESK):
        made.append(Tab(browser, address, viewport))
        return made[-1]

    yield make
    troubles = [trouble for each in made for trouble in each.troubles]
    for each in made:
        each.context.close()
    assert troubles == []


def test_the_head_sees_forecast_requirement_and_roster_in_chinese_and_english(tab):
    head = tab()
    head.sign_in("head", "zh")
    head.sees_title("今天")
    head.open("话务预测")
    head.sees_chart_with("季节朴素法")
    head.picture("forecast.zh")
    head.open("人力需求")
    head.sees_chart_with("09:00")
    head.picture("requirement.zh")
    head.open("排班")
    head.sees_chart_with("林晓禾")
    head.sees_chart_with("早班")
    head.picture("roster.zh")
    head.speaks("English")
    head.sees_title("Roster")
    head.sees_chart_with("Rostered")
    head.picture("roster.en")
    head.open("Forecast")
    head.sees_chart_with("Seasonal naive")
    head.picture("forecast.en")
    head.speaks("中文")
    head.sees_title("话务预测")


def test_a_manager_compares_before_and_after(tab):
    manager = tab()
    manager.sign_in("manager", "zh")
    manager.sees_title("今天")
    manager.open("快速推演")
    manager.sees_chart_with("新需求")
    manager.picture("what-if.zh")
    manager.speaks("English")
    manager.sees_title("Quick what-if")
    manager.sees_chart_with("Needed then")
    manager.picture("what-if.en")
    manager.speaks("中文")
    manager.sees_title("快速推演")


def test_an_operator_sees_the_own_roster_on_a_phone_and_signs_out(tab):
    operator = tab(PHONE)
    operator.sign_in("operator", "zh")
    operator.sees_title("我的班表")
    operator.page.get_by_text("下一个班", exact=False).first.wait_for()
    operator.picture("my-roster.zh")
    too_wide = operator.page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    assert not too_wide
    operator.open("班组班表")
    operator.sees_chart_with("林晓禾")
    operator.page.goto(f"{operator.address}/?lang=en")
    operator.sees_title("My roster")
    operator.picture("my-roster.en")
    operator.page.goto(f"{operator.address}/logout")
    operator.page.wait_for_url("**/login**")
    operator.page.goto(operator.address)
    operator.page.get_by_text("请先登录").wait_for()


def test_a_wrong_password_shows_a_sentence_and_no_page(tab):
    stranger = tab()
    stranger.sign_in("head", "zh", password="not-the-password")
    stranger.page.get_by_role("alert").wait_for()
    assert stranger.page.locator("#username").is_visible()


@pytest.mark.parametrize(
    ("role", "language", "viewport"),
    [
        pytest.param(role, language, viewport, id=f"{role}-{language}-{viewport['width']}")
        for role, language, viewport in (
            (Role.HEAD, "zh", DESK), (Role.HEAD, "en", PHONE), (Role.MANAGER, "en", DESK), (Role.OPERATOR, "zh", PHONE),
            (Role.OPERATOR, "en", DESK),
        )
    ],
)  # fmt: skip
def test_every_page_of_a_role_opens_from_sign_in_to_sign_out(tab, role, language, viewport):
    someone = tab(viewport)
    someone.sign_in(str(role), language)
    titles = [say(f"page.{name}", language) for names in PAGES[role].values() for name in names]
    someone.sees_title(titles[0])
    for title in titles[1:]:
        someone.open(title)
        assert someone.fits(), title
    someone.page.get_by_text(say("door.broken", language)).wait_for(state="detached")
    someone.sign_out()


def test_the_head_takes_the_day_and_the_roster_along_and_brings_an_edited_sheet_back(tab, tmp_path):
    language = "en"

    def told(code, **details):
        return say(code, language, **details)

    head = tab()
    head.sign_in("head", language)
    head.sees_title(told("page.today"))
    head.page.get_by_text(told("today_page.expected")).wait_for()
    head.picture(f"today.{language}")
    head.page.get_by_role("button", name=told("bulletin_page.heading")).click()
    assert head.download(told("bulletin_page.situation_pdf")).read_bytes().startswith(b"%PDF")
    head.open(told("page.roster"))
    head.sees_chart_with("林晓禾")
    head.page.get_by_role("button", name=told("papers.take")).click()
    assert head.download(told("papers.pdf")).read_bytes().startswith(b"%PDF")
    sheet = BytesIO(head.download(told("papers.excel")).read_bytes())
    head.page.keyboard.press("Escape")
    book = openpyxl.load_workbook(sheet)
    cells = book.active
    worked = next(cell for cell in cells[HEAD_ROWS + 1][FIRST_DAY : FIRST_DAY + 28] if cell.value)
    worked.value = "?!"
    faulty = tmp_path / "faulty.xlsx"
    book.save(faulty)
    worked.value = None
    edited = tmp_path / "edited.xlsx"
    book.save(edited)
    head.page.get_by_text(told("sheet_import.heading")).click()
    head.page.locator("input[type=file]").set_input_files(faulty)
    head.page.get_by_text("?!").wait_for()
    head.page.locator("input[type=file]").set_input_files(edited)
    head.page.get_by_text("(people: 1)").wait_for()
    head.sign_out()


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_operator_confirms_the_roster_and_puts_it_into_a_calendar(tab, language):
    def told(code):
        return say(code, language)

    operator = tab(PHONE)
    operator.sign_in("operator", language)
    operator.sees_title(told("page.my_roster"))
    operator.settles()
    unread = operator.page.get_by_role("button", name=told("receipt.confirm"))
    for left in reversed(range(unread.count())):
        unread.first.click()
        expect(unread).to_have_count(left)
    operator.settles()
    operator.page.get_by_text(told("feed.heading")).click()
    operator.page.get_by_role("button", name=told("feed.make")).click()
    path = operator.page.locator("code").filter(has_text="/calendar/").inner_text().partition("/calendar/")[2]
    address = f"{operator.address}/calendar/{path.strip()}"
    with urllib.request.urlopen(address, timeout=20) as answer:
        calendar = icalendar.Calendar.from_ical(answer.read())
    assert len(calendar.events) > 3
    assert all(event.walk("VALARM") for event in calendar.events)
    operator.page.get_by_role("button", name=told("feed.revoke")).click()
    operator.page.get_by_role("button", name=told("feed.revoke")).wait_for(state="detached")
    operator.settles()
    expect(operator.page.get_by_role("button", name=told("feed.make"))).to_be_visible()
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(address, timeout=20)
    operator.sign_out()


def test_leave_is_asked_for_on_a_phone_in_chinese_answered_at_the_desk_in_english_and_the_reason_is_read(tab):
    asks, answers = "zh", "en"

    def told(code, language=asks):
        return say(code, language)

    operator, head = tab(PHONE), tab()
    operator.sign_in("operator", asks)
    operator.open(told("page.my_requests"))
    operator.settles()
    first = operator.page.get_by_test_id("stDateInput").first.locator("input")
    first.fill("2027/03/15")
    first.press("Enter")
    operator.settles()
    operator.page.get_by_role("button", name=told("requests_page.send"), exact=True).click()
    operator.page.get_by_text(told("request_state.open")).first.wait_for()
    operator.settles()
    head.sign_in("head", answers)
    head.open(told("page.requests", answers))
    head.page.get_by_role("button", name=told("requests_page.refuse", answers), exact=True).first.click()
    head.page.get_by_text(told("requests_page.none_open", answers)).wait_for()
    operator.open(told("page.my_roster"))
    operator.open(told("page.my_requests"))
    operator.page.get_by_text(told("request_state.refused")).first.wait_for()
    operator.page.get_by_text(told(f"refusal.{REFUSALS[0]}")).first.wait_for()
    operator.picture(f"my-requests.{asks}")
    operator.sign_out()
    head.sign_out()


def test_a_manager_builds_the_founding_case_compares_it_and_takes_the_sheet_along_in_both_languages(tab):
    manager = tab()
    page = manager.page

    def build(name, language):
        page.get_by_label(say("scenario_page.name", language), exact=True).fill(name)
        page.get_by_label(say("scenario_page.size", language), exact=True).fill("3.5")
        page.get_by_role("button", name=say("scenario_page.add", language), exact=True).click()
        page.get_by_text(say("scenario_page.kept", language, name=name)).wait_for()
        manager.settles()

    def takes_the_sheet(language):
        page.get_by_role("heading", name=say("scenario_sheet.compare", language)).wait_for(timeout=240_000)
        manager.settles()
        manager.picture(f"scenarios.{language}")
        book = openpyxl.load_workbook(
            BytesIO(manager.download(say("scenario_page.excel", language)).read_bytes())
        )
        heads = {cell.value for cell in book.worksheets[0][1][1:]}
        assert heads == {say(f"scenario.{code}", language) for code in ("founding_case", "half_the_team")} | {
            "ours"
        }
        assert manager.download(say("scenario_page.pdf", language)).read_bytes().startswith(b"%PDF")

    manager.sign_in("manager", "zh")
    manager.open(say("page.scenarios", "zh"))
    manager.settles()
    build("ours", "zh")
    page.get_by_test_id("stMultiSelect").filter(has_text=say("scenario_page.compare", "zh")).locator(
        "input"
    ).click()
    page.get_by_role("option", name=say("scenario.half_the_team", "zh")).click()
    page.keyboard.press("Escape")
    for code, value in (("runs", "8"), ("seconds", "1")):
        page.get_by_label(say(f"scenario_page.{code}", "zh"), exact=True).fill(value)
        page.keyboard.press("Tab")
        manager.settles()
    page.get_by_role("button", name=say("scenario_page.run", "zh"), exact=True).click()
    takes_the_sheet("zh")
    manager.speaks("English")
    takes_the_sheet("en")
    build("ours-en", "en")


def test_what_happens_to_an_account_holds_at_once_in_a_tab_that_is_open(tab, demo):
    head = Account("head", "秦岚英", Role.HEAD)
    if "ann" not in planning.sign_in_names(demo):
        planning.add_account(demo, head, username="ann", name="安澜", role=Role.OPERATOR)
    with demo.begin() as session:
        fields = {
            "password_hash": hash_password(PASSWORD),
            "must_change": False,
            "active": True,
            "role": "operator",
        }
        sign_ins.change_account(session, "ann", **fields)
    ann = tab()
    menu = ann.page.get_by_test_id("stSidebarNav")
    ann.sign_in("ann", "zh")
    ann.sees_title("我的班表")
    elsewhere = ann.context.new_page()
    elsewhere.goto(f"{ann.address}/logout")
    elsewhere.wait_for_url("**/login**")
    menu.get_by_text("公平台账", exact=True).click()
    ann.page.get_by_text("请先登录").wait_for()
    ann.sign_in("ann", "zh")
    ann.open("公平台账")
    expect(menu.get_by_text("话务预测", exact=True)).to_have_count(0)
    planning.change_role(demo, head, username="ann", role=Role.MANAGER)
    ann.open("排班规则")
    expect(menu.get_by_text("话务预测", exact=True)).to_have_count(1)
    planning.disable_account(demo, head, username="ann")
    menu.get_by_text("公平台账", exact=True).click()
    ann.page.get_by_text("请先登录").wait_for()
    ann.sign_in("ann", "zh")
    ann.page.get_by_role("alert").wait_for()
