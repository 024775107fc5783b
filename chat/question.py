"""What a question asks for: its subject, the kind of answer, the parts, and the sources it names. Rules only."""

from __future__ import annotations

import re
from collections.abc import Sequence

from chat.intents import SAYING, Intent, intent_of
from chat.overview import Overview, overview_of
from chat.plainly import LEAD
from chat.wants import SAYERS, Want, thing_defined, want_of
from chat.words import AUXILIARY, QUESTION_WORD, any_of, terms, tokens
from corpus.letters import LOWER, UPPER
from corpus.models import Frozen, SourceKind

_NAME = re.compile(rf"(?<=[{LOWER}0-9,;:'’\"] )(?:[{UPPER}][\w’'-]+|[{LOWER}]+[{UPPER}]\w*)")


class Part(Frozen):
    """One of the questions inside a question; `context` is what it leans on, to be searched with it."""

    text: str
    context: str = ""


class Question(Frozen):
    """A question, read. A plain one has one part: itself."""

    text: str
    intent: Intent
    want: Want
    subject: str  # what to search for
    thing: str | None = None  # of which it asks what it is, or who: "What is a windlass?"
    terms: tuple[str, ...]  # stems of the subject's words
    parts: tuple[Part, ...]
    count: int | None = None  # "the three …"
    counted: tuple[str, ...] = ()  # words for the things whose number is asked for: "how many forms", "how heavy"
    of_some: bool = False  # asks how many of the things have, or did, something; `terms` are of that alone
    kinds: tuple[SourceKind, ...] = ()  # sources named in the question
    speaker: str | None = None  # a speaker that it names
    of_words: bool = False  # asks what somebody said, not of somebody: "What did Ada say?", "How old is Ada?"
    episode: str | None = None  # an episode named by number
    named: str | None = None  # a source named in words: "according to The Herald"
    quoted: tuple[str, ...] = ()  # the words of a quotation that is looked for
    names: tuple[str, ...] = ()  # stems of the words written as names, the first word of the question never
    years: tuple[str, ...] = ()
    own: tuple[str, ...] = ()  # of a follow-up: stems of the words that were not carried over
    about_episode: bool = False  # asks for data of an episode or the show: its number, date, length, people
    overview: Overview | None = None  # asks of the show or an episode as a whole


_KIND_WORDS = {
    SourceKind.TRANSCRIPT: r"(?:transcripts?|scripts?|recordings?|on (?:the )?air|as (?:spoken|aired|recorded))",
    SourceKind.OUTLINE: r"(?:outlines?|production notes|the plan|run[- ]?sheet|rundown)",
    SourceKind.PAGE: r"(?:show ?notes|(?:episode |web ?|the )pages?|web ?site)",
    SourceKind.ARTICLE: r"(?:articles?|newspapers?)",
    SourceKind.CAPTIONS: r"(?:captions?|key ?notes?|conference talk|the talk|lecture)",
}
_KINDS = {kind: any_of(rf"\b{words}\b") for kind, words in _KIND_WORDS.items()}
_SOURCE = rf"(?:the |our |both )?(?:{'|'.join(_KIND_WORDS.values())}|as (?:written|printed|planned))\b(?:['’]s \w+)?"
# Where to look is no part of what to look for: "…, in the plan and in the recording?"
_PLACES = any_of(
    rf",?\s*\b(?:(?:in|on|from|according to) )?{_SOURCE}(?:,? (?:and|or|as well as) (?:(?:in|on|from) )?{_SOURCE})+",
    rf",?\s*\b(?:in|on|from|according to) {_SOURCE}",
)
_TOGETHER = any_of(rf"^\W*(?:taking|looking at|going by|considering) {_SOURCE} and {_SOURCE}(?: together)?,?\s*")
_EPISODE = any_of(
    r"\b(?:episodes?|ep|show|lesson)[\s.#]{0,3}(?:no\.? ?|number )?#?(\d{1,4}[a-z]?)\b", r"#(\d{1,4}[a-z]?)\b"
)
_ACCORDING = any_of(r"\b(?:according to|in the words of)\s+(?:the\s+)?([^,?.;:]{2,60})")
_TITLE = any_of(r"[\"“‘]([^\"“”]{6,120})[\"”’]", r"(?<!\w)'([^']{6,120})'(?!\w)")

