// The desk without it works, too; with it, what changes is seen at once.
"use strict";

// A running job is told by a stream; where there is none, by asking every two seconds.
function follow(place) {
  if (place.dataset.diikuti) { return; }
  place.dataset.diikuti = "ya";
  let asking = 0;
  const ask = () => {
    fetch(place.dataset.aliran.replace(/\/aliran$/, ""), { headers: { "hx-request": "true" } })
      .then((answer) => answer.text())
      .then((text) => { if (text !== place.innerHTML) { place.innerHTML = text; } if (!text.includes("<progress")) { see(); } })
      .catch(() => { /* The next question may be answered. */ });
  };
  const source = new EventSource(place.dataset.aliran);
  source.onmessage = (event) => { place.innerHTML = event.data; };
  source.addEventListener("akhir", () => { source.close(); see(); });
  source.onerror = () => { if (source.readyState === EventSource.CLOSED && !asking) { asking = setInterval(ask, 2000); } };
}
document.querySelectorAll("[data-aliran]").forEach(follow);
document.addEventListener("htmx:load", (event) => { event.detail.elt.querySelectorAll("[data-aliran]").forEach(follow); });

// "/" goes to the search of the page, "?" to the help.
document.addEventListener("keydown", (event) => {
  if (event.target.closest("input, textarea, select") || event.ctrlKey || event.altKey || event.metaKey) { return; }
  const place = event.key === "/" ? document.querySelector("input[type=search]") : null;
  if (place) { event.preventDefault(); place.focus(); }
  const help = event.key === "?" ? document.querySelector("a[rel=help]") : null;
  if (help) { event.preventDefault(); help.click(); }
});

// After a part was put in, the focus stays where the person was: in what was put in.
let inside = false;
document.addEventListener("htmx:beforeSwap", (event) => { inside = event.target.contains(document.activeElement) && document.activeElement !== document.body; });
document.addEventListener("htmx:load", (event) => {
  if (!inside || document.activeElement !== document.body) { return; }
  inside = false;
  event.detail.elt.tabIndex = -1;
  event.detail.elt.focus({ preventScroll: true });
});

// When a job has ended, its result is what the next Tab comes to.
function see() { sessionStorage.setItem("berakhir", location.pathname); location.reload(); }
if (sessionStorage.getItem("berakhir") === location.pathname) { document.getElementById("isi").focus({ preventScroll: true }); }
sessionStorage.removeItem("berakhir");
