"""A page that shows a widget in a browser without a notebook; Python answers its commands as a kernel would."""

from __future__ import annotations

import os
import shutil
from typing import Any

import anywidget

from teema.widgets.command_widget import CommandWidget

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


def open_page(page: Any, widget: CommandWidget) -> None:
    """Show a widget on an empty page of playwright's; no request may leave the page."""
    page.route("**/*", lambda route: route.abort())
    ours = set(widget.traits(sync=True)) - set(anywidget.AnyWidget.class_traits(sync=True))
    names = sorted(name for name in ours if not name.startswith("_"))

    def state() -> dict[str, Any]:
        return {name: getattr(widget, name) for name in names}

    def python(message: dict[str, Any]) -> dict[str, Any]:
        return {"reply": widget.reply(message), **state()}

    page.expose_function("python", python)
    page.set_content(f"<!doctype html><style>body{{margin:8px}}{widget._css}</style><div id=home></div>")
    page.evaluate(HOST, [widget._esm, state()])
    page.locator(".teema-widget").focus()