_OF_WORDS = any_of(
    r"\b(?:sa(?:y|ys|id)|t(?:ell|ells|old)|th(?:ink|inks|ought)|(?:according|opinion|view|words?|wording|line)\b"
    r"|(?:ask|mention|explain|claim|argu|call|describ|put|quot|recommend|suggest|advis|warn|jok|compar|admit|speak|talk"
    r"|report|nam|predict|read|find|expect|believ|mean|prefer|stat|refer|answer|repl|add|conclud|credit|blam)"
    r"(?:s|es|e|ed|ied|ies|y)?|g[ai]ve[sn]?|spoke|bets?|meant|found)\b"
)
_WHO_SAID = any_of(
    r"^\W*who (?:says|said|(?:came up with|coined|used) the (?:line|phrase|words?|saying))(?: that)?\b[,:]? "
    r"(.{8,200}?)\W*$"
)
_QUOTED_FROM = 4  # words; fewer are a name or a term
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_ABOUT_EPISODE = any_of(
    r"\b(?:episodes?|shows?|podcast|record(?:ed|ing)|air(?:ed)?|hosts?|speakers?|presenters?|guests?|audience|titles?)\b"
)

_NUMBER_WORD = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
MONTH = r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
_COUNT = any_of(
    rf"\b(?:(?<!of )the|list|name|all|what|which|\w+['’]s?)\s+(?:(?!{MONTH}\b|of\b)\w+\s+)?"
    r"(two|three|four|five|six|seven|eight|nine|ten|[2-9]|10)\s+"
    r"(?!percent|million|thousand|times|hundred|(?:of|is|was|has|does)\b)"
    r"((?:[a-z]+ ){0,2}?(?:[a-z]{2,}s|people|men|women|children))\b"
)


_OF = r"of (?:the|these|those|our|your|their|his|her|its) "
# What is counted stands right behind, but not in "how many did they lose?", "how many of them", "how many for that?".
_TIMES = r"times\b(?! (?:more|less|\w+er)\b)"  # "how many times …?" asks how often
_UNNAMED = rf"(?:{AUXILIARY}|of|at|by|for|from|in|on|to|with|a|per|there|i|we|you|they|he|she|it)\b"
_HOW_MANY = any_of(rf"\bhow many (?:{_OF})?((?:(?!{_TIMES}|{_UNNAMED})[\w'’-]+(?: |\b)){{1,3}})")
_HOW_MANY_UNNAMED = any_of(rf"\bhow many (?!of\b)(?={_UNNAMED})")
_FRONTED = any_of(rf"^\W*([^,:?]{{3,60}})[,:] how many (?={_UNNAMED})")  # "stolen boats, how many do they find?"
_HOW_MANY_OF = any_of(rf"\bhow many {_OF}((?:[a-z'’-]+ ){{0,2}}?(?:[a-z'’-]+s|people|men|women|children|staff))\b")
_MEASURED = (  # by its units
    (
        any_of(r"\bhow (?:tall|high|deep|wide|thick|broad)\b"),
        (
            "metres",
            "meters",
            "feet",
            "foot",
            "kilometres",
            "miles",
            "centimetres",
            "millimetres",
            "inches",
            "storeys",
            "m",
        ),
    ),
    (
        any_of(r"\bhow heavy\b|\bweighs?\b|\b(?:what|which) weight\b"),
        ("tonnes", "tons", "kilos", "kilograms", "grams", "pounds", "ounces", "stone", "kg", "lb", "t"),
    ),
    (any_of(r"\bhow (?:cold|hot|warm)\b|\bwhat temperature\b"), ("degrees", "celsius", "fahrenheit", "c", "f")),
)
_PLURAL = frozenset({"people", "men", "women", "children", "feet"})

