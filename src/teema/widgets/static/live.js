// The live map: from a theme over its codes to what was said, and back. Texts only ever become text nodes.

const LONG = 2000; // signs of an extract that are shown before the reader asks for the rest
const FEW = 8; // of what occurs together
const SVG = "http://www.w3.org/2000/svg";
/** Keep the direction of a text to itself: one that is turned around must not turn what stands beside it. */
const apart = (text) => `\u2068${text}\u2069`;

function mark(tag, attributes) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  return element;
}

class LiveMap extends CommandView {
  constructor(model, el) {
    super(model, el);
    this.labels = { ...this.labels, no_answer: this.labels.live_no_answer }; // nothing here is ever saved
    this.way = []; // where the reader is: GUIDs, the last one shown
    this.group = {}; // the group of each variable that is filtered by
    this.words = "";
    this.least = 0; // cases that a pair must have in common; 0: no lines
    this.rank = "";
    this.turn = 0;
    this.told = null; // what was answered last
    this.build();
    this.listen("change:shown", () => this.changed());
    this.listen("change:drawn", () => { if (this.model.get("drawn") !== this.given) { this.adopt(); this.draw(); } });
    this.take();
    this.adopt();
    this.update();
  }

  get readonly() { return true; }

  // -- what stands there

  build() {
    const l = this.labels;
    const button = (text, title, act) => make("button", { type: "button", title, onclick: act }, text);
    this.root = this.frame("teema-live", l.live_title, { onkeydown: (event) => this.key(event) });
    this.root.setAttribute("role", "group"); // what was said is read like any text
    this.title = make("div.heading", { role: "heading", "aria-level": "1" });
    this.search = make("input.search", { type: "search", autocomplete: "off", oninput: () => this.find() });
    this.filters = make("div.filters", { role: "group", "aria-label": l.live_filter });
    this.clear = make("button.clear", { type: "button", hidden: true, onclick: () => this.clearFilter() }, l.live_clear);
    this.slider = make("input", { type: "range", min: "0", max: "0", step: "1", value: "0", oninput: () => this.slide() });
    this.slider.setAttribute("aria-label", l.live_together_least);
    this.degree = make("output");
    this.ranks = make("select", { "aria-label": l.live_between, onchange: () => this.between() });
    this.together = make("div.pairs", { role: "group", "aria-label": l.live_together }, make("span", {}, l.live_together_least), this.slider, this.degree, this.ranks);
    this.filtered = make("p.filtered", { hidden: true });
    this.picture = make("div.picture", { onclick: (event) => this.clicked(event), onmouseover: (event) => this.pointed(event.target), onmouseleave: () => this.heat(null),
      onfocusin: (event) => this.pointed(event.target), onfocusout: () => this.heat(null) });
    this.key_line = make("p.lines", { hidden: true });
    this.readout = make("p.readout", { hidden: true });
    this.map = make("div.map", {}, this.filtered, this.picture, this.key_line, this.readout);
    this.side = make("aside.side", { "aria-label": l.live_side });
    this.root.append(
      make("div.bar", {}, this.title, this.search, this.filters, this.clear, this.together, make("span.grow"),
        this.model.get("alone") ? null : button(l.book_refresh, "", () => this.update()), button("?", l.help, () => this.help(l.live_help_text))),
      make("div.body", {}, this.map, this.side), this.foot());
    this.el.append(this.root);
  }

