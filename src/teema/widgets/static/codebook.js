// The codebook view: the tree of codes on the left, the chosen code on the right.
//
// Python holds the truth. This module draws what `tree` says, and what the answers to `details`, `extracts` and `history`
// say of the chosen code. A row can be dragged between rows (order), onto a row (nest), or onto a row with a key held
// (merge); the same is done by keys and by buttons. Texts only ever become text nodes.

const FIELDS = ["definition", "include", "exclude", "example"];
const FAR = 5; // pixels after which a press is a drag
const CALM = 100; // milliseconds before what was typed or passed over is asked about

class CodebookView extends CommandView {
  constructor(model, el) {
    super(model, el);
    this.chosen = null; // GUID
    this.folded = new Set();
    this.found = null; // GUIDs that Python found in definitions
    this.picked = new Set(); // extracts chosen for a new code
    this.form = null;
    this.turn = Promise.resolve();
    this.build();
    this.listen("change:tree", () => this.draw());
    this.draw();
    if (this.codes.length) this.choose(this.codes[0].id, { focus: false });
  }

  get readonly() { return Boolean((this.model.get("tree") || {}).readonly); }
  get codes() { return (this.model.get("tree") || {}).codes || []; }
  code(id) { return this.codes.find((code) => code.id === id); }
  sisters(parent) { return this.codes.filter((code) => (code.parent || null) === (parent || null)); }
  below(id) {
    const found = new Set([id]);
    for (const code of this.codes) if (found.has(code.parent)) found.add(code.id); // parents stand before what is below
    found.delete(id);
    return found;
  }

  // -- the frame

  build() {
    const l = this.labels;
    const button = (label, key, act) =>
      make("button", { type: "button", title: key ? `${label} (${key})` : label, onclick: act }, label);
    this.root = this.frame("teema-codebook", l.book_title, { onkeydown: (event) => this.key(event) });
    this.words = make("input", { type: "search", placeholder: l.book_search, "aria-label": l.book_search, oninput: () => this.typed() });
    this.which = make("select", { "aria-label": l.book_which, title: l.book_which, onchange: () => this.drawTree() },
      ...["all", "unused", "overlapping"].map((kind) => make("option", { value: kind }, l[`book_${kind}`])));
    this.count = make("span.count", { role: "status" });
    this.undoButton = button(l.undo, "U", () => this.change("undo"));
    this.redoButton = button(l.redo, "⇧U", () => this.change("redo"));
    this.newButton = button(`+ ${l.book_new}`, "N", () => this.add(null));
    this.list = make("ul.tree", { role: "tree", "aria-label": l.codes, onpointerdown: (event) => this.press(event) });
    this.heads = make("div.heads", { "aria-hidden": "true", title: l.book_union }, make("span.name", {}, ""), make("span.n", {}, l.book_cases), make("span.n", {}, l.book_mentions));
    this.right = make("div.right");
    this.root.append(
      make("div.bar", {}, this.newButton, this.words, this.which, this.count, make("span.grow"), this.undoButton, this.redoButton,
        button(l.book_refresh, "", () => this.refresh()), button(l.help, "?", () => this.help(l.book_help_text))),
      make("div.panes", {}, make("div.left", {}, this.heads, this.list), this.right),
      this.foot());
    this.el.replaceChildren(this.root);
  }

  // -- talking with Python

  /** Do things one after the other, each on what the one before it left. */
  inTurn(act) {
    const done = this.turn.then(act, act);
    this.turn = done.catch(() => {});
    return done;
  }

  async change(command, given = {}, choose = null) {
    const message = await this.send(command, given);
    if (message.error) return message;
    if (choose || message.code) this.choose(choose || message.code, { focus: false });
    else await this.details();
    return message;
  }

  async refresh() { await this.send("refresh", {}, false); await this.details(); }

  // -- the tree

  typed() {
    clearTimeout(this.typing);
    this.found = null;
    this.drawTree();
    const words = this.words.value.trim();
    if (!words) return;
    this.typing = setTimeout(async () => {
      const message = await this.send("search", { words }, false);
      if (message.found && this.words.value.trim() === words) { this.found = new Set(message.found); this.drawTree(); }
    }, CALM);
  }

  fits(code) {
    if (this.which.value === "unused" && code.mentions) return false;
    if (this.which.value === "overlapping" && !code.overlaps) return false;
    const words = folded(this.words.value.trim()).split(/\s+/).filter(Boolean);
    return words.every((word) => folded(code.name).includes(word)) || Boolean(this.found && this.found.has(code.id));
  }

