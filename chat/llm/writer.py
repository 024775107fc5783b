"""The answer with a language model: its sentences as they come, each shown only after it has been checked.

The model writes, the sources decide: keys become numbers, quotations are looked up, every sentence is verified
against what it cites. What fails is marked or removed. Where too much fails, or the model does, `Written.stopped`
says why, and the caller answers with the show's own words.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence

from chat.citations import Documents
from chat.errors import ModelUnavailable
from chat.llm.budget import TokenBudget
from chat.llm.draft import Draft
from chat.llm.evidenced import evidence_of
from chat.llm.marks import sentences
from chat.llm.meter import Meter, Usage
from chat.llm.prompt import Count, compose, fitting, keyed
from chat.llm.rephrase import rephrase
from chat.llm.reply import ChatModel, ModelSettings, Unsupported
from chat.llm.sides import missing_sides, numbered
from chat.llm.watch import Watch
from chat.memory.follow_up import StandAlone
from chat.memory.topic import Rarity
from chat.models import Citation, Delta, Disagreement, Message
from chat.wording import ABSTENTION
from corpus.models import Frozen, Passage, Sentence, SourceKind
from corpus.sentences import is_common_word

__all__ = ["ModelSettings", "Unsupported", "Writer", "Written", "check_model"]


class Written(Frozen):
    """What a model wrote, after checking; comes last. The deltas before it, joined, are `text`."""

    text: str
    citations: tuple[Citation, ...] = ()  # numbered from 1 in order of first use
    disagreements: tuple[Disagreement, ...] = ()  # those of which the answer cites a side, with its numbers
    abstained: bool = False
    stopped: str | None = None  # why it ended early, in one line for the reader; the text holds as far as it goes
    marked: int = 0  # sentences shown as not found in the sources
    removed: int = 0
    usage: Usage


def count_tokens_of(text: str) -> int:
    """Tokens of one text in a common vocabulary: near enough for a budget of any model."""
    from corpus.tokens import count_tokens  # loaded for those who have a model, as below

    return count_tokens([text])[0]


def _connected(settings: ModelSettings) -> ChatModel:
    # Loaded for those who have a model: its libraries take longer to load than a question without one.
    from chat.llm.connect import connect

    return connect(settings)


class Writer:
    """Writes answers with one language model. Safe to use from several threads."""

    def __init__(
        self,
        settings: ModelSettings,
        *,
        model: ChatModel | None = None,
        count: Count = count_tokens_of,
        budget: TokenBudget | None = None,
    ) -> None:
        """When a day's `budget` is spent the model counts as unavailable until the next; None is no limit.

        Raises ModelUnavailable when the model's package is missing; nothing is sent yet.
        """
        self.settings = settings
        self._count = count
        self._budget = budget
        self._model = model or _connected(settings)
        self._watch = Watch(
            self._model,
            at_once=settings.at_once,
            first_token_s=settings.first_token_s,
            total_s=settings.total_s,
        )

    @property
    def name(self) -> str:
        """What `Answer.answered_by` says."""
        return self.settings.model

    def rephrase(
        self, question: str, history: Sequence[Message], by_rules: StandAlone, *, rarity: Rarity | None = None
    ) -> StandAlone:
        """A follow-up in the model's words where these can be trusted and the settings ask for it; else as it was."""
        if not self.settings.rewrites:
            return by_rules
        return rephrase(question, history, by_rules, watch=self._watch, rarity=rarity)

    def close(self) -> None:
        """Let go of the model's connections."""
        self._model.close()

    def write(
        self,
        question: str,
        passages: Sequence[Passage],
        *,
        documents: Documents,
        disagreements: Sequence[Disagreement] = (),
        history: Sequence[Message] = (),
    ) -> Generator[Delta | Written, None, None]:
        """The answer to a question that stands alone, from passages that come best first."""
        if self._budget is not None and not self._budget.has_left():
            yield Written(text="", stopped="The language model's budget for today is used up.", usage=Usage())
            return
        room = self.settings.context_tokens - self.settings.answer_tokens
        sources = fitting(question, keyed(passages), history=history, budget_tokens=room, count=self._count)
        turns = compose(question, sources, disagreements=disagreements, history=history)
        meter = Meter(turns, count=self._count)
        pieces = meter.metered(self._watch.pieces(turns))
        # Read while the model thinks, so that its first sentence finds everything ready.
        given = {source.key: evidence_of(source.passage) for source in sources}
        is_common_word("ready")
        draft = Draft(documents=documents, unsupported=self.settings.unsupported)
        try:
            for said in sentences(pieces):
                if shown := draft.add(said, given):
                    meter.shown()
                    yield Delta(text=shown)
                if draft.ended:
                    break
        except ModelUnavailable as problem:
            draft.stop(str(problem))
        finally:  # a listener who hangs up in the middle has used it too
            used = self._spent(meter)
        if draft.citations and not draft.stopped:
            yield from (Delta(text=side) for side in missing_sides(draft, disagreements, given))
        yield from _closing(draft, disagreements, used)

    def _spent(self, meter: Meter) -> Usage:
        used = meter.usage(self.settings)
        if self._budget is not None:
            self._budget.spend(used.prompt_tokens + used.completion_tokens)
        return used


def _closing(draft: Draft, disagreements: Sequence[Disagreement], usage: Usage) -> Iterator[Delta | Written]:
    if draft.abstained:
        yield Delta(text=ABSTENTION)
        yield Written(text=ABSTENTION, abstained=True, usage=usage)
        return
    if not draft.supported and not draft.stopped:
        draft.stop("Nothing that the language model wrote was found in the sources.")
    if not draft.stopped and draft.failures > draft.supported:
        draft.stop("Too little of what the language model wrote was found in the sources.")
    yield Written(
        text=draft.text,
        citations=tuple(draft.citations),
        disagreements=numbered(disagreements, draft.citations),
        stopped=draft.stopped,
        marked=draft.marked,
        removed=draft.removed,
        usage=usage,
    )


_TRIAL = "The lamp of the test tower was lit in nineteen hundred and four."


def check_model(settings: ModelSettings, *, model: ChatModel | None = None) -> str | None:
    """Ask the model about a made-up passage: None when it answers as told, else one line on what is wrong.

    Raises ModelUnavailable when the model cannot even be set up.
    """
    sentence = Sentence(text=_TRIAL, search_text=_TRIAL, start=0, end=len(_TRIAL))
    passage = Passage(
        id="trial#0", path="trial.txt", kind=SourceKind.ARTICLE, title="Trial", start=0, end=len(_TRIAL), line=1,
        text=_TRIAL, search_text=_TRIAL, sentences=(sentence,),
    )  # fmt: skip
    sources = keyed([passage])
    turns = compose("When was the lamp of the test tower lit?", sources)
    asked = model or _connected(settings)
    watch = Watch(asked, at_once=1, first_token_s=settings.first_token_s, total_s=settings.total_s)
    try:
        said = list(sentences(piece.text for piece in watch.pieces(turns)))
    except ModelUnavailable as problem:
        return str(problem)
    finally:
        asked.close()
    if not said:
        return f"The language model {settings.model} answers with nothing."
    if not any(sources[0].key in sentence.keys for sentence in said):
        return f"The language model {settings.model} answers, but does not cite as told: take a larger one."
    return None
