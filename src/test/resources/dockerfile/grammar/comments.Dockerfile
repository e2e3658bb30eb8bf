# escape is no directive here: it is a comment
# escape=`
#
# syntax=not/a/directive
FROM alpine AS a
# a   first comment
#
# second comment

  # third comment, indented
RUN echo # not a comment
#tight
RUN echo
