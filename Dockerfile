# The Python and the Debian that the tests run on. One container, one process: SQLite wants a
# single writer, and the PDF is drawn in worker processes of its own.

FROM python:3.11-slim-bookworm AS libraries
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1
COPY requirements.txt /tmp/requirements.txt
RUN python -m venv /venv \
    && /venv/bin/python -m pip install --require-hashes -r /tmp/requirements.txt

FROM python:3.11-slim-bookworm
# The libraries that WeasyPrint draws with: the list of .ci/setup.
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --create-home --uid 10001 balises \
    && install -d -o balises -g balises /app /app/var

COPY --from=libraries /venv /venv
WORKDIR /app
COPY app app
COPY templates templates
COPY questionnaires questionnaires
COPY rules rules
COPY pyproject.toml LICENSE ./

USER balises
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
# The answers, and nothing else that has to outlive the container.
VOLUME /app/var
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
# exec: the server itself receives the signal that stops the container.
CMD ["sh", "-c", "python -m app migrate && exec python -m app serve --host 0.0.0.0 --port 8000"]
