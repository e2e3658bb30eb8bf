FROM alpine
RUN <<EOF
echo one
  echo "two $VAR"
EOF
RUN <<-EOF
	echo tabs
		more tabs
	EOF
RUN cat <<'A' <<"B" > /file && cat <<C
a $X
A
b
B
c \
C
RUN 3<<EOF cat <&3
fd
EOF
COPY <<one.txt <<-two.txt /dest/
1
one.txt
	2
	two.txt
ADD << spaced /dest/
content
spaced
RUN ["cat", "<<EOF"]
RUN cat <<< "here string"
RUN echo '<<NOT' "<<NEITHER" \<<NOR
