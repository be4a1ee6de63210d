"""Beside the pages: the sign-in form, cookie and sign-out, and everyone's calendar at its secret address."""

import hmac
import secrets
from html import escape
from typing import Literal, TypedDict

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from desk.accounts import PROOF_COOKIE, SESSION_COOKIE, proof_of
from desk.planning import Store, calendar_feed, enter, remember_device, sign_in, sign_out
from desk.planning.signing_in import KNOWN_FOR
from desk.settings import read_settings
from desk.words import LANGUAGES, say
from forecast.errors import PlanError

FORM_COOKIE = "lianxin_form"
"""Holds the number that the form must send back, so that no other site can send it."""

DEVICE_COOKIE = "lianxin_device"
"""Holds the secret number of a browser that has signed in before; it opens nothing, it only may try."""

_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}

_CALENDAR_HEADERS = {
    "Cache-Control": "private, no-cache",
    "Content-Disposition": 'inline; filename="lianxin.ics"',
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}

_PAGE = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><style>
body{{font-family:system-ui,"Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;background:#f1f5f6;color:#1e2a32;
display:grid;place-items:center;min-height:100vh;margin:0}}
form{{background:#fff;border:1px solid #d9e1e4;border-radius:.5rem;padding:2rem;width:min(20rem,80vw)}}
h1{{font-size:1.4rem;margin:0 0 1rem}}label{{display:block;margin:.8rem 0 .3rem}}
input{{width:100%;box-sizing:border-box;padding:.6rem;font-size:1rem;border:1px solid #64727a;border-radius:.3rem}}
button{{margin-top:1.2rem;width:100%;padding:.7rem;font-size:1rem;border:0;border-radius:.3rem;background:#0f6e84;color:#fff}}
[role=alert]{{color:#b5442b}}nav{{margin-top:1rem;text-align:center}}</style></head><body>
<form method="post" action="/login?lang={lang}"><h1>{title}</h1>{trouble}
<input type="hidden" name="form" value="{form}">
<label for="username">{username}</label><input id="username" name="username" autocomplete="username" required autofocus value="{typed}">
<label for="password">{password}</label><input id="password" name="password" type="password" autocomplete="current-password" required>
<button type="submit">{button}</button><nav>{languages}</nav></form></body></html>"""


def routes_of(store: Store) -> list[BaseRoute]:
    """Return every route beside the pages."""
    return [*sign_in_routes(store), calendar_route(store)]


def calendar_route(store: Store) -> Route:
    """Return the route of personal calendars; an address that is forged, revoked or mistyped is told in plain text."""

    async def calendar(request: Request) -> Response:
        content = await run_in_threadpool(calendar_feed, store, request.path_params["token"])
        if content is None:
            gone = "\n".join(say("feed.gone", language) for language in LANGUAGES)
            return PlainTextResponse(gone, status_code=404, headers=_HEADERS)
        return Response(content, media_type="text/calendar", headers=_HEADERS | _CALENDAR_HEADERS)

    return Route("/calendar/{token}.ics", calendar, methods=["GET"])


def sign_in_routes(store: Store) -> list[BaseRoute]:
    """Return the routes ``/login`` and ``/logout`` for a store."""

    async def login(request: Request) -> Response:
        language = _language(request)
        if request.method == "GET":
            return _form(request, language)
        sent = await request.form()
        username, password = str(sent.get("username", "")), str(sent.get("password", ""))
        expected = request.cookies.get(FORM_COOKIE, "")
        if not expected or not hmac.compare_digest(expected, str(sent.get("form", ""))):
            return _form(request, language, say("sign_in.form_expired", language), username, status=400)
        address = request.client.host if request.client else "unknown"
        try:
            device = request.cookies.get(DEVICE_COOKIE)
            token = await run_in_threadpool(
                sign_in, store, username, password, address=address, device=device
            )
            device = await run_in_threadpool(remember_device, store, token, device)
        except PlanError as error:
            status = 429 if error.code == "too_many_attempts" else 401
            trouble = say(f"error.{error.code}", language, **error.details)
            return _form(request, language, trouble, username, status=status)
        response = _welcome(request, token, device)
        response.delete_cookie(FORM_COOKIE, path="/login", **_guarded(request))
        return response

    async def enter_from_elsewhere(request: Request) -> Response:
        address = request.client.host if request.client else "unknown"
        token = await run_in_threadpool(enter, store, proof_of(request.cookies), address=address)
        if token is None:
            return RedirectResponse(f"/login?lang={_language(request)}", status_code=303, headers=_HEADERS)
        device = await run_in_threadpool(remember_device, store, token, request.cookies.get(DEVICE_COOKIE))
        response = _welcome(request, token, device)
        for name in request.cookies:
            if name.startswith(PROOF_COOKIE):  # the session is ours from here on, and ends with us
                response.delete_cookie(name, path="/")
        return response

    async def logout(request: Request) -> Response:
        token = request.cookies.get(SESSION_COOKIE)
        if token:
            await run_in_threadpool(sign_out, store, token)
        response = RedirectResponse(f"/login?lang={_language(request)}", status_code=303, headers=_HEADERS)
        response.delete_cookie(SESSION_COOKIE, path="/", **_guarded(request))
        return response

    return [
        Route("/login", login, methods=["GET", "POST"]),
        Route("/login/elsewhere", enter_from_elsewhere, methods=["GET"]),
        Route("/logout", logout, methods=["GET", "POST"]),
    ]


def _welcome(request: Request, token: str, device: str | None) -> Response:
    """Return the way to the pages with the cookies of a new session."""
    response = RedirectResponse(f"/?lang={_language(request)}", status_code=303, headers=_HEADERS)
    response.set_cookie(SESSION_COOKIE, token, path="/", **_guarded(request))
    if device is not None:
        age = int(KNOWN_FOR.total_seconds())
        response.set_cookie(DEVICE_COOKIE, device, max_age=age, path="/login", **_guarded(request))
    return response


def _form(
    request: Request, language: str, trouble: str = "", typed: str = "", *, status: int = 200
) -> HTMLResponse:
    number = secrets.token_urlsafe(32)
    page = _PAGE.format(
        lang=language,
        title=escape(say("sign_in.title", language)),
        trouble=f'<p role="alert">{escape(trouble)}</p>' if trouble else "",
        form=number,
        username=escape(say("sign_in.username", language)),
        password=escape(say("sign_in.password", language)),
        button=escape(say("sign_in.button", language)),
        typed=escape(typed, quote=True),
        languages=" · ".join(
            f'<a href="/login?lang={other}">{escape(say("sign_in.language", other))}</a>'
            for other in LANGUAGES
        ),
    )
    response = HTMLResponse(page, status_code=status, headers=_HEADERS)
    response.set_cookie(FORM_COOKIE, number, max_age=3600, path="/login", **_guarded(request))
    return response


def _language(request: Request) -> str:
    asked = request.query_params.get("lang", LANGUAGES[0])
    return asked if asked in LANGUAGES else LANGUAGES[0]


class _Guard(TypedDict):
    httponly: bool
    samesite: Literal["strict"]
    secure: bool


def _guarded(request: Request) -> _Guard:
    """
    Return what every cookie is set, and ended, with: no script and no other site can use it.

    Behind a proxy the request itself may come by plain HTTP: what counts then is how browsers reach the app.
    """
    outside = read_settings().public_address.lower().startswith("https://")
    return {"httponly": True, "samesite": "strict", "secure": outside or request.url.scheme == "https"}
