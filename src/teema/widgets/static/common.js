// What every widget of teema does alike: it draws what Python says, sends commands, and calls a command saved only when
// Python has answered. This text stands before the widget's own in one module, for a notebook's module imports nothing.

const PALETTE = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#b07a00", "#7a4fb5", "#6b6b6b"];
const PATIENCE = 4000; // milliseconds after which an unanswered command is shown as not saved

/** Make an element: `make("b.name", {title: "x"}, "text", child)`. */
function make(what, attributes = {}, ...children) {
  const [tag, ...classes] = what.split(".");
  const element = document.createElement(tag);
  if (classes.length) element.className = classes.join(" ");
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "style") element.setAttribute("style", value);
    else if (name in element && typeof value !== "string") element[name] = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

const fill = (text, places) => text.replace(/\{(\w+)\}/g, (whole, name) => (name in places ? places[name] : whole));
const folded = (text) => text.toLocaleLowerCase("fi").normalize("NFC");
const within = (target) => target instanceof HTMLElement && ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName);

/** A stripe's colour and dashes; neighbours in the codebook differ in both. */
function pattern(colour, number) {
  const dashes = [`${colour} 0 100%`, `${colour} 0 9px, transparent 9px 13px`, `${colour} 0 3px, transparent 3px 6px`,
    `${colour} 0 9px, transparent 9px 12px, ${colour} 12px 15px, transparent 15px 18px`][number % 4];
  return `repeating-linear-gradient(90deg, ${dashes})`;
}

/** The stripe of a code: its own colour, or that of its place in the codebook. */
function stripe(code, place) {
  return pattern(code && /^#[0-9a-f]{6}$/.test(code.colour) ? code.colour : PALETTE[place % PALETTE.length], place);
}

/** A view that gives commands: `build()` makes its frame with `this.root`, `this.said` and `this.state` in it. */
class CommandView {
  constructor(model, el) {
    this.model = model;
    this.el = el;
    this.labels = model.get("labels");
    this.waiting = new Map(); // commands that Python has not answered
    this.failed = null;
    this.number = 0;
    this.sender = Math.random().toString(36).slice(2); // two views of one widget must not give two commands one id
    this.away = [];
    this.listen("msg:custom", (message) => this.answered(message));
  }

  /** Whether the study cannot be changed. */
  get readonly() { return false; }

  listen(name, handler) {
    this.model.on(name, handler);
    this.away.push(() => this.model.off(name, handler));
  }

  destroy() {
    this.away.forEach((forget) => forget());
    for (const { timer } of this.waiting.values()) clearTimeout(timer);
  }

  say(text) { this.said.textContent = text; }

  // -- talking with Python

  /**
   * Send a command and wait for its answer; `shown` commands change the study, and count as not saved until then.
   * Of a `quiet` one nothing is said when it fails: whoever asked looks whether it still matters.
   */
  send(command, given = {}, shown = true, quiet = false) {
    return new Promise((done) => {
      const id = `${this.sender}-${Date.now().toString(36)}-${++this.number}`;
      const message = { id, command, given };
      const timer = setTimeout(() => { this.late = true; this.drawState(); }, PATIENCE);
      this.waiting.set(id, { message, done, timer, shown, quiet });
      this.post(message);
      this.drawState();
    });
  }

  post(message) {
    try { this.model.send(message); } catch (error) { this.late = true; this.drawState(); }
  }

  answered(message) {
    const waiting = message && this.waiting.get(message.id);
    if (!waiting) return;
    clearTimeout(waiting.timer);
    this.waiting.delete(message.id);
    if (!this.waiting.size) this.late = false;
    const trouble = message.error ? [message.error, message.hint].filter(Boolean).join(" ") : null;
    if (waiting.shown) this.failed = trouble; // looking at something else says nothing of what was not saved
    else if (trouble && !waiting.quiet) this.say(trouble);
    if (message.say) this.say(message.say);
    this.drawState();
    waiting.done(message);
  }

  again() {
    for (const { message } of [...this.waiting.values()]) this.post(message);
  }

  drawState() {
    const l = this.labels;
    this.state.className = "state";
    const asked = [...this.waiting.values()].filter((item) => item.shown).length;
    if (this.late) {
      this.state.classList.add("bad");
      this.state.replaceChildren(fill(l.no_answer, { n: Math.max(asked, 1) }), " ", make("button", { type: "button", onclick: () => this.again() }, l.try_again));
    } else if (this.failed) {
      this.state.classList.add("bad");
      this.state.textContent = fill(l.not_saved, { what: this.failed });
    } else if (asked) {
      this.state.classList.add("wait");
      this.state.textContent = l.saving;
    } else this.state.textContent = this.readonly ? "" : l.saved;
  }

  // -- asking

  async ask(title, value, short = false) {
    const field = make(short ? "input" : "textarea", { "aria-label": title, style: "width:100%" });
    field.value = value || "";
    return (await this.dialog(title, [field], this.labels.save, field)) ? field.value : null;
  }

  dialog(title, content, yes, focus = null) {
    return new Promise((done) => {
      const end = (answer) => { over.remove(); this.root.focus({ preventScroll: true }); done(answer); };
      const ok = make("button", { type: "button", onclick: () => end(true) }, yes);
      const no = make("button", { type: "button", onclick: () => end(false) }, this.labels.cancel);
      const over = make("div.over", { role: "dialog", "aria-modal": "true", "aria-label": title, onkeydown: (event) => {
        event.stopPropagation();
        if (event.key === "Escape") end(false);
        else if (event.key === "Enter" && (event.ctrlKey || event.metaKey || event.target.tagName === "INPUT")) { event.preventDefault(); end(true); }
        else if (event.key === "Tab") {
          const all = [...over.querySelectorAll("button, input, select, textarea")];
          const last = event.shiftKey ? all[0] : all[all.length - 1];
          if (event.target === last) { event.preventDefault(); (event.shiftKey ? all[all.length - 1] : all[0]).focus(); }
        }
      } }, make("div.box", {}, make("h3", {}, title), ...content, make("div.buttons", {}, yes ? no : null, ok)));
      if (!yes) ok.textContent = "OK";
      this.root.append(over);
      (focus || ok).focus();
    });
  }

  help(text = this.labels.help_text) {
    const lines = text.split("\n").map((line) => line.split("|"));
    this.dialog(this.labels.help, [make("dl", {}, ...lines.flatMap(([key, what]) => [make("dt", {}, key), make("dd", {}, what)]))], "");
  }

  /** The widget's element: it owns the keys, which the notebook must not take. */
  frame(what, title, events) {
    const root = make(`div.teema-widget.${what}`, { tabindex: "0", role: "application", "aria-label": title, "data-lm-suppress-shortcuts": "true", ...events });
    if (!document.querySelector("[data-jp-theme-light]")) root.classList.add("alone");
    return root;
  }

  /** The line at the foot: what was said last, and whether all is saved. */
  foot() {
    return make("div.foot", {}, (this.said = make("div.said", { role: "status", "aria-live": "polite" })), (this.state = make("div.state", { role: "alert" })));
  }
}
