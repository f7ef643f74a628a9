// The page: which chat is open, what it shows, what a person does.
import { $, el, avatar, web } from "./dom.js";
import { api, follow } from "./api.js";
import { count, words } from "./words.js";
import { bubble, clock, name, service } from "./bubble.js";
import { format } from "./format.js";
import { composer } from "./composer.js";

const kept = 400; // messages of a chat that stand in the page

let state = { me: { id: 0, language_code: "en" }, bot: {}, chats: [], commands: [], site: "" };
let t = words("en");
let open = null; // number of the open chat
let hold = 0; // until when the newest message does not pull the view along
let missed = 0;
let pressed = 0; // the message whose button was pressed last: an answer to it is looked at
let pinned = true; // the newest message was in view at the last scroll
const store = new Map(); // chat → {messages: Map(id → message), unread, typing, draft}

const chatOf = (id) => state.chats.find((c) => c.id === id);
const shelf = (id) => {
  if (!store.has(id)) store.set(id, { messages: new Map(), unread: 0, typing: 0 });
  return store.get(id);
};
const newest = (id) => [...shelf(id).messages.values()].at(-1);
const personal = () => state.chats.find((c) => c.kind === "private");

// ---- what a person does ----

const act = {
  async send(text) {
    const reply = compose.replyTo();
    compose.done();
    hold = 0;
    await guard(api.send(open, text, reply));
    bottom();
  },
  command: (text) => act.send(text),
  copy: async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      toast(t.copied);
    } catch {
      toast(text);
    }
  },
  // Links to the bot itself stay within the page, as they do in Telegram.
  link(url, ev) {
    const deep = deepLink(url);
    if (!deep) return;
    ev.preventDefault();
    show(personal().id);
    guard(api.send(personal().id, deep.start ? "/start " + deep.start : "/start", 0));
  },
  async press(m, b) {
    hold = Date.now() + 12_000; // who unfolds something wants to read it
    pressed = m.id;
    const answer = await guard(api.press(m.chat, m.id, b.callback_data));
    if (!answer) return;
    if (answer.url) {
      const deep = deepLink(answer.url);
      if (deep) act.link(answer.url, { preventDefault() {} });
      else if (web(answer.url)) window.open(web(answer.url), "_blank", "noopener");
    }
    if (!answer.text) return;
    if (answer.alert) {
      $("alert-text").textContent = answer.text;
      $("alert").showModal();
    } else toast(answer.text);
  },
  jump(id) {
    const row = $("log").querySelector(`[data-id="${Number(id)}"]`);
    if (!row) return;
    row.scrollIntoView({ block: "center", behavior: "smooth" });
    row.classList.add("flash");
    setTimeout(() => row.classList.remove("flash"), 1500);
  },
  menu(m, anchor, ev) {
    const items = [
      [t.reply, () => compose.reply(m, name(m, context()))],
      [t.copy, () => act.copy(m.text)],
    ];
    items.push([t.forward, async () => {
      const to = personal().id;
      await guard(api.forward(to, m.chat, m.id));
      show(to);
    }]);
    menu(items, anchor, ev);
  },
  attach: async (file) => {
    if (file.size > 10 << 20) return toast(t.tooBig);
    await guard(api.attach(open, file));
    bottom();
  },
};

function deepLink(url) {
  try {
    const u = new URL(url);
    if (!/^(www\.)?(t|telegram)\.me$/.test(u.hostname)) return null;
    if (u.pathname.slice(1).toLowerCase() !== state.bot.username.toLowerCase()) return null;
    return { start: u.searchParams.get("start") || u.searchParams.get("startgroup") || "" };
  } catch {
    return null;
  }
}

// guard shows a refusal as a toast instead of throwing it.
async function guard(promise) {
  try {
    return await promise;
  } catch (err) {
    toast(err instanceof TypeError ? t.lost : err.message);
    return null;
  }
}

// ---- what the page shows ----

const context = () => ({ me: state.me, chat: chatOf(open), t, act, lookup: (id) => shelf(open).messages.get(id) });

