# syntax=docker/dockerfile:1
ARG VERSION=3.22 OTHER
FROM alpine:${VERSION} AS base
MAINTAINER somebody <a@example.org>
LABEL a=b "c d"="e f" g='h i'
LABEL old style value
ENV A=1 B="two words" C=three\ words D='$A'
ENV LEGACY some value with spaces
ARG NAME
ARG NAME=value OTHER="quoted value" THIRD=
WORKDIR /app dir
USER nobody:nogroup
EXPOSE 80/tcp   443 53/udp
VOLUME /data /more
VOLUME ["/json one", "/two"]
STOPSIGNAL SIGTERM
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
RUN make && make install
RUN ["make", "install"]
CMD echo hello
CMD ["echo", "hello"]
ENTRYPOINT exec top -b
ENTRYPOINT ["top", "-b"]
HEALTHCHECK --interval=5m --timeout=3s CMD curl -f http://localhost/ || exit 1
HEALTHCHECK CMD ["curl", "-f", "http://localhost/"]
HEALTHCHECK NONE
ADD a b c /dest/
ADD ["a b", "/dest/"]
COPY --chown=1:2 --chmod=755 a /b
COPY --link --parents ["a", "b", "/c/"]
ONBUILD COPY . /src
ONBUILD RUN ["make"]
