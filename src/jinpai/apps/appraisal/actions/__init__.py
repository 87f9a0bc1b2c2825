"""What people do in an appraisal: each action is allowed, done and logged, or refused."""