  /** The codes that are shown: those that fit and what stands above them; nothing below a closed code. */
  shown() {
    const all = !this.words.value.trim() && this.which.value === "all";
    const fitting = new Set(this.codes.filter((code) => this.fits(code)).map((code) => code.id));
    const needed = new Set(fitting);
    for (const code of [...this.codes].reverse()) if (needed.has(code.id) && code.parent) needed.add(code.parent);
    const closed = new Set();
    const found = [];
    for (const code of this.codes) {
      if (!needed.has(code.id)) continue;
      if (all && (closed.has(code.parent) || this.folded.has(code.parent))) { closed.add(code.id); continue; }
      found.push({ code, fits: fitting.has(code.id) });
    }
    return { rows: found, fitting: fitting.size, all };
  }

  draw() {
    if (this.chosen && !this.code(this.chosen)) this.chosen = null;
    for (const item of [this.undoButton, this.redoButton, this.newButton]) item.disabled = this.readonly;
    const now = JSON.stringify(this.model.get("tree"));
    if (now !== this.drawn) this.drawTree(); // rows stay as they are under the mouse when nothing has changed
    this.drawn = now;
    if (!this.chosen) this.drawDetails(null);
    this.drawState();
  }

  drawTree() {
    const l = this.labels;
    const focused = this.list.contains(this.list.getRootNode().activeElement);
    const { rows, fitting, all } = this.shown();
    this.rows = rows.map((row) => row.code);
    const parents = new Set(this.codes.map((code) => code.parent).filter(Boolean));
    const places = new Map(this.codes.map((code, place) => [code.id, place]));
    const numbered = new Map();
    for (const code of this.codes) numbered.set(code.parent, [...(numbered.get(code.parent) || []), code.id]);
    this.list.replaceChildren(...rows.map((row) => this.drawRow(row, { parents, place: places.get(row.code.id), sisters: numbered.get(row.code.parent), all })));
    if (!rows.length) this.list.append(make("li.none", { role: "none" }, this.codes.length ? l.book_none : l.book_empty));
    this.count.textContent = all ? fill(l.book_count, { n: this.codes.length }) : fill(l.book_count_shown, { shown: fitting, n: this.codes.length });
    this.heads.hidden = !this.codes.length;
    this.mark();
    if (focused) this.focusRow();
  }

  drawRow({ code, fits }, { parents, place, sisters, all }) {
    const l = this.labels;
    const open = !all || !this.folded.has(code.id);
    const overlaps = code.overlaps ? (code.overlaps === 1 ? l.book_is_overlapping_one : fill(l.book_is_overlapping, { n: code.overlaps })) : "";
    const says = [fill(l.book_row, code), code.mentions ? "" : l.book_is_unused, overlaps, code.rule ? l.book_has_rule : ""].filter(Boolean).join(" ");
    return make("li", {
      role: "treeitem", "data-code": code.id, "aria-level": String(code.depth + 1), "aria-label": says, tabindex: "-1",
      "aria-setsize": String(sisters.length), "aria-posinset": String(sisters.indexOf(code.id) + 1),
      "aria-expanded": parents.has(code.id) ? String(open) : null, "aria-selected": "false", class: fits ? null : "dim",
      style: `padding-inline-start:${6 + code.depth * 18}px`,
      onclick: (event) => { if (!event.target.closest(".twist")) this.choose(code.id); },
    },
    parents.has(code.id)
      ? make("button.twist", { type: "button", tabindex: "-1", "aria-label": l.book_fold, title: l.book_fold, onclick: () => this.fold(code.id, open) }, open ? "▾" : "▸")
      : make("span.twist"),
    make("span.stripe", { style: `background:${stripe(code, place)}` }),
    make("span.name", {}, code.name),
    code.rule ? make("span.tag", { title: l.book_has_rule }, l.book_rule_tag) : null,
    overlaps ? make("span.tag", { title: overlaps }, `∩ ${code.overlaps}`) : null,
    code.mentions ? null : make("span.tag.unused", {}, l.book_is_unused),
    make("span.n", {}, String(code.cases)), make("span.n", {}, String(code.mentions)));
  }

  row(id) { return id ? this.list.querySelector(`[data-code="${CSS.escape(id)}"]`) : null; }

