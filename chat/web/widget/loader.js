// The show's chat for any page: <script src="https://show.example/widget/v1.js" defer></script>
// Draws a button, and fetches the rest when somebody presses it. Makes no markup from strings and stores nothing.
(() => {
  "use strict";
  if (customElements.get("ask-show")) return;
  const script = document.currentScript || document.querySelector('script[src*="/widget/v1.js"]');
  const base = new URL("..", script.src).href;
  const origin = new URL(base).origin;
  const WORDS = {
    en: ["Ask the show", "The chat cannot be loaded just now"],
    de: ["Die Sendung fragen", "Der Chat lässt sich gerade nicht laden"],
  };
  const BUBBLE = "M4 4h16a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-8l-5 4v-4H4a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2z";

  document.addEventListener("securitypolicyviolation", ({ blockedURI, effectiveDirective }) => {
    if (!blockedURI.startsWith(origin)) return;
    const directive = effectiveDirective.replace("-elem", "");
    console.error(`ask-show: this page's Content-Security-Policy stops the chat. Add ${origin} to ${directive}.`);
  });

  function paint(color) {
    const pen = document.createElement("canvas").getContext("2d");
    pen.fillStyle = "#0c6159";
    pen.fillStyle = color; // what is no colour leaves ours
    const hex = /^#[0-9a-f]{6}$/.test(pen.fillStyle) ? pen.fillStyle : "#0c6159";
    const [r, g, b] = [1, 3, 5].map((at) => (parseInt(hex.slice(at, at + 2), 16) / 255) ** 2.2);
    const isDark = 0.2126 * r + 0.7152 * g + 0.0722 * b < 0.18; // white is easier to read on it than black
    return `.ask{--color:${hex};--on-color:${isDark ? "#fff" : "#111"}}`;
  }

  const sheet = (css) => {
    const made = new CSSStyleSheet();
    made.replaceSync(css);
    return made;
  };
  // !important here wins over the page's own !important.
  const floating = (side) => `:host{all:initial!important;display:block!important;position:fixed!important;
    bottom:20px!important;${side}:20px!important;z-index:2147483647!important}`;
  const INLINE = ":host{all:initial!important;display:block!important}";
  const BUTTON = `.ask{color-scheme:light dark}.ask.light{color-scheme:light}.ask.dark{color-scheme:dark}
    .open{display:flex;align-items:center;gap:10px;box-sizing:border-box;min-height:52px;max-width:calc(100vw - 40px);
    margin:0;padding:8px 20px 8px 18px;border:0;border-radius:26px;color:var(--on-color);background:var(--color);cursor:pointer;
    font:600 16px/1.3 system-ui,sans-serif;text-align:start;
    box-shadow:0 1px 3px #0003,0 8px 28px #0004}
    .open:hover{filter:brightness(1.1)}.open:focus-visible{outline:3px solid var(--on-color);outline-offset:-6px}
    .open[hidden]{display:none}.open svg{flex:none;width:22px;height:22px;fill:currentColor}
    .open[aria-busy=true]{opacity:.75;cursor:progress}@media print{.ask{display:none}}`;

  class AskShow extends HTMLElement {
    #words;
    #button;
    #frame;
    #chat; // the promise of the rest, once it is asked for

    connectedCallback() {
      if (!this.#frame) this.#draw();
      if (this.#isInline) return this.open();
      this.popover = "manual"; // above everything, and not moved by what the page does to its boxes
      if (this.showPopover) this.showPopover();
      if (this.#told("open") !== undefined) this.open();
    }

    /** Opens the chat, fetching it first when need be. */
    async open() {
      this.#button.setAttribute("aria-busy", "true");
      try {
        this.#chat = this.#chat || this.#fetch();
        (await this.#chat).open();
      } catch (problem) {
        this.#chat = null;
        this.#button.lastChild.textContent = this.#words[1];
        this.#button.hidden = false;
        console.error("ask-show: the chat could not be loaded from", base, problem);
      } finally {
        this.#button.removeAttribute("aria-busy");
      }
    }

    /** Closes it; the conversation stays. */
    async close() {
      if (this.#chat) (await this.#chat).close();
    }

    get #isInline() {
      return this.#told("inline") !== undefined;
    }

    #told(name) {
      return this.dataset[name] ?? script.dataset[name];
    }

    #draw() {
      const language = (this.#told("language") || document.documentElement.lang || navigator.language).slice(0, 2);
      this.language = language in WORDS ? language : "en";
      this.#words = WORDS[this.language];
      const root = this.attachShadow({ mode: "open" });
      const corner = this.#told("corner");
      const side = corner === "left" || corner === "right" ? corner : "inset-inline-end";
      const place = this.#isInline ? INLINE : floating(side);
      root.adoptedStyleSheets = [place, BUTTON, paint(this.#told("color") || this.#told("colour"))].map(sheet);
      this.#frame = document.createElement("div");
      this.#frame.className = `ask ${this.#told("theme") || ""}${this.#isInline ? " inline" : ""}`;
      this.#frame.lang = this.language;
      this.#button = this.#drawButton();
      this.#frame.append(this.#button);
      root.append(this.#frame);
      // The page's own keys do nothing while somebody writes here.
      for (const key of ["keydown", "keyup", "keypress"]) root.addEventListener(key, (event) => event.stopPropagation());
    }

    #drawButton() {
      const button = document.createElement("button");
      button.className = "open";
      button.type = "button";
      button.hidden = this.#isInline;
      button.setAttribute("aria-haspopup", "dialog");
      button.setAttribute("aria-expanded", "false");
      const icon = document.createElementNS("http://www.w3.org/2000/svg", "svg");
      const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
      icon.setAttribute("viewBox", "0 0 24 24");
      icon.setAttribute("aria-hidden", "true");
      path.setAttribute("d", BUBBLE);
      icon.append(path);
      const words = document.createElement("span");
      words.dir = "auto";
      words.textContent = this.#told("title") || this.#words[0];
      button.append(icon, words);
      button.addEventListener("click", () => this.open());
      return button;
    }

    async #fetch() {
      const again = this.#button.lastChild.textContent === this.#words[1] ? `?again=${Date.now()}` : "";
      const { start } = await import(`${base}widget/__VERSION__/${this.language}.js${again}`);
      return start({
        root: this.shadowRoot,
        frame: this.#frame,
        button: this.#button,
        base,
        sheet,
        inline: this.#isInline,
        told: (name) => this.#told(name),
      });
    }
  }

  function begin() {
    customElements.define("ask-show", AskShow);
    if (document.querySelector("ask-show")) return;
    const element = document.createElement("ask-show");
    if (script.dataset.inline !== undefined && script.closest("body")) script.after(element);
    else document.body.append(element);
  }
  if (document.body && document.readyState !== "loading") begin();
  else document.addEventListener("DOMContentLoaded", begin);
})();
