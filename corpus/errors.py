"""What can go wrong, as one tree. Each layer adds its branch in its own `errors` module.

```text
AircheckError                 one line: what, where, what to do
├── CorpusError               reading material              (corpus.errors)
│   ├── EmptyFolder           nothing in the folder can be read
│   ├── UnreadableSource      one file; the others go on
│   ├── DoubtfulSource        one line of a file, which is read without it: a warning
│   └── BadShowFile           show.toml says something impossible
├── IndexingError             building or opening an index  (index.errors)
│   ├── NoIndex               there is none in that folder
│   ├── IndexMismatch         built by another model, chunker or schema
│   ├── IndexDamaged          files missing or altered
│   ├── IndexBusy             another process writes it
│   └── UnknownFilterValue    a kind, speaker or episode the index does not have
└── ChatError                 asking                        (chat.errors)
    ├── BadQuestion           empty, too long
    ├── ModelUnavailable      the language model cannot be reached
    ├── BadMarkings           the file of a producer's marks cannot be read or written
    ├── BadGold               a line of gold questions is none
    ├── NoRedis               shared limits are asked for and cannot be set up
    └── WorkersLost           a question that stops what answers it
```
"""


class AircheckError(Exception):
    """Base of every problem that is told to a person: one line saying what, where, what to do."""


class CorpusError(AircheckError):
    """The material cannot be read as it is."""


class EmptyFolder(CorpusError):
    """A folder holds nothing that can be read."""


class UnreadableSource(CorpusError):
    """One file cannot be read; the message starts with its path, and the line where one is known."""


class DoubtfulSource(CorpusError):
    """One line of a file says what cannot be; the file is read without it. The message starts with path and line."""


class BadShowFile(CorpusError):
    """`show.toml` cannot be understood; the message names the key."""
