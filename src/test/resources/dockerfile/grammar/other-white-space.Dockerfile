FROM alpine
RUN	echo a b
ENV	A=b
EXPOSE 1	23
