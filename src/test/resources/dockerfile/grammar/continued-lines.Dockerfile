FROM alpine
RUN echo a \
    b \
# a comment between
   # an indented comment between
    c \

    d \
	
    e
RUN echo trailing \   
  space
RUN echo escaped \\
RUN echo "a\
b"
ENV A=1 \
    # comment
    B=2 \
    C=3
CMD last \
