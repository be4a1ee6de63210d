"""Facts about the sign-in page, played through its routes."""

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode

import pytest
from starlette.applications import Starlette

from desk.accounts import SESSION_COOKIE, Role
from desk.planning import account_of, add_account
from desk.web import routes_of
from tests.desk.builders import HEAD, a_centre


@dataclass
class Answer:
    status_code: int
    headers: list[tuple[str, str]]
    text: str

    def header(self, name):
        return [value for key, value in self.headers if key == name]


def alone(asked):
    """Wait for an answer in a thread of its own: a browser test in this process may have left its loop running."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, asked).result()


@dataclass
class Browser:
    """Keeps cookies between requests to an app, as a browser does."""

    app: Starlette
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, address):
        return alone(self.ask("GET", address, b""))

    def post(self, address, data):
        return alone(self.ask("POST", address, urlencode(data).encode()))

    async def ask(self, method, address, body):
        path, _, query = address.partition("?")
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"cookie": cookies, "content-type": "application/x-www-form-urlencoded"}
        scope = {
            "type": "http", "method": method, "path": path, "query_string": query.encode(), "scheme": "http",
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
            "client": ("10.0.0.1", 1), "server": ("127.0.0.1", 8501), "http_version": "1.1", "root_path": "",
        }  # fmt: skip
        sent = []

        async def receive():
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message):
            sent.append(message)

        await self.app(scope, receive, send)
        headers = [(name.decode().lower(), value.decode()) for name, value in sent[0]["headers"]]
        for name, value in headers:
            if name == "set-cookie":
                self.cookies |= {key: morsel.value for key, morsel in SimpleCookie(value).items()}
        text = b"".join(message.get("body", b"") for message in sent[1:]).decode()
        return Answer(sent[0]["status"], headers, text)


@pytest.fixture
def site(tmp_path):
    store = a_centre(tmp_path)
    password = add_account(store, HEAD, username="ann", name="安", role=Role.OPERATOR, must_change=False)
    yield Browser(Starlette(routes=routes_of(store))), store, password
    store.close()


def send(client, username, password, number=None):
    page = client.get("/login?lang=en").text
    number = number or re.search(r'name="form" value="([^"]+)"', page).group(1)
    return client.post("/login?lang=en", data={"username": username, "password": password, "form": number})


def test_a_right_password_sets_a_cookie_that_scripts_and_other_sites_cannot_use(site):
    client, store, password = site
    answer = send(client, "ann", password)
    assert (answer.status_code, answer.header("location")) == (303, ["/?lang=en"])
    cookie = next(c for c in answer.header("set-cookie") if c.startswith(SESSION_COOKIE))
    assert "httponly" in cookie.lower()
    assert "samesite=strict" in cookie.lower()
    assert account_of(store, client.cookies[SESSION_COOKIE]).username == "ann"


def test_signing_out_ends_the_session_itself(site):
    client, store, password = site
    send(client, "ann", password)
    token = client.cookies[SESSION_COOKIE]
    assert client.get("/logout").status_code == 303
    assert account_of(store, token) is None


@pytest.mark.parametrize(("outside", "secure"), [("", False), ("https://hotline.example", True)])
def test_behind_https_every_cookie_is_set_and_ended_for_https_only(site, monkeypatch, outside, secure):
    monkeypatch.setenv("LIANXIN_PUBLIC_ADDRESS", outside)
    client, _, password = site
    answers = (client.get("/login"), send(client, "ann", password), client.get("/logout"))
    cookies = [cookie.lower() for answer in answers for cookie in answer.header("set-cookie")]
    assert len(cookies) == 5
    assert all("httponly" in cookie and "samesite=strict" in cookie for cookie in cookies)
    assert {"secure" in cookie for cookie in cookies} == {secure}


def test_a_browser_that_has_signed_in_before_gets_in_whatever_others_tried(site, monkeypatch):
    monkeypatch.setenv("LIANXIN_SIGN_IN_ATTEMPTS", "2")
    client, _, password = site
    assert send(client, "ann", password).status_code == 303
    stranger = Browser(client.app)
    for _ in range(2):
        assert send(stranger, "ann", "wrong password").status_code == 401
    assert send(stranger, "ann", password).status_code == 429
    assert send(client, "ann", password).status_code == 303


def test_a_wrong_password_is_told_in_a_sentence_and_sets_no_session(site):
    client, _, _ = site
    answer = send(client, "ann", "wrong password")
    assert answer.status_code == 401
    assert "The sign-in name or the password is wrong" in answer.text
    assert SESSION_COOKIE not in client.cookies


def test_a_form_from_another_site_is_refused_even_with_the_right_password(site):
    client, _, password = site
    assert send(client, "ann", password, number="forged").status_code == 400
    assert SESSION_COOKIE not in client.cookies


def test_what_was_typed_comes_back_as_text_and_not_as_markup(site):
    client, _, _ = site
    answer = send(client, '"><script>alert(1)</script>', "wrong password")
    assert "<script>" not in answer.text
    assert "default-src 'none'" in answer.header("content-security-policy")[0]


@pytest.mark.parametrize(
    ("language", "title"), [("zh", "连心 · 登录"), ("en", "Lianxin · Sign in"), ("xx", "连心 · 登录")]
)
def test_the_page_speaks_the_language_that_was_asked_for(site, language, title):
    assert title in site[0].get(f"/login?lang={language}").text
