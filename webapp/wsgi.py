"""The web application for a WSGI server: ``gunicorn --worker-class gthread webapp.wsgi``.

Each process opens the database for itself, so load the module after forking (no ``--preload``).
"""

from webapp.cli.hosts import make_application
from webapp.cli.installation import read_installation

__all__ = ["application"]

application = make_application(read_installation())
