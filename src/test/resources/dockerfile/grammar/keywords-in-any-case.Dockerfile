from alpine As Base
Run echo hi
copy --from=base /a /b
oNbUiLd run echo later
