"""The files to run it with: what they set exists, nothing stands open, and the proxy does what is promised of it."""

from __future__ import annotations

import fnmatch
import ipaddress
import os
import re
import shutil
import subprocess
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from chat.settings import Settings
from chat.web.api import create_app
from chat.web.options import WebOptions
from tests.browser.server import serving
from tests.chroma_run import free_port, wait_for
from tests.fake_assistant import SHOW, FakeAssistant

ROOT = Path(__file__).parent.parent
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
CADDYFILE = ROOT / "deploy" / "Caddyfile"
OURS = ("serve-1", "serve-2", "ingest")

each_service = pytest.mark.parametrize("name", SERVICES)
with_caddy = pytest.mark.skipif(shutil.which("caddy") is None, reason="caddy is missing: apt-get install caddy")


@pytest.mark.parametrize("name", OURS)
def test_every_setting_of_the_services_exists(name: str) -> None:
    known = {f"AIRCHECK_{field.upper()}" for field in Settings.model_fields}
    assert set(SERVICES[name]["environment"]) - known == set()


def test_the_settings_of_the_services_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    given = SERVICES["serve-1"]["environment"]
    for name, value in given.items():
        monkeypatch.setenv(name, re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", value))
    settings = Settings()
    assert settings.web(host="0.0.0.0", show=SHOW).proxies == ("172.30.71.2/32",)
    assert (settings.store, settings.redis) == ("http://chroma:8000/my-show", "redis://redis:6379")


def test_the_proxy_that_is_believed_is_the_proxy() -> None:
    address = SERVICES["proxy"]["networks"]["inside"]["ipv4_address"]
    subnet = COMPOSE["networks"]["inside"]["ipam"]["config"][0]["subnet"]
    assert SERVICES["serve-1"]["environment"]["AIRCHECK_PROXIES"] == address
    assert ipaddress.ip_address(address) in ipaddress.ip_network(subnet)


def test_only_the_proxy_is_reached_from_outside() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert COMPOSE["networks"]["inside"]["internal"] is True
    inner = {name: service["networks"] for name, service in SERVICES.items() if name != "proxy"}
    assert set(map(tuple, inner.values())) == {("inside",)}


@each_service
def test_a_service_writes_to_its_volumes_alone_and_has_no_rights_to_spare(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]


@each_service
def test_what_a_service_mounts_and_waits_for_exists(name: str) -> None:
    service = SERVICES[name]
    for volume in service.get("volumes", []):
        source = re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", volume).partition(":")[0]
        assert source in COMPOSE["volumes"] or source == "./show" or (ROOT / source).exists()
    assert set(service.get("depends_on", [])) <= set(SERVICES)


def test_two_serving_processes_share_no_index_folder() -> None:
    volumes = [next(v for v in SERVICES[name]["volumes"] if v.endswith(":/index")) for name in OURS]
    assert len(set(volumes)) == len(OURS)


def test_the_upstreams_of_the_proxy_are_the_serving_processes() -> None:
    upstreams = re.search(r"\{\$UPSTREAMS:([^}]+)\}", CADDYFILE.read_text("utf-8"))
    assert upstreams is not None
    assert upstreams[1].split() == ["serve-1:7860", "serve-2:7860"]


def test_the_image_runs_as_nobody_in_particular_and_watches_its_health() -> None:
    last = DOCKERFILE.rpartition("\nFROM ")[2]
    assert re.search(r"^USER (\d+)$", last, re.MULTILINE)
    assert "/health" in last.partition("HEALTHCHECK")[2]
    assert re.findall(r"https?://(?!127\.0\.0\.1)", DOCKERFILE) == []


def test_the_image_installs_torch_first_as_the_makefile_does() -> None:
    installs = re.findall(r"^RUN pip install (.+)$", DOCKERFILE, re.MULTILINE)
    assert installs[0] == "--constraint constraints.txt \"$(grep '^torch==' constraints.txt)\""
    assert installs[1].startswith("--constraint constraints.txt ")


def test_what_the_image_copies_exists_and_is_not_ignored() -> None:
    copied = [
        source
        for line in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE)
        for source in line.split()[:-1]
    ]
    allowed = [line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line.startswith("!")]
    assert [source for source in copied if not (ROOT / source).exists()] == []
    assert [source for source in copied if not any(fnmatch.fnmatch(source, pattern) for pattern in allowed)] == []


@pytest.mark.slow
@with_caddy
def test_the_proxy_passes_answers_as_they_come_believes_no_listener_and_survives_a_process(tmp_path: Path) -> None:
    options = WebOptions(show=SHOW, limit_per_day=4, proxies=("127.0.0.1",))
    apps = [create_app(FakeAssistant(delay_s=0.1), options, pages=False) for _ in range(2)]
    with serving(apps[1]) as second, ExitStack() as running:
        first = running.enter_context(serving(apps[0]))
        port = free_port()
        upstreams = " ".join(address.removeprefix("http://") for address in (first, second))
        env = {**os.environ, "SITE": f"http://127.0.0.1:{port}", "UPSTREAMS": upstreams, "HOME": str(tmp_path)}
        command = ["caddy", "run", "--adapter", "caddyfile", "--config", str(CADDYFILE)]
        with subprocess.Popen(command, env=env, stderr=subprocess.DEVNULL) as caddy:
            try:
                wait_for(port)
                with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=20) as client:
                    _passes_answers_as_they_come(client)
                    # One has been asked; three more are left to this address, whatever it claims to be.
                    statuses = [_asked(client, f"198.51.100.{n}") for n in range(5)]
                    assert statuses == [200, 200, 200, 429, 429]
                    running.close()
                    assert client.get("/health").status_code == 200
            finally:
                caddy.terminate()


def _passes_answers_as_they_come(client: httpx.Client) -> None:
    arrived = []
    with client.stream("POST", "/api/ask/stream", json={"question": "How tall is the old tower?"}) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        for line in answer.iter_lines():
            if line.startswith("event:"):
                arrived.append(time.monotonic())
    assert arrived[-1] - arrived[0] > 0.1


def _asked(client: httpx.Client, claimed: str) -> int:
    headers = {"X-Forwarded-For": claimed}
    return client.post("/api/ask", json={"question": "How tall is the old tower?"}, headers=headers).status_code
