// Pages on paper: arrow keys turn them, a click looks closer and back.
"use strict";
document.addEventListener("keydown", (event) => {
  if (event.target.closest("input, textarea, select") || event.ctrlKey || event.altKey || event.metaKey) { return; }
  const way = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
  const link = way && document.querySelector(`[data-lembar] a[rel=${way}]`);
  if (link) { event.preventDefault(); link.click(); }
});
document.querySelectorAll("[data-besar]").forEach((link) => {
  const picture = link.querySelector("img");
  const small = picture.getAttribute("src");
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const near = link.closest("[data-lembar]").classList.toggle("dekat");
    picture.src = near ? link.dataset.besar : small;
  });
});
// One key for each of the likeliest letters.
document.addEventListener("keydown", (event) => {
  if (event.target.closest("input, textarea, select") || event.ctrlKey || event.altKey || event.metaKey) { return; }
  const button = /^[1-9]$/.test(event.key) && document.querySelector(`button[data-kunci="${event.key}"]`);
  if (button) { event.preventDefault(); button.click(); }
});
