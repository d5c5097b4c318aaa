# One image for every process of Boussole. The model and the knowledge are baked in: nothing is downloaded or trained at run time.
FROM python:3.11-slim-bookworm AS build
RUN pip install --no-cache-dir uv
WORKDIR /app
COPY pyproject.toml uv.lock README.md ./
RUN uv sync --frozen --no-dev --no-install-project
COPY bot bot
COPY actions actions
COPY knowledge knowledge
COPY data data
RUN uv sync --frozen --no-dev && uv run --frozen --no-dev boussole train && uv run --frozen --no-dev boussole knowledge build

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --no-create-home boussole && install -d -o boussole /state
WORKDIR /app
COPY --from=build --chown=root:root /app /app
USER boussole
ENV PATH=/app/.venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 RASA_TELEMETRY_ENABLED=false BOUSSOLE_HOST=0.0.0.0 BOUSSOLE_STATE_DIR=/state
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8080/readyz', timeout=4)"]
CMD ["boussole", "run"]
