// Stands in for the notebook on a page by itself: answers what the coder asks by looking, and changes nothing.
const data = JSON.parse(document.getElementById("data").textContent);
const handlers = new Map();
const fire = (name, value) => (handlers.get(name) || []).forEach((handler) => handler(value));
const state = { labels: data.labels, codes: data.codes, reading: false };
const place = new Map(data.pages.flatMap((page, at) => page.answers.map((item) => [item.answer, at])));
let position = 0, query = "", others = "show";

/** Where a word stands in a text, in code points, whatever the letter case. */
function found(text) {
  const low = folded(text), wanted = folded(query), spans = [];
  if (!wanted || low.length !== text.length) return spans; // a letter that changes its length would move the places
  const points = new Points(text);
  for (let at = low.indexOf(wanted); at >= 0; at = low.indexOf(wanted, at + wanted.length)) spans.push([points.of(at), points.of(at + wanted.length)]);
  return spans;
}

function screen() {
  const page = data.pages[position];
  const answers = page.answers.map((item) => ({
    ...item,
    hits: found(item.text),
    codings: item.codings.filter((coding) => others !== "hide" || coding.mine)
      .map((coding) => ({ ...coding, agreed: others !== "compare" || coding.agreed })),
  }));
  const total = query ? data.pages.reduce((sum, each) => sum + each.answers.reduce((n, item) => n + found(item.text).length, 0), 0) : 0;
  return { ...page, answers, position, pages: data.pages.length, progress: data.progress[page.answers[0].question],
    query, found: total, others, suggests: false, suggesting: false, suggestions: [], coder: data.coder, readonly: true };
}

const acts = {
  next: () => { if (position + 1 === data.pages.length) return { say: data.labels.last }; position += 1; return { moved: true }; },
  previous: () => { if (!position) return { say: data.labels.first }; position -= 1; return { moved: true }; },
  goto: ({ position: to, answer }) => {
    if (answer !== undefined && !place.has(answer)) return { error: fill(data.labels.no_such_answer, { answer }) };
    position = Math.min(Math.max(answer === undefined ? to : place.get(answer), 0), data.pages.length - 1);
    return { moved: true };
  },
  next_open: ({ what }) => {
    const wanted = { unread: (item) => !item.read, uncoded: (item) => !item.codings.length, hit: (item) => found(item.text).length }[what];
    for (let step = 1; step <= data.pages.length; step++) {
      const at = (position + step) % data.pages.length;
      const items = data.pages[at].answers;
      if (what === "uncoded" ? items.every(wanted) : items.some(wanted)) { position = at; return { moved: true }; }
    }
    return { say: data.labels[`none_${what}`] };
  },
  find: ({ query: words }) => {
    query = words.trim();
    if (query && !data.pages[position].answers.some((item) => found(item.text).length)) acts.next_open({ what: "hit" });
    return query ? { say: fill(data.labels.found, { hits: screen().found, answers: data.pages.reduce((n, page) => n + page.answers.filter((item) => found(item.text).length).length, 0) }), moved: true } : {};
  },
  others: (given) => { others = given.others; return {}; },
  examples: ({ code }) => ({ examples: (data.examples[code] || []).map(([answer, start, end]) => {
    const item = data.pages[place.get(answer)].answers.find((its) => its.answer === answer);
    return { answer, text: new Points(item.text).slice(start, end) };
  }) }),
};

state.screen = screen();
const model = {
  get: (name) => state[name],
  on: (name, handler) => handlers.set(name, [...(handlers.get(name) || []), handler]),
  off: () => {},
  send: (message) => {
    const act = acts[message.command];
    const answer = act ? act(message.given || {}) : { error: data.labels.read_only_page };
    state.screen = screen();
    fire("change:screen");
    setTimeout(() => fire("msg:custom", { id: message.id, ok: !answer.error, ...answer }));
  },
};
widget.render({ model, el: document.getElementById("home") });
document.querySelector(".teema-widget").focus();