function show(id) {
  open = id;
  history.replaceState(null, "", "#" + id);
  const chat = chatOf(id);
  shelf(id).unread = 0;
  document.body.classList.add("in-chat");
  missed = 0;
  sidebar();
  header();
  log();
  draft();
  compose.chat(chat, state, t);
  starter();
  bottom(true);
}

function sidebar() {
  $("about-text").textContent = state.model ? t.aboutModel.replace("{model}", state.model) : t.about;
  $("site-link").textContent = t.site;
  $("site-link").href = web(state.site) || "#";
  $("chats").setAttribute("aria-label", t.chats);
  $("log").setAttribute("aria-label", t.messages);
  $("scroll").setAttribute("aria-label", t.messages);
  for (const [id, label] of [["back", t.back], ["theme", t.theme], ["down", t.newest], ["send", t.send], ["attach", t.attach], ["reply-off", t.cancelReply]]) {
    $(id).setAttribute("aria-label", label);
    $(id).title = label;
  }
  document.documentElement.lang = t.lang;
  $("chats").replaceChildren(...state.chats.map((c) => {
    const s = shelf(c.id), last = newest(c.id);
    const who = last && !last.service && (c.kind === "group" || c.kind === "supergroup") ? (last.from.id === state.me.id ? t.you : last.from.first_name) + ": " : "";
    const said = s.typing > Date.now() ? t.typing + "…" : last ? who + (last.service && service(last, t) || last.text || last.document || t.photo).replace(/\s+/g, " ").slice(0, 80) : t.none;
    return el("button", { type: "button", class: "chat", "aria-current": c.id === open ? "true" : undefined, "data-chat": c.id, onclick: () => show(c.id) },
      avatar(c.id, c.title, c.kind === "private"),
      el("span", { class: "chat-words" },
        el("span", { class: "chat-top" }, el("strong", {}, c.title), last ? el("time", {}, clock(last.date, t)) : null),
        el("span", { class: "chat-bottom" }, el("span", { class: "said" }, said), s.unread ? el("span", { class: "badge" }, String(s.unread)) : null)));
  }));
}

function header() {
  const c = chatOf(open);
  $("head-avatar").replaceChildren(avatar(c.id, c.title, c.kind === "private"));
  $("title").textContent = c.title;
  status();
  const controls = [];
  if (c.kind === "private") {
    const pick = el("select", { "aria-label": t.language, title: t.language, id: "language", onchange: async (ev) => {
      const lang = ev.target.value;
      if (await guard(api.language(lang))) {
        await refresh();
        $("language").focus();
      }
    } });
    for (const [code, label] of [["en", "English"], ["uk", "Українська"], ["ru", "Русский"]]) {
      pick.append(el("option", { value: code, selected: code === state.me.language_code }, label));
    }
    controls.push(pick, el("button", { type: "button", class: "plain", id: "block", onclick: async () => {
      if (await guard(api.block(!c.blocked))) {
        c.blocked = !c.blocked;
        header();
        starter();
      }
    } }, c.blocked ? t.unblock : t.block));
  } else {
    const box = el("input", { type: "checkbox", id: "admin", checked: c.admin, onchange: async (ev) => {
      const admin = ev.target.checked;
      if (await guard(api.role(c.id, admin))) {
        c.admin = admin;
        compose.chat(c, state, t);
      } else ev.target.checked = !admin;
    } });
    controls.push(el("label", { class: "plain" }, box, " ", t.admin));
  }
  $("controls").replaceChildren(...controls);
}

function status() {
  const c = chatOf(open);
  const typing = shelf(open).typing > Date.now();
  $("status").classList.toggle("typing", typing);
  if (typing) $("status").textContent = (c.kind === "private" ? "" : state.bot.first_name + " ") + t.typing;
  else if (c.kind === "private") $("status").textContent = c.blocked ? t.blocked : t.bot;
  else $("status").textContent = count(c.members, c.kind === "channel" ? t.subscribers : t.members, t.locale);
}

