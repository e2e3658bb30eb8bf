FROM alpine
RUN <<E"O"F
quoted in part $A
EOF
RUN <<EOF-2.x /bin/sh
name with dash
EOF-2.x
RUN python3 <<EOF && echo after
print("hi")
EOF
ONBUILD RUN <<EOF
later
EOF
ONBUILD COPY <<EOF /a
text
EOF
