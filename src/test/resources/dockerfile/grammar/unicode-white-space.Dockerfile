FROM alpine
RUN echo  x
ENV A=1 B=2
COPY a b c
