# The server in one image, built from these sources:
#   docker build -t convene .
#   docker run --network host -v convene:/data convene
# docs/networking.md says how media reaches a container.

FROM node:22-bookworm-slim AS web
WORKDIR /src/web
COPY web/package.json web/package-lock.json ./
RUN npm ci
COPY web/ ./
RUN npm run build

FROM rust:1-bookworm AS server
WORKDIR /src
COPY Cargo.toml Cargo.lock ./
COPY crates/ crates/
COPY vendor/ vendor/
COPY --from=web /src/web/dist/ web/dist/
RUN cargo build --release --locked --package convene-server

FROM debian:bookworm-slim
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates \
  && rm -rf /var/lib/apt/lists/*
# The directory of the data belongs to the server, and so does a new volume in its place.
RUN useradd --system --uid 10001 --no-create-home convene \
  && install --directory --owner=convene --mode=700 /data
COPY LICENSE-MIT LICENSE-APACHE /usr/share/doc/convene/
COPY --from=server /src/target/release/convene /usr/local/bin/convene
USER convene
# Platforms set PORT to another one.
ENV PORT=3000 CONVENE_DATA_DIR=/data
VOLUME /data
EXPOSE 3000/tcp 3478/tcp 3478/udp 49160-57351/udp
ENTRYPOINT ["/usr/local/bin/convene"]
