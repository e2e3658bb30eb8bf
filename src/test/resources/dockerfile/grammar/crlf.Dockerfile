FROM alpine
RUN echo a \
  b
# comment
COPY <<EOF /a
x
EOF
CMD ["x"]
