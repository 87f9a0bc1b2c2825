"""Who works here: users and roles, people and their accounts, the log of what was done."""
