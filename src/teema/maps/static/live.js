// The live map: from a theme over its codes to what was said, and back. Texts only ever become text nodes.
const data = JSON.parse(document.getElementById("data").textContent);
const l = data.labels;
const side = document.getElementById("side");
const map = document.getElementById("map");
const nodes = [...map.querySelectorAll("g.unifying, g.overarching, g.theme, g.subtheme, g.code")];
const kindOf = (group) => (group.classList.contains("code") ? "code" : "theme");
let way = []; // where the reader is: [kind, name] pairs, the last one shown
let group = ["", ""]; // variable and value that extracts are filtered by
let query = "";

function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value); else if (value !== null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}
const folded = (text) => text.toLocaleLowerCase().normalize("NFC");
const fill = (text, places) => text.replace(/\{(\w+)\}/g, (whole, name) => (name in places ? places[name] : whole));
const fits = (extract) => (!group[0] || (data.cases[extract[0]] || {})[group[0]] === group[1]) && (!query || folded(extract[2]).includes(folded(query)));

/** The extracts of a code, or of all that a theme holds, as far as they fit the filter. */
function extractsOf(kind, name) {
  if (kind === "code") return (data.codes[name] || { extracts: [] }).extracts.filter(fits);
  const theme = data.themes[name];
  const all = [...theme.codes.flatMap((code) => data.codes[code].extracts), ...theme.extracts, ...theme.below.flatMap((below) => extractsOf("theme", below))];
  return [...new Map(all.map((extract) => [`${extract[3]}`, extract])).values()].filter(fits);
}
const casesOf = (kind, name) => new Set(extractsOf(kind, name).map((extract) => extract[0])).size;
const told = (kind, name) => (data.extracts ? String(casesOf(kind, name)) : data.told[`${kind}:${name}`] || "");

function item(kind, name) {
  return make("li", {}, make("button", { type: "button", onclick: () => go(kind, name) }, name, data.counts && (data.extracts || told(kind, name)) ? make("span", { class: "n" }, told(kind, name)) : null));
}

function list(title, kind, names) {
  return names.length ? [make("h3", {}, title), make("ul", {}, ...names.map((name) => item(kind, name)))] : [];
}

function shown() {
  const last = way[way.length - 1];
  const crumbs = make("nav", { "aria-label": l.way }, make("button", { type: "button", onclick: () => { way = []; draw(); } }, l.map),
    ...way.map(([kind, name], at) => make("button", { type: "button", "aria-current": at + 1 === way.length ? "page" : null, onclick: () => { way = way.slice(0, at + 1); draw(); } }, name)));
  if (!last) {
    const tops = Object.keys(data.themes).filter((name) => !data.themes[name].parent);
    return [crumbs, ...(query ? found() : list(l.themes, "theme", tops))];
  }
  const [kind, name] = last;
  const about = kind === "code" ? data.codes[name] : data.themes[name];
  const extracts = extractsOf(kind, name);
  return [crumbs, make("h2", {}, name), make("p", { class: "level" }, kind === "code" ? l.code : about.level),
    about.definition ? make("p", {}, about.definition) : null,
    ...(kind === "theme" ? [...list(l.below, "theme", about.below), ...list(l.codes, "code", about.codes)] : []),
    ...(data.extracts && (kind === "code" || about.extracts.length || !about.codes.length) ? said(kind === "code" ? extracts : about.extracts.filter(fits)) : [])];
}

function said(extracts) {
  return [make("h3", {}, fill(l.extracts, { n: extracts.length })), ...extracts.slice(0, 300).map(([who, question, text]) =>
    make("blockquote", {}, make("p", { dir: "auto" }, text), make("footer", {}, [data.names[who] || who, data.questions[question] || question].join(" · ")))),
    extracts.length > 300 ? make("p", {}, fill(l.more, { n: extracts.length - 300 })) : null].filter(Boolean);
}

/** What a search finds: names of themes and codes, and codes whose extracts have the words. */
function found() {
  const wanted = folded(query);
  const themes = Object.keys(data.themes).filter((name) => folded(name).includes(wanted));
  const codes = Object.keys(data.codes).filter((name) => folded(name).includes(wanted) || extractsOf("code", name).length);
  return [...list(l.themes, "theme", themes), ...list(l.codes, "code", codes), themes.length + codes.length ? null : make("p", {}, l.nothing)].filter(Boolean);
}

function go(kind, name) {
  way = kind === "theme" ? [[kind, name]] : [...way.filter(([its]) => its === "theme"), [kind, name]];
  draw();
  const head = side.querySelector("h2");
  if (head) { head.tabIndex = -1; head.focus({ preventScroll: true }); }
}

function draw() {
  side.replaceChildren(...shown().filter(Boolean));
  side.scrollTop = 0;
  const last = way[way.length - 1];
  for (const node of nodes) {
    const chosen = Boolean(last) && last[0] === kindOf(node) && last[1] === node.dataset.name;
    node.classList.toggle("chosen", chosen);
    node.classList.toggle("dim", (Boolean(group[0]) || Boolean(query)) && !extractsOf(kindOf(node), node.dataset.name).length && data.extracts);
  }
}

for (const node of nodes) {
  const kind = kindOf(node);
  if (!(kind === "code" ? data.codes : data.themes)[node.dataset.name]) continue;
  node.setAttribute("tabindex", "0");
  node.setAttribute("role", "button");
  node.setAttribute("aria-label", `${kind === "code" ? l.code : data.themes[node.dataset.name].level}: ${node.dataset.name}`);
  node.addEventListener("click", (event) => { event.stopPropagation(); go(kind, node.dataset.name); });
}

/** The nearest node in a direction, sideways steps costing double. */
function nearest(from, key) {
  const middle = (node) => { const box = node.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]; };
  const [x, y] = middle(from);
  const [dx, dy] = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[key];
  let best = null, least = Infinity;
  for (const node of nodes) {
    const [a, b] = middle(node);
    const along = (a - x) * dx + (b - y) * dy, aside = Math.abs((a - x) * dy) + Math.abs((b - y) * dx);
    if (node !== from && along > 1 && along + 2 * aside < least && node.hasAttribute("tabindex")) { best = node; least = along + 2 * aside; }
  }
  return best;
}

document.addEventListener("keydown", (event) => {
  const node = event.target.closest && event.target.closest("g[tabindex]");
  if (event.key === "Escape") {
    if (event.target.tagName === "INPUT") { event.target.value = ""; query = ""; } else way.pop();
    draw();
  } else if (node && (event.key === "Enter" || event.key === " ")) go(kindOf(node), node.dataset.name);
  else if (node && event.key.startsWith("Arrow")) { const next = nearest(node, event.key); if (next) next.focus(); }
  else return;
  event.preventDefault();
});

const search = document.getElementById("search");
search.addEventListener("input", () => { query = search.value.trim(); if (query) way = []; draw(); });
const variable = document.getElementById("variable"), value = document.getElementById("value");
function values() {
  value.replaceChildren(...(data.variables[variable.value] || []).map((name) => make("option", { value: name }, name)));
  value.hidden = !variable.value;
  group = [variable.value, value.value];
  draw();
}
if (variable) {
  variable.addEventListener("change", values);
  value.addEventListener("change", () => { group = [variable.value, value.value]; draw(); });
}
draw();
