"""Plain statements, which another source may deny: "The tower is open to visitors", "… is not open to visitors".

A sentence counts only where it says a thing outright: not asked, imagined, hedged, planned, told of somebody's view or
of another time. What is kept of it are its words in order, verbs in their base form; "not" stands where it denies.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.claims.common import BASE_FORMS, EMPTY
from corpus.claims.models import ClaimKind, Value
from corpus.claims.words import stem
from corpus.models import Form, Sentence

NOT = "not"
FEWEST_WORDS = 3  # of weight
_MOST_TOKENS, _LONGEST = 24, 300  # of a clause; characters of a sentence
_FORMS = frozenset({Form.SPEECH, Form.PROSE, Form.ITEM})
# Words of a condition, a plan or a view, of another time, of what else a denial may be of, and of other denials.
_HEDGES = frozenset(
    """
    if unless whether would could might may should must shall will wont won't going try tries tried trying want
    wants wanted need needs maybe perhaps probably possibly likely almost nearly say says said tell tells told think
    thinks thought according critic critics opinion like wrong false true untrue yet still anymore more longer until
    till before after since once used first now nowadays today tonight tomorrow yesterday ago then when while during
    sometimes often usually rarely soon already again only just merely simply because so than except other else nor
    neither none nothing nobody nowhere without hardly barely scarcely few little such that which what who how why
    where i we you my our your me us let please partly partially mostly mainly largely temporarily briefly half
    daily weekly monthly yearly annually officially technically effectively generally normally typically
    occasionally
    """.split()  # noqa: SIM905 -- read as words
)
_HEDGE_BEGINS = tuple(
    """
    plan hope hoping expect intend aim suppos imagin pretend wish promis seem appear claim believ argu myth rumo legend
    alleg reported assum former original initial current
    """.split()  # noqa: SIM905 -- read as words
)
_HEDGE_ENDS = ("'ll", "'d")
_QUOTED = re.compile(r"[\"“”‘]|\d:\d")
_OF_OTHERS = re.compile(
    r"\b(?:myth|misconception|wrong|false|question|claim|quiz|option|idea|objection|debate|pros|cons|draft|alternative)",
    re.I,
)
_TAKEN_BACK = re.compile(
    r"\W*(?:wrong|false|not (?:so|true|quite|really|exactly)|no\b|nope|except|that['’]?s (?:wrong|false|not|what))",
    re.I,
)
_LEAD = re.compile(r"\W*(?:(?:and|but|well|yes,|no,|right|actually|in fact|indeed|also|okay|ok|look),? ){0,3}", re.I)
_CLAUSE = re.compile(r"(?P<clause>[^,;:.!?()\[\]—–|\n]+)(?:$|[!;—–]|\.(?=\s|$)|,(?= (?:and|but|though|although)\b))")
_FILLER = re.compile(
    r"\b(?:at all|in fact|indeed|actually|of course|itself|themselves|ever|really|certainly|definitely|also)\b", re.I
)
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_CONTRACTED = re.compile(r"\b(?:(?P<can>can)(?:not|['’]t)|(?P<verb>[a-z]{2,6})n['’]t)\b", re.I)
_POINTING = frozenset(  # first words that say of what only together with what was said before, or that order or ask
    """
    it he she they this these those here one everyone everybody someone somebody do does did is are was were has
    have had can never not
    """.split()  # noqa: SIM905 -- read as words
)
_PAST, _PRESENT = frozenset({"was", "were", "did", "had"}), frozenset({"is", "are", "do", "does", "can"})
_HELPERS = frozenset({"a", "an", "the", "be", "been", "being", "am", "has", "have", *_PAST, *(_PRESENT - {"can"})})


def plain_statement(sentence: Sentence, before: Sentence | None, after: Sentence | None) -> Value | None:
    """What a sentence says outright, or denies; None where it does not say it plainly. `before` and `after` stand
    beside it."""
    if not _is_plain(sentence, before, after):
        return None
    clause = _CLAUSE.match(sentence.text, _end_of_lead(sentence.text))
    tokens = _tokens(clause["clause"]) if clause else []
    said = _said(tokens)
    if not said:
        return None
    return Value(ClaimKind.STATEMENT, "no" if NOT in said else "yes", items=(_tense(tokens), *said))


def _end_of_lead(text: str) -> int:
    lead = _LEAD.match(text)
    return lead.end() if lead else 0


def _is_plain(sentence: Sentence, before: Sentence | None, after: Sentence | None) -> bool:
    """Whether a sentence, where it stands, may say a thing outright."""
    if sentence.form not in _FORMS or len(sentence.text) > _LONGEST or sentence.text.rstrip().endswith("?"):
        return False
    if _QUOTED.search(sentence.text) or any(map(_is_hedge, _TOKEN.findall(sentence.text.replace("’", "'").lower()))):
        return False
    if any(_OF_OTHERS.search(heading) for heading in sentence.section):
        return False
    led_in = (
        before is not None and before.text.rstrip("*_ ").endswith((":", "?")) and before.section == sentence.section
    )
    return not led_in and not (after is not None and _TAKEN_BACK.match(after.text))


def _is_hedge(token: str) -> bool:
    return token in _HEDGES or token.startswith(_HEDGE_BEGINS) or token.endswith(_HEDGE_ENDS)


def _tokens(clause: str) -> list[str]:
    """The words of a clause in small letters, contractions written out."""
    full = _CONTRACTED.sub(lambda m: f"{m['can'] or m['verb']} not", _FILLER.sub("", clause))
    return [re.sub(r"['’]s?$", "", match[0].lower()) for match in _TOKEN.finditer(full)]


def _said(tokens: Sequence[str]) -> tuple[str, ...]:
    """The words that are compared; empty where there are too few, or where something else than one thing is denied."""
    if not tokens or len(tokens) > _MOST_TOKENS or tokens[0] in _POINTING:
        return ()
    denials = sum(token in ("not", "never", "no") for token in tokens)
    helped = "never" in tokens or not _HELPERS.isdisjoint(tokens) or "can" in tokens
    weighty = {token for token in tokens if token not in EMPTY and len(token) > 1 and not token.isdigit()}
    if denials > 1 or (denials and not helped) or len(weighty) < FEWEST_WORDS:
        return ()
    return tuple(
        NOT if token in ("not", "never", "no") else stem(BASE_FORMS.get(token, token))
        for token in tokens
        if token not in _HELPERS
    )


def _tense(tokens: Sequence[str]) -> str:
    """Past, present or perfect, by the first verb that tells."""
    for position, token in enumerate(tokens):
        if token in ("has", "have"):
            following = next((t for t in tokens[position + 1 :] if t not in ("not", "never")), "")
            return "perfect" if following == "been" or _is_past(following) else "present"
        if token in _PAST or token in _PRESENT:
            return "past" if token in _PAST else "present"
    return "past" if any(map(_is_past, tokens)) else "present"


def _is_past(token: str) -> bool:
    return token in BASE_FORMS or (len(token) > 4 and token.endswith("ed"))
