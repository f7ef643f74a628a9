// Small things about elements. Words from anybody get into the page through
// text nodes only: nothing here or elsewhere sets innerHTML.

export const $ = (id) => document.getElementById(id);

// el makes an element: el("a", {class: "x", href, onclick}, "words", child).
export function el(tag, props = {}, ...children) {
  const e = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) e.addEventListener(name.slice(2), value);
    else e.setAttribute(name, value === true ? "" : value);
  }
  for (const c of children.flat()) if (c !== null && c !== undefined && c !== "") e.append(c);
  return e;
}

const svgNS = "http://www.w3.org/2000/svg";

// icon draws one of the page's own paths.
export function icon(d) {
  const s = document.createElementNS(svgNS, "svg");
  s.setAttribute("viewBox", "0 0 24 24");
  s.setAttribute("aria-hidden", "true");
  const p = document.createElementNS(svgNS, "path");
  p.setAttribute("d", d);
  s.append(p);
  return s;
}

export const icons = {
  open: "M9 5h10v10M19 5L5 19",
  copy: "M9 9h10v11H9zM5 15V4h10",
  file: "M6 3h8l5 5v13H6zM14 3v5h5",
  mute: "M5 9v6h4l5 4V5L9 9zM17 10l4 4M21 10l-4 4",
};

// web gives back an http(s) address, and "" for anything else: a link that
// somebody wrote must not run as a script.
export function web(address) {
  try {
    const u = new URL(address);
    return u.protocol === "http:" || u.protocol === "https:" ? u.href : "";
  } catch {
    return "";
  }
}

// avatar is a coloured circle with a person's or chat's initials.
export function avatar(id, name, bot) {
  const hue = [207, 24, 134, 265, 343, 180, 46][Math.abs(Number(id)) % 7];
  const e = el("span", { class: bot ? "avatar bot" : "avatar", "aria-hidden": "true" });
  e.style.setProperty("--hue", hue);
  if (!bot) e.append(name.split(/\s+/).slice(0, 2).map((w) => [...w][0] || "").join("").toUpperCase());
  return e;
}
