"""Phrases: what is answered again and again, said well and in more than one way.

`variables.py` fills in the order's values, `variants.py` says what is wrong with a phrase,
`search.py` finds one as it is typed, `sheet.py` reads and writes the 快捷短语 file of 千牛,
`starters.py` are those a shop may begin with.
"""
