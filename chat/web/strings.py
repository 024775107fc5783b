"""Every word that the pages say, in English and German, and the choice between them."""

from __future__ import annotations

from chat.wording import UNSURE
from corpus.models import Frozen, SourceKind

MATERIAL = "en"  # the language that everything here reads, and so that of an answer


class Strings(Frozen):
    """The pages' words in one language. `{…}` are places for values; a test holds them equal in all languages."""

    language: str
    months: tuple[str, ...]
    date: str
    kinds: dict[SourceKind, str]
    episode: str
    clock_exact: str
    clock_chapter: str
    clock_estimated: str
    question: str
    placeholder: str
    send: str
    stop: str
    stopped: str
    start_heading: str
    closed_heading: str
    closed: str
    searching: str
    asked_as: str
    unsure: str
    answer: str
    source: str
    sources: str
    nearest: str
    quoted: str
    paraphrase: str
    heard: str
    watch: str
    page: str
    read: str
    disagree_heading: str
    disagree_note: str
    severity_scope: str
    severity_update: str
    severity_caption: str
    position: str
    abstained: str
    rephrase: str
    suggestions: str
    copy_answer: str
    copied: str
    share: str
    shared: str
    helpful: str
    unhelpful: str
    feedback: str
    note: str
    note_send: str
    thanks: str
    unsent: str
    error_heading: str
    error_question: str
    error_filter: str
    error_busy: str
    error_wait: str
    error_today: str
    error_closed: str
    error_model: str
    error_away: str
    error_lost: str
    error_internal: str
    again: str
    conversation: str
    reader_back: str
    reader_missing: str
    reader_missing_text: str
    reader_marked: str
    reader_original: str

    @property
    def material(self) -> str | None:
        """The `lang` of the material's words on a page in this language; None where it needs no saying."""
        return None if self.language == MATERIAL else MATERIAL


EN = Strings(
    language="en",
    months=(
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),  # fmt: skip
    date="{day} {month} {year}",
    kinds={
        SourceKind.TRANSCRIPT: "Transcript",
        SourceKind.OUTLINE: "Outline",
        SourceKind.PAGE: "Show notes",
        SourceKind.ARTICLE: "Article",
        SourceKind.CAPTIONS: "Captions",
    },
    episode="episode {number}",
    clock_exact="at {time}",
    clock_chapter="about {time}, by chapter",
    clock_estimated="about {time}, estimated",
    question="Your question",
    placeholder="Ask a question",
    send="Ask",
    stop="Stop",
    stopped="Stopped.",
    start_heading="For example",
    closed_heading="Nothing to ask yet",
    closed="The show's material is not ready. Please come back a little later.",
    searching="Searching the show's material …",
    asked_as="Understood as",
    unsure=UNSURE,
    answer="Answer",
    source="Source {n}",
    sources="Sources",
    nearest="The nearest that was found",
    quoted="Quoted words",
    paraphrase="In other words, close to this passage",
    heard="Probably said",
    watch="Watch this moment",
    page="Open the original",
    read="Read it in full",
    disagree_heading="The sources disagree",
    disagree_note="These cannot all be right.",
    severity_scope="They may be talking about different things, or rounding.",
    severity_update="A later source revises an earlier one.",
    severity_caption="One of these may be mis-heard by the machine that wrote the captions.",
    position="One source has",
    abstained="Not in the material",
    rephrase="Ask in other words",
    suggestions="You could also ask",
    copy_answer="Copy",
    copied="Copied, with its sources.",
    share="Share",
    shared="Link copied. It asks this question again.",
    helpful="Helpful",
    unhelpful="Not helpful",
    feedback="Was this helpful?",
    note="What was missing? (optional)",
    note_send="Send",
    thanks="Thank you.",
    unsent="That did not reach us. Please send it again.",
    error_heading="That did not work",
    error_question="Please write a question of up to 1,000 characters.",
    error_filter="That kind of source, speaker or episode is not in the material.",
    error_busy="That was many questions in a short time. Please wait a moment.",
    error_wait="That was many questions in a short time. Please wait {n} seconds.",
    error_today="That was many questions for today. Please come back later.",
    error_closed="The show's material is not ready. Please come back a little later.",
    error_model="The answer could not be written just now. Please try again in a moment.",
    error_away="The show's server cannot be reached just now. Please try again in a moment.",
    error_lost="The connection was lost before the answer was whole.",
    error_internal="Something went wrong on our side. Please try again.",
    again="Try again",
    conversation="Questions and answers",
    reader_back="Ask the show",
    reader_missing="No such source",
    reader_missing_text="This source is not, or no longer, part of the show's material.",
    reader_marked="The quoted words are marked.",
    reader_original="Open the original",
)