# What a follow-up asks of all that was asked before: "Who said it: what did we say about …?".
_OF_SAID = rf"(?:(?:who {SAYING} (?:it|that)|when was it {SAYING}|exactly what was {SAYING})(?: \w+)?: )?"
_LEADS = any_of(
    rf"^\W*{_OF_SAID}(?:tell (?:me|us) (?:more )?about"
    rf"|what (?:did|do|have|has|does) {SAYERS} (?:ever )?(?:say|said|talk|tell|report|have|discuss)(?: \w+)?"
    r" (?:about|on|of)"
    rf"|(?:did|do|does|has|have) {SAYERS} (?:ever )?"
    r"(?:mention(?:ed)?|talk(?:ed)? about|discuss(?:ed)?|cover(?:ed)?|say anything (?:about|on)|bring up"
    r"|have anything (?:on|about))"
    rf"|(?:when|at what (?:time|point|minute)) (?:did|do|have|has) {SAYERS} {SAYING}(?: about| of)?)\s+"
)
_SPLIT = any_of(
    rf",?\s+(?:and|but)\s+(?=(?:(?:in|at|on|by|to|from|for|with|below|above|under|over|after|before|since|until) )?"
    rf"{QUESTION_WORD}\b)",
    r"\?\s+(?=\S)",
)
_COMPARES = any_of(r"^\W*(?:compare|contrast|(?:put|set) side by side)\s+")
_COMPARE = (
    any_of(r"^\W*(?:put|set|hold)\s+(.{4,200}?)\s+(?:next to|beside|(?:up )?against)\s+(.{4,200}?)\W*$"),
    *(
        any_of(
            r"^\W*(?:compare|contrast|put side by side|set side by side|weigh)"
            rf"\s+(.{{4,200}}?)\s+{joint}\s+(.{{4,200}}?)\W*$"
        )
        for joint in (
            r"(?:with|versus|vs\.?|against|and|to)(?= (?:that|those|the ones?|what)\b)",
            r"(?:with|versus|vs\.?|against)",
            r"(?:and|to)",
        )
    ),
)
_OF_SHOW = r"(?:shows?|episodes?|parts?|comparison|ranking|report|course|finale|talk|interview|lesson|overview|ones?)"
_SHOW, _ONE = any_of(rf"\b{_OF_SHOW}\b"), any_of(r"\bones?\b")
# "What do we say of kites in the show on wind and in the one on toys?"
_IN_BOTH = any_of(
    rf"^(.{{8,160}}?)((?: for [^,]{{3,60}}?)?,? in (?:the|our) [^,?]{{2,60}}?),? and"
    rf"( for [^,?]{{3,60}}?)?( in (?:the|our) (?:[^,?]{{2,60}} )?{_OF_SHOW}(?: (?:about|on|with|of) [^,?]{{2,60}})?)"
    r"\W*$"
)
# "the toll of the bridge with that of the ferry": what "that" stands for ends before the first of these.
_HEAD = re.compile(r"(.{3,60}?) (?:at|between|by|for|from|in|of|on|to|with|\w{3,20}ed)\b", re.IGNORECASE)
_WHERE = re.compile(r",? in (?:the|our)\b", re.IGNORECASE)
_STANDS_IN = any_of(r"^\W*(?:that|those|the ones?)\b(?= (?:at|between|by|for|from|in|of|on|to|with|\w{3,20}ed)\b)")
_NO_SUBJECT = any_of(r"^\W*(?:\w+ed )?(?:at|by|for|from|in|on|with)\b")  # "… praised in May and blamed in June"
_POINTS = any_of(r"\b(?:its?|they|them|their|he|she|his|her|(?:the|those|these)(?: \w+){0,2} ones?)\b")
_AFTER_QUESTION, _AFTER_SENTENCE = re.compile(r"(?<=\?)\s+"), re.compile(r"(?<=[.!?])\s+(?=\D)")
_WHO = any_of(r"^\W*who\b")
_ASKS = any_of(
    rf"\b{QUESTION_WORD}\b",
    rf"^\W*(?:and |but |or )?{AUXILIARY}\b",
    r"^\W*(?:and |also |please )*(?:compare|list|name|tell|give|explain|describe|quote|find|show)\b",
)
_WHICH_ONE = any_of(r"^\W*which ones?\b")
_OWN_VERB = any_of(rf"\b{AUXILIARY}\b")
_PRONOUN = any_of(r"\b(?:its?|they|them|their|he|she|his|her|ones?|this|these|those|there)\b")


