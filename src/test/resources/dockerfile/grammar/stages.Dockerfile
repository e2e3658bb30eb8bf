ARG BASE=alpine
ARG TAG=latest
ARG FULL="${BASE}:${TAG}"
FROM ${FULL} AS one
FROM --platform=${BUILDPLATFORM:-linux/amd64} golang AS two
ARG BASE
RUN echo ${BASE}
FROM one as Three-3.x_y
COPY --from=two /a /a
FROM three-3.x_y
FROM scratch
COPY --from=0 / /
COPY --from=busybox:1 / /