DE = Strings(
    language="de",
    months=(
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ),  # fmt: skip
    date="{day}. {month} {year}",
    kinds={
        SourceKind.TRANSCRIPT: "Transkript",
        SourceKind.OUTLINE: "Ablaufplan",
        SourceKind.PAGE: "Sendungsseite",
        SourceKind.ARTICLE: "Artikel",
        SourceKind.CAPTIONS: "Untertitel",
    },
    episode="Folge {number}",
    clock_exact="bei {time}",
    clock_chapter="etwa {time}, laut Kapitel",
    clock_estimated="etwa {time}, geschätzt",
    question="Ihre Frage",
    placeholder="Frage stellen",
    send="Fragen",
    stop="Stopp",
    stopped="Angehalten.",
    start_heading="Zum Beispiel",
    closed_heading="Noch nichts zu fragen",
    closed="Das Material der Sendung ist noch nicht bereit. Bitte kommen Sie etwas später wieder.",
    searching="Das Material der Sendung wird durchsucht …",
    asked_as="Verstanden als",
    unsure="Das kommt am nächsten, ist aber vielleicht nicht die Antwort.",
    answer="Antwort",
    source="Quelle {n}",
    sources="Quellen",
    nearest="Am nächsten kommt",
    quoted="Zitierte Worte",
    paraphrase="Mit anderen Worten, nahe an dieser Stelle",
    heard="Vermutlich gesagt",
    watch="Diese Stelle ansehen",
    page="Original öffnen",
    read="Im Ganzen lesen",
    disagree_heading="Die Quellen widersprechen sich",
    disagree_note="Das kann nicht alles stimmen.",
    severity_scope="Vielleicht ist Verschiedenes gemeint, oder es wurde gerundet.",
    severity_update="Eine spätere Quelle berichtigt eine frühere.",
    severity_caption="Eine dieser Stellen hat die Maschine, die untertitelt, vielleicht falsch gehört.",
    position="Eine Quelle nennt",
    abstained="Nicht im Material",
    rephrase="Anders fragen",
    suggestions="Sie könnten auch fragen",
    copy_answer="Kopieren",
    copied="Kopiert, samt Quellen.",
    share="Teilen",
    shared="Link kopiert. Er stellt diese Frage noch einmal.",
    helpful="Hilfreich",
    unhelpful="Nicht hilfreich",
    feedback="War das hilfreich?",
    note="Was hat gefehlt? (freiwillig)",
    note_send="Senden",
    thanks="Vielen Dank.",
    unsent="Das kam nicht bei uns an. Bitte senden Sie es noch einmal.",
    error_heading="Das hat nicht geklappt",
    error_question="Bitte schreiben Sie eine Frage mit höchstens 1.000 Zeichen.",
    error_filter="Diese Art von Quelle, Person oder Folge gibt es im Material nicht.",
    error_busy="Das waren viele Fragen in kurzer Zeit. Bitte warten Sie einen Augenblick.",
    error_wait="Das waren viele Fragen in kurzer Zeit. Bitte warten Sie {n} Sekunden.",
    error_today="Das waren viele Fragen für heute. Bitte kommen Sie später wieder.",
    error_closed="Das Material der Sendung ist noch nicht bereit. Bitte kommen Sie etwas später wieder.",
    error_model="Die Antwort konnte gerade nicht geschrieben werden. Bitte versuchen Sie es gleich noch einmal.",
    error_away="Der Server der Sendung ist gerade nicht zu erreichen. Bitte versuchen Sie es gleich noch einmal.",
    error_lost="Die Verbindung brach ab, bevor die Antwort vollständig war.",
    error_internal="Bei uns ist etwas schiefgegangen. Bitte versuchen Sie es noch einmal.",
    again="Noch einmal versuchen",
    conversation="Fragen und Antworten",
    reader_back="Die Sendung fragen",
    reader_missing="Diese Quelle gibt es nicht",
    reader_missing_text="Diese Quelle gehört nicht oder nicht mehr zum Material der Sendung.",
    reader_marked="Die zitierten Worte sind markiert.",
    reader_original="Original öffnen",
)

LANGUAGES = {strings.language: strings for strings in (EN, DE)}


def pick(accept_language: str | None) -> Strings:
    """The strings for an `Accept-Language` header: the best wish that there is, English when none is.

    >>> pick("fr;q=0.9, de-AT;q=0.8").language
    'de'
    """
    wishes = [_wish(part) for part in (accept_language or "")[:500].split(",")]
    for weight, language in sorted(wishes, key=lambda wish: -wish[0]):
        if weight > 0 and language in LANGUAGES:
            return LANGUAGES[language]
    return EN


def _wish(part: str) -> tuple[float, str]:
    name, _, quality = part.partition(";")
    weight = quality.strip().removeprefix("q=")
    known = weight.replace(".", "", 1).isascii() and weight.replace(".", "", 1).isdigit()
    return (float(weight) if known else 1.0), name.strip().lower().split("-")[0]