def read_question(text: str, *, speakers: Sequence[str] = (), own: Sequence[str] = ()) -> Question:
    """Read a question that stands alone. `speakers` are the people the material knows; `own` as `Question.own`."""
    text = LEAD.sub("", text)
    intent = intent_of(text, counts=_count(text) is not None)
    sought = _PLACES.sub("", _TOGETHER.sub("", _without_remarks(text)))
    thing = thing_defined(text)
    subject = (
        f"{'Who' if _WHO.match(text) else 'What'} is {thing}?" if thing else _LEADS.sub("", sought).strip() or text
    )
    said_by = None if thing else _speaker_named(text, speakers)  # who somebody is, others say
    episode = _EPISODE.search(text)
    some = _HOW_MANY_OF.search(text)
    things = terms(some[1]) if some else ()  # "six were lost" answers how many of the boats were
    all_terms = terms(subject)
    of_some = tuple(term for term in all_terms if term not in things) if things else ()
    return Question(
        text=text,
        intent=intent,
        want=_want(text, intent),
        subject=subject,
        thing=thing,
        terms=of_some or all_terms,
        of_some=bool(of_some),
        parts=_parts(sought),
        count=_count(text),
        counted=_counted(text),
        kinds=tuple(kind for kind, pattern in _KINDS.items() if pattern.search(text)),
        speaker=said_by,
        of_words=bool(_OF_WORDS.search(text)),
        episode=(episode[1] or episode[2]) if episode else None,
        named=_named(text),
        quoted=_quoted(text) or _words_said(text),
        years=tuple(_YEAR.findall(text)),
        own=tuple(term for term in own if term in terms(text)),
        about_episode=bool(_ABOUT_EPISODE.search(text)),
        overview=overview_of(text),
        names=tuple(dict.fromkeys(term for name in _NAME.findall(text) for term in terms(name))),
    )


def _without_remarks(text: str) -> str:
    """The question without what is only said after it, as in "How long is the exam? They put it differently"."""
    first, *more = _AFTER_QUESTION.split(text, maxsplit=1)
    pieces = _AFTER_SENTENCE.split(more[0]) if more else ()
    return " ".join([first, *(piece for piece in pieces if _ASKS.search(piece))])


def _count(text: str) -> int | None:
    match = _COUNT.search(text)
    if not match:
        return None
    return _NUMBER_WORD.get(match[1].lower()) or int(match[1])


def _want(text: str, intent: Intent) -> Want:
    if intent is Intent.MOMENT:
        return Want.ANY
    want = want_of(text)
    return Want.WORDS if intent is Intent.QUOTE and want is Want.ANY else want


def _counted(text: str) -> tuple[str, ...]:
    fronted = _FRONTED.search(text)
    match = fronted or _HOW_MANY.search(text)
    if match is None:
        return next((units for pattern, units in _MEASURED if pattern.search(text)), ())
    words = [word for word in match[1].split()[:: -1 if fronted else 1] if terms(word)]
    return tuple([word for word in words if word.endswith("s") or word in _PLURAL][:1] or words[:1])


