"""How an answer reads: plain sentences that say who and where, with `[n]` marks."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from chat.choices import Choice
from chat.citations import Documents, cite_all, row_cells
from chat.intents import Intent
from chat.models import Citation
from chat.paired import within_marks
from chat.question import Question
from chat.small_talk import SmallTalk
from corpus.episodes import written_number
from corpus.models import Clock, Passage, Sentence, SourceKind

ABSTENTION = "The show's material does not say."
IN_ENGLISH = "The show's material does not say; it is in English, so please ask in English."
UNSURE = "This comes nearest, but may not be the answer."
NO_DISPUTE = "No disagreement between the sources was found."
NO_QUESTION = "That is not a question about the show; ask what was said in it, by whom, or in which episode."

_ASK = "ask what was said in the show, by whom, or in which episode"
SMALL_TALK = {
    SmallTalk.LANGUAGE: "The answers are the show's own words, in the language it speaks; ask in that one.",
    SmallTalk.SELF: f"I look up what the show says and answer with its own words; {_ASK}.",
    SmallTalk.COMPLAINT: "Sorry about that; ask once more in other words, or open the sources to read on there.",
    SmallTalk.THANKS: "You're welcome; ask on whenever you like.",
    SmallTalk.FAREWELL: "Goodbye, and come back any time.",
    SmallTalk.GREETING: f"Hello; {_ASK}.",
    SmallTalk.REACTION: "All right; ask on whenever you like.",
    SmallTalk.DOUBT: "What is quoted stands so in its source, which you can open; ask on if something is missing.",
}


def without_episode(number: str) -> str:
    """What is said to a question about an episode that there is not."""
    return f"The material has no episode {number}."


_KIND = {
    SourceKind.TRANSCRIPT: "the transcript",
    SourceKind.OUTLINE: "the outline",
    SourceKind.PAGE: "the show notes",
    SourceKind.ARTICLE: "the article",
    SourceKind.CAPTIONS: "the talk's captions",
}


class Composer:
    """Turns choices into numbered statements: each place is cited once, under one number."""

    def __init__(
        self, *, documents: Documents, many_episodes: bool, tells_when: bool = False, tells_kind: bool = False
    ) -> None:
        """With `tells_when`, each statement has the date of its source and the time in it, as far as they are known.

        What was said on air is told by its episode alone, but with `tells_kind`, and where there is one episode.
        """
        self.documents = documents
        self.many_episodes = many_episodes
        self._tells_when = tells_when
        self._tells_kind = tells_kind
        self.citations: list[Citation] = []
        self._last: tuple[str, str | None] | None = None
        self._until = 0  # where in its file the last statement ends

    def statement(self, choice: Choice) -> str | None:
        """One statement with its marks, or None when its source does not hold the words."""
        episode = self._episode(choice.title) if choice.title and not self.has(choice.title) else ""
        if episode and self.has(choice):
            return episode
        own = self.numbers(choice)
        if not own:
            return None
        marks = _marks([*own, *(n for other in choice.also for n in self.numbers(other))])
        said = f"{self._introduced(choice, in_episode=bool(episode))} {self._quoted(choice)} {marks}."
        self._until = choice.sentences[-1].end
        return f"{episode} {said}" if episode else said

    def _episode(self, title: Choice) -> str:
        """An episode by its number and its title, or nothing when its source does not hold the title."""
        own = self.numbers(title)
        if not own:
            return ""
        self._last = None
        number = written_number(title.passage.episode or "")
        return f"Episode {number}, “{title.passage.title}” {_marks(own)}."

    def numbers(self, choice: Choice) -> list[int]:
        """The numbers under which a choice is cited: one, or several where its file interrupts the words."""
        found = cite_all(choice.sentences, choice.passage, documents=self.documents)
        return [number_among(self.citations, place) for place in found]

    def has(self, choice: Choice) -> bool:
        """Whether the words of a choice are cited already."""
        path, start, end = choice.passage.path, choice.sentences[0].start, choice.sentences[-1].end
        return any(c.path == path and c.start <= start and end <= c.end for c in self.citations)

    def _introduced(self, choice: Choice, *, in_episode: bool) -> str:
        """Who says it and where; `in_episode` when the episode has just been told."""
        speaker, path = choice.sentences[0].speaker, choice.passage.path
        before, self._last = self._last, (path, speaker)
        just_told = choice.asked and before and before[0] == path and self._until == choice.asked.end
        asked = f", {_replies(choice.asked.text)}" if choice.asked and not just_told else ""
        if before == (path, None) and not speaker:
            return "Also:"
        when = _when(choice, again=bool(before and before[0] == path)) if self._tells_when else ""
        if before and before[0] == path and speaker:
            return f"{speaker}{when}{asked}:"
        place = self._place(choice, in_episode=in_episode) + when
        verb = has(choice.passage.kind)
        return f"{speaker}, in {place}{asked}:" if speaker else f"{place[0].upper()}{place[1:]} {verb}:"

    def _place(self, choice: Choice, *, in_episode: bool) -> str:
        passage, many_episodes = choice.passage, self.many_episodes and not in_episode
        is_aired = passage.kind is SourceKind.TRANSCRIPT and choice.sentences[0].speaker and not self._tells_kind
        if is_aired and many_episodes and passage.episode:
            return f"episode {written_number(passage.episode)}"
        return _place_of(passage, many_episodes=many_episodes)

    def _quoted(self, choice: Choice) -> str:
        if len(choice.sentences) == 1 and (row := told_row(choice.sentences[0])):
            return row
        return f"“{within_marks(choice.text).strip().rstrip('.')}”"


def _replies(said: str) -> str:
    """What somebody answers, before the colon: “How long?” is asked, what is no question is replied to."""
    verb, shown = ("asked", said) if said.rstrip("\"'”’").endswith("?") else ("to", said.rstrip("."))
    return f"{verb} “{within_marks(shown)}”"


def told_row(sentence: Sentence) -> str:
    """A table row as it is told: of more than two columns, each value with its column's name; empty for no row."""
    cells = row_cells(sentence)
    if not cells or len(sentence.cells) < 3 or not any(sentence.header):
        return row_text(cells) if cells else ""
    named = [(name, cell) for name, cell in zip_longest(sentence.header, sentence.cells, fillvalue="") if cell]
    return f"{cells[0]} ({'; '.join(f'{name}: {cell}' if name else cell for name, cell in named[1:])})"


