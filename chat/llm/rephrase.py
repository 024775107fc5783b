"""A follow-up rewritten by the language model, when it is asked to: taken only where it invents nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from chat.errors import ModelUnavailable
from chat.llm.framing import denials
from chat.llm.prompt import Turn
from chat.memory.follow_up import StandAlone, recent
from chat.memory.topic import Rarity, is_known, phrases
from chat.models import Message
from chat.words import term_set, tokens

Ask = Callable[[Sequence[Turn]], str]  # gives the model's whole reply, or raises ModelUnavailable

_LONGEST = 300  # characters of a question
_KEPT = 0.6  # share of the listener's own subject words that must stay
_RULES = """\
Rewrite the last question of a conversation about a podcast so that it can be understood without the conversation.
Keep its words; replace "it", "that one" and the like by what they stand for. Use only names and numbers that occur in
the conversation. Do not answer. Write the rewritten question and nothing else."""


def rephrase(
    question: str, history: Sequence[Message], by_rules: StandAlone, *, ask: Ask, rarity: Rarity | None = None
) -> StandAlone:
    """The model's rewriting of a follow-up, or what the rules made of it where that cannot be trusted.

    A question that the rules let stand alone is not sent. Names and numbers must occur in what the listener asked;
    those that only an answer in the history has are taken when the material has them too (`rarity`).
    """
    if not by_rules.changed:
        return by_rules
    said = recent(history)
    lines = [f"{'Listener' if message.role == 'user' else 'Answer'}: {message.content}" for message in said]
    asked = "\n".join([*lines, f"Last question: {question}"])
    turns = (Turn(role="system", content=_RULES), Turn(role="user", content=asked))
    try:
        text = ask(turns).strip().strip('"“”')
    except ModelUnavailable:
        return by_rules  # rewriting is a refinement: the answer itself will say when the model is out of reach
    listener = [question, *(message.content for message in said if message.role == "user")]
    answers = [message.content for message in said if message.role == "assistant"]
    if not is_faithful(text, question, listener=listener, answers=answers, rarity=rarity):
        return by_rules
    return by_rules.model_copy(update={"question": text, "alone": ""})


def is_faithful(
    text: str, question: str, *, listener: Iterable[str], answers: Iterable[str], rarity: Rarity | None
) -> bool:
    """Whether a rewriting is one question that keeps the listener's words and denials and brings in nothing new."""
    if not text or len(text) > _LONGEST or "\n" in text or denials(text) != denials(question):
        return False
    own = term_set(question)
    if own and len(own & term_set(text)) < _KEPT * len(own):
        return False
    asked = _words(listener)
    answered = _words(answers)
    return all(
        set(tokens(new)) <= asked or (set(tokens(new)) <= answered and rarity is not None and is_known(new, rarity))
        for new in (*_names(text), *_numbers(text))
    )


def _words(texts: Iterable[str]) -> set[str]:
    return {word for text in texts for word in tokens(text)}


def _names(text: str) -> list[str]:
    return [text[phrase.name_start : phrase.name_end] for phrase in phrases(text) if phrase.name]


def _numbers(text: str) -> list[str]:
    return [word for word in tokens(text) if word[0].isdigit()]
