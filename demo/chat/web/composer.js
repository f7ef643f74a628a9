// The line in which a person writes: commands suggested, chips with what to
// try, replies, documents.
import { $, el } from "./dom.js";

export function composer(act) {
  let reply = 0;
  let commands = [];
  let chosen = -1;
  const input = $("input"), list = $("suggest");

  const grow = () => {
    input.style.height = "auto";
    input.style.height = Math.min(input.scrollHeight, 180) + "px";
    document.body.classList.toggle("has-text", input.value.trim() !== "");
  };

  const close = () => {
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const suggest = () => {
    const typed = /^\/([a-z0-9_]*)$/i.exec(input.value);
    const found = typed ? commands.filter((c) => c.command.startsWith(typed[1].toLowerCase())) : [];
    if (!found.length) return close();
    list.replaceChildren(...found.map((c, i) => el("li", { role: "option", id: "option-" + i, "aria-selected": "false", onpointerdown: (ev) => { ev.preventDefault(); take(c); } },
      el("strong", {}, "/" + c.command), " ", el("span", {}, c.description))));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    choose(typed[1] ? 0 : -1);
  };

  const choose = (i) => {
    chosen = i;
    [...list.children].forEach((li, k) => li.setAttribute("aria-selected", String(k === i)));
    if (i >= 0) {
      input.setAttribute("aria-activedescendant", "option-" + i);
      list.children[i].scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  };

  const take = (c) => {
    input.value = "/" + c.command + " ";
    close();
    grow();
    input.focus();
  };

  const current = () => list.children[chosen]?.querySelector("strong").textContent.slice(1);

  const submit = () => {
    const text = input.value.trim();
    if (!text) return;
    input.value = "";
    close();
    grow();
    act.send(text);
  };

  input.addEventListener("input", () => { grow(); suggest(); });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (ev) => {
    if (ev.isComposing) return;
    if (!list.hidden && (ev.key === "ArrowDown" || ev.key === "ArrowUp")) {
      ev.preventDefault();
      const n = list.children.length;
      return choose((chosen + (ev.key === "ArrowDown" ? 1 : n - (chosen < 0 ? 0 : 1))) % n);
    }
    if (!list.hidden && (ev.key === "Tab" || (ev.key === "Enter" && chosen >= 0 && input.value.slice(1) !== current()))) {
      ev.preventDefault();
      const c = commands.find((k) => k.command === (current() || list.children[0].querySelector("strong").textContent.slice(1)));
      return take(c);
    }
    if (ev.key === "Escape") {
      if (!list.hidden) close();
      else cancel();
    } else if (ev.key === "Enter" && !ev.shiftKey) {
      ev.preventDefault();
      submit();
    }
  });
  // Some keyboards (and drivers) send the character apart from the key.
  input.addEventListener("keypress", (ev) => { if (ev.key === "Enter" && !ev.shiftKey) ev.preventDefault(); });
  $("compose").addEventListener("submit", (ev) => { ev.preventDefault(); submit(); });
  $("attach").addEventListener("click", () => $("file").click());
  $("file").addEventListener("change", () => {
    const [file] = $("file").files;
    $("file").value = "";
    if (file) act.attach(file);
  });
  $("chips").addEventListener("wheel", (ev) => { $("chips").scrollLeft += ev.deltaY; }, { passive: true });
  $("reply-off").addEventListener("click", () => { cancel(); input.focus(); });

  function cancel() {
    reply = 0;
    $("reply").hidden = true;
  }

  return {
    replyTo: () => reply,
    done: cancel,
    reply(m, who) {
      reply = m.id;
      $("reply-text").replaceChildren(el("strong", {}, who), el("span", {}, (m.text || m.document || "").replace(/\s+/g, " ").slice(0, 140)));
      $("reply").hidden = false;
      input.focus();
    },
    chat(chat, state, t) {
      cancel();
      commands = state.commands;
      const label = chat.kind === "channel" ? t.post : t.write;
      input.placeholder = label;
      input.setAttribute("aria-label", label);
      $("chips").setAttribute("aria-label", t.try);
      $("compose").classList.toggle("closed", chat.kind === "channel" && !chat.admin);
      $("chips").replaceChildren(...chat.chips.map((c) => el("button", { type: "button", class: c.odd ? "chip odd" : "chip", title: c.hint || "", onclick: () => act.send(c.text) }, c.label)));
      grow();
      if (matchMedia("(min-width: 721px)").matches) input.focus({ preventScroll: true });
    },
  };
}
