"""A page that shows the coder in a browser without a notebook; Python answers its commands as a kernel would."""

from __future__ import annotations

import os
import shutil
from importlib.resources import files
from typing import Any

from teema.widgets import Coder

__all__ = ["CHROMIUM", "LAUNCH", "open_page"]

CHROMIUM = os.environ.get("TEEMA_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
LAUNCH = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
# Stands in for the notebook: holds the state, hands commands to Python, and the answers back.
HOST = """async ([esm, state]) => {
  const url = URL.createObjectURL(new Blob([esm], { type: "text/javascript" }));
  const { default: widget } = await import(url);
  const handlers = new Map();
  const fire = (name, value) => (handlers.get(name) || []).forEach((handler) => handler(value));
  window.dead = false;
  window.sent = [];
  window.fire = fire;
  window.leaked = [];
  const model = {
    get: (name) => state[name],
    on: (name, handler) => handlers.set(name, [...(handlers.get(name) || []), handler]),
    off: () => {},
    send: async (message) => {
      window.sent.push(message);
      if (window.dead) return;
      const { reply, ...news } = await window.python(message);
      Object.assign(state, news);
      Object.keys(news).forEach((name) => fire(`change:${name}`));
      fire("msg:custom", reply);
    },
  };
  document.addEventListener("keydown", (event) => window.leaked.push(event.key));
  widget.render({ model, el: document.querySelector("#home") });
}"""


def open_page(page: Any, coder: Coder) -> None:
    """Show a coder on an empty page of playwright's; no request may leave the page."""
    static = files("teema.widgets") / "static"
    page.route("**/*", lambda route: route.abort())

    def python(message: dict[str, Any]) -> dict[str, Any]:
        reply = coder.reply(message)
        return {"reply": reply, "screen": coder.screen, "codes": coder.codes}

    page.expose_function("python", python)
    css = (static / "coder.css").read_text(encoding="utf-8")
    page.set_content(f"<!doctype html><style>body{{margin:8px}}{css}</style><div id=home></div>")
    state = {name: getattr(coder, name) for name in ("screen", "codes", "labels", "reading")}
    page.evaluate(HOST, [(static / "coder.js").read_text(encoding="utf-8"), state])
    page.locator(".teema-coder").focus()
