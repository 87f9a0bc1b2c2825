"""Rules, from numbers to consequences: (inputs, rulebook) → (result with its trace, problems).

`rulebook.py` is the document, `inputs.py` what is known of a month, `appraisal.py` turns figures
into scores, `pay/` scores into lines, `month.py` runs a whole month, `outcomes.py` is what comes
out, `canonical.py` keeps it to the byte. `law.py`, `statutes.py` and their neighbours are what no
rulebook can change; `cases.py` runs worked examples. Time, rulebook and data come in as arguments;
there is no clock and no database here.
"""
