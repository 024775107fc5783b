"""True and false sentences about passages: what an honest model and a lying one would write."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence

from corpus.models import Form, Passage, Sentence
from corpus.numbers.written import written

_NUMBER = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d+)?")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}(?: [A-Z][a-z]{3,})?")
_VERB = re.compile(r"\b(is|are|was|were|can|will|has|have|had)\b(?! (?:not|no|never)\b)")
_OPPOSITE = {
    "more": "less", "before": "after", "higher": "lower", "faster": "slower", "most": "least", "always": "never",
             "after": "before", "increase": "decrease", "first": "last", "over": "under", "up": "down",
}  # fmt: skip
INVENTED = (
    "The mayor of Bregenz collects antique typewriters in a disused cinema",
    "A survey among florists found that tulips sell best on rainy mornings",
    "The violin was repaired with glue made from fish bones",
    "Penguins were trained to deliver the newspaper across the glacier",
)


def plain(sentence: Sentence) -> bool:
    """Whether a sentence states something by itself: what a model would repeat."""
    words = sentence.text.split()
    return sentence.form in (Form.SPEECH, Form.PROSE, Form.ITEM) and len(words) > 6 and not sentence.text.endswith("?")


def truths(passage: Passage) -> Iterator[str]:
    """What can honestly be written of a passage: quoted, repeated, repeated with printed numbers."""
    for sentence in filter(plain, passage.sentences):
        text = sentence.text.rstrip(" .")
        who = f"{sentence.speaker} says" if sentence.speaker else f"The {passage.kind.value} says"
        yield f"{who} “{text}”"
        yield text
        yield f"{who} that {written(text)}"


def false_ones(passage: Passage, others: Sequence[Passage], chance: random.Random) -> Iterator[tuple[str, str]]:
    """What a liar would write of a passage: `(kind of lie, sentence)`."""
    foreign = [sentence.text for other in others for sentence in other.sentences if plain(sentence)]
    names = sorted({name for text in foreign for name in _NAME.findall(text)} - set(_NAME.findall(passage.text)))
    for sentence in filter(plain, passage.sentences):
        text = written(sentence.text.rstrip(" ."))
        if numbers := _NUMBER.findall(text):
            number = chance.choice(numbers)
            wrong = str(int(float(number.replace(",", ""))) + chance.choice((1, 3, 7, 20)))
            yield "number", re.sub(rf"(?<![\w.]){re.escape(number)}(?![\w.])", wrong, text, count=1)
        if (own := _NAME.findall(text)) and names:
            yield "name", text.replace(chance.choice(own), chance.choice(names), 1)
        if _VERB.search(text):
            yield "denial", _VERB.sub(r"\1 not", text, count=1)
        for word, opposite in _OPPOSITE.items():
            if re.search(rf"\b{word}\b", text):
                yield "opposite", re.sub(rf"\b{word}\b", opposite, text, count=1)
                break
    yield "invented", chance.choice(INVENTED)
    if foreign:
        yield "wrong key", chance.choice(foreign).rstrip(" .")
