"""The page `/widget/`: the widget as it will look, what can be set, and the tag to copy. Pure."""

from __future__ import annotations

from chat.web.html import Html, tag
from chat.web.reader import page
from chat.web.strings import EN
from corpus.models import Frozen, Show


class Option(Frozen):
    """One attribute of the tag."""

    name: str
    label: str
    meaning: str
    choices: tuple[str, ...] = ()  # empty: free text


OPTIONS = (
    Option(name="title", label="Title", meaning="On the button and above the conversation."),
    Option(name="greeting", label="Greeting", meaning="What stands there before the first question."),
    Option(name="color", label="Colour", meaning="Any CSS colour. A shade of it that can be read is chosen."),
    Option(
        name="questions",
        label="Suggested questions",
        meaning="With | between them. Without any, the show's own are suggested.",
    ),
    Option(
        name="corner",
        label="Corner",
        meaning="Where the button floats: at the right by itself, and at the left of pages that read to the left.",
        choices=("", "left", "right"),
    ),
    Option(
        name="language",
        label="Language",
        meaning="Of the buttons and hints. Without it, the language that the page says it is in.",
        choices=("", "en", "de"),
    ),
    Option(
        name="theme",
        label="Light or dark",
        meaning="Without it, as the visitor's system is set.",
        choices=("", "light", "dark"),
    ),
    Option(
        name="inline", label="In the page", meaning="Stands where the tag stands, and does not float.", choices=("",)
    ),
    Option(name="open", label="Open at once", meaning="Opens when the page does.", choices=("",)),
)


def widget_page(show: Show, address: str) -> Html:
    """The whole page; `address` is where this server is reached, with a slash at its end."""
    example = f'<script src="{address}widget/v1.js" defer></script>'
    head = tag(
        "header",
        tag("p", "For the show's own web site", class_="about"),
        tag("h1", "The chat on any page"),
        tag(
            "p",
            "Put this tag into a page and its visitors can ask the show: the button in the corner is what they see.",
            class_="about",
        ),
    )
    copied = tag("p", role="status", class_="about", id="copied")
    code = tag(
        "section",
        tag("h2", "The tag to copy"),
        tag("pre", example, tabindex="0", id="tag"),
        tag("p", tag("button", "Copy the tag", type="button", id="copy")),
        copied,
    )
    form = tag("form", *[_field(each) for each in OPTIONS], id="options", class_="options")
    body = tag(
        "article",
        tag("link", rel="stylesheet", href="page.css"),
        head,
        code,
        tag("section", tag("h2", "What can be set"), form),
        _preview(),
        _needs(),
        tag("script", src="v1.js", defer=True),
        tag("script", src="page.js", defer=True),
    )
    return page("The chat on any page", body, show, EN)


def _field(option: Option) -> Html:
    name, about = f"option-{option.name}", f"about-{option.name}"
    label = tag("label", option.label, for_=name)
    meaning = tag("p", tag("code", f"data-{option.name}"), f" {option.meaning}", class_="about", id=about)
    shared = {"id": name, "name": option.name, "aria_describedby": about}
    if option.choices == ("",):
        return tag("div", tag("div", tag("input", type="checkbox", **shared), label, class_="check"), meaning)
    if option.choices:
        choices = [tag("option", choice or "automatic", value=choice) for choice in option.choices]
        return tag("div", label, tag("select", *choices, **shared), meaning)
    return tag("div", label, tag("input", type="text", autocomplete="off", **shared), meaning)


def _preview() -> Html:
    text = tag("p", "Set in the page, with what you chose above:", class_="about")
    return tag("section", tag("h2", "As it will look"), text, tag("div", id="preview"))


def _needs() -> Html:
    rules = (
        "The site's origin, such as https://show.example, stands in AIRCHECK_ORIGINS where this server runs. "
        "Without that, only this server's own pages may ask.",
        "If the site has a Content-Security-Policy: this server's own origin is in script-src and connect-src. A "
        "nonce, strict-dynamic and Trusted Types work too. What is missing is told in the browser's console.",
        "More than one place: write <ask-show data-inline></ask-show> wherever it should stand, with the same "
        "attributes, and the tag once. Each keeps a conversation of its own.",
    )
    return tag("section", tag("h2", "What the site needs"), tag("ul", *[tag("li", each) for each in rules]))
