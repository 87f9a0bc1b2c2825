"""What people decide about pay. Each action is allowed, done and logged, or refused."""
