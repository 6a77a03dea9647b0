// The theme board: codes as cards, themes as boxes, one board for each analysis.
//
// Python holds the truth. This module draws what `shown` says. An item is a card in a place, a theme, or the box of the
// unplaced; its key is "board|theme|code". What is dragged by mouse and what is carried by keys end in the same `drop`.
// Texts only ever become text nodes.

const FAR = 5; // pixels after which a press is a drag
const CALM = 120; // milliseconds before what the pointer passes over is asked about
const EDGE = 0.35; // upper part of a theme's head: dropping there puts a theme before it

class Board extends CommandView {
  constructor(model, el) {
    super(model, el);
    this.at = null; // key of the chosen item
    this.last = new Map(); // board → key of the item that Tab comes back to
    this.counts = null; // shown or not; null as each approach has it
    this.told = new Map(); // key → what Python told of it
    this.carry = null; // what the keys hold: {drag, drops, place, copy}
    this.build();
    this.listen("change:shown", () => { if (JSON.stringify(this.shown) !== this.drawn) this.draw(); }); // nothing is torn from under a hand
    this.draw();
  }

  get shown() { return this.model.get("shown") || {}; }
  get readonly() { return Boolean(this.shown.readonly); }
  get boards() { return this.shown.boards || []; }
  board(id) { return this.boards.find((board) => board.id === id); }
  theme(board, id) { return this.board(board).themes.find((theme) => theme.id === id); }
  below(board, id) {
    const found = new Set([id]);
    for (const theme of this.board(board).themes) if (found.has(theme.parent)) found.add(theme.id); // parents stand first
    return found;
  }
  /** Words for what a board shows: of boards side by side one may hold themes, another classes. */
  saysOf(board) { return { ...this.labels, ...((this.board(board) || {}).words || {}) }; }
  item(key) { return this.root.querySelector(`[data-item="${CSS.escape(key)}"]`); }
  parts(key) { const [board, theme, code] = key.split("|"); return { board, theme: theme || null, code: code || null }; }
  name(key) {
    const { board, theme, code } = this.parts(key);
    if (code) return this.codes.has(code) ? this.codes.get(code).name : "";
    const found = theme && this.theme(board, theme);
    return found ? found.name : this.labels.board_unplaced_name;
  }

  // -- the frame

  build() {
    const l = this.labels;
    const button = (label, key, act) => make("button", { type: "button", title: key ? `${label} (${key})` : label, onclick: act }, label);
    this.root = this.frame("teema-board", l.board_title, { onkeydown: (event) => this.key(event), onpointerdown: (event) => this.press(event),
      onfocusin: (event) => this.focused(event), onmouseover: (event) => this.pointed(event), ondblclick: (event) => this.twice(event) });
    this.words = make("input", { type: "search", placeholder: l.board_search, "aria-label": l.board_search, oninput: () => this.drawFound(),
      onkeydown: (event) => { if (event.key === "Enter") { const hit = this.root.querySelector(".hit"); if (hit) this.choose(hit.dataset.item); } } });
    this.found = make("span.found", { role: "status" });
    this.countBox = make("input", { type: "checkbox", "aria-label": l.board_counts_hint, onchange: () => { this.counts = this.countBox.checked; this.draw(); } });
    this.changers = [button(`+ ${l.board_new}`, "N", () => this.toNew()), button(l.undo, "U", () => this.change("undo")), button(l.redo, "⇧U", () => this.change("redo"))];
    this.places = make("div.boards", { "data-count": "1" });
    this.tip = make("div.tip");
    this.acts = make("div.acts");
    this.ghost = make("div.ghost", { hidden: true, "aria-hidden": "true" });
    this.root.append(
      make("div.bar", {}, this.changers[0], this.words, this.found, make("label", { title: l.board_counts_hint }, this.countBox, ` ${l.board_counts}`), make("span.grow"),
        this.changers[1], this.changers[2], button(l.book_refresh, "", () => this.refresh()), button(l.help, "?", () => this.help(l.board_help_text))),
      this.places, make("div.under", {}, make("div.about", {}, this.tip, this.acts), this.foot()), this.ghost);
    this.el.replaceChildren(this.root);
  }

