"""Made-up shows of any size, with the statistics of real ones: words, lengths of sentences and turns, numbers, names.

The words are single tokens of the token vocabulary, which stand there about as often as in English; names are
invented. What is said means nothing, but it is about something: every chapter has a subject with words of its own.
Measured on a real show of 42 episodes and matched here: 9.6 words a sentence (5, 25, 50, 75, 95 %: 2, 5, 8, 13, 21),
3 sentences a turn, a number in one sentence of four, 1 capitalised word a sentence, 7,300 different words in 200,000.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np

from corpus.tokens import _encoding

HOSTS = ("Ottilie", "Barnaby")
_GUESTS = ("Wilhelmina", "Thaddeus", "Cordelia", "Leopold", "Euphemia", "Ambrose", "Rosalind", "Cuthbert")
_FUNCTION = """
    the and to of a in that is it for you with on this are we was but have not they as at be so what can from just
    about when or if your all one there more how then like because our will an which their has had who them out up
    would do no were now some into than only its could other after over where very most these also even every
    """.split()  # noqa: SIM905 - a list of words is read as words
_SYLLABLES = "ka lo mi ren to vas del nor qui sha bru fen gol har zet pym".split()  # noqa: SIM905
_UNITS = ("percent", "hours", "minutes", "dollars", "kilos", "metres", "teams", "weeks", "requests", "people")
_WORDS = 12_000
_SUBJECTS = 400
_OWN_WORDS = 160  # of a subject
_CHAPTERS = 6
_TURNS, _SENTENCES_A_TURN = 36, 3.0  # of a chapter


class Chapter(NamedTuple):
    """A stretch of an episode about one subject, as sentences."""

    subject: int
    title: str
    names: tuple[str, ...]
    turns: tuple[tuple[str, tuple[str, ...]], ...]  # speaker, sentences
    notes: tuple[str, ...]


class MadeUpShow:
    """Episodes by number, each always the same for the same seed."""

    def __init__(self, seed: int = 1) -> None:
        self._seed = seed

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Content words, the most frequent first."""
        kept = (token.decode("latin-1") for token in sorted(_encoding()._mergeable_ranks, key=_rank))
        plain = [token[1:] for token in kept if re.fullmatch(" [a-z]{4,11}", token)]
        return tuple(dict.fromkeys(word for word in plain if word not in _FUNCTION))[:_WORDS]

    @cached_property
    def subjects(self) -> list[list[str]]:
        """The own words of each subject."""
        rng = np.random.default_rng(self._seed)
        words = np.array(self.words)
        return [list(words[rng.choice(len(words), _OWN_WORDS, replace=False)]) for _ in range(_SUBJECTS)]

    @cached_property
    def _common(self) -> tuple[np.ndarray, np.ndarray]:
        return np.array(self.words), _zipf(len(self.words), 2.0)

    def chapters(self, number: int) -> list[Chapter]:
        """What is said in an episode."""
        rng = np.random.default_rng([self._seed, number])
        guest = (_GUESTS[number % len(_GUESTS)],) if number % 5 == 0 else ()
        return [self._chapter(rng, (*HOSTS, *guest)) for _ in range(_CHAPTERS)]

    def _chapter(self, rng: np.random.Generator, people: tuple[str, ...]) -> Chapter:
        # Squared: some subjects come up in every other episode, most now and then.
        subject = int(_SUBJECTS * rng.random() ** 2)
        names = tuple(_name(rng) for _ in range(5))
        said = Sayings(rng, self._common, self.subjects[subject], names)
        turns, speaker = [], 0
        for _ in range(_TURNS):
            speaker = (speaker + 1 + int(rng.random() < 0.1)) % len(people)
            turns.append((people[speaker], tuple(said.sentence() for _ in range(1 + rng.poisson(_SENTENCES_A_TURN)))))
        title = " ".join(rng.choice(self.subjects[subject][:40], 3)).capitalize()
        return Chapter(subject, title, names, tuple(turns), tuple(said.sentence() for _ in range(9)))

    def questions(self, episodes: int, count: int, seed: int = 7) -> list[str]:
        """Questions about sentences that were said somewhere in the first `episodes`."""
        rng = np.random.default_rng([self._seed, seed])
        return [self._question(rng, int(rng.integers(1, episodes + 1))) for _ in range(count)]

    def _question(self, rng: np.random.Generator, number: int) -> str:
        chapter = self.chapters(number)[int(rng.integers(_CHAPTERS))]
        speaker, sentences = chapter.turns[int(rng.integers(len(chapter.turns)))]
        longest = max(sentences, key=len)
        content = [w for w in re.findall(r"[A-Za-z]{4,}", longest) if w.lower() not in _FUNCTION][:5]
        kinds = (
            f"What did we say about the {' '.join(content)}?",
            f"How many {content[-1] if content else 'people'} did {chapter.names[0]} have?",
            f"What did {speaker} say about {' and '.join(content[:3])}?",
            f"Why did the {' '.join(content[:4])} change?",
            f"When was {chapter.names[1]} with the {' '.join(content[:2])}?",
        )
        return kinds[int(rng.integers(len(kinds)))]


