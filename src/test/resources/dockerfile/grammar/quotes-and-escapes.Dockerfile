FROM alpine
ENV A="a\"b" B='a\' C=\"d E=f\\g
ENV X = y
LABEL multi="line \
continued" other=x
LABEL "key with space"="v" k=''
ARG Q='a b' R="c	d"
ENV U=ü é=x 日本=語