  /** Show which row is chosen; it alone is reached with Tab. */
  mark() {
    for (const line of this.list.querySelectorAll("[data-code]")) {
      const chosen = line.dataset.code === this.chosen;
      line.setAttribute("aria-selected", String(chosen));
      line.tabIndex = chosen ? 0 : -1;
    }
    if (!this.row(this.chosen) && this.list.firstElementChild) this.list.firstElementChild.tabIndex = 0;
  }

  focusRow() {
    const line = this.row(this.chosen) || this.list.querySelector("[data-code]");
    if (line) line.focus({ preventScroll: true });
    else this.root.focus({ preventScroll: true });
    if (line && line.scrollIntoView) line.scrollIntoView({ block: "nearest" });
  }

  /** Open or close what is below a code. */
  fold(id, close) {
    if (close) this.folded.add(id); else this.folded.delete(id);
    if (close && this.below(id).has(this.chosen)) this.choose(id);
    this.drawTree();
  }

  choose(id, { focus = true } = {}) {
    const changed = this.chosen !== id;
    if (changed) { this.keepFields(); this.picked.clear(); }
    this.chosen = id;
    for (let above = this.code(id); above && above.parent; above = this.code(above.parent)) this.folded.delete(above.parent);
    if (!this.row(id)) this.drawTree(); else this.mark();
    if (focus) this.focusRow();
    this.right.classList.toggle("stale", Boolean(this.form && this.form.id !== id));
    clearTimeout(this.asking);
    if (changed) this.asking = setTimeout(() => this.details(), CALM);
    else this.details();
  }

  // -- the chosen code

  async details() {
    const id = this.chosen;
    if (!id || !this.code(id)) { this.drawDetails(null); return; }
    const message = await this.send("details", { code: id }, false, true);
    if (id !== this.chosen) return; // another was chosen, or it was merged away, in the meantime
    if (message.error) this.say([message.error, message.hint].filter(Boolean).join(" "));
    else this.drawDetails(message);
  }

  drawDetails(found) {
    this.right.classList.remove("stale");
    if (!found) {
      this.form = null;
      this.right.replaceChildren(make("p.none", {}, this.codes.length ? this.labels.book_choose : ""));
      return;
    }
    if (!this.form || this.form.id !== found.code.id) this.buildForm(found.code.id);
    const code = found.code;
    for (const [name, field] of this.form.fields) {
      field.disabled = this.readonly;
      if (field.value === this.form.known[name]) { field.value = code[name]; this.form.known[name] = code[name]; field.classList.remove("unsaved"); }
    }
    this.form.colour = code.colour;
    this.drawFacts();
    this.drawColours();
    this.drawOverlaps(found.overlaps);
    if (!this.form.filter.value) this.takeExtracts(found, 0);
    else this.moreExtracts(0);
    if (this.form.history.open) this.drawHistory();
    this.drawState();
  }

  buildForm(id) {
    const l = this.labels;
    const form = (this.form = { id, fields: new Map(), known: {}, extracts: [], total: 0 });
    const off = this.readonly;
    const field = (name, label, kind, extra = {}) => {
      const made = make(kind, { "aria-label": label, disabled: off, "data-field": name, onchange: () => this.save(form, name), oninput: () => this.drawState(), onkeydown: (event) => this.fieldKey(event, form, name), ...extra });
      form.fields.set(name, made);
      form.known[name] = made.value;
      return made;
    };
    const button = (label, key, act, extra = {}) => make("button", { type: "button", title: key ? `${label} (${key})` : label, disabled: off, onclick: act, ...extra }, label);
    const step = (sign, label, key, act) => make("button.step", { type: "button", title: `${label} (${key})`, "aria-label": label, disabled: off, onclick: act }, sign);
    form.facts = make("p.facts");
    form.colours = make("div.colours", { role: "group", "aria-label": l.book_colour });
    form.hits = make("span.hits", { role: "status" });
    form.overlaps = make("div.overlaps");
    form.filter = make("input", { type: "search", placeholder: l.book_filter_extracts, "aria-label": l.book_filter_extracts,
      oninput: () => { clearTimeout(this.filtering); this.filtering = setTimeout(() => this.moreExtracts(0), CALM); } });
    form.shown = make("span.count", { role: "status" });
    form.list = make("ul.extracts", { "aria-label": l.book_extracts });
    form.more = button(l.book_more, "", () => this.moreExtracts(form.extracts.length), { disabled: false });
    form.split = button(l.book_split, "J", () => this.split());
    form.history = make("details.history", { ontoggle: () => { if (form.history.open) this.drawHistory(); } }, make("summary", {}, l.book_history), (form.lines = make("ol")));
    this.right.replaceChildren(
      make("div.named", {}, field("name", l.book_name, "textarea", { rows: 1, spellcheck: "false" })),
      form.facts,
      make("div.acts", {}, step("↑", l.book_up, "Alt ↑", () => this.move("up")), step("↓", l.book_down, "Alt ↓", () => this.move("down")),
        step("←", l.book_out, "Alt ←", () => this.move("out")), step("→", l.book_in, "Alt →", () => this.move("in")),
        button(l.book_new_below, "⇧N", () => this.add(this.chosen)), button(`${l.book_merge} …`, "Y", () => this.merge(this.chosen)), button(`${l.book_delete} …`, "Delete", () => this.remove())),
      make("div.line", {}, make("span.label", {}, l.book_colour), form.colours),
      ...FIELDS.map((name) => make("label", {}, make("span.label", {}, l[name]), field(name, l[name], "textarea", { rows: 2 }))),
      make("label", {}, make("span.label", {}, l.book_rule), field("query", l.book_rule, "input", { type: "text", spellcheck: "false", placeholder: l.search_hint })),
      make("div.line", {}, button(l.book_rule_try, "", () => this.tryRule(form), { disabled: false }), form.hits),
      form.overlaps,
      make("section", {}, make("h3", {}, l.book_extracts, " ", form.shown), make("div.line", {}, form.filter, form.split), form.list, form.more),
      form.history);
    this.right.scrollTop = 0;
  }