def _speaker_named(text: str, speakers: Sequence[str]) -> str | None:
    """The one speaker a question names, by full name or by a first name that is nobody else's."""
    said = set(tokens(text))
    full = [name for name in speakers if set(tokens(name)) <= said]
    known = {tokens(name)[0] for name in full}
    first = [name for name in speakers if tokens(name)[:1] and tokens(name)[0] in said - known]
    return (full + first)[0] if len(full + first) == 1 else None


def _named(text: str) -> str | None:
    match = _ACCORDING.search(text)
    title = _TITLE.search(text)
    return (match[1].strip() if match else None) or ((title[1] or title[2]).strip() if title else None)


def _quoted(text: str) -> tuple[str, ...]:
    found = _TITLE.search(text)
    words = tuple(tokens(found[1] or found[2])) if found else ()
    return words if len(words) >= _QUOTED_FROM else ()


def _words_said(text: str) -> tuple[str, ...]:
    """What somebody is said to have said, where the question asks who did: it may stand so in the file."""
    found = _WHO_SAID.match(text)
    words = tuple(tokens(found[1])) if found else ()
    return words if len(words) >= _QUOTED_FROM else ()


def read_part(part: Part, whole: Question, *, speakers: Sequence[str] = ()) -> Question:
    """One part as a question: what it leans on is searched too, but its own words decide what answers."""
    read = read_question(part.text, speakers=speakers, own=whole.own)
    which_one = bool(_WHICH_ONE.search(part.text))
    if which_one:
        read = read.model_copy(update={"intent": whole.intent})
    if not part.context:
        return read
    elliptic = not which_one and not _OWN_VERB.search(part.text)  # "and what on provisioned ones?"
    want = whole.want if elliptic and read.want is Want.ANY else read.want
    pointing = elliptic or not read.terms or bool(_POINTS.search(part.text))
    words = (*read.terms, *terms(part.context)) if pointing else read.terms
    changes = {
        "subject": f"{part.text} {part.context}",
        "want": want,
        "terms": tuple(dict.fromkeys(words)),
        "counted": read.counted or (_counted(part.context) if want is Want.QUANTITY else ()),
    }
    return read.model_copy(update=changes)


def _parts(text: str) -> tuple[Part, ...]:
    both = _IN_BOTH.match(_COMPARES.sub("", text))
    if both:
        about, show = both[3] or _WHERE.split(both[2], maxsplit=1)[0], _SHOW.search(both[2])
        where = _ONE.sub(show[0], both[4]) if show else both[4]
        return Part(text=f"{both[1]}{both[2]}"), Part(text=f"{both[1]}{about}{where}")
    compare = next((match for pattern in _COMPARE if (match := pattern.match(text))), None)
    if compare:
        head = _HEAD.match(compare[1])
        other = _STANDS_IN.sub(lambda _: head[1], compare[2]) if head else compare[2]
        leans = _PRONOUN.search(other) or _NO_SUBJECT.match(other)
        return Part(text=compare[1]), Part(text=other, context=compare[1] if leans else "")
    pieces = [
        piece.strip() for piece in _SPLIT.split(text) if piece and (len(piece.split()) > 1 or _ASKS.search(piece))
    ]
    if len(pieces) < 2:
        return (Part(text=text),)
    first, *rest = pieces[:3]
    named = _HOW_MANY.search(first)
    if named and _counted(first):  # "… and how many with the new one?"
        things = named[1][: named[1].index(_counted(first)[0])] + _counted(first)[0]
        rest = [_HOW_MANY_UNNAMED.sub(f"how many {things} ", piece) for piece in rest]
    return Part(text=first), *(Part(text=piece, context="" if _stands_alone(piece) else first) for piece in rest)


def _stands_alone(text: str) -> bool:
    return len(terms(text)) >= 3 and not _PRONOUN.search(text)
