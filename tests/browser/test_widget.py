"""The widget on the show's own site, in Debian's Chromium: asking, reading, opening and closing, by every hand."""

from __future__ import annotations

import gzip
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from chat.web.api import create_app
from chat.web.options import WebOptions
from chat.web.widget_routes import FOLDER
from tests.browser.server import serving
from tests.browser.sites import World, ask, open_chat, told_in_console, watch, world
from tests.browser.test_chat_page import violations
from tests.fake_assistant import SHOW, SUGGESTIONS, FakeAssistant

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


# --- who may


def test_a_listed_site_asks_without_cookies_and_shows_the_answer(page: Page, three: World) -> None:
    open_chat(page)
    with page.expect_request("**/api/ask/stream") as sent:
        ask(page, "How tall is it?")
    headers = sent.value.all_headers()
    assert headers["origin"] == three.listed.address
    assert "cookie" not in headers
    assert headers["referer"] == f"{three.listed.address}/"
    expect(page.locator("ask-show .text")).to_contain_text("Kim said that the old tower is forty-one metres tall")
    assert page.context.cookies() == []


def test_a_site_that_is_not_listed_is_refused_and_its_owner_is_told(
    page: Page, three: World, assistant: FakeAssistant
) -> None:
    heard = len(assistant.heard)
    told = told_in_console(page)
    page.goto(three.foreign.put("plain", three.tag()))
    open_chat(page)
    ask(page, "How tall is it?")
    expect(page.locator("ask-show .error")).to_contain_text("The show's server cannot be reached just now.")
    assert any(f"is {three.foreign.address} in its AIRCHECK_ORIGINS?" in line for line in told)
    assert len(assistant.heard) == heard


def test_only_the_loader_comes_before_somebody_opens_it(page: Page, three: World) -> None:
    asked: list[str] = []
    page.on("request", lambda sent: asked.append(sent.url.removeprefix(three.server)))
    page.reload()
    expect(page.get_by_role("button", name="Ask the show")).to_be_visible()
    page.wait_for_timeout(300)
    assert [each for each in asked if each.startswith("/")] == ["/widget/v1.js"]


@pytest.mark.parametrize("language", ["en", "de"])
def test_it_weighs_at_most_three_and_twelve_kilobytes(three: World, language: str) -> None:
    loader = httpx.get(f"{three.server}/widget/v1.js", headers={"Accept-Encoding": "identity"}).content
    rest = httpx.get(f"{three.server}/widget/x/{language}.js", headers={"Accept-Encoding": "identity"}).content
    small, whole = len(gzip.compress(loader, 6)), len(gzip.compress(loader, 6)) + len(gzip.compress(rest, 6))
    print(f"widget: loader {small} bytes, in all {whole} bytes gzipped ({language})")
    assert (small <= 3000, whole <= 12_000) == (True, True)
    with httpx.stream("GET", f"{three.server}/widget/v1.js", headers={"Accept-Encoding": "gzip"}) as response:
        assert sum(map(len, response.iter_raw())) <= 3000


# --- reading an answer


def test_an_answer_streams_and_can_be_stopped(chromium: Browser) -> None:
    with world(FakeAssistant(delay_s=0.1)) as slow:
        page = chromium.new_page(reduced_motion="reduce")
        page.goto(slow.listed.put("plain", slow.tag()))
        open_chat(page)
        page.locator("ask-show textarea").fill("When was it lit?")
        page.keyboard.press("Enter")
        expect(page.locator("ask-show .status")).to_have_text("Searching the show's material …")
        expect(page.locator("ask-show .log")).to_have_attribute("aria-busy", "true")
        expect(page.locator("ask-show .live")).to_contain_text("Robin said")
        page.get_by_role("button", name="Stop").click()
        expect(page.locator("ask-show .log")).to_have_attribute("aria-busy", "false")
        assert page.locator("ask-show .answer").inner_text().endswith("Stopped.\n\nTry again")
        expect(page.locator("ask-show .live")).to_contain_text("Robin said")
        expect(page.get_by_role("button", name="Ask", exact=True)).to_be_visible()
        page.close()


def test_a_chip_opens_the_quote_with_speaker_source_and_clock(page: Page, three: World) -> None:
    open_chat(page)
    ask(page, "When was it first lit?")
    page.get_by_role("button", name="Source 1").click()
    card = page.locator("ask-show details").first
    expect(card).to_have_attribute("open", "")
    expect(card.locator("summary")).to_be_focused()
    expect(card.locator("summary")).to_have_text(
        "1Transcript, episode 12 · Robin · 1 March 2024 · about 9:00, estimated"
    )
    expect(card.locator("blockquote")).to_have_text("“It was lit in 1874.”")
    moment = card.get_by_role("link", name="Watch this moment")
    expect(moment).to_have_attribute("href", "https://video.example/watch?v=coast12&t=540")
    expect(moment).to_have_attribute("rel", "noopener noreferrer")
    with page.context.expect_page() as opened:
        card.get_by_role("link", name="Read it in full").click()
    expect(opened.value.locator("mark#here")).to_have_text("It was lit in 1874.")
    opened.value.close()