function log() {
  const list = [...shelf(open).messages.values()];
  $("log").replaceChildren();
  if (!list.length) $("log").append(welcome());
  let day = "";
  for (const m of list) {
    const d = new Date(m.date).toLocaleDateString(t.locale, { day: "numeric", month: "long" });
    if (d !== day) $("log").append(el("div", { class: "service" }, el("span", {}, d)));
    day = d;
    $("log").append(bubble(m, context()));
  }
}

function welcome() {
  const c = chatOf(open);
  const box = el("div", { class: "welcome" }, avatar(c.id, c.title, c.kind === "private"), el("strong", {}, c.title));
  if (c.kind === "private" && state.description) box.append(el("p", {}, state.description));
  return box;
}

// starter shows Telegram's big button where the conversation has not begun.
function starter() {
  const c = chatOf(open);
  const fresh = c.kind === "private" && (c.blocked || shelf(c.id).messages.size === 0);
  $("start").hidden = !fresh;
  $("start").textContent = c.blocked ? t.unblock : t.start;
  $("compose").hidden = fresh;
  $("chips").hidden = fresh;
}

$("start").addEventListener("click", () => {
  const c = chatOf(open);
  if (c.blocked) $("block").click();
  else act.send("/start");
});

// atBottom says that the newest message is in view.
const atBottom = () => $("scroll").scrollHeight - $("scroll").scrollTop - $("scroll").clientHeight < 60;

function bottom(now) {
  requestAnimationFrame(() => $("scroll").scrollTo({ top: $("scroll").scrollHeight, behavior: now || reduced() ? "instant" : "smooth" }));
}

const reduced = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

function down() {
  if (atBottom()) missed = 0;
  $("down").hidden = atBottom();
  $("missed").textContent = missed || "";
}

// ---- what happens ----

function put(m) {
  const s = shelf(m.chat);
  const old = s.messages.has(m.id);
  s.messages.set(m.id, m);
  if (!old && s.messages.size > kept) s.messages.delete(s.messages.keys().next().value);
  if (!old && m.bot) s.typing = s.draft = 0;
  if (m.chat !== open) {
    if (!old) s.unread++;
    return sidebar();
  }
  const follows = atBottom() && Date.now() > hold;
  const row = $("log").querySelector(`[data-id="${m.id}"]`);
  const fresh = bubble(m, context());
  if (row) {
    // The focus stays on the button that was pressed.
    const had = row.contains(document.activeElement) ? document.activeElement.textContent : null;
    // Pictures that are there already are not loaded, and do not blink, again.
    for (const img of fresh.querySelectorAll("img")) {
      const shown = [...row.querySelectorAll("img")].find((i) => i.src === img.src && i.className === img.className && i.width === img.width);
      if (shown) img.replaceWith(shown);
    }
    row.replaceWith(fresh);
    if (had !== null) [...fresh.querySelectorAll(".key")].find((k) => k.textContent === had)?.focus({ preventScroll: true });
    const top = fresh.offsetTop - 12;
    if (top < $("scroll").scrollTop) $("scroll").scrollTop = top;
    else fresh.scrollIntoView({ block: fresh.offsetHeight > $("scroll").clientHeight ? "start" : "nearest", behavior: reduced() ? "instant" : "smooth" });
  } else {
    $("log").querySelector(".welcome")?.remove();
    if (!$("log").children.length) log();
    else {
      fresh.classList.add("new");
      $("log").append(fresh);
    }
    const mine = m.from.id === state.me.id;
    if (follows || mine || (m.reply_to && m.reply_to === pressed)) bottom();
    else missed++;
    while ($("log").children.length > kept) $("log").firstElementChild.remove();
  }
  draft();
  status();
  starter();
  sidebar();
  down();
}

// draft shows what the bot is writing, where Telegram's clients do: below the
// last message, until the message comes or half a minute has passed.
function draft() {
  const d = shelf(open).draft;
  const shown = d && d.until > Date.now();
  const follows = atBottom();
  $("draft").hidden = !shown;
  $("draft").replaceChildren();
  if (!shown) return;
  const text = el("div", { class: "text" }, format(d.text, d.entities, act, t));
  $("draft").append(el("div", { class: "box" }, el("div", { class: "bubble" }, text)));
  if (follows) bottom();
}

