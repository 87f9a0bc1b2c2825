"""The desk: what is due for whom, the lists, the order page, handing over."""
