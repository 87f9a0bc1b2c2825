"""The reading room: everything a page or a command may ask of the figures.

A `Reading` is opened on one lake at one moment and answers from day figures and the derived
tables; it reads messages only to show messages. All days are service days, both ends
inclusive. Money is Decimal yuan. What is not known is None.
"""
