FROM 127.0.0.1:5000/base/busybox:1
COPY segv-arm64 /segv
RUN echo before
RUN echo one && \
    /segv && \
    echo two
