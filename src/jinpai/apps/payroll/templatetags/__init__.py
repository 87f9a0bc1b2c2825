"""How the pay pages write a number, and where a step of an explanation leads."""