  // -- drawing

  draw() {
    this.drawn = JSON.stringify(this.shown);
    const active = this.root.contains(document.activeElement) && document.activeElement.dataset.item;
    const typed = new Map([...this.root.querySelectorAll(".new input")].map((field) => [field.dataset.new, [field.value, field === document.activeElement]]));
    const scrolls = new Map([...this.root.querySelectorAll("[data-scroll]")].map((part) => [part.dataset.scroll, part.scrollTop]));
    this.codes = new Map((this.shown.codes || []).map((code, place) => [code.id, { ...code, place }]));
    this.children = new Map();
    for (const code of this.codes.values()) if (code.parent) this.children.set(code.parent, [...(this.children.get(code.parent) || []), code.name]);
    for (const item of this.changers) item.disabled = this.readonly;
    this.countBox.indeterminate = this.counts === null && new Set(this.boards.map((board) => board.counts)).size > 1;
    this.countBox.checked = this.counts === null ? this.boards.some((board) => board.counts) : this.counts;
    this.places.dataset.count = String(this.boards.length);
    this.places.replaceChildren(...this.boards.map((board) => this.drawBoard(board)));
    for (const part of this.root.querySelectorAll("[data-scroll]")) part.scrollTop = scrolls.get(part.dataset.scroll) || 0;
    for (const field of this.root.querySelectorAll(".new input")) {
      const [value, focus] = typed.get(field.dataset.new) || ["", false];
      field.value = value;
      if (focus) field.focus({ preventScroll: true });
    }
    this.settle();
    this.drawFound();
    if (active && this.item(this.at)) this.item(this.at).focus({ preventScroll: true });
    this.tell(this.telling && this.item(this.telling) ? this.telling : this.at);
    this.drawActs();
    this.drawState();
  }

  drawBoard(board) {
    const l = this.saysOf(board.id);
    const counts = this.counts === null ? board.counts : this.counts;
    const key = `${board.id}||`;
    const tops = board.themes.filter((theme) => !theme.parent);
    const none = !this.codes.size ? l.board_no_codes : board.unplaced.length ? null : l.board_all_placed;
    const field = make("input", { type: "text", placeholder: l.board_new_name, "aria-label": `${l.board_new_name} (${board.name})`, "data-new": board.id, disabled: this.readonly,
      onkeydown: (event) => { if (event.key === "Enter" && field.value.trim()) this.addNamed(board.id, field); } });
    return make("section.board", { "data-board": board.id, "aria-label": board.name },
      make("h3", {}, board.name),
      make("div.halves", {},
        make("div.unplaced", { "data-zone": "unplaced" },
          make("div.head", { "data-item": key, tabindex: "-1", role: "group", "aria-label": fill(l.board_unplaced, { n: board.unplaced.length }) }, make("b", {}, fill(l.board_unplaced, { n: board.unplaced.length }))),
          make("div.cards", { "data-scroll": `${board.id}-unplaced` }, none ? make("p.none", {}, none) : null, ...board.unplaced.map((code) => this.drawCard(board, null, code, counts)))),
        make("div.side", {},
          make("div.themes", { "data-scroll": `${board.id}-themes` }, make("div.flow", {}, ...tops.map((theme) => this.drawTheme(board, theme, counts)))),
          make("div.new", { "data-zone": "new" }, board.themes.length ? null : make("p.none", {}, l.board_no_themes), field))));
  }

  drawTheme(board, theme, counts) {
    const l = this.saysOf(board.id);
    const key = `${board.id}|${theme.id}|`;
    const tags = [theme.candidate ? l.board_is_candidate : null, theme.holding ? l.board_holding : null].filter(Boolean);
    const more = [["extracts", l.board_extracts], ["reduced", l.board_reduced]].filter(([name]) => theme[name]).map(([name, text]) => make("p.more", {}, fill(text, { n: theme[name] })));
    const label = [fill(l.board_theme, theme), ...tags, counts ? `${l.book_cases}: ${theme.cases}` : null].filter(Boolean).join(". ");
    return make("div.theme", { "data-theme": theme.id, "data-kind": theme.kind },
      make("div.head", { "data-item": key, tabindex: "-1", role: "group", "aria-label": label },
        make("span.level", {}, [theme.level, ...tags].join(" · ")), make("b.name", {}, theme.name), counts ? make("span.n", { title: l.book_cases }, String(theme.cases)) : null),
      make("div.cards", {}, ...theme.codes.map((code) => this.drawCard(board, theme, code, counts))), ...more,
      ...board.themes.filter((item) => item.parent === theme.id).map((item) => this.drawTheme(board, item, counts)));
  }

