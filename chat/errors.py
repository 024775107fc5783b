"""The chat's branch of the error tree drawn in `corpus.errors`."""

from corpus.errors import AircheckError


class ChatError(AircheckError):
    """A question cannot be taken or answered as it is."""


class BadQuestion(ChatError):
    """The question is empty or too long."""


class ModelUnavailable(ChatError):
    """A language model is configured and cannot be reached."""


class BadMarkings(ChatError):
    """The file of a producer's marks cannot be read or written; the message names it."""


class BadGold(ChatError):
    """A line of a file of gold questions cannot be used; the message starts with the file and line."""


class NoRedis(ChatError):
    """Redis is asked for, and its package is not installed or its address is none."""


class WorkersLost(ChatError):
    """A question after which the processes that answer die, each time it is asked."""
