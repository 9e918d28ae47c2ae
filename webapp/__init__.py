"""The Flask application and the command line.

One package an area; the areas share `webapp.web` and never import each other. Every page works
without a script; htmx only saves a page load here and there.
"""

from webapp.application import create_app

__all__ = ["create_app"]
