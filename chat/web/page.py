"""The listener's chat: a Gradio page whose conversation is drawn by the server and streamed straight to it.

Gradio lays out the page, its text box and its button. Questions do not go through Gradio's queue: it costs
more than a whole answer takes, and a page with no Gradio events leaves nothing to call on `/gradio_api`.
`gr.HTML` and `js=` compile code in the browser, which a strict content security policy forbids; Markdown
that is ours alone, and a script file, do not.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from typing import Annotated

import gradio as gr
from fastapi import APIRouter, FastAPI, Header
from starlette.requests import Request
from starlette.responses import StreamingResponse

from chat.models import QUESTION_CHARACTERS, Answer, Delta, Done, Event
from chat.web.access import is_local
from chat.web.api import ASSETS
from chat.web.html import Html, join, tag
from chat.web.mounting import mount_blocks
from chat.web.needs import suggestions_of
from chat.web.options import WebOptions
from chat.web.render import answer_html, answer_markdown, error_message, start_html
from chat.web.routes import Events, sent
from chat.web.streams import event, streamed
from chat.web.strings import EN, LANGUAGES, Strings, pick
from corpus.errors import AircheckError

_ERROR_CODES = (
    *("bad_question", "bad_request", "bad_filter", "too_large", "too_many", "model_unavailable"),
    *("no_index", "index_mismatch", "index_damaged", "index_busy", "internal"),
    *("away", "lost", "stopped"),  # the browser's own
)
_TOLD = (
    *("send", "stop", "searching", "conversation", "copied", "shared", "thanks", "unsent"),
    *("again", "error_heading", "error_question", "error_wait", "error_today"),
)

router = APIRouter(include_in_schema=False)


def mount_page(app: FastAPI, options: WebOptions) -> None:
    """Serve the chat at `/`. To be called last: what no other route takes belongs to it."""
    app.include_router(router)
    boxes = gr.I18n(**{language: _boxes(strings) for language, strings in LANGUAGES.items()})
    mount_blocks(app, lambda: build_blocks(options), path="/", head=_head(options), i18n=boxes)


def build_blocks(options: WebOptions) -> gr.Blocks:
    """The page's own parts; everything else is put into `#answers` and `#start` as it comes."""
    words = gr.I18n(en=_boxes(EN))
    blocks = gr.Blocks(title=options.show.title, analytics_enabled=False, fill_width=True)
    with blocks:
        _markup(_masthead(options), "masthead")
        _markup(tag("div", role="log", aria_live="polite", tabindex="-1", id="log"), "answers")
        with gr.Row(elem_id="ask"):
            gr.Textbox(
                label=words("question"),
                placeholder=words("placeholder"),
                lines=1,
                max_lines=6,
                max_length=QUESTION_CHARACTERS,
                autofocus=True,
                elem_id="question",
            )
            gr.Button(words("send"), elem_id="send", variant="primary", min_width=80)
        _markup(join([tag("div", role="alert", id="hint"), tag("div", id="start")]), "under")
    return blocks


def start(request: Request, strings: Strings) -> Html:
    """What stands under the empty box now."""
    try:
        return start_html(suggestions_of(request.app), strings, closed=None)
    except AircheckError as error:
        # The reason names folders and commands: something for whoever sits at this machine.
        return start_html((), strings, closed=str(error) if is_local(request) else strings.closed)


@router.get("/start")
def start_route(request: Request, accept_language: Annotated[str | None, Header()] = None) -> dict[str, str]:
    """What the page's script puts under the empty box, in the listener's language."""
    return {"html": start(request, pick(accept_language))}


@router.post("/api/ask/page", response_class=StreamingResponse)
async def ask_page(
    events: Events, request: Request, accept_language: Annotated[str | None, Header()] = None
) -> StreamingResponse:
    """As `/api/ask/stream`, but it ends with `page`: the answer as the page shows and copies it."""
    strings = pick(accept_language)

    def told(come: Event) -> bytes | None:
        if isinstance(come, Delta):
            return event("delta", come)
        return event("page", _drawn(come.answer, strings)) if isinstance(come, Done) else None

    return streamed(sent(events, request, told))


def _drawn(answer: Answer, strings: Strings) -> dict[str, str]:
    prefix = f"a{secrets.token_hex(4)}"
    return {
        "id": answer.id,
        "html": answer_html(answer, strings, prefix),
        "markdown": answer_markdown(answer, strings),
    }


def _masthead(options: WebOptions) -> Html:
    line = [tag("p", options.show.description)] if options.show.description else []
    return tag("div", tag("h1", tag("a", options.show.title, href="/")), *line, class_="masthead")


def _markup(markup: Html, elem_id: str) -> gr.Markdown:
    """Markup of ours in the page; a blank line in it would end it for Markdown."""
    return gr.Markdown(" ".join(markup.split()), elem_id=elem_id, sanitize_html=False, latex_delimiters=[])


def _boxes(strings: Strings) -> dict[str, str]:
    return {"question": strings.question, "placeholder": strings.placeholder, "send": strings.send}


def _words(strings: Strings) -> dict[str, object]:
    """What the page's script says by itself. It travels with the script: the words for a lost server are there then."""
    errors = {code: error_message(code, strings) for code in _ERROR_CODES}
    return {**{key: getattr(strings, key) for key in _TOLD}, "errors": errors}


def _head(options: WebOptions) -> Html:
    title, line = options.show.title, options.show.description or options.show.title
    words = json.dumps({language: _words(strings) for language, strings in LANGUAGES.items()}, ensure_ascii=False)
    return join(
        [
            tag("meta", name="description", content=line),
            tag("meta", name="color-scheme", content="light dark"),
            tag("meta", property="og:title", content=title),
            tag("meta", property="og:description", content=line),
            tag("link", rel="stylesheet", href=_versioned("aircheck.css")),
            tag("script", src=_versioned("chat.js"), defer=True, data_words=words),
        ]
    )


def _versioned(name: str) -> str:
    digest = hashlib.sha256((ASSETS / name).read_bytes()).hexdigest()[:8]
    return f"/look/{name}?v={digest}"
