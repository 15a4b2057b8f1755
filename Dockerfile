# The production server in an image; docs/operate/ tells what to set. SECRET_KEY and SITE_URL come at run time.
FROM python:3.13-slim

ENV PYTHONUNBUFFERED=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    VAR_DIR=/app/var \
    DATABASE_URL=sqlite:////data/corpus.sqlite3

# Nobody signs in as this user; it owns what changes, and the code belongs to root.
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin corpus \
    && install --directory --owner=corpus /data /app/var
WORKDIR /app

COPY requirements.txt .
RUN pip install --require-hashes --requirement requirements.txt

COPY . .
USER corpus
# Any key will do for collecting files; the server refuses to start without one of its own.
RUN SECRET_KEY=only-to-collect-the-static-files-0123456789-abcdefghijklmnop \
    python manage.py collectstatic --no-input --verbosity 0

EXPOSE 8000
VOLUME /data
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "from os import environ as e; from urllib.request import urlopen as u; u(f\"http://127.0.0.1:{e.get('PORT', 8000)}/health/\", timeout=4)"]

# Migrating is safe to repeat; with several containers, run it once beforehand and let it find nothing to do.
CMD ["sh", "-c", "python manage.py migrate --no-input && exec python manage.py serve --host 0.0.0.0"]
