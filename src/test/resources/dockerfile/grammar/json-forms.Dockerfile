FROM alpine
RUN [ "a" , "b\n\t\"\u00e9\\" ]
RUN []
RUN [ -e /x ] && echo shell
RUN ["a", "b"] trailing
RUN ['a', 'b']
RUN ["unterminated
RUN [true && echo
CMD    [ "spaces" ]   
ENTRYPOINT ["a",]
COPY [ "a", "b" ]
SHELL [ "sh", "-c" ]
