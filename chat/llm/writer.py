"""The answer with a language model: its sentences as they come, each shown only after it has been checked.

The model writes, the sources decide: keys become numbers, quotations are looked up, every sentence is verified
against what it cites. What fails is marked or removed. Where too much fails, or the model does, `Written.stopped`
says why, and the caller answers with the show's own words.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence

from chat.citations import Documents
from chat.errors import ModelUnavailable
from chat.llm.budget import TokenBudget
from chat.llm.closing import Written, closing
from chat.llm.draft import Draft
from chat.llm.evidenced import Evidence, evidence_of
from chat.llm.marks import Said, sentences
from chat.llm.meter import Meter, Usage
from chat.llm.prompt import Count, Source, Turn, compose, fitting, keyed, tellable
from chat.llm.rephrase import rephrase
from chat.llm.reply import ChatModel, ModelSettings
from chat.llm.sides import missing_sides
from chat.llm.watch import Watch
from chat.memory.follow_up import StandAlone
from chat.memory.topic import Rarity
from chat.models import Delta, Disagreement, Message
from corpus.models import Passage, Sentence, SourceKind
from corpus.sentences import is_common_word

_ROOM_TO_DISAGREE = 8  # the part of the room, one in so many, that known disagreements may take


def _count_tokens_of(text: str) -> int:
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
        count: Count = _count_tokens_of,
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
        """A follow-up in the model's words where these can be trusted and the settings ask for it; else as it was.

        What it costs is counted to the day's budget, and nothing is asked when that is spent.
        """
        if not self.settings.rewrites:
            return by_rules
        return rephrase(question, history, by_rules, ask=self._asked, rarity=rarity)

    def _asked(self, turns: Sequence[Turn]) -> str:
        meter, pieces = self._ask(turns)
        try:
            reply = "".join(pieces)
            return "" if meter.was_cut else reply
        finally:
            self._spent(meter)

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
        sources, turns = self._composed(question, passages, disagreements, history)
        try:
            meter, pieces = self._ask(turns)
        except ModelUnavailable as problem:
            yield Written(text="", stopped=str(problem), usage=Usage())
            return
        # Read while the model thinks, so that its first sentence finds everything ready.
        given = {source.key: evidence_of(source.passage) for source in sources}
        is_common_word("ready")
        draft = Draft(documents=documents, unsupported=self.settings.unsupported)
        try:
            yield from _shown(sentences(pieces, was_cut=lambda: meter.was_cut), draft, given, meter)
        except ModelUnavailable as problem:
            draft.stop(str(problem))
        finally:  # a listener who hangs up in the middle has used it too
            used = self._spent(meter)
        if draft.citations and not draft.stopped:
            yield from (Delta(text=side) for side in missing_sides(draft, disagreements, given))
        yield from closing(draft, disagreements, used, was_cut=meter.was_cut)

    def _composed(
        self,
        question: str,
        passages: Sequence[Passage],
        disagreements: Sequence[Disagreement],
        history: Sequence[Message],
    ) -> tuple[tuple[Source, ...], tuple[Turn, ...]]:
        """What is sent, and the passages in it: what the model can read beside the answer that it writes."""
        room = self.settings.context_tokens - self.settings.answer_tokens
        sources = keyed(passages)
        known, taken = tellable(disagreements, sources, budget_tokens=room // _ROOM_TO_DISAGREE, count=self._count)
        sources = fitting(question, sources, history=history, budget_tokens=room - taken, count=self._count)
        return sources, compose(question, sources, disagreements=known, history=history)

    def _ask(self, turns: Sequence[Turn]) -> tuple[Meter, Iterator[str]]:
        """What counts the reply, and the reply, asked for at once. Raises ModelUnavailable where nothing is sent."""
        if self._budget is not None and not self._budget.has_left():
            raise ModelUnavailable("The language model's budget for today is used up.")
        meter = Meter(turns, count=self._count)
        return meter, meter.metered(self._watch.pieces(turns))

    def _spent(self, meter: Meter) -> Usage:
        used = meter.usage(self.settings)
        if self._budget is not None:
            self._budget.spend(used.prompt_tokens + used.completion_tokens)
        return used


def _shown(saying: Iterable[Said], draft: Draft, given: Mapping[str, Evidence], meter: Meter) -> Iterator[Delta]:
    """What may be shown of a reply, as it comes."""
    for said in saying:
        if text := draft.add(said, given):
            meter.shown()
            yield Delta(text=text)
        if draft.ended:
            return


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
