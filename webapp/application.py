"""Puts the web application together."""

from typing import cast

from flask import Flask
from flask.typing import RouteCallable
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from werkzeug.middleware.proxy_fix import ProxyFix

from engine.context import Context
from webapp.admin.routes import blueprint as admin
from webapp.api.routes import blueprint as api
from webapp.audit.routes import blueprint as audit
from webapp.cases.routes import blueprint as cases
from webapp.catalogue.routes import blueprint as catalogue
from webapp.inbox.routes import blueprint as inbox
from webapp.modeler.routes import blueprint as modeler
from webapp.notices.routes import blueprint as notices
from webapp.register.routes import blueprint as register
from webapp.session.routes import blueprint as session
from webapp.settings import Settings
from webapp.stock.routes import blueprint as stock
from webapp.web import (
    access,
    assets,
    chrome,
    csrf,
    diagrams,
    errors,
    formatting,
    history,
    i18n,
    identity,
    look,
    markdown,
    navigation,
    pages,
    reasons,
    security,
    state,
)

AREAS = (session, inbox, catalogue, cases, notices, stock, register, audit, modeler, admin)
#: In the order in which their checks of a request run.
PARTS = (
    errors,
    assets,
    chrome,
    diagrams,
    formatting,
    history,
    markdown,
    pages,
    reasons,
    navigation,
    security,
    i18n,
    look,
    identity,
    access,
)


def create_app(context: Context, settings: Settings) -> Flask:
    """Make the web application on an open engine.

    Args:
        context: The engine.
        settings: Settings of the web application.
    """
    app = Flask(__name__)
    _configure(app, settings)
    state.attach(app, context, settings)
    for area in (*AREAS, api):
        app.register_blueprint(area)
    for part in PARTS:
        part.install(app)
    csrf.install(app).exempt(api)
    _limit(app, settings)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="__Host-docket-page" if settings.tls else "docket-page",
        SESSION_COOKIE_SECURE=settings.tls,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=settings.max_request_bytes,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        MAX_FORM_PARTS=500,
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    if settings.proxies:
        count = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]  # Flask's documented way to wrap


def _limit(app: Flask, settings: Settings) -> None:
    limiter = Limiter(get_remote_address, app=app, storage_uri="memory://", headers_enabled=False)
    limiter.limit(settings.api_limit)(api)
    begin = app.view_functions["session.begin_session"]
    limited = limiter.limit(settings.sign_in_limit)(begin)
    app.view_functions["session.begin_session"] = cast("RouteCallable", limited)
