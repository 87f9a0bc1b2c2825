"""A shop that never was: believable files to try Jinpai on."""
