"""What can be set, with defaults that work offline; read once for each command, by `chat.cli.with_settings`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

if TYPE_CHECKING:
    from chat.llm.reply import ModelSettings
    from chat.web.options import WebOptions
    from corpus.models import Show


class Settings(BaseSettings):
    """Everything that can be set: by environment (`AIRCHECK_…`), or in `aircheck.toml`; the environment wins."""

    model_config = SettingsConfigDict(
        env_prefix="AIRCHECK_", env_ignore_empty=True, toml_file="aircheck.toml", extra="forbid", frozen=True
    )

    index: Path = Field(Path(".aircheck"), description="folder of the index")
    store: str = Field(
        "",
        pattern="^(https?://.+)?$",
        description="where the index is shared: empty for the folder alone, or a Chroma server, http://host:8000/my-show",
    )
    embedder: str = Field(
        "", description="sentence-transformers model name or folder; empty: the packaged all-MiniLM-L6-v2"
    )
    markings: str = Field(
        "", description="file of a producer's marks on findings; empty: markings.json in the material"
    )
    llm_url: str = Field("", description="address of an OpenAI-compatible language model; empty: none")
    llm_model: str = Field("", description="name of that model")
    llm_key: SecretStr = Field(SecretStr(""), description="key for that address")
    llm_provider: str = Field(
        "", description="instead of an address: openai, anthropic, or a class of llama_index.llms"
    )
    llm_context_tokens: int = Field(8192, ge=1024, description="what the model reads and writes in all")
    llm_answer_tokens: int = Field(600, ge=50, description="the longest answer")
    llm_first_token_s: float = Field(20.0, gt=0, description="seconds to the first word, and between words")
    llm_total_s: float = Field(90.0, gt=0, description="seconds for the whole answer")
    llm_at_once: int = Field(4, ge=1, description="questions the model works on at the same time")
    llm_tries: int = Field(3, ge=1, description="attempts to connect; nothing else is tried again")
    llm_unsupported: str = Field(
        "mark", pattern="^(mark|remove)$", description="what no source supports: mark or remove"
    )
    llm_rewrites: bool = Field(False, description="let the model word follow-ups too")
    llm_price_in: float = Field(0.0, ge=0, description="price of a million prompt tokens, for the cost counter")
    llm_price_out: float = Field(0.0, ge=0, description="price of a million completion tokens")
    llm_tokens_per_day: int = Field(2_000_000, ge=0, description="tokens a day for all listeners together")
    workers: int = Field(
        0,
        ge=0,
        description="processes that answer questions; 0: one a core, up to 4; 1: the server alone",
    )
    origins: str = Field("", description="web sites that may embed the widget, comma-separated; empty: none")
    proxies: str = Field("", description="proxies whose X-Forwarded-For is believed, comma-separated; empty: none")
    desk_password: SecretStr = Field(SecretStr(""), description="opens the desk beyond loopback; empty: loopback only")
    limit_per_minute: int = Field(20, ge=1, description="questions per address and minute")
    limit_per_day: int = Field(500, ge=1, description="questions per address and day")
    limit_at_once: int = Field(4, ge=1, description="questions of one address that are answered at the same time")
    limit_site_per_minute: int = Field(600, ge=1, description="questions per embedding web site and minute")
    limit_site_per_day: int = Field(20_000, ge=1, description="questions per such site and day")
    limit_requests_per_minute: int = Field(6_000, ge=1, description="anything but questions, per address and minute")
    redis: str = Field("", description="address of Redis for limits shared by several processes; empty: in memory")
    questions_log: bool = Field(True, description="keep listeners' questions, without addresses, for the desk")
    questions_days: int = Field(90, ge=1, description="days after which a kept question is deleted")
    metrics: bool = Field(False, description="answer /metrics")
    log_addresses: bool = Field(False, description="let the request log name who asked")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What was given in the program, then the environment, then `aircheck.toml`."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    def model(self) -> ModelSettings | None:
        """The language model that is configured, or None."""
        if not self.llm_url and not self.llm_provider:
            return None
        from chat.llm.reply import ModelSettings

        return ModelSettings(**{name: getattr(self, f"llm_{name}") for name in ModelSettings.model_fields})

    def web(self, *, host: str, show: Show) -> WebOptions:
        """How the doors are set up on an address. Raises ValidationError for an origin or proxy that is none."""
        from chat.web.options import WebOptions

        given = {name: getattr(self, name) for name in WebOptions.model_fields if name in type(self).model_fields}
        given |= {name: _listed(getattr(self, name)) for name in ("origins", "proxies")}
        given |= {"desk_password": self.desk_password or None, "redis": self.redis or None}
        return WebOptions(**given, host=host, show=show)


def _listed(written: str) -> tuple[str, ...]:
    return tuple(part for each in written.split(",") if (part := each.strip()))
