// Stands in for the notebook on a page by itself: answers what the live map asks by looking, as `live_look.py` does.
const data = JSON.parse(document.getElementById("data").textContent);
const handlers = new Map();
const fire = (name, value) => (handlers.get(name) || []).forEach((handler) => handler(value));
const home = document.getElementById("home");
const state = { labels: data.labels, shown: data.shown, drawn: home.querySelector("svg"), alone: true };
const { nodes, said, rests, names, questions, background } = data.live || { nodes: [], said: [], rests: [], names: [], questions: {}, background: {} };
const ranks = new Map(data.shown.nodes.map((node) => [node.id, node.rank]));
const called = new Map(data.shown.nodes.map((node) => [node.id, node.name]));
const PAGE = data.page, LINES = data.lines;

const bits = (cases) => { const found = new Uint32Array((names.length >> 5) + 1); for (const one of cases) found[one >> 5] |= 1 << (one & 31); return found; };
const ones = (value) => { let n = value - ((value >>> 1) & 0x55555555); n = (n & 0x33333333) + ((n >>> 2) & 0x33333333); return (((n + (n >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24; };
const size = (mask) => mask.reduce((sum, value) => sum + ones(value), 0);
const both = (a, b) => a.map((value, at) => value & b[at]);
const masks = new Map(nodes.map((node) => [node.id, bits(node.held.map((place) => said[place][0]))]));
let low = null; // the extracts in small letters, once they are searched

const fitting = (group) => names.map((_, one) => Object.entries(group).every(([variable, value]) => (background[variable] || [])[one]?.includes(value)));

function having(fit, wanted) {
  if (wanted && !low) low = said.map(([, , text]) => folded(text));
  return said.map(([one], place) => fit[one] && (!wanted || low[place].includes(wanted)));
}

function look({ group, words, rank, node }) {
  const fit = fitting(group);
  const mask = bits(fit.flatMap((fits, one) => (fits ? [one] : [])));
  const wanted = folded(words);
  const hits = having(fit, wanted);
  const counts = Object.fromEntries(nodes.map(({ id }) => [id, size(both(masks.get(id), mask))]));
  const found = wanted ? nodes.map((its) => [its, its.own.filter((place) => hits[place]).length])
    .filter(([its, having]) => having || folded(called.get(its.id)).includes(wanted) || folded(its.definition).includes(wanted)).map(([its, having]) => [its.id, having]) : null;
  const all = pairs(rank, mask);
  const sizes = new Map();
  for (const [, , n] of all) sizes.set(n, (sizes.get(n) || 0) + 1);
  const at = nodes.find((its) => its.id === node);
  return { counts, fits: fit.filter(Boolean).length, total: names.length, hits: hits.filter(Boolean).length, found,
    pairs: { shown: all.slice(0, LINES), sizes: [...sizes].sort(([a], [b]) => a - b) },
    node: at ? { id: at.id, definition: at.definition, together: pairs(ranks.get(at.id), mask, at.id).map(([a, b, n]) => [a === at.id ? b : a, n]), rests: restsOf(at.id, fit), ...extracts(at, fit, wanted, hits, 0) } : null };
}

function pairs(rank, mask, only = null) {
  const among = nodes.filter((its) => ranks.get(its.id) === rank).map((its) => [its, both(masks.get(its.id), mask)]);
  const found = [];
  among.forEach(([a, inA], at) => {
    for (const [b, inB] of among.slice(at + 1)) {
      if ((only && a.id !== only && b.id !== only) || a.above.includes(b.id) || b.above.includes(a.id)) continue;
      let n = 0;
      for (let word = 0; word < inA.length; word++) n += ones(inA[word] & inB[word]);
      if (n) found.push([a.id, b.id, n]);
    }
  });
  return found.sort((a, b) => b[2] - a[2]);
}

function extracts(at, fit, wanted, hits, start) {
  const having = at.own.filter((place) => hits[place]), narrowed = Boolean(wanted) && having.length > 0;
  const own = wanted && !narrowed ? at.own.filter((place) => fit[said[place][0]]) : having;
  return { narrowed, total: own.length, extracts: own.slice(start, start + PAGE).map(quoted) };
}

const quoted = (place) => { const [one, question, text] = said[place]; return [names[one], questions[question] ?? question, text]; };

/** The extracts that the relations of a theme rest on, by the place of the relation. */
function restsOf(id, fit) {
  return data.shown.relations.flatMap(([source, target], at) => (source === id || target === id ? [[at, rests[at].filter((place) => fit[said[place][0]]).map(quoted)]] : []));
}

/** Without extracts nothing can be filtered: what there is to tell stands on the page. */
function told({ words, rank, node }) {
  const wanted = folded(words), { nodes: about, ...rest } = data.told;
  const found = wanted ? data.shown.nodes.filter((its) => folded(its.name).includes(wanted) || folded(about[its.id].definition).includes(wanted)).map((its) => [its.id, 0]) : null;
  return { counts: rest.counts, fits: rest.total, total: rest.total, hits: 0, found, pairs: rest.pairs[rank] || { shown: [], sizes: [] }, node: about[node] || null };
}

const acts = {
  look: (given) => (data.told ? told(given) : look(given)),
  more: ({ node, group, words, start }) => {
    const fit = fitting(group), wanted = folded(words);
    return extracts(nodes.find((its) => its.id === node), fit, wanted, having(fit, wanted), start);
  },
};
const model = {
  get: (name) => state[name],
  on: (name, handler) => handlers.set(name, [...(handlers.get(name) || []), handler]),
  off: () => {},
  send: (message) => { const answer = acts[message.command](message.given); queueMicrotask(() => fire("msg:custom", { id: message.id, ok: true, ...answer })); },
};
widget.render({ model, el: home });
home.querySelector(".teema-widget").focus();