  drawCard(board, theme, id, counts) {
    const l = this.labels;
    const code = this.codes.get(id);
    const below = theme ? this.children.get(id) || [] : [];
    const label = [fill(l.board_card, { name: code.name, place: theme ? theme.name : l.board_unplaced_name }), counts ? `${l.book_cases}: ${code.cases}` : null].filter(Boolean).join(". ");
    return make("div.card", { "data-item": `${board.id}|${theme ? theme.id : ""}|${id}`, "data-code": id, tabindex: "-1", role: "group", "aria-label": label },
      make("span.stripe", { style: `background:${stripe(code, code.place)}` }),
      make("span.name", {}, code.name, below.length ? make("span.below", { title: below.join("\n") }, ` ${below.length === 1 ? l.board_below_one : fill(l.board_below, { n: below.length })}`) : null),
      counts ? make("span.n", { title: l.book_cases }, String(code.cases)) : null);
  }

  /** Mark the chosen item, dashed themes, and what is being carried; keep one item of each board in the tab order. */
  settle() {
    for (const box of this.root.querySelectorAll(".theme")) {
      const theme = this.theme(box.closest("[data-board]").dataset.board, box.dataset.theme);
      box.classList.toggle("candidate", theme.candidate);
      box.classList.toggle("holding", theme.holding);
    }
    if (this.at && !this.item(this.at)) this.at = null;
    if (!this.at && this.boards.length) this.at = this.keys(this.boards[0].id)[1] || this.keys(this.boards[0].id)[0];
    for (const board of this.boards) {
      const keys = this.keys(board.id);
      const own = this.at && this.parts(this.at).board === board.id ? this.at : this.last.get(board.id);
      const stop = keys.includes(own) ? own : keys[0];
      this.last.set(board.id, stop);
      for (const part of this.root.querySelectorAll(`[data-board="${CSS.escape(board.id)}"] [data-item]`)) part.tabIndex = part.dataset.item === stop ? 0 : -1;
    }
    for (const part of this.root.querySelectorAll("[data-item]")) part.classList.toggle("current", part.dataset.item === this.at);
    if (this.carry) this.showDrop(this.carry.drag, this.carry.drops[this.carry.place]);
  }

  keys(board) { return [...this.root.querySelectorAll(`[data-board="${CSS.escape(board)}"] [data-item]`)].map((part) => part.dataset.item); }

  drawFound() {
    const words = folded(this.words.value.trim()).split(/\s+/).filter(Boolean);
    const hits = new Set();
    for (const part of this.root.querySelectorAll("[data-item]")) {
      const name = part.querySelector(".name");
      const hit = Boolean(words.length && name && words.every((word) => folded(this.name(part.dataset.item)).includes(word)));
      part.classList.toggle("hit", hit);
      part.classList.toggle("dim", Boolean(words.length) && !hit && part.classList.contains("card"));
      if (hit) hits.add(part.dataset.code || part.dataset.item);
    }
    this.found.textContent = words.length ? fill(this.labels.board_found, { n: hits.size }) : "";
  }

  // -- what is told of an item

  choose(key, focus = true) {
    this.at = key;
    this.settle();
    const part = key && this.item(key);
    if (part && focus) { part.focus({ preventScroll: true }); part.scrollIntoView({ block: "nearest", inline: "nearest" }); }
    this.tell(key);
    this.drawActs();
  }

  focused(event) {
    const part = event.target.closest("[data-item]");
    if (part && event.target === part && part.dataset.item !== this.at) { this.at = part.dataset.item; this.settle(); this.tell(this.at); this.drawActs(); }
  }

