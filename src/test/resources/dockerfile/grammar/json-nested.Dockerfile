FROM alpine
CMD [["a"], {"b": [1, 2.5e3, null]}, true]
