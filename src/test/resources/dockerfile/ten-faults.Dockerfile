# syntax=docker/dockerfile:1
ARG GO_VERSION=1.26

# Go: could cross-compile, but runs under emulation
FROM golang:${GO_VERSION} AS server
WORKDIR /src
COPY go.mod go.sum ./
RUN --mount=type=cache,target=/go/pkg/mod go mod download
COPY . .
RUN --mount=type=cache,target=/home/build/.cache/go-build \
    CGO_ENABLED=0 go build -o /out/server ./cmd/server

# Rust, with a cache that platforms share
FROM --platform=$BUILDPLATFORM rust:1.90 AS agent-source
COPY agent /agent
FROM rust:1.90 AS agent
COPY --from=agent-source /agent /agent
# multiarch ignore=cross-compile its C libraries have no cross toolchain yet
RUN --mount=type=cache,target=/agent/target \
    cd /agent && cargo build --release && cp target/release/agent /out/agent

# a tool for the image, but by the builder's name
FROM --platform=$BUILDPLATFORM alpine:3.22 AS tools
RUN mkdir -p /out && wget -qO /out/jq "https://example.org/jq/releases/download/jq-1.8/jq-linux-$(uname -m)"

FROM --platform=linux/amd64 node:24 AS web
COPY web .
RUN npm ci && npm run build

FROM debian:13-slim AS runtime
ARG TARGETARCH=amd64
RUN --mount=type=cache,target=/var/cache/apt --mount=type=cache,target=/var/lib/apt \
    apt-get update && apt-get install -y --no-install-recommends ca-certificates libfoo1:amd64
RUN case "$TARGETARCH" in \
      amd64) ARCH=x86_64 ;; \
      arm64) ARCH=aarch64 ;; \
      *) ARCH=x86_64 ;; \
    esac && wget -qO /usr/bin/yq "https://example.org/yq/v4/yq_linux_$ARCH"
ADD https://example.org/tini/v0.19.0/tini-amd64 /tini

FROM runtime
RUN echo "built for $TARGETPLATFORM" > /etc/built-for
COPY --from=server /out/server /usr/bin/server
COPY --from=agent /out/agent /usr/bin/agent
COPY --from=tools /out /usr/local/bin
COPY --from=web /dist /srv/www
ENTRYPOINT ["/usr/bin/server"]
