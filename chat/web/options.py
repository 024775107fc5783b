"""What `app.py` decides about the web doors, in one frozen value."""

from __future__ import annotations

from pydantic import Field, SecretStr

from chat.web.addresses import Proxies
from chat.web.origins import Sites
from corpus.models import Frozen, Show


class WebOptions(Frozen):
    """How the doors are set up. Every default is safe on a public address and works offline."""

    show: Show = Show(title="Aircheck")
    host: str = "127.0.0.1"  # the address that is served on
    origins: Sites = ()  # web sites that may embed the widget; empty: none
    proxies: Proxies = ()  # addresses or networks of proxies whose X-Forwarded-For is believed; empty: none
    desk_password: SecretStr | None = None  # opens the desk beyond loopback
    limit_per_minute: int = Field(default=20, ge=1)  # questions per address
    limit_per_day: int = Field(default=500, ge=1)
    limit_site_per_minute: int = Field(default=600, ge=1)  # questions per site that embeds the widget
    limit_site_per_day: int = Field(default=20_000, ge=1)
    limit_requests_per_minute: int = Field(default=6000, ge=1)  # of all else, per address; a page takes 60
    limit_at_once: int = Field(default=4, ge=1)  # questions of one address that are answered at the same time
    redis: str | None = None  # address of shared limits; None: in memory
    max_body_bytes: int = Field(default=64 * 1024, ge=1024)
    metrics: bool = False  # /metrics answers
    log_addresses: bool = False  # the request log names who asked
    questions_log: bool = True  # the desk keeps what was asked, without addresses
    questions_days: int = Field(default=90, ge=1)  # after which a kept question is deleted
