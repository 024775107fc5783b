"""Figures for Prometheus: how many questions, how they ended, how long they took."""

from __future__ import annotations

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from starlette.responses import Response

from chat.models import Answer

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Meters:
    """Counters of one application; nothing in them tells who asked or what."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._questions = Counter(
            "aircheck_questions", "Questions, by how they ended.", ["status", "answered_by"], registry=self.registry
        )
        self._seconds = Histogram(
            "aircheck_answer_seconds", "Time to the whole answer.", buckets=_SECONDS, registry=self.registry
        )
        self._prompt = Counter("aircheck_prompt_tokens", "Tokens read by the language model.", registry=self.registry)
        self._completion = Counter(
            "aircheck_completion_tokens", "Tokens written by the language model.", registry=self.registry
        )
        self._cost = Counter(
            "aircheck_llm_cost", "Cost of both, in the currency of the prices that were set.", registry=self.registry
        )
        self._feedback = Counter("aircheck_feedback", "Verdicts of listeners.", ["helpful"], registry=self.registry)
        self._problems = Counter("aircheck_problems", "Failed questions, by code.", ["code"], registry=self.registry)

    def answered(self, answer: Answer) -> None:
        """Count one answer or abstention."""
        self._questions.labels(answer.status, answer.answered_by).inc()
        self._seconds.observe(answer.timings.total_ms / 1000)
        self._prompt.inc(answer.timings.prompt_tokens or 0)
        self._completion.inc(answer.timings.completion_tokens or 0)
        self._cost.inc(answer.timings.cost or 0.0)

    def judged(self, helpful: bool) -> None:
        """Count one verdict."""
        self._feedback.labels("yes" if helpful else "no").inc()

    def failed(self, code: str) -> None:
        """Count one question that could not be answered."""
        self._problems.labels(code).inc()

    def page(self) -> Response:
        """The figures in Prometheus' text format."""
        return Response(generate_latest(self.registry), media_type=CONTENT_TYPE_LATEST)