  drawFacts() {
    const l = this.labels;
    const code = this.code(this.chosen);
    if (!code || !this.form) return;
    const above = this.code(code.parent);
    this.form.facts.textContent = [above ? fill(l.book_under, { name: above.name }) : l.book_top, `${l.book_cases}: ${code.cases}`, `${l.book_mentions}: ${code.mentions}`, code.mentions ? "" : l.book_is_unused].filter(Boolean).join(" · ");
  }

  drawColours() {
    const l = this.labels;
    const names = l.book_colours.split("|");
    const form = this.form;
    const set = (value) => this.inTurn(() => this.change("edit", { code: form.id, field: "colour", value, was: form.colour }));
    const own = !form.colour || PALETTE.includes(form.colour) ? null : form.colour;
    const focused = form.colours.contains(form.colours.getRootNode().activeElement) ? form.colours.getRootNode().activeElement.dataset.colour : null;
    form.colours.replaceChildren(
      make("button", { type: "button", "data-colour": "", "aria-pressed": String(!form.colour), disabled: this.readonly, onclick: () => set("") }, l.book_colour_auto),
      ...PALETTE.map((colour, place) => make("button.swatch", { type: "button", "data-colour": colour, "aria-pressed": String(form.colour === colour), "aria-label": names[place], title: names[place], disabled: this.readonly, style: `background:${colour}`, onclick: () => set(colour) })),
      make("input", { type: "color", "data-colour": "own", "aria-label": l.book_colour_own, title: l.book_colour_own, class: own ? "own" : null, value: own || form.colour || PALETTE[0], disabled: this.readonly, onchange: (event) => set(event.target.value) }));
    const again = focused === null ? null : form.colours.querySelector(`[data-colour="${CSS.escape(focused)}"]`);
    if (again) again.focus({ preventScroll: true });
  }

  drawOverlaps(overlaps) {
    const l = this.labels;
    const lines = overlaps.filter((item) => this.code(item.id)).map((item) => make("li", {},
      make("button", { type: "button", onclick: () => this.choose(item.id) }, this.code(item.id).name),
      make("span.n", { title: fill(l.book_overlaps_in, item), "aria-label": fill(l.book_overlaps_in, item) }, `∩ ${item.n}`)));
    this.form.overlaps.replaceChildren(...(lines.length ? [make("h3", { title: fill(l.book_overlaps_in, { n: "" }) }, l.book_overlaps), make("ul", {}, ...lines)] : []));
  }

  async drawHistory() {
    const form = this.form;
    if (!form.lines.childElementCount) form.lines.replaceChildren(make("li", {}, "…"));
    const message = await this.send("history", { code: form.id }, false);
    if (!message.history) return;
    form.lines.replaceChildren(...message.history.map((line) =>
      make("li", {}, make("time", { datetime: line.time }, new Date(line.time).toLocaleString(this.labels.book_lang)), ` ${line.coder}: ${line.what}`, line.summary ? make("span.summary", {}, ` – ${line.summary}`) : null)));
  }