  /** Take over what Python shows: names, groups, and which ranks there are. */
  take() {
    const l = this.labels;
    this.shown = this.model.get("shown");
    this.nodes = new Map(this.shown.nodes.map((node) => [node.id, node]));
    this.title.textContent = this.shown.title;
    this.search.placeholder = this.shown.extracts ? l.live_search : l.live_search_names;
    this.search.setAttribute("aria-label", this.search.placeholder);
    const ranks = [...new Map(this.shown.nodes.map((node) => [node.rank, node.level])).entries()].filter(([rank]) => this.shown.nodes.filter((node) => node.rank === rank).length > 1);
    if (!ranks.some(([rank]) => rank === this.rank)) this.rank = (ranks.find(([rank]) => rank === "theme") || ranks[0] || [""])[0];
    this.ranks.replaceChildren(...ranks.map(([rank, level]) => make("option", { value: rank }, level)));
    this.ranks.value = this.rank;
    this.ranks.hidden = ranks.length < 2;
    this.together.hidden = !ranks.length;
    this.filters.replaceChildren(...Object.entries(this.shown.groups).map(([name, groups]) => {
      const select = make("select", { "aria-label": name, onchange: () => this.narrow(name, select.value) }, make("option", { value: "" }, l.live_all), ...groups.map((group) => make("option", { value: group }, group)));
      if (name in this.group && groups.includes(this.group[name])) select.value = this.group[name]; else delete this.group[name];
      return make("label", { title: name }, make("span", { dir: "auto" }, name), select);
    }));
  }

  /** Put the map into its place, and make its themes and codes reachable. */
  adopt() {
    const given = (this.given = this.model.get("drawn"));
    const svg = typeof given === "string" ? document.importNode(new DOMParser().parseFromString(given, "image/svg+xml").documentElement, true) : given;
    const at = this.picture.contains(document.activeElement) ? document.activeElement.closest("[data-id]")?.dataset.id : null;
    this.picture.replaceChildren(svg);
    this.svg = svg;
    const width = svg.viewBox.baseVal.width * 4 / 3;
    // Small enough to overlook, and never so small that the codes cannot be read.
    svg.setAttribute("style", `width:max(100%, ${Math.round(width * 0.76)}px); max-width:${Math.round(width * 1.5)}px; height:auto`);
    svg.setAttribute("role", "group"); // with role img nobody could reach what is inside
    const title = svg.querySelector("title");
    if (title) { svg.setAttribute("aria-label", title.textContent); svg.removeAttribute("aria-labelledby"); title.remove(); } // it would pop up everywhere
    this.title.classList.toggle("unseen", Boolean(svg.querySelector("g.title"))); // the map carries it
    this.words_of_map = svg.querySelector("desc");
    if (this.words_of_map) svg.setAttribute("aria-describedby", this.words_of_map.id);
    this.outline = this.words_of_map ? this.words_of_map.textContent.split("\n") : [];
    const seen = (text) => text.replace(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/g, ""); // as they stand in the drawing
    const known = new Map(this.shown.nodes.map((node) => [`${node.rank === "code"}:${seen(node.name)}`, node.id]));
    this.groups = [];
    for (const group of svg.querySelectorAll("g[data-name]:not(.label, .links, [class^='edge-'])")) {
      const id = known.get(`${group.classList.contains("code")}:${group.dataset.name}`);
      if (!id) continue; // a map of an earlier time has others
      group.dataset.id = id;
      group.setAttribute("role", "button");
      group.setAttribute("tabindex", "-1");
      const last = [...group.querySelectorAll("text")].pop();
      this.groups.push({ id, group, last, text: last ? last.textContent : "", length: last && last.getAttribute("textLength"), box: null });
    }
    if (this.groups.length) (this.groups.find((item) => item.id === at) || this.groups.find((item) => item.id === this.shown.nodes[0].id) || this.groups[0]).group.setAttribute("tabindex", "0");
    if (at && this.groupOf(at)) this.groupOf(at).focus({ preventScroll: true });
  }

  groupOf(id) { return this.groups.find((item) => item.id === id)?.group; }

