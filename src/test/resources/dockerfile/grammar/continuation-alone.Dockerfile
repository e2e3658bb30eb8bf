FROM alpine
\
RUN echo
RUN a \
\
 b
