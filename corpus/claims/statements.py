"""What a sentence states without a number: how many of a thing (none, some, most, all), which things, and who."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.claims.clauses import rings
from corpus.claims.common import EMPTY
from corpus.claims.models import Claim, ClaimKind, Site, Value, claim_at, keys
from corpus.claims.words import words_of
from corpus.letters import LOWER, UPPER, unaccented
from corpus.models import Form

# How much of the whole a quantifier claims. Neighbours can both be true; none and some cannot, nor some and all.
_RANKS = {"no": 0.0, "none of": 0.0, "not one of": 0.0, "hardly any": 0.1, "few": 0.2, "a few": 0.3, "some": 0.4}
_RANKS |= {"several": 0.4, "many": 0.6, "most": 0.8, "nearly all": 0.9, "almost all": 0.9, "all": 1.0, "every": 1.0}
_RANKS |= {"each": 1.0, "both": 1.0, "neither of": 0.0}
_QUANTIFIER = re.compile(
    rf"(?:^|[,;:.]\s|\b(?:and|but|that)\s)(?P<word>{'|'.join(sorted(_RANKS, key=len, reverse=True))})\b"
    rf"(?: of)?(?: the| our| their| its| these| those)? (?P<noun>[{LOWER}][{LOWER}-]{{2,24}})",
    re.I,
)
_CLAUSE_END = re.compile(r"[,;.!?]")
_LABELLED = re.compile(rf"^\W{{0,4}}(?P<label>[{UPPER}][\w' -]{{2,40}}):\s+(?P<items>[^.:;]{{5,200}})$")
_SAID = re.compile(
    r"^(?P<label>[^,.:;]{3,80}?)(?:\b(?:was|were|are|is|includes?|included|covers?|covered|lists?|exists? for|"
    r"consists? of|comprises?)|:)\s+"
    r"(?P<items>[^.:;?!]{5,200})[.!]?$"
)
_ITEM_BORDER = re.compile(r",\s*(?:and|or)\s+|,\s*|\s+and\s+")
_OPEN_LIST = re.compile(
    r"\b(?:such as|like|including|for example|e\.g\.|among (?:them|others)|etc|and more|so on)\b|…|\.\.\.", re.I
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|it|they|he|she|we|you|not|so|that|which|into|built|called|quote)\b", re.I
)
_NO_MEMBER = re.compile(  # "seventh at Christmas and finished the season fourth" lists nothing
    r"^(?:in|on|at|by|from|with|for|to|under|over|near|after|before|until) "
    r"|^\w+ed (?:the|an?|it|his|her|its|their|in|on|at|to|from|by|with)\b",
    re.I,
)
MOST_ITEMS, LONGEST_ITEM = 12, 5  # members of a list, words of one

_NAME = rf"(?P<name>[{UPPER}][{LOWER}'’-]{{1,20}}(?: [{UPPER}][{LOWER}'’-]{{1,20}}){{1,2}})"
_DID = (
    r"(?:made|built|wrote|written|created|founded|co-founded|designed|invented|led|leads|directed|started|runs|discovered|"
    r"painted|composed|developed|owns)"
)
_BY = re.compile(rf"\b{_DID}\b[^.,;:()]{{0,30}}? by {_NAME}\b")
_DOES = re.compile(rf"^(?:And |But |So )?{_NAME} (?:has |had )?{_DID}\b")


def statement_claims(site: Site) -> Iterator[Claim]:
    """The quantifiers, lists and names of one sentence."""
    if site.sentence.form not in (Form.ROW, Form.HEADING):
        yield from _polarity(site)
        yield from _lists(site)
        yield from _names(site)


def _polarity(site: Site) -> Iterator[Claim]:
    """None of the …, some of the …, most …, all …"""
    text = site.sentence.text
    for match in _QUANTIFIER.finditer(text):
        word = match["word"].lower()
        stop = _CLAUSE_END.search(text, match.end())
        clause = text[match.start("noun") : stop.start() if stop else len(text)]
        own = words_of(clause, site.names)
        if len(own) > 1:
            negated = bool(re.search(r"\b(?:not|never|n't|cannot)\b", clause, re.I)) and word not in ("no", "none of")
            rank = 1 - _RANKS[word] if negated else _RANKS[word]
            yield claim_at(site, Value(ClaimKind.POLARITY, match["word"], rank=rank), own)


def _lists(site: Site) -> Iterator[Claim]:
    """The members of a list that says what it lists: "Cargo: a, b, c", "The cargo was a, b and c"."""
    text = site.sentence.text
    match = _LABELLED.match(text) or _SAID.match(text)
    if match is None or _OPEN_LIST.search(text):
        return
    about = words_of(match["label"], site.names)
    members = [part.strip() for part in _ITEM_BORDER.split(match["items"].rstrip(" .!")) if part.strip()]
    fitting = all(len(part.split()) <= LONGEST_ITEM and not any(c.isdigit() for c in part) for part in members)
    fitting = fitting and not (_VERB.search(match["items"]) or any(map(_NO_MEMBER.match, members)))
    if about and 1 < len(members) <= MOST_ITEMS and fitting:
        items = tuple(filter(None, (" ".join(_member(part)) for part in members)))
        if len(items) > 1:
            yield claim_at(site, Value(ClaimKind.LIST, match["items"].rstrip(" .!"), items=items), about)


def _member(text: str) -> tuple[str, ...]:
    """The keys of one member of a list; what says where it lies ("Oslo in Norway") is left out."""
    head = re.split(r"\s(?:in|of|from|for|at|near|\()\s?", text)[0]
    return keys(words_of(head.replace("/", " "), frozenset()))


def _names(site: Site) -> Iterator[Claim]:
    """Who did a thing: "made by A B", "A B made …"."""
    text = site.sentence.text
    for match in (*_BY.finditer(text), *_DOES.finditer(text)):
        if match["name"].split()[0].lower() in EMPTY:
            continue
        words = [w for w in words_of(text, site.names) if w.end <= match.start("name") or w.start >= match.end("name")]
        own, frame = rings(text, words, match.span("name"), [match.span("name")])
        parts = tuple(unaccented(part.lower()) for part in match["name"].split())
        yield claim_at(site, Value(ClaimKind.NAME, match["name"], items=parts), own, frame)
