"""Gold questions → figures: what was right, and for each miss, where on the way it was lost."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from statistics import mean, median

from chat.assistant import Assistant
from chat.citations import stands_in
from chat.find import passages_for
from chat.gold import Gold, GoldQuote
from chat.models import Answer, Citation, Status
from chat.words import tokens
from corpus.models import Document, Frozen
from corpus.reading.clean import read_stretch
from corpus.tokens import count_tokens
from index.models import EVERYTHING, Hit

_ANSWER_WORDS = 120  # an answer is judged on its first words: a dump of passages is none
_RANKS = (1, 3, 5, 10)
_TOKEN_BUDGET = 1500
_TRAPS = frozenset({"near-miss", "agree_trap"})  # sources that look different but agree
_RANKED = 30  # passages among which a gold quote is looked for
_MARK = re.compile(r"\[\d+\]")
_STRAIGHT = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-"})


class Judged(Frozen):
    """One question, judged. `rank` is that of the first passage which holds a gold quote; None when none does."""

    id: str
    type: str
    answerable: bool
    answered: bool
    right: bool
    nuggets: float | None
    supported: bool
    first_supports: bool
    citations: int
    verbatim: int
    speakers: tuple[bool, ...]
    wants_flag: bool
    flags: int
    flag_right: bool
    confidence: float
    rank: int | None
    in_budget: bool
    words: int
    total_ms: float
    miss: str | None  # why it is not right


def evaluate(golds: Iterable[Gold], assistant: Assistant) -> Iterator[Judged]:
    """Ask every question and judge the answer."""
    index = assistant.index
    paths = {source.path for source in index.sources()}
    held = paths | {path.rsplit(".", 1)[0] for path in paths}
    for gold in golds:
        answer = assistant.ask(gold.question, gold.history)
        hits, _ = passages_for(index, answer.asked_as or gold.question, EVERYTHING, _RANKED)
        indexed = any(quote.file in held for quote in _places(gold))
        yield judge(gold, answer, hits, documents=index.document, indexed=indexed)


def judge(
    gold: Gold, answer: Answer, hits: Sequence[Hit], *, documents: Callable[[str], Document], indexed: bool = True
) -> Judged:
    """Judge one answer. `hits` are the passages for the question, `indexed` tells whether a gold source is there."""
    said = plain(" ".join(_MARK.sub(" ", answer.answer).split()[:_ANSWER_WORDS]))
    nuggets = mean(bool(nugget.search(said)) for nugget in gold.nuggets) if gold.nuggets else None
    supporting = [bool(_supports(citation, gold)) or _says_it_too(citation, gold) for citation in answer.citations]
    answered = answer.status is Status.ANSWERED
    forbidden = any(pattern.search(said) for pattern in gold.must_not)
    right = answered and any(supporting) and nuggets in (None, 1) and not forbidden if gold.answerable else not answered
    rank = next((n for n, hit in enumerate(hits, 1) if _holds(hit.passage.path, hit.passage.text, gold)), None)
    judged = Judged(
        id=gold.id,
        type=gold.type,
        answerable=gold.answerable,
        answered=answered,
        right=right,
        nuggets=nuggets,
        supported=any(supporting),
        first_supports=bool(supporting and supporting[0]),
        citations=len(answer.citations),
        verbatim=sum(stands_in(documents(c.path).file[c.start : c.end], c.quote) for c in answer.citations),
        speakers=tuple(
            any(quote.any_speaker or quote.speaker == c.speaker for quote in quotes)
            for c in answer.citations
            if (quotes := _supports(c, gold))
        ),
        wants_flag=gold.disagree is not None,
        flags=len(answer.disagreements),
        flag_right=_flagged(gold, answer),
        confidence=answer.confidence,
        rank=rank,
        in_budget=_in_budget(hits, gold),
        words=len(answer.answer.split()),
        total_ms=answer.timings.total_ms,
        miss=None,
    )
    return judged if right else judged.model_copy(update={"miss": _why(judged, indexed=indexed, forbidden=forbidden)})


def _why(judged: Judged, *, indexed: bool, forbidden: bool) -> str:
    """The first step at which a question that was not answered rightly went wrong."""
    steps = (
        (not judged.answerable, "wrongly answered"),
        (not indexed, "not in the index"),
        (not judged.answered, "wrongly abstained"),
        (forbidden, "says what it must not"),
        (judged.rank is None, "not retrieved"),
        (not judged.supported, "retrieved but not chosen"),
        ((judged.nuggets or 0) > 0, "cut: only a part of the answer"),
        (True, "chosen but the fact is missing"),
    )
    return next(reason for applies, reason in steps if applies)


def summarise(rows: Sequence[Judged]) -> dict[str, float | None]:
    """The figures over all rows; None where nothing could be counted."""
    asked = [row for row in rows if row.answerable]
    abstained = [row for row in rows if not row.answered]
    hopeless = [row for row in rows if not row.answerable]
    calm = [row for row in asked if not row.wants_flag]
    ranked = {f"recall@{k}": _share(row.rank is not None and row.rank <= k for row in asked) for k in _RANKS}
    return {
        "questions": float(len(rows)),
        "right": _share(row.right for row in asked),
        "nugget_recall": _mean(row.nuggets for row in asked if row.nuggets is not None),
        "supported": _share(row.supported for row in asked),
        "first_citation_supports": _share(row.first_supports for row in asked),
        "verbatim": _ratio(sum(row.verbatim for row in rows), sum(row.citations for row in rows)),
        "speaker_right": _share(right for row in asked for right in row.speakers),
        "abstain_recall": _share(not row.answered for row in hopeless),
        "abstain_precision": _share(not row.answerable for row in abstained),
        "disagree_recall": _share(row.flag_right for row in asked if row.wants_flag),
        "false_flag_near_miss": _share(row.flags > 0 for row in calm if row.type in _TRAPS),
        "false_flag_other": _share(row.flags > 0 for row in calm if row.type not in _TRAPS),
        **ranked,
        "mrr": _mean(1 / row.rank if row.rank else 0.0 for row in asked),
        f"recall@{_TOKEN_BUDGET}tokens": _share(row.in_budget for row in asked),
        "calibration_error": calibration_error(rows),
        "median_words": float(median(row.words for row in asked)) if asked else None,
        "p50_ms": float(median(row.total_ms for row in rows)) if rows else None,
    }


def reliability(rows: Sequence[Judged], *, bins: int = 10) -> list[tuple[int, float, float]]:
    """The reliability curve: for each tenth of confidence that has any, how many questions, their mean confidence, and
    the share that is answerable and supported."""
    curve = []
    for number in range(bins):
        inside = [row for row in rows if number / bins <= row.confidence < (number + 1) / bins + (number == bins - 1)]
        if inside:
            held = mean(row.answerable and row.supported for row in inside)
            curve.append((len(inside), mean(row.confidence for row in inside), held))
    return curve


def calibration_error(rows: Sequence[Judged]) -> float | None:
    """Expected calibration error: the mean gap between confidence and what held, over the reliability curve."""
    gaps = [count * abs(confidence - held) for count, confidence, held in reliability(rows)]
    return round(sum(gaps) / len(rows), 4) if rows else None


def by_type(rows: Iterable[Judged]) -> Mapping[str, tuple[int, int]]:
    """Right and asked, for each type of question."""
    asked, right = Counter[str](), Counter[str]()
    for row in rows:
        asked[row.type] += 1
        right[row.type] += row.right
    return {kind: (right[kind], asked[kind]) for kind in sorted(asked)}


def plain(text: str) -> str:
    """Text as gold patterns expect it: marks off, straight quotes, one space, lower case."""
    return " ".join(read_stretch(text).text.translate(_STRAIGHT).split()).lower()


def _supports(citation: Citation, gold: Gold) -> list[GoldQuote]:
    """The gold quotes that a citation shows most of."""
    return [quote for quote in _places(gold) if _shows(citation.path, citation.quote, quote)]


def _says_it_too(citation: Citation, gold: Gold) -> bool:
    """Whether another place of the same episode gives the fact: a nugget, and two more words of what was asked."""
    folders = {quote.file.rpartition("/")[0] for quote in gold.gold}
    text = plain(citation.quote)
    found = [match[0] for nugget in gold.nuggets if (match := nugget.search(text))]
    if citation.path.rpartition("/")[0] not in folders or not found:
        return False
    rest = set(tokens(text)) - {token for words in found for token in tokens(words)}
    about = {token for said in (gold.question, *(quote.quote for quote in gold.gold)) for token in tokens(said)}
    return len({token for token in about if len(token) > 3} & rest) >= 2


def _holds(path: str, text: str, gold: Gold) -> bool:
    return any(_shows(path, text, quote) for quote in _places(gold))


def _places(gold: Gold) -> Iterator[GoldQuote]:
    for quote in gold.gold:
        yield quote
        yield from (
            quote.model_copy(update={"file": copy.file, "quote": copy.quote, "any_speaker": True})
            for copy in quote.same_as
        )


def _shows(path: str, text: str, quote: GoldQuote) -> bool:
    if quote.file not in (path, path.rsplit(".", 1)[0]):
        return False
    own, wanted = set(tokens(read_stretch(text).text)), set(tokens(read_stretch(quote.quote).text))
    shared = len(own & wanted)
    return shared >= max(0.6 * min(len(own), len(wanted)), min(3, len(wanted)), 1)


def _flagged(gold: Gold, answer: Answer) -> bool:
    """Whether one disagreement of the answer sets the two gold values against each other."""
    if gold.disagree is None:
        return False
    first, second = gold.disagree
    for disagreement in answer.disagreements:
        sides = [plain(f"{position.value} {position.quote}") for position in disagreement.positions]
        if any(
            first.search(a) and second.search(b) for i, a in enumerate(sides) for j, b in enumerate(sides) if i != j
        ):
            return True
    return False


def _in_budget(hits: Sequence[Hit], gold: Gold) -> bool:
    spent = 0
    for hit in hits:
        if spent >= _TOKEN_BUDGET:
            return False
        if _holds(hit.passage.path, hit.passage.text, gold):
            return True
        spent += count_tokens([hit.passage.text])[0]
    return False


def _share(values: Iterable[bool]) -> float | None:
    return _mean(map(float, values))


def _mean(values: Iterable[float]) -> float | None:
    counted = list(values)
    return round(mean(counted), 4) if counted else None


def _ratio(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