  pointed(event) {
    const part = event.target.closest && event.target.closest("[data-item]");
    const key = part ? part.dataset.item : event.target.closest(".about") ? null : this.at;
    if (!key || key === this.pointing || this.carry) return;
    this.pointing = key;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.tell(key), CALM);
  }

  /** Show an example extract, and where the code stands on the other boards. */
  async tell(key) {
    this.telling = key;
    const { board, theme, code } = key ? this.parts(key) : {};
    for (const part of this.root.querySelectorAll(".card")) part.classList.toggle("same", Boolean(code) && part.dataset.code === code);
    if (!key || (!theme && !code)) { this.tip.replaceChildren(make("p.none", {}, this.labels.board_look)); return; }
    const about = code || key;
    this.drawTip(key, this.told.get(about));
    if (this.told.has(about)) return;
    const message = code ? await this.send("example", { code }, false, true) : await this.send("about", { board, theme }, false, true);
    if (message.error) return;
    this.told.set(about, message);
    if (this.telling === key && this.root.isConnected) this.drawTip(key, message);
  }

  drawTip(key, told) {
    const { board, code } = this.parts(key);
    const l = this.saysOf(board);
    const lines = [make("b", {}, this.name(key))];
    if (told && code) {
      if (told.definition) lines.push(make("span.definition", {}, ` – ${told.definition}`));
      lines.push(told.extract ? make("p.extract", { dir: "auto" }, `”${told.extract.text}” `, make("span.from", {}, `(${told.extract.answer})`)) : make("p.none", {}, l.board_no_extract));
    } else if (told) {
      lines.push(make("p", {}, [told.concept, told.definition].filter(Boolean).join(" – ") || l.board_no_definition));
      for (const text of told.single) lines.push(make("p.extract", { dir: "auto" }, `”${text}”`));
    }
    if (code) for (const line of this.elsewhere(key)) lines.push(line);
    this.tip.replaceChildren(...lines);
  }

  /** Where a code stands on the other boards: by itself, through the code above it, or nowhere yet. */
  elsewhere(key) {
    const { board, code } = this.parts(key);
    return this.boards.filter((other) => other.id !== board).map((other) => {
      let held = code, themes = [];
      while (held && !(themes = other.themes.filter((theme) => theme.codes.includes(held))).length) held = this.codes.get(held).parent;
      const keys = themes.length ? themes.map((theme) => `${other.id}|${theme.id}|${held}`) : [`${other.id}||${code}`];
      return make("p.elsewhere", {}, `${fill(this.labels.board_elsewhere, { board: other.name })} `, ...keys.map((there) =>
        make("button", { type: "button", onclick: () => this.choose(there) }, this.name(`${other.id}|${this.parts(there).theme || ""}|`))));
    });
  }

  /** Buttons for the chosen item, for those who neither drag nor know the keys. */
  drawActs() {
    if (!this.at || this.readonly) { this.acts.replaceChildren(); return; }
    const { board, theme, code } = this.parts(this.at);
    const l = this.saysOf(board);
    const act = (label, key, run) => make("button", { type: "button", title: `${label} (${key})`, onclick: run }, label);
    if (!theme && !code) { this.acts.replaceChildren(); return; }
    const drag = this.dragOf(this.at);
    const drops = this.drops(drag).filter((drop) => ["into", "under", "end"].includes(drop.kind) && !(code && drop.theme === theme));
    const move = make("select", { "aria-label": l.board_move_to, onchange: () => { if (move.value) this.dropOn(drag, drops[Number(move.value)]); } },
      make("option", { value: "" }, l.board_move_to), ...drops.map((drop, place) => make("option", { value: String(place) }, drop.theme ? this.theme(board, drop.theme).name : l.book_top)));
    const mark = code ? null : act(l.board_mark, "K", () => this.mark());
    if (mark) mark.setAttribute("aria-pressed", String(this.theme(board, theme).candidate));
    const given = code
      ? [move, theme ? act(l.board_take_out, "Delete", () => this.takeOut()) : null]
      : [move, act(l.board_rename, "F2", () => this.rename(this.at)), mark, act(l.board_merge, "Y", () => this.merge(board, theme)), act(l.board_drop, "Delete", () => this.dropTheme())];
    this.acts.replaceChildren(make("span.whose", {}, this.name(this.at)), ...given.filter(Boolean));
  }

  // -- doing

  async change(command, given = {}, key = null) {
    const message = await this.send(command, given);
    if (message.error) return message;
    this.told.clear();
    if (key && this.item(key)) this.choose(key); else this.tell(this.at);
    return message;
  }

  async refresh() { await this.change("refresh"); }

  takeOut() {
    const { board, theme, code } = this.parts(this.at);
    if (code && theme) this.change("place", { board, code, theme: null, source: theme }, `${board}||${code}`);
  }

  async addNamed(board, field) {
    const message = await this.send("add", { board, name: field.value });
    if (message.error) return;
    this.told.clear();
    const now = this.root.querySelector(`[data-new="${CSS.escape(board)}"]`);
    now.value = "";
    now.focus({ preventScroll: true });
    now.scrollIntoView({ block: "nearest" });
  }

  toNew() {
    const board = this.at ? this.parts(this.at).board : this.boards[0].id;
    this.root.querySelector(`[data-new="${CSS.escape(board)}"]`).focus();
  }

  mark() {
    const { board, theme, code } = this.parts(this.at);
    if (theme && !code) this.change("candidate", { board, theme, candidate: !this.theme(board, theme).candidate }, this.at);
  }

  twice(event) {
    const part = event.target.closest(".theme > .head");
    if (part && !this.readonly && !within(event.target)) this.rename(part.dataset.item);
  }

  /** Rename a theme in its place. */
  rename(key) {
    const { board, theme } = this.parts(key);
    const was = this.theme(board, theme).name;
    const field = make("input", { type: "text", "aria-label": this.labels.board_rename });
    field.value = was;
    let over = false;
    const end = async (save) => {
      if (over) return;
      over = true;
      if (save && field.value.trim() && field.value !== was) {
        const message = await this.change("rename", { board, theme, name: field.value, was }, key);
        if (message.error) { over = false; field.focus(); }
      } else { this.draw(); this.choose(key); }
    };
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") { event.preventDefault(); end(true); } else if (event.key === "Escape") { event.preventDefault(); end(false); }
    });
    field.addEventListener("blur", () => { if (this.root.contains(field)) end(true); });
    this.item(key).querySelector(".name").replaceChildren(field);
    field.focus();
    field.select();
  }

  /** Ask before something that ends a theme, saying line by line what will happen. */
  async sure(title, parts, yes, command, given, focus = null) {
    const lines = make("ul.will", { role: "status" });
    let asked = 0;
    const look = async () => {
      const turn = ++asked;
      const message = await this.send(command, { ...given(), apply: false }, false, true);
      if (turn === asked) lines.replaceChildren(...(message.lines || [[message.error, message.hint].filter(Boolean).join(" ")]).map((line) => make("li", {}, line)));
    };
    for (const part of parts) for (const choice of [part, ...part.querySelectorAll("select")]) if (choice.tagName === "SELECT") choice.addEventListener("change", look);
    look();
    if (await this.dialog(title, [...parts, lines], yes, focus)) return this.change(command, { ...given(), apply: true });
    this.choose(this.at);
    return null;
  }

  themeChoice(board, theme, label, none = null) {
    const own = this.below(board, theme);
    const others = this.board(board).themes.filter((item) => (none ? item.id !== theme : !own.has(item.id)));
    return make("select", { "aria-label": label }, none ? make("option", { value: "" }, none) : null,
      ...others.map((item) => make("option", { value: item.id }, `${"\u2003".repeat(item.depth)}${item.name}`)));
  }

  async merge(board, theme, into = null) {
    const l = this.saysOf(board);
    const choice = this.themeChoice(board, theme, l.board_merge_into);
    if (!choice.options.length) { this.say(l.board_no_drop); return; }
    if (into) choice.value = into;
    const message = await this.sure(fill(l.board_merge_title, { name: this.theme(board, theme).name }), [make("p", {}, `${l.board_merge_into} `, choice)],
      l.board_merge, "merge", () => ({ board, theme, into: choice.value }), choice);
    if (message && !message.error) this.choose(`${board}|${choice.value}|`);
  }

  async dropTheme() {
    const { board, theme } = this.parts(this.at);
    const l = this.saysOf(board);
    const reason = make("input", { type: "text", "aria-label": l.board_reason, placeholder: l.board_reason, style: "width:100%" });
    const choice = this.themeChoice(board, theme, l.board_drop_to, l.board_drop_to_none);
    const message = await this.sure(fill(l.board_drop_title, { name: this.theme(board, theme).name }), [reason, make("p", {}, `${l.board_drop_to} `, choice)],
      l.board_drop, "drop", () => ({ board, theme, reason: reason.value, move_to: choice.value || null }), reason);
    if (message && !message.error) this.choose(this.at);
  }

  // -- what can be dropped where

  dragOf(key) { return { key, ...this.parts(key) }; }

  /** The places that keys can carry an item to, from the unplaced over the themes to a new one. */
  drops(drag) {
    const { board } = drag;
    if (drag.code) return [...(drag.theme ? [{ kind: "unplaced", board }] : []), ...this.board(board).themes.map((theme) => ({ kind: "into", board, theme: theme.id })), { kind: "new", board }];
    const own = this.below(board, drag.theme);
    return [...this.board(board).themes.filter((theme) => !own.has(theme.id))
      .flatMap((theme) => [{ kind: "before", board, theme: theme.id }, { kind: "under", board, theme: theme.id }]), { kind: "end", board }];
  }

  /** What dropping at the pointer would do. */
  dropAt(event, drag) {
    const under = this.root.getRootNode().elementFromPoint(event.clientX, event.clientY);
    const place = under && this.root.contains(under) && under.closest("[data-board]");
    if (!place) return null;
    const board = place.dataset.board;
    const box = under.closest("[data-theme]");
    const theme = box ? box.dataset.theme : null;
    if (drag.code) {
      if (theme) return { kind: event.ctrlKey || event.metaKey || event.altKey ? "copy" : "into", board, theme };
      if (under.closest(".unplaced")) return drag.board === board && drag.theme ? { kind: "unplaced", board } : { kind: "no", board };
      return under.closest(".side") ? { kind: "new", board } : null;
    }
    if (board !== drag.board || under.closest(".unplaced") || (theme && this.below(board, drag.theme).has(theme))) return { kind: "no", board };
    if (!theme) return under.closest(".side") ? { kind: "end", board } : null;
    if (event.shiftKey) return { kind: "merge", board, theme };
    const head = box.querySelector(".head").getBoundingClientRect();
    return { kind: event.clientY < head.top + head.height * EDGE ? "before" : "under", board, theme };
  }

  showDrop(drag, drop) {
    for (const part of this.root.querySelectorAll("[data-drop]")) part.removeAttribute("data-drop");
    if (!drop) return;
    const place = this.root.querySelector(`[data-board="${CSS.escape(drop.board)}"]`);
    const part = drop.theme ? place.querySelector(`[data-theme="${CSS.escape(drop.theme)}"]`)
      : { unplaced: place.querySelector(".unplaced"), new: place.querySelector(".new"), end: place.querySelector(".new") }[drop.kind];
    if (part) part.dataset.drop = drop.kind;
    if (part && this.carry) part.scrollIntoView({ block: "nearest", inline: "nearest" });
    const kind = drop.kind === "into" && this.carry && this.carry.copy ? "copy" : drop.kind;
    const words = drop.kind === "no" ? this.labels.board_no_drop
      : fill(this.saysOf(drop.board)[`board_at_${kind}`], { name: this.name(drag.key), target: drop.theme ? this.theme(drop.board, drop.theme).name : "" });
    if (this.said.textContent !== words) this.say(words);
  }

  /** Do what a drop means. */
  async dropOn(drag, drop, copied = false) {
    const { board } = drop;
    const source = drag.board === board ? drag.theme : null;
    const copy = copied || drop.kind === "copy";
    if (drop.kind === "no") this.say(this.labels.board_no_drop);
    else if (drop.kind === "into" || drop.kind === "copy") await this.change("place", { board, code: drag.code, theme: drop.theme, source, copy }, `${board}|${drop.theme}|${drag.code}`);
    else if (drop.kind === "unplaced") await this.change("place", { board, code: drag.code, theme: null, source }, `${board}||${drag.code}`);
    else if (drop.kind === "new") {
      const name = await this.ask(this.saysOf(board).board_new_name, this.name(drag.key), true);
      if (name === null) { this.choose(drag.key); return; }
      const message = await this.change("add", { board, name, code: drag.code, source, copy });
      if (!message.error) this.choose(`${board}|${message.theme}|${drag.code}`);
    } else if (drop.kind === "merge") await this.merge(board, drag.theme, drop.theme);
    else {
      const parent = drop.kind === "under" ? drop.theme : drop.kind === "before" ? this.theme(board, drop.theme).parent : null;
      await this.change("move", { board, theme: drag.theme, parent, before: drop.kind === "before" ? drop.theme : null }, drag.key);
    }
  }

  // -- dragging by mouse

  press(event) {
    const part = event.target.closest("[data-item]");
    if (!part || event.button !== 0 || within(event.target) || event.target.closest("button, .over")) return;
    this.letGo();
    const drag = this.dragOf(part.dataset.item);
    event.preventDefault(); // no text is selected
    this.choose(drag.key);
    if (this.readonly || (!drag.code && !drag.theme)) return;
    let on = false, drop = null;
    const moved = (now) => {
      if (!on && Math.hypot(now.clientX - event.clientX, now.clientY - event.clientY) < FAR) return;
      if (!on) { on = true; this.root.classList.add("dragging"); part.classList.add("dragged"); this.ghost.textContent = this.name(drag.key); this.ghost.hidden = false; }
      now.preventDefault();
      const home = this.root.getBoundingClientRect();
      this.ghost.style.transform = `translate(${now.clientX - home.left + 12}px, ${now.clientY - home.top + 10}px)`;
      drop = this.dropAt(now, drag);
      this.showDrop(drag, drop);
      this.scrollAt(now);
    };
    const end = (now) => {
      for (const [name, handler] of Object.entries(handlers)) window.removeEventListener(name, handler, true);
      this.root.classList.remove("dragging");
      for (const item of this.root.querySelectorAll(".dragged")) item.classList.remove("dragged");
      this.ghost.hidden = true;
      this.showDrop(drag, null);
      if (!on) return;
      if (now.type !== "pointerup" || !drop) this.say(fill(this.labels.board_cancelled, { name: this.name(drag.key) }));
      else this.dropOn(drag, drop);
    };
    const escape = (now) => { if (now.key === "Escape") { now.preventDefault(); now.stopPropagation(); end(now); } };
    const handlers = { pointermove: moved, pointerup: end, pointercancel: end, keydown: escape };
    for (const [name, handler] of Object.entries(handlers)) window.addEventListener(name, handler, true);
  }

  /** Scroll the part that the pointer is near the edge of. */
  scrollAt(event) {
    for (const part of this.root.querySelectorAll("[data-scroll]")) {
      const box = part.getBoundingClientRect();
      if (event.clientX < box.left || event.clientX > box.right || event.clientY < box.top - 10 || event.clientY > box.bottom + 10) continue;
      if (event.clientY < box.top + 28) part.scrollTop -= 14; else if (event.clientY > box.bottom - 28) part.scrollTop += 14;
    }
  }

  // -- keys

  pickUp() {
    const drag = this.at && this.dragOf(this.at);
    if (!drag || this.readonly || (!drag.code && !drag.theme)) return;
    const drops = this.drops(drag);
    const start = drag.code ? drops.findIndex((drop) => drop.kind === "into" && drop.theme === drag.theme) : -1;
    this.carry = { drag, drops, place: start, copy: false };
    this.item(this.at).classList.add("dragged");
    this.root.classList.add("dragging");
    this.say(fill(drag.code ? this.labels.board_picked : this.labels.board_picked_theme, { name: this.name(drag.key) }));
  }

  letGo(words = null) {
    if (!this.carry) return;
    const { drag } = this.carry;
    this.carry = null;
    this.root.classList.remove("dragging");
    for (const item of this.root.querySelectorAll(".dragged")) item.classList.remove("dragged");
    this.showDrop(drag, null);
    if (words) this.say(fill(words, { name: this.name(drag.key) }));
  }

  carryKey(event) {
    const { drag, drops, place, copy } = this.carry;
    const { key } = event;
    const to = { ArrowDown: place + 1, ArrowRight: place + 1, ArrowUp: place < 0 ? drops.length - 1 : place - 1, ArrowLeft: place < 0 ? drops.length - 1 : place - 1, Home: 0, End: drops.length - 1 }[key];
    if (to !== undefined) { this.carry.place = Math.max(0, Math.min(drops.length - 1, to)); this.showDrop(drag, drops[this.carry.place]); }
    else if (folded(key) === "c" && drag.code) { this.carry.copy = !copy; if (place >= 0) this.showDrop(drag, drops[place]); }
    else if (key === " " || key === "Enter") {
      const drop = drops[place];
      this.letGo(drop ? null : this.labels.board_cancelled);
      if (drop) this.dropOn(drag, drop, copy && Boolean(drag.theme));
    } else if (key === "Escape" || key === "Tab") this.letGo(this.labels.board_cancelled);
  }

  key(event) {
    if (event.target.closest(".over")) return;
    const { key } = event;
    if (within(event.target) && event.target.type !== "checkbox") {
      event.stopPropagation();
      if (key === "Escape" && !event.defaultPrevented) this.choose(this.at);
      return;
    }
    if (event.target.tagName === "BUTTON" && (key === " " || key === "Enter")) return;
    if ((event.ctrlKey || event.metaKey) && folded(key) === "z") {
      event.preventDefault();
      event.stopPropagation();
      this.change(event.shiftKey ? "redo" : "undo");
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || key === "Shift") return;
    event.stopPropagation();
    if (this.carry) { if (key !== "Tab") event.preventDefault(); this.carryKey(event); return; }
    const act = this.acting(event);
    if (act) { event.preventDefault(); act(); }
  }

  acting(event) {
    const { key } = event;
    const { theme, code } = this.at ? this.parts(this.at) : {};
    const onTheme = theme && !code && !this.readonly;
    const acts = {
      ArrowDown: () => this.step(1), ArrowUp: () => this.step(-1), ArrowRight: () => this.leap(1), ArrowLeft: () => this.leap(-1),
      Home: () => this.choose(this.keys(this.parts(this.at).board)[0]), End: () => this.choose(this.keys(this.parts(this.at).board).pop()),
      " ": () => this.pickUp(), Escape: () => (this.words.value ? ((this.words.value = ""), this.drawFound()) : document.activeElement.blur()),
      f: () => this.words.focus(), "?": () => this.help(this.labels.board_help_text),
    };
    if (!this.readonly) Object.assign(acts, { u: () => this.change(event.shiftKey ? "redo" : "undo"), n: () => this.toNew(), Delete: () => (code ? this.takeOut() : theme ? this.dropTheme() : null) });
    if (onTheme) Object.assign(acts, { F2: () => this.rename(this.at), Enter: () => this.rename(this.at), k: () => this.mark(), y: () => this.merge(this.parts(this.at).board, theme) });
    acts.Backspace = acts.Delete;
    return acts[[...key].length === 1 ? folded(key) : key];
  }

  step(by) {
    if (!this.at) return;
    const keys = this.keys(this.parts(this.at).board);
    this.choose(keys[Math.max(0, Math.min(keys.length - 1, keys.indexOf(this.at) + by))]);
  }

  /** Go to the next or previous theme. */
  leap(by) {
    if (!this.at) return;
    const keys = this.keys(this.parts(this.at).board);
    const heads = keys.filter((key) => !this.parts(key).code);
    const place = keys.indexOf(this.at);
    const next = by > 0 ? heads.find((key) => keys.indexOf(key) > place) : [...heads].reverse().find((key) => keys.indexOf(key) < place);
    if (next) this.choose(next);
  }
}

export default {
  render({ model, el }) {
    const board = new Board(model, el);
    return () => board.destroy();
  },
};
