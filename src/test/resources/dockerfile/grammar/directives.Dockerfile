# syntax = docker/dockerfile:1.7-labs 
# check=skip=all;error=true
# Escape=`
# unknown=value
FROM mcr.microsoft.com/windows/nanoserver
RUN dir c:\ `
  /s
COPY a c:\b\