def test_what_is_no_quotation_has_no_quotation_marks(page: Page) -> None:
    open_chat(page)
    ask(page, "When was it first lit?")
    card = page.locator("ask-show details").nth(2)
    card.locator("summary").click()
    expect(card).to_contain_text("In other words, close to this passage")
    assert "“" not in card.inner_text()


def test_disagreement_is_a_named_group_with_both_positions(page: Page) -> None:
    open_chat(page)
    ask(page, "How tall is it?")
    group = page.get_by_role("group", name="The sources disagree: height of the old tower")
    assert group.get_by_role("listitem").all_inner_texts() == [
        "41 metres\n\n“The old tower is forty-one metres tall.”\n\nTranscript, episode 12 · Kim 1",
        "46 metres\n\n“The tower is 46 metres tall, says the harbour office”\n\nOutline, episode 12 2",
    ]


def test_an_unsure_answer_says_so_before_its_sentences_also_when_it_is_drawn_again(page: Page) -> None:
    note = "This comes nearest, but may not be the answer."
    open_chat(page)
    ask(page, "What colour is it?")
    for again in (page.reload, None):
        expect(page.locator("ask-show .answer")).to_match_aria_snapshot(f"""
          - paragraph: {note}
          - paragraph: /Kim, in episode/
        """)
        if again:
            again()
            open_chat(page)


def test_small_talk_is_answered_and_not_called_missing(page: Page) -> None:
    open_chat(page)
    ask(page, "hello")
    assert page.locator("ask-show .answer").inner_text().startswith("Hello; ask what was said in the show")
    expect(page.locator("ask-show .abstained")).to_have_count(0)


def test_an_abstention_offers_to_rephrase(page: Page) -> None:
    open_chat(page)
    ask(page, "Who painted it?")
    expect(page.locator("ask-show .abstained")).to_contain_text("Not in the material")
    page.get_by_role("button", name="Ask in other words").click()
    expect(page.get_by_label("Your question")).to_have_value("Who painted it?")


def test_an_error_can_be_tried_again(page: Page) -> None:
    open_chat(page)
    ask(page, "What of the storm?")
    expect(page.locator("ask-show .error")).to_contain_text("The answer could not be written just now.")
    page.get_by_role("button", name="Try again").click()
    page.locator("ask-show [aria-busy=false] .error").wait_for()
    expect(page.locator("ask-show .turn")).to_have_count(1)


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        pytest.param("1", "Please wait a moment.", id="at once"),
        pytest.param("42", "Please wait 42 seconds.", id="minute"),
        pytest.param("3000", "Please come back later.", id="day"),
    ],
)
def test_a_limit_says_for_how_long(page: Page, seconds: str, told: str) -> None:
    headers = {
        "Retry-After": seconds,
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": "Retry-After",
    }
    body = '{"error": {"code": "too_many", "message": "Too many."}}'
    page.route("**/api/ask/stream", lambda route: route.fulfill(status=429, headers=headers, body=body))
    open_chat(page)
    ask(page, "How tall is it?")
    expect(page.locator("ask-show .error")).to_contain_text(told)


def test_a_page_in_a_sandbox_is_told_the_name_that_its_requests_carry(page: Page, three: World) -> None:
    told = told_in_console(page)
    inside = three.listed.put("inside", three.tag("data-open"))
    page.goto(three.listed.put("outside", "", f"<iframe sandbox='allow-scripts' src='{inside}'></iframe>"))
    page.frame_locator("iframe").locator("ask-show textarea").wait_for()
    page.wait_for_timeout(300)
    assert any("is null in its AIRCHECK_ORIGINS?" in line for line in told)


def test_a_server_that_is_down_and_a_limit_are_told_in_clear_words(chromium: Browser) -> None:
    with world(FakeAssistant(), limit_per_minute=1) as strict:
        page = chromium.new_page(reduced_motion="reduce")
        page.goto(strict.listed.put("plain", strict.tag()))
        open_chat(page)
        ask(page, "How tall is it?")
        ask(page, "How tall is it now?")
        expect(page.locator("ask-show .error")).to_contain_text("Please wait")
        page.route("**/api/ask/stream", lambda route: route.abort())
        ask(page, "And now?")
        expect(page.locator("ask-show .error").last).to_contain_text("cannot be reached just now")
        page.close()


def open_chat_of(chat: Locator) -> None:
    chat.locator("button.open").click()
    chat.locator("textarea").wait_for()


def ask_in(chat: Locator, question: str) -> None:
    chat.locator("textarea").fill(question)
    chat.locator("textarea").press("Enter")
    chat.locator("[aria-busy=false] .turn .text").wait_for()


