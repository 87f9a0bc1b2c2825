"""The appraisal: targets, ratings, events, disputes, and the month gathered for the rules."""
