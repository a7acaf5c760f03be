# The service's image: the hashed lock in a venv, the static files, nothing that builds, nobody privileged.
FROM python:3.11-slim-bookworm AS bibliotheques
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 UV_NO_CACHE=1 UV_PYTHON_DOWNLOADS=never
WORKDIR /construction
COPY requirements-uv.txt requirements.txt ./
RUN python -m venv /opt/uv && /opt/uv/bin/pip install --require-hashes -r requirements-uv.txt \
    && python -m venv --without-pip /opt/venv \
    && /opt/uv/bin/uv pip sync --python /opt/venv/bin/python --require-hashes requirements.txt

FROM python:3.11-slim-bookworm
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 VAR=/var/lib/reseau
RUN useradd --system --uid 10001 --home-dir /var/lib/reseau --create-home --shell /usr/sbin/nologin reseau
COPY --from=bibliotheques /opt/venv /opt/venv
WORKDIR /srv/reseau
COPY . .
USER reseau
VOLUME /var/lib/reseau
EXPOSE 8000
# `outils/conteneur web|worker|clock` runs that line of Procfile; web first prepares the database and the static files.
ENTRYPOINT ["outils/conteneur"]
CMD ["web"]