def test_the_conversation_lasts_as_long_as_the_tab_and_can_be_cleared(page: Page, assistant: FakeAssistant) -> None:
    open_chat(page)
    page.get_by_role("button", name=SUGGESTIONS[0]).click()
    page.locator("ask-show .disagree").wait_for()
    page.reload()
    open_chat(page)
    expect(page.locator("ask-show .turn")).to_have_count(1)
    expect(page.locator("ask-show .text")).to_contain_text("forty-one metres")
    ask(page, "And when was it lit?")
    question, history, _ = assistant.heard[-1]
    assert (question, [turn.content for turn in history]) == ("And when was it lit?", [SUGGESTIONS[0]])
    page.get_by_role("button", name="Clear the conversation").click()
    expect(page.locator("ask-show .turn")).to_have_count(0)
    assert page.evaluate("sessionStorage.length") == 0
    assert page.evaluate("localStorage.length") == 0


def test_two_chats_on_a_page_keep_a_conversation_each(page: Page, three: World, assistant: FakeAssistant) -> None:
    chats = [page.locator("ask-show").nth(number) for number in range(3)]
    three.listed.put("next", three.tag())
    body = "<ask-show data-inline></ask-show><ask-show data-inline id='side'></ask-show><ask-show></ask-show>"
    page.goto(three.listed.put("several", three.tag(), body))
    asked = {"In the page?": 0, "At the side?": 1, "In the corner?": 2}
    open_chat_of(chats[2])
    for question, number in asked.items():
        ask_in(chats[number], question)
        assert assistant.heard[-1][1] == ()
    page.reload()
    open_chat_of(chats[2])
    for question, number in asked.items():
        assert chats[number].locator(".turn h3").all_inner_texts() == [question]
    chats[0].get_by_role("button", name="Clear the conversation").click()
    page.goto(f"{three.listed.address}/next")
    open_chat_of(chats[0])
    assert chats[0].locator(".turn h3").all_inner_texts() == ["In the corner?"]


def test_one_chat_goes_on_from_page_to_page_wherever_it_stands(page: Page, three: World) -> None:
    open_chat(page)
    ask(page, "How tall is it?")
    page.goto(three.listed.put("own", three.tag(), "<ask-show data-inline></ask-show>"))
    expect(page.locator("ask-show .turn h3")).to_have_text("How tall is it?")


# --- what can be set


def test_attributes_set_everything(page: Page, three: World) -> None:
    attributes = (
        "data-title='Frag uns' data-greeting='Moin!' data-color='rebeccapurple' data-corner='left' "
        "data-language='de' data-questions='Wie hoch?|Wie alt?' data-open"
    )
    page.goto(three.listed.put("set", three.tag(attributes)))
    expect(page.get_by_role("dialog", name="Frag uns")).to_be_visible()
    expect(page.locator("ask-show .greeting")).to_have_text("Moin!")
    assert page.locator("ask-show .suggestion").all_inner_texts() == ["Wie hoch?", "Wie alt?"]
    expect(page.get_by_role("button", name="Schließen")).to_be_visible()
    box = page.get_by_role("dialog").bounding_box()
    assert box
    assert box["x"] == 20
    sent = page.get_by_role("button", name="Fragen", exact=True)
    assert sent.evaluate("each => getComputedStyle(each).backgroundColor") == "rgb(102, 51, 153)"


def test_the_element_stands_where_it_is_written_and_the_page_says_the_language(page: Page, three: World) -> None:
    body = "<p>Before</p><ask-show data-inline data-title='Hier'></ask-show><p>After</p>"
    page.goto(three.listed.put("element", three.tag(), body, lang="de-AT"))
    expect(page.get_by_role("region", name="Hier")).to_be_visible()
    expect(page.get_by_label("Ihre Frage")).to_be_visible()
    expect(page.locator("ask-show")).to_have_count(1)
    expect(page.locator("ask-show button.open")).to_be_hidden()


def test_its_own_page_keeps_tag_and_widget_in_step(chromium: Browser, three: World, axe: str) -> None:
    page = chromium.new_page(reduced_motion="reduce", locale="en-GB")
    faults, told = watch(page, three.server), told_in_console(page)
    page.goto(f"{three.server}/widget/")
    expect(page.locator("#preview").get_by_role("region")).to_be_visible()
    page.get_by_label("Title").fill('Say "hello" & ask')
    page.get_by_label("Corner").select_option("left")
    expect(page.locator("#tag")).to_have_text(
        f'<script src="{three.server}/widget/v1.js" data-title="Say &quot;hello&quot; &amp; ask" '
        'data-corner="left" defer></script>'
    )
    expect(page.get_by_role("button", name='Say "hello" & ask')).to_be_visible()
    ask(page, "How tall is it?")
    expect(page.locator("#preview .text")).to_contain_text("forty-one metres")
    assert violations(page, axe) == []
    page.close()
    assert (faults, told) == ([], [])


def test_the_plain_page_works_from_a_file(chromium: Browser, tmp_path: Path) -> None:
    app = create_app(FakeAssistant(), WebOptions(show=SHOW, origins=("null",)), pages=False)
    with serving(app) as server:
        file = tmp_path / "host.html"
        file.write_text((FOLDER / "host.html").read_text("utf-8").replace("http://127.0.0.1:7860", server), "utf-8")
        page = chromium.new_page(reduced_motion="reduce")
        page.goto(file.as_uri())
        open_chat(page)
        ask(page, "How tall is it?")
        expect(page.locator("ask-show .text")).to_contain_text("forty-one metres")
        page.close()
