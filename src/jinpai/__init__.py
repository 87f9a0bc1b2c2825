"""Jinpai 金牌: from every ring to every yuan.

One street, five floors; each imports only the floors before it:
facts → metrics → rules, workflow → apps → web, cli.
"""

__version__ = "0.1.0"
