// Keys of the review page: each presses the button, or follows the link, that names it. Typing in a field is left alone.
"use strict";
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const at = event.target;
  if (at.matches("textarea, select, input:not([type=radio])")) {
    if (event.key === "Escape") at.blur();
    return;
  }
  if (event.key === " " && at.matches("button, summary, a, input")) return;
  const wanted = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === event.key);
  if (!wanted) return;
  event.preventDefault();
  if (!wanted.matches("summary")) {
    wanted.click();
    return;
  }
  const details = wanted.parentElement;
  const words = window.getSelection().toString().trim();
  details.open = event.key === "+" ? true : !details.open;
  const field = details.querySelector("textarea");
  if (event.key === "+" && words) field.value = field.value ? `${field.value}\n${words}` : words;
  if (details.open && field) (event.key === "+" && words ? details.querySelector("#said") : field).focus();
});