  /** Something was done elsewhere in the study. */
  changed() {
    if (JSON.stringify(this.model.get("shown")) === JSON.stringify(this.shown)) return;
    const nodes = this.nodes;
    this.take();
    this.adopt();
    const gone = this.way.filter((id) => !this.nodes.has(id));
    if (gone.length) {
      this.way = this.way.slice(0, this.way.findIndex((id) => gone.includes(id)));
      this.say(fill(this.labels.live_gone_from, { name: apart(nodes.get(gone[0])?.name || "") }));
    }
    if (this.told) this.draw();
  }

  figure(n) { return typeof n === "number" ? String(n).replace(/\B(?=(\d{3})+$)/g, this.shown.language === "en" ? "," : "\u202f") : n; }

  cases(n) { return fill(n === 1 ? this.labels.live_case : this.labels.live_cases, { n: this.figure(n) }); }

  count(id) { return this.told ? this.told.counts[id] : undefined; }

  get filtering() { return Object.keys(this.group).length > 0; }

  // -- asking

  /** Ask for the numbers and for what the reader looks at, and draw them; an answer that comes too late is let go. */
  async update(focus = null, announce = null) {
    const turn = ++this.turn;
    const node = this.way[this.way.length - 1] || null;
    const answer = await this.send("look", { group: this.group, words: this.words, rank: this.rank, node }, false, true);
    if (turn !== this.turn) return;
    if (answer.error) { this.say([answer.error, answer.hint].filter(Boolean).join(" ")); return; }
    this.told = answer;
    if (node && !answer.node) { // gone between the click and its answer
      if (this.way.includes(node)) {
        this.way = this.way.slice(0, this.way.indexOf(node));
        this.say(this.labels.live_gone);
      }
      this.update("head");
      return;
    }
    this.draw(focus);
    if (announce) this.say(announce());
  }

  go(id) {
    const here = this.nodes.get(this.way[this.way.length - 1]);
    const holders = this.shown.nodes.filter((node) => node.codes.includes(id)).map((node) => node.id);
    const held = [...this.way].reverse().find((way) => holders.includes(way));
    if (this.way.includes(id)) this.way = this.way.slice(0, this.way.indexOf(id) + 1);
    else if (here && (here.codes.includes(id) || here.below.includes(id))) this.way = [...this.way, id];
    else if (held) this.way = [...this.way.slice(0, this.way.indexOf(held) + 1), id];
    else this.way = holders.length === 1 ? [holders[0], id] : [id];
    this.update("head");
  }

  back() {
    const left = this.way.pop();
    const group = this.groupOf(left);
    if (!this.way.length && group) { this.tabTo(group); group.focus({ preventScroll: true }); }
    this.update(this.way.length ? "head" : null);
  }

  find() {
    this.words = this.search.value.trim();
    if (this.words) this.way = [];
    this.update(null, () => this.counted());
  }

  narrow(name, value) {
    if (value) this.group[name] = value; else delete this.group[name];
    this.update(null, () => this.counted());
  }

  clearFilter() {
    this.group = {};
    for (const select of this.filters.querySelectorAll("select")) select.value = "";
    this.filters.querySelector("select")?.focus();
    this.update(null, () => this.counted());
  }

  slide() { this.least = Number(this.slider.value); this.draw(); }

  between() { this.rank = this.ranks.value; this.update(); }

  /** The result in words, for whoever listens. */
  counted() {
    const l = this.labels, { fits, total, hits, found } = this.told;
    const parts = [];
    if (found) parts.push(found.length ? fill(l.live_found, { n: this.figure(found.length) }) : l.live_nothing);
    if (this.shown.extracts && (this.filtering || !found)) parts.push(fill(l.live_fits, { n: this.figure(fits), total: this.figure(total) }));
    if (this.shown.extracts) parts.push(fill(l.live_hits, { n: this.figure(hits) }));
    return parts.join(" · ");
  }

  // -- drawing

