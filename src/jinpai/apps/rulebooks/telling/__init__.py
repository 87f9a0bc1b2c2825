"""A rulebook in words and pictures, for whoever is paid by it. One section a file.

Everything is said in both languages at once (`Told`), so that a test can read both.
"""