  // -- fields

  get unsaved() {
    if (!this.form) return [];
    return [...this.form.fields].filter(([name, field]) => field.value !== this.form.known[name]).map(([name]) => name);
  }

  drawState() {
    super.drawState();
    if (this.state.classList.contains("bad") || this.state.classList.contains("wait") || !this.unsaved.length) return;
    this.state.classList.add("wait");
    this.state.textContent = this.labels.book_editing;
  }

  /** Save what stands in a field, unless it is what the study has. */
  save(form, name) {
    const field = form.fields.get(name);
    const value = field.value;
    const was = form.known[name];
    if (value === was || form.sent === `${name}\n${value}`) return Promise.resolve();
    form.sent = `${name}\n${value}`;
    return this.inTurn(async () => {
      const given = name === "name" ? { code: form.id, name: value, was } : { code: form.id, field: name, value, was };
      const message = await this.send(name === "name" ? "rename" : "edit", given);
      form.sent = null;
      field.classList.toggle("unsaved", Boolean(message.error));
      if (message.error) return;
      if (field.value === value) field.value = message.value;
      form.known[name] = message.value;
      if (this.form === form) await this.details();
      this.drawState();
    });
  }

  /** Save what was not, before another code is shown. */
  keepFields() { for (const name of this.unsaved) this.save(this.form, name); }

  async tryRule(form) {
    form.hits.textContent = this.labels.book_rule_busy;
    const message = await this.send("rule", { query: form.fields.get("query").value }, false);
    form.hits.textContent = message.error ? [message.error, message.hint].filter(Boolean).join(" ") : message.say;
    form.hits.classList.toggle("bad", Boolean(message.error));
  }

  // -- extracts

  async moreExtracts(start) {
    const form = this.form;
    const message = await this.send("extracts", { code: form.id, start, words: form.filter.value }, false);
    if (!message.error && this.form === form) this.takeExtracts(message, start);
  }

  takeExtracts(found, start) {
    const l = this.labels;
    const form = this.form;
    form.extracts = [...form.extracts.slice(0, start), ...found.extracts];
    form.total = found.total;
    form.list.replaceChildren(...form.extracts.map((item) => make("li", {},
      make("label", {},
        make("input", { type: "checkbox", checked: this.picked.has(item.extract), disabled: this.readonly, onchange: (event) => { if (event.target.checked) this.picked.add(item.extract); else this.picked.delete(item.extract); this.drawPicked(); } }),
        make("span.quote", { dir: "auto" }, item.text), item.reduced ? make("span.reduced", { dir: "auto" }, `→ ${item.reduced}`) : null,
        make("span.by", {}, `${item.answer} · ${item.coders}`)),
      make("button", { type: "button", disabled: this.readonly, "aria-label": `${l.book_as_example}: ${item.text}`, onclick: () => this.asExample(item.text) }, l.book_as_example))));
    if (!form.extracts.length) form.list.append(make("li.none", {}, l.book_no_extracts));
    form.shown.textContent = form.total > form.extracts.length ? fill(l.book_extracts_shown, { shown: form.extracts.length, total: form.total }) : String(form.total);
    form.more.hidden = form.extracts.length >= form.total;
    this.drawPicked();
  }

  drawPicked() {
    const l = this.labels;
    const n = this.picked.size;
    this.form.split.textContent = n ? `${l.book_split} … (${n})` : `${l.book_split} …`;
    this.form.split.disabled = this.readonly || !n;
    this.form.split.title = n ? `${l.book_split} (J)` : l.book_split_hint;
  }

  asExample(text) {
    const field = this.form.fields.get("example");
    field.value = text;
    this.save(this.form, "example");
  }

  // -- changing the tree

  /** Put a code somewhere; what is above it opens. */
  place(id, parent, before) {
    if (parent) this.folded.delete(parent);
    return this.change("place", { code: id, parent: parent || null, before: before || null });
  }