  draw(focus = null) {
    if (!this.told) return;
    const l = this.labels;
    const sizes = this.told.pairs.sizes;
    const most = sizes.length ? sizes[sizes.length - 1][0] : 0;
    this.slider.max = String(Math.max(most, this.least));
    this.slider.disabled = !most && !this.least;
    this.slider.value = String(this.least);
    const words = this.least ? fill(this.least === 1 ? l.live_at_least_one : l.live_at_least, { n: this.figure(this.least) }) : l.live_off;
    this.degree.textContent = words;
    this.slider.setAttribute("aria-valuetext", words);
    this.clear.hidden = !this.filtering;
    this.filtered.hidden = !this.filtering;
    this.filtered.textContent = fill(l.live_filtered, { what: Object.entries(this.group).map(([name, value]) => `${apart(name)}: ${apart(value)}`).join("; "), n: this.figure(this.told.fits), total: this.figure(this.told.total) });
    this.drawMap();
    this.drawLines();
    const top = this.side.scrollTop;
    this.side.replaceChildren(...this.panel().filter(Boolean));
    this.side.scrollTop = focus === "head" ? 0 : top;
    if (focus === "head") {
      const head = this.side.querySelector("h2") || this.side.querySelector("h3");
      if (head) { head.tabIndex = -1; head.focus({ preventScroll: true }); }
      this.bring(this.groupOf(this.way[this.way.length - 1]));
    }
  }

