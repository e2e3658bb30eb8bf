FROM --platform=$BUILDPLATFORM alpine AS b
FROM --platform="linux/amd64" b
RUN --mount=type=cache,target=/home/build/.cache,id=a-$TARGETARCH --mount=type=bind,source=.,target=/src --network=none make
RUN --mount=type=secret,id="x" --security=insecure -- echo --not-a-flag
RUN --mount=type=cache\,target=/x echo
RUN echo --mount=type=cache
COPY --from=b --exclude=*.md --exclude='*.txt' /a /b
ADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d --keep-git-dir=true https://example.org/a /a
ADD --unpack --link=false a.tar /