  /** Move the chosen code by a step. Each step looks at the tree as the step before it left it. */
  move(way) {
    if (this.readonly || !this.chosen) return;
    this.inTurn(() => {
      const l = this.labels;
      const code = this.code(this.chosen);
      if (!code) return null;
      const sisters = this.sisters(code.parent);
      const place = sisters.findIndex((item) => item.id === code.id);
      const above = this.code(code.parent);
      if (way === "up") return place ? this.place(code.id, code.parent, sisters[place - 1].id) : this.say(l.book_first);
      if (way === "down") return place + 1 < sisters.length ? this.place(code.id, code.parent, sisters[place + 2] && sisters[place + 2].id) : this.say(l.book_last);
      if (way === "in") return place ? this.place(code.id, sisters[place - 1].id, null) : this.say(l.book_no_in);
      if (!above) return this.say(l.book_no_out);
      const aunts = this.sisters(above.parent);
      const next = aunts[aunts.findIndex((item) => item.id === above.id) + 1];
      return this.place(code.id, above.parent, next && next.id);
    });
  }

  async add(parent) {
    if (this.readonly) return;
    const above = this.code(parent);
    const name = await this.ask(above ? `${this.labels.book_new_below}: ${above.name}` : this.labels.book_new, "", true);
    if (name === null) return this.focusRow();
    await this.inTurn(() => this.change("add", { name, parent: parent || null }));
    return this.focusRow();
  }

  /** Choose another code in a dialog: all but some, as they stand in the tree. */
  choice(label, without, chosen = null) {
    const made = make("select", { "aria-label": label }, ...this.codes.filter((code) => !without.has(code.id))
      .map((code) => make("option", { value: code.id }, `${"\u2003".repeat(code.depth)}${code.name}`)));
    if (chosen) made.value = chosen;
    return made;
  }

  /** Ask whether to do something, and say first what will happen: whenever a field of the dialog changes. */
  async confirmed(title, content, yes, command, given, focus) {
    const lines = make("ul.will", { role: "status" });
    let asked = 0;
    const preview = async () => {
      const turn = ++asked;
      const message = await this.send(command, { ...given(), apply: false }, false);
      if (turn !== asked) return;
      lines.classList.toggle("bad", Boolean(message.error));
      lines.replaceChildren(...(message.lines || [[message.error, message.hint].filter(Boolean).join(" ")]).map((line) => make("li", {}, line)));
    };
    for (const field of content.flatMap((part) => [part, ...part.querySelectorAll("*")])) {
      if (!within(field)) continue;
      field.addEventListener("input", () => { clearTimeout(this.previewing); this.previewing = setTimeout(preview, CALM); });
    }
    preview();
    if (!(await this.dialog(title, [...content, make("p", {}, this.labels.book_will), lines], yes, focus))) { this.focusRow(); return null; }
    clearTimeout(this.previewing);
    return this.inTurn(() => this.change(command, { ...given(), apply: true }));
  }

  async merge(id, into = null) {
    const l = this.labels;
    const code = this.code(id);
    const without = new Set([id, ...this.below(id)]);
    if (this.readonly || !code || this.codes.every((item) => without.has(item.id))) return;
    const target = this.choice(l.book_merge_into, without, into);
    const line = make("p", {}, `${l.book_merge_into}: `, target);
    await this.confirmed(fill(l.book_merge_title, { name: code.name }), [line, make("p.note", {}, fill(l.book_merge_note, { name: code.name }))],
      l.book_merge, "merge", () => ({ codes: [id], into: target.value }), target);
    this.focusRow();
  }

  async split() {
    const l = this.labels;
    const code = this.code(this.chosen);
    if (this.readonly || !code) return;
    if (!this.picked.size) { this.say(l.book_split_hint); return; }
    const name = make("input", { type: "text", "aria-label": l.book_split_name, style: "width:100%" });
    const extracts = [...this.picked];
    const message = await this.confirmed(fill(l.book_split_title, { name: code.name }),
      [make("p", {}, fill(l.book_chosen, { n: extracts.length })), make("label", {}, l.book_split_name, name), make("p.note", {}, l.book_split_note)],
      l.book_split, "split", () => ({ code: code.id, into: name.value, extracts }), name);
    if (message && !message.error) this.picked.clear();
    this.focusRow();
  }

  async remove() {
    const l = this.labels;
    const code = this.code(this.chosen);
    if (this.readonly || !code) return;
    const fate = make("select", { "aria-label": l.book_delete_codings }, make("option", { value: "" }, l.book_delete_with),
      ...this.codes.filter((item) => item.id !== code.id).map((item) => make("option", { value: item.id }, fill(l.book_delete_to, { name: item.name }))));
    const place = this.rows.findIndex((item) => item.id === code.id);
    const next = this.rows[place + 1] || this.rows[place - 1];
    const message = await this.confirmed(fill(l.book_delete_title, { name: code.name }),
      [make("p", {}, `${l.book_delete_codings}: `, fate), make("p.note", {}, l.book_delete_note)],
      l.book_delete, "delete", () => ({ code: code.id, move_to: fate.value || null }), code.codings ? fate : null);
    if (message && !message.error && next) this.choose(next.id);
    this.focusRow();
  }

