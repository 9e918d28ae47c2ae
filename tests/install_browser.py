"""Finds a Chromium for the browser tests, or installs one the way this machine does it."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def find_browser() -> str:
    """Return the path of a Chromium; empty when there is none."""
    return next((path for name in NAMES if (path := shutil.which(name))), "") or _find_playwrights()


def _find_playwrights() -> str:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - slow, and rarely needed

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if os.path.exists(path) else ""  # noqa: PTH110 - a text is all we need


def _install() -> None:
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    ways = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if shutil.which("apt-get"):
        ways.insert(0, [*sudo, "apt-get", "install", "-y", "-qq", "chromium"])
        ways.insert(0, [*sudo, "apt-get", "update", "-qq"])
    elif shutil.which("dnf"):
        ways.insert(0, [*sudo, "dnf", "install", "-y", "-q", "chromium"])
    elif shutil.which("brew"):
        ways.insert(0, ["brew", "install", "--cask", "chromium"])
    for way in ways:
        if find_browser():
            return
        print("Installing a browser for the tests:", " ".join(way[-3:]), flush=True)  # noqa: T201
        subprocess.run(way, check=False, stdout=subprocess.DEVNULL, timeout=900)


if __name__ == "__main__":
    if not find_browser():
        _install()
    if not find_browser():
        sys.exit("No Chromium was found or could be installed. Install one and run again.")