def row_text(cells: Sequence[str]) -> str:
    """A table row of two cells or more as it is told; never in quotation marks, as it does not stand so in a file."""
    name, value, *rest = cells
    return f"{name}: {value}" + (f" ({', '.join(rest)})" if rest else "")


def number_among(citations: list[Citation], found: Citation) -> int:
    """The number under which a place is cited, in order of first use; a new one is added to `citations`."""
    for known in citations:
        if (known.path, known.start, known.end, known.verdict) == (found.path, found.start, found.end, found.verdict):
            return known.n
    citations.append(found.model_copy(update={"n": len(citations) + 1}))
    return len(citations)


def _when(choice: Choice, *, again: bool) -> str:
    """The date of a source, unless it was told, and the time into it: ", 2025-12-08, about 8:32"."""
    at = choice.sentences[0].starts_at
    parts = [
        None if again else choice.passage.published,
        clock_text(at, choice.passage.clock) if at is not None else None,
    ]
    return "".join(f", {part}" for part in parts if part)


def clock_text(seconds: float, clock: Clock | None) -> str:
    """A time as a listener reads it: "8:32", with "about" where it is not exact."""
    return time_text(seconds) if clock is Clock.EXACT else f"about {time_text(seconds)}"


def time_text(seconds: float) -> str:
    """512.0 → "8:32"; 3905.0 → "1:05:05"."""
    minutes, second = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{second:02d}" if hours else f"{minutes}:{second:02d}"


def _marks(numbers: Sequence[int]) -> str:
    return "".join(f"[{n}]" for n in numbers)


def _place_of(passage: Passage, *, many_episodes: bool) -> str:
    """The source of a passage in words: "the outline of episode 21"."""
    episode = f" of episode {written_number(passage.episode)}" if many_episodes and passage.episode else ""
    if passage.kind is SourceKind.ARTICLE:
        return f"the article “{passage.title}”"
    return f"{_KIND[passage.kind]}{episode}"


def has(kind: SourceKind) -> str:
    """What a source of a kind does with its words: the outline has them, the show notes have them."""
    return "have" if kind in (SourceKind.PAGE, SourceKind.CAPTIONS) else "has"


def opening(question: Question, choices: Sequence[Choice]) -> str:
    """What comes before the statements: yes, or no but somebody else."""
    first = choices[0]
    speaker = first.sentences[0].speaker
    if question.intent is Intent.MENTION:
        if question.speaker and speaker and speaker != question.speaker:
            return f"Not {question.speaker}, as far as the material shows, but {speaker} did. "
        return "Yes. "
    return ""