class Sayings:
    """Sentences about one subject."""

    def __init__(
        self, rng: np.random.Generator, common: tuple[np.ndarray, np.ndarray], own: list[str], names: tuple[str, ...]
    ) -> None:
        self._rng, self._names = rng, names
        size = 6000
        self._general = iter(rng.choice(common[0], size, p=common[1]).tolist())
        self._own = iter(rng.choice(own, size, p=_zipf(len(own), 1.0)).tolist())
        self._function = iter(rng.choice(_FUNCTION, size, p=_zipf(len(_FUNCTION), 1.0)).tolist())
        self._dice = iter(rng.random(6 * size).tolist())

    def sentence(self) -> str:
        """One sentence, its first letter large."""
        length = 1 + min(int(-10.3 * np.log(1 - next(self._dice) * 0.95)), 40)
        words = [self._word(place) for place in range(length)]
        if next(self._dice) < 0.24:
            words.insert(length // 2, self._number())
        text = " ".join(words)
        return text[0].upper() + text[1:] + ("?" if next(self._dice) < 0.12 else ".")

    def _word(self, place: int) -> str:
        kind = next(self._dice)
        if kind < 0.45:
            return str(next(self._function))
        if kind < 0.55 and place:
            return self._names[int(next(self._dice) ** 2 * len(self._names))]
        return str(next(self._own) if kind < 0.78 else next(self._general))

    def _number(self) -> str:
        kind, size = next(self._dice), next(self._dice)
        if kind < 0.2:
            return f"in {1990 + int(35 * size)}"
        return f"{int(10 ** (1 + 3 * size))} {_UNITS[int(kind * len(_UNITS))]}"


def _rank(token: bytes) -> int:
    return _encoding()._mergeable_ranks[token]


def _zipf(count: int, shift: float) -> np.ndarray:
    weights = 1.0 / (np.arange(count) + shift) ** 1.05
    return np.asarray(weights / weights.sum())


def _name(rng: np.random.Generator) -> str:
    return "".join(rng.choice(_SYLLABLES, int(rng.integers(2, 4)))).capitalize()


def write_show(folder: Path, episodes: int, show: MadeUpShow | None = None) -> int:
    """Write the first `episodes` as transcripts, pages and (every other one) outlines; returns the bytes written."""
    show = show or MadeUpShow()
    folder.mkdir(parents=True, exist_ok=True)
    hosts = ", ".join(f'"{host}"' for host in HOSTS)
    (folder / "show.toml").write_text(f'title = "Any Length"\nhosts = [{hosts}]\n', "utf-8")
    return sum(_write(folder, path, text) for number in range(1, episodes + 1) for path, text in _files(show, number))


def _write(folder: Path, path: str, text: str) -> int:
    (folder / path).parent.mkdir(exist_ok=True)
    return (folder / path).write_text(text, "utf-8")


def _files(show: MadeUpShow, number: int) -> Iterator[tuple[str, str]]:
    chapters = show.chapters(number)
    turns = [f"{speaker}: {' '.join(said)}" for chapter in chapters for speaker, said in chapter.turns]
    yield f"ep{number:05d}/transcript.txt", "\n\n".join(turns) + "\n"
    yield f"ep{number:05d}/page.md", _page(number, chapters)
    if number % 2:
        yield f"ep{number:05d}/outline.md", _outline(number, chapters)


def _page(number: int, chapters: list[Chapter]) -> str:
    date = f"{2000 + number // 300:04d}-{1 + number % 12:02d}-{1 + number % 28:02d}"
    parts = [f"## {chapter.title}\n\n{' '.join(chapter.notes[:5])}\n" for chapter in chapters]
    marks = [f"- **{10 * n:02d}:00** - {chapter.title}" for n, chapter in enumerate(chapters)]
    return (
        f"---\ntitle: {chapters[0].title}\nslug: {number:05d}-{zlib.crc32(chapters[0].title.encode()):x}\n"
        f"date: {date}\n---\n\n# {chapters[0].title}\n\n**Speakers**: {' & '.join(HOSTS)}\n\n## Chapters\n\n"
        + "\n".join(marks)
        + "\n\n"
        + "\n".join(parts)
    )


def _outline(number: int, chapters: list[Chapter]) -> str:
    parts = [f"## {chapter.title}\n\n" + "\n".join(f"- {note}" for note in chapter.notes[4:]) for chapter in chapters]
    return (
        f"# Episode Outline: {chapters[0].title}\n\n- **Episode Number**: {number:03d}\n"
        f"- **Speakers**: {' & '.join(HOSTS)}\n\n" + "\n\n".join(parts) + "\n"
    )
