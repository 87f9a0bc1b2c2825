"""What the pages of every app share: the chosen shop and days, links, figures as text."""
