"""./dev screenshots [FOLDER]

The sample stream goes through the desk, the page is served on loopback, and a real Chromium takes
pictures of it. Without FOLDER the three of the README (docs/images), as high as a window; with it
front page, story with the most origins, article and inbox, whole, in English and Arabic, wide and
phone-sized.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import threading
from pathlib import Path

import uvicorn
from playwright.sync_api import sync_playwright

from tawatur import knowledge
from tawatur.model import Watch
from tawatur.pipeline import Desk
from tawatur.sample import outlets_file, sample_pages
from tawatur.settings import Settings
from tawatur.store import SqliteStore
from tawatur.web.app import create_app

ROOT = Path(__file__).resolve().parents[1]
PORT = 8471
SIZES = {"wide": (1440, 1100), "phone": (390, 844)}
IN_README = {"story.en.wide", "front.ar.wide", "story.ar.phone"}


def main(arguments: list[str]) -> int:
    folder = Path(arguments[0]) if arguments else ROOT / "docs" / "images"
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        print("no Chromium on this machine", file=sys.stderr)
        return 1
    folder.mkdir(parents=True, exist_ok=True)
    knowledge.load_extra(outlets_file())
    pages = sample_pages()
    with tempfile.TemporaryDirectory() as scratch:
        store = SqliteStore(Path(scratch) / "desk.db")
        outbox = Path(scratch) / "outbox"
        with store.transaction():
            store.add_watch(
                Watch(
                    id="w", kind="breaking", query=None, address="reader@localhost",
                    created_at=pages[0].seen_at,
                )
            )  # fmt: skip
        desk = Desk(store, base_url=f"http://127.0.0.1:{PORT}")
        desk.take(pages)
        now = pages[-1].seen_at
        desk.deliver(now)
        app = create_app(store, settings=Settings(), notices_maildir=outbox, clock=lambda: now)
        server = uvicorn.Server(uvicorn.Config(app, port=PORT, log_level="warning"))
        worker = threading.Thread(target=server.run, daemon=True)
        worker.start()
        story = store.stories(limit=1, order="origins")[0].id
        article = store.dossier(story).readings[0].article.id  # type: ignore[union-attr]
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            for size, (width, height) in SIZES.items():
                page = browser.new_page(viewport={"width": width, "height": height})
                for name, path in {
                    "front": "", "story": f"story/{story}", "article": f"article/{article}",
                    "inbox": "inbox",
                }.items():  # fmt: skip
                    for language, prefix in {"en": "/", "ar": "/ar/"}.items():
                        if not arguments and f"{name}.{language}.{size}" not in IN_README:
                            continue
                        page.goto(
                            f"http://127.0.0.1:{PORT}{prefix}{path}", wait_until="networkidle"
                        )
                        page.screenshot(
                            path=folder / f"{name}.{language}.{size}.png", full_page=bool(arguments)
                        )
                page.close()
            browser.close()
        server.should_exit = True
        worker.join(timeout=10)
        store.close()
    print(*sorted(path.name for path in folder.glob("*.png")), sep="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
