"""Hand-made sources for tests of claims and disagreements: lines of text with the form they stand in."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from chat.disagreement.book import FindingsBook, Quiet, worked_out
from chat.disagreement.rivals import Asked
from chat.evidence import Candidate
from chat.question import read_question
from chat.words import term_set
from corpus.chunk import chunk_document
from corpus.claims.extract import Claim, extract_claims
from corpus.copies import mark_copies
from corpus.errors import CorpusError
from corpus.load import load_corpus
from corpus.models import Document, Form, Passage, Reading, Run, Sentence, SourceKind

Source = tuple[Document, list[Passage]]
FORMS = {
    SourceKind.TRANSCRIPT: Form.SPEECH,
    SourceKind.CAPTIONS: Form.SPEECH,
    SourceKind.OUTLINE: Form.ITEM,
    SourceKind.PAGE: Form.PROSE,
    SourceKind.ARTICLE: Form.PROSE,
}


def source(
    path: str,
    kind: SourceKind,
    *lines: str | tuple[str, ...],
    episode: str = "007",
    section: tuple[str, ...] = (),
    header: tuple[str, ...] = (),
    speaker: str | None = "Ines",
    form: Form | None = None,
    copy_of: str | None = None,
) -> Source:
    """A source of one sentence a line; a tuple is a table row of cells."""
    text = "\n".join(line if isinstance(line, str) else " ".join(line) for line in lines)
    sentences, start = [], 0
    for line in lines:
        said = line if isinstance(line, str) else " ".join(line)
        row = () if isinstance(line, str) else line
        sentences.append(
            Sentence(
                text=said,
                search_text=said,
                start=start,
                end=start + len(said),
                form=Form.ROW if row else form or FORMS[kind],
                speaker=speaker if kind is SourceKind.TRANSCRIPT else None,
                section=section,
                header=header if row else (),
                cells=row,
                copy_of=copy_of,
            )
        )
        start += len(said) + 1
    run = Run(reading=0, length=len(text), file=0, file_length=len(text))
    document = Document(
        path=path,
        version="0",
        kind=kind,
        title="A made-up episode",
        episode=episode,
        file=text,
        reading=Reading(text=text, runs=(run,)),
        segments=(),
    )
    passage = Passage(
        id=f"{path}#0-{len(text)}",
        path=path,
        kind=kind,
        title=document.title,
        episode=episode,
        start=0,
        end=len(text),
        line=1,
        text=text,
        search_text=text,
        sentences=tuple(sentences),
    )
    return document, [passage]


def transcript(*lines: str, path: str = "transcript.txt", episode: str = "007") -> Source:
    return source(path, SourceKind.TRANSCRIPT, *lines, episode=episode)


def outline(
    *lines: str | tuple[str, ...], section: tuple[str, ...] = (), header: tuple[str, ...] = (), path: str = "outline.md"
) -> Source:
    return source(path, SourceKind.OUTLINE, *lines, section=section, header=header)


def claims_of(*sources: Source) -> list[Claim]:
    return [claim for document, passages in sources for claim in extract_claims(document, passages)]


def claims_in(
    folder: Path, *, on_problem: Callable[[CorpusError], None] = lambda _: None
) -> tuple[list[Claim], dict[str, str]]:
    """The claims of a folder of material, and its files by path."""
    documents = list(load_corpus(folder, on_problem=on_problem))
    passages = mark_copies(passage for document in documents for passage in chunk_document(document))
    claims = claims_of(*((document, [p for p in passages if p.path == document.path]) for document in documents))
    return claims, {document.path: document.file for document in documents}


def book_of(claims: Iterable[Claim], *, quiet: Quiet = lambda _: False) -> FindingsBook:
    """What some claims disagree about, worked out."""
    every = list(claims)
    return worked_out(lambda: every, quiet=quiet)


def values(claims: Iterable[Claim]) -> list[str]:
    return [claim.value for claim in claims]


def candidates_of(*sources: Source) -> list[Candidate]:
    """Each sentence of the sources, in turn of the sources, best first: the first of each, then the second."""
    rows = [
        [
            Candidate(s, p, at, 0.0, (), (term_set(f"{p.text} {' '.join(s.section)}"),))
            for at, s in enumerate(p.sentences)
        ]
        for _, (p,) in sources
    ]
    longest = max(len(row) for row in rows)
    ordered = [row[at] for at in range(longest) for row in rows if at < len(row)]
    return [replace(candidate, score=-float(n)) for n, candidate in enumerate(ordered)]


def asked_of(question: str, *sources: Source, names: frozenset[str]) -> Asked:
    """A question whose candidates are `candidates_of` sources; every word is as rare as the next."""
    held = {passages[0].path: passages for _, passages in sources}
    return Asked(read_question(question), candidates_of(*sources), names, lambda _: 1.0, held.__getitem__)
