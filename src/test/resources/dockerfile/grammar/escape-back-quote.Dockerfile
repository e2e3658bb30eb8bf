# escape=`
FROM windows
RUN echo a `
 b ``
RUN echo c`d "`"" '`'
ENV A=a` b B="x `" y"
COPY --chown=a` b c d
