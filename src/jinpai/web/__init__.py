"""Where they see it: settings, the shell, components, jobs."""
