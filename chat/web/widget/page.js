// The page /widget/: keeps the tag and the widget beside it in step with what is chosen.
(() => {
  "use strict";
  const form = document.getElementById("options");
  const tag = document.getElementById("tag");
  const preview = document.getElementById("preview");
  const address = new URL("v1.js", location.href).href;
  const quoted = (text) => text.replace(/&/g, "&amp;").replace(/"/g, "&quot;");
  let waiting;

  const chosen = () => [...new FormData(form)].filter(([, value]) => value);

  function show() {
    const written = ([name, value]) => (value === "on" ? ` data-${name}` : ` data-${name}="${quoted(value)}"`);
    const attributes = chosen().map(written);
    tag.textContent = `<script src="${address}"${attributes.join("")} defer></script>`;
    clearTimeout(waiting);
    waiting = setTimeout(drawPreview, 400);
  }

  function drawPreview() {
    const shown = [document.createElement("ask-show"), document.createElement("ask-show")];
    shown.forEach((each) => chosen().forEach(([name, value]) => (each.dataset[name] = value === "on" ? "" : value)));
    const [inline, floating] = shown;
    inline.dataset.inline = "";
    delete floating.dataset.inline;
    delete floating.dataset.open;
    for (const each of document.querySelectorAll("ask-show")) each.remove();
    preview.append(inline);
    if (!form.elements.inline.checked) document.body.append(floating);
  }

  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  document.getElementById("copy").addEventListener("click", async () => {
    const told = document.getElementById("copied");
    const selection = getSelection();
    selection.selectAllChildren(tag);
    if (navigator.clipboard) await navigator.clipboard.writeText(tag.textContent);
    told.textContent = navigator.clipboard ? "Copied." : "Selected: copy it with Ctrl+C.";
  });
  show();
})();
