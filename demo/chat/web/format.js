// Text with Telegram's entities → elements. Offsets are UTF-16 units, which is
// what JavaScript's strings count in.
import { el, web } from "./dom.js";

const blocks = new Set(["blockquote", "expandable_blockquote", "pre"]);

// format renders text; act.link(url, event) and act.command(text) are called
// for presses, t is the page's words.
export function format(text, entities, act, t) {
  const list = [...(entities || [])]
    .filter((e) => e.length > 0 && e.offset >= 0 && e.offset + e.length <= text.length)
    .sort((a, b) => a.offset - b.offset || b.length - a.length);
  return span(text, 0, text.length, list, act, t);
}

// span renders text[from:to] with the entities that lie in it. An entity that
// sticks out of the one it began in is cut there.
function span(text, from, to, list, act, t) {
  const out = document.createDocumentFragment();
  let at = from;
  for (let i = 0; i < list.length; ) {
    const e = list[i];
    let start = Math.max(e.offset, at);
    const end = Math.min(e.offset + e.length, to);
    i++;
    if (start >= end) continue;
    const inside = [];
    while (i < list.length && list[i].offset < end) inside.push(list[i++]);
    if (start > at) out.append(text.slice(at, start));
    const isBlock = blocks.has(e.type);
    const node = element(e, text.slice(start, end), act, t);
    const inner = node.inner || node;
    if (!node.own) inner.append(span(text, start, end, inside, act, t));
    out.append(node.outer || node);
    at = end;
    // A block ends its line by itself: the newline after it would be a second.
    if (isBlock && text[at] === "\n") at++;
  }
  if (at < to) out.append(text.slice(at, to));
  return out;
}

function element(e, words, act, t) {
  switch (e.type) {
    case "bold": return el("strong");
    case "italic": return el("em");
    case "underline": return el("u");
    case "strikethrough": return el("s");
    case "code": return el("code", { class: "copyable", title: t.copy, onclick: () => act.copy(words) });
    case "pre": return el("pre");
    case "spoiler": return el("button", { type: "button", class: "spoiler", onclick: (ev) => ev.currentTarget.classList.add("seen") });
    case "blockquote": return el("blockquote");
    case "expandable_blockquote": return expandable(t);
    case "text_link": return anchor(e.url, act);
    case "url": return anchor(/^[a-z]+:\/\//i.test(words) ? words : "http://" + words, act);
    case "email": return el("a", { href: "mailto:" + words });
    case "bot_command": return el("button", { type: "button", class: "command", onclick: () => act.command(words) });
    case "mention": case "hashtag": case "cashtag": case "text_mention": return el("span", { class: "mention" });
    case "date_time": return moment(e, words, t);
    default: return el("span");
  }
}

function anchor(url, act) {
  const href = web(url);
  if (!href) return el("span");
  return el("a", { href, target: "_blank", rel: "noopener noreferrer", onclick: (ev) => act.link(href, ev) });
}

// A long quotation shows three lines until it is pressed.
function expandable(t) {
  const inner = el("div", { class: "quoted" });
  const toggle = el("button", { type: "button", class: "more", "aria-expanded": "false", "aria-label": t.expand });
  const outer = el("blockquote", { class: "expandable" }, inner, toggle);
  const flip = () => {
    const open = outer.classList.toggle("open");
    toggle.setAttribute("aria-expanded", String(open));
    toggle.setAttribute("aria-label", open ? t.collapse : t.expand);
  };
  toggle.addEventListener("click", flip);
  inner.addEventListener("click", (ev) => {
    if (!ev.target.closest("a, button") && !String(getSelection())) flip();
  });
  return { outer, inner };
}

// A moment is shown in the reader's own zone, as the format asks: r relative,
// w weekday, d D short and long date, t T short and long time; without a
// format, or with one that is not known, the bot's own words stay.
function moment(e, words, t) {
  const date = new Date(e.unix_time * 1000);
  const node = el("time", { class: "moment", datetime: date.toISOString(), title: date.toLocaleString(t.locale, { dateStyle: "full", timeStyle: "short" }) });
  const f = e.date_time_format || "";
  const o = {};
  if (f.includes("w")) o.weekday = "short";
  if (f.includes("D")) Object.assign(o, { day: "numeric", month: "long", year: "numeric" });
  else if (f.includes("d")) Object.assign(o, { day: "2-digit", month: "2-digit", year: "numeric" });
  if (f.includes("T")) Object.assign(o, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
  else if (f.includes("t")) Object.assign(o, { hour: "2-digit", minute: "2-digit" });
  if (f === "r" || f === "R") node.append(relative(date, t.locale));
  else if (Object.keys(o).length) node.append(new Intl.DateTimeFormat(t.locale, o).format(date));
  else node.append(words);
  node.own = true;
  return node;
}

function relative(date, locale) {
  const s = (date.getTime() - Date.now()) / 1000;
  const rtf = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  for (const [unit, size] of [["day", 86400], ["hour", 3600], ["minute", 60]]) {
    if (Math.abs(s) >= size) return rtf.format(Math.round(s / size), unit);
  }
  return rtf.format(Math.round(s), "second");
}
