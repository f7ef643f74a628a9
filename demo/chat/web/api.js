// The page's side of the server's small JSON interface.

async function post(path, body) {
  const form = body instanceof FormData;
  const res = await fetch("api/" + path, {
    method: "POST",
    headers: form ? {} : { "Content-Type": "application/json" },
    body: form ? body : JSON.stringify(body),
  });
  const text = await res.text();
  if (!res.ok) throw new Error(text.trim() || res.statusText);
  return text ? JSON.parse(text) : {};
}

async function get(path) {
  const res = await fetch("api/" + path);
  if (!res.ok) throw new Error((await res.text()).trim() || res.statusText);
  return res.json();
}

export const api = {
  state: () => get("state"),
  messages: (chat) => get("messages?chat=" + encodeURIComponent(chat)),
  send: (chat, text, reply_to) => post("send", { chat, text, reply_to }),
  press: (chat, message, data) => post("press", { chat, message, data }),
  forward: (chat, from, message) => post("forward", { chat, from, message }),
  language: (language) => post("language", { language }),
  block: (blocked) => post("block", { blocked }),
  role: (chat, admin) => post("role", { chat, admin }),
  attach(chat, file) {
    const form = new FormData();
    form.set("chat", chat);
    form.set("file", file);
    return post("attach", form);
  },
};

// follow calls back for every change until the page is left. Where the
// connection breaks the browser makes it anew, and opened is called again so
// that what was missed can be fetched.
export function follow(opened, changed, lost) {
  const source = new EventSource("api/events");
  source.addEventListener("open", opened);
  source.addEventListener("error", lost);
  source.addEventListener("message", (e) => changed(JSON.parse(e.data)));
  window.addEventListener("pagehide", () => source.close());
}
