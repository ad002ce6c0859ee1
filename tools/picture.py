"""Take the picture of a dossier that the README shows.

    python tools/picture.py REGISTER [docs/dossier.png] [--sides VNM KHM] [--language fr]

Needs Chromium and the test dependencies.
"""

from __future__ import annotations

import argparse
import socket
import threading
import time
from pathlib import Path

import uvicorn
from playwright.sync_api import sync_playwright

from comity.outputs.web import create_app

ROOT = Path(__file__).resolve().parent.parent
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("register", type=Path)
    parser.add_argument("picture", type=Path, nargs="?", default=ROOT / "docs" / "dossier.png")
    parser.add_argument("--sides", nargs=2, default=["VNM", "KHM"])
    parser.add_argument("--language", default="fr")
    parser.add_argument("--browser", default="/usr/bin/chromium")
    parser.add_argument("--height", type=int, default=1180)
    arguments = parser.parse_args()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(create_app(arguments.register), port=port, log_level="error", ws="none"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started and thread.is_alive():
            time.sleep(0.05)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=arguments.browser, args=ARGUMENTS)
            page = browser.new_page(viewport={"width": 1200, "height": arguments.height})
            a, b = arguments.sides
            page.goto(f"http://127.0.0.1:{port}/{arguments.language}/dossier?a={a}&b={b}")
            page.screenshot(path=arguments.picture)
            browser.close()
    finally:
        server.should_exit = True
        thread.join(10)


if __name__ == "__main__":
    main()