function drop(chat, id) {
  shelf(chat).messages.delete(id);
  if (chat === open) $("log").querySelector(`[data-id="${Number(id)}"]`)?.remove();
  sidebar();
}

function changed(e) {
  switch (e.kind) {
    case "message": case "edit": return put(e.message);
    case "delete": return drop(e.chat, e.id);
    case "typing":
      shelf(e.chat).typing = Date.now() + 5000;
      setTimeout(() => { status(); sidebar(); }, 5050);
      if (e.chat === open) status();
      return sidebar();
    case "draft":
      shelf(e.chat).draft = { text: e.text || "", entities: e.entities || [], until: Date.now() + 30000 };
      setTimeout(draft, 30050);
      return draft();
    case "state": return refresh();
  }
}

async function refresh() {
  const fresh = await guard(api.state());
  if (!fresh) return;
  state = fresh;
  t = words(state.me.language_code);
  $("line").textContent = "";
  for (const c of state.chats) {
    const s = shelf(c.id);
    for (const m of (await guard(api.messages(c.id))) || []) s.messages.set(m.id, m);
  }
  const wanted = Number(location.hash.slice(1));
  show(open ?? (chatOf(wanted) ? wanted : personal().id));
  if (matchMedia("(max-width: 720px)").matches && !wanted) document.body.classList.add("in-chat");
  document.body.dataset.ready = "true";
}

// ---- small furniture ----

let toastTimer;
function toast(text) {
  $("toast").textContent = text;
  $("toast").classList.add("on");
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => $("toast").classList.remove("on"), Math.max(2500, text.length * 60));
}

function menu(items, anchor, ev) {
  const box = $("menu");
  const close = () => {
    box.hidden = true;
    document.removeEventListener("pointerdown", outside);
  };
  const outside = (e) => { if (!box.contains(e.target)) close(); };
  box.replaceChildren(...items.map(([label, run]) => el("button", { type: "button", role: "menuitem", onclick: () => { close(); run(); } }, label)));
  box.hidden = false;
  const at = anchor.getBoundingClientRect();
  const x = ev ? ev.clientX : at.left, y = ev ? ev.clientY : at.bottom;
  box.style.left = Math.max(8, Math.min(x, innerWidth - box.offsetWidth - 8)) + "px";
  box.style.top = Math.max(8, Math.min(y, innerHeight - box.offsetHeight - 8)) + "px";
  box.onkeydown = (e) => {
    const all = [...box.children], i = all.indexOf(document.activeElement);
    if (e.key === "Escape") { close(); anchor.focus(); }
    if (e.key === "ArrowDown") { e.preventDefault(); all[(i + 1) % all.length].focus(); }
    if (e.key === "ArrowUp") { e.preventDefault(); all[(i + all.length - 1) % all.length].focus(); }
  };
  box.firstElementChild.focus();
  document.addEventListener("pointerdown", outside);
}

function theme(name) {
  if (name) document.documentElement.dataset.theme = name;
  else delete document.documentElement.dataset.theme;
}

$("theme").addEventListener("click", () => {
  const dark = document.documentElement.dataset.theme ? document.documentElement.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  const next = dark ? "light" : "dark";
  theme(next);
  try { localStorage.setItem("theme", next); } catch { /* a private window keeps nothing */ }
});
try { theme(localStorage.getItem("theme")); } catch { /* nothing kept */ }

$("back").addEventListener("click", () => document.body.classList.remove("in-chat"));
$("scroll").addEventListener("scroll", () => { down(); pinned = atBottom(); }, { passive: true });
// Who was at the newest message stays there when the window, or a telephone's
// keyboard, changes the height.
new ResizeObserver(() => { if (pinned) bottom(true); }).observe($("scroll"));
$("down").addEventListener("click", () => { missed = 0; hold = 0; bottom(); });

const compose = composer(act, { context });
follow(refresh, changed, () => { $("line").textContent = t.lost; });
