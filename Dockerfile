# One image for everything of compose.yaml: the program, and Chroma's server in the very version the program was tested with.
#
#   docker build -t aircheck .        add --build-arg PIP_INDEX_URL=… or PIP_EXTRA_INDEX_URL=… for another package index
#
# Runs as nobody in particular, writes to /index (or /data, for Chroma) and /tmp alone, and needs no network.

FROM python:3.11-slim-bookworm AS build
ARG PIP_INDEX_URL
ARG PIP_EXTRA_INDEX_URL
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /build
RUN python -m venv /opt/aircheck
ENV PATH=/opt/aircheck/bin:$PATH
# torch goes first and by its exact version: left to another package's range, pip may pick a build with GPU libraries.
COPY constraints.txt ./
RUN pip install --constraint constraints.txt "$(grep '^torch==' constraints.txt)"
COPY pyproject.toml README.md LICENSE app.py ./
COPY corpus corpus
COPY index index
COPY chat chat
RUN pip install --constraint constraints.txt ".[redis,openai]"

FROM python:3.11-slim-bookworm
COPY --from=build /opt/aircheck /opt/aircheck
# What a named volume is mounted on gives it its owner.
RUN useradd --uid 10001 --no-create-home --home-dir /tmp --shell /usr/sbin/nologin aircheck \
    && install --directory --owner aircheck /index /data /show
ENV PATH=/opt/aircheck/bin:$PATH HOME=/tmp PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 AIRCHECK_INDEX=/index
USER 10001
WORKDIR /tmp
EXPOSE 7860
# Asks a question of the index, so the time to load the model belongs to the start.
HEALTHCHECK --interval=15s --timeout=10s --start-period=90s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:7860/health', timeout=9)"]
ENTRYPOINT ["aircheck"]
CMD ["serve", "--host", "0.0.0.0"]
