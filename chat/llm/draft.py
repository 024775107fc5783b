"""An answer that a model writes, as it grows: checked sentences in, shown text and numbered citations out."""

from __future__ import annotations

import re
from collections.abc import Mapping

from chat.citations import Documents, cite
from chat.llm.evidenced import Evidence
from chat.llm.marks import Said
from chat.llm.quoted import unquoted
from chat.llm.reply import Unsupported
from chat.llm.uncited import is_courtesy, is_frame, is_uncited, placed
from chat.llm.verify import Checked, Cited
from chat.models import Citation
from chat.paired import quotations
from chat.wording import ABSTENTION, number_among

NOT_FOUND = "(not found in the sources)"
_MOST_WORDS = 300
_MOST_FAILURES = 0.5  # the share of sentences that may fail before the rest is not waited for
_FROM_FAILURES = 3
_MOST_REPEATS = 2
_WORDS = re.compile(r"\w+")
_ABSTENTION = _WORDS.findall(ABSTENTION.casefold())


class Draft:
    """The state of one answer. `add` returns what may be shown now, or "" while nothing may."""

    def __init__(self, *, documents: Documents, unsupported: Unsupported) -> None:
        self.text = ""
        self.citations: list[Citation] = []
        self.supported = self.marked = self.removed = 0
        self.abstained = False
        self.ended = False
        self.stopped: str | None = None
        self.documents = documents
        self._unsupported = unsupported
        self._held = ""  # failed sentences before the first that stands: shown only together with it
        self._said: set[str] = set()
        self._repeats = 0

    @property
    def failures(self) -> int:
        """Sentences that did not stand, however they were treated."""
        return self.marked + self.removed

    def add(self, said: Said, given: Mapping[str, Evidence]) -> str:
        """Take in one sentence; `given` are the passages by key."""
        if _WORDS.findall(said.text.casefold()) == _ABSTENTION:
            self.abstained = self.ended = not self.text
            return ""
        uncited = is_uncited(said, given)
        if (uncited and is_courtesy(said)) or self._is_repeat(said):
            return ""
        checked = placed(said, given)
        found = [self._found(cited) for cited in checked.cited] if checked.failure is None else []
        numbers = [number_among(self.citations, place) for place in found if place] if all(found) else []
        if numbers:
            self.supported += 1
            return self._shown(with_marks(checked.text, numbers), line=said.line)
        return "" if uncited and is_frame(said) else self._failed(checked)

    def _found(self, cited: Cited) -> Citation | None:
        found = cite(cited.sentences, cited.evidence.passage, documents=self.documents)
        return found.model_copy(update={"verdict": cited.verdict}) if found else None

    def _is_repeat(self, said: Said) -> bool:
        words = " ".join(said.text.casefold().split())
        if words not in self._said:
            self._said.add(words)
            return False
        self._repeats += 1
        if self._repeats > _MOST_REPEATS:
            self.stop("The language model repeated itself.")
        return True

    def _failed(self, checked: Checked) -> str:
        if self._unsupported is Unsupported.REMOVE:
            self.removed += 1
            text = ""
        else:
            self.marked += 1
            words = checked.text
            if checked.said.code:  # is not checked for quotations: all of them come off
                words = unquoted(words, [(quotation, None) for quotation in quotations(words)])
            text = f"{words.rstrip(' .')} {NOT_FOUND}."
        if self.failures >= _FROM_FAILURES and self.failures > _MOST_FAILURES * (self.failures + self.supported):
            self.stop("Too little of what the language model wrote was found in the sources.")
            return ""
        if self.supported or not text:
            return self._shown(text, line=checked.said.line) if text else ""
        self._held += self._joined(self._held, text, line=checked.said.line)
        return ""

    def _shown(self, text: str, *, line: bool) -> str:
        held, self._held = self._held, ""
        added = self._joined(self.text, held, line=False) if held else ""
        added += self._joined(self.text + added, text, line=line)
        self.text += added
        self.ended = self.ended or len(self.text.split()) > _MOST_WORDS
        return added

    @staticmethod
    def _joined(before: str, text: str, *, line: bool) -> str:
        return f"{'' if not before else chr(10) if line else ' '}{text}"

    def stop(self, why: str) -> None:
        """Take in no more."""
        self.ended = True
        self.stopped = why

    def say(self, text: str) -> str:
        """Add words of our own."""
        return self._shown(text, line=self.text.rpartition("\n")[2].startswith("- "))


def with_marks(text: str, numbers: list[int]) -> str:
    """The sentence with its numbers, inside its full stop: "It sank [1][2]."."""
    marks = "".join(f"[{n}]" for n in dict.fromkeys(numbers))
    if text.endswith("."):
        end = "" if text.endswith(("?.", "!.")) else "."  # the model's own full stop, set after the key
        return f"{text[:-1]} {marks}{end}"
    if text.endswith(":"):
        return f"{text[:-1]} {marks}:"
    return f"{text} {marks}." if text.endswith("”") else f"{text} {marks}"
