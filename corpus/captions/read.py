"""Machine captions of a talk: YAML front matter over one huge paragraph, SRT, or VTT."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from corpus.captions.cues import Cue, read_cues
from corpus.captions.paragraph import read_paragraph
from corpus.captions.spoken import Spoken, speech_segments, without_directions
from corpus.models import Clock, Document, SourceKind
from corpus.reading.clean import ReadingBuilder
from corpus.reading.facts import title_of
from corpus.reading.marks import Piece

_LINK = re.compile(r"^(?:NOTE[ \t]+)?(?:video_url|video|url|source)[ \t]*[:=][ \t]*(https?://\S{1,500})", re.MULTILINE)
_TIMES = re.compile(r"^[ \t]{0,9}\S{1,20}[ \t]{1,9}-->[ \t]{0,9}\S", re.MULTILINE)


def read_captions(
    *,
    path: str,
    version: str,
    file: str,
    title: str | None = None,
    names: Sequence[str] = (),
) -> Document:
    """Captions as a document whose segments are facts of the front matter, then sentences, each with its speaker.

    `path` and `version` are the document's; `file` is the file's text. Times are exact from SRT and VTT, estimated
    from a length in the front matter, else None. A speaker is spelled as the title, the front matter or `names` have
    somebody who sounds the same. Raises `UnreadableSource` with path, line and what was expected.
    """
    read = _from_cues if _is_cues(path, file) else read_paragraph
    return read(path=path, version=version, file=file, title=title, names=names)


def _is_cues(path: str, file: str) -> bool:
    named = path.lower().endswith((".srt", ".vtt"))
    return (
        named or file.startswith("WEBVTT") or (not file.startswith("---") and _TIMES.search(file, 0, 4096) is not None)
    )


def _from_cues(*, path: str, version: str, file: str, title: str | None, names: Sequence[str]) -> Document:
    turns = _turns_of(read_cues(path=path, file=file), lasting="<v" not in file)
    builder = ReadingBuilder()
    spoken: list[Spoken] = []
    for turn in turns:
        spans = [builder.add(pieces) for pieces in without_directions(_joined([cue.pieces for cue in turn]))]
        for number, span in enumerate(filter(None, spans)):
            spoken.append(Spoken(*span, turn[0].voice, turn[0].begins_turn and not number))
    reading = builder.reading()
    cues = [cue for turn in turns for cue in turn]
    starts = [reading.from_file(cue.pieces[0].file, cue.pieces[0].file)[0] for cue in cues]
    times = [cue.starts_at for cue in cues]
    silences = {
        start: cue.starts_at - last.ends_at for start, last, cue in zip(starts[1:], cues, cues[1:], strict=False)
    }
    segments = (
        segment.model_copy(update={"starts_at": times[bisect_right(starts, segment.start) - 1]})
        for segment in speech_segments(reading.text, spoken, about="\n".join([title or "", *names]), silences=silences)
    )
    link = _LINK.search(file)
    return Document(
        path=path,
        version=version,
        kind=SourceKind.CAPTIONS,
        title=title or title_of(path),
        video=link[1] if link else None,
        duration_s=max(cue.ends_at for cue in cues),
        clock=Clock.EXACT,
        file=file,
        reading=reading,
        segments=tuple(segments),
    )


def _turns_of(cues: Sequence[Cue], *, lasting: bool) -> list[list[Cue]]:
    """Stretches by one voice. A label lasts until the next one; a `<v Name>` only to the end of its cue."""
    turns: list[list[Cue]] = []
    for cue in cues:
        voice = turns[-1][0].voice if turns else None
        goes_on = not cue.begins_turn and (lasting or voice is None)
        if turns and (goes_on or (cue.voice is not None and cue.voice == voice)):
            turns[-1].append(cue)
        else:
            turns.append([cue])
    return turns


def _joined(parts: Sequence[list[Piece]]) -> list[Piece]:
    """The pieces of cues in one list, white space between them folded."""
    pieces: list[Piece] = []
    for part in parts:
        end = pieces[-1].file + pieces[-1].file_length if pieces else 0
        gap = [Piece(" ", end, part[0].file - end, "space")] if pieces else []
        for piece in [*gap, *part]:
            if piece.text.strip() or (pieces and not pieces[-1].text.isspace()):
                pieces.append(piece)
    return pieces
