// The coder: answers on the left, codes on the right, keyboard first.
//
// Python holds the truth. This module draws what `screen` and `codes` say, sends commands, and calls a command saved
// only when Python has answered. Places in a text are counted in code points everywhere but in the DOM, which counts
// UTF-16 units; `Points` is the one border between the two. Text of answers only ever becomes text nodes.

const LANE = 5; // pixels for each stripe
const HASTE = 1500; // milliseconds that keys wait for a page; a Python that does not answer must not swallow them for ever

/** Code points of a text and their places in UTF-16 units. */
class Points {
  constructor(text) {
    this.text = text;
    this.units = [0];
    for (const sign of text) this.units.push(this.units[this.units.length - 1] + sign.length);
  }
  get length() { return this.units.length - 1; }
  slice(start, end) { return this.text.slice(this.units[start], this.units[end]); }
  /** The code point that a UTF-16 place falls into. */
  of(unit) {
    let low = 0, high = this.units.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.units[middle] <= unit) low = middle; else high = middle - 1;
    }
    return low;
  }
  /** Words as [start, end) spans. */
  words() {
    if (!this.spans) {
      const found = Intl.Segmenter
        ? [...new Intl.Segmenter("fi", { granularity: "word" }).segment(this.text)]
          .filter((part) => part.isWordLike).map((part) => [part.index, part.index + part.segment.length])
        : [...this.text.matchAll(/[\p{L}\p{N}\p{M}'’-]+/gu)].map((part) => [part.index, part.index + part[0].length]);
      this.spans = found.map(([start, end]) => [this.of(start), this.of(end)]);
    }
    return this.spans;
  }
  /** The span without white space at its edges; null when nothing is left. */
  trimmed(start, end) {
    const words = this.slice(start, end);
    const left = [...words].length - [...words.trimStart()].length;
    const right = [...words].length - [...words.trimEnd()].length;
    return start + left < end - right ? [start + left, end - right] : null;
  }
}

class Coder extends CommandView {
  constructor(model, el) {
    super(model, el);
    this.selection = null; // {answer, start, end}
    this.chosen = 0; // place in the list of codes shown
    this.recent = []; // GUIDs of the codes used last
    this.lit = null; // the code whose extracts are lit
    this.examples = new Map();
    this.going = 0; // since when a page is awaited
    this.early = []; // keys that came before it
    this.build();
    for (const name of ["screen", "codes"]) this.listen(`change:${name}`, () => this.draw());
    this.draw();
  }

  /** Send a command that changes the study; afterwards extracts of codes are fetched anew. */
  async change(command, given = {}) {
    const message = await this.send(command, given);
    if (!message.error) this.examples.clear();
    return message;
  }

  // -- the frame

  build() {
    const l = this.labels;
    const button = (label, key, act, extra = {}) =>
      make("button", { type: "button", title: key ? `${label} (${key})` : label, onclick: () => { act(); this.root.focus(); }, ...extra }, label);
    this.root = this.frame("teema-coder", l.title, { onkeydown: (event) => this.key(event), oncopy: (event) => this.copy(event) });
    this.root.classList.toggle("reading", Boolean(this.model.get("reading")));
    this.place = make("span.place");
    this.progress = make("span.progress");
    this.jump = make("input.goto", { type: "text", placeholder: l.goto, title: l.goto_hint, "aria-label": `${l.goto}: ${l.goto_hint}`,
      onkeydown: (event) => { if (event.key === "Enter") this.jumpTo(); } });
    this.query = make("input", { type: "search", placeholder: l.search_hint, "aria-label": l.search,
      onkeydown: (event) => { if (event.key === "Enter") { this.send("find", { query: this.query.value }, false); event.stopPropagation(); } } });
    this.hits = make("span");
    this.hitsButton = button(l.code_hits, "", () => this.codeHits());
    this.hitButton = button(l.next_hit, "", () => this.go("next_open", { what: "hit" }));
    this.others = make("select", { "aria-label": l.others, title: l.others, onchange: () => this.send("others", { others: this.others.value }, false) },
      ...["hide", "show", "compare"].map((kind) => make("option", { value: kind }, `${l.others}: ${l[`others_${kind}`]}`)));
    this.suggest = button(l.suggest, "S", () => this.toggleSuggesting());
    this.changers = [];
    const changer = (...given) => { const made = button(...given); this.changers.push(made); return made; };
    this.root.append(
      make("div.bar", {},
        button(`‹ ${l.previous}`, "K", () => this.go("previous")), this.place, button(`${l.next} ›`, "J", () => this.go("next")),
        this.jump, this.progress, button(l.next_unread, "", () => this.go("next_open", { what: "unread" })),
        (this.uncoded = button(l.next_uncoded, "N", () => this.go("next_open", { what: "uncoded" }))),
        make("span.grow"), this.query, this.hits, this.hitButton, this.hitsButton, this.others, this.suggest,
        changer(l.undo, "U", () => this.change("undo")), changer(l.redo, "⇧U", () => this.change("redo")),
        changer(l.memo, "M", () => this.memoOn()),
        button(l.help, "?", () => this.help())),
      make("div.panes", {}, (this.left = make("div.left")), this.model.get("reading") ? null : this.codePane()),
      this.foot());
    this.left.addEventListener("mouseup", () => setTimeout(() => this.fromMouse()));
    this.el.replaceChildren(this.root);
  }

  codePane() {
    const l = this.labels;
    const tree = `teema-tree-${Math.random().toString(36).slice(2)}`;
    this.filter = make("input", { type: "text", placeholder: l.filter, "aria-label": l.filter, role: "combobox", "aria-expanded": "true", "aria-controls": tree,
      autocomplete: "off", spellcheck: "false", oninput: () => { this.chosen = 0; this.drawCodes(); }, onkeydown: (event) => this.filterKey(event) });
    this.vivo = make("button", { type: "button", title: "Ctrl Enter", onclick: () => { this.inVivo(); this.root.focus(); } }, l.in_vivo);
    this.selected = make("div.selection");
    this.tree = make("ul.tree", { id: tree, role: "listbox", "aria-label": l.codes });
    this.about = make("dl.about");
    return make("div.right", {}, make("header", {}, this.selected, this.filter, this.vivo), this.tree, this.about);
  }

  // -- drawing

  get readonly() { return Boolean(this.screen.readonly); }
  get screen() { return this.model.get("screen") || {}; }
  get codes() { return this.model.get("codes") || []; }
  answer(id) { return (this.screen.answers || []).find((item) => item.answer === id); }

  draw() {
    const shown = this.screen;
    if (!shown.answers) { this.left.replaceChildren(); return; }
    const l = this.labels;
    this.points = new Map(shown.answers.map((item) => [item.answer, new Points(item.text)]));
    if (this.selection && !this.points.has(this.selection.answer)) this.selection = null;
    this.place.textContent = fill(l.place, { position: shown.position + 1, pages: shown.pages });
    this.progress.textContent = fill(l.progress, shown.progress);
    this.hits.textContent = shown.found ? fill(l.hits, shown) : "";
    this.hitButton.hidden = !shown.found;
    this.hitsButton.hidden = !shown.found || shown.readonly;
    if (this.model.get("reading")) this.hitsButton.hidden = this.others.hidden = this.uncoded.hidden = true;
    if (document.activeElement !== this.query) this.query.value = shown.query || "";
    this.others.value = shown.others;
    this.suggest.hidden = !shown.suggests || shown.readonly || Boolean(this.model.get("reading"));
    this.suggest.setAttribute("aria-pressed", String(Boolean(shown.suggesting)));
    this.suggest.title = shown.reflexive && !shown.suggesting ? `${l.suggest_reflexive} (S)` : `${l.suggest} (S)`;
    for (const item of this.changers) item.disabled = shown.readonly;
    this.drawAnswers();
    this.drawCodes();
    this.drawState();
  }

  drawAnswers() {
    const shown = this.screen;
    const focused = document.activeElement && document.activeElement.dataset && document.activeElement.dataset.coding;
    const top = this.page === shown.answers[0].answer ? this.left.scrollTop : 0;
    this.page = shown.answers[0].answer;
    this.left.replaceChildren(
      make("div.background", {}, make("span", {}, `${this.labels.case}: `, make("b", {}, shown.case)),
        ...shown.background.map((item) => make("span", {}, `${item.label}: `, make("b", {}, item.value)))),
      ...shown.memos.map((memo) => this.memo(memo)),
      ...shown.answers.flatMap((item) => this.drawAnswer(item)));
    this.left.scrollTop = top;
    if (focused) { const again = this.left.querySelector(`[data-coding="${CSS.escape(focused)}"]`); if (again) again.focus(); }
  }

  drawAnswer(item) {
    const words = make("div.words", { lang: "", dir: "auto", "data-answer": item.answer, "aria-label": `${this.labels.answer} ${item.answer}` });
    const current = (this.selection ? this.selection.answer : this.screen.answers[0].answer) === item.answer;
    words.classList.toggle("current", current && this.screen.answers.length > 1);
    this.drawWords(words, item);
    const codings = item.codings.map((coding, place) => this.drawCoding(item, coding, place + 1));
    const proposed = (this.screen.suggestions || []).filter((found) => found.answer === item.answer);
    return [
      make("div.asked", {}, make("span.id", {}, item.answer), item.asked, item.read ? make("span.id", {}, ` · ${this.labels.is_read}`) : null),
      words,
      ...item.memos.map((memo) => this.memo(memo)),
      this.model.get("reading") ? null : make("ul.codings", { "aria-label": this.labels.codings }, ...codings),
      this.screen.suggesting && !this.model.get("reading") ? this.drawSuggestions(item, proposed) : null,
    ].filter(Boolean);
  }

  /** Cut the text at every edge, and give each piece the stripes of the codings it lies in. */
  drawWords(words, item) {
    const points = this.points.get(item.answer);
    const chosen = this.selection && this.selection.answer === item.answer ? this.selection : null;
    const edges = new Set([0, points.length]);
    const add = (start, end) => { edges.add(start); edges.add(end); };
    const codings = this.model.get("reading") ? [] : item.codings;
    codings.forEach((coding) => add(coding.start, coding.end));
    item.hits.forEach(([start, end]) => add(start, end));
    if (chosen) add(chosen.start, chosen.end);
    const proposed = this.proposed && this.proposed.answer === item.answer ? this.proposed : null;
    if (proposed) add(proposed.start, proposed.end);
    const lanes = Math.max(0, ...codings.map((coding) => coding.lane + 1));
    words.style.lineHeight = `calc(1.55em + ${lanes * LANE + 4}px)`;
    const cuts = [...edges].sort((a, b) => a - b);
    const begins = new Map();
    codings.forEach((coding, place) => begins.set(coding.start, [...(begins.get(coding.start) || []), place + 1]));
    // Codings in the order of their beginnings, so that each piece looks at those that can cover it only.
    let open = [], next = 0;
    const pieces = [];
    for (let i = 0; i + 1 < cuts.length; i++) {
      const [start, end] = [cuts[i], cuts[i + 1]];
      while (next < codings.length && codings[next].start <= start) open.push(codings[next++]);
      open = open.filter((coding) => coding.end > start);
      const piece = make("span.segment", { style: this.stripes(open, lanes) }, points.slice(start, end));
      if (begins.has(start)) piece.dataset.begins = begins.get(start).join(",");
      if (item.hits.some((hit) => hit[0] <= start && end <= hit[1])) piece.classList.add("hit");
      if (chosen && chosen.start <= start && end <= chosen.end) piece.classList.add("chosen");
      if (proposed && proposed.start <= start && end <= proposed.end) piece.classList.add("proposed");
      if (this.lit && open.some((coding) => coding.code === this.lit)) piece.classList.add("lit");
      if (open.length) piece.title = open.map((coding) => this.codeName(coding.code)).join(" · ");
      pieces.push(piece);
    }
    words.replaceChildren(...pieces);
  }

  stripes(codings, lanes) {
    if (!lanes) return null;
    const room = `padding-bottom:${lanes * LANE + 1}px;`;
    if (!codings.length) return room;
    const images = codings.map((coding) => this.patternOf(coding.code));
    const places = codings.map((coding) => `0 calc(100% - ${(lanes - 1 - coding.lane) * LANE}px)`);
    return `${room}background-image:${images.join(",")};background-position:${places.join(",")};background-size:100% 3px;`;
  }

  patternOf(id) {
    const place = Math.max(0, this.codes.findIndex((code) => code.id === id));
    return stripe(this.codes[place], place);
  }

  codeName(id) { const code = this.codes.find((item) => item.id === id); return code ? code.name : ""; }

  drawCoding(item, coding, number) {
    const l = this.labels;
    const quote = this.points.get(item.answer).slice(coding.start, coding.end);
    const name = this.codeName(coding.code);
    const act = (label, key, run) => make("button", { type: "button", title: key ? `${label} (${key})` : label, "aria-label": `${label}: ${name}`, tabindex: "-1", onclick: run }, label);
    const line = make("li", { tabindex: "0", "data-coding": coding.coding, "aria-label": `${number} ${name}: ${quote}. ${coding.coder}`, title: coding.mine ? l.edges_hint : coding.coder,
      onkeydown: (event) => this.codingKey(event, item, coding), onmouseenter: () => this.light(coding.code), onmouseleave: () => this.light(null),
      onfocus: () => this.light(coding.code), onblur: () => this.light(null) },
      make("span.number", {}, String(number)), make("span.stripe", { style: `background:${this.patternOf(coding.code)}` }), make("span", {}, name), make("span.quote", { dir: "auto" }, quote));
    if (coding.level) line.append(make("span.tag", {}, l[coding.level]));
    if (!coding.mine) line.append(make("span.by", {}, coding.coder));
    if (!coding.agreed) line.append(make("span.tag.alone", {}, l.alone));
    if (coding.mine && !this.screen.readonly) {
      if (this.selection && this.selection.answer === item.answer) line.append(act(l.to_selection, "", () => this.moveTo(coding)));
      line.append(act(coding.level ? l[coding.level] : l.level_none, "L", () => this.nextLevel(coding)), act(l.reduced, "P", () => this.reduce(coding, quote)),
        act(l.memo, "M", () => this.memoOn("extract", coding.extract, quote)), act("×", "Delete", () => this.uncode(coding)));
    }
    if (coding.memo) line.append(make("div.memo", { style: "flex-basis:100%" }, coding.memo));
    if (coding.reduced) line.append(make("span.reduced", {}, `→ ${coding.reduced}`));
    for (const memo of coding.memos) { const shown = this.memo(memo); shown.style.flexBasis = "100%"; line.append(shown); }
    return line;
  }

  /** What is suggested for an answer: never applied but by a key or a button of its own. */
  drawSuggestions(item, found) {
    const l = this.labels;
    if (!found.length) return make("div.suggestions.none", {}, l.suggest_none);
    const all = this.screen.suggestions;
    return make("ul.suggestions", { "aria-label": l.suggest }, ...found.map((its) => {
      const name = this.codeName(its.code);
      const quote = this.points.get(item.answer).slice(its.start, its.end);
      const why = fill(l[`suggest_${its.why}`], { words: its.words.join(", ") });
      const number = all.indexOf(its) + 1;
      const run = (command) => { this.change(command, { answer: its.answer, start: its.start, end: its.end, quote, code: its.code }); this.root.focus({ preventScroll: true }); };
      return make("li", { tabindex: "0", "data-suggestion": String(number), "aria-label": `${l.suggest} ${number}: ${name}. ${why}. ${quote}`,
        onfocus: () => this.propose(its), onblur: () => this.propose(null), onmouseenter: () => this.propose(its), onmouseleave: () => this.propose(null),
        onkeydown: (event) => {
          if (event.target.tagName === "BUTTON" || event.ctrlKey || event.metaKey || event.altKey) return;
          if (event.key === "Enter") run("accept");
          else if (event.key === "Delete" || event.key === "Backspace") run("decline");
          else return;
          event.preventDefault();
          event.stopPropagation();
        } },
        make("span.key", {}, String(number)), make("span.stripe", { style: `background:${this.patternOf(its.code)}` }), make("span", {}, name),
        make("span.why", { dir: "auto" }, why), make("span.quote", { dir: "auto" }, quote),
        make("button", { type: "button", tabindex: "-1", title: `${l.suggest_accept} (Enter)`, "aria-label": `${l.suggest_accept}: ${name}`, onclick: () => run("accept") }, l.suggest_accept),
        make("button", { type: "button", tabindex: "-1", title: `${l.suggest_decline} (Delete)`, "aria-label": `${l.suggest_decline}: ${name}`, onclick: () => run("decline") }, l.suggest_decline));
    }));
  }

  /** Show which words a suggestion is about. */
  propose(its) {
    this.proposed = its;
    for (const words of this.left.querySelectorAll(".words")) {
      const item = this.answer(words.dataset.answer);
      if (item) this.drawWords(words, item);
    }
  }

  async toggleSuggesting() {
    await this.send("suggest", { on: !this.screen.suggesting }, false);
  }

  memo(memo) {
    const mine = memo.coder === this.screen.coder && !this.screen.readonly;
    return make("div.memo", {}, `${memo.text} `, make("span.by", {}, memo.coder),
      mine ? make("button", { type: "button", "aria-label": this.labels.memo, onclick: () => this.editMemo(memo) }, "✎") : null);
  }

  /** The codes that fit the filter: all in tree order, or those that hold every word of it, best first. */
  fitting() {
    const words = folded(this.filter ? this.filter.value.trim() : "").split(/\s+/).filter(Boolean);
    if (!words.length) return this.codes.map((code) => ({ code, depth: code.depth }));
    const rank = (name) => (name === words.join(" ") ? 0 : name.startsWith(words[0]) ? 1 : name.split(/\s+/).some((part) => part.startsWith(words[0])) ? 2 : 3);
    return this.codes.filter((code) => words.every((word) => folded(code.name).includes(word)))
      .map((code, place) => ({ code, depth: 0, order: [rank(folded(code.name)), place] }))
      .sort((a, b) => a.order[0] - b.order[0] || a.order[1] - b.order[1]);
  }

  drawCodes() {
    if (!this.tree) return;
    const l = this.labels;
    const typed = this.filter.value.trim();
    this.shown = this.fitting();
    if (typed && !this.codes.some((code) => folded(code.name) === folded(typed))) this.shown.push({ fresh: typed });
    this.chosen = Math.min(this.chosen, Math.max(0, this.shown.length - 1));
    const active = Boolean(typed) || document.activeElement === this.filter;
    this.tree.replaceChildren(...this.shown.map((item, place) => {
      const id = `${this.tree.id}-${place}`;
      if (item.fresh) return make("li", { id, role: "option", "aria-selected": String(active && place === this.chosen), onclick: () => this.assign(item) }, make("span.name", {}, fill(l.new_code, { name: item.fresh })));
      const key = this.recent.indexOf(item.code.id) + 1;
      return make("li", { id, role: "option", "data-code": item.code.id, "aria-selected": String(active && place === this.chosen), style: `padding-inline-start:${10 + item.depth * 16}px`,
        onclick: () => this.assign(item), onmouseenter: () => this.light(item.code.id), onmouseleave: () => this.light(null) },
        make("span.stripe", { style: `background:${this.patternOf(item.code.id)}` }), make("span.name", {}, item.code.name),
        key && key < 10 ? make("span.key", {}, String(key)) : null, make("span.n", {}, String(item.code.n)));
    }));
    if (!this.shown.length) this.tree.append(make("li", {}, l.no_codes));
    this.filter.setAttribute("aria-activedescendant", active && this.shown.length ? `${this.tree.id}-${this.chosen}` : "");
    const line = this.tree.children[this.chosen];
    if (active && line && line.scrollIntoView) line.scrollIntoView({ block: "nearest" });
    this.selected.textContent = this.selection ? fill(l.selected, { text: this.quote() }) : l.nothing_selected;
    this.selected.classList.toggle("on", Boolean(this.selection));
    this.vivo.disabled = !this.selection || this.screen.readonly;
    this.describe(active && this.shown[this.chosen] && this.shown[this.chosen].code ? this.shown[this.chosen].code.id : this.lit);
  }

  /** Show what a code means, and other extracts of it. */
  async describe(id) {
    if (!this.about) return;
    const code = this.codes.find((item) => item.id === id);
    this.described = id;
    if (!code) { this.about.replaceChildren(); return; }
    const l = this.labels;
    const draw = () => {
      const parts = ["definition", "include", "exclude", "example"].filter((name) => code[name]).flatMap((name) => [make("dt", {}, l[name]), make("dd", {}, code[name])]);
      const found = this.examples.get(id) || [];
      if (found.length) parts.push(make("dt", {}, l.other_extracts), ...found.map((item) => make("dd", { dir: "auto" }, `”${item.text}” (${item.answer})`)));
      this.about.replaceChildren(make("dt", {}, code.name), ...parts);
    };
    draw();
    if (!this.examples.has(id)) {
      this.examples.set(id, []);
      const message = await this.send("examples", { code: id }, false);
      if (message.examples) this.examples.set(id, message.examples);
      if (this.described === id) draw();
    }
  }

  light(id) {
    if (this.lit === id) return;
    this.lit = id;
    for (const words of this.left.querySelectorAll(".words")) {
      const item = this.answer(words.dataset.answer);
      if (item) this.drawWords(words, item);
    }
    if (id || !this.filter || document.activeElement !== this.filter) this.describe(id);
  }

  // -- selecting

  quote() { return this.points.get(this.selection.answer).slice(this.selection.start, this.selection.end); }

  choose(answer, start, end) {
    const span = answer === null ? null : this.points.get(answer).trimmed(start, end);
    this.selection = span && { answer, start: span[0], end: span[1] };
    this.drawAnswers();
    this.drawCodes();
    this.say(this.selection ? fill(this.labels.selected, { text: this.quote() }) : "");
    if (this.selection) {
      const piece = this.left.querySelector(".chosen");
      if (piece && piece.scrollIntoView) piece.scrollIntoView({ block: "nearest" });
    }
  }

  fromMouse() {
    const native = this.el.getRootNode().getSelection ? this.el.getRootNode().getSelection() : document.getSelection();
    if (!native || !native.rangeCount || native.isCollapsed) return;
    const range = native.getRangeAt(0);
    const home = (node) => (node.nodeType === 1 ? node : node.parentElement).closest(".words");
    const words = home(range.startContainer) || home(range.endContainer);
    if (!words || !this.left.contains(words)) return;
    const unit = (node, offset) => {
      const before = document.createRange();
      before.selectNodeContents(words);
      try { before.setEnd(node, offset); } catch (error) { return null; }
      return before.toString().length;
    };
    const points = this.points.get(words.dataset.answer);
    const start = words.contains(range.startContainer) ? unit(range.startContainer, range.startOffset) : 0;
    const end = words.contains(range.endContainer) ? unit(range.endContainer, range.endOffset) : points.text.length;
    native.removeAllRanges();
    this.choose(words.dataset.answer, points.of(start), Math.max(points.of(end), points.of(start) + (end > start ? 1 : 0)));
    this.root.focus({ preventScroll: true });
  }

  copy(event) {
    if (!this.selection || within(event.target)) return;
    event.clipboardData.setData("text/plain", this.quote());
    event.preventDefault();
  }

  /** Select the next (1) or previous (-1) sentence, going on into the next answer of the page. */
  sentence(step) {
    const all = this.screen.answers.flatMap((item) => item.sentences.map(([start, end]) => ({ answer: item.answer, start, end })));
    if (!all.length) return;
    const at = this.selection;
    const order = this.screen.answers.map((item) => item.answer);
    const place = (item) => order.indexOf(item.answer) * 1e9 + item.start;
    let target;
    if (!at) target = step > 0 ? all[0] : all[all.length - 1];
    else if (step > 0) target = all.find((item) => place(item) > place(at)) || all[all.length - 1];
    else target = [...all].reverse().find((item) => place(item) < place(at)) || all[0];
    this.choose(target.answer, target.start, target.end);
  }

  /** Move one edge of the selection by a word or a sentence. */
  edge(which, step, spans) {
    if (!this.selection) { this.sentence(step); return; }
    const { answer, start, end } = this.selection;
    const moved = shifted(spans(answer), start, end, which, step);
    if (moved) this.choose(answer, ...moved);
  }

  // -- coding

  async assign(item) {
    if (!item || this.screen.readonly) return;
    if (!this.selection) { this.say(this.labels.nothing_selected); this.root.focus(); return; }
    const { answer, start, end } = this.selection;
    const given = { answer, start, end, quote: this.quote() };
    this.going = Date.now();
    const message = item.fresh ? await this.change("new_code", { name: item.fresh, ...given }) : await this.change("code", { code: item.code.id, ...given });
    this.going = 0;
    if (message.error) { this.early = []; return; } // the selection and what was typed stay for another try
    this.used(item.fresh ? message.code : item.code.id);
    this.filter.value = "";
    this.chosen = 0;
    this.drawCodes();
    this.root.focus({ preventScroll: true });
    this.drain();
  }

  used(id) { this.recent = [id, ...this.recent.filter((item) => item !== id)].slice(0, 9); }

  inVivo() {
    if (!this.selection) { this.say(this.labels.nothing_selected); return; }
    const name = this.quote().replace(/\s+/g, " ");
    const there = this.codes.find((code) => folded(code.name) === folded(name));
    this.assign(there ? { code: there } : { fresh: name });
  }

  uncode(coding) { this.change("uncode", { coding: coding.coding }); this.root.focus({ preventScroll: true }); }

  moveTo(coding) {
    const { start, end } = this.selection;
    this.change("move", { coding: coding.coding, start, end, quote: this.quote() });
  }

  nextLevel(coding) {
    const levels = [null, "semantic", "latent"];
    this.change("set", { coding: coding.coding, level: levels[(levels.indexOf(coding.level) + 1) % 3] });
  }

  async reduce(coding, quote) {
    const text = await this.ask(`${this.labels.reduced}: ${quote}`, coding.reduced, true);
    if (text !== null) this.change("set", { coding: coding.coding, reduced: text });
  }

  async codeHits() {
    const l = this.labels;
    const codes = make("select", { "aria-label": l.code_hits_with }, ...this.codes.map((code) => make("option", { value: code.id }, `${"\u2003".repeat(code.depth)}${code.name}`)));
    const unit = make("select", { "aria-label": l.unit }, ...["sentence", "match", "answer"].map((name) => make("option", { value: name }, l[`unit_${name}`])));
    const line = make("p", { role: "status" });
    const given = () => ({ code: codes.value, unit: unit.value });
    const preview = async () => { const message = await this.send("code_hits", { ...given(), apply: false }, false); line.textContent = message.error || message.say; };
    codes.addEventListener("change", preview);
    unit.addEventListener("change", preview);
    preview();
    if (await this.dialog(l.code_hits, [make("p", {}, l.code_hits_with, " ", codes, " ", l.unit, " ", unit), line], l.apply)) this.change("code_hits", { ...given(), apply: true });
  }

  // -- notes

  /** Write a note: on a coding's extract, or on the answer, the case or the whole, chosen in the dialog. */
  async memoOn(kind = null, target = null, what = "") {
    const l = this.labels;
    const answer = (this.selection || this.screen.answers[0]).answer || this.screen.answers[0].answer;
    const places = kind ? [[kind, target, what]] : [["answer", answer, `${l.answer} ${answer}`], ["case", this.screen.case, `${l.case} ${this.screen.case}`], ["study", "", l.memo_study]];
    const on = make("select", { "aria-label": l.memo_on }, ...places.map(([, , name], place) => make("option", { value: String(place) }, fill(l.memo_on, { what: name }))));
    const text = make("textarea", { "aria-label": l.memo });
    if (await this.dialog(l.memo, [on, text], l.save, text) && text.value.trim()) {
      const [chosenKind, chosenTarget] = places[Number(on.value)];
      this.change("memo", { kind: chosenKind, target: chosenTarget, text: text.value });
    }
  }

  async editMemo(memo) {
    const text = await this.ask(this.labels.memo, memo.text);
    if (text === null) return;
    if (text.trim()) this.change("edit_memo", { memo: memo.memo, text }); else this.change("remove_memo", { memo: memo.memo });
  }

  // -- going about

  /** Go somewhere; keys that come before the new page is there wait for it, or they would act on the old one. */
  async go(command, given = {}) {
    const held = this.selection;
    this.going = Date.now();
    const message = await this.send(command, given, false);
    this.going = 0;
    if (message.moved && this.selection === held) { this.selection = null; this.left.scrollTop = 0; this.draw(); }
    this.drain();
  }

  /** Do what the keys ask for that came too early; those after one that must be waited for wait again. */
  drain() {
    const events = this.early.splice(0);
    while (events.length && !this.going) this.replay(events.shift());
    this.early.unshift(...events);
  }

  /** Keep a key for later when something is awaited that it depends on; say whether it was kept. */
  tooEarly(event) {
    if (!this.going || Date.now() - this.going >= HASTE || ["Control", "Alt", "Shift", "Meta", "Tab"].includes(event.key)) return false;
    event.preventDefault();
    event.stopPropagation();
    this.early.push(event);
    return true;
  }

  replay(event) {
    if (this.filter && this.el.getRootNode().activeElement === this.filter) {
      if ([...event.key].length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) {
        this.filter.value += event.key;
        this.chosen = 0;
        this.drawCodes();
      } else this.filterKey(event, true);
    } else this.key(event, true);
  }

  jumpTo() {
    const text = this.jump.value.trim();
    if (text) this.go("goto", /^\d+$/.test(text) ? { position: Number(text) - 1 } : { answer: text });
    this.jump.value = "";
    this.root.focus();
  }

  // -- keys

  key(event, again = false) {
    if (!again && !event.defaultPrevented && !within(event.target) && !event.target.closest(".over") && this.tooEarly(event)) return;
    if (!again && (event.defaultPrevented || within(event.target) || event.target.closest(".over"))) { if (within(event.target)) this.fieldKey(event); return; }
    const { key } = event;
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    const stop = () => { event.preventDefault(); event.stopPropagation(); };
    const words = (answer) => this.points.get(answer).words();
    const sentences = (answer) => this.answer(answer).sentences;
    if (key === "ArrowRight" || key === "ArrowLeft") {
      if (event.ctrlKey || event.metaKey) return;
      stop();
      const step = key === "ArrowRight" ? 1 : -1;
      if (event.altKey) this.edge(event.shiftKey ? "start" : "end", step, words);
      else if (event.shiftKey) this.edge("end", step, sentences);
      else this.sentence(step);
    } else if (key === "Enter" && (again || event.target === this.root)) {
      stop();
      if (event.ctrlKey || event.metaKey) this.inVivo();
      else if (this.filter && this.selection) this.filter.focus();
      else this.sentence(1);
    } else if ((event.ctrlKey || event.metaKey) && folded(key) === "z") {
      stop();
      this.change(event.shiftKey ? "redo" : "undo");
    } else if (key === "Escape") {
      stop();
      if (this.selection) this.choose(null); else this.root.blur();
    } else if (key === "PageDown" || key === "PageUp") {
      stop();
      this.go(key === "PageDown" ? "next" : "previous");
    } else if (plain && this.selection && this.filter && /^[1-9]$/.test(key) && !this.filter.value && this.recent[Number(key) - 1]) {
      stop();
      this.assign({ code: this.codes.find((code) => code.id === this.recent[Number(key) - 1]) });
    } else if (plain && this.selection && this.filter && [...key].length === 1 && key.trim() && key !== "?") {
      stop();
      this.filter.focus();
      this.filter.value += key;
      this.chosen = 0;
      this.drawCodes();
    } else if (plain && !this.selection && /^[1-9]$/.test(key) && this.left.querySelector(`[data-suggestion="${key}"]`)) {
      stop();
      this.left.querySelector(`[data-suggestion="${key}"]`).focus();
    } else if (plain && !this.selection) this.command(event, stop);
    else if (plain && key === "?") { stop(); this.help(); }
  }

  /** Keys of one letter, as long as nothing is selected. */
  command(event, stop) {
    const acts = {
      j: () => this.go("next"), k: () => this.go("previous"), n: () => this.go("next_open", { what: "uncoded" }), u: () => this.change(event.shiftKey ? "redo" : "undo"),
      f: () => this.query.focus(), g: () => this.jump.focus(), s: () => { if (!this.suggest.hidden) this.toggleSuggesting(); }, m: () => this.memoOn(), "?": () => this.help(),
    };
    const act = acts[folded(event.key)];
    if (act) { stop(); act(); }
  }

  fieldKey(event) {
    event.stopPropagation();
    if (event.key === "Escape" && event.target !== this.filter) { event.target.blur(); this.root.focus(); }
  }

  filterKey(event, again = false) {
    if (!again && this.tooEarly(event)) return;
    const { key } = event;
    if (key === "ArrowDown" || key === "ArrowUp") {
      this.chosen = (this.chosen + (key === "ArrowDown" ? 1 : -1) + this.shown.length) % Math.max(1, this.shown.length);
      this.drawCodes();
    } else if (key === "Enter") {
      if (event.ctrlKey || event.metaKey) this.inVivo(); else this.assign(this.shown[this.chosen]);
    } else if (key === "Escape") {
      this.filter.value = "";
      this.root.focus();
      this.drawCodes();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  codingKey(event, item, coding) {
    if (within(event.target) || event.target.tagName === "BUTTON") return;
    const { key } = event;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const quote = this.points.get(item.answer).slice(coding.start, coding.end);
    if (key === "ArrowRight" || key === "ArrowLeft") {
      const moved = shifted(this.points.get(item.answer).words(), coding.start, coding.end, event.shiftKey ? "start" : "end", key === "ArrowRight" ? 1 : -1);
      if (moved) this.change("move", { coding: coding.coding, start: moved[0], end: moved[1], quote: this.points.get(item.answer).slice(...moved) });
    } else if (key === "Delete" || key === "Backspace") this.uncode(coding);
    else if (folded(key) === "l") this.nextLevel(coding);
    else if (folded(key) === "p") this.reduce(coding, quote);
    else if (folded(key) === "m") this.memoOn("extract", coding.extract, quote);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

/** A span with one edge moved to the next or previous edge of the units; null where it cannot go. */
function shifted(units, start, end, which, step) {
  const edges = units.map((unit) => unit[which === "start" ? 0 : 1]).sort((a, b) => a - b);
  const from = which === "start" ? start : end;
  const to = step > 0 ? edges.find((edge) => edge > from) : [...edges].reverse().find((edge) => edge < from);
  if (to === undefined) return null;
  const span = which === "start" ? [to, end] : [start, to];
  return span[0] < span[1] ? span : null;
}

export { Points, shifted };
export default {
  render({ model, el }) {
    const coder = new Coder(model, el);
    return () => coder.destroy();
  },
};