  // -- dragging

  press(event) {
    const line = event.target.closest("[data-code]");
    if (!line || event.button !== 0 || this.readonly || event.target.closest("button")) return;
    const drag = { id: line.dataset.code, x: event.clientX, y: event.clientY, on: false };
    const own = new Set([drag.id, ...this.below(drag.id)]);
    const moved = (now) => {
      if (!drag.on && Math.hypot(now.clientX - drag.x, now.clientY - drag.y) < FAR) return;
      if (!drag.on) { drag.on = true; this.root.classList.add("dragging"); line.classList.add("dragged"); this.choose(drag.id); }
      now.preventDefault();
      this.drop = this.dropAt(now, own);
      this.showDrop();
      const box = this.list.getBoundingClientRect();
      if (now.clientY < box.top + 24) this.list.scrollTop -= 12; else if (now.clientY > box.bottom - 24) this.list.scrollTop += 12;
    };
    const end = (now) => {
      for (const [name, handler] of Object.entries(handlers)) window.removeEventListener(name, handler, true);
      const drop = this.drop;
      this.drop = null;
      this.root.classList.remove("dragging");
      line.classList.remove("dragged");
      this.showDrop();
      if (!drag.on) return;
      if (now.type !== "pointerup" || !drop) { this.say(""); return; }
      if (drop.kind === "no") this.say(this.labels.book_no_drop);
      else if (drop.kind === "merge") this.merge(drag.id, drop.id);
      else this.inTurn(() => this.place(drag.id, drop.parent, drop.before));
    };
    const escape = (now) => { if (now.key === "Escape") { now.preventDefault(); now.stopPropagation(); end(now); } };
    const handlers = { pointermove: moved, pointerup: end, pointercancel: end, keydown: escape };
    for (const [name, handler] of Object.entries(handlers)) window.addEventListener(name, handler, true);
  }

  /** What dropping here would do: `before`, `after`, `into` or `merge` a row, `end` beneath the last, or nothing. */
  dropAt(event, own) {
    const under = this.list.getRootNode().elementFromPoint(event.clientX, event.clientY);
    if (!under || !this.list.contains(under)) return null;
    const line = under.closest("[data-code]");
    if (!line) return { kind: "end", parent: null, before: null };
    const code = this.code(line.dataset.code);
    if (own.has(code.id)) return { kind: "no", id: code.id };
    if (event.shiftKey || event.ctrlKey || event.metaKey) return { kind: "merge", id: code.id };
    const box = line.getBoundingClientRect();
    const part = (event.clientY - box.top) / box.height;
    const inside = (parent) => this.sisters(parent).filter((item) => !own.has(item.id));
    if (part < 0.28) return { kind: "before", id: code.id, parent: code.parent, before: code.id };
    if (part <= 0.72) return { kind: "into", id: code.id, parent: code.id, before: null };
    const first = inside(code.id)[0];
    if (first && line.getAttribute("aria-expanded") === "true") return { kind: "after", id: code.id, parent: code.id, before: first.id };
    const sisters = inside(code.parent);
    const next = sisters[sisters.findIndex((item) => item.id === code.id) + 1];
    return { kind: "after", id: code.id, parent: code.parent, before: next ? next.id : null };
  }

  showDrop() {
    const drop = this.drop;
    for (const line of this.list.querySelectorAll("[data-drop]")) line.removeAttribute("data-drop");
    const line = drop && this.row(drop.id);
    if (line) line.dataset.drop = drop.kind;
    if (!drop) return;
    const said = drop.kind === "no" ? this.labels.book_no_drop : fill(this.labels[`book_drop_${drop.kind}`], { name: drop.id ? this.code(drop.id).name : "" });
    if (this.said.textContent !== said) this.say(said);
  }

  // -- keys