  drawMap() {
    const l = this.labels, last = this.way[this.way.length - 1];
    const found = this.told.found && new Set(this.told.found.map(([id]) => id));
    // A theme stays clear with what was found in it.
    const clear = (id) => !found || found.has(id) || this.nodes.get(id).codes.some((code) => found.has(code)) || this.nodes.get(id).below.some(clear);
    for (const item of this.groups) {
      const node = this.nodes.get(item.id), n = this.count(item.id);
      item.group.classList.toggle("chosen", item.id === last);
      item.group.classList.toggle("dim", (this.filtering && n === 0) || !clear(item.id));
      if (this.shown.numbered && this.shown.extracts && item.last && n !== undefined) {
        const text = item.text.replace(node.rank === "code" ? /[\d\u202f,]+(?=\)$)/ : /[\d\u202f,]+$/, this.figure(n));
        item.last.textContent = text;
        // The width belongs to the number that was drawn.
        if (text === item.text && item.length) item.last.setAttribute("textLength", item.length); else item.last.removeAttribute("textLength");
      }
      const parts = [`${node.level}: ${node.name}`];
      if (this.shown.counts && n !== undefined) parts.push(typeof n === "number" ? this.cases(n) : n);
      if (this.least) parts.push(...this.partners(item.id).slice(0, 3).map(([id, shared]) => fill(l.live_with, { name: this.nodes.get(id).name, n: this.figure(shared) })));
      item.group.setAttribute("aria-label", parts.join(", "));
    }
    this.describe();
  }

  /** The map in words follows the numbers that are shown. */
  describe() {
    if (!this.words_of_map) return;
    if (!this.filtering || !this.shown.numbered) { this.words_of_map.textContent = this.outline.join("\n"); return; }
    const lines = [];
    const line = (node, depth) => {
      lines.push(`${"  ".repeat(depth)}${node.level}: ${node.name} (${this.cases(this.count(node.id))})`);
      for (const id of node.codes) line(this.nodes.get(id), depth + 1);
      for (const id of node.below) line(this.nodes.get(id), depth + 1);
    };
    for (const node of this.tops()) line(node, 1);
    const rest = this.outline.findIndex((text, at) => at > 0 && !text.startsWith(" "));
    this.words_of_map.textContent = [this.outline[0], this.filtered.textContent, ...lines, ...(rest > 0 ? this.outline.slice(rest) : [])].join("\n");
  }

  tops() { return this.shown.nodes.filter((node) => node.rank !== "code" && !node.parent); }

  // -- lines between what occurs together

  /** The pairs that have lines, and how many there are in all. */
  pairs() {
    if (!this.least) return { shown: [], all: 0 };
    const { shown, sizes } = this.told.pairs;
    return { shown: shown.filter(([a, b, n]) => n >= this.least && this.nodes.has(a) && this.nodes.has(b)), all: sizes.reduce((sum, [n, pairs]) => sum + (n >= this.least ? pairs : 0), 0) };
  }

  partners(id) {
    return this.pairs().shown.filter(([a, b]) => a === id || b === id).map(([a, b, n]) => [a === id ? b : a, n]);
  }

  drawLines() {
    const l = this.labels;
    for (const layer of this.svg.querySelectorAll("g.together, g.together-hits")) layer.remove();
    const { shown, all } = this.pairs();
    this.key_line.hidden = this.readout.hidden = !this.least;
    if (!this.least) return;
    this.key_line.textContent = [fill(l.live_legend, { n: this.figure(this.least), level: this.ranks.selectedOptions[0]?.textContent || "" }),
      all > shown.length ? fill(l.live_strongest, { n: this.figure(shown.length), all: this.figure(all) }) : fill(l.live_pairs, { n: this.figure(all) }),
      this.shown.min_cell && !this.shown.extracts ? fill(l.live_hidden, { n: this.shown.min_cell }) : "", this.shown.note].filter(Boolean).join(" ");
    const most = shown.length ? shown[0][2] : 1;
    // Above everything, but multiplied with what is below: ink stays ink. What the pointer meets lies under the nodes.
    const layer = mark("g", { class: "together", "aria-hidden": "true" }), hits = mark("g", { class: "together-hits", "aria-hidden": "true" });
    for (const [a, b, n] of [...shown].reverse()) {
      const d = this.curve(a, b);
      if (!d) continue;
      const width = (1.8 + 5.2 * n / most).toFixed(2);
      for (const kind of ["band", "core"]) layer.append(mark("path", { class: kind, d, "data-a": a, "data-b": b, ...(kind === "band" ? { "stroke-width": width } : {}) }));
      hits.append(mark("path", { d, "data-a": a, "data-b": b, "data-n": n }));
    }
    this.svg.append(layer);
    this.svg.insertBefore(hits, this.groups[0] ? this.groups[0].group : layer);
    this.heat(null);
  }

  /** A slightly bent line between two boxes; of several places of a code the nearest. */
  curve(a, b) {
    const boxes = (id) => this.groups.filter((item) => item.id === id).map((item) => (item.box ||= item.group.querySelector("path").getBBox()));
    const middle = (box) => [box.x + box.width / 2, box.y + box.height / 2];
    let best = null, least = Infinity;
    for (const from of boxes(a)) for (const to of boxes(b)) {
      const [x, y] = middle(from), [u, v] = middle(to), far = Math.hypot(u - x, v - y);
      if (far < least) { least = far; best = [from, to]; }
    }
    if (!best || !least) return null;
    const edge = (box, [toX, toY]) => {
      const [x, y] = middle(box), dx = toX - x, dy = toY - y;
      const part = Math.min(1, dx ? box.width / 2 / Math.abs(dx) : 1, dy ? box.height / 2 / Math.abs(dy) : 1);
      return [x + dx * part, y + dy * part];
    };
    const [x, y] = edge(best[0], middle(best[1])), [u, v] = edge(best[1], middle(best[0]));
    const points = [[x, y], [(x + u) / 2 - (v - y) * 0.1, (y + v) / 2 + (u - x) * 0.1], [u, v]].map((point) => point.map((value) => value.toFixed(1)).join(","));
    return `M${points[0]}Q${points[1]} ${points[2]}`;
  }

  /** Show what is pointed at: its lines, and in words with what it occurs how often. */
  pointed(target) {
    const group = target.closest("[data-id]"), line = target.closest("[data-n]");
    if (line) this.heat(null, line); else this.heat(group ? group.dataset.id : null);
  }

  heat(id, line = null) {
    const l = this.labels;
    if (!this.least) return;
    const layer = this.svg.querySelector("g.together");
    const at = line ? null : id || this.way[this.way.length - 1] || null;
    const touched = (path) => (line ? path.dataset.a === line.dataset.a && path.dataset.b === line.dataset.b : path.dataset.a === at || path.dataset.b === at);
    const some = Boolean(line) || this.partners(at).length > 0;
    layer.classList.toggle("some", some);
    for (const path of layer.children) path.classList.toggle("hot", some && touched(path));
    const name = (it) => apart(this.nodes.get(it)?.name || "");
    if (line) this.readout.textContent = `${name(line.dataset.a)} – ${name(line.dataset.b)}: ${this.cases(Number(line.dataset.n))}`;
    else if (at && this.nodes.get(at)?.rank === this.rank) this.readout.textContent = some ? fill(l.live_readout, { name: name(at), what: this.partners(at).slice(0, FEW).map(([it, n]) => `${name(it)} ${this.figure(n)}`).join(" · ") }) : fill(l.live_readout_none, { name: name(at) });
    else this.readout.textContent = l.live_readout_hint;
  }

  // -- the side

  panel() {
    const l = this.labels, last = this.nodes.get(this.way[this.way.length - 1]);
    const step = (name, act, here) => make("li", {}, make("button", { type: "button", "aria-current": here ? "page" : null, onclick: act }, make("bdi", {}, name)));
    const crumbs = make("nav", { "aria-label": l.live_way }, make("ol", {}, step(l.live_map, () => { this.way = []; this.update("head"); }, !last),
      ...this.way.map((id, at) => step(this.nodes.get(id).name, () => { this.way = this.way.slice(0, at + 1); this.update("head"); }, at + 1 === this.way.length))));
    if (!last) return [crumbs, ...(this.told.found ? this.found() : [...this.tree(), ...this.pairList()])];
    const about = this.told.node && this.told.node.id === last.id ? this.told.node : { definition: "", total: 0, extracts: [], together: [] };
    const n = this.count(last.id);
    return [crumbs, make("h2", { dir: "auto" }, last.name),
      make("p.level", {}, this.shown.counts && n !== undefined ? `${last.level} · ${typeof n === "number" ? this.cases(n) : n}` : last.level),
      about.definition ? make("p", { dir: "auto" }, about.definition) : null,
      ...this.list(l.live_below, last.below), ...this.list(l.live_codes, last.codes), ...this.related(last, about.rests || []), ...this.withIt(about.together), ...this.saidOf(last, about)];
  }

  item(id, words = null, n = this.count(id)) {
    const node = this.nodes.get(id);
    const counted = words || (this.shown.counts && n !== undefined && n !== "");
    return make("li", {}, make("button", { type: "button", onclick: () => this.go(id) }, words || make("bdi", {}, node.name), counted ? make("span.n", {}, this.figure(n)) : null));
  }

  list(title, ids, found = false) {
    const known = ids.filter((id) => this.nodes.has(id));
    const having = new Map(this.told.found || []);
    const entry = (id) => (found ? this.item(id, make("bdi", {}, this.nodes.get(id).name), having.get(id) ? fill(this.labels.live_hits, { n: this.figure(having.get(id)) }) : "") : this.item(id));
    return known.length ? [make("h3", {}, title), make("ul", {}, ...known.map(entry))] : [];
  }

  /** The themes as they lie in one another: the map for whoever does not see it. */
  tree() {
    const branch = (ids) => make("ul", {}, ...ids.map((id) => {
      const entry = this.item(id), below = this.nodes.get(id).below;
      if (below.length) entry.append(branch(below));
      return entry;
    }));
    const tops = this.tops().map((node) => node.id);
    return tops.length ? [make("h3", {}, this.labels.live_themes), branch(tops)] : [];
  }

  pairList() {
    const { shown } = this.pairs();
    if (!shown.length) return [];
    return [make("h3", {}, this.labels.live_together), make("ul", {}, ...shown.map(([a, b, n]) =>
      this.item(a, make("span", {}, make("bdi", {}, this.nodes.get(a).name), " – ", make("bdi", {}, this.nodes.get(b).name)), n)))];
  }

  found() {
    const l = this.labels, known = this.told.found.map(([id]) => id).filter((id) => this.nodes.has(id));
    const codes = known.filter((id) => this.nodes.get(id).rank === "code"), themes = known.filter((id) => this.nodes.get(id).rank !== "code");
    return [...this.list(l.live_themes, themes, true), ...this.list(l.live_codes, codes, true), known.length ? null : make("p", {}, l.live_nothing)];
  }

  /** Its relations: kind, label, the other end, and the extracts that each rests on. */
  related(node, rests) {
    const l = this.labels, quotes = new Map(rests);
    const entries = this.shown.relations.flatMap(([source, target, kind, back, label], at) => {
      if (![source, target].includes(node.id) || !this.nodes.has(source) || !this.nodes.has(target)) return [];
      const outward = source === node.id, other = outward ? target : source;
      return [make("li.relation", {}, make("button", { type: "button", onclick: () => this.go(other) }, make("span", {}, `${outward ? kind : back}: `, make("bdi", {}, this.nodes.get(other).name))),
        label ? make("p.label", { dir: "auto" }, label) : null, ...(quotes.get(at) || []).map((extract) => this.quote(extract)))];
    });
    return entries.length ? [make("h3", {}, l.live_relations), make("ul", {}, ...entries)] : [];
  }

  /** What it occurs together with; in an approach where nothing is counted, only when the reader asked for it. */
  withIt(together) {
    const l = this.labels;
    const pairs = together.filter(([id, n]) => n >= Math.max(this.least, 1) && this.nodes.has(id));
    if (!(this.shown.counts || this.least) || !pairs.length) return [];
    const entries = (some) => some.map(([id, n]) => this.item(id, make("bdi", {}, this.nodes.get(id).name), n));
    const ul = make("ul.with", {}, ...entries(pairs.slice(0, FEW)));
    const rest = pairs.slice(FEW);
    const all = rest.length ? make("button.more", { type: "button", onclick: () => { ul.append(...entries(rest)); ul.children[FEW].querySelector("button").focus(); all.remove(); } }, fill(l.live_rest, { n: this.figure(rest.length) })) : null;
    return [make("h3", {}, l.live_together), ul, all, this.shown.note ? make("p.note", {}, this.shown.note) : null];
  }

  saidOf(node, about) {
    if (!this.shown.extracts || (node.rank !== "code" && !about.total)) return [];
    const l = this.labels, home = make("div.said-of");
    let told = 0;
    const put = (extracts) => { home.append(...extracts.map((extract) => this.quote(extract))); told += extracts.length; };
    put(about.extracts);
    const more = make("button.more", { type: "button", onclick: async () => {
      const turn = this.turn;
      const answer = await this.send("more", { node: node.id, group: this.group, words: this.words, start: told }, false);
      if (turn !== this.turn || answer.error) return;
      const first = told;
      put(answer.extracts);
      label();
      const next = home.children[first];
      if (next) { next.tabIndex = -1; next.focus(); }
    } });
    const label = () => { more.textContent = fill(l.live_more, { n: this.figure(about.total - told) }); more.hidden = told >= about.total; };
    label();
    return [make("h3", {}, fill(about.narrowed ? l.live_extracts_with : l.live_extracts, { n: this.figure(about.total), words: apart(this.words) })), home, more];
  }

  quote([who, question, text]) {
    let cut = text.length > LONG ? LONG : text.length;
    if (cut < text.length && /[\ud800-\udbff]/.test(text[cut - 1])) cut -= 1; // not through the middle of a sign
    const words = make("p", { dir: "auto" }, text.slice(0, cut));
    const whole = cut < text.length ? make("button.more", { type: "button", onclick: () => { words.textContent = text; whole.remove(); } }, fill(this.labels.live_whole, { n: this.figure(text.length) })) : null;
    return make("blockquote", {}, words, whole, make("footer", {}, make("bdi", {}, who), " · ", make("bdi", {}, question)));
  }

  // -- pointing and keys

  clicked(event) {
    const group = event.target.closest("[data-id]"), line = event.target.closest("[data-n]");
    if (group) { this.tabTo(group); this.go(group.dataset.id); } else if (line) this.go(line.dataset.a);
  }

  tabTo(group) {
    for (const item of this.groups) item.group.setAttribute("tabindex", item.group === group ? "0" : "-1");
  }

  /** Scroll the map, and nothing else, until a node is seen. */
  bring(group) {
    if (!group) return;
    const box = group.getBoundingClientRect(), home = this.map.getBoundingClientRect();
    if (box.top < home.top || box.bottom > home.bottom) this.map.scrollTop += box.top - home.top - (home.height - box.height) / 2;
    if (box.left < home.left || box.right > home.right) this.map.scrollLeft += box.left - home.left - (home.width - box.width) / 2;
  }

  /** The nearest node in a direction, sideways steps costing double. */
  nearest(from, key) {
    const middle = (node) => { const box = node.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]; };
    const [x, y] = middle(from);
    const [dx, dy] = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[key];
    let best = null, least = Infinity;
    for (const { group } of this.groups) {
      const [a, b] = middle(group);
      const along = (a - x) * dx + (b - y) * dy, aside = Math.abs((a - x) * dy) + Math.abs((b - y) * dx);
      if (group !== from && along > 1 && along + 2 * aside < least) { best = group; least = along + 2 * aside; }
    }
    return best;
  }

  key(event) {
    if (event.target.closest(".over") || event.ctrlKey || event.metaKey || event.altKey || event.key === "Shift") return;
    const { key, target } = event;
    event.stopPropagation();
    if (within(target)) {
      if (key !== "Escape") return;
      event.preventDefault();
      if (target === this.search && this.search.value) { this.search.value = ""; this.find(); } else this.root.focus({ preventScroll: true });
      return;
    }
    if (target.tagName === "BUTTON" && (key === " " || key === "Enter")) return;
    const group = target.closest("g[data-id]");
    const act = this.acting(key, target, group);
    if (act) { event.preventDefault(); act(); }
  }

  acting(key, target, group) {
    if (key === "Escape") return () => (this.way.length ? this.back() : target === this.root ? document.activeElement.blur() : this.root.focus({ preventScroll: true }));
    if (folded(key) === "f") return () => this.search.focus();
    if (folded(key) === "k") return () => this.picture.querySelector("[tabindex='0']")?.focus();
    if (key === "?") return () => this.help(this.labels.live_help_text);
    if (group && (key === "Enter" || key === " ")) return () => this.go(group.dataset.id);
    if (group && key.startsWith("Arrow")) return () => { const next = this.nearest(group, key); if (next) { this.tabTo(next); next.focus({ preventScroll: true }); this.bring(next); } };
    if (this.side.contains(target) && (key === "ArrowDown" || key === "ArrowUp")) {
      const stops = [...this.side.querySelectorAll("li button, blockquote, .more:not([hidden])")];
      // A heading that was jumped to stands before what follows it.
      const place = stops.filter((stop) => stop === target || stop.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_FOLLOWING).length;
      const next = stops[key === "ArrowDown" ? place : place - (stops.includes(target) ? 2 : 1)];
      return next ? () => { if (next.tagName === "BLOCKQUOTE") next.tabIndex = -1; next.focus(); } : null;
    }
    return null;
  }
}

export default {
  render({ model, el }) {
    const map = new LiveMap(model, el);
    return () => map.destroy();
  },
};
