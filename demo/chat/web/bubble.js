// One message → one element.
import { el, icon, icons, web, avatar } from "./dom.js";
import { format } from "./format.js";

// bubble renders message m. ctx: {me, chat, t, act, lookup(id) → message}.
export function bubble(m, ctx) {
  const { t, act } = ctx;
  if (m.service) return el("div", { class: "service", "data-id": m.id }, el("span", {}, service(m, t)));
  const mine = m.from.id === ctx.me.id && ctx.chat.kind !== "channel";
  const row = el("article", { class: "row " + (mine ? "mine" : "theirs"), "data-id": m.id, tabindex: "-1", "aria-label": `${name(m, ctx)}, ${clock(m.date, t)}` });
  if (!mine && (ctx.chat.kind === "group" || ctx.chat.kind === "supergroup")) row.append(avatar(m.from.id, name(m, ctx), m.bot));
  const box = el("div", { class: m.keyboard?.length ? "box keyed" : "box" });
  const card = el("div", { class: "bubble" + (m.photo || m.card?.large ? " wide" : "") });
  if (!mine && ctx.chat.kind !== "private") card.append(el("div", { class: "from" }, name(m, ctx)));
  if (m.forward) card.append(el("div", { class: "forwarded" }, t.forwarded + " " + m.forward));
  if (m.reply_to) card.append(quoted(m.reply_to, ctx));
  if (m.photo && web(m.photo)) card.append(el("img", { class: "photo", src: m.photo, alt: t.photo, loading: "lazy" }));
  if (m.document) card.append(el("div", { class: "document" }, el("span", { class: "doc-icon" }, icon(icons.file)), el("span", {}, m.document)));
  const preview = m.card ? linkCard(m.card, act) : null;
  if (preview && m.card.above) card.append(preview);
  const text = el("div", { class: "text" }, format(m.text || m.rich || "", m.text ? m.entities : [], act, t));
  if (preview && !m.card.above) text.classList.add("before-card");
  const meta = el("span", { class: "meta" });
  if (m.silent) meta.append(el("span", { class: "mute", title: t.silent }, icon(icons.mute)));
  if (m.edited) meta.append(el("span", { class: "edited" }, t.edited));
  const at = new Date(m.date);
  meta.append(el("time", { datetime: at.toISOString(), title: at.toLocaleString(t.locale) }, clock(m.date, t)));
  if (mine) meta.append(el("span", { class: "ticks", "aria-hidden": "true" }, "✓✓"));
  if (m.text || m.rich) card.append(text);
  if (preview && !m.card.above) card.append(preview);
  (preview && !m.card.above || !(m.text || m.rich) ? card : text).append(meta);
  box.append(card);
  if (m.keyboard?.length) box.append(keyboard(m, ctx));
  row.append(box);
  row.append(el("button", { type: "button", class: "dots", "aria-label": t.actions, "aria-haspopup": "menu", onclick: (ev) => act.menu(m, ev.currentTarget) }, "⋯"));
  card.addEventListener("contextmenu", (ev) => {
    if (ev.target.closest("a") || String(getSelection())) return;
    ev.preventDefault();
    act.menu(m, ev.currentTarget, ev);
  });
  return row;
}

export function name(m, ctx) {
  if (ctx.chat.kind === "channel") return ctx.chat.title;
  return [m.from.first_name, m.from.last_name].filter(Boolean).join(" ");
}

export function clock(date, t) {
  return new Date(date).toLocaleTimeString(t.locale, { hour: "2-digit", minute: "2-digit" });
}

export function service(m, t) {
  return [m.from?.first_name, t[m.service] || m.service].filter(Boolean).join(" ");
}

function quoted(id, ctx) {
  const of = ctx.lookup(id);
  const text = of ? (of.text || of.document || (of.service && service(of, ctx.t)) || ctx.t.photo).replace(/\s+/g, " ").slice(0, 120) : "…";
  return el("button", { type: "button", class: "reply-to", onclick: () => ctx.act.jump(id) },
    el("span", { class: "reply-name" }, of ? name(of, ctx) : ""), el("span", { class: "reply-words" }, text));
}

function linkCard(c, act) {
  const a = el("a", { class: "card" + (c.large ? " large" : ""), href: web(c.url) || "#", target: "_blank", rel: "noopener noreferrer", onclick: (ev) => act.link(c.url, ev) });
  const words = el("span", { class: "card-words" }, el("span", { class: "card-site" }, c.site), el("strong", {}, c.title), el("span", { class: "card-lead" }, c.description));
  a.append(words);
  if (c.image && web(c.image)) a.append(el("img", { src: c.image, alt: "", loading: "lazy", width: c.large ? 960 : 80, height: c.large ? 504 : 80 }));
  return a;
}

function keyboard(m, ctx) {
  const board = el("div", { class: "keyboard", role: "group" });
  for (const row of m.keyboard) {
    const line = el("div", { class: "keys" });
    for (const b of row) line.append(key(m, b, ctx));
    board.append(line);
  }
  return board;
}

function key(m, b, ctx) {
  const style = b.style ? " " + b.style : "";
  if (b.url) {
    return el("a", { class: "key" + style, href: web(b.url) || "#", target: "_blank", rel: "noopener noreferrer", onclick: (ev) => ctx.act.link(b.url, ev) }, b.text, icon(icons.open));
  }
  if (b.copy) return el("button", { type: "button", class: "key" + style, onclick: () => ctx.act.copy(b.copy) }, b.text, icon(icons.copy));
  return el("button", {
    type: "button", class: "key" + style, "data-data": b.callback_data,
    onclick: async (ev) => {
      const k = ev.currentTarget;
      if (k.classList.contains("busy")) return;
      k.classList.add("busy");
      try {
        await ctx.act.press(m, b);
      } finally {
        k.classList.remove("busy");
      }
    },
  }, b.text);
}
