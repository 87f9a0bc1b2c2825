"""Charts as Vega-Lite specs: one spec for the page, for print and for readers without scripts.

A spec is plain data. Colours are the look's tokens, "var(--gold)": the page's script fills in
the colours of the theme in force, `draw` those of the light theme. Marks carry the address of
their rows in `href`. Under every chart stands a table of the same numbers.
"""
