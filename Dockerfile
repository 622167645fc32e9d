# syntax=docker/dockerfile:1
# Zvonok: the browser client is built with Node, the server runs on Python alone.

FROM node:24-slim AS client
WORKDIR /build/web
COPY web/package.json web/package-lock.json ./
RUN npm ci --no-fund --no-audit
COPY web/ ./
RUN npm run build

FROM python:3.12-slim
RUN useradd --uid 10001 --user-group --no-create-home --home-dir /var/lib/zvonok zvonok \
    && install -d -o zvonok -g zvonok -m 0700 /var/lib/zvonok
COPY requirements.lock /tmp/requirements.lock
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes -r /tmp/requirements.lock \
    && rm /tmp/requirements.lock
WORKDIR /app
COPY channels/ channels/
COPY storage/ storage/
COPY realtime/ realtime/
COPY handlers/ handlers/
COPY LICENSE ./
COPY --from=client /build/handlers/web handlers/web
RUN printf '#!/bin/sh\nexec python -m handlers "$@"\n' > /usr/local/bin/zvonok \
    && chmod 0755 /usr/local/bin/zvonok \
    && python -m compileall -q channels storage realtime handlers

ENV PYTHONPATH=/app \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    ZVONOK_HOST=0.0.0.0 \
    ZVONOK_PORT=8080 \
    ZVONOK_DATA=/var/lib/zvonok

USER zvonok
# only used without ZVONOK_DATABASE_URL: the embedded database
VOLUME /var/lib/zvonok
EXPOSE 8080
# SIGTERM drains: sockets are sent away over up to 5 s, requests are finished
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen('http://127.0.0.1:' + os.environ['ZVONOK_PORT'] + '/healthz', timeout=2)"]
CMD ["zvonok", "serve"]