  key(event) {
    if (event.defaultPrevented || event.target.closest(".over")) return;
    const { key } = event;
    const inTree = event.target === this.root || this.list.contains(event.target);
    const stop = () => { event.preventDefault(); event.stopPropagation(); };
    if (this.opening && inTree && key !== "Escape" && key !== "Tab") { stop(); return; }
    if (within(event.target)) {
      event.stopPropagation();
      if (key === "Escape" && !event.target.dataset.field) { event.preventDefault(); this.focusRow(); }
      if (event.target.type === "checkbox" && folded(key) === "j" && !event.ctrlKey && !event.metaKey && !event.altKey) { event.preventDefault(); this.split(); }
      if (key === "Enter" && event.target === this.words) { event.preventDefault(); if (this.rows.length) this.choose((this.shown().rows.find((row) => row.fits) || { code: this.rows[0] }).code.id); }
      return;
    }
    if ((event.ctrlKey || event.metaKey) && folded(key) === "z") { stop(); this.change(event.shiftKey ? "redo" : "undo"); return; }
    if (event.ctrlKey || event.metaKey) return;
    if (key === "Escape") { stop(); if (inTree) { if (this.root.getRootNode().activeElement) this.root.getRootNode().activeElement.blur(); } else this.focusRow(); return; }
    if (!inTree) { if ([...key].length === 1) event.stopPropagation(); return; }
    if (event.altKey) {
      const way = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "out", ArrowRight: "in" }[key];
      if (way) { stop(); this.move(way); }
      return;
    }
    if (event.target.closest("button") && (key === "Enter" || key === " ")) return;
    const act = this.acts(event)[[...key].length === 1 ? folded(key) : key];
    if (act) { stop(); act(); } else if ([...key].length === 1) event.stopPropagation();
  }

  acts(event) {
    const up = event.shiftKey;
    return {
      ArrowDown: () => this.go(1), ArrowUp: () => this.go(-1), Home: () => this.go(-Infinity), End: () => this.go(Infinity),
      ArrowRight: () => this.unfold(), ArrowLeft: () => this.foldUp(), Enter: () => this.toField("definition"), F2: () => this.toField("name"),
      n: () => this.add(up ? this.chosen : null), y: () => this.merge(this.chosen), j: () => this.toExtracts(), Delete: () => this.remove(), Backspace: () => this.remove(),
      u: () => { if (!this.readonly) this.inTurn(() => this.change(up ? "redo" : "undo")); }, f: () => this.words.focus(), "/": () => this.words.focus(), "?": () => this.help(this.labels.book_help_text),
    };
  }

  go(step) {
    const place = this.rows.findIndex((code) => code.id === this.chosen);
    const wanted = Math.min(Math.max(place + step, 0), this.rows.length - 1);
    if (this.rows[wanted]) this.choose(this.rows[wanted].id);
  }

  unfold() {
    if (this.folded.has(this.chosen)) this.fold(this.chosen, false);
    else if (this.sisters(this.chosen).length) this.go(1);
  }

  foldUp() {
    const code = this.code(this.chosen);
    if (!code) return;
    if (this.sisters(code.id).length && !this.folded.has(code.id)) this.fold(code.id, true);
    else if (code.parent) this.choose(code.parent);
  }

  /** Wait until what is shown on the right is the chosen code; keys that are pressed meanwhile do nothing. */
  async opened() {
    if (this.form && this.form.id === this.chosen) return;
    this.opening = true;
    clearTimeout(this.asking);
    try { await this.details(); } finally { this.opening = false; }
  }

  async toField(name) {
    const code = this.code(this.chosen);
    if (!code) return;
    if (name === "name" && (!this.form || this.form.id !== code.id)) {
      this.buildForm(code.id); // the name is known already: what is typed next must not be taken for keys of the tree
      const field = this.form.fields.get(name);
      field.value = this.form.known[name] = code.name;
      for (const other of this.form.fields.values()) other.disabled = other !== field || this.readonly;
      this.details();
    } else await this.opened();
    if (!this.form) return;
    const field = this.form.fields.get(name);
    field.focus();
    if (name === "name") field.select();
  }

  async toExtracts() {
    await this.opened();
    if (!this.form) return;
    if (this.picked.size) { this.split(); return; }
    const first = this.form.list.querySelector("input");
    if (first) first.focus();
    this.say(first ? this.labels.book_split_hint : this.labels.book_no_extracts);
  }

  fieldKey(event, form, name) {
    const field = form.fields.get(name);
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      field.value = form.known[name]; // what was typed is given up
      field.classList.remove("unsaved");
      this.drawState();
      this.focusRow();
    } else if (event.key === "Enter" && (name === "name" || field.tagName === "INPUT" || event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      event.stopPropagation();
      this.save(form, name);
    }
  }
}

export default {
  render({ model, el }) {
    const view = new CodebookView(model, el);
    return () => view.destroy();
  },
};
