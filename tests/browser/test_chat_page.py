"""The listener's chat in Debian's Chromium: every state, by keyboard, accessible, and nothing from outside."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import gradio as gr
import httpx
import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, expect
from starlette.middleware.gzip import GZipMiddleware

from chat.web.api import create_app
from chat.web.needs import Closed
from chat.web.options import WebOptions
from index.errors import NoIndex
from tests.browser.server import serving
from tests.fake_assistant import ANSWERED, ARABIC, SHOW, SUGGESTIONS, TRANSCRIPT, FakeAssistant

pytestmark = pytest.mark.browser

MARKED = TRANSCRIPT.file.index("It was lit in 1874.")
OPTIONS = WebOptions(show=SHOW, limit_per_minute=100_000, limit_per_day=100_000, limit_requests_per_minute=100_000)
READER = f"/source?path={TRANSCRIPT.path}&start={MARKED}&end={MARKED + 19}#here"
STATES = {
    "empty": None,
    "small talk": "hello",
    "right to left": ARABIC.question,
    "answered": "When was it first lit?",
    "disagreeing": "How tall is it?",
    "unsure": "What colour is it?",
    "abstained": "Who painted it?",
    "long": "List every wave",
    "nasty": "And the logbook?",
    "error": "What of the storm?",
}

RIGHT_ENDS = """element => {
  const words = document.createRange();
  words.selectNodeContents(element);
  return [words, element.parentElement].map(each => each.getBoundingClientRect().right);
}"""
# From its middle, how many pixels up and down a press still reaches it.
SPAN = """element => {
  const { x, y, width, height } = element.getBoundingClientRect();
  const reached = (by) => element.contains(document.elementFromPoint(x + width / 2, y + height / 2 + by));
  let [up, down] = [0, 0];
  while (up < 50 && reached(-up - 1)) up += 1;
  while (down < 50 && reached(down + 1)) down += 1;
  return up + down;
}"""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving(create_app(FakeAssistant(delay_s=0.005), OPTIONS)) as address:
        yield address


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    page = chromium.new_page(locale="en-GB", reduced_motion="reduce", viewport={"width": 1280, "height": 800})
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("dialog", lambda dialog: faults.append(f"a dialog opened: {dialog.message}"))
    page.set_default_timeout(20_000)
    page.goto(address)
    page.wait_for_selector(".suggestion")
    yield page
    page.close()
    assert faults == []


def ask(page: Page, question: str) -> None:
    page.fill("#question textarea", question)
    page.keyboard.press("Enter")
    page.wait_for_selector(".turn:last-of-type :is(.actions, .error)")


def answer(page: Page) -> str:
    return page.locator(".turn:last-of-type .answer").inner_text()


def test_first_sight_is_the_show_a_line_four_questions_and_a_labelled_box_with_focus(page: Page) -> None:
    expect(page).to_have_title(SHOW.title)
    expect(page.get_by_role("heading", level=1)).to_have_text(SHOW.title)
    expect(page.get_by_text(SHOW.description)).to_be_visible()
    assert page.locator(".suggestion").all_inner_texts() == list(SUGGESTIONS)
    expect(page.get_by_label("Your question")).to_be_focused()
    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_visible()
    assert "gradio" not in page.locator("body").inner_text().lower()


def test_an_answer_streams_and_then_stands_with_its_sources(page: Page) -> None:
    page.fill("#question textarea", "When was it first lit?")
    page.keyboard.press("Enter")
    expect(page.locator(".status")).to_have_text("Searching the show's material …")
    expect(page.locator("#log")).to_have_attribute("aria-busy", "true")
    expect(page.locator(".live")).to_contain_text("Robin said")
    page.wait_for_selector(".actions")
    expect(page.locator("#log")).to_have_attribute("aria-busy", "false")
    expect(page.get_by_role("log", name="Questions and answers")).to_contain_text("Robin said on air")
    assert page.locator("a.mark").all_inner_texts() == ["1", "2", "3"]
    expect(page.get_by_text("Understood as: When was the lamp of the old tower first lit?")).to_be_visible()
    expect(page.get_by_label("Your question")).to_have_value("")


def test_a_mark_opens_its_card_and_the_card_opens_the_reader_at_the_place(page: Page) -> None:
    ask(page, "When was it first lit?")
    page.get_by_role("link", name="Source 1").click()
    card = page.locator(".card").first
    expect(card).to_have_attribute("open", "")
    expect(card.locator("summary")).to_be_focused()
    expect(card.locator("mark")).to_have_text("It was lit in 1874.")
    expect(card.get_by_role("link", name="Watch this moment (about 9:00, estimated)")).to_have_attribute(
        "href", "https://video.example/watch?v=coast12&t=540"
    )
    with page.context.expect_page() as opened:
        card.get_by_role("link", name="Read it in full").click()
    reader = opened.value
    expect(reader.locator("mark#here")).to_have_text("It was lit in 1874.")
    expect(reader.locator("mark#here")).to_be_in_viewport()
    reader.close()


def test_the_keyboard_alone_is_enough(page: Page) -> None:
    page.keyboard.type("How tall is it?")
    page.keyboard.press("Enter")
    page.wait_for_selector(".actions")
    page.locator("a.mark").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".card").first).to_have_attribute("open", "")
    page.keyboard.press("Enter")  # the summary has the focus now
    assert page.locator(".card").first.get_attribute("open") is None


def test_shift_and_enter_begin_a_new_line(page: Page) -> None:
    page.keyboard.type("one")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("two")
    expect(page.get_by_label("Your question")).to_have_value("one\ntwo")
    expect(page.locator(".turn")).to_have_count(0)


def test_disagreement_is_a_named_group_with_a_list_of_positions(page: Page) -> None:
    ask(page, "How tall is it?")
    group = page.get_by_role("group", name="The sources disagree: height of the old tower")
    assert group.get_by_role("listitem").all_inner_texts() == [
        "41 metres\n\n“The old tower is forty-one metres tall.”\n\nTranscript, episode 12 · Kim\u00a01",
        "46 metres\n\n“The tower is 46 metres tall, says the harbour office”\n\nOutline, episode 12\u00a02",
    ]


def test_positions_stand_beside_each_other_and_on_a_phone_one_above_the_other(page: Page) -> None:
    ask(page, "How tall is it?")
    boxes = [each.bounding_box() for each in page.locator(".positions > li").all()]
    assert boxes[0] and boxes[1] and boxes[0]["y"] == boxes[1]["y"]
    page.set_viewport_size({"width": 390, "height": 844})
    boxes = [each.bounding_box() for each in page.locator(".positions > li").all()]
    assert boxes[0] and boxes[1] and boxes[0]["y"] < boxes[1]["y"]


def test_an_unsure_answer_says_so_before_its_sentences_to_eye_and_ear(page: Page) -> None:
    ask(page, "What colour is it?")
    note = "This comes nearest, but may not be the answer."
    expect(page.get_by_text(note)).to_be_visible()
    expect(page.get_by_role("log")).to_match_aria_snapshot(f"""
      - heading "What colour is it?"
      - paragraph: {note}
      - paragraph: /Kim, in episode/
    """)


def test_small_talk_is_answered_and_not_called_missing(page: Page) -> None:
    ask(page, "hello")
    assert answer(page).startswith("Hello; ask what was said in the show")
    expect(page.locator(".abstained")).to_have_count(0)


def test_an_abstention_offers_to_rephrase(page: Page) -> None:
    ask(page, "Who painted it?")
    expect(page.locator(".abstained")).to_contain_text("Not in the material")
    page.get_by_role("button", name="Ask in other words").click()
    expect(page.get_by_label("Your question")).to_have_value("Who painted it?")
    expect(page.get_by_label("Your question")).to_be_focused()


def test_a_suggestion_asks_itself_and_history_goes_along(chromium: Browser) -> None:
    assistant = FakeAssistant()
    with serving(create_app(assistant, OPTIONS)) as address:
        page = chromium.new_page(reduced_motion="reduce")
        page.goto(address)
        page.get_by_role("button", name=SUGGESTIONS[0]).click()
        page.wait_for_selector(".actions")
        ask(page, "And when was it lit?")
        expect(page.locator(".turn")).to_have_count(2)
        page.close()
    assert [(question, [turn.content for turn in history]) for question, history, _ in assistant.heard] == [
        (SUGGESTIONS[0], []),
        ("And when was it lit?", [SUGGESTIONS[0]]),
    ]


def test_an_error_says_what_to_do_and_can_be_tried_again(page: Page) -> None:
    ask(page, "What of the storm?")
    assert answer(page) == (
        "That did not work\n\nThe answer could not be written just now. Please try again in a moment.\n\nTry again"
    )
    page.get_by_role("button", name="Try again").click()
    page.wait_for_selector(".turn .error")
    expect(page.locator(".turn")).to_have_count(1)


def test_copy_share_and_verdict(page: Page, address: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    ask(page, "How tall is it?")
    page.get_by_role("button", name="Copy").click()
    expect(page.locator(".told")).to_have_text("Copied, with its sources.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("**How tall is it?**\n\nKim said")
    assert "\\[2\\] “The tower is 46 metres tall" in copied
    page.get_by_role("button", name="Share").click()
    expect(page.locator(".told")).to_have_text("Link copied. It asks this question again.")
    assert page.evaluate("navigator.clipboard.readText()") == f"{address}/?q=How%20tall%20is%20it%3F"
    with page.expect_request("**/api/feedback") as sent:
        page.get_by_role("button", name="Not helpful").click()
    assert sent.value.post_data_json == {"answer_id": "a-disagreeing", "helpful": False, "note": ""}
    expect(page.get_by_role("button", name="Not helpful")).to_have_attribute("aria-pressed", "true")
    page.get_by_label("What was missing? (optional)").fill("The year.")
    with page.expect_request("**/api/feedback") as noted:
        page.get_by_role("button", name="Send").click()
    assert noted.value.post_data_json == {"answer_id": "a-disagreeing", "helpful": False, "note": "The year."}
    expect(page.locator(".told")).to_have_text("Thank you.")


def test_a_shared_address_asks_its_question(page: Page, address: str) -> None:
    page.goto(f"{address}/?q=How%20tall%20is%20it%3F")
    page.wait_for_selector(".actions")
    expect(page.get_by_role("heading", level=2)).to_have_text("How tall is it?")


@pytest.mark.parametrize(
    ("question", "told"),
    [
        pytest.param("x" * 10_000, "Please write a question of up to 1,000 characters.", id="long"),
        pytest.param("\u0001\u0002", "Please write a question of up to 1,000 characters.", id="control characters"),
        pytest.param("<img src=x onerror=alert(1)>", "Robin said", id="HTML"),
        pytest.param("![x](https://evil.example/x.png)", "Robin said", id="Markdown image"),
        pytest.param("$$\\href{javascript:alert(1)}{x}$$", "Robin said", id="LaTeX"),
        pytest.param("[x](javascript:alert(1))", "Robin said", id="javascript link"),
    ],
)
def test_bad_input_runs_nothing_and_gets_clear_words(page: Page, address: str, question: str, told: str) -> None:
    outside = watch_outside(page, address)
    page.goto(str(httpx.URL(address, params={"q": question})))
    page.wait_for_selector(".turn :is(.actions, .error)")
    assert told in answer(page)
    assert page.locator(".asked").inner_html().count("<") == 0
    assert outside == []


def test_an_empty_question_is_answered_with_a_hint(page: Page) -> None:
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_role("alert")).to_have_text("Please write a question of up to 1,000 characters.")
    expect(page.locator(".turn")).to_have_count(0)


def test_a_hostile_answer_stays_text(page: Page, address: str) -> None:
    outside = watch_outside(page, address)
    ask(page, "And the logbook?")
    assert "<script>alert(4)</script> ![x](https://evil.example/x.png)" in answer(page)
    page.locator("a.mark").click()
    addresses: list[str] = page.eval_on_selector_all(".turn a", "links => links.map(link => link.getAttribute('href'))")
    assert all(each.startswith(("#a", "/source?")) for each in addresses)
    assert page.locator(".turn img, .turn script, .turn iframe").count() == 0
    assert outside == []


def watch_outside(page: Page, address: str) -> list[str]:
    """Requests to anywhere but the server, as they come."""
    outside: list[str] = []
    inside = (address, "data:", "blob:")
    page.on("request", lambda request: None if request.url.startswith(inside) else outside.append(request.url))
    return outside


def test_nothing_leaves_the_machine(page: Page, address: str) -> None:
    outside = watch_outside(page, address)
    page.goto(address)
    page.wait_for_selector(".suggestion")
    for question in filter(None, STATES.values()):
        ask(page, question)
    page.goto(address + READER)
    page.goto(address + "/docs")
    assert outside == []


def test_the_page_works_under_a_policy_without_eval(page: Page, address: str) -> None:
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    opened = page.goto(address)
    policy = opened.header_value("content-security-policy") if opened else None
    assert policy and "script-src" in policy and "unsafe-eval" not in policy
    page.wait_for_selector(".suggestion")
    ask(page, "How tall is it?")
    page.goto(address + READER)
    page.goto(address + "/docs")
    assert refused == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_in_any_state(chromium: Browser, address: str, axe: str, width: int, scheme: Any) -> None:
    # So high that the question box, which stays in sight, lies over nothing: axe would call that too small a target.
    page = chromium.new_page(viewport={"width": width, "height": 4000}, color_scheme=scheme, reduced_motion="reduce")
    found: dict[str, list[str]] = {}
    page.goto(address)
    for state, question in STATES.items():
        page.get_by_role("link", name=SHOW.title).click()  # each begins anew
        page.wait_for_selector(".suggestion")
        if question:
            ask(page, question)
        page.evaluate("document.querySelectorAll('details').forEach(card => card.open = true)")
        page.evaluate("document.querySelectorAll('.note-form').forEach(form => form.hidden = false)")
        found[state] = violations(page, axe)
    for state, path in {"reader": READER, "docs": "/docs", "missing": "/source?path=none"}.items():
        page.goto(address + path)
        found[state] = violations(page, axe)
    page.close()
    assert found == {state: [] for state in found}


def test_axe_finds_nothing_in_a_conversation_where_much_is_said_twice(page: Page, axe: str) -> None:
    for question in (*filter(None, STATES.values()), *filter(None, STATES.values())):
        ask(page, question)
    assert violations(page, axe) == []


def violations(page: Page, axe: str) -> list[str]:
    page.evaluate(axe)
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    result = page.evaluate("tags => axe.run(document, {runOnly: tags})", tags)
    return [f"{each['id']}: {node['html'][:160]}" for each in result["violations"] for node in each["nodes"]]


@pytest.mark.parametrize("width", [320, 390, 768, 2000])
def test_no_width_needs_scrolling_sideways(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    for question in ("How tall is it?", "Who painted it?", "And the logbook?"):
        ask(page, question)
    page.evaluate("document.querySelectorAll('details').forEach(card => card.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("locale", ["en-GB", "de-DE"])
def test_what_the_question_box_says_fits_on_its_line(chromium: Browser, address: str, locale: str) -> None:
    page = chromium.new_page(viewport={"width": 320, "height": 640}, locale=locale)
    page.goto(address)
    page.wait_for_selector(".suggestion")
    over = page.locator("#question textarea").evaluate("box => box.scrollHeight - box.clientHeight")
    assert over <= 1  # a fraction of a pixel
    page.close()


def test_for_a_finger_every_target_is_large_enough(chromium: Browser, address: str) -> None:
    page = chromium.new_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page.goto(address)
    page.wait_for_selector(".suggestion")
    for question in ("Who painted it?", "What of the storm?", "How tall is it?"):
        ask(page, question)
    page.evaluate("document.querySelectorAll('.note-form').forEach(form => form.hidden = false)")
    heights = page.evaluate("[...document.querySelectorAll('button, summary')].map(each => each.offsetHeight)")
    assert min(height for height in heights if height) >= 44
    mark = page.locator(".turn:last-of-type a.mark").first
    mark.scroll_into_view_if_needed()
    assert mark.evaluate(SPAN) >= 24
    page.close()


def test_a_sentence_begins_where_its_script_does(page: Page) -> None:
    ask(page, ARABIC.question)
    for inside in (".asked", ".text p"):
        words, room = page.locator(f".turn {inside}").evaluate(RIGHT_ENDS)
        assert abs(words - room) < 2, inside


def test_on_paper_the_ink_is_dark_and_every_quote_is_open(page: Page) -> None:
    ask(page, "How tall is it?")
    page.emulate_media(color_scheme="dark", media="print")
    for words in page.locator(".text p, .card blockquote p").all():
        expect(words).to_be_visible()
        expect(words).to_have_css("color", "rgb(31, 28, 24)")


def test_a_signs_shape_is_not_read_out(page: Page) -> None:
    ask(page, "How tall is it?")
    heard = page.get_by_role("log").aria_snapshot()
    assert 'heading "The sources disagree: height of the old tower" [level=3]' in heard
    assert "Source 1 Transcript, episode 12" in heard
    assert "+" not in heard


def test_the_question_box_stays_in_sight(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 700})
    ask(page, "List every wave")
    expect(page.get_by_label("Your question")).to_be_in_viewport(ratio=1)


def test_the_page_follows_the_browsers_language(chromium: Browser, address: str) -> None:
    page = chromium.new_page(locale="de-AT", reduced_motion="reduce")
    page.goto(address)
    page.wait_for_selector(".suggestion")
    expect(page.get_by_label("Ihre Frage")).to_be_focused()
    expect(page.get_by_role("button", name="Fragen")).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "de"
    ask(page, "How tall is it?")
    expect(page.get_by_role("group", name="Die Quellen widersprechen sich")).to_be_visible()
    page.close()


def test_without_an_index_the_page_opens_and_says_so(chromium: Browser, axe: str) -> None:
    reason = "the folder .aircheck holds no index; build one with: aircheck ingest FOLDER"
    with serving(create_app(Closed(NoIndex(reason)), OPTIONS)) as address:
        page = chromium.new_page(reduced_motion="reduce")
        page.goto(address)
        expect(page.locator(".closed")).to_contain_text(reason)
        assert violations(page, axe) == []
        ask(page, "Anything?")
        assert "The show's material is not ready." in answer(page)
        page.close()


def gradio_alone() -> FastAPI:
    """A page with the same three parts and nothing of ours."""
    with gr.Blocks(analytics_enabled=False) as blocks:
        gr.Markdown("# A page")
        gr.Textbox(label="Question")
        gr.Button("Ask")
    app = FastAPI()
    app.add_middleware(GZipMiddleware, minimum_size=1024, compresslevel=6)
    gr.mount_gradio_app(app, blocks, path="/", footer_links=[])
    return app


def test_the_page_weighs_little_more_than_gradio_alone(chromium: Browser, address: str) -> None:
    bare = gradio_alone()
    with serving(bare) as gradio_address:
        (theirs, their_bytes), (ours, our_bytes) = weigh(chromium, gradio_address), weigh(chromium, address)
    print(f"page: {ours} requests, {our_bytes} bytes; Gradio alone: {theirs} requests, {their_bytes} bytes")
    assert ours <= theirs + 4
    assert our_bytes <= their_bytes + 60_000


def weigh(chromium: Browser, address: str) -> tuple[int, int]:
    """Requests and bytes as sent until the page is quiet."""
    page = chromium.new_page()
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[int] = []
    session.on("Network.loadingFinished", lambda told: sizes.append(int(told["encodedDataLength"])))
    page.goto(address)
    page.wait_for_selector("textarea")
    page.wait_for_timeout(1500)
    page.close()
    return len(sizes), sum(sizes)


def test_first_text_comes_as_fast_as_from_the_api(chromium: Browser) -> None:
    with serving(create_app(FakeAssistant(delay_s=0.02), OPTIONS)) as address:
        page = chromium.new_page(reduced_motion="reduce")
        page.goto(address)
        page.wait_for_selector(".suggestion")
        by_api, on_page = [], []
        for _ in range(5):
            by_api.append(time_of_api(address))
            on_page.append(page.evaluate(TIME_OF_PAGE))
        page.close()
    print(f"first text: API {sorted(by_api)[2]:.0f} ms, page {sorted(on_page)[2]:.0f} ms")
    assert sorted(on_page)[2] <= 1.5 * sorted(by_api)[2]


def time_of_api(address: str) -> float:
    """Milliseconds from asking to the first `delta`."""
    begun = time.perf_counter()
    with httpx.stream("POST", f"{address}/api/ask/stream", json={"question": ANSWERED.question}) as response:
        for line in response.iter_lines():
            if line == "event: delta":
                return (time.perf_counter() - begun) * 1000
    raise AssertionError("no text came")


TIME_OF_PAGE = """async () => {
  const box = document.querySelector('#question textarea');
  const log = document.querySelector('#log');
  log.replaceChildren();
  box.value = 'When was it lit?';
  const begun = performance.now();
  const first = new Promise(resolve => {
    const watcher = new MutationObserver(() => {
      if (!document.querySelector('.live')?.textContent) return;
      watcher.disconnect();
      resolve(performance.now() - begun);
    });
    watcher.observe(log, { childList: true, subtree: true, characterData: true });
  });
  document.querySelector('#send').click();
  const took = await first;
  await new Promise(resolve => { const wait = setInterval(() => {
    if (document.querySelector('.actions')) { clearInterval(wait); resolve(); }
  }, 20); });
  return took;
}"""
