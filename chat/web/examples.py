"""An answer as the API's documentation shows it."""

from __future__ import annotations

from typing import Any

QUOTE = "The old lighthouse is forty-one metres tall."
ANSWER: dict[str, Any] = {
    "id": "a1b2c3",
    "question": "How tall is the old lighthouse?",
    "status": "answered",
    "answer": f"“{QUOTE}” [1]",
    "confidence": 0.87,
    "citations": [
        {
            "n": 1,
            "path": "ep012/transcript.txt",
            "kind": "transcript",
            "title": "Lights along the coast",
            "episode": "012",
            "published": "2024-03-01",
            "speaker": "Robin",
            "section": None,
            "quote": QUOTE,
            "start": 1210,
            "end": 1254,
            "line": 31,
            "context": f"We climbed it on a Sunday. {QUOTE} It took us an hour.",
            "starts_at": 512.0,
            "clock": "estimated",
            "url": "https://video.example/lights?t=512",
            "verdict": "exact",
            "heard": None,
        }
    ],
    "disagreements": [],
    "suggestions": ["Who built the old lighthouse?"],
    "answered_by": "extract",
    "asked_as": None,
    "notice": None,
    "timings": {"embed_ms": 9.1, "search_ms": 4.0, "total_ms": 21.7},
}
SEARCH: dict[str, Any] = {
    "id": "s1",
    "query": "lighthouse height",
    "passages": [
        {
            "path": "ep012/transcript.txt",
            "kind": "transcript",
            "episode": "012",
            "speaker": "Robin",
            "section": None,
            "text": QUOTE,
            "start": 1210,
            "end": 1254,
            "score": 0.91,
        }
    ],
    "timings": {"embed_ms": 9.1, "search_ms": 4.0},
}
STREAM = (
    'event: status\ndata: {"state":"searching"}\n\n'
    f'event: delta\ndata: {{"text":"“{QUOTE}” [1]"}}\n\n'
    'event: citation\ndata: {"n":1,"path":"ep012/transcript.txt", …}\n\n'
    'event: done\ndata: {"id":"a1b2c3","status":"answered", …}\n\n'
)


_EVENT = {"event": {"type": "string"}, "data": {"type": "string", "contentMediaType": "application/json"}}
STREAMED: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {
            "text/event-stream": {
                "example": STREAM,
                "itemSchema": {"type": "object", "properties": _EVENT, "required": ["event", "data"]},
            }
        }
    }
}


def content(example: Any) -> dict[int | str, dict[str, Any]]:
    """The `responses` argument of a route whose good answer looks like `example`."""
    return {200: {"content": {"application/json": {"example": example}}}}
