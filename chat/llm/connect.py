"""Settings → a language model, through LlamaIndex. Its packages are optional and loaded when a model is connected."""

from __future__ import annotations

from importlib import import_module
from inspect import signature
from typing import Any
from urllib.parse import urlsplit

import httpx

from chat.errors import ModelUnavailable
from chat.llm.llama import LlamaIndexModel
from chat.llm.reply import ModelSettings

_LONGER_S = 2.0  # the library gives up after the watch has: the watch says it better
_NOT_SET_UP = "{name} of llama_index.llms cannot be set up with these settings."
_NO_ADDRESS = "The language model's address must be that of a host, with http:// or https://; correct AIRCHECK_LLM_URL."
_UNFIT = (ValueError, TypeError, AttributeError)
_COUNTED = {"stream_options": {"include_usage": True}}  # else a streamed reply comes without its token counts


def connect(settings: ModelSettings) -> LlamaIndexModel:
    """The configured model. Nothing is sent yet.

    Raises ModelUnavailable when its package is not installed or the settings make no sense.
    """
    if not settings.model:
        raise ModelUnavailable("No language model is named; set AIRCHECK_LLM_MODEL.")
    if settings.url and not _is_address(settings.url):
        raise ModelUnavailable(_NO_ADDRESS)
    match settings.provider:
        case "" if settings.url:
            return _like_openai(settings)
        case "openai":
            return _openai(settings)
        case "anthropic":
            return _anthropic(settings)
        case other if "." in other:
            return _other(other, settings)
    raise ModelUnavailable(
        "Set AIRCHECK_LLM_URL to an OpenAI-compatible address, or AIRCHECK_LLM_PROVIDER to openai, anthropic"
        " or package.Class of llama_index.llms."
    )


def _is_address(url: str) -> bool:
    try:
        return urlsplit(url).hostname is not None and httpx.URL(url).scheme in ("http", "https")
    except (ValueError, httpx.InvalidURL):
        return False


def _like_openai(settings: ModelSettings) -> LlamaIndexModel:
    client = httpx.Client()
    llm = _made(
        "openai_like.OpenAILike",
        settings,
        api_base=settings.url,
        api_key=settings.key.get_secret_value() or "none",  # local servers take any
        is_chat_model=True,
        context_window=settings.context_tokens,
        additional_kwargs=_COUNTED,
        http_client=client,
        **_limits(settings),
    )
    return LlamaIndexModel(llm, settings, problems=_errors_of("openai"), client=client)


def _openai(settings: ModelSettings) -> LlamaIndexModel:
    client = httpx.Client()
    place: dict[str, Any] = {"api_base": settings.url} if settings.url else {}
    llm = _made(
        "openai.OpenAI",
        settings,
        api_key=settings.key.get_secret_value(),
        additional_kwargs=_COUNTED,
        http_client=client,
        **_limits(settings),
        **place,
    )
    _check_known(llm, settings)
    return LlamaIndexModel(llm, settings, problems=_errors_of("openai"), client=client)


def _anthropic(settings: ModelSettings) -> LlamaIndexModel:
    place: dict[str, Any] = {"base_url": settings.url} if settings.url else {}
    key = settings.key.get_secret_value()
    llm = _made("anthropic.Anthropic", settings, api_key=key, **_limits(settings), **place)
    _check_known(llm, settings)
    return LlamaIndexModel(llm, settings, problems=_errors_of("anthropic"))


def _other(name: str, settings: ModelSettings) -> LlamaIndexModel:
    """A model of any other class, with the limits that it can be given."""
    of = _class_of(name)
    known = {*signature(of).parameters, *getattr(of, "model_fields", ())}
    limits = _limits(settings)
    limits["request_timeout"] = limits["timeout"]  # as some call it
    arguments = {argument: value for argument, value in limits.items() if argument in known}
    if key := settings.key.get_secret_value():
        arguments["api_key"] = key
    problems = (Exception,)  # what its library raises is not known here, and it may hold the key
    return LlamaIndexModel(_made(name, settings, problems, **arguments), settings, problems=problems)


def _limits(settings: ModelSettings) -> dict[str, Any]:
    # No retries in the library: it would also ask again what a busy server has just refused.
    return {
        "temperature": 0.0,
        "max_tokens": settings.answer_tokens,
        "max_retries": 0,
        "timeout": settings.first_token_s + _LONGER_S,
    }


def _made(name: str, settings: ModelSettings, problems: tuple[type[Exception], ...] = _UNFIT, **arguments: Any) -> Any:
    """An object of a class of `llama_index.llms`, imported now; `problems` are what its constructor may raise."""
    of = _class_of(name)
    try:
        return of(model=settings.model, **arguments)
    except problems as problem:
        raise ModelUnavailable(_NOT_SET_UP.format(name=name)) from problem


def _check_known(llm: Any, settings: ModelSettings) -> None:
    """Raise ModelUnavailable where the package does not know the model; else the first question would fail for it."""
    try:
        _ = llm.metadata
    except ValueError as problem:
        told = f"The installed LlamaIndex package does not know {settings.model}; update it, or set AIRCHECK_LLM_MODEL."
        raise ModelUnavailable(told) from problem


def _class_of(name: str) -> Any:
    package, _, class_name = name.rpartition(".")
    try:
        found = getattr(import_module(f"llama_index.llms.{package}"), class_name, None)
    except ModuleNotFoundError as problem:
        wanted = f"llama-index-llms-{package.replace('_', '-')}"
        raise ModelUnavailable(f"This language model needs a package more: pip install {wanted}") from problem
    except ImportError as problem:  # of what it imports, another version is installed
        raise ModelUnavailable(_NOT_SET_UP.format(name=name)) from problem
    if not isinstance(found, type):
        raise ModelUnavailable(_NOT_SET_UP.format(name=name))
    return found


def _errors_of(package: str) -> tuple[type[Exception], ...]:
    """The base error of a provider's library, which is there once the model is made."""
    base = {"openai": "OpenAIError", "anthropic": "AnthropicError"}[package]
    return (getattr(import_module(package), base),)
